
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The setters of the directives.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_SET_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_SET_H_INCLUDED_


#include "ngx_http_ant_webhook_conf.h"


char *ngx_http_ant_webhook_set_webhook(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_ant_webhook_set_event(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_ant_webhook_set_field(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_ant_webhook_set_redis(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_ant_webhook_set_journal(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_ant_webhook_set_ack(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_ant_webhook_set_rejected(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_ant_webhook_set_secret(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_ant_webhook_set_reply(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_http_ant_webhook_set_status(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);


/* where the directive that is being read stands */
void ngx_http_ant_webhook_set_place(ngx_conf_t *cf,
    ngx_http_ant_webhook_place_t *place);

/* The value behind "name=", or NULL data if arg does not begin with it. */
ngx_str_t ngx_http_ant_webhook_set_value(ngx_str_t *arg, const char *name);

/* Is no parameter before the n-th of this name?  If one is, it is logged. */
ngx_int_t ngx_http_ant_webhook_set_once(ngx_conf_t *cf, ngx_uint_t n);

/*
 * Reads a secret from a file: its first line, without the line end.  Logs and
 * returns NGX_ERROR where that is not possible or the line is empty or longer
 * than 4096 bytes.
 */
ngx_int_t ngx_http_ant_webhook_set_file(ngx_conf_t *cf, ngx_str_t *path,
    ngx_str_t *value);


/*
 * A parameter of "ant_webhook_redis".  NGX_DECLINED: it is none, but may be an
 * address; NGX_ERROR: it is wrong, and logged.
 */
ngx_int_t ngx_http_ant_webhook_endpoint_arg(ngx_conf_t *cf,
    ngx_http_ant_webhook_endpoint_t *e, ngx_str_t *arg);

/* All of them are read: do they go together?  If not it is logged. */
ngx_int_t ngx_http_ant_webhook_endpoint_check(ngx_conf_t *cf,
    ngx_http_ant_webhook_endpoint_t *e);

/*
 * After all merges: is each host known, or can it be found later?  If not it
 * is logged.
 */
ngx_int_t ngx_http_ant_webhook_endpoint_found(ngx_conf_t *cf,
    ngx_http_ant_webhook_endpoint_t *e);

/*
 * The endpoint of a location without "ant_webhook_redis"; NULL, and logged,
 * if its name is taken.
 */
ngx_http_ant_webhook_endpoint_t *ngx_http_ant_webhook_endpoint_default(
    ngx_conf_t *cf, ngx_http_ant_webhook_main_conf_t *wmcf);


#endif /* _NGX_HTTP_ANT_WEBHOOK_SET_H_INCLUDED_ */
