
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The connection to one Redis: found, opened, and opened again.
 *
 * Promises: its address is looked for anew each time (the next of several, the
 * name resolved, the Sentinels asked); a connection that ended is opened again,
 * sooner or later, for as long as the worker lives; a master that the Sentinels
 * have replaced is left.  Called by the links.  Never blocks, knows nothing of
 * journals, and logs no value of an event.
 */


#include "ngx_http_ant_webhook_redis.h"
#include "ngx_http_ant_webhook_zone.h"


#define NGX_HTTP_ANT_WEBHOOK_DELAY_MIN     100
#define NGX_HTTP_ANT_WEBHOOK_DELAY_MAX     5000
#define NGX_HTTP_ANT_WEBHOOK_CHECK         10000
#define NGX_HTTP_ANT_WEBHOOK_IDLE_MIN      1000
#define NGX_HTTP_ANT_WEBHOOK_LOG_INTERVAL  60000


static void ngx_http_ant_webhook_redis_retry(ngx_event_t *ev);
static void ngx_http_ant_webhook_redis_check(ngx_event_t *ev);
static void ngx_http_ant_webhook_redis_resolved(void *data, ngx_int_t rc);
static void ngx_http_ant_webhook_redis_named(void *data, ngx_int_t rc);
static void ngx_http_ant_webhook_redis_ready(void *data);
static void ngx_http_ant_webhook_redis_reply(void *data,
    ngx_http_ant_webhook_reply_t *reply);
static void ngx_http_ant_webhook_redis_flushed(void *data);
static void ngx_http_ant_webhook_redis_failed(void *data, const char *reason,
    ngx_uint_t person);
static ngx_int_t ngx_http_ant_webhook_redis_quit(void *data);


static const ngx_http_ant_webhook_wire_hooks_t
    ngx_http_ant_webhook_redis_hooks =
{
    ngx_http_ant_webhook_redis_ready,
    ngx_http_ant_webhook_redis_reply,
    ngx_http_ant_webhook_redis_flushed,
    ngx_http_ant_webhook_redis_failed,
    ngx_http_ant_webhook_redis_quit
};


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

    r->check.handler = ngx_http_ant_webhook_redis_check;
    r->check.data = r;
    r->check.log = log;
    r->check.cancelable = 1;

    r->resolve.endpoint = endpoint;
    r->resolve.log = log;
    r->resolve.data = r;
    r->resolve.handler = ngx_http_ant_webhook_redis_resolved;

    if (ngx_http_ant_webhook_wire_init(&r->wire, endpoint,
                                       &ngx_http_ant_webhook_redis_hooks, r,
                                       log)
        != NGX_OK)
    {
        return NGX_ERROR;
    }

    ngx_http_ant_webhook_greet_init(&r->greet, &r->wire);

    if (endpoint->sentinel.len == 0) {
        return NGX_OK;
    }

    r->sentinel = ngx_http_ant_webhook_sentinel_create(endpoint,
                                            ngx_http_ant_webhook_redis_named,
                                            r, log);

    return r->sentinel ? NGX_OK : NGX_ERROR;
}


void
ngx_http_ant_webhook_redis_free(ngx_http_ant_webhook_redis_t *r)
{
    if (r->sentinel) {
        ngx_http_ant_webhook_sentinel_destroy(r->sentinel);
        r->sentinel = NULL;
    }

    ngx_http_ant_webhook_password_free(&r->greet.password);
    ngx_http_ant_webhook_wire_free(&r->wire);
}


static void
ngx_http_ant_webhook_redis_clear(ngx_http_ant_webhook_redis_t *r)
{
    /* it was asked for more than the greeting */

    if (r->up && r->wire.sent > r->greet.nsaid) {
        r->doubt = !r->proved;
    }

    r->proved = 0;

    ngx_http_ant_webhook_wire_close(&r->wire);
    ngx_http_ant_webhook_resolve_cancel(&r->resolve);

    if (r->sentinel) {
        ngx_http_ant_webhook_sentinel_cancel(r->sentinel);
    }

    if (r->check.timer_set) {
        ngx_del_timer(&r->check);
    }

    r->finding = 0;
    r->renewing = 0;
    r->up = 0;
}


void
ngx_http_ant_webhook_redis_close(ngx_http_ant_webhook_redis_t *r)
{
    ngx_uint_t  busy;

    if (r->retry.timer_set) {
        ngx_del_timer(&r->retry);
    }

    busy = ngx_http_ant_webhook_redis_busy(r);

    ngx_http_ant_webhook_redis_clear(r);

    if (busy) {
        r->hooks->down(r->data);
    }
}


