
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Matches parameters with rules, and checks their values.  Called by the
 * request handler for each event, and by the configuration parser.
 * Reads each value at most twice.  Never allocates, never changes a value.
 */


#include "ant_rule.h"
#include "ant_bytes.h"


#include <string.h>


#define ANT_RULE_DIGITS   19
#define ANT_PHONE_MIN     5
#define ANT_PHONE_MAX     15


typedef struct {
    ant_str_t            name;
    int64_t              min;
    int64_t              max;
    int64_t              low;         /* the limits of min and max */
    int64_t              high;
    ant_reason_e         reason;
} ant_rule_type_t;


/* what collecting the parameters has found, a bit for each rule */

typedef struct {
    uint64_t             bad_escape;
    uint64_t             different;
} ant_rule_seen_t;


static const ant_rule_type_t  ant_rule_types[ANT_TYPE_N] = {
    { ant_string("token"), 1, 128, 1, ANT_QUERY_MAX_VALUE,
      ANT_REASON_NOT_A_TOKEN },
    { ant_string("text"), 1, ANT_QUERY_MAX_VALUE, 1, ANT_QUERY_MAX_VALUE,
      ANT_REASON_NONE },
    { ant_string("word"), 1, 64, 1, ANT_QUERY_MAX_VALUE,
      ANT_REASON_NOT_A_WORD },
    { ant_string("int"), INT64_MIN, INT64_MAX, INT64_MIN, INT64_MAX,
      ANT_REASON_NOT_A_NUMBER },
    { ant_string("uint"), 0, INT64_MAX, 0, INT64_MAX,
      ANT_REASON_NOT_A_NUMBER },
    { ant_string("phone"), ANT_PHONE_MIN, ANT_PHONE_MAX + 2,
      1, ANT_PHONE_MAX + 2,
      ANT_REASON_NOT_A_PHONE_NUMBER }
};


int
ant_rule_type(const ant_str_t *name, ant_type_e *type)
{
    size_t            i;
    const ant_str_t  *s;

    for (i = 0; i < ANT_TYPE_N; i++) {
        s = &ant_rule_types[i].name;

        if (s->len == name->len && memcmp(s->data, name->data, s->len) == 0) {
            *type = (ant_type_e) i;
            return ANT_OK;
        }
    }

    return ANT_BAD;
}


void
ant_rule_init(ant_rule_t *r, ant_type_e type)
{
    memset(r, 0, sizeof(ant_rule_t));

    r->type = type;
    r->min = ant_rule_types[type].min;
    r->max = ant_rule_types[type].max;
}


const char *
ant_rule_verify(const ant_rule_t *r)
{
    const ant_rule_type_t  *type;

    type = &ant_rule_types[r->type];

    if (r->name.len == 0) {
        return "the parameter has no name";
    }

    if (r->name.len > ANT_QUERY_MAX_NAME) {
        return "the parameter's name is longer than 64 bytes";
    }

    if (r->alias.len > ANT_QUERY_MAX_NAME) {
        return "\"alias\" is longer than 64 bytes";
    }

    if (r->min < type->low || r->min > type->high) {
        return "\"min\" is outside what the type allows";
    }

    if (r->max < type->low || r->max > type->high) {
        return "\"max\" is outside what the type allows";
    }

    if (r->min > r->max) {
        return "\"min\" is above \"max\"";
    }

    return NULL;
}


static ant_inline int
ant_rule_named(const ant_rule_t *r, const ant_str_t *name)
{
    return (r->name.len == name->len
            && ant_str_same(r->name.data, name->data, name->len))
           || (r->alias.len == name->len
               && ant_str_same(r->alias.data, name->data, name->len));
}


/*
 * The place of the rule of that name or alias, nrules if there is none.
 * The search begins at the hint: parameters tend to come in their order.
 */

