
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * A journal of three segments as its owner left it: its files can be changed,
 * and what then comes back is compared.
 */


#ifndef _LEFT_H_INCLUDED_
#define _LEFT_H_INCLUDED_


#include "disk.h"

#include <sys/syscall.h>


#define SIZE      4096
#define WINDOW    4096
#define SEGMENTS  3
#define MAX       200


/* a journal as its owner left it, and where its records lie */

typedef struct {
    char            name[2 * ANT_ID_SIZE + 1];
    u_char          file[SEGMENTS][SIZE];
    uint64_t        first[SEGMENTS];
    uint64_t        n;
    unsigned        segment[MAX];
    size_t          from[MAX];      /* by sequence */
    size_t          to[MAX];        /* without the padding */
} left_t;


static void
path_of(char *path, const left_t *l, unsigned number)
{
    snprintf(path, 400, "%s/%s/%08x.seg", disk_path, l->name, number);
}


static void
file_write(const left_t *l, unsigned number, const u_char *p, size_t size)
{
    int   fd;
    char  path[400];

    path_of(path, l, number);

    /* ext4 waits for the disk where a file was truncated to nothing */

    fd = open(path, O_WRONLY|O_CREAT, 0600);
    disk_must(fd != -1 && write(fd, p, size) == (ssize_t) size
              && ftruncate(fd, (off_t) size) == 0, "write");
    close(fd);
}


static void
file_read(const left_t *l, unsigned number, u_char *p, size_t size)
{
    int   fd;
    char  path[400];

    path_of(path, l, number);

    fd = open(path, O_RDONLY);
    disk_must(fd != -1 && syscall(SYS_pread64, fd, p, size, 0)
                          == (ssize_t) size, "read");
    close(fd);
}


static void
leave(left_t *l)
{
    size_t          at;
    unsigned        i;
    ant_journal_t  *j;
    ant_segment_t  *s;

    memset(l, 0, sizeof(left_t));

    j = disk_journal(SIZE);

    memcpy(l->name, j->name, sizeof(l->name));

    for (i = 0; i < SEGMENTS; i++) {
        l->first[i] = j->next;
        at = ANT_HEADER_SIZE;

        while (disk_put(j) == ANT_OK) {
            l->segment[j->next - 1] = i;
            l->from[j->next - 1] = at;
            l->to[j->next - 1] = at + ANT_RECORD_SIZE
                                 + ant_record_peek(j->active->map + at, &l->n);
            at = j->active->used;
        }

        if (i + 1 < SEGMENTS) {
            disk_make(j, SIZE);
            (void) ant_journal_turn(j);
        }
    }

    l->n = j->next - 1;
    disk_must(l->n < MAX && j->segments->next->next == j->active, "MAX");

    for (i = 0, s = j->segments; s != NULL; s = s->next, i++) {
        memcpy(l->file[i], s->map, SIZE);
    }

    ant_journal_close(j);
}


/*
 * Adopts and reads it.  Every record that is not marked as hit has to be
 * there; what is hit may be missing.  What is wrong, or NULL.
 */

static const char *
recover(const left_t *l, const u_char *hit, uint64_t last)
{
    int             rc;
    u_char          buf[WINDOW], seen[MAX + 1];
    uint64_t        next, i;
    ant_cursor_t    c;
    ant_window_t    w;
    ant_record_t    rec;
    ant_journal_t  *j;

    j = disk_adopt(l->name, &rc);

    if (j == NULL) {
        return "not adopted";
    }

    memset(&w, 0, sizeof(ant_window_t));
    memset(seen, 0, sizeof(seen));

    w.buf = buf;
    w.size = sizeof(buf);
    /* a first segment that is missing may have been released */

    next = ant_journal_oldest(j);

    ant_journal_seek(j, &c, 1);

    for ( ;; ) {
        rc = ant_journal_read(j, &c, &w, &rec);

        if (rc == ANT_BAD) {
            if (c.bad_first != next || c.bad_last < c.bad_first
                || c.bad_last > l->n)
            {
                ant_journal_close(j);
                return "a range that is not missing";
            }

            next = c.bad_last + 1;
            continue;
        }

        if (rc != ANT_OK) {
            break;
        }

        if (rec.sequence != next || next > l->n || !disk_is(&rec, next)) {
            ant_journal_close(j);
            return "a wrong record";
        }

        seen[next] = 1;
        next++;
    }

    if (j->next < next) {
        rc = ANT_BAD;
    }

    ant_window_free(&w);
    ant_journal_close(j);

    if (rc != ANT_AGAIN) {
        return "not read to the end";
    }

    for (i = ANT_SEQUENCE_FIRST; i <= last; i++) {
        if (!hit[i] && !seen[i]) {
            return "an untouched record is missing";
        }
    }

    return NULL;
}


static void
complain(unsigned *bad, const char *why, const char *what, unsigned at)
{
    if (why != NULL && (*bad)++ == 0) {
        printf("# %s at %u: %s\n", what, at, why);
    }
}


#endif /* _LEFT_H_INCLUDED_ */
