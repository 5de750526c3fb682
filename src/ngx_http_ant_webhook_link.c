
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * A connection and the flows that share it.
 *
 * Promises: each flow that is ready has its turn, in the order in which they
 * became ready; all that is ready leaves in one call; each reply goes to the
 * flow whose command it answers; a worker that quits stays for at most
 * "drain", and only while this Redis answers.  Called by the forwarder and by
 * the connection.  Never decides what becomes of an event.
 */


#include "ngx_http_ant_webhook_link.h"
#include "ant_refusal.h"


static void ngx_http_ant_webhook_link_flush(ngx_event_t *ev);
static void ngx_http_ant_webhook_link_gather(ngx_event_t *ev);
static void ngx_http_ant_webhook_link_drained(ngx_event_t *ev);

static void ngx_http_ant_webhook_link_gauge(ngx_http_ant_webhook_link_t *l);
static void ngx_http_ant_webhook_link_up(void *data);
static void ngx_http_ant_webhook_link_down(void *data);
static void ngx_http_ant_webhook_link_reply(void *data,
    ngx_http_ant_webhook_reply_t *reply);
static void ngx_http_ant_webhook_link_flushed(void *data);
static ngx_int_t ngx_http_ant_webhook_link_quit(void *data);
static uint64_t ngx_http_ant_webhook_link_waiting(void *data);


static const ngx_http_ant_webhook_redis_hooks_t
    ngx_http_ant_webhook_link_hooks =
{
    ngx_http_ant_webhook_link_up,
    ngx_http_ant_webhook_link_down,
    ngx_http_ant_webhook_link_reply,
    ngx_http_ant_webhook_link_flushed,
    ngx_http_ant_webhook_link_quit,
    ngx_http_ant_webhook_link_waiting
};


/* empty also in a worker that has no endpoint, and so no forwarder */

ngx_queue_t  ngx_http_ant_webhook_links = {
    &ngx_http_ant_webhook_links, &ngx_http_ant_webhook_links
};


ngx_http_ant_webhook_link_t *
ngx_http_ant_webhook_link_create(ngx_http_ant_webhook_endpoint_t *endpoint,
    ngx_http_ant_webhook_main_conf_t *mcf, ngx_log_t *log)
{
    ngx_http_ant_webhook_link_t  *l;

    l = ngx_calloc(sizeof(ngx_http_ant_webhook_link_t), log);
    if (l == NULL) {
        return NULL;
    }

    l->endpoint = endpoint;
    l->mcf = mcf;
    l->log = log;

    ngx_queue_init(&l->flows);
    ngx_queue_init(&l->ready);

    l->flush.handler = ngx_http_ant_webhook_link_flush;
    l->flush.data = l;
    l->flush.log = log;

    l->gather.handler = ngx_http_ant_webhook_link_gather;
    l->gather.data = l;
    l->gather.log = log;
    l->gather.cancelable = 1;

    l->drain.handler = ngx_http_ant_webhook_link_drained;
    l->drain.data = l;
    l->drain.log = log;

    if (ngx_http_ant_webhook_redis_init(&l->redis, endpoint,
                                        &ngx_http_ant_webhook_link_hooks, l,
                                        log)
        != NGX_OK)
    {
        ngx_http_ant_webhook_redis_free(&l->redis);
        ngx_free(l);
        return NULL;
    }

    ngx_queue_insert_tail(&ngx_http_ant_webhook_links, &l->links);

    return l;
}


void
ngx_http_ant_webhook_link_close(void)
{
    ngx_queue_t                  *q;
    ngx_http_ant_webhook_link_t  *l;

    for (q = ngx_queue_head(&ngx_http_ant_webhook_links);
         q != ngx_queue_sentinel(&ngx_http_ant_webhook_links);
         q = ngx_queue_next(q))
    {
        l = ngx_queue_data(q, ngx_http_ant_webhook_link_t, links);
        l->closing = 1;
    }

    for (q = ngx_queue_head(&ngx_http_ant_webhook_links);
         q != ngx_queue_sentinel(&ngx_http_ant_webhook_links);
         q = ngx_queue_next(q))
    {
        l = ngx_queue_data(q, ngx_http_ant_webhook_link_t, links);

        ngx_http_ant_webhook_redis_close(&l->redis);

        if (l->gather.timer_set) {
            ngx_del_timer(&l->gather);
        }

        if (l->drain.timer_set) {
            ngx_del_timer(&l->drain);
        }

        ngx_http_ant_webhook_link_publish(l);
    }
}


