
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Tasks that take from a journal: what is removed first, what is left if the
 * process dies at it, what is set aside or kept.
 */


#include "calls.h"


/* nobody adopts a journal that was set aside */

static void
set_aside(void)
{
    int             i, rc;
    char            path[400], name[25];
    ant_task_t      t;
    ant_journal_t  *j;

    for (i = 0; i < 2; i++) {
        reset(0, 0);
        j = disk_journal(SIZE);
        disk_append(j, 5, SIZE);
        memcpy(name, j->name, sizeof(name));

        snprintf(path, sizeof(path), "%s/%s.aside", disk_path, name);

        /* the second time there is one of that name */

        if (i) {
            disk_must(mkdir(path, 0700) == 0, "mkdir");
            snprintf(path, sizeof(path), "%s/%s.1.aside", disk_path, name);
        }

        ant_task_aside(j, &t);
        is_int(disk_run(&t), ANT_OK, "a journal is set aside");
        ant_journal_close(j);

        is_int(disk_entries(path), 1, "under its new name");
        ok(disk_adopt(name, &rc) == NULL && rc == ANT_AGAIN,
           "nobody finds it");
    }

    snprintf(name, sizeof(name), "%.24s", (char *) strrchr(path, '/') + 1);
    snprintf(path + strlen(disk_path) + 1, 25, "%s", name);
    disk_must(rename((snprintf(calls, sizeof(calls), "%s.1.aside", path),
                      calls), path) == 0, "rename");

    j = disk_adopt(name, &rc);
    ok(j != NULL && j->next == 6 && !j->copy, "a person brings it back");
    ant_journal_close(j);
}


/* damage is copied where the disk may block */

static void
damage_kept(void)
{
    char            path[400];
    ant_task_t      t;
    struct stat     st;
    ant_cursor_t    c;
    ant_journal_t  *j;

    reset(0, 0);
    j = disk_journal(SIZE);
    disk_append(j, 5, SIZE);

    memset(&c, 0, sizeof(ant_cursor_t));
    c.bad_first = 3;
    c.bad_last = 4;
    c.bad_offset = ANT_HEADER_SIZE;
    c.bad_size = 64;

    snprintf(path, sizeof(path), "%s/%s-3.bad", disk_path, (char *) j->name);

    ant_task_keep(j, &c, &t);
    is_int(disk_run(&t), ANT_OK, "damage is kept");
    ok(stat(path, &st) == 0 && st.st_size == 64, "all of it");

    ant_task_keep(j, &c, &t);
    is_int(disk_run(&t), ANT_AGAIN, "once");

    disk_must(unlink(path) == 0, "unlink");
    c.bad_number = 77;
    ant_task_keep(j, &c, &t);
    is_int(disk_run(&t), ANT_ERROR, "not if it cannot be read");
    ok(t.err == ENOENT && access(path, F_OK) == -1, "and then not half of it");
    ant_journal_close(j);
}


/* the segments before the active one come first */

static void
oldest_first(void)
{
    unsigned        damaged;
    ant_task_t      t;
    ant_journal_t  *j;

    reset(0, 0);
    j = disk_journal(SIZE);
    disk_append(j, 5, SIZE);
    disk_make(j, SIZE);
    (void) ant_journal_turn(j);
    disk_append(j, 5, SIZE);
    disk_make(j, SIZE);

    disk_must(ant_task_sync(j, &t) == ANT_OK && t.number == 0, "SYNC");
    reset(1, EIO);
    is_int(disk_run(&t), ANT_ERROR, "the sync of an older one fails");
    ok(ant_task_sync(j, &t) == ANT_AGAIN && j->active == NULL
       && disk_read(j, 1, SIZE, &damaged) == 10,
       "neither is synced, both are read");

    reset(0, 0);
    (void) disk_upkeep(j, j->next);
    is_str(calls, "unlink 2, cut 0, cut 1", "nor when they are sealed");
    ant_journal_close(j);

    reset(0, 0);
    j = disk_journal(SIZE);
    disk_append(j, 5, SIZE);
    disk_make(j, SIZE);
    (void) ant_journal_turn(j);
    disk_append(j, 5, SIZE);

    disk_must(ant_task_sync(j, &t) == ANT_OK && t.number == 0, "SYNC");
    is_int(disk_run(&t), ANT_OK, "the older one");
    ok(j->synced == 6, "up to its end");
    disk_must(ant_task_sync(j, &t) == ANT_OK && t.number == 1, "SYNC");
    is_int(disk_run(&t), ANT_OK, "the active one");
    ok(j->synced == 11, "up to here");
    ant_journal_close(j);
}


