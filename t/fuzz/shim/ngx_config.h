
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The little of nginx that the codec uses, so that it is fuzzed without nginx.
 */


#ifndef _NGX_CONFIG_H_INCLUDED_
#define _NGX_CONFIG_H_INCLUDED_


#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>


typedef intptr_t   ngx_int_t;
typedef uintptr_t  ngx_uint_t;

typedef struct {
    size_t      len;
    u_char     *data;
} ngx_str_t;


#define NGX_OK     0
#define NGX_ERROR  -1
#define NGX_AGAIN  -2

#define ngx_min(a, b)           ((a) < (b) ? (a) : (b))
#define ngx_memcpy(d, s, n)     (void) memcpy(d, s, n)
#define ngx_memzero(p, n)       (void) memset(p, 0, n)


#endif /* _NGX_CONFIG_H_INCLUDED_ */
