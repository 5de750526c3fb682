
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The files of a journal, one at a time: names, making, mapping, opening,
 * reading and writing.  Promises that a file which could not be made whole is
 * not left behind, and that errno says why.  Called by journal, reader, adopt
 * and task.  Knows of the bytes in a segment only that they begin as zeros.
 */


#define _GNU_SOURCE

#include "ant_segment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <linux/fs.h>
#include <linux/magic.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/vfs.h>


#define ANT_PAGE   4096
#define ANT_CHUNK  65536


static const u_char  ant_chunk[ANT_CHUNK];


void
ant_segment_name(char *name, uint32_t number)
{
    int                i;
    static const char  hex[] = "0123456789abcdef";

    for (i = 7; i >= 0; i--) {
        name[i] = hex[number & 0xf];
        number >>= 4;
    }

    memcpy(name + 8, ".seg", 5);
}


int
ant_segment_number(const char *name, uint32_t *number)
{
    char      same[ANT_SEGMENT_NAME];
    unsigned  i, digit;

    *number = 0;

    for (i = 0; i < 8; i++) {
        if (name[i] >= '0' && name[i] <= '9') {
            digit = (unsigned) (name[i] - '0');

        } else if (name[i] >= 'a' && name[i] <= 'f') {
            digit = (unsigned) (name[i] - 'a' + 10);

        } else {
            return ANT_BAD;
        }

        *number = *number << 4 | digit;
    }

    ant_segment_name(same, *number);

    return strcmp(same, name) == 0 ? ANT_OK : ANT_BAD;
}


ant_segment_t *
ant_segment_alloc(uint32_t number)
{
    ant_segment_t  *s;

    s = calloc(1, sizeof(ant_segment_t));
    if (s == NULL) {
        return NULL;
    }

    s->number = number;
    s->fd = -1;

    return s;
}


void
ant_segment_unload(ant_segment_t *s)
{
    if (s->map != NULL) {
        (void) munmap(s->map, s->size);
        s->map = NULL;
    }

    if (s->fd != -1) {
        (void) close(s->fd);
        s->fd = -1;
    }
}


void
ant_segment_free(ant_segment_t *s)
{
    ant_segment_unload(s);
    free(s);
}


void
ant_segment_append(ant_segment_t **list, ant_segment_t *s)
{
    while (*list != NULL) {
        list = &(*list)->next;
    }

    s->next = NULL;
    *list = s;
}


/*
 * With copy on write a store into a mapping may find the disk full.  The
 * flag is taken while the file is empty only; where it is refused, SIGBUS is
 * what remains.
 */

static void
ant_segment_nocow(int fd)
{
    int            flags;
    struct statfs  fs;

    if (fstatfs(fd, &fs) == -1 || fs.f_type != BTRFS_SUPER_MAGIC) {
        return;
    }

    if (ioctl(fd, FS_IOC_GETFLAGS, &flags) == -1) {
        return;
    }

    flags |= FS_NOCOW_FL;

    (void) ioctl(fd, FS_IOC_SETFLAGS, &flags);
}


int
ant_segment_allocate(int dir, uint32_t number, size_t size)
{
    int   fd, rc;
    char  name[ANT_SEGMENT_NAME];

    ant_segment_name(name, number);

    fd = openat(dir, name, O_RDWR|O_CREAT|O_EXCL|O_CLOEXEC|O_NOFOLLOW, 0600);
    if (fd == -1) {
        return -1;
    }

    ant_segment_nocow(fd);

    do {
        rc = posix_fallocate(fd, 0, (off_t) size);
    } while (rc == EINTR);

    if (rc != 0) {
        errno = rc;
        ant_segment_discard(dir, number, fd);
        return -1;
    }

    return fd;
}


int
ant_segment_fill(int fd, size_t size)
{
    size_t  len, offset;

    for (offset = 0; offset < size; offset += len) {
        len = size - offset < ANT_CHUNK ? size - offset : ANT_CHUNK;

        if (ant_segment_write(fd, ant_chunk, len, (off_t) offset) != ANT_OK) {
            return ANT_ERROR;
        }
    }

    return ANT_OK;
}


