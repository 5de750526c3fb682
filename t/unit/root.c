
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The root: which file systems it may be on, and who may have how much.
 */


#include "disk.h"

#include <stdarg.h>
#include <linux/magic.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>


#define KB    1024
#define SIZE  4096


/* file systems that this machine does not have, 0: one that cannot be asked */

static unsigned long  fs_type;

/* instead of /etc/machine-id */

static const char    *id_file;


int
fstatfs(int fd, struct statfs *fs)
{
    if (fs_type == 0) {
        errno = EIO;
        return -1;
    }

    memset(fs, 0, sizeof(struct statfs));
    fs->f_type = (__typeof__(fs->f_type)) fs_type;

    return 0;
}


int
open(const char *path, int flags, ...)
{
    mode_t   mode;
    va_list  args;

    va_start(args, flags);
    mode = (flags & O_CREAT) ? va_arg(args, mode_t) : 0;
    va_end(args);

    if (id_file != NULL && strcmp(path, "/etc/machine-id") == 0) {
        path = id_file;
    }

    return (int) syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}


static void
places(void)
{
    int          fd, rc;
    unsigned     i, fds;
    const char  *reason;

    static const struct {
        unsigned long  type;
        const char    *name;
    } remote[] = {
        { 0x6969, "NFS" },
        { 0x517b, "SMB" },
        { 0xfe534d42, "SMB" },
        { 0xff534d42, "CIFS" },
        { 0x01021997, "9p" },
        { 0x65735546, "FUSE" }
    };

    fds = disk_fds();

    for (i = 0; i < sizeof(remote) / sizeof(remote[0]); i++) {
        fs_type = remote[i].type;
        reason = "";
        rc = ant_root_open(disk_path, &fd, &reason);
        ok(rc == ANT_BAD && fd == -1 && strstr(reason, remote[i].name),
           "refused: %s", reason);
    }

    fs_type = EXT4_SUPER_MAGIC;
    rc = ant_root_open(disk_path, &fd, &reason);
    ok(rc == ANT_OK && fd != -1 && (fcntl(fd, F_GETFD) & FD_CLOEXEC),
       "a local one is opened");
    close(fd);

    rc = ant_root_open("/nonexistent", &fd, &reason);
    ok(rc == ANT_ERROR && fd == -1 && errno == ENOENT, "one that is not");
    rc = ant_root_open("/proc/self/status", &fd, &reason);
    ok(rc == ANT_ERROR && fd == -1 && errno == ENOTDIR, "a file");

    fs_type = 0;
    rc = ant_root_open(disk_path, &fd, &reason);
    ok(rc == ANT_ERROR && fd == -1 && errno == EIO, "one that cannot be asked");
    fs_type = EXT4_SUPER_MAGIC;

    is_int(disk_fds(), fds, "no file is left open");
}


static void
machine(void)
{
    int        fd;
    size_t     i;
    char       text[33] = "", hex[3];
    u_char     id[ANT_MACHINE_SIZE], want[ANT_MACHINE_SIZE] = { 0 };
    ssize_t    n;

    static const char  *files[] = {
        "/nonexistent", "/dev/null", "/proc/self/status"
    };

    fd = open("/etc/machine-id", O_RDONLY);
    n = (fd == -1) ? 0 : read(fd, text, 32);
    close(fd);

    for (i = 0; n == 32 && i < ANT_MACHINE_SIZE; i++) {
        memcpy(hex, text + 2 * i, 2);
        hex[2] = '\0';
        want[i] = (u_char) strtoul(hex, NULL, 16);
    }

    memset(id, 0xee, sizeof(id));
    ant_root_machine(id);
    is_mem(id, sizeof(id), want, sizeof(want), "the machine's id");

    /* no file, one that is too short, one that is no number */

    memset(want, 0, sizeof(want));

    for (i = 0; i < 3; i++) {
        id_file = files[i];
        memset(id, 0xee, sizeof(id));
        ant_root_machine(id);
        is_mem(id, sizeof(id), want, sizeof(want), "a machine without one");
    }

    id_file = NULL;
}


static void
locks(void)
{
    int       one, two, status;
    pid_t     pid;
    unsigned  fds;

    fds = disk_fds();

    one = ant_root_lock(disk_root, "size.lock", 0);
    ok(one != -1, "a lock");

    two = ant_root_lock(disk_root, "size.lock", 0);
    ok(two == -1 && errno == EWOULDBLOCK, "is taken");

    two = ant_root_lock(disk_root, "size.lock", 20);
    ok(two == -1 && errno == EWOULDBLOCK, "not waited for without end");

    two = ant_root_lock(disk_root, "adopt.lock", 0);
    ok(two != -1, "another one is not");
    close(two);

    fflush(stdout);
    pid = fork();

    if (pid == 0) {

        /* what was inherited would keep the lock */

        close(one);
        two = ant_root_lock(disk_root, "size.lock", 20000);
        _exit(two == -1);
    }

    usleep(50000);
    ok(waitpid(pid, &status, WNOHANG) == 0, "it is waited for");
    close(one);
    ok(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 0,
       "and got");

    is_int(disk_fds(), fds, "no file is left open");
}


