
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The texts of events byte for byte; and that no writer touches a byte that is
 * not its own.
 */


#include "json.h"


#define SMS     "smsId=a&destination=12345&sendTime=1&sendResult=S&smsCount=1"
#define SMS_ID  "\"smsId\":\"a\",\"destination\":\"12345\",\"sendTime\":1,"  \
                "\"sendResult\":\"S\","

#define A16  "aaaaaaaaaaaaaaaa"


/* event is a place in ant_events; data is all behind the head */

typedef struct {
    int          event;
    const char  *query;
    const char  *data;
} event_case_t;


static const event_case_t  event_cases[] = {

    { 0, "smsId=d3b0axxxxx070fb4dce8&sendTime=1734509284831&sendResult=SUCCESS"
         "&smsCount=1&dr=000&destination=002348xxxxx5348",
      "{\"smsId\":\"d3b0axxxxx070fb4dce8\",\"destination\":"
      "\"002348xxxxx5348\",\"sendTime\":1734509284831,\"sendResult\":"
      "\"SUCCESS\",\"dr\":\"000\",\"smsCount\":1}}" },

    { 0, "smsId=d3b0&destination=002348012345348&sendTime=1734509284831"
         "&sendResult=SUCCESS&dr=000&smsCount=1",
      "{\"smsId\":\"d3b0\",\"destination\":\"002348012345348\",\"sendTime\":"
      "1734509284831,\"sendResult\":\"SUCCESS\",\"dr\":\"000\","
      "\"smsCount\":1}}" },

    { 1, "taskId=632b9exxxxxxxx42d3c4094c44a5"
         "&callId=911748db3bcxxxxxxxx13ae0346&ivrId=1&callee=00628xxxxxx341"
         "&startTime=1670989700014&endTime=1670989717626&duration=5"
         "&endReason=0&endDirection=2&addTime=167098969449",
      "{\"taskId\":\"632b9exxxxxxxx42d3c4094c44a5\",\"callId\":"
      "\"911748db3bcxxxxxxxx13ae0346\",\"callee\":\"00628xxxxxx341\","
      "\"ivrId\":\"1\",\"startTime\":1670989700014,\"endTime\":1670989717626,"
      "\"addTime\":167098969449,\"duration\":5,\"endReason\":0,"
      "\"endDirection\":2}}" },

    { 2, "caller=85xxxxx&callee=0062xxxxx425180&startTime=1670989700014"
         "&endTime=1670989717626&duration=5&endDirection=0&endReason=-7"
         "&callId=163fb7fe-cd05-123e-e8b3-00163e02e9e3&userCallId=1234567890",
      "{\"callId\":\"163fb7fe-cd05-123e-e8b3-00163e02e9e3\",\"callee\":"
      "\"0062xxxxx425180\",\"caller\":\"85xxxxx\",\"startTime\":"
      "1670989700014,\"endTime\":1670989717626,\"duration\":5,"
      "\"endReason\":-7,\"endDirection\":0,\"userCallId\":\"1234567890\"}}" },

    /* numbers are canonical; 20 digits are the longest text */

    { 1, "taskId=a&callId=b&callee=12345&duration=007"
         "&endReason=-9223372036854775808&addTime=9223372036854775807"
         "&startTime=0000&endDirection=-010",
      "{\"taskId\":\"a\",\"callId\":\"b\",\"callee\":\"12345\","
      "\"startTime\":0,\"addTime\":9223372036854775807,\"duration\":7,"
      "\"endReason\":-9223372036854775808,\"endDirection\":-10}}" },

    /* absent, empty; an alias is written under the name */

    { 0, SMS, "{" SMS_ID "\"smsCount\":1}}" },
    { 0, SMS "&dr=", "{" SMS_ID "\"dr\":\"\",\"smsCount\":1}}" },
    { 2, "callId=a&callee=12345&caller=&duration=&userCallId=",
      "{\"callId\":\"a\",\"callee\":\"12345\",\"userCallId\":\"\"}}" },
    { 1, "staskId=a&callId=b&callee=12345",
      "{\"taskId\":\"a\",\"callId\":\"b\",\"callee\":\"12345\"}}" },
    { 4, "", "{}}" },

    /* the phone number as it was decoded */

    { 2, "callId=a&callee=%2B12345",
      "{\"callId\":\"a\",\"callee\":\"+12345\"}}" },
    { 2, "callId=a&callee=+12345",
      "{\"callId\":\"a\",\"callee\":\" 12345\"}}" },

    /* unknown ones */

    { 0, "x=1&" SMS "&y=2",
      "{" SMS_ID "\"smsCount\":1,\"x\":\"1\",\"y\":\"2\"}}" },
    { 4, "b=1&a=2&c", "{\"b\":\"1\",\"a\":\"2\",\"c\":\"\"}}" },
    { 4, "a=1&b=2&a=3", "{\"a\":[\"1\",\"3\"],\"b\":\"2\"}}" },
    { 4, "a=1&a=1", "{\"a\":\"1\"}}" },
    { 4, "a=1&a=2&a=1&a=%32&a=3", "{\"a\":[\"1\",\"2\",\"3\"]}}" },
    { 4, "a=&a=1&a", "{\"a\":[\"\",\"1\"]}}" },
    { 4, "a=1&A=2&aa=3", "{\"a\":\"1\",\"A\":\"2\",\"aa\":\"3\"}}" },
    { 4, "=x&=y", "{\"\":[\"x\",\"y\"]}}" },
    { 4, "a=%zz&b=%4&%zz=%", "{\"a\":\"%zz\",\"b\":\"%4\",\"%zz\":\"%\"}}" },
    { 4, "a=+%41%zz", "{\"a\":\"+%41%zz\"}}" },
    { 4, "smsId=%00", "{\"smsId\":\"\\u0000\"}}" },
    { 0, SMS "&smsID=1", "{" SMS_ID "\"smsCount\":1,\"smsID\":\"1\"}}" },

    /* escapes, in strings shorter and longer than a word */

    { 4, "a=\"&b=\\&c=/", "{\"a\":\"\\\"\",\"b\":\"\\\\\",\"c\":\"/\"}}" },
    { 4, "a=1234567\"&b=12345678\\&c=\"12345678",
      "{\"a\":\"1234567\\\"\",\"b\":\"12345678\\\\\","
      "\"c\":\"\\\"12345678\"}}" },
    { 4, "a=%00%01%1f%20%7f", "{\"a\":\"\\u0000\\u0001\\u001f \x7f\"}}" },
    { 4, "a=%0a%0D%09%08%0c", "{\"a\":\"\\u000a\\u000d\\u0009\\u0008\\u000c\""
      "}}" },
    { 4, "a=1234567890%0a1234567890%22",
      "{\"a\":\"1234567890\\u000a1234567890\\\"\"}}" },
    { 4, "a\"b=1&%0a=2", "{\"a\\\"b\":\"1\",\"\\u000a\":\"2\"}}" },
    { 4, "a=!#$'()*,-.:;<>?@[]^_`{|}~",
      "{\"a\":\"!#$'()*,-.:;<>?@[]^_`{|}~\"}}" },
    { 4, "a=%c3%a9%e2%82%ac%f0%9f%98%80&b=\xc3\xa9",
      "{\"a\":\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\",\"b\":\"\xc3\xa9\"}}" },
    { 4, "a=%e2%80%a8%22", "{\"a\":\"\xe2\x80\xa8\\\"\"}}" },
    { 4, "%c3%a9=1&\xc3\xa9=2", "{\"\xc3\xa9\":[\"1\",\"2\"]}}" },

    /* not UTF-8 */

    { 0, SMS "&dr=%ff+%41", "{" SMS_ID "\"dr\":\"%ff+%41\",\"smsCount\":1},"
      "\"encoded\":[\"dr\"]}" },
    { 0, SMS "&dr=a\xff\"\x01%25", "{" SMS_ID "\"dr\":\"a%FF\\\"%01%25\","
      "\"smsCount\":1},\"encoded\":[\"dr\"]}" },
    { 0, SMS "&x=%ff&dr=%80", "{" SMS_ID "\"dr\":\"%80\",\"smsCount\":1,"
      "\"x\":\"%ff\"},\"encoded\":[\"dr\",\"x\"]}" },
    { 4, "a=\xff\x7f\xc3\xa9\\", "{\"a\":\"%FF%7F%C3%A9\\\\\"},"
      "\"encoded\":[\"a\"]}" },
    { 4, "a=\xc3\xa9%ff", "{\"a\":\"%C3%A9%ff\"},\"encoded\":[\"a\"]}" },
    { 4, "a=%ed%a0%80", "{\"a\":\"%ed%a0%80\"},\"encoded\":[\"a\"]}" },
    { 4, "a=%c0%80&b=1", "{\"a\":\"%c0%80\",\"b\":\"1\"},"
      "\"encoded\":[\"a\"]}" },
    { 4, "a=%e2%82&b=%f4%90%80%80", "{\"a\":\"%e2%82\",\"b\":"
      "\"%f4%90%80%80\"},\"encoded\":[\"a\",\"b\"]}" },
    { 4, "a=1+2&a=%ff&a=1%202", "{\"a\":[\"1+2\",\"%ff\"]},"
      "\"encoded\":[\"a\"]}" },
    { 4, "a=%zz\xff", "{\"a\":\"%zz%FF\"},\"encoded\":[\"a\"]}" },
    { 4, "encoded=1&a=%ff", "{\"encoded\":\"1\",\"a\":\"%ff\"},"
      "\"encoded\":[\"a\"]}" },
    { 4, "%ff=1+2", "{\"%ff\":\"1+2\"},\"encoded\":[\"%ff\"]}" },
    { 4, "\xff\"=1", "{\"%FF\\\"\":\"1\"},\"encoded\":[\"%FF\\\"\"]}" },
    { 4, "%ff=1&%FF=2", "{\"%ff\":[\"1\",\"2\"]},\"encoded\":[\"%ff\"]}" },

    /* names that come out the same */

    { 4, "%ff=1&%25ff=2", "{\"%ff\":[\"1\",\"2\"]},\"encoded\":[\"%ff\"]}" },
    { 4, "%25ff=1&%ff=2", "{\"%ff\":[\"1\",\"2\"]},\"encoded\":[\"%ff\"]}" },
    { 4, "\xff=1&%25FF=2", "{\"%FF\":[\"1\",\"2\"]},\"encoded\":[\"%FF\"]}" },
    { 4, "\xff=1&%25F0=2", "{\"%FF\":\"1\",\"%F0\":\"2\"},"
      "\"encoded\":[\"%FF\"]}" },
    { 4, "\xff=1&%25=2", "{\"%FF\":\"1\",\"%\":\"2\"},"
      "\"encoded\":[\"%FF\"]}" },
    { 4, "\xff=1&%25FFa=2", "{\"%FF\":\"1\",\"%FFa\":\"2\"},"
      "\"encoded\":[\"%FF\"]}" },
    { 4, "\xff" "a=1&%25FF=2", "{\"%FFa\":\"1\",\"%FF\":\"2\"},"
      "\"encoded\":[\"%FFa\"]}" },

    /* a secret is in no text */

    { 4, "a=1&key=s3cret&b=2", "{\"a\":\"1\",\"b\":\"2\"}}" },
    { 4, "key=wrong?a=1&b=2", "{\"b\":\"2\"}}" }
};


