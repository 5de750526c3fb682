
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The journals that this worker has: its own and those that it adopted.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_STORE_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_STORE_H_INCLUDED_


#include "ngx_http_ant_webhook_conf.h"
#include "ant_root.h"

#include <signal.h>


typedef struct ngx_http_ant_webhook_store_s  ngx_http_ant_webhook_store_t;


/* A journal and what belongs to it here. */
typedef struct {
    ngx_queue_t                        link;
    ngx_http_ant_webhook_store_t      *store;
    ant_journal_t                     *journal;
    ngx_http_ant_webhook_endpoint_t   *endpoint;
    ngx_http_ant_webhook_queue_t      *queue;   /* NULL: a list that is no
                                                   longer configured */
    void                              *flow;    /* the forwarder's */
    uint64_t                           sent;    /* the forwarder has read
                                                   everything below */

    ngx_queue_t                        waiters[NGX_HTTP_ANT_WEBHOOK_ACKS];

    uint64_t                          *forgotten;  /* in memory only: sequences
                                                      that were answered 503
                                                      and are not to be sent */
    ngx_uint_t                         nforgotten;
    ngx_uint_t                         nalloc;

    size_t                             size;    /* of the next segment */
    ngx_msec_t                         filled;  /* when the active segment
                                                   was first seen in use */
    ngx_msec_t                         synced;  /* when, last */
    ngx_msec_t                         turned;  /* when, last; 0: not yet */
    uint64_t                           base;    /* of the segment that filled
                                                   speaks of */

    ant_cursor_t                       damage;  /* to be kept */
    uint64_t                           retained; /* bytes that are confirmed */
    uint64_t                           budget;  /* bytes of those that may
                                                   stay */

    unsigned                           making:1;
    unsigned                           failed:1;  /* until the next tick */
    unsigned                           unsafe:1;  /* what was not synced never
                                                     will be: to be told */
    unsigned                           hurry:1;   /* a sync is wanted now */
    unsigned                           keep:1;    /* wanted */
    unsigned                           aside:1;   /* wanted */
    unsigned                           cut:1;     /* wanted */
    unsigned                           drop:1;    /* wanted */
    unsigned                           stuck:1;   /* its Redis is down, or does
                                                     not take it */
    unsigned                           tasks:8;   /* in the pool */
    unsigned                           reported:8; /* as failed, by op */
} ngx_http_ant_webhook_holder_t;


/* What the forwarder wants to hear. */
typedef struct {
    /* a journal is there; sets holder->flow, or NGX_ERROR without memory */
    ngx_int_t  (*attach)(ngx_http_ant_webhook_holder_t *h);

    /* an event was appended */
    void  (*appended)(ngx_http_ant_webhook_holder_t *h);

    /* store_cut() is done */
    void  (*cut)(ngx_http_ant_webhook_holder_t *h);

    /* store_keep() is done: an ANT_ code, with errno */
    void  (*kept)(ngx_http_ant_webhook_holder_t *h, int rc, ngx_err_t err);

    /* the journal is gone, the holder is about to be */
    void  (*detach)(ngx_http_ant_webhook_holder_t *h);

    /* every tick, a second or less apart */
    void  (*tick)(void);
} ngx_http_ant_webhook_store_hooks_t;


struct ngx_http_ant_webhook_store_s {
    ngx_http_ant_webhook_main_conf_t          *mcf;
    const ngx_http_ant_webhook_store_hooks_t  *hooks;
    ngx_log_t                                 *log;

    int                                        root;
    u_char                                     machine[ANT_MACHINE_SIZE];
    ant_limit_t                                limit;
    ant_usage_t                               *usage;  /* counted by a MAKE;
                                                          the pool's while it
                                                          works on live ones */
    ngx_queue_t                                holders;
    ngx_http_ant_webhook_holder_t            **live;   /* by queue */
    u_char                                    *allowed; /* by queue */
    u_char                                    *refused; /* by queue, and
                                                           said so */
    size_t                                     cap;     /* of a segment */
    size_t                                     first;
    uint64_t                                   total;   /* bytes on the disk,
                                                           as counted last */
    ngx_uint_t                                 workers;
    ngx_msec_t                                 shortened; /* when, last */

    ngx_event_t                                work;    /* see upkeep */

