
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * TLS of connections to Redis: nginx's own.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_TLS_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_TLS_H_INCLUDED_


#include "ngx_http_ant_webhook_conf.h"


/* Reads the files that "tls" names; NGX_ERROR, and logged, if it cannot. */
ngx_int_t ngx_http_ant_webhook_tls_create(ngx_conf_t *cf,
    ngx_http_ant_webhook_endpoint_t *e);

/*
 * Begins the handshake on a connection that has a pool.  host is the one that
 * the address was written with.  NGX_OK: it is over, see tls_verify();
 * NGX_AGAIN: handler will be called when it is, also where it failed or the
 * read timer fired; NGX_ERROR.
 */
ngx_int_t ngx_http_ant_webhook_tls_start(
    const ngx_http_ant_webhook_endpoint_t *e, ngx_connection_t *c,
    const ngx_str_t *host, void (*handler)(ngx_connection_t *c));

/* NULL if the handshake came to a good end; otherwise what is wrong. */
const char *ngx_http_ant_webhook_tls_verify(
    const ngx_http_ant_webhook_endpoint_t *e, ngx_connection_t *c,
    const ngx_str_t *host);

/* Before the connection is closed; does nothing where there is no TLS. */
void ngx_http_ant_webhook_tls_end(ngx_connection_t *c);


#endif /* _NGX_HTTP_ANT_WEBHOOK_TLS_H_INCLUDED_ */