/* A journal of some list whose files take kb KiB. */

static ant_journal_t *
fill(const char *list, const char *endpoint, size_t kb)
{
    ant_journal_t   *j;
    ant_identity_t   ident;

    ident = disk_ident;
    ident.list.data = (const u_char *) list;
    ident.list.len = strlen(list);
    ident.endpoint.data = (const u_char *) endpoint;
    ident.endpoint.len = strlen(endpoint);

    j = ant_journal_create(disk_root, &ident, disk_machine, DISK_NOW,
                           kb * KB);
    disk_must(j != NULL, "ant_journal_create");

    return j;
}


static void
grow(ant_journal_t *j, size_t kb)
{
    disk_make(j, kb * KB);
}


/* gives back what was grown last */

static void
shrink(ant_journal_t *j)
{
    ant_task_t  t;

    ant_journal_fail(j);

    while (ant_task_next(j, 0, &t) == ANT_OK) {
        (void) disk_run(&t);
    }
}


static int
allows(ant_usage_t *u, size_t queue, size_t kb)
{
    disk_must(ant_usage_count(u, disk_root) == ANT_OK, "ant_usage_count");

    return ant_usage_allows(u, queue, kb * KB) == ANT_OK;
}


static void
counted(void)
{
    int             fd;
    uint64_t        before;
    ant_limit_t     limit;
    ant_usage_t    *u;
    ant_journal_t  *one, *two, *other;

    static const ant_queue_t  queues[] = {
        { ant_string("one"), ant_string("e"), 0 },
        { ant_string("two"), ant_string("e"), 0 }
    };

    limit.size = 1024 * KB;
    limit.queues = queues;
    limit.nqueues = 2;

    u = ant_usage_create(&limit);
    disk_must(u != NULL, "ant_usage_create");

    is_int(ant_usage_count(u, disk_root), ANT_OK, "an empty root");
    before = ant_usage_total(u);
    is_int((long long) ant_usage_journals(u), 0, "no journals");

    one = fill("one", "e", 64);
    two = fill("two", "e", 32);
    other = fill("one", "elsewhere", 16);
    grow(two, 8);

    disk_must(ant_usage_count(u, disk_root) == ANT_OK, "count");
    is_int((long long) ant_usage_queue(u, 0), 64 * KB, "one list");
    is_int((long long) ant_usage_queue(u, 1), 40 * KB, "the other");
    is_int((long long) (ant_usage_total(u) - before), 120 * KB, "all");
    is_int((long long) ant_usage_journals(u), 3, "three journals");

    fd = openat(disk_root, "junk.bad", O_WRONLY|O_CREAT, 0600);
    disk_must(fd != -1 && posix_fallocate(fd, 0, 8 * KB) == 0, "junk");
    close(fd);

    /* what a header said is remembered: it is read once */

    memset(one->active->map, 0, ANT_HEADER_SIZE);
    disk_must(ant_usage_count(u, disk_root) == ANT_OK, "count");
    is_int((long long) ant_usage_queue(u, 0), 64 * KB, "a list is remembered");
    is_int((long long) (ant_usage_total(u) - before), 128 * KB,
           "other files are counted");

    ant_journal_close(one);
    ant_journal_close(two);
    ant_journal_close(other);

    before = ant_usage_total(u);
    is_int(ant_usage_count(u, -1), ANT_ERROR, "what cannot be counted");
    ok(ant_usage_total(u) == before, "is as it was before");

    ant_usage_destroy(u);
    ant_usage_destroy(NULL);
}


static const ant_queue_t  queues[] = {
    { ant_string("a"), ant_string("e"), 0 },
    { ant_string("b"), ant_string("e"), 0 },
    { ant_string("r"), ant_string("e"), 1 },
    { ant_string("s"), ant_string("e"), 1 }
};


