
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The live side of a journal: making it, appending, turning to the next
 * segment.  Promises that appending and turning make no system call, and that
 * a sequence is never given twice.  Called in the event loop only.  Never
 * waits, never syncs: what may block is a task (ant_task.h).
 */


#define _GNU_SOURCE

#include "ant_journal.h"
#include "ant_segment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>


#define ANT_CREATE_TRIES  8


static void
ant_journal_string(ant_str_t *to, const ant_str_t *from, u_char **p)
{
    if (from->len != 0) {
        memcpy(*p, from->data, from->len);
    }

    to->data = *p;
    to->len = from->len;
    *p += from->len;
}


ant_journal_t *
ant_journal_alloc(const ant_identity_t *ident, const u_char *id)
{
    u_char         *p;
    ant_journal_t  *j;

    j = calloc(1, sizeof(ant_journal_t) + ident->list.len + ident->fence.len
                  + ident->endpoint.len);
    if (j == NULL) {
        return NULL;
    }

    p = (u_char *) (j + 1);

    ant_journal_string(&j->list, &ident->list, &p);
    ant_journal_string(&j->fence, &ident->fence, &p);
    ant_journal_string(&j->endpoint, &ident->endpoint, &p);

    memcpy(j->id, id, ANT_ID_SIZE);
    ant_id_text(j->text, id);

    j->seed = ant_record_seed(id);
    j->created = ant_id_time(id);
    j->root = -1;
    j->dir = -1;
    j->next = ANT_SEQUENCE_FIRST;
    j->confirmed = ANT_SEQUENCE_FIRST;
    j->floor = ANT_SEQUENCE_FIRST;
    j->synced = ANT_SEQUENCE_FIRST;

    return j;
}


void
ant_journal_header(const ant_journal_t *j, ant_header_t *h)
{
    memset(h, 0, sizeof(ant_header_t));

    memcpy(h->id, j->id, ANT_ID_SIZE);
    memcpy(h->machine, j->machine, ANT_MACHINE_SIZE);

    h->device = j->device;
    h->inode = j->inode;
    h->list = j->list;
    h->fence = j->fence;
    h->endpoint = j->endpoint;
    h->floor = j->floor;
}


/* ANT_AGAIN: someone has the name, or looked at the directory: another one. */

static int
ant_journal_directory(ant_journal_t *j)
{
    int          rc;
    struct stat  st;

    if (mkdirat(j->root, (char *) j->name, 0700) == -1) {
        return (errno == EEXIST) ? ANT_AGAIN : ANT_ERROR;
    }

    rc = ant_segment_lock(j->root, (char *) j->name, &j->dir);

    if (rc == ANT_AGAIN) {

        /* one that looks for orphans removes it */

        return ANT_AGAIN;
    }

    if (rc == ANT_OK && fstat(j->dir, &st) == 0) {
        j->device = st.st_dev;
        j->inode = st.st_ino;
        return ANT_OK;
    }

    rc = errno;
    (void) unlinkat(j->root, (char *) j->name, AT_REMOVEDIR);
    errno = rc;

    return ANT_ERROR;
}


static ant_journal_t *
ant_journal_new(int root, const ant_identity_t *ident, uint64_t now)
{
    int             rc, err;
    u_char          id[ANT_ID_SIZE];
    ant_journal_t  *j;

    ant_id_set_time(id, now);

    if (getrandom(id + 6, ANT_ID_SIZE - 6, GRND_NONBLOCK) != ANT_ID_SIZE - 6) {
        errno = EAGAIN;
        return NULL;
    }

    j = ant_journal_alloc(ident, id);
    if (j == NULL) {
        return NULL;
    }

    memcpy(j->name, j->text, 2 * ANT_ID_SIZE);

    j->live = 1;
    j->root = root;

    if (root == -1) {
        return j;
    }

    rc = ant_journal_directory(j);

    if (rc == ANT_OK) {
        return j;
    }

    err = (rc == ANT_AGAIN) ? EEXIST : errno;
    ant_journal_close(j);
    errno = err;

    return NULL;
}


/* In the event loop: nothing is synced.  The first SYNC does it. */

static int
ant_journal_first(ant_journal_t *j, size_t size)
{
    ant_segment_t  *s;

    s = ant_segment_alloc(j->number++);
    if (s == NULL) {
        return ANT_ERROR;
    }

    s->size = size;

    if (j->dir != -1) {
        s->fd = ant_segment_allocate(j->dir, s->number, size);

        if (s->fd == -1) {
            free(s);
            return ANT_ERROR;
        }

        if (ant_segment_fill(s->fd, size) != ANT_OK) {
            goto failed;
        }
    }

    s->map = ant_segment_map(s->fd, size, 0);
    if (s->map == NULL) {
        goto failed;
    }

    ant_segment_append(&j->ready, s);
    j->nready++;

    ant_journal_activate(j);

    return ANT_OK;

failed:

    if (s->fd != -1) {
        ant_segment_discard(j->dir, s->number, s->fd);
    }

    free(s);

    return ANT_ERROR;
}


