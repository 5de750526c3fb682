
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What keeps the worker's journals going: segments are made before they are
 * needed, synced, sealed and removed, journals are ended.
 *
 * Promises: nothing here blocks the event loop; whatever failed is tried again
 * at the next tick; what a journal that is live needs does not wait for what
 * adopted ones need: each kind has a task of its own in the thread pool.
 * Driven by a timer and by store_wake().  Never appends to a journal and never
 * reads one.
 */


#include "ngx_http_ant_webhook_upkeep.h"
#include "ngx_http_ant_webhook_budget.h"
#include "ngx_http_ant_webhook_pool.h"
#include "ngx_http_ant_webhook_report.h"
#include "ngx_http_ant_webhook_survey.h"
#include "ngx_http_ant_webhook_wait.h"


#define NGX_HTTP_ANT_WEBHOOK_TICK  1000

/* ms for which a list counts as busy since its last segment was full */
#define NGX_HTTP_ANT_WEBHOOK_BUSY  10000


typedef struct {
    ngx_http_ant_webhook_store_t  *store;
    ngx_http_ant_webhook_pool_t    own;     /* journals that are live */
    ngx_http_ant_webhook_pool_t    others;
    ngx_event_t                    tick;
    unsigned                       again:1; /* woken while a pool worked */
} ngx_http_ant_webhook_upkeep_t;


static void ngx_http_ant_webhook_upkeep_tick(ngx_event_t *ev);
static void ngx_http_ant_webhook_upkeep_work(ngx_event_t *ev);
static void ngx_http_ant_webhook_upkeep_finished(void *data,
    ngx_http_ant_webhook_work_t *work);


static ngx_http_ant_webhook_upkeep_t  ngx_http_ant_webhook_upkeep;


static ngx_connection_t  ngx_http_ant_webhook_upkeep_dummy = {
    .fd = (ngx_socket_t) -1
};


ngx_int_t
ngx_http_ant_webhook_upkeep_init(ngx_http_ant_webhook_store_t *s)
{
    ngx_http_ant_webhook_upkeep_t  *u;

    u = &ngx_http_ant_webhook_upkeep;

    ngx_memzero(u, sizeof(ngx_http_ant_webhook_upkeep_t));

    u->store = s;

    if (ngx_http_ant_webhook_pool_init(&u->own, s->mcf,
                                       ngx_http_ant_webhook_upkeep_finished,
                                       s, s->log)
        != NGX_OK
        || ngx_http_ant_webhook_pool_init(&u->others, s->mcf,
                                          ngx_http_ant_webhook_upkeep_finished,
                                          s, s->log)
           != NGX_OK
        || ngx_http_ant_webhook_survey_init(s) != NGX_OK)
    {
        return NGX_ERROR;
    }

    s->work.handler = ngx_http_ant_webhook_upkeep_work;
    s->work.data = &ngx_http_ant_webhook_upkeep_dummy;
    s->work.log = s->log;

    u->tick.handler = ngx_http_ant_webhook_upkeep_tick;
    u->tick.data = &ngx_http_ant_webhook_upkeep_dummy;
    u->tick.log = s->log;
    u->tick.cancelable = 1;

    ngx_add_timer(&u->tick, 1);

    return NGX_OK;
}


void
ngx_http_ant_webhook_upkeep_exit(void)
{
    ngx_http_ant_webhook_upkeep_t  *u;

    u = &ngx_http_ant_webhook_upkeep;

    if (u->store == NULL) {
        return;
    }

    u->store = NULL;

    ngx_http_ant_webhook_survey_exit();
    ngx_http_ant_webhook_pool_exit(&u->own);
    ngx_http_ant_webhook_pool_exit(&u->others);

    if (u->tick.timer_set) {
        ngx_del_timer(&u->tick);
    }
}


/*
 * A segment that holds confirmed events is sealed after a quarter of retain,
 * so that what it holds leaves the disk in time where traffic is low.
 */
static void
ngx_http_ant_webhook_upkeep_age(ngx_http_ant_webhook_store_t *s,
    ngx_http_ant_webhook_holder_t *h)
{
    ant_journal_t  *j;
    ant_segment_t  *active;

    j = h->journal;
    active = j->active;

    if (active == NULL || active->used <= ANT_HEADER_SIZE) {
        h->base = 0;
        return;
    }

    if (h->base != active->base) {
        h->base = active->base;
        h->filled = ngx_current_msec;
        return;
    }

    if (j->confirmed <= active->base
        || ngx_current_msec - h->filled < s->mcf->retain / 4)
    {
        return;
    }

    if (ant_journal_turn(j) == ANT_OK) {
        h->base = 0;
        h->size = ngx_max(h->size / 2, s->first);
    }
}


