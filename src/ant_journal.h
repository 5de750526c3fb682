
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * A journal: a directory of segments that one worker appends to, and that it
 * or, after its death, an adopter reads.
 */


#ifndef _ANT_JOURNAL_H_INCLUDED_
#define _ANT_JOURNAL_H_INCLUDED_


#include "ant_format.h"


typedef struct ant_segment_s  ant_segment_t;
typedef struct ant_journal_s  ant_journal_t;


/* sequences start here; a fence holds the sequence that is to come next */
#define ANT_SEQUENCE_FIRST  1

#define ANT_RETAIN_SAMPLES  32


struct ant_segment_s {
    ant_segment_t   *next;
    uint64_t         base;      /* lowest sequence that it may hold */
    uint64_t         end;       /* one above its last; 0 while not known */
    uint32_t         number;    /* names the file, means nothing else */
    int              fd;        /* -1 while closed */
    u_char          *map;       /* NULL while not mapped */
    size_t           size;      /* of the file */
    size_t           used;      /* up to the end of the last record; 0 while
                                   not known */
    unsigned         busy:1;    /* a task of the pool has it */
    unsigned         sealed:1;  /* takes no more records */
    unsigned         cut:1;     /* the file holds records only */
    unsigned         dirty:1;   /* appended to since the last sync began */
};


typedef struct {
    uint64_t         sequence;
    uint64_t         time;
} ant_sample_t;


struct ant_journal_s {
    u_char           id[ANT_ID_SIZE];
    u_char           text[2 * ANT_ID_SIZE];
    uint64_t         seed;
    uint64_t         created;    /* ms since the epoch */

    ant_str_t        list;       /* these three are owned by the journal */
    ant_str_t        fence;
    ant_str_t        endpoint;

    int              root;       /* fd of the root, not owned */
    int              dir;        /* fd of the directory; holds the lock */

    ant_segment_t   *segments;   /* oldest first; of a live journal the last
                                    is the active one */
    ant_segment_t   *active;     /* NULL: none, or adopted */
    ant_segment_t   *ready;      /* prepared, not used yet */
    ant_segment_t   *retired;    /* out of the list, to be removed */
    unsigned         nready;
    uint32_t         number;     /* of the next file */

    uint64_t         next;       /* e: the sequence to be given next */
    uint64_t         confirmed;  /* c: Redis has everything below */
    uint64_t         floor;      /* confirmed for at least retain */

    ant_sample_t     samples[ANT_RETAIN_SAMPLES];
    unsigned         nsamples;

    unsigned         live:1;     /* ours from its creation */
    unsigned         finished:1; /* only a header is left */
    unsigned         copy:1;     /* header and directory disagree */

    void            *data;       /* the caller's */
};


typedef struct {
    ant_str_t        list;
    ant_str_t        fence;
    ant_str_t        endpoint;
} ant_identity_t;


/* what a reader looks at: a mapping, or a buffer filled with pread */
typedef struct {
    u_char          *buf;
    size_t           size;
    const u_char    *pos;        /* bytes of the segment from offset on */
    size_t           len;
    uint64_t         offset;
    ant_segment_t   *segment;
} ant_window_t;


typedef struct {
    ant_segment_t   *segment;
    uint64_t         offset;
    uint64_t         sequence;   /* nothing below it is returned */
    uint64_t         bad_first;  /* the range that ANT_BAD speaks of */
    uint64_t         bad_last;
} ant_cursor_t;


/* --- live: the worker's own --- */

/*
 * Makes a new journal in the directory root (an fd): new random id, directory,
 * lock, and a first segment of size bytes (a multiple of 4096), mapped and
 * active.  now is ms since the epoch.  NULL with errno (and nothing left
 * behind) on failure.  Costs system calls; called on a list's first event.
 */
ant_journal_t *ant_journal_create(int root, const ant_identity_t *ident,
    const u_char *machine, uint64_t now, size_t size);

/*
 * Where the payload of the next record goes: *last is the end of the place.
 * NULL if there is no active segment.  No system call.
 */
u_char *ant_journal_reserve(ant_journal_t *j, u_char **last);

/*
 * The payload of sequence j->next ends at end; the event is in the journal
 * when this returns.  now is ms since the epoch.  No system call.
 */
void ant_journal_commit(ant_journal_t *j, u_char *end, uint64_t now);

/*
 * Seals the active segment and goes on in a ready one.  ANT_OK; ANT_NOROOM if
 * none is ready (the active one stays as it is).  No system call.
 */
int ant_journal_turn(ant_journal_t *j);

/*
 * The active segment is not to be trusted any more (a failed sync, a SIGBUS):
 * seals it, drops the ready ones to retired, and leaves none active.
 */
void ant_journal_fail(ant_journal_t *j);


/* --- confirmation; answered is the ms for which Redis has been answering --- */

/* Redis has everything below sequence. */
void ant_journal_confirm(ant_journal_t *j, uint64_t sequence,
    uint64_t answered, uint64_t retain);

/* Redis went back: everything from sequence on is unconfirmed again. */
void ant_journal_rewind(ant_journal_t *j, uint64_t sequence);

/* Moves the floor and notes it in the newest header, if it is mapped. */
uint64_t ant_journal_floor(ant_journal_t *j, uint64_t answered,
    uint64_t retain);

/*
 * Redis answered a REGISTER: segments below sequence go to retired.  Never
 * the active one, and never the last one.
 */
void ant_journal_release(ant_journal_t *j, uint64_t sequence);


/* --- reading; the same for live and adopted journals --- */

/* the oldest sequence that is still kept */
uint64_t ant_journal_oldest(const ant_journal_t *j);

/* Next to be read: the first valid record at or above sequence. */
void ant_journal_seek(ant_journal_t *j, ant_cursor_t *c, uint64_t sequence);

/*
 * The next record; its data is good until the next call with this window.
 * ANT_OK; ANT_AGAIN at the end; ANT_BAD for a damaged range (c->bad_first to
 * c->bad_last; the next call goes on behind it); ANT_ERROR with errno if the
 * segment cannot be opened or there is no memory for a record larger than
 * the window.
 */
int ant_journal_read(ant_journal_t *j, ant_cursor_t *c, ant_window_t *w,
    ant_record_t *rec);

/* closes what the reader opened in segments that the cursor has left */
void ant_journal_leave(ant_journal_t *j, const ant_cursor_t *c);

/* bytes and events from the cursor's place to the end (for gauges) */
uint64_t ant_journal_pending_bytes(const ant_journal_t *j,
    const ant_cursor_t *c);


/* --- adoption --- */

/*
 * Adopts the journal in directory name of root: opens and locks it, compares
 * the inode, reads the headers, finds the end, removes segments that were
 * never used.  NULL with *rc: ANT_AGAIN if it has an owner; ANT_OK if there
 * was nothing in it and it was removed; ANT_BAD if no header can be read;
 * ANT_ERROR with errno.  May read up to one segment: called in the pool.
 */
ant_journal_t *ant_journal_adopt(int root, const char *name,
    const u_char *machine, int *rc);

/* Closes everything, frees it, and so gives up the lock.  Removes nothing. */
void ant_journal_close(ant_journal_t *j);


#endif /* _ANT_JOURNAL_H_INCLUDED_ */
