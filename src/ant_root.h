
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The root directory of all journals: who lives in it, how much they take,
 * and how much more they may.
 */


#ifndef _ANT_ROOT_H_INCLUDED_
#define _ANT_ROOT_H_INCLUDED_


#include "ant_journal.h"


/* One (list, endpoint) of the configuration. */
typedef struct {
    ant_str_t        list;
    ant_str_t        endpoint;
    unsigned         rejected:1;
} ant_queue_t;


typedef struct {
    uint64_t             size;      /* bytes for all journals together */
    const ant_queue_t   *queues;
    size_t               nqueues;
} ant_limit_t;


typedef struct ant_usage_s  ant_usage_t;


/*
 * Opens the root, *fd.  ANT_OK; ANT_BAD on a file system whose locks or
 * mappings other machines share, *reason names it; ANT_ERROR with errno.
 */
int ant_root_open(const char *path, int *fd, const char **reason);

/* 16 bytes that name this machine (/etc/machine-id), zeros if none */
void ant_root_machine(u_char *machine);

/*
 * The usage remembers which journal belongs to which list; limit stays the
 * caller's, and stays.  NULL if there is no memory.
 */
ant_usage_t *ant_usage_create(const ant_limit_t *limit);
void ant_usage_destroy(ant_usage_t *u);

/*
 * Counts the disk again: blocks, not lengths.  ANT_OK, or ANT_ERROR with errno
 * and what was counted before.
 */
int ant_usage_count(ant_usage_t *u, int root);

/* all bytes, those of files and directories of others included */
uint64_t ant_usage_total(const ant_usage_t *u);
uint64_t ant_usage_queue(const ant_usage_t *u, size_t queue);

/* directories, those of others included */
size_t ant_usage_journals(const ant_usage_t *u);

/*
 * May the queue take size bytes more?  ANT_OK or ANT_NOROOM.  Rejected events
 * take at most an eighth; each list that is not of rejected events is
 * guaranteed half an equal share.  A queue that was refused is refused until
 * the total (or its own share) is below 95 % of the bound.
 */
int ant_usage_allows(ant_usage_t *u, size_t queue, uint64_t size);

/*
 * Takes the lock under which a worker counts and makes a segment, or looks
 * for orphans: name is "size.lock" or "adopt.lock".  Waits for up to wait ms.
 * Returns an fd to be closed, or -1 with errno (EWOULDBLOCK: it is taken).
 */
int ant_root_lock(int root, const char *name, int wait);

/*
 * Looks for journals without an owner and adopts up to max of them, those
 * with the most bytes first, of endpoints whose name is among the queues'
 * names (names, nnames).  *found is a list linked by journal->data.
 * *strangers is the number of journals met on the way that were left alone,
 * because no endpoint has their name or ant_journal_adopt() said ANT_BAD.
 * ANT_OK, ANT_AGAIN if another worker is looking, ANT_ERROR with errno; what
 * was found until then is in the list.
 */
int ant_root_scan(int root, const u_char *machine, const ant_str_t *names,
    size_t nnames, size_t max, ant_journal_t **found, size_t *strangers);


#endif /* _ANT_ROOT_H_INCLUDED_ */
