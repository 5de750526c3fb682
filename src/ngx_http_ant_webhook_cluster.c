
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Redis Cluster: which node a journal's list is at.
 *
 * Promises: a flow moves only when nothing of it is in flight, and is
 * registered by the node that it comes to; a node that was named with ASK gets
 * the refused command, once, and nothing else: a REGISTER of the flow's own
 * making there would make a second fence.  There is one connection for each
 * node that is in use; the endpoint's own, its seed, is there always.  Called
 * by the links and by the answers.  Never sends anything.
 */


#include "ngx_http_ant_webhook_link.h"
#include "ant_slot.h"


#define NGX_HTTP_ANT_WEBHOOK_NODE_IDLE  15000
#define NGX_HTTP_ANT_WEBHOOK_HELPLESS   1600


/* an endpoint's own link has no host of its own */
#define ngx_http_ant_webhook_cluster_seed(l)  ((l)->redis.host.len == 0)


/* A link of the endpoint that is up, other than l; or the seed. */
static ngx_http_ant_webhook_link_t *
ngx_http_ant_webhook_cluster_any(ngx_http_ant_webhook_link_t *l)
{
    ngx_queue_t                  *q;
    ngx_http_ant_webhook_link_t  *other, *seed;

    seed = l;

    for (q = ngx_queue_head(&ngx_http_ant_webhook_links);
         q != ngx_queue_sentinel(&ngx_http_ant_webhook_links);
         q = ngx_queue_next(q))
    {
        other = ngx_queue_data(q, ngx_http_ant_webhook_link_t, links);

        if (other->endpoint != l->endpoint) {
            continue;
        }

        if (other != l && other->redis.up) {
            return other;
        }

        if (ngx_http_ant_webhook_cluster_seed(other)) {
            seed = other;
        }
    }

    return seed;
}


/* The link of a flow of the same slot, if there is one. */
static ngx_http_ant_webhook_link_t *
ngx_http_ant_webhook_cluster_slot(ngx_http_ant_webhook_link_t *l,
    unsigned slot)
{
    ngx_queue_t                  *q;
    ngx_http_ant_webhook_flow_t  *f;

    for (q = ngx_queue_head(&l->flows);
         q != ngx_queue_sentinel(&l->flows);
         q = ngx_queue_next(q))
    {
        f = ngx_queue_data(q, ngx_http_ant_webhook_flow_t, link_queue);

        if (!f->asking && ant_slot(&f->journal->list) == slot) {
            return l;
        }
    }

    return NULL;
}


ngx_http_ant_webhook_link_t *
ngx_http_ant_webhook_cluster_link(ngx_http_ant_webhook_link_t *seed,
    ant_journal_t *journal)
{
    unsigned                      slot;
    ngx_queue_t                  *q;
    ngx_http_ant_webhook_link_t  *l;

    if (!seed->endpoint->cluster) {
        return seed;
    }

    slot = ant_slot(&journal->list);

    for (q = ngx_queue_head(&ngx_http_ant_webhook_links);
         q != ngx_queue_sentinel(&ngx_http_ant_webhook_links);
         q = ngx_queue_next(q))
    {
        l = ngx_queue_data(q, ngx_http_ant_webhook_link_t, links);

        if (l->endpoint == seed->endpoint && l->redis.up
            && ngx_http_ant_webhook_cluster_slot(l, slot))
        {
            return l;
        }
    }

    return seed->redis.up ? seed : ngx_http_ant_webhook_cluster_any(seed);
}


/* Is the link's server this one? */
static ngx_uint_t
ngx_http_ant_webhook_cluster_is(ngx_http_ant_webhook_link_t *l,
    const ngx_str_t *host, in_port_t port)
{
    u_char                          text[NGX_SOCKADDR_STRLEN];
    ngx_str_t                       name;
    ngx_http_ant_webhook_target_t  *t;

    if (!ngx_http_ant_webhook_cluster_seed(l)) {
        return l->redis.port == port && l->redis.host.len == host->len
               && ngx_memcmp(l->redis.host.data, host->data, host->len) == 0;
    }

    t = &l->redis.resolve.target;

    if (!l->redis.up || t->port != port) {
        return 0;
    }

    name.data = text;
    name.len = ngx_sock_ntop(&t->sockaddr.sockaddr, t->socklen, text,
                             NGX_SOCKADDR_STRLEN, 0);

    return (name.len == host->len
            && ngx_memcmp(name.data, host->data, host->len) == 0)
           || (t->host.len == host->len
               && ngx_memcmp(t->host.data, host->data, host->len) == 0);
}


/* Is a flow still to go there? */
static ngx_uint_t
ngx_http_ant_webhook_cluster_named(ngx_http_ant_webhook_link_t *l)
{
    ngx_queue_t                  *q, *p;
    ngx_http_ant_webhook_flow_t  *f;
    ngx_http_ant_webhook_link_t  *other;

    for (q = ngx_queue_head(&ngx_http_ant_webhook_links);
         q != ngx_queue_sentinel(&ngx_http_ant_webhook_links);
         q = ngx_queue_next(q))
    {
        other = ngx_queue_data(q, ngx_http_ant_webhook_link_t, links);

        for (p = ngx_queue_head(&other->flows);
             p != ngx_queue_sentinel(&other->flows);
             p = ngx_queue_next(p))
        {
            f = ngx_queue_data(p, ngx_http_ant_webhook_flow_t, link_queue);

            if (f->elsewhere == l || f->home == l) {
                return 1;
            }
        }
    }

    return 0;
}


