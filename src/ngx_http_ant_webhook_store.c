
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The journals that this worker has: its own and those that it adopted.
 *
 * Promises: an event that was committed is in the file, whatever becomes of
 * the process; what may block is done in the thread pool, one task for a
 * journal at a time, and never in a request, but for the first event of a
 * queue, which makes a directory and a small segment; trouble with the disk
 * refuses events and ends by itself, it never ends the worker.  Called by the
 * handler (reserve, turn, commit) and by the forwarder.  Never reads a
 * journal and knows nothing of Redis.
 */


#include "ngx_http_ant_webhook_store.h"


#define NGX_HTTP_ANT_WEBHOOK_SEGMENT_1ST  1048576


static ngx_int_t ngx_http_ant_webhook_store_limit(
    ngx_http_ant_webhook_store_t *s);


static ngx_http_ant_webhook_store_t  *ngx_http_ant_webhook_store;


uint64_t
ngx_http_ant_webhook_store_time(void)
{
    ngx_time_t  *tp;

    tp = ngx_timeofday();

    return (uint64_t) tp->sec * 1000 + tp->msec;
}


ngx_http_ant_webhook_store_t *
ngx_http_ant_webhook_store_init(ngx_cycle_t *cycle,
    ngx_http_ant_webhook_main_conf_t *mcf,
    const ngx_http_ant_webhook_store_hooks_t *hooks)
{
    ngx_uint_t                     n;
    ngx_http_ant_webhook_store_t  *s;

    n = mcf->queues.nelts;

    s = ngx_pcalloc(cycle->pool, sizeof(ngx_http_ant_webhook_store_t));
    if (s == NULL) {
        return NULL;
    }

    s->mcf = mcf;
    s->hooks = hooks;
    s->log = cycle->log;
    s->root = -1;

    ngx_queue_init(&s->holders);

    s->live = ngx_pcalloc(cycle->pool, n * sizeof(void *));
    s->allowed = ngx_pcalloc(cycle->pool, n);
    s->refused = ngx_pcalloc(cycle->pool, n);

    if (s->live == NULL || s->allowed == NULL || s->refused == NULL
        || ngx_http_ant_webhook_store_limit(s) != NGX_OK)
    {
        return NULL;
    }

    ngx_memset(s->allowed, 1, n);

    /* a file-size limit shows as an error of the call instead */

    signal(SIGXFSZ, SIG_IGN);

    ant_root_machine(s->machine);

    ngx_http_ant_webhook_store = s;

    if (!mcf->off) {
        ngx_http_ant_webhook_store_open(s);
    }

    return s;
}


static ngx_int_t
ngx_http_ant_webhook_store_limit(ngx_http_ant_webhook_store_t *s)
{
    off_t                           cap;
    ngx_uint_t                      i, n;
    ant_queue_t                    *q;
    ngx_core_conf_t                *ccf;
    ngx_http_ant_webhook_queue_t  **queues;

    n = s->mcf->queues.nelts;
    queues = s->mcf->queues.elts;

    q = ngx_pcalloc(ngx_cycle->pool, n * sizeof(ant_queue_t));
    if (q == NULL) {
        return NGX_ERROR;
    }

    for (i = 0; i < n; i++) {
        q[i].list.data = queues[i]->list.data;
        q[i].list.len = queues[i]->list.len;
        q[i].endpoint.data = queues[i]->endpoint->name.data;
        q[i].endpoint.len = queues[i]->endpoint->name.len;
        q[i].rejected = queues[i]->rejected;
    }

    s->limit.size = s->mcf->size;
    s->limit.queues = q;
    s->limit.nqueues = n;

    /* at most two prepared segments each: together below a quarter */

    ccf = (ngx_core_conf_t *) ngx_get_conf(ngx_cycle->conf_ctx,
                                           ngx_core_module);

    s->workers = ngx_max(ccf->worker_processes, 1);

    cap = s->mcf->size / 8 / ngx_max(n * s->workers, 1);
    cap = ngx_min(cap, (off_t) s->mcf->segment);
    cap = ngx_max(cap, NGX_HTTP_ANT_WEBHOOK_SEGMENT_MIN);

    s->cap = cap - cap % ngx_pagesize;
    s->first = ngx_min(s->cap, NGX_HTTP_ANT_WEBHOOK_SEGMENT_1ST);

    s->usage = ant_usage_create(&s->limit);

    return s->usage ? NGX_OK : NGX_ERROR;
}


