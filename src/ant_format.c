
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Segment headers and records as bytes.  The only file that computes a
 * checksum.  No C struct is copied to a file: fields are written one by one.
 */


#define _DEFAULT_SOURCE

#include "ant_format.h"

#include <endian.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>


#define ANT_MAGIC            "ant-seg\n"

#define ANT_AT_VERSION       8
#define ANT_AT_ID            16
#define ANT_AT_MACHINE       32
#define ANT_AT_DEVICE        48
#define ANT_AT_INODE         56
#define ANT_AT_BASE          64
#define ANT_AT_LENGTHS       72
#define ANT_AT_LIST          80
#define ANT_AT_FENCE         336
#define ANT_AT_ENDPOINT      656
#define ANT_AT_CHECKSUM      1000
#define ANT_AT_FLOOR         1008
#define ANT_AT_READING       1016

/* of a record */
#define ANT_AT_SUM           8
#define ANT_AT_SEQUENCE      16

/* odd: no two products are the same */
#define ANT_SPREAD           0x9e3779b97f4a7c15

#define ANT_FLOOR_BITS       48
#define ANT_READING_BITS     52

#define ANT_LENGTH_BITS      24
#define ANT_TIME_MAX         (((uint64_t) 1 << 40) - 1)


static const u_char  ant_zeros[ANT_HEADER_SIZE];


static uint64_t
ant_get64(const u_char *p)
{
    uint64_t  v;

    memcpy(&v, p, sizeof(v));

    return le64toh(v);
}


static void
ant_put64(u_char *p, uint64_t v)
{
    v = htole64(v);

    memcpy(p, &v, sizeof(v));
}


static uint64_t
ant_get16(const u_char *p)
{
    return p[0] | (unsigned) p[1] << 8;
}


static void
ant_put16(u_char *p, size_t v)
{
    p[0] = (u_char) v;
    p[1] = (u_char) (v >> 8);
}


static void
ant_put_name(u_char *p, const ant_str_t *name)
{
    if (name->len != 0) {
        memcpy(p, name->data, name->len);
    }
}


static void
ant_store64(u_char *p, uint64_t v)
{
    uint64_t  *word;

    word = (uint64_t *) (void *) p;

    __atomic_store_n(word, htole64(v), __ATOMIC_RELEASE);
}


/* A value of so many bits, and above it a check of what it is. */

static uint64_t
ant_guard(uint64_t value, unsigned bits)
{
    return ((value * ANT_SPREAD) >> bits << bits) | value;
}


static uint64_t
ant_unguard(uint64_t word, unsigned bits)
{
    uint64_t  value;

    value = word & (((uint64_t) 1 << bits) - 1);

    return (ant_guard(value, bits) == word) ? value : 0;
}


static uint64_t
ant_reading_word(uint64_t sequence, uint64_t deaths)
{
    if (sequence > ANT_SEQUENCE_MAX) {
        sequence = ANT_SEQUENCE_MAX;
    }

    if (deaths > ANT_DEATHS_MAX) {
        deaths = ANT_DEATHS_MAX;
    }

    return ant_guard(deaths << 48 | sequence, ANT_READING_BITS);
}


static uint64_t
ant_floor_word(uint64_t floor)
{
    if (floor > ANT_SEQUENCE_MAX) {
        floor = ANT_SEQUENCE_MAX;
    }

    return ant_guard(floor, ANT_FLOOR_BITS);
}


