
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The forwarder: the only place where journal and Redis meet.
 *
 * Promises: every journal that this worker holds has a flow, every endpoint
 * that is in use a connection, from the start of the worker on.  Called by the
 * module's process hooks; the store calls its hooks.  Never decides what
 * becomes of an event.
 */


#include "ngx_http_ant_webhook_forward.h"
#include "ngx_http_ant_webhook_link.h"
#include "ngx_http_ant_webhook_upkeep.h"
#include "ngx_http_ant_webhook_fault.h"


#define NGX_HTTP_ANT_WEBHOOK_WINDOW  (NGX_HTTP_ANT_WEBHOOK_BATCH_BYTES + 65536)


static ngx_int_t ngx_http_ant_webhook_forward_attach(
    ngx_http_ant_webhook_holder_t *h);
static void ngx_http_ant_webhook_forward_appended(
    ngx_http_ant_webhook_holder_t *h);
static void ngx_http_ant_webhook_forward_cut(ngx_http_ant_webhook_holder_t *h);
static void ngx_http_ant_webhook_forward_kept(
    ngx_http_ant_webhook_holder_t *h, int rc, ngx_err_t err);
static void ngx_http_ant_webhook_forward_detach(
    ngx_http_ant_webhook_holder_t *h);
static void ngx_http_ant_webhook_forward_tick(void);


static const ngx_http_ant_webhook_store_hooks_t
    ngx_http_ant_webhook_forward_store_hooks =
{
    ngx_http_ant_webhook_forward_attach,
    ngx_http_ant_webhook_forward_appended,
    ngx_http_ant_webhook_forward_cut,
    ngx_http_ant_webhook_forward_kept,
    ngx_http_ant_webhook_forward_detach,
    ngx_http_ant_webhook_forward_tick
};


/* by the endpoint's index */
static ngx_http_ant_webhook_link_t  **ngx_http_ant_webhook_seeds;


ant_window_t  ngx_http_ant_webhook_window;


static ngx_int_t
ngx_http_ant_webhook_forward_links(ngx_cycle_t *cycle,
    ngx_http_ant_webhook_main_conf_t *mcf)
{
    ngx_uint_t                         i, n;
    ngx_http_ant_webhook_link_t      **seeds;
    ngx_http_ant_webhook_endpoint_t  **e;

    n = mcf->endpoints.nelts;
    e = mcf->endpoints.elts;

    seeds = ngx_pcalloc(cycle->pool, n * sizeof(void *));
    if (seeds == NULL) {
        return NGX_ERROR;
    }

    for (i = 0; i < n; i++) {
        seeds[i] = ngx_http_ant_webhook_link_create(e[i], mcf, cycle->log);
        if (seeds[i] == NULL) {
            return NGX_ERROR;
        }
    }

    ngx_http_ant_webhook_window.size = NGX_HTTP_ANT_WEBHOOK_WINDOW;
    ngx_http_ant_webhook_window.buf = ngx_palloc(cycle->pool,
                                                 NGX_HTTP_ANT_WEBHOOK_WINDOW);
    if (ngx_http_ant_webhook_window.buf == NULL) {
        return NGX_ERROR;
    }

    ngx_http_ant_webhook_seeds = seeds;

    return NGX_OK;
}


void
ngx_http_ant_webhook_forward_init(ngx_cycle_t *cycle,
    ngx_http_ant_webhook_main_conf_t *mcf)
{
    ngx_uint_t                     i;
    ngx_http_ant_webhook_store_t  *s;

    ngx_http_ant_webhook_zone_init(mcf);

    if (ngx_http_ant_webhook_forward_links(cycle, mcf) != NGX_OK) {
        goto failed;
    }

    s = ngx_http_ant_webhook_store_init(cycle, mcf,
                                    &ngx_http_ant_webhook_forward_store_hooks);

    if (s == NULL || ngx_http_ant_webhook_upkeep_init(s) != NGX_OK) {
        goto failed;
    }

    ngx_http_ant_webhook_fault_init(s);

    for (i = 0; i < mcf->endpoints.nelts; i++) {
        if (ngx_http_ant_webhook_seeds[i]->endpoint->used) {
            ngx_http_ant_webhook_redis_connect(
                                        &ngx_http_ant_webhook_seeds[i]->redis);
        }
    }

    return;

failed:

    /* to return NGX_ERROR would end the worker, and it would not come back */

    ngx_log_error(NGX_LOG_CRIT, cycle->log, 0,
                  "ant_webhook: no memory: events are refused with 503");

    ngx_http_ant_webhook_forward_exit();
}


