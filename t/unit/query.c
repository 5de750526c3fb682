
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The walk over pairs, decoding, limits, secrets, and the raw bytes without
 * secrets.
 */


#include "ant_query.h"
#include "tap.h"
#include "request.h"


typedef struct {
    const char  *input;
    const char  *params;
} case_t;


typedef struct {
    const char  *input;
    const char  *params;
    int          ok;
    const char  *args;
} secret_case_t;


typedef struct {
    const char  *query;
    const char  *body;
    int          form;
    const char  *args;
} args_case_t;


/* a space is shown as _, a value with a bad escape has ! behind it */

static const case_t  cases[] = {
    { "", "" },
    { "&", "" },
    { "&&&", "" },
    { "=", "" },
    { "&=&", "" },
    { "a", "[a][]" },
    { "a=", "[a][]" },
    { "a=1", "[a][1]" },
    { "a=1&b=2", "[a][1] [b][2]" },
    { "&a=1&&b=2&", "[a][1] [b][2]" },
    { "a&b", "[a][] [b][]" },
    { "=x", "[][x]" },
    { "a=1&=x&b=2", "[a][1] [][x] [b][2]" },
    { "==", "[][=]" },
    { "a=b=c", "[a][b=c]" },
    { "a=1&a=2", "[a][1] [a][2]" },
    { "A=1&a=2", "[A][1] [a][2]" },
    { "a+b=c+d", "[a_b][c_d]" },
    { "+=+", "[_][_]" },
    { "%61=%62", "[a][b]" },
    { "%26%3d=%3D%26", "[&=][=&]" },
    { "a=%2B%25", "[a][+%]" },
    { "a=%aF%Fa%09", "[a][\\xaf\\xfa\\x09]" },
    { "a=%00%0d%0a", "[a][\\x00\\x0d\\x0a]" },
    { "a=%c3%a9", "[a][\\xc3\\xa9]" },
    { "a=\xff\x01", "[a][\\xff\\x01]" },
    { "a=1;b=2", "[a][1;b=2]" },
    { "a=1?b=2", "[a][1?b=2]" },
    { "?a=1", "[?a][1]" },
    { "a:b=c:d/e", "[a:b][c:d/e]" },
    { "a=%zz", "[a][%zz]!" },
    { "a=%4", "[a][%4]!" },
    { "a=%", "[a][%]!" },
    { "a=%4g", "[a][%4g]!" },
    { "a=%g4", "[a][%g4]!" },
    { "a=%%41", "[a][%%41]!" },
    { "a=+%41%zz", "[a][+%41%zz]!" },
    { "a=%4&b=1", "[a][%4]! [b][1]" },
    { "a=%&41=1", "[a][%]! [41][1]" },
    { "%zz=1", "[%zz][1]" },
    { "+%4=%41", "[+%4][A]" }
};


static const ant_secret_t  secrets[] = {
    { ant_string("key"), ant_string("s3cret") },
    { ant_string("key"), ant_string("n&w +?") },
    { ant_string("k y"), ant_string("s3") },
    { ant_string("key"), ant_string("s3") },
    { ant_string("key"), ant_string("s3?x") },
    { ant_string("key"), ant_null_string }
};