    unsigned                                   root_failed:1;

    /* of the handler of SIGBUS */
    volatile sig_atomic_t                      creating; /* a journal that is
                                                            no holder's yet */
    volatile sig_atomic_t                      faults;
};


/*
 * Of a worker that starts: from then on events are either recorded or
 * refused.  NULL only if there is no memory.
 */
ngx_http_ant_webhook_store_t *ngx_http_ant_webhook_store_init(
    ngx_cycle_t *cycle, ngx_http_ant_webhook_main_conf_t *mcf,
    const ngx_http_ant_webhook_store_hooks_t *hooks);

/* bytes of the smallest segment */
#define NGX_HTTP_ANT_WEBHOOK_SEGMENT_MIN  65536

/*
 * Opens the root where it could not be opened or was removed, or logs why
 * not.  Not while a task is in the pool, which has the root's descriptor.
 */
void ngx_http_ant_webhook_store_open(ngx_http_ant_webhook_store_t *s);

/* 1 if fd is a directory that was removed: nobody will ever find it again */
ngx_uint_t ngx_http_ant_webhook_store_removed(int fd);

/* A live journal whose directory was removed takes no more events. */
void ngx_http_ant_webhook_store_check(ngx_http_ant_webhook_holder_t *h);

/* A journal that was made or adopted; NULL if there is no memory. */
ngx_http_ant_webhook_holder_t *ngx_http_ant_webhook_store_hold(
    ngx_http_ant_webhook_store_t *s, ant_journal_t *j,
    ngx_http_ant_webhook_endpoint_t *endpoint,
    ngx_http_ant_webhook_queue_t *queue);

/* Closes every journal: its lock is free from then on. */
void ngx_http_ant_webhook_store_exit(void);

/*
 * Where the payload of the next event of the queue goes, up to *last; NULL
 * if it cannot be recorded now.  No system call but for a queue's first event
 * in this worker.
 */
u_char *ngx_http_ant_webhook_store_reserve(
    ngx_http_ant_webhook_main_conf_t *mcf,
    ngx_http_ant_webhook_queue_t *queue, u_char **last,
    ngx_http_ant_webhook_holder_t **holder);

/*
 * The payload did not fit: NGX_OK if reserve will now offer a new place;
 * NGX_DECLINED if there is none now; NGX_ABORT if it fits into no segment.
 */
ngx_int_t ngx_http_ant_webhook_store_turn(ngx_http_ant_webhook_holder_t *h);

/*
 * The payload is whole and ends at end: the event is in the journal.
 * NGX_ERROR if it is not, since the mapping failed.
 */
ngx_int_t ngx_http_ant_webhook_store_commit(ngx_http_ant_webhook_holder_t *h,
    u_char *end);

/*
 * 1 if the mapping of the active segment has failed: it takes no more, and
 * the next event waits for a new one.
 */
ngx_uint_t ngx_http_ant_webhook_store_broken(ngx_http_ant_webhook_holder_t *h);

/* milliseconds since the epoch, as cached for this turn of the event loop */
uint64_t ngx_http_ant_webhook_store_time(void);

/* The end of an adopted journal: see ant_task.h.  Called once each. */
void ngx_http_ant_webhook_store_cut(ngx_http_ant_webhook_holder_t *h);
void ngx_http_ant_webhook_store_drop(ngx_http_ant_webhook_holder_t *h);

/* The bytes of a damaged range are copied; kept() tells of it. */
void ngx_http_ant_webhook_store_keep(ngx_http_ant_webhook_holder_t *h,
    const ant_cursor_t *damage);

/* An adopted journal that no worker is to adopt again. */
void ngx_http_ant_webhook_store_aside(ngx_http_ant_webhook_holder_t *h);

/* Frees a holder whose journal was closed. */
void ngx_http_ant_webhook_store_release(ngx_http_ant_webhook_holder_t *h);

/* A live journal takes no more events; the next event begins a new one. */
void ngx_http_ant_webhook_store_retire(ngx_http_ant_webhook_holder_t *h);

/* Something was confirmed or released: there may be work for the pool. */
void ngx_http_ant_webhook_store_wake(ngx_http_ant_webhook_store_t *s);


#endif /* _NGX_HTTP_ANT_WEBHOOK_STORE_H_INCLUDED_ */
