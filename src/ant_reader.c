
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Reading a journal from a cursor on: from the mapping while there is one,
 * else with pread.  Promises that no record is returned that was not appended
 * as it is, none twice and none out of order, and that every damaged range is
 * reported once, whatever the bytes are.  Called by the forwarder for every
 * journal, and by adoption.  Never writes to a journal.
 */


#define _GNU_SOURCE

#include "ant_reader.h"
#include "ant_segment.h"
#include "ant_window.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>


/* a record is never smaller */
#define ANT_RECORD_MIN  (ANT_RECORD_SIZE + 8)

/*
 * Bytes that looking for a valid record may checksum, in segments: bytes made
 * up for it would otherwise cost their square.
 */
#define ANT_LOOK_MAX    16


/* The record at offset, of whatever sequence. */

static int
ant_reader_record(ant_journal_t *j, ant_segment_t *s, ant_window_t *w,
    uint64_t offset, ant_record_t *rec)
{
    int            i, rc;
    size_t         need, room;
    const u_char  *p;

    need = ANT_RECORD_SIZE;
    room = ant_window_limit(s) - offset;

    /* the second time with as many bytes as it is long */

    for (i = 0; i < 2; i++) {
        if (need > room) {
            return ANT_BAD;
        }

        rc = ant_window_view(j, s, w, offset, need);
        if (rc != ANT_OK) {
            return rc;
        }

        p = w->pos + (offset - w->offset);

        rc = ant_record_read(p, w->pos + w->len, j->seed, rec);
        if (rc != ANT_AGAIN) {
            return rc;
        }

        need = rec->len;
    }

    return ANT_BAD;
}


/* The same, of a sequence that may stand here. */

static int
ant_reader_valid(ant_journal_t *j, ant_segment_t *s, ant_window_t *w,
    const ant_cursor_t *c, uint64_t bound, ant_record_t *rec)
{
    int  rc;

    rc = ant_reader_record(j, s, w, c->offset, rec);

    if (rc == ANT_OK && (rec->sequence < c->lowest || rec->sequence >= bound))
    {
        return ANT_BAD;
    }

    return rc;
}


/*
 * Is there perhaps a record at the cursor's place?  It began at from; between
 * it and here there is room for so many records only.
 */

static int
ant_reader_plausible(const u_char *p, const ant_cursor_t *c, uint64_t from,
    uint64_t limit, uint64_t bound, int dense)
{
    size_t    len;
    uint64_t  sequence;

    len = ant_record_peek(p, &sequence);

    if (len == 0 || ANT_RECORD_SIZE + len > limit - c->offset
        || sequence < c->lowest || sequence >= bound)
    {
        return 0;
    }

    return !dense
           || sequence - c->lowest <= (c->offset - from) / ANT_RECORD_MIN;
}


/*
 * Moves the cursor on to the next place where there may be a record, or to
 * the limit.
 */

static int
ant_reader_skip(ant_journal_t *j, ant_segment_t *s, ant_window_t *w,
    ant_cursor_t *c, uint64_t from, uint64_t bound, int dense)
{
    int            rc;
    uint64_t       limit;
    const u_char  *p, *last;

    limit = ant_window_limit(s);

    while (c->offset + ANT_RECORD_SIZE < limit) {

        rc = ant_window_view(j, s, w, c->offset, ANT_RECORD_SIZE);

        if (rc == ANT_ERROR) {
            return ANT_ERROR;
        }

        if (rc == ANT_BAD) {
            break;
        }

        p = w->pos + (c->offset - w->offset);
        last = w->pos + w->len;

        for ( /* void */ ; last - p >= ANT_RECORD_SIZE; p += 8) {

            if (ant_reader_plausible(p, c, from, limit, bound, dense)) {
                return ANT_OK;
            }

            c->offset += 8;
        }

        if (w->offset + w->len >= limit) {
            break;
        }
    }

    c->offset = limit;

    return ANT_OK;
}


/*
 * What stands at the cursor is no record.  Moves it to the next valid one of
 * the segment, or to the limit, and notes the bytes between.
 */

static int
ant_reader_look(ant_journal_t *j, ant_segment_t *s, ant_window_t *w,
    ant_cursor_t *c, uint64_t bound, int dense, ant_record_t *rec)
{
    int       rc;
    size_t    limit;
    uint64_t  from, spent, len, sequence;

    from = c->offset;
    spent = 0;
    limit = ant_window_limit(s);

    for ( ;; ) {
        c->offset += 8;

        rc = ant_reader_skip(j, s, w, c, from, bound, dense);

        if (rc != ANT_OK || c->offset >= limit) {
            break;
        }

        len = ant_record_peek(w->pos + (c->offset - w->offset), &sequence);
        spent += len;

        if (spent > (uint64_t) ANT_LOOK_MAX * limit) {
            c->offset = limit;
            break;
        }

        rc = ant_reader_valid(j, s, w, c, bound, rec);

        if (rc != ANT_BAD) {
            break;
        }
    }

    if (rc == ANT_ERROR) {
        c->offset = from;
        return ANT_ERROR;
    }

    c->bad_number = s->number;
    c->bad_offset = from;
    c->bad_size = c->offset - from;

    return ANT_OK;
}


static int
ant_reader_damage(ant_cursor_t *c, uint64_t next)
{
    c->bad_first = c->sequence;
    c->bad_last = next - 1;
    c->sequence = next;

    return ANT_BAD;
}


static void
ant_reader_place(ant_cursor_t *c, ant_segment_t *s)
{
    c->segment = s;
    c->number = s->number;
    c->offset = ANT_HEADER_SIZE;
    c->lowest = s->base;
}


