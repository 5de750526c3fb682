
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Counts what became of requests.
 *
 * Promises: a request is counted once, by the first verdict that is told, and
 * once more only if a later location records it after all; names of
 * parameters are those of rules, so that no stranger can make up others.
 * Called by the handler, the answers, and those who wait.  One or two atomic
 * additions each.
 */


#include "ngx_http_ant_webhook_count.h"
#include "ngx_http_ant_webhook_zone.h"


void
ngx_http_ant_webhook_count_verdict(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx)
{
    uint32_t                          value;
    ngx_time_t                       *tp;
    ngx_http_ant_webhook_loc_conf_t  *wlcf;

    if (ctx->counted
        && (ctx->counted == ctx->verdict
            || (ctx->verdict != NGX_HTTP_ANT_WEBHOOK_ACCEPTED
                && ctx->verdict != NGX_HTTP_ANT_WEBHOOK_REJECTED)))
    {
        return;
    }

    if (ctx->verdict == NGX_HTTP_ANT_WEBHOOK_UNDECIDED) {
        return;
    }

    ctx->counted = ctx->verdict;

    wlcf = ngx_http_get_module_loc_conf(r, ngx_http_ant_webhook_module);
    value = wlcf->counter->value;

    ngx_http_ant_webhook_zone_count(value, ctx->verdict
                                           - NGX_HTTP_ANT_WEBHOOK_ACCEPTED
                                           + ANT_EVENT_ACCEPTED, 1);

    if (ctx->verdict == NGX_HTTP_ANT_WEBHOOK_ACCEPTED
        && ngx_http_ant_webhook_counters)
    {
        tp = ngx_timeofday();

        ant_table_store(&ngx_http_ant_webhook_counters[value + ANT_EVENT_LAST],
                        (uint64_t) tp->sec * 1000 + tp->msec);
    }
}


void
ngx_http_ant_webhook_count_rejected(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx, const ant_rule_t *rule,
    ant_reason_e reason, ngx_uint_t kept)
{
    ant_str_t                         labels[ANT_TABLE_LABELS];
    ngx_http_ant_webhook_loc_conf_t  *wlcf;

    static const ant_str_t  body = ant_string("body");
    static const ant_str_t  none = ant_string("undeclared");

    if (ctx->counted == NGX_HTTP_ANT_WEBHOOK_REJECTED) {
        return;
    }

    wlcf = ngx_http_get_module_loc_conf(r, ngx_http_ant_webhook_module);

    labels[0] = wlcf->event->name;
    labels[1] = rule ? rule->name
                     : (reason == ANT_REASON_NOT_A_FORM) ? body : none;
    labels[2].data = (const u_char *) ant_reason_text(reason);
    labels[2].len = ngx_strlen(labels[2].data);

    ngx_http_ant_webhook_zone_named(ANT_TABLE_REJECTED, labels);

    if (!kept) {
        ngx_http_ant_webhook_zone_count(wlcf->counter->value,
                                        ANT_EVENT_DROPPED, 1);
    }
}


void
ngx_http_ant_webhook_count_answer(ngx_http_request_t *r, ngx_uint_t ack)
{
    int64_t                            ms;
    uint64_t                          *values;
    ngx_time_t                        *tp;
    ngx_http_ant_webhook_main_conf_t  *wmcf;

    if (ngx_http_ant_webhook_counters == NULL) {
        return;
    }

    wmcf = ngx_http_get_module_main_conf(r, ngx_http_ant_webhook_module);
    values = ngx_http_ant_webhook_counters + wmcf->answers[ack];

    tp = ngx_timeofday();

    ms = (int64_t) (tp->sec - r->start_sec) * 1000
         + (int64_t) tp->msec - (int64_t) r->start_msec;

    ant_histogram_observe(values, ant_histogram_ms,
                          (uint64_t) ngx_max(ms, 0));
}
