
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * How much of what is confirmed may stay for "retain".
 *
 * Promises: what all workers keep of confirmed events is at most a quarter of
 * "size", unless the window would be shorter than an answer of Redis may take;
 * each worker has an equal part of the quarter, of which it makes no use as
 * long as all journals together are smaller.  Called by the upkeep.  Removes
 * nothing: the forwarder asks for less of a window where the budget is spent.
 */


#include "ngx_http_ant_webhook_budget.h"


#define NGX_HTTP_ANT_WEBHOOK_BUDGET_WELL  60000    /* ms */


static uint64_t
ngx_http_ant_webhook_budget_retained(ngx_http_ant_webhook_store_t *s)
{
    uint64_t                        sum;
    ngx_queue_t                    *q;
    ngx_http_ant_webhook_holder_t  *h;

    sum = 0;

    for (q = ngx_queue_head(&s->holders);
         q != ngx_queue_sentinel(&s->holders);
         q = ngx_queue_next(q))
    {
        h = ngx_queue_data(q, ngx_http_ant_webhook_holder_t, link);

        h->retained = ant_journal_retained(h->journal);
        sum += h->retained;
    }

    return sum;
}


/* One line, until it has been well for a minute. */
static void
ngx_http_ant_webhook_budget_log(ngx_http_ant_webhook_store_t *s)
{
    if (s->shortened == 0
        || ngx_current_msec - s->shortened
           > NGX_HTTP_ANT_WEBHOOK_BUDGET_WELL)
    {
        ngx_log_error(NGX_LOG_WARN, s->log, 0,
                      "ant_webhook: confirmed events are kept for less than "
                      "\"retain\": they would take more than a quarter of "
                      "\"size\"");
    }

    s->shortened = ngx_current_msec ? ngx_current_msec : 1;
}


void
ngx_http_ant_webhook_budget(ngx_http_ant_webhook_store_t *s)
{
    uint64_t                        retained, share, quarter;
    ngx_queue_t                    *q;
    ngx_http_ant_webhook_holder_t  *h;

    quarter = s->mcf->size / 4;
    share = s->mcf->off ? quarter : quarter / s->workers;
    retained = ngx_http_ant_webhook_budget_retained(s);

    if (!s->mcf->off && s->total <= quarter) {
        share = UINT64_MAX;
    }

    if (retained > share) {
        ngx_http_ant_webhook_budget_log(s);
    }

    for (q = ngx_queue_head(&s->holders);
         q != ngx_queue_sentinel(&s->holders);
         q = ngx_queue_next(q))
    {
        h = ngx_queue_data(q, ngx_http_ant_webhook_holder_t, link);

        h->budget = (retained > share)
                        ? (uint64_t) ((double) h->retained * share / retained)
                        : UINT64_MAX;
    }
}
