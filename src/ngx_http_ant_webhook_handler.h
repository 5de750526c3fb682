
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The content handler of "ant_webhook".
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_HANDLER_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_HANDLER_H_INCLUDED_


#include "ngx_http_ant_webhook_conf.h"


ngx_int_t ngx_http_ant_webhook_handler(ngx_http_request_t *r);


#endif /* _NGX_HTTP_ANT_WEBHOOK_HANDLER_H_INCLUDED_ */
