
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Where to connect to next: addresses, and names that are resolved again.
 *
 * Promises: a name is resolved anew for each connection where there is a
 * "resolver"; where there is none, or it does not answer, the addresses that
 * the name had when the configuration was read are used.  Called by the
 * connection and by the one to a Sentinel.  Never blocks, never connects.
 */


#include "ngx_http_ant_webhook_resolve.h"


static void
ngx_http_ant_webhook_resolve_set(ngx_http_ant_webhook_resolve_t *r,
    struct sockaddr *sockaddr, socklen_t socklen, const ngx_str_t *host,
    in_port_t port)
{
    ngx_http_ant_webhook_target_t  *t;

    t = &r->target;

    ngx_memcpy(&t->sockaddr, sockaddr, socklen);

    if (port && sockaddr->sa_family != AF_UNIX) {
        ngx_inet_set_port(&t->sockaddr.sockaddr, port);
    }

    t->socklen = socklen;
    t->port = port;
    t->name.data = t->text;
    t->name.len = ngx_sock_ntop(&t->sockaddr.sockaddr, socklen, t->text,
                                NGX_SOCKADDR_STRLEN, 1);

    if (host) {
        t->host.data = t->buf;
        t->host.len = ngx_min(host->len, NGX_HTTP_ANT_WEBHOOK_HOST_MAX);

        /* the host of a socket's path has no bytes, not even none */

        if (host->len) {
            ngx_memmove(t->buf, host->data, t->host.len);
        }
    }
}


/* An address of n that the host has was taken: another is next. */
static void
ngx_http_ant_webhook_resolve_advance(ngx_http_ant_webhook_resolve_t *r,
    ngx_uint_t n)
{
    if (++r->addr >= n) {
        r->addr = 0;
        r->host = (r->host + 1) % r->endpoint->hosts.nelts;
    }
}


/* As it was when the configuration was read; NGX_ERROR if it was not. */
static ngx_int_t
ngx_http_ant_webhook_resolve_known(ngx_http_ant_webhook_resolve_t *r,
    const ngx_http_ant_webhook_host_t *h)
{
    const ngx_addr_t  *addr;

    if (h == NULL) {
        return NGX_ERROR;
    }

    if (h->naddrs == 0) {
        ngx_http_ant_webhook_resolve_advance(r, 0);
        return NGX_ERROR;
    }

    addr = &h->addrs[r->addr % h->naddrs];

    ngx_http_ant_webhook_resolve_set(r, addr->sockaddr, addr->socklen,
                                     &h->host, h->port);
    ngx_http_ant_webhook_resolve_advance(r, h->naddrs);

    return NGX_OK;
}


/*
 * Of those that a name has, the one whose turn it is: nginx turns them at
 * random each time, so they are taken in the order of their bytes.
 */
static ngx_resolver_addr_t *
ngx_http_ant_webhook_resolve_pick(ngx_resolver_ctx_t *ctx, ngx_uint_t turn)
{
    ngx_int_t             rc;
    ngx_uint_t            i, k, less;
    ngx_resolver_addr_t  *a, *b;

    for (i = 0; i < ctx->naddrs; i++) {
        a = &ctx->addrs[i];
        less = 0;

        for (k = 0; k < ctx->naddrs; k++) {
            b = &ctx->addrs[k];

            rc = ngx_memcmp(b->sockaddr, a->sockaddr,
                            ngx_min(a->socklen, b->socklen));

            less += (rc < 0 || (rc == 0 && k < i));
        }

        if (less == turn) {
            return a;
        }
    }

    return &ctx->addrs[0];
}


static ngx_int_t
ngx_http_ant_webhook_resolve_answer(ngx_http_ant_webhook_resolve_t *r,
    ngx_resolver_ctx_t *ctx)
{
    ngx_resolver_addr_t  *addr;

    if (ctx->state == 0 && ctx->naddrs) {
        addr = ngx_http_ant_webhook_resolve_pick(ctx, r->addr % ctx->naddrs);

        ngx_http_ant_webhook_resolve_set(r, addr->sockaddr, addr->socklen,
                                         NULL, r->target.port);
        ngx_http_ant_webhook_resolve_advance(r, ctx->naddrs);

        return NGX_OK;
    }

    ngx_log_error(NGX_LOG_WARN, r->log, 0,
                  "ant_webhook: \"%V\" of redis \"%V\" could not be "
                  "resolved: %s", &r->target.host, &r->endpoint->name,
                  ctx->state ? ngx_resolver_strerror(ctx->state)
                             : "it has no address");

    return ngx_http_ant_webhook_resolve_known(r, r->known);
}


