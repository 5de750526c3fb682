
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Keeping what stood where records were: a copy outside the journal, once, and
 * a second name for a file that the disk did not give whole.  Promises that
 * the journal is not changed.  Called in the pool, for damage that the reader
 * reports, and at a file's end; the names are looked for by adoption.
 */


#define _GNU_SOURCE

#include "ant_journal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>
#include <sys/stat.h>


#define ANT_DAMAGE_CHUNK  16384

/* files of one name that can be kept */
#define ANT_DAMAGE_NAMES  100


static int
ant_damage_copy(int from, int to, uint64_t offset, uint64_t size)
{
    off_t    at;
    size_t   want;
    u_char   buf[ANT_DAMAGE_CHUNK];
    ssize_t  n;

    at = 0;

    while (size > 0) {
        want = size < sizeof(buf) ? (size_t) size : sizeof(buf);

        n = ant_segment_read(from, buf, want, (off_t) offset + at, NULL,
                             NULL);

        if (n == 0) {
            break;
        }

        if (n < 0 || ant_segment_write(to, buf, (size_t) n, at) != ANT_OK) {
            return ANT_ERROR;
        }

        at += n;
        size -= (size_t) n;
    }

    return ANT_OK;
}


static int
ant_damage_save(int dir, const ant_cursor_t *c, int to)
{
    int  from, rc, err;

    if (c->bad_size == 0) {
        return ANT_OK;
    }

    from = ant_segment_open(dir, c->bad_number, O_RDONLY);
    if (from == -1) {
        return ANT_ERROR;
    }

    rc = ant_damage_copy(from, to, c->bad_offset, c->bad_size);

    err = errno;
    (void) close(from);
    errno = err;

    return rc;
}


int
ant_damage_keep(int root, int dir, const char *name, const ant_cursor_t *c)
{
    int   to, rc, err;
    char  file[64];

    (void) snprintf(file, sizeof(file), "%s-%" PRIu64 ".bad", name,
                    c->bad_first);

    to = openat(root, file, O_WRONLY|O_CREAT|O_EXCL|O_CLOEXEC|O_NOFOLLOW,
                0600);
    if (to == -1) {
        return (errno == EEXIST) ? ANT_AGAIN : ANT_ERROR;
    }

    rc = ant_damage_save(dir, c, to);

    if (rc == ANT_OK && fsync(to) == -1) {
        rc = ANT_ERROR;
    }

    err = errno;

    /* what is not whole must not pass for a copy the next time */

    if (rc != ANT_OK) {
        (void) unlinkat(root, file, 0);
    }

    (void) close(to);
    errno = err;

    return rc;
}


/* The i-th name that the file can have in the root. */

static void
ant_damage_file(char *to, size_t size, const char *name, const char *segment,
    int i)
{
    if (i == 0) {
        (void) snprintf(to, size, "%s-%s.bad", name, segment);

    } else {
        (void) snprintf(to, size, "%s-%s.%d.bad", name, segment, i);
    }
}


int
ant_damage_named(int root, int dir, const char *name, uint32_t number)
{
    int          i;
    char         segment[ANT_SEGMENT_NAME], to[300];
    struct stat  ours, st;

    ant_segment_name(segment, number);

    if (fstatat(dir, segment, &ours, AT_SYMLINK_NOFOLLOW) == -1) {
        return 0;
    }

    for (i = 0; i < ANT_DAMAGE_NAMES; i++) {
        ant_damage_file(to, sizeof(to), name, segment, i);

        if (fstatat(root, to, &st, AT_SYMLINK_NOFOLLOW) == -1) {
            return 0;
        }

        if (st.st_ino == ours.st_ino && st.st_dev == ours.st_dev) {
            return 1;
        }
    }

    return 0;
}


int
ant_damage_name(int root, int dir, const char *name, uint32_t number)
{
    int   i;
    char  segment[ANT_SEGMENT_NAME], to[300];

    ant_segment_name(segment, number);

    if (ant_damage_named(root, dir, name, number)) {
        return ANT_OK;
    }

    for (i = 0; i < ANT_DAMAGE_NAMES; i++) {
        ant_damage_file(to, sizeof(to), name, segment, i);

        if (linkat(dir, segment, root, to, 0) == 0 || errno == ENOENT) {
            return ANT_OK;
        }

        if (errno != EEXIST) {
            break;
        }
    }

    return ANT_ERROR;
}
