
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * One connection to Redis, one command after the other.
 */


#ifndef _TOOL_REDIS_H_INCLUDED_
#define _TOOL_REDIS_H_INCLUDED_


#include "tool_args.h"


typedef struct {
    void          *context;
    void          *reply;      /* of the last command */
    const char    *address;
    unsigned       failed:1;   /* it is not known if the last one was done */
} tool_redis_t;


/* An answer, good until the next command. */
typedef struct {
    ant_str_t      text;       /* data is NULL: none, or another type */
    int64_t        number;
    size_t         n;          /* of an array */
} tool_reply_t;


/* Connects and says who we are.  TOOL_OK, or TOOL_FAILED and it is said. */
int tool_redis_open(tool_redis_t *r, const tool_args_t *args);
void tool_redis_close(tool_redis_t *r);

/*
 * Sends a command of n words and waits for its answer.  TOOL_OK, or
 * TOOL_FAILED and it is said.
 */
int tool_redis_ask(tool_redis_t *r, tool_reply_t *reply, size_t n,
    const ant_str_t *words);

/* Element i of the last answer, which is an array; 0 if there is none. */
int tool_redis_element(const tool_redis_t *r, size_t i, tool_reply_t *reply);


#endif /* _TOOL_REDIS_H_INCLUDED_ */
