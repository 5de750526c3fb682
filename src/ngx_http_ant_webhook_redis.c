
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * One connection to one Redis.
 *
 * Promises: every command has exactly one reply or the connection ends; a
 * reply that nobody asked for, of an unknown shape, or without an end is a
 * protocol error, which ends the connection and nothing else; a connection
 * that ended is opened again, sooner or later, for as long as the worker
 * lives.  Called by the forwarder.  Never blocks, never aborts, knows nothing
 * of journals, and logs no value of an event.
 */


#include "ngx_http_ant_webhook_redis.h"
#include "ngx_http_ant_webhook_zone.h"


#define NGX_HTTP_ANT_WEBHOOK_DELAY_MIN     100
#define NGX_HTTP_ANT_WEBHOOK_DELAY_MAX     5000
#define NGX_HTTP_ANT_WEBHOOK_LOG_INTERVAL  60000


static void ngx_http_ant_webhook_redis_retry(ngx_event_t *ev);
static void ngx_http_ant_webhook_redis_read(ngx_event_t *rev);
static void ngx_http_ant_webhook_redis_write(ngx_event_t *wev);


ngx_int_t
ngx_http_ant_webhook_redis_init(ngx_http_ant_webhook_redis_t *r,
    const ngx_http_ant_webhook_endpoint_t *endpoint,
    const ngx_http_ant_webhook_redis_hooks_t *hooks, void *data,
    ngx_log_t *log)
{
    ngx_memzero(r, sizeof(ngx_http_ant_webhook_redis_t));

    r->endpoint = endpoint;
    r->hooks = hooks;
    r->data = data;
    r->log = log;
    r->ident = -1;

    r->retry.handler = ngx_http_ant_webhook_redis_retry;
    r->retry.data = r;
    r->retry.log = log;
    r->retry.cancelable = 1;

    return ngx_http_ant_webhook_output_init(&r->out, log);
}


static void
ngx_http_ant_webhook_redis_clear(ngx_http_ant_webhook_redis_t *r)
{
    ngx_connection_t  *c;

    c = r->peer.connection;

    if (c) {
        r->peer.connection = NULL;
        ngx_close_connection(c);
    }

    if (r->reader) {
        ngx_http_ant_webhook_resp_free(r->reader);
        r->reader = NULL;
    }

    r->out.pos = r->out.start;
    r->out.last = r->out.start;

    if (r->asked) {
        r->doubt = !r->proved;
    }

    r->asked = 0;
    r->proved = 0;
    r->setup = 0;
    r->owed = 0;
    r->up = 0;
}


void
ngx_http_ant_webhook_redis_close(ngx_http_ant_webhook_redis_t *r)
{
    if (r->retry.timer_set) {
        ngx_del_timer(&r->retry);
    }

    if (r->peer.connection == NULL) {
        return;
    }

    ngx_http_ant_webhook_redis_clear(r);

    r->hooks->down(r->data);
}


static void
ngx_http_ant_webhook_redis_log_down(ngx_http_ant_webhook_redis_t *r,
    const char *reason, ngx_uint_t person)
{
    if (r->down
        && (!person
            || (r->person
                && ngx_current_msec - r->logged
                   < NGX_HTTP_ANT_WEBHOOK_LOG_INTERVAL)))
    {
        return;
    }

    ngx_log_error(NGX_LOG_ERR, r->log, 0,
                  "ant_webhook: redis \"%V\" at %V is down: %s; "
                  "%uL events wait in the journal",
                  &r->endpoint->name, r->peer.name, reason,
                  r->hooks->waiting(r->data));

    r->down = 1;
    r->person = (person != 0);
    r->logged = ngx_current_msec;
}


void
ngx_http_ant_webhook_redis_fail(ngx_http_ant_webhook_redis_t *r,
    const char *reason, ngx_uint_t person)
{
    ngx_msec_t  delay;

    ngx_http_ant_webhook_zone_error(r->endpoint, (u_char *) reason,
                                    ngx_strlen(reason));

    ngx_http_ant_webhook_redis_clear(r);
    ngx_http_ant_webhook_redis_log_down(r, reason, person);

    r->hooks->down(r->data);

    if (person) {
        r->delay = NGX_HTTP_ANT_WEBHOOK_DELAY_MAX;
    }

    /* half of the delay is jitter: workers do not come back together */

    delay = r->delay / 2 + ngx_random() % (r->delay / 2 + 1);

    r->delay = ngx_min(r->delay * 2, NGX_HTTP_ANT_WEBHOOK_DELAY_MAX);

    ngx_add_timer(&r->retry, delay);
}


static void
ngx_http_ant_webhook_redis_retry(ngx_event_t *ev)
{
    ngx_http_ant_webhook_redis_connect(ev->data);
}


