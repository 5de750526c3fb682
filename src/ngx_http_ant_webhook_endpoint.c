
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * "ant_webhook_redis": a Redis, by name.
 *
 * Promises: a name has one definition; what is wrong is named with file and
 * line, and so is what would be right.  Called by nginx's configuration parser
 * and by the merge.  Opens no connection.
 */


#include "ngx_http_ant_webhook_set.h"
#include "ngx_http_ant_webhook_tls.h"


#define NGX_HTTP_ANT_WEBHOOK_PORT      6379
#define NGX_HTTP_ANT_WEBHOOK_SENTINEL  26379
#define NGX_HTTP_ANT_WEBHOOK_BATCH     1000
#define NGX_HTTP_ANT_WEBHOOK_TIMEOUT   5000


static ngx_http_ant_webhook_endpoint_t *
ngx_http_ant_webhook_endpoint_find(ngx_http_ant_webhook_main_conf_t *wmcf,
    ngx_str_t *name)
{
    ngx_uint_t                         i;
    ngx_http_ant_webhook_endpoint_t  **e;

    e = wmcf->endpoints.elts;

    for (i = 0; i < wmcf->endpoints.nelts; i++) {
        if (e[i]->name.len == name->len
            && ngx_memcmp(e[i]->name.data, name->data, name->len) == 0)
        {
            return e[i];
        }
    }

    return NULL;
}


static ngx_http_ant_webhook_endpoint_t *
ngx_http_ant_webhook_endpoint_create(ngx_conf_t *cf)
{
    ngx_http_ant_webhook_endpoint_t  *e;

    e = ngx_pcalloc(cf->pool, sizeof(ngx_http_ant_webhook_endpoint_t));
    if (e == NULL
        || ngx_array_init(&e->hosts, cf->pool, 2,
                          sizeof(ngx_http_ant_webhook_host_t))
           != NGX_OK)
    {
        return NULL;
    }

    ngx_str_set(&e->name, "default");

    e->timeout = NGX_HTTP_ANT_WEBHOOK_TIMEOUT;
    e->batch = NGX_HTTP_ANT_WEBHOOK_BATCH;
    e->tls_verify = NGX_CONF_UNSET;

    ngx_http_ant_webhook_set_place(cf, &e->place);

    return e;
}


static ngx_int_t
ngx_http_ant_webhook_endpoint_add(ngx_http_ant_webhook_main_conf_t *wmcf,
    ngx_http_ant_webhook_endpoint_t *e)
{
    ngx_http_ant_webhook_endpoint_t  **slot;

    slot = ngx_array_push(&wmcf->endpoints);
    if (slot == NULL) {
        return NGX_ERROR;
    }

    e->index = wmcf->endpoints.nelts - 1;

    *slot = e;

    return NGX_OK;
}


/* Is it a name that may be another address later? */
static ngx_uint_t
ngx_http_ant_webhook_endpoint_named(ngx_str_t *host)
{
#if (NGX_HAVE_INET6)
    u_char  addr[16];

    if (ngx_inet6_addr(host->data, host->len, addr) == NGX_OK) {
        return 0;
    }
#endif

    return ngx_inet_addr(host->data, host->len) == INADDR_NONE
           && (host->len != 9
               || ngx_strncasecmp(host->data, (u_char *) "localhost", 9) != 0);
}


static ngx_int_t
ngx_http_ant_webhook_endpoint_address(ngx_conf_t *cf,
    ngx_http_ant_webhook_endpoint_t *e, ngx_str_t *value)
{
    ngx_url_t                     u;
    ngx_http_ant_webhook_host_t  *h;

    ngx_memzero(&u, sizeof(ngx_url_t));

    u.url = *value;
    u.no_resolve = 1;
    u.default_port = (in_port_t) (e->sentinel.len
                                  ? NGX_HTTP_ANT_WEBHOOK_SENTINEL
                                  : NGX_HTTP_ANT_WEBHOOK_PORT);

    if (ngx_parse_url(cf->pool, &u) != NGX_OK) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "%s in \"%V\", write an address as \"host\", "
                           "\"host:6379\", \"[::1]:6379\" or \"unix:/path\"",
                           u.err ? u.err : "invalid address", value);
        return NGX_ERROR;
    }

    h = ngx_array_push(&e->hosts);
    if (h == NULL) {
        return NGX_ERROR;
    }

    ngx_memzero(h, sizeof(ngx_http_ant_webhook_host_t));

    /* a name that is not found now may be found by the resolver later */

    if (u.naddrs == 0) {
        (void) ngx_inet_resolve_host(cf->pool, &u);
    }

    h->addrs = u.addrs;
    h->naddrs = u.naddrs;

    e->naddrs += ngx_max(u.naddrs, 1);

    if (u.family == AF_UNIX) {
        return NGX_OK;
    }

    h->host = u.host;
    h->port = u.port;

    if (h->host.data[0] == '[') {
        h->host.data++;
        h->host.len -= 2;
    }

    h->named = ngx_http_ant_webhook_endpoint_named(&h->host);

    return NGX_OK;
}