ngx_uint_t
ngx_http_ant_webhook_store_removed(int fd)
{
    struct stat  st;

    return fstat(fd, &st) == 0 && st.st_nlink == 0;
}


void
ngx_http_ant_webhook_store_check(ngx_http_ant_webhook_holder_t *h)
{
    if (!ngx_http_ant_webhook_store_removed(h->journal->dir)) {
        return;
    }

    if (h->queue && h->store->live[h->queue->index] == h) {
        ngx_log_error(NGX_LOG_CRIT, h->store->log, 0,
                      "ant_webhook: the journal of list \"%V\" was removed "
                      "from \"%V\"; a new one is begun",
                      &h->queue->list, &h->store->mcf->path->name);
    }

    ngx_http_ant_webhook_store_retire(h);
}


void
ngx_http_ant_webhook_store_open(ngx_http_ant_webhook_store_t *s)
{
    int          rc, fd;
    ngx_err_t    err;
    const char  *reason;

    if (s->root != -1 && !ngx_http_ant_webhook_store_removed(s->root)) {
        return;
    }

    reason = "open() failed";

    rc = ant_root_open((char *) s->mcf->path->name.data, &fd, &reason);

    if (rc == ANT_OK) {

        /* journals have the number of the descriptor: it stays */

        if (s->root == -1) {
            s->root = fd;

        } else {
            (void) dup3(fd, s->root, O_CLOEXEC);
            close(fd);
        }

        if (s->root_failed) {
            s->root_failed = 0;
            ngx_log_error(NGX_LOG_NOTICE, s->log, 0,
                          "ant_webhook: \"%V\" can be used again",
                          &s->mcf->path->name);
        }

        return;
    }

    err = (rc == ANT_ERROR) ? ngx_errno : 0;

    if (!s->root_failed) {
        s->root_failed = 1;
        ngx_log_error(NGX_LOG_CRIT, s->log, err,
                      "ant_webhook: events are refused with 503, "
                      "\"%V\" cannot hold journals: %s",
                      &s->mcf->path->name, reason);
    }
}


void
ngx_http_ant_webhook_store_exit(void)
{
    ngx_queue_t                    *q, *next;
    ngx_http_ant_webhook_store_t   *s;
    ngx_http_ant_webhook_holder_t  *h;

    s = ngx_http_ant_webhook_store;

    if (s == NULL) {
        return;
    }

    ngx_http_ant_webhook_store = NULL;

    for (q = ngx_queue_head(&s->holders);
         q != ngx_queue_sentinel(&s->holders);
         q = next)
    {
        next = ngx_queue_next(q);
        h = ngx_queue_data(q, ngx_http_ant_webhook_holder_t, link);

        s->hooks->detach(h);
        ant_journal_close(h->journal);
        ngx_http_ant_webhook_store_release(h);
    }

    if (s->work.posted) {
        ngx_delete_posted_event(&s->work);
    }

    if (s->root != -1) {
        close(s->root);
    }

    ant_usage_destroy(s->usage);
}


