
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The table as text: what is in it, what is put together, what is left out,
 * names that need an escape, and memory that is too small.
 */


#include "ant_metrics.h"
#include "table.h"
#include "tap.h"

#include <stdlib.h>


#define SIZE  (4 * 1024 * 1024)


static ant_metrics_t       m;
static ant_metrics_env_t   env;
static char               *text;


static void
fresh(void)
{
    static const ant_str_t  version = ant_string("1.2.3");
    static const ant_str_t  server = ant_string("1.22.1");

    free(table);

    table = aligned_alloc(ANT_TABLE_LINE, sizeof(ant_table_t));
    memset(table, 0, sizeof(ant_table_t));

    ant_table_init(table, 1000);

    memset(&env, 0, sizeof(env));

    env.now = 1700000000000;
    env.clock = 500000;
    env.generation = 1;
    env.pid = 100;
    env.limit = 4096;
    env.version = version;
    env.server = server;
}


static void
count(int slot, uint32_t k, unsigned n, uint64_t number)
{
    ant_table_add(&table->slots[slot].values[table->keys[k].value + n],
                  number);
}


static const char *
prometheus(void)
{
    u_char  *end;

    ant_metrics_read(&m, table, &env);

    end = ant_metrics_prometheus(&m, (u_char *) text, (u_char *) text + SIZE);
    *end = '\0';

    return text;
}


static const char *
json(void)
{
    u_char  *end;

    ant_metrics_read(&m, table, &env);

    end = ant_metrics_json(&m, (u_char *) text, (u_char *) text + SIZE);
    *end = '\0';

    return text;
}


static const char *
health(void)
{
    u_char  *end;

    ant_metrics_read(&m, table, &env);

    end = ant_metrics_health(&m, (u_char *) text, (u_char *) text + SIZE);
    *end = '\0';

    return text;
}


static void
has(const char *whole, const char *part, const char *name)
{
    if (!ok(strstr(whole, part) != NULL, "%s", name)) {
        tap_show("lacks", part, strlen(part));
    }
}


static void
lacks(const char *whole, const char *part, const char *name)
{
    ok(strstr(whole, part) == NULL, "%s", name);
}


static void
events(void)
{
    uint32_t  k;

    fresh();

    (void) ant_table_enter(table, 100, 1, 0, env.clock);
    (void) ant_table_enter(table, 101, 1, 1, env.clock);

    k = key(ANT_TABLE_EVENT, "sms", "ant:sms", "");

    count(0, k, ANT_EVENT_ACCEPTED, 3);
    count(1, k, ANT_EVENT_ACCEPTED, 4);
    count(1, k, ANT_EVENT_PROBE, 1);
    count(0, k, ANT_EVENT_DROPPED, 2);
    ant_table_store(&table->slots[1].values[table->keys[k].value
                                            + ANT_EVENT_LAST], 1699999999250);

    k = key(ANT_TABLE_REJECTED, "sms", "destination", "missing");
    count(0, k, 0, 5);

    (void) prometheus();

    has(text, "ant_webhook_events_total{event=\"sms\",list=\"ant:sms\","
        "verdict=\"accepted\"} 7\n", "accepted, of both");
    has(text, "verdict=\"rejected\"} 0\n", "a zero is there");
    has(text, "verdict=\"probe\"} 1\n", "probes");
    has(text, "ant_webhook_rejected_dropped_total{event=\"sms\","
        "list=\"ant:sms\"} 2\n", "dropped");
    has(text, "ant_webhook_last_event_timestamp_seconds{event=\"sms\","
        "list=\"ant:sms\"} 1699999999.25\n", "when");
    has(text, "ant_webhook_rejected_total{event=\"sms\","
        "parameter=\"destination\",reason=\"missing\"} 5\n", "why");
    has(text, "ant_webhook_build_info{version=\"1.2.3\",nginx=\"1.22.1\"} 1\n",
        "the build");
    lacks(text, "\"other\"", "no empty other");

    (void) json();

    has(text, "{\"event\":\"sms\",\"list\":\"ant:sms\",\"accepted\":7,"
        "\"rejected\":0,\"forbidden\":0,\"refused\":0,\"probe\":1,"
        "\"dropped\":2,\"last\":1699999999250}", "the same as JSON");
    has(text, "{\"event\":\"sms\",\"parameter\":\"destination\","
        "\"reason\":\"missing\",\"count\":5}", "why");

    count(0, table->other[ANT_TABLE_REJECTED], 0, 1);

    has(prometheus(), "ant_webhook_rejected_total{event=\"other\","
        "parameter=\"other\",reason=\"other\"} 1\n",
        "what found no place is shown");
}


