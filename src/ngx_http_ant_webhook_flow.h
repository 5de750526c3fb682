
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * One journal on its way to Redis, and the connection that it shares.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_FLOW_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_FLOW_H_INCLUDED_


#include "ngx_http_ant_webhook_store.h"
#include "ngx_http_ant_webhook_redis.h"
#include "ngx_http_ant_webhook_report.h"
#include "ant_refusal.h"


#define NGX_HTTP_ANT_WEBHOOK_FIFO         512   /* a power of two */
#define NGX_HTTP_ANT_WEBHOOK_PIPELINE     4     /* batches of one journal */
#define NGX_HTTP_ANT_WEBHOOK_BATCH_BYTES  (256 * 1024)


typedef struct ngx_http_ant_webhook_flow_s  ngx_http_ant_webhook_flow_t;
typedef struct ngx_http_ant_webhook_link_s  ngx_http_ant_webhook_link_t;


typedef enum {
    NGX_HTTP_ANT_WEBHOOK_REGISTER = 0,
    NGX_HTTP_ANT_WEBHOOK_PUSH,
    NGX_HTTP_ANT_WEBHOOK_TRIM,
    NGX_HTTP_ANT_WEBHOOK_FORGET,
    NGX_HTTP_ANT_WEBHOOK_PING
} ngx_http_ant_webhook_command_e;


typedef enum {
    NGX_HTTP_ANT_WEBHOOK_NEW = 0,  /* to be registered */
    NGX_HTTP_ANT_WEBHOOK_READY,    /* registered: batches may go */
    NGX_HTTP_ANT_WEBHOOK_WAIT,     /* until the timer fires */
    NGX_HTTP_ANT_WEBHOOK_ASIDE,    /* nobody knows what Redis has of it */
    NGX_HTTP_ANT_WEBHOOK_MOVING,   /* its events go to another journal */
    NGX_HTTP_ANT_WEBHOOK_CUTTING,  /* confirmed for retain: being cut */
    NGX_HTTP_ANT_WEBHOOK_FINISHED, /* a header: the fence is to be removed */
    NGX_HTTP_ANT_WEBHOOK_DROPPING  /* the directory is being removed */
} ngx_http_ant_webhook_state_e;


/* a command that has no reply yet */
typedef struct {
    ngx_http_ant_webhook_command_e     command;
    ngx_http_ant_webhook_flow_t       *flow;   /* NULL: gone meanwhile */
    uint64_t                           expected; /* PUSH: the old fence */
    uint64_t                           next;   /* and the new one */
    uint64_t                           floor;  /* REGISTER: when it was sent */
    ngx_msec_t                         sent;
} ngx_http_ant_webhook_owed_t;


struct ngx_http_ant_webhook_flow_s {
    /* a timer's ident must be after 3 pointers as in ngx_connection_t */
    ngx_http_ant_webhook_link_t       *link;
    ngx_http_ant_webhook_holder_t     *holder;
    ant_journal_t                     *journal;
    ngx_int_t                          ident;

    /* Redis Cluster; see cluster.c */
    ngx_http_ant_webhook_link_t       *elsewhere; /* that an error named */
    ngx_http_ant_webhook_link_t       *home;      /* to go back to */
    ngx_http_ant_webhook_command_e     refused_command;
    uint64_t                           expected;  /* by it, if it is a PUSH */
    ngx_uint_t                         redirected; /* in a row */
    unsigned                           ask:1;     /* elsewhere is for one
                                                     command only */
    unsigned                           asking:1;  /* it is there for that */
    unsigned                           helpless:1; /* the node is, too */

    uint64_t                           base;     /* of the clock, see
                                                    flow_clock() */
    uint64_t                           joined;   /* the link's when it came */

    ngx_queue_t                        link_queue;  /* of the link's flows */
    ngx_queue_t                        ready_queue;

    ngx_http_ant_webhook_state_e       state;
    ant_cursor_t                       cursor;   /* to be read next */
    uint64_t                           fence;    /* expected by the next PUSH */
    uint64_t                           kept;     /* damage that was kept last */
    sig_atomic_t                       faults;   /* of the store, looked at */
    ngx_http_ant_webhook_holder_t     *target;   /* MOVING: the other one, */
    uint64_t                           moved;    /* and what it has below */
    ngx_uint_t                         owed;     /* PUSH and REGISTER */

    /* of a refusal, until all replies are in */
    uint64_t                           answer;
    ngx_uint_t                         refused;  /* 1, or 2: ask Redis */
    ngx_uint_t                         error;    /* an ant_refusal_e + 1 */
    ngx_uint_t                         stuck;    /* refusals in a row */

