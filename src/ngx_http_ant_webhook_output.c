
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What is to be sent on a connection: one buffer that grows to what a batch
 * needs.
 *
 * Promises: bytes stay in order and in one piece; more than a few batches'
 * worth is not kept once it was sent.  Called by the connection and by who
 * writes batches.  Never sends.
 */


#include "ngx_http_ant_webhook_output.h"


#define NGX_HTTP_ANT_WEBHOOK_OUTPUT_SIZE  4096
#define NGX_HTTP_ANT_WEBHOOK_OUTPUT_KEPT  (512 * 1024)


ngx_int_t
ngx_http_ant_webhook_output_init(ngx_http_ant_webhook_output_t *out,
    ngx_log_t *log)
{
    out->log = log;

    out->start = ngx_alloc(NGX_HTTP_ANT_WEBHOOK_OUTPUT_SIZE, log);
    if (out->start == NULL) {
        return NGX_ERROR;
    }

    out->pos = out->start;
    out->last = out->start;
    out->end = out->start + NGX_HTTP_ANT_WEBHOOK_OUTPUT_SIZE;

    return NGX_OK;
}


void
ngx_http_ant_webhook_output_free(ngx_http_ant_webhook_output_t *out)
{
    if (out->start) {
        ngx_free(out->start);
        out->start = NULL;
    }
}


u_char *
ngx_http_ant_webhook_output_room(ngx_http_ant_webhook_output_t *out,
    size_t size)
{
    u_char  *p;
    size_t   pending;

    if ((size_t) (out->end - out->last) >= size) {
        return out->last;
    }

    pending = out->last - out->pos;

    if ((size_t) (out->end - out->start) >= pending + size) {
        ngx_memmove(out->start, out->pos, pending);

    } else {
        p = ngx_alloc(pending + size, out->log);
        if (p == NULL) {
            return NULL;
        }

        ngx_memcpy(p, out->pos, pending);
        ngx_free(out->start);

        out->start = p;
        out->end = p + pending + size;
    }

    out->pos = out->start;
    out->last = out->start + pending;

    return out->last;
}


void
ngx_http_ant_webhook_output_reset(ngx_http_ant_webhook_output_t *out)
{
    u_char  *p;

    out->pos = out->start;
    out->last = out->start;

    if (out->end - out->start <= NGX_HTTP_ANT_WEBHOOK_OUTPUT_KEPT) {
        return;
    }

    p = ngx_alloc(NGX_HTTP_ANT_WEBHOOK_OUTPUT_SIZE, out->log);
    if (p == NULL) {
        return;
    }

    ngx_free(out->start);

    out->start = p;
    out->pos = p;
    out->last = p;
    out->end = p + NGX_HTTP_ANT_WEBHOOK_OUTPUT_SIZE;
}
