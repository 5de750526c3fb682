
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Table 3-7 of the Unicode standard (well-formed UTF-8) as code: only the
 * second byte has bounds that depend on the first.  Called by the encoder.
 * Never repairs, never allocates.
 */


#include "ant_utf8.h"


#include <string.h>


size_t
ant_utf8_char(const u_char *p, const u_char *last)
{
    u_char  c, low, high;
    size_t  i, n;

    c = p[0];

    if (c < 0x80) {
        return 1;
    }

    if (c < 0xc2 || c > 0xf4) {
        return 0;
    }

    n = (c < 0xe0) ? 2 : (c < 0xf0) ? 3 : 4;

    if ((size_t) (last - p) < n) {
        return 0;
    }

    low = (c == 0xe0) ? 0xa0 : (c == 0xf0) ? 0x90 : 0x80;
    high = (c == 0xed) ? 0x9f : (c == 0xf4) ? 0x8f : 0xbf;

    if (p[1] < low || p[1] > high) {
        return 0;
    }

    for (i = 2; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80) {
            return 0;
        }
    }

    return n;
}


int
ant_utf8_valid(const u_char *p, size_t len)
{
    size_t         n;
    uint64_t       word;
    const u_char  *last;

    if (len == 0) {
        return 1;
    }

    last = p + len;

    while (p < last) {

        if (last - p >= 8) {
            memcpy(&word, p, 8);

            if ((word & 0x8080808080808080ULL) == 0) {
                p += 8;
                continue;
            }
        }

        n = ant_utf8_char(p, last);

        if (n == 0) {
            return 0;
        }

        p += n;
    }

    return 1;
}