/* A link that has served its time, or a new one; NULL without memory. */
static ngx_http_ant_webhook_link_t *
ngx_http_ant_webhook_cluster_spare(ngx_http_ant_webhook_link_t *l)
{
    ngx_queue_t                  *q;
    ngx_http_ant_webhook_link_t  *spare;

    for (q = ngx_queue_head(&ngx_http_ant_webhook_links);
         q != ngx_queue_sentinel(&ngx_http_ant_webhook_links);
         q = ngx_queue_next(q))
    {
        spare = ngx_queue_data(q, ngx_http_ant_webhook_link_t, links);

        if (spare->endpoint == l->endpoint
            && !ngx_http_ant_webhook_cluster_seed(spare)
            && !ngx_http_ant_webhook_redis_busy(&spare->redis)
            && ngx_queue_empty(&spare->flows)
            && !ngx_http_ant_webhook_cluster_named(spare))
        {
            return spare;
        }
    }

    return ngx_http_ant_webhook_link_create(l->endpoint, l->mcf, l->log);
}


static ngx_http_ant_webhook_link_t *
ngx_http_ant_webhook_cluster_node(ngx_http_ant_webhook_link_t *l,
    const ngx_str_t *host, in_port_t port)
{
    ngx_queue_t                  *q;
    ngx_http_ant_webhook_link_t  *node;

    for (q = ngx_queue_head(&ngx_http_ant_webhook_links);
         q != ngx_queue_sentinel(&ngx_http_ant_webhook_links);
         q = ngx_queue_next(q))
    {
        node = ngx_queue_data(q, ngx_http_ant_webhook_link_t, links);

        if (node->endpoint == l->endpoint
            && ngx_http_ant_webhook_cluster_is(node, host, port))
        {
            return node;
        }
    }

    if (host->len == 0 || host->len > NGX_HTTP_ANT_WEBHOOK_HOST_MAX) {
        return NULL;
    }

    node = ngx_http_ant_webhook_cluster_spare(l);
    if (node == NULL) {
        return NULL;
    }

    ngx_memcpy(node->host, host->data, host->len);

    node->redis.host.data = node->host;
    node->redis.host.len = host->len;
    node->redis.port = port;
    node->redis.down = 0;
    node->redis.resolve.target.name.len = 0;

    return node;
}


/*
 * The host of the server that said so.  Its name may be unknown to a resolver,
 * or be of several servers; TLS needs the name.
 */
static void
ngx_http_ant_webhook_cluster_same(ngx_http_ant_webhook_link_t *l, u_char *text,
    ngx_str_t *host)
{
    ngx_http_ant_webhook_target_t  *t;

    t = &l->redis.resolve.target;

    *host = t->host;

    if (host->len == 0 || l->endpoint->tls) {
        return;
    }

    host->data = text;
    host->len = ngx_sock_ntop(&t->sockaddr.sockaddr, t->socklen, text,
                              NGX_SOCKADDR_STRLEN, 0);
}


ngx_int_t
ngx_http_ant_webhook_cluster_refused(ngx_http_ant_webhook_flow_t *f,
    ngx_http_ant_webhook_owed_t *owed, ngx_http_ant_webhook_reply_t *reply)
{
    u_char                         buf[NGX_SOCKADDR_STRLEN];
    unsigned                       port;
    ant_str_t                      text, host;
    ngx_str_t                      name;
    ngx_uint_t                     ask;
    ngx_http_ant_webhook_value_t  *v;

    v = &reply->value;

    if (!f->link->endpoint->cluster) {
        return NGX_DECLINED;
    }

    if (ngx_http_ant_webhook_greet_code(v, "CLUSTERDOWN ")) {
        f->helpless = 1;
        return NGX_DECLINED;
    }

    ask = ngx_http_ant_webhook_greet_code(v, "ASK ");

    if (!ask && !ngx_http_ant_webhook_greet_code(v, "MOVED ")) {
        return NGX_DECLINED;
    }

    text.data = v->str.data;
    text.len = v->str.len;

    if (ant_slot_redirect(&text, &host, &port) != ANT_OK) {
        return NGX_DECLINED;
    }

    /* no host means the one that said so */

    name.data = (u_char *) host.data;
    name.len = host.len;

    if (name.len == 0) {
        ngx_http_ant_webhook_cluster_same(f->link, buf, &name);
    }

    f->elsewhere = ngx_http_ant_webhook_cluster_node(f->link, &name,
                                                     (in_port_t) port);
    f->ask = ask;
    f->refused_command = owed->command;
    f->expected = owed->expected;

    ngx_http_ant_webhook_redis_proved(&f->link->redis);

    return f->elsewhere ? NGX_OK : NGX_DECLINED;
}


