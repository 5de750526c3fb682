
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Headers and records as bytes: what is written is read, and nothing else.
 */


#include "ant_format.h"
#include "tap.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/mman.h>

#define XXH_INLINE_ALL
#include <xxhash.h>


static const u_char  id[ANT_ID_SIZE] = {
    0x01, 0x93, 0xd8, 0xce, 0x1c, 0x2a, 0x7e, 0x02, 0xb6, 0xc8, 0x1d, 0x35
};


static void
sample(ant_header_t *h)
{
    ant_str_t  list = ant_string("ant:sms");
    ant_str_t  fence = ant_string("{ant:sms}:fence");
    ant_str_t  endpoint = ant_string("default");

    memset(h, 0, sizeof(ant_header_t));

    memcpy(h->id, id, sizeof(id));
    memset(h->machine, 0xab, ANT_MACHINE_SIZE);

    h->device = 0x0102030405060708;
    h->inode = 0x1112131415161718;
    h->base = 0x212223242526;
    h->list = list;
    h->fence = fence;
    h->endpoint = endpoint;
    h->floor = 0x212223242520;
    h->reading = 0x212223242521;
    h->deaths = 2;
}


static int
same(const ant_header_t *a, const ant_header_t *b)
{
    return memcmp(a->id, b->id, ANT_ID_SIZE) == 0
           && memcmp(a->machine, b->machine, ANT_MACHINE_SIZE) == 0
           && a->device == b->device && a->inode == b->inode
           && a->base == b->base
           && a->list.len == b->list.len && a->fence.len == b->fence.len
           && a->endpoint.len == b->endpoint.len
           && memcmp(a->list.data, b->list.data, a->list.len) == 0
           && memcmp(a->fence.data, b->fence.data, a->fence.len) == 0
           && memcmp(a->endpoint.data, b->endpoint.data, a->endpoint.len)
              == 0
           && a->floor == b->floor && a->reading == b->reading
           && a->deaths == b->deaths;
}


static void
header(void)
{
    u_char        *p, *copy, long_name[400];
    ant_header_t   h, back;

    p = malloc(ANT_HEADER_SIZE);
    copy = malloc(ANT_HEADER_SIZE);

    sample(&h);

    is_int(ant_header_write(p, &h), ANT_OK, "a header is written");
    is_int(ant_header_read(p, &back), ANT_OK, "and read");
    ok(same(&h, &back), "as it was");

    is_mem(p, 8, "ant-seg\n", 8, "magic");
    is_mem(p + 8, 8, "\1\0\0\0\0\0\0\0", 8, "version");
    is_mem(p + 16, 12, id, 12, "id");
    is_mem(p + 48, 8, "\10\7\6\5\4\3\2\1", 8, "numbers are little-endian");
    is_mem(p + 64, 8, "\x26\x25\x24\x23\x22\x21\0\0", 8, "base");
    is_mem(p + 72, 8, "\7\0\17\0\7\0\0\0", 8, "lengths");
    is_mem(p + 80, 8, "ant:sms", 8, "list");
    is_mem(p + 336, 16, "{ant:sms}:fence", 16, "fence");
    is_mem(p + 656, 8, "default", 8, "endpoint");
    is_mem(p + 1000, 8, "\x82\x2b\xcf\x58\x42\xc4\xb3\x59", 8,
           "the checksum is the same everywhere");

    memset(copy, 0, ANT_HEADER_SIZE);
    ant_header_store(copy, p);
    is_mem(copy, ANT_HEADER_SIZE, p, ANT_HEADER_SIZE, "stored as written");

    ant_header_set_floor(p, 77);
    ant_header_set_reading(p, 78, 3);
    is_int(ant_header_read(p, &back), ANT_OK, "floor and mark may change");
    ok(back.floor == 77 && back.reading == 78 && back.deaths == 3,
       "and are read");

    ant_header_set_floor(p, UINT64_MAX);
    ant_header_set_reading(p, UINT64_MAX, UINT32_MAX);
    (void) ant_header_read(p, &back);
    ok(back.floor == ANT_SEQUENCE_MAX && back.reading == ANT_SEQUENCE_MAX
       && back.deaths == ANT_DEATHS_MAX, "no more than has a place");

    memset(p, 0, ANT_HEADER_SIZE);
    is_int(ant_header_read(p, &back), ANT_AGAIN, "all zero: not used yet");

    memset(long_name, 'x', sizeof(long_name));

    h.list.data = long_name;
    h.list.len = ANT_LIST_MAX + 1;
    is_int(ant_header_write(p, &h), ANT_BAD, "a list too long");

    h.list.len = ANT_LIST_MAX;
    h.fence.data = long_name;
    h.fence.len = ANT_FENCE_MAX;
    h.endpoint.data = long_name;
    h.endpoint.len = ANT_ENDPOINT_MAX;
    is_int(ant_header_write(p, &h), ANT_OK, "names of full length");
    ok(ant_header_read(p, &back) == ANT_OK && same(&h, &back), "are read");

    h.fence.len++;
    is_int(ant_header_write(p, &h), ANT_BAD, "a fence too long");
    h.fence.len--;
    h.endpoint.len++;
    is_int(ant_header_write(p, &h), ANT_BAD, "an endpoint too long");

    free(p);
    free(copy);
}