static void
ngx_http_ant_webhook_upkeep_tick(ngx_event_t *ev)
{
    ngx_msec_t                      interval;
    ngx_queue_t                    *q;
    ngx_http_ant_webhook_store_t   *s;
    ngx_http_ant_webhook_holder_t  *h;
    ngx_http_ant_webhook_upkeep_t  *u;

    u = &ngx_http_ant_webhook_upkeep;
    s = u->store;

    if (!s->mcf->off && !u->own.busy && !u->others.busy
        && !ngx_http_ant_webhook_survey_busy())
    {
        ngx_http_ant_webhook_store_open(s);
    }

    for (q = ngx_queue_head(&s->holders);
         q != ngx_queue_sentinel(&s->holders);
         q = ngx_queue_next(q))
    {
        h = ngx_queue_data(q, ngx_http_ant_webhook_holder_t, link);

        h->failed = 0;

        if (h->journal->live) {
            (void) ngx_http_ant_webhook_store_broken(h);
            ngx_http_ant_webhook_store_check(h);
            ngx_http_ant_webhook_upkeep_age(s, h);
        }
    }

    if (!s->mcf->off) {
        ngx_http_ant_webhook_survey(s);
    }

    ngx_http_ant_webhook_budget(s);
    s->hooks->tick();
    ngx_http_ant_webhook_report_store(s);

    ngx_http_ant_webhook_store_wake(s);

    interval = NGX_HTTP_ANT_WEBHOOK_TICK;

    if (s->mcf->sync && s->mcf->sync < interval) {
        interval = ngx_max(s->mcf->sync, 10);
    }

    ngx_add_timer(&u->tick, interval);
}


static ngx_uint_t
ngx_http_ant_webhook_upkeep_wants(ngx_http_ant_webhook_store_t *s,
    ngx_http_ant_webhook_holder_t *h)
{
    ngx_uint_t      busy;
    ant_journal_t  *j;

    j = h->journal;

    if (!j->live || h->making || h->failed
        || (h->queue && s->live[h->queue->index] != h))
    {
        return 0;
    }

    /* a second one where there is traffic */

    busy = h->turned
           && ngx_current_msec - h->turned < NGX_HTTP_ANT_WEBHOOK_BUSY;

    return j->nready < (busy || h->size > s->first ? 2 : 1)
           || (j->ready && j->ready->size < h->size && j->nready < 3);
}


/*
 * At most every "sync", and at once where a request waits for it: what comes
 * while a sync is under way waits for the next one.
 */
static void
ngx_http_ant_webhook_upkeep_sync(ngx_http_ant_webhook_store_t *s,
    ngx_http_ant_webhook_holder_t *h, ngx_http_ant_webhook_work_t *work)
{
    ant_task_t  *t;

    if (ngx_queue_empty(&h->waiters[NGX_HTTP_ANT_WEBHOOK_ACK_DISK])
        && !h->hurry
        && (s->mcf->sync == 0 || ngx_current_msec - h->synced < s->mcf->sync))
    {
        return;
    }

    while ((t = ngx_http_ant_webhook_pool_task(work)) != NULL) {
        if (ant_task_sync(h->journal, t) != ANT_OK) {
            work->ntasks--;
            h->hurry = 0;
            return;
        }

        h->synced = ngx_current_msec;
        h->tasks++;
    }
}


static void
ngx_http_ant_webhook_upkeep_make(ngx_http_ant_webhook_store_t *s,
    ngx_http_ant_webhook_holder_t *h, ngx_http_ant_webhook_work_t *work)
{
    ant_task_t  *t;

    if (s->mcf->off
        && ngx_http_ant_webhook_report_bytes(s) + h->size
           > (uint64_t) s->mcf->size)
    {
        return;
    }

    t = ngx_http_ant_webhook_pool_task(work);
    if (t == NULL) {
        return;
    }

    ant_task_make(h->journal, h->size, t);

    if (!s->mcf->off) {
        t->limit = &s->limit;
        t->usage = s->usage;
        t->queue = h->queue->index;
    }

    h->making = 1;
    h->tasks++;
}


