
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * How much of what is confirmed may stay for "retain".
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_BUDGET_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_BUDGET_H_INCLUDED_


#include "ngx_http_ant_webhook_store.h"


/* Every tick: sets the budget of each journal. */
void ngx_http_ant_webhook_budget(ngx_http_ant_webhook_store_t *s);


#endif /* _NGX_HTTP_ANT_WEBHOOK_BUDGET_H_INCLUDED_ */
