
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What became of a request, and the variables that tell it.
 *
 * Promises: one context a main request; it survives internal redirects and
 * named locations, which clear a request's own contexts, because it hangs on a
 * cleanup of the main request's pool.  Called by the handler and by whoever
 * evaluates a variable.  Never holds a value of an event.
 */


#include "ngx_http_ant_webhook_context.h"


static void ngx_http_ant_webhook_context_cleanup(void *data);
static ngx_int_t ngx_http_ant_webhook_context_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data);


#define NGX_HTTP_ANT_WEBHOOK_VAR_EVENT    0
#define NGX_HTTP_ANT_WEBHOOK_VAR_ID       1
#define NGX_HTTP_ANT_WEBHOOK_VAR_VERDICT  2
#define NGX_HTTP_ANT_WEBHOOK_VAR_REASON   3


static ngx_http_variable_t  ngx_http_ant_webhook_context_vars[] = {

    { ngx_string("ant_webhook_event"), NULL,
      ngx_http_ant_webhook_context_variable,
      NGX_HTTP_ANT_WEBHOOK_VAR_EVENT, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("ant_webhook_id"), NULL,
      ngx_http_ant_webhook_context_variable,
      NGX_HTTP_ANT_WEBHOOK_VAR_ID, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("ant_webhook_verdict"), NULL,
      ngx_http_ant_webhook_context_variable,
      NGX_HTTP_ANT_WEBHOOK_VAR_VERDICT, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("ant_webhook_reason"), NULL,
      ngx_http_ant_webhook_context_variable,
      NGX_HTTP_ANT_WEBHOOK_VAR_REASON, NGX_HTTP_VAR_NOCACHEABLE, 0 },

      ngx_http_null_variable
};


static ngx_str_t  ngx_http_ant_webhook_verdicts[] = {
    ngx_null_string,
    ngx_string("accepted"),
    ngx_string("rejected"),
    ngx_string("forbidden"),
    ngx_string("refused"),
    ngx_string("probe")
};


ngx_http_ant_webhook_ctx_t *
ngx_http_ant_webhook_context_get(ngx_http_request_t *r)
{
    ngx_http_request_t          *m;
    ngx_pool_cleanup_t          *cln;
    ngx_http_ant_webhook_ctx_t  *ctx;

    m = r->main;
    ctx = ngx_http_get_module_ctx(m, ngx_http_ant_webhook_module);

    if (ctx) {
        return ctx;
    }

    for (cln = m->pool->cleanup; cln; cln = cln->next) {
        if (cln->handler == ngx_http_ant_webhook_context_cleanup) {
            ctx = cln->data;
            ngx_http_set_ctx(m, ctx, ngx_http_ant_webhook_module);
            return ctx;
        }
    }

    return NULL;
}


ngx_http_ant_webhook_ctx_t *
ngx_http_ant_webhook_context_make(ngx_http_request_t *r)
{
    ngx_pool_cleanup_t          *cln;
    ngx_http_ant_webhook_ctx_t  *ctx;

    ctx = ngx_http_ant_webhook_context_get(r);

    if (ctx) {
        return ctx;
    }

    cln = ngx_pool_cleanup_add(r->main->pool,
                               sizeof(ngx_http_ant_webhook_ctx_t));
    if (cln == NULL) {
        return NULL;
    }

    ctx = cln->data;

    ngx_memzero(ctx, sizeof(ngx_http_ant_webhook_ctx_t));

    cln->handler = ngx_http_ant_webhook_context_cleanup;

    ngx_http_set_ctx(r->main, ctx, ngx_http_ant_webhook_module);

    return ctx;
}


static void
ngx_http_ant_webhook_context_cleanup(void *data)
{
    /* marks the context among the pool's cleanups */
}


void
ngx_http_ant_webhook_context_reason(ngx_http_ant_webhook_ctx_t *ctx,
    const ant_str_t *param, const char *reason)
{
    ctx->reason = reason;
    ctx->param_len = 0;

    if (param && param->len) {
        ctx->param_len = ngx_min(param->len, NGX_HTTP_ANT_WEBHOOK_PARAM_MAX);
        ngx_memcpy(ctx->param, param->data, ctx->param_len);
    }
}


static ngx_int_t
ngx_http_ant_webhook_context_why(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx, ngx_str_t *value)
{
    u_char  *p;

    if (ctx->reason == NULL) {
        return NGX_OK;
    }

    p = ngx_pnalloc(r->pool, ctx->param_len + sizeof(": ") - 1
                             + ngx_strlen(ctx->reason));
    if (p == NULL) {
        return NGX_ERROR;
    }

    value->data = p;

    if (ctx->param_len) {
        p = ngx_cpymem(p, ctx->param, ctx->param_len);
        *p++ = ':';
        *p++ = ' ';
    }

    p = ngx_cpymem(p, ctx->reason, ngx_strlen(ctx->reason));

    value->len = p - value->data;

    return NGX_OK;
}


static ngx_int_t
ngx_http_ant_webhook_context_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data)
{
    ngx_str_t                    value;
    ngx_http_ant_webhook_ctx_t  *ctx;

    ctx = ngx_http_ant_webhook_context_get(r);

    if (ctx == NULL) {
        v->not_found = 1;
        return NGX_OK;
    }

    ngx_str_null(&value);

    switch (data) {

    case NGX_HTTP_ANT_WEBHOOK_VAR_EVENT:
        value = ctx->event;
        break;

    case NGX_HTTP_ANT_WEBHOOK_VAR_ID:
        value.data = ctx->id;
        value.len = ctx->id_len;
        break;

    case NGX_HTTP_ANT_WEBHOOK_VAR_VERDICT:
        value = ngx_http_ant_webhook_verdicts[ctx->verdict];
        break;

    default: /* NGX_HTTP_ANT_WEBHOOK_VAR_REASON */

        if (ngx_http_ant_webhook_context_why(r, ctx, &value) != NGX_OK) {
            return NGX_ERROR;
        }
    }

    if (value.len == 0) {
        v->not_found = 1;
        return NGX_OK;
    }

    v->data = value.data;
    v->len = value.len;
    v->valid = 1;
    v->no_cacheable = 1;
    v->not_found = 0;

    return NGX_OK;
}


ngx_int_t
ngx_http_ant_webhook_context_variables(ngx_conf_t *cf)
{
    ngx_http_variable_t  *var, *v;

    for (v = ngx_http_ant_webhook_context_vars; v->name.len; v++) {
        var = ngx_http_add_variable(cf, &v->name, v->flags);
        if (var == NULL) {
            return NGX_ERROR;
        }

        var->get_handler = v->get_handler;
        var->data = v->data;
    }

    return NGX_OK;
}
