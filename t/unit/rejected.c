
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The texts of rejected events and of the answer to a bad one, byte for byte.
 */


#include "json.h"


typedef struct {
    const char  *param;
    const char  *reason;
    const char  *query;
    const char  *body;
    int          form;
    const char  *rest;
} rejected_case_t;


typedef struct {
    const char  *param;
    const char  *reason;
    const char  *text;
} error_case_t;


static const rejected_case_t  rejected_cases[] = {
    { "smsId", "missing", "", "", 1,
      "\"error\":\"smsId\",\"reason\":\"missing\",\"args\":\"\"}" },
    { "destination", "not a phone number", "smsId=1&destination=+&x=%zz", "",
      1, "\"error\":\"destination\",\"reason\":\"not a phone number\","
      "\"args\":\"smsId=1&destination=+&x=%zz\"}" },
    { "", "not a form", "a=1&key=s3cret", "{\"b\":\n\"\\\"}", 0,
      "\"error\":\"\",\"reason\":\"not a form\","
      "\"args\":\"a=1\\u000a{\\\"b\\\":\\u000a\\\"\\\\\\\"}\"}" },
    { "", "not a form", "key=s3cret", "{}", 0,
      "\"error\":\"\",\"reason\":\"not a form\",\"args\":\"{}\"}" },
    { "a", "bad escape", "key=s3cret?a=%zz", "b=2&key=s3cret&c", 1,
      "\"error\":\"a\",\"reason\":\"bad escape\","
      "\"args\":\"a=%zz&b=2&c\"}" },
    { "a", "too long", "a=\xff\xc3\xa9\x01\x7f%ff&\xe2\x82", "", 1,
      "\"error\":\"a\",\"reason\":\"too long\","
      "\"args\":\"a=%FF\xc3\xa9\\u0001\x7f%ff&%E2%82\"}" },
    { "\xff\"\n\xc3\xa9", "name too long", "", "", 1,
      "\"error\":\"%FF\\\"\\u000a\xc3\xa9\",\"reason\":\"name too long\","
      "\"args\":\"\"}" }
};


static const error_case_t  error_cases[] = {
    { "destination", "not a phone number",
      "{\"error\":\"destination\",\"reason\":\"not a phone number\"}" },
    { "", "too many parameters",
      "{\"error\":\"\",\"reason\":\"too many parameters\"}" },
    { "\"\\\n\xff\xe2\x82\xac", "missing",
      "{\"error\":\"\\\"\\\\\\u000a%FF\xe2\x82\xac\",\"reason\":\"missing\"}" }
};


static void
test_rejected(void)
{
    char                    want[4096];
    size_t                  i;
    call_t                  c;
    u_char                 *query, *body;
    const rejected_case_t  *e;

    for (i = 0; i < sizeof(rejected_cases) / sizeof(rejected_case_t); i++) {
        e = &rejected_cases[i];
        memset(&c, 0, sizeof(c));

        query = request_copy(e->query, strlen(e->query));
        body = request_copy(e->body, strlen(e->body));

        c.kind = REJECTED;
        c.param = request_str(e->param);
        c.reason = e->reason;
        c.args.query.data = query;
        c.args.query.len = strlen(e->query);
        c.args.body.data = body;
        c.args.body.len = strlen(e->body);
        c.args.form = e->form;
        c.args.secrets = secrets;
        c.args.nsecrets = 1;
        envelope(&c.env, &ant_events[0]);

        /* they are left out */
        c.env.fields = fields;
        c.env.nfields = 5;

        snprintf(want, sizeof(want), "%s%s", HEAD("sms"), e->rest);
        check(&c, want, e->rest);

        free(query);
        free(body);
    }
}


static void
test_errors(void)
{
    int      reason;
    char     name[ANT_QUERY_MAX_NAME + 1];
    size_t   i;
    call_t   c;
    u_char   out[ANT_JSON_ERROR_SIZE];

    memset(&c, 0, sizeof(c));
    c.kind = ERROR;

    for (i = 0; i < sizeof(error_cases) / sizeof(error_case_t); i++) {
        c.param = request_str(error_cases[i].param);
        c.reason = error_cases[i].reason;
        check(&c, error_cases[i].text, error_cases[i].text);
    }

    memset(name, '\001', ANT_QUERY_MAX_NAME);
    name[ANT_QUERY_MAX_NAME] = '\0';
    c.param = request_str(name);

    for (reason = 0; reason < ANT_REASON_N; reason++) {
        c.reason = ant_reason_text(reason);
        ok(call(out, out + sizeof(out), &c) != NULL,
           "the longest name has room beside: %s", c.reason);
    }
}


int
main(void)
{
    test_rejected();
    test_errors();

    return done();
}
