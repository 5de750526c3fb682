
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The table of contents: the directives, the configuration, nginx's hooks.
 *
 * A callback takes this way through src/:
 *
 *   ngx_http_ant_webhook_handler   one request: read it, check it (ant_query,
 *                                  ant_rule), encode it (ant_json)
 *   ngx_http_ant_webhook_store     into the worker's journal (ant_journal),
 *                                  which ngx_http_ant_webhook_upkeep keeps
 *   ngx_http_ant_webhook_reply     the answer
 *
 * and the journal goes to Redis:
 *
 *   ngx_http_ant_webhook_forward   connections and turns
 *   ngx_http_ant_webhook_flow      what one journal may send, and when
 *   ngx_http_ant_webhook_answer    what the answers mean
 *   ngx_http_ant_webhook_redis     the connection, ngx_http_ant_webhook_resp
 *                                  the protocol
 *
 * Promises: parsing has no side effects; a worker that cannot begin still
 * runs, and answers 503.  Called by nginx.
 */


#include "ngx_http_ant_webhook_conf.h"
#include "ngx_http_ant_webhook_context.h"
#include "ngx_http_ant_webhook_forward.h"
#include "ngx_http_ant_webhook_merge.h"
#include "ngx_http_ant_webhook_set.h"


static ngx_int_t ngx_http_ant_webhook_add_variables(ngx_conf_t *cf);
static ngx_int_t ngx_http_ant_webhook_init(ngx_conf_t *cf);
static void *ngx_http_ant_webhook_create_main_conf(ngx_conf_t *cf);
static void *ngx_http_ant_webhook_create_loc_conf(ngx_conf_t *cf);
static ngx_int_t ngx_http_ant_webhook_init_process(ngx_cycle_t *cycle);
static void ngx_http_ant_webhook_exit_process(ngx_cycle_t *cycle);


