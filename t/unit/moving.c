
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Reading a journal that is written meanwhile: scribbled over, sealed, cut at
 * its beginning; and one whose payloads look like records.
 */


#include "disk.h"

#include <signal.h>
#include <time.h>
#include <sys/resource.h>


#define SIZE    4096
#define WINDOW  4096


/* a payload full of what looks like the beginning of large records */

static void
made_up(void)
{
    int             rc;
    size_t          i, size;
    u_char         *p, *last;
    clock_t         began;
    uint64_t        word, sequence;
    unsigned        damaged;
    ant_journal_t  *j;

    size = 4 << 20;
    j = disk_journal(size);

    p = ant_journal_reserve(j, &last);

    for (i = 0; i + 24 <= (size_t) (last - p) - 4096; i += 24) {
        word = (size - i) / 2;
        sequence = 2;
        memcpy(p + i, &word, 8);
        memcpy(p + i + 16, &sequence, 8);
    }

    ant_journal_commit(j, p + i, DISK_NOW + 1);
    j->next = 2;
    disk_append(j, 1, size);

    j->active->map[ANT_HEADER_SIZE + ANT_RECORD_SIZE + 1] ^= 1;

    began = clock();
    rc = disk_read(j, 1, WINDOW, &damaged);
    ok((rc == 1 || rc == 0) && damaged == 1
       && clock() - began < 5 * CLOCKS_PER_SEC,
       "looking for the next record has an end");

    ant_journal_close(j);
}


static void
scribbled(void)
{
    int             fd, rc;
    u_char          buf[WINDOW];
    unsigned        damaged;
    ant_cursor_t    c;
    ant_window_t    w;
    ant_record_t    rec;
    ant_journal_t  *j;

    j = disk_journal(SIZE);
    disk_append(j, 12, SIZE);

    memset(&w, 0, sizeof(ant_window_t));
    w.buf = buf;
    w.size = sizeof(buf);

    ant_journal_seek(j, &c, 1);
    disk_must(ant_journal_read(j, &c, &w, &rec) == ANT_OK, "read");

    memset(j->segments->map + c.offset, 0xa5, 16);

    rc = ant_journal_read(j, &c, &w, &rec);
    ok(rc == ANT_BAD && c.bad_first == 2 && c.bad_last == 2,
       "a scribble in a live mapping is one missing record");

    is_int(ant_damage_keep(disk_root, j->dir, (char *) j->name, &c), ANT_OK,
           "its bytes are kept");

    snprintf((char *) buf, sizeof(buf), "%.24s-2.bad", j->text);
    fd = openat(disk_root, (char *) buf, O_RDONLY);
    rc = (int) read(fd, buf, sizeof(buf));
    ok(fd != -1 && (uint64_t) rc == c.bad_size && rc >= 32
       && buf[0] == 0xa5 && buf[15] == 0xa5 && buf[16] == 2,
       "in a file of its name");
    close(fd);

    is_int(ant_damage_keep(disk_root, j->dir, (char *) j->name, &c),
           ANT_AGAIN, "once");

    rc = ant_journal_read(j, &c, &w, &rec);
    ok(rc == ANT_OK && rec.sequence == 3, "the next one comes");

    while (ant_journal_read(j, &c, &w, &rec) == ANT_OK) {
        /* void */
    }

    is_int((long long) c.sequence, 13, "to the end");

    /* the last record of the active segment, and then one more */

    disk_append(j, 1, SIZE);
    j->active->map[j->active->used - 1 - 8] ^= 0x10;
    memset(j->active->map + c.offset, 0, 8);

    rc = ant_journal_read(j, &c, &w, &rec);
    ok(rc == ANT_BAD && c.bad_first == 13 && c.bad_last == 13,
       "a scribble over the last record");
    is_int(ant_journal_read(j, &c, &w, &rec), ANT_AGAIN, "then the end");

    disk_append(j, 1, SIZE);
    rc = ant_journal_read(j, &c, &w, &rec);
    ok(rc == ANT_OK && rec.sequence == 14, "what is appended then is read");

    is_int(disk_read(j, 1, WINDOW, &damaged), 12, "read from the start");
    is_int(damaged, 2, "with two ranges missing");

    ant_window_free(&w);
    ant_journal_close(j);
}


/* damage that ends behind its file, and a copy that has no room */

