
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The look at the directory of all journals: what is on the disk, and which
 * journals have no owner.
 *
 * Promises: it blocks neither the event loop nor the tasks of journals, which
 * a request may wait for: it has a task of its own in the thread pool; where
 * there were more orphans than one look takes, the next one follows at once.
 * Called by the upkeep, every tick.  Never touches a journal that is held.
 */


#include "ngx_http_ant_webhook_survey.h"
#include "ngx_http_ant_webhook_adopt.h"
#include "ngx_http_ant_webhook_pool.h"
#include "ngx_http_ant_webhook_report.h"


typedef struct {
    ngx_http_ant_webhook_pool_t    pool;
    ant_usage_t                   *usage;   /* the pool's while it is busy */
    ngx_uint_t                     strangers;
    ngx_err_t                      error;   /* of the last scan */
} ngx_http_ant_webhook_survey_t;


static void ngx_http_ant_webhook_survey_finished(void *data,
    ngx_http_ant_webhook_work_t *work);


static ngx_http_ant_webhook_survey_t  ngx_http_ant_webhook_look;


ngx_int_t
ngx_http_ant_webhook_survey_init(ngx_http_ant_webhook_store_t *s)
{
    ngx_http_ant_webhook_survey_t  *u;

    u = &ngx_http_ant_webhook_look;

    ngx_memzero(u, sizeof(ngx_http_ant_webhook_survey_t));

    if (ngx_http_ant_webhook_pool_init(&u->pool, s->mcf,
                                       ngx_http_ant_webhook_survey_finished,
                                       s, s->log)
        != NGX_OK)
    {
        return NGX_ERROR;
    }

    u->usage = ant_usage_create(&s->limit);

    return u->usage ? NGX_OK : NGX_ERROR;
}


void
ngx_http_ant_webhook_survey_exit(void)
{
    ngx_http_ant_webhook_survey_t  *u;

    u = &ngx_http_ant_webhook_look;

    ngx_http_ant_webhook_pool_exit(&u->pool);

    if (u->usage) {
        ant_usage_destroy(u->usage);
        u->usage = NULL;
    }
}


ngx_uint_t
ngx_http_ant_webhook_survey_busy(void)
{
    return ngx_http_ant_webhook_look.pool.busy;
}


void
ngx_http_ant_webhook_survey(ngx_http_ant_webhook_store_t *s)
{
    ngx_http_ant_webhook_work_t    *work;
    ngx_http_ant_webhook_survey_t  *u;

    u = &ngx_http_ant_webhook_look;

    if (u->pool.busy || s->root == -1) {
        return;
    }

    work = ngx_http_ant_webhook_pool_begin(&u->pool);

    work->count = 1;
    work->usage = u->usage;
    work->scan = ngx_http_ant_webhook_adopt_most(s);
    work->machine = s->machine;
    work->root = s->root;

    ngx_http_ant_webhook_pool_post(&u->pool);
}


void
ngx_http_ant_webhook_survey_counted(ngx_http_ant_webhook_store_t *s,
    ant_usage_t *usage)
{
    ngx_uint_t  i;

    s->total = ant_usage_total(usage);

    for (i = 0; i < s->mcf->queues.nelts; i++) {
        s->allowed[i] = (ant_usage_allows(usage, i, s->first) == ANT_OK);
    }
}


/* What a scan met on its way: one line where it is another than before. */
static void
ngx_http_ant_webhook_survey_strange(ngx_http_ant_webhook_store_t *s,
    ngx_http_ant_webhook_work_t *work)
{
    ngx_http_ant_webhook_survey_t  *u;

    u = &ngx_http_ant_webhook_look;

    if (work->strangers != u->strangers) {
        u->strangers = work->strangers;

        if (u->strangers) {
            ngx_log_error(NGX_LOG_WARN, s->log, 0,
                          "ant_webhook: %ui journals in \"%V\" are kept: "
                          "this version cannot read them, or no "
                          "\"ant_webhook_redis\" has the name of their "
                          "endpoint", u->strangers, &s->mcf->path->name);
        }
    }

    if (work->error != u->error) {
        u->error = work->error;

        if (u->error) {
            ngx_log_error(NGX_LOG_CRIT, s->log, u->error,
                          "ant_webhook: journals without an owner in \"%V\" "
                          "cannot be adopted", &s->mcf->path->name);
        }
    }
}


static void
ngx_http_ant_webhook_survey_finished(void *data,
    ngx_http_ant_webhook_work_t *work)
{
    ngx_uint_t                     n;
    ngx_http_ant_webhook_store_t  *s;

    s = data;

    ngx_http_ant_webhook_survey_counted(s, work->usage);
    ngx_http_ant_webhook_report_disk(work);

    n = ngx_http_ant_webhook_adopt(s, work->found);

    work->found = NULL;

    ngx_http_ant_webhook_survey_strange(s, work);

    if (n == 0) {
        return;
    }

    ngx_http_ant_webhook_store_wake(s);

    if (n == NGX_HTTP_ANT_WEBHOOK_SCAN_MAX) {
        ngx_http_ant_webhook_survey(s);
    }
}