static ant_inline size_t
ant_rule_find(const ant_event_t *event, const ant_str_t *name, size_t hint)
{
    const ant_rule_t  *r, *first, *last;

    if (name->len == 0 || event->nrules == 0) {
        return event->nrules;
    }

    first = event->rules;
    last = first + event->nrules;

    for (r = first + hint; r < last; r++) {
        if (ant_rule_named(r, name)) {
            return r - first;
        }
    }

    last = first + hint;

    for (r = first; r < last; r++) {
        if (ant_rule_named(r, name)) {
            return r - first;
        }
    }

    return event->nrules;
}


const char *
ant_rule_verify_event(const ant_event_t *event)
{
    size_t             i;
    ant_event_t        before;
    const ant_rule_t  *r;

    if (event->nrules > ANT_RULE_MAX) {
        return "more than 64 parameters";
    }

    before = *event;

    for (i = 0; i < event->nrules; i++) {
        r = &event->rules[i];

        before.nrules = i;

        if (ant_rule_find(&before, &r->name, 0) != i) {
            return "the parameter's name is already used";
        }

        if (r->alias.len && ant_rule_find(&before, &r->alias, 0) != i) {
            return "\"alias\" is already used";
        }

        if (r->alias.len == r->name.len
            && memcmp(r->alias.data, r->name.data, r->name.len) == 0)
        {
            return "\"alias\" is the parameter's own name";
        }
    }

    return NULL;
}


/* why a value that its type refused is refused */

static ant_reason_e
ant_rule_bytes(const ant_rule_t *r, const ant_str_t *v)
{
    size_t  i;

    for (i = 0; i < v->len; i++) {

        if (v->data[i] < 0x20 || v->data[i] == 0x7f) {
            return ANT_REASON_CONTROL_CHARACTER;
        }
    }

    return ant_rule_types[r->type].reason;
}


static ant_inline int
ant_rule_phone(const ant_str_t *v)
{
    size_t         n;
    const u_char  *p, *last;

    p = v->data;
    last = p + v->len;

    if (*p == '+' || *p == ' ') {
        p++;

    } else if (v->len > ANT_PHONE_MAX && p[0] == '0' && p[1] == '0') {
        p += 2;
    }

    n = last - p;

    return n >= ANT_PHONE_MIN && n <= ANT_PHONE_MAX
           && ((n >= 8 && ant_bytes_digits(p, last))
               || ant_bytes_all(p, last, ANT_BYTES_PHONE));
}


static ant_inline ant_reason_e
ant_rule_string(const ant_rule_t *r, const ant_str_t *v)
{
    if (r->type == ANT_TYPE_PHONE && !ant_rule_phone(v)) {
        return ant_rule_bytes(r, v);
    }

    if ((int64_t) v->len < r->min) {
        return ANT_REASON_TOO_SHORT;
    }

    if ((int64_t) v->len > r->max) {
        return ANT_REASON_TOO_LONG;
    }

    if ((r->type == ANT_TYPE_TOKEN
         && !ant_bytes_token(v->data, v->data + v->len))
        || (r->type == ANT_TYPE_WORD
            && !ant_bytes_all(v->data, v->data + v->len, ANT_BYTES_WORD)))
    {
        return ant_rule_bytes(r, v);
    }

    return ANT_REASON_NONE;
}


