
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What is said on a new connection, and what the answers tell.
 *
 * Promises: a server that is of no use is told from one that is, with a reason
 * that a person can act on; one that is of use and may lose events all the
 * same is warned of once.  What the account may not ask is not known, and not
 * warned of.  Called by the connection.  Never ends it.
 */


#include "ngx_http_ant_webhook_greet.h"


void
ngx_http_ant_webhook_greet_init(ngx_http_ant_webhook_greet_t *g,
    ngx_http_ant_webhook_wire_t *wire)
{
    ngx_memzero(g, sizeof(ngx_http_ant_webhook_greet_t));

    g->wire = wire;

    ngx_http_ant_webhook_password_init(&g->password, &wire->endpoint->account);
}


ngx_int_t
ngx_http_ant_webhook_greet_auth(ngx_http_ant_webhook_wire_t *w,
    const ngx_http_ant_webhook_password_t *password)
{
    ngx_str_t   argv[3];
    ngx_uint_t  n;

    n = 0;
    ngx_str_set(&argv[n], "AUTH");
    n++;

    if (password->account->user.len) {
        argv[n++] = password->account->user;
    }

    argv[n++] = password->value;

    return ngx_http_ant_webhook_wire_command(w, n, argv);
}


static ngx_int_t
ngx_http_ant_webhook_greet_say(ngx_http_ant_webhook_greet_t *g,
    ngx_http_ant_webhook_greet_e what)
{
    ngx_str_t   argv[2];
    ngx_uint_t  n;
    u_char      db[NGX_INT_T_LEN];

    g->said[g->nsaid++] = what;
    n = 1;

    switch (what) {

    case NGX_HTTP_ANT_WEBHOOK_GREET_AUTH:
        return ngx_http_ant_webhook_greet_auth(g->wire, &g->password);

    case NGX_HTTP_ANT_WEBHOOK_GREET_SELECT:
        ngx_str_set(&argv[0], "SELECT");
        argv[n].data = db;
        argv[n++].len = ngx_sprintf(db, "%ui", g->wire->endpoint->db) - db;
        break;

    case NGX_HTTP_ANT_WEBHOOK_GREET_ROLE:
        ngx_str_set(&argv[0], "ROLE");
        break;

    case NGX_HTTP_ANT_WEBHOOK_GREET_MEMORY:
        ngx_str_set(&argv[0], "INFO");
        ngx_str_set(&argv[n], "memory");
        n++;
        break;

    case NGX_HTTP_ANT_WEBHOOK_GREET_DISK:
        ngx_str_set(&argv[0], "INFO");
        ngx_str_set(&argv[n], "persistence");
        n++;
        break;

    default: /* NGX_HTTP_ANT_WEBHOOK_GREET_PING */
        ngx_str_set(&argv[0], "PING");
    }

    return ngx_http_ant_webhook_wire_command(g->wire, n, argv);
}


/*
 * PING comes last, as a server that wants a password says so to any command;
 * what it answers otherwise does not matter here.
 */
ngx_int_t
ngx_http_ant_webhook_greet_begin(ngx_http_ant_webhook_greet_t *g)
{
    ngx_uint_t                              i, n, ask;
    ngx_http_ant_webhook_greet_e            say[NGX_HTTP_ANT_WEBHOOK_GREET_MAX];
    const ngx_http_ant_webhook_endpoint_t  *e;

    e = g->wire->endpoint;

    g->nsaid = 0;
    g->next = 0;
    g->person = 0;
    g->auth = 0;

    /* one worker is enough to warn, but each may see another node */

    ask = (ngx_worker == 0 || e->cluster);
    n = 0;

    if (g->password.value.len) {
        say[n++] = NGX_HTTP_ANT_WEBHOOK_GREET_AUTH;
    }

    if (e->db) {
        say[n++] = NGX_HTTP_ANT_WEBHOOK_GREET_SELECT;
    }

    if (e->sentinel.len || (ask && !e->cluster)) {
        say[n++] = NGX_HTTP_ANT_WEBHOOK_GREET_ROLE;
    }

    if (ask) {
        say[n++] = NGX_HTTP_ANT_WEBHOOK_GREET_MEMORY;
        say[n++] = NGX_HTTP_ANT_WEBHOOK_GREET_DISK;
    }

    say[n++] = NGX_HTTP_ANT_WEBHOOK_GREET_PING;

    for (i = 0; i < n; i++) {
        if (ngx_http_ant_webhook_greet_say(g, say[i]) != NGX_OK) {
            return NGX_ERROR;
        }
    }

    return NGX_OK;
}