/* A name that two processes added at once, and a list at two endpoints. */
static void
twice(void)
{
    uint32_t  a, b;

    fresh();

    (void) ant_table_enter(table, 100, 1, 0, env.clock);

    a = key(ANT_TABLE_EVENT, "sms", "ant:sms", "");
    table->keys[a].ready = 0;
    b = key(ANT_TABLE_EVENT, "sms", "ant:sms", "");
    table->keys[a].ready = 1;

    ok(a != b, "the name is there twice");

    count(0, a, ANT_EVENT_ACCEPTED, 1);
    count(0, b, ANT_EVENT_ACCEPTED, 2);

    a = key(ANT_TABLE_LIST, "ant:sms", "one", "");
    b = key(ANT_TABLE_LIST, "ant:sms", "two", "");

    count(0, a, ANT_LIST_PUSHED, 10);
    count(0, b, ANT_LIST_PUSHED, 20);
    ant_table_store(&table->shared[table->keys[a].gauge], 5);
    ant_table_store(&table->shared[table->keys[a].gauge + 1], env.clock);
    ant_table_store(&table->shared[table->keys[b].gauge], 6);
    ant_table_store(&table->shared[table->keys[b].gauge + 1], env.clock);

    (void) prometheus();

    has(text, "verdict=\"accepted\"} 3\n", "and is one");
    has(text, "ant_webhook_pushed_total{list=\"ant:sms\"} 30\n",
        "so is a list");
    has(text, "ant_webhook_list_length{list=\"ant:sms\"} 11\n",
        "with the sum of its lengths");
    ok(strstr(strstr(text, "} 30\n") + 5, "} 30\n") == NULL, "once");

    env.clock += ANT_METRICS_LENGTH_AGE + 1;
    lacks(prometheus(), "ant_webhook_list_length{", "old lengths are not");
    has(json(), "\"length\":null", "nor in JSON");
}


static ant_table_journal_t *
journal(u_char first, uint32_t k, uint64_t pid, ant_journal_state_e kind,
    uint64_t backlog, uint64_t oldest)
{
    int                   known;
    u_char                id[ANT_TABLE_ID_SIZE] = "0123456789a";
    ant_table_journal_t  *j;

    id[0] = first;

    j = ant_table_journal(table, id, k, &known);

    j->pid = pid;
    j->kind = kind;
    j->events = backlog;
    j->bytes = backlog * 200;
    j->oldest = oldest;

    return j;
}


