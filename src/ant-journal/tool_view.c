
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Reads a journal with the project's own reader, whoever owns it.  Promises
 * that nothing is written and no lock kept, and that a journal that is
 * appended to and cut at its beginning meanwhile reads as whole.  Called by
 * the commands that read.
 */


#define _GNU_SOURCE

#include "tool_view.h"
#include "tool_say.h"
#include "ant_root.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>


#define TOOL_WINDOW  262144

/* a file that is listed may be gone before it is opened, but not for ever */
#define TOOL_TRIES   1000


static const char  *const tool_states[] = {
    "owned", "orphan", "finished", "aside", "copy", "empty", "unknown",
    "unreadable"
};


static tool_state_e
tool_view_judge(const tool_view_t *v)
{
    if (strlen(v->name) > 2 * ANT_ID_SIZE
        && strcmp(v->name + strlen(v->name) - 6, ".aside") == 0)
    {
        return TOOL_ASIDE;
    }

    if (v->journal->copy) {
        return TOOL_COPY;
    }

    if (tool_root_owned(v->root, v->name)) {
        return TOOL_OWNED;
    }

    return v->journal->finished ? TOOL_FINISHED : TOOL_ORPHAN;
}


/* As tool_view_open(), and what it says is not said yet. */

static int
tool_view_load(tool_view_t *v)
{
    int     i, rc;
    u_char  machine[ANT_MACHINE_SIZE];

    ant_root_machine(machine);

    for (i = 0; i < TOOL_TRIES; i++) {
        v->journal = ant_journal_view(v->root->fd, v->name, machine, &rc);

        if (v->journal != NULL) {
            return TOOL_OK;
        }

        if (rc == ANT_AGAIN) {
            return TOOL_FOUND;
        }

        if (rc == ANT_OK) {
            v->state = TOOL_EMPTY;
            return TOOL_OK;
        }

        if (rc == ANT_BAD && errno == EBADMSG && i < TOOL_TRIES - 1
            && tool_root_owned(v->root, v->name))
        {
            /* one segment is being made, and the others went meanwhile */
            continue;
        }

        if (rc == ANT_BAD) {
            v->state = (errno == EPROTONOSUPPORT) ? TOOL_UNKNOWN
                                                  : TOOL_UNREADABLE;
            return TOOL_OK;
        }

        if (errno != ENOENT) {
            return TOOL_FAILED;
        }
    }

    return TOOL_FAILED;
}


int
tool_view_open(tool_view_t *v, const tool_root_t *root, const char *name)
{
    int  rc;

    memset(v, 0, sizeof(tool_view_t));

    v->root = root;
    v->name = name;

    rc = tool_view_load(v);

    if (rc == TOOL_FAILED) {
        tool_say_errno(errno, "%s/%s", root->path, name);
    }

    if (rc != TOOL_OK || v->journal == NULL) {
        return rc;
    }

    v->window.size = TOOL_WINDOW;
    v->window.buf = malloc(TOOL_WINDOW);

    if (v->window.buf == NULL) {
        tool_say("there is no memory");
        tool_view_close(v);
        return TOOL_FAILED;
    }

    v->state = tool_view_judge(v);
    v->end = v->journal->next;

    tool_view_seek(v, 0);

    return TOOL_OK;
}


void
tool_view_close(tool_view_t *v)
{
    if (v->journal != NULL) {
        ant_journal_close(v->journal);
        v->journal = NULL;
    }

    ant_window_free(&v->window);
    free(v->window.buf);
    v->window.buf = NULL;
}


void
tool_view_seek(tool_view_t *v, uint64_t sequence)
{
    uint64_t  oldest;

    oldest = ant_journal_oldest(v->journal);
    sequence = (sequence > oldest) ? sequence : oldest;

    ant_journal_seek(v->journal, &v->cursor, sequence);
}


/* The owner has removed a segment, and perhaps all of them, or cut one. */

static int
tool_view_again(tool_view_t *v)
{
    uint64_t        sequence, oldest;
    tool_state_e    state;
    ant_journal_t  *old;

    old = v->journal;
    state = v->state;
    sequence = v->cursor.sequence;

    if (tool_view_load(v) == TOOL_FAILED) {
        v->journal = old;
        return ANT_ERROR;
    }

    if (v->journal == NULL) {
        v->gone += v->end - sequence;
        v->journal = old;
        v->state = state;
        return ANT_AGAIN;
    }

    ant_journal_close(old);

    v->window.segment = NULL;
    v->segment = NULL;

    oldest = ant_journal_oldest(v->journal);
    oldest = (oldest < v->end) ? oldest : v->end;

    if (oldest > sequence) {
        v->gone += oldest - sequence;
    }

    tool_view_seek(v, sequence);

    return ANT_OK;
}


/*
 * Its owner cuts the last segment of a journal to its header, and that is no
 * damage.
 */

static int
tool_view_cut(const tool_view_t *v)
{
    struct stat           st;
    const ant_segment_t  *s;

    s = v->cursor.segment;

    return s != NULL && s->fd != -1 && fstat(s->fd, &st) == 0
           && (size_t) st.st_size < s->size;
}


int
tool_view_read(tool_view_t *v, ant_record_t *rec)
{
    int       i, rc;
    uint64_t  sequence;

    for (i = 0; i < TOOL_TRIES; i++) {

        sequence = v->cursor.sequence;

        if (sequence >= v->end) {
            return ANT_AGAIN;
        }

        rc = ant_journal_read(v->journal, &v->cursor, &v->window, rec);

        if (rc == ANT_BAD && tool_view_cut(v)) {
            v->cursor.sequence = sequence;

        } else if (rc != ANT_ERROR || errno != ENOENT) {

            if (v->cursor.segment != v->segment) {
                v->segment = v->cursor.segment;
                ant_journal_leave(v->journal, &v->cursor);
            }

            /* an end that has moved on */

            return (rc == ANT_OK && rec->sequence >= v->end) ? ANT_AGAIN : rc;
        }

        rc = tool_view_again(v);

        if (rc != ANT_OK) {
            return rc;
        }
    }

    return ANT_ERROR;
}


const char *
tool_view_state(const tool_view_t *v)
{
    return tool_states[v->state];
}


int
tool_view_of_list(const tool_view_t *v, const tool_args_t *args)
{
    const ant_str_t  *list;

    if (args->list == NULL) {
        return 1;
    }

    list = &v->journal->list;

    return list->len == strlen(args->list)
           && memcmp(list->data, args->list, list->len) == 0;
}
