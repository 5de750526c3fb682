
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Appends the pieces of a JSON text to memory that the caller owns, from p
 * up to, not including, last.  A piece for which there is no room is left
 * out, and ant_text_end() then gives NULL, so that nobody need look before.
 * Called by the encoder.  Nothing is written behind the end of the text.
 */


#ifndef _ANT_TEXT_H_INCLUDED_
#define _ANT_TEXT_H_INCLUDED_


#include "ant_str.h"

#include <string.h>


typedef struct {
    u_char        *p;
    u_char        *last;

    unsigned       full:1;
} ant_text_t;


/* what was received percent-encoded already, and what was not */

typedef enum {
    ANT_TEXT_RECEIVED = 0,
    ANT_TEXT_PLAIN
} ant_text_e;


#define ANT_TEXT_ONES  0x0101010101010101ULL

#define ant_text_literal(t, s)  ant_text_fixed(t, s, sizeof(s) - 1)


static inline void
ant_text_init(ant_text_t *t, u_char *p, u_char *last)
{
    t->p = p;
    t->last = last;
    t->full = 0;
}


/* a string that has something to escape */
void ant_text_odd_string(ant_text_t *t, const ant_str_t *s);


/* the end of the text, or NULL if there was no room for all of it */

static inline u_char *
ant_text_end(const ant_text_t *t)
{
    return t->full ? NULL : t->p;
}


/* len bytes, of which most calls have few; nothing overlaps */

static ant_inline u_char *
ant_text_copy(u_char *to, const u_char *from, size_t len)
{
    if (len >= 8 && len <= 16) {
        memcpy(to, from, 8);
        memcpy(to + len - 8, from + len - 8, 8);

    } else if (len > 32) {
        memcpy(to, from, len);

    } else if (len > 16) {
        memcpy(to, from, 16);
        memcpy(to + len - 16, from + len - 16, 16);

    } else if (len >= 4) {
        memcpy(to, from, 4);
        memcpy(to + len - 4, from + len - 4, 4);

    } else if (len) {
        to[0] = from[0];
        to[len / 2] = from[len / 2];
        to[len - 1] = from[len - 1];
    }

    return to + len;
}


/* not 0 if one of the bytes is not ASCII or must be escaped */

static ant_inline uint64_t
ant_text_odd(uint64_t w)
{
    uint64_t  quote, slash;

    quote = w ^ (ANT_TEXT_ONES * '"');
    slash = w ^ (ANT_TEXT_ONES * '\\');

    /* a byte below n, exactly so where no byte is above 0x7f */
    return (w | (w - ANT_TEXT_ONES * 0x20) | (quote - ANT_TEXT_ONES)
            | (slash - ANT_TEXT_ONES)) & (ANT_TEXT_ONES * 0x80);
}


/*
 * 1 and s copied, or 0 if it is not ASCII or needs an escape: what stands at
 * to, s->len bytes, is then of no use.
 */

static ant_inline int
ant_text_plain(u_char *to, const ant_str_t *s)
{
    size_t         i;
    uint32_t       head, tail;
    uint64_t       w, odd;
    const u_char  *p;

    p = s->data;

    if (s->len >= 8) {
        memcpy(&w, p + s->len - 8, 8);
        memcpy(to + s->len - 8, &w, 8);
        odd = ant_text_odd(w);

        for (i = 8; i < s->len; i += 8) {
            memcpy(&w, p + i - 8, 8);
            memcpy(to + i - 8, &w, 8);
            odd |= ant_text_odd(w);
        }

        return odd == 0;
    }

    if (s->len >= 4) {
        memcpy(&head, p, 4);
        memcpy(&tail, p + s->len - 4, 4);
        memcpy(to, &head, 4);
        memcpy(to + s->len - 4, &tail, 4);

        return ant_text_odd((uint64_t) tail << 32 | head) == 0;
    }

    if (s->len == 0) {
        return 1;
    }

    w = (ANT_TEXT_ONES << 24) * ' '
        | (uint64_t) p[s->len - 1] << 16 | (uint64_t) p[s->len / 2] << 8 | p[0];

    to[0] = p[0];
    to[s->len / 2] = p[s->len / 2];
    to[s->len - 1] = p[s->len - 1];

    return ant_text_odd(w) == 0;
}


/* len bytes as they are */

static ant_inline void
ant_text_put(ant_text_t *t, const void *data, size_t len)
{
    if ((size_t) (t->last - t->p) < len) {
        t->full = 1;
        return;
    }

    t->p = ant_text_copy(t->p, data, len);
}


/* the same where the compiler knows the length */

static ant_inline void
ant_text_fixed(ant_text_t *t, const void *data, size_t len)
{
    if ((size_t) (t->last - t->p) < len) {
        t->full = 1;
        return;
    }

    memcpy(t->p, data, len);
    t->p += len;
}


/* ant_text_string() where a call would cost as much again */

static ant_inline void
ant_text_quote(ant_text_t *t, const ant_str_t *s)
{
    if ((size_t) (t->last - t->p) < s->len + 2) {
        t->full = 1;
        return;
    }

    if (!ant_text_plain(t->p + 1, s)) {
        ant_text_odd_string(t, s);
        return;
    }

    t->p[0] = '"';
    t->p += s->len + 2;
    t->p[-1] = '"';
}


/*
 * s between quotes, or without them: '"', '\' and the bytes below 0x20 are
 * escaped, a byte that is not part of UTF-8 is percent-encoded.
 */
void ant_text_string(ant_text_t *t, const ant_str_t *s);
void ant_text_escaped(ant_text_t *t, const ant_str_t *s);

/* the escape of '"', '\' or a byte below 0x20 */
void ant_text_control(ant_text_t *t, u_char c);

/*
 * s without quotes, with the bytes below 0x20, from 0x7f up, and in
 * ANT_TEXT_PLAIN '%' and '+' percent-encoded, and '"' and '\' escaped.
 */
void ant_text_percent(ant_text_t *t, const ant_str_t *s, ant_text_e form);

/* 1 if raw, percent-encoded as ANT_TEXT_RECEIVED, is s */
int ant_text_is_percent(const ant_str_t *raw, const ant_str_t *s);

void ant_text_digits(ant_text_t *t, uint64_t n);


#endif /* _ANT_TEXT_H_INCLUDED_ */
