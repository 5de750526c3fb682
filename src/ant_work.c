
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The work of a journal that may block, as a thread of the pool does it.
 * Promises that nothing of the journal is touched but its files, that a
 * segment is made whole or not at all, and that the steps at a journal's end
 * come in the one order in which a crash between them is harmless.
 */


#define _GNU_SOURCE

#include "ant_task.h"
#include "ant_segment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/mman.h>


/* ms for the lock under which a segment is made */
#define ANT_WORK_WAIT  1000

/* directories of one name that can be set aside */
#define ANT_WORK_NAMES  100


static int
ant_task_unlink(const ant_task_t *t, uint32_t number)
{
    char  name[ANT_SEGMENT_NAME];

    ant_segment_name(name, number);

    if (unlinkat(t->dir, name, 0) == -1 && errno != ENOENT) {
        return ANT_ERROR;
    }

    return ANT_OK;
}


static int
ant_task_name(const ant_task_t *t, uint32_t number)
{
    return ant_damage_name(t->root, t->dir, (const char *) t->text, number);
}


static void
ant_task_unload(ant_task_t *t)
{
    int  err;

    err = errno;

    if (t->map != NULL) {
        (void) munmap(t->map, t->size);
        t->map = NULL;
    }

    if (t->fd != -1) {
        (void) close(t->fd);
        t->fd = -1;
    }

    errno = err;
}


/*
 * The lock is held until the blocks are taken: others then count them.  Who
 * does not get it goes on without: better a segment too many than events that
 * are refused because some worker was stopped.
 */

static int
ant_task_allocate(ant_task_t *t)
{
    int  lock, rc, err;

    if (t->limit == NULL || t->usage == NULL) {
        t->fd = ant_segment_allocate(t->dir, t->number, t->size);
        return (t->fd == -1) ? ANT_ERROR : ANT_OK;
    }

    lock = ant_root_lock(t->root, "size.lock", ANT_WORK_WAIT);

    if (lock == -1 && errno != EWOULDBLOCK) {
        return ANT_ERROR;
    }

    rc = ant_usage_count(t->usage, t->root);

    if (rc == ANT_OK) {
        errno = 0;
        rc = ant_usage_allows(t->usage, t->queue, t->size);
    }

    if (rc == ANT_OK) {
        t->fd = ant_segment_allocate(t->dir, t->number, t->size);
        rc = (t->fd == -1) ? ANT_ERROR : ANT_OK;
    }

    if (lock != -1) {
        err = errno;
        (void) close(lock);
        errno = err;
    }

    return rc;
}


static int
ant_task_run_make(ant_task_t *t)
{
    int  rc;

    if (t->dir == -1) {
        t->map = ant_segment_map(-1, t->size, 1);
        return t->map ? ANT_OK : ANT_ERROR;
    }

    rc = ant_task_allocate(t);

    if (rc == ANT_OK) {
        if (ant_segment_fill(t->fd, t->size) == ANT_OK
            && fdatasync(t->fd) == 0
            && fsync(t->dir) == 0)
        {
            t->map = ant_segment_map(t->fd, t->size, 1);
        }

        if (t->map != NULL) {
            return ANT_OK;
        }

        ant_segment_discard(t->dir, t->number, t->fd);
        t->fd = -1;
        rc = ANT_ERROR;
    }

    if (rc == ANT_ERROR && (errno == ENOSPC || errno == EDQUOT)) {
        return ANT_NOROOM;
    }

    return rc;
}


static int
ant_task_run_enter(const ant_task_t *t)
{
    if (t->enter && (fsync(t->dir) == -1 || fsync(t->root) == -1)) {
        return ANT_ERROR;
    }

    return ANT_OK;
}


/* The fd is the segment's; one that was sealed unsynced has none. */

static int
ant_task_run_sync(ant_task_t *t)
{
    int  fd, rc, err;

    fd = t->fd;

    if (fd == -1) {
        fd = ant_segment_open(t->dir, t->number, O_RDWR);

        if (fd == -1) {
            return ANT_ERROR;
        }
    }

    rc = (fdatasync(fd) == 0) ? ant_task_run_enter(t) : ANT_ERROR;

    t->unsafe = (rc != ANT_OK);

    if (t->fd == -1) {
        err = errno;
        (void) close(fd);
        errno = err;
    }

    return rc;
}


static int
ant_task_run_seal(ant_task_t *t)
{
    int  rc;

    if (t->map != NULL) {
        (void) munmap(t->map, t->size);
        t->map = NULL;
    }

    if (t->fd != -1) {

        /* a reader's is not for writing */

        (void) close(t->fd);
    }

    t->fd = ant_segment_open(t->dir, t->number, O_RDWR);
    if (t->fd == -1) {
        return ANT_ERROR;
    }

    rc = ftruncate(t->fd, (off_t) t->used) == 0 ? ANT_OK : ANT_ERROR;

    if (rc == ANT_OK && t->sync && !t->never) {
        rc = ant_task_run_sync(t);
    }

    ant_task_unload(t);

    return rc;
}


static int
ant_task_run_remove(ant_task_t *t)
{
    ant_task_unload(t);

    if (t->dir == -1) {
        return ANT_OK;
    }

    if (t->keep && (ant_task_name(t, t->number) != ANT_OK
                    || fsync(t->root) == -1))
    {
        return ANT_ERROR;
    }

    return ant_task_unlink(t, t->number);
}


/* A new file may be there of a CUT that failed. */

