
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * A connection and the flows that share it.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_LINK_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_LINK_H_INCLUDED_


#include "ngx_http_ant_webhook_flow.h"


/* all links of this worker, by their "links" */
extern ngx_queue_t  ngx_http_ant_webhook_links;


/* Opens nothing.  NULL if there is no memory. */
ngx_http_ant_webhook_link_t *ngx_http_ant_webhook_link_create(
    ngx_http_ant_webhook_endpoint_t *endpoint,
    ngx_http_ant_webhook_main_conf_t *mcf, ngx_log_t *log);

/* Closes all of them; their flows stay. */
void ngx_http_ant_webhook_link_close(void);

/* Frees all of them; they have no flows any more. */
void ngx_http_ant_webhook_link_free(void);

/* The gauges of its endpoint and of the journals of its flows. */
void ngx_http_ant_webhook_link_publish(ngx_http_ant_webhook_link_t *l);

/* Holds a quitting worker while there is a tail and Redis takes it. */
void ngx_http_ant_webhook_link_hold(ngx_http_ant_webhook_link_t *l);


#endif /* _NGX_HTTP_ANT_WEBHOOK_LINK_H_INCLUDED_ */
