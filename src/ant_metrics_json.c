
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The facts as one JSON object: what examples/status.html reads.
 *
 * Promises: valid JSON in UTF-8, whatever the names are; every key that is
 * documented is there each time.  Called by the status.
 */


#include "ant_metrics.h"


typedef struct {
    const char   *name;
    unsigned      value;
} ant_metrics_pair_t;


static void
ant_metrics_json_put(ant_text_t *t, const char *s)
{
    ant_text_put(t, s, strlen(s));
}


/* between: what stands in front of the name, ",", "{" or "" */
static void
ant_metrics_json_name(ant_text_t *t, const char *between, const char *name)
{
    ant_metrics_json_put(t, between);
    ant_text_literal(t, "\"");
    ant_metrics_json_put(t, name);
    ant_text_literal(t, "\":");
}


static void
ant_metrics_json_number(ant_text_t *t, const char *between, const char *name,
    uint64_t n)
{
    ant_metrics_json_name(t, between, name);
    ant_text_digits(t, n);
}


static void
ant_metrics_json_label(ant_text_t *t, const ant_metrics_t *m, uint32_t key,
    const char *between, const char *name, unsigned label)
{
    ant_str_t  s;

    s = ant_table_label(m->table, key, label);

    ant_metrics_json_name(t, between, name);
    ant_text_string(t, &s);
}


/* counters of a key, each by its name */
static void
ant_metrics_json_counts(ant_text_t *t, const ant_metrics_t *m, uint32_t key,
    const ant_metrics_pair_t *pairs, size_t n)
{
    size_t  i;

    for (i = 0; i < n; i++) {
        ant_metrics_json_number(t, ",", pairs[i].name,
                                ant_metrics_value(m, key, pairs[i].value));
    }
}


static void
ant_metrics_json_events(ant_text_t *t, const ant_metrics_t *m)
{
    uint32_t     key;
    const char  *between;

    static const ant_metrics_pair_t  pairs[] = {
        { "accepted", ANT_EVENT_ACCEPTED },
        { "rejected", ANT_EVENT_REJECTED },
        { "forbidden", ANT_EVENT_FORBIDDEN },
        { "refused", ANT_EVENT_REFUSED },
        { "probe", ANT_EVENT_PROBE },
        { "dropped", ANT_EVENT_DROPPED }
    };

    between = "{";
    ant_text_literal(t, ",\n\"events\":[");

    for (key = 0; key < m->nkeys; key++) {
        if (!ant_metrics_shown(m, key, ANT_TABLE_EVENT)) {
            continue;
        }

        ant_metrics_json_label(t, m, key, between, "event", 0);
        ant_metrics_json_label(t, m, key, ",", "list", 1);

        ant_metrics_json_counts(t, m, key, pairs,
                                sizeof(pairs) / sizeof(pairs[0]));

        ant_metrics_json_number(t, ",", "last",
                                ant_metrics_latest(m, key, ANT_EVENT_LAST));
        ant_text_literal(t, "}");
        between = ",\n{";
    }

    ant_text_literal(t, "]");
}


static void
ant_metrics_json_rejected(ant_text_t *t, const ant_metrics_t *m)
{
    uint32_t     key;
    const char  *between;

    between = "{";
    ant_text_literal(t, ",\n\"rejected\":[");

    for (key = 0; key < m->nkeys; key++) {
        if (!ant_metrics_shown(m, key, ANT_TABLE_REJECTED)) {
            continue;
        }

        ant_metrics_json_label(t, m, key, between, "event", 0);
        ant_metrics_json_label(t, m, key, ",", "parameter", 1);
        ant_metrics_json_label(t, m, key, ",", "reason", 2);
        ant_metrics_json_number(t, ",", "count",
                                ant_metrics_value(m, key, 0));
        ant_text_literal(t, "}");
        between = ",\n{";
    }

    ant_text_literal(t, "]");
}


/* Buckets by their upper bound, each with all that is below, as in
   Prometheus. */
