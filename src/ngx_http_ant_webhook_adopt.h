
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Journals without an owner that the pool has found.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_ADOPT_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_ADOPT_H_INCLUDED_


#include "ngx_http_ant_webhook_store.h"


/* journals that are looked for in one go */
#define NGX_HTTP_ANT_WEBHOOK_SCAN_MAX  16


/* how many journals this worker may adopt now, at most SCAN_MAX */
ngx_uint_t ngx_http_ant_webhook_adopt_most(ngx_http_ant_webhook_store_t *s);

/* Takes a list as ant_root_scan() makes it; how many were adopted. */
ngx_uint_t ngx_http_ant_webhook_adopt(ngx_http_ant_webhook_store_t *s,
    ant_journal_t *found);


#endif /* _NGX_HTTP_ANT_WEBHOOK_ADOPT_H_INCLUDED_ */
