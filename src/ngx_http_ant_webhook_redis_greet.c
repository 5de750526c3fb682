
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The first commands of a connection: AUTH, SELECT, PING.
 *
 * Promises: a connection is up only when all of them were answered; what a
 * person must mend is said in words of the configuration.  Called by the
 * connection.  Never sends anything itself.
 */


#include "ngx_http_ant_webhook_redis.h"


/*
 * PING comes last, as a server that wants a password says so to any command;
 * what it answers otherwise does not matter here.
 */
ngx_int_t
ngx_http_ant_webhook_redis_setup(ngx_http_ant_webhook_redis_t *r)
{
    ngx_str_t                               argv[3];
    ngx_uint_t                              n;
    u_char                                  db[NGX_INT_T_LEN];
    const ngx_http_ant_webhook_endpoint_t  *e;

    e = r->endpoint;

    if (e->password.len) {
        n = 0;
        ngx_str_set(&argv[n], "AUTH");
        n++;

        if (e->user.len) {
            argv[n++] = e->user;
        }

        argv[n++] = e->password;

        if (ngx_http_ant_webhook_redis_command(r, n, argv) != NGX_OK) {
            return NGX_ERROR;
        }
    }

    if (e->db) {
        ngx_str_set(&argv[0], "SELECT");
        argv[1].data = db;
        argv[1].len = ngx_sprintf(db, "%ui", e->db) - db;

        if (ngx_http_ant_webhook_redis_command(r, 2, argv) != NGX_OK) {
            return NGX_ERROR;
        }
    }

    ngx_str_set(&argv[0], "PING");

    if (ngx_http_ant_webhook_redis_command(r, 1, argv) != NGX_OK) {
        return NGX_ERROR;
    }

    r->setup = r->owed;

    return NGX_OK;
}


/* Of a word in front of the text of an error reply. */
static ngx_uint_t
ngx_http_ant_webhook_redis_code(ngx_http_ant_webhook_reply_t *reply,
    const char *code)
{
    size_t  len;

    len = ngx_strlen(code);

    return reply->value.type == NGX_HTTP_ANT_WEBHOOK_ERROR
           && reply->value.str.len >= len
           && ngx_strncmp(reply->value.str.data, code, len) == 0;
}


void
ngx_http_ant_webhook_redis_greet(ngx_http_ant_webhook_redis_t *r,
    ngx_http_ant_webhook_reply_t *reply)
{
    r->setup--;

    if (ngx_http_ant_webhook_redis_code(reply, "NOAUTH")) {
        ngx_http_ant_webhook_redis_fail(r, "it wants a password (NOAUTH): "
                              "add \"password=\" to \"ant_webhook_redis\"", 1);
        return;
    }

    if (r->setup == 0) {
        r->up = 1;

        if (!r->doubt) {
            ngx_http_ant_webhook_redis_well(r);
        }

        r->hooks->up(r->data);
        return;
    }

    if (reply->value.type != NGX_HTTP_ANT_WEBHOOK_ERROR) {
        return;
    }

    if (r->endpoint->password.len && r->setup == 1 + (r->endpoint->db != 0)) {
        ngx_http_ant_webhook_redis_fail(r, "it refused \"user=\" or "
                       "\"password=\" of \"ant_webhook_redis\" (AUTH)", 1);
        return;
    }

    ngx_http_ant_webhook_redis_fail(r, "it refused \"db=\" of "
                                    "\"ant_webhook_redis\" (SELECT)", 1);
}
