
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Redis's protocol: the only file that includes hiredis.
 *
 * Promises: whatever bytes come, a reply is of one of the few shapes that are
 * asked for or it is an error; no reply makes it allocate by its own numbers,
 * nest deeper than ROLE's, or wait for more than 64 KiB.  Called by the
 * connection.  Never touches a socket.
 *
 * Of hiredis it takes the reader, with object functions of its own that build
 * the reply in place, and the formatting of commands.
 */


#include "ngx_http_ant_webhook_resp.h"

#include <hiredis/hiredis.h>


/* bytes of one reply; the scripts' are below 200, INFO's a few thousand */
#define NGX_HTTP_ANT_WEBHOOK_REPLY_MAX  65536

/* of arrays in arrays: ROLE has one for each replica in one of them all */
#define NGX_HTTP_ANT_WEBHOOK_DEPTH_MAX  2
#define NGX_HTTP_ANT_WEBHOOK_INNER_MAX  1024

#define NGX_HTTP_ANT_WEBHOOK_ARGS_MAX   16


static void *ngx_http_ant_webhook_resp_string(const redisReadTask *task,
    char *str, size_t len);
#if (HIREDIS_MAJOR > 0)
static void *ngx_http_ant_webhook_resp_array(const redisReadTask *task,
    size_t elements);
static void *ngx_http_ant_webhook_resp_double(const redisReadTask *task,
    double value, char *str, size_t len);
static void *ngx_http_ant_webhook_resp_bool(const redisReadTask *task,
    int value);
#else
static void *ngx_http_ant_webhook_resp_array(const redisReadTask *task,
    int elements);
#endif
static void *ngx_http_ant_webhook_resp_integer(const redisReadTask *task,
    long long value);
static void *ngx_http_ant_webhook_resp_nil(const redisReadTask *task);
static void ngx_http_ant_webhook_resp_release_object(void *object);


static redisReplyObjectFunctions  ngx_http_ant_webhook_resp_functions = {
    .createString = ngx_http_ant_webhook_resp_string,
    .createArray = ngx_http_ant_webhook_resp_array,
    .createInteger = ngx_http_ant_webhook_resp_integer,
#if (HIREDIS_MAJOR > 0)
    .createDouble = ngx_http_ant_webhook_resp_double,
    .createBool = ngx_http_ant_webhook_resp_bool,
#endif
    .createNil = ngx_http_ant_webhook_resp_nil,
    .freeObject = ngx_http_ant_webhook_resp_release_object
};


static ngx_http_ant_webhook_value_t *
ngx_http_ant_webhook_resp_place(const redisReadTask *task)
{
    ngx_http_ant_webhook_reply_t  *reply;

    reply = task->privdata;

    if (task->parent == NULL) {
        return &reply->value;
    }

    if (task->parent->parent) {
        return &reply->skipped;
    }

    return &reply->elts[task->idx];
}


static void *
ngx_http_ant_webhook_resp_string(const redisReadTask *task, char *str,
    size_t len)
{
    ngx_http_ant_webhook_reply_t  *reply;
    ngx_http_ant_webhook_value_t  *value;

    reply = task->privdata;
    value = ngx_http_ant_webhook_resp_place(task);

    if (value == &reply->skipped) {
        return value;
    }

    switch (task->type) {

    case REDIS_REPLY_ERROR:
        value->type = NGX_HTTP_ANT_WEBHOOK_ERROR;
        break;

    case REDIS_REPLY_STATUS:
        value->type = NGX_HTTP_ANT_WEBHOOK_STATUS;
        break;

    default:
        value->type = NGX_HTTP_ANT_WEBHOOK_STRING;
    }

    value->str.len = ngx_min(len, sizeof(reply->buf) - reply->used);
    value->str.data = reply->buf + reply->used;

    ngx_memcpy(value->str.data, str, value->str.len);

    reply->used += value->str.len;

    return value;
}


/* An array in an array is read over. */
static void *
ngx_http_ant_webhook_resp_inner(const redisReadTask *task, size_t elements)
{
    ngx_uint_t                     depth;
    const redisReadTask           *parent;
    ngx_http_ant_webhook_value_t  *value;

    depth = 0;

    for (parent = task->parent; parent; parent = parent->parent) {
        depth++;
    }

    if (depth > NGX_HTTP_ANT_WEBHOOK_DEPTH_MAX
        || elements > NGX_HTTP_ANT_WEBHOOK_INNER_MAX)
    {
        return NULL;
    }

    value = ngx_http_ant_webhook_resp_place(task);

    value->type = NGX_HTTP_ANT_WEBHOOK_ARRAY;

    return value;
}


