
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The walk over pairs, their decoding, and the comparison of secrets.
 * One walk serves both users: ant_query_parse(), which the request handler
 * calls, and ant_args_next(), which the encoder of rejected events calls; so
 * what is a secret for the one is a secret for the other.
 * Never allocates, never copies a secret, never writes past the scratch.
 */


#include "ant_query.h"


#include <string.h>

#if (__SSE2__)
#include <emmintrin.h>
#endif


/* of a pair with the name of a secret */
#define ANT_QUERY_SECRET  1
#define ANT_QUERY_MATCH   2


typedef struct {
    ant_str_t            name;        /* as received: it begins the pair */
    ant_str_t            value;

    const u_char        *end;
} ant_pair_t;


static void ant_query_begin(ant_walk_t *w, const u_char *p, size_t len);
static void ant_query_block(ant_walk_t *w, const u_char *p);
static unsigned ant_query_secret(ant_walk_t *w, ant_pair_t pair);
static const u_char *ant_query_match(const u_char *p, const u_char *last,
    const ant_str_t *s);
static int ant_query_escaped(ant_query_t *q, ant_param_t *param);
static int ant_query_decode(ant_query_t *q, const ant_str_t *raw,
    ant_str_t *out);
static void ant_query_error(ant_query_t *q, ant_reason_e reason,
    const ant_str_t *name);


static const char  *ant_reasons[ANT_REASON_N] = {
    "",
    "missing",
    "bad escape",
    "different values",
    "control character",
    "not a token",
    "not a word",
    "not a number",
    "not a phone number",
    "out of range",
    "too short",
    "too long",
    "name too long",
    "too many parameters",
    "not a form",
    "body too large"
};


#if !(__SSE2__)

static const u_char  ant_query_class[256] = {
    ['&'] = 1, ['='] = 1, ['%'] = 2, ['+'] = 2
};

#endif


/* the value of a hexadecimal digit plus 1; 0 for all other bytes */

static const u_char  ant_query_hex[256] = {
    ['0'] = 1, ['1'] = 2, ['2'] = 3, ['3'] = 4, ['4'] = 5, ['5'] = 6,
    ['6'] = 7, ['7'] = 8, ['8'] = 9, ['9'] = 10,
    ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
    ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16
};


const char *
ant_reason_text(ant_reason_e reason)
{
    if ((unsigned) reason >= ANT_REASON_N) {
        return "";
    }

    return ant_reasons[reason];
}


void
ant_query_init(ant_query_t *q, const ant_secret_t *secrets, size_t nsecrets,
    u_char *scratch, size_t size)
{
    q->nparams = 0;
    q->secrets = secrets;
    q->nsecrets = nsecrets;
    q->secret_ok = (nsecrets == 0);
    q->reason = ANT_REASON_NONE;
    q->error_param.len = 0;
    q->error_param.data = NULL;
    q->scratch = scratch;
    q->scratch_last = scratch + size;
}


/* p may be NULL where len is 0 */

static void
ant_query_begin(ant_walk_t *w, const u_char *p, size_t len)
{
    w->start = p;
    w->last = len ? p + len : p;
    w->escapes = 0;

    ant_query_block(w, p);
    w->p = p;
}


#if (__SSE2__)

#define ant_query_equal(v, c)  _mm_cmpeq_epi8(v, _mm_set1_epi8(c))
#define ant_query_load(p)      _mm_loadu_si128((const __m128i *) (p))


static ant_inline uint64_t
ant_query_chunk(const u_char *p, __m128i *escapes)
{
    __m128i  v;

    v = ant_query_load(p);

    *escapes = _mm_or_si128(*escapes, _mm_or_si128(ant_query_equal(v, '%'),
                                                   ant_query_equal(v, '+')));

    return (unsigned) _mm_movemask_epi8(_mm_or_si128(ant_query_equal(v, '&'),
                                                     ant_query_equal(v, '=')));
}


/* looks at the 64 bytes at p */

static ant_inline void
ant_query_classify(ant_walk_t *w, const u_char *p)
{
    __m128i  escapes;

    escapes = _mm_setzero_si128();

    w->stops = ant_query_chunk(p, &escapes);
    w->stops |= ant_query_chunk(p + 16, &escapes) << 16;
    w->stops |= ant_query_chunk(p + 32, &escapes) << 32;
    w->stops |= ant_query_chunk(p + 48, &escapes) << 48;

    w->escapes |= (_mm_movemask_epi8(escapes) != 0);
}

#else

static void
ant_query_classify(ant_walk_t *w, const u_char *p)
{
    unsigned  i, class;

    w->stops = 0;

    for (i = 0; i < 64; i++) {
        class = ant_query_class[p[i]];

        w->stops |= (uint64_t) (class & 1) << i;
        w->escapes |= class >> 1;
    }
}

