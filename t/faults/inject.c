
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * For LD_PRELOAD in nginx: a sync that takes long, memory that runs out, and
 * a disk that does not give what it has, as a file says that the test writes
 * (its path is in ANT_INJECT): numbers of 64 bits, the milliseconds that each
 * sync takes; how many calls from now an allocation fails, once; and from
 * which offset of a file on a read fails; 0 for none.  The second counts down,
 * in all processes together.  The last one tells how many of OpenSSL's
 * connections were made and not freed.
 */


#define _GNU_SOURCE

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>


typedef struct {
    volatile int64_t  sync_ms;
    volatile int64_t  fail_in;
    volatile int64_t  unread;
    volatile int64_t  ssl;
} inject_t;


static inject_t  *inject;


#define real(type, name, args)                                               \
    static type (*next) args;                                                \
    if (next == NULL) {                                                      \
        *(void **) &next = dlsym(RTLD_NEXT, name);                           \
    }


__attribute__((constructor)) static void
inject_begin(void)
{
    int    fd;
    char  *path;
    void  *p;

    path = getenv("ANT_INJECT");
    fd = path ? open(path, O_RDWR|O_CLOEXEC) : -1;

    if (fd == -1) {
        return;
    }

    p = mmap(NULL, sizeof(inject_t), PROT_READ|PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);

    inject = (p == MAP_FAILED) ? NULL : p;
}


static void
slow(void)
{
    if (inject != NULL && inject->sync_ms > 0) {
        usleep(1000 * inject->sync_ms);
    }
}


int
fdatasync(int fd)
{
    real(int, "fdatasync", (int))

    slow();

    return next(fd);
}


int
fsync(int fd)
{
    real(int, "fsync", (int))

    slow();

    return next(fd);
}


ssize_t
pread(int fd, void *buf, size_t len, off_t offset)
{
    real(ssize_t, "pread", (int, void *, size_t, off_t))

    if (inject != NULL && inject->unread > 0
        && offset + (off_t) len > inject->unread)
    {
        errno = EIO;
        return -1;
    }

    return next(fd, buf, len, offset);
}


ssize_t
pread64(int fd, void *buf, size_t len, off64_t offset)
{
    return pread(fd, buf, len, offset);
}


void *
SSL_new(void *ctx)
{
    void  *ssl;

    real(void *, "SSL_new", (void *))

    ssl = next(ctx);

    if (inject != NULL && ssl != NULL) {
        (void) __sync_add_and_fetch(&inject->ssl, 1);
    }

    return ssl;
}


void
SSL_free(void *ssl)
{
    real(void, "SSL_free", (void *))

    if (inject != NULL && ssl != NULL) {
        (void) __sync_sub_and_fetch(&inject->ssl, 1);
    }

    next(ssl);
}


#ifndef INJECT_NO_MALLOC

static int
fails(void)
{
    if (inject == NULL || inject->fail_in <= 0) {
        return 0;
    }

    return __sync_sub_and_fetch(&inject->fail_in, 1) == 0;
}


extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t size);
extern void *__libc_memalign(size_t align, size_t size);


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


void *
realloc(void *p, size_t size)
{
    return fails() ? NULL : __libc_realloc(p, size);
}


int
posix_memalign(void **p, size_t align, size_t size)
{
    *p = fails() ? NULL : __libc_memalign(align, size);

    return *p ? 0 : ENOMEM;
}

#endif
