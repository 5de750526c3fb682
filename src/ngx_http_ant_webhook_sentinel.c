
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Asking the Sentinels where the master is.
 *
 * Promises: each Sentinel is asked in turn, with a short time-out, until one
 * knows the master; the one that knew it is asked first the next time, unless
 * what it named was of no use.  Called by the connection to a Redis.  Never
 * believes that what it was told is a master: the caller asks it.
 */


#include "ngx_http_ant_webhook_sentinel.h"


#define NGX_HTTP_ANT_WEBHOOK_SENTINEL_TIMEOUT  500


static void ngx_http_ant_webhook_sentinel_resolved(void *data, ngx_int_t rc);
static void ngx_http_ant_webhook_sentinel_ready(void *data);
static void ngx_http_ant_webhook_sentinel_reply(void *data,
    ngx_http_ant_webhook_reply_t *reply);
static void ngx_http_ant_webhook_sentinel_flushed(void *data);
static void ngx_http_ant_webhook_sentinel_failed(void *data,
    const char *reason, ngx_uint_t person);
static ngx_int_t ngx_http_ant_webhook_sentinel_quit(void *data);


static const ngx_http_ant_webhook_wire_hooks_t
    ngx_http_ant_webhook_sentinel_hooks =
{
    ngx_http_ant_webhook_sentinel_ready,
    ngx_http_ant_webhook_sentinel_reply,
    ngx_http_ant_webhook_sentinel_flushed,
    ngx_http_ant_webhook_sentinel_failed,
    ngx_http_ant_webhook_sentinel_quit
};


ngx_http_ant_webhook_sentinel_t *
ngx_http_ant_webhook_sentinel_create(
    const ngx_http_ant_webhook_endpoint_t *endpoint,
    void (*done)(void *data, ngx_int_t rc), void *data, ngx_log_t *log)
{
    ngx_http_ant_webhook_sentinel_t  *s;

    s = ngx_calloc(sizeof(ngx_http_ant_webhook_sentinel_t), log);
    if (s == NULL) {
        return NULL;
    }

    if (ngx_http_ant_webhook_wire_init(&s->wire, endpoint,
                                       &ngx_http_ant_webhook_sentinel_hooks,
                                       s, log)
        != NGX_OK)
    {
        ngx_free(s);
        return NULL;
    }

    ngx_http_ant_webhook_password_init(&s->password, &endpoint->sentinels);

    s->resolve.endpoint = endpoint;
    s->resolve.log = log;
    s->resolve.data = s;
    s->resolve.handler = ngx_http_ant_webhook_sentinel_resolved;

    s->done = done;
    s->data = data;

    return s;
}


void
ngx_http_ant_webhook_sentinel_destroy(ngx_http_ant_webhook_sentinel_t *s)
{
    ngx_http_ant_webhook_sentinel_cancel(s);
    ngx_http_ant_webhook_password_free(&s->password);
    ngx_http_ant_webhook_wire_free(&s->wire);
    ngx_free(s);
}


void
ngx_http_ant_webhook_sentinel_cancel(ngx_http_ant_webhook_sentinel_t *s)
{
    s->asking = 0;

    ngx_http_ant_webhook_resolve_cancel(&s->resolve);
    ngx_http_ant_webhook_wire_close(&s->wire);
}


static void
ngx_http_ant_webhook_sentinel_end(ngx_http_ant_webhook_sentinel_t *s,
    ngx_int_t rc)
{
    ngx_http_ant_webhook_sentinel_cancel(s);

    s->done(s->data, rc);
}


/* The next of them, if there is one. */
static void
ngx_http_ant_webhook_sentinel_next(ngx_http_ant_webhook_sentinel_t *s)
{
    ngx_int_t  rc;

    ngx_http_ant_webhook_wire_close(&s->wire);

    if (s->left == 0) {
        ngx_http_ant_webhook_sentinel_end(s, NGX_ERROR);
        return;
    }

    s->left--;
    s->again = 0;
    s->first_host = s->resolve.host;
    s->first_addr = s->resolve.addr;

    rc = ngx_http_ant_webhook_resolve_next(&s->resolve);

    if (rc != NGX_AGAIN) {
        ngx_http_ant_webhook_sentinel_resolved(s, rc);
    }
}


void
ngx_http_ant_webhook_sentinel_ask(ngx_http_ant_webhook_sentinel_t *s)
{
    if (s->asking) {
        return;
    }

    s->asking = 1;
    s->port = 0;
    s->left = s->wire.endpoint->naddrs;

    ngx_http_ant_webhook_sentinel_next(s);
}


void
ngx_http_ant_webhook_sentinel_doubt(ngx_http_ant_webhook_sentinel_t *s)
{
    /* none named any */

    if (s->port == 0) {
        return;
    }

    s->resolve.host = s->next_host;
    s->resolve.addr = s->next_addr;
}


/* This one was of no use: why, and the next. */
static void
ngx_http_ant_webhook_sentinel_skip(ngx_http_ant_webhook_sentinel_t *s,
    const char *reason)
{
    u_char     *p, *last;
    ngx_err_t   err;

    err = s->wire.err;
    s->wire.err = 0;

    last = s->text + NGX_HTTP_ANT_WEBHOOK_SENTINEL_TEXT - 1;

    p = ngx_slprintf(s->text, last,
                     "no Sentinel names the master \"%V\"; the last one asked "
                     "was %V: %s", &s->wire.endpoint->sentinel,
                     &s->resolve.target.name, reason);

    if (err) {
        p = ngx_log_errno(p, last, err);
    }

    *p = '\0';

    ngx_log_error(NGX_LOG_INFO, s->wire.log, err,
                  "ant_webhook: Sentinel %V of redis \"%V\": %s",
                  &s->resolve.target.name, &s->wire.endpoint->name, reason);

    ngx_http_ant_webhook_sentinel_next(s);
}


