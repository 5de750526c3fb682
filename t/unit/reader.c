
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Reading damaged journals: what is untouched comes back as it was, once and
 * in order, whatever is done to the rest.
 */


#include "left.h"


/* a disk that cannot read some bytes */

static off_t  broken_from = -1;
static off_t  broken_to;


ssize_t
pread(int fd, void *buf, size_t len, off_t offset)
{
    if (broken_from != -1 && offset < broken_to
        && offset + (off_t) len > broken_from)
    {
        errno = EIO;
        return -1;
    }

    return syscall(SYS_pread64, fd, buf, len, offset);
}


static void
whole(const left_t *l)
{
    const char  *why;
    u_char       hit[MAX + 1] = { 0 };

    why = recover(l, hit, l->n);

    ok(why == NULL, "an undamaged journal: %s", why ? why : "all of it");
}


static void
truncated(const left_t *l)
{
    u_char    hit[MAX + 1];
    unsigned  bad, n, size;
    uint64_t  i;

    bad = 0;

    for (n = 0; n < SEGMENTS; n++) {

        for (size = 0; size <= SIZE; size++) {
            memset(hit, 0, sizeof(hit));

            for (i = 1; i <= l->n; i++) {
                hit[i] = (l->segment[i] == n && l->to[i] > size);
            }

            file_write(l, n, l->file[n], size);
            complain(&bad, recover(l, hit, l->n), "cut", n * SIZE + size);
        }

        file_write(l, n, l->file[n], SIZE);
    }

    is_int(bad, 0, "truncated at every byte");
}


static void
flipped(const left_t *l)
{
    u_char    hit[MAX + 1], page[SIZE];
    unsigned  bad, n, i;
    uint64_t  k;

    bad = 0;

    for (n = 0; n < SEGMENTS; n++) {
        memcpy(page, l->file[n], SIZE);

        for (i = 0; i < 8 * SIZE; i++) {
            memset(hit, 0, sizeof(hit));

            for (k = 1; k <= l->n; k++) {
                hit[k] = (l->segment[k] == n && l->from[k] <= i / 8
                          && l->to[k] > i / 8);
            }

            page[i / 8] ^= (u_char) (1 << i % 8);
            file_write(l, n, page, SIZE);
            complain(&bad, recover(l, hit, l->n), "flip",
                     n * 8 * SIZE + i);
            page[i / 8] ^= (u_char) (1 << i % 8);
        }

        file_write(l, n, page, SIZE);
    }

    is_int(bad, 0, "each bit flipped: every untouched record comes back");
}


/* how many bytes of 512 are zeros, as a disk's sector that was never written */

static void
zeroed(const left_t *l)
{
    u_char    hit[MAX + 1], page[SIZE];
    unsigned  bad, n, from, to;
    uint64_t  k;

    bad = 0;

    for (n = 0; n < SEGMENTS; n++) {
        for (from = 0; from < SIZE; from += 512) {
            for (to = from + 512; to <= SIZE; to += 512) {
                memset(hit, 0, sizeof(hit));

                for (k = 1; k <= l->n; k++) {
                    hit[k] = (l->segment[k] == n && l->from[k] < to
                              && l->to[k] > from);
                }

                memcpy(page, l->file[n], SIZE);
                memset(page + from, 0, to - from);
                file_write(l, n, page, SIZE);
                complain(&bad, recover(l, hit, l->n), "zeros", from);
            }

            /* a segment of zeros was removed */

            file_write(l, n, l->file[n], SIZE);
        }
    }

    is_int(bad, 0, "zeroed sectors, those of the headers too");
}


static void
missing(const left_t *l)
{
    char      path[400];
    u_char    hit[MAX + 1];
    unsigned  bad, n;
    uint64_t  k;

    bad = 0;

    for (n = 0; n < SEGMENTS; n++) {
        for (k = 1; k <= l->n; k++) {
            hit[k] = (l->segment[k] == n);
        }

        path_of(path, l, n);
        disk_must(unlink(path) == 0, "unlink");

        /* the first is no damage: it may have been released */

        if (n > 0) {
            complain(&bad, recover(l, hit, l->n), "missing", n);
        }

        file_write(l, n, l->file[n], SIZE);
    }

    is_int(bad, 0, "a missing segment is a missing range");
}


