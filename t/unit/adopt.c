
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Adoption: who owns a journal, what its files are, where it ends.
 */


#include "orphan.h"

#include <signal.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#define XXH_INLINE_ALL
#include <xxhash.h>


/* what happens between a directory's open and its lock */

static char  swap_from[400];
static char  swap_to[400];


int
flock(int fd, int operation)
{
    if (swap_from[0] != '\0') {
        disk_must(rename(swap_from, swap_to) == 0
                  && mkdir(swap_from, 0700) == 0, "rename");
        swap_from[0] = '\0';
    }

    return (int) syscall(SYS_flock, fd, operation);
}


static void
owned(void)
{
    int             rc;
    char            name[25], path[400], other[400];
    unsigned        fds;
    ant_journal_t  *j;

    fds = disk_fds();
    orphan(name, 5);

    j = disk_adopt(name, &rc);
    ok(j != NULL, "a journal is adopted");
    disk_must(j != NULL, "adopt");
    is_int(disk_fds(), fds + 1, "with one file open");
    ok(!j->live && j->active == NULL && j->next == 6 && j->floor == 1
       && j->confirmed == 1, "as far as is known");
    ok(j->list.len == 7 && memcmp(j->list.data, "ant:sms", 7) == 0
       && j->fence.len == 13
       && memcmp(j->fence.data, "ant:sms:fence", 13) == 0
       && j->endpoint.len == 7
       && memcmp(j->endpoint.data, "default", 7) == 0, "it knows its list");

    ok(disk_adopt(name, &rc) == NULL && rc == ANT_AGAIN, "by one alone");

    /* the path leads to another directory by now: that one is not ours */

    path_of(path, name, "");
    path_of(other, "moved", "");
    disk_must(rename(path, other) == 0 && mkdir(path, 0700) == 0, "rename");

    ok(disk_adopt(name, &rc) == NULL && rc == ANT_OK,
       "an empty directory is no journal");
    ok(access(path, F_OK) == -1, "and is removed");
    ok(disk_adopt(name, &rc) == NULL && rc == ANT_AGAIN, "nothing is there");

    disk_must(rename(other, path) == 0, "rename");
    ant_journal_close(j);

    ok(disk_adopt("0123", &rc) == NULL && rc == ANT_ERROR && errno == EINVAL,
       "no journal has such a name");

    disk_must(symlink(name, (snprintf(other, 400, "%s/%024d", disk_path, 1),
                             other)) == 0, "symlink");
    ok(disk_adopt(other + strlen(disk_path) + 1, &rc) == NULL
       && rc == ANT_ERROR, "a link is not followed");
    unlink(other);

    is_int(disk_fds(), fds, "no file is left open");
}


/* One who only looks: at a journal that its owner appends to. */

static void
viewed(void)
{
    int             rc, n;
    char            name[25], path[400];
    unsigned        fds;
    ant_record_t    rec;
    ant_cursor_t    c;
    ant_window_t    w;
    ant_journal_t  *j, *v;

    fds = disk_fds();
    j = disk_journal(SIZE);
    disk_append(j, 5, SIZE);
    memcpy(name, j->name, sizeof(name));

    /* a file that was never used: adoption would remove it */

    change(name, "000000ff.seg", 4096, "", 1);
    path_of(path, name, "000000ff.seg");

    v = ant_journal_view(disk_root, name, disk_machine, &rc);
    disk_must(v != NULL, "view");
    ok(v->next == 6 && v->head == NULL && !v->copy, "a journal with an owner");
    ok(disk_adopt(name, &rc) == NULL && rc == ANT_AGAIN, "who keeps it");
    is_int(access(path, F_OK), 0, "nothing is removed");

    disk_append(j, 3, SIZE);

    memset(&w, 0, sizeof(w));
    w.size = SIZE;
    w.buf = malloc(SIZE);
    n = 0;
    ant_journal_seek(v, &c, 0);

    while (ant_journal_read(v, &c, &w, &rec) == ANT_OK) {
        n += disk_is(&rec, rec.sequence);
    }

    is_int(n, 5, "it is read to the end that it had");
    free(w.buf);
    ant_journal_close(v);
    ant_journal_close(j);

    v = ant_journal_view(disk_root, name, disk_machine, &rc);
    disk_must(v != NULL, "view");
    j = disk_adopt(name, &rc);
    ok(j != NULL && v->next == 9, "a view is in nobody's way");
    ok(access(path, F_OK) == -1, "adoption removes what was not used");
    ant_journal_close(v);
    ant_journal_close(j);

    ok(ant_journal_view(disk_root, "0123", disk_machine, &rc) == NULL
       && rc == ANT_AGAIN, "nothing is there");
    path_of(path, "0123", "");
    disk_must(mkdir(path, 0700) == 0, "mkdir");
    ok(ant_journal_view(disk_root, "0123", disk_machine, &rc) == NULL
       && rc == ANT_OK && access(path, F_OK) == 0, "nothing is in it");
    disk_must(rmdir(path) == 0, "rmdir");

    is_int(disk_fds(), fds, "no file is left open");
}