static void
journals(void)
{
    uint32_t              k;
    ant_table_journal_t  *j;

    fresh();

    (void) ant_table_enter(table, 100, 1, 0, env.clock);

    k = key(ANT_TABLE_LIST, "ant:sms", "default", "");

    (void) journal('a', k, 100, ANT_JOURNAL_LIVE, 2, env.now - 500);
    (void) journal('b', k, 100, ANT_JOURNAL_DRAINING, 3, env.now - 90500);
    (void) journal('c', k, 100, ANT_JOURNAL_RETAINED, 0, 0);
    (void) journal('d', k, 100, ANT_JOURNAL_ASIDE, 1, env.now - 1000);
    (void) journal('e', k, 77, ANT_JOURNAL_LIVE, 7, env.now - 20);

    j = journal('f', k, 78, ANT_JOURNAL_LIVE, 100, env.now);
    j->memory = 1;

    ant_table_store(&table->journals, 7);
    ant_table_store(&table->strangers, 2);
    ant_table_store(&table->bytes, 1234);

    (void) prometheus();

    has(text, "ant_webhook_backlog_events{list=\"ant:sms\"} 13\n",
        "the backlog of all, an orphan's too, not of lost memory");
    has(text, "ant_webhook_backlog_bytes{list=\"ant:sms\"} 2600\n", "bytes");
    has(text, "ant_webhook_oldest_seconds{list=\"ant:sms\"} 90.5\n",
        "the oldest of all");
    has(text, "ant_webhook_journals{state=\"live\"} 1\n", "live");
    has(text, "ant_webhook_journals{state=\"draining\"} 1\n", "draining");
    has(text, "ant_webhook_journals{state=\"retained\"} 1\n", "retained");
    has(text, "ant_webhook_journals{state=\"aside\"} 1\n", "aside");
    has(text, "ant_webhook_journals{state=\"orphan\"} 1\n", "orphan");
    has(text, "ant_webhook_journals{state=\"stranger\"} 2\n", "stranger");
    has(text, "ant_webhook_journal_bytes 1234\n", "bytes on the disk");
    has(text, "ant_webhook_journal_limit_bytes 4096\n", "the bound");
    has(json(), "\"journal\":{\"bytes\":1234,\"limit_bytes\":4096,"
        "\"journals\":{\"live\":1,\"draining\":1,\"retained\":1,\"aside\":1,"
        "\"orphan\":1,\"stranger\":2}}}\n", "the same as JSON");
}


static void
states(void)
{
    uint32_t              list, endpoint, needed[1];
    ant_table_process_t  *a, *b;

    fresh();

    list = key(ANT_TABLE_LIST, "a\"b", "default", "");
    endpoint = key(ANT_TABLE_ENDPOINT, "default", "", "");

    is_str(health(), "{\"status\":\"unavailable\",\"reason\":\"this worker "
           "could not begin, or runs an old configuration\"}\n",
           "a worker that is not there");

    a = ant_table_enter(table, 100, 1, 0, env.clock);
    b = ant_table_enter(table, 101, 1, 1, env.clock);

    is_str(health(), "{\"status\":\"ok\"}\n", "all is well");
    has(prometheus(), "ant_webhook_storable 1\n", "storable");
    lacks(prometheus(), "ant_webhook_redis_up{", "nobody knows of redis");

    ant_table_store(&a->gauges[table->keys[endpoint].gauge], ANT_GAUGE_GOOD);
    ant_table_store(&b->gauges[table->keys[endpoint].gauge], ANT_GAUGE_GOOD);
    has(prometheus(), "ant_webhook_redis_up{endpoint=\"default\"} 1\n", "up");

    ant_table_store(&b->gauges[table->keys[endpoint].gauge], ANT_GAUGE_BAD);
    has(prometheus(), "ant_webhook_redis_up{endpoint=\"default\"} 0\n",
        "down for one is down");
    is_str(health(), "{\"status\":\"ok\"}\n", "which matters to nobody");

    needed[0] = endpoint;
    env.needed = needed;
    env.nneeded = 1;
    is_str(health(), "{\"status\":\"unavailable\",\"reason\":\"answers wait "
           "for redis, which is down: default\"}\n", "but to ack redis");
    env.nneeded = 0;

    ant_table_store(&b->leaving, 1);
    has(prometheus(), "ant_webhook_redis_up{endpoint=\"default\"} 1\n",
        "one that leaves does not count");
    ant_table_store(&b->leaving, 0);

    ant_table_store(&b->gauges[table->keys[list].gauge], ANT_GAUGE_BAD);
    is_str(health(), "{\"status\":\"unavailable\",\"reason\":\"no room in the "
           "journal for list a\\\"b\"}\n", "a list that one worker refuses");
    has(prometheus(), "ant_webhook_storable 0\n", "not storable");

    ant_table_store(&b->root, ANT_GAUGE_BAD);
    has(health(), "the directory of the journals cannot be used", "the disk");

    ant_metrics_read(&m, NULL, &env);
    ok(m.reason != NULL, "without a table nothing can be stored");
    (void) ant_metrics_json(&m, (u_char *) text, (u_char *) text + SIZE);
    has(text, "\"events\":[]", "and nothing is known");
}


