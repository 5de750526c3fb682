
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The built-in events as tables of rules, declared in ant_rule.h.
 * What ANT documents of each parameter decides; nothing here translates a
 * code, because the same code means different things in different events.
 */


#include "ant_rule.h"


#define ANT_REQUIRED  1
#define ANT_OPTIONAL  0

#define ant_token(name, alias, required, max)                                \
    { ant_string(name), alias, ant_key_string(name), ANT_TYPE_TOKEN,         \
      required, 1, max }
#define ant_text(name, required, max)                                        \
    { ant_string(name), ant_null_string, ant_key_string(name),               \
      ANT_TYPE_TEXT, required, 1, max }
#define ant_word(name, required, max)                                        \
    { ant_string(name), ant_null_string, ant_key_string(name),               \
      ANT_TYPE_WORD, required, 1, max }
#define ant_phone(name, required)                                            \
    { ant_string(name), ant_null_string, ant_key_string(name),               \
      ANT_TYPE_PHONE, required, 5, 17 }
#define ant_int(name, required)                                              \
    { ant_string(name), ant_null_string, ant_key_number(name),               \
      ANT_TYPE_INT, required, INT64_MIN, INT64_MAX }
#define ant_uint(name, required, max)                                        \
    { ant_string(name), ant_null_string, ant_key_number(name),               \
      ANT_TYPE_UINT, required, 0, max }

#define ant_key_string(name)  ant_string(",\"" name "\":\"")
#define ant_key_number(name)  ant_string(",\"" name "\":")

#define ant_event(name, rules)                                               \
    { ant_string(name), rules, sizeof(rules) / sizeof(ant_rule_t) }


static const ant_rule_t  ant_event_sms[] = {
    ant_token("smsId", ant_null_string, ANT_REQUIRED, 128),
    ant_phone("destination", ANT_REQUIRED),
    ant_uint("sendTime", ANT_REQUIRED, INT64_MAX),
    ant_word("sendResult", ANT_REQUIRED, 64),
    ant_text("dr", ANT_OPTIONAL, 128),
    ant_uint("smsCount", ANT_REQUIRED, 65535)
};


static const ant_rule_t  ant_event_ivr[] = {
    ant_token("taskId", ant_string("staskId"), ANT_REQUIRED, 128),
    ant_token("callId", ant_null_string, ANT_REQUIRED, 128),
    ant_phone("callee", ANT_REQUIRED),
    ant_token("ivrId", ant_null_string, ANT_OPTIONAL, 128),
    ant_uint("startTime", ANT_OPTIONAL, INT64_MAX),
    ant_uint("endTime", ANT_OPTIONAL, INT64_MAX),
    ant_uint("addTime", ANT_OPTIONAL, INT64_MAX),
    ant_uint("duration", ANT_OPTIONAL, INT64_MAX),
    ant_int("endReason", ANT_OPTIONAL),
    ant_int("endDirection", ANT_OPTIONAL)
};


static const ant_rule_t  ant_event_call[] = {
    ant_token("callId", ant_null_string, ANT_REQUIRED, 128),
    ant_phone("callee", ANT_REQUIRED),
    ant_token("caller", ant_null_string, ANT_OPTIONAL, 64),
    ant_uint("startTime", ANT_OPTIONAL, INT64_MAX),
    ant_uint("endTime", ANT_OPTIONAL, INT64_MAX),
    ant_uint("duration", ANT_OPTIONAL, INT64_MAX),
    ant_int("endReason", ANT_OPTIONAL),
    ant_int("endDirection", ANT_OPTIONAL),
    ant_text("userCallId", ANT_OPTIONAL, 128)
};


static const ant_rule_t  ant_event_number_status[] = {
    ant_token("taskId", ant_null_string, ANT_OPTIONAL, 128),
    ant_token("callId", ant_null_string, ANT_REQUIRED, 128),
    ant_phone("callee", ANT_REQUIRED),
    ant_int("endReason", ANT_OPTIONAL),
    ant_int("endDirection", ANT_OPTIONAL),
    ant_uint("addTime", ANT_OPTIONAL, INT64_MAX),
    ant_uint("postTime", ANT_OPTIONAL, INT64_MAX)
};


const ant_event_t  ant_events[] = {
    ant_event("sms", ant_event_sms),
    ant_event("ivr", ant_event_ivr),
    ant_event("call", ant_event_call),
    ant_event("number_status", ant_event_number_status),
    { ant_string("any"), NULL, 0 }
};


const size_t  ant_nevents = sizeof(ant_events) / sizeof(ant_event_t);
