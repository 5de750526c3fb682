
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The look at the directory of all journals.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_SURVEY_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_SURVEY_H_INCLUDED_


#include "ngx_http_ant_webhook_store.h"


/* NGX_ERROR if there is no memory. */
ngx_int_t ngx_http_ant_webhook_survey_init(ngx_http_ant_webhook_store_t *s);
void ngx_http_ant_webhook_survey_exit(void);

/* Is one under way?  It has the root's descriptor. */
ngx_uint_t ngx_http_ant_webhook_survey_busy(void);

/* Begins one, unless one is under way or there is no root. */
void ngx_http_ant_webhook_survey(ngx_http_ant_webhook_store_t *s);

/* Of a usage that was counted: bytes on the disk, and who may have more. */
void ngx_http_ant_webhook_survey_counted(ngx_http_ant_webhook_store_t *s,
    ant_usage_t *usage);


#endif /* _NGX_HTTP_ANT_WEBHOOK_SURVEY_H_INCLUDED_ */
