
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * From a request to JSON and back.  What the encoder writes is read by the
 * strict decoder of json.h, and compared with the parameters as pairs.h takes
 * them from the same bytes: nothing lost, nothing invented, nothing of a
 * secret.  The same text again into memory of just its size.
 */


#include "fuzz.h"
#include "json.h"
#include "pairs.h"
#include "ant_json.h"


#define ROOM  (1 << 20)


typedef struct {
    ant_query_t          q;
    ant_result_t         res;
    ant_args_t           args;
    ant_envelope_t       env;
    const ant_event_t   *event;
    pairs_t              pairs;
} case_t;


#define own_rule(name, alias, type, required, min, max)                       \
    { ant_string(name), alias, ant_null_string, type, required, min, max }


/* their keys are made as those of a user's event are */

static ant_rule_t  rules[] = {
    own_rule("t", ant_string("tt"), ANT_TYPE_TOKEN, 0, 1, 2048),
    own_rule("x", ant_null_string, ANT_TYPE_TEXT, 1, 1, 2048),
    own_rule("w", ant_null_string, ANT_TYPE_WORD, 0, 2, 9),
    own_rule("i", ant_string("ii"), ANT_TYPE_INT, 0, INT64_MIN, INT64_MAX),
    own_rule("u", ant_null_string, ANT_TYPE_UINT, 0, 0, INT64_MAX),
    own_rule("p", ant_null_string, ANT_TYPE_PHONE, 0, 5, 17),
    own_rule("q\"\\", ant_null_string, ANT_TYPE_TEXT, 0, 1, 2048)
};

#define NRULES  (sizeof(rules) / sizeof(ant_rule_t))

static const ant_event_t  own = { ant_string("own"), rules, NRULES };

static const ant_secret_t  secrets[] = {
    { ant_string("key"), ant_string("a secret") },
    { ant_string("key"), ant_string("a secret of two") }
};

static const ant_field_t  fields[] = {
    { ant_string("site"), ant_string("lagos") },
    { ant_string("bad"), ant_string("\xff%+") }
};


/* the value under a key, as many as there are, none twice */

static const json_t *
value_of(const json_t *data, const text_t *key)
{
    size_t         i;
    const json_t  *found;

    found = NULL;

    for (i = 0; i < data->n; i++) {

        if (text_same(&data->items[i].key, key)) {
            must(found == NULL);
            found = &data->items[i];
        }
    }

    return found;
}


static int
listed(const json_t *list, const text_t *name)
{
    size_t  i;

    if (list == NULL) {
        return 0;
    }

    for (i = 0; i < list->n; i++) {

        if (text_same(&list->items[i].text, name)) {
            return 1;
        }
    }

    return 0;
}


static int
rule_of(const ant_event_t *event, const text_t *name)
{
    size_t             i;
    const ant_rule_t  *r;

    for (i = 0; i < event->nrules; i++) {
        r = &event->rules[i];

        if (text_is(name, r->name.data, r->name.len)
            || (r->alias.len && text_is(name, r->alias.data, r->alias.len)))
        {
            return (int) i;
        }
    }

    return -1;
}


static text_t
rule_key(const case_t *c, int n)
{
    return text_of(c->event->rules[n].name.data, c->event->rules[n].name.len);
}


/* may a pair stand under this key, and as what? */

static int
stands(case_t *c, const pair_t *p, const text_t *key)
{
    size_t         i;
    text_t         own;
    const pair_t  *other;

    if (text_valid(&p->name)) {
        return text_same(&p->name, key);
    }

    /* of several that decode to one name, the key is the first one's */

    for (i = 0; i < c->pairs.n; i++) {
        other = &c->pairs.pairs[i];

        if (text_same(&other->name, &p->name)) {
            own = pairs_percent(&c->pairs, &other->raw_name);

            if (text_same(&own, key)) {
                return 1;
            }
        }
    }

    return 0;
}


/*
 * Percent-encoded it is as received; or as another one was, of the same
 * value, since that is there once.
 */

static int
same_value(case_t *c, const text_t *text, const pair_t *p, int encoded)
{
    text_t  value;

    if (!encoded) {
        return text_same(text, &p->value);
    }

    value = pairs_percent(&c->pairs, &p->raw_value);

    if (text_same(text, &value)) {
        return 1;
    }

    value = pairs_decode(&c->pairs, text, 1);

    return text_same(&value, &p->value);
}


