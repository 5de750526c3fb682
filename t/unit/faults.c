
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * A journal's whole life, once for each system call in it and each error that
 * this call may give: memory that runs out, too.  Whatever fails, no file is
 * left open, and what was appended is read once nothing fails any more.
 *
 * The calls of the pure files end here: the functions have the names of
 * libc's.
 */


#include "disk.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <sys/file.h>
#include <sys/mman.h>


#define SIZE    4096
#define EVENTS  40


typedef enum {
    CREATED = 0,
    FILLED,
    ADOPTED,
    CUT,
    GONE
} phase_e;


static unsigned  calls;         /* so far in this life */
static unsigned  fail_at;       /* 0: none */
static unsigned  fail_for;      /* so many of them, one after the other */
static int       fail_errno;
static unsigned  failed;


static int
fails(void)
{
    calls++;

    if (fail_at && calls >= fail_at && calls < fail_at + fail_for) {
        failed++;
        errno = fail_errno;
        return 1;
    }

    return 0;
}


#define real(type, name, args)                                               \
    static type (*next) args;                                                \
    if (next == NULL) {                                                      \
        *(void **) &next = dlsym(RTLD_NEXT, name);                           \
    }


int
openat(int dir, const char *name, int flags, ...)
{
    mode_t   mode;
    va_list  args;

    real(int, "openat", (int, const char *, int, ...))

    va_start(args, flags);
    mode = (flags & O_CREAT) ? va_arg(args, mode_t) : 0;
    va_end(args);

    return fails() ? -1 : next(dir, name, flags, mode);
}


int
mkdirat(int dir, const char *name, mode_t mode)
{
    real(int, "mkdirat", (int, const char *, mode_t))

    return fails() ? -1 : next(dir, name, mode);
}


int
unlinkat(int dir, const char *name, int flags)
{
    real(int, "unlinkat", (int, const char *, int))

    return fails() ? -1 : next(dir, name, flags);
}


int
linkat(int from, const char *a, int to, const char *b, int flags)
{
    real(int, "linkat", (int, const char *, int, const char *, int))

    return fails() ? -1 : next(from, a, to, b, flags);
}


int
flock(int fd, int op)
{
    real(int, "flock", (int, int))

    return fails() ? -1 : next(fd, op);
}


int
fsync(int fd)
{
    real(int, "fsync", (int))

    return fails() ? -1 : next(fd);
}


int
fdatasync(int fd)
{
    real(int, "fdatasync", (int))

    return fails() ? -1 : next(fd);
}


int
ftruncate(int fd, off_t size)
{
    real(int, "ftruncate", (int, off_t))

    return fails() ? -1 : next(fd, size);
}


int
posix_fallocate(int fd, off_t offset, off_t size)
{
    real(int, "posix_fallocate", (int, off_t, off_t))

    return fails() ? fail_errno : next(fd, offset, size);
}


ssize_t
pread(int fd, void *buf, size_t size, off_t offset)
{
    real(ssize_t, "pread", (int, void *, size_t, off_t))

    return fails() ? -1 : next(fd, buf, size, offset);
}


ssize_t
pwrite(int fd, const void *buf, size_t size, off_t offset)
{
    real(ssize_t, "pwrite", (int, const void *, size_t, off_t))

    return fails() ? -1 : next(fd, buf, size, offset);
}


int
fstat(int fd, struct stat *st)
{
    real(int, "fstat", (int, struct stat *))

    return fails() ? -1 : next(fd, st);
}


int
fstatat(int dir, const char *name, struct stat *st, int flags)
{
    real(int, "fstatat", (int, const char *, struct stat *, int))

    return fails() ? -1 : next(dir, name, st, flags);
}


int
dup(int fd)
{
    real(int, "dup", (int))

    return fails() ? -1 : next(fd);
}


DIR *
fdopendir(int fd)
{
    real(DIR *, "fdopendir", (int))

    return fails() ? NULL : next(fd);
}


struct dirent *
readdir(DIR *d)
{
    real(struct dirent *, "readdir", (DIR *))

    return fails() ? NULL : next(d);
}


/* of a sanitizer these are the memory itself */

#if !(__SANITIZE_ADDRESS__)

void *
mmap(void *at, size_t size, int prot, int flags, int fd, off_t offset)
{
    real(void *, "mmap", (void *, size_t, int, int, int, off_t))

    return (fd != -1 && fails()) ? MAP_FAILED
                                 : next(at, size, prot, flags, fd, offset);
}


extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);


void *
malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}


void *
calloc(size_t n, size_t size)
{
    return fails() ? NULL : __libc_calloc(n, size);
}

#endif


static int
make(ant_journal_t *j)
{
    ant_task_t  t;

    ant_task_make(j, SIZE, &t);

    return disk_run(&t);
}


/* what could not be is tried again: nothing is for ever */

static int
append(ant_journal_t *j)
{
    int  tries;

    for (tries = 0; tries < 8; tries++) {

        if (disk_put(j) == ANT_OK) {
            return 1;
        }

        if (j->active == NULL || ant_journal_turn(j) != ANT_OK) {
            (void) make(j);
            (void) ant_journal_turn(j);
        }
    }

    return 0;
}


static void
upkeep(ant_journal_t *j)
{
    int         n;
    ant_task_t  t;

    if (ant_task_sync(j, &t) == ANT_OK) {
        (void) disk_run(&t);
    }

    for (n = 0; n < 12 && ant_task_next(j, j->next, &t) == ANT_OK; n++) {
        (void) disk_run(&t);
    }
}


/* how many events are read in order, or -1: something was wrong */