static void
test_events(void)
{
    char                 want[4096];
    size_t               i;
    call_t               c;
    request_t            r;
    const char          *heads[] = { HEAD("sms"), HEAD("ivr"), HEAD("call"),
                                     HEAD("number_status"), HEAD("any") };
    const event_case_t  *e;

    for (i = 0; i < sizeof(event_cases) / sizeof(event_case_t); i++) {
        e = &event_cases[i];

        memset(&c, 0xa5, sizeof(c));
        request_parse(&r, e->query, strlen(e->query), secrets, 1);

        c.kind = EVENT;
        c.event = &ant_events[e->event];
        c.q = &r.q;
        envelope(&c.env, c.event);

        if (!ok(ant_rule_check(c.event, &r.q, &c.res) == ANT_OK,
                "event %zu is right", i))
        {
            continue;
        }

        snprintf(want, sizeof(want), "%s\"data\":%s", heads[e->event],
                 e->data);
        check(&c, want, e->data);

        request_free(&r);
    }
}


static void
test_fields(void)
{
    call_t     c;
    request_t  r;

    memset(&c, 0, sizeof(c));
    request_parse(&r, "a=1&b=%ff", 9, NULL, 0);

    c.kind = EVENT;
    c.event = &ant_events[4];
    c.q = &r.q;
    envelope(&c.env, c.event);
    ant_rule_check(c.event, &r.q, &c.res);

    c.env.fields = fields;
    c.env.nfields = 3;

    check(&c, HEAD("any") "\"fields\":{\"tenant\":\"a\\\"b\",\"empty\":\"\","
          "\"site\xc3\xa9\":\"\xc3\xa9\"},\"data\":{\"a\":\"1\","
          "\"b\":\"%ff\"},\"encoded\":[\"b\"]}", "fields that are UTF-8");

    c.env.nfields = 5;

    check(&c, HEAD("any") "\"fields\":{\"tenant\":\"a\\\"b\",\"empty\":\"\","
          "\"site\xc3\xa9\":\"\xc3\xa9\",\"b+d\":\"50%25%2B%FF%01%7F\\\\\","
          "\"%25%FE\":\"1 %2B 1\"},\"data\":{\"a\":\"1\",\"b\":\"%ff\"},"
          "\"encoded\":[\"b+d\",\"%25%FE\",\"b\"]}", "fields that are not");

    request_free(&r);

    request_parse(&r, "", 0, NULL, 0);
    ant_rule_check(c.event, &r.q, &c.res);
    c.env.fields = &fields[3];
    c.env.nfields = 1;

    check(&c, HEAD("any") "\"fields\":{\"b+d\":\"50%25%2B%FF%01%7F\\\\\"},"
          "\"data\":{},\"encoded\":[\"b+d\"]}", "a field alone is not");

    request_free(&r);
}


