
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What a location comes to when its directives and those around it are read.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_MERGE_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_MERGE_H_INCLUDED_


#include "ngx_http_ant_webhook_conf.h"


char *ngx_http_ant_webhook_merge_loc(ngx_conf_t *cf, void *parent,
    void *child);

/* After all merges: what only the whole shows to be wrong. */
ngx_int_t ngx_http_ant_webhook_merge_check(ngx_conf_t *cf,
    ngx_http_ant_webhook_main_conf_t *wmcf);


#endif /* _NGX_HTTP_ANT_WEBHOOK_MERGE_H_INCLUDED_ */