static const secret_case_t  secret_cases[] = {
    { "", "", 0, "" },
    { "a=1", "[a][1]", 0, "a=1" },
    { "key=s3cret", "", 1, "" },
    { "key=s3cret&a=1", "[a][1]", 1, "a=1" },
    { "a=1&key=s3cret", "[a][1]", 1, "a=1" },
    { "a=1&key=s3cret&b=2", "[a][1] [b][2]", 1, "a=1&b=2" },
    { "key=s3&a=1", "[a][1]", 1, "a=1" },
    { "key=n%26w+%2b%3F&a=1", "[a][1]", 1, "a=1" },
    { "key=n%26w%20%2b?&a=1", "[a][1]", 1, "a=1" },
    { "k+y=s3&a", "[a][]", 1, "a" },
    { "k%20y=s3&a", "[a][]", 1, "a" },
    { "%6bey=%733", "", 1, "" },

    /* wrong ones are not kept either */
    { "key=", "", 0, "" },
    { "key", "", 0, "" },
    { "key=s3cre&a=1", "[a][1]", 0, "a=1" },
    { "key=s3crez&a=1", "[a][1]", 0, "a=1" },
    { "key=S3CRET&a=1", "[a][1]", 0, "a=1" },
    { "key=s3cret1&a=1", "[a][1]", 0, "a=1" },
    { "key=s3cret%00", "", 0, "" },
    { "key=x3cret", "", 0, "" },
    { "key=%zz&a=1", "[a][1]", 0, "a=1" },
    { "key=s3cre%7", "", 0, "" },
    { "key=s3cre%", "", 0, "" },
    { "k+y=s3cret&a", "[a][]", 0, "a" },
    { "key=wrong&key=s3cret&a", "[a][]", 1, "a" },
    { "key=s3cret&key=wrong&a", "[a][]", 1, "a" },

    /* other names */
    { "Key=s3cret", "[Key][s3cret]", 0, "Key=s3cret" },
    { "key2=s3cret", "[key2][s3cret]", 0, "key2=s3cret" },
    { "ke=s3cret", "[ke][s3cret]", 0, "ke=s3cret" },
    { "=s3cret", "[][s3cret]", 0, "=s3cret" },

    /* a second question mark */
    { "key=s3cret?smsId=1&b=2", "[smsId][1] [b][2]", 1, "smsId=1&b=2" },
    { "a=1&key=s3cret?b=2", "[a][1] [b][2]", 1, "a=1&b=2" },
    { "key=%733cret?b=%zz", "[b][%zz]!", 1, "b=%zz" },
    { "key=s3?a=1", "[a][1]", 1, "a=1" },
    { "key=s3cret?", "", 1, "" },
    { "key=s3cret??a=1", "[?a][1]", 1, "?a=1" },
    { "key=s3cret?a=1?b=2", "[a][1?b=2]", 1, "a=1?b=2" },
    { "key=s3cret?key=s3cret?a=1", "[a][1]", 1, "a=1" },
    { "key=n%26w+%2b??a=1", "[a][1]", 1, "a=1" },
    { "key=s3cret%3Fa=1&b", "[b][]", 0, "b" },
    { "key=wrong?a=1&b=2", "[b][2]", 0, "b=2" },
    { "key=?a=1", "", 0, "" },
    { "key=s3?x?a=1", "[a][1]", 1, "a=1" },
    { "key=s3?x", "", 1, "" },
    { "key=s3?y?a=1", "[y?a][1]", 1, "y?a=1" },
    { "a=1?key=s3cret", "[a][1?key=s3cret]", 0, "a=1?key=s3cret" }
};


static const args_case_t  args_cases[] = {
    { "", "", 1, "" },
    { "", "", 0, "" },
    { "a=1&b=%zz", "", 1, "a=1&b=%zz" },
    { "a=+%41", "", 1, "a=+%41" },
    { "&&a=1&&=x&", "", 1, "a=1&=x" },
    { "", "a=1&key=s3&b=2", 1, "a=1&b=2" },
    { "a=1", "b=2", 1, "a=1&b=2" },
    { "a=1", "&b=2&", 1, "a=1&b=2" },
    { "a=1", "key=s3?b=2", 1, "a=1&b=2" },
    { "key=s3", "b=2", 1, "b=2" },
    { "a=1", "{\"b\":2}", 0, "a=1\n{\"b\":2}" },
    { "", "{\"b\":2}", 0, "{\"b\":2}" },
    { "key=s3", "{\"b\":\"&c=1&\"}", 0, "{\"b\":\"&c=1&\"}" },
    { "a=1&key=s3", "&", 0, "a=1\n&" }
};


static void
show_params(char *p, const ant_query_t *q)
{
    size_t  i;

    for (i = 0; i < q->nparams; i++) {

        if (i) {
            *p++ = ' ';
        }

        *p++ = '[';
        p = request_show(p, &q->params[i].name);
        *p++ = ']';
        *p++ = '[';
        p = request_show(p, &q->params[i].value);
        *p++ = ']';

        if (q->params[i].bad_escape) {
            *p++ = '!';
        }
    }

    *p = '\0';
}