#endif


/* The next block begins at p: the rest may be shorter than one. */

static void
ant_query_block(ant_walk_t *w, const u_char *p)
{
    size_t  left;
    u_char  tail[64];

    w->block = p;
    left = w->last - p;

    if (left >= 64) {
        ant_query_classify(w, p);
        return;
    }

    if (left == 0) {
        w->stops = 0;

    } else if (w->last - w->start >= 64) {
        ant_query_classify(w, w->last - 64);
        w->stops >>= 64 - left;

    } else {
        memset(tail, 0, 64);
        memcpy(tail, p, left);
        ant_query_classify(w, tail);
    }

    w->stops |= (uint64_t) 1 << left;
}


static ant_inline int
ant_query_next(ant_walk_t *w, ant_pair_t *pair)
{
    const u_char  *p, *s, *equals;

    p = w->p;
    equals = NULL;

    if (p == w->last) {
        return 0;
    }

    for ( ;; ) {

        if (w->stops == 0) {
            ant_query_block(w, w->block + 64);
            continue;
        }

        s = w->block + __builtin_ctzll(w->stops);
        w->stops &= w->stops - 1;

        if (s == w->last) {
            break;
        }

        if (*s == '&') {

            if (s != p) {
                break;
            }

            p = s + 1;

        } else if (equals == NULL) {
            equals = s;
        }
    }

    pair->name.data = p;
    pair->name.len = (equals ? equals : s) - p;
    pair->value.data = equals ? equals + 1 : s;
    pair->value.len = s - pair->value.data;
    pair->end = s;

    w->p = (s == w->last) ? s : s + 1;

    return s != p;
}


static ant_inline void
ant_query_add(ant_query_t *q, const ant_pair_t *pair, unsigned escapes)
{
    ant_param_t  *param;

    if (q->nparams == ANT_QUERY_MAX_PARAMS) {
        ant_query_error(q, ANT_REASON_TOO_MANY_PARAMETERS, NULL);
        return;
    }

    param = &q->params[q->nparams];
    param->raw_name = pair->name;
    param->name = pair->name;
    param->raw_value = pair->value;
    param->value = pair->value;
    param->bad_escape = 0;

    if (escapes && ant_query_escaped(q, param) != ANT_OK) {
        return;
    }

    if (param->name.len > ANT_QUERY_MAX_NAME) {
        ant_query_error(q, ANT_REASON_NAME_TOO_LONG, &param->name);
        return;
    }

    if (param->value.len > ANT_QUERY_MAX_VALUE) {
        ant_query_error(q, ANT_REASON_TOO_LONG, &param->name);
        return;
    }

    q->nparams++;
}


int
ant_query_parse(ant_query_t *q, const u_char *p, size_t len)
{
    unsigned    found;
    ant_pair_t  pair;
    ant_walk_t  w;

    w.secrets = q->secrets;
    w.nsecrets = q->nsecrets;
    ant_query_begin(&w, p, len);

    while (ant_query_next(&w, &pair)) {

        if (w.nsecrets) {
            found = ant_query_secret(&w, pair);

            if (found) {
                q->secret_ok |= (found == ANT_QUERY_MATCH);
                continue;
            }
        }

        if (pair.name.len + pair.value.len == 0) {
            continue;
        }

        if (q->reason == ANT_REASON_NONE) {
            ant_query_add(q, &pair, w.escapes);
        }
    }

    return (q->reason == ANT_REASON_NONE) ? ANT_OK : ANT_BAD;
}


void
ant_args_walk(ant_args_walk_t *w, const ant_args_t *args)
{
    w->args = args;
    w->walk.secrets = args->secrets;
    w->walk.nsecrets = args->nsecrets;
    ant_query_begin(&w->walk, args->query.data, args->query.len);
    w->stage = 0;
    w->any = 0;
}


int
ant_args_next(ant_args_walk_t *w, ant_str_t *piece, u_char *joint)
{
    ant_pair_t  pair;

    for ( ;; ) {

        while (ant_query_next(&w->walk, &pair)) {

            if (!ant_query_secret(&w->walk, pair)) {
                piece->data = pair.name.data;
                piece->len = pair.end - pair.name.data;
                *joint = w->any ? '&' : 0;
                w->any = 1;
                return 1;
            }
        }

        if (w->stage++ != 0 || w->args->body.len == 0) {
            return 0;
        }

        if (!w->args->form) {
            *piece = w->args->body;
            *joint = w->any ? '\n' : 0;
            return 1;
        }

        ant_query_begin(&w->walk, w->args->body.data, w->args->body.len);
    }
}


