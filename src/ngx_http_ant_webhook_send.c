
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
#include "ngx_http_ant_webhook_forget.h"
#include "ngx_http_ant_webhook_wait.h"
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
    owed->sent = ngx_current_msec;

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


/*
 * What has been confirmed for retain; for less where there is too much of it,
 * but not while an answer to a batch may still be on its way.
 */
static uint64_t
ngx_http_ant_webhook_send_floor(ngx_http_ant_webhook_flow_t *f)
{
    uint64_t                      floor, clock;
    ngx_msec_t                    least;
    ngx_http_ant_webhook_link_t  *l;

    l = f->link;

    /* that of the confirmations */
    clock = ngx_http_ant_webhook_flow_clock(f);

    floor = ant_journal_floor(f->journal, clock, l->mcf->retain);
    least = 2 * l->endpoint->timeout;

    if (f->holder->retained <= f->holder->budget || least >= l->mcf->retain) {
        return floor;
    }

    return ant_journal_shorten(f->journal, f->holder->budget, clock, least);
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

    floor = ngx_http_ant_webhook_send_floor(f);

    ngx_str_set(&argv[0], "EVAL");
    ngx_http_ant_webhook_send_str(&argv[1], f->journal->copy
                                                ? &ant_script_renew
                                                : &ant_script_register);
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


void
ngx_http_ant_webhook_send_kept(ngx_http_ant_webhook_flow_t *f, int rc,
    ngx_err_t err)
{
    ant_cursor_t   *bad;
    ant_journal_t  *j;

    j = f->journal;
    bad = &f->holder->damage;

    f->keeping = 0;
    f->kept = bad->bad_first;

    /* the fence will pass them: that is not to be taken for their arrival */

    ngx_http_ant_webhook_wait_lost(f->holder, bad->bad_first, bad->bad_last,
                                   "the disk failed");
    ngx_http_ant_webhook_flow_ready(f);

    /* whoever adopts the journal later finds the copy, and says nothing */

    if (rc == ANT_AGAIN) {
        return;
    }

    ngx_log_error(NGX_LOG_CRIT, f->link->log, rc == ANT_OK ? 0 : err,
                  "ant_webhook: journal %*s of list \"%*s\" is damaged: "
                  "events %uL to %uL are lost, the rest is delivered; what "
                  "stood there is %s%s-%uL.bad",
                  sizeof(j->text), j->text, j->list.len, j->list.data,
                  bad->bad_first, bad->bad_last,
                  rc == ANT_OK ? "in " : "not in ", j->name, bad->bad_first);

    ngx_http_ant_webhook_report_damage(&f->report, bad->bad_first,
                                       bad->bad_last);
}


/* The next record is looked for behind the damage once that is kept. */
static ngx_int_t
ngx_http_ant_webhook_send_damage(ngx_http_ant_webhook_flow_t *f,
    const ant_cursor_t *before)
{
    ant_cursor_t  bad;

    if (f->cursor.bad_first == f->kept) {
        return NGX_OK;
    }

    bad = f->cursor;
    f->cursor = *before;

    if (f->journal->copy && !f->journal->live) {

        /* the original may have what was damaged while it was copied */

        ngx_http_ant_webhook_flow_aside(f, "it is a copy, and damaged");
        return NGX_DECLINED;
    }

    f->keeping = 1;
    ngx_http_ant_webhook_store_keep(f->holder, &bad);

    return NGX_BUSY;
}


ngx_uint_t
ngx_http_ant_webhook_send_fault(ngx_http_ant_webhook_flow_t *f,
    sig_atomic_t faults)
{
    ngx_uint_t      found;
    ant_segment_t  *s;

    if (f->holder->store->faults == faults) {
        return 0;
    }

    found = ngx_http_ant_webhook_store_broken(f->holder);

    for (s = f->journal->segments; s; s = s->next) {
        if (s->fault && !s->failed) {
            s->failed = 1;
            found = 1;
        }
    }

    return found;
}


ngx_int_t
ngx_http_ant_webhook_send_read(ngx_http_ant_webhook_flow_t *f,
    ant_record_t *rec)
{
    int           rc;
    ngx_int_t     damage;
    ant_cursor_t  cursor;

    for ( ;; ) {

        /* a mapping can fail under a header's floor or a gauge, too */

        (void) ngx_http_ant_webhook_send_fault(f, f->faults);

        cursor = f->cursor;
        f->faults = f->holder->store->faults;

        ant_journal_mark(f->journal, cursor.sequence);
        rc = ant_journal_read(f->journal, &f->cursor,
                              &ngx_http_ant_webhook_window, rec);
        ant_journal_mark(f->journal, 0);

        if (ngx_http_ant_webhook_send_fault(f, f->faults)) {
            f->cursor = cursor;
            continue;
        }

        if (rc == ANT_OK) {
            if (ngx_http_ant_webhook_forgotten(f->holder, rec->sequence)) {
                continue;
            }

            return NGX_OK;
        }

        if (rc == ANT_AGAIN) {
            return NGX_AGAIN;
        }

        if (rc == ANT_BAD) {
            damage = ngx_http_ant_webhook_send_damage(f, &cursor);

            if (damage != NGX_OK) {
                return damage;
            }

            continue;
        }

        ngx_log_error(NGX_LOG_CRIT, f->link->log, ngx_errno,
                      "ant_webhook: journal %*s cannot be read",
                      sizeof(f->journal->text), f->journal->text);

        return NGX_ERROR;
    }
}


static u_char *
ngx_http_ant_webhook_send_room(ngx_http_ant_webhook_flow_t *f, size_t size)
{
    return ngx_http_ant_webhook_output_room(&f->link->redis.wire.out, size);
}


static void
ngx_http_ant_webhook_send_note(ngx_http_ant_webhook_batch_t *batch,
    const ant_record_t *rec)
{
    if (batch->events++ == 0) {
        batch->first = rec->time;
    }

    batch->last = rec->time;
    batch->next = rec->sequence + 1;
}


/*
 * Writes events behind head bytes of the room at out->last.  *end is where
 * they end; the batch says the rest.
 */
static ngx_int_t
ngx_http_ant_webhook_send_events(ngx_http_ant_webhook_flow_t *f, size_t head,
    ngx_http_ant_webhook_batch_t *batch, u_char **end)
{
    u_char                        *p, *after;
    size_t                         size;
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

    p = ngx_http_ant_webhook_send_room(f, head + size + 32);
    if (p == NULL) {
        return NGX_ERROR;
    }

    p += head;
    rc = NGX_OK;

    while (batch->events < f->link->endpoint->batch) {
        cursor = f->cursor;

        rc = ngx_http_ant_webhook_send_read(f, &rec);
        if (rc != NGX_OK) {
            break;
        }

        if ((size_t) (out->end - p) < ant_push_event_max(rec.len)) {

            if (batch->events) {
                f->cursor = cursor;
                break;
            }

            /* a single event larger than a batch */

            p = ngx_http_ant_webhook_send_room(f, head
                                                + ant_push_event_max(rec.len));
            if (p == NULL) {
                f->cursor = cursor;
                return NGX_ERROR;
            }

            p += head;
        }

        after = ant_push_event(p, rec.data, rec.len);

        if (ngx_http_ant_webhook_send_fault(f, f->faults)) {
            f->cursor = cursor;
            continue;
        }

        p = after;

        ngx_http_ant_webhook_send_note(batch, &rec);
    }

    if (batch->events == 0) {
        if (rc != NGX_AGAIN) {
            return rc;
        }

        batch->next = f->journal->next;
    }

    batch->bytes = pending - ant_journal_pending_bytes(f->journal, &f->cursor);

    *end = p;

    return NGX_OK;
}


ngx_int_t
ngx_http_ant_webhook_send_push(ngx_http_ant_webhook_flow_t *f)
{
    u_char                         head[NGX_HTTP_ANT_WEBHOOK_HEAD_MAX];
    u_char                        *end, *start;
    size_t                         len, max;
    ngx_int_t                      rc;
    ant_push_t                     push;
    ngx_http_ant_webhook_batch_t   batch;
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

    ngx_memzero(&batch, sizeof(ngx_http_ant_webhook_batch_t));

    rc = ngx_http_ant_webhook_send_events(f, max, &batch, &end);
    if (rc != NGX_OK) {
        return rc;
    }

    push.events = batch.events;
    push.next = batch.next;

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
    owed->next = batch.next;

    f->owed++;
    f->fence = batch.next;
    f->sent = ngx_current_msec;
    f->holder->sent = ngx_max(f->holder->sent, batch.next);

    ngx_http_ant_webhook_report_sent(&f->report, &batch);

    return NGX_OK;
}
