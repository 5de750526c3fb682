
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The shared table: names, counters, processes, journals, and what happens
 * when it is full or when several processes are at it.
 */


#include "table.h"
#include "tap.h"

#include <pthread.h>
#include <stdlib.h>


#define THREADS  8
#define NAMES    100
#define ROUNDS   2000


static ant_table_t *
fresh(void)
{
    free(table);

    table = aligned_alloc(ANT_TABLE_LINE, sizeof(ant_table_t));
    memset(table, 0, sizeof(ant_table_t));

    ant_table_init(table, 1000);

    return table;
}


static void
names(void)
{
    uint32_t   a, b;
    ant_str_t  s;

    fresh();

    is_int(ant_table_check(table), ANT_OK, "a table");

    a = key(ANT_TABLE_EVENT, "sms", "ant:sms", "");
    b = key(ANT_TABLE_EVENT, "ivr", "ant:ivr", "");

    ok(a != b, "two names, two keys");
    is_int(key(ANT_TABLE_EVENT, "sms", "ant:sms", ""), a, "found again");
    ok(key(ANT_TABLE_EVENT, "smsa", "nt:sms", "") != a,
       "the same bytes, cut otherwise");
    ok(key(ANT_TABLE_LIST, "sms", "ant:sms", "") != a, "another kind");
    ok(table->keys[b].value >= table->keys[a].value + ANT_EVENT_VALUES
       || table->keys[a].value >= table->keys[b].value + ANT_EVENT_VALUES,
       "values of their own");

    s = ant_table_label(table, a, 0);
    is_mem(s.data, s.len, "sms", 3, "first label");
    s = ant_table_label(table, a, 1);
    is_mem(s.data, s.len, "ant:sms", 7, "second label");
    s = ant_table_label(table, a, 2);
    is_int(s.len, 0, "no third one");

    b = key(ANT_TABLE_EVENT, "sms", "other", "");
    ok(ant_table_same(table, a, b, 1), "the same first label");
    ok(!ant_table_same(table, a, b, 2), "not the same second one");

    table->version++;
    is_int(ant_table_check(table), ANT_BAD, "another version");
    table->version--;
    table->size--;
    is_int(ant_table_check(table), ANT_BAD, "another size");
}


static void
counters(void)
{
    uint32_t  k;

    fresh();

    k = key(ANT_TABLE_LIST, "ant:sms", "default", "");

    (void) ant_table_enter(table, 10, 1, 0, 0);
    (void) ant_table_enter(table, 11, 1, 5, 0);

    ant_table_add(&table->slots[0].values[table->keys[k].value], 3);
    ant_table_add(&table->slots[5].values[table->keys[k].value], 4);
    ant_table_add(&table->slots[5].values[table->keys[k].value + 1], 9);

    is_int(ant_table_sum(table, k, 0), 7, "the sum of all slots");
    is_int(ant_table_max(table, k, 0), 4, "the largest");
    is_int(ant_table_sum(table, k, 1), 9, "the next value");
    is_int((long long) sizeof(ant_table_slot_t) % ANT_TABLE_LINE, 0,
           "slots are lines apart");
}


static void
full(void)
{
    int       i;
    char      name[32];
    uint32_t  k, other;

    fresh();

    other = table->other[ANT_TABLE_REJECTED];

    for (i = 0; i < 2 * ANT_TABLE_KEYS; i++) {
        (void) snprintf(name, sizeof(name), "p%d", i);
        k = key(ANT_TABLE_REJECTED, "sms", name, "missing");

        if (k == other) {
            break;
        }
    }

    ok(i > ANT_TABLE_KEYS / 2 && i < ANT_TABLE_KEYS, "%d names, then full", i);
    is_int(table->full, 1, "which is noted");
    is_int(key(ANT_TABLE_REJECTED, "sms", "p0", "missing"),
           ANT_TABLE_KINDS, "what was there is found");
    is_int(key(ANT_TABLE_LIST, "new", "default", ""),
           table->other[ANT_TABLE_LIST], "another kind has its own");

    fresh();

    for (i = 0; i < ANT_TABLE_KEYS; i++) {
        (void) snprintf(name, sizeof(name), "l%d", i);

        if (key(ANT_TABLE_LIST, name, "default", "")
            == table->other[ANT_TABLE_LIST])
        {
            break;
        }
    }

    ok(i > 100 && i < ANT_TABLE_KEYS, "%d lists, then no values", i);
    ok(key(ANT_TABLE_REJECTED, "sms", "p", "missing")
       != table->other[ANT_TABLE_REJECTED], "a small one has its place");
}


