
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * A live journal whose fence somebody else moves: this machine's memory is a
 * copy of another's, which has the same journal.
 *
 * Promises: an event that Redis had not confirmed here gets a new id in a new
 * journal, whoever waits for it goes on waiting there; the old journal is
 * never sent again, and its fence is left to the other one.  The old journal
 * is removed once the disk has the new one.  Called by the flow.  Never blocks:
 * a few events a step, and where there is no room, later.
 */


#include "ngx_http_ant_webhook_flow.h"
#include "ngx_http_ant_webhook_wait.h"


#define NGX_HTTP_ANT_WEBHOOK_MOVE_STEP   256    /* events */
#define NGX_HTTP_ANT_WEBHOOK_MOVE_DELAY  100


void
ngx_http_ant_webhook_move(ngx_http_ant_webhook_flow_t *f)
{
    ant_journal_t  *j;

    j = f->journal;

    ngx_log_error(NGX_LOG_ALERT, f->link->log, 0,
                  "ant_webhook: the fence of journal %*s of list \"%*s\" is "
                  "above what was sent: the memory of this machine is a copy "
                  "of another's; %uL events go to a new journal and may arrive "
                  "twice", sizeof(j->text), j->text, j->list.len, j->list.data,
                  ngx_http_ant_webhook_flow_waiting(f));

    f->state = NGX_HTTP_ANT_WEBHOOK_MOVING;

    /* its fence is never removed */

    j->copy = 1;

    ngx_http_ant_webhook_store_retire(f->holder);
    ant_journal_seek(j, &f->cursor, j->confirmed);

    ngx_http_ant_webhook_move_step(f);
}


/*
 * The event with its new id, {"id":"JOURNAL-SEQUENCE",...}; NULL if there is
 * no room for it.
 */
static u_char *
ngx_http_ant_webhook_move_copy(u_char *p, u_char *last, ant_journal_t *to,
    const ant_record_t *rec)
{
    size_t         head;
    const u_char  *rest, *end;

    head = sizeof("{\"id\":\"") - 1;
    end = rec->data + rec->len;

    rest = (rec->len > head) ? memchr(rec->data + head, '"', rec->len - head)
                             : NULL;
    if (rest == NULL) {
        rest = rec->data;
        head = 0;
    }

    if ((size_t) (last - p) < head + sizeof(to->text) + 1 + NGX_INT64_LEN
                              + (size_t) (end - rest))
    {
        return NULL;
    }

    p = ngx_cpymem(p, rec->data, head);

    if (head) {
        p = ngx_cpymem(p, to->text, sizeof(to->text));
        p = ngx_sprintf(p, "-%uL", to->next);
    }

    return ngx_cpymem(p, rest, end - rest);
}


/* NGX_AGAIN if there is no room now. */
static ngx_int_t
ngx_http_ant_webhook_move_event(ngx_http_ant_webhook_flow_t *f,
    const ant_record_t *rec, sig_atomic_t faults)
{
    u_char                         *p, *end, *last;
    uint64_t                        sequence;
    ngx_http_ant_webhook_holder_t  *to;

    for ( ;; ) {
        p = ngx_http_ant_webhook_store_reserve(f->link->mcf, f->holder->queue,
                                               &last, &to);
        if (p == NULL) {
            return NGX_AGAIN;
        }

        end = ngx_http_ant_webhook_move_copy(p, last, to->journal, rec);
        if (end) {
            break;
        }

        if (ngx_http_ant_webhook_store_turn(to) != NGX_OK) {
            return NGX_AGAIN;
        }
    }

    if (ngx_http_ant_webhook_send_fault(f, faults)) {
        return NGX_AGAIN;
    }

    sequence = to->journal->next;

    if (ngx_http_ant_webhook_store_commit(to, end) != NGX_OK) {
        return NGX_AGAIN;
    }

    ngx_http_ant_webhook_wait_move(f->holder, rec->sequence, to, sequence);

    f->target = to;
    f->moved = sequence + 1;

    ant_journal_confirm(f->journal, rec->sequence + 1,
                        ngx_http_ant_webhook_flow_clock(f),
                        f->link->mcf->retain);

    return NGX_OK;
}


/* NGX_OK: more is to be moved; NGX_DONE: nothing is; NGX_AGAIN: not now. */
static ngx_int_t
ngx_http_ant_webhook_move_next(ngx_http_ant_webhook_flow_t *f)
{
    ngx_int_t      rc;
    ant_cursor_t   cursor;
    ant_record_t   rec;
    sig_atomic_t   faults;

    cursor = f->cursor;
    faults = f->holder->store->faults;

    rc = ngx_http_ant_webhook_send_read(f, &rec);

    if (rc == NGX_AGAIN) {
        return NGX_DONE;
    }

    if (rc == NGX_OK) {
        rc = ngx_http_ant_webhook_move_event(f, &rec, faults);
    }

    if (rc == NGX_OK) {
        return NGX_OK;
    }

    f->cursor = cursor;

    return NGX_AGAIN;
}


/* The old one may go once nobody waits for it and the disk has the new one. */
static ngx_uint_t
ngx_http_ant_webhook_move_safe(ngx_http_ant_webhook_flow_t *f)
{
    ngx_http_ant_webhook_queue_t   *queue;
    ngx_http_ant_webhook_holder_t  *h;

    h = f->holder;
    queue = h->queue;

    if (ngx_http_ant_webhook_wait_any(h)) {
        return 0;
    }

    if (f->target == NULL || f->link->mcf->off
        || h->store->live[queue->index] != f->target
        || f->target->journal->synced >= f->moved)
    {
        return 1;
    }

    f->target->hurry = 1;
    ngx_http_ant_webhook_store_wake(h->store);

    return 0;
}


void
ngx_http_ant_webhook_move_step(ngx_http_ant_webhook_flow_t *f)
{
    ngx_int_t   rc;
    ngx_uint_t  n;

    rc = NGX_OK;

    for (n = 0; rc == NGX_OK && n < NGX_HTTP_ANT_WEBHOOK_MOVE_STEP; n++) {
        rc = ngx_http_ant_webhook_move_next(f);
    }

    if (rc == NGX_DONE && ngx_http_ant_webhook_move_safe(f)) {
        f->state = NGX_HTTP_ANT_WEBHOOK_CUTTING;

        ant_journal_confirm(f->journal, f->journal->next,
                            ngx_http_ant_webhook_flow_clock(f),
                            f->link->mcf->retain);
        ngx_http_ant_webhook_store_cut(f->holder);
        return;
    }

    ngx_add_timer(&f->timer, rc == NGX_OK ? 1
                                          : NGX_HTTP_ANT_WEBHOOK_MOVE_DELAY);
}
