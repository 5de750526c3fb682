
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The shared memory zone with the table of counters and gauges.
 *
 * Promises: what was counted stays through a reload and through the death of
 * any worker; the size is fixed, and what finds no place is counted as
 * "other".  Called by the master when it has read a configuration, and by the
 * workers.  No lock is taken in a request.
 */


#include "ngx_http_ant_webhook_zone.h"


/* a process that has said nothing for so long is looked for: ms */
#define NGX_HTTP_ANT_WEBHOOK_SILENCE  3000


ant_table_t          *ngx_http_ant_webhook_table;
uint64_t             *ngx_http_ant_webhook_counters;
ant_table_process_t  *ngx_http_ant_webhook_process;


/* the cycle's, as the process may be another one when it is a single one */
static uint64_t       ngx_http_ant_webhook_zone_pid;


static ngx_int_t ngx_http_ant_webhook_zone_setup(ngx_shm_zone_t *zone,
    void *data);


ngx_int_t
ngx_http_ant_webhook_zone_add(ngx_conf_t *cf,
    ngx_http_ant_webhook_main_conf_t *wmcf)
{
    size_t           size, pages;
    ngx_shm_zone_t  *zone;

    static ngx_str_t  name = ngx_string("ant_webhook");

    /* the slab pool needs a place in front of the pages for each of them */

    pages = sizeof(ant_table_t) / ngx_pagesize + 16;
    size = pages * (ngx_pagesize + sizeof(ngx_slab_page_t))
           + 2 * ngx_pagesize;

    size = ngx_align(size, ngx_pagesize);

    zone = ngx_shared_memory_add(cf, &name, size,
                                 &ngx_http_ant_webhook_module);
    if (zone == NULL) {
        return NGX_ERROR;
    }

    zone->init = ngx_http_ant_webhook_zone_setup;
    zone->data = wmcf;

    return NGX_OK;
}


static ngx_int_t
ngx_http_ant_webhook_zone_make(ngx_slab_pool_t *shpool,
    ngx_http_ant_webhook_main_conf_t *wmcf)
{
    ngx_time_t  *tp;

    /* pages, so it is aligned to them */

    wmcf->table = ngx_slab_alloc(shpool, sizeof(ant_table_t));
    if (wmcf->table == NULL) {
        return NGX_ERROR;
    }

    ngx_memzero(wmcf->table, sizeof(ant_table_t));

    tp = ngx_timeofday();

    ant_table_init(wmcf->table, (uint64_t) tp->sec * 1000 + tp->msec);

    shpool->data = wmcf->table;

    return NGX_OK;
}


static void
ngx_http_ant_webhook_zone_str(ant_str_t *to, const ngx_str_t *from)
{
    to->data = from->data;
    to->len = from->len;
}


static uint32_t
ngx_http_ant_webhook_zone_key(ant_table_t *t, ant_table_kind_e kind,
    const ngx_str_t *one, const ngx_str_t *two)
{
    ant_str_t  labels[ANT_TABLE_LABELS];

    ngx_memzero(labels, sizeof(labels));

    ngx_http_ant_webhook_zone_str(&labels[0], one);

    if (two) {
        ngx_http_ant_webhook_zone_str(&labels[1], two);
    }

    return ant_table_key(t, kind, labels);
}


/* A name for everything that the configuration can count. */
static void
ngx_http_ant_webhook_zone_names(ngx_http_ant_webhook_main_conf_t *wmcf)
{
    uint32_t                           key;
    ngx_uint_t                         i;
    ant_table_t                       *t;
    ngx_http_ant_webhook_queue_t     **queues;
    ngx_http_ant_webhook_counter_t   **counters;
    ngx_http_ant_webhook_endpoint_t  **e;

    static ngx_str_t  acks[] = {
        ngx_string("journal"),
        ngx_string("disk"),
        ngx_string("redis")
    };

    t = wmcf->table;

    counters = wmcf->counters.elts;

    for (i = 0; i < wmcf->counters.nelts; i++) {
        key = ngx_http_ant_webhook_zone_key(t, ANT_TABLE_EVENT,
                                            &counters[i]->event,
                                            &counters[i]->list);
        counters[i]->value = t->keys[key].value;
    }

    queues = wmcf->queues.elts;

    for (i = 0; i < wmcf->queues.nelts; i++) {
        queues[i]->key = ngx_http_ant_webhook_zone_key(t, ANT_TABLE_LIST,
                                                 &queues[i]->list,
                                                 &queues[i]->endpoint->name);
    }

    e = wmcf->endpoints.elts;

    for (i = 0; i < wmcf->endpoints.nelts; i++) {
        if (e[i]->used) {
            e[i]->key = ngx_http_ant_webhook_zone_key(t, ANT_TABLE_ENDPOINT,
                                                      &e[i]->name, NULL);
        }
    }

    for (i = NGX_HTTP_ANT_WEBHOOK_ACK_DISK; i < NGX_HTTP_ANT_WEBHOOK_ACKS; i++)
    {
        if (wmcf->acks & (1 << i)) {
            key = ngx_http_ant_webhook_zone_key(t, ANT_TABLE_ANSWER, &acks[i],
                                                NULL);
            wmcf->answers[i] = t->keys[key].value;
        }
    }
}


