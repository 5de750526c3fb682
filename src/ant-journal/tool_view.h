
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * A journal read to the end that it had when it was opened.
 */


#ifndef _TOOL_VIEW_H_INCLUDED_
#define _TOOL_VIEW_H_INCLUDED_


#include "tool_args.h"
#include "tool_root.h"
#include "ant_journal.h"


typedef enum {
    TOOL_OWNED = 0,    /* a worker has its lock */
    TOOL_ORPHAN,       /* no worker has */
    TOOL_FINISHED,     /* only a header is left */
    TOOL_ASIDE,        /* set aside for a person */
    TOOL_COPY,         /* not where, or on which machine, it was made */
    TOOL_EMPTY,        /* there is nothing in it */
    TOOL_UNKNOWN,      /* of a version that is not known */
    TOOL_UNREADABLE    /* no header can be read */
} tool_state_e;


typedef struct {
    const tool_root_t  *root;
    const char         *name;       /* of the directory */
    ant_journal_t      *journal;    /* NULL: see state */
    tool_state_e        state;
    ant_cursor_t        cursor;
    ant_window_t        window;
    ant_segment_t      *segment;    /* the last one that was read */
    uint64_t            end;
    uint64_t            gone;       /* events that the owner removed while
                                       this was read */
} tool_view_t;


/*
 * Opens a journal, at its oldest record.  TOOL_OK, perhaps without a journal;
 * TOOL_FOUND: it is gone; TOOL_FAILED, and it is said.
 */
int tool_view_open(tool_view_t *v, const tool_root_t *root, const char *name);
void tool_view_close(tool_view_t *v);

void tool_view_seek(tool_view_t *v, uint64_t sequence);

/* As ant_journal_read(); what the owner removed meanwhile is passed over. */
int tool_view_read(tool_view_t *v, ant_record_t *rec);

const char *tool_view_state(const tool_view_t *v);

/* Is this the journal of the list, if one is asked for? */
int tool_view_of_list(const tool_view_t *v, const tool_args_t *args);


#endif /* _TOOL_VIEW_H_INCLUDED_ */
