
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * One journal on its way to Redis: when it may send what.
 *
 * Promises: nothing is sent before a REGISTER has told where the fence is, nor
 * after a refusal or an error until all replies are in; an idle journal sends
 * an event at once, a busy one sends batches that grow with the load.  Called
 * by the forwarder when it is this journal's turn.  What the answers mean is
 * judged in ngx_http_ant_webhook_answer.c.
 */


#include "ngx_http_ant_webhook_flow.h"


#define NGX_HTTP_ANT_WEBHOOK_WAIT_MIN      100
#define NGX_HTTP_ANT_WEBHOOK_WAIT_MAX      5000
#define NGX_HTTP_ANT_WEBHOOK_HEARTBEAT     15000
#define NGX_HTTP_ANT_WEBHOOK_PROBE         500




uint64_t
ngx_http_ant_webhook_flow_waiting(ngx_http_ant_webhook_flow_t *f)
{
    return f->journal->next - ngx_min(f->journal->confirmed, f->journal->next);
}


void
ngx_http_ant_webhook_flow_ready(ngx_http_ant_webhook_flow_t *f)
{
    ngx_http_ant_webhook_link_t  *l;

    l = f->link;

    if (!f->queued) {
        f->queued = 1;
        ngx_queue_insert_tail(&l->ready, &f->ready_queue);
    }

    if (!l->flush.posted) {
        ngx_post_event(&l->flush, &ngx_posted_events);
    }
}


static void
ngx_http_ant_webhook_flow_timer(ngx_event_t *ev)
{
    ngx_http_ant_webhook_flow_t  *f;

    f = ev->data;

    if (f->state == NGX_HTTP_ANT_WEBHOOK_MOVING) {
        ngx_http_ant_webhook_move_step(f);
        return;
    }

    if (f->state == NGX_HTTP_ANT_WEBHOOK_WAIT) {
        f->state = NGX_HTTP_ANT_WEBHOOK_NEW;
    }

    ngx_http_ant_webhook_flow_ready(f);
}


ngx_http_ant_webhook_flow_t *
ngx_http_ant_webhook_flow_create(ngx_http_ant_webhook_link_t *l,
    ngx_http_ant_webhook_holder_t *h)
{
    ngx_http_ant_webhook_flow_t  *f;

    f = ngx_calloc(sizeof(ngx_http_ant_webhook_flow_t), l->log);
    if (f == NULL) {
        return NULL;
    }

    f->link = l;
    f->holder = h;
    f->journal = h->journal;
    f->ident = -1;
    f->fence = f->journal->next;

    if (f->journal->finished) {
        f->state = NGX_HTTP_ANT_WEBHOOK_FINISHED;
    }

    f->joined = l->answered;

    f->timer.handler = ngx_http_ant_webhook_flow_timer;
    f->timer.data = f;
    f->timer.log = l->log;
    f->timer.cancelable = 1;

    ngx_queue_insert_tail(&l->flows, &f->link_queue);

    h->flow = f;

    ngx_http_ant_webhook_report_open(&f->report, h->journal);

    if (f->journal->deaths >= ANT_JOURNAL_DEATHS) {
        ngx_http_ant_webhook_flow_aside(f, "three workers, one after the "
                                        "other, died reading one event");
    }

    ngx_http_ant_webhook_flow_publish(f);

    return f;
}


void
ngx_http_ant_webhook_flow_aside(ngx_http_ant_webhook_flow_t *f,
    const char *reason)
{
    ant_journal_t  *j;

    j = f->journal;

    f->state = NGX_HTTP_ANT_WEBHOOK_ASIDE;

    ngx_log_error(NGX_LOG_ALERT, f->link->log, 0,
                  "ant_webhook: journal %*s is set aside with %uL events for "
                  "list \"%*s\": %s", sizeof(j->text), j->text,
                  ngx_http_ant_webhook_flow_waiting(f),
                  j->list.len, j->list.data, reason);

    if (j->live) {
        ngx_http_ant_webhook_store_retire(f->holder);

    } else {
        ngx_http_ant_webhook_store_aside(f->holder);
    }
}


