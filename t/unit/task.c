
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Tasks: which calls they make and in which order, and what is left if one of
 * the calls fails.
 */


#include "calls.h"


static void
made(void)
{
    ant_task_t      t;
    ant_journal_t  *j;

    reset(0, 0);
    j = disk_journal(SIZE);
    is_str(calls, "allocate 0, write 0", "the first segment waits for no disk");

    reset(0, 0);
    is_int(ant_task_sync(j, &t), ANT_OK, "a new journal has to be synced");
    ok(t.op == ANT_TASK_SYNC && t.segment == j->active, "its segment");
    is_int(disk_run(&t), ANT_OK, "done");
    is_str(calls, "fdatasync 0, fsync D, fsync R", "with what leads to it");
    is_int(ant_task_sync(j, &t), ANT_AGAIN, "nothing new");

    disk_append(j, 2, SIZE);
    ok(j->synced == 1, "what is new is not on the disk");
    is_int(ant_task_sync(j, &t), ANT_OK, "something new");
    disk_append(j, 1, SIZE);
    reset(0, 0);
    is_int(disk_run(&t), ANT_OK, "synced");
    is_str(calls, "fdatasync 0", "the file alone");
    ok(j->synced == 3, "what came during a sync needs another one");
    is_int(ant_task_sync(j, &t), ANT_OK, "which there is");
    is_int(disk_run(&t), ANT_OK, "synced");
    ok(j->synced == 4, "now it is on the disk");

    reset(0, 0);
    ant_task_make(j, 2 * SIZE, &t);
    is_int(disk_run(&t), ANT_OK, "a segment is made");
    is_str(calls, "allocate 1, write 1, fdatasync 1, fsync D",
           "and is on the disk with its name");
    ok(j->nready == 1 && j->ready->size == 2 * SIZE && j->ready->map != NULL,
       "ready");

    ant_journal_close(j);
}


/* Each call of it fails once, with several errors. */

static void
make_fails(void)
{
    unsigned        i, e, fds, left, wrong;
    char            path[400];
    ant_task_t      t;
    ant_journal_t  *j;

    static const int  errs[] = { EIO, ENOSPC, EDQUOT, EROFS };

    reset(0, 0);
    j = disk_journal(SIZE);
    fds = disk_fds();
    left = 0;
    wrong = 0;

    snprintf(path, sizeof(path), "%s/%s", disk_path, (char *) j->name);

    for (e = 0; e < 4; e++) {
        for (i = 1; i <= 4; i++) {
            ant_task_make(j, SIZE, &t);

            reset(i, errs[e]);
            (void) disk_run(&t);

            wrong += (t.err != errs[e]);
            wrong += (t.rc != (errs[e] == ENOSPC || errs[e] == EDQUOT
                               ? ANT_NOROOM : ANT_ERROR));
            left += (disk_entries(path) != 1 || disk_fds() != fds
                     || j->nready != 0);
        }
    }

    is_int(wrong, 0, "each call of it can fail, and why is known");
    is_int(left, 0, "and nothing is left behind");

    reset(0, 0);
    disk_make(j, SIZE);
    is_int(j->nready, 1, "then one is made");

    ant_journal_close(j);
}


/* on a small disk where one can be mounted, else with a limit on files */

static void
full(void)
{
    int             rc, err, root, small;
    char            path[300];
    const char     *reason;
    ant_task_t      t;
    struct rlimit   rl, less;
    ant_journal_t  *j;

    reset(0, 0);

    snprintf(path, sizeof(path), "%s/small", disk_path);
    disk_must(mkdir(path, 0700) == 0, "mkdir");

    small = (mount("tmpfs", path, "tmpfs", 0, "size=64k") == 0);

    if (!small) {
        signal(SIGXFSZ, SIG_IGN);
        disk_must(getrlimit(RLIMIT_FSIZE, &rl) == 0, "getrlimit");
        less = rl;
        less.rlim_cur = 65536;
        disk_must(setrlimit(RLIMIT_FSIZE, &less) == 0, "setrlimit");
    }

    disk_must(ant_root_open(path, &root, &reason) == ANT_OK, "root");

    j = ant_journal_create(root, &disk_ident, disk_machine, DISK_NOW, SIZE);
    disk_must(j != NULL, "create");

    disk_append(j, 3, SIZE);
    ant_task_make(j, 128 * 1024, &t);
    rc = disk_run(&t);
    err = t.err;

    if (small) {
        ok(rc == ANT_NOROOM && err == ENOSPC, "a full disk");
        snprintf(path, sizeof(path), "%s/small/%s", disk_path,
                 (char *) j->name);

    } else {
        ok(rc == ANT_ERROR && err == EFBIG, "a file that may not grow");
        disk_must(setrlimit(RLIMIT_FSIZE, &rl) == 0, "setrlimit");
        snprintf(path, sizeof(path), "%s/small/%s", disk_path,
                 (char *) j->name);
    }

    is_int(disk_entries(path), 1, "leaves no part of a file");

    ant_task_make(j, SIZE, &t);
    is_int(disk_run(&t), ANT_OK, "a smaller one has its place");

    ant_journal_close(j);
    close(root);

    if (small) {
        snprintf(path, sizeof(path), "%s/small", disk_path);
        disk_must(umount(path) == 0, "umount");
    }
}