static void
ngx_http_ant_webhook_redis_options(ngx_connection_t *c,
    const ngx_http_ant_webhook_endpoint_t *endpoint)
{
    int  on, timeout;

    on = 1;
    timeout = (int) endpoint->timeout;

    if (fcntl(c->fd, F_SETFD, FD_CLOEXEC) == -1) {
        ngx_log_error(NGX_LOG_ERR, c->log, ngx_errno,
                      "ant_webhook: fcntl(FD_CLOEXEC) failed");
    }

    /* these two do not exist for unix sockets: no error there */

    (void) setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(int));

#ifdef TCP_USER_TIMEOUT
    (void) setsockopt(c->fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout,
                      sizeof(int));
#endif

    c->tcp_nodelay = NGX_TCP_NODELAY_SET;
}


static ngx_int_t
ngx_http_ant_webhook_redis_open(ngx_http_ant_webhook_redis_t *r)
{
    ngx_int_t                               rc;
    ngx_addr_t                             *addr;
    ngx_connection_t                       *c;
    const ngx_http_ant_webhook_endpoint_t  *e;

    e = r->endpoint;
    addr = &e->addrs[r->addr];
    r->addr = (r->addr + 1) % e->naddrs;

    ngx_memzero(&r->peer, sizeof(ngx_peer_connection_t));

    r->peer.sockaddr = addr->sockaddr;
    r->peer.socklen = addr->socklen;
    r->peer.name = &addr->name;
    r->peer.get = ngx_event_get_peer;
    r->peer.log = r->log;
    r->peer.log_error = NGX_ERROR_INFO;
    r->peer.so_keepalive = 1;

    rc = ngx_event_connect_peer(&r->peer);

    if (rc != NGX_OK && rc != NGX_AGAIN) {
        return NGX_ERROR;
    }

    c = r->peer.connection;

    c->data = r;
    c->idle = 1;
    c->log = r->log;
    c->read->log = r->log;
    c->write->log = r->log;
    c->read->handler = ngx_http_ant_webhook_redis_read;
    c->write->handler = ngx_http_ant_webhook_redis_write;
    c->read->cancelable = 1;
    c->write->cancelable = 1;

    ngx_http_ant_webhook_redis_options(c, e);

    r->reader = ngx_http_ant_webhook_resp_create(&r->reply);
    if (r->reader == NULL) {
        return NGX_ERROR;
    }

    return ngx_http_ant_webhook_redis_setup(r);
}


void
ngx_http_ant_webhook_redis_connect(ngx_http_ant_webhook_redis_t *r)
{
    if (r->peer.connection || r->retry.timer_set) {
        return;
    }

    if (r->delay == 0) {
        r->delay = NGX_HTTP_ANT_WEBHOOK_DELAY_MIN;
    }

    if (ngx_http_ant_webhook_redis_open(r) != NGX_OK) {
        ngx_http_ant_webhook_redis_fail(r, "cannot connect", 0);
        return;
    }

    ngx_add_timer(r->peer.connection->read, r->endpoint->timeout);

    ngx_http_ant_webhook_redis_flush(r);
}


void
ngx_http_ant_webhook_redis_queued(ngx_http_ant_webhook_redis_t *r)
{
    ngx_connection_t  *c;

    c = r->peer.connection;

    r->asked = r->up;

    if (r->owed++ == 0) {
        ngx_add_timer(c->read, r->endpoint->timeout);
    }
}


ngx_int_t
ngx_http_ant_webhook_redis_command(ngx_http_ant_webhook_redis_t *r,
    ngx_uint_t argc, const ngx_str_t *argv)
{
    char       *cmd;
    u_char     *p;
    ngx_int_t   len;

    len = ngx_http_ant_webhook_resp_format(&cmd, argc, argv);
    if (len == NGX_ERROR) {
        return NGX_ERROR;
    }

    p = ngx_http_ant_webhook_output_room(&r->out, len);

    if (p) {
        r->out.last = ngx_cpymem(p, cmd, len);
        ngx_http_ant_webhook_redis_queued(r);
    }

    ngx_http_ant_webhook_resp_release(cmd);

    return p ? NGX_OK : NGX_ERROR;
}


void
ngx_http_ant_webhook_redis_flush(ngx_http_ant_webhook_redis_t *r)
{
    ssize_t                         n;
    ngx_connection_t               *c;
    ngx_http_ant_webhook_output_t  *out;

    c = r->peer.connection;
    out = &r->out;

    if (c == NULL || !c->write->ready) {
        return;
    }

    while (out->pos < out->last) {
        n = c->send(c, out->pos, out->last - out->pos);

        if (n == NGX_ERROR || n == 0) {
            ngx_http_ant_webhook_redis_fail(r, "cannot send", 0);
            return;
        }

        if (n == NGX_AGAIN) {
            break;
        }

        out->pos += n;
    }

    if (out->pos == out->last) {
        ngx_http_ant_webhook_output_reset(out);
    }

    if (ngx_handle_write_event(c->write, 0) != NGX_OK) {
        ngx_http_ant_webhook_redis_fail(r, "cannot wait for events", 0);
    }
}