static void
ant_metrics_json_histogram(ant_text_t *t, const ant_metrics_t *m,
    uint32_t key, const char *name, unsigned first, unsigned seconds)
{
    unsigned         i;
    uint64_t         count, sum;
    const uint64_t  *bounds;

    bounds = seconds ? ant_histogram_ms : ant_histogram_events;
    count = 0;

    ant_metrics_json_name(t, ",", name);
    ant_text_literal(t, "{\"buckets\":[");

    for (i = 0; i <= ANT_HISTOGRAM_BOUNDS; i++) {
        count += ant_metrics_value(m, key, first + i);

        if (i == ANT_HISTOGRAM_BOUNDS) {
            break;
        }

        ant_metrics_json_put(t, i ? ",[" : "[");

        if (seconds) {
            ant_metrics_seconds(t, bounds[i]);

        } else {
            ant_text_digits(t, bounds[i]);
        }

        ant_text_literal(t, ",");
        ant_text_digits(t, count);
        ant_text_literal(t, "]");
    }

    ant_text_literal(t, "],\"sum\":");

    sum = ant_metrics_value(m, key, first + ANT_HISTOGRAM_SUM);

    if (seconds) {
        ant_metrics_seconds(t, sum);

    } else {
        ant_text_digits(t, sum);
    }

    ant_metrics_json_number(t, ",", "count", count);
    ant_text_literal(t, "}");
}


static void
ant_metrics_json_list(ant_text_t *t, const ant_metrics_t *m, uint32_t key)
{
    uint64_t                   oldest;
    const ant_metrics_list_t  *l;

    l = &m->list[key];

    oldest = (l->oldest && l->oldest < m->env->now) ? m->env->now - l->oldest
                                                    : 0;

    ant_metrics_json_number(t, ",", "backlog_events", l->events);
    ant_metrics_json_number(t, ",", "backlog_bytes", l->bytes);

    ant_metrics_json_name(t, ",", "oldest_seconds");
    ant_metrics_seconds(t, oldest);

    ant_metrics_json_name(t, ",", "length");

    if (l->known) {
        ant_text_digits(t, l->length);

    } else {
        ant_text_literal(t, "null");
    }

    ant_metrics_json_name(t, ",", "storable");
    ant_metrics_json_put(t, l->refused ? "false" : "true");

    ant_metrics_json_histogram(t, m, key, "push_delay_seconds",
                               ANT_LIST_DELAY, 1);
    ant_metrics_json_histogram(t, m, key, "batch_events", ANT_LIST_BATCH, 0);
}


static void
ant_metrics_json_lists(ant_text_t *t, const ant_metrics_t *m)
{
    uint32_t     key;
    const char  *between;

    static const ant_metrics_pair_t  pairs[] = {
        { "pushed", ANT_LIST_PUSHED },
        { "batches", ANT_LIST_BATCHES },
        { "replayed", ANT_LIST_REPLAYED },
        { "lost_by_redis", ANT_LIST_LOST },
        { "damaged", ANT_LIST_DAMAGED }
    };

    between = "{";
    ant_text_literal(t, ",\n\"lists\":[");

    for (key = 0; key < m->nkeys; key++) {
        if (!ant_metrics_shown(m, key, ANT_TABLE_LIST)) {
            continue;
        }

        ant_metrics_json_label(t, m, key, between, "list", 0);

        ant_metrics_json_counts(t, m, key, pairs,
                                sizeof(pairs) / sizeof(pairs[0]));

        ant_metrics_json_list(t, m, key);

        ant_text_literal(t, "}");
        between = ",\n{";
    }

    ant_text_literal(t, "]");
}


static void
ant_metrics_json_answers(ant_text_t *t, const ant_metrics_t *m)
{
    uint32_t     key;
    const char  *between;

    between = "{";
    ant_text_literal(t, ",\n\"answers\":[");

    for (key = 0; key < m->nkeys; key++) {
        if (ant_metrics_shown(m, key, ANT_TABLE_ANSWER)) {
            ant_metrics_json_label(t, m, key, between, "ack", 0);
            ant_metrics_json_histogram(t, m, key, "seconds", 0, 1);
            ant_text_literal(t, "}");
            between = ",\n{";
        }
    }

    ant_text_literal(t, "]");
}


