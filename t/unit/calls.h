
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The calls that change a disk, seen on their way: which ones and in which
 * order, and one of them may fail or be the last of the process.  For tests of
 * tasks; a program includes it once.
 */


#ifndef _CALLS_H_INCLUDED_
#define _CALLS_H_INCLUDED_


#include "disk.h"

#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>


#define SIZE  4096


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
linkat(int from, const char *name, int to, const char *other, int flags)
{
    char  last[2] = "";

    last[0] = name[7];

    return call("link", last) ? -1
           : (int) syscall(SYS_linkat, from, name, to, other, flags);
}


#endif /* _CALLS_H_INCLUDED_ */
