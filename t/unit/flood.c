
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What the worst of requests costs: names that differ in their last byte
 * only, with rules that do, too, so that each is compared with each; values
 * that all need an escape; queries as long as may be.  There is no table of
 * hashes that names could be chosen for, and cost grows with the length.
 */


#include "ant_json.h"
#include "tap.h"

#include <stdlib.h>
#include <time.h>


#define ROOM    (1 << 22)
#define TRIES   40


typedef struct {
    ant_query_t   q;
    ant_result_t  res;
    ant_rule_t    rules[ANT_RULE_MAX];
    ant_event_t   event;
    char          names[ANT_RULE_MAX][ANT_QUERY_MAX_NAME + 1];
    u_char        keys[ANT_RULE_MAX][ANT_JSON_KEY_SIZE];
    u_char       *room;
    u_char       *scratch;
} flood_t;


static flood_t  flood;


/* names of 64 bytes of which the last two are not the same */

static void
prepare(void)
{
    int          i;
    ant_rule_t  *r;

    flood.room = malloc(ROOM);
    flood.scratch = malloc(ROOM);

    for (i = 0; i < ANT_RULE_MAX; i++) {
        r = &flood.rules[i];

        memset(flood.names[i], 'n', ANT_QUERY_MAX_NAME);
        flood.names[i][62] = (char) ('a' + i / 8);
        flood.names[i][63] = (char) ('a' + i % 8);

        ant_rule_init(r, ANT_TYPE_TEXT);
        r->name.data = (u_char *) flood.names[i];
        r->name.len = ANT_QUERY_MAX_NAME;

        (void) ant_json_key(flood.keys[i],
                            flood.keys[i] + ANT_JSON_KEY_SIZE, r);
    }

    flood.event.rules = flood.rules;
    flood.event.nrules = ANT_RULE_MAX;
    flood.event.name.data = (u_char *) "flood";
    flood.event.name.len = 5;
}


static double
now(void)
{
    struct timespec  ts;

    (void) clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);

    return (double) ts.tv_sec * 1e6 + (double) ts.tv_nsec / 1e3;
}


/* us of a request from its first byte to its element, the best of some */

static double
cost(const char *query, const ant_event_t *event)
{
    int             i;
    double          begin, best, took;
    size_t          len;
    ant_args_t      args;
    ant_envelope_t  env;

    memset(&env, 0, sizeof(ant_envelope_t));
    memset(&args, 0, sizeof(ant_args_t));

    env.event = event->name;
    len = strlen(query);
    args.query.data = (u_char *) query;
    args.query.len = len;
    args.form = 1;
    best = 1e9;

    for (i = 0; i < TRIES; i++) {
        begin = now();

        ant_query_init(&flood.q, NULL, 0, flood.scratch, ROOM);
        (void) ant_query_parse(&flood.q, (u_char *) query, len);

        if (ant_rule_check(event, &flood.q, &flood.res) == ANT_OK) {
            (void) ant_json_event(flood.room, flood.room + ROOM, &env, event,
                                  &flood.q, &flood.res);

        } else {
            (void) ant_json_rejected(flood.room, flood.room + ROOM, &env,
                                     &flood.res.error_param, "reason", &args);
        }

        took = now() - begin;
        best = took < best ? took : best;
    }

    return best;
}


/* 64 parameters by name, forwards or backwards */

static void
query_of(char *p, int backwards, const char *value)
{
    int  i;

    *p = '\0';

    for (i = 0; i < ANT_RULE_MAX; i++) {
        p += sprintf(p, "%s%s=%s", i ? "&" : "",
                     flood.names[backwards ? 63 - i : i], value);
    }
}


static void
names(void)
{
    double        plain, worst, unknown;
    ant_event_t   any;
    static char   query[ROOM];

    memset(&any, 0, sizeof(ant_event_t));
    any.name = flood.event.name;

    query_of(query, 0, "1");
    plain = cost(query, &flood.event);

    query_of(query, 1, "1");
    worst = cost(query, &flood.event);
    ok(worst < 40 * plain, "names in the worst order: %.0f us, in the best "
       "%.0f us", worst, plain);

    query_of(query, 1, "1");
    unknown = cost(query, &any);
    ok(unknown < 100 * plain, "names that nobody declared: %.0f us", unknown);

    ok(worst < 2000 && unknown < 2000, "less than 2 ms each");
}


/* so many bytes of the text again and again */

static double
length(const char *text, size_t size)
{
    size_t        n;
    static char   query[ROOM];

    for (n = 0; n + strlen(text) < size; n += strlen(text)) {
        memcpy(query + n, text, strlen(text));
    }

    query[n] = '\0';

    return cost(query, &ant_events[4]);
}


static void
lengths(void)
{
    size_t  i;
    double  one, four;

    static const char  *texts[] = {
        "&", "a&", "=", "a=1&", "%", "%41", "a=%00&", "\xff", "\"",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=&"
    };

    for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        one = length(texts[i], 65536);
        four = length(texts[i], 4 * 65536);

        ok(four < 10 * one + 100, "four times as long is not much more than "
           "four times the cost: %.0f us, %.0f us", one, four);
    }
}


int
main(void)
{
    prepare();
    names();
    lengths();

    free(flood.room);
    free(flood.scratch);

    return done();
}
