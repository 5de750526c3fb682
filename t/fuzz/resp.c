
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Whatever bytes Redis sends: the codec, hiredis with our object functions,
 * gives replies of known shapes or an error, the same whether the bytes come
 * at once or one by one, and what they say is judged without a crash.  A
 * second decoder, of the replies that a script gives, must agree.
 */


#include "fuzz.h"
#include "ngx_http_ant_webhook_resp.h"
#include "ant_fence.h"
#include "ant_refusal.h"


#define REPLIES  64


typedef struct {
    ngx_uint_t   n;
    ngx_int_t    rc;
    uint64_t     sums[REPLIES];
} outcome_t;


typedef struct {
    const uint8_t  *p;
    const uint8_t  *last;
} input_t;


static uint64_t
sum_value(uint64_t sum, const ngx_http_ant_webhook_value_t *v)
{
    size_t  i;

    sum = (sum ^ v->type) * 0x100000001b3 + (uint64_t) v->integer;

    for (i = 0; i < v->str.len; i++) {
        sum = (sum ^ v->str.data[i]) * 0x100000001b3;
    }

    return sum;
}


static void
check_value(const ngx_http_ant_webhook_reply_t *reply,
    const ngx_http_ant_webhook_value_t *v)
{
    must(v->type <= NGX_HTTP_ANT_WEBHOOK_ARRAY);

    if (v->type == NGX_HTTP_ANT_WEBHOOK_STRING
        || v->type == NGX_HTTP_ANT_WEBHOOK_STATUS
        || v->type == NGX_HTTP_ANT_WEBHOOK_ERROR)
    {
        must(v->str.data >= reply->buf);
        must(v->str.data + v->str.len <= reply->buf + sizeof(reply->buf));
    }
}


/* as the answer of a script is judged */

static void
judge(const ngx_http_ant_webhook_value_t *v)
{
    uint64_t     f;
    ant_str_t    s, code;
    ant_fence_t  ctx;

    memset(&ctx, 0, sizeof(ant_fence_t));

    ctx.end = 1000;
    ctx.registered = 1;
    ctx.existed = 1;

    s.data = v->str.data;
    s.len = v->str.len;

    if (v->type == NGX_HTTP_ANT_WEBHOOK_ERROR) {
        (void) ant_refusal_read(s.data, s.len, &code);
        must(code.len <= 32);
        return;
    }

    if (v->type == NGX_HTTP_ANT_WEBHOOK_STRING) {
        (void) ant_fence_judge(&ctx, &s, &f);
    }
}


static uint64_t
sum_reply(const ngx_http_ant_webhook_reply_t *reply)
{
    uint64_t    sum;
    ngx_uint_t  i;

    must(reply->nelts <= NGX_HTTP_ANT_WEBHOOK_REPLY_ELTS);
    must(reply->used <= sizeof(reply->buf));

    check_value(reply, &reply->value);
    judge(&reply->value);

    sum = sum_value(0xcbf29ce484222325, &reply->value);

    for (i = 0; i < reply->nelts; i++) {
        check_value(reply, &reply->elts[i]);

        /* what an array in an array holds is skipped */

        must(reply->elts[i].type != NGX_HTTP_ANT_WEBHOOK_ARRAY
             || (reply->elts[i].str.len == 0 && reply->elts[i].integer == 0));

        judge(&reply->elts[i]);
        sum = sum_value(sum * 31, &reply->elts[i]);
    }

    return sum;
}


static void
drive(const uint8_t *data, size_t size, size_t chunk, outcome_t *o)
{
    void    *reader;
    size_t   n;
    static ngx_http_ant_webhook_reply_t  reply;

    memset(o, 0, sizeof(outcome_t));
    o->rc = NGX_AGAIN;

    reader = ngx_http_ant_webhook_resp_create(&reply);
    must(reader != NULL);

    while (size && o->rc == NGX_AGAIN) {
        n = ngx_min(size, chunk);

        must(ngx_http_ant_webhook_resp_feed(reader, data, n) == NGX_OK);

        data += n;
        size -= n;

        while ((o->rc = ngx_http_ant_webhook_resp_next(reader)) == NGX_OK) {

            if (o->n == REPLIES) {
                break;
            }

            o->sums[o->n++] = sum_reply(&reply);
        }
    }

    ngx_http_ant_webhook_resp_free(reader);
}