ngx_uint_t
ngx_http_ant_webhook_greet_code(const ngx_http_ant_webhook_value_t *value,
    const char *code)
{
    size_t  len;

    len = ngx_strlen(code);

    return value->type == NGX_HTTP_ANT_WEBHOOK_ERROR
           && value->str.len >= len
           && ngx_strncmp(value->str.data, code, len) == 0;
}


static ngx_int_t
ngx_http_ant_webhook_greet_refuse(ngx_http_ant_webhook_greet_t *g,
    const char *reason, ngx_uint_t person)
{
    g->reason = reason;
    g->person = person;

    return NGX_ERROR;
}


static void
ngx_http_ant_webhook_greet_warn(ngx_http_ant_webhook_greet_t *g,
    const char *what)
{
    ngx_http_ant_webhook_wire_t  *w;

    w = g->wire;

    ngx_log_error(NGX_LOG_WARN, w->log, 0,
                  "ant_webhook: redis \"%V\" at %V %s",
                  &w->endpoint->name, w->peer.name, what);
}


/* The value of "name:value" in what INFO gave; empty if there is none. */
static ngx_str_t
ngx_http_ant_webhook_greet_value(const ngx_str_t *info, const char *name)
{
    size_t      len;
    u_char     *p, *last, *end;
    ngx_str_t   value;

    ngx_str_null(&value);

    len = ngx_strlen(name);
    p = info->data;
    last = p + info->len;

    while (p < last) {
        end = ngx_strlchr(p, last, LF);

        if (end == NULL) {
            break;
        }

        if ((size_t) (end - p) > len && p[len] == ':'
            && ngx_strncmp(p, name, len) == 0)
        {
            value.data = p + len + 1;
            value.len = end - value.data;

            if (value.len && value.data[value.len - 1] == CR) {
                value.len--;
            }

            break;
        }

        p = end + 1;
    }

    return value;
}


static void
ngx_http_ant_webhook_greet_memory(ngx_http_ant_webhook_greet_t *g,
    const ngx_str_t *info)
{
    ngx_str_t  value;

    value = ngx_http_ant_webhook_greet_value(info, "maxmemory_policy");

    if (value.len == 0 || g->evicts
        || (value.len == 10 && ngx_strncmp(value.data, "noeviction", 10) == 0))
    {
        return;
    }

    g->evicts = 1;

    if (value.len > 8 && ngx_strncmp(value.data, "allkeys-", 8) == 0) {
        ngx_http_ant_webhook_greet_warn(g, "may evict the lists: its "
                                       "\"maxmemory-policy\" is allkeys-*, "
                                       "it should be noeviction");
        return;
    }

    ngx_http_ant_webhook_greet_warn(g, "evicts keys that expire: its "
                                   "\"maxmemory-policy\" should be "
                                   "noeviction");
}


static void
ngx_http_ant_webhook_greet_disk(ngx_http_ant_webhook_greet_t *g,
    const ngx_str_t *info)
{
    ngx_str_t  value;

    value = ngx_http_ant_webhook_greet_value(info, "aof_enabled");

    if (value.len != 1 || value.data[0] != '0' || g->forgets) {
        return;
    }

    g->forgets = 1;

    ngx_http_ant_webhook_greet_warn(g, "forgets at a restart what its last "
                                   "snapshot has not: it should have "
                                   "\"appendonly yes\"");
}