int
ant_header_write(u_char *p, const ant_header_t *h)
{
    if (h->list.len > ANT_LIST_MAX || h->fence.len > ANT_FENCE_MAX
        || h->endpoint.len > ANT_ENDPOINT_MAX)
    {
        return ANT_BAD;
    }

    memset(p, 0, ANT_HEADER_SIZE);

    memcpy(p, ANT_MAGIC, 8);
    ant_put16(p + ANT_AT_VERSION, ANT_FORMAT_VERSION);

    memcpy(p + ANT_AT_ID, h->id, ANT_ID_SIZE);
    memcpy(p + ANT_AT_MACHINE, h->machine, ANT_MACHINE_SIZE);

    ant_put64(p + ANT_AT_DEVICE, h->device);
    ant_put64(p + ANT_AT_INODE, h->inode);
    ant_put64(p + ANT_AT_BASE, h->base);

    ant_put16(p + ANT_AT_LENGTHS, h->list.len);
    ant_put16(p + ANT_AT_LENGTHS + 2, h->fence.len);
    ant_put16(p + ANT_AT_LENGTHS + 4, h->endpoint.len);

    ant_put_name(p + ANT_AT_LIST, &h->list);
    ant_put_name(p + ANT_AT_FENCE, &h->fence);
    ant_put_name(p + ANT_AT_ENDPOINT, &h->endpoint);

    ant_put64(p + ANT_AT_CHECKSUM, XXH3_64bits(p, ANT_AT_CHECKSUM));
    ant_put64(p + ANT_AT_FLOOR, ant_floor_word(h->floor));
    ant_put64(p + ANT_AT_READING, ant_reading_word(h->reading, h->deaths));

    return ANT_OK;
}


void
ant_header_store(u_char *p, const u_char *header)
{
    memcpy(p + 8, header + 8, ANT_HEADER_SIZE - 8);

    ant_store64(p, ant_get64(header));
}


int
ant_header_read(const u_char *p, ant_header_t *h)
{
    uint64_t  reading;

    if (memcmp(p, ant_zeros, ANT_HEADER_SIZE) == 0) {
        return ANT_AGAIN;
    }

    if (memcmp(p, ANT_MAGIC, 8) != 0
        || ant_get64(p + ANT_AT_CHECKSUM) != XXH3_64bits(p, ANT_AT_CHECKSUM))
    {
        return ANT_BAD;
    }

    if ((uint32_t) ant_get64(p + ANT_AT_VERSION) != ANT_FORMAT_VERSION) {
        return ANT_ERROR;
    }

    memcpy(h->id, p + ANT_AT_ID, ANT_ID_SIZE);
    memcpy(h->machine, p + ANT_AT_MACHINE, ANT_MACHINE_SIZE);

    h->device = ant_get64(p + ANT_AT_DEVICE);
    h->inode = ant_get64(p + ANT_AT_INODE);
    h->base = ant_get64(p + ANT_AT_BASE);

    h->list.len = ant_get16(p + ANT_AT_LENGTHS);
    h->fence.len = ant_get16(p + ANT_AT_LENGTHS + 2);
    h->endpoint.len = ant_get16(p + ANT_AT_LENGTHS + 4);

    h->list.data = p + ANT_AT_LIST;
    h->fence.data = p + ANT_AT_FENCE;
    h->endpoint.data = p + ANT_AT_ENDPOINT;

    reading = ant_unguard(ant_get64(p + ANT_AT_READING), ANT_READING_BITS);

    h->floor = ant_unguard(ant_get64(p + ANT_AT_FLOOR), ANT_FLOOR_BITS);
    h->reading = reading & ANT_SEQUENCE_MAX;
    h->deaths = (uint32_t) (reading >> 48);

    if (h->list.len > ANT_LIST_MAX || h->fence.len > ANT_FENCE_MAX
        || h->endpoint.len > ANT_ENDPOINT_MAX || h->base > ANT_SEQUENCE_MAX)
    {
        return ANT_BAD;
    }

    return ANT_OK;
}


void
ant_header_set_floor(u_char *p, uint64_t floor)
{
    ant_store64(p + ANT_AT_FLOOR, ant_floor_word(floor));
}


void
ant_header_set_reading(u_char *p, uint64_t sequence, uint32_t deaths)
{
    ant_store64(p + ANT_AT_READING, ant_reading_word(sequence, deaths));
}


void
ant_id_text(u_char *text, const u_char *id)
{
    size_t               i;
    static const u_char  hex[] = "0123456789abcdef";

    for (i = 0; i < ANT_ID_SIZE; i++) {
        *text++ = hex[id[i] >> 4];
        *text++ = hex[id[i] & 0xf];
    }
}


