
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Events of a journal in memory that were answered 503.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_FORGET_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_FORGET_H_INCLUDED_


#include "ngx_http_ant_webhook_store.h"


/* The event was answered 503: it is left out if it was not sent yet. */
void ngx_http_ant_webhook_forget(ngx_http_ant_webhook_holder_t *h,
    uint64_t sequence);

/* 1 if it is to be left out */
ngx_uint_t ngx_http_ant_webhook_forgotten(ngx_http_ant_webhook_holder_t *h,
    uint64_t sequence);


#endif /* _NGX_HTTP_ANT_WEBHOOK_FORGET_H_INCLUDED_ */