static void
ngx_http_ant_webhook_redis_log_down(ngx_http_ant_webhook_redis_t *r,
    const char *reason, ngx_err_t err, ngx_uint_t person)
{
    const ngx_str_t  *name;

    static ngx_str_t  none = ngx_string("an address not known yet");

    name = &r->resolve.target.name;

    if (name->len == 0) {
        name = r->host.len ? &r->host : &none;
    }

    /* a person hears of it at once, and then once a minute */

    if (r->down
        && (!person
            || (r->person && ngx_current_msec - r->logged
                             < NGX_HTTP_ANT_WEBHOOK_LOG_INTERVAL)))
    {
        ngx_log_error(NGX_LOG_INFO, r->log, err,
                      "ant_webhook: redis \"%V\" at %V is still down: %s",
                      &r->endpoint->name, name, reason);
        return;
    }

    ngx_log_error(NGX_LOG_ERR, r->log, err,
                  "ant_webhook: redis \"%V\" at %V is down: %s; "
                  "%uL events wait in the journal",
                  &r->endpoint->name, name, reason,
                  r->hooks->waiting(r->data));

    r->down = 1;
    r->person = person;
    r->logged = ngx_current_msec;
}


void
ngx_http_ant_webhook_redis_fail(ngx_http_ant_webhook_redis_t *r,
    const char *reason, ngx_uint_t person)
{
    ngx_err_t   err;
    ngx_msec_t  delay;

    err = r->wire.err;
    r->wire.err = 0;

    ngx_http_ant_webhook_zone_error(r->endpoint, (u_char *) reason,
                                    ngx_strlen(reason));

    /* a Sentinel that is behind would name the same server for ever */

    if (r->sentinel && !r->up) {
        ngx_http_ant_webhook_sentinel_doubt(r->sentinel);
    }

    ngx_http_ant_webhook_redis_clear(r);
    ngx_http_ant_webhook_redis_log_down(r, reason, err, person);

    /* one that is for a single host is its owner's to be opened again */

    if (r->host.len == 0) {

        if (person) {
            r->delay = NGX_HTTP_ANT_WEBHOOK_DELAY_MAX;
        }

        /* half of the delay is jitter: workers do not come back together */

        delay = r->delay / 2 + ngx_random() % (r->delay / 2 + 1);

        r->delay = ngx_min(r->delay * 2, NGX_HTTP_ANT_WEBHOOK_DELAY_MAX);

        ngx_add_timer(&r->retry, delay);
    }

    r->hooks->down(r->data);
}


/*
 * Redis closes what has been idle for its "timeout": nothing is amiss, and the
 * connection is opened again at once.  One that was hardly up did not end so.
 */
static ngx_int_t
ngx_http_ant_webhook_redis_renew(ngx_http_ant_webhook_redis_t *r)
{
    if (!r->up || r->down
        || ngx_current_msec - r->since < NGX_HTTP_ANT_WEBHOOK_IDLE_MIN)
    {
        return NGX_DECLINED;
    }

    ngx_log_error(NGX_LOG_INFO, r->log, 0,
                  "ant_webhook: redis \"%V\" at %V closed an idle connection, "
                  "it is opened again",
                  &r->endpoint->name, &r->resolve.target.name);

    ngx_http_ant_webhook_redis_clear(r);

    r->renewing = 1;

    r->hooks->down(r->data);

    ngx_http_ant_webhook_redis_connect(r);

    return NGX_OK;
}


static void
ngx_http_ant_webhook_redis_failed(void *data, const char *reason,
    ngx_uint_t person)
{
    ngx_http_ant_webhook_redis_t  *r;

    r = data;

    if (reason == NULL) {
        ngx_http_ant_webhook_redis_clear(r);
        r->hooks->down(r->data);
        return;
    }

    if (r->wire.idle && ngx_http_ant_webhook_redis_renew(r) == NGX_OK) {
        return;
    }

    ngx_http_ant_webhook_redis_fail(r, reason, person);
}


static void
ngx_http_ant_webhook_redis_retry(ngx_event_t *ev)
{
    ngx_http_ant_webhook_redis_connect(ev->data);
}


void
ngx_http_ant_webhook_redis_connect(ngx_http_ant_webhook_redis_t *r)
{
    ngx_int_t  rc;

    if (ngx_http_ant_webhook_redis_busy(r) || r->retry.timer_set) {
        return;
    }

    if (r->delay == 0) {
        r->delay = NGX_HTTP_ANT_WEBHOOK_DELAY_MIN;
    }

    r->finding = 1;

    if (r->sentinel) {
        ngx_http_ant_webhook_sentinel_ask(r->sentinel);
        return;
    }

    if (r->host.len) {
        rc = ngx_http_ant_webhook_resolve_host(&r->resolve, &r->host, r->port);

    } else {
        rc = ngx_http_ant_webhook_resolve_next(&r->resolve);
    }

    if (rc != NGX_AGAIN) {
        ngx_http_ant_webhook_redis_resolved(r, rc);
    }
}