/* The errors of one endpoint, by kind. */
static void
ant_metrics_json_errors(ant_text_t *t, const ant_metrics_t *m,
    uint32_t endpoint)
{
    uint32_t     key;
    ant_str_t    name, of;
    const char  *between;

    between = "{";
    name = ant_table_label(m->table, endpoint, 0);

    ant_text_literal(t, ",\"errors\":[");

    for (key = 0; key < m->nkeys; key++) {
        if (!ant_metrics_shown(m, key, ANT_TABLE_ERROR)) {
            continue;
        }

        of = ant_table_label(m->table, key, 0);

        if (of.len == name.len && memcmp(of.data, name.data, of.len) == 0) {
            ant_metrics_json_label(t, m, key, between, "kind", 1);
            ant_metrics_json_number(t, ",", "count",
                                    ant_metrics_value(m, key, 0));
            ant_text_literal(t, "}");
            between = ",{";
        }
    }

    ant_text_literal(t, "]");
}


static void
ant_metrics_json_redis(ant_text_t *t, const ant_metrics_t *m)
{
    uint32_t                       key;
    const char                    *between;
    const ant_metrics_endpoint_t  *e;

    between = "{";
    ant_text_literal(t, ",\n\"redis\":[");

    for (key = 0; key < m->nkeys; key++) {
        e = &m->endpoint[key];

        if (!ant_metrics_shown(m, key, ANT_TABLE_ENDPOINT)
            || e->workers == 0)
        {
            continue;
        }

        ant_metrics_json_label(t, m, key, between, "endpoint", 0);
        ant_metrics_json_name(t, ",", "up");
        ant_metrics_json_put(t, e->up == e->workers ? "true" : "false");
        ant_metrics_json_number(t, ",", "workers", e->workers);
        ant_metrics_json_number(t, ",", "workers_up", e->up);
        ant_metrics_json_errors(t, m, key);
        ant_text_literal(t, "}");
        between = ",\n{";
    }

    ant_text_literal(t, "]");
}


static void
ant_metrics_json_journals(ant_text_t *t, const ant_metrics_t *m)
{
    unsigned     i;
    const char  *between;

    ant_metrics_json_number(t, ",\n\"journal\":{", "bytes", m->bytes);
    ant_metrics_json_number(t, ",", "limit_bytes", m->limit);
    ant_text_literal(t, ",\"journals\":");

    between = "{\"";

    for (i = 0; i < ANT_JOURNAL_STATES; i++) {
        ant_metrics_json_put(t, between);
        ant_text_put(t, ant_metrics_states[i].data, ant_metrics_states[i].len);
        ant_text_literal(t, "\":");
        ant_text_digits(t, m->journals[i]);
        between = ",\"";
    }

    ant_text_literal(t, "}}");
}


u_char *
ant_metrics_json(const ant_metrics_t *m, u_char *p, u_char *last)
{
    ant_str_t   reason;
    ant_text_t  t;

    ant_text_init(&t, p, last);

    ant_text_literal(&t, "{\"version\":");
    ant_text_string(&t, &m->env->version);
    ant_text_literal(&t, ",\"nginx\":");
    ant_text_string(&t, &m->env->server);
    ant_metrics_json_number(&t, ",", "time", m->env->now);
    ant_metrics_json_number(&t, ",", "since",
                            m->table ? m->table->started : 0);
    ant_metrics_json_number(&t, ",", "workers", m->workers);
    ant_text_literal(&t, ",\n\"storable\":");
    ant_metrics_json_put(&t, m->reason ? "false" : "true");
    ant_text_literal(&t, ",\"reason\":\"");

    if (m->reason) {
        reason.data = (const u_char *) m->reason;
        reason.len = strlen(m->reason);

        ant_text_escaped(&t, &reason);
        ant_text_escaped(&t, &m->what);
    }

    ant_text_literal(&t, "\"");

    ant_metrics_json_events(&t, m);
    ant_metrics_json_rejected(&t, m);
    ant_metrics_json_lists(&t, m);
    ant_metrics_json_answers(&t, m);
    ant_metrics_json_redis(&t, m);
    ant_metrics_json_journals(&t, m);

    ant_text_literal(&t, "}\n");

    return ant_text_end(&t);
}
