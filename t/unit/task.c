
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Tasks: which calls they make and in which order, what is left if one of the
 * calls fails, and what if the process dies at it.
 */


#include "disk.h"

#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>


#define SIZE  4096


/* the calls that change a disk, seen here on their way */

static char      calls[4096];
static unsigned  ncalls;
static unsigned  fail_at;        /* from 1 on; 0: none does */
static int       fail_errno;     /* 0: the process dies */


/* R, D or the number of a segment */

static const char *
name_of(int fd)
{
    char          link[64], *p;
    ssize_t       n;
    static char   path[512];

    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);

    n = readlink(link, path, sizeof(path) - 1);
    path[n > 0 ? n : 0] = '\0';

    if (strcmp(path, disk_path) == 0) {
        return "R";
    }

    p = strrchr(path, '/');

    if (p == NULL || strlen(p) != 13) {
        return "D";
    }

    p[9] = '\0';

    return p + 8;
}


static int
call(const char *what, const char *name)
{
    size_t  n;

    n = strlen(calls);
    snprintf(calls + n, sizeof(calls) - n, "%s%s %s", n ? ", " : "", what,
             name);

    if (++ncalls != fail_at) {
        return 0;
    }

    if (fail_errno == 0) {
        syscall(SYS_exit_group, 0);
    }

    errno = fail_errno;

    return -1;
}


static void
reset(unsigned at, int err)
{
    calls[0] = '\0';
    ncalls = 0;
    fail_at = at;
    fail_errno = err;
}


int
fdatasync(int fd)
{
    return call("fdatasync", name_of(fd)) ? -1
           : (int) syscall(SYS_fdatasync, fd);
}


int
fsync(int fd)
{
    return call("fsync", name_of(fd)) ? -1 : (int) syscall(SYS_fsync, fd);
}


int
ftruncate(int fd, off_t size)
{
    return call("cut", name_of(fd)) ? -1
           : (int) syscall(SYS_ftruncate, fd, size);
}


int
posix_fallocate(int fd, off_t offset, off_t size)
{
    if (call("allocate", name_of(fd)) == -1) {
        return errno;
    }

    return syscall(SYS_fallocate, fd, 0, offset, size) == -1 ? errno : 0;
}


ssize_t
pwrite(int fd, const void *buf, size_t len, off_t offset)
{
    return call("write", name_of(fd)) ? -1
           : syscall(SYS_pwrite64, fd, buf, len, offset);
}


int
unlinkat(int dir, const char *name, int flags)
{
    char  last[2] = "";

    last[0] = name[7];

    if (call(flags ? "rmdir" : "unlink", flags ? "D" : last) == -1) {
        return -1;
    }

    return (int) syscall(SYS_unlinkat, dir, name, flags);
}


int
renameat(int from, const char *name, int to, const char *other)
{
    return call("rename", "") ? -1
           : (int) syscall(SYS_renameat, from, name, to, other);
}


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

    made();
    make_fails();
    full();
    bounded();
    sealed();
    out_of_order();
    sync_fails();
    seal_fails();
    failed_while_appended();
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
