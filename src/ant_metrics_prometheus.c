
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The facts in Prometheus's text format, version 0.0.4.
 *
 * Promises: valid UTF-8, whatever the names are; the samples of one metric
 * stand together, each once.  Called by the status.
 */


#include "ant_metrics.h"
#include "ant_utf8.h"


typedef struct {
    const char   *name;
    const char   *help;
    unsigned      value;
} ant_prometheus_counter_t;


static const ant_prometheus_counter_t  ant_prometheus_lists[] = {
    { "ant_webhook_pushed_total",
      "Events that Redis has confirmed, those put back included.",
      ANT_LIST_PUSHED },
    { "ant_webhook_batches_total",
      "Batches that Redis has confirmed.",
      ANT_LIST_BATCHES },
    { "ant_webhook_replayed_total",
      "Events put back because Redis lost what it had confirmed.",
      ANT_LIST_REPLAYED },
    { "ant_webhook_lost_by_redis_total",
      "Events lost because Redis went back further than retain.",
      ANT_LIST_LOST },
    { "ant_webhook_damaged_total",
      "Events that could not be read from the disk any more.",
      ANT_LIST_DAMAGED }
};


#define ANT_PROMETHEUS_LISTS                                                  \
    (sizeof(ant_prometheus_lists) / sizeof(ant_prometheus_lists[0]))


static void
ant_prometheus_put(ant_text_t *t, const char *s)
{
    ant_text_put(t, s, strlen(s));
}


static void
ant_prometheus_head(ant_text_t *t, const char *name, const char *type,
    const char *help)
{
    ant_text_literal(t, "# HELP ");
    ant_prometheus_put(t, name);
    ant_text_literal(t, " ");
    ant_prometheus_put(t, help);
    ant_text_literal(t, "\n# TYPE ");
    ant_prometheus_put(t, name);
    ant_text_literal(t, " ");
    ant_prometheus_put(t, type);
    ant_text_literal(t, "\n");
}


/* A byte that is not part of UTF-8 is percent-encoded, as in JSON. */
static void
ant_prometheus_byte(ant_text_t *t, u_char c)
{
    u_char  hex[3];

    static const u_char  digits[] = "0123456789ABCDEF";

    hex[0] = '%';
    hex[1] = digits[c >> 4];
    hex[2] = digits[c & 15];

    ant_text_put(t, hex, sizeof(hex));
}


static void
ant_prometheus_value(ant_text_t *t, const ant_str_t *s)
{
    size_t         n;
    const u_char  *p, *last;

    p = s->data;
    last = p + s->len;

    while (p < last) {

        if (*p == '"' || *p == '\\') {
            ant_text_literal(t, "\\");
            ant_text_put(t, p++, 1);
            continue;
        }

        if (*p == '\n') {
            ant_text_literal(t, "\\n");
            p++;
            continue;
        }

        n = ant_utf8_char(p, last);

        if (n == 0) {
            ant_prometheus_byte(t, *p++);
            continue;
        }

        ant_text_put(t, p, n);
        p += n;
    }
}


/* first: the character in front of it, '{' or ',' */
static void
ant_prometheus_label(ant_text_t *t, const char *first, const char *name,
    const ant_str_t *value)
{
    ant_prometheus_put(t, first);
    ant_prometheus_put(t, name);
    ant_text_literal(t, "=\"");
    ant_prometheus_value(t, value);
    ant_text_literal(t, "\"");
}


static void
ant_prometheus_key(ant_text_t *t, const ant_metrics_t *m, uint32_t key,
    const char *first, const char *name, unsigned label)
{
    ant_str_t  s;

    s = ant_table_label(m->table, key, label);

    ant_prometheus_label(t, first, name, &s);
}


static void
ant_prometheus_number(ant_text_t *t, const char *between, uint64_t n)
{
    ant_prometheus_put(t, between);
    ant_text_digits(t, n);
    ant_text_literal(t, "\n");
}


static void
ant_prometheus_single(ant_text_t *t, const char *name, const char *help,
    uint64_t n)
{
    ant_prometheus_head(t, name, "gauge", help);
    ant_prometheus_put(t, name);
    ant_prometheus_number(t, " ", n);
}


