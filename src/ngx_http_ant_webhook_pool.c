
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * A task of this worker in nginx's thread pool, of which it has three: for its
 * live journals, for those that it adopted, and for the look at the disk.
 *
 * Promises: a task is in the pool at most once; what it works on is touched by
 * nobody else until finished() is called in the event loop.  Called by the
 * upkeep and the survey.  Never looks into a journal.
 */


#include "ngx_http_ant_webhook_pool.h"


static void ngx_http_ant_webhook_pool_run(void *data, ngx_log_t *log);
#if (NGX_THREADS)
static void ngx_http_ant_webhook_pool_done(ngx_event_t *ev);
#endif


ngx_int_t
ngx_http_ant_webhook_pool_init(ngx_http_ant_webhook_pool_t *pool,
    ngx_http_ant_webhook_main_conf_t *mcf,
    ngx_http_ant_webhook_pool_pt finished, void *data, ngx_log_t *log)
{
    ngx_uint_t                         i, n;
    ngx_http_ant_webhook_work_t       *work;
    ngx_http_ant_webhook_endpoint_t  **e;

    n = mcf->endpoints.nelts;
    e = mcf->endpoints.elts;

    work = ngx_pcalloc(ngx_cycle->pool, sizeof(ngx_http_ant_webhook_work_t));
    if (work == NULL) {
        return NGX_ERROR;
    }

    pool->work = work;
    pool->finished = finished;
    pool->data = data;
    pool->log = log;

    /* without threads there is no "ant_webhook_journal", so never this */

#if (NGX_THREADS)

    pool->task = ngx_thread_task_alloc(ngx_cycle->pool, 0);
    if (pool->task == NULL) {
        return NGX_ERROR;
    }

    pool->task->ctx = work;
    pool->task->handler = ngx_http_ant_webhook_pool_run;
    pool->task->event.handler = ngx_http_ant_webhook_pool_done;
    pool->task->event.data = pool;
    pool->task->event.log = log;

    pool->threads = mcf->pool;

#endif

    work->names = ngx_palloc(ngx_cycle->pool, n * sizeof(ant_str_t));
    if (work->names == NULL) {
        return NGX_ERROR;
    }

    for (i = 0; i < n; i++) {
        work->names[i].data = e[i]->name.data;
        work->names[i].len = e[i]->name.len;
    }

    work->nnames = n;

    return NGX_OK;
}


void
ngx_http_ant_webhook_pool_exit(ngx_http_ant_webhook_pool_t *pool)
{
    ngx_uint_t                    i;
    ant_journal_t                *j;
    ngx_http_ant_webhook_work_t  *work;

    work = pool->work;

    if (work == NULL) {
        return;
    }

    /* nginx's threads have ended: what was posted is done, and untold */

    for (i = 0; pool->busy && i < work->ntasks; i++) {
        (void) ant_task_end(&work->tasks[i]);
    }

    pool->busy = 0;

    while (work->found) {
        j = work->found;
        work->found = j->data;
        ant_journal_close(j);
    }
}


ngx_http_ant_webhook_work_t *
ngx_http_ant_webhook_pool_begin(ngx_http_ant_webhook_pool_t *pool)
{
    ngx_http_ant_webhook_work_t  *work;

    work = pool->work;

    work->ntasks = 0;
    work->count = 0;
    work->scan = 0;
    work->scanned = 0;
    work->found = NULL;

    return work;
}


ant_task_t *
ngx_http_ant_webhook_pool_task(ngx_http_ant_webhook_work_t *work)
{
    ant_task_t  *t;

    if (work->ntasks == NGX_HTTP_ANT_WEBHOOK_TASKS) {
        return NULL;
    }

    t = &work->tasks[work->ntasks++];

    ngx_memzero(t, sizeof(ant_task_t));

    return t;
}


void
ngx_http_ant_webhook_pool_post(ngx_http_ant_webhook_pool_t *pool)
{
    ngx_http_ant_webhook_work_t  *work;

    work = pool->work;

    if (work->ntasks == 0 && !work->count && !work->scan) {
        return;
    }

    pool->busy = 1;

#if (NGX_THREADS)

    if (ngx_thread_task_post(pool->threads, pool->task) == NGX_OK) {
        return;
    }

#endif

    /* the pool's queue is full: done here, rather than not at all */

    ngx_http_ant_webhook_pool_run(work, pool->log);

    pool->busy = 0;
    pool->finished(pool->data, work);
}


/* In a thread of the pool. */
static void
ngx_http_ant_webhook_pool_run(void *data, ngx_log_t *log)
{
    int                           rc;
    size_t                        strangers;
    ngx_uint_t                    i;
    ngx_http_ant_webhook_work_t  *work;

    work = data;

    for (i = 0; i < work->ntasks; i++) {
        ant_task_run(&work->tasks[i]);
    }

    if (work->count) {
        (void) ant_usage_count(work->usage, work->root);
    }

    if (work->scan) {
        strangers = 0;

        rc = ant_root_scan(work->root, work->machine, work->names,
                           work->nnames, work->scan, &work->found, &strangers);

        /* another worker's scan says nothing of what there is */

        if (rc != ANT_AGAIN) {
            work->scanned = (rc == ANT_OK);
            work->strangers = strangers;
            work->error = (rc == ANT_ERROR) ? ngx_errno : 0;
        }
    }
}


#if (NGX_THREADS)

static void
ngx_http_ant_webhook_pool_done(ngx_event_t *ev)
{
    ngx_http_ant_webhook_pool_t  *pool;

    pool = ev->data;

    pool->busy = 0;
    pool->finished(pool->data, pool->work);
}

#endif


const char *
ngx_http_ant_webhook_pool_name(ant_task_e op)
{
    static const char  *names[] = {
        "making a segment", "syncing a segment", "sealing a segment",
        "removing a segment", "ending a journal", "removing a journal",
        "keeping what was damaged", "setting a journal aside"
    };

    return names[op];
}
