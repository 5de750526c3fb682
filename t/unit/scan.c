
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What is looked at many bytes at a time gives what a look at one after the
 * other gives: pairs wherever a block of them ends, values of each length with
 * each byte in each place, numbers of each length.
 */


#include "ant_json.h"
#include "tap.h"
#include "request.h"


#define LENGTH_MAX  200


static uint64_t  state = 20250101;


static unsigned
chance(unsigned n)
{
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;

    return (unsigned) (state >> 33) % n;
}


/* decodes as it is promised, a byte at a time; 0 for a bad escape */

static int
decode(const u_char *p, size_t len, u_char *to, size_t *n)
{
    char    hex[3];
    size_t  i;
    char   *end;

    *n = 0;

    for (i = 0; i < len; i++) {

        if (p[i] != '%') {
            to[(*n)++] = (p[i] == '+') ? ' ' : p[i];
            continue;
        }

        if (len - i < 3 || p[i + 1] == '+' || p[i + 1] == ' ') {
            break;
        }

        memcpy(hex, p + i + 1, 2);
        hex[2] = '\0';
        to[(*n)++] = (u_char) strtol(hex, &end, 16);

        if (end != hex + 2) {
            break;
        }

        i += 2;
    }

    if (i == len) {
        return 1;
    }

    memcpy(to, p, len);
    *n = len;

    return 0;
}


static int
same(const ant_str_t *s, const u_char *p, size_t len)
{
    u_char  text[LENGTH_MAX];
    size_t  n;

    (void) decode(p, len, text, &n);

    return s->len == n && memcmp(s->data, text, n) == 0;
}


/* the number of parameters that differ from a walk byte by byte */

static unsigned
walk(const request_t *r, size_t len)
{
    size_t         n;
    unsigned       wrong;
    const u_char  *p, *end, *equals, *last;

    wrong = 0;
    n = 0;
    last = r->input + len;

    for (p = r->input; p < last; p = end + 1) {

        end = p;

        while (end < last && *end != '&') {
            end++;
        }

        equals = p;

        while (equals < end && *equals != '=') {
            equals++;
        }

        if (end == p || (equals == p && end == p + 1)) {
            continue;
        }

        if (n < r->q.nparams) {
            wrong += !same(&r->q.params[n].name, p, equals - p);
            equals += (equals < end);
            wrong += !same(&r->q.params[n].value, equals, end - equals);
        }

        n++;
    }

    return wrong + (n != r->q.nparams);
}


static void
test_walk(void)
{
    char       text[LENGTH_MAX];
    size_t     i, len;
    unsigned   wrong, round, rare;
    request_t  r;

    wrong = 0;

    for (round = 0; round < 40000; round++) {
        len = chance(LENGTH_MAX + 1);
        rare = 1 + chance(20);

        for (i = 0; i < len; i++) {
            text[i] = (chance(rare) == 0) ? "&&==%%+4aF"[chance(10)] : 'z';
        }

        request_parse(&r, text, len, NULL, 0);

        if (r.q.reason == ANT_REASON_NONE) {
            wrong += walk(&r, len);
        }

        request_free(&r);
    }

    is_int(wrong, 0, "pairs are those of a walk byte by byte");
}


/* a walk that is set back to a '?' goes on there, wherever its block began */

static void
test_secret(void)
{
    char       text[LENGTH_MAX];
    size_t     i, n;
    unsigned   wrong;
    request_t  r;

    static const ant_secret_t  secret = {
        ant_string("key"), ant_string("s3")
    };

    wrong = 0;

    for (i = 1; i < 140; i++) {
        memset(text, 'a', i);
        n = i + sprintf(text + i, "=1&key=s3?b=%%41&c&key=s3?&d=2");

        request_parse(&r, text, n, &secret, 1);

        if (i > ANT_QUERY_MAX_NAME) {
            wrong += !(r.q.reason == ANT_REASON_NAME_TOO_LONG
                       && r.q.secret_ok);

        } else {
            wrong += !(r.q.nparams == 4 && r.q.secret_ok
                       && r.q.params[0].name.len == i
                       && r.q.params[1].value.data[0] == 'A'
                       && r.q.params[2].name.data[0] == 'c'
                       && r.q.params[3].value.data[0] == '2');
        }

        request_free(&r);
    }

    is_int(wrong, 0, "a secret is found at each place");
}


static int
is_token(u_char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
           || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.'
           || c == ':';
}


static int
is_word(u_char c)
{
    return c >= 0x20 && c <= 0x7e;
}