static void
bounds(void)
{
    ant_limit_t     limit;
    ant_usage_t    *u;
    ant_journal_t  *a, *b, *r;

    disk_close();
    disk_open();

    limit.size = 1024 * KB;
    limit.queues = queues;
    limit.nqueues = 4;

    u = ant_usage_create(&limit);
    disk_must(u != NULL, "ant_usage_create");

    /* each of the two is guaranteed 256 KiB */

    ok(allows(u, 0, 768), "all but what the other is guaranteed");
    ok(!allows(u, 0, 772), "not more");
    ok(allows(u, 0, 4), "with nothing used it is no longer refused");

    a = fill("a", "e", 640);
    ok(allows(u, 0, 128) && !allows(u, 0, 132), "what is used counts");
    ok(allows(u, 1, 256), "the other has its guarantee");
    ok(allows(u, 1, 384), "and what nobody has");
    ok(!allows(u, 1, 388), "not more");

    /* rejected events: an eighth, 128 KiB, of both lists together */

    ok(allows(u, 2, 128) && !allows(u, 2, 132), "an eighth");
    r = fill("r", "e", 64);
    ok(allows(u, 3, 64) && !allows(u, 3, 68), "of all rejected lists");
    ok(allows(u, 1, 256), "which is at no real event's cost");

    /* 640 + 64 + 256 guaranteed are 960 */

    ok(allows(u, 0, 64) && !allows(u, 0, 68), "a list at its bound");
    ok(allows(u, 1, 64), "the others go on");

    b = fill("b", "e", 252);
    ok(allows(u, 1, 4), "up to the guarantee");
    grow(b, 4);
    ok(!allows(u, 1, 68), "above it there is room for 64");

    /* 95 % of 1024 KiB is above 972: 960 is below */

    ok(!allows(u, 1, 80) && allows(u, 1, 4), "below 95 %% it is taken again");
    grow(b, 24);
    ok(!allows(u, 1, 64), "full");
    ok(!allows(u, 1, 4), "above 95 %% it stays refused, though there is room");
    ok(!allows(u, 0, 64) && !allows(u, 0, 4), "each list for itself");
    shrink(b);
    ok(allows(u, 1, 4) && allows(u, 0, 4), "until it is below");

    ant_journal_close(a);
    ant_journal_close(b);
    ant_journal_close(r);

    ant_usage_destroy(u);
}


/* within its guarantee nobody is held back */

static void
guaranteed(void)
{
    ant_limit_t     limit;
    ant_usage_t    *u;
    ant_journal_t  *a, *b, *r;

    disk_close();
    disk_open();

    limit.size = 1024 * KB;
    limit.queues = queues;
    limit.nqueues = 4;

    u = ant_usage_create(&limit);
    disk_must(u != NULL, "ant_usage_create");

    a = fill("a", "e", 200);
    b = fill("b", "e", 700);
    r = fill("strangers", "x", 112);
    ok(!allows(u, 0, 100), "too much");
    ok(allows(u, 0, 8), "above 95 %%, within the guarantee");

    ant_journal_close(a);
    ant_journal_close(b);
    ant_journal_close(r);

    ant_usage_destroy(u);
}


/* no list of real events can have more than all others leave it */

static void
fair(void)
{
    size_t          i, k, n;
    uint64_t        total;
    unsigned        hungry;
    ant_limit_t     limit;
    ant_queue_t     queues[8];
    ant_usage_t    *u;
    ant_journal_t  *j[8];

    static const char  *names[] = { "0", "1", "2", "3", "4", "5", "6", "7" };

    disk_close();
    disk_open();

    for (i = 0; i < 8; i++) {
        memset(&queues[i], 0, sizeof(ant_queue_t));
        queues[i].list.data = (const u_char *) names[i];
        queues[i].list.len = 1;
        queues[i].endpoint.data = (const u_char *) "e";
        queues[i].endpoint.len = 1;
        queues[i].rejected = (i >= 6);
    }

    limit.size = 768 * KB;
    limit.queues = queues;
    limit.nqueues = 8;

    u = ant_usage_create(&limit);
    disk_must(u != NULL, "ant_usage_create");

    for (i = 0; i < 8; i++) {
        j[i] = fill(names[i], "e", 8);
    }

    /* the greedy first, the rejected ones too */

    for (i = 0; i < 8; i++) {
        k = 7 - i;

        for (n = 0; n < 100 && allows(u, k, 8); n++) {
            grow(j[k], 8);
        }
    }

    hungry = 0;

    for (i = 0; i < 6; i++) {
        hungry += (ant_usage_queue(u, i) < 64 * KB);
    }

    total = ant_usage_total(u);

    is_int(hungry, 0, "each list has half of its equal share, whoever began");
    ok(total <= limit.size && total > limit.size - 16 * KB,
       "the bound is used and kept: %llu KiB",
       (unsigned long long) total / KB);
    ok(ant_usage_queue(u, 6) + ant_usage_queue(u, 7) <= limit.size / 8,
       "rejected events have their eighth");

    for (i = 0; i < 8; i++) {
        ant_journal_close(j[i]);
    }

    ant_usage_destroy(u);
}


int
main(void)
{
    unsigned  fds;

    fs_type = EXT4_SUPER_MAGIC;

    disk_open();
    fds = disk_fds();

    places();
    machine();
    locks();
    counted();
    bounds();
    guaranteed();
    fair();

    is_int(disk_fds(), fds, "no file is left open");
    disk_close();

    return done();
}