/* The lock is got, and then the path is another one's. */

static void
replaced(void)
{
    int       dir, status;
    char      name[25], path[400], other[400];
    pid_t     pid;
    unsigned  fds;

    fds = disk_fds();
    orphan(name, 1);
    path_of(path, name, "");
    path_of(other, "elsewhere", "");

    strcpy(swap_to, other);
    strcpy(swap_from, path);
    is_int(ant_segment_lock(disk_root, name, &dir), ANT_AGAIN,
           "a directory that was replaced before it was locked");
    is_int(disk_fds(), fds, "is given back");
    disk_must(rmdir(path) == 0 && rename(other, path) == 0, "rename");

    disk_must(ant_segment_lock(disk_root, name, &dir) == ANT_OK, "lock");

    /* a lock is the directory's, not the name's */

    disk_must(rename(path, other) == 0 && mkdir(path, 0700) == 0, "rename");
    fflush(stdout);
    pid = fork();

    if (pid == 0) {
        _exit(ant_segment_lock(disk_root, name, &dir) == ANT_OK ? 0 : 1);
    }

    disk_must(waitpid(pid, &status, 0) == pid, "waitpid");
    ok(WIFEXITED(status) && WEXITSTATUS(status) == 0,
       "a directory in its place has a lock of its own");

    disk_must(rmdir(path) == 0 && rename(other, path) == 0, "rename");
    ok(ant_segment_lock(disk_root, name, &status) == ANT_AGAIN,
       "the lock goes with the directory");

    close(dir);
}


static void
unused(void)
{
    int             rc;
    char            name[25], path[400];
    u_char          zeros[SIZE] = { 0 }, torn[ANT_HEADER_SIZE];
    unsigned        damaged;
    ant_journal_t  *j;

    orphan(name, 3);
    path_of(path, name, "");

    change(name, "0000000a.seg", 0, zeros, SIZE);
    change(name, "0000000b.seg", 0, zeros, 10);
    change(name, "0000000c.seg", 0, zeros, 0);
    change(name, "readme", 0, "x", 1);

    /* a header that was being written: all but the magic */

    memset(torn, 0, sizeof(torn));
    memset(torn + 8, 7, 500);
    change(name, "0000000d.seg", 0, torn, sizeof(torn));
    change(name, "0000000d.seg", SIZE - 1, zeros, 1);

    j = disk_adopt(name, &rc);
    disk_must(j != NULL, "adopt");
    is_int(disk_entries(path), 2, "segments that were not used are removed");
    ok(disk_read(j, 1, SIZE, &damaged) == 3 && damaged == 0 && j->next == 4,
       "the used one is read");
    ant_journal_close(j);

    path_of(path, name, "readme");
    disk_must(unlink(path) == 0, "unlink");
    path_of(path, name, "00000000.seg");
    disk_must(truncate(path, 0) == 0 && truncate(path, SIZE) == 0, "truncate");

    ok(disk_adopt(name, &rc) == NULL && rc == ANT_OK, "none was used");
    path_of(path, name, "");
    ok(access(path, F_OK) == -1, "the journal is removed");
}


static void
versions(void)
{
    int            rc;
    char           name[25], path[400];
    u_char         buf[ANT_HEADER_SIZE], zeros[100] = { 0 };
    uint64_t       sum;
    unsigned       files;
    ant_header_t   h;

    orphan(name, 100);
    path_of(path, name, "");

    memset(&h, 0, sizeof(h));
    (void) ant_header_write(buf, &h);
    buf[8] = 9;
    sum = htole64(XXH3_64bits(buf, 1000));
    memcpy(buf + 1000, &sum, 8);

    change(name, "000000aa.seg", 0, buf, sizeof(buf));
    change(name, "000000bb.seg", 0, zeros, sizeof(zeros));
    files = disk_entries(path);

    ok(disk_adopt(name, &rc) == NULL && rc == ANT_BAD
       && errno == EPROTONOSUPPORT, "a version that is not known");
    is_int(disk_entries(path), files, "all of it is left alone");

    orphan(name, 1);
    change(name, "00000000.seg", 500, "x", 1);
    ok(disk_adopt(name, &rc) == NULL && rc == ANT_BAD && errno == EBADMSG,
       "a journal without a header that can be read");
    path_of(path, name, "");
    is_int(disk_entries(path), 1, "is left alone");
}