static void
ant_prometheus_events(ant_text_t *t, const ant_metrics_t *m)
{
    unsigned     v;
    uint32_t     i;
    const char  *name;

    name = "ant_webhook_events_total";

    ant_prometheus_head(t, name, "counter",
                        "Callbacks by what became of them.");

    for (i = 0; i < m->nkeys; i++) {
        if (!ant_metrics_shown(m, i, ANT_TABLE_EVENT)) {
            continue;
        }

        for (v = 0; v <= ANT_EVENT_PROBE; v++) {
            ant_prometheus_put(t, name);
            ant_prometheus_key(t, m, i, "{", "event", 0);
            ant_prometheus_key(t, m, i, ",", "list", 1);
            ant_prometheus_label(t, ",", "verdict",
                                 &ant_metrics_verdicts[v]);
            ant_prometheus_number(t, "} ", ant_metrics_value(m, i, v));
        }
    }

    name = "ant_webhook_rejected_dropped_total";

    ant_prometheus_head(t, name, "counter",
                        "Rejected callbacks for which there was no room.");

    for (i = 0; i < m->nkeys; i++) {
        if (ant_metrics_shown(m, i, ANT_TABLE_EVENT)) {
            ant_prometheus_put(t, name);
            ant_prometheus_key(t, m, i, "{", "event", 0);
            ant_prometheus_key(t, m, i, ",", "list", 1);
            ant_prometheus_number(t, "} ",
                                  ant_metrics_value(m, i, ANT_EVENT_DROPPED));
        }
    }
}


static void
ant_prometheus_last(ant_text_t *t, const ant_metrics_t *m)
{
    uint32_t     i;
    uint64_t     last;
    const char  *name;

    name = "ant_webhook_last_event_timestamp_seconds";

    ant_prometheus_head(t, name, "gauge",
                        "When the last event was accepted.");

    for (i = 0; i < m->nkeys; i++) {
        if (!ant_metrics_shown(m, i, ANT_TABLE_EVENT)) {
            continue;
        }

        last = ant_metrics_latest(m, i, ANT_EVENT_LAST);

        if (last) {
            ant_prometheus_put(t, name);
            ant_prometheus_key(t, m, i, "{", "event", 0);
            ant_prometheus_key(t, m, i, ",", "list", 1);
            ant_text_literal(t, "} ");
            ant_metrics_seconds(t, last);
            ant_text_literal(t, "\n");
        }
    }
}


static void
ant_prometheus_rejected(ant_text_t *t, const ant_metrics_t *m)
{
    uint32_t     i;
    const char  *name;

    name = "ant_webhook_rejected_total";

    ant_prometheus_head(t, name, "counter",
                        "Callbacks that failed the check.");

    for (i = 0; i < m->nkeys; i++) {
        if (ant_metrics_shown(m, i, ANT_TABLE_REJECTED)) {
            ant_prometheus_put(t, name);
            ant_prometheus_key(t, m, i, "{", "event", 0);
            ant_prometheus_key(t, m, i, ",", "parameter", 1);
            ant_prometheus_key(t, m, i, ",", "reason", 2);
            ant_prometheus_number(t, "} ", ant_metrics_value(m, i, 0));
        }
    }
}


static void
ant_prometheus_counters(ant_text_t *t, const ant_metrics_t *m)
{
    size_t                     n;
    uint32_t                   i;
    const ant_prometheus_counter_t  *c;

    for (n = 0; n < ANT_PROMETHEUS_LISTS; n++) {
        c = &ant_prometheus_lists[n];

        ant_prometheus_head(t, c->name, "counter", c->help);

        for (i = 0; i < m->nkeys; i++) {
            if (ant_metrics_shown(m, i, ANT_TABLE_LIST)) {
                ant_prometheus_put(t, c->name);
                ant_prometheus_key(t, m, i, "{", "list", 0);
                ant_prometheus_number(t, "} ",
                                      ant_metrics_value(m, i, c->value));
            }
        }
    }
}


