
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * One request: from the callback to the journal and the answer.
 *
 * Promises: a 200 goes out only when the event is in the journal; one request
 * is one event, whatever redirects and subrequests it goes through; what
 * fails the check is kept too, where there is room, and answered 400; trouble
 * of ours is 503.  Called by nginx in the content phase.  Never waits, makes
 * no system call of its own, and knows nothing of Redis.
 */


#include "ngx_http_ant_webhook_handler.h"
#include "ngx_http_ant_webhook_body.h"
#include "ngx_http_ant_webhook_count.h"
#include "ngx_http_ant_webhook_reply.h"
#include "ngx_http_ant_webhook_wait.h"
#include "ant_json.h"


#define NGX_HTTP_ANT_WEBHOOK_SCRATCH  16384


/* What is needed to write one event, of either kind. */
typedef struct {
    ngx_http_ant_webhook_queue_t     *queue;
    ngx_http_ant_webhook_holder_t    *holder;   /* once it is recorded */
    ant_envelope_t                    env;
    const ant_event_t                *event;
    ant_result_t                     *result;   /* NULL: rejected */
    const ant_args_t                 *args;
    const ant_str_t                  *param;
    const char                       *reason;
} ngx_http_ant_webhook_record_t;


static ngx_int_t ngx_http_ant_webhook_handler_read(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx);
static void ngx_http_ant_webhook_handler_body(ngx_http_request_t *r);
static ngx_int_t ngx_http_ant_webhook_handler_args(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx, ant_args_t *args);


/* of the request that is being worked on: nothing here outlives a call */
static ant_query_t   ngx_http_ant_webhook_query;
static ant_result_t  ngx_http_ant_webhook_result;
static u_char        ngx_http_ant_webhook_scratch[NGX_HTTP_ANT_WEBHOOK_SCRATCH];


