
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Journals without an owner that the pool has found: which of them this worker
 * holds from now on, and how many more it may.
 *
 * Promises: a worker that is leaving takes none; what it holds leaves room for
 * the files of its clients; what is not taken is free for the others.  Called
 * by the upkeep.  Never looks at a disk.
 */


#include "ngx_http_ant_webhook_adopt.h"

#include <sys/resource.h>


/* journals that are being sent, of those that one worker adopts */
#define NGX_HTTP_ANT_WEBHOOK_ADOPTED_MAX  64

/* with those that wait, for their Redis or their end: each has a file or two
   open */
#define NGX_HTTP_ANT_WEBHOOK_HELD_MAX     1024


ngx_uint_t
ngx_http_ant_webhook_adopt_most(ngx_http_ant_webhook_store_t *s)
{
    ngx_uint_t                      held, unsent, max;
    ngx_queue_t                    *q;
    struct rlimit                   rlmt;
    ngx_http_ant_webhook_holder_t  *h;

    if (ngx_exiting || s->mcf->off) {
        return 0;
    }

    held = 0;
    unsent = 0;

    for (q = ngx_queue_head(&s->holders);
         q != ngx_queue_sentinel(&s->holders);
         q = ngx_queue_next(q))
    {
        h = ngx_queue_data(q, ngx_http_ant_webhook_holder_t, link);

        if (!h->journal->live) {
            held++;

            /* those that cannot be sent are in nobody's way */

            unsent += (!h->stuck && h->journal->confirmed < h->journal->next);
        }
    }

    max = NGX_HTTP_ANT_WEBHOOK_HELD_MAX;

    /* connections need theirs more */

    if (getrlimit(RLIMIT_NOFILE, &rlmt) == 0 && rlmt.rlim_cur / 8 < max) {
        max = ngx_max(rlmt.rlim_cur / 8, 1);
    }

    if (held >= max || unsent >= NGX_HTTP_ANT_WEBHOOK_ADOPTED_MAX) {
        return 0;
    }

    max = ngx_min(max - held, NGX_HTTP_ANT_WEBHOOK_ADOPTED_MAX - unsent);

    return ngx_min(max, NGX_HTTP_ANT_WEBHOOK_SCAN_MAX);
}


static ngx_http_ant_webhook_queue_t *
ngx_http_ant_webhook_adopt_find(ngx_http_ant_webhook_store_t *s,
    ant_journal_t *j, ngx_http_ant_webhook_endpoint_t **endpoint)
{
    ngx_uint_t                         i;
    ngx_http_ant_webhook_queue_t     **queues;
    ngx_http_ant_webhook_endpoint_t  **e;

    *endpoint = NULL;
    e = s->mcf->endpoints.elts;

    for (i = 0; i < s->mcf->endpoints.nelts; i++) {
        if (e[i]->name.len == j->endpoint.len
            && ngx_memcmp(e[i]->name.data, j->endpoint.data, j->endpoint.len)
               == 0)
        {
            *endpoint = e[i];
            break;
        }
    }

    queues = s->mcf->queues.elts;

    for (i = 0; i < s->mcf->queues.nelts; i++) {
        if (queues[i]->endpoint == *endpoint
            && queues[i]->list.len == j->list.len
            && ngx_memcmp(queues[i]->list.data, j->list.data, j->list.len)
               == 0)
        {
            return queues[i];
        }
    }

    return NULL;
}


ngx_uint_t
ngx_http_ant_webhook_adopt(ngx_http_ant_webhook_store_t *s,
    ant_journal_t *found)
{
    ngx_uint_t                        n;
    ant_journal_t                    *j;
    ngx_http_ant_webhook_queue_t     *queue;
    ngx_http_ant_webhook_endpoint_t  *endpoint;

    n = 0;

    while (found) {
        j = found;
        found = j->data;
        j->data = NULL;

        queue = ngx_http_ant_webhook_adopt_find(s, j, &endpoint);

        /* a worker that is leaving adopts nothing */

        if (ngx_exiting || endpoint == NULL
            || ngx_http_ant_webhook_store_hold(s, j, endpoint, queue) == NULL)
        {
            ant_journal_close(j);
            continue;
        }

        n++;

        /* a death of ours elsewhere is not one at the record that it names */

        if (j->suspect) {
            ant_journal_mark(j, 0);
        }
    }

    if (n) {
        ngx_log_error(NGX_LOG_NOTICE, s->log, 0,
                      "ant_webhook: %ui journals without an owner adopted", n);
    }

    return n;
}
