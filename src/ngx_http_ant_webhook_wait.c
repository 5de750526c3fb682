
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Requests whose answer waits for the disk or for Redis.
 *
 * Promises: an answer goes out once, and only when what it promises is so; a
 * client that leaves is forgotten, its event stays; a worker that quits stays
 * while it owes answers, by a timer of each request.  Called by the handler
 * (wait), by the upkeep after a sync and by the forwarder after a
 * confirmation.  Never records anything.
 *
 * Waiters of one journal and one kind stand in the order of their sequences,
 * which is the order in which they came.
 */


#include "ngx_http_ant_webhook_wait.h"
#include "ngx_http_ant_webhook_count.h"
#include "ngx_http_ant_webhook_forget.h"


/* ms that a disk may take for a sync */
#define NGX_HTTP_ANT_WEBHOOK_DISK_TIMEOUT  60000


typedef struct {
    /* a timer's ident must be after 3 pointers as in ngx_connection_t */
    ngx_http_request_t             *request;
    ngx_http_ant_webhook_ctx_t     *ctx;
    ngx_http_ant_webhook_holder_t  *holder;
    ngx_int_t                       ident;

    ngx_queue_t                     queue;
    uint64_t                        sequence;
    ngx_uint_t                      ack;
    ngx_event_t                     timer;
    unsigned                        waits:1;
    unsigned                        rejected:1; /* its event was, with 200 */
} ngx_http_ant_webhook_waiter_t;


static void ngx_http_ant_webhook_wait_timeout(ngx_event_t *ev);
static void ngx_http_ant_webhook_wait_cleanup(void *data);


static void
ngx_http_ant_webhook_wait_forget(ngx_http_ant_webhook_waiter_t *w)
{
    if (!w->waits) {
        return;
    }

    w->waits = 0;

    if (w->ctx->waiter == w) {
        w->ctx->waiter = NULL;
    }

    ngx_queue_remove(&w->queue);

    if (w->timer.timer_set) {
        ngx_del_timer(&w->timer);
    }
}


/* What its event came to when it was recorded. */
static ngx_http_ant_webhook_verdict_e
ngx_http_ant_webhook_wait_verdict(ngx_http_ant_webhook_waiter_t *w)
{
    return w->rejected ? NGX_HTTP_ANT_WEBHOOK_REJECTED
                       : NGX_HTTP_ANT_WEBHOOK_ACCEPTED;
}


/* By sequence: a second one that waits for an event may come late. */
static void
ngx_http_ant_webhook_wait_insert(ngx_http_ant_webhook_waiter_t *w)
{
    ngx_queue_t                    *q, *waiters;
    ngx_http_ant_webhook_waiter_t  *other;

    waiters = &w->holder->waiters[w->ack];

    for (q = ngx_queue_last(waiters);
         q != ngx_queue_sentinel(waiters);
         q = ngx_queue_prev(q))
    {
        other = ngx_queue_data(q, ngx_http_ant_webhook_waiter_t, queue);

        if (other->sequence <= w->sequence) {
            break;
        }
    }

    ngx_queue_insert_after(q, &w->queue);
}


ngx_int_t
ngx_http_ant_webhook_wait(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx, ngx_http_ant_webhook_holder_t *h,
    uint64_t sequence, ngx_uint_t ack)
{
    ngx_uint_t                      rejected;
    ngx_pool_cleanup_t             *cln;
    ngx_http_ant_webhook_waiter_t  *w;

    rejected = (ctx->verdict == NGX_HTTP_ANT_WEBHOOK_REJECTED);

    /* what it comes to if it comes to nothing */

    ctx->verdict = NGX_HTTP_ANT_WEBHOOK_UNDECIDED;
    ctx->status = NGX_HTTP_SERVICE_UNAVAILABLE;

    cln = ngx_pool_cleanup_add(r->pool, sizeof(ngx_http_ant_webhook_waiter_t));
    if (cln == NULL) {
        return ngx_http_ant_webhook_reply_send(r, ctx);
    }

    w = cln->data;

    ngx_memzero(w, sizeof(ngx_http_ant_webhook_waiter_t));

    w->request = r;
    w->ctx = ctx;
    w->holder = h;
    w->ident = -1;
    w->sequence = sequence;
    w->ack = ack;
    w->waits = 1;
    w->rejected = rejected;

    /* not cancelable: it holds a worker that quits until the answer is out */

    w->timer.handler = ngx_http_ant_webhook_wait_timeout;
    w->timer.data = w;
    w->timer.log = ngx_cycle->log;

    ngx_add_timer(&w->timer, ack == NGX_HTTP_ANT_WEBHOOK_ACK_REDIS
                                 ? h->endpoint->timeout
                                 : NGX_HTTP_ANT_WEBHOOK_DISK_TIMEOUT);

    ngx_http_ant_webhook_wait_insert(w);

    if (ctx->waiter == NULL) {
        ctx->waiter = w;
    }

    cln->handler = ngx_http_ant_webhook_wait_cleanup;

    r->main->count++;
    r->read_event_handler = ngx_http_test_reading;
    r->write_event_handler = ngx_http_request_empty_handler;

    if (ack == NGX_HTTP_ANT_WEBHOOK_ACK_DISK) {
        ngx_http_ant_webhook_store_wake(h->store);
    }

    return NGX_DONE;
}