static int
holds_pair(case_t *c, const json_t *v, const pair_t *p, int encoded)
{
    size_t  i;

    if (v->type == JSON_STRING) {
        return same_value(c, &v->text, p, encoded);
    }

    must(v->type == JSON_ARRAY && v->n > 1);

    for (i = 0; i < v->n; i++) {

        if (same_value(c, &v->items[i].text, p, encoded)) {
            return 1;
        }
    }

    return 0;
}


static void
check_declared(case_t *c, const json_t *data, const json_t *encoded,
    const pair_t *p, int n)
{
    char           digits[32];
    text_t         key;
    const json_t  *v;
    ant_type_e     type;

    type = c->event->rules[n].type;
    key = rule_key(c, n);
    v = value_of(data, &key);

    if (p->value.len == 0 && (type != ANT_TYPE_TEXT || v != NULL)) {
        return;
    }

    must(v != NULL);

    if (type == ANT_TYPE_INT || type == ANT_TYPE_UINT) {
        must(v->type == JSON_NUMBER && p->value.len < 24);

        memcpy(digits, p->value.data, p->value.len);
        digits[p->value.len] = '\0';

        snprintf(digits, sizeof(digits), "%lld", strtoll(digits, NULL, 10));
        must(text_is(&v->text, (u_char *) digits, strlen(digits)));
        return;
    }

    must(holds_pair(c, v, p, listed(encoded, &key)));
}


/* what the decoded JSON must hold for one pair */

static void
check_pair(case_t *c, const json_t *data, const json_t *encoded,
    const pair_t *p)
{
    int            n;
    size_t         i;
    const json_t  *v;

    n = rule_of(c->event, &p->name);

    if (n >= 0) {
        check_declared(c, data, encoded, p, n);
        return;
    }

    for (i = 0; i < data->n; i++) {
        v = &data->items[i];

        if (stands(c, p, &v->key)
            && holds_pair(c, v, p, listed(encoded, &v->key)))
        {
            return;
        }
    }

    must(!"what was received is not there");
}


/* and that it holds nothing else */

static void
check_value(case_t *c, const text_t *key, const json_t *v, int encoded)
{
    int      n;
    size_t   i;
    text_t   name;
    pair_t  *p;

    if (v->type == JSON_ARRAY) {

        for (i = 0; i < v->n; i++) {
            check_value(c, key, &v->items[i], encoded);
        }

        return;
    }

    for (i = 0; i < c->pairs.n; i++) {
        p = &c->pairs.pairs[i];
        n = rule_of(c->event, &p->name);

        if (n >= 0) {
            name = rule_key(c, n);

            if (!text_same(&name, key)) {
                continue;
            }

        } else if (!stands(c, p, key)) {
            continue;
        }

        if (v->type == JSON_NUMBER || holds_pair(c, v, p, encoded)) {
            return;
        }
    }

    must(!"a value that was not received");
}


static void
check_fields(const json_t *top, const json_t *encoded)
{
    text_t         key;
    const json_t  *list, *v;

    key = text_lit("fields");
    list = value_of(top, &key);
    must(list != NULL && list->n == 2);

    key = text_lit("site");
    v = value_of(list, &key);
    must(v != NULL && text_is(&v->text, (u_char *) "lagos", 5));

    key = text_lit("bad");
    v = value_of(list, &key);
    must(v != NULL && text_is(&v->text, (u_char *) "%FF%25%2B", 9));
    must(listed(encoded, &key));
}


static void
check_event(case_t *c, const u_char *p, size_t len)
{
    size_t         i;
    text_t         key;
    json_t        *top;
    const json_t  *data, *encoded;

    top = json_decode(p, len);
    must(top != NULL && top->type == JSON_OBJECT);

    key = text_lit("data");
    data = value_of(top, &key);
    must(data != NULL && data->type == JSON_OBJECT);

    key = text_lit("encoded");
    encoded = value_of(top, &key);
    must(encoded == NULL || encoded->n > 0);

    must(top->n == (size_t) 4 + (c->env.nfields != 0) + (encoded != NULL));

    if (c->env.nfields) {
        check_fields(top, encoded);
    }

    for (i = 0; i < c->pairs.n; i++) {
        check_pair(c, data, encoded, &c->pairs.pairs[i]);
    }

    for (i = 0; i < data->n; i++) {
        check_value(c, &data->items[i].key, &data->items[i],
                    listed(encoded, &data->items[i].key));
    }

    json_free(top);
}


/* args, decoded without judging, are the pieces as received, decoded so */

