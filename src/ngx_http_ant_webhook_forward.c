
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The forwarder: the only place where journal and Redis meet.
 *
 * Promises: every journal that this worker holds has a flow, every flow its
 * turn, in the order in which they became ready; all that is ready leaves in
 * one call; a worker that quits stays for at most "drain", and only while its
 * Redis answers.  Called by the module's process hooks; the store and the
 * connections call its hooks.  Never decides what becomes of an event.
 */


#include "ngx_http_ant_webhook_forward.h"
#include "ngx_http_ant_webhook_flow.h"
#include "ngx_http_ant_webhook_upkeep.h"
#include "ngx_http_ant_webhook_fault.h"
#include "ant_refusal.h"


#define NGX_HTTP_ANT_WEBHOOK_WINDOW  (NGX_HTTP_ANT_WEBHOOK_BATCH_BYTES + 65536)


static void ngx_http_ant_webhook_forward_flush(ngx_event_t *ev);
static void ngx_http_ant_webhook_forward_gather(ngx_event_t *ev);
static void ngx_http_ant_webhook_forward_drained(ngx_event_t *ev);

static void ngx_http_ant_webhook_forward_up(void *data);
static void ngx_http_ant_webhook_forward_down(void *data);
static void ngx_http_ant_webhook_forward_reply(void *data,
    ngx_http_ant_webhook_reply_t *reply);
static void ngx_http_ant_webhook_forward_flushed(void *data);
static ngx_int_t ngx_http_ant_webhook_forward_quit(void *data);
static uint64_t ngx_http_ant_webhook_forward_waiting(void *data);

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


static const ngx_http_ant_webhook_redis_hooks_t
    ngx_http_ant_webhook_forward_redis_hooks =
{
    ngx_http_ant_webhook_forward_up,
    ngx_http_ant_webhook_forward_down,
    ngx_http_ant_webhook_forward_reply,
    ngx_http_ant_webhook_forward_flushed,
    ngx_http_ant_webhook_forward_quit,
    ngx_http_ant_webhook_forward_waiting
};


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
static ngx_http_ant_webhook_link_t  *ngx_http_ant_webhook_links;
static ngx_uint_t                    ngx_http_ant_webhook_nlinks;


ant_window_t  ngx_http_ant_webhook_window;


static ngx_int_t
ngx_http_ant_webhook_forward_link(ngx_http_ant_webhook_link_t *l,
    ngx_http_ant_webhook_endpoint_t *endpoint,
    ngx_http_ant_webhook_main_conf_t *mcf, ngx_log_t *log)
{
    l->endpoint = endpoint;
    l->mcf = mcf;
    l->log = log;

    ngx_queue_init(&l->flows);
    ngx_queue_init(&l->ready);

    l->flush.handler = ngx_http_ant_webhook_forward_flush;
    l->flush.data = l;
    l->flush.log = log;

    l->gather.handler = ngx_http_ant_webhook_forward_gather;
    l->gather.data = l;
    l->gather.log = log;
    l->gather.cancelable = 1;

    l->drain.handler = ngx_http_ant_webhook_forward_drained;
    l->drain.data = l;
    l->drain.log = log;

    return ngx_http_ant_webhook_redis_init(&l->redis, endpoint,
                                     &ngx_http_ant_webhook_forward_redis_hooks,
                                     l, log);
}