static int
ant_task_open_header(const ant_task_t *t)
{
    char  name[ANT_SEGMENT_NAME];

    if (!t->keep) {
        return ant_segment_open(t->dir, t->number, O_RDWR);
    }

    if (t->number == 0) {
        errno = EOVERFLOW;
        return -1;
    }

    ant_segment_name(name, t->number);

    return openat(t->dir, name, O_RDWR|O_CREAT|O_CLOEXEC|O_NOFOLLOW, 0600);
}


/*
 * The floor first: a journal that is only a header knows its end by it.  The
 * second sync before the others go: without them the last one must not come
 * back whole.  Where that one is to be kept, a file of its own has the floor.
 */

static int
ant_task_run_header(ant_task_t *t)
{
    int  rc;

    t->fd = ant_task_open_header(t);
    if (t->fd == -1) {
        return ANT_ERROR;
    }

    rc = ANT_ERROR;

    if (ant_segment_write(t->fd, t->plan, ANT_HEADER_SIZE, 0) == ANT_OK
        && fsync(t->fd) == 0
        && ftruncate(t->fd, ANT_HEADER_SIZE) == 0
        && fsync(t->fd) == 0
        && (!t->keep || fsync(t->dir) == 0))
    {
        rc = ANT_OK;
    }

    ant_task_unload(t);

    return rc;
}


/* The plan's files from one to another: named in the root, or removed. */

static int
ant_task_files(const ant_task_t *t, size_t i, size_t n,
    int (*file)(const ant_task_t *t, uint32_t number))
{
    int        rc;
    u_char    *p;
    uint32_t   number;

    rc = ANT_OK;

    for ( /* void */ ; rc == ANT_OK && i < n; i++) {
        p = t->plan + ANT_HEADER_SIZE + i * sizeof(uint32_t);
        memcpy(&number, p, sizeof(uint32_t));

        rc = file(t, number);
    }

    return rc;
}


static int
ant_task_run_cut(ant_task_t *t)
{
    int  rc;

    if (t->plan == NULL) {
        errno = t->segment ? ENOMEM : EINVAL;
        return ANT_ERROR;
    }

    if (t->dir == -1) {
        return ANT_OK;
    }

    rc = ant_task_files(t, 0, t->nkeep, ant_task_name);

    if (rc == ANT_OK && t->nkeep && fsync(t->root) == -1) {
        return ANT_ERROR;
    }

    if (rc == ANT_OK) {
        rc = ant_task_run_header(t);
    }

    if (rc == ANT_OK) {
        rc = ant_task_files(t, 0, t->nkeep + t->nremove, ant_task_unlink);
    }

    if (rc == ANT_OK && fsync(t->dir) == -1) {
        return ANT_ERROR;
    }

    return rc;
}


static int
ant_task_run_drop(ant_task_t *t)
{
    if (t->dir == -1) {
        return ANT_OK;
    }

    if (t->segment != NULL && ant_task_unlink(t, t->number) != ANT_OK) {
        return ANT_ERROR;
    }

    if (unlinkat(t->root, (char *) t->text, AT_REMOVEDIR) == -1
        && errno != ENOENT)
    {
        return ANT_ERROR;
    }

    return (fsync(t->root) == 0) ? ANT_OK : ANT_ERROR;
}


/* A second one of the name is numbered: both are kept. */

static int
ant_task_run_aside(ant_task_t *t)
{
    int   i, rc;
    char  to[64];

    if (t->dir == -1) {
        return ANT_OK;
    }

    (void) snprintf(to, sizeof(to), "%s.aside", (const char *) t->text);

    for (i = 1; i < ANT_WORK_NAMES; i++) {
        rc = renameat2(t->root, (char *) t->text, t->root, to,
                       RENAME_NOREPLACE);

        if (rc == 0) {
            return (fsync(t->root) == 0) ? ANT_OK : ANT_ERROR;
        }

        if (errno != EEXIST) {
            break;
        }

        (void) snprintf(to, sizeof(to), "%s.%d.aside", (const char *) t->text,
                        i);
    }

    return ANT_ERROR;
}


/*
 * The fence will pass what the disk did not give: whoever comes next does not
 * read it any more, and has to find the second name.
 */

static int
ant_task_run_keep(ant_task_t *t)
{
    int  rc, err;

    rc = ant_damage_keep(t->root, t->dir, (const char *) t->text, &t->bad);
    err = errno;

    /* also where there was no room for a copy: a name takes none */

    if (t->keep
        && (ant_task_name(t, t->number) != ANT_OK || fsync(t->root) == -1)
        && rc != ANT_ERROR)
    {
        return ANT_ERROR;
    }

    errno = err;

    return rc;
}


void
ant_task_run(ant_task_t *t)
{
    errno = 0;

    switch (t->op) {

    case ANT_TASK_MAKE:
        if (t->segment == NULL) {
            errno = ENOMEM;
            t->rc = ANT_ERROR;

        } else {
            t->rc = ant_task_run_make(t);
        }

        break;

    case ANT_TASK_SYNC:
        t->rc = ant_task_run_sync(t);
        break;

    case ANT_TASK_SEAL:
        t->rc = ant_task_run_seal(t);
        break;

    case ANT_TASK_REMOVE:
        t->rc = ant_task_run_remove(t);
        break;

    case ANT_TASK_CUT:
        t->rc = ant_task_run_cut(t);
        break;

    case ANT_TASK_DROP:
        t->rc = ant_task_run_drop(t);
        break;

    case ANT_TASK_KEEP:
        t->rc = ant_task_run_keep(t);
        break;

    default: /* ANT_TASK_ASIDE */
        t->rc = ant_task_run_aside(t);
    }

    t->err = (t->rc == ANT_OK) ? 0 : errno;
}
