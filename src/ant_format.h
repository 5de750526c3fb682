
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The bytes of a journal: the segment header and the record.
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
    uint64_t     time;
    size_t       len;
    const u_char  *data;
} ant_record_t;


/*
 * Writes ANT_HEADER_SIZE bytes to p.  ANT_BAD if a name is longer than its
 * place.
 */
int ant_header_write(u_char *p, const ant_header_t *h);

/*
 * Reads ANT_HEADER_SIZE bytes; the names point into p.  ANT_OK; ANT_AGAIN if
 * all of it is zero (a segment not used yet); ANT_BAD if the magic or the
 * checksum is wrong; ANT_ERROR if the version is unknown.
 */
int ant_header_read(const u_char *p, ant_header_t *h);

/* The fields outside the checksum, each stored in one aligned store. */
void ant_header_set_floor(u_char *p, uint64_t floor);
void ant_header_set_reading(u_char *p, uint64_t sequence, uint32_t deaths);

/* 24 lower case hex digits, no zero at the end, and back (ANT_BAD). */
void ant_id_text(u_char *text, const u_char *id);
int ant_id_parse(u_char *id, const u_char *text, size_t len);

/* milliseconds since the epoch that the id was made at */
uint64_t ant_id_time(const u_char *id);

/* seed of a journal's checksums, computed once a journal */
uint64_t ant_record_seed(const u_char *id);

/* bytes that a record with a payload of len bytes takes, padding included */
size_t ant_record_size(size_t len);

/*
 * Makes the record at p whole; its payload of len bytes stands at
 * p + ANT_RECORD_SIZE already.  The word that holds the length is stored
 * last, with release order.  time is in milliseconds since the journal's
 * creation.
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


#endif /* _ANT_FORMAT_H_INCLUDED_ */
