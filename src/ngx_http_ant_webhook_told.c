
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What is said of a list that Redis refuses.
 *
 * Promises: a list is told once, however many journals it has, and where a
 * person is needed once a minute.  Called by the answers.  Decides nothing.
 */


#include "ngx_http_ant_webhook_flow.h"
#include "ant_refusal.h"


#define NGX_HTTP_ANT_WEBHOOK_LOG_INTERVAL  60000


/* The journal of the list that it was told of, or NULL. */
static ngx_http_ant_webhook_flow_t *
ngx_http_ant_webhook_told_before(ngx_http_ant_webhook_flow_t *f)
{
    ant_str_t                    *list;
    ngx_queue_t                  *q;
    ngx_http_ant_webhook_link_t  *l;
    ngx_http_ant_webhook_flow_t  *other;

    l = f->link;

    for (q = ngx_queue_head(&l->flows);
         q != ngx_queue_sentinel(&l->flows);
         q = ngx_queue_next(q))
    {
        other = ngx_queue_data(q, ngx_http_ant_webhook_flow_t, link_queue);
        list = &other->journal->list;

        if (other->reported
            && list->len == f->journal->list.len
            && ngx_memcmp(list->data, f->journal->list.data, list->len) == 0)
        {
            return other;
        }
    }

    return NULL;
}


void
ngx_http_ant_webhook_told_refused(ngx_http_ant_webhook_flow_t *f,
    ant_refusal_e kind, ant_str_t *code)
{
    ngx_http_ant_webhook_link_t  *l;
    ngx_http_ant_webhook_flow_t  *told;

    l = f->link;

    told = ngx_http_ant_webhook_told_before(f);

    if (told != NULL
        && (kind != ANT_REFUSAL_PERSON
            || ngx_current_msec - told->logged
               < NGX_HTTP_ANT_WEBHOOK_LOG_INTERVAL))
    {
        return;
    }

    if (told == NULL) {
        told = f;
    }

    told->reported = 1;
    told->logged = ngx_current_msec;

    ngx_log_error(NGX_LOG_ERR, l->log, 0,
                  "ant_webhook: redis \"%V\" refuses list \"%*s\" (%*s); "
                  "%uL events wait in the journal",
                  &l->endpoint->name, f->journal->list.len,
                  f->journal->list.data, code->len, code->data,
                  ngx_http_ant_webhook_flow_waiting(f));
}