static void
removed(void)
{
    char            path[400];
    ant_task_t      t;
    ant_journal_t  *j;

    reset(0, 0);
    j = disk_journal(SIZE);
    disk_append(j, 5, SIZE);
    disk_make(j, SIZE);
    (void) ant_journal_turn(j);

    snprintf(path, sizeof(path), "%s/%s", disk_path, (char *) j->name);

    ant_journal_release(j, 6);
    disk_must(ant_task_next(j, 6, &t) == ANT_OK, "REMOVE");
    reset(1, EROFS);
    is_int(disk_run(&t), ANT_ERROR, "a removal that fails");
    ok(t.err == EROFS && disk_entries(path) == 2, "removes nothing");

    reset(0, 0);
    is_int(disk_upkeep(j, 6), 1, "it is offered again");
    is_str(calls, "unlink 0", "and done");
    is_int(disk_entries(path), 1, "it is gone");

    ant_journal_close(j);
}


/* An adopted journal of three segments; the last of them has a tail. */

static ant_journal_t *
orphan(char *name)
{
    int             rc;
    ant_journal_t  *j;

    reset(0, 0);

    j = disk_journal(SIZE);

    while (j->number < 3 || j->active->used == ANT_HEADER_SIZE) {
        disk_append(j, 1, SIZE);
    }

    memcpy(name, j->name, 2 * ANT_ID_SIZE + 1);
    ant_journal_close(j);

    j = disk_adopt(name, &rc);
    disk_must(j != NULL, "adopt");

    return j;
}


static void
ended(void)
{
    int             rc;
    char            name[2 * ANT_ID_SIZE + 1], path[400];
    uint64_t        e;
    unsigned        damaged;
    ant_task_t      t;
    ant_journal_t  *j;

    j = orphan(name);
    e = j->next;
    snprintf(path, sizeof(path), "%s/%s", disk_path, name);

    reset(0, 0);
    is_int(disk_upkeep(j, 1), 1, "the tail of an adopted journal");
    is_str(calls, "cut 2, fdatasync 2, fsync D, fsync R", "is cut, and synced");
    ok(disk_read(j, 1, SIZE, &damaged) == (int) e - 1 && damaged == 0,
       "and all is there");

    ant_journal_confirm(j, e, 0, 0);
    ant_journal_release(j, j->segments->next->base);

    reset(0, 0);
    ant_task_cut(j, &t);
    is_int(disk_run(&t), ANT_OK, "a cut");
    is_str(calls, "write 2, fsync 2, cut 2, fsync 2, unlink 1, unlink 0, "
           "fsync D", "in this order");
    ok(j->finished && j->floor == e && j->segments->next == NULL
       && j->segments->size == ANT_HEADER_SIZE && j->retired == NULL,
       "leaves a header");
    is_int(disk_entries(path), 1, "and one file");
    is_int(ant_task_next(j, e, &t), ANT_AGAIN, "nothing else to do");

    ant_journal_close(j);
    j = disk_adopt(name, &rc);
    disk_must(j != NULL, "adopt");
    ok(j->finished && j->next == e && j->floor == e && j->confirmed == e,
       "which knows the end");
    is_int(disk_read(j, 1, SIZE, &damaged), 0, "and has no event");

    reset(0, 0);
    ant_task_drop(j, &t);
    is_int(disk_run(&t), ANT_OK, "a drop");
    is_str(calls, "unlink 2, rmdir D, fsync R", "in this order");
    ant_journal_close(j);
    ok(access(path, F_OK) == -1, "leaves nothing");
}


