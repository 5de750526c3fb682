
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What is said on a new connection, and what the answers tell.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_GREET_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_GREET_H_INCLUDED_


#include "ngx_http_ant_webhook_password.h"
#include "ngx_http_ant_webhook_wire.h"


#define NGX_HTTP_ANT_WEBHOOK_GREET_MAX  8


typedef enum {
    NGX_HTTP_ANT_WEBHOOK_GREET_AUTH = 0,
    NGX_HTTP_ANT_WEBHOOK_GREET_SELECT,
    NGX_HTTP_ANT_WEBHOOK_GREET_ROLE,
    NGX_HTTP_ANT_WEBHOOK_GREET_MEMORY,
    NGX_HTTP_ANT_WEBHOOK_GREET_DISK,
    NGX_HTTP_ANT_WEBHOOK_GREET_PING
} ngx_http_ant_webhook_greet_e;


typedef struct {
    ngx_http_ant_webhook_wire_t      *wire;
    ngx_http_ant_webhook_password_t   password;

    ngx_http_ant_webhook_greet_e      said[NGX_HTTP_ANT_WEBHOOK_GREET_MAX];
    ngx_uint_t                        nsaid;
    ngx_uint_t                        next;     /* to be answered */

    const char                       *reason;   /* why it is of no use */
    unsigned                          person:1; /* somebody must do something */
    unsigned                          auth:1;   /* the password was refused */

    /* warned of */
    unsigned                          evicts:1;
    unsigned                          forgets:1;
    unsigned                          replica:1;
} ngx_http_ant_webhook_greet_t;


/* Of the account that the endpoint has for its Redis. */
void ngx_http_ant_webhook_greet_init(ngx_http_ant_webhook_greet_t *g,
    ngx_http_ant_webhook_wire_t *wire);

/* Says it; NGX_ERROR if there is no memory. */
ngx_int_t ngx_http_ant_webhook_greet_begin(ngx_http_ant_webhook_greet_t *g);

/*
 * The next answer.  NGX_AGAIN: there are more; NGX_OK: the server can be
 * used; NGX_ERROR: it cannot, see reason, person and auth.
 */
ngx_int_t ngx_http_ant_webhook_greet_answer(ngx_http_ant_webhook_greet_t *g,
    ngx_http_ant_webhook_reply_t *reply);

/* Does the text of an error begin with this word? */
ngx_uint_t ngx_http_ant_webhook_greet_code(
    const ngx_http_ant_webhook_value_t *value, const char *code);

/* AUTH with the account's user and this password. */
ngx_int_t ngx_http_ant_webhook_greet_auth(ngx_http_ant_webhook_wire_t *w,
    const ngx_http_ant_webhook_password_t *password);


#endif /* _NGX_HTTP_ANT_WEBHOOK_GREET_H_INCLUDED_ */
