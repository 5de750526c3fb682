
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What is to be sent on a connection.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_OUTPUT_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_OUTPUT_H_INCLUDED_


#include <ngx_config.h>
#include <ngx_core.h>


/* pos to last is to be sent, the room from last to end is the caller's */
typedef struct {
    u_char      *start;
    u_char      *pos;
    u_char      *last;
    u_char      *end;
    ngx_log_t   *log;
} ngx_http_ant_webhook_output_t;


/* NGX_ERROR if there is no memory. */
ngx_int_t ngx_http_ant_webhook_output_init(ngx_http_ant_webhook_output_t *out,
    ngx_log_t *log);
void ngx_http_ant_webhook_output_free(ngx_http_ant_webhook_output_t *out);

/*
 * At least size bytes of room at out->last, which the caller fills and moves;
 * NULL if there is no memory.
 */
u_char *ngx_http_ant_webhook_output_room(ngx_http_ant_webhook_output_t *out,
    size_t size);

/* All was sent: what a large batch has needed is given back. */
void ngx_http_ant_webhook_output_reset(ngx_http_ant_webhook_output_t *out);


#endif /* _NGX_HTTP_ANT_WEBHOOK_OUTPUT_H_INCLUDED_ */