/* What is an address, or nothing that is known. */
static ngx_int_t
ngx_http_ant_webhook_endpoint_other(ngx_conf_t *cf,
    ngx_http_ant_webhook_endpoint_t *e, ngx_str_t *arg)
{
    if (ngx_strlchr(arg->data, arg->data + arg->len, '=')
        && ngx_strncmp(arg->data, "unix:", 5) != 0)
    {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid parameter \"%V\", it must be one of "
                           "\"name=\", \"db=\", \"user=\", \"password=\", "
                           "\"password_file=\", \"timeout=\", \"batch=\", "
                           "\"max_length=\", \"tls\", \"tls_ca=\", "
                           "\"tls_cert=\", \"tls_key=\", \"tls_name=\", "
                           "\"tls_verify=\", \"sentinel=\", "
                           "\"sentinel_user=\", \"sentinel_password=\", "
                           "\"sentinel_password_file=\", \"cluster\"", arg);
        return NGX_ERROR;
    }

    return ngx_http_ant_webhook_endpoint_address(cf, e, arg);
}


/* All parameters, and then the addresses, which depend on them. */
static ngx_int_t
ngx_http_ant_webhook_endpoint_args(ngx_conf_t *cf,
    ngx_http_ant_webhook_endpoint_t *e)
{
    u_char      *others;
    ngx_int_t    rc;
    ngx_str_t   *value;
    ngx_uint_t   i;

    value = cf->args->elts;

    others = ngx_pcalloc(cf->temp_pool, cf->args->nelts);
    if (others == NULL) {
        return NGX_ERROR;
    }

    for (i = 1; i < cf->args->nelts; i++) {
        rc = ngx_http_ant_webhook_endpoint_arg(cf, e, &value[i]);

        if (rc == NGX_ERROR) {
            return NGX_ERROR;
        }

        others[i] = (rc == NGX_DECLINED);

        if (!others[i] && ngx_http_ant_webhook_set_once(cf, i) != NGX_OK) {
            return NGX_ERROR;
        }
    }

    for (i = 1; i < cf->args->nelts; i++) {
        if (others[i]
            && ngx_http_ant_webhook_endpoint_other(cf, e, &value[i])
               != NGX_OK)
        {
            return NGX_ERROR;
        }
    }

    return ngx_http_ant_webhook_endpoint_check(cf, e);
}


char *
ngx_http_ant_webhook_set_redis(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_ant_webhook_loc_conf_t *wlcf = conf;

    ngx_http_ant_webhook_endpoint_t   *e, *other;
    ngx_http_ant_webhook_main_conf_t  *wmcf;

    if (wlcf->endpoint != NGX_CONF_UNSET_PTR) {
        return "is duplicate";
    }

    wmcf = ngx_http_conf_get_module_main_conf(cf, ngx_http_ant_webhook_module);

    e = ngx_http_ant_webhook_endpoint_create(cf);

    if (e == NULL || ngx_http_ant_webhook_endpoint_args(cf, e) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    other = ngx_http_ant_webhook_endpoint_find(wmcf, &e->name);

    if (other) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "the name \"%V\" of \"ant_webhook_redis\" is used "
                           "in %s:%ui already, write \"name=\" with another",
                           &e->name, other->place.file, other->place.line);
        return NGX_CONF_ERROR;
    }

    if (e->tls_verify == NGX_CONF_UNSET) {
        e->tls_verify = 1;
    }

    if (e->tls && ngx_http_ant_webhook_tls_create(cf, e) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    if (ngx_http_ant_webhook_endpoint_add(wmcf, e) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    /* the resolver may come after it, and is there when it is needed */

    e->clcf = ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);

    wlcf->endpoint = e;

    return NGX_CONF_OK;
}


ngx_int_t
ngx_http_ant_webhook_endpoint_found(ngx_conf_t *cf,
    ngx_http_ant_webhook_endpoint_t *e)
{
    ngx_uint_t                    i;
    ngx_resolver_t               *resolver;
    ngx_http_ant_webhook_host_t  *h;

    resolver = e->clcf ? e->clcf->resolver : NULL;

    if (resolver && resolver->connections.nelts) {
        return NGX_OK;
    }

    h = e->hosts.elts;

    for (i = 0; i < e->hosts.nelts; i++) {
        if (h[i].naddrs == 0) {
            ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                          "host not found: \"%V\" of \"ant_webhook_redis\" in "
                          "%s:%ui, and there is no \"resolver\"", &h[i].host,
                          e->place.file, e->place.line);
            return NGX_ERROR;
        }
    }

    return NGX_OK;
}


ngx_http_ant_webhook_endpoint_t *
ngx_http_ant_webhook_endpoint_default(ngx_conf_t *cf,
    ngx_http_ant_webhook_main_conf_t *wmcf)
{
    ngx_http_ant_webhook_endpoint_t  *e, *other;

    static ngx_str_t  address = ngx_string("127.0.0.1");

    if (wmcf->fallback) {
        return wmcf->fallback;
    }

    e = ngx_http_ant_webhook_endpoint_create(cf);
    if (e == NULL) {
        return NULL;
    }

    other = ngx_http_ant_webhook_endpoint_find(wmcf, &e->name);

    if (other) {
        ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                      "the endpoint \"default\" is 127.0.0.1:6379 where no "
                      "\"ant_webhook_redis\" applies, but that name is used "
                      "in %s:%ui: write \"name=\" with another there, or move "
                      "it to the \"http\" level",
                      other->place.file, other->place.line);
        return NULL;
    }

    if (ngx_http_ant_webhook_endpoint_address(cf, e, &address) != NGX_OK
        || ngx_http_ant_webhook_endpoint_add(wmcf, e) != NGX_OK)
    {
        return NULL;
    }

    wmcf->fallback = e;

    return e;
}