/* one that a person copied */

static void
doubled(const left_t *l)
{
    char         path[400];
    u_char       hit[MAX + 1] = { 0 }, page[SIZE];
    const char  *why;

    file_write(l, 7, l->file[1], SIZE);
    why = recover(l, hit, l->n);
    ok(why == NULL, "a segment twice: %s", why ? why : "each record once");

    file_write(l, 7, l->file[1], 2000);
    why = recover(l, hit, l->n);
    ok(why == NULL, "a part of one twice: %s", why ? why : "each once");

    memcpy(page, l->file[1], SIZE);
    memset(page + 1500, 0xff, SIZE - 1500);
    file_write(l, 1, page, SIZE);
    file_write(l, 0xffffffff, l->file[1], SIZE);
    why = recover(l, hit, l->n);
    ok(why == NULL, "a copy mends a damaged one: %s", why ? why : "all");
    file_write(l, 1, l->file[1], SIZE);

    path_of(path, l, 0xffffffff);
    unlink(path);
}


/* records that are right, but not here */

static void
misplaced(const left_t *l)
{
    char         path[400];
    left_t       other;
    u_char       hit[MAX + 1] = { 0 }, page[SIZE];
    const char  *why;

    leave(&other);

    /* its records where ours were, and its segment beside ours */

    memcpy(page, l->file[1], ANT_HEADER_SIZE);
    memcpy(page + ANT_HEADER_SIZE, other.file[1] + ANT_HEADER_SIZE,
           SIZE - ANT_HEADER_SIZE);
    file_write(l, 1, page, SIZE);
    file_write(l, 7, other.file[2], SIZE);

    memset(hit + l->first[1], 1, l->first[2] - l->first[1]);
    why = recover(l, hit, l->n);
    ok(why == NULL, "records of another journal: %s", why ? why : "none");

    path_of(path, l, 7);
    ok(access(path, F_OK) == 0, "its segment is not removed");
    unlink(path);

    /* an older segment's records behind a newer header */

    memcpy(page + ANT_HEADER_SIZE, l->file[0] + ANT_HEADER_SIZE,
           SIZE - ANT_HEADER_SIZE);
    file_write(l, 1, page, SIZE);
    why = recover(l, hit, l->n);
    ok(why == NULL, "stale records, below the base: %s", why ? why : "none");

    file_write(l, 1, l->file[1], SIZE);

    /* a newer one's: they must not hide those between */

    memcpy(page, l->file[0], ANT_HEADER_SIZE);
    memcpy(page + ANT_HEADER_SIZE, l->file[2] + ANT_HEADER_SIZE,
           SIZE - ANT_HEADER_SIZE);
    file_write(l, 0, page, SIZE);

    memset(hit, 0, sizeof(hit));
    memset(hit + 1, 1, l->first[1] - 1);
    why = recover(l, hit, l->n);
    ok(why == NULL, "records of a later segment: %s", why ? why : "none");

    file_write(l, 0, l->file[0], SIZE);

    /* two records change places */

    memcpy(page, l->file[0], SIZE);
    memcpy(page + l->from[1], l->file[0] + l->from[3],
           l->to[3] - l->from[3]);
    file_write(l, 0, page, SIZE);

    memset(hit, 0, sizeof(hit));
    memset(hit + 1, 1, 10);
    why = recover(l, hit, l->n);
    ok(why == NULL, "a record at another's place: %s", why ? why : "in order");

    file_write(l, 0, l->file[0], SIZE);
}