static void
bounded(void)
{
    int             lock;
    ant_task_t      t;
    ant_limit_t     limit;
    ant_usage_t    *u;
    ant_journal_t  *j;

    ant_queue_t  queue = { ant_string("ant:sms"), ant_string("default"), 0 };

    reset(0, 0);

    j = disk_journal(SIZE);

    limit.size = 1 << 20;
    limit.queues = &queue;
    limit.nqueues = 1;

    u = ant_usage_create(&limit);
    disk_must(u != NULL, "ant_usage_create");

    ant_task_make(j, 4 << 20, &t);
    t.limit = &limit;
    t.usage = u;
    reset(0, 0);
    is_int(disk_run(&t), ANT_NOROOM, "a segment above the bound is refused");
    ok(t.err == 0 && ncalls == 0 && j->nready == 0, "before it is begun");

    ant_task_make(j, SIZE, &t);
    t.limit = &limit;
    t.usage = u;
    is_int(disk_run(&t), ANT_OK, "one below it is made");

    /* as if another worker had been stopped at the wrong moment */

    lock = ant_root_lock(disk_root, "size.lock", 0);
    disk_must(lock != -1, "lock");

    ant_task_make(j, SIZE, &t);
    t.limit = &limit;
    t.usage = u;
    is_int(disk_run(&t), ANT_OK, "a lock that is not given up is passed by");

    ant_task_make(j, 4 << 20, &t);
    t.limit = &limit;
    t.usage = u;
    is_int(disk_run(&t), ANT_NOROOM, "the bound is not");

    close(lock);
    ant_usage_destroy(u);
    ant_journal_close(j);
}


static void
sealed(void)
{
    int             rc;
    unsigned        damaged, n;
    ant_task_t      t;
    ant_journal_t  *j;

    reset(0, 0);

    j = disk_journal(SIZE);
    disk_append(j, 10, SIZE);
    disk_make(j, SIZE);
    (void) ant_journal_turn(j);

    is_int(ant_task_next(j, j->segments->end - 1, &t), ANT_AGAIN,
           "a segment that is read is not sealed");
    is_int(ant_task_next(j, j->segments->end, &t), ANT_OK,
           "one that was read is");
    ok(t.op == ANT_TASK_SEAL && t.segment == j->segments
       && j->segments->map == NULL && j->segments->fd == -1,
       "its mapping is the task's");
    is_int(ant_task_next(j, j->next, &(ant_task_t) { 0 }), ANT_AGAIN,
           "it is busy");

    is_int(disk_read(j, 1, SIZE, &damaged), 10, "it can be read meanwhile");

    reset(0, 0);
    is_int(disk_run(&t), ANT_OK, "sealed");
    is_str(calls, "cut 0, fdatasync 0, fsync D, fsync R", "cut and synced");
    ok(j->segments->cut && j->synced == 11 && j->entered, "and known to be");
    is_int(ant_task_next(j, j->next, &t), ANT_AGAIN, "once");
    is_int(disk_read(j, 1, SIZE, &damaged), 10, "it can be read");

    /* with nobody reading, all but the newest are sealed */

    reset(0, 0);

    while (j->number < 8) {
        disk_append(j, 1, SIZE);
    }

    for (n = 0; ant_task_next(j, 1, &t) == ANT_OK; n++) {
        rc = disk_run(&t);
        disk_must(rc == ANT_OK && t.op == ANT_TASK_SEAL, "SEAL");
    }

    is_int(n, 4, "but the last two and the active one");

    /* sealed without a sync */

    disk_must(ant_task_next(j, j->next, &t) == ANT_OK, "SEAL");
    t.sync = 0;
    reset(0, 0);
    is_int(disk_run(&t), ANT_OK, "sealed");
    is_str(calls, "cut 5", "without a sync where none is wanted");
    ok(t.segment->dirty && j->synced <= t.segment->base,
       "it does not pass for one");

    reset(0, 0);

    for (n = 0; ant_task_sync(j, &t) == ANT_OK; n++) {
        disk_must(disk_run(&t) == ANT_OK, "SYNC");
        ok(j->synced == t.upto, "synced up to %llu",
           (unsigned long long) t.upto);
    }

    is_str(calls, "fdatasync 5, fdatasync 6, fdatasync 7",
           "one that was sealed without can be synced later");
    ok(j->synced == j->next, "and nothing passes it by");

    ant_journal_close(j);
}


/* a newer segment on the disk says nothing of an older one */

