
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The types, the built-in events with ANT's own samples, the treatment of
 * real traffic, and what a configuration may say.
 */


#include "ant_rule.h"
#include "tap.h"
#include "request.h"


#define A16    "aaaaaaaaaaaaaaaa"
#define A64    A16 A16 A16 A16
#define A128   A64 A64
#define A1024  A128 A128 A128 A128 A128 A128 A128 A128

#define SMS    "smsId=a&destination=00123&sendTime=0&sendResult=S&smsCount=0"


/* the first error, or all values with # before a number */

typedef struct {
    const char  *event;
    const char  *query;
    const char  *result;
} event_case_t;


static const event_case_t  event_cases[] = {

    /* ANT's samples */

    { "sms",
      "smsId=d3b0axxxxx070fb4dce8&sendTime=1734509284831&sendResult=SUCCESS"
      "&smsCount=1&dr=000&destination=002348xxxxx5348",
      "smsId=d3b0axxxxx070fb4dce8 destination=002348xxxxx5348 "
      "sendTime=#1734509284831 sendResult=SUCCESS dr=000 smsCount=#1" },

    { "ivr",
      "taskId=632b9exxxxxxxx42d3c4094c44a5&callId=911748db3bcxxxxxxxx13ae0346"
      "&ivrId=1&callee=00628xxxxxx341&startTime=1670989700014"
      "&endTime=1670989717626&duration=5&endReason=0&endDirection=2"
      "&addTime=167098969449",
      "taskId=632b9exxxxxxxx42d3c4094c44a5 callId=911748db3bcxxxxxxxx13ae0346 "
      "callee=00628xxxxxx341 ivrId=1 startTime=#1670989700014 "
      "endTime=#1670989717626 addTime=#167098969449 duration=#5 "
      "endReason=#0 endDirection=#2" },

    { "call",
      "caller=85xxxxx&callee=0062xxxxx425180&startTime=1670989700014"
      "&endTime=1670989717626&duration=5&endDirection=0&endReason=-7"
      "&callId=163fb7fe-cd05-123e-e8b3-00163e02e9e3&userCallId=1234567890",
      "callId=163fb7fe-cd05-123e-e8b3-00163e02e9e3 callee=0062xxxxx425180 "
      "caller=85xxxxx startTime=#1670989700014 endTime=#1670989717626 "
      "duration=#5 endReason=#-7 endDirection=#0 userCallId=1234567890" },

    { "number_status",
      "taskId=t1&callId=c1&callee=006281213131213&endReason=-11"
      "&endDirection=1&addTime=1670989694490&postTime=1670989694491",
      "taskId=t1 callId=c1 callee=006281213131213 endReason=#-11 "
      "endDirection=#1 addTime=#1670989694490 postTime=#1670989694491" },

    /* what is required, in the declared order */

    { "sms", SMS, "smsId=a destination=00123 sendTime=#0 sendResult=S "
                  "smsCount=#0" },
    { "sms", "", "smsId: missing" },
    { "sms", "x=1", "smsId: missing" },
    { "sms", "smsId=a", "destination: missing" },
    { "sms", "smsId=a&destination=00123", "sendTime: missing" },
    { "sms", "smsId=a&destination=00123&sendTime=0", "sendResult: missing" },
    { "sms", "smsId=a&destination=00123&sendTime=0&sendResult=S",
      "smsCount: missing" },
    { "ivr", "", "taskId: missing" },
    { "ivr", "taskId=a", "callId: missing" },
    { "ivr", "taskId=a&callId=a", "callee: missing" },
    { "ivr", "taskId=a&callId=a&callee=12345",
      "taskId=a callId=a callee=12345" },
    { "call", "", "callId: missing" },
    { "call", "callId=a", "callee: missing" },
    { "call", "callId=a&callee=12345", "callId=a callee=12345" },
    { "number_status", "", "callId: missing" },
    { "number_status", "callId=a", "callee: missing" },
    { "number_status", "callId=a&callee=12345", "callId=a callee=12345" },
    { "any", "", "" },
    { "any", "a=%zz&a=1", "" },

    /* the bounds of each event's own */

    { "sms", "smsId=" A128 "a", "smsId: too long" },
    { "sms", SMS "&dr=" A128 "a", "dr: too long" },
    { "sms", SMS "&dr=" A128, "smsId=a destination=00123 sendTime=#0 "
      "sendResult=S dr=" A128 " smsCount=#0" },
    { "sms", "smsId=a&destination=00123&sendTime=0&sendResult=" A64 "a",
      "sendResult: too long" },
    { "sms", "smsId=a&destination=00123&sendTime=0&sendResult=S"
             "&smsCount=65536", "smsCount: out of range" },
    { "sms", "smsId=a&destination=00123&sendTime=0&sendResult=S"
             "&smsCount=65535", "smsId=a destination=00123 sendTime=#0 "
             "sendResult=S smsCount=#65535" },
    { "sms", "smsId=a&destination=00123&sendTime=9223372036854775807"
             "&sendResult=new+word!&smsCount=1",
      "smsId=a destination=00123 sendTime=#9223372036854775807 "
      "sendResult=new_word! smsCount=#1" },
    { "call", "callId=" A128 "&callee=12345&caller=" A64,
      "callId=" A128 " callee=12345 caller=" A64 },
    { "call", "callId=a&callee=12345&caller=" A64 "a", "caller: too long" },
    { "call", "callId=a&callee=12345&userCallId=" A128 "a",
      "userCallId: too long" },
    { "ivr", "taskId=a&callId=a&callee=12345&endReason=-9223372036854775808",
      "taskId=a callId=a callee=12345 endReason=#-9223372036854775808" },
    { "ivr", "taskId=a&callId=a&callee=12345&duration=-1",
      "duration: out of range" },
    { "ivr", "taskId=a&callId=" A128 "a&callee=12345", "callId: too long" },
    { "number_status", "callId=a&callee=12345&taskId=a b",
      "taskId: not a token" },

    /* real traffic: order, unknown ones, empty ones */

    { "sms", "smsCount=0&x=1&sendResult=S&sendTime=0&destination=00123"
             "&smsId=a", "smsId=a destination=00123 sendTime=#0 sendResult=S "
             "smsCount=#0" },
    { "sms", "smsId=&destination=00123", "smsId: missing" },
    { "sms", "smsId&destination=00123", "smsId: missing" },
    { "sms", SMS "&dr=", "smsId=a destination=00123 sendTime=#0 "
      "sendResult=S dr= smsCount=#0" },
    { "sms", SMS "&dr", "smsId=a destination=00123 sendTime=#0 "
      "sendResult=S dr= smsCount=#0" },
    { "call", "callId=a&callee=12345&caller=&duration=&endReason",
      "callId=a callee=12345" },
    { "sms", "&&smsId=a&&destination=00123&sendTime=0&sendResult=S"
             "&smsCount=0&", "smsId=a destination=00123 sendTime=#0 "
             "sendResult=S smsCount=#0" },

    /* names are case-sensitive, an empty one is unknown */

    { "sms", "smsid=a", "smsId: missing" },
    { "sms", "=a", "smsId: missing" },
    { "sms", "smsIdx=a", "smsId: missing" },
    { "sms", "smsI=a", "smsId: missing" },
    { "sms", "%73msId=a", "destination: missing" },
    { "sms", "smsId=a&destinatioN=12345", "destination: missing" },
    { "sms", "smsId=a&Destination=12345", "destination: missing" },
    { "sms", "smsIe=a", "smsId: missing" },
    { "ivr", "taskId=a&callId=a&callee=12345&startTimE=1&sTartTime=2",
      "taskId=a callId=a callee=12345" },

    /* escapes, odd bytes, bytes that are not UTF-8 */

    { "sms", "smsId=%61:1&destination=%2B2348000000&sendTime=%31"
             "&sendResult=a%20b&smsCount=1&dr=DB:0103",
      "smsId=a:1 destination=+2348000000 sendTime=#1 sendResult=a_b "
      "dr=DB:0103 smsCount=#1" },
    { "sms", SMS "&dr=%ff%00%0d%0a", "smsId=a destination=00123 sendTime=#0 "
      "sendResult=S dr=\\xff\\x00\\x0d\\x0a smsCount=#0" },
    { "sms", "smsId=%zz", "smsId: bad escape" },
    { "sms", "smsId=%4&destination=1", "smsId: bad escape" },
    { "sms", SMS "&dr=%zz", "dr: bad escape" },
    { "sms", SMS "&x=%zz", "smsId=a destination=00123 sendTime=#0 "
      "sendResult=S smsCount=#0" },
    { "sms", "smsId=a&smsId=%zz", "smsId: bad escape" },
    { "sms", "smsId=a%00", "smsId: control character" },

    /* the same parameter twice */

    { "sms", SMS "&smsId=a", "smsId=a destination=00123 sendTime=#0 "
      "sendResult=S smsCount=#0" },
    { "sms", SMS "&smsId=%61", "smsId=a destination=00123 sendTime=#0 "
      "sendResult=S smsCount=#0" },
    { "sms", SMS "&smsId=b", "smsId: different values" },
    { "sms", SMS "&smsId=aa", "smsId: different values" },
    { "sms", SMS "&smsCount=00", "smsCount: different values" },
    { "sms", SMS "&smsId=a&smsId=b", "smsId: different values" },
    { "sms", SMS "&smsId=b&smsId=a", "smsId: different values" },
    { "sms", SMS "&smsId=", "smsId=a destination=00123 sendTime=#0 "
      "sendResult=S smsCount=#0" },
    { "sms", "dr=&" SMS "&dr=000&dr", "smsId=a destination=00123 sendTime=#0 "
      "sendResult=S dr=000 smsCount=#0" },
    { "sms", "dr=&" SMS "&dr=000&dr&dr=1", "dr: different values" },
    { "sms", SMS "&x=1&x=2", "smsId=a destination=00123 sendTime=#0 "
      "sendResult=S smsCount=#0" },

    /* the alias */

    { "ivr", "staskId=a&callId=a&callee=12345",
      "taskId=a callId=a callee=12345" },
    { "ivr", "staskId=a&taskId=a&callId=a&callee=12345",
      "taskId=a callId=a callee=12345" },
    { "ivr", "staskId=a&taskId=b&callId=a&callee=12345",
      "taskId: different values" },
    { "ivr", "taskId=&staskId=a&callId=a&callee=12345",
      "taskId=a callId=a callee=12345" },
    { "ivr", "staskId=a b&callId=a&callee=12345", "taskId: not a token" },
    { "number_status", "staskId=a&callId=a&callee=12345",
      "callId=a callee=12345" },

    /* the first error in the declared order, whatever came first */

    { "sms", "smsCount=x&destination=1&smsId=a",
      "destination: not a phone number" },
    { "sms", "smsCount=x&destination=%zz&smsId=a b", "smsId: not a token" },

    /* the query's own errors go before */

    { "sms", "smsId=%zz&" A64 "a=1", A64 ": name too long" },
    { "any", "a=" A1024 A1024 "a", "a: too long" }
};


