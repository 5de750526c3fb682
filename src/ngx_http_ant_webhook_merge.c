
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What a location comes to when its directives and those around it are read.
 *
 * Promises: names are resolved here, and errors quote the line that used them;
 * one list at one endpoint is one queue, however many locations use it, or an
 * error where they disagree.  Called by nginx after the configuration was
 * read.
 */


#include "ngx_http_ant_webhook_merge.h"
#include "ngx_http_ant_webhook_set.h"
#include "ngx_http_ant_webhook_handler.h"
#include "ngx_http_ant_webhook_status.h"
#include "ngx_http_ant_webhook_zone.h"
#include "ant_format.h"
#include "ant_slot.h"


static ngx_int_t
ngx_http_ant_webhook_merge_event(ngx_conf_t *cf,
    ngx_http_ant_webhook_main_conf_t *wmcf,
    ngx_http_ant_webhook_loc_conf_t *conf)
{
    ngx_uint_t    i;
    ngx_str_t    *name;
    ant_event_t  *e;

    name = &conf->event_name;

    for (i = 0; i < ant_nevents; i++) {
        if (ant_events[i].name.len == name->len
            && ngx_memcmp(ant_events[i].name.data, name->data, name->len) == 0)
        {
            conf->event = &ant_events[i];
            return NGX_OK;
        }
    }

    e = wmcf->events.elts;

    for (i = 0; i < wmcf->events.nelts; i++) {
        if (e[i].name.len == name->len
            && ngx_memcmp(e[i].name.data, name->data, name->len) == 0)
        {
            conf->event = &e[i];
            return NGX_OK;
        }
    }

    ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                  "unknown event \"%V\" in %s:%ui, it must be \"sms\", "
                  "\"ivr\", \"call\", \"number_status\", \"any\" or one "
                  "declared with \"ant_webhook_event\"",
                  name, conf->place.file, conf->place.line);

    return NGX_ERROR;
}


/* s followed by the text, as a new string */
static ngx_int_t
ngx_http_ant_webhook_merge_append(ngx_conf_t *cf, ngx_str_t *s,
    const char *text, ngx_str_t *out)
{
    out->len = s->len + ngx_strlen(text);

    out->data = ngx_pnalloc(cf->pool, out->len);
    if (out->data == NULL) {
        return NGX_ERROR;
    }

    ngx_memcpy(ngx_cpymem(out->data, s->data, s->len), text,
               ngx_strlen(text));

    return NGX_OK;
}


static ngx_http_ant_webhook_queue_t *
ngx_http_ant_webhook_merge_known(ngx_conf_t *cf,
    ngx_http_ant_webhook_queue_t *old, ngx_http_ant_webhook_queue_t *q)
{
    const char  *what;

    if (old->rejected != q->rejected) {
        what = "holds accepted events in one of them and rejected ones in the "
               "other";

    } else if (old->max != q->max) {
        what = "has another \"max=\"";

    } else if (old->fence.len != q->fence.len
               || ngx_memcmp(old->fence.data, q->fence.data, q->fence.len)
                  != 0)
    {
        what = "has another \"fence=\"";

    } else {
        return old;
    }

    ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                  "list \"%V\" in %s:%ui and in %s:%ui is one list, but it %s",
                  &q->list, old->place.file, old->place.line,
                  q->place.file, q->place.line, what);

    return NULL;
}


/*
 * A list's fence: "LIST:fence"; in a cluster "{LIST}:fence", as both must be in
 * one slot, where the list has no hash tag of its own.
 */
static ngx_int_t
ngx_http_ant_webhook_merge_fence(ngx_conf_t *cf,
    ngx_http_ant_webhook_queue_t *q)
{
    u_char     *p;
    ant_str_t   list;

    list.data = q->list.data;
    list.len = q->list.len;

    if (!q->endpoint->cluster || ant_slot_tagged(&list)) {
        return ngx_http_ant_webhook_merge_append(cf, &q->list, ":fence",
                                                 &q->fence);
    }

    q->fence.len = q->list.len + sizeof("{}:fence") - 1;

    p = ngx_pnalloc(cf->pool, q->fence.len);
    if (p == NULL) {
        return NGX_ERROR;
    }

    q->fence.data = p;

    *p++ = '{';
    p = ngx_cpymem(p, q->list.data, q->list.len);
    ngx_memcpy(p, "}:fence", sizeof("}:fence") - 1);

    return NGX_OK;
}


