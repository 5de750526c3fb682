
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What this worker says of its journals in the zone.
 *
 * Promises: backlogs come from positions in the journals, and whoever has a
 * journal writes them anew; an event is counted as pushed once each time that
 * it was, whichever worker hears of it, for a journal's entry remembers up to
 * where it was counted.  Called by the forwarder and the upkeep.  Never
 * changes a journal.
 */


#include "ngx_http_ant_webhook_report.h"


/* a file's journal without an owner is looked for after so many ms */
#define NGX_HTTP_ANT_WEBHOOK_REPORT_LOST  5000

/* records that are read to find the time of one */
#define NGX_HTTP_ANT_WEBHOOK_REPORT_LOOK  256

#define NGX_HTTP_ANT_WEBHOOK_REPORT_BUF   16384

/* an event may have to find room for so much */
#define NGX_HTTP_ANT_WEBHOOK_REPORT_ROOM  8192


static void
ngx_http_ant_webhook_report_count(ngx_http_ant_webhook_report_t *r,
    ngx_uint_t n, uint64_t number)
{
    ngx_http_ant_webhook_zone_count(r->value, n, number);
}


static void
ngx_http_ant_webhook_report_mark(ngx_http_ant_webhook_report_t *r,
    uint64_t sequence)
{
    r->counted = sequence;
    r->known = 1;

    if (r->entry) {
        ant_table_store(&r->entry->counted, sequence);
    }
}


void
ngx_http_ant_webhook_report_open(ngx_http_ant_webhook_report_t *r,
    ant_journal_t *j)
{
    int           known;
    uint32_t      key;
    ant_table_t  *t;

    ngx_memzero(r, sizeof(ngx_http_ant_webhook_report_t));

    t = ngx_http_ant_webhook_table;
    key = ngx_http_ant_webhook_zone_list(&j->list, &j->endpoint);

    r->journal = j;
    r->value = t->keys[key].value;
    r->gauge = t->keys[key].gauge;
    r->entry = ant_table_journal(t, j->id, key, &known);

    if (known) {
        r->counted = ant_table_load(&r->entry->counted);
        r->known = (r->counted != 0);
        r->oldest = ant_table_load(&r->entry->oldest);
        r->of = r->counted;
    }

    if (r->entry) {
        ant_table_store(&r->entry->memory, j->root == -1);
    }

    if (j->live) {
        ngx_http_ant_webhook_report_mark(r, j->next);
    }
}


void
ngx_http_ant_webhook_report_close(ngx_http_ant_webhook_report_t *r,
    ngx_uint_t gone)
{
    uint64_t      n;
    ngx_uint_t    memory;
    ant_table_t  *t;

    t = ngx_http_ant_webhook_table;

    if (r->entry == NULL) {
        return;
    }

    memory = (r->journal->root == -1);

    if (!gone && !memory) {
        ant_table_store(&r->entry->pid, 0);
        return;
    }

    ant_table_forget(r->entry, r->journal->id);

    /* until the disk is counted again */

    n = ant_table_load(&t->journals);

    if (n && !memory) {
        ant_table_store(&t->journals, n - 1);
    }
}


void
ngx_http_ant_webhook_report_sent(ngx_http_ant_webhook_report_t *r,
    const ngx_http_ant_webhook_batch_t *batch)
{
    if (r->nbatches < NGX_HTTP_ANT_WEBHOOK_REPORT_MAX) {
        r->batches[r->nbatches++] = *batch;
    }
}


static void
ngx_http_ant_webhook_report_shift(ngx_http_ant_webhook_report_t *r)
{
    r->nbatches--;

    ngx_memmove(&r->batches[0], &r->batches[1],
                r->nbatches * sizeof(ngx_http_ant_webhook_batch_t));
}


