
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What the configuration says, as structs and nothing else.  Written while
 * the configuration is read, read-only from the end of the merge on.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_CONF_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_CONF_H_INCLUDED_


#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_http.h>

#include "ant_rule.h"
#include "ant_table.h"


#define NGX_HTTP_ANT_WEBHOOK_VERSION  "0.1.0"


/* where a directive stands, for errors that are found after it was read */
typedef struct {
    u_char                           *file;
    ngx_uint_t                        line;
} ngx_http_ant_webhook_place_t;


/* an address as it is written, and what it was when it was read */
typedef struct {
    ngx_str_t                         host;       /* empty: a unix socket */
    in_port_t                         port;
    ngx_addr_t                       *addrs;
    ngx_uint_t                        naddrs;     /* 0: it was not found */
    unsigned                          named:1;    /* host is a name */
} ngx_http_ant_webhook_host_t;


/* who a client says that it is */
typedef struct {
    ngx_str_t                         user;
    ngx_str_t                         password;
    ngx_str_t                         file;       /* that it comes from */
} ngx_http_ant_webhook_account_t;


/* ant_webhook_redis */
typedef struct {
    ngx_str_t                         name;
    ngx_array_t                       hosts;      /* host_t, tried in turn */
    ngx_uint_t                        naddrs;     /* of all of them */
    ngx_http_core_loc_conf_t         *clcf;       /* its resolver; or NULL */
    ngx_http_ant_webhook_account_t    account;

    ngx_str_t                         sentinel;   /* the master's name */
    ngx_http_ant_webhook_account_t    sentinels;

#if (NGX_SSL)
    ngx_ssl_t                        *ssl;        /* NULL: no TLS */
#endif
    ngx_str_t                         tls_ca;
    ngx_str_t                         tls_cert;
    ngx_str_t                         tls_key;
    ngx_str_t                         tls_name;
    ngx_flag_t                        tls_verify;

    ngx_uint_t                        db;
    ngx_msec_t                        timeout;
    ngx_uint_t                        batch;      /* events */
    ngx_uint_t                        max_length; /* 0: no limit */
    ngx_uint_t                        index;
    ngx_uint_t                        used;       /* by a queue */
    ngx_uint_t                        waited;     /* an answer waits for it */
    uint32_t                          key;        /* in the table */
    ngx_http_ant_webhook_place_t      place;
    unsigned                          tls:1;
    unsigned                          cluster:1;
} ngx_http_ant_webhook_endpoint_t;


/* one list at one endpoint, of accepted or of rejected events */
typedef struct {
    ngx_str_t                         list;
    ngx_str_t                         fence;
    ngx_http_ant_webhook_endpoint_t  *endpoint;
    ngx_uint_t                        rejected;
    ngx_uint_t                        max;        /* rejected: trimmed to it */
    ngx_uint_t                        index;
    uint32_t                          key;        /* in the table */
    ngx_http_ant_webhook_place_t      place;
} ngx_http_ant_webhook_queue_t;


typedef struct {
    ngx_str_t                         name;
    ngx_http_complex_value_t          value;
} ngx_http_ant_webhook_field_t;


/* what is counted of one event and list */
typedef struct {
    ngx_str_t                         event;
    ngx_str_t                         list;
    uint32_t                          value;      /* of its key */
} ngx_http_ant_webhook_counter_t;


#define NGX_HTTP_ANT_WEBHOOK_ACK_JOURNAL  0
#define NGX_HTTP_ANT_WEBHOOK_ACK_DISK     1
#define NGX_HTTP_ANT_WEBHOOK_ACK_REDIS    2
#define NGX_HTTP_ANT_WEBHOOK_ACKS         3


#define NGX_HTTP_ANT_WEBHOOK_STATUS_OFF         0
#define NGX_HTTP_ANT_WEBHOOK_STATUS_JSON        1
#define NGX_HTTP_ANT_WEBHOOK_STATUS_PROMETHEUS  2
#define NGX_HTTP_ANT_WEBHOOK_STATUS_HEALTH      3


typedef struct {
    ngx_path_t                       *path;       /* ant_webhook_journal */
    ngx_uint_t                        off;        /* it is in memory only */
    ngx_http_ant_webhook_place_t      place;
    off_t                             size;
    size_t                            segment;
    ngx_msec_t                        retain;
    ngx_msec_t                        sync;
    ngx_msec_t                        drain;
#if (NGX_THREADS)
    ngx_thread_pool_t                *pool;
#endif

    ngx_array_t                       events;     /* ant_event_t */
    ngx_array_t                       endpoints;  /* endpoint_t * */
    ngx_array_t                       queues;     /* queue_t * */
    ngx_http_ant_webhook_endpoint_t  *fallback;   /* 127.0.0.1:6379 */

    /* the zone; what is set when it is made is not the configuration's */
    ngx_array_t                       counters;   /* counter_t * */
    ngx_uint_t                        acks;       /* in use, a bit each */
    ant_table_t                      *table;
    uint64_t                          generation;
    uint32_t                          answers[NGX_HTTP_ANT_WEBHOOK_ACKS];
} ngx_http_ant_webhook_main_conf_t;


typedef struct {
    /* ant_webhook */
    ngx_str_t                         event_name;
    ngx_str_t                         list;
    ngx_str_t                         fence;
    ngx_http_ant_webhook_place_t      place;

    /* resolved at the merge; queue is NULL where there is no ant_webhook */
    const ant_event_t                *event;
    ngx_http_ant_webhook_queue_t     *queue;
    ngx_http_ant_webhook_queue_t     *rejected;   /* NULL: not kept */

    ngx_http_ant_webhook_endpoint_t  *endpoint;   /* ant_webhook_redis */

    ngx_array_t                      *fields;     /* ant_webhook_field */
    ngx_array_t                      *secrets;    /* ant_secret_t; NULL: off */

    /* ant_webhook_rejected */
    ngx_str_t                         rejected_list;
    ngx_flag_t                        rejected_on;
    ngx_uint_t                        rejected_max;
    ngx_uint_t                        rejected_status;
    ngx_http_ant_webhook_place_t      rejected_place;

    ngx_uint_t                        ack;        /* ant_webhook_ack */
    ngx_http_ant_webhook_counter_t   *counter;

    ngx_uint_t                        status;     /* ant_webhook_status */

    ngx_uint_t                        reply;      /* ant_webhook_reply */
    ngx_str_t                         reply_text;
} ngx_http_ant_webhook_loc_conf_t;


extern ngx_module_t  ngx_http_ant_webhook_module;


#endif /* _NGX_HTTP_ANT_WEBHOOK_CONF_H_INCLUDED_ */
