
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


#define ANT_QUERY_AMP      0x01
#define ANT_QUERY_EQUALS   0x02
#define ANT_QUERY_ESCAPED  0x04


typedef struct {
    ant_str_t            raw;         /* all of the pair */
    ant_str_t            name;
    ant_str_t            value;

    unsigned             name_escaped;    /* not 0: it has to be decoded */
    unsigned             value_escaped;
    unsigned             secret;
    unsigned             match;
} ant_pair_t;


static void ant_query_begin(ant_walk_t *w, const u_char *p, size_t len);
static int ant_query_next(ant_walk_t *w, ant_pair_t *pair);
static void ant_query_secret(ant_walk_t *w, ant_pair_t *pair);
static const u_char *ant_query_match(const u_char *p, const u_char *last,
    const ant_str_t *s);
static void ant_query_add(ant_query_t *q, const ant_pair_t *pair);
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


static const u_char  ant_query_class[256] = {
    ['&'] = ANT_QUERY_AMP,
    ['='] = ANT_QUERY_EQUALS,
    ['%'] = ANT_QUERY_ESCAPED,
    ['+'] = ANT_QUERY_ESCAPED
};


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


int
ant_query_parse(ant_query_t *q, const u_char *p, size_t len)
{
    ant_pair_t  pair;
    ant_walk_t  w;

    w.secrets = q->secrets;
    w.nsecrets = q->nsecrets;
    ant_query_begin(&w, p, len);

    while (ant_query_next(&w, &pair)) {

        if (pair.secret) {
            q->secret_ok |= pair.match;
            continue;
        }

        if (pair.name.len + pair.value.len == 0) {
            continue;
        }

        if (q->reason == ANT_REASON_NONE) {
            ant_query_add(q, &pair);
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

            if (!pair.secret) {
                *piece = pair.raw;
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


/* p may be NULL where len is 0 */

static void
ant_query_begin(ant_walk_t *w, const u_char *p, size_t len)
{
    w->p = p;
    w->last = len ? p + len : p;
}


/* the first byte of the class stop, or last; *seen: an escape is before it */

static inline const u_char *
ant_query_scan(const u_char *p, const u_char *last, unsigned stop,
    unsigned *seen)
{
    unsigned  class;

#if (__SSE2__)
    unsigned  at, escapes;
    __m128i   v, amp, equals, percent, plus;

    while (last - p >= 16) {
        v = _mm_loadu_si128((const __m128i *) p);

        amp = _mm_cmpeq_epi8(v, _mm_set1_epi8('&'));
        equals = _mm_cmpeq_epi8(v, _mm_set1_epi8('='));
        percent = _mm_cmpeq_epi8(v, _mm_set1_epi8('%'));
        plus = _mm_cmpeq_epi8(v, _mm_set1_epi8('+'));

        if (stop & ANT_QUERY_EQUALS) {
            amp = _mm_or_si128(amp, equals);
        }

        at = _mm_movemask_epi8(amp);
        escapes = _mm_movemask_epi8(_mm_or_si128(percent, plus));

        if (at) {
            /* those below the lowest bit of at */
            *seen |= escapes & (at ^ (at - 1));
            return p + __builtin_ctz(at);
        }

        *seen |= escapes;
        p += 16;
    }
#endif

    for ( /* void */ ; p < last; p++) {
        class = ant_query_class[*p];

        if (class & stop) {
            break;
        }

        *seen |= class & ANT_QUERY_ESCAPED;
    }

    return p;
}


static int
ant_query_next(ant_walk_t *w, ant_pair_t *pair)
{
    unsigned       seen;
    const u_char  *p, *start;

    p = w->p;

    while (p < w->last && *p == '&') {
        p++;
    }

    if (p == w->last) {
        w->p = p;
        return 0;
    }

    start = p;
    seen = 0;
    p = ant_query_scan(p, w->last, ANT_QUERY_AMP|ANT_QUERY_EQUALS, &seen);

    pair->name.data = start;
    pair->name.len = p - start;
    pair->name_escaped = seen;

    if (p < w->last && *p == '=') {
        p++;
    }

    seen = 0;
    pair->value.data = p;
    p = ant_query_scan(p, w->last, ANT_QUERY_AMP, &seen);
    pair->value.len = p - pair->value.data;
    pair->value_escaped = seen;

    pair->raw.data = start;
    pair->raw.len = p - start;
    pair->secret = 0;
    w->p = p;

    if (w->nsecrets) {
        ant_query_secret(w, pair);
    }

    return 1;
}


/*
 * All secrets of the name are tried, whatever the earlier ones gave.  The
 * longest match wins, so that of two secrets one may begin with the other.
 */

static void
ant_query_secret(ant_walk_t *w, ant_pair_t *pair)
{
    size_t               i;
    const u_char        *end, *last, *matched;
    const ant_secret_t  *s;

    last = pair->name.data + pair->name.len;
    pair->match = 0;
    matched = NULL;

    for (i = 0; i < w->nsecrets; i++) {
        s = &w->secrets[i];

        if (!pair->name_escaped && pair->name.len != s->name.len) {
            continue;
        }

        if (ant_query_match(pair->name.data, last, &s->name) != last) {
            continue;
        }

        pair->secret = 1;

        end = ant_query_match(pair->value.data, w->p, &s->value);

        if (end == NULL || s->value.len == 0) {
            continue;
        }

        if ((end == w->p || *end == '?') && (matched == NULL || end > matched))
        {
            matched = end;
        }
    }

    if (matched) {
        pair->match = 1;
        w->p = (matched < w->p) ? matched + 1 : matched;
    }
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


static void
ant_query_add(ant_query_t *q, const ant_pair_t *pair)
{
    int           rc;
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

    if (pair->name_escaped
        && ant_query_decode(q, &pair->name, &param->name) == ANT_NOROOM)
    {
        ant_query_error(q, ANT_REASON_TOO_LONG, &param->name);
        return;
    }

    if (param->name.len > ANT_QUERY_MAX_NAME) {
        ant_query_error(q, ANT_REASON_NAME_TOO_LONG, &param->name);
        return;
    }

    if (pair->value_escaped) {
        rc = ant_query_decode(q, &pair->value, &param->value);

        if (rc == ANT_NOROOM) {
            ant_query_error(q, ANT_REASON_TOO_LONG, &param->name);
            return;
        }

        param->bad_escape = (rc == ANT_BAD);
    }

    if (param->value.len > ANT_QUERY_MAX_VALUE) {
        ant_query_error(q, ANT_REASON_TOO_LONG, &param->name);
        return;
    }

    q->nparams++;
}


/* ANT_BAD: a bad escape, *out is as it was, no scratch is used */

static int
ant_query_decode(ant_query_t *q, const ant_str_t *raw, ant_str_t *out)
{
    u_char         c, *dst;
    unsigned       high, low;
    const u_char  *p, *last;

    if ((size_t) (q->scratch_last - q->scratch) < raw->len) {
        return ANT_NOROOM;
    }

    dst = q->scratch;
    p = raw->data;
    last = p + raw->len;

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
