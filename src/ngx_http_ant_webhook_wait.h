
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
 * The request's event, accepted or rejected as ctx->verdict says, is recorded
 * with this sequence: it is answered when the disk (ack disk) or Redis (ack
 * redis) has it, and 503 when that takes too long.  NGX_DONE, or what the
 * request comes to if there is no memory.
 */
ngx_int_t ngx_http_ant_webhook_wait(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx, ngx_http_ant_webhook_holder_t *h,
    uint64_t sequence, ngx_uint_t ack);

/*
 * Another run of the handler for a request whose event waits already (a
 * subrequest, a redirect): it waits for the same.
 */
ngx_int_t ngx_http_ant_webhook_wait_again(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx);

/* Everything below upto is safe in the way that ack says. */
void ngx_http_ant_webhook_wait_release(ngx_http_ant_webhook_holder_t *h,
    ngx_uint_t ack, uint64_t upto);

/* It will never be: the answer is 503. */
void ngx_http_ant_webhook_wait_fail(ngx_http_ant_webhook_holder_t *h,
    ngx_uint_t ack, const char *reason);

/* The same for those that wait for an event from first to last. */
void ngx_http_ant_webhook_wait_lost(ngx_http_ant_webhook_holder_t *h,
    uint64_t first, uint64_t last, const char *reason);

/* 1 if a request waits for an event of this journal */
ngx_uint_t ngx_http_ant_webhook_wait_any(ngx_http_ant_webhook_holder_t *h);

/*
 * The event of this sequence is now one of another journal, the last one
 * there: who waits for it waits there.
 */
void ngx_http_ant_webhook_wait_move(ngx_http_ant_webhook_holder_t *h,
    uint64_t sequence, ngx_http_ant_webhook_holder_t *to, uint64_t last);


#endif /* _NGX_HTTP_ANT_WEBHOOK_WAIT_H_INCLUDED_ */