ant_journal_t *
ant_journal_create(int root, const ant_identity_t *ident,
    const u_char *machine, uint64_t now, size_t size)
{
    int             i, err;
    ant_journal_t  *j;

    if (size < 2 * ANT_HEADER_SIZE || size % 8 != 0
        || ident->list.len > ANT_LIST_MAX
        || ident->fence.len > ANT_FENCE_MAX
        || ident->endpoint.len > ANT_ENDPOINT_MAX)
    {
        errno = EINVAL;
        return NULL;
    }

    j = ant_journal_new(root, ident, now);

    for (i = 1; j == NULL && errno == EEXIST && i < ANT_CREATE_TRIES; i++) {
        j = ant_journal_new(root, ident, now);
    }

    if (j == NULL) {
        return NULL;
    }

    memcpy(j->machine, machine, ANT_MACHINE_SIZE);

    if (ant_journal_first(j, size) != ANT_OK) {
        err = errno;

        if (j->dir != -1) {
            (void) unlinkat(root, (char *) j->name, AT_REMOVEDIR);
        }

        ant_journal_close(j);
        errno = err;

        return NULL;
    }

    return j;
}


u_char *
ant_journal_reserve(ant_journal_t *j, u_char **last)
{
    size_t          room;
    u_char         *p;
    ant_segment_t  *s;

    s = j->active;

    if (s == NULL) {
        return NULL;
    }

    room = s->size - s->used;

    if (room <= ANT_RECORD_SIZE) {
        *last = s->map + s->size;
        return *last;
    }

    p = s->map + s->used + ANT_RECORD_SIZE;
    room -= ANT_RECORD_SIZE;

    *last = p + (room < ANT_PAYLOAD_MAX ? room : ANT_PAYLOAD_MAX);

    return p;
}


void
ant_journal_commit(ant_journal_t *j, u_char *end, uint64_t now)
{
    size_t          len;
    u_char         *p;
    ant_segment_t  *s;

    s = j->active;
    p = s->map + s->used;
    len = (size_t) (end - p) - ANT_RECORD_SIZE;

    /* a clock that was set back is no reason for an absurd time */

    now = (now > j->created) ? now - j->created : 0;

    ant_record_commit(p, j->seed, j->next, now, len);

    s->used += ant_record_size(len);
    s->dirty = 1;
    j->next++;
}


void
ant_journal_undo(ant_journal_t *j)
{
    if (j->active != NULL) {
        j->active->end = j->next - 1;
    }
}


void
ant_journal_activate(ant_journal_t *j)
{
    u_char          header[ANT_HEADER_SIZE];
    ant_header_t    h;
    ant_segment_t  *s;

    s = j->ready;
    j->ready = s->next;
    j->nready--;

    s->base = j->next;
    s->used = ANT_HEADER_SIZE;
    s->dirty = 1;

    /* in the list first: who handles SIGBUS looks for it there */

    ant_segment_append(j->active ? &j->active->next : &j->segments, s);

    j->active = s;
    j->head = s->map;

    ant_journal_header(j, &h);
    h.base = s->base;

    (void) ant_header_write(header, &h);
    ant_header_store(s->map, header);
}


static void
ant_journal_seal(ant_journal_t *j)
{
    ant_segment_t  *s;

    s = j->active;

    if (s->end == 0) {
        s->end = j->next;
    }

    s->sealed = 1;
}


int
ant_journal_turn(ant_journal_t *j)
{
    if (j->ready == NULL) {
        return ANT_NOROOM;
    }

    if (j->active != NULL) {
        ant_journal_seal(j);
    }

    ant_journal_activate(j);

    return ANT_OK;
}


void
ant_journal_fail(ant_journal_t *j)
{
    ant_segment_t  *s;

    if (j->active != NULL) {
        ant_journal_seal(j);

        /* in memory there is no file to read it from */

        j->active->failed = (j->dir != -1);
        j->active = NULL;
    }

    j->head = NULL;

    while (j->ready != NULL) {
        s = j->ready;
        j->ready = s->next;
        ant_segment_append(&j->retired, s);
    }

    j->nready = 0;
}


void
ant_journal_mark(ant_journal_t *j, uint64_t sequence)
{
    if (j->head != NULL) {
        ant_header_set_reading(j->head, sequence,
                               sequence == j->suspect ? j->deaths : 0);
    }
}


uint64_t
ant_journal_bound(const ant_journal_t *j, const ant_segment_t *s)
{
    uint64_t              base;
    const ant_segment_t  *next;

    base = s->base;

    if (s->end != 0) {
        return s->end;
    }

    for (next = s->next; next != NULL; next = next->next) {
        if (next->base > base) {
            return next->base;
        }
    }

    return j->next;
}


static void
ant_journal_free_list(ant_segment_t *s)
{
    ant_segment_t  *next;

    for ( /* void */ ; s != NULL; s = next) {
        next = s->next;
        ant_segment_free(s);
    }
}


void
ant_journal_close(ant_journal_t *j)
{
    if (j->head != NULL && !j->live) {
        (void) munmap(j->head, ANT_HEADER_SIZE);
    }

    ant_journal_free_list(j->segments);
    ant_journal_free_list(j->ready);
    ant_journal_free_list(j->retired);
    ant_journal_free_list(j->strange);

    if (j->dir != -1) {
        (void) close(j->dir);
    }

    free(j);
}
