
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What every pure file shares: a counted string and the return codes.
 * A counted string never owns its bytes and is not terminated by zero.
 */


#ifndef _ANT_STR_H_INCLUDED_
#define _ANT_STR_H_INCLUDED_


#include <sys/types.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>


#define ANT_OK       0
#define ANT_ERROR   -1
#define ANT_AGAIN   -2
#define ANT_NOROOM  -3
#define ANT_BAD     -4


typedef struct {
    size_t         len;
    const u_char  *data;
} ant_str_t;


/* where a call costs more than what it does */
#define ant_inline  inline __attribute__((always_inline))

#define ant_string(s)   { sizeof(s) - 1, (const u_char *) s }
#define ant_null_string { 0, NULL }


/* 1 if len bytes, at least one, are the same; for few, memcmp() costs more */

static ant_inline int
ant_str_same(const u_char *a, const u_char *b, size_t len)
{
    uint32_t  v, w;
    uint64_t  x, y;

    if (len > 16) {
        return memcmp(a, b, len) == 0;
    }

    if (len >= 8) {
        memcpy(&x, a, 8);
        memcpy(&y, b, 8);

        if (x != y) {
            return 0;
        }

        memcpy(&x, a + len - 8, 8);
        memcpy(&y, b + len - 8, 8);

        return x == y;
    }

    if (len >= 4) {
        memcpy(&v, a, 4);
        memcpy(&w, b, 4);

        if (v != w) {
            return 0;
        }

        memcpy(&v, a + len - 4, 4);
        memcpy(&w, b + len - 4, 4);

        return v == w;
    }

    return a[0] == b[0] && a[len / 2] == b[len / 2] && a[len - 1] == b[len - 1];
}


static ant_inline int
ant_str_equal(const ant_str_t *a, const ant_str_t *b)
{
    return a->len == b->len
           && (a->len == 0 || ant_str_same(a->data, b->data, a->len));
}


#endif /* _ANT_STR_H_INCLUDED_ */
