
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The root directory: opening it, its locks, looking in it for journals whose
 * owner is gone.  Promises that one worker looks at a time, and that of
 * 10,000 orphans no more files are opened than journals are taken.  Called at
 * a worker's start and by its pool.  Removes nothing itself.
 */


#define _GNU_SOURCE

#include "ant_root.h"
#include "ant_inspect.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <linux/magic.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>


#ifndef CIFS_SUPER_MAGIC
#define CIFS_SUPER_MAGIC  0xff534d42
#endif

#ifndef SMB2_SUPER_MAGIC
#define SMB2_SUPER_MAGIC  0xfe534d42
#endif

#ifndef FUSE_SUPER_MAGIC
#define FUSE_SUPER_MAGIC  0x65735546
#endif


typedef struct {
    uint64_t     bytes;
    char         name[2 * ANT_ID_SIZE + 1];
} ant_orphan_t;


typedef struct {
    ant_orphan_t  *elts;
    size_t         n;
    size_t         max;
} ant_orphans_t;


typedef struct {
    const u_char      *machine;
    const ant_str_t   *names;
    size_t             nnames;
    size_t             max;
} ant_root_wanted_t;


static const struct {
    uint32_t       magic;
    const char    *reason;
} ant_remote[] = {
    { NFS_SUPER_MAGIC,  "it is on NFS, not on a local file system" },
    { SMB_SUPER_MAGIC,  "it is on SMB, not on a local file system" },
    { SMB2_SUPER_MAGIC, "it is on SMB, not on a local file system" },
    { CIFS_SUPER_MAGIC, "it is on CIFS, not on a local file system" },
    { V9FS_MAGIC,       "it is on 9p, not on a local file system" },
    { FUSE_SUPER_MAGIC, "it is on FUSE, not on a local file system" }
};


int
ant_root_open(const char *path, int *fd, const char **reason)
{
    int            err;
    size_t         i;
    struct statfs  fs;

    *fd = open(path, O_RDONLY|O_DIRECTORY|O_CLOEXEC);
    if (*fd == -1) {
        return ANT_ERROR;
    }

    if (fstatfs(*fd, &fs) == -1) {
        err = errno;
        (void) close(*fd);
        *fd = -1;
        errno = err;

        return ANT_ERROR;
    }

    for (i = 0; i < sizeof(ant_remote) / sizeof(ant_remote[0]); i++) {

        if ((uint32_t) fs.f_type == ant_remote[i].magic) {
            (void) close(*fd);
            *fd = -1;
            *reason = ant_remote[i].reason;

            return ANT_BAD;
        }
    }

    return ANT_OK;
}


static int
ant_root_hex(u_char ch)
{
    if (ch >= '0' && ch <= '9') {
        return ch - '0';
    }

    ch |= 0x20;

    return (ch >= 'a' && ch <= 'f') ? ch - 'a' + 10 : -1;
}


void
ant_root_machine(u_char *machine)
{
    int      fd, hi, lo;
    size_t   i;
    u_char   text[2 * ANT_MACHINE_SIZE];
    ssize_t  n;

    memset(machine, 0, ANT_MACHINE_SIZE);

    fd = open("/etc/machine-id", O_RDONLY|O_CLOEXEC);
    if (fd == -1) {
        return;
    }

    n = read(fd, text, sizeof(text));
    (void) close(fd);

    if (n != (ssize_t) sizeof(text)) {
        return;
    }

    for (i = 0; i < ANT_MACHINE_SIZE; i++) {
        hi = ant_root_hex(text[2 * i]);
        lo = ant_root_hex(text[2 * i + 1]);

        if (hi == -1 || lo == -1) {
            memset(machine, 0, ANT_MACHINE_SIZE);
            return;
        }

        machine[i] = (u_char) (hi << 4 | lo);
    }
}


int
ant_root_lock(int root, const char *name, int wait)
{
    int  fd, rc, err;

    static const struct timespec  ms = { 0, 1000000 };

    fd = openat(root, name, O_RDWR|O_CREAT|O_CLOEXEC|O_NOFOLLOW, 0600);
    if (fd == -1) {
        return -1;
    }

    /* a holder that was stopped keeps it for as long: not waited for blindly */

    for ( ;; ) {
        rc = flock(fd, LOCK_EX|LOCK_NB);

        if (rc == 0) {
            return fd;
        }

        if (errno == EINTR) {
            continue;
        }

        if (errno != EWOULDBLOCK || wait-- <= 0) {
            break;
        }

        (void) nanosleep(&ms, NULL);
    }

    err = errno;
    (void) close(fd);
    errno = err;

    return -1;
}


static DIR *
ant_root_directory(int at, const char *name)
{
    int   fd, err;
    DIR  *d;

    fd = openat(at, name, O_RDONLY|O_DIRECTORY|O_CLOEXEC|O_NOFOLLOW);
    if (fd == -1) {
        return NULL;
    }

    d = fdopendir(fd);

    if (d == NULL) {
        err = errno;
        (void) close(fd);
        errno = err;
    }

    return d;
}


/* Bytes of the files in a directory; 0 if it cannot be read, or is gone. */

