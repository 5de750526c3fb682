
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * ant-journal replay --file: pushes what export wrote.  Promises that nothing
 * is pushed of a file that is not one of these, to its last line.
 */


#define _GNU_SOURCE

#include "tool_push.h"
#include "tool_replay.h"
#include "tool_say.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>


/* as export writes it: neither can stand inside a JSON string */
#define TOOL_LINE_BEGIN  "{\"journal\":\""
#define TOOL_LINE_EVENT  ",\"event\":{\"id\":\""


/* The event of a line; ANT_BAD: it is no line of export. */

static int
tool_replay_line(char *line, size_t len, ant_str_t *event)
{
    char  *p;

    if (strncmp(line, TOOL_LINE_BEGIN, sizeof(TOOL_LINE_BEGIN) - 1) != 0
        || len < 4 || memcmp(line + len - 3, "}}\n", 3) != 0)
    {
        return ANT_BAD;
    }

    p = strstr(line, TOOL_LINE_EVENT);

    if (p == NULL) {
        return ANT_BAD;
    }

    p += sizeof(",\"event\":") - 1;

    event->data = (u_char *) p;
    event->len = (size_t) (line + len - 2 - p);

    return ANT_OK;
}


/* Counts the events of the file, or pushes them if there is where to. */

static int
tool_replay_lines(FILE *f, const char *name, tool_push_t *push, uint64_t *n)
{
    int        rc;
    char      *line;
    size_t     size;
    ssize_t    len;
    ant_str_t  event;

    rewind(f);

    rc = TOOL_OK;
    line = NULL;
    size = 0;
    *n = 0;

    while (rc == TOOL_OK && (len = getline(&line, &size, f)) != -1) {
        (*n)++;

        if (tool_replay_line(line, (size_t) len, &event) != ANT_OK) {
            tool_say("%s: line %" PRIu64 " is none of \"ant-journal export\"",
                     name, *n);
            rc = TOOL_FAILED;

        } else if (push != NULL) {
            rc = tool_push_add(push, event.data, event.len, 0);
        }
    }

    if (rc == TOOL_OK && ferror(f)) {
        tool_say_errno(errno, "%s", name);
        rc = TOOL_FAILED;
    }

    free(line);

    return rc;
}


static int
tool_replay_push(const tool_args_t *args, FILE *f, tool_push_t *push)
{
    int        rc;
    uint64_t   n;
    ant_str_t  to;

    to.data = (const u_char *) args->to;
    to.len = strlen(args->to);

    rc = tool_push_to(push, &to, NULL, NULL, 0);

    if (rc == TOOL_OK) {
        rc = tool_replay_lines(f, args->file, push, &n);
    }

    if (rc == TOOL_OK) {
        rc = tool_push_flush(push);
    }

    (void) printf("%" PRIu64 " events pushed\n", push->pushed);

    return rc;
}


static int
tool_replay_opened(const tool_args_t *args, FILE *f)
{
    int           rc;
    uint64_t      n;
    tool_push_t   push;
    tool_redis_t  redis;

    rc = tool_replay_lines(f, args->file, NULL, &n);

    if (rc != TOOL_OK) {
        return rc;
    }

    rc = tool_redis_open(&redis, args);

    if (rc != TOOL_OK) {
        return rc;
    }

    tool_say("%" PRIu64 " events of %s go to %s at %s; those that are there "
             "already are there twice then", n, args->file, args->to,
             args->redis);

    rc = TOOL_USAGE;

    if (args->yes || tool_confirm("Push them?")) {
        rc = tool_push_open(&push, &redis);
    }

    if (rc == TOOL_OK) {
        rc = tool_replay_push(args, f, &push);
        tool_push_close(&push);
    }

    tool_redis_close(&redis);

    return rc;
}


int
tool_replay_file(tool_args_t *args)
{
    int    rc;
    FILE  *f;

    if (args->to == NULL || args->npicks || args->list != NULL || args->since
        || args->until != UINT64_MAX || args->which != TOOL_SENT)
    {
        tool_say("--file=FILE pushes all of an exported file, --to=LIST; what "
                 "is in it was chosen by export");
        return TOOL_USAGE;
    }

    f = fopen(args->file, "re");

    if (f == NULL) {
        tool_say_errno(errno, "%s", args->file);
        return TOOL_FAILED;
    }

    rc = tool_replay_opened(args, f);

    (void) fclose(f);

    return rc;
}
