
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What a journal needs done that may block: run in a thread of the pool on
 * values of its own, begun and ended in the worker's event loop.  Several
 * tasks of one journal may be begun before the first is run; they are run, and
 * then ended, in the order in which they were begun.  A journal is not closed
 * while a task of it is under way.
 */


#ifndef _ANT_TASK_H_INCLUDED_
#define _ANT_TASK_H_INCLUDED_


#include "ant_journal.h"
#include "ant_root.h"


typedef enum {
    ANT_TASK_MAKE = 0,     /* a segment: allocate, write once, sync, map */
    ANT_TASK_SYNC,         /* fdatasync; the first of a journal syncs its
                              directory and the root as well */
    ANT_TASK_SEAL,         /* unmap, cut to what it holds, sync, close */
    ANT_TASK_REMOVE,       /* unlink; close and unmap first */
    ANT_TASK_CUT,          /* floor := end in the last segment's header, sync,
                              cut it to that, sync; remove the others, sync
                              the directory */
    ANT_TASK_DROP,         /* remove the directory, sync the root */
    ANT_TASK_KEEP,         /* copy what stands where records were; rc
                              ANT_AGAIN: there is a copy; a second name for
                              a file that could not be read whole */
    ANT_TASK_ASIDE         /* rename the directory to ID.aside, sync the
                              root */
} ant_task_e;


typedef struct {
    ant_task_e       op;
    ant_journal_t   *journal;   /* not looked at in the pool */
    ant_segment_t   *segment;   /* not looked at in the pool */
    int              dir;
    int              root;
    int              fd;
    uint32_t         number;
    u_char          *map;
    size_t           size;
    size_t           used;
    uint64_t         floor;
    u_char           text[2 * ANT_ID_SIZE + 1];  /* the directory's name */
    uint64_t         upto;      /* SYNC, SEAL: what is then on the disk */
    u_char          *plan;      /* CUT: the header, then the others' numbers;
                                   owned by the task until it is ended */
    size_t           nkeep;     /* CUT: so many are kept for a person, */
    size_t           nremove;   /* and after them so many are removed */
    const ant_limit_t  *limit;  /* MAKE: refuse when the bound says so; NULL:
                                   no bound */
    ant_usage_t     *usage;     /* MAKE: as counted, own to the pool */
    size_t           queue;     /* MAKE: index of the list in the usage */
    ant_cursor_t     bad;       /* KEEP: the range */
    unsigned         sync:1;    /* SEAL: fdatasync as well; begins as 1 */
    unsigned         never:1;   /* SEAL: but not this one, its sync failed */
    unsigned         enter:1;   /* SYNC, SEAL: directory and root as well */
    unsigned         unsafe:1;  /* SYNC, SEAL: the sync failed */
    unsigned         keep:1;    /* REMOVE: not without a name in the root;
                                   KEEP: number gets one;
                                   CUT: the last one stays as it is, number is
                                   that of a new file for the header */
    int              rc;
    int              err;       /* errno */
} ant_task_t;


/*
 * The next thing to be done for the journal, or ANT_AGAIN.  In order: retired
 * segments are removed; full ones that the reader has left (sequence sent) or
 * that lie more than two behind the active one are sealed, and the last one
 * of an adopted journal is cut to what it holds.  One call, one task; a
 * segment that is in a task is busy.  A record that was read from the mapping
 * of a segment is not to be used once its SEAL was begun.
 */
int ant_task_next(ant_journal_t *j, uint64_t sent, ant_task_t *t);

/*
 * A segment of size bytes is wanted; a live journal, in no MAKE already.
 * limit, usage and queue are then set by the caller.  rc ANT_NOROOM: refused
 * by the bound (err 0) or by the disk (err ENOSPC or EDQUOT).
 */
void ant_task_make(ant_journal_t *j, size_t size, ant_task_t *t);

/*
 * The oldest segment that is dirty, the active one last; ANT_AGAIN if there is
 * nothing to do.  Once it went well j->synced says what is on the disk.
 */
int ant_task_sync(ant_journal_t *j, ant_task_t *t);

/*
 * The end of a journal whose events are all confirmed, and which takes no
 * more.  A DROP follows a CUT that went well.
 */
void ant_task_cut(ant_journal_t *j, ant_task_t *t);
void ant_task_drop(ant_journal_t *j, ant_task_t *t);

/* Damage that the reader reported with this cursor. */
void ant_task_keep(ant_journal_t *j, const ant_cursor_t *c, ant_task_t *t);

/*
 * Nobody adopts the journal any more, until a person gives the directory its
 * name back.  Once it went well it is to be closed.
 */
void ant_task_aside(ant_journal_t *j, ant_task_t *t);

/* In the pool: does it, sets rc and err. */
void ant_task_run(ant_task_t *t);

/*
 * In the event loop: takes the result over into the journal.  A MAKE that
 * went well adds a ready segment, and makes it the active one if there is
 * none.  A SYNC that failed calls ant_journal_fail(), and so does a SEAL whose
 * sync failed.  A REMOVE or SEAL that failed is offered again by
 * ant_task_next(); a CUT, DROP, KEEP or ASIDE can be begun again.  After a DROP
 * the journal is still to be closed.  Returns t->rc.
 */
int ant_task_end(ant_task_t *t);


#endif /* _ANT_TASK_H_INCLUDED_ */