/* The Sentinels have answered: where the master is, or where it is now. */
static void
ngx_http_ant_webhook_redis_named(void *data, ngx_int_t rc)
{
    ngx_http_ant_webhook_redis_t     *r;
    ngx_http_ant_webhook_target_t    *t;
    ngx_http_ant_webhook_sentinel_t  *s;

    r = data;
    s = r->sentinel;
    t = &r->resolve.target;

    if (r->finding) {
        if (rc != NGX_OK) {
            ngx_http_ant_webhook_redis_fail(r, (char *) s->text, 0);
            return;
        }

        rc = ngx_http_ant_webhook_resolve_host(&r->resolve, &s->host, s->port);

        if (rc != NGX_AGAIN) {
            ngx_http_ant_webhook_redis_resolved(r, rc);
        }

        return;
    }

    if (rc == NGX_OK
        && (s->port != t->port || s->host.len != t->host.len
            || ngx_strncasecmp(s->host.data, t->host.data, t->host.len) != 0))
    {
        ngx_http_ant_webhook_redis_fail(r, "the Sentinels name another master",
                                        0);
        return;
    }

    ngx_add_timer(&r->check, NGX_HTTP_ANT_WEBHOOK_CHECK);
}


static void
ngx_http_ant_webhook_redis_check(ngx_event_t *ev)
{
    ngx_http_ant_webhook_redis_t  *r;

    r = ev->data;

    ngx_http_ant_webhook_sentinel_ask(r->sentinel);
}


static void
ngx_http_ant_webhook_redis_resolved(void *data, ngx_int_t rc)
{
    ngx_http_ant_webhook_redis_t  *r;

    r = data;

    if (rc != NGX_OK) {
        ngx_http_ant_webhook_redis_fail(r, "its name cannot be resolved, see "
                                        "\"resolver\"", 0);
        return;
    }

    r->finding = 0;

    if (ngx_http_ant_webhook_wire_open(&r->wire, &r->resolve.target,
                                       r->endpoint->timeout)
        != NGX_OK)
    {
        ngx_http_ant_webhook_redis_fail(r, "cannot connect", 0);
    }
}


static void
ngx_http_ant_webhook_redis_ready(void *data)
{
    ngx_http_ant_webhook_redis_t  *r;

    r = data;

    if (ngx_http_ant_webhook_greet_begin(&r->greet) != NGX_OK) {
        ngx_http_ant_webhook_redis_fail(r, "no memory", 0);
        return;
    }

    ngx_http_ant_webhook_wire_flush(&r->wire);
}


/* The password was refused: another one, if its file has it by now. */
static ngx_int_t
ngx_http_ant_webhook_redis_again(ngx_http_ant_webhook_redis_t *r)
{
    if (!r->greet.auth
        || ngx_http_ant_webhook_password_again(&r->greet.password, r->log)
           != NGX_OK)
    {
        return NGX_DECLINED;
    }

    ngx_log_error(NGX_LOG_NOTICE, r->log, 0,
                  "ant_webhook: redis \"%V\" refused the password, its file "
                  "has another one", &r->endpoint->name);

    ngx_http_ant_webhook_wire_close(&r->wire);

    if (ngx_http_ant_webhook_wire_open(&r->wire, &r->resolve.target,
                                       r->endpoint->timeout)
        != NGX_OK)
    {
        ngx_http_ant_webhook_redis_fail(r, "cannot connect", 0);
    }

    return NGX_OK;
}


static void
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
                  &r->endpoint->name, r->wire.peer.name,
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


/*
 * A server that answers a PING may still be a replica, or one without a place
 * for us: where nothing but the greeting has been answered, that proves
 * nothing.
 */
static void
ngx_http_ant_webhook_redis_answered(ngx_http_ant_webhook_redis_t *r)
{
    r->up = 1;
    r->renewing = 0;
    r->since = ngx_current_msec;

    if (!r->doubt) {
        ngx_http_ant_webhook_redis_well(r);
    }

    if (r->sentinel) {
        ngx_add_timer(&r->check, NGX_HTTP_ANT_WEBHOOK_CHECK);
    }

    r->hooks->up(r->data);
}


static void
ngx_http_ant_webhook_redis_reply(void *data,
    ngx_http_ant_webhook_reply_t *reply)
{
    ngx_int_t                      rc;
    ngx_http_ant_webhook_redis_t  *r;

    r = data;

    if (r->up) {
        r->hooks->reply(r->data, reply);
        return;
    }

    rc = ngx_http_ant_webhook_greet_answer(&r->greet, reply);

    if (rc == NGX_OK) {
        ngx_http_ant_webhook_redis_answered(r);
        return;
    }

    if (rc == NGX_ERROR && ngx_http_ant_webhook_redis_again(r) != NGX_OK) {
        ngx_http_ant_webhook_redis_fail(r, r->greet.reason, r->greet.person);
    }
}


static void
ngx_http_ant_webhook_redis_flushed(void *data)
{
    ngx_http_ant_webhook_redis_t  *r;

    r = data;

    if (r->up) {
        r->hooks->flushed(r->data);
    }
}


static ngx_int_t
ngx_http_ant_webhook_redis_quit(void *data)
{
    ngx_http_ant_webhook_redis_t  *r;

    r = data;

    return r->hooks->quit(r->data);
}
