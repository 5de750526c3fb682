
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Writes JSON once, straight to where it stays: the request handler gives it
 * memory of the journal.  Promises and escapes are in ant_json.h.
 * Never writes and reads back, never writes behind the end of the text.
 */


#include "ant_json.h"
#include "ant_text.h"
#include "ant_utf8.h"


#include <string.h>


typedef struct {
    ant_text_t           text;

    unsigned             some:1;      /* data is not empty */

    /* written percent-encoded: rules, and parameters that begin a key */
    uint64_t             rules;
    uint64_t             params;

    unsigned             fields:1;
} ant_json_t;


static ant_inline int
ant_json_valid(const ant_str_t *s)
{
    return ant_utf8_ascii(s->data, s->len) || ant_utf8_valid(s->data, s->len);
}


static ant_inline int
ant_json_is_number(const ant_rule_t *r)
{
    return r->type == ANT_TYPE_INT || r->type == ANT_TYPE_UINT;
}


/* before each key of data */

static void
ant_json_comma(ant_json_t *w)
{
    if (w->some) {
        ant_text_literal(&w->text, ",");
    }

    w->some = 1;
}


static void
ant_json_percent(ant_text_t *t, const ant_str_t *s, ant_text_e form)
{
    ant_text_literal(t, "\"");
    ant_text_percent(t, s, form);
    ant_text_literal(t, "\"");
}


/* a key that may have to be percent-encoded */

static void
ant_json_name(ant_text_t *t, const ant_str_t *name, const ant_str_t *raw,
    ant_text_e form)
{
    if (ant_json_valid(name)) {
        ant_text_string(t, name);
        return;
    }

    ant_json_percent(t, raw, form);
}


static ant_inline void
ant_json_identity(ant_text_t *t, const ant_envelope_t *env)
{
    ant_text_put(t, env->journal.data, env->journal.len);
    ant_text_literal(t, "-");
    ant_text_digits(t, env->sequence);
}


static void
ant_json_head(ant_text_t *t, const ant_envelope_t *env)
{
    ant_text_literal(t, "{\"id\":\"");
    ant_json_identity(t, env);
    ant_text_literal(t, "\",\"event\":");
    ant_text_quote(t, &env->event);
    ant_text_literal(t, ",\"received\":");
    ant_text_digits(t, env->received);
}


static int
ant_json_field_valid(const ant_field_t *f)
{
    return ant_json_valid(&f->name) && ant_json_valid(&f->value);
}


static void
ant_json_fields(ant_json_t *w, const ant_envelope_t *env)
{
    size_t              i;
    const ant_field_t  *f;

    ant_text_literal(&w->text, ",\"fields\":{");

    for (i = 0; i < env->nfields; i++) {
        f = &env->fields[i];

        if (i) {
            ant_text_literal(&w->text, ",");
        }

        ant_json_name(&w->text, &f->name, &f->name, ANT_TEXT_PLAIN);
        ant_text_literal(&w->text, ":");

        if (ant_json_field_valid(f)) {
            ant_text_string(&w->text, &f->value);
            continue;
        }

        w->fields = 1;
        ant_json_percent(&w->text, &f->value, ANT_TEXT_PLAIN);
    }

    ant_text_literal(&w->text, "}");
}


/* The text as nearly all values are: no escape, a number in canonical form. */

static ant_inline int
ant_json_simple(u_char *p, const ant_rule_t *r, const ant_str_t *v)
{
    size_t  minus;

    if (r->type == ANT_TYPE_TEXT || r->type == ANT_TYPE_WORD) {
        return ant_text_plain(p, v);
    }

    if (ant_json_is_number(r)) {
        minus = (v->data[0] == '-');

        if (v->data[minus] == '0' && v->len != 1) {
            return 0;
        }
    }

    (void) ant_text_copy(p, v->data, v->len);

    return 1;
}


/* of the rule i, behind its key; whatever it is */

static void
ant_json_value(ant_json_t *w, const ant_rule_t *r, const ant_result_t *res,
    size_t i)
{
    int64_t             number;
    const ant_param_t  *param;

    param = res->value[i];

    if (ant_json_is_number(r)) {
        number = res->number[i];

        if (number < 0) {
            ant_text_literal(&w->text, "-");
            ant_text_digits(&w->text, (uint64_t) 0 - (uint64_t) number);
            return;
        }

        ant_text_digits(&w->text, (uint64_t) number);
        return;
    }

    if (r->type == ANT_TYPE_TEXT && !ant_json_valid(&param->value)) {
        w->rules |= (uint64_t) 1 << i;
        ant_text_percent(&w->text, &param->raw_value, ANT_TEXT_RECEIVED);

    } else {
        ant_text_escaped(&w->text, &param->value);
    }

    ant_text_literal(&w->text, "\"");
}