static ngx_int_t
ngx_http_ant_webhook_zone_setup(ngx_shm_zone_t *zone, void *data)
{
    ngx_slab_pool_t                   *shpool;
    ngx_http_ant_webhook_main_conf_t  *wmcf, *old;

    wmcf = zone->data;
    old = data;
    shpool = (ngx_slab_pool_t *) zone->shm.addr;

    if (old) {
        wmcf->table = old->table;

    } else if (zone->shm.exists) {
        wmcf->table = shpool->data;

    } else if (ngx_http_ant_webhook_zone_make(shpool, wmcf) != NGX_OK) {
        return NGX_ERROR;
    }

    if (ant_table_check(wmcf->table) != ANT_OK) {
        ngx_log_error(NGX_LOG_EMERG, zone->shm.log, 0,
                      "the counters in zone \"%V\" are of another version of "
                      "the module, restart nginx", &zone->shm.name);
        return NGX_ERROR;
    }

    wmcf->generation = 1 + __atomic_fetch_add(&wmcf->table->generation, 1,
                                              __ATOMIC_RELAXED);

    ngx_http_ant_webhook_zone_names(wmcf);

    return NGX_OK;
}


void
ngx_http_ant_webhook_zone_init(ngx_http_ant_webhook_main_conf_t *wmcf)
{
    ant_table_t  *t;

    t = wmcf->table;

    ngx_http_ant_webhook_zone_sweep(t);

    ngx_http_ant_webhook_zone_pid = (uint64_t) ngx_pid;
    ngx_http_ant_webhook_table = t;
    ngx_http_ant_webhook_counters =
                               t->slots[ngx_worker % ANT_TABLE_SLOTS].values;
    ngx_http_ant_webhook_process = ant_table_enter(t, (uint64_t) ngx_pid,
                                                   wmcf->generation,
                                                   ngx_worker,
                                                   ngx_current_msec);
}


void
ngx_http_ant_webhook_zone_exit(void)
{
    if (ngx_http_ant_webhook_process) {
        ant_table_leave(ngx_http_ant_webhook_table,
                        ngx_http_ant_webhook_process,
                        ngx_http_ant_webhook_zone_pid);
    }

    ngx_http_ant_webhook_table = NULL;
    ngx_http_ant_webhook_counters = NULL;
    ngx_http_ant_webhook_process = NULL;
}


void
ngx_http_ant_webhook_zone_check(ngx_log_t *log)
{
    uint64_t      full;
    ant_table_t  *t;

    t = ngx_http_ant_webhook_table;
    full = 1;

    if (t == NULL || ant_table_load(&t->full) != 1) {
        return;
    }

    if (__atomic_compare_exchange_n(&t->full, &full, 2, 0, __ATOMIC_RELAXED,
                                    __ATOMIC_RELAXED))
    {
        ngx_log_error(NGX_LOG_WARN, log, 0,
                      "ant_webhook: the zone of counters is full: what finds "
                      "no place there is counted as \"other\"");
    }
}


void
ngx_http_ant_webhook_zone_beat(void)
{
    ant_table_process_t  *p;

    p = ngx_http_ant_webhook_process;

    if (p) {
        ant_table_store(&p->leaving, (uint64_t) (ngx_exiting || ngx_quit));
        ant_table_store(&p->beat, (uint64_t) ngx_current_msec);
    }
}


/*
 * A pid that is in use again belongs to another session, in all likelihood;
 * a process that is only stopped is still there.
 */
void
ngx_http_ant_webhook_zone_sweep(ant_table_t *t)
{
    pid_t                 session;
    int64_t               age;
    uint64_t              pid;
    ngx_uint_t            i;
    ant_table_process_t  *p;

    for (i = 0; i < ANT_TABLE_PROCESSES; i++) {
        p = &t->process[i];
        pid = ant_table_load(&p->pid);

        if (pid == 0 || pid == ANT_TABLE_GOING || pid == (uint64_t) ngx_pid) {
            continue;
        }

        age = (int64_t) (ngx_current_msec - ant_table_load(&p->beat));

        if (age < NGX_HTTP_ANT_WEBHOOK_SILENCE) {
            continue;
        }

        session = getsid((pid_t) pid);

        if (session == -1 || session != getsid(0)) {
            ant_table_leave(t, p, pid);
        }
    }
}


void
ngx_http_ant_webhook_zone_named(ant_table_kind_e kind, const ant_str_t *labels)
{
    uint32_t      key;
    ant_table_t  *t;

    t = ngx_http_ant_webhook_table;

    if (t) {
        key = ant_table_key(t, kind, labels);
        ngx_http_ant_webhook_zone_count(t->keys[key].value, 0, 1);
    }
}


uint32_t
ngx_http_ant_webhook_zone_list(const ant_str_t *list,
    const ant_str_t *endpoint)
{
    ant_str_t  labels[ANT_TABLE_LABELS];

    ngx_memzero(labels, sizeof(labels));

    labels[0] = *list;
    labels[1] = *endpoint;

    return ant_table_key(ngx_http_ant_webhook_table, ANT_TABLE_LIST, labels);
}


void
ngx_http_ant_webhook_zone_error(
    const ngx_http_ant_webhook_endpoint_t *endpoint, const u_char *kind,
    size_t len)
{
    size_t     n;
    ant_str_t  labels[ANT_TABLE_LABELS];

    for (n = 0; n < len; n++) {
        if (kind[n] == ':' || kind[n] == ';'
            || (kind[n] == '(' && n && kind[n - 1] == ' '))
        {
            break;
        }
    }

    if (n && n < len && kind[n - 1] == ' ') {
        n--;
    }

    ngx_memzero(labels, sizeof(labels));

    labels[0].data = endpoint->name.data;
    labels[0].len = endpoint->name.len;
    labels[1].data = kind;
    labels[1].len = n;

    ngx_http_ant_webhook_zone_named(ANT_TABLE_ERROR, labels);
}
