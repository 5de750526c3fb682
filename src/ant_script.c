
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The Lua scripts that Redis runs, and the framing of the one with events.
 *
 * Promises: a PUSH applies all of a batch and moves the fence, or it applies
 * nothing; a batch that was applied once is refused for ever after.  To keep
 * this under every error of Redis, the fence is first written unchanged: a
 * right that was taken away, a full memory, a server that may not write shows
 * there, when nothing has been applied.  Called by the forwarder.  Knows
 * nothing of connections.
 *
 * The scripts are sent as text with every call: there is nothing to load, so
 * a restarted or promoted server needs no second try.
 */


#include <string.h>

#include "ant_script.h"


#define ANT_SCRIPT_NUMBER_MAX  20


const ant_str_t  ant_script_register = ant_string(
    "local n=redis.call('LLEN',KEYS[1])\n"
    "local f=redis.call('HGET',KEYS[2],ARGV[1])\n"
    "redis.call('HSET',KEYS[2],ARGV[1],f or ARGV[2])\n"
    "redis.call('HSET',KEYS[2],ARGV[1]..':day',ARGV[3])\n"
    "return {f or ARGV[2],n,f and 1 or 0,ARGV[1]}"
);


const ant_str_t  ant_script_renew = ant_string(
    "local n=redis.call('LLEN',KEYS[1])\n"
    "local f=redis.call('HGET',KEYS[2],ARGV[1])\n"
    "if not f then return {f,ARGV[1]} end\n"
    "redis.call('HSET',KEYS[2],ARGV[1],f)\n"
    "redis.call('HSET',KEYS[2],ARGV[1]..':day',ARGV[3])\n"
    "return {f,n,1,ARGV[1]}"
);


const ant_str_t  ant_script_push = ant_string(
    "local f=redis.call('HGET',KEYS[2],ARGV[1])\n"
    "if f~=ARGV[2] then return {f,ARGV[1]} end\n"
    "local m=tonumber(ARGV[4])\n"
    "if m>0 and redis.call('LLEN',KEYS[1])>m then\n"
    "return redis.error_reply('ANTFULL list is longer than max_length')\n"
    "end\n"
    "redis.call('HSET',KEYS[2],ARGV[1],f)\n"
    "local n=0\n"
    "for i=5,#ARGV,1000 do\n"
    "n=redis.call('RPUSH',KEYS[1],unpack(ARGV,i,math.min(i+999,#ARGV)))\n"
    "end\n"
    "redis.call('HSET',KEYS[2],ARGV[1],ARGV[3])\n"
    "return {ARGV[3],n,ARGV[1]}"
);


const ant_str_t  ant_script_trim = ant_string(
    "return redis.call('LTRIM',KEYS[1],-tonumber(ARGV[1]),-1)"
);


const ant_str_t  ant_script_forget = ant_string(
    "if redis.call('HGET',KEYS[1],ARGV[1])==ARGV[2] then\n"
    "redis.call('HDEL',KEYS[1],ARGV[1],ARGV[1]..':day')\n"
    "return 1\n"
    "end\n"
    "return 0"
);


u_char *
ant_script_number(u_char *p, uint64_t n)
{
    u_char  buf[ANT_SCRIPT_NUMBER_MAX], *b;

    b = buf + sizeof(buf);

    do {
        *--b = '0' + n % 10;
        n /= 10;
    } while (n);

    memcpy(p, b, buf + sizeof(buf) - b);

    return p + (buf + sizeof(buf) - b);
}


static u_char *
ant_script_length(u_char *p, u_char type, uint64_t n)
{
    *p++ = type;
    p = ant_script_number(p, n);
    *p++ = '\r';
    *p++ = '\n';

    return p;
}


size_t
ant_push_event_max(size_t len)
{
    return 1 + ANT_SCRIPT_NUMBER_MAX + 2 + len + 2;
}


u_char *
ant_push_event(u_char *p, const u_char *data, size_t len)
{
    p = ant_script_length(p, '$', len);

    memcpy(p, data, len);
    p += len;

    *p++ = '\r';
    *p++ = '\n';

    return p;
}


static u_char *
ant_push_number(u_char *p, uint64_t n)
{
    u_char   buf[ANT_SCRIPT_NUMBER_MAX];
    u_char  *end;

    end = ant_script_number(buf, n);

    return ant_push_event(p, buf, end - buf);
}


size_t
ant_push_head_max(const ant_push_t *push)
{
    /* the array's length, then EVAL, script, 2, two keys, four arguments */

    return 1 + ANT_SCRIPT_NUMBER_MAX + 2
           + ant_push_event_max(4)
           + ant_push_event_max(ant_script_push.len)
           + ant_push_event_max(1)
           + ant_push_event_max(push->list.len)
           + ant_push_event_max(push->fence.len)
           + ant_push_event_max(push->id.len)
           + 3 * ant_push_event_max(ANT_SCRIPT_NUMBER_MAX);
}


u_char *
ant_push_head(u_char *p, const ant_push_t *push)
{
    p = ant_script_length(p, '*', 9 + push->events);

    p = ant_push_event(p, (const u_char *) "EVAL", 4);
    p = ant_push_event(p, ant_script_push.data, ant_script_push.len);
    p = ant_push_event(p, (const u_char *) "2", 1);
    p = ant_push_event(p, push->list.data, push->list.len);
    p = ant_push_event(p, push->fence.data, push->fence.len);
    p = ant_push_event(p, push->id.data, push->id.len);
    p = ant_push_number(p, push->expected);
    p = ant_push_number(p, push->next);

    return ant_push_number(p, push->max_length);
}
