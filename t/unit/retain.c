
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The floor against a model that remembers everything, and what may be
 * released.
 */


#include "disk.h"


#define STEPS   200000
#define RETAIN  1600


static uint64_t
dice(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;

    return *seed >> 11;
}


/* for each sequence below 1024: since when it has been confirmed, or never */

#define RING   1024
#define NEVER  UINT64_MAX


typedef struct {
    uint64_t  since[RING];
    uint64_t  confirmed;
    uint64_t  now;
} model_t;


/* the highest sequence below which all was confirmed for so long */

static uint64_t
model_floor(const model_t *m, uint64_t floor, uint64_t age)
{
    while (floor < m->confirmed
           && m->now - m->since[floor % RING] >= age)
    {
        floor++;
    }

    return floor;
}


static void
against_model(uint64_t seed, uint64_t retain, unsigned spread)
{
    unsigned        i, early, late, back;
    uint64_t        x, floor, model, lag;
    model_t        *m;
    ant_journal_t  *j;

    m = calloc(1, sizeof(model_t));
    disk_must(m != NULL, "calloc");

    j = ant_journal_alloc(&disk_ident, disk_machine);
    disk_must(j != NULL, "ant_journal_alloc");

    m->confirmed = 1;
    early = 0;
    late = 0;
    back = 0;
    model = 1;
    lag = 1;

    for (i = 0; i < STEPS; i++) {
        m->now += dice(&seed) % spread;
        x = dice(&seed) % 100;

        if (x < 60 && m->confirmed - j->floor < RING - 40) {
            x = dice(&seed) % 20;

            while (x-- > 0) {
                m->since[m->confirmed++ % RING] = m->now;
            }

            j->next = m->confirmed;
            ant_journal_confirm(j, m->confirmed, m->now, retain);

        } else if (x == 60) {

            /* Redis went back, most often not below the floor */

            x = m->confirmed - dice(&seed) % 30;
            x = (x < j->floor && dice(&seed) % 4) ? j->floor : x;
            x = (x < 1 || x > m->confirmed) ? 1 : x;

            m->confirmed = x;
            ant_journal_rewind(j, x);

            back += (j->floor > x || j->confirmed != x);
            model = (model < x) ? model : x;
            lag = (lag < x) ? lag : x;
        }

        floor = ant_journal_floor(j, m->now, retain);

        /* never early; late by no more than an eighth, and one step */

        model = model_floor(m, model, retain);
        early += (floor > model);

        lag = model_floor(m, lag, retain + retain / 8 + spread);
        late += (floor < lag);
    }

    is_int(early, 0, "never early");
    is_int(late, 0, "and not late");
    is_int(back, 0, "below what Redis went back to");
    ok(j->floor > 1000, "it moved, to %llu", (unsigned long long) j->floor);

    ant_journal_close(j);
    free(m);
}


static void
no_retain(void)
{
    ant_journal_t  *j;

    j = ant_journal_alloc(&disk_ident, disk_machine);
    disk_must(j != NULL, "ant_journal_alloc");

    j->next = 10;

    ant_journal_confirm(j, 5, 100, 0);
    ok(ant_journal_floor(j, 100, 0) == 5, "without retain at once");

    ant_journal_confirm(j, 7, 100, 0);
    ok(ant_journal_floor(j, 100, 0) == 7, "in the same ms too");

    ant_journal_confirm(j, 6, 100, 0);
    ok(j->confirmed == 7, "a confirmation does not go back");

    ant_journal_rewind(j, 9);
    ok(j->confirmed == 7 && j->floor == 7, "a rewind does not go on");

    ant_journal_rewind(j, 3);
    ok(j->confirmed == 3 && j->floor == 3, "a rewind below the floor");

    ant_journal_close(j);
}


/* the ring is for one retain; another one is no reason to be early */

static void
crowded(void)
{
    unsigned        i, early;
    ant_journal_t  *j;

    j = ant_journal_alloc(&disk_ident, disk_machine);
    disk_must(j != NULL, "ant_journal_alloc");

    j->next = 2000;

    for (i = 2; i < 1000; i++) {
        ant_journal_confirm(j, i, i, 16);
    }

    early = 0;

    for (i = 1000; i < 3000; i++) {

        /* sequence n was confirmed at n */

        early += (ant_journal_floor(j, i, 1000) > i - 1000 + 1);
    }

    is_int(early, 0, "a full ring makes it late, not early");
    ok(j->floor == 999 && j->nsamples == 0, "and it comes to the end");

    ant_journal_close(j);
}


