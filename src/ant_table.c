
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The table of what the workers count and know.
 *
 * Promises: no process ever waits for another one, alive or dead; a name that
 * was found once is found there for good; where there is no place left,
 * nothing is written elsewhere.  Called in every worker, and by the master
 * before the workers start.  Never allocates and reads no clock.
 */


#include "ant_table.h"

#include <string.h>


#define ant_table_acquire(p)  __atomic_load_n(p, __ATOMIC_ACQUIRE)
#define ant_table_release(p, n)                                               \
    __atomic_store_n(p, n, __ATOMIC_RELEASE)


/* counters, and gauges or shared values, that a key of each kind has */
static const uint32_t  ant_table_sizes[ANT_TABLE_KINDS][2] = {
    { ANT_EVENT_VALUES, 0 },
    { 1, 0 },
    { ANT_LIST_VALUES, ANT_SHARED_VALUES },
    { 0, 1 },
    { 1, 0 },
    { ANT_HISTOGRAM_VALUES, 0 }
};


static int
ant_table_swap(uint64_t *p, uint64_t from, uint64_t to)
{
    return __atomic_compare_exchange_n(p, &from, to, 0, __ATOMIC_ACQ_REL,
                                       __ATOMIC_RELAXED);
}


static void
ant_table_overflow(ant_table_t *t)
{
    (void) ant_table_swap(&t->full, 0, 1);
}


void
ant_table_init(ant_table_t *t, uint64_t now)
{
    unsigned   i;
    ant_str_t  labels[ANT_TABLE_LABELS];

    static const ant_str_t  other = ant_string("other");

    t->size = sizeof(ant_table_t);
    t->started = now;

    for (i = 0; i < ANT_TABLE_LABELS; i++) {
        labels[i] = other;
    }

    for (i = 0; i < ANT_TABLE_KINDS; i++) {
        t->other[i] = ant_table_key(t, i, labels);
    }

    t->version = ANT_TABLE_VERSION;
    t->magic = ANT_TABLE_MAGIC;
}


int
ant_table_check(const ant_table_t *t)
{
    return (t->magic == ANT_TABLE_MAGIC && t->version == ANT_TABLE_VERSION
            && t->size == sizeof(ant_table_t))
               ? ANT_OK : ANT_BAD;
}


/* FNV-1a; a length stands in front of each label */
static uint32_t
ant_table_hash(ant_table_kind_e kind, const ant_str_t *labels)
{
    size_t    k;
    unsigned  i;
    uint32_t  hash;

    hash = 2166136261u ^ kind;

    for (i = 0; i < ANT_TABLE_LABELS; i++) {
        hash = (hash ^ (uint32_t) labels[i].len) * 16777619u;

        for (k = 0; k < labels[i].len; k++) {
            hash = (hash ^ labels[i].data[k]) * 16777619u;
        }
    }

    return hash;
}


static int
ant_table_is(const ant_table_t *t, const ant_table_key_t *key,
    ant_table_kind_e kind, const ant_str_t *labels)
{
    unsigned       i;
    const u_char  *p;

    if (key->kind != kind) {
        return 0;
    }

    p = t->text + key->text;

    for (i = 0; i < ANT_TABLE_LABELS; i++) {
        if (key->len[i] != labels[i].len
            || (labels[i].len != 0
                && memcmp(p, labels[i].data, labels[i].len) != 0))
        {
            return 0;
        }

        p += key->len[i];
    }

    return 1;
}


/* So many of what *used counts up to max; or max, if there are not. */
static uint32_t
ant_table_take(uint32_t *used, uint32_t max, uint32_t n)
{
    uint32_t  first;

    first = ant_table_load(used);

    do {
        if (max - first < n) {
            return max;
        }

    } while (!__atomic_compare_exchange_n(used, &first, first + n, 1,
                                          __ATOMIC_ACQ_REL,
                                          __ATOMIC_RELAXED));

    return first;
}


