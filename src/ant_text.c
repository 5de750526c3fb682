
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The pieces of a JSON text: strings, numbers, percent-encoding.  A string
 * that needs no escape, which is nearly every one, is looked at eight bytes
 * at a time and copied.  Called by the encoder.
 */


#include "ant_text.h"
#include "ant_utf8.h"


#define ANT_TEXT_ONES     0x0101010101010101ULL
#define ANT_TEXT_HIGHS    0x8080808080808080ULL

#define ANT_TEXT_SPECIAL  0x01        /* must be escaped */
#define ANT_TEXT_PERCENT  0x02        /* percent-encoded in any form */
#define ANT_TEXT_LITERAL  0x04        /* and in ANT_TEXT_PLAIN */

#define S  (ANT_TEXT_SPECIAL|ANT_TEXT_PERCENT)
#define H  ANT_TEXT_PERCENT
#define R  H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H


static void ant_text_hex(ant_text_t *t, u_char c);


static const u_char  ant_text_hexdigit[] = "0123456789ABCDEF";


static const u_char  ant_text_pairs[] =
    "00010203040506070809101112131415161718192021222324"
    "25262728293031323334353637383940414243444546474849"
    "50515253545556575859606162636465666768697071727374"
    "75767778798081828384858687888990919293949596979899";


static const u_char  ant_text_class[256] = {
    S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
    S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
    0, 0, ANT_TEXT_SPECIAL, 0, 0, ANT_TEXT_LITERAL, 0, 0,
    0, 0, 0, ANT_TEXT_LITERAL, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ANT_TEXT_SPECIAL, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ANT_TEXT_PERCENT,
    R, R, R, R, R, R, R, R
};


#undef S
#undef H
#undef R


/* eight bytes that hold all of less than eight, spaces between them */

static inline uint64_t
ant_text_short(const u_char *p, size_t len)
{
    uint32_t  head, tail;

    if (len >= 4) {
        memcpy(&head, p, 4);
        memcpy(&tail, p + len - 4, 4);

        return (uint64_t) tail << 32 | head;
    }

    return (ANT_TEXT_ONES << 24) * ' '
           | (uint64_t) p[len - 1] << 16 | (uint64_t) p[len / 2] << 8 | p[0];
}


/* not 0 if one of the bytes is not ASCII or must be escaped */

static inline uint64_t
ant_text_odd(uint64_t w)
{
    uint64_t  quote, slash;

    quote = w ^ (ANT_TEXT_ONES * '"');
    slash = w ^ (ANT_TEXT_ONES * '\\');

    /* a byte below n, exactly so where no byte is above 0x7f */
    return (w | (w - ANT_TEXT_ONES * 0x20) | (quote - ANT_TEXT_ONES)
            | (slash - ANT_TEXT_ONES)) & ANT_TEXT_HIGHS;
}


/*
 * 1 if s needs no escape and is ASCII; s is not empty.  What does not fill a
 * word is looked at in a word that overlaps the one before.
 */

static inline int
ant_text_simple(const ant_str_t *s)
{
    uint64_t       w, odd;
    const u_char  *p, *last;

    p = s->data;

    if (s->len < 8) {
        return ant_text_odd(ant_text_short(p, s->len)) == 0;
    }

    last = p + s->len;
    memcpy(&w, last - 8, 8);
    odd = ant_text_odd(w);

    for ( /* void */ ; last - p > 8; p += 8) {
        memcpy(&w, p, 8);
        odd |= ant_text_odd(w);
    }

    return odd == 0;
}


void
ant_text_string(ant_text_t *t, const ant_str_t *s)
{
    if (s->len && ant_text_simple(s)) {
        ant_text_quoted(t, s);
        return;
    }

    ant_text_literal(t, "\"");
    ant_text_escaped(t, s);
    ant_text_literal(t, "\"");
}


void
ant_text_escaped(ant_text_t *t, const ant_str_t *s)
{
    size_t         n;
    const u_char  *p, *start, *last;

    if (s->len == 0) {
        return;
    }

    p = s->data;
    start = p;
    last = p + s->len;

    while (p < last) {

        if (ant_text_class[*p] & ANT_TEXT_SPECIAL) {
            ant_text_put(t, start, p - start);
            ant_text_control(t, *p++);
            start = p;
            continue;
        }

        n = ant_utf8_char(p, last);

        if (n == 0) {
            ant_text_put(t, start, p - start);
            ant_text_hex(t, *p++);
            start = p;
            continue;
        }

        p += n;
    }

    ant_text_put(t, start, p - start);
}


void
ant_text_percent(ant_text_t *t, const ant_str_t *s, ant_text_e form)
{
    u_char    c;
    size_t    i;
    unsigned  class;

    class = (form == ANT_TEXT_RECEIVED) ? ANT_TEXT_PERCENT
                                        : ANT_TEXT_PERCENT|ANT_TEXT_LITERAL;

    ant_text_literal(t, "\"");

    for (i = 0; i < s->len; i++) {
        c = s->data[i];

        if (ant_text_class[c] & class) {
            ant_text_hex(t, c);

        } else if (ant_text_class[c] & ANT_TEXT_SPECIAL) {
            ant_text_control(t, c);

        } else {
            ant_text_put(t, &c, 1);
        }
    }

    ant_text_literal(t, "\"");
}


void
ant_text_control(ant_text_t *t, u_char c)
{
    u_char  text[6] = "\\u00";

    if (c >= 0x20) {
        text[1] = c;
        ant_text_put(t, text, 2);
        return;
    }

    text[4] = "01"[c >> 4];
    text[5] = "0123456789abcdef"[c & 0xf];
    ant_text_put(t, text, 6);
}


static void
ant_text_hex(ant_text_t *t, u_char c)
{
    u_char  text[3];

    text[0] = '%';
    text[1] = ant_text_hexdigit[c >> 4];
    text[2] = ant_text_hexdigit[c & 0xf];
    ant_text_put(t, text, 3);
}


void
ant_text_digits(ant_text_t *t, uint64_t n)
{
    u_char         text[20], *p;
    const u_char  *pair;

    p = text + sizeof(text);

    while (n >= 10) {
        pair = &ant_text_pairs[n % 100 * 2];
        n /= 100;
        *--p = pair[1];
        *--p = pair[0];
    }

    if (n || p == text + sizeof(text)) {
        *--p = (u_char) ('0' + n);
    }

    ant_text_put(t, p, text + sizeof(text) - p);
}


int
ant_text_is_percent(const ant_str_t *raw, const ant_str_t *s)
{
    u_char         c;
    size_t         i;
    const u_char  *p, *last;

    p = s->data;
    last = p + s->len;

    for (i = 0; i < raw->len; i++) {
        c = raw->data[i];

        if (ant_text_class[c] & ANT_TEXT_PERCENT) {

            if (last - p < 3 || p[0] != '%'
                || p[1] != ant_text_hexdigit[c >> 4]
                || p[2] != ant_text_hexdigit[c & 0xf])
            {
                return 0;
            }

            p += 3;
            continue;
        }

        if (p == last || *p++ != c) {
            return 0;
        }
    }

    return p == last;
}
