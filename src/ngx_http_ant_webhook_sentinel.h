
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Asking the Sentinels where the master is.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_SENTINEL_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_SENTINEL_H_INCLUDED_


#include "ngx_http_ant_webhook_greet.h"


#define NGX_HTTP_ANT_WEBHOOK_SENTINEL_TEXT  512


typedef struct {
    ngx_http_ant_webhook_wire_t        wire;
    ngx_http_ant_webhook_resolve_t     resolve;
    ngx_http_ant_webhook_password_t    password;

    void                              *data;
    void                             (*done)(void *data, ngx_int_t rc);

    ngx_uint_t                         left;    /* to be tried */
    ngx_uint_t                         first_host; /* of the one that is */
    ngx_uint_t                         first_addr; /* being asked */
    ngx_uint_t                         next_host; /* of the one behind that */
    ngx_uint_t                         next_addr; /* which answered last */
    u_char                             text[NGX_HTTP_ANT_WEBHOOK_SENTINEL_TEXT];

    /* what they said; NGX_OK */
    ngx_str_t                          host;
    in_port_t                          port;    /* 0: nothing */
    u_char                             buf[NGX_HTTP_ANT_WEBHOOK_HOST_MAX];

    unsigned                           asking:1;
    unsigned                           auth:1;  /* its answer is owed */
    unsigned                           again:1; /* with a new password */
} ngx_http_ant_webhook_sentinel_t;


/*
 * done is called once for each sentinel_ask(): NGX_OK, host and port are set;
 * NGX_ERROR, text says why, as a string.  NULL if there is no memory.
 */
ngx_http_ant_webhook_sentinel_t *ngx_http_ant_webhook_sentinel_create(
    const ngx_http_ant_webhook_endpoint_t *endpoint,
    void (*done)(void *data, ngx_int_t rc), void *data, ngx_log_t *log);
void ngx_http_ant_webhook_sentinel_destroy(
    ngx_http_ant_webhook_sentinel_t *s);

/* Asks each in turn, at most once, the one that answered last first. */
void ngx_http_ant_webhook_sentinel_ask(ngx_http_ant_webhook_sentinel_t *s);

/* What the last one named is of no use: the next one is asked first. */
void ngx_http_ant_webhook_sentinel_doubt(ngx_http_ant_webhook_sentinel_t *s);

/* done will not be called. */
void ngx_http_ant_webhook_sentinel_cancel(ngx_http_ant_webhook_sentinel_t *s);


#endif /* _NGX_HTTP_ANT_WEBHOOK_SENTINEL_H_INCLUDED_ */
