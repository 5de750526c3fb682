
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The pieces of a JSON text: strings, numbers, percent-encoding.  What every
 * event needs is in ant_text.h, to be compiled into the encoder.
 */


#include "ant_text.h"
#include "ant_utf8.h"


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


static const uint64_t  ant_text_powers[] = {
    0, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
    10000000000, 100000000000, 1000000000000, 10000000000000,
    100000000000000, 1000000000000000, 10000000000000000, 100000000000000000,
    1000000000000000000, 10000000000000000000ULL
};


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


void
ant_text_string(ant_text_t *t, const ant_str_t *s)
{
    ant_text_quote(t, s);
}


void
ant_text_odd_string(ant_text_t *t, const ant_str_t *s)
{
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


/* the number of digits of n; 1233 / 4096 is a little more than log10(2) */

static ant_inline size_t
ant_text_count(uint64_t n)
{
    size_t  len;

    len = (64 - __builtin_clzll(n | 1)) * 1233 >> 12;

    return len + (n >= ant_text_powers[len]);
}


void
ant_text_digits(ant_text_t *t, uint64_t n)
{
    size_t    len;
    u_char   *p;
    unsigned  four;

    len = ant_text_count(n);

    if ((size_t) (t->last - t->p) < len) {
        t->full = 1;
        return;
    }

    p = t->p + len;
    t->p = p;

    while (n >= 10000) {
        four = n % 10000;
        n /= 10000;
        p -= 4;
        memcpy(p, &ant_text_pairs[four / 100 * 2], 2);
        memcpy(p + 2, &ant_text_pairs[four % 100 * 2], 2);
    }

    four = n;

    if (four >= 100) {
        p -= 2;
        memcpy(p, &ant_text_pairs[four % 100 * 2], 2);
        four /= 100;
    }

    if (four >= 10) {
        memcpy(p - 2, &ant_text_pairs[four * 2], 2);

    } else {
        p[-1] = (u_char) ('0' + four);
    }
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