void
ngx_http_ant_webhook_report_pushed(ngx_http_ant_webhook_report_t *r,
    uint64_t next)
{
    uint64_t                      *values, now, first, last;
    ngx_http_ant_webhook_batch_t  *batch;

    batch = &r->batches[0];

    if (r->nbatches == 0 || batch->next != next
        || ngx_http_ant_webhook_counters == NULL)
    {
        return;
    }

    values = ngx_http_ant_webhook_counters + r->value;

    now = ngx_http_ant_webhook_store_time();
    first = (now > batch->first) ? now - batch->first : 0;
    last = (now > batch->last) ? now - batch->last : 0;

    ngx_http_ant_webhook_report_count(r, ANT_LIST_BATCHES, 1);
    ngx_http_ant_webhook_report_count(r, ANT_LIST_PUSHED, batch->events);

    ant_histogram_spread(values + ANT_LIST_DELAY, ant_histogram_ms, first,
                         last, batch->events);
    ant_histogram_observe(values + ANT_LIST_BATCH, ant_histogram_events,
                          batch->events);

    ngx_http_ant_webhook_report_mark(r, next);
}


void
ngx_http_ant_webhook_report_confirmed(ngx_http_ant_webhook_report_t *r,
    uint64_t sequence)
{
    if (r->known && sequence > r->counted) {
        ngx_http_ant_webhook_report_count(r, ANT_LIST_PUSHED,
                                          sequence - r->counted);
    }

    if (!r->known || sequence > r->counted) {
        ngx_http_ant_webhook_report_mark(r, sequence);
    }

    while (r->nbatches && r->batches[0].next <= sequence) {
        ngx_http_ant_webhook_report_shift(r);
    }
}


void
ngx_http_ant_webhook_report_fence(ngx_http_ant_webhook_report_t *r,
    uint64_t fence, uint64_t oldest)
{
    uint64_t  from;

    /* a copy's fence tells of the original */

    if (r->journal->copy) {
        return;
    }

    /* nobody knows any more what was counted: from here on */

    if (!r->known) {
        from = ngx_max(r->journal->confirmed, ngx_min(fence,
                                                      r->journal->next));
        ngx_http_ant_webhook_report_mark(r, from);
    }

    if (fence >= r->counted) {
        return;
    }

    from = ngx_max(fence, oldest);
    from = ngx_min(from, r->counted);

    ngx_http_ant_webhook_report_count(r, ANT_LIST_LOST, from - fence);
    ngx_http_ant_webhook_report_count(r, ANT_LIST_REPLAYED,
                                      r->counted - from);

    ngx_http_ant_webhook_report_mark(r, from);
}


void
ngx_http_ant_webhook_report_seek(ngx_http_ant_webhook_report_t *r)
{
    r->nbatches = 0;
}


void
ngx_http_ant_webhook_report_damage(ngx_http_ant_webhook_report_t *r,
    uint64_t first, uint64_t last)
{
    if (first >= r->damaged) {
        ngx_http_ant_webhook_report_count(r, ANT_LIST_DAMAGED,
                                          last - first + 1);
        r->damaged = last + 1;
    }
}


void
ngx_http_ant_webhook_report_length(ngx_http_ant_webhook_report_t *r,
    int64_t length)
{
    uint64_t  *shared;

    shared = ngx_http_ant_webhook_table->shared + r->gauge;

    ant_table_store(&shared[ANT_SHARED_LENGTH],
                    (uint64_t) ngx_max(length, 0));
    ant_table_store(&shared[ANT_SHARED_TIME], (uint64_t) ngx_current_msec);
}


/*
 * The time of the first record that may be the one with this sequence.  Where
 * it is not known which one it is (of an adopted journal, before Redis has
 * answered) that is an earlier one.
 */
