
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The table of counters as facts, and these as text.
 */


#ifndef _ANT_METRICS_H_INCLUDED_
#define _ANT_METRICS_H_INCLUDED_


#include "ant_table.h"
#include "ant_text.h"


/* a length that Redis told longer ago is not shown: ms */
#define ANT_METRICS_LENGTH_AGE  60000


/* What the caller knows. */
typedef struct {
    uint64_t              now;        /* ms since the epoch */
    uint64_t              clock;      /* ms, as beats and shared times have */
    uint64_t              generation; /* of the caller's configuration */
    uint64_t              pid;        /* the caller's */
    uint64_t              limit;      /* bytes of all journals; 0: they are in
                                         memory, and each process has a limit */
    const uint32_t       *needed;     /* keys of the endpoints that answers */
    size_t                nneeded;    /* wait for */
    ant_str_t             version;
    ant_str_t             server;     /* nginx's version */
} ant_metrics_env_t;


/* of a list, at the first of its keys */
typedef struct {
    uint64_t              events;
    uint64_t              bytes;
    uint64_t              oldest;     /* ms since the epoch, or 0 */
    uint64_t              length;
    unsigned              known:1;    /* the length is */
    unsigned              refused:1;  /* by a worker */
} ant_metrics_list_t;


/* of an endpoint */
typedef struct {
    uint64_t              workers;    /* that use it */
    uint64_t              up;         /* of these */
} ant_metrics_endpoint_t;


typedef struct {
    const ant_table_t        *table;  /* NULL: there is no "ant_webhook" */
    const ant_metrics_env_t  *env;

    uint32_t                  nkeys;
    uint64_t                  workers;
    uint64_t                  bytes;
    uint64_t                  limit;
    uint64_t                  journals[ANT_JOURNAL_STATES];

    const char               *reason; /* why callbacks cannot be stored, or
                                         NULL, and of what: */
    ant_str_t                 what;

    /* first key of the same labels; ANT_TABLE_KEYS: not ready */
    uint32_t                  first[ANT_TABLE_KEYS];
    uint32_t                  next[ANT_TABLE_KEYS];  /* 0: none */

    ant_metrics_list_t        list[ANT_TABLE_KEYS];
    ant_metrics_endpoint_t    endpoint[ANT_TABLE_KEYS];
} ant_metrics_t;


extern const ant_str_t  ant_metrics_verdicts[ANT_EVENT_PROBE + 1];
extern const ant_str_t  ant_metrics_states[ANT_JOURNAL_STATES];


/*
 * Reads the table, which goes on changing: each number is right by itself.
 * table and env must outlive m.
 */
void ant_metrics_read(ant_metrics_t *m, const ant_table_t *table,
    const ant_metrics_env_t *env);

/* Is key the first of its labels, of this kind, and not an empty "other"? */
int ant_metrics_shown(const ant_metrics_t *m, uint32_t key,
    ant_table_kind_e kind);

/* the n-th value, of all slots and of all keys with the same labels */
uint64_t ant_metrics_value(const ant_metrics_t *m, uint32_t key, unsigned n);
uint64_t ant_metrics_latest(const ant_metrics_t *m, uint32_t key, unsigned n);

/* ms as seconds: "12.345", "0.5", "3" */
void ant_metrics_seconds(ant_text_t *t, uint64_t ms);


/*
 * Each writes the text from p up to last, and returns its end, or NULL if
 * there is no room for all of it.
 */
u_char *ant_metrics_json(const ant_metrics_t *m, u_char *p, u_char *last);
u_char *ant_metrics_prometheus(const ant_metrics_t *m, u_char *p,
    u_char *last);
u_char *ant_metrics_health(const ant_metrics_t *m, u_char *p, u_char *last);


#endif /* _ANT_METRICS_H_INCLUDED_ */