static void
ant_prometheus_gauge(ant_text_t *t, const ant_metrics_t *m, uint32_t i,
    int which, const char *name)
{
    uint64_t                   oldest;
    const ant_metrics_list_t  *l;

    l = &m->list[i];

    if (which == 3 && !l->known) {
        return;
    }

    ant_prometheus_put(t, name);
    ant_prometheus_key(t, m, i, "{", "list", 0);

    switch (which) {

    case 0:
        ant_prometheus_number(t, "} ", l->events);
        break;

    case 1:
        ant_prometheus_number(t, "} ", l->bytes);
        break;

    case 2:
        oldest = (l->oldest && l->oldest < m->env->now)
                     ? m->env->now - l->oldest : 0;

        ant_text_literal(t, "} ");
        ant_metrics_seconds(t, oldest);
        ant_text_literal(t, "\n");
        break;

    default:
        ant_prometheus_number(t, "} ", l->length);
    }
}


static void
ant_prometheus_gauges(ant_text_t *t, const ant_metrics_t *m)
{
    int       n;
    uint32_t  i;

    static const struct {
        const char  *name;
        const char  *help;
    } gauges[] = {
        { "ant_webhook_backlog_events",
          "Events in the journals that Redis has not confirmed." },
        { "ant_webhook_backlog_bytes",
          "Bytes of these in the journals." },
        { "ant_webhook_oldest_seconds",
          "Age of the oldest of these." },
        { "ant_webhook_list_length",
          "Elements of the list in Redis, as it said last." }
    };

    for (n = 0; n < 4; n++) {
        ant_prometheus_head(t, gauges[n].name, "gauge", gauges[n].help);

        for (i = 0; i < m->nkeys; i++) {
            if (ant_metrics_shown(m, i, ANT_TABLE_LIST)) {
                ant_prometheus_gauge(t, m, i, n, gauges[n].name);
            }
        }
    }
}


static void
ant_prometheus_bucket(ant_text_t *t, const ant_metrics_t *m, uint32_t key,
    const char *name, const char *label, unsigned seconds, uint64_t bound)
{
    ant_prometheus_put(t, name);
    ant_text_literal(t, "_bucket");
    ant_prometheus_key(t, m, key, "{", label, 0);
    ant_text_literal(t, ",le=\"");

    if (bound == 0) {
        ant_text_literal(t, "+Inf");

    } else if (seconds) {
        ant_metrics_seconds(t, bound);

    } else {
        ant_text_digits(t, bound);
    }

    ant_text_literal(t, "\"");
}


/* first: the histogram's place behind the key's value */
static void
ant_prometheus_histogram(ant_text_t *t, const ant_metrics_t *m, uint32_t key,
    const char *name, const char *label, unsigned first, unsigned seconds)
{
    unsigned         i;
    uint64_t         count, sum;
    const uint64_t  *bounds;

    bounds = seconds ? ant_histogram_ms : ant_histogram_events;
    count = 0;

    for (i = 0; i <= ANT_HISTOGRAM_BOUNDS; i++) {
        count += ant_metrics_value(m, key, first + i);

        ant_prometheus_bucket(t, m, key, name, label, seconds,
                              i < ANT_HISTOGRAM_BOUNDS ? bounds[i] : 0);
        ant_prometheus_number(t, "} ", count);
    }

    sum = ant_metrics_value(m, key, first + ANT_HISTOGRAM_SUM);

    ant_prometheus_put(t, name);
    ant_text_literal(t, "_sum");
    ant_prometheus_key(t, m, key, "{", label, 0);
    ant_text_literal(t, "} ");

    if (seconds) {
        ant_metrics_seconds(t, sum);

    } else {
        ant_text_digits(t, sum);
    }

    ant_text_literal(t, "\n");

    ant_prometheus_put(t, name);
    ant_text_literal(t, "_count");
    ant_prometheus_key(t, m, key, "{", label, 0);
    ant_prometheus_number(t, "} ", count);
}