/* What is done once, the end of a journal when nothing else is under way. */
static void
ngx_http_ant_webhook_upkeep_last(ngx_http_ant_webhook_holder_t *h,
    ngx_http_ant_webhook_work_t *work)
{
    ant_task_t  *t;

    if (!h->keep && (h->tasks || h->failed
                     || (!h->aside && !h->cut && !h->drop)))
    {
        return;
    }

    t = ngx_http_ant_webhook_pool_task(work);
    if (t == NULL) {
        return;
    }

    if (h->keep) {
        h->keep = 0;
        ant_task_keep(h->journal, &h->damage, t);

    } else if (h->aside) {
        ant_task_aside(h->journal, t);

    } else if (h->drop) {
        ant_task_drop(h->journal, t);

    } else {
        ant_task_cut(h->journal, t);
    }

    h->tasks++;
}


/* The tasks of one journal, those that a request waits for first. */
static void
ngx_http_ant_webhook_upkeep_gather(ngx_http_ant_webhook_store_t *s,
    ngx_http_ant_webhook_holder_t *h, ngx_http_ant_webhook_work_t *work)
{
    ant_task_t     *t;
    ant_journal_t  *j;

    j = h->journal;

    ngx_http_ant_webhook_upkeep_sync(s, h, work);

    if (ngx_http_ant_webhook_upkeep_wants(s, h)) {
        ngx_http_ant_webhook_upkeep_make(s, h, work);
    }

    /* what has failed is tried again at the next tick, not at once */

    while (!h->failed && (t = ngx_http_ant_webhook_pool_task(work)) != NULL) {
        if (ant_task_next(j, h->sent, t) != ANT_OK) {
            work->ntasks--;
            break;
        }

        t->sync = (s->mcf->sync != 0);
        h->tasks++;
    }

    ngx_http_ant_webhook_upkeep_last(h, work);
}


/* Not where it is noticed: an answer can end the request that noticed it. */
static void
ngx_http_ant_webhook_upkeep_unsafe(ngx_http_ant_webhook_store_t *s)
{
    ngx_queue_t                    *q;
    ngx_http_ant_webhook_holder_t  *h;

    for (q = ngx_queue_head(&s->holders);
         q != ngx_queue_sentinel(&s->holders);
         q = ngx_queue_next(q))
    {
        h = ngx_queue_data(q, ngx_http_ant_webhook_holder_t, link);

        if (h->unsafe) {
            h->unsafe = 0;
            ngx_http_ant_webhook_wait_fail(h, NGX_HTTP_ANT_WEBHOOK_ACK_DISK,
                                           "the disk failed");
        }
    }
}


/* The tasks of all journals of one kind. */
static void
ngx_http_ant_webhook_upkeep_post(ngx_http_ant_webhook_store_t *s,
    ngx_http_ant_webhook_pool_t *pool, ngx_uint_t live)
{
    ngx_queue_t                    *q;
    ngx_http_ant_webhook_work_t    *work;
    ngx_http_ant_webhook_holder_t  *h;

    if (pool->busy) {
        ngx_http_ant_webhook_upkeep.again = 1;
        return;
    }

    work = ngx_http_ant_webhook_pool_begin(pool);

    for (q = ngx_queue_head(&s->holders);
         q != ngx_queue_sentinel(&s->holders);
         q = ngx_queue_next(q))
    {
        h = ngx_queue_data(q, ngx_http_ant_webhook_holder_t, link);

        if (h->journal->live == live) {
            ngx_http_ant_webhook_upkeep_gather(s, h, work);
        }
    }

    work->root = s->root;

    ngx_http_ant_webhook_pool_post(pool);
}


static void
ngx_http_ant_webhook_upkeep_work(ngx_event_t *ev)
{
    ngx_http_ant_webhook_store_t   *s;
    ngx_http_ant_webhook_upkeep_t  *u;

    u = &ngx_http_ant_webhook_upkeep;
    s = u->store;

    ngx_http_ant_webhook_upkeep_unsafe(s);

    if (s->root == -1 && !s->mcf->off) {
        return;
    }

    ngx_http_ant_webhook_upkeep_post(s, &u->own, 1);
    ngx_http_ant_webhook_upkeep_post(s, &u->others, 0);
}