ngx_int_t
ngx_http_ant_webhook_handler(ngx_http_request_t *r)
{
    ngx_int_t                         rc;
    ant_args_t                        args;
    ngx_http_ant_webhook_ctx_t       *ctx;
    ngx_http_ant_webhook_loc_conf_t  *wlcf;

    wlcf = ngx_http_get_module_loc_conf(r, ngx_http_ant_webhook_module);

    ctx = ngx_http_ant_webhook_context_make(r);

    if (ctx == NULL || ngx_http_ant_webhook_reply_prepare(r) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    if (!ctx->recorded) {
        ctx->event.data = (u_char *) wlcf->event->name.data;
        ctx->event.len = wlcf->event->name.len;
    }

    if (!(r->method & (NGX_HTTP_GET|NGX_HTTP_HEAD|NGX_HTTP_POST))) {
        return ngx_http_ant_webhook_reply_refuse(r, ctx, NGX_HTTP_NOT_ALLOWED,
                                                 "method not allowed");
    }

    if (r->method == NGX_HTTP_POST
        && (r->headers_in.content_length_n > 0 || r->headers_in.chunked))
    {
        return ngx_http_ant_webhook_handler_read(r, ctx);
    }

    /* before anything is recorded: what is left of a body would be taken for
       the next request of the connection */

    rc = ngx_http_discard_request_body(r);

    if (rc != NGX_OK) {
        return rc;
    }

    ngx_memzero(&args, sizeof(ant_args_t));

    args.form = 1;

    return ngx_http_ant_webhook_handler_args(r, ctx, &args);
}


static ngx_int_t
ngx_http_ant_webhook_handler_read(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx)
{
    ngx_int_t                  rc;
    ngx_http_core_loc_conf_t  *clcf;

    clcf = ngx_http_get_module_loc_conf(r, ngx_http_core_module);

    if (r->headers_in.content_length_n
        > (off_t) clcf->client_body_buffer_size)
    {
        return ngx_http_ant_webhook_reply_refuse(r, ctx,
                                             NGX_HTTP_REQUEST_ENTITY_TOO_LARGE,
                                             "body too large");
    }

    r->request_body_in_single_buf = 1;
    r->request_body_in_file_only = 0;

    rc = ngx_http_read_client_request_body(r,
                                           ngx_http_ant_webhook_handler_body);

    if (rc >= NGX_HTTP_SPECIAL_RESPONSE) {
        return rc;
    }

    return NGX_DONE;
}


static ngx_int_t
ngx_http_ant_webhook_handler_post(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx)
{
    ngx_int_t   rc;
    ant_args_t  args;

    ngx_memzero(&args, sizeof(ant_args_t));

    rc = ngx_http_ant_webhook_body_join(r, &args.body);

    if (rc == NGX_ERROR) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    if (rc == NGX_DECLINED) {
        return ngx_http_ant_webhook_reply_refuse(r, ctx,
                                             NGX_HTTP_REQUEST_ENTITY_TOO_LARGE,
                                             "body too large");
    }

    args.form = (args.body.len == 0 || ngx_http_ant_webhook_body_form(r));

    return ngx_http_ant_webhook_handler_args(r, ctx, &args);
}


static void
ngx_http_ant_webhook_handler_body(ngx_http_request_t *r)
{
    ngx_http_ant_webhook_ctx_t  *ctx;

    ctx = ngx_http_ant_webhook_context_get(r);

    ngx_http_finalize_request(r, ngx_http_ant_webhook_handler_post(r, ctx));
}


static u_char *
ngx_http_ant_webhook_handler_encode(ngx_http_ant_webhook_record_t *rec,
    u_char *p, u_char *last)
{
    if (rec->result) {
        return ant_json_event(p, last, &rec->env, rec->event,
                              &ngx_http_ant_webhook_query, rec->result);
    }

    return ant_json_rejected(p, last, &rec->env, rec->param, rec->reason,
                             rec->args);
}


/*
 * Into the journal; NGX_DECLINED if there is no room now, NGX_ABORT if there
 * will never be.
 */
static ngx_int_t
ngx_http_ant_webhook_handler_record(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx, ngx_http_ant_webhook_record_t *rec)
{
    u_char                            *p, *end, *last;
    ngx_int_t                          rc;
    ngx_http_ant_webhook_holder_t     *h;
    ngx_http_ant_webhook_main_conf_t  *wmcf;

    wmcf = ngx_http_get_module_main_conf(r, ngx_http_ant_webhook_module);

    for ( ;; ) {
        p = ngx_http_ant_webhook_store_reserve(wmcf, rec->queue, &last, &h);
        if (p == NULL) {
            return NGX_DECLINED;
        }

        rec->env.journal.data = h->journal->text;
        rec->env.journal.len = sizeof(h->journal->text);
        rec->env.sequence = h->journal->next;

        end = ngx_http_ant_webhook_handler_encode(rec, p, last);
        if (end) {
            break;
        }

        rc = ngx_http_ant_webhook_store_turn(h);
        if (rc != NGX_OK) {
            return rc;
        }
    }

    if (ngx_http_ant_webhook_store_commit(h, end) != NGX_OK) {
        return NGX_DECLINED;
    }

    rec->holder = h;
    ctx->recorded = 1;

    end = ant_json_id(ctx->id, ctx->id + NGX_HTTP_ANT_WEBHOOK_ID_MAX,
                      &rec->env);

    ctx->id_len = end ? end - ctx->id : 0;

    return NGX_OK;
}


static void
ngx_http_ant_webhook_handler_envelope(ngx_http_ant_webhook_loc_conf_t *wlcf,
    ngx_http_ant_webhook_record_t *rec)
{
    ngx_memzero(rec, sizeof(ngx_http_ant_webhook_record_t));

    rec->event = wlcf->event;
    rec->env.event = wlcf->event->name;
    rec->env.received = ngx_http_ant_webhook_store_time();
}


static ngx_int_t
ngx_http_ant_webhook_handler_fields(ngx_http_request_t *r, ngx_array_t *fields,
    ant_envelope_t *env)
{
    ngx_str_t                      value;
    ngx_uint_t                     i;
    ant_field_t                   *out;
    ngx_http_ant_webhook_field_t  *f;

    if (fields == NULL || fields->nelts == 0) {
        return NGX_OK;
    }

    out = ngx_palloc(r->pool, fields->nelts * sizeof(ant_field_t));
    if (out == NULL) {
        return NGX_ERROR;
    }

    f = fields->elts;

    for (i = 0; i < fields->nelts; i++) {
        if (ngx_http_complex_value(r, &f[i].value, &value) != NGX_OK) {
            return NGX_ERROR;
        }

        out[i].name.data = f[i].name.data;
        out[i].name.len = f[i].name.len;
        out[i].value.data = value.data;
        out[i].value.len = value.len;
    }

    env->fields = out;
    env->nfields = fields->nelts;

    return NGX_OK;
}


static ngx_int_t
ngx_http_ant_webhook_handler_reject(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx, const ant_args_t *args,
    const ant_str_t *param, const ant_rule_t *rule, ant_reason_e reason,
    ngx_uint_t status)
{
    ngx_int_t                         rc;
    ngx_http_ant_webhook_record_t     rec;
    ngx_http_ant_webhook_loc_conf_t  *wlcf;

    wlcf = ngx_http_get_module_loc_conf(r, ngx_http_ant_webhook_module);

    rc = NGX_OK;

    ctx->verdict = NGX_HTTP_ANT_WEBHOOK_REJECTED;
    ctx->status = status;

    ngx_http_ant_webhook_context_reason(ctx, param, ant_reason_text(reason));

    ngx_http_ant_webhook_handler_envelope(wlcf, &rec);

    if (wlcf->rejected) {
        rec.queue = wlcf->rejected;
        rec.args = args;
        rec.param = param;
        rec.reason = ant_reason_text(reason);

        /* without room it is dropped, as garbage must not cost events their
           place; but nothing that says 200 is */

        rc = ngx_http_ant_webhook_handler_record(r, ctx, &rec);

        if (rc != NGX_OK && status < NGX_HTTP_SPECIAL_RESPONSE) {
            return ngx_http_ant_webhook_reply_refuse(r, ctx,
                                                 NGX_HTTP_SERVICE_UNAVAILABLE,
                                                 "no room in the journal");
        }
    }

    ngx_http_ant_webhook_count_rejected(r, ctx, rule, reason, rc == NGX_OK);

    /* a 200 says of it what it says of an accepted one */

    if (rec.holder && status < NGX_HTTP_SPECIAL_RESPONSE
        && wlcf->ack != NGX_HTTP_ANT_WEBHOOK_ACK_JOURNAL)
    {
        return ngx_http_ant_webhook_wait(r, ctx, rec.holder, rec.env.sequence,
                                         wlcf->ack);
    }

    return ngx_http_ant_webhook_reply_send(r, ctx);
}


static ngx_int_t
ngx_http_ant_webhook_handler_accept(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx)
{
    ngx_int_t                         rc;
    ngx_http_ant_webhook_record_t     rec;
    ngx_http_ant_webhook_loc_conf_t  *wlcf;

    wlcf = ngx_http_get_module_loc_conf(r, ngx_http_ant_webhook_module);

    ngx_http_ant_webhook_handler_envelope(wlcf, &rec);

    rec.queue = wlcf->queue;
    rec.result = &ngx_http_ant_webhook_result;

    if (ngx_http_ant_webhook_handler_fields(r, wlcf->fields, &rec.env)
        != NGX_OK)
    {
        return ngx_http_ant_webhook_reply_refuse(r, ctx,
                                                 NGX_HTTP_SERVICE_UNAVAILABLE,
                                                 "no memory");
    }

    rc = ngx_http_ant_webhook_handler_record(r, ctx, &rec);

    if (rc == NGX_ABORT) {
        return ngx_http_ant_webhook_reply_refuse(r, ctx,
                                             NGX_HTTP_REQUEST_ENTITY_TOO_LARGE,
                                             "event larger than a segment");
    }

    if (rc != NGX_OK) {
        return ngx_http_ant_webhook_reply_refuse(r, ctx,
                                                 NGX_HTTP_SERVICE_UNAVAILABLE,
                                                 "no room in the journal");
    }

    ctx->verdict = NGX_HTTP_ANT_WEBHOOK_ACCEPTED;
    ctx->status = wlcf->reply;

    if (wlcf->ack != NGX_HTTP_ANT_WEBHOOK_ACK_JOURNAL) {
        return ngx_http_ant_webhook_wait(r, ctx, rec.holder, rec.env.sequence,
                                         wlcf->ack);
    }

    ngx_http_ant_webhook_context_reason(ctx, NULL, NULL);

    return ngx_http_ant_webhook_reply_send(r, ctx);
}


static ngx_int_t
ngx_http_ant_webhook_handler_parse(ngx_http_request_t *r,
    ngx_http_ant_webhook_loc_conf_t *wlcf, ant_args_t *args)
{
    u_char       *scratch;
    size_t        size;
    ant_query_t  *q;

    q = &ngx_http_ant_webhook_query;

    args->query.data = r->args.data;
    args->query.len = r->args.len;

    if (wlcf->secrets) {
        args->secrets = wlcf->secrets->elts;
        args->nsecrets = wlcf->secrets->nelts;
    }

    scratch = ngx_http_ant_webhook_scratch;
    size = args->query.len + args->body.len;

    if (size > NGX_HTTP_ANT_WEBHOOK_SCRATCH) {
        scratch = ngx_pnalloc(r->pool, size);
        if (scratch == NULL) {
            return NGX_ERROR;
        }

    } else {
        size = NGX_HTTP_ANT_WEBHOOK_SCRATCH;
    }

    ant_query_init(q, args->secrets, args->nsecrets, scratch, size);

    (void) ant_query_parse(q, args->query.data, args->query.len);

    if (args->form && args->body.len) {
        (void) ant_query_parse(q, args->body.data, args->body.len);
    }

    return NGX_OK;
}


static ngx_int_t
ngx_http_ant_webhook_handler_probe(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx)
{
    ngx_http_ant_webhook_loc_conf_t  *wlcf;

    wlcf = ngx_http_get_module_loc_conf(r, ngx_http_ant_webhook_module);

    ctx->verdict = NGX_HTTP_ANT_WEBHOOK_PROBE;
    ctx->status = wlcf->reply;

    ngx_http_ant_webhook_context_reason(ctx, NULL, NULL);

    return ngx_http_ant_webhook_reply_send(r, ctx);
}


static ngx_int_t
ngx_http_ant_webhook_handler_args(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx, ant_args_t *args)
{
    ant_query_t                      *q;
    ant_result_t                     *res;
    ngx_http_ant_webhook_loc_conf_t  *wlcf;

    static const ant_str_t  body = ant_string("body");

    q = &ngx_http_ant_webhook_query;
    res = &ngx_http_ant_webhook_result;

    if (ctx->waiter) {
        return ngx_http_ant_webhook_wait_again(r, ctx);
    }

    if (ctx->recorded) {
        return ngx_http_ant_webhook_reply_send(r, ctx);
    }

    if (r->method == NGX_HTTP_HEAD || (r->args.len == 0 && args->body.len == 0))
    {
        /* an error page has neither the method nor the parameters */

        if (ctx->verdict == NGX_HTTP_ANT_WEBHOOK_REFUSED
            || ctx->verdict == NGX_HTTP_ANT_WEBHOOK_FORBIDDEN)
        {
            return ngx_http_ant_webhook_reply_send(r, ctx);
        }

        return ngx_http_ant_webhook_handler_probe(r, ctx);
    }

    wlcf = ngx_http_get_module_loc_conf(r, ngx_http_ant_webhook_module);

    if (ngx_http_ant_webhook_handler_parse(r, wlcf, args) != NGX_OK) {
        return ngx_http_ant_webhook_reply_refuse(r, ctx,
                                                 NGX_HTTP_SERVICE_UNAVAILABLE,
                                                 "no memory");
    }

    if (!q->secret_ok) {
        return ngx_http_ant_webhook_reply_refuse(r, ctx, NGX_HTTP_FORBIDDEN,
                                                 "wrong secret");
    }

    if (!args->form) {
        return ngx_http_ant_webhook_handler_reject(r, ctx, args, &body, NULL,
                                              ANT_REASON_NOT_A_FORM,
                                              NGX_HTTP_UNSUPPORTED_MEDIA_TYPE);
    }

    if (q->nparams == 0 && q->reason == ANT_REASON_NONE) {
        return ngx_http_ant_webhook_handler_probe(r, ctx);
    }

    if (ant_rule_check(wlcf->event, q, res) != ANT_OK) {
        return ngx_http_ant_webhook_handler_reject(r, ctx, args,
                                                   &res->error_param,
                                                   res->error_rule,
                                                   res->reason,
                                                   wlcf->rejected_status);
    }

    return ngx_http_ant_webhook_handler_accept(r, ctx);
}