static void
ngx_http_ant_webhook_sentinel_open(ngx_http_ant_webhook_sentinel_t *s)
{
    ngx_msec_t  timeout;

    timeout = ngx_min(s->wire.endpoint->timeout,
                      NGX_HTTP_ANT_WEBHOOK_SENTINEL_TIMEOUT);

    if (ngx_http_ant_webhook_wire_open(&s->wire, &s->resolve.target, timeout)
        != NGX_OK)
    {
        ngx_http_ant_webhook_sentinel_skip(s, "cannot connect");
    }
}


static void
ngx_http_ant_webhook_sentinel_resolved(void *data, ngx_int_t rc)
{
    ngx_http_ant_webhook_sentinel_t  *s;

    s = data;

    if (rc != NGX_OK) {
        ngx_http_ant_webhook_sentinel_skip(s, "it cannot be resolved");
        return;
    }

    ngx_http_ant_webhook_sentinel_open(s);
}


static void
ngx_http_ant_webhook_sentinel_ready(void *data)
{
    ngx_str_t                         argv[3];
    ngx_http_ant_webhook_sentinel_t  *s;

    s = data;

    s->auth = (s->password.value.len != 0);

    ngx_str_set(&argv[0], "SENTINEL");
    ngx_str_set(&argv[1], "get-master-addr-by-name");
    argv[2] = s->wire.endpoint->sentinel;

    if ((s->auth
         && ngx_http_ant_webhook_greet_auth(&s->wire, &s->password) != NGX_OK)
        || ngx_http_ant_webhook_wire_command(&s->wire, 3, argv) != NGX_OK)
    {
        ngx_http_ant_webhook_sentinel_skip(s, "no memory");
        return;
    }

    ngx_http_ant_webhook_wire_flush(&s->wire);
}


static void
ngx_http_ant_webhook_sentinel_refused(ngx_http_ant_webhook_sentinel_t *s)
{
    if (!s->again
        && ngx_http_ant_webhook_password_again(&s->password, s->wire.log)
           == NGX_OK)
    {
        s->again = 1;

        ngx_http_ant_webhook_wire_close(&s->wire);
        ngx_http_ant_webhook_sentinel_open(s);
        return;
    }

    ngx_http_ant_webhook_sentinel_skip(s, "it refused \"sentinel_user=\" or "
                                       "the password of the Sentinels (AUTH)");
}


/* Two strings, host and port; they outlive the reply. */
static ngx_int_t
ngx_http_ant_webhook_sentinel_read(ngx_http_ant_webhook_sentinel_t *s,
    ngx_http_ant_webhook_reply_t *reply)
{
    ngx_int_t   port;
    ngx_str_t  *host;

    if (reply->value.type != NGX_HTTP_ANT_WEBHOOK_ARRAY || reply->nelts != 2
        || reply->elts[0].type != NGX_HTTP_ANT_WEBHOOK_STRING
        || reply->elts[1].type != NGX_HTTP_ANT_WEBHOOK_STRING)
    {
        return NGX_ERROR;
    }

    host = &reply->elts[0].str;
    port = ngx_atoi(reply->elts[1].str.data, reply->elts[1].str.len);

    if (host->len == 0 || host->len > NGX_HTTP_ANT_WEBHOOK_HOST_MAX
        || port < 1 || port > 65535)
    {
        return NGX_ERROR;
    }

    ngx_memcpy(s->buf, host->data, host->len);

    s->host.data = s->buf;
    s->host.len = host->len;
    s->port = (in_port_t) port;

    return NGX_OK;
}


static void
ngx_http_ant_webhook_sentinel_reply(void *data,
    ngx_http_ant_webhook_reply_t *reply)
{
    ngx_http_ant_webhook_sentinel_t  *s;

    s = data;

    if (s->auth) {
        s->auth = 0;

        if (reply->value.type == NGX_HTTP_ANT_WEBHOOK_ERROR) {
            ngx_http_ant_webhook_sentinel_refused(s);
        }

        return;
    }

    if (ngx_http_ant_webhook_greet_code(&reply->value, "NOAUTH")) {
        ngx_http_ant_webhook_sentinel_skip(s, "it wants a password (NOAUTH), "
                                           "see \"sentinel_password=\"");
        return;
    }

    if (reply->value.type == NGX_HTTP_ANT_WEBHOOK_NIL) {
        ngx_http_ant_webhook_sentinel_skip(s, "it does not know that name");
        return;
    }

    if (ngx_http_ant_webhook_sentinel_read(s, reply) != NGX_OK) {
        ngx_http_ant_webhook_sentinel_skip(s, "it does not answer as a "
                                           "Sentinel");
        return;
    }

    /* this one is the first to be asked the next time, unless it was wrong */

    s->next_host = s->resolve.host;
    s->next_addr = s->resolve.addr;

    s->resolve.host = s->first_host;
    s->resolve.addr = s->first_addr;

    ngx_http_ant_webhook_sentinel_end(s, NGX_OK);
}


static void
ngx_http_ant_webhook_sentinel_flushed(void *data)
{
}


static void
ngx_http_ant_webhook_sentinel_failed(void *data, const char *reason,
    ngx_uint_t person)
{
    ngx_http_ant_webhook_sentinel_t  *s;

    s = data;

    if (reason == NULL) {
        ngx_http_ant_webhook_sentinel_cancel(s);
        return;
    }

    ngx_http_ant_webhook_sentinel_skip(s, reason);
}


static ngx_int_t
ngx_http_ant_webhook_sentinel_quit(void *data)
{
    return NGX_OK;
}
