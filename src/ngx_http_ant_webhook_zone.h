
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The counters and gauges that all workers share.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_ZONE_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_ZONE_H_INCLUDED_


#include "ngx_http_ant_webhook_conf.h"
#include "ant_table.h"


/* While the configuration is read: the zone, with a name for each counter. */
ngx_int_t ngx_http_ant_webhook_zone_add(ngx_conf_t *cf,
    ngx_http_ant_webhook_main_conf_t *wmcf);

/* Of a worker that starts, and of one that ends. */
void ngx_http_ant_webhook_zone_init(ngx_http_ant_webhook_main_conf_t *wmcf);
void ngx_http_ant_webhook_zone_exit(void);

/* Says once in the log if something has found no place. */
void ngx_http_ant_webhook_zone_check(ngx_log_t *log);

/* This worker still lives: what it says of itself is not too old. */
void ngx_http_ant_webhook_zone_beat(void);

/* Takes those out whose processes are gone. */
void ngx_http_ant_webhook_zone_sweep(ant_table_t *t);


/*
 * The worker's own counters, by a key's value, and what it says of itself;
 * NULL without a zone.
 */
extern ant_table_t          *ngx_http_ant_webhook_table;
extern uint64_t             *ngx_http_ant_webhook_counters;
extern ant_table_process_t  *ngx_http_ant_webhook_process;


/* One atomic addition; value is that of a key, n its n-th counter. */
static ngx_inline void
ngx_http_ant_webhook_zone_count(uint32_t value, ngx_uint_t n, uint64_t number)
{
    if (ngx_http_ant_webhook_counters) {
        ant_table_add(&ngx_http_ant_webhook_counters[value + n], number);
    }
}


/* Adds one to the counter of these labels. */
void ngx_http_ant_webhook_zone_named(ant_table_kind_e kind,
    const ant_str_t *labels);

/* The key of a list at an endpoint. */
uint32_t ngx_http_ant_webhook_zone_list(const ant_str_t *list,
    const ant_str_t *endpoint);

/* One error of an endpoint; kind is cut where its explanation begins. */
void ngx_http_ant_webhook_zone_error(
    const ngx_http_ant_webhook_endpoint_t *endpoint, const u_char *kind,
    size_t len);


#endif /* _NGX_HTTP_ANT_WEBHOOK_ZONE_H_INCLUDED_ */