static void
check_rejected(case_t *c, const u_char *p, size_t len)
{
    text_t         key, got, want;
    json_t        *top;
    const json_t  *args;

    top = json_decode(p, len);
    must(top != NULL && top->type == JSON_OBJECT && top->n == 6);

    key = text_lit("args");
    args = value_of(top, &key);
    must(args != NULL && args->type == JSON_STRING);

    if (c->args.nsecrets == 0) {
        got = pairs_loose(&c->pairs, &args->text);
        want = pairs_joined(&c->pairs);
        want = pairs_loose(&c->pairs, &want);
        must(text_same(&got, &want));

    } else {
        must(!pairs_secret(&c->pairs, &args->text));
    }

    json_free(top);
}


static u_char *
encode(case_t *c, u_char *p, u_char *last)
{
    if (c->res.reason == ANT_REASON_NONE) {
        return ant_json_event(p, last, &c->env, c->event, &c->q, &c->res);
    }

    return ant_json_rejected(p, last, &c->env, &c->res.error_param,
                             ant_reason_text(c->res.reason), &c->args);
}


/* into memory of just the size, and of one byte less */

static void
check_room(case_t *c, const u_char *text, size_t len)
{
    u_char  *p;

    p = malloc(len);
    must(p != NULL);
    must(encode(c, p, p + len) == p + len);
    must(memcmp(p, text, len) == 0);
    free(p);

    p = malloc(len - 1);
    must(p != NULL);
    must(encode(c, p, p + len - 1) == NULL);
    free(p);
}


static void
check_error(case_t *c)
{
    u_char   buf[ANT_JSON_ERROR_SIZE];
    u_char  *end;
    json_t  *top;

    end = ant_json_error(buf, buf + sizeof(buf), &c->res.error_param,
                         ant_reason_text(c->res.reason));
    must(end != NULL);

    top = json_decode(buf, end - buf);
    must(top != NULL && top->n == 2);
    json_free(top);
}


static void
run(case_t *c, u_char *room)
{
    u_char   *end, *scratch;
    size_t    size;
    unsigned  i;

    size = c->args.query.len + c->args.body.len;
    scratch = malloc(size ? size : 1);
    must(scratch != NULL);

    ant_query_init(&c->q, c->args.secrets, c->args.nsecrets, scratch, size);
    (void) ant_query_parse(&c->q, c->args.query.data, c->args.query.len);

    if (c->args.form) {
        (void) ant_query_parse(&c->q, c->args.body.data, c->args.body.len);
    }

    for (i = 0; c->args.nsecrets && i < c->q.nparams; i++) {
        must(c->q.params[i].name.len != 3
             || memcmp(c->q.params[i].name.data, "key", 3) != 0);
    }

    (void) ant_rule_check(c->event, &c->q, &c->res);

    end = encode(c, room, room + ROOM);
    must(end != NULL);

    if (c->res.reason == ANT_REASON_NONE) {

        if (c->args.nsecrets == 0 && c->args.form) {
            check_event(c, room, end - room);
        }

    } else {
        check_rejected(c, room, end - room);
        check_error(c);
    }

    check_room(c, room, end - room);

    free(scratch);
}


static void
make_keys(void)
{
    u_char         *end;
    size_t          i;
    static u_char   keys[NRULES][ANT_JSON_KEY_SIZE];

    for (i = 0; i < NRULES; i++) {
        end = ant_json_key(keys[i], keys[i] + ANT_JSON_KEY_SIZE, &rules[i]);
        must(end != NULL && end == keys[i] + rules[i].key.len);
    }
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t          cut;
    static u_char   room[ROOM];
    static case_t   c;

    if (size < 3 || size > 20000) {
        return 0;
    }

    if (rules[0].key.len == 0) {
        make_keys();
    }

    memset(&c.args, 0, sizeof(ant_args_t));
    memset(&c.env, 0, sizeof(ant_envelope_t));

    c.event = data[0] % 6 < 5 ? &ant_events[data[0] % 6] : &own;
    c.args.form = !(data[0] & 0x80);
    c.args.secrets = data[0] & 0x40 ? secrets : NULL;
    c.args.nsecrets = data[0] & 0x40 ? 2 : 0;

    c.env.journal.data = (u_char *) "0193d8ce1c2a7e02b6c81d35";
    c.env.journal.len = 24;
    c.env.sequence = data[1];
    c.env.event = c.event->name;
    c.env.received = 1734509285012;
    c.env.fields = fields;
    c.env.nfields = data[1] & 1 ? 2 : 0;

    cut = data[2] * (size - 3) / 255;

    c.args.query.data = data + 3;
    c.args.query.len = cut;
    c.args.body.data = data + 3 + cut;
    c.args.body.len = size - 3 - cut;

    pairs_read(&c.pairs, &c.args);
    run(&c, room);
    pairs_free(&c.pairs);

    return 0;
}
