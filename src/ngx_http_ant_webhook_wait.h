
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Requests whose answer waits for the disk or for Redis.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_WAIT_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_WAIT_H_INCLUDED_


#include "ngx_http_ant_webhook_reply.h"
#include "ngx_http_ant_webhook_store.h"


/*
 * The request's event is recorded with this sequence: it is answered when the
 * disk (ack disk) or Redis (ack redis) has it, and 503 when timeout passes
 * first.  NGX_DONE, or NGX_ERROR if there is no memory.
 */
ngx_int_t ngx_http_ant_webhook_wait(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx, ngx_http_ant_webhook_holder_t *h,
    uint64_t sequence, ngx_uint_t ack, ngx_msec_t timeout);

/* Everything below upto is safe in the way that ack says. */
void ngx_http_ant_webhook_wait_release(ngx_http_ant_webhook_holder_t *h,
    ngx_uint_t ack, uint64_t upto);

/* It will never be: the answer is 503. */
void ngx_http_ant_webhook_wait_fail(ngx_http_ant_webhook_holder_t *h,
    ngx_uint_t ack, const char *reason);


#endif /* _NGX_HTTP_ANT_WEBHOOK_WAIT_H_INCLUDED_ */
