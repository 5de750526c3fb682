
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The bytes of a segment, mapped or read.  Internal to the reader.
 */


#ifndef _ANT_WINDOW_H_INCLUDED_
#define _ANT_WINDOW_H_INCLUDED_


#include "ant_journal.h"


/* bytes of a segment that may hold records, the header's included */
size_t ant_window_limit(const ant_segment_t *s);

/*
 * Sees to it that the window shows the need bytes at offset, which lie below
 * the limit; it may show more.  ANT_OK; ANT_BAD if the file does not have
 * them; ANT_ERROR with errno.
 */
int ant_window_view(ant_journal_t *j, ant_segment_t *s, ant_window_t *w,
    uint64_t offset, size_t need);


#endif /* _ANT_WINDOW_H_INCLUDED_ */
