
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The answers to a callback.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_REPLY_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_REPLY_H_INCLUDED_


#include "ngx_http_ant_webhook_context.h"


/* What all answers have: no-store, and no not-modified filter. */
ngx_int_t ngx_http_ant_webhook_reply_prepare(ngx_http_request_t *r);

/* Answers as the context's verdict and status say. */
ngx_int_t ngx_http_ant_webhook_reply_send(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx);

/* Refuses: verdict, status and reason are noted; nginx makes the page. */
ngx_int_t ngx_http_ant_webhook_reply_refuse(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx, ngx_uint_t status, const char *reason);


#endif /* _NGX_HTTP_ANT_WEBHOOK_REPLY_H_INCLUDED_ */
