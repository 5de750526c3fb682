
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What a configuration may say of rules and events, and that the built-in ones
 * are right by that.
 */


#include "ant_rule.h"
#include "tap.h"
#include "request.h"


#define A16  "aaaaaaaaaaaaaaaa"
#define A64  A16 A16 A16 A16


typedef struct {
    const char  *name;
    const char  *alias;
    ant_type_e   type;
    int64_t      min;
    int64_t      max;
    const char  *error;
} verify_case_t;


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
        is_mem(ant_events[i].name.data, ant_events[i].name.len,
               events[i], strlen(events[i]), events[i]);
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
    test_verify();
    test_verify_event();
    test_builtin();

    return done();
}