static void
out_of_order(void)
{
    ant_task_t      t;
    ant_journal_t  *j;

    reset(0, 0);
    j = disk_journal(SIZE);

    while (j->number < 3) {
        disk_append(j, 1, SIZE);
    }

    disk_must(ant_task_next(j, j->next, &t) == ANT_OK, "SEAL");
    t.sync = 0;
    disk_must(disk_run(&t) == ANT_OK, "SEAL");

    disk_must(ant_task_next(j, j->next, &t) == ANT_OK && t.number == 1,
              "SEAL");
    is_int(disk_run(&t), ANT_OK, "the second is synced, the first is not");
    ok(j->synced == 1, "nothing counts as synced");

    disk_must(ant_task_sync(j, &t) == ANT_OK && t.number == 0, "SYNC");
    is_int(disk_run(&t), ANT_OK, "the first is");
    disk_must(ant_task_sync(j, &t) == ANT_OK && t.number == 2, "SYNC");
    is_int(disk_run(&t), ANT_OK, "the active one is");
    ok(j->synced == j->next, "then everything does");

    ant_journal_close(j);
}


static void
sync_fails(void)
{
    unsigned        damaged, n;
    ant_task_t      t;
    ant_journal_t  *j;

    reset(0, 0);
    j = disk_journal(SIZE);
    disk_append(j, 5, SIZE);
    disk_make(j, SIZE);

    is_int(ant_task_sync(j, &t), ANT_OK, "a sync");
    reset(1, EIO);
    is_int(disk_run(&t), ANT_ERROR, "that fails");
    ok(t.err == EIO && j->synced == 1, "says why, and nothing is synced");
    ok(j->active == NULL && j->ready == NULL && j->segments->sealed,
       "the segment takes no more");
    is_int(ant_task_sync(j, &t), ANT_AGAIN, "it is never synced again");

    reset(0, 0);
    n = disk_upkeep(j, j->next);
    is_str(calls, "unlink 1, cut 0", "the ready one goes, this one is cut");
    is_int(n, 2, "and that is all");
    is_int(disk_read(j, 1, SIZE, &damaged), 5, "its events are delivered");

    disk_make(j, SIZE);
    ok(j->active != NULL && j->active->base == 6, "and there is a new one");
    disk_append(j, 1, SIZE);
    is_int(ant_task_sync(j, &t), ANT_OK, "which can be synced");
    is_int(disk_run(&t), ANT_OK, "it is");
    ok(j->synced == 7, "its event is on the disk");
    ant_journal_close(j);
}


static void
seal_fails(void)
{
    unsigned        damaged;
    ant_task_t      t;
    ant_journal_t  *j;

    reset(0, 0);
    j = disk_journal(SIZE);
    disk_append(j, 5, SIZE);
    disk_make(j, SIZE);
    (void) ant_journal_turn(j);

    disk_must(ant_task_next(j, 6, &t) == ANT_OK, "SEAL");
    reset(2, EIO);
    is_int(disk_run(&t), ANT_ERROR, "the sync of a seal fails");
    ok(t.err == EIO && j->synced == 1, "says why");
    ok(j->active == NULL, "the disk fails: the active one takes no more");

    reset(0, 0);
    is_int(disk_upkeep(j, 6), 2, "the seal is offered again");
    is_str(calls, "cut 0, cut 1", "without the sync");
    is_int(disk_read(j, 1, SIZE, &damaged), 5, "and it is read");
    ant_journal_close(j);

    /* what has nothing to do with the sync is only tried again */

    j = disk_journal(SIZE);
    disk_append(j, 5, SIZE);
    disk_make(j, SIZE);
    (void) ant_journal_turn(j);

    disk_must(ant_task_next(j, 6, &t) == ANT_OK, "SEAL");
    reset(1, EIO);
    is_int(disk_run(&t), ANT_ERROR, "the cut of a seal fails");
    ok(j->active != NULL && !j->segments->failed, "nothing else does");
    reset(0, 0);
    is_int(disk_upkeep(j, 6), 1, "it is offered again");
    ok(strstr(calls, "sync 0") != NULL, "with the sync");
    ant_journal_close(j);
}


/* what was appended while a sync failed holds up nobody later */

static void
failed_while_appended(void)
{
    ant_task_t      t;
    ant_journal_t  *j;

    reset(0, 0);
    j = disk_journal(SIZE);
    disk_append(j, 5, SIZE);

    disk_must(ant_task_sync(j, &t) == ANT_OK, "SYNC");
    disk_append(j, 1, SIZE);
    reset(1, EIO);
    is_int(disk_run(&t), ANT_ERROR, "a sync fails, meanwhile there is more");

    reset(0, 0);
    disk_make(j, SIZE);
    disk_append(j, 1, SIZE);
    is_int(ant_task_sync(j, &t), ANT_OK, "the next segment is synced");
    is_int(disk_run(&t), ANT_OK, "it can be");
    ok(j->synced == 8, "and what it holds is safe");
    ant_journal_close(j);
}


int
main(void)
{
    unsigned  fds;

    disk_open();
    fds = disk_fds();

    made();
    make_fails();
    full();
    bounded();
    sealed();
    out_of_order();
    sync_fails();
    seal_fails();
    failed_while_appended();

    is_int(disk_fds(), fds, "no file is left open");

    disk_close();

    return done();
}