static uint64_t
ngx_http_ant_webhook_report_look(ngx_http_ant_webhook_report_t *r,
    const ant_cursor_t *from, uint64_t sequence)
{
    int           rc;
    ngx_uint_t    n;
    ant_cursor_t  cursor;
    ant_record_t  rec;

    static u_char        buf[NGX_HTTP_ANT_WEBHOOK_REPORT_BUF];
    static ant_window_t  window = { .buf = buf, .size = sizeof(buf) };

    cursor = *from;
    rec.time = 0;

    if (cursor.segment == NULL || cursor.sequence > sequence) {
        ant_journal_seek(r->journal, &cursor, sequence);
    }

    if (!r->journal->live && cursor.sequence > cursor.lowest) {

        /* to read up to it may take long where the file is not mapped */

        cursor.sequence = cursor.lowest;
    }

    for (n = 0; n < NGX_HTTP_ANT_WEBHOOK_REPORT_LOOK; n++) {
        rc = ant_journal_read(r->journal, &cursor, &window, &rec);

        if ((rc != ANT_OK && rc != ANT_BAD)
            || (rc == ANT_OK && rec.sequence >= sequence))
        {
            break;
        }
    }

    return rec.time;
}


static uint64_t
ngx_http_ant_webhook_report_oldest(ngx_http_ant_webhook_report_t *r,
    const ant_cursor_t *cursor, uint64_t sequence)
{
    if (r->nbatches) {
        r->oldest = r->batches[0].first;

    } else if (r->oldest == 0 || r->of != sequence) {
        r->oldest = ngx_http_ant_webhook_report_look(r, cursor, sequence);
    }

    r->of = sequence;

    return r->oldest;
}


void
ngx_http_ant_webhook_report_journal(ngx_http_ant_webhook_report_t *r,
    ant_journal_state_e kind, const ant_cursor_t *cursor)
{
    uint64_t              events, bytes, oldest, done;
    ngx_uint_t            i;
    ant_journal_t        *j;
    ant_table_journal_t  *entry;

    j = r->journal;
    entry = r->entry;

    if (entry == NULL) {
        return;
    }

    done = r->known ? ngx_max(j->confirmed, r->counted) : j->confirmed;

    events = j->next - ngx_min(done, j->next);
    bytes = 0;
    oldest = 0;

    if (events) {
        bytes = ant_journal_pending_bytes(j, cursor);

        for (i = 0; i < r->nbatches; i++) {
            bytes += r->batches[i].bytes;
        }

        oldest = ngx_http_ant_webhook_report_oldest(r, cursor, done);
    }

    ant_table_store(&entry->events, events);
    ant_table_store(&entry->bytes, bytes);
    ant_table_store(&entry->oldest, oldest);
    ant_table_store(&entry->kind, (uint64_t) kind);
    ant_table_store(&entry->pid, (uint64_t) ngx_pid);
    ant_table_store(&entry->beat, (uint64_t) ngx_current_msec);
}


static void
ngx_http_ant_webhook_report_gauge(uint32_t key, ngx_uint_t good)
{
    uint32_t  gauge;

    if (ngx_http_ant_webhook_process) {
        gauge = ngx_http_ant_webhook_table->keys[key].gauge;

        ant_table_store(&ngx_http_ant_webhook_process->gauges[gauge],
                        good ? ANT_GAUGE_GOOD : ANT_GAUGE_BAD);
    }
}


void
ngx_http_ant_webhook_report_endpoint(
    const ngx_http_ant_webhook_endpoint_t *endpoint, ngx_uint_t up)
{
    if (endpoint->used) {
        ngx_http_ant_webhook_report_gauge(endpoint->key, up);
    }
}


/* Could an event of the queue be recorded now? */
static ngx_uint_t
ngx_http_ant_webhook_report_storable(ngx_http_ant_webhook_store_t *s,
    ngx_uint_t queue)
{
    ant_journal_t  *j;
    ant_segment_t  *active;

    if (s->live[queue] == NULL) {
        return s->allowed[queue];
    }

    j = s->live[queue]->journal;
    active = j->active;

    return active
           && (j->ready
               || active->used + NGX_HTTP_ANT_WEBHOOK_REPORT_ROOM
                  <= active->size);
}