/* Tried again at the next tick; one line until it has gone well. */
static void
ngx_http_ant_webhook_upkeep_failed(ngx_http_ant_webhook_store_t *s,
    ngx_http_ant_webhook_holder_t *h, ant_task_t *t)
{
    h->failed = 1;

    /* where a large segment has no place, a smaller one may have */

    if (t->op == ANT_TASK_MAKE && t->rc == ANT_NOROOM) {
        h->size = ngx_max(h->size / 2, NGX_HTTP_ANT_WEBHOOK_SEGMENT_MIN);

        if (t->err == 0) {
            return;
        }
    }

    if ((h->reported & (1 << t->op))
        || ngx_http_ant_webhook_store_removed(h->journal->dir))
    {
        return;
    }

    h->reported |= 1 << t->op;

    ngx_log_error(NGX_LOG_CRIT, s->log, t->err,
                  "ant_webhook: %s failed for the journal of list \"%*s\"",
                  ngx_http_ant_webhook_pool_name(t->op),
                  h->journal->list.len, h->journal->list.data);
}


/* Files that could not be read whole are left to a person. */
static void
ngx_http_ant_webhook_upkeep_kept(ngx_http_ant_webhook_store_t *s,
    ngx_http_ant_webhook_holder_t *h, ant_task_t *t)
{
    size_t  n;

    n = (t->op == ANT_TASK_CUT) ? t->nkeep : t->keep;

    if (n == 0) {
        return;
    }

    ngx_log_error(NGX_LOG_CRIT, s->log, 0,
                  "ant_webhook: files of journal %s of list \"%*s\" that could "
                  "not be read whole: %uz, kept as %s-*.seg.bad; the last "
                  "event that was read is %uL",
                  t->text, h->journal->list.len, h->journal->list.data, n,
                  t->text, h->journal->next - 1);
}


static void
ngx_http_ant_webhook_upkeep_end(ngx_http_ant_webhook_store_t *s, ant_task_t *t)
{
    int                             rc;
    ant_task_e                      op;
    ngx_http_ant_webhook_holder_t  *h;

    op = t->op;
    h = t->journal->data;
    rc = ant_task_end(t);

    h->tasks--;

    if (op == ANT_TASK_MAKE) {
        h->making = 0;
    }

    if (op == ANT_TASK_KEEP) {
        s->hooks->kept(h, rc, t->err);
        return;
    }

    ngx_http_ant_webhook_wait_release(h, NGX_HTTP_ANT_WEBHOOK_ACK_DISK,
                                      h->journal->synced);

    if (t->unsafe) {
        ngx_http_ant_webhook_wait_fail(h, NGX_HTTP_ANT_WEBHOOK_ACK_DISK,
                                       "the disk failed");
    }

    if (!ngx_queue_empty(&h->waiters[NGX_HTTP_ANT_WEBHOOK_ACK_DISK])) {
        ngx_http_ant_webhook_store_wake(s);
    }

    if (rc != ANT_OK) {
        ngx_http_ant_webhook_upkeep_failed(s, h, t);
        return;
    }

    h->reported &= ~(1 << op);

    ngx_http_ant_webhook_upkeep_kept(s, h, t);

    if (op == ANT_TASK_CUT) {
        h->cut = 0;
        s->hooks->cut(h);
        return;
    }

    if (op == ANT_TASK_DROP || op == ANT_TASK_ASIDE) {
        s->hooks->detach(h);
        ngx_queue_remove(&h->link);
        ant_journal_close(h->journal);
        ngx_http_ant_webhook_store_release(h);
    }
}


static void
ngx_http_ant_webhook_upkeep_finished(void *data,
    ngx_http_ant_webhook_work_t *work)
{
    ngx_uint_t                      i, made, again;
    ngx_http_ant_webhook_store_t   *s;
    ngx_http_ant_webhook_upkeep_t  *u;

    s = data;
    u = &ngx_http_ant_webhook_upkeep;

    made = 0;
    again = (work->ntasks == NGX_HTTP_ANT_WEBHOOK_TASKS || u->again);
    u->again = 0;

    for (i = 0; i < work->ntasks; i++) {
        if (work->tasks[i].op == ANT_TASK_MAKE) {
            made = 1;

            if (work->tasks[i].rc == ANT_OK) {
                again = 1;
            }
        }

        ngx_http_ant_webhook_upkeep_end(s, &work->tasks[i]);
    }

    if (made && !s->mcf->off) {
        ngx_http_ant_webhook_survey_counted(s, s->usage);
    }

    if (again) {
        ngx_http_ant_webhook_store_wake(s);
    }
}
