
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Pushes events, a batch at a time.  Promises that with a fence no event gets
 * on the list that is there already by nginx, and that where it is not known
 * whether a batch arrived, its first and last event are named.  Called by
 * replay.
 */


#include "tool_push.h"
#include "tool_say.h"
#include "ant_script.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>


#define TOOL_BATCH        500
#define TOOL_BATCH_BYTES  262144

/* words in front of the events: EVAL, script, 2, two keys, four arguments */
#define TOOL_HEAD         9

#define TOOL_ID_PREFIX    "{\"id\":\""


int
tool_push_open(tool_push_t *p, tool_redis_t *redis)
{
    memset(p, 0, sizeof(tool_push_t));

    p->redis = redis;
    p->words = malloc((TOOL_HEAD + TOOL_BATCH) * sizeof(ant_str_t));

    if (p->words == NULL) {
        tool_say("there is no memory");
        return TOOL_FAILED;
    }

    return TOOL_OK;
}


static void
tool_push_empty(tool_push_t *p)
{
    size_t  i;

    for (i = 0; i < p->n; i++) {
        free((u_char *) p->words[TOOL_HEAD + i].data);
    }

    p->n = 0;
    p->bytes = 0;
}


void
tool_push_close(tool_push_t *p)
{
    tool_push_empty(p);
    free(p->words);
}


static u_char *
tool_push_copy(u_char *p, ant_str_t *to, const ant_str_t *from)
{
    memcpy(p, from->data, from->len);

    to->data = p;
    to->len = from->len;

    return p + from->len;
}


int
tool_push_to(tool_push_t *p, const ant_str_t *list, const ant_str_t *fence,
    const ant_str_t *id, uint64_t expected)
{
    int      rc;
    u_char  *names;

    if (list->len > ANT_FENCE_MAX) {
        tool_say("the name of the list has more than %d bytes",
                 ANT_FENCE_MAX);
        return TOOL_USAGE;
    }

    rc = tool_push_flush(p);

    names = tool_push_copy(p->names, &p->list, list);
    p->fence.data = NULL;

    if (fence != NULL && id != NULL) {
        names = tool_push_copy(names, &p->fence, fence);
        (void) tool_push_copy(names, &p->id, id);
        p->expected = expected;
    }

    return rc;
}


/* The id that an event begins with, or its first bytes. */

static void
tool_push_name(char *name, size_t size, const u_char *data, size_t len)
{
    size_t  n, prefix;

    prefix = sizeof(TOOL_ID_PREFIX) - 1;

    if (len > prefix && memcmp(data, TOOL_ID_PREFIX, prefix) == 0) {
        data += prefix;
        len -= prefix;
    }

    for (n = 0; n < len && n < size - 1 && data[n] > 0x20 && data[n] < 0x7f
                && data[n] != '"'; n++)
    {
        name[n] = (char) data[n];
    }

    name[n] = '\0';
}


int
tool_push_add(tool_push_t *p, const u_char *data, size_t len,
    uint64_t sequence)
{
    u_char     *copy;
    ant_str_t  *word;

    copy = malloc(len);

    if (copy == NULL) {
        tool_say("there is no memory");
        return TOOL_FAILED;
    }

    memcpy(copy, data, len);

    word = &p->words[TOOL_HEAD + p->n];
    word->data = copy;
    word->len = len;

    if (p->n == 0) {
        tool_push_name(p->first, sizeof(p->first), data, len);
    }

    tool_push_name(p->last, sizeof(p->last), data, len);

    p->n++;
    p->bytes += len;
    p->next = sequence + 1;

    if (p->n == TOOL_BATCH || p->bytes >= TOOL_BATCH_BYTES) {
        return tool_push_flush(p);
    }

    return TOOL_OK;
}


static void
tool_push_word(ant_str_t *word, const char *text)
{
    word->data = (const u_char *) text;
    word->len = strlen(text);
}


/* RPUSH list events: its two words stand right before the events */

static int
tool_push_plain(tool_push_t *p)
{
    ant_str_t     *words;
    tool_reply_t   reply;

    words = &p->words[TOOL_HEAD - 2];

    tool_push_word(&words[0], "RPUSH");
    words[1] = p->list;

    return tool_redis_ask(p->redis, &reply, p->n + 2, words);
}


static int
tool_push_fenced(tool_push_t *p)
{
    int           rc;
    u_char        expected[20], next[20];
    ant_str_t    *words;
    tool_reply_t  reply;

    words = p->words;

    tool_push_word(&words[0], "EVAL");
    words[1] = ant_script_push;
    tool_push_word(&words[2], "2");
    words[3] = p->list;
    words[4] = p->fence;
    words[5] = p->id;
    words[6].data = expected;
    words[6].len = (size_t) (ant_script_number(expected, p->expected)
                             - expected);
    words[7].data = next;
    words[7].len = (size_t) (ant_script_number(next, p->next) - next);
    tool_push_word(&words[8], "0");

    rc = tool_redis_ask(p->redis, &reply, p->n + TOOL_HEAD, words);

    if (rc != TOOL_OK) {
        return rc;
    }

    if (reply.n != 3) {
        tool_say("the fence does not stand at %" PRIu64 " any more: somebody "
                 "else pushes this journal; nothing of the batch was pushed",
                 p->expected);
        return TOOL_FAILED;
    }

    p->expected = p->next;

    return TOOL_OK;
}


int
tool_push_flush(tool_push_t *p)
{
    int  rc;

    if (p->n == 0) {
        return TOOL_OK;
    }

    rc = p->fence.data ? tool_push_fenced(p) : tool_push_plain(p);

    if (rc == TOOL_OK) {
        p->pushed += p->n;

    } else if (p->redis->failed && p->fence.data == NULL) {
        tool_say("it is not known whether %s to %s arrived: look at the list "
                 "before these are replayed again", p->first, p->last);
    }

    tool_push_empty(p);

    return rc;
}