static void
kept(void)
{
    int             rc;
    char            name[64];
    struct stat     st;
    ant_cursor_t    c;
    struct rlimit   none, limit;
    ant_journal_t  *j;

    j = disk_journal(SIZE);

    memset(&c, 0, sizeof(ant_cursor_t));
    c.bad_number = j->active->number;
    c.bad_offset = SIZE - 16;
    c.bad_size = 64;
    c.bad_first = 7;

    is_int(ant_damage_keep(disk_root, j->dir, (char *) j->name, &c), ANT_OK,
           "damage up to the end of the file");
    snprintf(name, sizeof(name), "%.24s-7.bad", j->text);
    ok(fstatat(disk_root, name, &st, 0) == 0 && st.st_size == 16,
       "has as many bytes as the file has");

    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &limit);
    none = limit;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_FSIZE, &none);

    c.bad_first = 8;
    rc = ant_damage_keep(disk_root, j->dir, (char *) j->name, &c);
    setrlimit(RLIMIT_FSIZE, &limit);

    ok(rc == ANT_ERROR && errno == EFBIG, "a copy that cannot be written");
    snprintf(name, sizeof(name), "%.24s-8.bad", j->text);
    ok(fstatat(disk_root, name, &st, 0) == -1 && errno == ENOENT,
       "is not left half");

    ant_journal_close(j);
}


/* a cursor at the very end of a segment that is then removed */

static void
left_behind(void)
{
    unsigned        i, n;
    u_char          buf[WINDOW];
    ant_cursor_t    c;
    ant_window_t    w;
    ant_record_t    rec;
    ant_journal_t  *j;

    memset(&w, 0, sizeof(ant_window_t));
    w.buf = buf;
    w.size = sizeof(buf);

    j = disk_journal(SIZE);
    ant_journal_seek(j, &c, 1);

    for (i = 0, n = 0; i < 20; i++) {
        disk_append(j, 3, SIZE);

        while (ant_journal_read(j, &c, &w, &rec) == ANT_OK) {
            n += disk_is(&rec, n + 1);
        }

        disk_make(j, SIZE);
        (void) ant_journal_turn(j);
        ant_journal_release(j, j->next);
        disk_upkeep(j, j->next);
    }

    ok(n == 60 && j->segments == j->active,
       "a cursor goes on where its segment is gone");

    ant_journal_close(j);
}


/* a cursor that stays while segments are sealed and removed under it */

static void
moving(void)
{
    int             rc;
    u_char          buf[64];
    unsigned        damaged, fds, most;
    uint64_t        want;
    ant_cursor_t    c;
    ant_window_t    w;
    ant_record_t    rec;
    ant_journal_t  *j;

    fds = disk_fds();
    j = disk_journal(SIZE);

    memset(&w, 0, sizeof(ant_window_t));
    w.buf = buf;
    w.size = sizeof(buf);

    ant_journal_seek(j, &c, 1);
    is_int(ant_journal_read(j, &c, &w, &rec), ANT_AGAIN, "nothing yet");

    for (want = 1; want < 200; want++) {
        disk_append(j, 1, SIZE);
        rc = ant_journal_read(j, &c, &w, &rec);

        if (rc != ANT_OK || !disk_is(&rec, want)) {
            break;
        }

        ant_journal_release(j, want - want % 7);
        disk_upkeep(j, want);
    }

    is_int((long long) want, 200, "a cursor survives what is behind it");

    while (ant_journal_oldest(j) == j->segments->base && j->next < 500) {
        disk_append(j, 1, SIZE);
    }

    disk_upkeep(j, 500);
    most = 0;

    while (ant_journal_read(j, &c, &w, &rec) == ANT_OK) {
        if (!disk_is(&rec, want++)) {
            break;
        }

        ant_journal_leave(j, &c);
        most = disk_fds() > most ? disk_fds() : most;
    }

    is_int((long long) want, 500, "records larger than the window");

    ant_journal_seek(j, &c, 250);
    ok(ant_journal_read(j, &c, &w, &rec) == ANT_OK && disk_is(&rec, 250),
       "back to one in a segment that is no longer mapped");

    ant_journal_seek(j, &c, 1);
    ok(ant_journal_read(j, &c, &w, &rec) == ANT_OK
       && rec.sequence == ant_journal_oldest(j),
       "what was released begins at the oldest");

    ok(ant_journal_pending_bytes(j, &c) > 200 * 32
       && ant_journal_pending_bytes(j, &c) < 200 * 1024, "bytes to be read");

    ant_journal_seek(j, &c, j->next);
    ok(ant_journal_pending_bytes(j, &c) == 0, "none at the end");

    ok(disk_read(j, 1, WINDOW, &damaged) > 200 && damaged == 0,
       "no gap is seen at its start");

    ant_window_free(&w);
    ant_journal_close(j);

    is_int(disk_fds(), fds, "all files are closed");
    ok(most <= fds + 1 + 1 + 1 + 1, "one file open for reading at a time");
}


int
main(void)
{
    unsigned  fds;

    disk_open();
    fds = disk_fds();

    made_up();
    scribbled();
    kept();
    left_behind();
    moving();

    is_int(disk_fds(), fds, "no file is left open");

    disk_close();

    return done();
}