static const ant_event_t *
find_event(const char *name)
{
    size_t  i;

    for (i = 0; i < ant_nevents; i++) {

        if (ant_events[i].name.len == strlen(name)
            && memcmp(ant_events[i].name.data, name, strlen(name)) == 0)
        {
            return &ant_events[i];
        }
    }

    return NULL;
}


static char *
show_value(char *p, const ant_rule_t *r, const ant_result_t *res, size_t i)
{
    if (r->type == ANT_TYPE_INT || r->type == ANT_TYPE_UINT) {
        return p + sprintf(p, "#%lld", (long long) res->number[i]);
    }

    return request_show(p, &res->value[i]->value);
}


static void
show_result(char *p, const ant_event_t *event, const ant_result_t *res)
{
    char    *start;
    size_t   i;

    if (res->reason) {
        p = request_show(p, &res->error_param);
        sprintf(p, ": %s", ant_reason_text(res->reason));
        return;
    }

    start = p;

    for (i = 0; i < event->nrules; i++) {

        if (res->value[i] == NULL) {
            continue;
        }

        if (p != start) {
            *p++ = ' ';
        }

        p = request_show(p, &event->rules[i].name);
        *p++ = '=';
        p = show_value(p, &event->rules[i], res, i);
    }

    *p = '\0';
}


