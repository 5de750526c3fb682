
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Journals for the unit tests: a root of their own, records whose payload
 * follows from their sequence, and tasks run where they are begun.
 */


#ifndef _DISK_H_INCLUDED_
#define _DISK_H_INCLUDED_


#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "ant_task.h"
#include "tap.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>


#define DISK_NOW      1734509285012
#define DISK_PAYLOAD  700


static char            disk_path[256];
static int             disk_root = -1;
static u_char          disk_machine[ANT_MACHINE_SIZE] = "0123456789abcde";

static ant_identity_t  disk_ident = {
    ant_string("ant:sms"), ant_string("ant:sms:fence"), ant_string("default")
};


/* what must go well for the test to mean anything */

TAP_USED static void
disk_must(int good, const char *what)
{
    if (!good) {
        printf("Bail out! %s: %s\n", what, strerror(errno));
        exit(1);
    }
}


TAP_USED static void
disk_open(void)
{
    const char  *tmp, *reason;

    tmp = getenv("TMPDIR");

    snprintf(disk_path, sizeof(disk_path), "%s/ant-unit-XXXXXX",
             tmp ? tmp : "/tmp");

    disk_must(mkdtemp(disk_path) != NULL, "mkdtemp");
    disk_must(ant_root_open(disk_path, &disk_root, &reason) == ANT_OK,
              "ant_root_open");
}


static int
disk_unlink(const char *path, const struct stat *st, int type, struct FTW *f)
{
    return remove(path);
}


TAP_USED static void
disk_close(void)
{
    close(disk_root);
    disk_root = -1;

    nftw(disk_path, disk_unlink, 16, FTW_DEPTH|FTW_PHYS);
}


/* entries of a directory, those that begin with a dot left out */

TAP_USED static unsigned
disk_entries(const char *path)
{
    DIR            *d;
    unsigned        n;
    struct dirent  *de;

    d = opendir(path);
    disk_must(d != NULL, "opendir");

    for (n = 0; (de = readdir(d)) != NULL; /* void */ ) {
        n += (de->d_name[0] != '.');
    }

    closedir(d);

    return n;
}


TAP_USED static unsigned
disk_fds(void)
{
    return disk_entries("/proc/self/fd");
}


TAP_USED static size_t
disk_payload(u_char *p, uint64_t sequence)
{
    size_t    i, len;
    uint64_t  x;

    x = sequence * 0x9e3779b97f4a7c15;
    len = 1 + (x >> 40) % (sequence % 5 ? 60 : DISK_PAYLOAD);

    for (i = 0; i < len; i++) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        p[i] = (u_char) x;
    }

    return len;
}


TAP_USED static int
disk_is(const ant_record_t *rec, uint64_t sequence)
{
    size_t  len;
    u_char  want[DISK_PAYLOAD];

    len = disk_payload(want, sequence);

    return rec->sequence == sequence && rec->len == len
           && memcmp(rec->data, want, len) == 0;
}


TAP_USED static ant_journal_t *
disk_journal(size_t size)
{
    ant_journal_t  *j;

    j = ant_journal_create(disk_root, &disk_ident, disk_machine, DISK_NOW,
                           size);
    disk_must(j != NULL, "ant_journal_create");

    return j;
}


TAP_USED static int
disk_run(ant_task_t *t)
{
    ant_task_run(t);

    return ant_task_end(t);
}


TAP_USED static void
disk_make(ant_journal_t *j, size_t size)
{
    ant_task_t  t;

    ant_task_make(j, size, &t);
    disk_must(disk_run(&t) == ANT_OK, "ANT_TASK_MAKE");
}


/* ANT_NOROOM if it does not fit */

TAP_USED static int
disk_put(ant_journal_t *j)
{
    size_t   len;
    u_char  *p, *last, payload[DISK_PAYLOAD];

    len = disk_payload(payload, j->next);

    p = ant_journal_reserve(j, &last);

    if (p == NULL || (size_t) (last - p) < len) {
        return ANT_NOROOM;
    }

    memcpy(p, payload, len);
    ant_journal_commit(j, p + len, DISK_NOW + j->next);

    return ANT_OK;
}


/* so many records, in as many segments as it takes */

TAP_USED static void
disk_append(ant_journal_t *j, unsigned n, size_t size)
{
    while (n > 0) {
        if (disk_put(j) == ANT_OK) {
            n--;
            continue;
        }

        disk_make(j, size);
        disk_must(ant_journal_turn(j) == ANT_OK, "ant_journal_turn");
    }
}


/* all that ant_task_next() has to offer */

TAP_USED static unsigned
disk_upkeep(ant_journal_t *j, uint64_t sent)
{
    unsigned    n;
    ant_task_t  t;

    for (n = 0; ant_task_next(j, sent, &t) == ANT_OK; n++) {
        disk_must(disk_run(&t) == ANT_OK, "ant_task_next");
    }

    return n;
}


TAP_USED static ant_journal_t *
disk_adopt(const char *name, int *rc)
{
    return ant_journal_adopt(disk_root, name, disk_machine, rc);
}


/* Reads from sequence on; how many there were, each as it was appended. */

TAP_USED static int
disk_read(ant_journal_t *j, uint64_t sequence, size_t window,
    unsigned *damaged)
{
    int           n, rc;
    ant_cursor_t  c;
    ant_window_t  w;
    ant_record_t  rec;

    memset(&w, 0, sizeof(ant_window_t));

    w.buf = malloc(window);
    w.size = window;

    *damaged = 0;
    n = 0;

    ant_journal_seek(j, &c, sequence);

    for ( ;; ) {
        rc = ant_journal_read(j, &c, &w, &rec);

        if (rc == ANT_BAD) {
            (*damaged)++;
            continue;
        }

        if (rc != ANT_OK || rec.sequence < sequence
            || rec.time != DISK_NOW + rec.sequence
            || !disk_is(&rec, rec.sequence))
        {
            break;
        }

        sequence = rec.sequence + 1;
        n++;
    }

    ant_window_free(&w);
    free(w.buf);

    return (rc == ANT_AGAIN) ? n : -1;
}


#endif /* _DISK_H_INCLUDED_ */