static int
readable(ant_journal_t *j)
{
    int           n, rc, tries;
    u_char        buf[300];
    uint64_t      before;
    ant_cursor_t  c;
    ant_window_t  w;
    ant_record_t  rec;

    memset(&w, 0, sizeof(ant_window_t));
    w.buf = buf;
    w.size = sizeof(buf);

    n = 0;
    tries = 0;
    before = 0;

    ant_journal_seek(j, &c, ant_journal_oldest(j));

    for ( ;; ) {
        rc = ant_journal_read(j, &c, &w, &rec);

        if (rc == ANT_OK) {

            if (rec.sequence <= before || !disk_is(&rec, rec.sequence)) {
                n = -1;
                break;
            }

            before = rec.sequence;
            n++;
            continue;
        }

        if (rc == ANT_BAD) {
            (void) ant_damage_keep(j->root, j->dir, (char *) j->name, &c);
            continue;
        }

        if (rc == ANT_AGAIN || tries++ == 4) {
            break;
        }
    }

    ant_window_free(&w);

    return n;
}


static void
scan(void)
{
    size_t          strangers;
    ant_limit_t     limit;
    ant_usage_t    *u;
    ant_journal_t  *found, *next;

    static const ant_str_t    names[] = { ant_string("default") };
    static const ant_queue_t  queue = { ant_string("ant:sms"),
                                        ant_string("default"), 0 };

    limit.size = 1 << 24;
    limit.queues = &queue;
    limit.nqueues = 1;

    u = ant_usage_create(&limit);

    if (u != NULL) {
        (void) ant_usage_count(u, disk_root);
        (void) ant_usage_allows(u, 0, SIZE);
        ant_usage_destroy(u);
    }

    found = NULL;
    (void) ant_root_scan(disk_root, disk_machine, names, 1, 4, &found,
                         &strangers);

    for ( /* void */ ; found != NULL; found = next) {
        next = found->data;
        ant_journal_close(found);
    }
}


/* of an adopted journal; the phase that it got to */

static phase_e
end(ant_journal_t *j)
{
    ant_task_t  t;

    ant_journal_confirm(j, j->next, 1000, 1);
    (void) ant_journal_floor(j, 100000, 1);
    ant_journal_release(j, j->next);
    upkeep(j);

    ant_task_cut(j, &t);

    if (disk_run(&t) != ANT_OK) {
        return CUT;
    }

    ant_task_drop(j, &t);

    return (disk_run(&t) == ANT_OK) ? GONE : CUT;
}


/* One life; *put is how many events it took, *wrong that they were not read. */

static phase_e
life(char *name, int *put, int *wrong)
{
    int             rc;
    phase_e         phase;
    ant_journal_t  *j;

    name[0] = '\0';
    *put = 0;

    j = ant_journal_create(disk_root, &disk_ident, disk_machine, DISK_NOW,
                           SIZE);

    if (j == NULL) {
        return CREATED;
    }

    memcpy(name, j->name, 2 * ANT_ID_SIZE + 1);

    while (*put < EVENTS && append(j)) {
        (*put)++;
    }

    upkeep(j);
    *wrong |= (readable(j) != *put && !failed);
    ant_journal_close(j);

    scan();

    j = disk_adopt(name, &rc);

    if (j == NULL) {
        return FILLED;
    }

    *wrong |= readable(j) == -1;

    phase = end(j);
    ant_journal_close(j);

    return phase;
}


/* nothing fails any more: what is there? */

static int
mended(const char *name, phase_e phase, int put)
{
    int             rc, good;
    ant_journal_t  *j;

    if (name[0] == '\0') {
        return 1;
    }

    j = disk_adopt(name, &rc);

    if (phase == GONE || j == NULL) {
        good = (j == NULL && (put == 0 || phase > FILLED));

    } else if (phase == CUT) {
        good = (j->next == (uint64_t) put + 1);

    } else {
        good = (readable(j) == put);
    }

    if (j != NULL) {
        good &= (end(j) == GONE);
        ant_journal_close(j);
    }

    return good;
}


static int
outlived(const char *path, const struct stat *st, int type, struct FTW *f)
{
    return f->level ? remove(path) : 0;
}


/* one life for each call, until there are no more of them */

static void
lives(int error, unsigned in_a_row)
{
    int       put, wrong, bad;
    char      name[2 * ANT_ID_SIZE + 1];
    phase_e   phase;
    unsigned  n, fds, open;

    fds = disk_fds();
    bad = 0;

    for (n = 1; n < 5000; n++) {
        calls = 0;
        failed = 0;
        wrong = 0;
        fail_at = n;
        fail_for = in_a_row;
        fail_errno = error;

        phase = life(name, &put, &wrong);
        fail_at = 0;

        if (!failed) {
            break;
        }

        wrong |= !mended(name, phase, put);
        open = disk_fds();

        /* what was damaged is kept, and the next life would look at it */

        nftw(disk_path, outlived, 16, FTW_DEPTH|FTW_PHYS);

        if (wrong || open != fds) {
            printf("# call %u: phase %d, %d events, wrong %d, %d files\n",
                   n, phase, put, wrong, (int) open - (int) fds);
            bad++;
        }
    }

    ok(bad == 0 && n > 50 && n < 5000,
       "%s at each of %u calls, %u in a row: %d are wrong", strerror(error),
       n - 1, in_a_row, bad);
}


int
main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    disk_open();

    lives(EIO, 1);
    lives(EIO, 3);
    lives(ENOSPC, 1);
    lives(EMFILE, 1);
    lives(EMFILE, 20);
    lives(ENOMEM, 1);

    disk_close();

    return done();
}
