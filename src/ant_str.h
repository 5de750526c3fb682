
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


#define ANT_OK       0
#define ANT_ERROR   -1
#define ANT_AGAIN   -2
#define ANT_NOROOM  -3
#define ANT_BAD     -4


typedef struct {
    size_t         len;
    const u_char  *data;
} ant_str_t;


#define ant_string(s)   { sizeof(s) - 1, (const u_char *) s }
#define ant_null_string { 0, NULL }


#endif /* _ANT_STR_H_INCLUDED_ */