static void
show_args(char *p, const ant_args_t *args)
{
    u_char           joint;
    ant_str_t        piece;
    ant_args_walk_t  w;

    ant_args_walk(&w, args);

    while (ant_args_next(&w, &piece, &joint)) {

        if (joint) {
            *p++ = (char) joint;
        }

        memcpy(p, piece.data, piece.len);
        p += piece.len;
    }

    *p = '\0';
}


static void
test_pairs(void)
{
    char       text[1024], name[128];
    size_t     i;
    request_t  r;

    for (i = 0; i < sizeof(cases) / sizeof(case_t); i++) {
        request_parse(&r, cases[i].input, strlen(cases[i].input), NULL, 0);
        show_params(text, &r.q);

        snprintf(name, sizeof(name), "pairs of case %zu, %s", i,
                 cases[i].params);

        is_str(r.rc == ANT_OK ? text : NULL, cases[i].params, name);

        request_free(&r);
    }
}


static void
test_slices(void)
{
    char         text[64];
    ant_query_t  before;
    request_t    r;
    static const char  input[] = "plain=va:lue&na%6De=x&y=a+b&%zz=%4";

    memset(&before, 0xa5, sizeof(before));

    request_parse(&r, input, sizeof(input) - 1, NULL, 0);

    ok(r.q.params[0].name.data == r.input
       && r.q.params[0].value.data == r.input + 6,
       "what needs no decoding points into the input");

    ok(r.q.params[1].name.data == r.scratch
       && r.q.params[2].value.data == r.scratch + 4,
       "what is decoded stands in the scratch");

    ok(r.q.params[3].name.data == r.input + 28
       && r.q.params[3].value.data == r.input + 32,
       "a bad escape points into the input");

    ok(r.q.scratch == r.scratch + 7, "a bad escape uses no scratch");

    *request_show(text, &r.q.params[1].raw_name) = '\0';
    is_str(text, "na%6De", "a name as received");

    *request_show(text, &r.q.params[2].raw_value) = '\0';
    is_str(text, "a+b", "a value as received");

    *request_show(text, &r.q.params[3].raw_value) = '\0';
    is_str(text, "%4", "a bad value as received");

    ok(r.q.params[3].bad_escape && !r.q.params[2].bad_escape,
       "a bad escape is noted where it is");

    ok(memcmp(&r.q.params[4], &before.params[4],
              60 * sizeof(ant_param_t)) == 0,
       "parameters that did not come are not touched");

    request_free(&r);
}


/* n parameters named p0, p1, ...; the text is freed by the caller */

static char *
many(size_t n)
{
    char    *text, *p;
    size_t   i;

    text = malloc(n * 8 + 1);
    p = text;
    *p = '\0';

    for (i = 0; i < n; i++) {
        p += sprintf(p, "&p%zu=+", i);
    }

    return text;
}


static void
test_count(void)
{
    char       *text, full[1024];
    size_t      n;
    request_t   r;

    for (n = 63; n < 67; n++) {
        text = many(n);
        request_parse(&r, text, strlen(text), NULL, 0);

        ok(r.q.nparams == (n > 64 ? 64 : n), "%zu parameters are kept of %zu",
           r.q.nparams, n);
        is_int(r.rc, n > 64 ? ANT_BAD : ANT_OK, "65 are an error, 64 are not");
        is_int(r.q.reason, n > 64 ? ANT_REASON_TOO_MANY_PARAMETERS
                                  : ANT_REASON_NONE, "and the reason says so");
        is_int((long) r.q.error_param.len, 0, "it is no parameter's error");

        request_free(&r);
        free(text);
    }

    text = many(64);
    snprintf(full, sizeof(full), "&&key=s3%s&key=wrong&=&", text);
    request_parse(&r, full, strlen(full), secrets, 6);

    ok(r.rc == ANT_OK && r.q.nparams == 64 && r.q.secret_ok,
       "secrets and empty pairs are not counted");

    request_free(&r);
    free(text);
}