uint64_t
ngx_http_ant_webhook_report_bytes(ngx_http_ant_webhook_store_t *s)
{
    uint64_t                        bytes;
    ngx_queue_t                    *q;
    ant_segment_t                  *seg;
    ngx_http_ant_webhook_holder_t  *h;

    bytes = 0;

    for (q = ngx_queue_head(&s->holders);
         q != ngx_queue_sentinel(&s->holders);
         q = ngx_queue_next(q))
    {
        h = ngx_queue_data(q, ngx_http_ant_webhook_holder_t, link);

        for (seg = h->journal->segments; seg; seg = seg->next) {
            bytes += seg->size;
        }

        for (seg = h->journal->ready; seg; seg = seg->next) {
            bytes += seg->size;
        }
    }

    return bytes;
}


/* An entry whose journal somebody else has removed. */
static void
ngx_http_ant_webhook_report_lost(ngx_http_ant_webhook_store_t *s)
{
    int64_t               age;
    ngx_uint_t            i;
    ant_table_t          *t;
    ant_table_journal_t  *j;
    u_char                id[ANT_ID_SIZE], name[2 * ANT_ID_SIZE + 1];

    t = ngx_http_ant_webhook_table;

    for (i = 0; i < ANT_TABLE_JOURNALS; i++) {
        j = &t->journal[i];

        if (__atomic_load_n(&j->state, __ATOMIC_ACQUIRE) != 2
            || ant_table_alive(t, ant_table_load(&j->pid)))
        {
            continue;
        }

        age = (int64_t) (ngx_current_msec - ant_table_load(&j->beat));

        if (age < NGX_HTTP_ANT_WEBHOOK_REPORT_LOST) {
            continue;
        }

        ngx_memcpy(id, j->id, ANT_ID_SIZE);
        ant_id_text(name, id);
        name[2 * ANT_ID_SIZE] = '\0';

        if (faccessat(s->root, (char *) name, F_OK, 0) == -1
            && ngx_errno == NGX_ENOENT)
        {
            ant_table_forget(j, id);
        }
    }
}


void
ngx_http_ant_webhook_report_store(ngx_http_ant_webhook_store_t *s)
{
    ngx_uint_t                      i, good;
    ngx_http_ant_webhook_queue_t  **queues;

    ngx_http_ant_webhook_zone_check(s->log);

    if (ngx_http_ant_webhook_process == NULL) {
        return;
    }

    ant_table_store(&ngx_http_ant_webhook_process->root,
                    (s->mcf->off || s->root != -1) ? ANT_GAUGE_GOOD
                                                   : ANT_GAUGE_BAD);

    queues = s->mcf->queues.elts;

    for (i = 0; i < s->mcf->queues.nelts; i++) {
        if (!queues[i]->rejected) {
            good = ngx_http_ant_webhook_report_storable(s, i);
            ngx_http_ant_webhook_report_gauge(queues[i]->key, good);
        }
    }

    if (s->mcf->off) {
        ant_table_store(&ngx_http_ant_webhook_process->bytes,
                        ngx_http_ant_webhook_report_bytes(s));
        ant_table_store(&ngx_http_ant_webhook_process->limit,
                        (uint64_t) s->mcf->size);

    } else if (s->root != -1) {
        ngx_http_ant_webhook_report_lost(s);
    }

    ngx_http_ant_webhook_zone_sweep(ngx_http_ant_webhook_table);
    ngx_http_ant_webhook_zone_beat();
}


void
ngx_http_ant_webhook_report_disk(const ngx_http_ant_webhook_work_t *work)
{
    ant_table_t  *t;

    t = ngx_http_ant_webhook_table;

    if (t == NULL) {
        return;
    }

    if (work->count) {
        ant_table_store(&t->bytes, ant_usage_total(work->usage));
        ant_table_store(&t->journals,
                        (uint64_t) ant_usage_journals(work->usage));
    }

    if (work->scanned) {
        ant_table_store(&t->strangers, (uint64_t) work->strangers);
    }
}