static ant_inline ant_reason_e
ant_rule_number(const ant_rule_t *r, const ant_str_t *v, int64_t *number)
{
    size_t         n;
    int64_t        value;
    uint64_t       u, eight;
    unsigned       minus, digit;
    const u_char  *p, *last;

    p = v->data;
    last = p + v->len;
    minus = (*p == '-');
    p += minus;
    n = last - p;

    if (n == 0) {
        return ANT_REASON_NOT_A_NUMBER;
    }

    /* 19 digits fit in 64 bits; what wraps around beyond is not used */

    u = 0;

#if (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)

    for ( /* void */ ; last - p >= 8; p += 8) {
        eight = ant_bytes_number(p);

        if (eight == UINT64_MAX) {
            return ant_rule_bytes(r, v);
        }

        u = u * 100000000 + eight;
    }

#endif

    for ( /* void */ ; p < last; p++) {
        digit = *p - '0';

        if (digit > 9) {
            return ant_rule_bytes(r, v);
        }

        u = u * 10 + digit;
    }

    if (n > ANT_RULE_DIGITS) {
        return ANT_REASON_OUT_OF_RANGE;
    }

    if (minus && u == 0) {
        return ANT_REASON_NOT_A_NUMBER;
    }

    if (u > (uint64_t) INT64_MAX + minus) {
        return ANT_REASON_OUT_OF_RANGE;
    }

    /* u - 1 is at most INT64_MAX where u is INT64_MAX + 1 */
    value = minus ? -(int64_t) (u - 1) - 1 : (int64_t) u;

    if (value < r->min || value > r->max) {
        return ANT_REASON_OUT_OF_RANGE;
    }

    *number = value;

    return ANT_REASON_NONE;
}


static ant_inline ant_reason_e
ant_rule_value(const ant_rule_t *r, ant_result_t *res, size_t i,
    const ant_rule_seen_t *seen)
{
    const ant_param_t  *p;

    if (seen->bad_escape | seen->different) {

        if (seen->bad_escape >> i & 1) {
            return ANT_REASON_BAD_ESCAPE;
        }

        if (seen->different >> i & 1) {
            return ANT_REASON_DIFFERENT_VALUES;
        }
    }

    p = res->value[i];

    if (p == NULL || p->value.len == 0) {

        if (r->required) {
            return ANT_REASON_MISSING;
        }

        if (r->type != ANT_TYPE_TEXT) {
            res->value[i] = NULL;
        }

        return ANT_REASON_NONE;
    }

    if (r->type == ANT_TYPE_INT || r->type == ANT_TYPE_UINT) {
        return ant_rule_number(r, &p->value, &res->number[i]);
    }

    return ant_rule_string(r, &p->value);
}


static ant_inline void
ant_rule_collect(const ant_event_t *event, const ant_query_t *q,
    ant_result_t *res, ant_rule_seen_t *seen)
{
    size_t              n, hint;
    uint64_t            bit, known;
    const ant_param_t  *p, *last, *old;

    for (n = 0; n < event->nrules; n++) {
        res->value[n] = NULL;
    }

    seen->bad_escape = 0;
    seen->different = 0;
    known = 0;
    hint = 0;
    last = q->params + q->nparams;

    for (p = q->params, bit = 1; p < last; p++, bit <<= 1) {
        n = ant_rule_find(event, &p->name, hint);

        if (n == event->nrules) {
            continue;
        }

        hint = n + 1;
        known |= bit;

        if (p->bad_escape) {
            seen->bad_escape |= (uint64_t) 1 << n;
        }

        old = res->value[n];

        if (old == NULL || old->value.len == 0) {
            res->value[n] = p;

        } else if (p->value.len != 0 && !ant_str_equal(&p->value, &old->value))
        {
            seen->different |= (uint64_t) 1 << n;
        }
    }

    res->known = known;
}


int
ant_rule_check(const ant_event_t *event, const ant_query_t *q,
    ant_result_t *res)
{
    size_t           i;
    ant_rule_seen_t  seen;

    if (q->reason != ANT_REASON_NONE) {
        res->reason = q->reason;
        res->error_param = q->error_param;
        res->error_rule = NULL;
        return ANT_BAD;
    }

    ant_rule_collect(event, q, res, &seen);

    for (i = 0; i < event->nrules; i++) {
        res->reason = ant_rule_value(&event->rules[i], res, i, &seen);

        if (res->reason != ANT_REASON_NONE) {
            res->error_param = event->rules[i].name;
            res->error_rule = &event->rules[i];
            return ANT_BAD;
        }
    }

    res->reason = ANT_REASON_NONE;
    res->error_rule = NULL;
    res->error_param.len = 0;
    res->error_param.data = NULL;

    return ANT_OK;
}
