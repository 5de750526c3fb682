
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The commands of one journal: what is sent.
 *
 * Promises: a batch holds whole records that were verified, in order, with
 * the fence that it begins at and the one that it moves to; it goes to the
 * output buffer, and many batches leave in one call.  Called by the flow.
 * Never waits, decides nothing.
 */


#include "ngx_http_ant_webhook_flow.h"
#include "ant_script.h"


/* output that the kernel has not taken stops further batches */
#define NGX_HTTP_ANT_WEBHOOK_OUTPUT_HIGH  65536

#define NGX_HTTP_ANT_WEBHOOK_HEAD_MAX     2048

#define NGX_HTTP_ANT_WEBHOOK_DAY          (24 * 60 * 60)


static ngx_int_t
ngx_http_ant_webhook_send_place(ngx_http_ant_webhook_link_t *l)
{
    if (!l->redis.up
        || l->tail - l->head == NGX_HTTP_ANT_WEBHOOK_FIFO
        || ngx_http_ant_webhook_wire_pending(&l->redis.wire)
           > NGX_HTTP_ANT_WEBHOOK_OUTPUT_HIGH)
    {
        return NGX_DECLINED;
    }

    return NGX_OK;
}


static ngx_http_ant_webhook_owed_t *
ngx_http_ant_webhook_send_owe(ngx_http_ant_webhook_flow_t *f,
    ngx_http_ant_webhook_command_e command)
{
    ngx_http_ant_webhook_link_t  *l;
    ngx_http_ant_webhook_owed_t  *owed;

    l = f->link;
    owed = &l->fifo[l->tail++ % NGX_HTTP_ANT_WEBHOOK_FIFO];

    owed->command = command;
    owed->flow = f;
    owed->expected = 0;
    owed->next = 0;
    owed->floor = 0;

    return owed;
}


static void
ngx_http_ant_webhook_send_str(ngx_str_t *arg, const ant_str_t *s)
{
    arg->data = (u_char *) s->data;
    arg->len = s->len;
}


static void
ngx_http_ant_webhook_send_id(ngx_str_t *arg, ant_journal_t *j)
{
    arg->data = j->text;
    arg->len = sizeof(j->text);
}


static void
ngx_http_ant_webhook_send_number(ngx_str_t *arg, u_char *buf, uint64_t n)
{
    arg->data = buf;
    arg->len = ant_script_number(buf, n) - buf;
}


ngx_int_t
ngx_http_ant_webhook_send_register(ngx_http_ant_webhook_flow_t *f)
{
    u_char                        start[NGX_INT64_LEN], day[NGX_INT64_LEN];
    uint64_t                      floor;
    ngx_str_t                     argv[8];
    ngx_http_ant_webhook_link_t  *l;
    ngx_http_ant_webhook_owed_t  *owed;

    l = f->link;

    if (ngx_http_ant_webhook_send_place(l) != NGX_OK) {
        return NGX_DECLINED;
    }

    floor = ant_journal_floor(f->journal, ngx_http_ant_webhook_flow_clock(f),
                              l->mcf->retain);

    ngx_str_set(&argv[0], "EVAL");
    ngx_http_ant_webhook_send_str(&argv[1], &ant_script_register);
    ngx_str_set(&argv[2], "2");
    ngx_http_ant_webhook_send_str(&argv[3], &f->journal->list);
    ngx_http_ant_webhook_send_str(&argv[4], &f->journal->fence);
    ngx_http_ant_webhook_send_id(&argv[5], f->journal);
    ngx_http_ant_webhook_send_number(&argv[6], start, floor);
    ngx_http_ant_webhook_send_number(&argv[7], day,
                                     ngx_time() / NGX_HTTP_ANT_WEBHOOK_DAY);

    if (ngx_http_ant_webhook_wire_command(&l->redis.wire, 8, argv) != NGX_OK) {
        return NGX_ERROR;
    }

    owed = ngx_http_ant_webhook_send_owe(f, NGX_HTTP_ANT_WEBHOOK_REGISTER);

    owed->floor = floor;

    f->owed++;

    return NGX_OK;
}