static void
processes(void)
{
    int                   i;
    ant_table_process_t  *a, *b;

    fresh();

    a = ant_table_enter(table, 100, 1, 0, 5);
    b = ant_table_enter(table, 101, 1, 1, 5);

    ok(a != NULL && b != NULL && a != b, "two processes");
    ok(ant_table_alive(table, 100), "alive");
    ok(!ant_table_alive(table, 102) && !ant_table_alive(table, 0),
       "another one is not, nor is nobody");

    ant_table_store(&a->gauges[3], ANT_GAUGE_GOOD);

    ok(ant_table_enter(table, 102, 1, 0, 6) == a,
       "one that takes another's number takes its place");
    is_int(a->gauges[3], ANT_GAUGE_NONE, "without its gauges");
    ok(!ant_table_alive(table, 100) && ant_table_alive(table, 102), "alive");
    ok(ant_table_enter(table, 103, 2, 0, 6) != a,
       "another generation has its own");

    ant_table_leave(table, a, 100);
    ok(ant_table_alive(table, 102), "not taken out by an old pid");
    ant_table_leave(table, a, 102);
    ok(!ant_table_alive(table, 102), "taken out");

    for (i = 0; i < ANT_TABLE_PROCESSES; i++) {
        b = ant_table_enter(table, 200 + i, 3, i, 7);
    }

    ok(b == NULL, "no place for too many");
    is_int(table->full, 1, "which is noted");
}


static void
journals(void)
{
    int                   known, i;
    u_char                id[ANT_TABLE_ID_SIZE] = "0123456789a";
    uint32_t              k;
    ant_table_journal_t  *a, *b;
    ant_table_process_t  *p;

    fresh();

    k = key(ANT_TABLE_LIST, "ant:sms", "default", "");
    p = ant_table_enter(table, 100, 1, 0, 5);

    a = ant_table_journal(table, id, k, &known);
    ok(a != NULL && !known, "a new journal");
    is_int(a->counted, 0, "nothing is known of it");

    ant_table_store(&a->counted, 17);
    ant_table_store(&a->pid, 100);

    b = ant_table_journal(table, id, k, &known);
    ok(b == a && known, "an adopter finds it");
    is_int(b->counted, 17, "with what was counted");

    ant_table_leave(table, p, 100);
    (void) ant_table_journal(table, id, k, &known);
    ok(known, "one in a file outlives its owner");

    p = ant_table_enter(table, 101, 1, 0, 5);
    ant_table_store(&a->pid, 101);
    ant_table_store(&a->memory, 1);
    ant_table_leave(table, p, 101);
    (void) ant_table_journal(table, id, k, &known);
    ok(!known, "one in memory does not");

    id[0] = 'x';
    ant_table_forget(a, id);
    id[0] = '0';
    (void) ant_table_journal(table, id, k, &known);
    ok(known, "another's is not forgotten");
    ant_table_forget(a, id);
    (void) ant_table_journal(table, id, k, &known);
    ok(!known, "its own is");

    for (i = 0; i <= ANT_TABLE_JOURNALS; i++) {
        memcpy(id, &i, sizeof(i));
        a = ant_table_journal(table, id, k, &known);
    }

    ok(a == NULL && table->full == 1, "no place for too many, noted");
}