static void
ngx_http_ant_webhook_redis_write(ngx_event_t *wev)
{
    ngx_connection_t              *c;
    ngx_http_ant_webhook_redis_t  *r;

    c = wev->data;
    r = c->data;

    if (ngx_http_ant_webhook_redis_pending(r) == 0) {

        /* a first event is the end of connect() */

        if (ngx_handle_write_event(wev, 0) != NGX_OK) {
            ngx_http_ant_webhook_redis_fail(r, "cannot wait for events", 0);
        }

        return;
    }

    ngx_http_ant_webhook_redis_flush(r);

    if (r->up && ngx_http_ant_webhook_redis_pending(r) == 0) {
        r->hooks->flushed(r->data);
    }
}


/*
 * A server that answers a PING may still be a replica, or one without a place
 * for us: where nothing but setup has been answered, that proves nothing.
 */
void
ngx_http_ant_webhook_redis_well(ngx_http_ant_webhook_redis_t *r)
{
    r->doubt = 0;
    r->delay = NGX_HTTP_ANT_WEBHOOK_DELAY_MIN;

    if (!r->down) {
        return;
    }

    r->down = 0;

    ngx_log_error(NGX_LOG_NOTICE, r->log, 0,
                  "ant_webhook: redis \"%V\" at %V is up; "
                  "%uL events wait in the journal",
                  &r->endpoint->name, r->peer.name,
                  r->hooks->waiting(r->data));
}


void
ngx_http_ant_webhook_redis_proved(ngx_http_ant_webhook_redis_t *r)
{
    if (r->proved) {
        return;
    }

    r->proved = 1;

    ngx_http_ant_webhook_redis_well(r);
}


static void
ngx_http_ant_webhook_redis_dispatch(ngx_http_ant_webhook_redis_t *r)
{
    ngx_connection_t  *c;

    c = r->peer.connection;

    r->owed--;

    if (r->owed) {
        ngx_add_timer(c->read, r->endpoint->timeout);

    } else if (c->read->timer_set) {
        ngx_del_timer(c->read);
    }

    if (r->setup) {
        ngx_http_ant_webhook_redis_greet(r, &r->reply);
        return;
    }

    r->hooks->reply(r->data, &r->reply);
}


/* NGX_OK: go on reading; NGX_DONE: the connection was ended. */
static ngx_int_t
ngx_http_ant_webhook_redis_parse(ngx_http_ant_webhook_redis_t *r)
{
    ngx_int_t          rc;
    ngx_connection_t  *c;

    c = r->peer.connection;

    for ( ;; ) {
        rc = ngx_http_ant_webhook_resp_next(r->reader);

        if (rc == NGX_AGAIN) {
            return NGX_OK;
        }

        if (rc == NGX_ERROR) {
            ngx_http_ant_webhook_redis_fail(r, "protocol error", 0);
            return NGX_DONE;
        }

        if (r->owed == 0) {
            ngx_http_ant_webhook_redis_fail(r, "a reply that nobody asked for",
                                            0);
            return NGX_DONE;
        }

        ngx_http_ant_webhook_redis_dispatch(r);

        if (r->peer.connection != c) {
            return NGX_DONE;
        }
    }
}


static void
ngx_http_ant_webhook_redis_receive(ngx_http_ant_webhook_redis_t *r)
{
    u_char             buf[16384];
    ssize_t            n;
    ngx_connection_t  *c;

    c = r->peer.connection;

    do {
        n = c->recv(c, buf, sizeof(buf));

        if (n == NGX_AGAIN) {
            break;
        }

        if (n == NGX_ERROR || n == 0) {
            ngx_http_ant_webhook_redis_fail(r,
                                   n ? "connection failed"
                                     : "connection was closed", 0);
            return;
        }

        if (ngx_http_ant_webhook_resp_feed(r->reader, buf, n) != NGX_OK) {
            ngx_http_ant_webhook_redis_fail(r, "no memory", 0);
            return;
        }

        if (ngx_http_ant_webhook_redis_parse(r) != NGX_OK) {
            return;
        }

    } while (c->read->ready);

    if (ngx_handle_read_event(c->read, 0) != NGX_OK) {
        ngx_http_ant_webhook_redis_fail(r, "cannot wait for events", 0);
    }
}


static void
ngx_http_ant_webhook_redis_read(ngx_event_t *rev)
{
    ngx_connection_t              *c;
    ngx_http_ant_webhook_redis_t  *r;

    c = rev->data;
    r = c->data;

    if (c->close) {
        c->close = 0;

        if (c->error || r->hooks->quit(r->data) != NGX_OK) {
            ngx_http_ant_webhook_redis_close(r);
        }

        return;
    }

    if (rev->timedout) {
        rev->timedout = 0;
        ngx_http_ant_webhook_redis_fail(r, r->up ? "no answer in time"
                                                 : "no connection in time", 0);
        return;
    }

    ngx_http_ant_webhook_redis_receive(r);
}
