
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The framing of a PUSH, read back by a parser of the test's own.
 */


#include <stdlib.h>

#include "ant_script.h"
#include "tap.h"


#define ARGS_MAX  64


typedef struct {
    size_t        n;
    size_t        len[ARGS_MAX];
    const u_char  *arg[ARGS_MAX];
} command_t;


/* 1 if p to last is one command, whole, and nothing else */
static int
parse(const u_char *p, const u_char *last, command_t *c)
{
    char    *end;
    size_t   i;

    memset(c, 0, sizeof(command_t));

    if (p == last || *p != '*') {
        return 0;
    }

    c->n = strtoul((const char *) p + 1, &end, 10);
    p = (u_char *) end;

    if (c->n > ARGS_MAX || memcmp(p, "\r\n", 2) != 0) {
        return 0;
    }

    p += 2;

    for (i = 0; i < c->n; i++) {
        if (*p != '$') {
            return 0;
        }

        c->len[i] = strtoul((const char *) p + 1, &end, 10);
        p = (u_char *) end;

        if (memcmp(p, "\r\n", 2) != 0) {
            return 0;
        }

        c->arg[i] = p + 2;
        p += 2 + c->len[i];

        if (memcmp(p, "\r\n", 2) != 0) {
            return 0;
        }

        p += 2;
    }

    return p == last;
}


static int
is_arg(const command_t *c, size_t i, const void *data, size_t len)
{
    return i < c->n && c->len[i] == len && memcmp(c->arg[i], data, len) == 0;
}


static void
test_push(uint64_t first, uint64_t next, uint64_t max, size_t events,
    const char *name)
{
    char         text[32];
    u_char      *buf, *p, *head;
    size_t       i, size;
    command_t    c;
    ant_push_t   push;

    static const u_char  payload[] = "{\"a\":\"\r\n$3\r\n\"}\0x";

    memset(&push, 0, sizeof(ant_push_t));

    push.list.data = (const u_char *) "ant:sms";
    push.list.len = 7;
    push.fence.data = (const u_char *) "ant:sms:fence";
    push.fence.len = 13;
    push.id.data = (const u_char *) "0193d8ce1c2a7e02b6c81d35";
    push.id.len = 24;
    push.expected = first;
    push.next = next;
    push.max_length = max;
    push.events = events;

    size = ant_push_head_max(&push)
           + events * ant_push_event_max(sizeof(payload));

    buf = malloc(size + 1);
    head = ant_push_head(buf, &push);
    p = head;

    for (i = 0; i < events; i++) {
        p = ant_push_event(p, payload, sizeof(payload));
    }

    ok((size_t) (head - buf) <= ant_push_head_max(&push)
       && (size_t) (p - buf) <= size, "%s: within its bounds", name);

    *p = '\0';

    ok(parse(buf, p, &c) && c.n == 9 + events, "%s: one command", name);

    ok(is_arg(&c, 0, "EVAL", 4)
       && is_arg(&c, 1, ant_script_push.data, ant_script_push.len)
       && is_arg(&c, 2, "2", 1)
       && is_arg(&c, 3, "ant:sms", 7)
       && is_arg(&c, 4, "ant:sms:fence", 13)
       && is_arg(&c, 5, push.id.data, 24), "%s: script and keys", name);

    sprintf(text, "%llu", (unsigned long long) first);
    ok(is_arg(&c, 6, text, strlen(text)), "%s: expected %s", name, text);

    sprintf(text, "%llu", (unsigned long long) next);
    ok(is_arg(&c, 7, text, strlen(text)), "%s: new %s", name, text);

    sprintf(text, "%llu", (unsigned long long) max);
    ok(is_arg(&c, 8, text, strlen(text)), "%s: max_length %s", name, text);

    for (i = 0; i < events; i++) {
        if (!is_arg(&c, 9 + i, payload, sizeof(payload))) {
            break;
        }
    }

    ok(i == events, "%s: events byte for byte, line ends and zeros too", name);

    free(buf);
}


int
main(void)
{
    test_push(1, 2, 0, 1, "one event");
    test_push(10, 10, 0, 0, "no event");
    test_push(1, 51, 1000000, 50, "fifty events");
    test_push(UINT64_MAX - 1, UINT64_MAX, UINT64_MAX, 1, "the largest numbers");

    return done();
}