static void
unreadable(const left_t *l)
{
    u_char       hit[MAX + 1], big[3 * SIZE];
    unsigned     i;
    const char  *why;

    /* the headers lie on the first page, and all that is ours */

    broken_from = 0;
    broken_to = SIZE;

    memset(hit, 0, sizeof(hit));
    why = recover(l, hit, l->n);
    ok(why != NULL && strcmp(why, "not adopted") == 0,
       "a disk that gives no header");

    broken_from = -1;
    why = recover(l, hit, l->n);
    ok(why == NULL, "it is whole once it does: %s", why ? why : "all of it");

    /* records on the first and the third page, the second is broken */

    memset(big, 0, sizeof(big));
    memcpy(big, l->file[1], SIZE);

    for (i = 0; i < 2; i++) {
        memcpy(big + 2 * SIZE, l->file[1] + l->from[l->first[1]], 512);
        file_write(l, 1, big, sizeof(big));

        broken_from = i ? SIZE + 10 : 2 * SIZE;
        broken_to = broken_from + 10;

        why = recover(l, hit, l->n);
        ok(why == NULL, "a page that cannot be read: %s",
           why ? why : "the others can");
    }

    broken_from = -1;

    file_write(l, 1, l->file[1], SIZE);
}


static uint64_t
dice(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;

    return *seed >> 11;
}


/* No promise but that no record is wrong, none comes twice, and it ends. */

static void
fuzzed(const left_t *l)
{
    char      path[400], *seeded;
    u_char    hit[MAX + 1], page[SIZE];
    size_t    at, len, size;
    unsigned  bad, n, i, k;
    uint64_t  seed;
    const char  *why;

    seeded = getenv("ANT_SEED");
    seed = seeded ? strtoull(seeded, NULL, 0)
                  : ((uint64_t) getpid() << 20 | 1) * 0x9e3779b97f4a7c15;

    printf("# ANT_SEED=%llu\n", (unsigned long long) seed);

    memset(hit, 1, sizeof(hit));
    bad = 0;

    for (i = 0; i < 20000; i++) {
        n = dice(&seed) % SEGMENTS;
        size = dice(&seed) % 8 ? SIZE : dice(&seed) % (SIZE + 1);
        memcpy(page, l->file[n], SIZE);

        for (k = dice(&seed) % 4 + 1; k > 0; k--) {
            at = dice(&seed) % SIZE;
            len = dice(&seed) % (dice(&seed) % 2 ? 16 : SIZE - at);
            len = (len < SIZE - at) ? len : SIZE - at;

            switch (dice(&seed) % 4) {
            case 0:
                memset(page + at, (int) dice(&seed), len);
                break;
            case 1:
                memcpy(page + at, l->file[dice(&seed) % SEGMENTS] + at, len);
                break;
            case 2:
                memmove(page + at, page + dice(&seed) % (SIZE - len), len);
                break;
            default:
                page[at] ^= (u_char) (1 << dice(&seed) % 8);
            }
        }

        snprintf(path, sizeof(path), "%s/%s", disk_path, l->name);
        disk_must(mkdir(path, 0700) == 0 || errno == EEXIST, "mkdir");

        file_write(l, n, page, size);

        why = recover(l, hit, 0);

        if (why != NULL && strcmp(why, "not adopted") == 0) {
            why = NULL;
        }

        complain(&bad, why, "fuzz", i);

        if (dice(&seed) % 4 == 0) {
            for (k = 0; k < SEGMENTS; k++) {
                file_write(l, k, l->file[k], SIZE);
            }
        }
    }

    is_int(bad, 0, "random damage: nothing wrong, nothing twice, an end");

    (void) mkdir(path, 0700);

    for (k = 0; k < SEGMENTS; k++) {
        file_write(l, k, l->file[k], SIZE);
    }

    whole(l);
}


int
main(void)
{
    unsigned  fds;
    left_t    l;

    disk_open();
    fds = disk_fds();

    leave(&l);
    file_read(&l, 0, l.file[0], SIZE);

    whole(&l);
    truncated(&l);
    flipped(&l);
    zeroed(&l);
    missing(&l);
    doubled(&l);
    misplaced(&l);
    unreadable(&l);
    fuzzed(&l);

    is_int(disk_fds(), fds, "no file is left open");

    disk_close();

    return done();
}
