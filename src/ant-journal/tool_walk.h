
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The events that the command line asks for, one after the other.
 */


#ifndef _TOOL_WALK_H_INCLUDED_
#define _TOOL_WALK_H_INCLUDED_


#include "tool_view.h"


typedef struct tool_walk_s  tool_walk_t;


/* What becomes of an event: TOOL_OK, or what ends all. */
typedef int (*tool_event_pt)(tool_walk_t *w, const tool_view_t *v,
    const ant_record_t *rec);

/* Before the first event of a journal; TOOL_FOUND: it is passed over. */
typedef int (*tool_journal_pt)(tool_walk_t *w, const tool_view_t *v);


struct tool_walk_s {
    tool_args_t       *args;
    tool_event_pt      event;
    tool_journal_pt    journal;   /* or NULL */
    void              *data;

    uint64_t           events;
    uint64_t           oldest;    /* ms since the epoch, of all that is kept,
                                     whatever is asked for */
    unsigned           incomplete:1;
};


/*
 * Calls w->event for each event of the directory that is asked for: journal
 * by journal, oldest first, in each in order.  What is damaged, gone or not
 * there is said, and noted in w->incomplete.  TOOL_OK or TOOL_FAILED.
 */
int tool_walk(tool_walk_t *w, const tool_root_t *root);

/* Says which damaged range ANT_BAD spoke of. */
void tool_walk_damage(const tool_view_t *v);

/* Says what a journal is that cannot be read; 1 if it is one. */
int tool_walk_closed(const tool_view_t *v);


#endif /* _TOOL_WALK_H_INCLUDED_ */
