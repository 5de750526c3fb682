
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The verdicts on a fence, against a second reading of the design, for every
 * combination of small numbers; and the numbers themselves.
 */


#include "ant_fence.h"
#include "tap.h"


#define LIMIT  6


static ant_str_t
text(u_char *buf, uint64_t n)
{
    ant_str_t  s;

    s.data = buf;
    s.len = sprintf((char *) buf, "%llu", (unsigned long long) n);

    return s;
}


/*
 * What the design says, in its own order: c <= f <= e is confirmed; the rest
 * only on REGISTER's word.
 */
static ant_fence_e
expected(const ant_fence_t *x, uint64_t f)
{
    if (x->registered && !x->existed && f <= x->end) {
        return ANT_FENCE_NEW;
    }

    if (x->confirmed <= f && f <= x->end) {
        return (x->registered && f < x->oldest) ? ANT_FENCE_LOST
                                                : ANT_FENCE_CONFIRM;
    }

    if (!x->registered) {
        return ANT_FENCE_ASK;
    }

    if (f > x->end) {
        return ANT_FENCE_AHEAD;
    }

    return f < x->oldest ? ANT_FENCE_LOST : ANT_FENCE_BACK;
}


static void
test_all(void)
{
    u_char       buf[32];
    uint64_t     f, got, wrong[2], n[2];
    unsigned     registered, existed;
    ant_str_t    answer;
    ant_fence_t  x;
    ant_fence_e  verdict;

    n[0] = n[1] = wrong[0] = wrong[1] = 0;

    for (x.end = 0; x.end < LIMIT; x.end++) {
    for (x.confirmed = 0; x.confirmed <= x.end; x.confirmed++) {
    for (x.oldest = 0; x.oldest <= x.confirmed; x.oldest++) {
    for (registered = 0; registered < 2; registered++) {
    for (existed = 0; existed < 2; existed++) {
    for (f = 0; f < LIMIT + 2; f++) {
        x.registered = registered;
        x.existed = existed;
        answer = text(buf, f);
        got = UINT64_MAX;

        verdict = ant_fence_judge(&x, &answer, &got);

        n[registered]++;

        if (verdict != expected(&x, f)
            || (verdict != ANT_FENCE_ASK && got != f))
        {
            wrong[registered]++;
        }
    }
    }
    }
    }
    }
    }

    ok(n[0] > 500 && wrong[0] == 0, "a PUSH's answer: %llu combinations",
       (unsigned long long) n[0]);
    ok(n[1] > 500 && wrong[1] == 0, "a REGISTER's answer: %llu combinations",
       (unsigned long long) n[1]);
}


static void
test_absent(void)
{
    uint64_t     f;
    ant_str_t    none, garbage;
    ant_fence_t  x;

    memset(&x, 0, sizeof(ant_fence_t));
    memset(&none, 0, sizeof(ant_str_t));

    garbage.data = (const u_char *) "12x";
    garbage.len = 3;

    x.confirmed = 1;
    x.end = 5;

    ok(ant_fence_judge(&x, &none, &f) == ANT_FENCE_ASK,
       "a PUSH that finds no fence asks");
    ok(ant_fence_judge(&x, &garbage, &f) == ANT_FENCE_ASK,
       "a PUSH that finds garbage asks");

    x.registered = 1;

    ok(ant_fence_judge(&x, &none, &f) == ANT_FENCE_GARBAGE,
       "a REGISTER without a field is garbage");
    ok(ant_fence_judge(&x, &garbage, &f) == ANT_FENCE_GARBAGE,
       "a REGISTER with garbage is garbage");
}


static void
test_numbers(void)
{
    size_t     i;
    uint64_t   n;
    ant_str_t  s;

    static const char  *bad[] = {
        "", "-1", "+1", " 1", "1 ", "01", "00", "1.0", "1e3", "0x1",
        "18446744073709551616", "99999999999999999999", "184467440737095516150",
        "nan"
    };

    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        s.data = (const u_char *) bad[i];
        s.len = strlen(bad[i]);
        ok(ant_fence_parse(&s, &n) == ANT_BAD, "\"%s\" is no fence", bad[i]);
    }

    s.data = (const u_char *) "18446744073709551615";
    s.len = 20;
    ok(ant_fence_parse(&s, &n) == ANT_OK && n == UINT64_MAX, "the largest");

    s.data = (const u_char *) "0";
    s.len = 1;
    ok(ant_fence_parse(&s, &n) == ANT_OK && n == 0, "zero");
}


int
main(void)
{
    test_all();
    test_absent();
    test_numbers();

    return done();
}
