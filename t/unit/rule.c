
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


/* the value comes in a query; the result is empty or the reason */

typedef struct {
    ant_type_e   type;
    const char  *value;
    const char  *result;
} type_case_t;


typedef struct {
    ant_type_e   type;
    int64_t      min;
    int64_t      max;
    const char  *value;
    const char  *result;
} bound_case_t;


typedef struct {
    const char  *name;
    const char  *alias;
    ant_type_e   type;
    int64_t      min;
    int64_t      max;
    const char  *error;
} verify_case_t;


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


static const type_case_t  type_cases[] = {
    { ANT_TYPE_TOKEN, "a", "" },
    { ANT_TYPE_TOKEN, A128, "" },
    { ANT_TYPE_TOKEN, A128 "a", "too long" },
    { ANT_TYPE_TOKEN, "AZaz09_-.:", "" },
    { ANT_TYPE_TOKEN, "a b", "not a token" },
    { ANT_TYPE_TOKEN, "a/b", "not a token" },
    { ANT_TYPE_TOKEN, "*", "not a token" },
    { ANT_TYPE_TOKEN, "@", "not a token" },
    { ANT_TYPE_TOKEN, "[", "not a token" },
    { ANT_TYPE_TOKEN, "`", "not a token" },
    { ANT_TYPE_TOKEN, "{", "not a token" },
    { ANT_TYPE_TOKEN, ";", "not a token" },
    { ANT_TYPE_TOKEN, ",", "not a token" },
    { ANT_TYPE_TOKEN, "%c3%a9", "not a token" },
    { ANT_TYPE_TOKEN, "a%00", "control character" },
    { ANT_TYPE_TOKEN, "a%0d", "control character" },
    { ANT_TYPE_TOKEN, "%0a", "control character" },
    { ANT_TYPE_TOKEN, "a%1f", "control character" },
    { ANT_TYPE_TOKEN, "a%7fb", "control character" },
    { ANT_TYPE_TOKEN, "%20%01", "control character" },

    { ANT_TYPE_TEXT, "a", "" },
    { ANT_TYPE_TEXT, A1024 A1024, "" },
    { ANT_TYPE_TEXT, "%00%0d%0a%7f%ff\xff\"\\", "" },

    { ANT_TYPE_WORD, "SUCCESS", "" },
    { ANT_TYPE_WORD, A64, "" },
    { ANT_TYPE_WORD, A64 "a", "too long" },
    { ANT_TYPE_WORD, "+!\"~%7e", "" },
    { ANT_TYPE_WORD, "%7f", "control character" },
    { ANT_TYPE_WORD, "a%1f", "control character" },
    { ANT_TYPE_WORD, "%00", "control character" },
    { ANT_TYPE_WORD, "%80", "not a word" },
    { ANT_TYPE_WORD, "caf%c3%a9", "not a word" },

    { ANT_TYPE_UINT, "0", "#0" },
    { ANT_TYPE_UINT, "007", "#7" },
    { ANT_TYPE_UINT, "1734509284831", "#1734509284831" },
    { ANT_TYPE_UINT, "9223372036854775807", "#9223372036854775807" },
    { ANT_TYPE_UINT, "9223372036854775808", "out of range" },
    { ANT_TYPE_UINT, "9999999999999999999", "out of range" },
    { ANT_TYPE_UINT, "0000000000000000001", "#1" },
    { ANT_TYPE_UINT, "00000000000000000001", "out of range" },
    { ANT_TYPE_UINT, "18446744073709551617", "out of range" },
    { ANT_TYPE_UINT, "+5", "not a number" },
    { ANT_TYPE_UINT, "%2B5", "not a number" },
    { ANT_TYPE_UINT, "-0", "not a number" },
    { ANT_TYPE_UINT, "-5", "out of range" },
    { ANT_TYPE_UINT, "5.0", "not a number" },
    { ANT_TYPE_UINT, "1e3", "not a number" },
    { ANT_TYPE_UINT, "0x5", "not a number" },
    { ANT_TYPE_UINT, "5+", "not a number" },
    { ANT_TYPE_UINT, "a", "not a number" },
    { ANT_TYPE_UINT, "/", "not a number" },
    { ANT_TYPE_UINT, ":", "not a number" },
    { ANT_TYPE_UINT, "*", "not a number" },
    { ANT_TYPE_UINT, "5%0a", "control character" },
    { ANT_TYPE_UINT, "5%00", "control character" },

    { ANT_TYPE_INT, "0", "#0" },
    { ANT_TYPE_INT, "-7", "#-7" },
    { ANT_TYPE_INT, "-007", "#-7" },
    { ANT_TYPE_INT, "404", "#404" },
    { ANT_TYPE_INT, "9223372036854775807", "#9223372036854775807" },
    { ANT_TYPE_INT, "9223372036854775808", "out of range" },
    { ANT_TYPE_INT, "-9223372036854775808", "#-9223372036854775808" },
    { ANT_TYPE_INT, "-9223372036854775809", "out of range" },
    { ANT_TYPE_INT, "-00000000000000000001", "out of range" },
    { ANT_TYPE_INT, "-", "not a number" },
    { ANT_TYPE_INT, "--1", "not a number" },
    { ANT_TYPE_INT, "-0", "not a number" },
    { ANT_TYPE_INT, "-00", "not a number" },
    { ANT_TYPE_INT, "+5", "not a number" },
    { ANT_TYPE_INT, "%2B5", "not a number" },
    { ANT_TYPE_INT, "-1%00", "control character" },

    { ANT_TYPE_PHONE, "006281213131213", "" },
    { ANT_TYPE_PHONE, "002348xxxxx5348", "" },
    { ANT_TYPE_PHONE, "0062XXXX***5180", "" },
    { ANT_TYPE_PHONE, "12345", "" },
    { ANT_TYPE_PHONE, "1234", "not a phone number" },
    { ANT_TYPE_PHONE, "123456789012345", "" },
    { ANT_TYPE_PHONE, "1234567890123456", "not a phone number" },
    { ANT_TYPE_PHONE, "0012345", "" },
    { ANT_TYPE_PHONE, "00123", "" },
    { ANT_TYPE_PHONE, "0012", "not a phone number" },
    { ANT_TYPE_PHONE, "00000", "" },
    { ANT_TYPE_PHONE, "0012345678901234", "" },
    { ANT_TYPE_PHONE, "00123456789012345", "" },
    { ANT_TYPE_PHONE, "001234567890123456", "not a phone number" },
    { ANT_TYPE_PHONE, "0x123456789012345", "not a phone number" },
    { ANT_TYPE_PHONE, "%2B12345", "" },
    { ANT_TYPE_PHONE, "%2B1234", "not a phone number" },
    { ANT_TYPE_PHONE, "%2B123456789012345", "" },
    { ANT_TYPE_PHONE, "%2B1234567890123456", "not a phone number" },
    { ANT_TYPE_PHONE, "%2B0012345678901234", "not a phone number" },
    { ANT_TYPE_PHONE, "+12345", "" },
    { ANT_TYPE_PHONE, "+1234", "not a phone number" },
    { ANT_TYPE_PHONE, "++12345", "not a phone number" },
    { ANT_TYPE_PHONE, "00+12345", "not a phone number" },
    { ANT_TYPE_PHONE, "12345+", "not a phone number" },
    { ANT_TYPE_PHONE, "123-456", "not a phone number" },
    { ANT_TYPE_PHONE, "123456a", "not a phone number" },
    { ANT_TYPE_PHONE, "%2B", "not a phone number" },
    { ANT_TYPE_PHONE, "xxxxx", "" },
    { ANT_TYPE_PHONE, "12345%0a", "control character" },
    { ANT_TYPE_PHONE, "%0012345", "control character" }
};