static ngx_command_t  ngx_http_ant_webhook_commands[] = {

    { ngx_string("ant_webhook"),
      NGX_HTTP_LOC_CONF|NGX_HTTP_LIF_CONF|NGX_HTTP_LMT_CONF|NGX_CONF_TAKE23,
      ngx_http_ant_webhook_set_webhook,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("ant_webhook_event"),
      NGX_HTTP_MAIN_CONF|NGX_CONF_BLOCK|NGX_CONF_TAKE1,
      ngx_http_ant_webhook_set_event,
      NGX_HTTP_MAIN_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("ant_webhook_field"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE2,
      ngx_http_ant_webhook_set_field,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("ant_webhook_redis"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_1MORE,
      ngx_http_ant_webhook_set_redis,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("ant_webhook_journal"),
      NGX_HTTP_MAIN_CONF|NGX_CONF_1MORE,
      ngx_http_ant_webhook_set_journal,
      NGX_HTTP_MAIN_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("ant_webhook_ack"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE1,
      ngx_http_ant_webhook_set_ack,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("ant_webhook_rejected"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE123,
      ngx_http_ant_webhook_set_rejected,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("ant_webhook_secret"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE12,
      ngx_http_ant_webhook_set_secret,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("ant_webhook_reply"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE12,
      ngx_http_ant_webhook_set_reply,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("ant_webhook_status"),
      NGX_HTTP_LOC_CONF|NGX_CONF_NOARGS|NGX_CONF_TAKE1,
      ngx_http_ant_webhook_set_status,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

      ngx_null_command
};


static ngx_http_module_t  ngx_http_ant_webhook_module_ctx = {
    ngx_http_ant_webhook_add_variables,    /* preconfiguration */
    ngx_http_ant_webhook_init,             /* postconfiguration */

    ngx_http_ant_webhook_create_main_conf, /* create main configuration */
    NULL,                                  /* init main configuration */

    NULL,                                  /* create server configuration */
    NULL,                                  /* merge server configuration */

    ngx_http_ant_webhook_create_loc_conf,  /* create location configuration */
    ngx_http_ant_webhook_merge_loc         /* merge location configuration */
};


ngx_module_t  ngx_http_ant_webhook_module = {
    NGX_MODULE_V1,
    &ngx_http_ant_webhook_module_ctx,      /* module context */
    ngx_http_ant_webhook_commands,         /* module directives */
    NGX_HTTP_MODULE,                       /* module type */
    NULL,                                  /* init master */
    NULL,                                  /* init module */
    ngx_http_ant_webhook_init_process,     /* init process */
    NULL,                                  /* init thread */
    NULL,                                  /* exit thread */
    ngx_http_ant_webhook_exit_process,     /* exit process */
    NULL,                                  /* exit master */
    NGX_MODULE_V1_PADDING
};


static ngx_int_t
ngx_http_ant_webhook_add_variables(ngx_conf_t *cf)
{
    return ngx_http_ant_webhook_context_variables(cf);
}


static ngx_int_t
ngx_http_ant_webhook_init(ngx_conf_t *cf)
{
    ngx_http_ant_webhook_main_conf_t  *wmcf;

    wmcf = ngx_http_conf_get_module_main_conf(cf, ngx_http_ant_webhook_module);

    return ngx_http_ant_webhook_merge_check(cf, wmcf);
}


static void *
ngx_http_ant_webhook_create_main_conf(ngx_conf_t *cf)
{
    ngx_http_ant_webhook_main_conf_t  *wmcf;

    wmcf = ngx_pcalloc(cf->pool, sizeof(ngx_http_ant_webhook_main_conf_t));
    if (wmcf == NULL) {
        return NULL;
    }

    wmcf->size = 1024 * 1024 * 1024;
    wmcf->segment = 4 * 1024 * 1024;
    wmcf->retain = 60000;
    wmcf->sync = 1000;
    wmcf->drain = 3000;

    if (ngx_array_init(&wmcf->events, cf->pool, 4, sizeof(ant_event_t))
        != NGX_OK
        || ngx_array_init(&wmcf->endpoints, cf->pool, 4, sizeof(void *))
           != NGX_OK
        || ngx_array_init(&wmcf->queues, cf->pool, 8, sizeof(void *))
           != NGX_OK
        || ngx_array_init(&wmcf->counters, cf->pool, 8, sizeof(void *))
           != NGX_OK)
    {
        return NULL;
    }

    return wmcf;
}


static void *
ngx_http_ant_webhook_create_loc_conf(ngx_conf_t *cf)
{
    ngx_http_ant_webhook_loc_conf_t  *wlcf;

    /*
     * set by ngx_pcalloc():
     *
     *     names, queues, places, reply_text = NULL
     */

    wlcf = ngx_pcalloc(cf->pool, sizeof(ngx_http_ant_webhook_loc_conf_t));
    if (wlcf == NULL) {
        return NULL;
    }

    wlcf->endpoint = NGX_CONF_UNSET_PTR;
    wlcf->fields = NGX_CONF_UNSET_PTR;
    wlcf->secrets = NGX_CONF_UNSET_PTR;
    wlcf->rejected_on = NGX_CONF_UNSET;
    wlcf->rejected_max = NGX_CONF_UNSET_UINT;
    wlcf->rejected_status = NGX_CONF_UNSET_UINT;
    wlcf->ack = NGX_CONF_UNSET_UINT;
    wlcf->reply = NGX_CONF_UNSET_UINT;

    return wlcf;
}


/* the cycle of a single process that was reloaded ends without exit_process */

static void
ngx_http_ant_webhook_cleanup(void *data)
{
    ngx_http_ant_webhook_forward_exit();
}


static ngx_int_t
ngx_http_ant_webhook_init_process(ngx_cycle_t *cycle)
{
    ngx_pool_cleanup_t                *cln;
    ngx_http_ant_webhook_main_conf_t  *wmcf;

    /* not in the cache manager, which would take a worker's number */

    if (ngx_process != NGX_PROCESS_WORKER
        && ngx_process != NGX_PROCESS_SINGLE)
    {
        return NGX_OK;
    }

    wmcf = ngx_http_cycle_get_module_main_conf(cycle,
                                               ngx_http_ant_webhook_module);

    if (wmcf == NULL || wmcf->queues.nelts == 0) {
        return NGX_OK;
    }

    cln = ngx_pool_cleanup_add(cycle->pool, 0);

    if (cln) {
        cln->handler = ngx_http_ant_webhook_cleanup;
    }

    ngx_http_ant_webhook_forward_init(cycle, wmcf);

    return NGX_OK;
}


static void
ngx_http_ant_webhook_exit_process(ngx_cycle_t *cycle)
{
    ngx_http_ant_webhook_forward_exit();
}