static void
noted(void)
{
    ant_header_t    h;
    ant_journal_t  *j;

    j = disk_journal(4096);
    disk_append(j, 30, 4096);

    ant_journal_confirm(j, 20, 0, 100);
    (void) ant_journal_floor(j, 99, 100);
    (void) ant_header_read(j->active->map, &h);
    ok(h.floor == 1, "not before its time");

    (void) ant_journal_floor(j, 100, 100);
    (void) ant_header_read(j->active->map, &h);
    ok(h.floor == 20, "the floor is noted in the newest header");

    disk_make(j, 4096);
    (void) ant_journal_turn(j);
    (void) ant_header_read(j->active->map, &h);
    ok(h.floor == 20 && h.base == 31, "and goes on to the next one");

    ant_journal_rewind(j, 15);
    (void) ant_header_read(j->active->map, &h);
    ok(h.floor == 15, "and back");

    ant_journal_close(j);
}


static void
released(void)
{
    unsigned        damaged, n, old;
    uint64_t        base;
    ant_task_t      t;
    ant_journal_t  *j;
    ant_segment_t  *s;

    j = disk_journal(4096);
    disk_append(j, 100, 4096);

    for (s = j->segments, old = 0; s != j->active; s = s->next) {
        old++;
    }

    base = j->segments->next->base;

    ant_journal_release(j, base - 1);
    ok(j->retired == NULL, "not while one of its events is wanted");

    ant_journal_release(j, base);
    ok(j->retired != NULL && j->retired->end == base
       && ant_journal_oldest(j) == base, "a segment goes as a whole");

    ant_journal_release(j, j->next);
    ok(j->segments == j->active && j->segments->next == NULL,
       "all but the active one");

    is_int(disk_read(j, j->active->base, 4096, &damaged),
           (int) (j->next - j->active->base), "which can be read");

    for (n = 0; ant_task_next(j, j->next, &t) == ANT_OK; n++) {
        disk_must(t.op == ANT_TASK_REMOVE && disk_run(&t) == ANT_OK, "REMOVE");
    }

    ok(n == old && n > 1 && j->retired == NULL, "%u are removed", n);

    ant_journal_fail(j);
    ant_journal_release(j, j->next + 1);
    ok(j->segments != NULL, "the last one stays, active or not");

    ant_journal_close(j);
}


/* a window that takes too much is shortened, by whole segments */

static void
shortened(void)
{
    uint64_t        all, floor, one;
    ant_journal_t  *j;

    j = disk_journal(4096);
    disk_append(j, 40, 4096);
    ant_journal_confirm(j, 35, 1000, 1000);
    disk_append(j, 60, 4096);
    is_int((long long) ant_journal_retained(j), 4096,
           "what is confirmed counts, by whole segments");
    ant_journal_confirm(j, j->next, 1100, 1000);

    all = ant_journal_retained(j);
    ok(all >= 3 * 4096 && all % 4096 == 0, "all but the last one, in the end");

    is_int(ant_journal_shorten(j, all, 1500, 100), 1, "it is not too much");
    is_int(ant_journal_shorten(j, 0, 1000, 100), 1, "it is too young to go");

    one = j->segments->next->base;
    floor = ant_journal_shorten(j, all - 4096, 1300, 250);
    ok(floor >= one && floor == 35, "what is old enough goes first");
    ant_journal_release(j, floor);
    ok(ant_journal_retained(j) < all, "and gives its room");

    is_int(ant_journal_shorten(j, 0, 1300, 250), 35, "the rest is younger");
    ok(ant_journal_shorten(j, 0, 1400, 250) == j->next, "then it goes as well");
    is_int(ant_journal_floor(j, 9000, 1000), (long long) j->next,
           "a floor never goes back by itself");

    ant_journal_close(j);
}


int
main(void)
{
    char      *seeded;
    uint64_t   seed;

    seeded = getenv("ANT_SEED");
    seed = seeded ? strtoull(seeded, NULL, 0)
                  : ((uint64_t) getpid() << 20 | 1) * 0x9e3779b97f4a7c15;

    printf("# ANT_SEED=%llu\n", (unsigned long long) seed);

    disk_open();

    against_model(seed, RETAIN, 5);
    against_model(seed, RETAIN, 60);
    against_model(seed, 160000, 40);
    no_retain();
    crowded();
    noted();
    released();
    shortened();

    disk_close();

    return done();
}