/* len bytes of a name or value, then what follows */

static void
test_length(const char *before, const char *fill, size_t len,
    const char *after, ant_reason_e reason, const char *param)
{
    char       *text, shown[128], name[128];
    size_t      i;
    request_t   r;

    text = calloc(1, strlen(before) + strlen(fill) * len + strlen(after) + 1);
    strcpy(text, before);

    for (i = 0; i < len; i++) {
        strcat(text, fill);
    }

    strcat(text, after);

    request_parse(&r, text, strlen(text), secrets, 6);
    *request_show(shown, &r.q.error_param) = '\0';

    snprintf(name, sizeof(name), "%s%zu of %s%s", before, len, fill, after);

    is_int(r.q.reason, reason, name);
    is_int(r.rc, reason ? ANT_BAD : ANT_OK, "the result goes with it");
    is_str(shown, param, "the parameter is named");
    ok(r.q.secret_ok, "the secret after it is seen all the same");

    request_free(&r);
    free(text);
}


static void
test_lengths(void)
{
    char  a[65], b[65];

    memset(a, 'a', 64);
    a[64] = '\0';
    memset(b, 'b', 64);
    b[64] = '\0';

    test_length("", "a", 64, "=1&key=s3", ANT_REASON_NONE, "");
    test_length("", "a", 65, "=1&key=s3", ANT_REASON_NAME_TOO_LONG, a);
    test_length("", "a", 300, "&key=s3", ANT_REASON_NAME_TOO_LONG, a);
    test_length("", "%62", 64, "=1&key=s3", ANT_REASON_NONE, "");
    test_length("", "%62", 65, "=1&key=s3", ANT_REASON_NAME_TOO_LONG, b);

    test_length("x=", "a", 2048, "&key=s3", ANT_REASON_NONE, "");
    test_length("x=", "a", 2049, "&key=s3", ANT_REASON_TOO_LONG, "x");
    test_length("x=", "%61", 2048, "&key=s3", ANT_REASON_NONE, "");
    test_length("x=", "%61", 2049, "&key=s3", ANT_REASON_TOO_LONG, "x");
    test_length("x=%zz", "a", 2045, "&key=s3", ANT_REASON_NONE, "");
    test_length("x=%zz", "a", 2046, "&key=s3", ANT_REASON_TOO_LONG, "x");

    test_length("x=", "a", 2049, "&y=%zz&key=s3", ANT_REASON_TOO_LONG, "x");
    test_length("key=", "a", 9000, "&key=s3", ANT_REASON_NONE, "");
}


static void
test_twice(void)
{
    u_char       scratch[64];
    char         text[256];
    ant_query_t  q;

    ant_query_init(&q, secrets, 6, scratch, sizeof(scratch));

    is_int(ant_query_parse(&q, (const u_char *) "a=+&x", 5), ANT_OK,
           "a query string");
    is_int(ant_query_parse(&q, (const u_char *) "b=+&key=s3", 10), ANT_OK,
           "and a form");

    show_params(text, &q);
    is_str(text, "[a][_] [x][] [b][_]", "the form follows the query");
    ok(q.secret_ok, "a form may carry the secret");

    memset(text, 'n', 65);

    ant_query_init(&q, secrets, 6, scratch, sizeof(scratch));

    is_int(ant_query_parse(&q, (const u_char *) text, 65), ANT_BAD,
           "a bad query string");
    is_int(ant_query_parse(&q, (const u_char *) "b=1&key=s3", 10), ANT_BAD,
           "a good form does not mend it");
    is_int((long) q.nparams, 0, "nothing is added after an error");
    ok(q.secret_ok, "but the secret is seen");

    ant_query_init(&q, NULL, 0, scratch, sizeof(scratch));
    ok(q.secret_ok, "no secret is asked for: it is right");
    is_int(ant_query_parse(&q, NULL, 0), ANT_OK, "there may be no bytes");
    is_int((long) q.nparams, 0, "and no parameters then");
}