int
ant_id_parse(u_char *id, const u_char *text, size_t len)
{
    u_char  ch;
    size_t  i;

    if (len != 2 * ANT_ID_SIZE) {
        return ANT_BAD;
    }

    for (i = 0; i < len; i++) {
        ch = text[i];

        if (ch >= '0' && ch <= '9') {
            ch -= '0';

        } else if (ch >= 'a' && ch <= 'f') {
            ch = (u_char) (ch - 'a' + 10);

        } else {
            return ANT_BAD;
        }

        id[i / 2] = (u_char) ((i & 1) ? (id[i / 2] | ch) : (ch << 4));
    }

    return ANT_OK;
}


void
ant_id_set_time(u_char *id, uint64_t ms)
{
    size_t  i;

    /* highest byte first: names sort by age */

    for (i = 0; i < 6; i++) {
        id[i] = (u_char) (ms >> (40 - 8 * i));
    }
}


uint64_t
ant_id_time(const u_char *id)
{
    size_t    i;
    uint64_t  ms;

    ms = 0;

    for (i = 0; i < 6; i++) {
        ms = ms << 8 | id[i];
    }

    return ms;
}


uint64_t
ant_record_seed(const u_char *id)
{
    return XXH3_64bits(id, ANT_ID_SIZE);
}


size_t
ant_record_size(size_t len)
{
    return (ANT_RECORD_SIZE + len + 7) & ~(size_t) 7;
}


/*
 * Sequence and payload lie side by side; the product spreads a change of the
 * first word, and is another one for each journal.
 */

static uint64_t
ant_record_sum(const u_char *p, uint64_t seed, uint64_t word, size_t len)
{
    return XXH3_64bits(p + ANT_AT_SEQUENCE, sizeof(uint64_t) + len)
           ^ (seed ^ word) * ANT_SPREAD;
}


void
ant_record_commit(u_char *p, uint64_t seed, uint64_t sequence, uint64_t time,
    size_t len)
{
    u_char    *tail;
    uint64_t   word;

    if (time > ANT_TIME_MAX) {
        time = ANT_TIME_MAX;
    }

    word = time << ANT_LENGTH_BITS | len;

    ant_put64(p + ANT_AT_SEQUENCE, sequence);
    ant_put64(p + ANT_AT_SUM, ant_record_sum(p, seed, word, len));

    if (len & 7) {
        tail = p + ANT_RECORD_SIZE + (len & ~(size_t) 7);
        ant_put64(tail, ant_get64(tail)
                        & (((uint64_t) 1 << 8 * (len & 7)) - 1));
    }

    ant_store64(p, word);
}


int
ant_record_read(const u_char *p, const u_char *last, uint64_t seed,
    ant_record_t *rec)
{
    size_t    len;
    uint64_t  word;

    if (last - p < ANT_RECORD_SIZE) {
        rec->len = ANT_RECORD_SIZE;
        return ANT_AGAIN;
    }

    word = ant_get64(p);
    len = word & ANT_PAYLOAD_MAX;

    if (len == 0) {
        return ANT_BAD;
    }

    if ((size_t) (last - p) < ANT_RECORD_SIZE + len) {
        rec->len = ANT_RECORD_SIZE + len;
        return ANT_AGAIN;
    }

    rec->sequence = ant_get64(p + ANT_AT_SEQUENCE);
    rec->time = word >> ANT_LENGTH_BITS;
    rec->len = len;
    rec->data = p + ANT_RECORD_SIZE;

    if (ant_get64(p + ANT_AT_SUM) != ant_record_sum(p, seed, word, len)) {
        return ANT_BAD;
    }

    return ANT_OK;
}


size_t
ant_record_peek(const u_char *p, uint64_t *sequence)
{
    *sequence = ant_get64(p + ANT_AT_SEQUENCE);

    return ant_get64(p) & ANT_PAYLOAD_MAX;
}