#if (HIREDIS_MAJOR > 0)

static void *
ngx_http_ant_webhook_resp_array(const redisReadTask *task, size_t elements)

#else

static void *
ngx_http_ant_webhook_resp_array(const redisReadTask *task, int elements)

#endif
{
    ngx_http_ant_webhook_reply_t  *reply;

    reply = task->privdata;

    /* NULL makes the reader fail */

    if (task->parent != NULL) {
        return ngx_http_ant_webhook_resp_inner(task, elements);
    }

    if ((size_t) elements > NGX_HTTP_ANT_WEBHOOK_REPLY_ELTS) {
        return NULL;
    }

    reply->value.type = NGX_HTTP_ANT_WEBHOOK_ARRAY;
    reply->nelts = elements;

    return &reply->value;
}


static void *
ngx_http_ant_webhook_resp_integer(const redisReadTask *task, long long n)
{
    ngx_http_ant_webhook_value_t  *value;

    value = ngx_http_ant_webhook_resp_place(task);

    value->type = NGX_HTTP_ANT_WEBHOOK_INTEGER;
    value->integer = n;

    return value;
}


#if (HIREDIS_MAJOR > 0)

static void *
ngx_http_ant_webhook_resp_double(const redisReadTask *task, double n,
    char *str, size_t len)
{
    return NULL;
}


static void *
ngx_http_ant_webhook_resp_bool(const redisReadTask *task, int n)
{
    return NULL;
}

#endif


static void *
ngx_http_ant_webhook_resp_nil(const redisReadTask *task)
{
    ngx_http_ant_webhook_value_t  *value;

    value = ngx_http_ant_webhook_resp_place(task);

    value->type = NGX_HTTP_ANT_WEBHOOK_NIL;

    return value;
}


static void
ngx_http_ant_webhook_resp_release_object(void *object)
{
    /* a reply is a part of its connection */
}


void *
ngx_http_ant_webhook_resp_create(ngx_http_ant_webhook_reply_t *reply)
{
    redisReader  *reader;

    reader = redisReaderCreateWithFunctions(
                                        &ngx_http_ant_webhook_resp_functions);

    if (reader) {
        reader->privdata = reply;
    }

    return reader;
}


void
ngx_http_ant_webhook_resp_free(void *reader)
{
    redisReaderFree(reader);
}


ngx_int_t
ngx_http_ant_webhook_resp_feed(void *reader, const u_char *p, size_t len)
{
    if (redisReaderFeed(reader, (const char *) p, len) != REDIS_OK) {
        return NGX_ERROR;
    }

    return NGX_OK;
}


ngx_int_t
ngx_http_ant_webhook_resp_next(void *reader)
{
    void         *object;
    redisReader  *r;

    r = reader;

    if (r->ridx == -1) {
        ngx_memzero(r->privdata, offsetof(ngx_http_ant_webhook_reply_t, buf));
    }

    if (redisReaderGetReply(r, &object) != REDIS_OK) {
        return NGX_ERROR;
    }

    if (object) {
        return NGX_OK;
    }

    return r->len - r->pos > NGX_HTTP_ANT_WEBHOOK_REPLY_MAX ? NGX_ERROR
                                                            : NGX_AGAIN;
}


ngx_int_t
ngx_http_ant_webhook_resp_format(char **cmd, ngx_uint_t argc,
    const ngx_str_t *argv)
{
    size_t       lens[NGX_HTTP_ANT_WEBHOOK_ARGS_MAX];
    ngx_int_t    len;
    ngx_uint_t   i;
    const char  *args[NGX_HTTP_ANT_WEBHOOK_ARGS_MAX];

    if (argc > NGX_HTTP_ANT_WEBHOOK_ARGS_MAX) {
        return NGX_ERROR;
    }

    for (i = 0; i < argc; i++) {
        args[i] = (const char *) argv[i].data;
        lens[i] = argv[i].len;
    }

    len = redisFormatCommandArgv(cmd, (int) argc, args, lens);

    return len < 0 ? NGX_ERROR : len;
}


void
ngx_http_ant_webhook_resp_release(char *cmd)
{
    redisFreeCommand(cmd);
}