ngx_int_t
ngx_http_ant_webhook_wait_again(ngx_http_request_t *r,
    ngx_http_ant_webhook_ctx_t *ctx)
{
    ngx_http_ant_webhook_waiter_t  *w;

    w = ctx->waiter;

    ctx->verdict = ngx_http_ant_webhook_wait_verdict(w);

    return ngx_http_ant_webhook_wait(r, ctx, w->holder, w->sequence, w->ack);
}


static void
ngx_http_ant_webhook_wait_answer(ngx_http_ant_webhook_waiter_t *w,
    const char *reason)
{
    ngx_int_t                         rc;
    ngx_connection_t                 *c;
    ngx_http_request_t               *r;
    ngx_http_ant_webhook_ctx_t       *ctx;
    ngx_http_ant_webhook_loc_conf_t  *wlcf;

    r = w->request;
    c = r->connection;
    ctx = w->ctx;

    ngx_http_ant_webhook_wait_forget(w);
    ngx_http_ant_webhook_count_answer(r, w->ack);

    if (reason) {
        ctx->verdict = NGX_HTTP_ANT_WEBHOOK_REFUSED;
        ctx->status = NGX_HTTP_SERVICE_UNAVAILABLE;

        ngx_http_ant_webhook_context_reason(ctx, NULL, reason);

    } else {
        wlcf = ngx_http_get_module_loc_conf(r, ngx_http_ant_webhook_module);

        ctx->verdict = ngx_http_ant_webhook_wait_verdict(w);

        if (w->rejected) {
            ctx->status = wlcf->rejected_status;

        } else {
            ctx->status = wlcf->reply;
            ngx_http_ant_webhook_context_reason(ctx, NULL, NULL);
        }
    }

    rc = ngx_http_ant_webhook_reply_send(r, ctx);

    ngx_http_finalize_request(r, rc);
    ngx_http_run_posted_requests(c);
}


void
ngx_http_ant_webhook_wait_release(ngx_http_ant_webhook_holder_t *h,
    ngx_uint_t ack, uint64_t upto)
{
    ngx_queue_t                    *q, *waiters;
    ngx_http_ant_webhook_waiter_t  *w;

    waiters = &h->waiters[ack];

    /* from the head each time: an answer can end other requests */

    while (!ngx_queue_empty(waiters)) {
        q = ngx_queue_head(waiters);
        w = ngx_queue_data(q, ngx_http_ant_webhook_waiter_t, queue);

        if (w->sequence >= upto) {
            return;
        }

        ngx_http_ant_webhook_wait_answer(w, NULL);
    }
}


/* From the head each time: an answer can end other requests. */
static void
ngx_http_ant_webhook_wait_refuse(ngx_queue_t *failed, const char *reason)
{
    ngx_queue_t                    *q;
    ngx_http_ant_webhook_waiter_t  *w;

    while (!ngx_queue_empty(failed)) {
        q = ngx_queue_head(failed);
        w = ngx_queue_data(q, ngx_http_ant_webhook_waiter_t, queue);

        ngx_http_ant_webhook_wait_answer(w, reason);
    }
}