static ngx_int_t
ngx_http_ant_webhook_merge_slots(ngx_conf_t *cf,
    ngx_http_ant_webhook_queue_t *q)
{
    unsigned   of_list, of_fence;
    ant_str_t  list, fence;

    if (!q->endpoint->cluster) {
        return NGX_OK;
    }

    list.data = q->list.data;
    list.len = q->list.len;
    fence.data = q->fence.data;
    fence.len = q->fence.len;

    of_list = ant_slot(&list);
    of_fence = ant_slot(&fence);

    if (of_list == of_fence) {
        return NGX_OK;
    }

    ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                  "list \"%V\" and fence \"%V\" in %s:%ui are in two slots of "
                  "the cluster, %ui and %ui: write a hash tag in both, for "
                  "example \"{ant}:sms\" and \"fence={ant}:sms:fence\"",
                  &q->list, &q->fence, q->place.file, q->place.line,
                  (ngx_uint_t) of_list, (ngx_uint_t) of_fence);

    return NGX_ERROR;
}


/* The queue that is like q, which is added if there is none. */
static ngx_http_ant_webhook_queue_t *
ngx_http_ant_webhook_merge_queue(ngx_conf_t *cf,
    ngx_http_ant_webhook_main_conf_t *wmcf, ngx_http_ant_webhook_queue_t *q)
{
    ngx_uint_t                      i;
    ngx_http_ant_webhook_queue_t  **queues, *new;

    if (q->fence.data == NULL
        && ngx_http_ant_webhook_merge_fence(cf, q) != NGX_OK)
    {
        return NULL;
    }

    if (q->list.len > ANT_LIST_MAX) {
        ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                      "list \"%V\" in %s:%ui has more than %d bytes",
                      &q->list, q->place.file, q->place.line, ANT_LIST_MAX);
        return NULL;
    }

    if (ngx_http_ant_webhook_merge_slots(cf, q) != NGX_OK) {
        return NULL;
    }

    queues = wmcf->queues.elts;

    for (i = 0; i < wmcf->queues.nelts; i++) {
        if (queues[i]->endpoint == q->endpoint
            && queues[i]->list.len == q->list.len
            && ngx_memcmp(queues[i]->list.data, q->list.data, q->list.len)
               == 0)
        {
            return ngx_http_ant_webhook_merge_known(cf, queues[i], q);
        }
    }

    new = ngx_palloc(cf->pool, sizeof(ngx_http_ant_webhook_queue_t));
    queues = ngx_array_push(&wmcf->queues);

    if (new == NULL || queues == NULL) {
        return NULL;
    }

    *new = *q;
    new->index = wmcf->queues.nelts - 1;
    new->endpoint->used = 1;

    *queues = new;

    return new;
}


/* One counter for each event and list, however many locations have them. */
static ngx_int_t
ngx_http_ant_webhook_merge_counter(ngx_conf_t *cf,
    ngx_http_ant_webhook_main_conf_t *wmcf,
    ngx_http_ant_webhook_loc_conf_t *conf)
{
    ngx_uint_t                        i;
    ngx_http_ant_webhook_counter_t  **c, *new;

    c = wmcf->counters.elts;

    for (i = 0; i < wmcf->counters.nelts; i++) {
        if (c[i]->event.len == conf->event_name.len
            && c[i]->list.len == conf->list.len
            && ngx_memcmp(c[i]->event.data, conf->event_name.data,
                          c[i]->event.len) == 0
            && ngx_memcmp(c[i]->list.data, conf->list.data,
                          c[i]->list.len) == 0)
        {
            conf->counter = c[i];
            return NGX_OK;
        }
    }

    new = ngx_pcalloc(cf->pool, sizeof(ngx_http_ant_webhook_counter_t));
    c = ngx_array_push(&wmcf->counters);

    if (new == NULL || c == NULL) {
        return NGX_ERROR;
    }

    new->event = conf->event_name;
    new->list = conf->list;

    *c = new;
    conf->counter = new;

    return NGX_OK;
}