/* The process dies at each call of a cut, or the call fails. */

static void
end_dies(void)
{
    int             rc, status;
    char            name[2 * ANT_ID_SIZE + 1];
    pid_t           pid;
    uint64_t        e;
    unsigned        i, unknown, left, damaged;
    ant_task_t      t;
    ant_journal_t  *j;

    unknown = 0;
    left = 0;

    for (i = 1; i <= 7; i++) {
        j = orphan(name);
        e = j->next;

        fflush(stdout);
        pid = fork();
        disk_must(pid != -1, "fork");

        if (pid == 0) {
            ant_task_cut(j, &t);
            reset(i, 0);
            ant_task_run(&t);
            syscall(SYS_exit_group, 1);
        }

        ant_journal_close(j);
        disk_must(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 0,
                  "a death at each call");

        j = disk_adopt(name, &rc);
        disk_must(j != NULL, "adopt");

        /* before the file is cut all of it is there */

        unknown += (j->next != e);
        rc = disk_read(j, i <= 3 ? 1 : e, SIZE, &damaged);
        left += (rc != (i <= 3 ? (int) e - 1 : 0) || damaged != 0);

        ant_task_cut(j, &t);
        reset(0, 0);
        disk_must(disk_run(&t) == ANT_OK, "CUT");
        unknown += (j->floor != e);
        ant_task_drop(j, &t);
        disk_must(disk_run(&t) == ANT_OK, "DROP");
        ant_journal_close(j);
    }

    is_int(unknown, 0, "whoever dies in a cut, the end stays known");
    is_int(left, 0, "nothing comes back that went");

    unknown = 0;

    for (i = 1; i <= 7; i++) {
        j = orphan(name);

        ant_task_cut(j, &t);
        reset(i, EIO);
        unknown += (disk_run(&t) != ANT_ERROR || t.err != EIO || j->finished);

        ant_task_cut(j, &t);
        reset(0, 0);
        unknown += (disk_run(&t) != ANT_OK || !j->finished);

        for (rc = 1; rc <= 3; rc++) {
            ant_task_drop(j, &t);
            reset((unsigned) rc, EIO);
            unknown += (disk_run(&t) != ANT_ERROR || t.err != EIO);
        }

        ant_task_drop(j, &t);
        reset(0, 0);
        unknown += (disk_run(&t) != ANT_OK);
        ant_journal_close(j);
    }

    is_int(unknown, 0, "a cut or a drop that failed is done again");
}


/* one that was never anybody's but this worker's */

static void
live_ends(void)
{
    char            path[400];
    ant_task_t      t;
    ant_journal_t  *j;

    reset(0, 0);
    j = disk_journal(SIZE);
    disk_append(j, 60, SIZE);
    disk_make(j, SIZE);
    snprintf(path, sizeof(path), "%s/%s", disk_path, (char *) j->name);

    ant_task_cut(j, &t);
    is_int(disk_run(&t), ANT_OK, "a live journal can be ended");
    ok(j->active == NULL && j->ready == NULL && j->finished, "it is over");
    is_int(disk_entries(path), 1, "the ready segment is gone as well");

    ant_task_drop(j, &t);
    is_int(disk_run(&t), ANT_OK, "and removed");
    ant_journal_close(j);
    ok(access(path, F_OK) == -1, "all of it");
}


int
main(void)
{
    unsigned  fds;

    disk_open();
    fds = disk_fds();

    oldest_first();
    removed();
    ended();
    end_dies();
    live_ends();
    set_aside();
    damage_kept();

    is_int(disk_fds(), fds, "no file is left open");

    disk_close();

    return done();
}
