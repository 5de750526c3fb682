
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The bytes of a journal: the segment header and the record.  Reads and
 * writes them in memory; knows no files, no order of records, no recovery.
 * Called by the journal's files.  Every number is little-endian.
 *
 * Header, ANT_HEADER_SIZE bytes at the start of each segment:
 *
 *        0     8  magic "ant-seg\n"
 *        8     4  version
 *       12     4  zero
 *       16    12  journal id
 *       28     4  zero
 *       32    16  machine id
 *       48     8  device of the journal's directory
 *       56     8  its inode
 *       64     8  base: the lowest sequence that the segment may hold
 *       72     2  length of the list's name
 *       74     2  length of the fence's name
 *       76     2  length of the endpoint's name
 *       78     2  zero
 *       80   256  list, zero padded
 *      336   320  fence
 *      656    64  endpoint
 *      720   280  zero
 *     1000     8  checksum: XXH3 (64 bits) of the 1000 bytes before it
 *     1008     8  floor: 48 bits, above them a check of 16 bits
 *     1016     8  record being read: 48 bits of sequence, 4 bits of deaths,
 *                 above them a check of 12 bits
 *
 * In every version magic, version and checksum stand at these places, so
 * that an unknown version can be told from damage.  The last two words are
 * outside the checksum, since they change: a word whose check is wrong reads
 * as zero.
 *
 * Record, at a multiple of 8:
 *
 *        0     8  24 bits of length, above them 40 bits of time: ms since the
 *                 journal's creation, at most 2^40 - 1
 *        8     8  checksum: XXH3 of sequence and payload (8 + n bytes), xor
 *                 the product of 0x9e3779b97f4a7c15 and (the first word xor
 *                 the journal's seed, XXH3 of its id), modulo 2^64
 *       16     8  sequence
 *       24     n  payload, zero padded to a multiple of 8
 *
 * A length of zero is no record.
 */


#ifndef _ANT_FORMAT_H_INCLUDED_
#define _ANT_FORMAT_H_INCLUDED_


#include "ant_str.h"


#define ANT_FORMAT_VERSION    1

/* bytes in front of the first record; a segment is never smaller */
#define ANT_HEADER_SIZE       1024

/* bytes in front of a record's payload; a record starts 8-byte aligned */
#define ANT_RECORD_SIZE       24

/* the length has 24 bits */
#define ANT_PAYLOAD_MAX       ((1 << 24) - 1)

/* the words outside the header's checksum have 48 bits for a sequence */
#define ANT_SEQUENCE_MAX      (((uint64_t) 1 << 48) - 1)

#define ANT_DEATHS_MAX        15

#define ANT_ID_SIZE           12
#define ANT_MACHINE_SIZE      16
#define ANT_LIST_MAX          255
#define ANT_FENCE_MAX         320
#define ANT_ENDPOINT_MAX      64


typedef struct {
    u_char       id[ANT_ID_SIZE];
    u_char       machine[ANT_MACHINE_SIZE];
    uint64_t     device;
    uint64_t     inode;
    uint64_t     base;
    ant_str_t    list;
    ant_str_t    fence;
    ant_str_t    endpoint;

    /* outside the checksum */
    uint64_t     floor;
    uint64_t     reading;
    uint32_t     deaths;
} ant_header_t;


typedef struct {
    uint64_t     sequence;
    uint64_t     time;          /* ms since the journal's creation; since the
                                   epoch where ant_journal_read() returns it */
    size_t       len;
    const u_char  *data;
} ant_record_t;


/*
 * Writes ANT_HEADER_SIZE bytes to p.  ANT_BAD if a name is longer than its
 * place.
 */
int ant_header_write(u_char *p, const ant_header_t *h);

/*
 * Stores a header written by ant_header_write() at p, 8-byte aligned, the
 * magic last: what is interrupted is no header.
 */
void ant_header_store(u_char *p, const u_char *header);

/*
 * Reads ANT_HEADER_SIZE bytes; the names point into p.  ANT_OK; ANT_AGAIN if
 * all of it is zero (a segment not used yet); ANT_BAD if the magic or the
 * checksum is wrong; ANT_ERROR if it is whole and the version is unknown.
 */
int ant_header_read(const u_char *p, ant_header_t *h);

/*
 * The fields outside the checksum, each stored in one aligned store: p is
 * 8-byte aligned.  Sequences above ANT_SEQUENCE_MAX and more deaths than
 * ANT_DEATHS_MAX are stored as these.
 */
void ant_header_set_floor(u_char *p, uint64_t floor);
void ant_header_set_reading(u_char *p, uint64_t sequence, uint32_t deaths);

/* 24 lower case hex digits, no zero at the end, and back (ANT_BAD). */
void ant_id_text(u_char *text, const u_char *id);
int ant_id_parse(u_char *id, const u_char *text, size_t len);

/* The first 48 bits of an id: the ms since the epoch that it was made at. */
void ant_id_set_time(u_char *id, uint64_t ms);
uint64_t ant_id_time(const u_char *id);

/* seed of a journal's checksums, computed once a journal */
uint64_t ant_record_seed(const u_char *id);

/* bytes that a record with a payload of len bytes takes, padding included */
size_t ant_record_size(size_t len);

/*
 * Makes the record at p, 8-byte aligned, whole; its payload of len bytes,
 * 1 to ANT_PAYLOAD_MAX, stands at p + ANT_RECORD_SIZE already.  The word that
 * holds the length is stored last, with release order.  time is in
 * milliseconds since the journal's creation.
 */
void ant_record_commit(u_char *p, uint64_t seed, uint64_t sequence,
    uint64_t time, size_t len);

/*
 * Reads the record at p, of which the bytes up to last may be read.  ANT_OK;
 * ANT_AGAIN if it may be whole but more bytes are needed (rec->len then holds
 * the number of bytes wanted from p on); ANT_BAD otherwise.
 */
int ant_record_read(const u_char *p, const u_char *last, uint64_t seed,
    ant_record_t *rec);

/*
 * Length and sequence that stand at p, ANT_RECORD_SIZE bytes, unchecked: for
 * a cheap look at what may be a record.
 */
size_t ant_record_peek(const u_char *p, uint64_t *sequence);


#endif /* _ANT_FORMAT_H_INCLUDED_ */
