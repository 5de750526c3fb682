
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The table of counters as facts: what belongs together is put together, what
 * is nobody's any more is left out, and out of what all workers say comes
 * whether callbacks can be stored.
 *
 * Promises: takes a time that depends on the table alone, and waits for
 * nobody.  Called by the status for each answer.  Never writes to the table.
 */


#include "ant_metrics.h"


const ant_str_t  ant_metrics_verdicts[ANT_EVENT_PROBE + 1] = {
    ant_string("accepted"),
    ant_string("rejected"),
    ant_string("forbidden"),
    ant_string("refused"),
    ant_string("probe")
};


const ant_str_t  ant_metrics_states[ANT_JOURNAL_STATES] = {
    ant_string("live"),
    ant_string("draining"),
    ant_string("retained"),
    ant_string("aside"),
    ant_string("orphan"),
    ant_string("stranger")
};


/* a list is one, at however many endpoints it is */
static const unsigned  ant_metrics_labels[ANT_TABLE_KINDS] = {
    2, 3, 1, 1, 2, 1
};


static void
ant_metrics_keys(ant_metrics_t *m)
{
    uint32_t            i, k, n;
    const ant_table_t  *t;

    t = m->table;
    n = m->nkeys;

    for (i = 0; i < n; i++) {
        m->first[i] = ANT_TABLE_KEYS;
        m->next[i] = 0;

        if (!__atomic_load_n(&t->keys[i].ready, __ATOMIC_ACQUIRE)) {
            continue;
        }

        m->first[i] = i;

        for (k = i; k-- > 0; /* void */ ) {

            if (m->first[k] != ANT_TABLE_KEYS
                && t->keys[k].kind == t->keys[i].kind
                && (t->keys[k].hash == t->keys[i].hash
                    || t->keys[i].kind == ANT_TABLE_LIST)
                && ant_table_same(t, k, i,
                                  ant_metrics_labels[t->keys[i].kind]))
            {
                m->first[i] = m->first[k];
                m->next[k] = i;
                break;
            }
        }
    }
}


uint64_t
ant_metrics_value(const ant_metrics_t *m, uint32_t key, unsigned n)
{
    uint64_t  sum;

    sum = ant_table_sum(m->table, key, n);

    while (m->next[key] != 0) {
        key = m->next[key];
        sum += ant_table_sum(m->table, key, n);
    }

    return sum;
}


uint64_t
ant_metrics_latest(const ant_metrics_t *m, uint32_t key, unsigned n)
{
    uint64_t  max, value;

    max = ant_table_max(m->table, key, n);

    while (m->next[key] != 0) {
        key = m->next[key];
        value = ant_table_max(m->table, key, n);

        if (value > max) {
            max = value;
        }
    }

    return max;
}


int
ant_metrics_shown(const ant_metrics_t *m, uint32_t key, ant_table_kind_e kind)
{
    unsigned  i;

    static const unsigned  sizes[ANT_TABLE_KINDS] = {
        ANT_EVENT_VALUES, 1, ANT_LIST_VALUES, 0, 1, ANT_HISTOGRAM_VALUES
    };

    if (m->first[key] != key || m->table->keys[key].kind != (uint32_t) kind) {
        return 0;
    }

    if (key != m->table->other[kind]) {
        return 1;
    }

    for (i = 0; i < sizes[kind]; i++) {
        if (ant_metrics_value(m, key, i) != 0) {
            return 1;
        }
    }

    return 0;
}


static void
ant_metrics_length(ant_metrics_t *m, uint32_t key)
{
    uint64_t                time;
    const uint64_t         *shared;
    ant_metrics_list_t     *list;

    shared = m->table->shared + m->table->keys[key].gauge;
    list = &m->list[m->first[key]];

    time = ant_table_load(&shared[ANT_SHARED_TIME]);

    if (time != 0 && (time >= m->env->clock
                      || m->env->clock - time <= ANT_METRICS_LENGTH_AGE))
    {
        list->known = 1;
        list->length += ant_table_load(&shared[ANT_SHARED_LENGTH]);
    }
}


/* What the worker says of lists and endpoints. */
static void
ant_metrics_process(ant_metrics_t *m, const ant_table_process_t *p)
{
    uint32_t  i;
    uint64_t  gauge;

    m->bytes += ant_table_load(&p->bytes);
    m->limit += ant_table_load(&p->limit);

    if (ant_table_load(&p->leaving)) {
        return;
    }

    m->workers++;

    if (ant_table_load(&p->root) == ANT_GAUGE_BAD) {
        m->reason = "the directory of the journals cannot be used";
    }

    for (i = 0; i < m->nkeys; i++) {

        if (m->first[i] == ANT_TABLE_KEYS
            || m->table->keys[i].gauge == ANT_TABLE_GAUGES)
        {
            continue;
        }

        gauge = ant_table_load(&p->gauges[m->table->keys[i].gauge]);

        if (gauge == ANT_GAUGE_NONE) {
            continue;
        }

        if (m->table->keys[i].kind == ANT_TABLE_LIST) {
            m->list[m->first[i]].refused |= (gauge == ANT_GAUGE_BAD);

        } else if (m->table->keys[i].kind == ANT_TABLE_ENDPOINT) {
            m->endpoint[m->first[i]].workers++;
            m->endpoint[m->first[i]].up += (gauge == ANT_GAUGE_GOOD);
        }
    }
}