/* 64 names that differ, and 64 values of one name */

static void
test_many(void)
{
    int        i, same;
    char       query[2048], want[4096], *p, *w;
    call_t     c;
    request_t  r;

    for (same = 0; same < 2; same++) {
        p = query;
        w = want + sprintf(want, "%s\"data\":{%s", HEAD("any"),
                           same ? "\"a\":[" : "");

        for (i = 0; i < 64; i++) {
            p += sprintf(p, same ? "&a=%d" : "&p%d=%%ff", i);
            w += sprintf(w, same ? "%s\"%d\"" : "%s\"p%d\":\"%%ff\"",
                         i ? "," : "", i);
        }

        w += sprintf(w, same ? "]}}" : "},\"encoded\":[");

        for (i = 0; i < 64 && !same; i++) {
            w += sprintf(w, "%s\"p%d\"", i ? "," : "", i);
        }

        strcpy(w, same ? "" : "]}");

        memset(&c, 0, sizeof(c));
        request_parse(&r, query, strlen(query), NULL, 0);

        c.kind = EVENT;
        c.event = &ant_events[4];
        c.q = &r.q;
        envelope(&c.env, c.event);
        ant_rule_check(c.event, &r.q, &c.res);

        check(&c, want, same ? "64 values of a name" : "64 names");
        request_free(&r);
    }
}