static void
odd_names(void)
{
    uint32_t  k;

    fresh();

    (void) ant_table_enter(table, 100, 1, 0, env.clock);

    k = key(ANT_TABLE_EVENT, "a\"b\\c\nd\te\x01", "\xc3\xa9\xff\xc3", "");
    count(0, k, 0, 1);

    has(prometheus(), "{event=\"a\\\"b\\\\c\\nd\te\x01\","
        "list=\"\xc3\xa9%FF%C3\",verdict=\"accepted\"} 1\n",
        "labels are escaped");
    has(json(), "{\"event\":\"a\\\"b\\\\c\\u000ad\\u0009e\\u0001\","
        "\"list\":\"\xc3\xa9%FF%C3\",\"accepted\":1,", "so is JSON");
}


static void
histograms(void)
{
    uint32_t  k;

    fresh();

    (void) ant_table_enter(table, 100, 1, 0, env.clock);

    k = key(ANT_TABLE_ANSWER, "disk", "", "");

    ant_histogram_observe(&table->slots[0].values[table->keys[k].value],
                          ant_histogram_ms, 2);
    ant_histogram_observe(&table->slots[0].values[table->keys[k].value],
                          ant_histogram_ms, 1500);

    (void) prometheus();

    has(text, "answer_seconds_bucket{ack=\"disk\",le=\"0.001\"} 0\n", "none");
    has(text, "answer_seconds_bucket{ack=\"disk\",le=\"0.002\"} 1\n", "one");
    has(text, "answer_seconds_bucket{ack=\"disk\",le=\"2\"} 2\n",
        "buckets hold what is below");
    has(text, "answer_seconds_bucket{ack=\"disk\",le=\"+Inf\"} 2\n", "all");
    has(text, "answer_seconds_sum{ack=\"disk\"} 1.502\n", "the sum");
    has(text, "answer_seconds_count{ack=\"disk\"} 2\n", "the count");
    has(json(), "\"sum\":1.502,\"count\":2}", "the same as JSON");
}


static void
small(void)
{
    int      bad;
    size_t   n, len;
    u_char  *end, *p;

    (void) prometheus();

    len = strlen(text);
    bad = 0;

    /* of its own each, so that a sanitizer sees a byte too much */

    for (n = 0; n <= len; n++) {
        p = malloc(n + 1);
        end = ant_metrics_prometheus(&m, p, p + n);
        bad += (end != (n < len ? NULL : p + n));
        free(p);
    }

    is_int(bad, 0, "memory that is too small is not left");

    (void) json();

    len = strlen(text);
    bad = 0;

    for (n = 0; n <= len; n++) {
        p = malloc(n + 1);
        end = ant_metrics_json(&m, p, p + n);
        bad += (end != (n < len ? NULL : p + n));
        free(p);
    }

    is_int(bad, 0, "nor with JSON");
}


static void
large(void)
{
    int   i;
    char  name[32];

    fresh();

    (void) ant_table_enter(table, 100, 1, 0, env.clock);

    for (i = 0; i < 2 * ANT_TABLE_KEYS; i++) {
        (void) snprintf(name, sizeof(name), "%d", i);
        (void) key(i % 2 ? ANT_TABLE_LIST : ANT_TABLE_ERROR, name, name, "");
    }

    ok(strlen(prometheus()) < SIZE && strlen(json()) < SIZE,
       "a full table has its text");
}


int
main(void)
{
    text = malloc(SIZE + 1);

    events();
    twice();
    journals();
    states();
    odd_names();
    histograms();
    small();
    large();

    free(table);
    free(text);

    return done();
}
