
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What bytes a value is made of: many at a time, because each value of each
 * request is looked at.  Called by the rules.  Promises nothing of how long a
 * value is, and reads only what it is given.
 */


#ifndef _ANT_BYTES_H_INCLUDED_
#define _ANT_BYTES_H_INCLUDED_


#include "ant_str.h"

#include <string.h>

#if (__SSE2__)
#include <emmintrin.h>
#endif


#define ANT_BYTES_TOKEN  0x01         /* A-Z a-z 0-9 _ - . : */
#define ANT_BYTES_WORD   0x02         /* printable ASCII, space included */
#define ANT_BYTES_PHONE  0x04         /* 0-9 x X * */


/* the classes of each byte */

extern const u_char  ant_bytes_class[256];


/* 1 if all bytes are of that class, a bit */

static ant_inline int
ant_bytes_all(const u_char *p, const u_char *last, unsigned class)
{
    for ( /* void */ ; last - p >= 4; p += 4) {
        class &= ant_bytes_class[p[0]] & ant_bytes_class[p[1]]
                 & ant_bytes_class[p[2]] & ant_bytes_class[p[3]];
    }

    for ( /* void */ ; p < last; p++) {
        class &= ant_bytes_class[*p];
    }

    return class != 0;
}


#if (__SSE2__)

#define ant_bytes_within(v, first, n)                                        \
    _mm_cmpeq_epi8(_mm_min_epu8(_mm_sub_epi8(v, _mm_set1_epi8(first)),       \
                                _mm_set1_epi8(n)),                           \
                   _mm_sub_epi8(v, _mm_set1_epi8(first)))


/* not 0xffff if one of 16 bytes is none of a token */

static ant_inline int
ant_bytes_sixteen(const u_char *p)
{
    __m128i  v, ok;

    v = _mm_loadu_si128((const __m128i *) p);

    ok = _mm_cmpeq_epi8(v, _mm_set1_epi8('_'));
    ok = _mm_or_si128(ok, ant_bytes_within(v, '0', ':' - '0'));
    ok = _mm_or_si128(ok, ant_bytes_within(v, '-', '.' - '-'));
    v = _mm_or_si128(v, _mm_set1_epi8(0x20));
    ok = _mm_or_si128(ok, ant_bytes_within(v, 'a', 'z' - 'a'));

    return _mm_movemask_epi8(ok);
}

#endif


static ant_inline int
ant_bytes_token(const u_char *p, const u_char *last)
{
#if (__SSE2__)
    int  mask;

    if (last - p >= 16) {
        mask = ant_bytes_sixteen(last - 16);

        for ( /* void */ ; last - p > 16; p += 16) {
            mask &= ant_bytes_sixteen(p);
        }

        return mask == 0xffff;
    }
#endif

    return ant_bytes_all(p, last, ANT_BYTES_TOKEN);
}


/* not 0 if one of eight bytes is no digit */

static ant_inline uint64_t
ant_bytes_odd(uint64_t w)
{
    return (w | (w + 0x4646464646464646ULL) | (w - 0x3030303030303030ULL))
           & 0x8080808080808080ULL;
}


/* 1 if all of at least eight bytes are digits */

static ant_inline int
ant_bytes_digits(const u_char *p, const u_char *last)
{
    uint64_t  w, odd;

    memcpy(&w, last - 8, 8);
    odd = ant_bytes_odd(w);

    for ( /* void */ ; last - p > 8; p += 8) {
        memcpy(&w, p, 8);
        odd |= ant_bytes_odd(w);
    }

    return odd == 0;
}


/* the value of eight digits, or UINT64_MAX: one of them is none */

#if (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)

static ant_inline uint64_t
ant_bytes_number(const u_char *p)
{
    uint64_t  w;

    memcpy(&w, p, 8);

    if (ant_bytes_odd(w)) {
        return UINT64_MAX;
    }

    w -= 0x3030303030303030ULL;

    /* neighbours are put together: 8 numbers, 4, 2, 1 */

    w = w * 10 + (w >> 8);
    w = (w & 0x00ff00ff00ff00ffULL) * 100 + (w >> 16 & 0x00ff00ff00ff00ffULL);

    return (w & 0xffff) * 10000 + (w >> 32 & 0xffff);
}

#endif


#endif /* _ANT_BYTES_H_INCLUDED_ */