static void *
thread(void *data)
{
    int        i;
    char       name[16];
    uint32_t   k;
    uint64_t   n = (uint64_t) (size_t) data;
    uint64_t  *values;

    values = table->slots[n].values;

    for (i = 0; i < ROUNDS; i++) {
        (void) snprintf(name, sizeof(name), "n%d", i % NAMES);
        k = key(ANT_TABLE_REJECTED, "sms", name, "missing");
        ant_table_add(&values[table->keys[k].value], 1);
    }

    return NULL;
}


/* All at once: nothing is lost, and a name that is there twice is one. */
static void
together(void)
{
    int        round, bad;
    size_t     i;
    uint32_t   k;
    uint64_t   sum;
    pthread_t  threads[THREADS];

    bad = 0;

    for (round = 0; round < 20; round++) {
        fresh();

        ant_table_store(&table->used, THREADS);

        for (i = 0; i < THREADS; i++) {
            if (pthread_create(&threads[i], NULL, thread, (void *) i) != 0) {
                exit(1);
            }
        }

        for (i = 0; i < THREADS; i++) {
            (void) pthread_join(threads[i], NULL);
        }

        sum = 0;

        for (k = 0; k < table->nkeys; k++) {
            if (table->keys[k].ready
                && table->keys[k].kind == ANT_TABLE_REJECTED)
            {
                sum += ant_table_sum(table, k, 0);
            }
        }

        bad += (sum != THREADS * ROUNDS);
    }

    is_int(bad, 0, "nothing is lost when all add names at once");
}


static uint64_t
total(const uint64_t *values)
{
    int       i;
    uint64_t  sum;

    sum = 0;

    for (i = 0; i <= ANT_HISTOGRAM_BOUNDS; i++) {
        sum += values[i];
    }

    return sum;
}


static void
histograms(void)
{
    int       i, bad;
    uint64_t  values[ANT_HISTOGRAM_VALUES], first, last, count;

    memset(values, 0, sizeof(values));

    ant_histogram_observe(values, ant_histogram_ms, 0);
    ant_histogram_observe(values, ant_histogram_ms, 1);
    ant_histogram_observe(values, ant_histogram_ms, 2);
    ant_histogram_observe(values, ant_histogram_ms, 3);
    ant_histogram_observe(values, ant_histogram_ms, 1 << 30);

    is_int(values[0], 2, "bounds are inclusive");
    is_int(values[1], 1, "2 ms");
    is_int(values[2], 1, "3 ms are in the bucket to 5");
    is_int(values[ANT_HISTOGRAM_BOUNDS], 1, "above all");
    is_int(values[ANT_HISTOGRAM_SUM], 6 + (1 << 30), "the sum");

    memset(values, 0, sizeof(values));
    ant_histogram_spread(values, ant_histogram_ms, 10, 1, 10);

    is_int(values[0], 1, "1 to 10 ms: one up to 1");
    is_int(values[1], 1, "one up to 2");
    is_int(values[2], 3, "three up to 5");
    is_int(values[3], 5, "five up to 10");
    is_int(values[ANT_HISTOGRAM_SUM], 55, "their sum");

    memset(values, 0, sizeof(values));
    ant_histogram_spread(values, ant_histogram_ms, 7, 7, 3);
    is_int(values[3], 3, "all the same");

    memset(values, 0, sizeof(values));
    ant_histogram_spread(values, ant_histogram_ms, 1, 2, 0);
    is_int(values[ANT_HISTOGRAM_SUM], 0, "none at all");

    bad = 0;
    srand(7);

    for (i = 0; i < 20000; i++) {
        memset(values, 0, sizeof(values));

        first = (uint64_t) rand() >> (rand() % 31);
        last = (uint64_t) rand() >> (rand() % 31);
        count = 1 + rand() % 2000;

        ant_histogram_spread(values, ant_histogram_ms, first, last, count);
        bad += (total(values) != count);
    }

    is_int(bad, 0, "as many values as there are events");
}


int
main(void)
{
    names();
    counters();
    full();
    processes();
    journals();
    together();
    histograms();

    free(table);

    return done();
}
