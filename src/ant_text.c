
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
#define ANT_TEXT_HIGH     0x02        /* is not ASCII */
#define ANT_TEXT_PERCENT  0x04        /* percent-encoded in any form */
#define ANT_TEXT_LITERAL  0x08        /* and in ANT_TEXT_PLAIN */

#define S  (ANT_TEXT_SPECIAL|ANT_TEXT_PERCENT)
#define H  (ANT_TEXT_HIGH|ANT_TEXT_PERCENT)
#define R  H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H


static unsigned ant_text_scan(const u_char *p, size_t len);
static void ant_text_hex(ant_text_t *t, u_char c);


static const u_char  ant_text_hexdigit[] = "0123456789ABCDEF";


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


/* ANT_TEXT_SPECIAL, ANT_TEXT_HIGH: such bytes are there; len is not 0 */

static unsigned
ant_text_scan(const u_char *p, size_t len)
{
    uint64_t       w, quote, slash, special, high;
    unsigned       class;
    const u_char  *last;

    last = p + len;
    special = 0;
    high = 0;
    class = 0;

    for ( /* void */ ; last - p >= 8; p += 8) {
        memcpy(&w, p, 8);

        quote = w ^ (ANT_TEXT_ONES * '"');
        slash = w ^ (ANT_TEXT_ONES * '\\');

        high |= w;
        special |= ((w - ANT_TEXT_ONES * 0x20) & ~w)
                   | ((quote - ANT_TEXT_ONES) & ~quote)
                   | ((slash - ANT_TEXT_ONES) & ~slash);
    }

    for ( /* void */ ; p < last; p++) {
        class |= ant_text_class[*p];
    }

    if (special & ANT_TEXT_HIGHS) {
        class |= ANT_TEXT_SPECIAL;
    }

    if (high & ANT_TEXT_HIGHS) {
        class |= ANT_TEXT_HIGH;
    }

    return class & (ANT_TEXT_SPECIAL|ANT_TEXT_HIGH);
}


void
ant_text_string(ant_text_t *t, const ant_str_t *s)
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

    if (ant_text_scan(p, s->len) == 0) {
        ant_text_put(t, p, s->len);
        return;
    }

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
ant_text_number(ant_text_t *t, int64_t n)
{
    if (n < 0) {
        ant_text_literal(t, "-");
        ant_text_digits(t, (uint64_t) 0 - (uint64_t) n);
        return;
    }

    ant_text_digits(t, (uint64_t) n);
}


void
ant_text_digits(ant_text_t *t, uint64_t n)
{
    u_char  text[20], *p;

    p = text + sizeof(text);

    do {
        *--p = (u_char) ('0' + n % 10);
        n /= 10;
    } while (n);

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