ngx_http_ant_webhook_holder_t *
ngx_http_ant_webhook_store_hold(ngx_http_ant_webhook_store_t *s,
    ant_journal_t *j, ngx_http_ant_webhook_endpoint_t *endpoint,
    ngx_http_ant_webhook_queue_t *queue)
{
    ngx_uint_t                      i;
    ngx_http_ant_webhook_holder_t  *h;

    h = ngx_calloc(sizeof(ngx_http_ant_webhook_holder_t), s->log);
    if (h == NULL) {
        return NULL;
    }

    h->store = s;
    h->journal = j;
    h->endpoint = endpoint;
    h->queue = queue;
    h->size = s->first;
    h->synced = ngx_current_msec;
    h->budget = UINT64_MAX;

    for (i = 0; i < NGX_HTTP_ANT_WEBHOOK_ACKS; i++) {
        ngx_queue_init(&h->waiters[i]);
    }

    j->data = h;

    if (s->hooks->attach(h) != NGX_OK) {
        ngx_free(h);
        return NULL;
    }

    ngx_queue_insert_tail(&s->holders, &h->link);

    return h;
}


void
ngx_http_ant_webhook_store_release(ngx_http_ant_webhook_holder_t *h)
{
    if (h->forgotten) {
        ngx_free(h->forgotten);
    }

    ngx_free(h);
}


static ngx_http_ant_webhook_holder_t *
ngx_http_ant_webhook_store_create(ngx_http_ant_webhook_store_t *s,
    ngx_http_ant_webhook_queue_t *queue)
{
    ngx_err_t                       err;
    sig_atomic_t                    faults;
    ant_journal_t                  *j;
    ant_identity_t                  ident;
    ngx_http_ant_webhook_holder_t  *h;

    if ((s->root == -1 && !s->mcf->off) || s->root_failed
        || !s->allowed[queue->index])
    {
        return NULL;
    }

    ident.list.data = queue->list.data;
    ident.list.len = queue->list.len;
    ident.fence.data = queue->fence.data;
    ident.fence.len = queue->fence.len;
    ident.endpoint.data = queue->endpoint->name.data;
    ident.endpoint.len = queue->endpoint->name.len;

    faults = s->faults;
    s->creating = 1;

    j = ant_journal_create(s->root, &ident, s->machine,
                           ngx_http_ant_webhook_store_time(), s->first);

    err = ngx_errno;
    s->creating = 0;

    if (j == NULL) {
        s->allowed[queue->index] = 0;

        ngx_log_error(NGX_LOG_CRIT, s->log, err,
                      "ant_webhook: cannot make a journal for list \"%V\"",
                      &queue->list);
        return NULL;
    }

    j->active->fault = (s->faults != faults);

    h = ngx_http_ant_webhook_store_hold(s, j, queue->endpoint, queue);
    if (h == NULL) {
        ant_journal_close(j);
        return NULL;
    }

    s->live[queue->index] = h;

    ngx_http_ant_webhook_store_wake(s);

    return h;
}


static void
ngx_http_ant_webhook_store_refuse(ngx_http_ant_webhook_store_t *s,
    ngx_http_ant_webhook_queue_t *queue)
{
    if (s->refused[queue->index]) {
        return;
    }

    s->refused[queue->index] = 1;

    ngx_log_error(NGX_LOG_ERR, s->log, 0,
                  "ant_webhook: events for list \"%V\" are refused: "
                  "no room in the journal", &queue->list);
}


u_char *
ngx_http_ant_webhook_store_reserve(ngx_http_ant_webhook_main_conf_t *mcf,
    ngx_http_ant_webhook_queue_t *queue, u_char **last,
    ngx_http_ant_webhook_holder_t **holder)
{
    u_char                         *p;
    ngx_http_ant_webhook_store_t   *s;
    ngx_http_ant_webhook_holder_t  *h;

    s = ngx_http_ant_webhook_store;

    /* a single process that was reloaded has the state of an old cycle */

    if (s == NULL || s->mcf != mcf) {
        return NULL;
    }

    h = s->live[queue->index];

    if (h == NULL) {
        h = ngx_http_ant_webhook_store_create(s, queue);

        if (h == NULL) {
            ngx_http_ant_webhook_store_refuse(s, queue);
            return NULL;
        }
    }

    p = ant_journal_reserve(h->journal, last);

    if (p == NULL) {
        ngx_http_ant_webhook_store_refuse(s, queue);
        return NULL;
    }

    *holder = h;

    return p;
}