uint64_t
ngx_http_ant_webhook_flow_clock(ngx_http_ant_webhook_flow_t *f)
{
    /* time before it came may be counted later than that */

    return f->base + (f->link->answered - ngx_min(f->joined,
                                                  f->link->answered));
}


/* No reply on this link, no turn and no timer will come back to the flow. */
static void
ngx_http_ant_webhook_flow_leave(ngx_http_ant_webhook_flow_t *f)
{
    ngx_uint_t                    i;
    ngx_http_ant_webhook_link_t  *l;

    l = f->link;

    for (i = 0; i < NGX_HTTP_ANT_WEBHOOK_FIFO; i++) {
        if (l->fifo[i].flow == f) {
            l->fifo[i].flow = NULL;
        }
    }

    if (f->queued) {
        f->queued = 0;
        ngx_queue_remove(&f->ready_queue);
    }

    if (f->timer.timer_set) {
        ngx_del_timer(&f->timer);
    }

    ngx_queue_remove(&f->link_queue);
}


void
ngx_http_ant_webhook_flow_destroy(ngx_http_ant_webhook_flow_t *f)
{
    ngx_http_ant_webhook_flow_leave(f);

    ngx_http_ant_webhook_report_close(&f->report, f->holder->drop);

    f->holder->flow = NULL;

    ngx_free(f);
}


void
ngx_http_ant_webhook_flow_move(ngx_http_ant_webhook_flow_t *f,
    ngx_http_ant_webhook_link_t *l)
{
    if (l == f->link) {
        ngx_http_ant_webhook_flow_ready(f);
        return;
    }

    ngx_http_ant_webhook_flow_leave(f);

    f->base = ngx_http_ant_webhook_flow_clock(f);
    f->joined = l->answered + ngx_http_ant_webhook_link_unproved(l);
    f->trimming = 0;
    f->link = l;

    ngx_queue_insert_tail(&l->flows, &f->link_queue);

    ngx_http_ant_webhook_redis_connect(&l->redis);
    ngx_http_ant_webhook_flow_ready(f);
}


void
ngx_http_ant_webhook_flow_cut(ngx_http_ant_webhook_flow_t *f)
{
    f->state = NGX_HTTP_ANT_WEBHOOK_FINISHED;
    f->finished = ngx_http_ant_webhook_flow_now(f);
}


void
ngx_http_ant_webhook_flow_down(ngx_http_ant_webhook_flow_t *f)
{
    f->owed = 0;
    f->refused = 0;
    f->error = 0;
    f->trimming = 0;
    f->elsewhere = NULL;

    if (f->state == NGX_HTTP_ANT_WEBHOOK_READY
        || f->state == NGX_HTTP_ANT_WEBHOOK_WAIT)
    {
        f->state = NGX_HTTP_ANT_WEBHOOK_NEW;
    }

    if (f->timer.timer_set) {
        ngx_del_timer(&f->timer);
    }
}


void
ngx_http_ant_webhook_flow_wait(ngx_http_ant_webhook_flow_t *f,
    ngx_uint_t person)
{
    ngx_msec_t  delay;

    if (f->delay == 0) {
        f->delay = NGX_HTTP_ANT_WEBHOOK_WAIT_MIN;
    }

    if (person) {
        f->delay = NGX_HTTP_ANT_WEBHOOK_WAIT_MAX;
    }

    delay = f->delay / 2 + ngx_random() % (f->delay / 2 + 1);

    f->delay = ngx_min(f->delay * 2, NGX_HTTP_ANT_WEBHOOK_WAIT_MAX);

    if (f->state == NGX_HTTP_ANT_WEBHOOK_READY) {
        f->state = NGX_HTTP_ANT_WEBHOOK_WAIT;
    }

    ngx_add_timer(&f->timer, delay);
}


ngx_uint_t
ngx_http_ant_webhook_flow_pending(ngx_http_ant_webhook_flow_t *f)
{
    return f->fence < f->journal->next;
}


static ngx_uint_t
ngx_http_ant_webhook_flow_full(ngx_http_ant_webhook_flow_t *f)
{
    return f->journal->next - f->fence >= f->link->endpoint->batch
           || ant_journal_pending_bytes(f->journal, &f->cursor)
              >= NGX_HTTP_ANT_WEBHOOK_BATCH_BYTES;
}