/* The key is ours, and nobody looks at it before it is ready. */
static int
ant_table_fill(ant_table_t *t, ant_table_key_t *key, ant_table_kind_e kind,
    const ant_str_t *labels)
{
    u_char    *p;
    size_t     len;
    unsigned   i;

    len = 0;

    for (i = 0; i < ANT_TABLE_LABELS; i++) {
        len += labels[i].len;
    }

    if (len > ANT_TABLE_TEXT) {
        return ANT_NOROOM;
    }

    key->text = ant_table_take(&t->ntext, ANT_TABLE_TEXT, (uint32_t) len);
    key->value = ant_table_take(&t->nvalues, ANT_TABLE_VALUES,
                                ant_table_sizes[kind][0]);
    key->gauge = ant_table_take(&t->ngauges, ANT_TABLE_GAUGES,
                                ant_table_sizes[kind][1]);

    if ((key->text == ANT_TABLE_TEXT && len != 0)
        || (key->value == ANT_TABLE_VALUES && ant_table_sizes[kind][0] != 0)
        || (key->gauge == ANT_TABLE_GAUGES && ant_table_sizes[kind][1] != 0))
    {
        return ANT_NOROOM;
    }

    p = t->text + key->text;

    for (i = 0; i < ANT_TABLE_LABELS; i++) {
        key->len[i] = (uint32_t) labels[i].len;

        if (labels[i].len) {
            memcpy(p, labels[i].data, labels[i].len);
            p += labels[i].len;
        }
    }

    return ANT_OK;
}


uint32_t
ant_table_key(ant_table_t *t, ant_table_kind_e kind, const ant_str_t *labels)
{
    uint32_t          i, n, hash;
    ant_table_key_t  *key;

    hash = ant_table_hash(kind, labels);
    i = 0;

    do {
        n = ant_table_acquire(&t->nkeys);

        for ( /* void */ ; i < n; i++) {
            key = &t->keys[i];

            if (ant_table_acquire(&key->ready) && key->hash == hash
                && ant_table_is(t, key, kind, labels))
            {
                return i;
            }
        }

        if (n == ANT_TABLE_KEYS) {
            ant_table_overflow(t);
            return t->other[kind];
        }

    } while (!__atomic_compare_exchange_n(&t->nkeys, &n, n + 1, 0,
                                          __ATOMIC_ACQ_REL,
                                          __ATOMIC_RELAXED));

    key = &t->keys[n];

    if (ant_table_fill(t, key, kind, labels) != ANT_OK) {
        ant_table_overflow(t);
        return t->other[kind];
    }

    key->kind = kind;
    key->hash = hash;

    ant_table_release(&key->ready, 1);

    return n;
}


ant_str_t
ant_table_label(const ant_table_t *t, uint32_t key, unsigned label)
{
    unsigned   i;
    ant_str_t  s;

    s.data = t->text + t->keys[key].text;

    for (i = 0; i < label; i++) {
        s.data += t->keys[key].len[i];
    }

    s.len = t->keys[key].len[label];

    return s;
}


int
ant_table_same(const ant_table_t *t, uint32_t a, uint32_t b, unsigned n)
{
    unsigned   i;
    ant_str_t  one, two;

    if (t->keys[a].kind != t->keys[b].kind) {
        return 0;
    }

    for (i = 0; i < n; i++) {
        one = ant_table_label(t, a, i);
        two = ant_table_label(t, b, i);

        if (one.len != two.len || memcmp(one.data, two.data, one.len) != 0) {
            return 0;
        }
    }

    return 1;
}


uint64_t
ant_table_sum(const ant_table_t *t, uint32_t key, unsigned n)
{
    unsigned  i;
    uint64_t  sum, used;

    sum = 0;

    used = ant_table_load(&t->used);

    for (i = 0; i < used; i++) {
        sum += ant_table_load(&t->slots[i].values[t->keys[key].value + n]);
    }

    return sum;
}


uint64_t
ant_table_max(const ant_table_t *t, uint32_t key, unsigned n)
{
    unsigned  i;
    uint64_t  max, used, value;

    max = 0;
    used = ant_table_load(&t->used);

    for (i = 0; i < used; i++) {
        value = ant_table_load(&t->slots[i].values[t->keys[key].value + n]);

        if (value > max) {
            max = value;
        }
    }

    return max;
}


static void
ant_table_clear(ant_table_process_t *p)
{
    unsigned  i;

    ant_table_store(&p->leaving, 0);
    ant_table_store(&p->root, ANT_GAUGE_NONE);
    ant_table_store(&p->bytes, 0);
    ant_table_store(&p->limit, 0);

    for (i = 0; i < ANT_TABLE_GAUGES; i++) {
        ant_table_store(&p->gauges[i], ANT_GAUGE_NONE);
    }
}