static void
test_events(void)
{
    int                  rc;
    char                 text[4096], name[512];
    size_t               i;
    request_t            r;
    ant_result_t         res;
    const ant_event_t   *event;
    const event_case_t  *c;

    for (i = 0; i < sizeof(event_cases) / sizeof(event_case_t); i++) {
        c = &event_cases[i];
        event = find_event(c->event);

        memset(&res, 0xa5, sizeof(res));
        request_parse(&r, c->query, strlen(c->query), NULL, 0);

        rc = ant_rule_check(event, &r.q, &res);
        show_result(text, event, &res);

        snprintf(name, sizeof(name), "%s %.200s", c->event, c->query);
        is_str(text, c->result, name);
        is_int(rc, res.reason ? ANT_BAD : ANT_OK, "the result goes with it");

        request_free(&r);
    }
}


/* 64 rules and 64 parameters, in the same and in the opposite order */

static void
test_many(void)
{
    int           i, n, reverse, right;
    char          names[64][8], query[1024], *p;
    request_t     r;
    ant_rule_t    rules[64];
    ant_event_t   event = { ant_string("e"), rules, 64 };
    ant_result_t  res;

    for (i = 0; i < 64; i++) {
        ant_rule_init(&rules[i], ANT_TYPE_UINT);
        sprintf(names[i], "p%02d", i);
        rules[i].name = request_str(names[i]);
        rules[i].required = 1;
    }

    for (reverse = 0; reverse < 2; reverse++) {
        p = query;

        for (i = 0; i < 64; i++) {
            n = reverse ? 63 - i : i;
            p += sprintf(p, "&p%02d=%d", n, n);
        }

        request_parse(&r, query, strlen(query), NULL, 0);

        is_int(ant_rule_check(&event, &r.q, &res), ANT_OK, "64 rules");
        ok(res.known == ~(uint64_t) 0, "all 64 parameters are declared");

        for (i = 0, right = 0; i < 64; i++) {
            right += (res.number[i] == i);
        }

        is_int(right, 64, "each has its own value");
        request_free(&r);
    }

    p[-1] = 'x';
    request_parse(&r, query, strlen(query), NULL, 0);
    is_int(ant_rule_check(&event, &r.q, &res), ANT_BAD, "the first is bad");
    ok(res.error_rule == &rules[0], "and so it is named");
    request_free(&r);

    for (i = 0; i < 64; i++) {
        rules[i].required = 0;
    }

    request_parse(&r, "p63=1&p63=2", 11, NULL, 0);
    ant_rule_check(&event, &r.q, &res);
    ok(res.error_rule == &rules[63]
       && res.reason == ANT_REASON_DIFFERENT_VALUES, "the last one differs");
    request_free(&r);

    request_parse(&r, "p63=%zz", 7, NULL, 0);
    ant_rule_check(&event, &r.q, &res);
    ok(res.error_rule == &rules[63]
       && res.reason == ANT_REASON_BAD_ESCAPE, "the last one is escaped badly");
    request_free(&r);
}