/* outside the checksum a flip may cost the value, but makes no other one */

static void
header_flips(void)
{
    int            rc;
    u_char        *p;
    unsigned       i, missed, invented;
    ant_header_t   h, back;

    p = malloc(ANT_HEADER_SIZE);
    sample(&h);
    (void) ant_header_write(p, &h);

    missed = 0;
    invented = 0;

    for (i = 0; i < 8 * ANT_HEADER_SIZE; i++) {
        p[i / 8] ^= (u_char) (1 << i % 8);

        rc = ant_header_read(p, &back);

        if (i < 8 * 1008) {
            missed += (rc != ANT_BAD);

        } else {
            missed += (rc != ANT_OK);
            invented += (back.floor != h.floor && back.floor != 0);
            invented += (back.reading != h.reading && back.reading != 0);
            invented += (back.floor == h.floor && back.reading == h.reading
                         && back.deaths == h.deaths);
        }

        p[i / 8] ^= (u_char) (1 << i % 8);
    }

    is_int(missed, 0, "each flipped bit of a header is seen");
    is_int(invented, 0, "a flipped floor or mark reads as none");

    free(p);
}


static void
versions(void)
{
    u_char        *p;
    uint64_t       sum;
    ant_header_t   h;

    p = malloc(ANT_HEADER_SIZE);
    sample(&h);
    (void) ant_header_write(p, &h);

    p[8] = 2;
    is_int(ant_header_read(p, &h), ANT_BAD, "a damaged version");

    sum = htole64(XXH3_64bits(p, 1000));
    memcpy(p + 1000, &sum, 8);
    is_int(ant_header_read(p, &h), ANT_ERROR, "an unknown version");

    p[8] = 1;
    p[72] = 0;
    p[73] = 1;
    sum = htole64(XXH3_64bits(p, 1000));
    memcpy(p + 1000, &sum, 8);
    is_int(ant_header_read(p, &h), ANT_BAD, "a length that cannot be");

    free(p);
}


static void
ids(void)
{
    u_char  text[24], back[ANT_ID_SIZE];

    ant_id_text(text, id);
    is_mem(text, 24, "0193d8ce1c2a7e02b6c81d35", 24, "an id as text");

    is_int(ant_id_parse(back, text, 24), ANT_OK, "and back");
    is_mem(back, ANT_ID_SIZE, id, ANT_ID_SIZE, "the same");

    ok(ant_id_time(id) == 0x0193d8ce1c2a, "its time");
    ant_id_set_time(back, 0xfedcba987654);
    ok(ant_id_time(back) == 0xfedcba987654
       && memcmp(back + 6, id + 6, 6) == 0, "another time");

    is_int(ant_id_parse(back, text, 23), ANT_BAD, "too short");
    is_int(ant_id_parse(back, (u_char *) "0193d8ce1c2a7e02b6c81d3g", 24),
           ANT_BAD, "not a digit");
    is_int(ant_id_parse(back, (u_char *) "0193D8ce1c2a7e02b6c81d35", 24),
           ANT_BAD, "upper case is another name");
}


static void
records(void)
{
    size_t         len, i, bad;
    u_char        *p;
    uint64_t       seed, sequence;
    ant_record_t   rec;

    p = malloc(2048);
    seed = ant_record_seed(id);
    bad = 0;

    for (len = 1; len <= 700; len++) {
        memset(p, 0xee, 2048);

        for (i = 0; i < len; i++) {
            p[ANT_RECORD_SIZE + i] = (u_char) (i * 7 + len);
        }

        ant_record_commit(p, seed, len + 5, len * 3, len);

        bad += (ant_record_read(p, p + ANT_RECORD_SIZE + len, seed, &rec)
                != ANT_OK);
        bad += (rec.sequence != len + 5 || rec.time != len * 3
                || rec.len != len || rec.data != p + ANT_RECORD_SIZE);
        bad += (ant_record_peek(p, &sequence) != len || sequence != len + 5);
        bad += (ant_record_size(len) % 8 != 0
                || ant_record_size(len) - ANT_RECORD_SIZE - len > 7);

        for (i = ANT_RECORD_SIZE + len; i < 2048; i++) {
            bad += (p[i] != (i < ant_record_size(len) ? 0 : 0xee));
        }

        bad += (ant_record_read(p, p + ANT_RECORD_SIZE + len - 1, seed, &rec)
                != ANT_AGAIN || rec.len != ANT_RECORD_SIZE + len);
        bad += (ant_record_read(p, p + ANT_RECORD_SIZE - 1, seed, &rec)
                != ANT_AGAIN || rec.len != ANT_RECORD_SIZE);
    }

    is_int((long long) bad, 0, "records of 1 to 700 bytes");

    memcpy(p + ANT_RECORD_SIZE, "{\"id\":1}", 8);
    ant_record_commit(p, seed, 0x0102, 0x0304, 8);
    is_mem(p, 32, "\10\0\0\4\3\0\0\0" "\x09\x2d\xf1\x7e\x75\x0f\x32\x7c"
           "\2\1\0\0\0\0\0\0" "{\"id\":1}", 32,
           "a record is the same everywhere");

    ant_record_commit(p, seed, 1, UINT64_MAX, 8);
    ok(ant_record_read(p, p + 32, seed, &rec) == ANT_OK
       && rec.time == ((uint64_t) 1 << 40) - 1 && rec.len == 8,
       "a time without a place is the greatest");

    memset(p, 0, 64);
    is_int(ant_record_read(p, p + 64, seed, &rec), ANT_BAD, "zeros");

    ant_record_commit(p, seed, 1, 1, 0);
    is_int(ant_record_read(p, p + 64, seed, &rec), ANT_BAD, "no payload");

    free(p);
}