    ngx_event_t                        timer;
    ngx_msec_t                         delay;
    ngx_msec_t                         sent;       /* the last batch */
    ngx_msec_t                         registered; /* the last REGISTER */
    uint64_t                           released;   /* by a REGISTER's answer */
    uint64_t                           finished;   /* answered time of the
                                                      cut */
    ngx_msec_t                         logged;
    ngx_http_ant_webhook_report_t      report;
    ngx_msec_t                         untrimmed;  /* logged, last */

    unsigned                           queued:1;
    unsigned                           known:1;    /* a fence was seen */
    unsigned                           keeping:1;  /* waits for kept() */
    unsigned                           trimming:1;
    unsigned                           reported:1; /* as refused */
};


struct ngx_http_ant_webhook_link_s {
    ngx_http_ant_webhook_redis_t       redis;    /* first: has the ident of
                                                    the link's timers */
    ngx_queue_t                        links;    /* all of this worker */
    ngx_msec_t                         idle;     /* a node: without a flow
                                                    since then; or 0 */
    u_char                             host[NGX_HTTP_ANT_WEBHOOK_HOST_MAX];
    unsigned                           closing:1; /* the worker ends */
    ngx_http_ant_webhook_endpoint_t   *endpoint;
    ngx_http_ant_webhook_main_conf_t  *mcf;
    ngx_log_t                         *log;

    ngx_queue_t                        flows;
    ngx_queue_t                        ready;

    ngx_event_t                        flush;    /* posted */
    ngx_event_t                        gather;   /* a millisecond */
    ngx_event_t                        drain;    /* holds a quitting worker */

    uint64_t                           answered; /* ms for which it has been
                                                    answering */
    ngx_msec_t                         last;     /* until when that counts */

    ngx_http_ant_webhook_owed_t        fifo[NGX_HTTP_ANT_WEBHOOK_FIFO];
    ngx_uint_t                         head;
    ngx_uint_t                         tail;

    unsigned                           drained:1; /* once: no longer held */
    unsigned                           more:1;    /* a batch had no place */
};


/* what is read with pread goes through it; one for the worker */
extern ant_window_t  ngx_http_ant_webhook_window;


/* Of a journal that was made or adopted; NULL if there is no memory. */
ngx_http_ant_webhook_flow_t *ngx_http_ant_webhook_flow_create(
    ngx_http_ant_webhook_link_t *l, ngx_http_ant_webhook_holder_t *h);
void ngx_http_ant_webhook_flow_destroy(ngx_http_ant_webhook_flow_t *f);

/*
 * Nothing that could be told from Redis or from the disk is believed any more:
 * no sending.  An adopted journal is put away for a person to look at.
 */
void ngx_http_ant_webhook_flow_aside(ngx_http_ant_webhook_flow_t *f,
    const char *reason);

/* The journal is only a header now. */
void ngx_http_ant_webhook_flow_cut(ngx_http_ant_webhook_flow_t *f);

/* Something is to be done for the flow: it has its turn with the next flush. */
void ngx_http_ant_webhook_flow_ready(ngx_http_ant_webhook_flow_t *f);

/* The flow's turn: sends what may be sent now. */
void ngx_http_ant_webhook_flow_turn(ngx_http_ant_webhook_flow_t *f);

/* Goes on over another link.  Nothing of the flow may be in flight. */
void ngx_http_ant_webhook_flow_move(ngx_http_ant_webhook_flow_t *f,
    ngx_http_ant_webhook_link_t *l);

/*
 * Milliseconds for which the servers of this flow have been answering, whoever
 * they were: as far as an answer proves it, which is when its command was sent.
 */
uint64_t ngx_http_ant_webhook_flow_clock(ngx_http_ant_webhook_flow_t *f);

/* What that may be once an answer proves it: when something was confirmed. */
#define ngx_http_ant_webhook_flow_now(f)                                      \
    (ngx_http_ant_webhook_flow_clock(f)                                       \
     + ngx_http_ant_webhook_link_unproved((f)->link))

#define ngx_http_ant_webhook_link_unproved(l)                                 \
    ((l)->redis.up ? ngx_current_msec - (l)->last : 0)

/* The connection is gone, and all replies with it. */
void ngx_http_ant_webhook_flow_down(ngx_http_ant_webhook_flow_t *f);

/* A reply to the flow's oldest command. */
void ngx_http_ant_webhook_answer_reply(ngx_http_ant_webhook_flow_t *f,
    ngx_http_ant_webhook_owed_t *owed, ngx_http_ant_webhook_reply_t *reply);

/* The list has this length: if it is too long it is trimmed. */
void ngx_http_ant_webhook_trim_list(ngx_http_ant_webhook_flow_t *f,
    int64_t length);
void ngx_http_ant_webhook_trim_answer(ngx_http_ant_webhook_flow_t *f,
    ngx_http_ant_webhook_reply_t *reply);

