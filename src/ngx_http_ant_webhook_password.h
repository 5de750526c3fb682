
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * A password that may be in a file, and may change there.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_PASSWORD_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_PASSWORD_H_INCLUDED_


#include "ngx_http_ant_webhook_conf.h"


#define NGX_HTTP_ANT_WEBHOOK_PASSWORD_MAX  4096


typedef struct {
    const ngx_http_ant_webhook_account_t  *account;
    ngx_str_t                              value;
    u_char                                *buf;      /* NULL: not read again */
    unsigned                               failed:1; /* and said so */
} ngx_http_ant_webhook_password_t;


/* As the configuration has it. */
void ngx_http_ant_webhook_password_init(ngx_http_ant_webhook_password_t *p,
    const ngx_http_ant_webhook_account_t *account);

/*
 * It was refused.  NGX_OK: its file has another one now, which is set;
 * NGX_DECLINED: there is no other.
 */
ngx_int_t ngx_http_ant_webhook_password_again(
    ngx_http_ant_webhook_password_t *p, ngx_log_t *log);

/* The line of a text without its end. */
ngx_str_t ngx_http_ant_webhook_password_line(u_char *p, size_t len);

void ngx_http_ant_webhook_password_free(ngx_http_ant_webhook_password_t *p);


#endif /* _NGX_HTTP_ANT_WEBHOOK_PASSWORD_H_INCLUDED_ */