static void
ant_prometheus_histograms(ant_text_t *t, const ant_metrics_t *m)
{
    unsigned  n;
    uint32_t  i;

    static const struct {
        const char        *name;
        const char        *help;
        const char        *label;
        ant_table_kind_e   kind;
        unsigned           first;
        unsigned           seconds;
    } h[] = {
        { "ant_webhook_answer_seconds",
          "From the request to an answer that waited.", "ack",
          ANT_TABLE_ANSWER, 0, 1 },
        { "ant_webhook_push_delay_seconds",
          "From the record in the journal to Redis's confirmation.", "list",
          ANT_TABLE_LIST, ANT_LIST_DELAY, 1 },
        { "ant_webhook_batch_events",
          "Events of a batch.", "list",
          ANT_TABLE_LIST, ANT_LIST_BATCH, 0 }
    };

    for (n = 0; n < 3; n++) {
        ant_prometheus_head(t, h[n].name, "histogram", h[n].help);

        for (i = 0; i < m->nkeys; i++) {
            if (ant_metrics_shown(m, i, h[n].kind)) {
                ant_prometheus_histogram(t, m, i, h[n].name, h[n].label,
                                         h[n].first, h[n].seconds);
            }
        }
    }
}


static void
ant_prometheus_redis(ant_text_t *t, const ant_metrics_t *m)
{
    uint32_t                       i;
    const char                    *name;
    const ant_metrics_endpoint_t  *e;

    name = "ant_webhook_redis_up";

    ant_prometheus_head(t, name, "gauge",
                        "1 while every worker that uses it has a connection.");

    for (i = 0; i < m->nkeys; i++) {
        e = &m->endpoint[i];

        if (ant_metrics_shown(m, i, ANT_TABLE_ENDPOINT) && e->workers) {
            ant_prometheus_put(t, name);
            ant_prometheus_key(t, m, i, "{", "endpoint", 0);
            ant_prometheus_number(t, "} ", e->up == e->workers);
        }
    }

    name = "ant_webhook_redis_errors_total";

    ant_prometheus_head(t, name, "counter",
                        "Connections that ended, and commands refused.");

    for (i = 0; i < m->nkeys; i++) {
        if (ant_metrics_shown(m, i, ANT_TABLE_ERROR)) {
            ant_prometheus_put(t, name);
            ant_prometheus_key(t, m, i, "{", "endpoint", 0);
            ant_prometheus_key(t, m, i, ",", "kind", 1);
            ant_prometheus_number(t, "} ", ant_metrics_value(m, i, 0));
        }
    }
}


static void
ant_prometheus_journals(ant_text_t *t, const ant_metrics_t *m)
{
    unsigned     i;
    const char  *name;

    ant_prometheus_single(t, "ant_webhook_journal_bytes",
                          "What all journals take on the disk.", m->bytes);
    ant_prometheus_single(t, "ant_webhook_journal_limit_bytes",
                          "What they may take.", m->limit);

    name = "ant_webhook_journals";

    ant_prometheus_head(t, name, "gauge", "Journals by state.");

    for (i = 0; i < ANT_JOURNAL_STATES; i++) {
        ant_prometheus_put(t, name);
        ant_prometheus_label(t, "{", "state", &ant_metrics_states[i]);
        ant_prometheus_number(t, "} ", m->journals[i]);
    }
}


static void
ant_prometheus_build(ant_text_t *t, const ant_metrics_t *m)
{
    const char  *name;

    ant_prometheus_single(t, "ant_webhook_storable",
                          "1 while callbacks can be stored.",
                          m->reason == NULL);

    name = "ant_webhook_build_info";

    ant_prometheus_head(t, name, "gauge", "The module and nginx, always 1.");
    ant_prometheus_put(t, name);
    ant_prometheus_label(t, "{", "version", &m->env->version);
    ant_prometheus_label(t, ",", "nginx", &m->env->server);
    ant_prometheus_number(t, "} ", 1);
}


u_char *
ant_metrics_prometheus(const ant_metrics_t *m, u_char *p, u_char *last)
{
    ant_text_t  t;

    ant_text_init(&t, p, last);

    if (m->table) {
        ant_prometheus_events(&t, m);
        ant_prometheus_last(&t, m);
        ant_prometheus_rejected(&t, m);
        ant_prometheus_counters(&t, m);
        ant_prometheus_gauges(&t, m);
        ant_prometheus_histograms(&t, m);
        ant_prometheus_redis(&t, m);
        ant_prometheus_journals(&t, m);
    }

    ant_prometheus_build(&t, m);

    return ant_text_end(&t);
}
