
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What the workers count and know, in memory that they share: counters by
 * worker, gauges by process and by journal, and the names that they have.
 *
 * Nothing is ever locked.  A name is added once and stays; whoever finds a
 * name that another process is just adding adds it again, and a snapshot puts
 * the two together.  A counter is one atomic addition in the worker's own
 * slot.
 */


#ifndef _ANT_TABLE_H_INCLUDED_
#define _ANT_TABLE_H_INCLUDED_


#include "ant_histogram.h"
#include "ant_str.h"


#define ANT_TABLE_MAGIC      0x31746e61   /* "ant1" */
#define ANT_TABLE_VERSION    1

#define ANT_TABLE_SLOTS      32           /* a worker's number modulo it */
#define ANT_TABLE_VALUES     8192         /* counters of a slot */
#define ANT_TABLE_KEYS       1024         /* names */
#define ANT_TABLE_TEXT       131072       /* bytes of all names */
#define ANT_TABLE_GAUGES     512          /* of a process */
#define ANT_TABLE_PROCESSES  64
#define ANT_TABLE_JOURNALS   1024

#define ANT_TABLE_LABELS     3
#define ANT_TABLE_ID_SIZE    12

/* a cache line, and the one that is fetched with it */
#define ANT_TABLE_LINE       128


/* what a name is of, and its labels */
typedef enum {
    ANT_TABLE_EVENT = 0,   /* event, list */
    ANT_TABLE_REJECTED,    /* event, parameter, reason */
    ANT_TABLE_LIST,        /* list, endpoint */
    ANT_TABLE_ENDPOINT,    /* endpoint */
    ANT_TABLE_ERROR,       /* endpoint, kind */
    ANT_TABLE_ANSWER,      /* ack */
    ANT_TABLE_KINDS
} ant_table_kind_e;


/* counters of an ANT_TABLE_EVENT, by their place behind key->value */
enum {
    ANT_EVENT_ACCEPTED = 0,
    ANT_EVENT_REJECTED,
    ANT_EVENT_FORBIDDEN,
    ANT_EVENT_REFUSED,
    ANT_EVENT_PROBE,
    ANT_EVENT_DROPPED,     /* rejected, and no room to keep it */
    ANT_EVENT_LAST,        /* no counter: ms since the epoch */
    ANT_EVENT_VALUES
};


/* of an ANT_TABLE_LIST */
enum {
    ANT_LIST_PUSHED = 0,
    ANT_LIST_BATCHES,
    ANT_LIST_REPLAYED,
    ANT_LIST_LOST,         /* by Redis */
    ANT_LIST_DAMAGED,      /* on the disk */
    ANT_LIST_DELAY,        /* a histogram: from the answer to the push */
    ANT_LIST_BATCH = ANT_LIST_DELAY + ANT_HISTOGRAM_VALUES,
    ANT_LIST_VALUES = ANT_LIST_BATCH + ANT_HISTOGRAM_VALUES
};


/* gauges of a process, by the key's gauge */
enum {
    ANT_GAUGE_NONE = 0,
    ANT_GAUGE_BAD,         /* a list that is refused, an endpoint down */
    ANT_GAUGE_GOOD
};


/* what all processes know of a list, at the key's gauge and behind it */
enum {
    ANT_SHARED_LENGTH = 0, /* elements */
    ANT_SHARED_TIME,       /* when Redis said so: ms of the caller's clock, */
    ANT_SHARED_VALUES      /* or 0 */
};


typedef enum {
    ANT_JOURNAL_LIVE = 0,  /* takes events */
    ANT_JOURNAL_DRAINING,  /* adopted: has events that Redis has not got */
    ANT_JOURNAL_RETAINED,  /* adopted: is kept until retain is over */
    ANT_JOURNAL_ASIDE,     /* nobody knows what Redis has of it */
    ANT_JOURNAL_ORPHAN,    /* without an owner, to be adopted */
    ANT_JOURNAL_STRANGER,  /* of an endpoint that is not configured, or not to
                              be read */
    ANT_JOURNAL_STATES
} ant_journal_state_e;


typedef struct {
    uint32_t             ready;      /* 1: all of it is there */
    uint32_t             hash;
    uint32_t             kind;
    uint32_t             value;      /* its first one in each slot */
    uint32_t             gauge;
    uint32_t             text;
    uint32_t             len[ANT_TABLE_LABELS];
} ant_table_key_t;


typedef struct {
    uint64_t             values[ANT_TABLE_VALUES];
} __attribute__((aligned(ANT_TABLE_LINE))) ant_table_slot_t;