void
ngx_http_ant_webhook_link_free(void)
{
    ngx_queue_t                  *q;
    ngx_http_ant_webhook_link_t  *l;

    while (!ngx_queue_empty(&ngx_http_ant_webhook_links)) {
        q = ngx_queue_head(&ngx_http_ant_webhook_links);
        ngx_queue_remove(q);

        l = ngx_queue_data(q, ngx_http_ant_webhook_link_t, links);

        if (l->flush.posted) {
            ngx_delete_posted_event(&l->flush);
        }

        ngx_http_ant_webhook_redis_free(&l->redis);
        ngx_free(l);
    }
}


/* Each flow that is ready has one turn; what is left stays ready. */
static void
ngx_http_ant_webhook_link_flush(ngx_event_t *ev)
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

    ngx_http_ant_webhook_wire_flush(&l->redis.wire);

    /*
     * Where the kernel took it all there is room for those that had none; but
     * where too many replies are owed, only a reply makes some.
     */

    if (l->more && l->redis.up
        && l->tail - l->head < NGX_HTTP_ANT_WEBHOOK_FIFO
        && ngx_http_ant_webhook_wire_pending(&l->redis.wire) == 0
        && !l->flush.posted)
    {
        ngx_post_event(&l->flush, &ngx_posted_events);
    }

    l->more = 0;
}


static void
ngx_http_ant_webhook_link_gather(ngx_event_t *ev)
{
    ngx_http_ant_webhook_link_t  *l;

    l = ev->data;

    ngx_http_ant_webhook_link_flush(&l->flush);
}


static void
ngx_http_ant_webhook_link_flushed(void *data)
{
    ngx_http_ant_webhook_link_t  *l;

    l = data;

    ngx_http_ant_webhook_link_flush(&l->flush);
}


/* Is there anything that this worker itself took and Redis has not got? */
static ngx_uint_t
ngx_http_ant_webhook_link_tail(ngx_http_ant_webhook_link_t *l)
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