/* Journals in memory die with their owner. */
static void
ant_table_bury(ant_table_t *t, uint64_t pid)
{
    unsigned              i;
    ant_table_journal_t  *j;

    for (i = 0; i < ANT_TABLE_JOURNALS; i++) {
        j = &t->journal[i];

        if (ant_table_acquire(&j->state) == 2 && j->memory
            && ant_table_load(&j->pid) == pid)
        {
            ant_table_forget(j, j->id);
        }
    }
}


/* Counts what is in the slot from now on. */
static void
ant_table_use(ant_table_t *t, uint64_t worker)
{
    uint64_t  used, slot;

    slot = worker % ANT_TABLE_SLOTS;
    used = ant_table_load(&t->used);

    while (used <= slot && !ant_table_swap(&t->used, used, slot + 1)) {
        used = ant_table_load(&t->used);
    }
}


/* That of an earlier process of the number, which is dead, or a free one. */
static ant_table_process_t *
ant_table_place(ant_table_t *t, uint64_t pid, uint64_t generation,
    uint64_t worker)
{
    unsigned              i;
    uint64_t              old;
    ant_table_process_t  *p;

    for (i = 0; i < ANT_TABLE_PROCESSES; i++) {
        p = &t->process[i];
        old = ant_table_load(&p->pid);

        if (old != 0 && old != ANT_TABLE_GOING
            && ant_table_load(&p->generation) == generation
            && ant_table_load(&p->worker) == worker
            && ant_table_swap(&p->pid, old, pid))
        {
            ant_table_bury(t, old);
            return p;
        }
    }

    for (i = 0; i < ANT_TABLE_PROCESSES; i++) {
        p = &t->process[i];

        if (ant_table_swap(&p->pid, 0, pid)) {
            return p;
        }
    }

    return NULL;
}


ant_table_process_t *
ant_table_enter(ant_table_t *t, uint64_t pid, uint64_t generation,
    uint64_t worker, uint64_t now)
{
    ant_table_process_t  *p;

    ant_table_use(t, worker);

    p = ant_table_place(t, pid, generation, worker);

    if (p == NULL) {
        ant_table_overflow(t);
        return NULL;
    }

    ant_table_clear(p);

    ant_table_store(&p->generation, generation);
    ant_table_store(&p->worker, worker);
    ant_table_store(&p->beat, now);

    return p;
}


void
ant_table_leave(ant_table_t *t, ant_table_process_t *p, uint64_t pid)
{
    /* whoever takes it out does so alone */

    if (pid == 0 || !ant_table_swap(&p->pid, pid, ANT_TABLE_GOING)) {
        return;
    }

    ant_table_clear(p);
    ant_table_store(&p->generation, 0);

    ant_table_bury(t, pid);

    ant_table_release(&p->pid, 0);
}


int
ant_table_alive(const ant_table_t *t, uint64_t pid)
{
    unsigned  i;

    for (i = 0; pid != 0 && i < ANT_TABLE_PROCESSES; i++) {
        if (ant_table_load(&t->process[i].pid) == pid) {
            return 1;
        }
    }

    return 0;
}


ant_table_journal_t *
ant_table_journal(ant_table_t *t, const u_char *id, uint32_t key, int *known)
{
    unsigned              i;
    uint32_t              free;
    ant_table_journal_t  *j;

    *known = 0;

    for (i = 0; i < ANT_TABLE_JOURNALS; i++) {
        j = &t->journal[i];

        if (ant_table_acquire(&j->state) == 2
            && memcmp(j->id, id, ANT_TABLE_ID_SIZE) == 0)
        {
            j->key = key;
            *known = 1;
            return j;
        }
    }

    for (i = 0; i < ANT_TABLE_JOURNALS; i++) {
        j = &t->journal[i];
        free = 0;

        if (__atomic_compare_exchange_n(&j->state, &free, 1, 0,
                                        __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
        {
            memset((u_char *) j + sizeof(uint32_t), 0,
                   sizeof(ant_table_journal_t) - sizeof(uint32_t));
            memcpy(j->id, id, ANT_TABLE_ID_SIZE);

            j->key = key;

            ant_table_release(&j->state, 2);

            return j;
        }
    }

    ant_table_overflow(t);

    return NULL;
}


void
ant_table_forget(ant_table_journal_t *j, const u_char *id)
{
    uint32_t  ready;

    ready = 2;

    if (!__atomic_compare_exchange_n(&j->state, &ready, 1, 0,
                                     __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
    {
        return;
    }

    ant_table_release(&j->state,
                      memcmp(j->id, id, ANT_TABLE_ID_SIZE) == 0 ? 0 : 2);
}
