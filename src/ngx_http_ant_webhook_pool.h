
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * A task of this worker in nginx's thread pool.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_POOL_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_POOL_H_INCLUDED_


#include "ngx_http_ant_webhook_conf.h"
#include "ant_task.h"


#define NGX_HTTP_ANT_WEBHOOK_TASKS  32


/* What is done in one go; it belongs to the pool's thread until finished. */
typedef struct {
    int                             root;
    ngx_uint_t                      ntasks;
    ant_task_t                      tasks[NGX_HTTP_ANT_WEBHOOK_TASKS];

    ant_usage_t                    *usage;
    ngx_uint_t                      count;      /* count the disk */

    ngx_uint_t                      scan;       /* adopt at most so many */
    const u_char                   *machine;
    ant_journal_t                  *found;
    size_t                          strangers;
    ngx_uint_t                      scanned;    /* found and strangers tell all
                                                   that there is */
    ngx_err_t                       error;      /* of the scan, 0: none */

    /* names of the endpoints */
    ant_str_t                      *names;
    ngx_uint_t                      nnames;
} ngx_http_ant_webhook_work_t;


typedef void (*ngx_http_ant_webhook_pool_pt)(void *data,
    ngx_http_ant_webhook_work_t *work);


typedef struct {
    ngx_http_ant_webhook_work_t    *work;
    ngx_http_ant_webhook_pool_pt    finished;
    void                           *data;
#if (NGX_THREADS)
    ngx_thread_task_t              *task;
    ngx_thread_pool_t              *threads;
#endif
    ngx_log_t                      *log;
    unsigned                        busy:1;
} ngx_http_ant_webhook_pool_t;


ngx_int_t ngx_http_ant_webhook_pool_init(ngx_http_ant_webhook_pool_t *pool,
    ngx_http_ant_webhook_main_conf_t *mcf,
    ngx_http_ant_webhook_pool_pt finished, void *data, ngx_log_t *log);

/* After the pool's threads have ended: results that came too late. */
void ngx_http_ant_webhook_pool_exit(ngx_http_ant_webhook_pool_t *pool);

/* Of a pool that is not busy: work to be filled, empty. */
ngx_http_ant_webhook_work_t *ngx_http_ant_webhook_pool_begin(
    ngx_http_ant_webhook_pool_t *pool);

/* The next free task, or NULL; work->ntasks-- gives it back. */
ant_task_t *ngx_http_ant_webhook_pool_task(ngx_http_ant_webhook_work_t *work);

/* Hands the work to a thread; nothing is posted where there is none. */
void ngx_http_ant_webhook_pool_post(ngx_http_ant_webhook_pool_t *pool);

/* of a task, for the log */
const char *ngx_http_ant_webhook_pool_name(ant_task_e op);


#endif /* _NGX_HTTP_ANT_WEBHOOK_POOL_H_INCLUDED_ */
