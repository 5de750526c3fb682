
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What a request carries, taken apart in the plainest way, to be compared
 * with what src/ant_query.c makes of it.
 */


#ifndef _FUZZ_PAIRS_H_INCLUDED_
#define _FUZZ_PAIRS_H_INCLUDED_


#include "json.h"
#include "ant_query.h"


typedef struct {
    text_t         name;         /* decoded, or as received if it cannot be */
    text_t         value;
    text_t         raw_name;
    text_t         raw_value;
} pair_t;


typedef struct {
    pair_t        *pairs;
    size_t         n;
    const ant_args_t  *args;
    void         **made;         /* to be freed */
    size_t         nmade;
} pairs_t;


static u_char *
pairs_memory(pairs_t *all, size_t size)
{
    all->made = realloc(all->made, (all->nmade + 1) * sizeof(void *));
    must(all->made != NULL);

    all->made[all->nmade] = malloc(size + 1);
    must(all->made[all->nmade] != NULL);

    return all->made[all->nmade++];
}


static int
pairs_hex(const u_char *p)
{
    char  hex[3] = { (char) p[0], (char) p[1], '\0' };

    if (strspn(hex, "0123456789abcdefABCDEF") != 2) {
        return -1;
    }

    return (int) strtol(hex, NULL, 16);
}


/* '+' and %XX; a bad escape stays, or with strict spoils all of it */

static text_t
pairs_decode(pairs_t *all, const text_t *raw, int strict)
{
    int      c;
    size_t   i, n;
    u_char  *d;

    d = pairs_memory(all, raw->len);

    for (i = 0, n = 0; i < raw->len; i++) {

        if (raw->data[i] == '+') {
            d[n++] = ' ';
            continue;
        }

        if (raw->data[i] != '%') {
            d[n++] = raw->data[i];
            continue;
        }

        c = (raw->len - i > 2) ? pairs_hex(raw->data + i + 1) : -1;

        if (c == -1) {

            if (strict) {
                return *raw;
            }

            d[n++] = '%';
            continue;
        }

        d[n++] = (u_char) c;
        i += 2;
    }

    return text_of(d, n);
}


static inline text_t
pairs_loose(pairs_t *all, const text_t *raw)
{
    return pairs_decode(all, raw, 0);
}


/* controls and what is not ASCII percent-encoded */

static inline text_t
pairs_percent(pairs_t *all, const text_t *raw)
{
    char     hex[4];
    size_t   i, n;
    u_char  *d;

    d = pairs_memory(all, 3 * raw->len);

    for (i = 0, n = 0; i < raw->len; i++) {

        if (raw->data[i] >= 0x20 && raw->data[i] < 0x7f) {
            d[n++] = raw->data[i];
            continue;
        }

        snprintf(hex, sizeof(hex), "%%%02X", raw->data[i]);
        memcpy(d + n, hex, 3);
        n += 3;
    }

    return text_of(d, n);
}


static void
pairs_add(pairs_t *all, const u_char *p, size_t len)
{
    pair_t        *pair;
    const u_char  *eq;

    eq = len ? memchr(p, '=', len) : NULL;

    if (len == 0 || (len == 1 && eq)) {
        return;
    }

    all->pairs = realloc(all->pairs, (all->n + 1) * sizeof(pair_t));
    must(all->pairs != NULL);

    pair = &all->pairs[all->n++];

    pair->raw_name = text_of(p, eq ? (size_t) (eq - p) : len);
    pair->raw_value = eq ? text_of(eq + 1, p + len - eq - 1)
                         : text_of(p + len, 0);

    pair->name = pairs_decode(all, &pair->raw_name, 1);
    pair->value = pairs_decode(all, &pair->raw_value, 1);
}


static void
pairs_split(pairs_t *all, const ant_str_t *s)
{
    size_t  i, start;

    for (i = 0, start = 0; i <= s->len; i++) {

        if (i == s->len || s->data[i] == '&') {
            pairs_add(all, s->data + start, i - start);
            start = i + 1;
        }
    }
}


static inline void
pairs_read(pairs_t *all, const ant_args_t *args)
{
    memset(all, 0, sizeof(pairs_t));

    all->args = args;

    pairs_split(all, &args->query);

    if (args->form) {
        pairs_split(all, &args->body);
    }
}


static size_t
pairs_put(u_char *d, size_t n, char joint, const u_char *p, size_t len)
{
    if (len == 0) {
        return n;
    }

    if (n) {
        d[n++] = (u_char) joint;
    }

    memcpy(d + n, p, len);

    return n + len;
}


static size_t
pairs_pieces(u_char *d, size_t n, const ant_str_t *s)
{
    size_t  i, start;

    for (i = 0, start = 0; i <= s->len; i++) {

        if (i == s->len || s->data[i] == '&') {
            n = pairs_put(d, n, '&', s->data + start, i - start);
            start = i + 1;
        }
    }

    return n;
}


/* all of the request, as args has it */

static inline text_t
pairs_joined(pairs_t *all)
{
    size_t             n;
    u_char            *d;
    const ant_args_t  *args;

    args = all->args;
    d = pairs_memory(all, args->query.len + args->body.len + 1);

    n = pairs_pieces(d, 0, &args->query);

    n = args->form ? pairs_pieces(d, n, &args->body)
                   : pairs_put(d, n, '\n', args->body.data, args->body.len);

    return text_of(d, n);
}


/* is a piece of args, of the pairs in it, called key? */

static inline int
pairs_secret(pairs_t *all, const text_t *args)
{
    size_t     i;
    pairs_t    in;
    ant_str_t  s;
    int        found;

    /* a body that is no form is kept whole, whatever is in it */

    if (!all->args->form) {
        return 0;
    }

    memset(&in, 0, sizeof(pairs_t));
    s.data = args->data;
    s.len = args->len;
    pairs_split(&in, &s);

    for (i = 0, found = 0; i < in.n; i++) {
        found |= text_is(&in.pairs[i].name, "key", 3);
    }

    free(in.pairs);

    for (i = 0; i < in.nmade; i++) {
        free(in.made[i]);
    }

    free(in.made);

    return found;
}


static inline void
pairs_free(pairs_t *all)
{
    size_t  i;

    for (i = 0; i < all->nmade; i++) {
        free(all->made[i]);
    }

    free(all->made);
    free(all->pairs);
}


#endif /* _FUZZ_PAIRS_H_INCLUDED_ */
