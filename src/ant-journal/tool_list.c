
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * ant-journal list: a line for each journal.  Promises to be quick: of each
 * journal only headers, the first and the last segment are read.
 */


#include "tool_list.h"
#include "tool_redis.h"
#include "tool_say.h"
#include "tool_walk.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>


typedef struct {
    uint64_t     first;       /* sequences, 0 if there is no event */
    uint64_t     last;
    uint64_t     oldest;      /* their times */
    uint64_t     newest;
    uint64_t     bytes;
    char         fence[24];   /* what Redis says; "-" if it was not asked, or
                                 has none */
} tool_extent_t;


/* The next record at or above a sequence; 0 if there is none. */

static uint64_t
tool_list_record(tool_view_t *v, uint64_t sequence, uint64_t *time)
{
    int           rc;
    ant_record_t  rec;

    tool_view_seek(v, sequence);

    do {
        rc = tool_view_read(v, &rec);
    } while (rc == ANT_BAD);

    if (rc != ANT_OK) {
        return 0;
    }

    *time = rec.time;

    return rec.sequence;
}


static void
tool_list_measure(tool_view_t *v, tool_extent_t *e)
{
    memset(e, 0, sizeof(tool_extent_t));

    e->fence[0] = '-';
    e->bytes = tool_root_bytes(v->root, v->name);

    if (v->journal == NULL) {
        return;
    }

    e->first = tool_list_record(v, 0, &e->oldest);

    if (e->first) {
        e->last = tool_list_record(v, v->end - 1, &e->newest);
    }
}


static int
tool_list_fence(tool_redis_t *redis, const ant_journal_t *j, tool_extent_t *e)
{
    ant_str_t     words[3];
    tool_reply_t  reply;

    words[0].data = (const u_char *) "HGET";
    words[0].len = 4;
    words[1] = j->fence;
    words[2].data = j->text;
    words[2].len = 2 * ANT_ID_SIZE;

    if (tool_redis_ask(redis, &reply, 3, words) != TOOL_OK) {
        return TOOL_FAILED;
    }

    if (reply.text.data != NULL) {
        (void) snprintf(e->fence, sizeof(e->fence), "%.*s",
                        (int) reply.text.len, (const char *) reply.text.data);
    }

    return TOOL_OK;
}


static void
tool_list_json(const tool_view_t *v, const tool_extent_t *e)
{
    const ant_journal_t  *j;

    j = v->journal;

    (void) printf("{\"journal\":\"%s\",\"state\":\"%s\",\"bytes\":%" PRIu64,
                  v->name, tool_view_state(v), e->bytes);

    if (j != NULL) {
        (void) printf(",\"id\":\"%.*s\",\"list\":", 2 * ANT_ID_SIZE,
                      (const char *) j->text);
        tool_put_string(stdout, &j->list);
        (void) fputs(",\"fence\":", stdout);
        tool_put_string(stdout, &j->fence);
        (void) fputs(",\"endpoint\":", stdout);
        tool_put_string(stdout, &j->endpoint);
        (void) printf(",\"first\":%" PRIu64 ",\"last\":%" PRIu64
                      ",\"oldest\":%" PRIu64 ",\"newest\":%" PRIu64
                      ",\"floor\":%" PRIu64 ",\"next\":%" PRIu64,
                      e->first, e->last, e->oldest, e->newest, j->floor,
                      v->end);

        if (e->fence[0] != '-') {
            (void) printf(",\"sent\":\"%s\"", e->fence);
        }
    }

    (void) puts("}");
}


static void
tool_list_text(const tool_view_t *v, const tool_extent_t *e)
{
    char  oldest[TOOL_TIME_SIZE], newest[TOOL_TIME_SIZE];

    (void) printf("%-24s  %-10s", v->name, tool_view_state(v));

    if (v->journal == NULL) {
        (void) printf("  %10s  %10s  %10s  %-24s  %-24s  %10" PRIu64 "\n",
                      "-", "-", "-", "-", "-", e->bytes);
        return;
    }

    (void) printf("  %10" PRIu64 "  %10" PRIu64 "  %10s  %-24s  %-24s  %10"
                  PRIu64 "  ", e->first, e->last, e->fence,
                  tool_time_text(oldest, e->oldest),
                  tool_time_text(newest, e->newest), e->bytes);

    tool_put_name(stdout, &v->journal->list);
    (void) putchar(' ');
    tool_put_name(stdout, &v->journal->endpoint);
    (void) putchar('\n');
}


static int
tool_list_one(const tool_args_t *args, const tool_root_t *root,
    const char *name, tool_redis_t *redis)
{
    int            rc;
    tool_view_t    v;
    tool_extent_t  e;

    rc = tool_view_open(&v, root, name);

    if (rc != TOOL_OK) {
        return (rc == TOOL_FOUND) ? TOOL_OK : rc;
    }

    if (v.journal == NULL || tool_view_of_list(&v, args)) {
        tool_list_measure(&v, &e);

        if (v.journal != NULL && args->redis != NULL) {
            rc = tool_list_fence(redis, v.journal, &e);
        }

        if (args->json) {
            tool_list_json(&v, &e);

        } else {
            tool_list_text(&v, &e);
        }
    }

    if (v.state == TOOL_UNKNOWN || v.state == TOOL_UNREADABLE) {
        rc = TOOL_FOUND;
    }

    tool_view_close(&v);

    return rc;
}


static int
tool_list_all(tool_args_t *args, tool_redis_t *redis)
{
    int          rc, worst;
    size_t       i;
    tool_root_t  root;

    if (tool_root_open(&root, args->dirs[0]) != TOOL_OK) {
        return TOOL_FAILED;
    }

    if (!args->json) {
        (void) printf("%-24s  %-10s  %10s  %10s  %10s  %-24s  %-24s  %10s  "
                      "%s\n", "JOURNAL", "STATE", "FIRST", "LAST", "FENCE",
                      "OLDEST", "NEWEST", "BYTES", "LIST ENDPOINT");
    }

    worst = TOOL_OK;

    for (i = 0; i < root.nnames && worst != TOOL_FAILED; i++) {
        rc = tool_list_one(args, &root, root.names[i], redis);
        worst = (rc > worst) ? rc : worst;
    }

    for (i = 0; i < root.nbad; i++) {
        tool_say("%s/%s keeps what was damaged", root.path, root.bad[i]);
    }

    tool_root_close(&root);

    return worst;
}


int
tool_list(tool_args_t *args)
{
    int           rc;
    tool_redis_t  redis;

    if (args->redis == NULL) {
        return tool_list_all(args, NULL);
    }

    rc = tool_redis_open(&redis, args);

    if (rc == TOOL_OK) {
        rc = tool_list_all(args, &redis);
        tool_redis_close(&redis);
    }

    return rc;
}
