
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * One connection to one Redis: nginx's sockets and timers, hiredis as codec.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_REDIS_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_REDIS_H_INCLUDED_


#include "ngx_http_ant_webhook_conf.h"
#include "ngx_http_ant_webhook_output.h"
#include "ngx_http_ant_webhook_resp.h"


typedef struct ngx_http_ant_webhook_redis_s  ngx_http_ant_webhook_redis_t;


/* The owner's hooks; each may close the connection. */
typedef struct {
    /* it answers: authenticated, database selected */
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
    void                                      *reader; /* of resp */
    ngx_int_t                                  ident;

    const ngx_http_ant_webhook_endpoint_t     *endpoint;
    const ngx_http_ant_webhook_redis_hooks_t  *hooks;

    ngx_peer_connection_t                      peer;
    ngx_uint_t                                 addr;   /* to be tried next */
    ngx_http_ant_webhook_reply_t               reply;

    ngx_uint_t                                 setup;  /* replies to AUTH,
                                                          SELECT and PING that
                                                          are owed */
    ngx_uint_t                                 owed;   /* all replies owed */

    ngx_event_t                                retry;
    ngx_msec_t                                 delay;
    ngx_msec_t                                 logged; /* when, last */

    ngx_http_ant_webhook_output_t              out;

    unsigned                                   up:1;
    unsigned                                   down:1; /* and said so */
    unsigned                                   asked:1;  /* more than setup */
    unsigned                                   proved:1; /* by its answer */
    unsigned                                   doubt:1;  /* the last connection
                                                            was not proved */
    unsigned                                   person:1; /* said last */
};


/* Initializes r; opens nothing.  NGX_ERROR if there is no memory. */
ngx_int_t ngx_http_ant_webhook_redis_init(ngx_http_ant_webhook_redis_t *r,
    const ngx_http_ant_webhook_endpoint_t *endpoint,
    const ngx_http_ant_webhook_redis_hooks_t *hooks, void *data,
    ngx_log_t *log);

/* Opens the connection if there is none; retries by itself until closed. */
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

/* Ends the connection for good: the worker leaves. */
void ngx_http_ant_webhook_redis_close(ngx_http_ant_webhook_redis_t *r);

/* Bytes of output that the kernel has not taken yet. */
#define ngx_http_ant_webhook_redis_pending(r)                                 \
    ((size_t) ((r)->out.last - (r)->out.pos))

/* The caller put one command into r->out: one more reply is owed. */
void ngx_http_ant_webhook_redis_queued(ngx_http_ant_webhook_redis_t *r);

/* Adds one command, by lengths.  NGX_ERROR if there is no memory. */
ngx_int_t ngx_http_ant_webhook_redis_command(ngx_http_ant_webhook_redis_t *r,
    ngx_uint_t argc, const ngx_str_t *argv);

/* Hands the output to the kernel, in one call where it takes all. */
void ngx_http_ant_webhook_redis_flush(ngx_http_ant_webhook_redis_t *r);


/* --- of the connection itself --- */

/* Adds the first commands; NGX_ERROR if there is no memory. */
ngx_int_t ngx_http_ant_webhook_redis_setup(ngx_http_ant_webhook_redis_t *r);

/* A reply to one of them. */
void ngx_http_ant_webhook_redis_greet(ngx_http_ant_webhook_redis_t *r,
    ngx_http_ant_webhook_reply_t *reply);

/* It is up: the delay begins anew, and the log says so. */
void ngx_http_ant_webhook_redis_well(ngx_http_ant_webhook_redis_t *r);


#endif /* _NGX_HTTP_ANT_WEBHOOK_REDIS_H_INCLUDED_ */