/* a decimal number and the end of its line */

static int
second_number(input_t *in, char mark, int64_t *n)
{
    int  minus, digits;

    if (in->p == in->last || *in->p++ != mark) {
        return 0;
    }

    minus = in->p < in->last && *in->p == '-';
    in->p += minus;

    /* neither 06 nor -0 is a number to hiredis */

    if (in->last - in->p > 1 && *in->p == '0' && (minus || in->p[1] != '\r')) {
        return 0;
    }

    for (*n = 0, digits = 0;
         in->p < in->last && *in->p >= '0' && *in->p <= '9' && digits < 15;
         digits++)
    {
        *n = *n * 10 + (*in->p++ - '0');
    }

    *n = minus ? -*n : *n;

    if (digits == 0 || in->last - in->p < 2 || memcmp(in->p, "\r\n", 2) != 0) {
        return 0;
    }

    in->p += 2;

    return 1;
}


/* { fence, length, existed }: the sum of such a reply, or 0 */

static uint64_t
second(const uint8_t *data, size_t size)
{
    input_t                       in;
    int64_t                       n, len, flag;
    ngx_http_ant_webhook_reply_t  reply;

    memset(&reply, 0, sizeof(reply));

    in.p = data;
    in.last = data + size;

    if (!second_number(&in, '*', &n) || n != 3
        || !second_number(&in, '$', &len) || len < 0 || len > 1024
        || in.last - in.p < len + 2
        || memcmp(in.p + len, "\r\n", 2) != 0)
    {
        return 0;
    }

    reply.value.type = NGX_HTTP_ANT_WEBHOOK_ARRAY;
    reply.nelts = 3;
    reply.elts[0].type = NGX_HTTP_ANT_WEBHOOK_STRING;
    reply.elts[0].str.len = len;
    reply.elts[0].str.data = reply.buf;
    memcpy(reply.buf, in.p, len);

    in.p += len + 2;

    if (!second_number(&in, ':', &n) || !second_number(&in, ':', &flag)) {
        return 0;
    }

    reply.elts[1].type = NGX_HTTP_ANT_WEBHOOK_INTEGER;
    reply.elts[1].integer = n;
    reply.elts[2].type = NGX_HTTP_ANT_WEBHOOK_INTEGER;
    reply.elts[2].integer = flag;

    return sum_reply(&reply);
}


/* a command is what a reader of arrays gives back */

static void
format(const uint8_t *data, size_t size)
{
    char       *cmd;
    size_t      one;
    ngx_int_t   len;
    ngx_str_t   argv[3];
    const char *at;

    one = size / 3;

    argv[0].data = (u_char *) data;
    argv[0].len = one;
    argv[1].data = (u_char *) data + one;
    argv[1].len = one;
    argv[2].data = (u_char *) data + 2 * one;
    argv[2].len = size - 2 * one;

    len = ngx_http_ant_webhook_resp_format(&cmd, 3, argv);
    must(len > 0 && memcmp(cmd, "*3\r\n$", 5) == 0);

    at = cmd + len - 2 - argv[2].len;
    must(memcmp(at, argv[2].data, argv[2].len) == 0);
    must(memcmp(cmd + len - 2, "\r\n", 2) == 0);

    ngx_http_ant_webhook_resp_release(cmd);

    must(ngx_http_ant_webhook_resp_format(&cmd, 17, argv) == NGX_ERROR);
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t   sum;
    outcome_t  whole, bytes, chunks;

    if (size < 2 || size > 200000) {
        return 0;
    }

    drive(data + 1, size - 1, size, &whole);

    sum = second(data + 1, size - 1);

    if (sum) {
        must(whole.n && whole.sums[0] == sum);
    }

    format(data, size);

    if (size > 4096) {
        return 0;
    }

    drive(data + 1, size - 1, 1, &bytes);
    drive(data + 1, size - 1, 1 + data[0], &chunks);

    must(bytes.n == whole.n && bytes.rc == whole.rc);
    must(memcmp(bytes.sums, whole.sums, sizeof(whole.sums)) == 0);
    must(chunks.n == whole.n && chunks.rc == whole.rc);
    must(memcmp(chunks.sums, whole.sums, sizeof(whole.sums)) == 0);

    return 0;
}