static void
copies(void)
{
    int             rc;
    char            name[25], path[400], other[400];
    u_char          machine[ANT_MACHINE_SIZE];
    ant_journal_t  *j;
    char            cmd[900];

    orphan(name, 3);

    memset(machine, 9, sizeof(machine));
    j = ant_journal_adopt(disk_root, name, machine, &rc);
    disk_must(j != NULL, "adopt");
    ok(j->copy, "another machine's");
    ant_journal_close(j);

    /* the same name, another directory */

    path_of(path, name, "");
    path_of(other, "original", "");
    disk_must(rename(path, other) == 0, "rename");
    snprintf(cmd, sizeof(cmd), "cp -r '%s' '%s'", other, path);
    disk_must(system(cmd) == 0, "cp");

    j = disk_adopt(name, &rc);
    disk_must(j != NULL, "adopt");
    ok(j->copy, "a copied directory");
    ok(j->next == 4 && memcmp(j->text, name, 24) == 0, "of the same journal");
    ant_journal_close(j);

    /* the same directory, another name */

    snprintf(cmd, sizeof(cmd), "rm -r '%s'", path);
    disk_must(system(cmd) == 0, "rm");
    path_of(path, "00000000000000000000abcd", "");
    disk_must(rename(other, path) == 0, "rename");

    j = disk_adopt("00000000000000000000abcd", &rc);
    disk_must(j != NULL, "adopt");
    ok(j->copy && memcmp(j->text, name, 24) == 0
       && strcmp((char *) j->name, "00000000000000000000abcd") == 0,
       "a renamed one, and both names are known");
    ant_journal_close(j);
}


/* a segment without header and record: nobody knows what it was */

static void
strange(void)
{
    int             rc;
    char            name[25], path[400];
    u_char          junk[SIZE];
    unsigned        damaged;
    ant_task_t      t;
    ant_journal_t  *j;

    orphan(name, 20);
    memset(junk, 0x5a, sizeof(junk));
    change(name, "000000cc.seg", 0, junk, sizeof(junk));

    j = disk_adopt(name, &rc);
    disk_must(j != NULL, "adopt");
    ok(j->strange != NULL && !j->finished && j->next == 21, "it is known of");
    ok(disk_read(j, 1, SIZE, &damaged) == 20 && damaged == 0,
       "the rest is read");

    ant_task_cut(j, &t);
    is_int(disk_run(&t), ANT_OK, "at the journal's end");
    snprintf(path, sizeof(path), "%s/%s-000000cc.seg.bad", disk_path, name);
    ok(access(path, F_OK) == 0, "it is put aside");
    path_of(path, name, "");
    is_int(disk_entries(path), 1, "and is in nobody's way");

    ant_task_drop(j, &t);
    is_int(disk_run(&t), ANT_OK, "the journal goes");
    ant_journal_close(j);
}


/* a segment that someone moved here */

static void
foreign(void)
{
    int             rc;
    char            name[25], other[25], path[400], from[400];
    unsigned        damaged;
    ant_task_t      t;
    ant_journal_t  *j;

    orphan(name, 5);
    orphan(other, 400);

    path_of(from, other, "00000003.seg");
    path_of(path, name, "00000003.seg");
    disk_must(rename(from, path) == 0, "rename");

    j = disk_adopt(name, &rc);
    disk_must(j != NULL, "adopt");
    ok(j->next == 6 && disk_read(j, 1, SIZE, &damaged) == 5 && damaged == 0,
       "another journal's segment is none of it");

    ant_task_cut(j, &t);
    disk_must(disk_run(&t) == ANT_OK, "CUT");
    ant_task_drop(j, &t);
    ok(disk_run(&t) == ANT_ERROR && t.err == ENOTEMPTY
       && access(path, F_OK) == 0, "and is not removed with it");
    ant_journal_close(j);

    j = disk_adopt(name, &rc);
    disk_must(j != NULL, "adopt");
    ok(j->copy && memcmp(j->text, other, 24) == 0
       && disk_read(j, 1, SIZE, &damaged) > 20 && damaged == 0,
       "what it has can still be read, as a copy");
    ant_journal_close(j);
}


/* the last header cannot be read: the end writes another one */