static void
ant_metrics_journal(ant_metrics_t *m, const ant_table_journal_t *j)
{
    uint32_t             key;
    uint64_t             kind, oldest;
    ant_metrics_list_t  *list;

    key = ant_table_load(&j->key);

    if (__atomic_load_n(&j->state, __ATOMIC_ACQUIRE) != 2
        || key >= m->nkeys || m->first[key] == ANT_TABLE_KEYS)
    {
        return;
    }

    kind = ant_table_load(&j->kind);

    if (!ant_table_alive(m->table, ant_table_load(&j->pid))) {
        if (j->memory) {
            return;
        }

        kind = ANT_JOURNAL_ORPHAN;
    }

    if (kind < ANT_JOURNAL_ORPHAN) {
        m->journals[kind]++;
    }

    list = &m->list[m->first[key]];

    list->events += ant_table_load(&j->events);
    list->bytes += ant_table_load(&j->bytes);

    oldest = ant_table_load(&j->oldest);

    if (oldest != 0 && (list->oldest == 0 || oldest < list->oldest)) {
        list->oldest = oldest;
    }
}


/* Directories that are nobody's and that somebody will adopt. */
static void
ant_metrics_orphans(ant_metrics_t *m)
{
    uint64_t  dirs, held, strangers;
    unsigned  i;

    held = 0;

    for (i = 0; i < ANT_JOURNAL_ORPHAN; i++) {
        held += m->journals[i];
    }

    dirs = ant_table_load(&m->table->journals);
    strangers = ant_table_load(&m->table->strangers);

    m->journals[ANT_JOURNAL_STRANGER] = strangers;

    if (dirs > held + strangers) {
        m->journals[ANT_JOURNAL_ORPHAN] = dirs - held - strangers;
    }
}


/* The first thing that is wrong. */
static void
ant_metrics_judge(ant_metrics_t *m)
{
    size_t                         n;
    uint32_t                       i;
    const ant_metrics_endpoint_t  *e;

    for (i = 0; i < m->nkeys && m->reason == NULL; i++) {
        if (m->first[i] == i && m->table->keys[i].kind == ANT_TABLE_LIST
            && m->list[i].refused)
        {
            m->reason = "no room in the journal for list ";
            m->what = ant_table_label(m->table, i, 0);
        }
    }

    for (n = 0; n < m->env->nneeded && m->reason == NULL; n++) {
        i = m->first[m->env->needed[n]];
        e = &m->endpoint[i];

        if (e->up < e->workers) {
            m->reason = "answers wait for redis, which is down: ";
            m->what = ant_table_label(m->table, i, 0);
        }
    }
}


static int
ant_metrics_present(const ant_metrics_t *m)
{
    unsigned                    i;
    const ant_table_process_t  *p;

    for (i = 0; i < ANT_TABLE_PROCESSES; i++) {
        p = &m->table->process[i];

        if (ant_table_load(&p->pid) == m->env->pid
            && ant_table_load(&p->generation) == m->env->generation)
        {
            return 1;
        }
    }

    return 0;
}


void
ant_metrics_read(ant_metrics_t *m, const ant_table_t *table,
    const ant_metrics_env_t *env)
{
    uint32_t  i;

    memset(m, 0, sizeof(ant_metrics_t));

    m->env = env;
    m->table = table;

    if (table == NULL) {
        m->reason = "there is no \"ant_webhook\" in the configuration";
        return;
    }

    m->nkeys = __atomic_load_n(&table->nkeys, __ATOMIC_ACQUIRE);

    ant_metrics_keys(m);

    for (i = 0; i < m->nkeys; i++) {
        if (m->first[i] != ANT_TABLE_KEYS
            && table->keys[i].kind == ANT_TABLE_LIST)
        {
            ant_metrics_length(m, i);
        }
    }

    for (i = 0; i < ANT_TABLE_PROCESSES; i++) {
        if (ant_table_load(&table->process[i].pid) != 0) {
            ant_metrics_process(m, &table->process[i]);
        }
    }

    for (i = 0; i < ANT_TABLE_JOURNALS; i++) {
        ant_metrics_journal(m, &table->journal[i]);
    }

    ant_metrics_orphans(m);

    if (env->limit != 0) {
        m->limit = env->limit;
        m->bytes = ant_table_load(&table->bytes);
    }

    if (!ant_metrics_present(m)) {
        m->reason = "this worker could not begin, or runs an old "
                    "configuration";
    }

    ant_metrics_judge(m);
}


void
ant_metrics_seconds(ant_text_t *t, uint64_t ms)
{
    unsigned  rest, unit;

    ant_text_digits(t, ms / 1000);

    rest = ms % 1000;

    if (rest == 0) {
        return;
    }

    ant_text_literal(t, ".");

    for (unit = 100; rest; unit /= 10) {
        ant_text_digits(t, rest / unit);
        rest %= unit;
    }
}


u_char *
ant_metrics_health(const ant_metrics_t *m, u_char *p, u_char *last)
{
    ant_text_t  t;
    ant_str_t   reason;

    ant_text_init(&t, p, last);

    if (m->reason == NULL) {
        ant_text_literal(&t, "{\"status\":\"ok\"}\n");
        return ant_text_end(&t);
    }

    reason.data = (const u_char *) m->reason;
    reason.len = strlen(m->reason);

    ant_text_literal(&t, "{\"status\":\"unavailable\",\"reason\":\"");
    ant_text_escaped(&t, &reason);
    ant_text_escaped(&t, &m->what);
    ant_text_literal(&t, "\"}\n");

    return ant_text_end(&t);
}
