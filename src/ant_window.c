
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The bytes of a segment, as a reader looks at them: its mapping, or a buffer
 * filled with pread, since a bad disk then gives an error and not a signal.
 * Called by the reader.  Knows nothing of what the bytes mean.
 */


#define _GNU_SOURCE

#include "ant_segment.h"
#include "ant_window.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>


size_t
ant_window_limit(const ant_segment_t *s)
{
    return s->used ? s->used : s->size;
}


static u_char *
ant_window_buffer(ant_window_t *w, size_t need)
{
    u_char  *p;

    if (need <= w->size) {
        ant_window_free(w);
        return w->buf;
    }

    if (need <= w->bigsize) {
        return w->big;
    }

    p = malloc(need);
    if (p == NULL) {
        return NULL;
    }

    ant_window_free(w);

    w->big = p;
    w->bigsize = need;

    return p;
}


static int
ant_window_fill(ant_journal_t *j, ant_segment_t *s, ant_window_t *w,
    uint64_t offset, size_t need)
{
    size_t     want;
    u_char    *p;
    ssize_t    n;
    unsigned   unread;

    w->segment = NULL;

    p = ant_window_buffer(w, need);
    if (p == NULL) {
        return ANT_ERROR;
    }

    if (s->fd == -1) {
        s->fd = ant_segment_open(j->dir, s->number, O_RDONLY);

        if (s->fd == -1) {
            return ANT_ERROR;
        }
    }

    want = ant_window_limit(s) - offset;

    if (want > w->size) {
        want = (need > w->size) ? need : w->size;
    }

    /* a file system that shut down reads nothing, but what is mapped stays */

    unread = 0;
    n = ant_segment_read(s->fd, p, want, (off_t) offset, s->map, &unread);

    if (n == -1) {
        return ANT_ERROR;
    }

    s->unread |= unread;

    w->pos = p;
    w->len = (size_t) n;
    w->offset = offset;
    w->segment = s;
    w->seed = j->seed;
    w->number = s->number;

    return ANT_OK;
}


int
ant_window_view(ant_journal_t *j, ant_segment_t *s, ant_window_t *w,
    uint64_t offset, size_t need)
{
    if (s->map != NULL && !s->failed) {

        /* never taken for a buffer: the mapping may go */

        w->segment = NULL;
        w->pos = s->map;
        w->len = ant_window_limit(s);
        w->offset = 0;

        return ANT_OK;
    }

    if (w->segment != s || w->seed != j->seed || w->number != s->number
        || offset < w->offset || offset + need > w->offset + w->len)
    {
        if (ant_window_fill(j, s, w, offset, need) != ANT_OK) {
            return ANT_ERROR;
        }
    }

    return (w->len >= offset - w->offset + need) ? ANT_OK : ANT_BAD;
}


void
ant_window_free(ant_window_t *w)
{
    if (w->big != NULL && w->pos == w->big) {
        w->segment = NULL;
        w->len = 0;
    }

    free(w->big);

    w->big = NULL;
    w->bigsize = 0;
}
