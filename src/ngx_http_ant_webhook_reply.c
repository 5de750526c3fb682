
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The answers to a callback.
 *
 * Promises: no answer may be cached or turned into another by a condition of
 * the client's; 405 says which methods there are, 503 when to come again;
 * what nginx has codes for is nginx's to answer, so error_page applies.
 * Called by the handler.  Never decides which answer it is.
 */


#include "ngx_http_ant_webhook_reply.h"
#include "ngx_http_ant_webhook_count.h"
#include "ngx_http_ant_webhook_header.h"
#include "ant_json.h"


static ngx_str_t  ngx_http_ant_webhook_reply_text =
    ngx_string("text/plain");
static ngx_str_t  ngx_http_ant_webhook_reply_json =
    ngx_string("application/json");


ngx_int_t
ngx_http_ant_webhook_reply_prepare(ngx_http_request_t *r)
{
    /* a stray If-Match must not turn a 200 into a 412 */

    r->disable_not_modified = 1;

    return ngx_http_ant_webhook_header_add(r, "Cache-Control", "no-store");
}


ngx_int_t
ngx_http_ant_webhook_reply_refuse(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx, ngx_uint_t status, const char *reason)
{
    /* what was recorded stays what the request came to */

    if (ctx->recorded) {
        return ngx_http_ant_webhook_reply_send(r, ctx);
    }

    ctx->verdict = (status == NGX_HTTP_FORBIDDEN)
                       ? NGX_HTTP_ANT_WEBHOOK_FORBIDDEN
                       : NGX_HTTP_ANT_WEBHOOK_REFUSED;
    ctx->status = status;

    ngx_http_ant_webhook_context_reason(ctx, NULL, reason);

    return ngx_http_ant_webhook_reply_send(r, ctx);
}


static ngx_int_t
ngx_http_ant_webhook_reply_error(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx)
{
    u_char                    *p, *end;
    ant_str_t                  param;
    ngx_http_complex_value_t   cv;

    p = ngx_pnalloc(r->pool, ANT_JSON_ERROR_SIZE);
    if (p == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    param.data = ctx->param;
    param.len = ctx->param_len;

    end = ant_json_error(p, p + ANT_JSON_ERROR_SIZE, &param, ctx->reason);
    if (end == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    ngx_memzero(&cv, sizeof(ngx_http_complex_value_t));

    cv.value.data = p;
    cv.value.len = end - p;

    return ngx_http_send_response(r, ctx->status,
                                  &ngx_http_ant_webhook_reply_json, &cv);
}


ngx_int_t
ngx_http_ant_webhook_reply_send(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx)
{
    ngx_int_t                         rc;
    ngx_http_complex_value_t          cv;
    ngx_http_ant_webhook_loc_conf_t  *wlcf;

    ngx_http_ant_webhook_count_verdict(r, ctx);

    /* whatever the "status=", but a body that is no form is nginx's 415 */

    if (ctx->verdict == NGX_HTTP_ANT_WEBHOOK_REJECTED
        && ctx->status != NGX_HTTP_UNSUPPORTED_MEDIA_TYPE)
    {
        return ngx_http_ant_webhook_reply_error(r, ctx);
    }

    switch (ctx->status) {

    case NGX_HTTP_FORBIDDEN:
    case NGX_HTTP_REQUEST_ENTITY_TOO_LARGE:
    case NGX_HTTP_UNSUPPORTED_MEDIA_TYPE:
        return ctx->status;

    case NGX_HTTP_NOT_ALLOWED:
        rc = ngx_http_ant_webhook_header_add(r, "Allow", "GET, HEAD, POST");
        break;

    case NGX_HTTP_SERVICE_UNAVAILABLE:
        rc = ngx_http_ant_webhook_header_add(r, "Retry-After", "5");
        break;

    default:

        wlcf = ngx_http_get_module_loc_conf(r, ngx_http_ant_webhook_module);

        ngx_memzero(&cv, sizeof(ngx_http_complex_value_t));

        cv.value = wlcf->reply_text;

        return ngx_http_send_response(r, ctx->status,
                                      &ngx_http_ant_webhook_reply_text, &cv);
    }

    return rc == NGX_OK ? (ngx_int_t) ctx->status
                        : NGX_HTTP_INTERNAL_SERVER_ERROR;
}
