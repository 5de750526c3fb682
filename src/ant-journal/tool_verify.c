
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * ant-journal verify: every record of every journal is read, its checksum
 * compared, and what stands behind the last one is looked at.  Promises that
 * damage of any kind makes the exit code 1.
 */


#include "tool_list.h"
#include "tool_say.h"
#include "tool_walk.h"
#include "ant_segment.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>


typedef struct {
    uint64_t     events;
    uint64_t     damaged;     /* events */
    uint64_t     ranges;
    uint64_t     strange;     /* files with neither header nor record */
    uint64_t     unread;      /* files that the disk does not give whole */
    unsigned     torn:1;      /* a record at the end is not whole */
    unsigned     begun:1;     /* one was begun there, and never promised */
} tool_verdict_t;


/* What follows the last record of the last segment?  Zeros, usually. */

static int
tool_verify_tail(const tool_view_t *v, tool_verdict_t *verdict)
{
    int             fd, rc;
    size_t          i, used;
    u_char          buf[4096];
    ssize_t         n;
    uint64_t        sequence;
    unsigned        unread;
    ant_segment_t  *s;

    for (s = v->journal->segments; s->next != NULL; s = s->next) {
        /* void */
    }

    fd = ant_segment_open(v->journal->dir, s->number, O_RDONLY);
    if (fd == -1) {
        return ANT_ERROR;
    }

    rc = ANT_OK;
    unread = 0;
    used = s->used ? s->used : ANT_HEADER_SIZE;

    memset(buf, 0, ANT_RECORD_SIZE);

    do {
        n = ant_segment_read(fd, buf, sizeof(buf), (off_t) used, NULL,
                             &unread);

        if (n == -1) {
            rc = ANT_ERROR;
            break;
        }

        if (s->used == used) {

            /* the length is stored last */

            verdict->torn = ant_record_peek(buf, &sequence) != 0;
        }

        for (i = 0; i < (size_t) n; i++) {
            verdict->begun |= (buf[i] != 0);
        }

        used += (size_t) n;

    } while (n > 0);

    (void) close(fd);

    s->unread |= unread;

    return rc;
}


/* What is in them, nobody can say. */

static void
tool_verify_unread(const tool_view_t *v, tool_verdict_t *verdict)
{
    ant_segment_t  *s;

    for (s = v->journal->segments; s != NULL; s = s->next) {

        if (s->unread) {
            verdict->unread++;
            tool_say("journal %s: %08x.seg could not be read whole", v->name,
                     s->number);
        }
    }
}


static int
tool_verify_read(tool_view_t *v, tool_verdict_t *verdict)
{
    int             rc;
    ant_record_t    rec;
    ant_segment_t  *s;

    do {
        rc = tool_view_read(v, &rec);

        if (rc == ANT_OK) {
            verdict->events++;

        } else if (rc == ANT_BAD) {
            verdict->ranges++;
            verdict->damaged += v->cursor.bad_last - v->cursor.bad_first + 1;
            tool_walk_damage(v);
        }

    } while (rc == ANT_OK || rc == ANT_BAD);

    for (s = v->journal->strange; s != NULL; s = s->next) {
        verdict->strange++;
        tool_say("journal %s: %08x.seg has neither header nor record",
                 v->name, s->number);
    }

    /* an owner may be appending */

    if (rc == ANT_AGAIN && v->state != TOOL_OWNED) {
        rc = tool_verify_tail(v, verdict);
    }

    tool_verify_unread(v, verdict);

    return rc;
}


static void
tool_verify_print(const tool_view_t *v, const tool_verdict_t *verdict,
    int json)
{
    static const ant_str_t  none = ant_null_string;

    if (json) {
        (void) printf("{\"journal\":\"%s\",\"state\":\"%s\",\"list\":",
                      v->name, tool_view_state(v));
        tool_put_string(stdout, v->journal ? &v->journal->list : &none);
        (void) printf(",\"events\":%" PRIu64 ",\"damaged\":%" PRIu64
                      ",\"ranges\":%" PRIu64 ",\"strange\":%" PRIu64
                      ",\"unread\":%" PRIu64
                      ",\"torn\":%s,\"removed\":%" PRIu64 "}\n",
                      verdict->events, verdict->damaged, verdict->ranges,
                      verdict->strange, verdict->unread,
                      verdict->torn ? "true" : "false",
                      v->gone);
        return;
    }

    (void) printf("%s  %s  ", v->name, tool_view_state(v));

    if (v->journal == NULL) {
        (void) printf("%s\n", v->state == TOOL_EMPTY ? "nothing in it"
                                                     : "cannot be read");
        return;
    }

    tool_put_name(stdout, &v->journal->list);
    (void) printf("  %" PRIu64 " events", verdict->events);

    if (verdict->damaged || verdict->strange || verdict->unread
        || verdict->torn)
    {
        (void) printf(", %" PRIu64 " damaged%s%s\n", verdict->damaged,
                      verdict->torn ? ", and the last one is not whole" : "",
                      verdict->unread ? ", and not all could be read" : "");
        return;
    }

    (void) puts(", all whole");
}


/* TOOL_OK, TOOL_FOUND for damage, TOOL_FAILED. */

static int
tool_verify_journal(tool_view_t *v, int json)
{
    int             rc;
    tool_verdict_t  verdict;

    memset(&verdict, 0, sizeof(tool_verdict_t));

    if (v->journal == NULL) {
        rc = tool_walk_closed(v) ? TOOL_FOUND : TOOL_OK;
        tool_verify_print(v, &verdict, json);
        return rc;
    }

    rc = tool_verify_read(v, &verdict);

    if (rc == ANT_ERROR) {
        tool_say_errno(errno, "%s/%s", v->root->path, v->name);
        return TOOL_FAILED;
    }

    if (verdict.torn) {
        tool_say("journal %s: behind event %" PRIu64 " stands one that is not "
                 "whole: damage, or a power cut before it was synced",
                 v->name, v->end - 1);

    } else if (verdict.begun) {
        tool_say("journal %s: an event was begun behind %" PRIu64 " and never "
                 "answered 200: its worker died", v->name, v->end - 1);
    }

    tool_verify_print(v, &verdict, json);

    return (verdict.ranges || verdict.strange || verdict.unread
            || verdict.torn)
           ? TOOL_FOUND : TOOL_OK;
}


int
tool_verify(tool_args_t *args)
{
    int          rc, worst;
    size_t       i;
    tool_view_t  v;
    tool_root_t  root;

    if (tool_root_open(&root, args->dirs[0]) != TOOL_OK) {
        return TOOL_FAILED;
    }

    worst = TOOL_OK;

    for (i = 0; i < root.nnames; i++) {

        rc = tool_view_open(&v, &root, root.names[i]);

        if (rc == TOOL_FOUND) {
            continue;
        }

        if (rc == TOOL_OK) {

            if (v.journal == NULL || tool_view_of_list(&v, args)) {
                rc = tool_verify_journal(&v, args->json);
            }

            tool_view_close(&v);
        }

        worst = (rc > worst) ? rc : worst;
    }

    for (i = 0; i < root.nbad; i++) {
        tool_say("%s/%s keeps what was damaged earlier", root.path,
                 root.bad[i]);
    }

    tool_root_close(&root);

    return worst;
}
