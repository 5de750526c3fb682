
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


#define ant_text_literal(t, s)  ant_text_put(t, s, sizeof(s) - 1)


static inline void
ant_text_init(ant_text_t *t, u_char *p, u_char *last)
{
    t->p = p;
    t->last = last;
    t->full = 0;
}


/* the end of the text, or NULL if there was no room for all of it */

static inline u_char *
ant_text_end(const ant_text_t *t)
{
    return t->full ? NULL : t->p;
}


/* len bytes as they are */

static inline void
ant_text_put(ant_text_t *t, const void *data, size_t len)
{
    if ((size_t) (t->last - t->p) < len) {
        t->full = 1;
        return;
    }

    memcpy(t->p, data, len);
    t->p += len;
}


/* s between quotes, where it is known to need no escape */

static inline void
ant_text_quoted(ant_text_t *t, const ant_str_t *s)
{
    if ((size_t) (t->last - t->p) < s->len + 2) {
        t->full = 1;
        return;
    }

    t->p[0] = '"';
    memcpy(t->p + 1, s->data, s->len);
    t->p[s->len + 1] = '"';
    t->p += s->len + 2;
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
 * s between quotes, with the bytes below 0x20, from 0x7f up, and in
 * ANT_TEXT_PLAIN '%' and '+' percent-encoded, and '"' and '\' escaped.
 */
void ant_text_percent(ant_text_t *t, const ant_str_t *s, ant_text_e form);

/* 1 if raw, percent-encoded as ANT_TEXT_RECEIVED, is s */
int ant_text_is_percent(const ant_str_t *raw, const ant_str_t *s);

void ant_text_digits(ant_text_t *t, uint64_t n);


#endif /* _ANT_TEXT_H_INCLUDED_ */