static const bound_case_t  bound_cases[] = {
    { ANT_TYPE_TOKEN, 3, 4, "aa", "too short" },
    { ANT_TYPE_TOKEN, 3, 4, "aaa", "" },
    { ANT_TYPE_TOKEN, 3, 4, "aaaa", "" },
    { ANT_TYPE_TOKEN, 3, 4, "aaaaa", "too long" },
    { ANT_TYPE_TEXT, 2, 3, "a", "too short" },
    { ANT_TYPE_TEXT, 2, 3, "%c3%a9%ff", "" },
    { ANT_TYPE_TEXT, 2, 3, "aaaa", "too long" },
    { ANT_TYPE_WORD, 2, 2, "a", "too short" },
    { ANT_TYPE_WORD, 2, 2, "aaa", "too long" },
    { ANT_TYPE_PHONE, 8, 10, "1234567", "too short" },
    { ANT_TYPE_PHONE, 8, 10, "%2B1234567", "" },
    { ANT_TYPE_PHONE, 8, 10, "00123456789", "too long" },
    { ANT_TYPE_UINT, 5, 6, "4", "out of range" },
    { ANT_TYPE_UINT, 5, 6, "5", "#5" },
    { ANT_TYPE_UINT, 5, 6, "6", "#6" },
    { ANT_TYPE_UINT, 5, 6, "7", "out of range" },
    { ANT_TYPE_INT, -6, -5, "-7", "out of range" },
    { ANT_TYPE_INT, -6, -5, "-6", "#-6" },
    { ANT_TYPE_INT, -6, -5, "-5", "#-5" },
    { ANT_TYPE_INT, -6, -5, "-4", "out of range" }
};


