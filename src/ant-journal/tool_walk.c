
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Which events are meant: by journal, by id, by time, by list.  Promises that
 * whatever was asked for and is not there is named.  Called by cat, export
 * and replay.
 */


#include "tool_walk.h"
#include "tool_say.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>


/* Is the journal one that is asked for?  By its id, or by its directory. */

static int
tool_walk_picked(const tool_pick_t *pick, const char *name, const u_char *id)
{
    if (strncmp(pick->text, name, pick->len) == 0 && name[pick->len] == '\0') {
        return 1;
    }

    return id != NULL && pick->len == 2 * ANT_ID_SIZE
           && memcmp(pick->text, id, pick->len) == 0;
}


/* The lowest sequence that may be wanted; ANT_SEQUENCE_MAX + 1: none is. */

static uint64_t
tool_walk_first(tool_args_t *args, const char *name, const u_char *id)
{
    size_t        i;
    uint64_t      first;
    tool_pick_t  *pick;

    if (args->npicks == 0) {
        return 0;
    }

    first = ANT_SEQUENCE_MAX + 1;

    for (i = 0; i < args->npicks; i++) {
        pick = &args->picks[i];

        if (tool_walk_picked(pick, name, id)) {
            pick->found = 1;
            first = (pick->first < first) ? pick->first : first;
        }
    }

    return first;
}


static int
tool_walk_wanted(tool_args_t *args, const tool_view_t *v,
    const ant_record_t *rec)
{
    int           wanted;
    size_t        i;
    tool_pick_t  *pick;

    if (rec->time < args->since || rec->time > args->until) {
        return 0;
    }

    wanted = (args->npicks == 0);

    for (i = 0; i < args->npicks; i++) {
        pick = &args->picks[i];

        if (rec->sequence >= pick->first && rec->sequence <= pick->last
            && tool_walk_picked(pick, v->name, v->journal->text))
        {
            pick->matched = 1;
            wanted = 1;
        }
    }

    return wanted;
}


void
tool_walk_damage(const tool_view_t *v)
{
    const ant_cursor_t  *c;

    c = &v->cursor;

    tool_say("journal %s: events %" PRIu64 " to %" PRIu64 " are damaged "
             "(%08x.seg, %" PRIu64 " bytes at %" PRIu64 ")",
             v->name, c->bad_first, c->bad_last, c->bad_number, c->bad_size,
             c->bad_offset);
}


int
tool_walk_closed(const tool_view_t *v)
{
    switch (v->state) {

    case TOOL_UNKNOWN:
        tool_say("journal %s is of a version that this program does not "
                 "know: use the one of the release that wrote it", v->name);
        return 1;

    case TOOL_UNREADABLE:
        tool_say("journal %s: no header can be read", v->name);
        return 1;

    default:
        return 0;
    }
}


static int
tool_walk_records(tool_walk_t *w, tool_view_t *v, uint64_t first)
{
    int           rc;
    ant_record_t  rec;

    /* the first one that is kept tells how far back all reaches */

    rc = tool_view_read(v, &rec);

    if (rc == ANT_OK && (w->oldest == 0 || rec.time < w->oldest)) {
        w->oldest = rec.time;
    }

    tool_view_seek(v, first);

    for ( ;; ) {
        rc = tool_view_read(v, &rec);

        if (rc == ANT_AGAIN) {
            break;
        }

        if (rc == ANT_ERROR) {
            tool_say_errno(errno, "%s/%s", v->root->path, v->name);
            return TOOL_FAILED;
        }

        if (rc == ANT_BAD) {
            tool_walk_damage(v);
            w->incomplete = 1;
            continue;
        }

        if (!tool_walk_wanted(w->args, v, &rec)) {
            continue;
        }

        rc = w->event(w, v, &rec);
        if (rc != TOOL_OK) {
            return rc;
        }

        w->events++;
    }

    return TOOL_OK;
}


static int
tool_walk_journal(tool_walk_t *w, tool_view_t *v)
{
    int       rc;
    uint64_t  first;

    if (v->journal == NULL) {

        if (tool_walk_first(w->args, v->name, NULL) <= ANT_SEQUENCE_MAX
            && tool_walk_closed(v))
        {
            w->incomplete = 1;
        }

        return TOOL_OK;
    }

    first = tool_walk_first(w->args, v->name, v->journal->text);

    if (first > ANT_SEQUENCE_MAX || !tool_view_of_list(v, w->args)) {
        return TOOL_OK;
    }

    rc = w->journal ? w->journal(w, v) : TOOL_OK;

    if (rc != TOOL_OK) {
        return (rc == TOOL_FOUND) ? TOOL_OK : rc;
    }

    rc = tool_walk_records(w, v, first);

    if (v->gone) {
        tool_say("journal %s: its owner has removed %" PRIu64 " events while "
                 "they were read", v->name, v->gone);
        w->incomplete = 1;
    }

    return rc;
}


static void
tool_walk_missing(tool_walk_t *w)
{
    size_t        i;
    tool_pick_t  *pick;

    for (i = 0; i < w->args->npicks; i++) {
        pick = &w->args->picks[i];

        if (!pick->found) {
            tool_say("%s: there is no such journal; it ends when all of it "
                     "was in Redis for retain", pick->text);
            w->incomplete = 1;

        } else if (!pick->matched && pick->ranged) {
            tool_say("%s: no such event, or not any more; list tells what is "
                     "kept", pick->text);
            w->incomplete = 1;
        }
    }
}


int
tool_walk(tool_walk_t *w, const tool_root_t *root)
{
    int          rc;
    size_t       i;
    tool_view_t  v;

    for (i = 0; i < root->nnames; i++) {
        rc = tool_view_open(&v, root, root->names[i]);

        if (rc == TOOL_FOUND) {
            continue;
        }

        if (rc == TOOL_OK) {
            rc = tool_walk_journal(w, &v);
            tool_view_close(&v);
        }

        if (rc != TOOL_OK) {
            return rc;
        }
    }

    tool_walk_missing(w);

    return TOOL_OK;
}
