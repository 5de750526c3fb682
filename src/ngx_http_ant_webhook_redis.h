
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The connection to one Redis: found, opened, and opened again.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_REDIS_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_REDIS_H_INCLUDED_


#include "ngx_http_ant_webhook_greet.h"
#include "ngx_http_ant_webhook_sentinel.h"


typedef struct ngx_http_ant_webhook_redis_s  ngx_http_ant_webhook_redis_t;


/* The owner's hooks; each may close the connection. */
typedef struct {
    /* it answers: authenticated, database selected, a master */
    void  (*up)(void *data);

    /* it is gone, and with it every reply that was owed */
    void  (*down)(void *data);

    /* a reply to the oldest command that has none yet */
    void  (*reply)(void *data, ngx_http_ant_webhook_reply_t *reply);

    /* all output has gone to the kernel */
    void  (*flushed)(void *data);

    /* the worker leaves: NGX_OK to keep the connection, or NGX_DONE */
    ngx_int_t  (*quit)(void *data);

    /* how many events wait, for the log */
    uint64_t  (*waiting)(void *data);
} ngx_http_ant_webhook_redis_hooks_t;


struct ngx_http_ant_webhook_redis_s {
    /* a timer's ident must be after 3 pointers as in ngx_connection_t */
    void                                      *data;
    ngx_log_t                                 *log;
    const ngx_http_ant_webhook_redis_hooks_t  *hooks;
    ngx_int_t                                  ident;

    const ngx_http_ant_webhook_endpoint_t     *endpoint;

    ngx_http_ant_webhook_wire_t                wire;
    ngx_http_ant_webhook_greet_t               greet;
    ngx_http_ant_webhook_resolve_t             resolve;
    ngx_http_ant_webhook_sentinel_t           *sentinel; /* or NULL */

    ngx_str_t                                  host;  /* empty: the endpoint's
                                                         addresses; or only
                                                         this one */
    in_port_t                                  port;

    ngx_event_t                                retry;
    ngx_event_t                                check;    /* the Sentinels */
    ngx_msec_t                                 delay;
    ngx_msec_t                                 logged;   /* when, last */

    ngx_msec_t                                 since;    /* up */

    unsigned                                   finding:1; /* the address */
    unsigned                                   up:1;
    unsigned                                   down:1;    /* and said so */
    unsigned                                   person:1;  /* said last */
    unsigned                                   proved:1;  /* by an answer */
    unsigned                                   doubt:1;   /* the last one was
                                                             not proved */
    unsigned                                   renewing:1; /* the last one was
                                                              only idle */
};


/* Initializes r; opens nothing.  NGX_ERROR if there is no memory. */
ngx_int_t ngx_http_ant_webhook_redis_init(ngx_http_ant_webhook_redis_t *r,
    const ngx_http_ant_webhook_endpoint_t *endpoint,
    const ngx_http_ant_webhook_redis_hooks_t *hooks, void *data,
    ngx_log_t *log);
void ngx_http_ant_webhook_redis_free(ngx_http_ant_webhook_redis_t *r);

/*
 * Opens the connection if there is none; retries by itself until closed, or,
 * where it has a host of its own, not at all.
 */
void ngx_http_ant_webhook_redis_connect(ngx_http_ant_webhook_redis_t *r);

/*
 * Ends the connection, tells the owner, and connects again after a while:
 * reason (no value of an event in it) goes to the log; person is set where
 * trying again will not help without somebody's doing.
 */
void ngx_http_ant_webhook_redis_fail(ngx_http_ant_webhook_redis_t *r,
    const char *reason, ngx_uint_t person);

/*
 * It does what it is asked: only now a server that was left for what it
 * answered is up again.
 */
void ngx_http_ant_webhook_redis_proved(ngx_http_ant_webhook_redis_t *r);

/* Ends the connection for good: the worker leaves, or nobody needs it. */
void ngx_http_ant_webhook_redis_close(ngx_http_ant_webhook_redis_t *r);

/* Is it there, or being opened? */
#define ngx_http_ant_webhook_redis_busy(r)                                    \
    (ngx_http_ant_webhook_wire_opened(&(r)->wire) || (r)->finding)


/* Nothing is amiss with it, as far as is known. */
#define ngx_http_ant_webhook_redis_good(r)                                    \
    (((r)->up || (r)->renewing) && !(r)->down)


#endif /* _NGX_HTTP_ANT_WEBHOOK_REDIS_H_INCLUDED_ */
