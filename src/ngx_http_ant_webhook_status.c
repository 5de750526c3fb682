
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The answer of a location with "ant_webhook_status": the zone as JSON, as
 * Prometheus's text, or whether callbacks can be stored.
 *
 * Promises: nothing is waited for, whatever Redis and the disk do; the answer
 * is never cached.  Called by nginx in the content phase.  Never looks at a
 * journal, and never counts itself.
 */


#include "ngx_http_ant_webhook_status.h"
#include "ngx_http_ant_webhook_header.h"
#include "ngx_http_ant_webhook_zone.h"
#include "ant_metrics.h"


#define NGX_HTTP_ANT_WEBHOOK_STATUS_SIZE  32768
#define NGX_HTTP_ANT_WEBHOOK_STATUS_MAX   (16 * 1024 * 1024)


/* The endpoints that an answer to a callback waits for. */
static ngx_int_t
ngx_http_ant_webhook_status_needed(ngx_http_request_t *r,
    ngx_http_ant_webhook_main_conf_t *wmcf, ant_metrics_env_t *env)
{
    uint32_t                          *keys;
    ngx_uint_t                         i;
    ngx_http_ant_webhook_endpoint_t  **e;

    keys = ngx_palloc(r->pool, (wmcf->endpoints.nelts + 1) * sizeof(uint32_t));
    if (keys == NULL) {
        return NGX_ERROR;
    }

    e = wmcf->endpoints.elts;

    for (i = 0; i < wmcf->endpoints.nelts; i++) {
        if (e[i]->used && e[i]->waited) {
            keys[env->nneeded++] = e[i]->key;
        }
    }

    env->needed = keys;

    return NGX_OK;
}


static ngx_int_t
ngx_http_ant_webhook_status_env(ngx_http_request_t *r, ant_metrics_env_t *env)
{
    ngx_time_t                        *tp;
    ngx_http_ant_webhook_main_conf_t  *wmcf;

    static const ant_str_t  version = ant_string(NGX_HTTP_ANT_WEBHOOK_VERSION);
    static const ant_str_t  server = ant_string(NGINX_VERSION);

    wmcf = ngx_http_get_module_main_conf(r, ngx_http_ant_webhook_module);
    tp = ngx_timeofday();

    ngx_memzero(env, sizeof(ant_metrics_env_t));

    env->now = (uint64_t) tp->sec * 1000 + tp->msec;
    env->clock = (uint64_t) ngx_current_msec;
    env->generation = wmcf->generation;
    env->pid = (uint64_t) ngx_pid;
    env->limit = wmcf->off ? 0 : (uint64_t) wmcf->size;
    env->version = version;
    env->server = server;

    return ngx_http_ant_webhook_status_needed(r, wmcf, env);
}


static u_char *
ngx_http_ant_webhook_status_write(const ant_metrics_t *m, ngx_uint_t form,
    u_char *p, u_char *last)
{
    switch (form) {

    case NGX_HTTP_ANT_WEBHOOK_STATUS_PROMETHEUS:
        return ant_metrics_prometheus(m, p, last);

    case NGX_HTTP_ANT_WEBHOOK_STATUS_HEALTH:
        return ant_metrics_health(m, p, last);

    default:
        return ant_metrics_json(m, p, last);
    }
}


/* How long it gets is known when it is written, but for what was the last. */
static ngx_int_t
ngx_http_ant_webhook_status_text(ngx_http_request_t *r, const ant_metrics_t *m,
    ngx_uint_t form, ngx_str_t *text)
{
    u_char  *p, *end;
    size_t   size;

    static size_t  sizes[NGX_HTTP_ANT_WEBHOOK_STATUS_HEALTH + 1];

    size = ngx_max(sizes[form], NGX_HTTP_ANT_WEBHOOK_STATUS_SIZE);

    for ( /* void */ ; size <= NGX_HTTP_ANT_WEBHOOK_STATUS_MAX; size *= 2) {
        p = ngx_palloc(r->pool, size);
        if (p == NULL) {
            return NGX_ERROR;
        }

        end = ngx_http_ant_webhook_status_write(m, form, p, p + size);

        if (end) {
            sizes[form] = size;
            text->data = p;
            text->len = end - p;
            return NGX_OK;
        }

        (void) ngx_pfree(r->pool, p);
    }

    return NGX_ERROR;
}


static ngx_int_t
ngx_http_ant_webhook_status_send(ngx_http_request_t *r, ngx_uint_t form)
{
    ngx_uint_t                         status;
    ant_metrics_t                     *m;
    ant_metrics_env_t                  env;
    ngx_http_complex_value_t           cv;
    ngx_http_ant_webhook_main_conf_t  *wmcf;

    static ngx_str_t  json = ngx_string("application/json");
    static ngx_str_t  text =
                      ngx_string("text/plain; version=0.0.4; charset=utf-8");

    wmcf = ngx_http_get_module_main_conf(r, ngx_http_ant_webhook_module);

    m = ngx_palloc(r->pool, sizeof(ant_metrics_t));

    if (m == NULL || ngx_http_ant_webhook_status_env(r, &env) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    if (wmcf->table) {
        ngx_http_ant_webhook_zone_sweep(wmcf->table);
    }

    ant_metrics_read(m, wmcf->table, &env);

    ngx_memzero(&cv, sizeof(ngx_http_complex_value_t));

    if (ngx_http_ant_webhook_status_text(r, m, form, &cv.value) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    status = (form == NGX_HTTP_ANT_WEBHOOK_STATUS_HEALTH && m->reason)
                 ? NGX_HTTP_SERVICE_UNAVAILABLE : NGX_HTTP_OK;

    return ngx_http_send_response(r, status,
                                  form == NGX_HTTP_ANT_WEBHOOK_STATUS_PROMETHEUS
                                      ? &text : &json, &cv);
}


ngx_int_t
ngx_http_ant_webhook_status_handler(ngx_http_request_t *r)
{
    ngx_int_t                         rc;
    ngx_http_ant_webhook_loc_conf_t  *wlcf;

    /* neither cached nor compared with what a client has */

    r->disable_not_modified = 1;

    if (ngx_http_ant_webhook_header_add(r, "Cache-Control", "no-store")
        != NGX_OK)
    {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    if (!(r->method & (NGX_HTTP_GET|NGX_HTTP_HEAD))) {
        rc = ngx_http_ant_webhook_header_add(r, "Allow", "GET, HEAD");

        return rc == NGX_OK ? NGX_HTTP_NOT_ALLOWED
                            : NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    rc = ngx_http_discard_request_body(r);

    if (rc != NGX_OK) {
        return rc;
    }

    wlcf = ngx_http_get_module_loc_conf(r, ngx_http_ant_webhook_module);

    return ngx_http_ant_webhook_status_send(r, wlcf->status);
}