/* A key cannot be a list and a hash. */
static ngx_int_t
ngx_http_ant_webhook_merge_keys(ngx_conf_t *cf,
    ngx_http_ant_webhook_main_conf_t *wmcf)
{
    ngx_uint_t                      i, k;
    ngx_http_ant_webhook_queue_t  **q;

    q = wmcf->queues.elts;

    for (i = 0; i < wmcf->queues.nelts; i++) {
        for (k = 0; k < wmcf->queues.nelts; k++) {
            if (q[i]->endpoint != q[k]->endpoint
                || q[i]->list.len != q[k]->fence.len
                || ngx_memcmp(q[i]->list.data, q[k]->fence.data,
                              q[i]->list.len)
                   != 0)
            {
                continue;
            }

            ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                          "list \"%V\" in %s:%ui is the fence of list \"%V\" "
                          "in %s:%ui, write another name or \"fence=\"",
                          &q[i]->list, q[i]->place.file, q[i]->place.line,
                          &q[k]->list, q[k]->place.file, q[k]->place.line);
            return NGX_ERROR;
        }
    }

    return NGX_OK;
}


static ngx_int_t
ngx_http_ant_webhook_merge_queues(ngx_conf_t *cf,
    ngx_http_ant_webhook_main_conf_t *wmcf,
    ngx_http_ant_webhook_loc_conf_t *conf)
{
    ngx_http_ant_webhook_queue_t  q;

    ngx_memzero(&q, sizeof(ngx_http_ant_webhook_queue_t));

    q.list = conf->list;
    q.fence = conf->fence;
    q.endpoint = conf->endpoint;
    q.place = conf->place;

    conf->queue = ngx_http_ant_webhook_merge_queue(cf, wmcf, &q);
    if (conf->queue == NULL) {
        return NGX_ERROR;
    }

    if (!conf->rejected_on) {
        return NGX_OK;
    }

    ngx_memzero(&q, sizeof(ngx_http_ant_webhook_queue_t));

    q.list = conf->rejected_list;
    q.endpoint = conf->endpoint;
    q.rejected = 1;
    q.max = conf->rejected_max;
    q.place = conf->rejected_place.file ? conf->rejected_place : conf->place;

    if (q.list.len == 0
        && ngx_http_ant_webhook_merge_append(cf, &conf->list, ":rejected",
                                             &q.list)
           != NGX_OK)
    {
        return NGX_ERROR;
    }

    conf->rejected = ngx_http_ant_webhook_merge_queue(cf, wmcf, &q);

    return conf->rejected ? NGX_OK : NGX_ERROR;
}


/* "if" and "limit_except" blocks run with a configuration of their own. */
static void
ngx_http_ant_webhook_merge_inherit(ngx_conf_t *cf,
    ngx_http_ant_webhook_loc_conf_t *prev,
    ngx_http_ant_webhook_loc_conf_t *conf)
{
    ngx_http_core_loc_conf_t  *clcf;

    clcf = ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);

    if ((clcf->noname || clcf->lmt_excpt) && prev->status
        && conf->event_name.data == NULL && !conf->status)
    {
        conf->status = prev->status;

        if (clcf->lmt_excpt && clcf->handler == NULL) {
            clcf->handler = ngx_http_ant_webhook_status_handler;
        }

        return;
    }

    if ((!clcf->noname && !clcf->lmt_excpt) || conf->event_name.data
        || prev->event_name.data == NULL)
    {
        return;
    }

    conf->event_name = prev->event_name;
    conf->list = prev->list;
    conf->fence = prev->fence;
    conf->place = prev->place;

    if (clcf->lmt_excpt && clcf->handler == NULL) {
        clcf->handler = ngx_http_ant_webhook_handler;
    }
}


