
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * ant-journal replay: events that are still in a journal, or were exported,
 * go to a list once more, ids kept.  Promises that nothing is pushed that
 * nginx is still going to push: what is sent and what is not is told by the
 * fence, and what is not sent is only pushed under the journal's lock and by
 * the fence, of a copy only by one that is there.  First all is counted and
 * said, then it is done.
 */


#define _GNU_SOURCE

#include "tool_push.h"
#include "tool_replay.h"
#include "tool_say.h"
#include "tool_walk.h"
#include "ant_fence.h"
#include "ant_script.h"
#include "ant_segment.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>


#define TOOL_DAY  86400000


/* where a journal's fence stood when all was counted */
typedef struct {
    const char    *name;       /* of its directory */
    uint64_t       bound;
    int            lock;       /* fd, or -1 */
    unsigned       there:1;    /* there is a fence */
} tool_mark_t;


typedef struct {
    tool_redis_t   redis;
    tool_push_t    push;
    tool_mark_t   *marks;
    size_t         nmarks;
    tool_mark_t   *mark;       /* of the journal that is walked */
    uint64_t       skipped;    /* events on the other side of the fence */
    uint64_t       first;      /* times of what is pushed */
    uint64_t       last;
    unsigned       doing:1;    /* else counting */
} tool_replay_t;


static int
tool_replay_fence(tool_replay_t *r, const ant_journal_t *j, tool_mark_t *mark)
{
    int           rc;
    ant_str_t     words[3];
    tool_reply_t  reply;

    words[0].data = (const u_char *) "HGET";
    words[0].len = 4;
    words[1] = j->fence;
    words[2].data = j->text;
    words[2].len = 2 * ANT_ID_SIZE;

    rc = tool_redis_ask(&r->redis, &reply, 3, words);
    if (rc != TOOL_OK) {
        return rc;
    }

    /* without a fence: only what has been confirmed for retain was sent */

    mark->bound = j->floor;
    mark->there = (reply.text.data != NULL);

    if (mark->there && ant_fence_parse(&reply.text, &mark->bound) != ANT_OK) {
        tool_say("the fence of journal %s is no number", mark->name);
        return TOOL_FAILED;
    }

    return TOOL_OK;
}


/* Events that are not sent are nobody else's business: under the lock. */

static int
tool_replay_lock(const tool_view_t *v, tool_mark_t *mark)
{
    int  rc;

    rc = ant_segment_lock(v->root->fd, v->name, &mark->lock);

    if (rc == ANT_AGAIN) {
        tool_say("journal %s is owned by a worker of nginx, which pushes what "
                 "is not sent", v->name);
        return TOOL_FOUND;
    }

    if (rc == ANT_ERROR) {
        tool_say_errno(errno, "%s/%s", v->root->path, v->name);
        return TOOL_FAILED;
    }

    return TOOL_OK;
}


/*
 * The original of a copy may have ended, and its fence with it: then all of it
 * was on the list.  nginx sets such a copy aside.
 */

static int
tool_replay_unsure(const tool_walk_t *w, const ant_journal_t *j,
    const tool_mark_t *mark)
{
    if (w->args->which != TOOL_UNSENT || w->args->to != NULL || !j->copy
        || j->finished || mark->there)
    {
        return 0;
    }

    tool_say("journal %s is a copy without a fence: what of it was on its list "
             "is not known, perhaps all.  To push it from event N on, %" PRIu64
             " if nothing was: HSET %.*s %.*s N", mark->name, mark->bound,
             (int) j->fence.len, j->fence.data, (int) sizeof(j->text),
             j->text);

    return 1;
}


static int
tool_replay_mark(tool_walk_t *w, const tool_view_t *v)
{
    int             rc;
    tool_mark_t    *marks, *mark;
    tool_replay_t  *r;

    r = w->data;

    marks = realloc(r->marks, (r->nmarks + 1) * sizeof(tool_mark_t));

    if (marks == NULL) {
        tool_say("there is no memory");
        return TOOL_FAILED;
    }

    r->marks = marks;
    mark = &marks[r->nmarks];

    memset(mark, 0, sizeof(tool_mark_t));
    mark->name = v->name;
    mark->lock = -1;

    if (w->args->which == TOOL_UNSENT) {
        rc = tool_replay_lock(v, mark);

        if (rc != TOOL_OK) {
            w->incomplete = 1;
            return rc;
        }
    }

    rc = tool_replay_fence(r, v->journal, mark);

    if (rc == TOOL_OK && tool_replay_unsure(w, v->journal, mark)) {
        w->incomplete = 1;
        rc = TOOL_FOUND;
    }

    if (rc != TOOL_OK) {

        if (mark->lock != -1) {
            (void) close(mark->lock);
        }

        return rc;
    }

    r->nmarks++;
    r->mark = mark;

    return TOOL_OK;
}


