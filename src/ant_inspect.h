
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * A look at the files of a journal.  Internal to adoption and to
 * the root.
 */


#ifndef _ANT_INSPECT_H_INCLUDED_
#define _ANT_INSPECT_H_INCLUDED_


#include "ant_journal.h"


typedef struct {
    int              dir;
    u_char           id[ANT_ID_SIZE];     /* by the directory's name */
    ant_segment_t   *found;
    uint64_t         above;               /* all numbers of files */
    u_char           header[ANT_HEADER_SIZE];
    ant_header_t     newest;              /* its names point into header */
    unsigned         known:1;             /* newest is set */
    unsigned         view:1;              /* nothing is to be changed */
    ant_window_t     window;
} ant_inspect_t;


/*
 * The segments by their names, to found; one that has a second name is unread
 * until it is known which.  ANT_OK or ANT_ERROR with errno.
 */
int ant_inspect_list(ant_inspect_t *a);

/*
 * Reads the header of a segment to buf, ANT_HEADER_SIZE bytes.  As
 * ant_header_read(), and 1 with errno if the file cannot be read.
 */
int ant_inspect_header(ant_inspect_t *a, ant_segment_t *s, u_char *buf,
    ant_header_t *h);

/*
 * Finds the newest header: of those with the directory's id if there are
 * any, the one with the highest base.  ANT_OK; ANT_BAD with EPROTONOSUPPORT
 * if a version is not known; ANT_ERROR with errno.
 */
int ant_inspect_newest(ant_inspect_t *a);

/*
 * Removes the files that were never used: no header can be read, and nothing
 * but zeros follows.  In a view they are only left out.  ANT_OK or ANT_ERROR
 * with errno.
 */
int ant_inspect_clean(ant_inspect_t *a);

/*
 * Reads some header of the journal in directory name of root to buf, whoever
 * owns it.  ANT_BAD if none can be read.
 */
int ant_inspect_peek(int root, const char *name, u_char *buf,
    ant_header_t *h);


#endif /* _ANT_INSPECT_H_INCLUDED_ */
