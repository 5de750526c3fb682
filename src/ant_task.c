
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The work of a journal that may block, as the event loop sees it: what there
 * is to do, and what came of it.  Promises that a segment whose sync failed is
 * never synced again, and that what a task has nobody else touches.  Called by
 * the worker's upkeep.  Makes no system call but to unmap and close at a
 * journal's end.
 */


#define _GNU_SOURCE

#include "ant_task.h"
#include "ant_segment.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>


static void
ant_task_init(ant_task_t *t, ant_task_e op, ant_journal_t *j,
    ant_segment_t *s)
{
    memset(t, 0, sizeof(ant_task_t));

    t->op = op;
    t->journal = j;
    t->segment = s;
    t->dir = j->dir;
    t->root = j->root;
    t->fd = -1;
    t->sync = 1;

    memcpy(t->text, j->name, sizeof(t->text));

    if (s != NULL) {
        t->number = s->number;
        t->size = s->size;
        t->used = s->used;
    }
}


/* The task owns mapping and fd from now on. */

static void
ant_task_take(ant_task_t *t, ant_segment_t *s)
{
    t->map = s->map;
    t->fd = s->fd;

    s->map = NULL;
    s->fd = -1;
    s->busy = 1;
}


static int
ant_task_sealable(const ant_journal_t *j, const ant_segment_t *s,
    uint64_t sent)
{
    const ant_segment_t  *next;

    if (s->busy || s->cut || s->used == 0 || j->dir == -1) {
        return 0;
    }

    if (!j->live) {

        /* what is behind it may be there once the disk gives it */

        return s->next == NULL && s->used < s->size && !s->unread;
    }

    if (!s->sealed) {
        return 0;
    }

    if (sent >= s->end) {
        return 1;
    }

    next = s->next;

    return next != NULL && next->next != NULL && next->next->next != NULL;
}


int
ant_task_next(ant_journal_t *j, uint64_t sent, ant_task_t *t)
{
    ant_segment_t  *s;

    for (s = j->retired; s != NULL; s = s->next) {

        if (!s->busy) {
            ant_task_init(t, ANT_TASK_REMOVE, j, s);
            ant_task_take(t, s);

            t->keep = s->unread;

            return ANT_OK;
        }
    }

    for (s = j->segments; s != NULL; s = s->next) {

        if (ant_task_sealable(j, s, sent)) {
            ant_task_init(t, ANT_TASK_SEAL, j, s);
            ant_task_take(t, s);

            t->never = s->failed;
            t->enter = !j->entered;
            t->upto = s->end;

            return ANT_OK;
        }
    }

    return ANT_AGAIN;
}


void
ant_task_make(ant_journal_t *j, size_t size, ant_task_t *t)
{
    ant_segment_t  *s;

    /* made here, so that a file once made is never without one */

    s = ant_segment_alloc(j->number);

    ant_task_init(t, ANT_TASK_MAKE, j, s);

    if (s != NULL) {
        j->number++;
        s->size = size;
    }

    t->size = size;
}


int
ant_task_sync(ant_journal_t *j, ant_task_t *t)
{
    ant_segment_t  *s;

    for (s = j->segments; s != NULL && j->dir != -1; s = s->next) {

        if (s->dirty && !s->busy && !s->failed) {
            ant_task_init(t, ANT_TASK_SYNC, j, s);

            t->fd = s->fd;
            t->enter = !j->entered;
            t->upto = s->sealed ? s->end : j->next;

            s->busy = 1;
            s->dirty = 0;

            return ANT_OK;
        }
    }

    return ANT_AGAIN;
}


/*
 * Numbers of a list to the plan: of those that are to be kept, or of those
 * that are not.  A task has the busy ones already.
 */

static size_t
ant_task_list(u_char *plan, size_t n, ant_segment_t *s,
    const ant_segment_t *last, unsigned keep)
{
    u_char  *p;

    for ( /* void */ ; s != NULL; s = s->next) {

        if (s->busy || s->unread != keep || (s == last && !keep)) {
            continue;
        }

        ant_segment_unload(s);

        if (plan != NULL) {
            p = plan + ANT_HEADER_SIZE + n * sizeof(uint32_t);
            memcpy(p, &s->number, sizeof(uint32_t));
        }

        n++;
    }

    return n;
}


/* plan is NULL to count only. */

static size_t
ant_task_plan(ant_journal_t *j, ant_task_t *t, u_char *plan)
{
    size_t          n;
    ant_segment_t  *s;

    for (s = j->strange; s != NULL; s = s->next) {
        s->unread = 1;
    }

    n = ant_task_list(plan, 0, j->strange, NULL, 1);
    n = ant_task_list(plan, n, j->segments, NULL, 1);
    n = ant_task_list(plan, n, j->retired, NULL, 1);

    t->nkeep = n;

    n = ant_task_list(plan, n, j->segments, t->segment, 0);
    n = ant_task_list(plan, n, j->retired, NULL, 0);

    t->nremove = n - t->nkeep;

    return n;
}


static void
ant_task_detach(ant_journal_t *j, ant_segment_t *last)
{
    ant_segment_t  *s;

    while (j->ready != NULL) {
        s = j->ready;
        j->ready = s->next;
        ant_segment_append(&j->retired, s);
    }

    j->nready = 0;
    j->active = NULL;

    if (j->head != NULL && !j->live) {
        (void) munmap(j->head, ANT_HEADER_SIZE);
    }

    j->head = NULL;

    ant_segment_unload(last);

    last->sealed = 1;
    last->end = j->next;
}


