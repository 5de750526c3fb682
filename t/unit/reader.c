
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Reading damaged journals: what is untouched comes back as it was, once and
 * in order, whatever is done to the rest.
 */


#include "disk.h"

#include <sys/syscall.h>
#include <time.h>


#define SIZE      4096
#define WINDOW    4096
#define SEGMENTS  3
#define MAX       200


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


/* a journal as its owner left it, and where its records lie */

typedef struct {
    char            name[2 * ANT_ID_SIZE + 1];
    u_char          file[SEGMENTS][SIZE];
    uint64_t        first[SEGMENTS];
    uint64_t        n;
    unsigned        segment[MAX];
    size_t          from[MAX];      /* by sequence */
    size_t          to[MAX];        /* without the padding */
} left_t;


static void
path_of(char *path, const left_t *l, unsigned number)
{
    snprintf(path, 400, "%s/%s/%08x.seg", disk_path, l->name, number);
}


static void
file_write(const left_t *l, unsigned number, const u_char *p, size_t size)
{
    int   fd;
    char  path[400];

    path_of(path, l, number);

    /* ext4 waits for the disk where a file was truncated to nothing */

    fd = open(path, O_WRONLY|O_CREAT, 0600);
    disk_must(fd != -1 && write(fd, p, size) == (ssize_t) size
              && ftruncate(fd, (off_t) size) == 0, "write");
    close(fd);
}


static void
file_read(const left_t *l, unsigned number, u_char *p, size_t size)
{
    int   fd;
    char  path[400];

    path_of(path, l, number);

    fd = open(path, O_RDONLY);
    disk_must(fd != -1 && syscall(SYS_pread64, fd, p, size, 0)
                          == (ssize_t) size, "read");
    close(fd);
}


static void
leave(left_t *l)
{
    size_t          at;
    unsigned        i;
    ant_journal_t  *j;
    ant_segment_t  *s;

    memset(l, 0, sizeof(left_t));

    j = disk_journal(SIZE);

    memcpy(l->name, j->name, sizeof(l->name));

    for (i = 0; i < SEGMENTS; i++) {
        l->first[i] = j->next;
        at = ANT_HEADER_SIZE;

        while (disk_put(j) == ANT_OK) {
            l->segment[j->next - 1] = i;
            l->from[j->next - 1] = at;
            l->to[j->next - 1] = at + ANT_RECORD_SIZE
                                 + ant_record_peek(j->active->map + at, &l->n);
            at = j->active->used;
        }

        if (i + 1 < SEGMENTS) {
            disk_make(j, SIZE);
            (void) ant_journal_turn(j);
        }
    }

    l->n = j->next - 1;
    disk_must(l->n < MAX && j->segments->next->next == j->active, "MAX");

    for (i = 0, s = j->segments; s != NULL; s = s->next, i++) {
        memcpy(l->file[i], s->map, SIZE);
    }

    ant_journal_close(j);
}


/*
 * Adopts and reads it.  Every record that is not marked as hit has to be
 * there; what is hit may be missing.  What is wrong, or NULL.
 */

static const char *
recover(const left_t *l, const u_char *hit, uint64_t last)
{
    int             rc;
    u_char          buf[WINDOW], seen[MAX + 1];
    uint64_t        next, i;
    ant_cursor_t    c;
    ant_window_t    w;
    ant_record_t    rec;
    ant_journal_t  *j;

    j = disk_adopt(l->name, &rc);

    if (j == NULL) {
        return "not adopted";
    }

    memset(&w, 0, sizeof(ant_window_t));
    memset(seen, 0, sizeof(seen));

    w.buf = buf;
    w.size = sizeof(buf);
    /* a first segment that is missing may have been released */

    next = ant_journal_oldest(j);

    ant_journal_seek(j, &c, 1);

    for ( ;; ) {
        rc = ant_journal_read(j, &c, &w, &rec);

        if (rc == ANT_BAD) {
            if (c.bad_first != next || c.bad_last < c.bad_first
                || c.bad_last > l->n)
            {
                ant_journal_close(j);
                return "a range that is not missing";
            }

            next = c.bad_last + 1;
            continue;
        }

        if (rc != ANT_OK) {
            break;
        }

        if (rec.sequence != next || next > l->n || !disk_is(&rec, next)) {
            ant_journal_close(j);
            return "a wrong record";
        }

        seen[next] = 1;
        next++;
    }

    if (j->next < next) {
        rc = ANT_BAD;
    }

    ant_window_free(&w);
    ant_journal_close(j);

    if (rc != ANT_AGAIN) {
        return "not read to the end";
    }

    for (i = ANT_SEQUENCE_FIRST; i <= last; i++) {
        if (!hit[i] && !seen[i]) {
            return "an untouched record is missing";
        }
    }

    return NULL;
}