static void
ngx_http_ant_webhook_resolve_done(ngx_resolver_ctx_t *ctx)
{
    ngx_int_t                        rc;
    ngx_http_ant_webhook_resolve_t  *r;

    r = ctx->data;

    rc = ngx_http_ant_webhook_resolve_answer(r, ctx);

    r->ctx = NULL;
    ngx_resolve_name_done(ctx);

    if (r->now) {
        r->rc = rc;
        return;
    }

    r->handler(r->data, rc);
}


/* NGX_DECLINED: there is no resolver. */
static ngx_int_t
ngx_http_ant_webhook_resolve_name(ngx_http_ant_webhook_resolve_t *r,
    const ngx_str_t *host, in_port_t port)
{
    ngx_str_t                      *name;
    ngx_resolver_t                 *resolver;
    ngx_resolver_ctx_t             *ctx;
    ngx_http_core_loc_conf_t       *clcf;

    clcf = r->endpoint->clcf;
    resolver = clcf ? clcf->resolver : NULL;

    if (resolver == NULL || host->len > NGX_HTTP_ANT_WEBHOOK_HOST_MAX) {
        return NGX_DECLINED;
    }

    ctx = ngx_resolve_start(resolver, NULL);

    if (ctx == NULL || ctx == NGX_NO_RESOLVER) {
        return NGX_DECLINED;
    }

    name = &r->target.host;
    name->data = r->target.buf;
    name->len = host->len;
    ngx_memmove(name->data, host->data, host->len);

    r->target.port = port;

    ctx->name = *name;
    ctx->handler = ngx_http_ant_webhook_resolve_done;
    ctx->data = r;
    ctx->cancelable = 1;
    ctx->timeout = (clcf->resolver_timeout == NGX_CONF_UNSET_MSEC)
                   ? r->endpoint->timeout : clcf->resolver_timeout;

    r->ctx = ctx;
    r->now = 1;
    r->rc = NGX_AGAIN;

    if (ngx_resolve_name(ctx) != NGX_OK) {
        r->ctx = NULL;
        r->rc = NGX_DECLINED;
    }

    r->now = 0;

    return r->rc;
}


ngx_int_t
ngx_http_ant_webhook_resolve_next(ngx_http_ant_webhook_resolve_t *r)
{
    ngx_int_t                     rc;
    ngx_http_ant_webhook_host_t  *h;

    h = r->endpoint->hosts.elts;
    h += r->host;

    if (h->named) {
        r->known = h;

        rc = ngx_http_ant_webhook_resolve_name(r, &h->host, h->port);

        if (rc != NGX_DECLINED) {
            return rc;
        }
    }

    return ngx_http_ant_webhook_resolve_known(r, h);
}


ngx_int_t
ngx_http_ant_webhook_resolve_host(ngx_http_ant_webhook_resolve_t *r,
    const ngx_str_t *host, in_port_t port)
{
    ngx_int_t       rc;
    ngx_sockaddr_t  sa;

    ngx_memzero(&sa, sizeof(ngx_sockaddr_t));

    sa.sockaddr_in.sin_addr.s_addr = ngx_inet_addr(host->data, host->len);

    if (sa.sockaddr_in.sin_addr.s_addr != INADDR_NONE) {
        sa.sockaddr_in.sin_family = AF_INET;
        ngx_http_ant_webhook_resolve_set(r, &sa.sockaddr,
                                         sizeof(struct sockaddr_in), host,
                                         port);
        return NGX_OK;
    }

#if (NGX_HAVE_INET6)

    if (ngx_inet6_addr(host->data, host->len,
                       sa.sockaddr_in6.sin6_addr.s6_addr)
        == NGX_OK)
    {
        sa.sockaddr_in6.sin6_family = AF_INET6;
        ngx_http_ant_webhook_resolve_set(r, &sa.sockaddr,
                                         sizeof(struct sockaddr_in6), host,
                                         port);
        return NGX_OK;
    }

#endif

    r->known = NULL;

    rc = ngx_http_ant_webhook_resolve_name(r, host, port);

    return rc == NGX_DECLINED ? NGX_ERROR : rc;
}


void
ngx_http_ant_webhook_resolve_cancel(ngx_http_ant_webhook_resolve_t *r)
{
    if (r->ctx) {
        ngx_resolve_name_done(r->ctx);
        r->ctx = NULL;
    }
}
