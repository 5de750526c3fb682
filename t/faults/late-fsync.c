
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * For LD_PRELOAD in a redis-server: what it appends to its AOF stays in the
 * memory of the process until it is synced, and a sync takes up to
 * LATE_FSYNC_MS.  So kill -9 does what a power cut does to Redis: it loses
 * what it has confirmed since the last sync.
 */


#define _GNU_SOURCE

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>


#define FDS  1024


typedef struct {
    char    *data;
    size_t   len;
    size_t   size;
    int      kind;          /* 0: not asked yet; 1: another file; 2: the AOF */
} held_t;


static held_t           held[FDS];
static pthread_mutex_t  lock = PTHREAD_MUTEX_INITIALIZER;


#define real(type, name, args)                                               \
    static type (*next) args;                                                \
    if (next == NULL) {                                                      \
        *(void **) &next = dlsym(RTLD_NEXT, name);                           \
    }


static int
is_aof(int fd)
{
    ssize_t  n;
    char     link[64], path[4096];

    if (fd < 0 || fd >= FDS) {
        return 0;
    }

    if (held[fd].kind == 0) {
        snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
        n = readlink(link, path, sizeof(path) - 1);
        path[n > 0 ? n : 0] = '\0';
        held[fd].kind = (strstr(path, ".incr.aof") != NULL) ? 2 : 1;
    }

    return held[fd].kind == 2;
}


/* under the lock */

static void
flush(int fd)
{
    ssize_t  n;
    size_t   done;
    held_t  *h;

    real(ssize_t, "write", (int, const void *, size_t))

    h = &held[fd];

    for (done = 0; done < h->len; done += n) {
        n = next(fd, h->data + done, h->len - done);

        if (n <= 0) {
            abort();
        }
    }

    h->len = 0;
}


ssize_t
write(int fd, const void *buf, size_t size)
{
    held_t  *h;

    real(ssize_t, "write", (int, const void *, size_t))

    if (!is_aof(fd)) {
        return next(fd, buf, size);
    }

    pthread_mutex_lock(&lock);

    h = &held[fd];

    if (h->len + size > h->size) {
        h->size = 2 * (h->len + size);
        h->data = realloc(h->data, h->size);

        if (h->data == NULL) {
            abort();
        }
    }

    memcpy(h->data + h->len, buf, size);
    h->len += size;

    pthread_mutex_unlock(&lock);

    return size;
}


static void
late(int fd)
{
    char  *ms;

    if (!is_aof(fd)) {
        return;
    }

    ms = getenv("LATE_FSYNC_MS");

    if (ms != NULL && atoi(ms) > 0) {
        usleep(1000 * (random() % atoi(ms)));
    }

    pthread_mutex_lock(&lock);
    flush(fd);
    pthread_mutex_unlock(&lock);
}


int
fdatasync(int fd)
{
    real(int, "fdatasync", (int))

    late(fd);

    return next(fd);
}


int
fsync(int fd)
{
    real(int, "fsync", (int))

    late(fd);

    return next(fd);
}


int
close(int fd)
{
    real(int, "close", (int))

    if (fd >= 0 && fd < FDS) {
        pthread_mutex_lock(&lock);

        if (held[fd].kind == 2) {
            flush(fd);
        }

        held[fd].kind = 0;
        pthread_mutex_unlock(&lock);
    }

    return next(fd);
}
