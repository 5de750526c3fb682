
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What adoption needs of the reader.  Internal to the journal's files.
 */


#ifndef _ANT_READER_H_INCLUDED_
#define _ANT_READER_H_INCLUDED_


#include "ant_journal.h"


/*
 * The first valid record of a segment, whatever its header says; the cursor
 * is set to it.  ANT_OK; ANT_BAD if there is none; ANT_ERROR with errno.
 */
int ant_reader_first(ant_journal_t *j, ant_segment_t *s, ant_cursor_t *c,
    ant_window_t *w);


#endif /* _ANT_READER_H_INCLUDED_ */
