
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Events on their way to a list: in batches, with the fence or without.
 */


#ifndef _TOOL_PUSH_H_INCLUDED_
#define _TOOL_PUSH_H_INCLUDED_


#include "tool_redis.h"


typedef struct {
    tool_redis_t  *redis;
    ant_str_t      list;       /* copies, these three */
    ant_str_t      fence;      /* with its name: moves the field id */
    ant_str_t      id;
    u_char         names[2 * ANT_FENCE_MAX + 2 * ANT_ID_SIZE];
    uint64_t       expected;   /* where the field stands */

    /* the batch; the words in front of its events are made when it leaves */

    ant_str_t     *words;
    size_t         n;
    size_t         bytes;
    uint64_t       next;       /* one above the last sequence in it */
    char           first[64];  /* ids, for messages */
    char           last[64];
    uint64_t       pushed;     /* events that Redis has */
} tool_push_t;


/* TOOL_OK, or TOOL_FAILED and it is said */
int tool_push_open(tool_push_t *p, tool_redis_t *redis);
void tool_push_close(tool_push_t *p);

/*
 * From now on to this list; fence is NULL for a plain RPUSH, else the field
 * id has to stand at expected.  What was added before is pushed first.  The
 * names are copied.
 */
int tool_push_to(tool_push_t *p, const ant_str_t *list,
    const ant_str_t *fence, const ant_str_t *id, uint64_t expected);

/* Copies an event to the batch, and pushes that if it is full. */
int tool_push_add(tool_push_t *p, const u_char *data, size_t len,
    uint64_t sequence);

int tool_push_flush(tool_push_t *p);


#endif /* _TOOL_PUSH_H_INCLUDED_ */