u_char *
ant_segment_map(int fd, size_t size, int populate)
{
    int    flags;
    void  *p;

    flags = (fd == -1) ? MAP_PRIVATE|MAP_ANONYMOUS : MAP_SHARED;
    flags |= populate ? MAP_POPULATE : 0;

    p = mmap(NULL, size, PROT_READ|PROT_WRITE, flags, fd, 0);

    return p == MAP_FAILED ? NULL : p;
}


void
ant_segment_discard(int dir, uint32_t number, int fd)
{
    int   err;
    char  name[ANT_SEGMENT_NAME];

    err = errno;

    ant_segment_name(name, number);

    (void) unlinkat(dir, name, 0);
    (void) close(fd);

    errno = err;
}


int
ant_segment_open(int dir, uint32_t number, int flags)
{
    int   fd;
    char  name[ANT_SEGMENT_NAME];

    ant_segment_name(name, number);

    do {
        fd = openat(dir, name, flags|O_CLOEXEC|O_NOFOLLOW|O_NONBLOCK);
    } while (fd == -1 && errno == EINTR);

    return fd;
}


ssize_t
ant_segment_pread(int fd, u_char *buf, size_t len, off_t offset)
{
    size_t   got;
    ssize_t  n;

    got = 0;

    while (got < len) {
        n = pread(fd, buf + got, len - got, offset + (off_t) got);

        if (n == 0) {
            break;
        }

        if (n > 0) {
            got += (size_t) n;

        } else if (errno != EINTR) {
            return -1;
        }
    }

    return (ssize_t) got;
}


ssize_t
ant_segment_read(int fd, u_char *buf, size_t len, off_t offset,
    const u_char *map, unsigned *unread)
{
    size_t   got, want;
    ssize_t  n;

    n = ant_segment_pread(fd, buf, len, offset);

    if (n != -1 || errno != EIO) {
        return n;
    }

    /* page by page, to lose no more than what cannot be read */

    for (got = 0; got < len; got += want) {
        want = ANT_PAGE - (size_t) (offset + (off_t) got) % ANT_PAGE;
        want = want < len - got ? want : len - got;

        n = ant_segment_pread(fd, buf + got, want, offset + (off_t) got);

        if (n == -1) {
            if (errno != EIO) {
                return -1;
            }

            if (map != NULL) {
                memcpy(buf + got, map + offset + got, want);

            } else {
                memset(buf + got, 0, want);

                if (unread != NULL) {
                    *unread = 1;
                }
            }

        } else if ((size_t) n < want) {
            return (ssize_t) got + n;
        }
    }

    return (ssize_t) len;
}


int
ant_segment_write(int fd, const u_char *buf, size_t len, off_t offset)
{
    ssize_t  n;

    while (len > 0) {
        n = pwrite(fd, buf, len, offset);

        if (n > 0) {
            buf += n;
            len -= (size_t) n;
            offset += n;

        } else if (n == 0 || errno != EINTR) {
            errno = (n == 0) ? ENOSPC : errno;
            return ANT_ERROR;
        }
    }

    return ANT_OK;
}


static int
ant_segment_same(int root, const char *name, int dir)
{
    struct stat  opened, named;

    if (fstat(dir, &opened) == -1) {
        return ANT_ERROR;
    }

    if (fstatat(root, name, &named, AT_SYMLINK_NOFOLLOW) == -1) {
        return (errno == ENOENT) ? ANT_AGAIN : ANT_ERROR;
    }

    return (opened.st_ino == named.st_ino && opened.st_dev == named.st_dev)
           ? ANT_OK : ANT_AGAIN;
}


int
ant_segment_lock(int root, const char *name, int *dir)
{
    int  fd, rc, err;

    fd = openat(root, name, O_RDONLY|O_DIRECTORY|O_CLOEXEC|O_NOFOLLOW);

    if (fd == -1) {
        return (errno == ENOENT) ? ANT_AGAIN : ANT_ERROR;
    }

    do {
        rc = flock(fd, LOCK_EX|LOCK_NB);
    } while (rc == -1 && errno == EINTR);

    if (rc == -1) {
        rc = (errno == EWOULDBLOCK) ? ANT_AGAIN : ANT_ERROR;

    } else {
        rc = ant_segment_same(root, name, fd);
    }

    if (rc != ANT_OK) {
        err = errno;
        (void) close(fd);
        errno = err;
        return rc;
    }

    *dir = fd;

    return ANT_OK;
}
