
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * SIGBUS: a page of a mapping that the file system cannot give.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_FAULT_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_FAULT_H_INCLUDED_


#include "ngx_http_ant_webhook_store.h"


/* From now on the mappings of the store's journals may fail. */
void ngx_http_ant_webhook_fault_init(ngx_http_ant_webhook_store_t *s);

/* The signal is handled as it was before. */
void ngx_http_ant_webhook_fault_exit(void);


#endif /* _NGX_HTTP_ANT_WEBHOOK_FAULT_H_INCLUDED_ */
