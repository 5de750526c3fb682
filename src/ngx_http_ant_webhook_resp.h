
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Redis's protocol: hiredis as codec, and nothing else of it.
 */


#ifndef _NGX_HTTP_ANT_WEBHOOK_RESP_H_INCLUDED_
#define _NGX_HTTP_ANT_WEBHOOK_RESP_H_INCLUDED_


#include <ngx_config.h>
#include <ngx_core.h>


#define NGX_HTTP_ANT_WEBHOOK_REPLY_ELTS  8
#define NGX_HTTP_ANT_WEBHOOK_REPLY_SIZE  4096


typedef enum {
    NGX_HTTP_ANT_WEBHOOK_NIL = 0,
    NGX_HTTP_ANT_WEBHOOK_INTEGER,
    NGX_HTTP_ANT_WEBHOOK_STRING,
    NGX_HTTP_ANT_WEBHOOK_STATUS,
    NGX_HTTP_ANT_WEBHOOK_ERROR,
    NGX_HTTP_ANT_WEBHOOK_ARRAY
} ngx_http_ant_webhook_type_e;


typedef struct {
    ngx_http_ant_webhook_type_e      type;
    int64_t                          integer;
    ngx_str_t                        str;
} ngx_http_ant_webhook_value_t;


/*
 * A reply of the few shapes that are asked for.  Strings are cut to what fits
 * into buf.  Arrays in an array are skipped, as deep as ROLE has them; deeper
 * ones, and more elements, are a protocol error.
 */
typedef struct {
    ngx_http_ant_webhook_value_t     value;
    ngx_uint_t                       nelts;
    ngx_http_ant_webhook_value_t     elts[NGX_HTTP_ANT_WEBHOOK_REPLY_ELTS];
    ngx_http_ant_webhook_value_t     skipped;
    size_t                           used;
    u_char                           buf[NGX_HTTP_ANT_WEBHOOK_REPLY_SIZE];
} ngx_http_ant_webhook_reply_t;


/* A reader that leaves each reply in *reply; NULL if there is no memory. */
void *ngx_http_ant_webhook_resp_create(ngx_http_ant_webhook_reply_t *reply);
void ngx_http_ant_webhook_resp_free(void *reader);

/* Bytes as they came; NGX_ERROR if there is no memory. */
ngx_int_t ngx_http_ant_webhook_resp_feed(void *reader, const u_char *p,
    size_t len);

/*
 * NGX_OK: *reply is whole, and good until the next call; NGX_AGAIN: more bytes
 * are needed; NGX_ERROR: not the protocol, or not of a shape that is known.
 */
ngx_int_t ngx_http_ant_webhook_resp_next(void *reader);

/*
 * One command of at most 16 strings, by their lengths: its length, or
 * NGX_ERROR; *cmd is to be released.
 */
ngx_int_t ngx_http_ant_webhook_resp_format(char **cmd, ngx_uint_t argc,
    const ngx_str_t *argv);
void ngx_http_ant_webhook_resp_release(char *cmd);


#endif /* _NGX_HTTP_ANT_WEBHOOK_RESP_H_INCLUDED_ */
