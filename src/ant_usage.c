
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What all journals take on the disk, by list, and who may have more.
 * Promises that the sum stays below the bound, that every list of real events
 * can have its guaranteed share whatever the others do, and that rejected
 * events stay within theirs.  Called in the pool; counts the disk each time,
 * so that there is no shared number to drift.  Removes nothing.
 */


#define _GNU_SOURCE

#include "ant_root.h"
#include "ant_inspect.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>


/* st_blocks is in these, whatever the file system's own are */
#define ANT_BLOCK  512


/* Which journal belongs to which list; read from a header once. */
typedef struct {
    u_char         id[ANT_ID_SIZE];
    uint32_t       queue;
    uint32_t       used;
} ant_owner_t;


typedef struct {
    ant_owner_t   *elts;
    size_t         size;            /* a power of two, or 0 */
    size_t         n;
} ant_owners_t;


typedef struct {
    uint64_t      *bytes;           /* by queue; the last: of none */
    size_t         journals;
    ant_owners_t   owners;
} ant_count_t;


struct ant_usage_s {
    const ant_limit_t  *limit;
    u_char             *refused;    /* by queue */
    ant_count_t         count;
};


static int
ant_usage_count_init(const ant_usage_t *u, ant_count_t *c)
{
    memset(c, 0, sizeof(ant_count_t));

    c->bytes = calloc(u->limit->nqueues + 1, sizeof(uint64_t));

    return c->bytes ? ANT_OK : ANT_ERROR;
}


static void
ant_usage_count_free(ant_count_t *c)
{
    free(c->bytes);
    free(c->owners.elts);
}


ant_usage_t *
ant_usage_create(const ant_limit_t *limit)
{
    ant_usage_t  *u;

    u = calloc(1, sizeof(ant_usage_t) + limit->nqueues);
    if (u == NULL) {
        return NULL;
    }

    u->limit = limit;
    u->refused = (u_char *) (u + 1);

    if (ant_usage_count_init(u, &u->count) != ANT_OK) {
        free(u);
        return NULL;
    }

    return u;
}


void
ant_usage_destroy(ant_usage_t *u)
{
    if (u != NULL) {
        ant_usage_count_free(&u->count);
        free(u);
    }
}


/* The place of an id, or a free one. */

static ant_owner_t *
ant_usage_place(const ant_owners_t *o, const u_char *id)
{
    size_t        i;
    uint64_t      hash;
    ant_owner_t  *place;

    hash = ant_record_seed(id);

    for (i = hash & (o->size - 1); ; i = (i + 1) & (o->size - 1)) {
        place = &o->elts[i];

        if (!place->used || memcmp(place->id, id, ANT_ID_SIZE) == 0) {
            return place;
        }
    }
}


static int
ant_usage_grow(ant_owners_t *o)
{
    size_t        i;
    ant_owners_t  bigger;

    bigger.n = o->n;
    bigger.size = o->size ? 2 * o->size : 64;

    bigger.elts = calloc(bigger.size, sizeof(ant_owner_t));
    if (bigger.elts == NULL) {
        return ANT_ERROR;
    }

    for (i = 0; i < o->size; i++) {

        if (o->elts[i].used) {
            *ant_usage_place(&bigger, o->elts[i].id) = o->elts[i];
        }
    }

    free(o->elts);
    *o = bigger;

    return ANT_OK;
}


static int
ant_usage_learn(ant_owners_t *o, const u_char *id, size_t queue)
{
    ant_owner_t  *place;

    /* at most half full: a free place is always near */

    if (2 * (o->n + 1) > o->size && ant_usage_grow(o) != ANT_OK) {
        return ANT_ERROR;
    }

    place = ant_usage_place(o, id);

    memcpy(place->id, id, ANT_ID_SIZE);
    place->queue = (uint32_t) queue;
    o->n += !place->used;
    place->used = 1;

    return ANT_OK;
}