/*
 * 15 s; sooner where data waits only for a REGISTER to be removed, soonest
 * where there is too much of it.
 */
static ngx_uint_t
ngx_http_ant_webhook_flow_due(ngx_http_ant_webhook_flow_t *f)
{
    ngx_msec_t      interval;
    ant_journal_t  *j;

    j = f->journal;
    interval = NGX_HTTP_ANT_WEBHOOK_HEARTBEAT;

    if (ant_journal_oldest(j) < j->confirmed
        && (!j->live || j->segments != j->active))
    {
        interval = ngx_min(interval, ngx_max(f->link->mcf->retain / 8, 1000));

        if (f->holder->retained > f->holder->budget) {
            interval = 1000;
        }
    }

    return ngx_current_msec - f->registered >= interval;
}


/*
 * A batch that is not full waits for the one in flight, and for the end of
 * the millisecond that the last one left in: so they grow with the load.
 */
static void
ngx_http_ant_webhook_flow_push(ngx_http_ant_webhook_flow_t *f)
{
    ngx_int_t  rc;

    while (ngx_http_ant_webhook_flow_pending(f) && !f->keeping) {

        if (f->owed == NGX_HTTP_ANT_WEBHOOK_PIPELINE) {
            return;
        }

        if (!ngx_http_ant_webhook_flow_full(f)) {

            if (f->owed) {
                return;
            }

            if (f->sent == ngx_current_msec) {
                if (!f->link->gather.timer_set) {
                    ngx_add_timer(&f->link->gather, 1);
                }

                f->queued = 1;
                ngx_queue_insert_tail(&f->link->ready, &f->ready_queue);
                return;
            }
        }

        rc = ngx_http_ant_webhook_send_push(f);

        if (rc == NGX_BUSY) {
            return;
        }

        if (rc == NGX_DECLINED) {
            f->link->more = 1;
            f->queued = 1;
            ngx_queue_insert_tail(&f->link->ready, &f->ready_queue);
            return;
        }

        if (rc == NGX_ERROR) {
            if (f->owed == 0) {
                ngx_http_ant_webhook_flow_wait(f, 0);
            }

            return;
        }
    }
}


/* An adopted journal that is confirmed to its end is cut after retain. */
static ngx_uint_t
ngx_http_ant_webhook_flow_ended(ngx_http_ant_webhook_flow_t *f)
{
    ant_journal_t  *j;

    j = f->journal;

    return !j->live && f->owed == 0 && j->confirmed == j->next
           && f->released >= j->next;
}


/*
 * Only time that Redis answers in counts, and where nothing else is sent,
 * nothing would be answered.
 */
static void
ngx_http_ant_webhook_flow_probe(ngx_http_ant_webhook_flow_t *f)
{
    ngx_http_ant_webhook_link_t  *l;

    l = f->link;

    if (l->head == l->tail
        && ngx_current_msec - l->last >= NGX_HTTP_ANT_WEBHOOK_PROBE)
    {
        (void) ngx_http_ant_webhook_send_ping(f);
    }
}


/* The one command that was refused with ASK, behind ASKING. */
static void
ngx_http_ant_webhook_flow_ask(ngx_http_ant_webhook_flow_t *f)
{
    ngx_int_t  rc;

    if (f->owed) {
        return;
    }

    rc = ngx_http_ant_webhook_send_asking(f);

    if (rc == NGX_OK) {

        switch (f->refused_command) {

        case NGX_HTTP_ANT_WEBHOOK_PUSH:
            rc = ngx_http_ant_webhook_send_push(f);
            break;

        case NGX_HTTP_ANT_WEBHOOK_FORGET:
            rc = ngx_http_ant_webhook_send_forget(f);
            break;

        default: /* NGX_HTTP_ANT_WEBHOOK_REGISTER */
            rc = ngx_http_ant_webhook_send_register(f);
        }

        /* ASKING must not go before the command of another journal */

        if (rc != NGX_OK) {
            ngx_http_ant_webhook_redis_fail(&f->link->redis, "cannot ask", 0);
            return;
        }
    }

    if (rc != NGX_OK) {
        ngx_http_ant_webhook_flow_wait(f, 0);
    }
}


