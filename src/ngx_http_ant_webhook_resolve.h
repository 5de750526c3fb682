
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Where to connect to next: addresses, and names that are resolved again.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_RESOLVE_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_RESOLVE_H_INCLUDED_


#include "ngx_http_ant_webhook_conf.h"


#define NGX_HTTP_ANT_WEBHOOK_HOST_MAX  255


/* an address with all that is known of it */
typedef struct {
    ngx_sockaddr_t                          sockaddr;
    socklen_t                               socklen;
    ngx_str_t                               host;   /* as it was written */
    ngx_str_t                               name;   /* of sockaddr, for logs */
    in_port_t                               port;
    u_char                                  text[NGX_SOCKADDR_STRLEN];
    u_char                                  buf[NGX_HTTP_ANT_WEBHOOK_HOST_MAX
                                                + 1];
} ngx_http_ant_webhook_target_t;


typedef struct {
    const ngx_http_ant_webhook_endpoint_t  *endpoint;
    ngx_log_t                              *log;
    void                                   *data;

    /* NGX_OK: target is set; or NGX_ERROR.  For what gave NGX_AGAIN. */
    void                                  (*handler)(void *data, ngx_int_t rc);

    ngx_http_ant_webhook_target_t           target;

    ngx_uint_t                              host;  /* to be tried next */
    ngx_uint_t                              addr;  /* of that host */
    const ngx_http_ant_webhook_host_t      *known; /* if it is not resolved */
    ngx_resolver_ctx_t                     *ctx;
    ngx_int_t                               rc;
    unsigned                                now:1; /* resolve_name() runs */
} ngx_http_ant_webhook_resolve_t;


/*
 * Takes the next of the endpoint's addresses: NGX_OK, NGX_AGAIN, or NGX_ERROR
 * if it is a name that could not be resolved.
 */
ngx_int_t ngx_http_ant_webhook_resolve_next(ngx_http_ant_webhook_resolve_t *r);

/* Takes an address, or a name; NGX_ERROR if that needs a resolver. */
ngx_int_t ngx_http_ant_webhook_resolve_host(ngx_http_ant_webhook_resolve_t *r,
    const ngx_str_t *host, in_port_t port);

/* The handler will not be called any more. */
void ngx_http_ant_webhook_resolve_cancel(ngx_http_ant_webhook_resolve_t *r);


#endif /* _NGX_HTTP_ANT_WEBHOOK_RESOLVE_H_INCLUDED_ */