void
ngx_http_ant_webhook_wait_fail(ngx_http_ant_webhook_holder_t *h,
    ngx_uint_t ack, const char *reason)
{
    ngx_queue_t  *waiters, failed;

    waiters = &h->waiters[ack];

    if (ngx_queue_empty(waiters)) {
        return;
    }

    /* those that an answer lets in meanwhile wait for another segment */

    ngx_queue_init(&failed);
    ngx_queue_add(&failed, waiters);
    ngx_queue_init(waiters);

    ngx_http_ant_webhook_wait_refuse(&failed, reason);
}


/* Those that wait for an event from first to last, in any way, go to taken. */
static void
ngx_http_ant_webhook_wait_take(ngx_http_ant_webhook_holder_t *h,
    uint64_t first, uint64_t last, ngx_queue_t *taken)
{
    ngx_uint_t                      i;
    ngx_queue_t                    *q, *next, *waiters;
    ngx_http_ant_webhook_waiter_t  *w;

    ngx_queue_init(taken);

    for (i = 0; i < NGX_HTTP_ANT_WEBHOOK_ACKS; i++) {
        waiters = &h->waiters[i];

        for (q = ngx_queue_head(waiters);
             q != ngx_queue_sentinel(waiters);
             q = next)
        {
            next = ngx_queue_next(q);
            w = ngx_queue_data(q, ngx_http_ant_webhook_waiter_t, queue);

            if (w->sequence > last) {
                break;
            }

            if (w->sequence >= first) {
                ngx_queue_remove(q);
                ngx_queue_insert_tail(taken, q);
            }
        }
    }
}


void
ngx_http_ant_webhook_wait_lost(ngx_http_ant_webhook_holder_t *h,
    uint64_t first, uint64_t last, const char *reason)
{
    ngx_queue_t  lost;

    ngx_http_ant_webhook_wait_take(h, first, last, &lost);
    ngx_http_ant_webhook_wait_refuse(&lost, reason);
}


ngx_uint_t
ngx_http_ant_webhook_wait_any(ngx_http_ant_webhook_holder_t *h)
{
    ngx_uint_t  i;

    for (i = 0; i < NGX_HTTP_ANT_WEBHOOK_ACKS; i++) {
        if (!ngx_queue_empty(&h->waiters[i])) {
            return 1;
        }
    }

    return 0;
}


static void
ngx_http_ant_webhook_wait_retarget(ngx_http_ant_webhook_waiter_t *w,
    ngx_http_ant_webhook_holder_t *to, uint64_t last)
{
    u_char                      *p;
    ngx_http_ant_webhook_ctx_t  *ctx;

    ngx_queue_remove(&w->queue);

    w->holder = to;
    w->sequence = last;

    ngx_http_ant_webhook_wait_insert(w);

    ctx = w->ctx;

    p = ngx_cpymem(ctx->id, to->journal->text, sizeof(to->journal->text));
    ctx->id_len = ngx_sprintf(p, "-%uL", last) - ctx->id;
}


void
ngx_http_ant_webhook_wait_move(ngx_http_ant_webhook_holder_t *h,
    uint64_t sequence, ngx_http_ant_webhook_holder_t *to, uint64_t last)
{
    ngx_queue_t                    *q, moved;
    ngx_http_ant_webhook_waiter_t  *w;

    ngx_http_ant_webhook_wait_take(h, sequence, sequence, &moved);

    while (!ngx_queue_empty(&moved)) {
        q = ngx_queue_head(&moved);
        w = ngx_queue_data(q, ngx_http_ant_webhook_waiter_t, queue);

        ngx_http_ant_webhook_wait_retarget(w, to, last);
    }
}


static void
ngx_http_ant_webhook_wait_timeout(ngx_event_t *ev)
{
    ngx_http_ant_webhook_waiter_t  *w;

    w = ev->data;

    if (w->ack == NGX_HTTP_ANT_WEBHOOK_ACK_REDIS) {
        ngx_http_ant_webhook_forget(w->holder, w->sequence);
    }

    ngx_http_ant_webhook_wait_answer(w, "not confirmed in time");
}


/* The request is over, or the client has left: the event stays. */
static void
ngx_http_ant_webhook_wait_cleanup(void *data)
{
    ngx_http_ant_webhook_waiter_t  *w;

    w = data;

    if (!w->waits) {
        return;
    }

    /* nobody was told, but the event goes its way */

    w->ctx->verdict = ngx_http_ant_webhook_wait_verdict(w);

    ngx_http_ant_webhook_count_verdict(w->request, w->ctx);
    ngx_http_ant_webhook_wait_forget(w);
}
