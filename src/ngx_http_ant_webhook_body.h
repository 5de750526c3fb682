
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The body of a request.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_BODY_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_BODY_H_INCLUDED_


#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_http.h>

#include "ant_str.h"


/* 1 for application/x-www-form-urlencoded, whatever parameters follow it */
ngx_uint_t ngx_http_ant_webhook_body_form(ngx_http_request_t *r);

/*
 * The body as one string, which lives as long as the request.  NGX_OK;
 * NGX_DECLINED if it is in a file; NGX_ERROR if there is no memory.
 */
ngx_int_t ngx_http_ant_webhook_body_join(ngx_http_request_t *r,
    ant_str_t *body);


#endif /* _NGX_HTTP_ANT_WEBHOOK_BODY_H_INCLUDED_ */