int
ant_reader_first(ant_journal_t *j, ant_segment_t *s, ant_cursor_t *c,
    ant_window_t *w)
{
    int           rc;
    ant_record_t  rec;

    memset(c, 0, sizeof(ant_cursor_t));

    ant_reader_place(c, s);

    c->lowest = ANT_SEQUENCE_FIRST;
    c->offset -= 8;

    if (s->size > ANT_HEADER_SIZE) {
        rc = ant_reader_look(j, s, w, c, ANT_SEQUENCE_MAX, 0, &rec);

        if (rc == ANT_ERROR) {
            return ANT_ERROR;
        }

        if (c->offset < s->size) {
            c->sequence = rec.sequence;
            return ANT_OK;
        }
    }

    return ANT_BAD;
}


/* The next record of the cursor's segment; ANT_AGAIN if there is none. */

static int
ant_reader_step(ant_journal_t *j, ant_cursor_t *c, ant_window_t *w,
    ant_record_t *rec)
{
    int             rc;
    uint64_t        bound;
    ant_segment_t  *s;

    s = c->segment;
    bound = ant_journal_bound(j, s);

    while (c->offset < ant_window_limit(s) && c->lowest < bound) {

        rc = ant_reader_valid(j, s, w, c, bound, rec);

        if (rc == ANT_BAD) {
            rc = ant_reader_look(j, s, w, c, bound, 1, rec);

            if (rc != ANT_OK) {
                return rc;
            }

            if (c->offset >= ant_window_limit(s)) {
                break;
            }
        }

        if (rc != ANT_OK) {
            return rc;
        }

        if (rec->sequence > c->sequence) {
            return ant_reader_damage(c, rec->sequence);
        }

        c->bad_size = 0;
        c->offset += ant_record_size(rec->len);
        c->lowest = rec->sequence + 1;

        if (rec->sequence == c->sequence) {
            c->sequence++;
            rec->time += j->created;
            return ANT_OK;
        }
    }

    return ANT_AGAIN;
}


/*
 * The segment has no more.  ANT_OK if there is another one; ANT_AGAIN if there
 * is none; ANT_BAD if it should have had more.
 */

static int
ant_reader_turn(ant_journal_t *j, ant_cursor_t *c)
{
    uint64_t        end;
    ant_segment_t  *s, *next;

    s = c->segment;
    next = s->next;

    /* two of one base (a copied file) share what is missing */

    end = (next != NULL && !j->live) ? next->base : ant_journal_bound(j, s);

    if (c->sequence < end) {
        return ant_reader_damage(c, end);
    }

    if (next == NULL) {
        return ANT_AGAIN;
    }

    ant_reader_place(c, next);

    if (j->live && c->sequence < next->base) {
        c->sequence = next->base;
    }

    return ANT_OK;
}


void
ant_journal_seek(ant_journal_t *j, ant_cursor_t *c, uint64_t sequence)
{
    ant_segment_t  *s;

    if (sequence < ant_journal_oldest(j)) {
        sequence = ant_journal_oldest(j);
    }

    memset(c, 0, sizeof(ant_cursor_t));

    c->sequence = sequence;
    c->generation = j->generation;

    s = j->segments;

    if (s == NULL) {
        return;
    }

    while (s->next != NULL && ant_journal_bound(j, s) <= sequence) {
        s = s->next;
    }

    ant_reader_place(c, s);

    if (s == j->active && sequence >= j->next) {
        c->offset = s->used;
        c->lowest = j->next;
    }
}


/* Segments have left the list since: perhaps that of the cursor. */

static void
ant_reader_renew(ant_journal_t *j, ant_cursor_t *c)
{
    ant_segment_t  *s;

    for (s = j->segments; s != NULL; s = s->next) {
        if (s == c->segment && s->number == c->number) {
            c->generation = j->generation;
            return;
        }
    }

    ant_journal_seek(j, c, c->sequence);
}


int
ant_journal_read(ant_journal_t *j, ant_cursor_t *c, ant_window_t *w,
    ant_record_t *rec)
{
    int  rc;

    if (c->generation != j->generation || c->segment == NULL) {
        ant_reader_renew(j, c);
    }

    c->bad_size = 0;

    while (c->segment != NULL) {

        rc = ant_reader_step(j, c, w, rec);
        if (rc != ANT_AGAIN) {
            return rc;
        }

        rc = ant_reader_turn(j, c);
        if (rc != ANT_OK) {
            return rc;
        }

        c->bad_size = 0;
    }

    return ANT_AGAIN;
}


uint64_t
ant_journal_oldest(const ant_journal_t *j)
{
    return (j->segments && !j->finished) ? j->segments->base : j->next;
}


void
ant_journal_leave(ant_journal_t *j, const ant_cursor_t *c)
{
    ant_segment_t  *s;

    for (s = j->segments; s != NULL; s = s->next) {
        if (s != c->segment && s->map == NULL && s->fd != -1) {
            (void) close(s->fd);
            s->fd = -1;
        }
    }
}


uint64_t
ant_journal_pending_bytes(const ant_journal_t *j, const ant_cursor_t *c)
{
    uint64_t              bytes, limit;
    const ant_segment_t  *s;

    bytes = 0;
    s = NULL;

    if (c->generation == j->generation) {
        s = c->segment;
    }

    if (s != NULL) {
        limit = ant_window_limit(s);
        bytes = (limit > c->offset) ? limit - c->offset : 0;
        s = s->next;

    } else {
        for (s = j->segments; s != NULL; s = s->next) {
            if (ant_journal_bound(j, s) > c->sequence) {
                break;
            }
        }
    }

    for ( /* void */ ; s != NULL; s = s->next) {
        bytes += ant_window_limit(s) - ANT_HEADER_SIZE;
    }

    return bytes;
}