char *
ngx_http_ant_webhook_merge_loc(ngx_conf_t *cf, void *parent, void *child)
{
    ngx_http_ant_webhook_loc_conf_t *prev = parent;
    ngx_http_ant_webhook_loc_conf_t *conf = child;

    ngx_http_ant_webhook_main_conf_t  *wmcf;

    ngx_http_ant_webhook_merge_inherit(cf, prev, conf);

    ngx_conf_merge_ptr_value(conf->endpoint, prev->endpoint, NULL);
    ngx_conf_merge_ptr_value(conf->fields, prev->fields, NULL);
    ngx_conf_merge_ptr_value(conf->secrets, prev->secrets, NULL);
    ngx_conf_merge_uint_value(conf->ack, prev->ack,
                              NGX_HTTP_ANT_WEBHOOK_ACK_JOURNAL);

    if (conf->rejected_on == NGX_CONF_UNSET) {
        conf->rejected_list = prev->rejected_list;
        conf->rejected_place = prev->rejected_place;
    }

    ngx_conf_merge_value(conf->rejected_on, prev->rejected_on, 1);
    ngx_conf_merge_uint_value(conf->rejected_max, prev->rejected_max, 10000);
    ngx_conf_merge_uint_value(conf->rejected_status, prev->rejected_status,
                              NGX_HTTP_BAD_REQUEST);

    if (conf->reply == NGX_CONF_UNSET_UINT) {
        conf->reply_text = prev->reply_text;
    }

    ngx_conf_merge_uint_value(conf->reply, prev->reply, NGX_HTTP_OK);

    if (conf->event_name.data == NULL) {
        return NGX_CONF_OK;
    }

    wmcf = ngx_http_conf_get_module_main_conf(cf, ngx_http_ant_webhook_module);

    if (conf->endpoint == NULL) {
        conf->endpoint = ngx_http_ant_webhook_endpoint_default(cf, wmcf);
    }

    if (wmcf->off && conf->ack != NGX_HTTP_ANT_WEBHOOK_ACK_REDIS) {
        ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                      "\"ant_webhook\" in %s:%ui needs \"ant_webhook_ack "
                      "redis\", as \"ant_webhook_journal\" is \"off\" in "
                      "%s:%ui", conf->place.file, conf->place.line,
                      wmcf->place.file, wmcf->place.line);
        return NGX_CONF_ERROR;
    }

    if (conf->endpoint == NULL
        || ngx_http_ant_webhook_merge_event(cf, wmcf, conf) != NGX_OK
        || ngx_http_ant_webhook_merge_queues(cf, wmcf, conf) != NGX_OK
        || ngx_http_ant_webhook_merge_counter(cf, wmcf, conf) != NGX_OK)
    {
        return NGX_CONF_ERROR;
    }

    wmcf->acks |= 1 << conf->ack;

    if (conf->ack == NGX_HTTP_ANT_WEBHOOK_ACK_REDIS) {
        conf->endpoint->waited = 1;
    }

    return NGX_CONF_OK;
}


ngx_int_t
ngx_http_ant_webhook_merge_check(ngx_conf_t *cf,
    ngx_http_ant_webhook_main_conf_t *wmcf)
{
    ngx_uint_t                         i;
    ngx_http_ant_webhook_queue_t     **queues;
    ngx_http_ant_webhook_endpoint_t  **e;

    e = wmcf->endpoints.elts;

    for (i = 0; i < wmcf->endpoints.nelts; i++) {
        if (ngx_http_ant_webhook_endpoint_found(cf, e[i]) != NGX_OK) {
            return NGX_ERROR;
        }
    }

    if (wmcf->queues.nelts == 0) {
        return NGX_OK;
    }

    if (ngx_http_ant_webhook_merge_keys(cf, wmcf) != NGX_OK) {
        return NGX_ERROR;
    }

    queues = wmcf->queues.elts;

    if (wmcf->path == NULL && !wmcf->off) {
        ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                      "\"ant_webhook\" in %s:%ui needs \"ant_webhook_journal\" "
                      "at the \"http\" level, for example "
                      "\"ant_webhook_journal /var/lib/nginx/ant_webhook "
                      "size=1g;\"",
                      queues[0]->place.file, queues[0]->place.line);
        return NGX_ERROR;
    }

    for (i = 0; i < wmcf->endpoints.nelts; i++) {
        if (e[i]->used && wmcf->retain / 2 < e[i]->timeout) {
            ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                          "\"retain=\" of \"ant_webhook_journal\" in %s:%ui "
                          "must be at least twice the \"timeout=\" of "
                          "\"ant_webhook_redis\" in %s:%ui",
                          wmcf->place.file, wmcf->place.line,
                          e[i]->place.file, e[i]->place.line);
            return NGX_ERROR;
        }
    }

    return ngx_http_ant_webhook_zone_add(cf, wmcf);
}