void
ngx_http_ant_webhook_flow_turn(ngx_http_ant_webhook_flow_t *f)
{
    ngx_int_t                     rc;
    ngx_http_ant_webhook_link_t  *l;

    l = f->link;

    if (!l->redis.up || f->timer.timer_set || f->refused || f->error) {
        return;
    }

    if (f->asking) {
        ngx_http_ant_webhook_flow_ask(f);
        return;
    }

    switch (f->state) {

    case NGX_HTTP_ANT_WEBHOOK_READY:

        if (ngx_http_ant_webhook_flow_ended(f)) {
            f->state = NGX_HTTP_ANT_WEBHOOK_CUTTING;
            ngx_http_ant_webhook_store_cut(f->holder);
            return;
        }

        if (!ngx_http_ant_webhook_flow_due(f)) {
            ngx_http_ant_webhook_flow_push(f);
            return;
        }

        /* fall through */

    case NGX_HTTP_ANT_WEBHOOK_NEW:

        if (f->owed) {
            return;
        }

        rc = ngx_http_ant_webhook_send_register(f);
        break;

    case NGX_HTTP_ANT_WEBHOOK_FINISHED:

        if (f->owed) {
            return;
        }

        /* the fence of a copy is not its own */

        if (f->journal->copy) {
            f->state = NGX_HTTP_ANT_WEBHOOK_DROPPING;
            ngx_http_ant_webhook_store_drop(f->holder);
            return;
        }

        if (ngx_http_ant_webhook_flow_clock(f)
            < f->finished + l->mcf->retain)
        {
            ngx_http_ant_webhook_flow_probe(f);
            return;
        }

        rc = ngx_http_ant_webhook_send_forget(f);
        break;

    default:
        return;
    }

    if (rc != NGX_OK) {
        ngx_http_ant_webhook_flow_wait(f, 0);
    }
}


void
ngx_http_ant_webhook_flow_publish(ngx_http_ant_webhook_flow_t *f)
{
    ant_journal_state_e  kind;

    switch (f->state) {

    case NGX_HTTP_ANT_WEBHOOK_ASIDE:
        kind = ANT_JOURNAL_ASIDE;
        break;

    case NGX_HTTP_ANT_WEBHOOK_MOVING:
        kind = ANT_JOURNAL_DRAINING;
        break;

    case NGX_HTTP_ANT_WEBHOOK_CUTTING:
    case NGX_HTTP_ANT_WEBHOOK_FINISHED:
    case NGX_HTTP_ANT_WEBHOOK_DROPPING:
        kind = ANT_JOURNAL_RETAINED;
        break;

    default:

        if (f->journal->live) {
            kind = ANT_JOURNAL_LIVE;

        } else if (ngx_http_ant_webhook_flow_waiting(f)) {
            kind = ANT_JOURNAL_DRAINING;

        } else {
            kind = ANT_JOURNAL_RETAINED;
        }
    }

    ngx_http_ant_webhook_report_journal(&f->report, kind, &f->cursor);
}


void
ngx_http_ant_webhook_flow_tick(ngx_http_ant_webhook_flow_t *f)
{
    f->holder->stuck = (f->link->redis.down || f->delay);

    switch (f->state) {

    case NGX_HTTP_ANT_WEBHOOK_NEW:
        ngx_http_ant_webhook_flow_ready(f);
        break;

    case NGX_HTTP_ANT_WEBHOOK_READY:

        if (ngx_http_ant_webhook_flow_due(f)
            || ngx_http_ant_webhook_flow_ended(f))
        {
            ngx_http_ant_webhook_flow_ready(f);
        }

        break;

    case NGX_HTTP_ANT_WEBHOOK_FINISHED:
        ngx_http_ant_webhook_flow_ready(f);
        break;

    case NGX_HTTP_ANT_WEBHOOK_MOVING:

        if (!f->timer.timer_set) {
            ngx_http_ant_webhook_move_step(f);
        }

        break;

    default:
        break;
    }
}