static ngx_int_t
ngx_http_ant_webhook_forward_links(ngx_cycle_t *cycle,
    ngx_http_ant_webhook_main_conf_t *mcf)
{
    ngx_uint_t                         i, n;
    ngx_http_ant_webhook_link_t       *links;
    ngx_http_ant_webhook_endpoint_t  **e;

    n = mcf->endpoints.nelts;
    e = mcf->endpoints.elts;

    links = ngx_pcalloc(cycle->pool, n * sizeof(ngx_http_ant_webhook_link_t));
    if (links == NULL) {
        return NGX_ERROR;
    }

    for (i = 0; i < n; i++) {
        if (ngx_http_ant_webhook_forward_link(&links[i], e[i], mcf,
                                              cycle->log)
            != NGX_OK)
        {
            return NGX_ERROR;
        }
    }

    ngx_http_ant_webhook_window.size = NGX_HTTP_ANT_WEBHOOK_WINDOW;
    ngx_http_ant_webhook_window.buf = ngx_palloc(cycle->pool,
                                                 NGX_HTTP_ANT_WEBHOOK_WINDOW);
    if (ngx_http_ant_webhook_window.buf == NULL) {
        return NGX_ERROR;
    }

    ngx_http_ant_webhook_links = links;
    ngx_http_ant_webhook_nlinks = n;

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

    for (i = 0; i < ngx_http_ant_webhook_nlinks; i++) {
        if (ngx_http_ant_webhook_links[i].endpoint->used) {
            ngx_http_ant_webhook_redis_connect(
                                         &ngx_http_ant_webhook_links[i].redis);
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
    ngx_uint_t                    i;
    ngx_http_ant_webhook_link_t  *l;

    ngx_http_ant_webhook_upkeep_exit();

    for (i = 0; i < ngx_http_ant_webhook_nlinks; i++) {
        l = &ngx_http_ant_webhook_links[i];

        ngx_http_ant_webhook_redis_close(&l->redis);

        if (l->gather.timer_set) {
            ngx_del_timer(&l->gather);
        }

        ngx_http_ant_webhook_flow_publish(l);
    }

    ngx_http_ant_webhook_fault_exit();
    ngx_http_ant_webhook_store_exit();

    for (i = 0; i < ngx_http_ant_webhook_nlinks; i++) {
        l = &ngx_http_ant_webhook_links[i];

        if (l->flush.posted) {
            ngx_delete_posted_event(&l->flush);
        }

        ngx_http_ant_webhook_output_free(&l->redis.out);
    }

    ngx_http_ant_webhook_nlinks = 0;

    ngx_http_ant_webhook_zone_exit();
}


/* Each flow that is ready has one turn; what is left stays ready. */
static void
ngx_http_ant_webhook_forward_flush(ngx_event_t *ev)
{
    ngx_queue_t                  *q, ready;
    ngx_http_ant_webhook_flow_t  *f;
    ngx_http_ant_webhook_link_t  *l;

    l = ev->data;

    if (ngx_queue_empty(&l->ready)) {
        return;
    }

    ngx_queue_init(&ready);
    ngx_queue_add(&ready, &l->ready);
    ngx_queue_init(&l->ready);

    while (!ngx_queue_empty(&ready)) {
        q = ngx_queue_head(&ready);
        ngx_queue_remove(q);

        f = ngx_queue_data(q, ngx_http_ant_webhook_flow_t, ready_queue);
        f->queued = 0;

        ngx_http_ant_webhook_flow_turn(f);
    }

    ngx_http_ant_webhook_redis_flush(&l->redis);

    /* where the kernel took it all there is room for those that had none */

    if (l->more && l->redis.up
        && ngx_http_ant_webhook_redis_pending(&l->redis) == 0
        && !l->flush.posted)
    {
        ngx_post_event(&l->flush, &ngx_posted_events);
    }

    l->more = 0;
}


static void
ngx_http_ant_webhook_forward_gather(ngx_event_t *ev)
{
    ngx_http_ant_webhook_link_t  *l;

    l = ev->data;

    ngx_http_ant_webhook_forward_flush(&l->flush);
}


static void
ngx_http_ant_webhook_forward_flushed(void *data)
{
    ngx_http_ant_webhook_link_t  *l;

    l = data;

    ngx_http_ant_webhook_forward_flush(&l->flush);
}


/* Is there anything that this worker itself took and Redis has not got? */
static ngx_uint_t
ngx_http_ant_webhook_forward_tail(ngx_http_ant_webhook_link_t *l)
{
    ngx_queue_t                  *q;
    ngx_http_ant_webhook_flow_t  *f;

    for (q = ngx_queue_head(&l->flows);
         q != ngx_queue_sentinel(&l->flows);
         q = ngx_queue_next(q))
    {
        f = ngx_queue_data(q, ngx_http_ant_webhook_flow_t, link_queue);

        if (f->journal->live && f->state != NGX_HTTP_ANT_WEBHOOK_ASIDE
            && ngx_http_ant_webhook_flow_waiting(f))
        {
            return 1;
        }
    }

    return 0;
}


/* Holds a quitting worker while there is a tail and Redis takes it. */
static void
ngx_http_ant_webhook_forward_hold(ngx_http_ant_webhook_link_t *l)
{
    if (!ngx_exiting && !ngx_quit) {
        return;
    }

    if (l->redis.up && ngx_http_ant_webhook_forward_tail(l)) {
        if (!l->drain.timer_set && !l->drained && l->mcf->drain) {
            ngx_add_timer(&l->drain, l->mcf->drain);
        }

        return;
    }

    if (l->drain.timer_set) {
        ngx_del_timer(&l->drain);
    }
}


static void
ngx_http_ant_webhook_forward_drained(ngx_event_t *ev)
{
    ngx_http_ant_webhook_link_t  *l;

    l = ev->data;
    l->drained = 1;

    ngx_log_error(NGX_LOG_NOTICE, l->log, 0,
                  "ant_webhook: %uL events are left to be adopted",
                  ngx_http_ant_webhook_forward_waiting(l));
}


static ngx_int_t
ngx_http_ant_webhook_forward_quit(void *data)
{
    ngx_http_ant_webhook_link_t  *l;

    l = data;

    ngx_http_ant_webhook_forward_hold(l);

    return NGX_OK;
}


static void
ngx_http_ant_webhook_forward_up(void *data)
{
    ngx_queue_t                  *q;
    ngx_http_ant_webhook_flow_t  *f;
    ngx_http_ant_webhook_link_t  *l;

    l = data;
    l->last = ngx_current_msec;

    ngx_http_ant_webhook_flow_gauge(l);

    for (q = ngx_queue_head(&l->flows);
         q != ngx_queue_sentinel(&l->flows);
         q = ngx_queue_next(q))
    {
        f = ngx_queue_data(q, ngx_http_ant_webhook_flow_t, link_queue);

        ngx_http_ant_webhook_flow_ready(f);
    }
}


static void
ngx_http_ant_webhook_forward_down(void *data)
{
    ngx_queue_t                  *q;
    ngx_http_ant_webhook_flow_t  *f;
    ngx_http_ant_webhook_link_t  *l;

    l = data;

    l->head = 0;
    l->tail = 0;

    ngx_http_ant_webhook_flow_gauge(l);

    for (q = ngx_queue_head(&l->flows);
         q != ngx_queue_sentinel(&l->flows);
         q = ngx_queue_next(q))
    {
        f = ngx_queue_data(q, ngx_http_ant_webhook_flow_t, link_queue);

        ngx_http_ant_webhook_flow_down(f);
    }

    ngx_http_ant_webhook_forward_hold(l);
}


/* A server without its data is not one that has what it confirmed. */
static ngx_uint_t
ngx_http_ant_webhook_forward_absent(ngx_http_ant_webhook_reply_t *reply)
{
    ant_str_t  code;

    if (reply->value.type != NGX_HTTP_ANT_WEBHOOK_ERROR) {
        return 0;
    }

    (void) ant_refusal_read(reply->value.str.data, reply->value.str.len,
                            &code);

    return (code.len == 7 && ngx_memcmp(code.data, "LOADING", 7) == 0)
           || (code.len == 8 && ngx_memcmp(code.data, "READONLY", 8) == 0)
           || (code.len == 10 && ngx_memcmp(code.data, "MASTERDOWN", 10) == 0);
}


static void
ngx_http_ant_webhook_forward_reply(void *data,
    ngx_http_ant_webhook_reply_t *reply)
{
    ngx_http_ant_webhook_link_t  *l;
    ngx_http_ant_webhook_owed_t   owed;

    l = data;

    /* time counts as answered once an answer ends it */

    if (!ngx_http_ant_webhook_forward_absent(reply)) {
        l->answered += ngx_current_msec - l->last;
    }

    l->last = ngx_current_msec;

    owed = l->fifo[l->head++ % NGX_HTTP_ANT_WEBHOOK_FIFO];

    if (reply->value.type != NGX_HTTP_ANT_WEBHOOK_ERROR) {
        ngx_http_ant_webhook_redis_proved(&l->redis);
    }

    if (owed.flow) {
        ngx_http_ant_webhook_answer_reply(owed.flow, &owed, reply);
    }

    if (ngx_exiting) {
        ngx_http_ant_webhook_forward_hold(l);
    }
}


static uint64_t
ngx_http_ant_webhook_forward_waiting(void *data)
{
    uint64_t                      n;
    ngx_queue_t                  *q;
    ngx_http_ant_webhook_flow_t  *f;
    ngx_http_ant_webhook_link_t  *l;

    l = data;
    n = 0;

    for (q = ngx_queue_head(&l->flows);
         q != ngx_queue_sentinel(&l->flows);
         q = ngx_queue_next(q))
    {
        f = ngx_queue_data(q, ngx_http_ant_webhook_flow_t, link_queue);
        n += ngx_http_ant_webhook_flow_waiting(f);
    }

    return n;
}


static ngx_int_t
ngx_http_ant_webhook_forward_attach(ngx_http_ant_webhook_holder_t *h)
{
    ngx_http_ant_webhook_flow_t  *f;
    ngx_http_ant_webhook_link_t  *l;

    l = &ngx_http_ant_webhook_links[h->endpoint->index];

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
        ngx_http_ant_webhook_forward_hold(f->link);
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
    ngx_uint_t                    i;
    ngx_queue_t                  *q;
    ngx_http_ant_webhook_flow_t  *f;
    ngx_http_ant_webhook_link_t  *l;

    for (i = 0; i < ngx_http_ant_webhook_nlinks; i++) {
        l = &ngx_http_ant_webhook_links[i];

        for (q = ngx_queue_head(&l->flows);
             q != ngx_queue_sentinel(&l->flows);
             q = ngx_queue_next(q))
        {
            f = ngx_queue_data(q, ngx_http_ant_webhook_flow_t, link_queue);

            ngx_http_ant_webhook_flow_tick(f);
        }

        ngx_http_ant_webhook_flow_publish(l);
        ngx_http_ant_webhook_forward_hold(l);
    }
}