static void
test_result(void)
{
    char          text[128];
    request_t     r;
    ant_result_t  res;
    static const char  input[] = "x=1&" SMS "&y=%zz&smsId=a&=z";

    request_parse(&r, input, sizeof(input) - 1, NULL, 0);

    is_int(ant_rule_check(&ant_events[0], &r.q, &res), ANT_OK, "an event");
    is_int((long) res.known, 0xbe, "declared parameters are marked");
    ok(res.error_rule == NULL && res.error_param.len == 0
       && res.reason == ANT_REASON_NONE, "no error is left in the result");
    ok(res.value[0] == &r.q.params[1], "of two equal ones the first is taken");
    request_free(&r);

    request_parse(&r, "smsId=%0a", 9, NULL, 0);
    ant_rule_check(&ant_events[0], &r.q, &res);
    ok(res.error_rule == &ant_events[0].rules[0], "an error has its rule");
    request_free(&r);

    memset(text, 'n', 65);
    request_parse(&r, text, 65, NULL, 0);
    ant_rule_check(&ant_events[0], &r.q, &res);
    ok(res.error_rule == NULL && res.error_param.len == 64,
       "an error of the query has none");
    request_free(&r);
}


int
main(void)
{
    test_events();
    test_many();
    test_result();

    return done();
}