/*
 * 0 if the name is no secret's.  All secrets of the name are tried, whatever
 * the earlier ones gave.  The longest match wins, so that of two secrets one
 * may begin with the other.
 */

static unsigned
ant_query_secret(ant_walk_t *w, ant_pair_t pair)
{
    size_t               i;
    unsigned             found;
    const u_char        *end, *last, *matched;
    const ant_secret_t  *s;

    last = pair.name.data + pair.name.len;
    found = 0;
    matched = NULL;

    for (i = 0; i < w->nsecrets; i++) {
        s = &w->secrets[i];

        if (ant_query_match(pair.name.data, last, &s->name) != last) {
            continue;
        }

        found = ANT_QUERY_SECRET;

        end = ant_query_match(pair.value.data, pair.end, &s->value);

        if (end == NULL || s->value.len == 0) {
            continue;
        }

        if ((end == pair.end || *end == '?')
            && (matched == NULL || end > matched))
        {
            matched = end;
        }
    }

    if (matched == NULL) {
        return found;
    }

    if (matched < pair.end) {
        w->p = matched + 1;
        ant_query_block(w, w->p);
    }

    return ANT_QUERY_MATCH;
}


/* the byte at *p decoded, *p moved past it; a bad escape is a plain '%' */

static unsigned
ant_query_byte(const u_char **p, const u_char *last)
{
    unsigned       high, low;
    const u_char  *s;

    s = *p;
    *p = s + 1;

    if (*s == '+') {
        return ' ';
    }

    if (*s == '%' && last - s >= 3) {
        high = ant_query_hex[s[1]];
        low = ant_query_hex[s[2]];

        if (high && low) {
            *p = s + 3;
            return ((high - 1) << 4) | (low - 1);
        }
    }

    return *s;
}


/*
 * The end of what decodes to s at p, or NULL.  Branches depend on what was
 * received and on the length of s, never on the bytes of s.
 */

static const u_char *
ant_query_match(const u_char *p, const u_char *last, const ant_str_t *s)
{
    size_t             i;
    volatile unsigned  diff;

    diff = 0;

    for (i = 0; i < s->len; i++) {

        if (p == last) {
            return NULL;
        }

        diff |= ant_query_byte(&p, last) ^ s->data[i];
    }

    return diff ? NULL : p;
}


/* ANT_NOROOM where the scratch has no room, which is then the error */

static int
ant_query_escaped(ant_query_t *q, ant_param_t *param)
{
    int  rc;

    rc = ant_query_decode(q, &param->raw_name, &param->name);

    if (rc != ANT_NOROOM && param->name.len <= ANT_QUERY_MAX_NAME) {
        rc = ant_query_decode(q, &param->raw_value, &param->value);
        param->bad_escape = (rc == ANT_BAD);
    }

    if (rc == ANT_NOROOM) {
        ant_query_error(q, ANT_REASON_TOO_LONG, &param->name);
        return ANT_NOROOM;
    }

    return ANT_OK;
}


/*
 * Where there is nothing to decode, or a bad escape, which is ANT_BAD, *out
 * is as it was and no scratch is used.
 */

static int
ant_query_decode(ant_query_t *q, const ant_str_t *raw, ant_str_t *out)
{
    u_char         c, *dst;
    unsigned       high, low;
    const u_char  *p, *last;

    p = raw->data;
    last = p + raw->len;

    while (p < last && *p != '%' && *p != '+') {
        p++;
    }

    if (p == last) {
        return ANT_OK;
    }

    if ((size_t) (q->scratch_last - q->scratch) < raw->len) {
        return ANT_NOROOM;
    }

    dst = q->scratch;
    p = raw->data;

    while (p < last) {
        c = *p++;

        if (c == '+') {
            c = ' ';

        } else if (c == '%') {

            if (last - p < 2) {
                return ANT_BAD;
            }

            high = ant_query_hex[p[0]];
            low = ant_query_hex[p[1]];

            if (high == 0 || low == 0) {
                return ANT_BAD;
            }

            c = (u_char) (((high - 1) << 4) | (low - 1));
            p += 2;
        }

        *dst++ = c;
    }

    out->data = q->scratch;
    out->len = dst - q->scratch;
    q->scratch = dst;

    return ANT_OK;
}


static void
ant_query_error(ant_query_t *q, ant_reason_e reason, const ant_str_t *name)
{
    q->reason = reason;

    if (name == NULL) {
        return;
    }

    q->error_param = *name;

    if (q->error_param.len > ANT_QUERY_MAX_NAME) {
        q->error_param.len = ANT_QUERY_MAX_NAME;
    }
}
