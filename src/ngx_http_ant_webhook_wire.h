
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * One connection to one server that speaks Redis's protocol.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_WIRE_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_WIRE_H_INCLUDED_


#include "ngx_http_ant_webhook_resolve.h"
#include "ngx_http_ant_webhook_output.h"
#include "ngx_http_ant_webhook_resp.h"


/* The owner's hooks; each may close the connection. */
typedef struct {
    /* it is there, TLS and all: commands may be sent */
    void  (*ready)(void *data);

    /* a reply to the oldest command that has none yet */
    void  (*reply)(void *data, ngx_http_ant_webhook_reply_t *reply);

    /* all output has gone to the kernel */
    void  (*flushed)(void *data);

    /* it ended, and with it every reply that was owed; person: somebody must
       do something; NULL: for good, as the worker leaves */
    void  (*failed)(void *data, const char *reason, ngx_uint_t person);

    /* the worker leaves: NGX_OK to keep the connection, or NGX_DONE */
    ngx_int_t  (*quit)(void *data);
} ngx_http_ant_webhook_wire_hooks_t;


typedef struct {
    ngx_peer_connection_t                     peer;
    const ngx_http_ant_webhook_endpoint_t    *endpoint;
    const ngx_http_ant_webhook_wire_hooks_t  *hooks;
    void                                     *data;
    ngx_log_t                                *log;
    ngx_log_t                                 quiet;   /* of connecting */
    ngx_msec_t                                timeout;

    ngx_str_t                                 host;    /* for TLS; its owner's
                                                          while it is open */
    void                                     *reader;  /* of resp */
    ngx_http_ant_webhook_reply_t              reply;
    ngx_uint_t                                owed;    /* replies */
    ngx_uint_t                                sent;    /* commands */
    ngx_uint_t                                closed;  /* how often */
    ngx_http_ant_webhook_output_t             out;

    ngx_err_t                                 err;     /* what ended it, or
                                                          0 */

    unsigned                                  ready:1;
    unsigned                                  idle:1;  /* its end was, closed by
                                                          the server */
} ngx_http_ant_webhook_wire_t;


/* Opens nothing.  NGX_ERROR if there is no memory. */
ngx_int_t ngx_http_ant_webhook_wire_init(ngx_http_ant_webhook_wire_t *w,
    const ngx_http_ant_webhook_endpoint_t *endpoint,
    const ngx_http_ant_webhook_wire_hooks_t *hooks, void *data,
    ngx_log_t *log);

/* NGX_OK: one of the hooks was or will be called; or NGX_ERROR. */
ngx_int_t ngx_http_ant_webhook_wire_open(ngx_http_ant_webhook_wire_t *w,
    ngx_http_ant_webhook_target_t *target, ngx_msec_t timeout);

#define ngx_http_ant_webhook_wire_opened(w)  ((w)->peer.connection != NULL)

/* Closes it without a word; opened or not. */
void ngx_http_ant_webhook_wire_close(ngx_http_ant_webhook_wire_t *w);

/* Bytes of output that the kernel has not taken yet. */
#define ngx_http_ant_webhook_wire_pending(w)                                  \
    ((size_t) ((w)->out.last - (w)->out.pos))

/* The caller put one command into w->out: one more reply is owed. */
void ngx_http_ant_webhook_wire_queued(ngx_http_ant_webhook_wire_t *w);

/* Adds one command, by lengths.  NGX_ERROR if there is no memory. */
ngx_int_t ngx_http_ant_webhook_wire_command(ngx_http_ant_webhook_wire_t *w,
    ngx_uint_t argc, const ngx_str_t *argv);

/* Hands the output to the kernel, in one call where it takes all. */
void ngx_http_ant_webhook_wire_flush(ngx_http_ant_webhook_wire_t *w);

void ngx_http_ant_webhook_wire_free(ngx_http_ant_webhook_wire_t *w);


#endif /* _NGX_HTTP_ANT_WEBHOOK_WIRE_H_INCLUDED_ */