static void
complain(unsigned *bad, const char *why, const char *what, unsigned at)
{
    if (why != NULL && (*bad)++ == 0) {
        printf("# %s at %u: %s\n", what, at, why);
    }
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


/* a payload full of what looks like the beginning of large records */

static void
made_up(void)
{
    int             rc;
    size_t          i, size;
    u_char         *p, *last;
    clock_t         began;
    uint64_t        word, sequence;
    unsigned        damaged;
    ant_journal_t  *j;

    size = 4 << 20;
    j = disk_journal(size);

    p = ant_journal_reserve(j, &last);

    for (i = 0; i + 24 <= (size_t) (last - p) - 4096; i += 24) {
        word = (size - i) / 2;
        sequence = 2;
        memcpy(p + i, &word, 8);
        memcpy(p + i + 16, &sequence, 8);
    }

    ant_journal_commit(j, p + i, DISK_NOW + 1);
    j->next = 2;
    disk_append(j, 1, size);

    j->active->map[ANT_HEADER_SIZE + ANT_RECORD_SIZE + 1] ^= 1;

    began = clock();
    rc = disk_read(j, 1, WINDOW, &damaged);
    ok((rc == 1 || rc == 0) && damaged == 1
       && clock() - began < 5 * CLOCKS_PER_SEC,
       "looking for the next record has an end");

    ant_journal_close(j);
}


static void
scribbled(void)
{
    int             fd, rc;
    u_char          buf[WINDOW];
    unsigned        damaged;
    ant_cursor_t    c;
    ant_window_t    w;
    ant_record_t    rec;
    ant_journal_t  *j;

    j = disk_journal(SIZE);
    disk_append(j, 12, SIZE);

    memset(&w, 0, sizeof(ant_window_t));
    w.buf = buf;
    w.size = sizeof(buf);

    ant_journal_seek(j, &c, 1);
    disk_must(ant_journal_read(j, &c, &w, &rec) == ANT_OK, "read");

    memset(j->segments->map + c.offset, 0xa5, 16);

    rc = ant_journal_read(j, &c, &w, &rec);
    ok(rc == ANT_BAD && c.bad_first == 2 && c.bad_last == 2,
       "a scribble in a live mapping is one missing record");

    is_int(ant_damage_keep(disk_root, j->dir, (char *) j->name, &c), ANT_OK,
           "its bytes are kept");

    snprintf((char *) buf, sizeof(buf), "%.24s-2.bad", j->text);
    fd = openat(disk_root, (char *) buf, O_RDONLY);
    rc = (int) read(fd, buf, sizeof(buf));
    ok(fd != -1 && (uint64_t) rc == c.bad_size && rc >= 32
       && buf[0] == 0xa5 && buf[15] == 0xa5 && buf[16] == 2,
       "in a file of its name");
    close(fd);

    is_int(ant_damage_keep(disk_root, j->dir, (char *) j->name, &c),
           ANT_AGAIN, "once");

    rc = ant_journal_read(j, &c, &w, &rec);
    ok(rc == ANT_OK && rec.sequence == 3, "the next one comes");

    while (ant_journal_read(j, &c, &w, &rec) == ANT_OK) {
        /* void */
    }

    is_int((long long) c.sequence, 13, "to the end");

    /* the last record of the active segment, and then one more */

    disk_append(j, 1, SIZE);
    j->active->map[j->active->used - 1 - 8] ^= 0x10;
    memset(j->active->map + c.offset, 0, 8);

    rc = ant_journal_read(j, &c, &w, &rec);
    ok(rc == ANT_BAD && c.bad_first == 13 && c.bad_last == 13,
       "a scribble over the last record");
    is_int(ant_journal_read(j, &c, &w, &rec), ANT_AGAIN, "then the end");

    disk_append(j, 1, SIZE);
    rc = ant_journal_read(j, &c, &w, &rec);
    ok(rc == ANT_OK && rec.sequence == 14, "what is appended then is read");

    is_int(disk_read(j, 1, WINDOW, &damaged), 12, "read from the start");
    is_int(damaged, 2, "with two ranges missing");

    ant_window_free(&w);
    ant_journal_close(j);
}


/* a cursor at the very end of a segment that is then removed */

static void
left_behind(void)
{
    unsigned        i, n;
    u_char          buf[WINDOW];
    ant_cursor_t    c;
    ant_window_t    w;
    ant_record_t    rec;
    ant_journal_t  *j;

    memset(&w, 0, sizeof(ant_window_t));
    w.buf = buf;
    w.size = sizeof(buf);

    j = disk_journal(SIZE);
    ant_journal_seek(j, &c, 1);

    for (i = 0, n = 0; i < 20; i++) {
        disk_append(j, 3, SIZE);

        while (ant_journal_read(j, &c, &w, &rec) == ANT_OK) {
            n += disk_is(&rec, n + 1);
        }

        disk_make(j, SIZE);
        (void) ant_journal_turn(j);
        ant_journal_release(j, j->next);
        disk_upkeep(j, j->next);
    }

    ok(n == 60 && j->segments == j->active,
       "a cursor goes on where its segment is gone");

    ant_journal_close(j);
}


/* a cursor that stays while segments are sealed and removed under it */

static void
moving(void)
{
    int             rc;
    u_char          buf[64];
    unsigned        damaged, fds, most;
    uint64_t        want;
    ant_cursor_t    c;
    ant_window_t    w;
    ant_record_t    rec;
    ant_journal_t  *j;

    fds = disk_fds();
    j = disk_journal(SIZE);

    memset(&w, 0, sizeof(ant_window_t));
    w.buf = buf;
    w.size = sizeof(buf);

    ant_journal_seek(j, &c, 1);
    is_int(ant_journal_read(j, &c, &w, &rec), ANT_AGAIN, "nothing yet");

    for (want = 1; want < 200; want++) {
        disk_append(j, 1, SIZE);
        rc = ant_journal_read(j, &c, &w, &rec);

        if (rc != ANT_OK || !disk_is(&rec, want)) {
            break;
        }

        ant_journal_release(j, want - want % 7);
        disk_upkeep(j, want);
    }

    is_int((long long) want, 200, "a cursor survives what is behind it");

    while (ant_journal_oldest(j) == j->segments->base && j->next < 500) {
        disk_append(j, 1, SIZE);
    }

    disk_upkeep(j, 500);
    most = 0;

    while (ant_journal_read(j, &c, &w, &rec) == ANT_OK) {
        if (!disk_is(&rec, want++)) {
            break;
        }

        ant_journal_leave(j, &c);
        most = disk_fds() > most ? disk_fds() : most;
    }

    is_int((long long) want, 500, "records larger than the window");

    ant_journal_seek(j, &c, 250);
    ok(ant_journal_read(j, &c, &w, &rec) == ANT_OK && disk_is(&rec, 250),
       "back to one in a segment that is no longer mapped");

    ant_journal_seek(j, &c, 1);
    ok(ant_journal_read(j, &c, &w, &rec) == ANT_OK
       && rec.sequence == ant_journal_oldest(j),
       "what was released begins at the oldest");

    ok(ant_journal_pending_bytes(j, &c) > 200 * 32
       && ant_journal_pending_bytes(j, &c) < 200 * 1024, "bytes to be read");

    ant_journal_seek(j, &c, j->next);
    ok(ant_journal_pending_bytes(j, &c) == 0, "none at the end");

    ok(disk_read(j, 1, WINDOW, &damaged) > 200 && damaged == 0,
       "no gap is seen at its start");

    ant_window_free(&w);
    ant_journal_close(j);

    is_int(disk_fds(), fds, "all files are closed");
    ok(most <= fds + 1 + 1 + 1 + 1, "one file open for reading at a time");
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
    made_up();
    scribbled();
    left_behind();
    moving();

    is_int(disk_fds(), fds, "no file is left open");

    disk_close();

    return done();
}