void
ant_task_cut(ant_journal_t *j, ant_task_t *t)
{
    size_t          n;
    ant_header_t    h;
    ant_segment_t  *last;

    for (last = j->segments; last != NULL; last = last->next) {
        if (last->next == NULL) {
            break;
        }
    }

    ant_task_init(t, ANT_TASK_CUT, j, last);

    if (last == NULL) {
        return;
    }

    ant_task_detach(j, last);

    n = ant_task_plan(j, t, NULL);

    t->plan = malloc(ANT_HEADER_SIZE + n * sizeof(uint32_t));
    if (t->plan == NULL) {
        return;
    }

    (void) ant_task_plan(j, t, t->plan);

    /* all but the floor is what stands there, if it can be read */

    ant_journal_header(j, &h);
    h.base = last->base;
    h.floor = j->next;

    if (last->unread) {
        t->keep = 1;
        t->number = j->number;
        h.base = j->next;
    }

    (void) ant_header_write(t->plan, &h);

    last->busy = 1;
}


void
ant_task_drop(ant_journal_t *j, ant_task_t *t)
{
    ant_task_init(t, ANT_TASK_DROP, j, j->segments);
}


void
ant_task_keep(ant_journal_t *j, const ant_cursor_t *c, ant_task_t *t)
{
    const ant_segment_t  *s;

    ant_task_init(t, ANT_TASK_KEEP, j, NULL);

    t->bad = *c;

    for (s = j->segments; s != NULL; s = s->next) {
        if (s->number == c->number) {
            t->number = s->number;
            t->keep = s->unread;
        }
    }
}


void
ant_task_aside(ant_journal_t *j, ant_task_t *t)
{
    ant_task_init(t, ANT_TASK_ASIDE, j, NULL);
}


static void
ant_task_end_make(ant_task_t *t)
{
    ant_journal_t  *j;
    ant_segment_t  *s;

    j = t->journal;
    s = t->segment;

    if (t->rc != ANT_OK) {
        free(s);
        return;
    }

    s->map = t->map;
    s->fd = t->fd;

    ant_segment_append(&j->ready, s);
    j->nready++;

    if (j->active == NULL) {
        ant_journal_activate(j);
    }
}


static void
ant_task_end_synced(ant_task_t *t)
{
    ant_journal_t  *j;
    ant_segment_t  *s;

    j = t->journal;

    j->entered |= t->enter;

    /* not past one that is older and not on the disk */

    for (s = j->segments; s != NULL && s != t->segment; s = s->next) {
        if (s->dirty && !s->failed) {
            return;
        }
    }

    if (t->upto > j->synced) {
        j->synced = t->upto;
    }
}


static void
ant_task_end_sync(ant_task_t *t)
{
    t->segment->busy = 0;

    if (t->rc == ANT_OK) {
        ant_task_end_synced(t);
        return;
    }

    t->segment->failed = 1;

    ant_journal_fail(t->journal);
}


static void
ant_task_end_seal(ant_task_t *t)
{
    int             synced;
    ant_segment_t  *s;

    s = t->segment;
    s->busy = 0;

    synced = t->sync && !t->never;

    if (t->rc != ANT_OK) {

        if (t->unsafe && t->journal->live) {
            s->failed = 1;
            ant_journal_fail(t->journal);
        }

        return;
    }

    s->size = s->used;
    s->cut = 1;

    if (synced) {
        s->dirty = 0;
        ant_task_end_synced(t);
    }
}


static void
ant_task_forget(ant_segment_t **list, const ant_segment_t *keep)
{
    ant_segment_t  *s;

    while (*list != NULL) {
        s = *list;

        if (s == keep || s->busy) {
            list = &s->next;
            continue;
        }

        *list = s->next;
        ant_segment_free(s);
    }
}


static void
ant_task_end_remove(ant_task_t *t)
{
    ant_segment_t  **p;

    t->segment->busy = 0;

    if (t->rc != ANT_OK) {
        return;
    }

    for (p = &t->journal->retired; *p != NULL; p = &(*p)->next) {

        if (*p == t->segment) {
            *p = t->segment->next;
            ant_segment_free(t->segment);
            return;
        }
    }
}


static void
ant_task_end_cut(ant_task_t *t)
{
    ant_journal_t  *j;
    ant_segment_t  *s;

    j = t->journal;
    s = t->segment;

    if (t->plan != NULL) {
        free(t->plan);
        t->plan = NULL;

        s->busy = 0;
    }

    if (t->rc != ANT_OK) {
        return;
    }

    ant_task_forget(&j->segments, s);
    ant_task_forget(&j->retired, NULL);
    ant_task_forget(&j->strange, NULL);

    if (t->keep) {
        s->number = j->number++;
        s->base = j->next;
    }

    s->size = ANT_HEADER_SIZE;
    s->used = ANT_HEADER_SIZE;
    s->cut = 1;
    s->headless = 0;
    s->unread = 0;
    s->dirty = 0;

    j->generation++;
    j->floor = j->next;
    j->finished = 1;
}


int
ant_task_end(ant_task_t *t)
{
    switch (t->op) {

    case ANT_TASK_MAKE:
        ant_task_end_make(t);
        break;

    case ANT_TASK_SYNC:
        ant_task_end_sync(t);
        break;

    case ANT_TASK_SEAL:
        ant_task_end_seal(t);
        break;

    case ANT_TASK_REMOVE:
        ant_task_end_remove(t);
        break;

    case ANT_TASK_CUT:
        ant_task_end_cut(t);
        break;

    default: /* ANT_TASK_DROP, ANT_TASK_KEEP, ANT_TASK_ASIDE */
        break;
    }

    return t->rc;
}
