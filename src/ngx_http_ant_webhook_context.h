
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What became of a request: one for a main request, whatever redirects and
 * subrequests it goes through.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_CONTEXT_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_CONTEXT_H_INCLUDED_


#include "ngx_http_ant_webhook_conf.h"
#include "ant_format.h"


typedef enum {
    NGX_HTTP_ANT_WEBHOOK_UNDECIDED = 0,
    NGX_HTTP_ANT_WEBHOOK_ACCEPTED,   /* in the journal */
    NGX_HTTP_ANT_WEBHOOK_REJECTED,   /* it failed the check */
    NGX_HTTP_ANT_WEBHOOK_FORBIDDEN,  /* the secret was missing or wrong */
    NGX_HTTP_ANT_WEBHOOK_REFUSED,    /* method, size, or no room for it */
    NGX_HTTP_ANT_WEBHOOK_PROBE       /* HEAD, or no parameters */
} ngx_http_ant_webhook_verdict_e;


#define NGX_HTTP_ANT_WEBHOOK_ID_MAX     (2 * ANT_ID_SIZE + 1 + NGX_INT64_LEN)
#define NGX_HTTP_ANT_WEBHOOK_PARAM_MAX  64


typedef struct {
    ngx_http_ant_webhook_verdict_e   verdict;
    ngx_http_ant_webhook_verdict_e   counted;    /* the verdict that was */
    ngx_uint_t                       status;     /* of the answer */
    ngx_str_t                        event;
    const char                      *reason;     /* NULL: none */
    size_t                           param_len;
    u_char                           param[NGX_HTTP_ANT_WEBHOOK_PARAM_MAX];
    size_t                           id_len;     /* 0: nothing was recorded */
    u_char                           id[NGX_HTTP_ANT_WEBHOOK_ID_MAX];
    void                            *waiter;     /* of its answer; NULL: it
                                                    waits for nothing */
    unsigned                         recorded:1; /* one event: no second */
} ngx_http_ant_webhook_ctx_t;


/* The context of the main request, or NULL if there is none. */
ngx_http_ant_webhook_ctx_t *ngx_http_ant_webhook_context_get(
    ngx_http_request_t *r);

/* The same, made if there is none; NULL if there is no memory. */
ngx_http_ant_webhook_ctx_t *ngx_http_ant_webhook_context_make(
    ngx_http_request_t *r);

/* Notes why; the parameter's name is copied, and cut to 64 bytes. */
void ngx_http_ant_webhook_context_reason(ngx_http_ant_webhook_ctx_t *ctx,
    const ant_str_t *param, const char *reason);

/* Adds $ant_webhook_event, _id, _verdict and _reason. */
ngx_int_t ngx_http_ant_webhook_context_variables(ngx_conf_t *cf);


#endif /* _NGX_HTTP_ANT_WEBHOOK_CONTEXT_H_INCLUDED_ */