static void
ngx_http_ant_webhook_cluster_log(ngx_http_ant_webhook_flow_t *f,
    ngx_http_ant_webhook_link_t *l)
{
    ngx_uint_t  level;

    level = f->known ? NGX_LOG_NOTICE : NGX_LOG_INFO;

    ngx_log_error(level, l->log, 0,
                  "ant_webhook: list \"%*s\" of redis \"%V\" is at %V:%ui "
                  "now; %uL events wait in the journal",
                  f->journal->list.len, f->journal->list.data,
                  &l->endpoint->name,
                  ngx_http_ant_webhook_cluster_seed(l)
                      ? &l->redis.resolve.target.host : &l->redis.host,
                  (ngx_uint_t) (ngx_http_ant_webhook_cluster_seed(l)
                      ? l->redis.resolve.target.port : l->redis.port),
                  ngx_http_ant_webhook_flow_waiting(f));
}


void
ngx_http_ant_webhook_cluster_follow(ngx_http_ant_webhook_flow_t *f)
{
    ngx_uint_t                    again;
    ngx_http_ant_webhook_link_t  *l;

    l = f->elsewhere;
    f->elsewhere = NULL;

    again = f->redirected++;

    if (f->ask) {
        f->ask = 0;
        f->asking = 1;
        f->home = f->link;

        if (f->refused_command == NGX_HTTP_ANT_WEBHOOK_PUSH) {
            f->fence = f->expected;
            ant_journal_seek(f->journal, &f->cursor, f->fence);
            ant_journal_leave(f->journal, &f->cursor);
        }

    } else {
        if (f->state == NGX_HTTP_ANT_WEBHOOK_READY) {
            f->state = NGX_HTTP_ANT_WEBHOOK_NEW;
        }

        if (!again) {
            ngx_http_ant_webhook_cluster_log(f, l);
        }
    }

    ngx_http_ant_webhook_flow_move(f, l);

    /* nodes that name each other do so until they agree */

    if (again) {
        ngx_http_ant_webhook_flow_wait(f, 0);
    }
}


void
ngx_http_ant_webhook_cluster_home(ngx_http_ant_webhook_flow_t *f)
{
    ngx_http_ant_webhook_link_t  *home;

    home = f->home;

    f->home = NULL;
    f->asking = 0;

    if (!home->redis.up) {
        home = ngx_http_ant_webhook_cluster_any(home);
    }

    ngx_http_ant_webhook_flow_move(f, home);
}


void
ngx_http_ant_webhook_cluster_other(ngx_http_ant_webhook_flow_t *f)
{
    ngx_http_ant_webhook_link_t  *l, *other;

    if (!f->helpless) {
        return;
    }

    f->helpless = 0;

    if (f->delay < NGX_HTTP_ANT_WEBHOOK_HELPLESS) {
        return;
    }

    l = f->link;
    other = ngx_http_ant_webhook_cluster_any(l);

    if (other == l) {
        ngx_http_ant_webhook_redis_fail(&l->redis, "its cluster is down", 0);
        return;
    }

    f->state = (f->state == NGX_HTTP_ANT_WEBHOOK_WAIT)
               ? NGX_HTTP_ANT_WEBHOOK_NEW : f->state;

    ngx_http_ant_webhook_flow_move(f, other);
    ngx_http_ant_webhook_flow_wait(f, 0);
}


void
ngx_http_ant_webhook_cluster_scatter(ngx_http_ant_webhook_link_t *l)
{
    ngx_queue_t                  *q, *next;
    ngx_http_ant_webhook_flow_t  *f;
    ngx_http_ant_webhook_link_t  *to;

    if (!l->endpoint->cluster || l->closing || l->redis.renewing) {
        return;
    }

    for (q = ngx_queue_head(&l->flows);
         q != ngx_queue_sentinel(&l->flows);
         q = next)
    {
        next = ngx_queue_next(q);
        f = ngx_queue_data(q, ngx_http_ant_webhook_flow_t, link_queue);

        to = f->asking ? f->home : l;

        f->asking = 0;
        f->home = NULL;

        if (!to->redis.up) {
            to = ngx_http_ant_webhook_cluster_any(l);
        }

        if (to == l) {
            continue;
        }

        ngx_http_ant_webhook_flow_move(f, to);
        ngx_http_ant_webhook_flow_wait(f, 0);
    }
}


void
ngx_http_ant_webhook_cluster_tick(ngx_http_ant_webhook_link_t *l)
{
    if (ngx_http_ant_webhook_cluster_seed(l) || !ngx_queue_empty(&l->flows)
        || !ngx_http_ant_webhook_redis_busy(&l->redis))
    {
        l->idle = 0;
        return;
    }

    if (l->idle == 0) {
        l->idle = ngx_max(ngx_current_msec, 1);
        return;
    }

    if (ngx_current_msec - l->idle >= NGX_HTTP_ANT_WEBHOOK_NODE_IDLE) {
        l->idle = 0;
        ngx_http_ant_webhook_redis_close(&l->redis);
    }
}