static void
ant_json_declared(ant_json_t *w, const ant_event_t *event,
    const ant_result_t *res)
{
    size_t              i, len;
    u_char             *p, *end, *last;
    const u_char       *key;
    const ant_rule_t   *r;
    const ant_param_t  *param;

    p = w->text.p;
    last = w->text.last;

    for (i = 0; i < event->nrules; i++) {
        param = res->value[i];

        if (param == NULL) {
            continue;
        }

        r = &event->rules[i];

        /* no comma before the first */

        key = r->key.data + !w->some;
        len = r->key.len - !w->some;
        w->some = 1;

        /* more stands behind it, so one byte more is no byte too many */

        if ((size_t) (last - p) > len + param->value.len) {
            end = ant_text_copy(p, key, len);

            if (ant_json_simple(end, r, &param->value)) {
                p = end + param->value.len;

                if (!ant_json_is_number(r)) {
                    *p++ = '"';
                }

                continue;
            }
        }

        w->text.p = p;
        ant_text_put(&w->text, key, len);
        ant_json_value(w, r, res, i);
        p = w->text.p;
    }

    w->text.p = p;
}


/* those of todo that are written under the key of the first one */

static uint64_t
ant_json_group(const ant_query_t *q, uint64_t todo, uint64_t bad_name,
    size_t first)
{
    size_t              i;
    uint64_t            group;
    const ant_param_t  *a, *b;

    a = &q->params[first];
    group = (uint64_t) 1 << first;

    for (i = first + 1; i < q->nparams; i++) {

        if ((todo & ((uint64_t) 1 << i)) == 0) {
            continue;
        }

        b = &q->params[i];

        if (ant_str_equal(&a->name, &b->name)
            || ((bad_name >> first & 1)
                && ant_text_is_percent(&a->raw_name, &b->name))
            || ((bad_name >> i & 1)
                && ant_text_is_percent(&b->raw_name, &a->name)))
        {
            group |= (uint64_t) 1 << i;
        }
    }

    return group;
}


/* the first of each value */

static uint64_t
ant_json_distinct(const ant_query_t *q, uint64_t group)
{
    size_t    i, j;
    uint64_t  distinct;

    if ((group & (group - 1)) == 0) {
        return group;
    }

    distinct = 0;

    for (i = 0; i < q->nparams; i++) {

        if ((group >> i & 1) == 0) {
            continue;
        }

        for (j = 0; j < i; j++) {

            if ((distinct >> j & 1)
                && ant_str_equal(&q->params[i].value, &q->params[j].value))
            {
                break;
            }
        }

        if (j == i) {
            distinct |= (uint64_t) 1 << i;
        }
    }

    return distinct;
}


static void
ant_json_values(ant_json_t *w, const ant_query_t *q, uint64_t group,
    int encoded)
{
    size_t    i;
    unsigned  many;

    many = (group & (group - 1)) != 0;

    if (many) {
        ant_text_literal(&w->text, "[");
    }

    for (i = 0; group; i++, group >>= 1) {

        if ((group & 1) == 0) {
            continue;
        }

        if (encoded) {
            ant_json_percent(&w->text, &q->params[i].raw_value,
                             ANT_TEXT_RECEIVED);

        } else {
            ant_text_string(&w->text, &q->params[i].value);
        }

        if (group > 1) {
            ant_text_literal(&w->text, ",");
        }
    }

    if (many) {
        ant_text_literal(&w->text, "]");
    }
}


static void
ant_json_unknown(ant_json_t *w, const ant_query_t *q, uint64_t todo)
{
    int                 encoded;
    size_t              i, n;
    uint64_t            bad_name, bad_value, group;
    const ant_param_t  *param;

    bad_name = 0;
    bad_value = 0;

    for (i = 0; i < q->nparams; i++) {
        param = &q->params[i];
        bad_name |= (uint64_t) !ant_json_valid(&param->name) << i;
        bad_value |= (uint64_t) !ant_json_valid(&param->value) << i;
    }

    for (n = 0; todo; n++) {

        if ((todo & ((uint64_t) 1 << n)) == 0) {
            continue;
        }

        group = ant_json_group(q, todo, bad_name, n);
        todo &= ~group;

        encoded = (group & (bad_name|bad_value)) != 0;
        w->params |= (uint64_t) encoded << n;

        ant_json_comma(w);
        param = &q->params[n];

        if (bad_name >> n & 1) {
            ant_json_percent(&w->text, &param->raw_name, ANT_TEXT_RECEIVED);

        } else {
            ant_text_string(&w->text, &param->name);
        }

        ant_text_literal(&w->text, ":");
        ant_json_values(w, q, ant_json_distinct(q, group), encoded);
    }
}


