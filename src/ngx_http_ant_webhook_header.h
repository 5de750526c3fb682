
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * A header of an answer.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_HEADER_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_HEADER_H_INCLUDED_


#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_http.h>


/*
 * Adds the header if there is none with this key; both strings stay.
 * NGX_ERROR if there is no memory.
 */
ngx_int_t ngx_http_ant_webhook_header_add(ngx_http_request_t *r,
    const char *key, const char *value);


#endif /* _NGX_HTTP_ANT_WEBHOOK_HEADER_H_INCLUDED_ */
