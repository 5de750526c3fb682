
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * One connection to one server that speaks Redis's protocol.
 *
 * Promises: every command has exactly one reply or the connection ends; a
 * reply that nobody asked for, of an unknown shape, or without an end is a
 * protocol error, which ends the connection and nothing else.  Called by the
 * connection to a Redis and by the one to a Sentinel, which say what to send.
 * Never blocks, never aborts, never connects again.
 */


#include "ngx_http_ant_webhook_wire.h"
#include "ngx_http_ant_webhook_tls.h"


static void ngx_http_ant_webhook_wire_connected(
    ngx_http_ant_webhook_wire_t *w);
static void ngx_http_ant_webhook_wire_connect_handler(ngx_event_t *ev);
static void ngx_http_ant_webhook_wire_read(ngx_event_t *rev);
static void ngx_http_ant_webhook_wire_write(ngx_event_t *wev);


ngx_int_t
ngx_http_ant_webhook_wire_init(ngx_http_ant_webhook_wire_t *w,
    const ngx_http_ant_webhook_endpoint_t *endpoint,
    const ngx_http_ant_webhook_wire_hooks_t *hooks, void *data,
    ngx_log_t *log)
{
    ngx_memzero(w, sizeof(ngx_http_ant_webhook_wire_t));

    w->endpoint = endpoint;
    w->hooks = hooks;
    w->data = data;
    w->log = log;

    /* nginx would tell of each attempt that fails at once, at level crit */

    w->quiet = *log;
    w->quiet.log_level = ngx_min(log->log_level, NGX_LOG_ALERT);

    return ngx_http_ant_webhook_output_init(&w->out, log);
}


void
ngx_http_ant_webhook_wire_free(ngx_http_ant_webhook_wire_t *w)
{
    ngx_http_ant_webhook_output_free(&w->out);
}


void
ngx_http_ant_webhook_wire_close(ngx_http_ant_webhook_wire_t *w)
{
    ngx_pool_t        *pool;
    ngx_connection_t  *c;

    c = w->peer.connection;

    if (c) {
        w->peer.connection = NULL;

        ngx_http_ant_webhook_tls_end(c);

        pool = c->pool;
        ngx_close_connection(c);

        if (pool) {
            ngx_destroy_pool(pool);
        }
    }

    if (w->reader) {
        ngx_http_ant_webhook_resp_free(w->reader);
        w->reader = NULL;
    }

    w->out.pos = w->out.start;
    w->out.last = w->out.start;
    w->closed++;
    w->owed = 0;
    w->sent = 0;
    w->ready = 0;
}


static void
ngx_http_ant_webhook_wire_fail(ngx_http_ant_webhook_wire_t *w,
    const char *reason, ngx_err_t err)
{
    ngx_http_ant_webhook_wire_close(w);

    w->err = err;

    w->hooks->failed(w->data, reason, 0);
}