ngx_int_t
ngx_http_ant_webhook_send_trim(ngx_http_ant_webhook_flow_t *f, ngx_uint_t max)
{
    u_char                        buf[NGX_INT64_LEN];
    ngx_str_t                     argv[5];
    ngx_http_ant_webhook_link_t  *l;

    l = f->link;

    if (ngx_http_ant_webhook_send_place(l) != NGX_OK) {
        return NGX_DECLINED;
    }

    ngx_str_set(&argv[0], "EVAL");
    ngx_http_ant_webhook_send_str(&argv[1], &ant_script_trim);
    ngx_str_set(&argv[2], "1");
    ngx_http_ant_webhook_send_str(&argv[3], &f->journal->list);
    ngx_http_ant_webhook_send_number(&argv[4], buf, max);

    if (ngx_http_ant_webhook_wire_command(&l->redis.wire, 5, argv) != NGX_OK) {
        return NGX_ERROR;
    }

    (void) ngx_http_ant_webhook_send_owe(f, NGX_HTTP_ANT_WEBHOOK_TRIM);

    return NGX_OK;
}


ngx_int_t
ngx_http_ant_webhook_send_forget(ngx_http_ant_webhook_flow_t *f)
{
    u_char                        buf[NGX_INT64_LEN];
    ngx_str_t                     argv[6];
    ngx_http_ant_webhook_link_t  *l;

    l = f->link;

    if (ngx_http_ant_webhook_send_place(l) != NGX_OK) {
        return NGX_DECLINED;
    }

    ngx_str_set(&argv[0], "EVAL");
    ngx_http_ant_webhook_send_str(&argv[1], &ant_script_forget);
    ngx_str_set(&argv[2], "1");
    ngx_http_ant_webhook_send_str(&argv[3], &f->journal->fence);
    ngx_http_ant_webhook_send_id(&argv[4], f->journal);
    ngx_http_ant_webhook_send_number(&argv[5], buf, f->fence);

    if (ngx_http_ant_webhook_wire_command(&l->redis.wire, 6, argv) != NGX_OK) {
        return NGX_ERROR;
    }

    (void) ngx_http_ant_webhook_send_owe(f, NGX_HTTP_ANT_WEBHOOK_FORGET);

    f->owed++;

    return NGX_OK;
}


/* A command of which that there is an answer is all. */
static ngx_int_t
ngx_http_ant_webhook_send_word(ngx_http_ant_webhook_flow_t *f,
    ngx_str_t *word)
{
    ngx_http_ant_webhook_link_t  *l;
    ngx_http_ant_webhook_owed_t  *owed;

    l = f->link;

    if (ngx_http_ant_webhook_wire_command(&l->redis.wire, 1, word) != NGX_OK) {
        return NGX_ERROR;
    }

    owed = ngx_http_ant_webhook_send_owe(f, NGX_HTTP_ANT_WEBHOOK_PING);

    owed->flow = NULL;

    return NGX_OK;
}


ngx_int_t
ngx_http_ant_webhook_send_ping(ngx_http_ant_webhook_flow_t *f)
{
    static ngx_str_t  word = ngx_string("PING");

    if (ngx_http_ant_webhook_send_place(f->link) != NGX_OK) {
        return NGX_DECLINED;
    }

    return ngx_http_ant_webhook_send_word(f, &word);
}


ngx_int_t
ngx_http_ant_webhook_send_asking(ngx_http_ant_webhook_flow_t *f)
{
    static ngx_str_t  word = ngx_string("ASKING");

    /* with a place for the command behind it */

    if (ngx_http_ant_webhook_send_place(f->link) != NGX_OK
        || f->link->tail - f->link->head + 1 == NGX_HTTP_ANT_WEBHOOK_FIFO)
    {
        return NGX_DECLINED;
    }

    return ngx_http_ant_webhook_send_word(f, &word);
}


static void
ngx_http_ant_webhook_send_damage(ngx_http_ant_webhook_flow_t *f)
{
    ngx_log_error(NGX_LOG_CRIT, f->link->log, 0,
                  "ant_webhook: journal %*s of list \"%*s\" is damaged: "
                  "events %uL to %uL are lost, the rest is delivered",
                  sizeof(f->journal->text), f->journal->text,
                  f->journal->list.len, f->journal->list.data,
                  f->cursor.bad_first, f->cursor.bad_last);
}


/*
 * The next record that is whole; NGX_AGAIN at the end, NGX_ERROR where the
 * disk cannot be read.
 */
static ngx_int_t
ngx_http_ant_webhook_send_read(ngx_http_ant_webhook_flow_t *f,
    ant_record_t *rec)
{
    int  rc;

    for ( ;; ) {
        rc = ant_journal_read(f->journal, &f->cursor,
                              &ngx_http_ant_webhook_window, rec);

        if (rc == ANT_OK) {
            if (ngx_http_ant_webhook_store_forgotten(f->holder,
                                                     rec->sequence))
            {
                continue;
            }

            return NGX_OK;
        }

        if (rc == ANT_AGAIN) {
            return NGX_AGAIN;
        }

        if (rc == ANT_BAD) {
            ngx_http_ant_webhook_send_damage(f);
            continue;
        }

        ngx_log_error(NGX_LOG_CRIT, f->link->log, ngx_errno,
                      "ant_webhook: journal %*s cannot be read",
                      sizeof(f->journal->text), f->journal->text);

        return NGX_ERROR;
    }
}