void
ngx_http_ant_webhook_link_hold(ngx_http_ant_webhook_link_t *l)
{
    if (!ngx_exiting && !ngx_quit) {
        return;
    }

    if (l->redis.up && ngx_http_ant_webhook_link_tail(l)) {
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
ngx_http_ant_webhook_link_drained(ngx_event_t *ev)
{
    ngx_http_ant_webhook_link_t  *l;

    l = ev->data;
    l->drained = 1;

    ngx_log_error(NGX_LOG_NOTICE, l->log, 0,
                  "ant_webhook: %uL events are left to be adopted",
                  ngx_http_ant_webhook_link_waiting(l));
}


static ngx_int_t
ngx_http_ant_webhook_link_quit(void *data)
{
    ngx_http_ant_webhook_link_t  *l;

    l = data;

    ngx_http_ant_webhook_link_hold(l);

    return NGX_OK;
}


/*
 * An endpoint is up while each of its connections that has a journal is; one
 * that was left for what it answered is up once it has done better.
 */
static void
ngx_http_ant_webhook_link_gauge(ngx_http_ant_webhook_link_t *l)
{
    ngx_uint_t                    up;
    ngx_queue_t                  *q;
    ngx_http_ant_webhook_link_t  *other;

    up = 0;

    for (q = ngx_queue_head(&ngx_http_ant_webhook_links);
         q != ngx_queue_sentinel(&ngx_http_ant_webhook_links);
         q = ngx_queue_next(q))
    {
        other = ngx_queue_data(q, ngx_http_ant_webhook_link_t, links);

        if (other->endpoint != l->endpoint) {
            continue;
        }

        if (ngx_http_ant_webhook_redis_good(&other->redis)) {
            up = 1;

        } else if (!ngx_queue_empty(&other->flows)) {
            up = 0;
            break;
        }
    }

    ngx_http_ant_webhook_report_endpoint(l->endpoint, up);
}


void
ngx_http_ant_webhook_link_publish(ngx_http_ant_webhook_link_t *l)
{
    ngx_queue_t                  *q;
    ngx_http_ant_webhook_flow_t  *f;

    ngx_http_ant_webhook_link_gauge(l);

    for (q = ngx_queue_head(&l->flows);
         q != ngx_queue_sentinel(&l->flows);
         q = ngx_queue_next(q))
    {
        f = ngx_queue_data(q, ngx_http_ant_webhook_flow_t, link_queue);

        ngx_http_ant_webhook_flow_publish(f);
    }
}


static void
ngx_http_ant_webhook_link_up(void *data)
{
    ngx_queue_t                  *q;
    ngx_http_ant_webhook_flow_t  *f;
    ngx_http_ant_webhook_link_t  *l;

    l = data;
    l->last = ngx_current_msec;

    ngx_http_ant_webhook_link_gauge(l);

    for (q = ngx_queue_head(&l->flows);
         q != ngx_queue_sentinel(&l->flows);
         q = ngx_queue_next(q))
    {
        f = ngx_queue_data(q, ngx_http_ant_webhook_flow_t, link_queue);

        ngx_http_ant_webhook_flow_ready(f);
    }
}


static void
ngx_http_ant_webhook_link_down(void *data)
{
    ngx_queue_t                  *q;
    ngx_http_ant_webhook_flow_t  *f;
    ngx_http_ant_webhook_link_t  *l;

    l = data;

    l->head = 0;
    l->tail = 0;

    ngx_http_ant_webhook_link_gauge(l);

    for (q = ngx_queue_head(&l->flows);
         q != ngx_queue_sentinel(&l->flows);
         q = ngx_queue_next(q))
    {
        f = ngx_queue_data(q, ngx_http_ant_webhook_flow_t, link_queue);

        ngx_http_ant_webhook_flow_down(f);
    }

    ngx_http_ant_webhook_cluster_scatter(l);
    ngx_http_ant_webhook_link_hold(l);
}


/* A server without its data is not one that has what it confirmed. */
static ngx_uint_t
ngx_http_ant_webhook_link_absent(ngx_http_ant_webhook_reply_t *reply)
{
    ant_str_t   code;
    ngx_uint_t  i;

    static const ngx_str_t  codes[] = {
        ngx_string("LOADING"),
        ngx_string("READONLY"),
        ngx_string("MASTERDOWN"),
        ngx_string("CLUSTERDOWN"),
        ngx_string("MOVED"),
        ngx_string("ASK")
    };

    if (reply->value.type != NGX_HTTP_ANT_WEBHOOK_ERROR) {
        return 0;
    }

    (void) ant_refusal_read(reply->value.str.data, reply->value.str.len,
                            &code);

    for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        if (code.len == codes[i].len
            && ngx_memcmp(code.data, codes[i].data, code.len) == 0)
        {
            return 1;
        }
    }

    return 0;
}


static void
ngx_http_ant_webhook_link_reply(void *data,
    ngx_http_ant_webhook_reply_t *reply)
{
    ngx_http_ant_webhook_link_t  *l;
    ngx_http_ant_webhook_owed_t   owed;

    l = data;

    owed = l->fifo[l->head++ % NGX_HTTP_ANT_WEBHOOK_FIFO];

    /*
     * An answer says that Redis had all until its command was sent.  Not that
     * it has it now: a worker that was stopped finds answers that are old.
     */

    if (ngx_http_ant_webhook_link_absent(reply)) {
        l->last = ngx_current_msec;

    } else if ((ngx_msec_int_t) (owed.sent - l->last) > 0) {
        l->answered += owed.sent - l->last;
        l->last = owed.sent;
    }

    if (reply->value.type != NGX_HTTP_ANT_WEBHOOK_ERROR) {
        ngx_http_ant_webhook_redis_proved(&l->redis);
    }

    if (owed.flow) {
        ngx_http_ant_webhook_answer_reply(owed.flow, &owed, reply);
    }

    /* there is place for one more command */

    if (l->redis.up && !ngx_queue_empty(&l->ready) && !l->flush.posted) {
        ngx_post_event(&l->flush, &ngx_posted_events);
    }

    if (ngx_exiting) {
        ngx_http_ant_webhook_link_hold(l);
    }
}


static uint64_t
ngx_http_ant_webhook_link_waiting(void *data)
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
