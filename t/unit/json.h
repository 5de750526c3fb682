
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Calls any writer of JSON: what it writes, into as much memory as it needs,
 * more and less.
 */


#ifndef _JSON_H_INCLUDED_
#define _JSON_H_INCLUDED_


#include "ant_json.h"
#include "tap.h"
#include "request.h"


#define HEAD(event)                                                          \
    "{\"id\":\"0193d8ce1c2a7e02b6c81d35-184\",\"event\":\"" event "\","      \
    "\"received\":1734509285012,"

#define CANARY  0xc5


/* all that a writer may be called with, so that one test serves all */

typedef struct {
    int                 kind;
    ant_envelope_t      env;
    const ant_event_t  *event;
    const ant_query_t  *q;
    ant_result_t        res;
    ant_str_t           param;
    const char         *reason;
    ant_args_t          args;
} call_t;


enum { EVENT, REJECTED, ERROR };


static const ant_secret_t  secrets[] = {
    { ant_string("key"), ant_string("s3cret") }
};


static const ant_field_t  fields[] = {
    { ant_string("tenant"), ant_string("a\"b") },
    { ant_string("empty"), ant_null_string },
    { ant_string("site\xc3\xa9"), ant_string("\xc3\xa9") },
    { ant_string("b+d"), ant_string("50%+\xff\x01\x7f\\") },
    { ant_string("%\xfe"), ant_string("1 + 1") }
};


static void
envelope(ant_envelope_t *env, const ant_event_t *event)
{
    memset(env, 0, sizeof(ant_envelope_t));

    env->journal = request_str("0193d8ce1c2a7e02b6c81d35");
    env->sequence = 184;
    env->event = event->name;
    env->received = 1734509285012;
}


static u_char *
call(u_char *p, u_char *last, const call_t *c)
{
    switch (c->kind) {

    case EVENT:
        return ant_json_event(p, last, &c->env, c->event, c->q, &c->res);

    case REJECTED:
        return ant_json_rejected(p, last, &c->env, &c->param, c->reason,
                                 &c->args);

    default:
        return ant_json_error(p, last, &c->param, c->reason);
    }
}


/* the number of wrong ones among all sizes from none to what is needed */

static size_t
sizes(const call_t *c, size_t need, const char *want)
{
    size_t   size, wrong;
    u_char  *p, *end;

    wrong = 0;

    for (size = 0; size <= need; size++) {
        p = malloc(size);
        end = call(p, p + size, c);

        if (size < need) {
            wrong += (end != NULL);

        } else {
            wrong += (end != p + need || memcmp(p, want, need) != 0);
        }

        free(p);
    }

    return wrong;
}


static void
check(const call_t *c, const char *want, const char *name)
{
    size_t   i, need, touched;
    u_char  *end;
    u_char   out[16384];

    memset(out, CANARY, sizeof(out));

    end = call(out + 64, out + sizeof(out) - 64, c);
    need = strlen(want);
    touched = 0;

    is_mem(end ? out + 64 : NULL, end ? (size_t) (end - out - 64) : 0,
           want, need, name);

    for (i = 0; i < sizeof(out); i++) {
        touched += ((i < 64 || i >= 64 + need) && out[i] != CANARY);
    }

    is_int((long) touched, 0, "nothing else is touched");
    is_int((long) sizes(c, need, want), 0, "each size that is too small");
}


#endif /* _JSON_H_INCLUDED_ */