static int
is_phone(u_char c)
{
    return (c >= '0' && c <= '9') || c == 'x' || c == 'X' || c == '*';
}


static int
is_digit(u_char c)
{
    return c >= '0' && c <= '9';
}


static int
accepted(const ant_event_t *event, ant_query_t *q, u_char *value, size_t len)
{
    ant_result_t  res;

    static u_char  scratch[1];

    ant_query_init(q, NULL, 0, scratch, 0);

    q->nparams = 1;
    q->params[0].name = event->rules[0].name;
    q->params[0].raw_name = event->rules[0].name;
    q->params[0].value.data = value;
    q->params[0].value.len = len;
    q->params[0].raw_value = q->params[0].value;
    q->params[0].bad_escape = 0;

    return ant_rule_check(event, q, &res) == ANT_OK;
}


/*
 * Each byte in each place but the first, which may be a sign, of a value of
 * each length.
 */

static void
test_values(ant_type_e type, size_t min, size_t max, int (*is)(u_char))
{
    u_char       *value;
    size_t        i, len;
    unsigned      c, wrong;
    ant_rule_t    rule;
    ant_event_t   event = { ant_string("e"), &rule, 1 };

    static ant_query_t  q;

    ant_rule_init(&rule, type);
    rule.name = request_str("n");
    wrong = 0;

    for (len = min; len <= max; len++) {
        value = malloc(len);
        memset(value, '1', len);

        for (i = 1; i < len; i++) {

            for (c = 0; c < 256; c++) {
                value[i] = (u_char) c;
                wrong += (accepted(&event, &q, value, len) != is((u_char) c));
            }

            value[i] = '1';
        }

        free(value);
    }

    if (!ok(wrong == 0, "each byte in each place, type %d", (int) type)) {
        printf("# %u wrong\n", wrong);
    }
}


/* the value that a number of len digits comes to */

static void
test_numbers(void)
{
    int           n;
    char          text[32];
    uint64_t      value, max;
    unsigned      round, wrong;
    request_t     r;
    ant_rule_t    rule;
    ant_event_t   event = { ant_string("e"), &rule, 1 };
    ant_result_t  res;

    ant_rule_init(&rule, ANT_TYPE_UINT);
    rule.name = request_str("n");
    wrong = 0;

    for (round = 0; round < 40000; round++) {
        max = (uint64_t) INT64_MAX >> chance(63);
        value = ((uint64_t) chance(1u << 31) << 32 | chance(1u << 31)) & max;

        n = sprintf(text, "n=%0*llu", (int) chance(20),
                    (unsigned long long) value);
        request_parse(&r, text, n, NULL, 0);

        wrong += !(ant_rule_check(&event, &r.q, &res) == ANT_OK
                   && res.number[0] == (int64_t) value);

        request_free(&r);
    }

    is_int(wrong, 0, "numbers of each length");
}


/* what is written of numbers that begin and end a length */

static void
test_digits(void)
{
    char             want[128];
    u_char           text[128], *end;
    uint64_t         power, n;
    unsigned         i, j, wrong;
    ant_envelope_t   env;
    ant_query_t     *q;
    ant_result_t     res;

    memset(&env, 0, sizeof(env));
    env.event = request_str("e");
    q = calloc(1, sizeof(ant_query_t));
    res.known = 0;
    wrong = 0;

    for (i = 0, power = 1; i < 20; i++, power *= 10) {

        for (j = 0; j < 3; j++) {
            n = power - 1 + j;
            env.received = n;
            env.sequence = n;

            sprintf(want, "{\"id\":\"-%llu\",\"event\":\"e\",\"received\":%llu,"
                    "\"data\":{}}", (unsigned long long) n,
                    (unsigned long long) n);

            end = ant_json_event(text, text + sizeof(text), &env,
                                 &ant_events[4], q, &res);

            wrong += !(end && (size_t) (end - text) == strlen(want)
                       && memcmp(text, want, end - text) == 0);
        }
    }

    free(q);

    is_int(wrong, 0, "digits of numbers of each length");
}


int
main(void)
{
    test_walk();
    test_secret();
    test_values(ANT_TYPE_TOKEN, 2, 70, is_token);
    test_values(ANT_TYPE_WORD, 2, 40, is_word);
    test_values(ANT_TYPE_PHONE, 5, 15, is_phone);
    test_values(ANT_TYPE_UINT, 2, 18, is_digit);
    test_numbers();
    test_digits();

    return done();
}