ngx_int_t
ngx_http_ant_webhook_store_turn(ngx_http_ant_webhook_holder_t *h)
{
    ant_journal_t                 *j;
    ant_segment_t                 *active;
    ngx_http_ant_webhook_store_t  *s;

    s = h->store;
    j = h->journal;
    active = j->active;

    if (active->used <= ANT_HEADER_SIZE) {

        /* nothing but a larger segment would help */

        if (active->size >= s->cap) {
            return NGX_ABORT;
        }

        h->size = s->cap;

        if (j->ready == NULL || j->ready->size <= active->size) {
            ngx_http_ant_webhook_store_refuse(s, h->queue);
            return NGX_DECLINED;
        }
    }

    if (ant_journal_turn(j) != ANT_OK) {
        ngx_http_ant_webhook_store_refuse(s, h->queue);
        ngx_http_ant_webhook_store_wake(s);
        return NGX_DECLINED;
    }

    h->size = ngx_min(h->size * 2, s->cap);
    h->turned = ngx_current_msec;

    ngx_http_ant_webhook_store_wake(s);

    return NGX_OK;
}


ngx_uint_t
ngx_http_ant_webhook_store_broken(ngx_http_ant_webhook_holder_t *h)
{
    ant_journal_t  *j;

    j = h->journal;

    if (j->active == NULL || !j->active->fault) {
        return 0;
    }

    ant_journal_fail(j);

    h->unsafe = 1;
    ngx_http_ant_webhook_store_wake(h->store);

    ngx_log_error(NGX_LOG_CRIT, h->store->log, 0,
                  "ant_webhook: the disk does not take what was mapped for the "
                  "journal of list \"%*s\"", j->list.len, j->list.data);

    return 1;
}


ngx_int_t
ngx_http_ant_webhook_store_commit(ngx_http_ant_webhook_holder_t *h,
    u_char *end)
{
    ngx_http_ant_webhook_store_t  *s;

    s = h->store;

    if (ngx_http_ant_webhook_store_broken(h)) {
        return NGX_ERROR;
    }

    ant_journal_commit(h->journal, end, ngx_http_ant_webhook_store_time());

    if (h->journal->active->fault) {
        ant_journal_undo(h->journal);
        (void) ngx_http_ant_webhook_store_broken(h);
        return NGX_ERROR;
    }

    if (s->refused[h->queue->index]) {
        s->refused[h->queue->index] = 0;

        ngx_log_error(NGX_LOG_NOTICE, s->log, 0,
                      "ant_webhook: events for list \"%V\" are accepted again",
                      &h->queue->list);
    }

    s->hooks->appended(h);

    return NGX_OK;
}


void
ngx_http_ant_webhook_store_retire(ngx_http_ant_webhook_holder_t *h)
{
    ngx_http_ant_webhook_store_t  *s;

    s = h->store;

    if (h->queue && s->live[h->queue->index] == h) {
        s->live[h->queue->index] = NULL;
    }
}


void
ngx_http_ant_webhook_store_cut(ngx_http_ant_webhook_holder_t *h)
{
    h->cut = 1;
    ngx_http_ant_webhook_store_wake(h->store);
}


void
ngx_http_ant_webhook_store_drop(ngx_http_ant_webhook_holder_t *h)
{
    h->drop = 1;
    ngx_http_ant_webhook_store_wake(h->store);
}


void
ngx_http_ant_webhook_store_keep(ngx_http_ant_webhook_holder_t *h,
    const ant_cursor_t *damage)
{
    h->damage = *damage;
    h->keep = 1;
    ngx_http_ant_webhook_store_wake(h->store);
}


void
ngx_http_ant_webhook_store_aside(ngx_http_ant_webhook_holder_t *h)
{
    h->aside = 1;
    ngx_http_ant_webhook_store_wake(h->store);
}


void
ngx_http_ant_webhook_store_wake(ngx_http_ant_webhook_store_t *s)
{
    if (!s->work.posted) {
        ngx_post_event(&s->work, &ngx_posted_events);
    }
}