static int
ant_usage_equal(const ant_str_t *a, const ant_str_t *b)
{
    return a->len == b->len
           && (a->len == 0 || memcmp(a->data, b->data, a->len) == 0);
}


/* The queue of a journal, limit->nqueues if it belongs to none. */

static int
ant_usage_owner(const ant_usage_t *u, ant_count_t *c, int root,
    const char *name, const u_char *id, size_t *queue)
{
    size_t               i;
    u_char               buf[ANT_HEADER_SIZE];
    ant_header_t         h;
    const ant_owner_t   *known;
    const ant_queue_t   *q;

    *queue = u->limit->nqueues;

    if (u->count.owners.size != 0) {
        known = ant_usage_place(&u->count.owners, id);

        if (known->used) {
            *queue = known->queue;
            return ant_usage_learn(&c->owners, id, *queue);
        }
    }

    /* one that is being made just now has no header yet */

    if (ant_inspect_peek(root, name, buf, &h) != ANT_OK) {
        return ANT_OK;
    }

    q = u->limit->queues;

    for (i = 0; i < u->limit->nqueues; i++) {

        if (ant_usage_equal(&q[i].list, &h.list)
            && ant_usage_equal(&q[i].endpoint, &h.endpoint))
        {
            *queue = i;
            break;
        }
    }

    return ant_usage_learn(&c->owners, id, *queue);
}


/* Gone meanwhile, or not ours to look at: no trouble. */

static int
ant_usage_passed(void)
{
    return (errno == ENOENT || errno == EACCES) ? ANT_OK : ANT_ERROR;
}


