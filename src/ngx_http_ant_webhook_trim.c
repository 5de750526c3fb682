
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The list of rejected events is kept to its length.
 *
 * Promises: a list that Redis does not trim is told once a minute, and costs
 * no event.  Called by the answers.  Trims no list of accepted events.
 */


#include "ngx_http_ant_webhook_flow.h"
#include "ant_refusal.h"


#define NGX_HTTP_ANT_WEBHOOK_LOG_INTERVAL  60000


void
ngx_http_ant_webhook_trim_list(ngx_http_ant_webhook_flow_t *f, int64_t length)
{
    ngx_http_ant_webhook_queue_t  *queue;

    queue = f->holder->queue;

    if (queue == NULL || !queue->rejected || f->trimming
        || length <= (int64_t) queue->max)
    {
        return;
    }

    if (ngx_http_ant_webhook_send_trim(f, queue->max) == NGX_OK) {
        f->trimming = 1;
    }
}


/* A list that is not trimmed costs memory, but no event: one line a minute. */
void
ngx_http_ant_webhook_trim_answer(ngx_http_ant_webhook_flow_t *f,
    ngx_http_ant_webhook_reply_t *reply)
{
    ant_str_t  code;

    f->trimming = 0;

    if (reply->value.type != NGX_HTTP_ANT_WEBHOOK_ERROR) {
        return;
    }

    (void) ant_refusal_read(reply->value.str.data, reply->value.str.len,
                            &code);

    ngx_http_ant_webhook_zone_error(f->link->endpoint, code.data, code.len);

    if (f->untrimmed
        && ngx_current_msec - f->untrimmed
           < NGX_HTTP_ANT_WEBHOOK_LOG_INTERVAL)
    {
        return;
    }

    f->untrimmed = ngx_current_msec;

    ngx_log_error(NGX_LOG_WARN, f->link->log, 0,
                  "ant_webhook: redis \"%V\" refuses to trim list \"%*s\" "
                  "(%*s)", &f->link->endpoint->name, f->journal->list.len,
                  f->journal->list.data, code.len, code.data);
}