static ngx_int_t
ngx_http_ant_webhook_greet_role(ngx_http_ant_webhook_greet_t *g,
    ngx_http_ant_webhook_reply_t *reply)
{
    ngx_str_t                     *role;
    ngx_http_ant_webhook_value_t  *v;

    v = &reply->value;

    if (v->type == NGX_HTTP_ANT_WEBHOOK_ARRAY && reply->nelts > 0
        && reply->elts[0].type == NGX_HTTP_ANT_WEBHOOK_STRING)
    {
        role = &reply->elts[0].str;

        if (role->len == 6 && ngx_strncmp(role->data, "master", 6) == 0) {
            return NGX_AGAIN;
        }

        if (g->wire->endpoint->sentinel.len) {
            return ngx_http_ant_webhook_greet_refuse(g, "it is not a master",
                                                     0);
        }

        if (!g->replica) {
            g->replica = 1;
            ngx_http_ant_webhook_greet_warn(g, "is not a master");
        }

        return NGX_AGAIN;
    }

    if (g->wire->endpoint->sentinel.len == 0) {
        return NGX_AGAIN;
    }

    if (ngx_http_ant_webhook_greet_code(v, "NOPERM")) {
        return ngx_http_ant_webhook_greet_refuse(g, "it may not be asked "
                                                "whether it is a master: the "
                                                "account needs \"+role\"", 1);
    }

    return ngx_http_ant_webhook_greet_refuse(g, "it does not say that it is a "
                                            "master", 0);
}


static ngx_int_t
ngx_http_ant_webhook_greet_judge(ngx_http_ant_webhook_greet_t *g,
    ngx_http_ant_webhook_greet_e what, ngx_http_ant_webhook_reply_t *reply)
{
    ngx_http_ant_webhook_value_t  *v;

    v = &reply->value;

    switch (what) {

    case NGX_HTTP_ANT_WEBHOOK_GREET_AUTH:

        if (v->type != NGX_HTTP_ANT_WEBHOOK_ERROR) {
            return NGX_AGAIN;
        }

        g->auth = 1;

        return ngx_http_ant_webhook_greet_refuse(g, "it refused \"user=\" or "
                        "the password of \"ant_webhook_redis\" (AUTH)", 1);

    case NGX_HTTP_ANT_WEBHOOK_GREET_SELECT:

        if (v->type != NGX_HTTP_ANT_WEBHOOK_ERROR) {
            return NGX_AGAIN;
        }

        if (ngx_http_ant_webhook_greet_code(v, "BUSY ")) {
            return ngx_http_ant_webhook_greet_refuse(g, "it is busy with a "
                                                    "script (BUSY)", 0);
        }

        return ngx_http_ant_webhook_greet_refuse(g, "it refused \"db=\" of "
                                        "\"ant_webhook_redis\" (SELECT)", 1);

    case NGX_HTTP_ANT_WEBHOOK_GREET_ROLE:
        return ngx_http_ant_webhook_greet_role(g, reply);

    case NGX_HTTP_ANT_WEBHOOK_GREET_MEMORY:

        if (v->type == NGX_HTTP_ANT_WEBHOOK_STRING) {
            ngx_http_ant_webhook_greet_memory(g, &v->str);
        }

        return NGX_AGAIN;

    case NGX_HTTP_ANT_WEBHOOK_GREET_DISK:

        if (v->type == NGX_HTTP_ANT_WEBHOOK_STRING) {
            ngx_http_ant_webhook_greet_disk(g, &v->str);
        }

        return NGX_AGAIN;

    default: /* NGX_HTTP_ANT_WEBHOOK_GREET_PING */
        return NGX_OK;
    }
}


/* What it says to any command, and then closes; or NULL. */
static const char *
ngx_http_ant_webhook_greet_away(const ngx_http_ant_webhook_value_t *v)
{
    if (ngx_http_ant_webhook_greet_code(v, "ERR max number of clients")) {
        return "it has no place for another client (maxclients)";
    }

    if (ngx_http_ant_webhook_greet_code(v, "DENIED ")) {
        return "it is in protected mode and takes clients of its own machine "
               "only (DENIED): it needs a password, or \"protected-mode no\"";
    }

    return NULL;
}


ngx_int_t
ngx_http_ant_webhook_greet_answer(ngx_http_ant_webhook_greet_t *g,
    ngx_http_ant_webhook_reply_t *reply)
{
    const char  *away;

    away = ngx_http_ant_webhook_greet_away(&reply->value);

    if (away) {
        return ngx_http_ant_webhook_greet_refuse(g, away, 1);
    }

    if (ngx_http_ant_webhook_greet_code(&reply->value, "NOAUTH")) {
        return ngx_http_ant_webhook_greet_refuse(g, "it wants a password "
                        "(NOAUTH): add \"password=\" to "
                        "\"ant_webhook_redis\"", 1);
    }

    return ngx_http_ant_webhook_greet_judge(g, g->said[g->next++], reply);
}
