
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The forwarder: from the worker's journals to Redis.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_FORWARD_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_FORWARD_H_INCLUDED_


#include "ngx_http_ant_webhook_conf.h"


/*
 * Of a worker that starts: journals, connections, everything.  Whatever goes
 * wrong is logged; the worker goes on without.
 */
void ngx_http_ant_webhook_forward_init(ngx_cycle_t *cycle,
    ngx_http_ant_webhook_main_conf_t *mcf);

/* Of a worker that ends, and of a cycle that does. */
void ngx_http_ant_webhook_forward_exit(void);


#endif /* _NGX_HTTP_ANT_WEBHOOK_FORWARD_H_INCLUDED_ */
