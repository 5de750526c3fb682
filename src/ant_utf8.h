
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * A strict check of UTF-8: no overlong form, no surrogate, nothing above
 * U+10FFFF, nothing cut short.  It reads only the bytes that it is given.
 * Called by the encoder.
 */


#ifndef _ANT_UTF8_H_INCLUDED_
#define _ANT_UTF8_H_INCLUDED_


#include "ant_str.h"


/*
 * The length in bytes, 1 to 4, of the character that begins at p;
 * 0 if none does.  p is below last.
 */
size_t ant_utf8_char(const u_char *p, const u_char *last);

/* 1 if all of the len bytes are UTF-8 (none at all are, too), 0 if not. */
int ant_utf8_valid(const u_char *p, size_t len);


#endif /* _ANT_UTF8_H_INCLUDED_ */