static int
tool_replay_count(tool_walk_t *w, const tool_view_t *v,
    const ant_record_t *rec)
{
    tool_replay_t  *r;

    r = w->data;

    if ((rec->sequence < r->mark->bound) != (w->args->which == TOOL_SENT)) {
        r->skipped++;
        w->events--;
        return TOOL_OK;
    }

    if (r->first == 0 || rec->time < r->first) {
        r->first = rec->time;
    }

    if (rec->time > r->last) {
        r->last = rec->time;
    }

    return TOOL_OK;
}


/* REGISTER, as a worker that adopts the journal does it. */

static int
tool_replay_register(tool_replay_t *r, const ant_journal_t *j)
{
    int           rc;
    u_char        start[20], day[20];
    ant_str_t     words[8];
    tool_reply_t  reply, field;

    words[0].data = (const u_char *) "EVAL";
    words[0].len = 4;
    words[1] = j->copy ? ant_script_renew : ant_script_register;
    words[2].data = (const u_char *) "2";
    words[2].len = 1;
    words[3] = j->list;
    words[4] = j->fence;
    words[5].data = j->text;
    words[5].len = 2 * ANT_ID_SIZE;
    words[6].data = start;
    words[6].len = (size_t) (ant_script_number(start, r->mark->bound)
                             - start);
    words[7].data = day;
    words[7].len = (size_t) (ant_script_number(day, tool_now() / TOOL_DAY)
                             - day);

    rc = tool_redis_ask(&r->redis, &reply, 8, words);

    if (rc != TOOL_OK) {
        return rc;
    }

    if (!tool_redis_element(&r->redis, 0, &field)
        || field.text.data == NULL
        || ant_fence_parse(&field.text, &r->mark->bound) != ANT_OK)
    {
        tool_say("the fence of journal %s is gone, or no number",
                 r->mark->name);
        return TOOL_FAILED;
    }

    return TOOL_OK;
}


/* The second time: to the list, from where the fence stood. */

static int
tool_replay_begin(tool_walk_t *w, const tool_view_t *v)
{
    int             rc;
    size_t          i;
    ant_str_t       to, id;
    tool_replay_t  *r;
    ant_journal_t  *j;

    r = w->data;
    j = v->journal;

    for (i = 0; i < r->nmarks && r->marks[i].name != v->name; i++) {
        /* void */
    }

    if (i == r->nmarks) {
        return TOOL_FOUND;
    }

    r->mark = &r->marks[i];

    if (w->args->to != NULL) {
        to.data = (const u_char *) w->args->to;
        to.len = strlen(w->args->to);

        return tool_push_to(&r->push, &to, NULL, NULL, 0);
    }

    if (w->args->which == TOOL_SENT) {
        return tool_push_to(&r->push, &j->list, NULL, NULL, 0);
    }

    /* where there is nothing to push, no field is made */

    if (j->finished || r->mark->bound >= v->end) {
        return TOOL_FOUND;
    }

    rc = tool_replay_register(r, j);
    if (rc != TOOL_OK) {
        return rc;
    }

    id.data = j->text;
    id.len = 2 * ANT_ID_SIZE;

    return tool_push_to(&r->push, &j->list, &j->fence, &id, r->mark->bound);
}


static int
tool_replay_event(tool_walk_t *w, const tool_view_t *v,
    const ant_record_t *rec)
{
    tool_replay_t  *r;

    r = w->data;

    if ((rec->sequence < r->mark->bound) != (w->args->which == TOOL_SENT)) {
        w->events--;
        return TOOL_OK;
    }

    return tool_push_add(&r->push, rec->data, rec->len, rec->sequence);
}