/* A worker, while it lives. */
typedef struct {
    uint64_t             pid;        /* 0: nobody's */
    uint64_t             generation; /* of the configuration */
    uint64_t             worker;     /* its number */
    uint64_t             beat;       /* ms of the caller's clock */
    uint64_t             leaving;
    uint64_t             root;       /* ANT_GAUGE_...: the directory */
    uint64_t             bytes;      /* of journals in memory */
    uint64_t             limit;      /* of these */
    uint64_t             gauges[ANT_TABLE_GAUGES];
} __attribute__((aligned(ANT_TABLE_LINE))) ant_table_process_t;


/* A journal, from its beginning to its end, whoever holds it. */
typedef struct {
    uint32_t             state;      /* 0 free, 1 taken, 2 ready */
    uint32_t             key;        /* of its list */
    u_char               id[ANT_TABLE_ID_SIZE];
    uint32_t             memory;     /* 1: it dies with its owner */
    uint64_t             kind;       /* ant_journal_state_e */
    uint64_t             pid;        /* of the owner, or 0 */
    uint64_t             beat;
    uint64_t             events;     /* that Redis has not got */
    uint64_t             bytes;
    uint64_t             oldest;     /* ms since the epoch, or 0 */
    uint64_t             counted;    /* everything below it was counted as
                                        pushed */
} __attribute__((aligned(ANT_TABLE_LINE))) ant_table_journal_t;


typedef struct {
    uint32_t             magic;
    uint32_t             version;
    uint64_t             size;
    uint64_t             generation;
    uint64_t             full;       /* 1: something found no place; 2: and
                                        somebody has said so */
    uint64_t             used;       /* slots, from the first on */

    uint64_t             started;    /* ms since the epoch */
    uint64_t             bytes;      /* of all journals on the disk */
    uint64_t             journals;   /* directories */
    uint64_t             strangers;

    uint32_t             nkeys;
    uint32_t             nvalues;
    uint32_t             ngauges;
    uint32_t             ntext;

    uint32_t             other[ANT_TABLE_KINDS];   /* keys, for what has
                                                      found no place */
    uint64_t             shared[ANT_TABLE_GAUGES];
    ant_table_key_t      keys[ANT_TABLE_KEYS];
    ant_table_journal_t  journal[ANT_TABLE_JOURNALS];
    ant_table_process_t  process[ANT_TABLE_PROCESSES];
    ant_table_slot_t     slots[ANT_TABLE_SLOTS];
    u_char               text[ANT_TABLE_TEXT];
} ant_table_t;


/* what a process's pid is while it is taken out */
#define ANT_TABLE_GOING  ((uint64_t) -1)


#define ant_table_load(p)      __atomic_load_n(p, __ATOMIC_RELAXED)
#define ant_table_store(p, n)  __atomic_store_n(p, n, __ATOMIC_RELAXED)
#define ant_table_add(p, n)                                                   \
    (void) __atomic_fetch_add(p, n, __ATOMIC_RELAXED)


/* Makes a table of sizeof(ant_table_t) bytes, zeros, aligned to a line. */
void ant_table_init(ant_table_t *t, uint64_t now);

/* ANT_OK, or ANT_BAD: the memory holds a table of another version, or none. */
int ant_table_check(const ant_table_t *t);

/*
 * The key of these labels (what a kind has not is empty), added if there is
 * none.  Where there is no place left it is the kind's "other", and t->full
 * is set.
 */
uint32_t ant_table_key(ant_table_t *t, ant_table_kind_e kind,
    const ant_str_t *labels);

/* A label of a key, in the table's memory. */
ant_str_t ant_table_label(const ant_table_t *t, uint32_t key, unsigned label);

/* 1 if the keys are of one kind and have the same labels up to n. */
int ant_table_same(const ant_table_t *t, uint32_t a, uint32_t b, unsigned n);

/* The sum over all slots of the n-th value of a key. */
uint64_t ant_table_sum(const ant_table_t *t, uint32_t key, unsigned n);

/* The largest of them. */
uint64_t ant_table_max(const ant_table_t *t, uint32_t key, unsigned n);


/*
 * A place for a process.  That of an earlier one with the same generation and
 * number is taken over: it is dead, or there would not be another.  NULL: all
 * are taken.
 */
ant_table_process_t *ant_table_enter(ant_table_t *t, uint64_t pid,
    uint64_t generation, uint64_t worker, uint64_t now);

/* The process of this pid ends, or has ended: its journals in memory, too. */
void ant_table_leave(ant_table_t *t, ant_table_process_t *p, uint64_t pid);

/* 1 if a process with this pid is in the table. */
int ant_table_alive(const ant_table_t *t, uint64_t pid);


/*
 * The place of a journal, and *known is 1 if it was there already.  NULL: all
 * are taken, and t->full is set.
 */
ant_table_journal_t *ant_table_journal(ant_table_t *t, const u_char *id,
    uint32_t key, int *known);

/* The journal of that id is gone; nothing is done if j is another's now. */
void ant_table_forget(ant_table_journal_t *j, const u_char *id);


#endif /* _ANT_TABLE_H_INCLUDED_ */