/* names and events of a configuration, and the largest numbers */

static void
test_declared(void)
{
    call_t       c;
    request_t    r;
    u_char       keys[64][ANT_JSON_KEY_SIZE];
    ant_rule_t   rules[64];
    ant_event_t  event = { ant_string("my \"event\""), rules, 64 };
    size_t       i;

    for (i = 0; i < 64; i++) {
        ant_rule_init(&rules[i], ANT_TYPE_TEXT);
        rules[i].name = request_str("unused");
    }

    rules[0].name = request_str("a\"");
    rules[63].name = request_str("z\xff");

    for (i = 0; i < 64; i++) {
        ant_json_key(keys[i], keys[i] + ANT_JSON_KEY_SIZE, &rules[i]);
    }

    memset(&c, 0, sizeof(c));
    request_parse(&r, "z\xff=%ff&a\"=\"", 11, NULL, 0);

    c.kind = EVENT;
    c.event = &event;
    c.q = &r.q;
    envelope(&c.env, &event);
    c.env.sequence = UINT64_MAX;
    c.env.received = UINT64_MAX;

    is_int(ant_rule_check(c.event, &r.q, &c.res), ANT_OK, "an event of 64");

    check(&c, "{\"id\":\"0193d8ce1c2a7e02b6c81d35-18446744073709551615\","
          "\"event\":\"my \\\"event\\\"\",\"received\":18446744073709551615,"
          "\"data\":{\"a\\\"\":\"\\\"\",\"z%FF\":\"%ff\"},"
          "\"encoded\":[\"z%FF\"]}", "declared names are escaped");

    request_free(&r);
}


/* the number of wrong texts: one byte at each place of a value of len */

static size_t
wrong_places(call_t *c, int byte, int len)
{
    int        place;
    char       value[32], raw[64], text[16], want[256];
    size_t     n, wrong;
    u_char     out[512], *end;
    request_t  r;

    memset(value, 'a', sizeof(value));
    wrong = 0;

    snprintf(text, sizeof(text), byte < 0x20 ? "\\u%04x"
             : (byte == '"' || byte == '\\') ? "\\%c" : "%c", byte);

    for (place = 0; place < len; place++) {
        n = sprintf(raw, "v=%.*s%%%02x%.*s", place, value, byte,
                    len - place - 1, value);

        request_parse(&r, raw, n, NULL, 0);
        c->q = &r.q;
        ant_rule_check(c->event, &r.q, &c->res);

        n = snprintf(want, sizeof(want), "%s\"data\":{\"v\":\"%.*s%s%.*s\"}}",
                     HEAD("any"), place, value, text, len - place - 1, value);

        end = call(out, out + sizeof(out), c);
        wrong += (end != out + n || memcmp(out, want, n) != 0);

        request_free(&r);
    }

    return wrong;
}


static void
test_bytes(void)
{
    int     byte, len;
    size_t  wrong;
    call_t  c;

    memset(&c, 0, sizeof(c));
    c.kind = EVENT;
    c.event = &ant_events[4];
    envelope(&c.env, c.event);

    for (byte = 0; byte < 0x80; byte++) {
        wrong = 0;

        for (len = 1; len <= 20; len++) {
            wrong += wrong_places(&c, byte, len);
        }

        if (!ok(wrong == 0, "byte 0x%02x at each place", byte)) {
            printf("# wrong: %zu\n", wrong);
        }
    }
}


int
main(void)
{
    test_events();
    test_fields();
    test_many();
    test_declared();
    test_bytes();

    return done();
}