static void
tool_replay_announce(const tool_walk_t *w, const tool_replay_t *r)
{
    char                oldest[TOOL_TIME_SIZE], first[TOOL_TIME_SIZE];
    char                last[TOOL_TIME_SIZE];
    const tool_args_t  *args;

    args = w->args;

    tool_say("the oldest event that is kept is of %s; what Redis had "
             "confirmed for retain before is gone, and rejected events are "
             "on the rejected list", tool_time_text(oldest, w->oldest));

    if (args->since && w->oldest > args->since) {
        tool_say("so this does not reach back to --since=%s",
                 tool_time_text(first, args->since));
    }

    if (r->skipped && args->which == TOOL_SENT) {
        tool_say("%" PRIu64 " more are not in Redis yet: nginx pushes them; "
                 "if no nginx serves this directory: --which=unsent",
                 r->skipped);

    } else if (r->skipped) {
        tool_say("%" PRIu64 " more were in Redis already: --which=sent",
                 r->skipped);
    }

    tool_say("%" PRIu64 " events from %s to %s go to %s at %s%s", w->events,
             tool_time_text(first, r->first), tool_time_text(last, r->last),
             args->to ? args->to : "their list", args->redis,
             args->which == TOOL_SENT ? ", with the ids that they had before"
                                      : "");
}


/* The journals are held until it is done: names and locks are theirs. */

static int
tool_replay_walk(tool_walk_t *w, tool_replay_t *r, const tool_root_t *root)
{
    int   rc;

    w->journal = tool_replay_mark;
    w->event = tool_replay_count;

    rc = tool_walk(w, root);

    if (rc != TOOL_OK) {
        return rc;
    }

    tool_replay_announce(w, r);

    if (w->events == 0) {
        return TOOL_OK;
    }

    if (!w->args->yes && !tool_confirm("Push them?")) {
        return TOOL_USAGE;
    }

    w->journal = tool_replay_begin;
    w->event = tool_replay_event;
    w->events = 0;

    rc = tool_walk(w, root);

    return (rc == TOOL_OK) ? tool_push_flush(&r->push) : rc;
}


static int
tool_replay_journals(tool_args_t *args, tool_replay_t *r)
{
    int          rc;
    size_t       i;
    tool_walk_t  w;
    tool_root_t  root;

    if (tool_root_open(&root, args->dirs[0]) != TOOL_OK) {
        return TOOL_FAILED;
    }

    memset(&w, 0, sizeof(tool_walk_t));

    w.args = args;
    w.data = r;

    rc = tool_replay_walk(&w, r, &root);

    for (i = 0; i < r->nmarks; i++) {

        if (r->marks[i].lock != -1) {
            (void) close(r->marks[i].lock);
        }
    }

    free(r->marks);
    tool_root_close(&root);

    return (rc == TOOL_OK && w.incomplete) ? TOOL_FOUND : rc;
}


static int
tool_replay_usage(const tool_args_t *args)
{
    if (args->npicks == 0 && args->since == 0 && args->until == UINT64_MAX
        && !args->all)
    {
        tool_say("which events? Journals, ids, --since, --until, or --all");
        return TOOL_USAGE;
    }

    if (args->to != NULL && args->list == NULL) {
        tool_say("--to=%s takes the events of one list: --list=LIST says of "
                 "which", args->to);
        return TOOL_USAGE;
    }

    if (args->which == TOOL_UNSENT && args->to == NULL
        && (args->since || args->until != UINT64_MAX || args->npicks))
    {
        tool_say("what is not sent is pushed in order, to the end: "
                 "--which=unsent takes --list and --all; parts of it go to "
                 "another list only, --to=LIST");
        return TOOL_USAGE;
    }

    return TOOL_OK;
}


int
tool_replay(tool_args_t *args)
{
    int            rc;
    tool_replay_t  r;

    rc = tool_replay_usage(args);
    if (rc != TOOL_OK) {
        return rc;
    }

    memset(&r, 0, sizeof(tool_replay_t));

    rc = tool_redis_open(&r.redis, args);
    if (rc != TOOL_OK) {
        return rc;
    }

    rc = tool_push_open(&r.push, &r.redis);

    if (rc == TOOL_OK) {
        rc = tool_replay_journals(args, &r);

        (void) printf("%" PRIu64 " events pushed\n", r.push.pushed);

        tool_push_close(&r.push);
    }

    tool_redis_close(&r.redis);

    return rc;
}
