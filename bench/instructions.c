
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The pure path of a request, without nginx: parse, check, encode, append to
 * a journal.  Run by bench/instructions under callgrind, which counts what is
 * between two dumps; each dump is named "EVENT STAGE".  Also compiled with the
 * sources of other revisions: it uses what the path promises, nothing else.
 */


#include "ant_journal.h"
#include "ant_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <valgrind/callgrind.h>


#define BENCH_ROUNDS     100
#define BENCH_RECEIVED   1734509285012
#define BENCH_SEGMENT    1048576


typedef struct {
    const char     *event;
    const char     *query;
} bench_sample_t;


/* the samples of ANT's documentation, as long as they are, unmasked */

static const bench_sample_t  bench_samples[] = {

    { "sms",
      "smsId=d3b0a14c58f070fb4dce8&sendTime=1734509284831&sendResult=SUCCESS"
      "&smsCount=1&dr=000&destination=002348012345348" },

    { "ivr",
      "taskId=632b9e1f0c7a42d342d3c4094c44a5&callId=911748db3bc94d0a13ae0346"
      "&ivrId=1&callee=006281213341&startTime=1670989700014"
      "&endTime=1670989717626&duration=5&endReason=0&endDirection=2"
      "&addTime=167098969449" },

    { "call",
      "caller=8512345&callee=006281213425180&startTime=1670989700014"
      "&endTime=1670989717626&duration=5&endDirection=0&endReason=-7"
      "&callId=163fb7fe-cd05-123e-e8b3-00163e02e9e3&userCallId=1234567890" },

    { "number_status",
      "taskId=632b9e1f0c7a42d342d3c4094c44a5&callId=911748db3bc94d0a13ae0346"
      "&callee=006281213341&endReason=404&endDirection=1"
      "&addTime=1670989700014&postTime=1670989717626" },

    { "any",
      "smsId=d3b0a14c58f070fb4dce8&sendTime=1734509284831&sendResult=SUCCESS"
      "&smsCount=1&dr=000&destination=002348012345348" }
};


static ant_query_t     bench_query;
static ant_result_t    bench_result;
static ant_envelope_t  bench_envelope;
static u_char          bench_scratch[4096];


static const ant_event_t *
bench_event(const char *name)
{
    size_t  i;

    for (i = 0; i < ant_nevents; i++) {

        if (ant_events[i].name.len == strlen(name)
            && memcmp(ant_events[i].name.data, name, strlen(name)) == 0)
        {
            return &ant_events[i];
        }
    }

    fprintf(stderr, "no event %s\n", name);
    exit(1);
}


static void
bench_dump(const bench_sample_t *s, const char *stage)
{
    char  name[64];

    snprintf(name, sizeof(name), "%s %s", s->event, stage);
    CALLGRIND_DUMP_STATS_AT(name);
}


static void
bench_fail(const bench_sample_t *s, const char *stage)
{
    fprintf(stderr, "%s: %s failed\n", s->event, stage);
    exit(1);
}


static void
bench_parse(const bench_sample_t *s)
{
    int     i, rc;
    size_t  len;

    len = strlen(s->query);
    rc = ANT_OK;

    CALLGRIND_ZERO_STATS;

    for (i = 0; i < BENCH_ROUNDS; i++) {
        ant_query_init(&bench_query, NULL, 0, bench_scratch,
                       sizeof(bench_scratch));
        rc |= ant_query_parse(&bench_query, (const u_char *) s->query, len);
    }

    bench_dump(s, "parse");

    if (rc != ANT_OK) {
        bench_fail(s, "parse");
    }
}


static void
bench_check(const bench_sample_t *s, const ant_event_t *event)
{
    int  i, rc;

    rc = ANT_OK;

    CALLGRIND_ZERO_STATS;

    for (i = 0; i < BENCH_ROUNDS; i++) {
        rc |= ant_rule_check(event, &bench_query, &bench_result);
    }

    bench_dump(s, "check");

    if (rc != ANT_OK) {
        bench_fail(s, "check");
    }
}


/* fills the envelope as the handler does, for the record that comes next */

static void
bench_address(ant_journal_t *j, const ant_event_t *event)
{
    bench_envelope.journal.data = j->text;
    bench_envelope.journal.len = sizeof(j->text);
    bench_envelope.sequence = j->next + 1000000;
    bench_envelope.event = event->name;
    bench_envelope.received = BENCH_RECEIVED;
}


static void
bench_encode(const bench_sample_t *s, const ant_event_t *event,
    ant_journal_t *j)
{
    int      i;
    u_char  *p, *end, *last;

    p = ant_journal_reserve(j, &last);
    end = NULL;

    if (p == NULL) {
        bench_fail(s, "reserve");
    }

    CALLGRIND_ZERO_STATS;

    for (i = 0; i < BENCH_ROUNDS; i++) {
        end = ant_json_event(p, last, &bench_envelope, event, &bench_query,
                             &bench_result);
    }

    bench_dump(s, "encode");

    if (end == NULL) {
        bench_fail(s, "encode");
    }
}


static void
bench_append(const bench_sample_t *s, const ant_event_t *event,
    ant_journal_t *j)
{
    int      i;
    u_char  *p, *last;
    size_t   len;

    p = ant_journal_reserve(j, &last);
    len = ant_json_event(p, last, &bench_envelope, event, &bench_query,
                         &bench_result) - p;

    CALLGRIND_ZERO_STATS;

    for (i = 0; i < BENCH_ROUNDS; i++) {
        p = ant_journal_reserve(j, &last);
        ant_journal_commit(j, p + len, BENCH_RECEIVED);
    }

    bench_dump(s, "append");

    printf("%s %d %zu\n", s->event, BENCH_ROUNDS, len);
}


int
main(void)
{
    size_t                 i;
    ant_identity_t         ident;
    ant_journal_t         *j;
    const ant_event_t     *event;
    const bench_sample_t  *s;

    static u_char  machine[ANT_MACHINE_SIZE];

    memset(&ident, 0, sizeof(ident));
    j = ant_journal_create(-1, &ident, machine, 1734500000000, BENCH_SEGMENT);

    if (j == NULL) {
        perror("ant_journal_create");
        return 1;
    }

    for (i = 0; i < sizeof(bench_samples) / sizeof(bench_samples[0]); i++) {
        s = &bench_samples[i];
        event = bench_event(s->event);

        bench_parse(s);
        bench_check(s, event);
        bench_address(j, event);
        bench_encode(s, event, j);
        bench_append(s, event, j);
    }

    ant_journal_close(j);

    return 0;
}