static int
ant_usage_files(int root, const char *name, uint64_t *bytes)
{
    int             fd, err;
    DIR            *d;
    struct stat     st;
    struct dirent  *de;

    *bytes = 0;

    fd = openat(root, name, O_RDONLY|O_DIRECTORY|O_CLOEXEC|O_NOFOLLOW);
    if (fd == -1) {
        return ant_usage_passed();
    }

    d = fdopendir(fd);

    if (d == NULL) {
        err = errno;
        (void) close(fd);
        errno = err;

        return ANT_ERROR;
    }

    while ((de = readdir(d)) != NULL) {

        if (fstatat(fd, de->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0
            && S_ISREG(st.st_mode))
        {
            *bytes += (uint64_t) st.st_blocks * ANT_BLOCK;
        }
    }

    (void) closedir(d);

    return ANT_OK;
}


static int
ant_usage_entry(const ant_usage_t *u, ant_count_t *c, int root,
    const char *name)
{
    size_t       queue;
    u_char       id[ANT_ID_SIZE];
    uint64_t     bytes;
    struct stat  st;

    if (fstatat(root, name, &st, AT_SYMLINK_NOFOLLOW) == -1) {
        return ant_usage_passed();
    }

    queue = u->limit->nqueues;

    if (!S_ISDIR(st.st_mode)) {
        c->bytes[queue] += (uint64_t) st.st_blocks * ANT_BLOCK;
        return ANT_OK;
    }

    if (ant_usage_files(root, name, &bytes) != ANT_OK) {
        return ANT_ERROR;
    }

    if (ant_id_parse(id, (const u_char *) name, strlen(name)) == ANT_OK) {
        c->journals++;

        if (ant_usage_owner(u, c, root, name, id, &queue) != ANT_OK) {
            return ANT_ERROR;
        }
    }

    c->bytes[queue] += bytes;

    return ANT_OK;
}


static int
ant_usage_walk(const ant_usage_t *u, ant_count_t *c, int root)
{
    int             fd, rc, err;
    DIR            *d;
    struct dirent  *de;

    fd = openat(root, ".", O_RDONLY|O_DIRECTORY|O_CLOEXEC);
    if (fd == -1) {
        return ANT_ERROR;
    }

    d = fdopendir(fd);

    if (d == NULL) {
        err = errno;
        (void) close(fd);
        errno = err;

        return ANT_ERROR;
    }

    rc = ANT_OK;

    do {
        errno = 0;
        de = readdir(d);

        if (de == NULL) {
            rc = errno ? ANT_ERROR : ANT_OK;

        } else if (strcmp(de->d_name, ".") != 0
                   && strcmp(de->d_name, "..") != 0)
        {
            rc = ant_usage_entry(u, c, root, de->d_name);
        }

    } while (de != NULL && rc == ANT_OK);

    err = errno;
    (void) closedir(d);
    errno = err;

    return rc;
}


int
ant_usage_count(ant_usage_t *u, int root)
{
    int          err;
    ant_count_t  c;

    if (ant_usage_count_init(u, &c) != ANT_OK) {
        return ANT_ERROR;
    }

    if (ant_usage_walk(u, &c, root) != ANT_OK) {
        err = errno;
        ant_usage_count_free(&c);
        errno = err;

        return ANT_ERROR;
    }

    ant_usage_count_free(&u->count);
    u->count = c;

    return ANT_OK;
}


uint64_t
ant_usage_total(const ant_usage_t *u)
{
    size_t    i;
    uint64_t  total;

    total = 0;

    for (i = 0; i <= u->limit->nqueues; i++) {
        total += u->count.bytes[i];
    }

    return total;
}


uint64_t
ant_usage_queue(const ant_usage_t *u, size_t queue)
{
    return u->count.bytes[queue];
}


size_t
ant_usage_journals(const ant_usage_t *u)
{
    return u->count.journals;
}


/* What a list of real events is sure of. */

static uint64_t
ant_usage_guarantee(const ant_usage_t *u)
{
    size_t  i, n;

    n = 0;

    for (i = 0; i < u->limit->nqueues; i++) {
        n += !u->limit->queues[i].rejected;
    }

    return n ? u->limit->size / (2 * n) : 0;
}


/* The total, and what the other lists may still claim of their guarantee. */

static uint64_t
ant_usage_spoken_for(const ant_usage_t *u, size_t queue)
{
    size_t    i;
    uint64_t  sum, guarantee;

    sum = ant_usage_total(u);
    guarantee = ant_usage_guarantee(u);

    for (i = 0; i < u->limit->nqueues; i++) {

        if (i != queue && !u->limit->queues[i].rejected
            && u->count.bytes[i] < guarantee)
        {
            sum += guarantee - u->count.bytes[i];
        }
    }

    return sum;
}


static uint64_t
ant_usage_rejected(const ant_usage_t *u)
{
    size_t    i;
    uint64_t  sum;

    sum = 0;

    for (i = 0; i < u->limit->nqueues; i++) {

        if (u->limit->queues[i].rejected) {
            sum += u->count.bytes[i];
        }
    }

    return sum;
}


/* Is there room under a bound; after a refusal, not before 95 % of it? */

static int
ant_usage_fits(uint64_t used, uint64_t size, uint64_t bound, int refused)
{
    if (used + size > bound) {
        return 0;
    }

    return !refused || used < bound - bound / 20;
}


int
ant_usage_allows(ant_usage_t *u, size_t queue, uint64_t size)
{
    int       fits, refused;
    uint64_t  limit;

    limit = u->limit->size;
    refused = u->refused[queue];

    if (!u->limit->queues[queue].rejected
        && u->count.bytes[queue] + size <= ant_usage_guarantee(u))
    {
        fits = 1;

    } else {
        fits = ant_usage_fits(ant_usage_spoken_for(u, queue), size, limit,
                              refused);
    }

    if (fits && u->limit->queues[queue].rejected) {
        fits = ant_usage_fits(ant_usage_rejected(u), size, limit / 8,
                              refused);
    }

    u->refused[queue] = !fits;

    return fits ? ANT_OK : ANT_NOROOM;
}
