
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What each type takes: value by value, byte by byte, and each byte in each
 * place.
 */


#include "ant_rule.h"
#include "tap.h"
#include "request.h"


#define A16    "aaaaaaaaaaaaaaaa"
#define A64    A16 A16 A16 A16
#define A128   A64 A64
#define A1024  A128 A128 A128 A128 A128 A128 A128 A128


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
        sprintf(text, "#%lld", (long long) res.number[0]);

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


int
main(void)
{
    test_types();
    test_bytes();
    test_places();

    return done();
}
