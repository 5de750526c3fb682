
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The body of a request.
 *
 * Promises: no copy where the body is in one buffer.  Called by the handler
 * once the body was read.  Never reads it itself.
 */


#include "ngx_http_ant_webhook_body.h"


ngx_uint_t
ngx_http_ant_webhook_body_form(ngx_http_request_t *r)
{
    u_char            c;
    ngx_str_t        *type;

    static ngx_str_t  form = ngx_string("application/x-www-form-urlencoded");

    if (r->headers_in.content_type == NULL) {
        return 0;
    }

    type = &r->headers_in.content_type->value;

    if (type->len < form.len
        || ngx_strncasecmp(type->data, form.data, form.len) != 0)
    {
        return 0;
    }

    if (type->len == form.len) {
        return 1;
    }

    c = type->data[form.len];

    return c == ';' || c == ' ' || c == '\t';
}


ngx_int_t
ngx_http_ant_webhook_body_join(ngx_http_request_t *r, ant_str_t *body)
{
    u_char       *p;
    size_t        len;
    ngx_buf_t    *b;
    ngx_chain_t  *cl;

    body->len = 0;
    body->data = NULL;

    if (r->request_body == NULL || r->request_body->bufs == NULL) {
        return NGX_OK;
    }

    if (r->request_body->temp_file) {
        return NGX_DECLINED;
    }

    cl = r->request_body->bufs;
    b = cl->buf;

    if (cl->next == NULL) {
        body->data = b->pos;
        body->len = b->last - b->pos;
        return NGX_OK;
    }

    len = 0;

    for ( /* void */ ; cl; cl = cl->next) {
        len += cl->buf->last - cl->buf->pos;
    }

    p = ngx_pnalloc(r->pool, len);
    if (p == NULL) {
        return NGX_ERROR;
    }

    body->data = p;
    body->len = len;

    for (cl = r->request_body->bufs; cl; cl = cl->next) {
        b = cl->buf;

        /* the buffer at the end of a chunked body has no memory */

        if (b->pos != b->last) {
            p = ngx_cpymem(p, b->pos, b->last - b->pos);
        }
    }

    return NGX_OK;
}
