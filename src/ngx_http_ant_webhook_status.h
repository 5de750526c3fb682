
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The answer of a location with "ant_webhook_status".
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_STATUS_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_STATUS_H_INCLUDED_


#include "ngx_http_ant_webhook_conf.h"


/* the content handler */
ngx_int_t ngx_http_ant_webhook_status_handler(ngx_http_request_t *r);


#endif /* _NGX_HTTP_ANT_WEBHOOK_STATUS_H_INCLUDED_ */