static const verify_case_t  verify_cases[] = {
    { "a", "", ANT_TYPE_TOKEN, 1, 128, NULL },
    { "a", "b", ANT_TYPE_TEXT, 1, 2048, NULL },
    { A64, A64, ANT_TYPE_WORD, 5, 5, NULL },
    { "a", "", ANT_TYPE_INT, INT64_MIN, INT64_MAX, NULL },
    { "a", "", ANT_TYPE_UINT, 0, INT64_MAX, NULL },
    { "a", "", ANT_TYPE_PHONE, 1, 17, NULL },
    { "", "", ANT_TYPE_TOKEN, 1, 128, "the parameter has no name" },
    { A64 "a", "", ANT_TYPE_TOKEN, 1, 128,
      "the parameter's name is longer than 64 bytes" },
    { "a", A64 "a", ANT_TYPE_TOKEN, 1, 128,
      "\"alias\" is longer than 64 bytes" },
    { "a", "", ANT_TYPE_TOKEN, 0, 128,
      "\"min\" is outside what the type allows" },
    { "a", "", ANT_TYPE_TOKEN, -1, 128,
      "\"min\" is outside what the type allows" },
    { "a", "", ANT_TYPE_TOKEN, 2049, 2049,
      "\"min\" is outside what the type allows" },
    { "a", "", ANT_TYPE_UINT, -1, 5,
      "\"min\" is outside what the type allows" },
    { "a", "", ANT_TYPE_TOKEN, 1, 2049,
      "\"max\" is outside what the type allows" },
    { "a", "", ANT_TYPE_TEXT, 1, 2049,
      "\"max\" is outside what the type allows" },
    { "a", "", ANT_TYPE_WORD, 1, 0,
      "\"max\" is outside what the type allows" },
    { "a", "", ANT_TYPE_PHONE, 1, 18,
      "\"max\" is outside what the type allows" },
    { "a", "", ANT_TYPE_UINT, 0, -1,
      "\"max\" is outside what the type allows" },
    { "a", "", ANT_TYPE_TOKEN, 5, 4, "\"min\" is above \"max\"" },
    { "a", "", ANT_TYPE_INT, -4, -5, "\"min\" is above \"max\"" }
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


static void
check_value(const ant_rule_t *rule, const char *value, const char *want)
{
    char          text[4096], query[4096], name[256];
    request_t     r;
    ant_event_t   event = { ant_string("e"), rule, 1 };
    ant_result_t  res;

    snprintf(query, sizeof(query), "p=%s", value);

    memset(&res, 0xa5, sizeof(res));
    request_parse(&r, query, strlen(query), NULL, 0);

    if (ant_rule_check(&event, &r.q, &res) != ANT_OK) {
        strcpy(text, ant_reason_text(res.reason));

    } else if (want[0] == '#') {
        *show_value(text, rule, &res, 0) = '\0';

    } else {
        text[0] = '\0';
        ok(res.value[0] == &r.q.params[0], "the value is the parameter");
    }

    snprintf(name, sizeof(name), "type %d: %.100s", rule->type, value);
    is_str(text, want, name);

    request_free(&r);
}


static void
test_types(void)
{
    size_t      i;
    ant_rule_t  rule;

    for (i = 0; i < sizeof(type_cases) / sizeof(type_case_t); i++) {
        ant_rule_init(&rule, type_cases[i].type);
        rule.name = request_str("p");
        check_value(&rule, type_cases[i].value, type_cases[i].result);
    }

    for (i = 0; i < sizeof(bound_cases) / sizeof(bound_case_t); i++) {
        ant_rule_init(&rule, bound_cases[i].type);
        rule.name = request_str("p");
        rule.min = bound_cases[i].min;
        rule.max = bound_cases[i].max;
        check_value(&rule, bound_cases[i].value, bound_cases[i].result);
    }
}


/* every byte in every type, against the sets as they are written in ANT.md */

static void
test_bytes(void)
{
    int           c, type, good;
    char          query[32];
    request_t     r;
    ant_rule_t    rule;
    ant_event_t   event = { ant_string("e"), &rule, 1 };
    ant_result_t  res;
    const char   *sets[] = {
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:",
        NULL, NULL, "0123456789", "0123456789", "0123456789xX*"
    };

    for (type = 0; type < ANT_TYPE_N; type++) {
        good = 0;

        for (c = 0; c < 256; c++) {
            ant_rule_init(&rule, type);
            rule.name = request_str("p");

            sprintf(query, "p=12345%%%02x", c);
            request_parse(&r, query, strlen(query), NULL, 0);

            good += (ant_rule_check(&event, &r.q, &res) == ANT_OK)
                    == (type == ANT_TYPE_TEXT
                        || (type == ANT_TYPE_WORD && c >= 0x20 && c <= 0x7e)
                        || (sets[type] && c && strchr(sets[type], c)));

            request_free(&r);
        }

        is_int(good, 256, "each byte is taken or refused as it should be");
    }
}


/* a bad byte at each place of values and names of each length */

static void
test_places(void)
{
    char          name[21], query[64];
    size_t        len, place, wrong;
    request_t     r;
    ant_rule_t    rule;
    ant_event_t   event = { ant_string("e"), &rule, 1 };
    ant_result_t  res;

    ant_rule_init(&rule, ANT_TYPE_TOKEN);
    wrong = 0;

    for (len = 1; len <= 20; len++) {

        for (place = 0; place < len; place++) {
            memset(name, 'a', len);
            name[len] = '\0';

            rule.name = request_str("p");
            rule.required = 0;

            sprintf(query, "p=%s", name);
            query[2 + place] = '/';
            request_parse(&r, query, len + 2, NULL, 0);
            wrong += (ant_rule_check(&event, &r.q, &res) == ANT_OK);
            request_free(&r);

            rule.name = request_str(name);
            rule.required = 1;

            sprintf(query, "%s=a", name);
            query[place] = 'b';
            request_parse(&r, query, len + 2, NULL, 0);
            wrong += (ant_rule_check(&event, &r.q, &res) == ANT_OK);
            request_free(&r);
        }
    }

    is_int((long) wrong, 0, "a wrong byte is seen at each place");
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


static void
test_verify(void)
{
    size_t                i;
    ant_rule_t            rule;
    const verify_case_t  *c;

    for (i = 0; i < sizeof(verify_cases) / sizeof(verify_case_t); i++) {
        c = &verify_cases[i];

        ant_rule_init(&rule, c->type);
        rule.name = request_str(c->name);
        rule.alias = request_str(c->alias);
        rule.min = c->min;
        rule.max = c->max;

        is_str(ant_rule_verify(&rule), c->error,
               c->error ? c->error : "a rule that is right");
    }
}


static const char *
verify_pair(const char *name, const char *alias, const char *name2,
    const char *alias2)
{
    ant_rule_t   rules[2];
    ant_event_t  event = { ant_string("e"), rules, 2 };

    ant_rule_init(&rules[0], ANT_TYPE_TEXT);
    ant_rule_init(&rules[1], ANT_TYPE_TEXT);
    rules[0].name = request_str(name);
    rules[0].alias = request_str(alias);
    rules[1].name = request_str(name2);
    rules[1].alias = request_str(alias2);

    return ant_rule_verify_event(&event);
}


static void
test_verify_event(void)
{
    ant_event_t  event = { ant_string("e"), NULL, 65 };

    is_str(ant_rule_verify_event(&event), "more than 64 parameters",
           "65 parameters");

    is_str(verify_pair("a", NULL, "b", NULL), NULL, "two names");
    is_str(verify_pair("a", "c", "b", "d"), NULL, "two names, two aliases");
    is_str(verify_pair("a", NULL, "a", NULL),
           "the parameter's name is already used", "a name twice");
    is_str(verify_pair("a", "b", "b", NULL),
           "the parameter's name is already used", "a name after an alias");
    is_str(verify_pair("a", NULL, "b", "a"), "\"alias\" is already used",
           "an alias after a name");
    is_str(verify_pair("a", "c", "b", "c"), "\"alias\" is already used",
           "an alias twice");
    is_str(verify_pair("a", NULL, "b", "b"),
           "\"alias\" is the parameter's own name", "an alias for nothing");
}


static void
test_builtin(void)
{
    size_t       i, n;
    ant_str_t    name;
    ant_type_e   type;
    ant_rule_t   rule;
    const char  *names[] = { "token", "text", "word", "int", "uint", "phone" };
    const char  *events[] = { "sms", "ivr", "call", "number_status", "any" };

    for (i = 0; i < ANT_TYPE_N; i++) {
        name = request_str(names[i]);
        ok(ant_rule_type(&name, &type) == ANT_OK && type == (ant_type_e) i,
           "type %s", names[i]);

        ant_rule_init(&rule, type);
        rule.name = name;
        is_str(ant_rule_verify(&rule), NULL, "its own bounds are right");
        ok(rule.required == 0 && rule.alias.len == 0, "and it is optional");
    }

    name = request_str("Token");
    is_int(ant_rule_type(&name, &type), ANT_BAD, "types are case-sensitive");
    name = request_str("");
    is_int(ant_rule_type(&name, &type), ANT_BAD, "no type");
    name = request_str("tex");
    is_int(ant_rule_type(&name, &type), ANT_BAD, "half a type");

    is_int((long) ant_nevents, 5, "five events");

    for (i = 0; i < ant_nevents; i++) {
        ok(find_event(events[i]) == &ant_events[i], "event %s", events[i]);
        is_str(ant_rule_verify_event(&ant_events[i]), NULL, "it is right");

        for (n = 0; n < ant_events[i].nrules; n++) {
            is_str(ant_rule_verify(&ant_events[i].rules[n]), NULL,
                   "and so is each rule");
        }
    }
}


int
main(void)
{
    test_events();
    test_types();
    test_bytes();
    test_places();
    test_many();
    test_result();
    test_verify();
    test_verify_event();
    test_builtin();

    return done();
}
