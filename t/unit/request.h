
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What the unit tests of the request share: a request in memory of exactly
 * its size, so that a sanitizer sees each byte too many, and its parameters
 * as text.
 */


#ifndef _REQUEST_H_INCLUDED_
#define _REQUEST_H_INCLUDED_


#include "ant_query.h"

#include <stdlib.h>
#include <string.h>


typedef struct {
    ant_query_t  q;
    u_char      *input;
    u_char      *scratch;
    int          rc;
} request_t;


/* len bytes in memory of their own; none is a block of no bytes */

__attribute__((unused)) static u_char *
request_copy(const void *data, size_t len)
{
    u_char  *p;

    p = malloc(len);

    if (len) {
        memcpy(p, data, len);
    }

    return p;
}


__attribute__((unused)) static ant_str_t
request_str(const char *s)
{
    ant_str_t  str;

    str.len = s ? strlen(s) : 0;
    str.data = (const u_char *) s;

    return str;
}


__attribute__((unused)) static void
request_parse(request_t *r, const void *data, size_t len,
    const ant_secret_t *secrets, size_t nsecrets)
{
    memset(r, 0xa5, sizeof(request_t));

    r->input = request_copy(data, len);
    r->scratch = malloc(len);

    ant_query_init(&r->q, secrets, nsecrets, r->scratch, len);

    r->rc = ant_query_parse(&r->q, r->input, len);
}


__attribute__((unused)) static void
request_free(request_t *r)
{
    free(r->input);
    free(r->scratch);
}


/* appends s to the text at p, what is not printable as \xNN */

__attribute__((unused)) static char *
request_show(char *p, const ant_str_t *s)
{
    u_char  c;
    size_t  i;

    for (i = 0; i < s->len; i++) {
        c = s->data[i];

        if (c > 0x20 && c < 0x7f && c != '\\') {
            *p++ = (char) c;

        } else if (c == ' ') {
            *p++ = '_';

        } else {
            p += sprintf(p, "\\x%02x", c);
        }
    }

    return p;
}


#endif /* _REQUEST_H_INCLUDED_ */
