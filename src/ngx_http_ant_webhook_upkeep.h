
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What keeps the worker's journals going.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_UPKEEP_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_UPKEEP_H_INCLUDED_


#include "ngx_http_ant_webhook_store.h"


/* Begins; NGX_ERROR only if there is no memory. */
ngx_int_t ngx_http_ant_webhook_upkeep_init(ngx_http_ant_webhook_store_t *s);

/* Ends, before the store does. */
void ngx_http_ant_webhook_upkeep_exit(void);


#endif /* _NGX_HTTP_ANT_WEBHOOK_UPKEEP_H_INCLUDED_ */