static void
headless(void)
{
    int             rc;
    char            name[25];
    unsigned        damaged;
    ant_task_t      t;
    ant_journal_t  *j;

    j = disk_journal(SIZE);
    disk_append(j, 60, SIZE);
    memcpy(name, j->name, sizeof(name));
    j->active->map[100] ^= 1;
    disk_must(j->segments != j->active, "two segments");
    ant_journal_close(j);

    j = disk_adopt(name, &rc);
    disk_must(j != NULL, "adopt");
    ok(j->head == NULL && j->next == 61
       && disk_read(j, 1, SIZE, &damaged) == 60 && damaged == 0,
       "records without a header are read");

    ant_journal_mark(j, 3);
    ant_task_cut(j, &t);
    is_int(disk_run(&t), ANT_OK, "its end");
    ant_journal_close(j);

    j = disk_adopt(name, &rc);
    disk_must(j != NULL, "adopt");
    ok(j->finished && j->next == 61 && j->head != NULL, "has a header again");
    is_int(ant_journal_oldest(j), 61, "and no event");
    ant_journal_close(j);
}


static void
floors(void)
{
    int             rc;
    char            name[25];
    ant_journal_t  *j;

    j = disk_journal(SIZE);
    memcpy(name, j->name, sizeof(name));
    disk_append(j, 60, SIZE);
    ant_journal_confirm(j, 50, 0, 0);
    (void) ant_journal_floor(j, 0, 0);
    ant_journal_close(j);

    j = disk_adopt(name, &rc);
    disk_must(j != NULL, "adopt");
    ok(j->floor == 50 && j->confirmed == 50, "the floor is the owner's");

    ant_journal_confirm(j, 55, 0, 0);
    (void) ant_journal_floor(j, 0, 0);
    ant_journal_close(j);

    j = disk_adopt(name, &rc);
    disk_must(j != NULL, "adopt");
    ok(j->floor == 55, "and that of who adopted it");

    /* the tail was lost in a power cut */

    ant_header_set_floor(j->head, 1000);
    ant_journal_close(j);

    j = disk_adopt(name, &rc);
    disk_must(j != NULL, "adopt");
    ok(j->floor == 61 && j->next == 61, "not above the end");
    ant_header_set_floor(j->head, 0);
    ant_journal_close(j);

    j = disk_adopt(name, &rc);
    disk_must(j != NULL, "adopt");
    ok(j->floor == 1 && j->confirmed == 1, "none: the oldest event");
    ant_journal_close(j);
}


/*
 * All that the last segment held was lost in a power cut, and may be on the
 * list: the journal has not ended where the segment begins.
 */

static void
tailless(void)
{
    int             rc;
    char            name[25];
    ant_journal_t  *j;

    j = disk_journal(SIZE);
    memcpy(name, j->name, sizeof(name));
    ant_journal_close(j);

    j = disk_adopt(name, &rc);
    disk_must(j != NULL, "adopt");
    ok(!j->finished && j->next == 1, "nothing is left of it");
    is_int(disk_upkeep(j, 0), 1, "it is cut");
    ok(j->segments->size < 2 * ANT_HEADER_SIZE, "to next to nothing");
    ant_journal_close(j);

    j = disk_adopt(name, &rc);
    disk_must(j != NULL, "adopt");
    ok(!j->finished && j->next == 1, "and has not ended for the next owner");
    is_int(disk_upkeep(j, 0), 0, "who has nothing to cut");
    ant_journal_close(j);
}


/* how often an owner died of a record */

static void
deaths(void)
{
    int             rc;
    char            name[25];
    unsigned        n;
    ant_journal_t  *j;

    j = disk_journal(SIZE);
    disk_append(j, 5, SIZE);
    memcpy(name, j->name, sizeof(name));

    for (n = 1; n <= ANT_JOURNAL_DEATHS; n++) {
        ant_journal_mark(j, 3);
        ant_journal_close(j);

        j = disk_adopt(name, &rc);
        disk_must(j != NULL, "adopt");
        ok(j->suspect == 3 && j->deaths == n, "%u deaths at one record", n);

        ant_journal_mark(j, 0);
    }

    ant_journal_mark(j, 2);
    ant_journal_close(j);
    j = disk_adopt(name, &rc);
    ok(j != NULL && j->suspect == 2 && j->deaths == 1,
       "one at another record is the first");

    ant_journal_mark(j, 2);
    ant_journal_mark(j, 0);
    ant_journal_close(j);
    j = disk_adopt(name, &rc);
    ok(j != NULL && j->suspect == 0 && j->deaths == 0,
       "one at no record is none");

    ant_journal_close(j);
}


int
main(void)
{
    disk_open();

    owned();
    viewed();
    replaced();
    unused();
    versions();
    copies();
    strange();
    foreign();
    headless();
    floors();
    tailless();
    deaths();

    disk_close();

    return done();
}
