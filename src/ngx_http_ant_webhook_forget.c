
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Events of a journal in memory that were answered 503 before they were sent.
 *
 * Promises: such an event is never sent; one that was sent may have arrived,
 * and is no longer ours to take back.  Called when a request has waited in
 * vain, and by the forwarder for each record that it reads.  Never touches a
 * journal that is on the disk.
 */


#include "ngx_http_ant_webhook_forget.h"


/* What is confirmed is never read again. */
static ngx_int_t
ngx_http_ant_webhook_forget_grow(ngx_http_ant_webhook_holder_t *h)
{
    uint64_t    *p;
    ngx_uint_t   i, n, size;

    n = 0;

    for (i = 0; i < h->nforgotten; i++) {
        if (h->forgotten[i] >= h->journal->confirmed) {
            h->forgotten[n++] = h->forgotten[i];
        }
    }

    h->nforgotten = n;

    if (n < h->nalloc / 2) {
        return NGX_OK;
    }

    size = 2 * n + 64;

    p = ngx_alloc(size * sizeof(uint64_t), h->store->log);
    if (p == NULL) {
        return NGX_ERROR;
    }

    if (h->forgotten) {
        ngx_memcpy(p, h->forgotten, n * sizeof(uint64_t));
        ngx_free(h->forgotten);
    }

    h->forgotten = p;
    h->nalloc = size;

    return NGX_OK;
}


void
ngx_http_ant_webhook_forget(ngx_http_ant_webhook_holder_t *h,
    uint64_t sequence)
{
    ngx_uint_t  i;

    if (!h->store->mcf->off || sequence < h->sent) {
        return;
    }

    /* without memory it may still arrive, as the answer says */

    if (h->nforgotten == h->nalloc
        && ngx_http_ant_webhook_forget_grow(h) != NGX_OK)
    {
        return;
    }

    /* sorted; they come in this order, but for those of one millisecond */

    for (i = h->nforgotten++; i && h->forgotten[i - 1] > sequence; i--) {
        h->forgotten[i] = h->forgotten[i - 1];
    }

    h->forgotten[i] = sequence;
}


ngx_uint_t
ngx_http_ant_webhook_forgotten(ngx_http_ant_webhook_holder_t *h,
    uint64_t sequence)
{
    ngx_uint_t  low, high, middle;

    low = 0;
    high = h->nforgotten;

    while (low < high) {
        middle = (low + high) / 2;

        if (h->forgotten[middle] == sequence) {
            return 1;
        }

        if (h->forgotten[middle] < sequence) {
            low = middle + 1;

        } else {
            high = middle;
        }
    }

    return 0;
}
