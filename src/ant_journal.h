
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * A journal: a directory of segments that one worker appends to, and that it
 * or, after its death, an adopter reads.  The bytes are in ant_format.h.
 *
 * All of it is used by one thread, the worker's event loop, but for
 * ant_journal_adopt() and what a task does (ant_task.h).
 *
 * Root: ID (24 hex digits), a directory for each journal, 0700; ID.aside, one
 * that was set aside for a person; ID-SEQUENCE.bad and ID-NUMBER.seg.bad, what
 * could not be read; adopt.lock and size.lock.
 * Journal: NUMBER.seg (8 hex digits), a file for each segment, 0600.  The
 * owner holds flock() on the directory.
 *
 * A record is valid if and only if its length is not zero, all of it lies in
 * the segment, its checksum is right for the journal's id, its sequence and its
 * first word, its sequence is above that of the last valid record before it
 * in the segment and not below the segment's base, and below the base of the
 * next segment that has a higher one.
 *
 * Recovery:
 *
 *  1. The directory is opened and locked; then the path must still lead to it.
 *  2. Each file named as a segment is looked at.  A header that is whole and
 *     of an unknown version: the journal is left alone, untouched.  No header,
 *     all of it zeros or damaged, and nothing but zeros behind it: the segment
 *     was never used, and is removed.  A header with another journal's id: it
 *     is not ours, and stays.  No header, but records: the segment's base is
 *     its first valid one.  No header and no valid record: strange, kept until
 *     the journal's end and then moved to the root.
 *  3. Segments are sorted by base.  Several of one base (a copied file) are
 *     read one after the other; no sequence is returned twice.
 *  4. The journal's end is one above the last valid record of the last base;
 *     that base, if there is none; or the floor, if it is above and the last
 *     segment is only a header.
 *  5. Reading: where a record is bad, the next valid one is looked for at each
 *     multiple of 8 in the same segment.  There is one: what is missing between
 *     is damage, ANT_BAD.  There is none: the segment ends here, and what is
 *     missing below the next one's base is damage.  After the last segment it
 *     is the end.  A page that the disk does not give counts as zeros.
 *  6. The end of a journal, each step on the disk before the next: the last
 *     segment is cut to its header, with the floor at the journal's end; the
 *     others are removed; later that one and the directory.  Whoever finds it
 *     in between knows the end, and that nothing below is to be sent.
 *
 * Mappings, which a failing file system may turn into SIGBUS: segment->map of
 * each segment while it is not NULL, segment->size bytes; and of an adopted
 * journal the page at head.
 */


#ifndef _ANT_JOURNAL_H_INCLUDED_
#define _ANT_JOURNAL_H_INCLUDED_


#include "ant_segment.h"


typedef struct ant_journal_s  ant_journal_t;


/* sequences start here; a fence holds the sequence that is to come next */
#define ANT_SEQUENCE_FIRST  1

#define ANT_RETAIN_SAMPLES  32


typedef struct {
    uint64_t         sequence;
    uint64_t         time;
} ant_sample_t;


struct ant_journal_s {
    u_char           id[ANT_ID_SIZE];
    u_char           text[2 * ANT_ID_SIZE];
    uint64_t         seed;
    uint64_t         created;    /* ms since the epoch */
    u_char           name[2 * ANT_ID_SIZE + 1];  /* of the directory, and a
                                    zero; differs from text in a copy */

    u_char           machine[ANT_MACHINE_SIZE];  /* these three as the header
                                    has them */
    uint64_t         device;
    uint64_t         inode;

    ant_str_t        list;       /* these three are owned by the journal */
    ant_str_t        fence;
    ant_str_t        endpoint;

    int              root;       /* fd of the root, not owned; -1: all of the
                                    journal is in anonymous memory */
    int              dir;        /* fd of the directory; holds the lock */
    u_char          *head;       /* the newest header, mapped, or NULL */

    ant_segment_t   *segments;   /* oldest first; of a live journal the last
                                    is the active one */
    ant_segment_t   *active;     /* NULL: none, or adopted */
    ant_segment_t   *ready;      /* prepared, not used yet */
    ant_segment_t   *retired;    /* out of the list, to be removed */
    ant_segment_t   *strange;    /* neither header nor record can be read */
    unsigned         nready;
    unsigned         generation; /* changes when segments leave the list */
    uint32_t         number;     /* of the next file */

    uint64_t         next;       /* e: the sequence to be given next */
    uint64_t         confirmed;  /* c: Redis has everything below */
    uint64_t         floor;      /* confirmed for at least retain */
    uint64_t         synced;     /* everything below is on the disk */

    uint64_t         suspect;    /* an owner died while this was read, or 0 */
    unsigned         deaths;     /* how many did, in a row */

    ant_sample_t     samples[ANT_RETAIN_SAMPLES];
    unsigned         nsamples;

    unsigned         live:1;     /* ours from its creation */
    unsigned         finished:1; /* only a header is left */
    unsigned         copy:1;     /* header and directory disagree */
    unsigned         entered:1;  /* the entries of directory and first segment
                                    are on the disk */

    void            *data;       /* the caller's */
};


typedef struct {
    ant_str_t        list;
    ant_str_t        fence;
    ant_str_t        endpoint;
} ant_identity_t;


/* what a reader looks at: a mapping, or a buffer filled with pread */
typedef struct {
    u_char          *buf;        /* the caller's, set before the first use, */
    size_t           size;       /* as its size; the rest begins as zeros */
    const u_char    *pos;        /* bytes of the segment from offset on */
    size_t           len;
    uint64_t         offset;
    ant_segment_t   *segment;
    uint64_t         seed;       /* whose segment */
    uint32_t         number;
    u_char          *big;        /* for a record larger than buf, or NULL */
    size_t           bigsize;
} ant_window_t;