static void
ant_json_encoded(ant_json_t *w, const ant_envelope_t *env,
    const ant_event_t *event, const ant_query_t *q)
{
    size_t              i;
    uint64_t            bits;
    const ant_field_t  *f;
    const ant_param_t  *param;

    ant_text_literal(&w->text, ",\"encoded\":[");
    w->some = 0;

    for (i = 0; i < env->nfields; i++) {
        f = &env->fields[i];

        if (!ant_json_field_valid(f)) {
            ant_json_comma(w);
            ant_json_name(&w->text, &f->name, &f->name, ANT_TEXT_PLAIN);
        }
    }

    for (i = 0, bits = w->rules; bits; i++, bits >>= 1) {

        if (bits & 1) {
            ant_json_comma(w);
            ant_text_string(&w->text, &event->rules[i].name);
        }
    }

    for (i = 0, bits = w->params; bits; i++, bits >>= 1) {

        if (bits & 1) {
            ant_json_comma(w);
            param = &q->params[i];
            ant_json_name(&w->text, &param->name, &param->raw_name,
                          ANT_TEXT_RECEIVED);
        }
    }

    ant_text_literal(&w->text, "]");
}


static void
ant_json_args(ant_text_t *t, const ant_args_t *args)
{
    u_char           joint;
    ant_str_t        piece;
    ant_args_walk_t  walk;

    ant_text_literal(t, "\"");

    ant_args_walk(&walk, args);

    while (ant_args_next(&walk, &piece, &joint)) {

        if (joint == '\n') {
            ant_text_control(t, joint);

        } else if (joint) {
            ant_text_put(t, &joint, 1);
        }

        ant_text_escaped(t, &piece);
    }

    ant_text_literal(t, "\"");
}


u_char *
ant_json_id(u_char *p, u_char *last, const ant_envelope_t *env)
{
    ant_text_t  t;

    ant_text_init(&t, p, last);
    ant_json_identity(&t, env);

    return ant_text_end(&t);
}


u_char *
ant_json_key(u_char *p, u_char *last, ant_rule_t *r)
{
    u_char      *end;
    ant_text_t   t;

    ant_text_init(&t, p, last);

    ant_text_literal(&t, ",");
    ant_text_string(&t, &r->name);
    ant_text_literal(&t, ":");

    if (!ant_json_is_number(r)) {
        ant_text_literal(&t, "\"");
    }

    end = ant_text_end(&t);

    r->key.data = p;
    r->key.len = end ? end - p : 0;

    return end;
}


u_char *
ant_json_event(u_char *p, u_char *last, const ant_envelope_t *env,
    const ant_event_t *event, const ant_query_t *q, const ant_result_t *res)
{
    uint64_t    todo;
    ant_json_t  w;

    memset(&w, 0, sizeof(ant_json_t));
    ant_text_init(&w.text, p, last);

    ant_json_head(&w.text, env);

    if (env->nfields) {
        ant_json_fields(&w, env);
    }

    ant_text_literal(&w.text, ",\"data\":{");

    ant_json_declared(&w, event, res);

    if (q->nparams) {
        todo = ~res->known & (~(uint64_t) 0 >> (64 - q->nparams));

        if (todo) {
            ant_json_unknown(&w, q, todo);
        }
    }

    ant_text_literal(&w.text, "}");

    if (w.fields || w.rules || w.params) {
        ant_json_encoded(&w, env, event, q);
    }

    ant_text_literal(&w.text, "}");

    return ant_text_end(&w.text);
}


u_char *
ant_json_rejected(u_char *p, u_char *last, const ant_envelope_t *env,
    const ant_str_t *param, const char *reason, const ant_args_t *args)
{
    ant_text_t  t;

    ant_text_init(&t, p, last);

    ant_json_head(&t, env);

    ant_text_literal(&t, ",\"error\":");
    ant_text_string(&t, param);
    ant_text_literal(&t, ",\"reason\":\"");
    ant_text_put(&t, reason, strlen(reason));
    ant_text_literal(&t, "\",\"args\":");
    ant_json_args(&t, args);
    ant_text_literal(&t, "}");

    return ant_text_end(&t);
}


u_char *
ant_json_error(u_char *p, u_char *last, const ant_str_t *param,
    const char *reason)
{
    ant_text_t  t;

    ant_text_init(&t, p, last);

    ant_text_literal(&t, "{\"error\":");
    ant_text_string(&t, param);
    ant_text_literal(&t, ",\"reason\":\"");
    ant_text_put(&t, reason, strlen(reason));
    ant_text_literal(&t, "\"}");

    return ant_text_end(&t);
}