static void
ngx_http_ant_webhook_wire_options(ngx_http_ant_webhook_wire_t *w,
    ngx_connection_t *c)
{
    int  on, timeout;

    on = 1;
    timeout = (int) w->timeout;

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
ngx_http_ant_webhook_wire_prepare(ngx_http_ant_webhook_wire_t *w)
{
    ngx_connection_t  *c;

    c = w->peer.connection;

    c->data = w;
    c->idle = 1;
    c->log = w->log;
    c->read->log = w->log;
    c->write->log = w->log;
    c->read->handler = ngx_http_ant_webhook_wire_connect_handler;
    c->write->handler = ngx_http_ant_webhook_wire_connect_handler;
    c->read->cancelable = 1;
    c->write->cancelable = 1;

    ngx_http_ant_webhook_wire_options(w, c);

    w->reader = ngx_http_ant_webhook_resp_create(&w->reply);
    if (w->reader == NULL) {
        return NGX_ERROR;
    }

    if (w->endpoint->tls) {
        c->pool = ngx_create_pool(512, w->log);
        if (c->pool == NULL) {
            return NGX_ERROR;
        }
    }

    return NGX_OK;
}


ngx_int_t
ngx_http_ant_webhook_wire_open(ngx_http_ant_webhook_wire_t *w,
    ngx_http_ant_webhook_target_t *target, ngx_msec_t timeout)
{
    ngx_int_t  rc;

    ngx_memzero(&w->peer, sizeof(ngx_peer_connection_t));

    w->host = target->host;
    w->timeout = timeout;
    w->err = 0;
    w->idle = 0;

    w->peer.sockaddr = &target->sockaddr.sockaddr;
    w->peer.socklen = target->socklen;
    w->peer.name = &target->name;
    w->peer.get = ngx_event_get_peer;
    w->peer.log = &w->quiet;
    w->peer.log_error = NGX_ERROR_INFO;
    w->peer.so_keepalive = 1;

    rc = ngx_event_connect_peer(&w->peer);

    if (rc != NGX_OK && rc != NGX_AGAIN) {
        w->err = ngx_socket_errno;
        w->peer.connection = NULL;
        return NGX_ERROR;
    }

    if (ngx_http_ant_webhook_wire_prepare(w) != NGX_OK) {
        ngx_http_ant_webhook_wire_close(w);
        return NGX_ERROR;
    }

    ngx_add_timer(w->peer.connection->read, timeout);

    if (rc == NGX_OK) {
        ngx_http_ant_webhook_wire_connected(w);
    }

    return NGX_OK;
}


static void
ngx_http_ant_webhook_wire_begin(ngx_http_ant_webhook_wire_t *w)
{
    ngx_uint_t         closed;
    ngx_connection_t  *c;

    c = w->peer.connection;

    c->read->handler = ngx_http_ant_webhook_wire_read;
    c->write->handler = ngx_http_ant_webhook_wire_write;

    w->ready = 1;
    closed = w->closed;

    w->hooks->ready(w->data);

    /* TLS may have read more than its own */

    if (w->closed == closed && c->read->ready) {
        ngx_post_event(c->read, &ngx_posted_events);
    }
}


static void
ngx_http_ant_webhook_wire_secured(ngx_connection_t *c)
{
    const char                   *reason;
    ngx_http_ant_webhook_wire_t  *w;

    w = c->data;

    if (c->read->timedout) {
        ngx_http_ant_webhook_wire_fail(w, "no TLS handshake in time", 0);
        return;
    }

    reason = ngx_http_ant_webhook_tls_verify(w->endpoint, c, &w->host);

    if (reason) {
        ngx_http_ant_webhook_wire_close(w);
        w->hooks->failed(w->data, reason, 1);
        return;
    }

    ngx_http_ant_webhook_wire_begin(w);
}


static void
ngx_http_ant_webhook_wire_connected(ngx_http_ant_webhook_wire_t *w)
{
    ngx_int_t          rc;
    ngx_connection_t  *c;

    c = w->peer.connection;

    if (!w->endpoint->tls) {
        ngx_http_ant_webhook_wire_begin(w);
        return;
    }

    rc = ngx_http_ant_webhook_tls_start(w->endpoint, c, &w->host,
                                        ngx_http_ant_webhook_wire_secured);

    if (rc == NGX_OK) {
        ngx_http_ant_webhook_wire_secured(c);

    } else if (rc == NGX_ERROR) {
        ngx_http_ant_webhook_wire_fail(w, "the TLS handshake failed", 0);
    }
}


static ngx_err_t
ngx_http_ant_webhook_wire_test(ngx_connection_t *c)
{
    int        err;
    socklen_t  len;

    err = 0;
    len = sizeof(int);

    if (getsockopt(c->fd, SOL_SOCKET, SO_ERROR, (void *) &err, &len) == -1) {
        err = ngx_socket_errno;
    }

    return err;
}


static void
ngx_http_ant_webhook_wire_connect_handler(ngx_event_t *ev)
{
    ngx_err_t                     err;
    ngx_connection_t             *c;
    ngx_http_ant_webhook_wire_t  *w;

    c = ev->data;
    w = c->data;

    if (c->close) {
        ngx_http_ant_webhook_wire_read(c->read);
        return;
    }

    if (ev->timedout) {
        ngx_http_ant_webhook_wire_fail(w, "no connection in time", 0);
        return;
    }

    err = ngx_http_ant_webhook_wire_test(c);

    if (err) {
        ngx_http_ant_webhook_wire_fail(w, "cannot connect", err);
        return;
    }

    if (!c->write->ready) {
        return;
    }

    ngx_http_ant_webhook_wire_connected(w);
}


void
ngx_http_ant_webhook_wire_queued(ngx_http_ant_webhook_wire_t *w)
{
    w->sent++;

    if (w->owed++ == 0) {
        ngx_add_timer(w->peer.connection->read, w->timeout);
    }
}


ngx_int_t
ngx_http_ant_webhook_wire_command(ngx_http_ant_webhook_wire_t *w,
    ngx_uint_t argc, const ngx_str_t *argv)
{
    char       *cmd;
    u_char     *p;
    ngx_int_t   len;

    len = ngx_http_ant_webhook_resp_format(&cmd, argc, argv);
    if (len == NGX_ERROR) {
        return NGX_ERROR;
    }

    p = ngx_http_ant_webhook_output_room(&w->out, len);

    if (p) {
        w->out.last = ngx_cpymem(p, cmd, len);
        ngx_http_ant_webhook_wire_queued(w);
    }

    ngx_http_ant_webhook_resp_release(cmd);

    return p ? NGX_OK : NGX_ERROR;
}


void
ngx_http_ant_webhook_wire_flush(ngx_http_ant_webhook_wire_t *w)
{
    ssize_t                         n;
    ngx_connection_t               *c;
    ngx_http_ant_webhook_output_t  *out;

    c = w->peer.connection;
    out = &w->out;

    if (c == NULL || !w->ready || !c->write->ready) {
        return;
    }

    while (out->pos < out->last) {
        ngx_set_socket_errno(0);

        n = c->send(c, out->pos, out->last - out->pos);

        if (n == NGX_ERROR || n == 0) {
            ngx_http_ant_webhook_wire_fail(w, "cannot send",
                                           ngx_socket_errno);
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
        ngx_http_ant_webhook_wire_fail(w, "cannot wait for events", 0);
    }
}


static void
ngx_http_ant_webhook_wire_write(ngx_event_t *wev)
{
    ngx_uint_t                    closed;
    ngx_connection_t             *c;
    ngx_http_ant_webhook_wire_t  *w;

    c = wev->data;
    w = c->data;

    if (ngx_http_ant_webhook_wire_pending(w) == 0) {

        if (ngx_handle_write_event(wev, 0) != NGX_OK) {
            ngx_http_ant_webhook_wire_fail(w, "cannot wait for events", 0);
        }

        return;
    }

    closed = w->closed;

    ngx_http_ant_webhook_wire_flush(w);

    if (w->closed == closed && ngx_http_ant_webhook_wire_pending(w) == 0) {
        w->hooks->flushed(w->data);
    }
}


static void
ngx_http_ant_webhook_wire_dispatch(ngx_http_ant_webhook_wire_t *w)
{
    ngx_connection_t  *c;

    c = w->peer.connection;

    w->owed--;

    if (w->owed) {
        ngx_add_timer(c->read, w->timeout);

    } else if (c->read->timer_set) {
        ngx_del_timer(c->read);
    }

    w->hooks->reply(w->data, &w->reply);
}


/* NGX_OK: go on reading; NGX_DONE: the connection was ended. */
static ngx_int_t
ngx_http_ant_webhook_wire_parse(ngx_http_ant_webhook_wire_t *w)
{
    ngx_int_t   rc;
    ngx_uint_t  closed;

    closed = w->closed;

    for ( ;; ) {
        rc = ngx_http_ant_webhook_resp_next(w->reader);

        if (rc == NGX_AGAIN) {
            return NGX_OK;
        }

        if (rc == NGX_ERROR) {
            ngx_http_ant_webhook_wire_fail(w, "protocol error", 0);
            return NGX_DONE;
        }

        if (w->owed == 0) {
            ngx_http_ant_webhook_wire_fail(w, "a reply that nobody asked for",
                                           0);
            return NGX_DONE;
        }

        ngx_http_ant_webhook_wire_dispatch(w);

        if (w->closed != closed) {
            return NGX_DONE;
        }
    }
}


/* The server closed it, or the system did. */
static void
ngx_http_ant_webhook_wire_ended(ngx_http_ant_webhook_wire_t *w, ssize_t n,
    ngx_err_t err)
{
    if (n == NGX_ERROR) {
        ngx_http_ant_webhook_wire_fail(w, "connection failed", err);
        return;
    }

    w->idle = (w->owed == 0);

    ngx_http_ant_webhook_wire_fail(w, "connection was closed", 0);
}


static void
ngx_http_ant_webhook_wire_receive(ngx_http_ant_webhook_wire_t *w)
{
    u_char             buf[16384];
    ssize_t            n;
    ngx_connection_t  *c;

    c = w->peer.connection;

    /* what TLS has decrypted already is read as well: it leaves ready set */

    do {
        ngx_set_socket_errno(0);

        n = c->recv(c, buf, sizeof(buf));

        if (n == NGX_AGAIN) {
            break;
        }

        if (n == NGX_ERROR || n == 0) {
            ngx_http_ant_webhook_wire_ended(w, n, ngx_socket_errno);
            return;
        }

        /* part of a reply, too */

        if (w->owed == 0) {
            ngx_http_ant_webhook_wire_fail(w, "a reply that nobody asked for",
                                           0);
            return;
        }

        if (ngx_http_ant_webhook_resp_feed(w->reader, buf, n) != NGX_OK) {
            ngx_http_ant_webhook_wire_fail(w, "no memory", 0);
            return;
        }

        if (ngx_http_ant_webhook_wire_parse(w) != NGX_OK) {
            return;
        }

    } while (c->read->ready);

    if (ngx_handle_read_event(c->read, 0) != NGX_OK) {
        ngx_http_ant_webhook_wire_fail(w, "cannot wait for events", 0);
    }
}


static void
ngx_http_ant_webhook_wire_read(ngx_event_t *rev)
{
    ngx_connection_t             *c;
    ngx_http_ant_webhook_wire_t  *w;

    c = rev->data;
    w = c->data;

    if (c->close) {
        c->close = 0;

        if (c->error || w->hooks->quit(w->data) != NGX_OK) {
            ngx_http_ant_webhook_wire_fail(w, NULL, 0);
        }

        return;
    }

    if (rev->timedout) {
        rev->timedout = 0;
        ngx_http_ant_webhook_wire_fail(w, "no answer in time", 0);
        return;
    }

    ngx_http_ant_webhook_wire_receive(w);
}
