
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * A header of an answer.
 *
 * Promises: each key once.  Called by those who answer.
 */


#include "ngx_http_ant_webhook_header.h"


ngx_int_t
ngx_http_ant_webhook_header_add(ngx_http_request_t *r, const char *key,
    const char *value)
{
    size_t            len;
    ngx_uint_t        i;
    ngx_list_part_t  *part;
    ngx_table_elt_t  *h;

    len = ngx_strlen(key);

    /* an internal redirect keeps the headers */

    for (part = &r->headers_out.headers.part; part; part = part->next) {
        h = part->elts;

        for (i = 0; i < part->nelts; i++) {
            if (h[i].key.len == len && ngx_memcmp(h[i].key.data, key, len) == 0)
            {
                return NGX_OK;
            }
        }
    }

    h = ngx_list_push(&r->headers_out.headers);
    if (h == NULL) {
        return NGX_ERROR;
    }

    h->hash = 1;
    h->key.data = (u_char *) key;
    h->key.len = len;
    h->value.data = (u_char *) value;
    h->value.len = ngx_strlen(value);
    h->lowcase_key = NULL;

#if (nginx_version >= 1023000)
    h->next = NULL;
#endif

    return NGX_OK;
}
