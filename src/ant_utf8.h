
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

#include <string.h>


/*
 * The length in bytes, 1 to 4, of the character that begins at p;
 * 0 if none does.  p is below last.
 */
size_t ant_utf8_char(const u_char *p, const u_char *last);

/* 1 if all of the len bytes are UTF-8 (none at all are, too), 0 if not. */
int ant_utf8_valid(const u_char *p, size_t len);

/* 1 if all are ASCII: nearly every text is, and most are short */

static ant_inline int
ant_utf8_ascii(const u_char *p, size_t len)
{
    size_t    i;
    uint64_t  w, all;

    all = 0;

    if (len < 8) {

        for (i = 0; i < len; i++) {
            all |= p[i];
        }

        return (all & 0x80) == 0;
    }

    for (i = 0; i + 8 < len; i += 8) {
        memcpy(&w, p + i, 8);
        all |= w;
    }

    memcpy(&w, p + len - 8, 8);

    return ((all | w) & 0x8080808080808080ULL) == 0;
}


#endif /* _ANT_UTF8_H_INCLUDED_ */
