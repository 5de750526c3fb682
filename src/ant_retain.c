
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What Redis has confirmed of a journal, since when, and what therefore is
 * kept no longer.  Time is the ms for which Redis has been answering, so a
 * Redis that is away keeps everything.  Promises that the floor is never
 * early, and at most an eighth of retain late; where the bound asks for it, the
 * window is shortened, but never below what the caller says.  Called in the
 * event loop.
 * Makes no system call and removes nothing: that is a task.
 */


#include "ant_journal.h"


/* Every second one goes: the floor comes later then, never earlier. */

static void
ant_retain_thin(ant_journal_t *j)
{
    unsigned  i, n;

    n = 0;

    for (i = 1; i < j->nsamples; i += 2) {
        j->samples[n++] = j->samples[i];
    }

    j->nsamples = n;
}


static void
ant_retain_sample(ant_journal_t *j, uint64_t answered, uint64_t retain)
{
    ant_sample_t  *newest;

    if (j->nsamples != 0) {
        newest = &j->samples[j->nsamples - 1];

        if (newest->sequence >= j->confirmed
            || answered < newest->time
            || answered - newest->time < retain / 16)
        {
            return;
        }

    } else if (j->confirmed <= j->floor) {
        return;
    }

    if (j->nsamples == ANT_RETAIN_SAMPLES) {
        ant_retain_thin(j);
    }

    j->samples[j->nsamples].sequence = j->confirmed;
    j->samples[j->nsamples].time = answered;
    j->nsamples++;
}


static void
ant_retain_set_floor(ant_journal_t *j, uint64_t floor)
{
    if (floor != j->floor) {
        j->floor = floor;

        if (j->head != NULL) {
            ant_header_set_floor(j->head, floor);
        }
    }
}


void
ant_journal_confirm(ant_journal_t *j, uint64_t sequence, uint64_t answered,
    uint64_t retain)
{
    if (sequence <= j->confirmed) {
        return;
    }

    j->confirmed = sequence;

    ant_retain_sample(j, answered, retain);
}


void
ant_journal_rewind(ant_journal_t *j, uint64_t sequence)
{
    unsigned  i;

    if (sequence < j->confirmed) {
        j->confirmed = sequence;
    }

    /* the first sample above it still says since when what is below is safe */

    for (i = 0; i < j->nsamples; i++) {
        if (j->samples[i].sequence >= sequence) {
            j->samples[i].sequence = sequence;
            j->nsamples = i + 1;
            break;
        }
    }

    if (sequence < j->floor) {
        ant_retain_set_floor(j, sequence);
    }
}


/* Forgets the first n samples, and moves the floor. */

static uint64_t
ant_retain_move(ant_journal_t *j, unsigned n, uint64_t floor)
{
    unsigned  i;

    for (i = n; i < j->nsamples; i++) {
        j->samples[i - n] = j->samples[i];
    }

    j->nsamples -= n;

    if (floor > j->floor) {
        ant_retain_set_floor(j, floor);
    }

    return j->floor;
}


/* Samples, up to the one that reaches upto, that are at least so old. */

static uint64_t
ant_retain_advance(ant_journal_t *j, uint64_t upto, uint64_t answered,
    uint64_t age)
{
    unsigned  n;
    uint64_t  floor;

    floor = j->floor;

    for (n = 0; n < j->nsamples && floor < upto; n++) {
        if (answered < j->samples[n].time
            || answered - j->samples[n].time < age)
        {
            break;
        }

        floor = j->samples[n].sequence;
    }

    return ant_retain_move(j, n, floor);
}


uint64_t
ant_journal_floor(ant_journal_t *j, uint64_t answered, uint64_t retain)
{
    ant_retain_sample(j, answered, retain);

    return ant_retain_advance(j, UINT64_MAX, answered, retain);
}


/* Is it confirmed as a whole, and not the last one? */

static int
ant_retain_held(const ant_journal_t *j, const ant_segment_t *s)
{
    return s->next != NULL && ant_journal_bound(j, s) <= j->confirmed;
}


uint64_t
ant_journal_retained(const ant_journal_t *j)
{
    uint64_t              bytes;
    const ant_segment_t  *s;

    bytes = 0;

    for (s = j->segments; s != NULL && ant_retain_held(j, s); s = s->next) {
        bytes += s->size;
    }

    return bytes;
}


uint64_t
ant_journal_shorten(ant_journal_t *j, uint64_t bytes, uint64_t answered,
    uint64_t least)
{
    uint64_t              upto, held;
    const ant_segment_t  *s;

    upto = 0;
    held = ant_journal_retained(j);

    for (s = j->segments; s != NULL && held > bytes; s = s->next) {
        upto = ant_journal_bound(j, s);
        held -= s->size;
    }

    return ant_retain_advance(j, upto, answered, least);
}


void
ant_journal_release(ant_journal_t *j, uint64_t sequence)
{
    ant_segment_t  *s, **prev;

    prev = &j->segments;

    while (*prev != NULL && (*prev)->next != NULL) {
        s = *prev;

        if (ant_journal_bound(j, s) > sequence) {
            prev = &s->next;
            continue;
        }

        *prev = s->next;
        ant_segment_append(&j->retired, s);
        j->generation++;
    }
}
