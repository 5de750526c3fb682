
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What this worker says of its journals in the zone.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_REPORT_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_REPORT_H_INCLUDED_


#include "ngx_http_ant_webhook_pool.h"
#include "ngx_http_ant_webhook_store.h"
#include "ngx_http_ant_webhook_zone.h"


/* batches of a journal that are under way, at most */
#define NGX_HTTP_ANT_WEBHOOK_REPORT_MAX  4


/* a batch under way */
typedef struct {
    uint64_t                  next;     /* the fence that it moves to */
    uint64_t                  events;
    uint64_t                  bytes;    /* in the journal */
    uint64_t                  first;    /* when its first event was recorded: */
    uint64_t                  last;     /* ms since the epoch */
} ngx_http_ant_webhook_batch_t;


/* One for each journal that is held. */
typedef struct {
    ant_journal_t                *journal;
    ant_table_journal_t          *entry;    /* NULL: it found no place */
    uint32_t                      value;    /* of the list's key */
    uint32_t                      gauge;

    uint64_t                      counted;  /* as pushed, all below it */
    uint64_t                      damaged;  /* reported, all below it */

    uint64_t                      oldest;   /* ms since the epoch, of the */
    uint64_t                      of;       /* event with this sequence */

    ngx_http_ant_webhook_batch_t  batches[NGX_HTTP_ANT_WEBHOOK_REPORT_MAX];
    ngx_uint_t                    nbatches;

    unsigned                      known:1;  /* counted is */
} ngx_http_ant_webhook_report_t;


/* Of a journal that was made or adopted, and of one that is let go or gone. */
void ngx_http_ant_webhook_report_open(ngx_http_ant_webhook_report_t *r,
    ant_journal_t *j);
void ngx_http_ant_webhook_report_close(ngx_http_ant_webhook_report_t *r,
    ngx_uint_t gone);

/* A batch was sent. */
void ngx_http_ant_webhook_report_sent(ngx_http_ant_webhook_report_t *r,
    const ngx_http_ant_webhook_batch_t *batch);

/* It was taken, with its own answer. */
void ngx_http_ant_webhook_report_pushed(ngx_http_ant_webhook_report_t *r,
    uint64_t next);

/* Everything below sequence is on the list, however that is known. */
void ngx_http_ant_webhook_report_confirmed(ngx_http_ant_webhook_report_t *r,
    uint64_t sequence);

/*
 * A REGISTER's answer; nothing below oldest is in the journal any more.
 * Called before anything in the journal is changed for it.
 */
void ngx_http_ant_webhook_report_fence(ngx_http_ant_webhook_report_t *r,
    uint64_t fence, uint64_t oldest);

/* What was under way is over: sending begins anew. */
void ngx_http_ant_webhook_report_seek(ngx_http_ant_webhook_report_t *r);

/* A range that could not be read. */
void ngx_http_ant_webhook_report_damage(ngx_http_ant_webhook_report_t *r,
    uint64_t first, uint64_t last);

/* The length of the list, as Redis said just now. */
void ngx_http_ant_webhook_report_length(ngx_http_ant_webhook_report_t *r,
    int64_t length);

/* The gauges of the journal; cursor is where the next batch begins. */
void ngx_http_ant_webhook_report_journal(ngx_http_ant_webhook_report_t *r,
    ant_journal_state_e kind, const ant_cursor_t *cursor);

/* Whether an endpoint is up. */
void ngx_http_ant_webhook_report_endpoint(
    const ngx_http_ant_webhook_endpoint_t *endpoint, ngx_uint_t up);

/* Every tick: what can be stored; that this worker lives. */
void ngx_http_ant_webhook_report_store(ngx_http_ant_webhook_store_t *s);

/* Of work of the pool that is done: what there is on the disk. */
void ngx_http_ant_webhook_report_disk(
    const ngx_http_ant_webhook_work_t *work);

/* what all segments that this worker has take; in memory nothing else does */
uint64_t ngx_http_ant_webhook_report_bytes(ngx_http_ant_webhook_store_t *s);


#endif /* _NGX_HTTP_ANT_WEBHOOK_REPORT_H_INCLUDED_ */