static void
test_scratch(void)
{
    u_char      *scratch;
    size_t       size;
    ant_query_t  q;

    for (size = 0; size < 8; size++) {
        scratch = malloc(size);

        ant_query_init(&q, NULL, 0, scratch, size);
        ant_query_parse(&q, (const u_char *) "a+=+b&%63", 9);

        is_int(q.reason, size < 7 ? ANT_REASON_TOO_LONG : ANT_REASON_NONE,
               "scratch too small is an error, not an overflow");

        free(scratch);
    }
}


static void
test_secrets(void)
{
    char                  text[1024], name[128];
    size_t                i;
    request_t             r;
    ant_args_t            args;
    const secret_case_t  *c;

    for (i = 0; i < sizeof(secret_cases) / sizeof(secret_case_t); i++) {
        c = &secret_cases[i];

        request_parse(&r, c->input, strlen(c->input), secrets, 6);
        show_params(text, &r.q);

        snprintf(name, sizeof(name), "parameters without secrets: %s",
                 c->input);
        is_str(text, c->params, name);
        is_int(r.q.secret_ok, c->ok, "and whether it was right");

        memset(&args, 0, sizeof(args));
        args.query.data = r.input;
        args.query.len = strlen(c->input);
        args.secrets = secrets;
        args.nsecrets = 6;

        show_args(text, &args);
        is_str(text, c->args, "and the raw bytes without secrets");

        request_free(&r);
    }
}


static void
test_secret_copies(void)
{
    u_char       scratch[64], before[64];
    ant_query_t  q;
    static const char  input[] = "%6bey=%733cret&k%20y=%73%33&key=%58%58";

    memset(scratch, 0xee, sizeof(scratch));
    memset(before, 0xee, sizeof(before));

    ant_query_init(&q, secrets, 6, scratch, sizeof(scratch));
    ant_query_parse(&q, (const u_char *) input, sizeof(input) - 1);

    ok(q.secret_ok && memcmp(scratch, before, sizeof(scratch)) == 0,
       "a secret is not decoded into memory");
}


static void
test_args(void)
{
    char         text[1024], *query;
    size_t       i;
    u_char      *q, *b;
    ant_args_t   args;

    for (i = 0; i < sizeof(args_cases) / sizeof(args_case_t); i++) {
        args.query.len = strlen(args_cases[i].query);
        args.body.len = strlen(args_cases[i].body);
        q = request_copy(args_cases[i].query, args.query.len);
        b = request_copy(args_cases[i].body, args.body.len);
        args.query.data = q;
        args.body.data = b;
        args.form = args_cases[i].form;
        args.secrets = secrets;
        args.nsecrets = 6;

        show_args(text, &args);
        is_str(text, args_cases[i].args, "the raw bytes of query and body");

        free(q);
        free(b);
    }

    query = many(100);
    memset(&args, 0, sizeof(args));
    args.query = request_str(query);
    show_args(text, &args);
    is_str(text, query + 1, "raw bytes have no limit of parameters");
    free(query);
}


static void
test_reasons(void)
{
    int  i, j, same;

    is_str(ant_reason_text(ANT_REASON_NONE), "", "no reason has no text");
    is_str(ant_reason_text(ANT_REASON_N), "", "nor has what is none");
    is_str(ant_reason_text(ANT_REASON_MISSING), "missing", "first reason");
    is_str(ant_reason_text(ANT_REASON_NOT_A_PHONE_NUMBER),
           "not a phone number", "a reason in the middle");
    is_str(ant_reason_text(ANT_REASON_BODY_TOO_LARGE), "body too large",
           "last reason");

    for (i = 1; i < ANT_REASON_N; i++) {
        same = 0;

        for (j = 0; j < i; j++) {
            same += strcmp(ant_reason_text(i), ant_reason_text(j)) == 0;
        }

        ok(same == 0, "reason %d has a text of its own: %s", i,
           ant_reason_text(i));
    }
}


int
main(void)
{
    test_pairs();
    test_slices();
    test_count();
    test_lengths();
    test_twice();
    test_scratch();
    test_secrets();
    test_secret_copies();
    test_args();
    test_reasons();

    return done();
}