/*
 * Writes events behind head bytes of the room at out->last.  *end is where
 * they end, *next one above the last of them.
 */
static ngx_int_t
ngx_http_ant_webhook_send_events(ngx_http_ant_webhook_flow_t *f, size_t head,
    size_t *events, u_char **end, uint64_t *next)
{
    u_char                        *p, *start;
    size_t                         n, size;
    uint64_t                       pending;
    ngx_int_t                      rc;
    ant_cursor_t                   cursor;
    ant_record_t                   rec;
    ngx_http_ant_webhook_output_t  *out;

    out = &f->link->redis.wire.out;

    pending = ant_journal_pending_bytes(f->journal, &f->cursor);
    size = ngx_min(pending, NGX_HTTP_ANT_WEBHOOK_BATCH_BYTES);

    /* framing takes less than the record around an event did, but for the
       digits that ant_push_event_max() allows for */

    start = ngx_http_ant_webhook_output_room(out, head + size + 32);
    if (start == NULL) {
        return NGX_ERROR;
    }

    p = start + head;
    rc = NGX_OK;

    for (n = 0; n < f->link->endpoint->batch; n++) {
        cursor = f->cursor;

        rc = ngx_http_ant_webhook_send_read(f, &rec);
        if (rc != NGX_OK) {
            break;
        }

        if ((size_t) (out->end - p) < ant_push_event_max(rec.len)) {

            if (n) {
                f->cursor = cursor;
                break;
            }

            /* a single event larger than a batch */

            start = ngx_http_ant_webhook_output_room(out, head
                                                + ant_push_event_max(rec.len));
            if (start == NULL) {
                f->cursor = cursor;
                return NGX_ERROR;
            }

            p = start + head;
        }

        p = ant_push_event(p, rec.data, rec.len);
        *next = rec.sequence + 1;
    }

    if (n == 0) {
        if (rc != NGX_AGAIN) {
            return rc;
        }

        *next = f->journal->next;
    }

    *events = n;
    *end = p;

    return NGX_OK;
}


ngx_int_t
ngx_http_ant_webhook_send_push(ngx_http_ant_webhook_flow_t *f)
{
    u_char                         head[NGX_HTTP_ANT_WEBHOOK_HEAD_MAX];
    u_char                        *end, *start;
    size_t                         len, max;
    uint64_t                       next;
    ngx_int_t                      rc;
    ant_push_t                     push;
    ngx_http_ant_webhook_link_t   *l;
    ngx_http_ant_webhook_owed_t   *owed;
    ngx_http_ant_webhook_output_t  *out;

    l = f->link;
    out = &l->redis.wire.out;

    if (ngx_http_ant_webhook_send_place(l) != NGX_OK) {
        return NGX_DECLINED;
    }

    push.list = f->journal->list;
    push.fence = f->journal->fence;
    push.id.data = f->journal->text;
    push.id.len = sizeof(f->journal->text);
    push.expected = f->fence;
    push.max_length = l->endpoint->max_length;

    max = ant_push_head_max(&push);
    end = NULL;
    next = push.expected;

    rc = ngx_http_ant_webhook_send_events(f, max, &push.events, &end, &next);
    if (rc != NGX_OK) {
        return rc;
    }

    push.next = next;

    len = ant_push_head(head, &push) - head;

    /* the head's length is known only now: it is put right before the events,
       which are moved only where other output stands in front of them */

    start = out->last;

    if (out->pos == out->last) {
        out->pos = start + max - len;
        ngx_memcpy(out->pos, head, len);
        out->last = end;

    } else {
        ngx_memmove(start + len, start + max, end - (start + max));
        ngx_memcpy(start, head, len);
        out->last = end - (max - len);
    }

    ngx_http_ant_webhook_wire_queued(&l->redis.wire);

    owed = ngx_http_ant_webhook_send_owe(f, NGX_HTTP_ANT_WEBHOOK_PUSH);

    owed->expected = push.expected;
    owed->next = next;

    f->owed++;
    f->fence = next;
    f->sent = ngx_current_msec;
    f->holder->sent = ngx_max(f->holder->sent, next);

    return NGX_OK;
}
