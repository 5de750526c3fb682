
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Counts what became of requests.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_COUNT_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_COUNT_H_INCLUDED_


#include "ngx_http_ant_webhook_context.h"


/* The verdict, when it is told: once for a request. */
void ngx_http_ant_webhook_count_verdict(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx);

/*
 * Why it was rejected, before that is told.  rule is NULL where the fault is
 * in no declared parameter; kept says whether there was room for it, or it
 * was not to be kept.
 */
void ngx_http_ant_webhook_count_rejected(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx, const ant_rule_t *rule,
    ant_reason_e reason, ngx_uint_t kept);

/* The time from the request to now, for an answer that has waited. */
void ngx_http_ant_webhook_count_answer(ngx_http_request_t *r, ngx_uint_t ack);


#endif /* _NGX_HTTP_ANT_WEBHOOK_COUNT_H_INCLUDED_ */