typedef struct {
    ant_segment_t   *segment;
    uint64_t         offset;
    uint64_t         sequence;   /* nothing below it is returned */
    uint64_t         lowest;     /* nothing below it is valid at offset */
    uint32_t         number;     /* of the segment */
    unsigned         generation;

    uint64_t         bad_first;  /* the range that ANT_BAD speaks of */
    uint64_t         bad_last;
    uint64_t         bad_offset; /* the bytes that stand in its place: */
    uint64_t         bad_size;   /* 0 if there are none */
    uint32_t         bad_number;
} ant_cursor_t;


/* A journal of nothing: no directory, no lock.  NULL: there is no memory. */
ant_journal_t *ant_journal_alloc(const ant_identity_t *ident,
    const u_char *id);

/*
 * One above the highest sequence that a segment may hold: its end, or where
 * the next one begins, or the journal's end.
 */
uint64_t ant_journal_bound(const ant_journal_t *j, const ant_segment_t *s);

/* What a new segment's header says: all but its base. */
void ant_journal_header(const ant_journal_t *j, ant_header_t *h);


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
 * The record committed last is not to be trusted (its mapping failed under
 * it): it is forgotten, and its sequence is given to nobody.  To be followed
 * by ant_journal_fail().
 */
void ant_journal_undo(ant_journal_t *j);

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

/* Makes the first ready segment, which is there, the active one. */
void ant_journal_activate(ant_journal_t *j);


/*
 * The record of this sequence is about to be parsed; 0: it went well.  One
 * store.  Who adopts the journal finds the record in j->suspect and how many
 * owners died of it, one after the other, in j->deaths; it marks 0 before all
 * else, since a death of its own elsewhere is not one at this record.
 */
void ant_journal_mark(ant_journal_t *j, uint64_t sequence);

/* so many deaths at one record are its own doing */
#define ANT_JOURNAL_DEATHS  3


/* --- confirmation --- */

/*
 * Redis has everything below sequence.  answered is the ms for which Redis has
 * been answering, and never goes back; retain is in ms.
 */
void ant_journal_confirm(ant_journal_t *j, uint64_t sequence,
    uint64_t answered, uint64_t retain);

/* Redis went back: everything from sequence on is unconfirmed again. */
void ant_journal_rewind(ant_journal_t *j, uint64_t sequence);

/* Moves the floor and notes it in the newest header, if it is mapped. */
uint64_t ant_journal_floor(ant_journal_t *j, uint64_t answered,
    uint64_t retain);

/* Bytes of the segments of which all is confirmed, but for the last one. */
uint64_t ant_journal_retained(const ant_journal_t *j);

/*
 * The same as ant_journal_floor() where more than bytes are retained: what is
 * too much may go once it has been confirmed for least, which is below retain.
 */
uint64_t ant_journal_shorten(ant_journal_t *j, uint64_t bytes,
    uint64_t answered, uint64_t least);

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

/* Frees what a large record took; the caller's buffer is the caller's. */
void ant_window_free(ant_window_t *w);

/*
 * Copies the bytes of the range that ANT_BAD spoke of to NAME-SEQUENCE.bad in
 * the root, an empty file if there are none; name is that of the journal's
 * directory, dir.  ANT_OK; ANT_AGAIN if it is there already: it was reported
 * before; ANT_ERROR with errno.  Called in the pool.
 */
int ant_damage_keep(int root, int dir, const char *name,
    const ant_cursor_t *c);

/*
 * What cannot be read whole is kept for a person to look at.  A second name in
 * the root, NAME-NUMBER.seg.bad or NAME-NUMBER.seg.N.bad where another file has
 * that; the first one goes as those of others do: whoever dies between loses
 * neither.  One that is gone is none of our business.  ANT_OK or ANT_ERROR with
 * errno.  Called in the pool.
 */
int ant_damage_name(int root, int dir, const char *name, uint32_t number);

/* Has it that name? */
int ant_damage_named(int root, int dir, const char *name, uint32_t number);

/* closes what the reader opened in segments that the cursor has left */
void ant_journal_leave(ant_journal_t *j, const ant_cursor_t *c);

/* bytes and events from the cursor's place to the end (for gauges) */
uint64_t ant_journal_pending_bytes(const ant_journal_t *j,
    const ant_cursor_t *c);


/* --- adoption --- */

/*
 * Adopts the journal in directory name of root: opens and locks it, compares
 * the inode, reads the headers, finds the end, removes segments that were
 * never used.  NULL with *rc: ANT_AGAIN if it has an owner or is gone; ANT_OK
 * if there was nothing in it and it was removed; ANT_BAD if it has to be left
 * alone, with errno EPROTONOSUPPORT for a version that is not known, EBADMSG
 * if no header can be read; ANT_ERROR with errno.  Reads the last segment,
 * and those that were not used: called in the pool.
 */
ant_journal_t *ant_journal_adopt(int root, const char *name,
    const u_char *machine, int *rc);

/*
 * The same for one who only looks, whoever owns the journal: takes no lock,
 * removes nothing, changes nothing; name is that of any directory in root.
 * ANT_AGAIN if it is gone, ANT_OK if there is nothing in it.  What an owner
 * appends or removes meanwhile: j->next is an end that the journal had, every
 * record below it was whole by then, and opening a segment that was removed
 * since fails with ENOENT, here or in ant_journal_read().
 */
ant_journal_t *ant_journal_view(int root, const char *name,
    const u_char *machine, int *rc);

/* Closes everything, frees it, and so gives up the lock.  Removes nothing. */
void ant_journal_close(ant_journal_t *j);


#endif /* _ANT_JOURNAL_H_INCLUDED_ */