static void
record_flips(void)
{
    size_t         len, i;
    u_char        *p, other[ANT_ID_SIZE];
    uint64_t       seed;
    unsigned       missed, n;
    ant_record_t   rec;

    static const size_t  lens[] = { 1, 7, 8, 16, 100, 128, 239, 250, 600 };

    p = malloc(1024);
    seed = ant_record_seed(id);
    missed = 0;

    for (n = 0; n < sizeof(lens) / sizeof(lens[0]); n++) {
        len = lens[n];

        memset(p + ANT_RECORD_SIZE, 'a', len);
        ant_record_commit(p, seed, 9, 1000, len);

        for (i = 0; i < 8 * (ANT_RECORD_SIZE + len); i++) {
            p[i / 8] ^= (u_char) (1 << i % 8);
            missed += (ant_record_read(p, p + ANT_RECORD_SIZE + len, seed,
                                       &rec)
                       == ANT_OK);
            p[i / 8] ^= (u_char) (1 << i % 8);
        }
    }

    is_int(missed, 0, "each flipped bit of a record is seen");

    missed = 0;
    memcpy(other, id, sizeof(id));

    for (i = 0; i < 8 * ANT_ID_SIZE; i++) {
        other[i / 8] ^= (u_char) (1 << i % 8);
        missed += (ant_record_read(p, p + 1024, ant_record_seed(other), &rec)
                   == ANT_OK);
        other[i / 8] ^= (u_char) (1 << i % 8);
    }

    is_int(missed, 0, "no record is valid in another journal");
    is_int(ant_record_read(p, p + 1024, ant_record_seed(other), &rec), ANT_OK,
           "it is in its own");

    free(p);
}


/*
 * The length lies on a page by itself, the rest of the record on the next one
 * in which nothing can be stored at first: at each fault the length must be
 * 0 still.
 */

static size_t  early_page;
static u_char *early_record;
static int     early_faults;
static int     early_whole;


static void
early_fault(int signo)
{
    early_faults++;
    early_whole += (early_record[0] | early_record[1] | early_record[2]) != 0;

    (void) mprotect(early_record + 8, early_page, PROT_READ|PROT_WRITE);
}


static void
record_order(void)
{
    u_char            *pages;
    ant_record_t       rec;
    struct sigaction   sa;

    early_page = (size_t) sysconf(_SC_PAGESIZE);

    pages = mmap(NULL, 2 * early_page, PROT_READ|PROT_WRITE,
                 MAP_PRIVATE|MAP_ANONYMOUS, -1, 0);

    ok(pages != MAP_FAILED, "two pages");

    early_record = pages + early_page - 8;
    memcpy(early_record + ANT_RECORD_SIZE, "abc", 3);
    (void) mprotect(pages + early_page, early_page, PROT_READ);

    memset(&sa, 0, sizeof(struct sigaction));
    sa.sa_handler = early_fault;
    (void) sigaction(SIGSEGV, &sa, NULL);

    ant_record_commit(early_record, ant_record_seed(id), 7, 0, 3);

    (void) signal(SIGSEGV, SIG_DFL);

    is_int(early_faults, 1, "the rest of a record is stored");
    is_int(early_whole, 0, "and its length has not been");
    is_int(ant_record_read(early_record, pages + 2 * early_page,
                           ant_record_seed(id), &rec), ANT_OK,
           "then it is a record");

    (void) munmap(pages, 2 * early_page);
}


int
main(void)
{
    header();
    header_flips();
    versions();
    ids();
    records();
    record_flips();
    record_order();

    return done();
}