void
ngx_http_ant_webhook_forward_exit(void)
{
    ngx_http_ant_webhook_upkeep_exit();
    ngx_http_ant_webhook_link_close();
    ngx_http_ant_webhook_fault_exit();
    ngx_http_ant_webhook_store_exit();
    ngx_http_ant_webhook_link_free();
    ngx_http_ant_webhook_zone_exit();
}


static ngx_int_t
ngx_http_ant_webhook_forward_attach(ngx_http_ant_webhook_holder_t *h)
{
    ngx_http_ant_webhook_flow_t  *f;
    ngx_http_ant_webhook_link_t  *l;

    l = ngx_http_ant_webhook_cluster_link(
                             ngx_http_ant_webhook_seeds[h->endpoint->index],
                             h->journal);

    f = ngx_http_ant_webhook_flow_create(l, h);
    if (f == NULL) {
        return NGX_ERROR;
    }

    ngx_http_ant_webhook_flow_ready(f);
    ngx_http_ant_webhook_redis_connect(&l->redis);

    return NGX_OK;
}


static void
ngx_http_ant_webhook_forward_appended(ngx_http_ant_webhook_holder_t *h)
{
    ngx_http_ant_webhook_flow_t  *f;

    f = h->flow;

    /* behind a batch that is in flight only a full one may go */

    if (f->queued
        || (f->owed && f->journal->next - f->fence < h->endpoint->batch))
    {
        return;
    }

    ngx_http_ant_webhook_flow_ready(f);

    if (ngx_exiting) {
        ngx_http_ant_webhook_redis_connect(&f->link->redis);
        ngx_http_ant_webhook_link_hold(f->link);
    }
}


static void
ngx_http_ant_webhook_forward_cut(ngx_http_ant_webhook_holder_t *h)
{
    ngx_http_ant_webhook_flow_cut(h->flow);
}


static void
ngx_http_ant_webhook_forward_kept(ngx_http_ant_webhook_holder_t *h, int rc,
    ngx_err_t err)
{
    ngx_http_ant_webhook_send_kept(h->flow, rc, err);
}


static void
ngx_http_ant_webhook_forward_detach(ngx_http_ant_webhook_holder_t *h)
{
    if (h->flow) {
        ngx_http_ant_webhook_flow_destroy(h->flow);
    }
}


static void
ngx_http_ant_webhook_forward_tick(void)
{
    ngx_queue_t                  *q, *p;
    ngx_http_ant_webhook_flow_t  *f;
    ngx_http_ant_webhook_link_t  *l;

    for (q = ngx_queue_head(&ngx_http_ant_webhook_links);
         q != ngx_queue_sentinel(&ngx_http_ant_webhook_links);
         q = ngx_queue_next(q))
    {
        l = ngx_queue_data(q, ngx_http_ant_webhook_link_t, links);

        for (p = ngx_queue_head(&l->flows);
             p != ngx_queue_sentinel(&l->flows);
             p = ngx_queue_next(p))
        {
            f = ngx_queue_data(p, ngx_http_ant_webhook_flow_t, link_queue);

            ngx_http_ant_webhook_flow_tick(f);
        }

        ngx_http_ant_webhook_link_publish(l);
        ngx_http_ant_webhook_link_hold(l);
        ngx_http_ant_webhook_cluster_tick(l);
    }
}