static uint64_t
ant_root_bytes(int root, const char *name)
{
    DIR            *d;
    uint64_t        bytes;
    struct stat     st;
    struct dirent  *de;

    d = ant_root_directory(root, name);
    if (d == NULL) {
        return 0;
    }

    bytes = 0;

    while ((de = readdir(d)) != NULL) {

        if (de->d_name[0] != '.'
            && fstatat(dirfd(d), de->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
        {
            bytes += (uint64_t) st.st_size;
        }
    }

    (void) closedir(d);

    return bytes;
}


static int
ant_root_add(ant_orphans_t *a, const char *name, uint64_t bytes)
{
    size_t         max;
    ant_orphan_t  *p;

    if (a->n == a->max) {
        max = a->max ? 2 * a->max : 64;

        p = realloc(a->elts, max * sizeof(ant_orphan_t));
        if (p == NULL) {
            return ANT_ERROR;
        }

        a->elts = p;
        a->max = max;
    }

    p = &a->elts[a->n++];

    p->bytes = bytes;
    memcpy(p->name, name, sizeof(p->name));

    return ANT_OK;
}


/* Those with an owner as well: asking for the lock is left to adoption. */

static int
ant_root_list(int root, ant_orphans_t *a)
{
    int             rc;
    DIR            *d;
    u_char          id[ANT_ID_SIZE];
    const char     *name;
    struct dirent  *de;

    d = ant_root_directory(root, ".");
    if (d == NULL) {
        return ANT_ERROR;
    }

    rc = ANT_OK;

    while (rc == ANT_OK && (de = readdir(d)) != NULL) {
        name = de->d_name;

        if (ant_id_parse(id, (const u_char *) name, strlen(name)) == ANT_OK) {
            rc = ant_root_add(a, name, ant_root_bytes(root, name));
        }
    }

    (void) closedir(d);

    return rc;
}


static int
ant_root_cmp(const void *one, const void *two)
{
    const ant_orphan_t  *a, *b;

    a = one;
    b = two;

    if (a->bytes != b->bytes) {
        return (a->bytes < b->bytes) ? 1 : -1;
    }

    return strcmp(a->name, b->name);
}


/*
 * Does one of the names belong to the journal's endpoint?  So it is taken to
 * be as well where no header is found: adoption then says what is wrong.
 */

static int
ant_root_known(int root, const char *name, const ant_str_t *names, size_t n)
{
    size_t           i;
    const ant_str_t  *endpoint;
    ant_header_t     h;
    u_char           buf[ANT_HEADER_SIZE];

    if (ant_inspect_peek(root, name, buf, &h) != ANT_OK) {
        return 1;
    }

    endpoint = &h.endpoint;

    for (i = 0; i < n; i++) {

        if (names[i].len == endpoint->len
            && (endpoint->len == 0
                || memcmp(names[i].data, endpoint->data, endpoint->len) == 0))
        {
            return 1;
        }
    }

    return 0;
}


static int
ant_root_owned(int root, const char *name)
{
    int  fd, rc;

    fd = openat(root, name, O_RDONLY|O_DIRECTORY|O_CLOEXEC|O_NOFOLLOW);
    if (fd == -1) {
        return 1;
    }

    rc = flock(fd, LOCK_EX|LOCK_NB);

    (void) close(fd);

    return rc == -1 && errno == EWOULDBLOCK;
}


/* Takes those that are there to be taken, up to max. */

static int
ant_root_take(int root, const ant_orphans_t *a, ant_root_wanted_t *w,
    ant_journal_t **found, size_t *strangers)
{
    int             rc, err;
    size_t          i, n;
    const char     *name;
    ant_journal_t  *j, *last;

    n = 0;
    err = 0;
    last = NULL;

    for (i = 0; i < a->n && n < w->max; i++) {
        name = a->elts[i].name;

        if (!ant_root_known(root, name, w->names, w->nnames)) {
            *strangers += !ant_root_owned(root, name);
            continue;
        }

        j = ant_journal_adopt(root, name, w->machine, &rc);

        if (j != NULL) {
            j->data = NULL;
            n++;

            if (last == NULL) {
                *found = j;

            } else {
                last->data = j;
            }

            last = j;

        } else if (rc == ANT_BAD) {
            (*strangers)++;

        } else if (rc == ANT_ERROR) {

            /* the others may be in better shape */

            err = errno;
        }
    }

    errno = err;

    return err ? ANT_ERROR : ANT_OK;
}


int
ant_root_scan(int root, const u_char *machine, const ant_str_t *names,
    size_t nnames, size_t max, ant_journal_t **found, size_t *strangers)
{
    int                rc, err, lock;
    ant_orphans_t      orphans;
    ant_root_wanted_t  wanted;

    *found = NULL;
    *strangers = 0;

    lock = ant_root_lock(root, "adopt.lock", 0);
    if (lock == -1) {
        return (errno == EWOULDBLOCK) ? ANT_AGAIN : ANT_ERROR;
    }

    memset(&orphans, 0, sizeof(ant_orphans_t));

    wanted.machine = machine;
    wanted.names = names;
    wanted.nnames = nnames;
    wanted.max = max;

    rc = ant_root_list(root, &orphans);

    if (rc == ANT_OK && orphans.n != 0) {
        qsort(orphans.elts, orphans.n, sizeof(ant_orphan_t), ant_root_cmp);

        rc = ant_root_take(root, &orphans, &wanted, found, strangers);
    }

    err = errno;

    free(orphans.elts);
    (void) close(lock);

    errno = err;

    return rc;
}