/* The gauges of its journal. */
void ngx_http_ant_webhook_flow_publish(ngx_http_ant_webhook_flow_t *f);

/* Every tick: a heartbeat, the end of a journal. */
void ngx_http_ant_webhook_flow_tick(ngx_http_ant_webhook_flow_t *f);

/* Is there anything that was not sent? */
ngx_uint_t ngx_http_ant_webhook_flow_pending(ngx_http_ant_webhook_flow_t *f);

/* Not now, but after a while: longer each time; longest for a person. */
void ngx_http_ant_webhook_flow_wait(ngx_http_ant_webhook_flow_t *f,
    ngx_uint_t person);

/*
 * A live journal whose fence somebody else moves: what is not confirmed goes
 * to a new one, which takes all that comes.
 */
void ngx_http_ant_webhook_move(ngx_http_ant_webhook_flow_t *f);

/* The next step of that. */
void ngx_http_ant_webhook_move_step(ngx_http_ant_webhook_flow_t *f);

/* Redis refused it, with that code: told, unless its list was. */
void ngx_http_ant_webhook_told_refused(ngx_http_ant_webhook_flow_t *f,
    ant_refusal_e kind, ant_str_t *code);

/* events that Redis has not confirmed */
uint64_t ngx_http_ant_webhook_flow_waiting(ngx_http_ant_webhook_flow_t *f);


/*
 * The next record that is whole and not forgotten.  NGX_OK; NGX_AGAIN at the
 * end; NGX_BUSY at damage that is to be kept first; NGX_DECLINED where the
 * journal was set aside; NGX_ERROR where the disk cannot be read.
 */
ngx_int_t ngx_http_ant_webhook_send_read(ngx_http_ant_webhook_flow_t *f,
    ant_record_t *rec);

/*
 * 1 if a mapping that was read from has failed since faults was noted of the
 * store: what was read is to be read again.
 */
ngx_uint_t ngx_http_ant_webhook_send_fault(ngx_http_ant_webhook_flow_t *f,
    sig_atomic_t faults);

/* Damage was kept, or not: an ANT_ code, with errno. */
void ngx_http_ant_webhook_send_kept(ngx_http_ant_webhook_flow_t *f, int rc,
    ngx_err_t err);


/* --- what is sent; each NGX_OK, NGX_DECLINED if there is no place now, or
   NGX_ERROR --- */

ngx_int_t ngx_http_ant_webhook_send_register(ngx_http_ant_webhook_flow_t *f);
ngx_int_t ngx_http_ant_webhook_send_trim(ngx_http_ant_webhook_flow_t *f,
    ngx_uint_t max);
ngx_int_t ngx_http_ant_webhook_send_forget(ngx_http_ant_webhook_flow_t *f);
ngx_int_t ngx_http_ant_webhook_send_ping(ngx_http_ant_webhook_flow_t *f);

/*
 * One batch from the cursor on.  Without any event, it moves the fence over a
 * damaged tail.  NGX_BUSY: damage is to be kept first.
 */
ngx_int_t ngx_http_ant_webhook_send_push(ngx_http_ant_webhook_flow_t *f);


/* One more reply to be thrown away, to a command that goes before another. */
ngx_int_t ngx_http_ant_webhook_send_asking(ngx_http_ant_webhook_flow_t *f);


/* --- Redis Cluster: which link a flow is on --- */

/* The one to begin with. */
ngx_http_ant_webhook_link_t *ngx_http_ant_webhook_cluster_link(
    ngx_http_ant_webhook_link_t *seed, ant_journal_t *journal);

/* An error that may name another node: notes it.  NGX_OK if it does. */
ngx_int_t ngx_http_ant_webhook_cluster_refused(ngx_http_ant_webhook_flow_t *f,
    ngx_http_ant_webhook_owed_t *owed, ngx_http_ant_webhook_reply_t *reply);

/* All replies are in, and one of them named another node. */
void ngx_http_ant_webhook_cluster_follow(ngx_http_ant_webhook_flow_t *f);

/* Back from the node that was asked once. */
void ngx_http_ant_webhook_cluster_home(ngx_http_ant_webhook_flow_t *f);

/* Where a node has been helpless for a while another one is asked. */
void ngx_http_ant_webhook_cluster_other(ngx_http_ant_webhook_flow_t *f);

/* The link is down: its flows go where a link is up. */
void ngx_http_ant_webhook_cluster_scatter(ngx_http_ant_webhook_link_t *l);

/* Every tick: closes a node's link that nobody needs any more. */
void ngx_http_ant_webhook_cluster_tick(ngx_http_ant_webhook_link_t *l);


#endif /* _NGX_HTTP_ANT_WEBHOOK_FLOW_H_INCLUDED_ */
