
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * A strict decoder of JSON for the fuzz targets, written apart from the
 * encoder: RFC 8259, UTF-8 only, no line end anywhere, no key twice.
 */


#ifndef _FUZZ_JSON_H_INCLUDED_
#define _FUZZ_JSON_H_INCLUDED_


#include "fuzz.h"

#include <sys/types.h>


typedef struct {
    const u_char  *data;
    size_t         len;
} text_t;


typedef enum {
    JSON_STRING = 0,
    JSON_NUMBER,
    JSON_ARRAY,
    JSON_OBJECT
} json_e;


typedef struct json_s  json_t;

struct json_s {
    json_e         type;
    text_t         key;      /* in an object; its bytes are the tree's */
    text_t         text;     /* of a string, or a number as written */
    json_t        *items;
    size_t         n;
};


typedef struct {
    const u_char  *p;
    const u_char  *last;
} json_in_t;


static int json_value(json_in_t *in, json_t *v);


static inline text_t
text_of(const void *data, size_t len)
{
    text_t  t = { data, len };

    return t;
}


#define text_lit(s)  text_of(s, sizeof(s) - 1)


static inline int
text_is(const text_t *a, const void *data, size_t len)
{
    return a->len == len && (len == 0 || memcmp(a->data, data, len) == 0);
}


static inline int
text_same(const text_t *a, const text_t *b)
{
    return text_is(a, b->data, b->len);
}


/* the length of the character at p by the table of RFC 3629, or 0 */

static inline size_t
text_utf8(const u_char *p, const u_char *last)
{
    size_t    n, i;
    uint32_t  c;

    static const uint32_t  least[] = { 0, 0, 0x80, 0x800, 0x10000 };

    if (*p < 0x80) {
        return 1;
    }

    n = (*p >> 5 == 6) ? 2 : (*p >> 4 == 14) ? 3 : (*p >> 3 == 30) ? 4 : 0;

    if (n == 0 || (size_t) (last - p) < n) {
        return 0;
    }

    c = *p & (0x7f >> n);

    for (i = 1; i < n; i++) {

        if (p[i] >> 6 != 2) {
            return 0;
        }

        c = c << 6 | (p[i] & 0x3f);
    }

    return (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) ? 0
                                                                        : n;
}


static inline int
text_valid(const text_t *t)
{
    size_t         n;
    const u_char  *p;

    for (p = t->data; p < t->data + t->len; p += n) {
        n = text_utf8(p, t->data + t->len);

        if (n == 0) {
            return 0;
        }
    }

    return 1;
}


static int
json_is(json_in_t *in, char c)
{
    if (in->p < in->last && *in->p == (u_char) c) {
        in->p++;
        return 1;
    }

    return 0;
}


/* \" \\ or \u00xx of a control: the encoder has no others */

static int
json_escape(json_in_t *in, u_char *c)
{
    char      hex[5];
    unsigned  n;

    if (json_is(in, '"')) {
        *c = '"';
        return 1;
    }

    if (json_is(in, '\\')) {
        *c = '\\';
        return 1;
    }

    if (!json_is(in, 'u') || in->last - in->p < 4) {
        return 0;
    }

    memcpy(hex, in->p, 4);
    hex[4] = '\0';
    in->p += 4;

    if (strspn(hex, "0123456789abcdefABCDEF") != 4) {
        return 0;
    }

    n = (unsigned) strtoul(hex, NULL, 16);
    *c = (u_char) n;

    return n < 0x20;
}


static int
json_text(json_in_t *in, text_t *t)
{
    size_t   n;
    u_char  *d;

    if (!json_is(in, '"')) {
        return 0;
    }

    d = malloc(in->last - in->p + 1);
    must(d != NULL);

    t->data = d;
    t->len = 0;

    while (in->p < in->last && *in->p != '"') {

        if (*in->p < 0x20) {
            return 0;
        }

        if (json_is(in, '\\')) {

            if (!json_escape(in, &d[t->len++])) {
                return 0;
            }

            continue;
        }

        n = text_utf8(in->p, in->last);

        if (n == 0) {
            return 0;
        }

        memcpy(d + t->len, in->p, n);
        t->len += n;
        in->p += n;
    }

    return json_is(in, '"');
}


/* an integer: no sign but -, no -0, no 007 */

static int
json_number(json_in_t *in, text_t *t)
{
    const u_char  *start, *digits;

    start = in->p;
    (void) json_is(in, '-');
    digits = in->p;

    while (in->p < in->last && *in->p >= '0' && *in->p <= '9') {
        in->p++;
    }

    *t = text_of(start, in->p - start);

    return in->p > digits
           && (*digits != '0' || (in->p == digits + 1 && digits == start));
}


static int
json_unique(const json_t *v)
{
    size_t  i, j;

    for (i = 0; i < v->n; i++) {
        for (j = 0; j < i; j++) {

            if (text_same(&v->items[i].key, &v->items[j].key)) {
                return 0;
            }
        }
    }

    return 1;
}


static int
json_items(json_in_t *in, json_t *v, char end)
{
    json_t  *item;

    if (json_is(in, end)) {
        return 1;
    }

    do {
        v->items = realloc(v->items, (v->n + 1) * sizeof(json_t));
        must(v->items != NULL);

        item = &v->items[v->n++];
        memset(item, 0, sizeof(json_t));

        if (end == '}' && (!json_text(in, &item->key) || !json_is(in, ':'))) {
            return 0;
        }

        if (!json_value(in, item)) {
            return 0;
        }

    } while (json_is(in, ','));

    return json_is(in, end) && (end == ']' || json_unique(v));
}


static int
json_value(json_in_t *in, json_t *v)
{
    if (in->p == in->last) {
        return 0;
    }

    if (*in->p == '"') {
        v->type = JSON_STRING;
        return json_text(in, &v->text);
    }

    if (json_is(in, '{')) {
        v->type = JSON_OBJECT;
        return json_items(in, v, '}');
    }

    if (json_is(in, '[')) {
        v->type = JSON_ARRAY;
        return json_items(in, v, ']');
    }

    v->type = JSON_NUMBER;

    return json_number(in, &v->text);
}


static void
json_clear(json_t *v)
{
    size_t  i;

    for (i = 0; i < v->n; i++) {
        json_clear(&v->items[i]);
    }

    free(v->items);
    free((void *) v->key.data);

    if (v->type == JSON_STRING) {
        free((void *) v->text.data);
    }
}


static inline void
json_free(json_t *v)
{
    json_clear(v);
    free(v);
}


/* NULL if it is not all of a JSON text */

static inline json_t *
json_decode(const u_char *p, size_t len)
{
    json_t     *v;
    json_in_t   in;

    v = calloc(1, sizeof(json_t));
    must(v != NULL);

    in.p = p;
    in.last = p + len;

    if (json_value(&in, v) && in.p == in.last) {
        return v;
    }

    json_free(v);

    return NULL;
}


#endif /* _FUZZ_JSON_H_INCLUDED_ */
