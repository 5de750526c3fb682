
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * A journal directory in any state: the input changes a good one of three
 * segments, or replaces its files.  Adoption and reading end, return nothing
 * that was not appended, and the same when they are done again; the journal
 * comes to its end.
 */


#include "fuzz.h"
#include "../unit/disk.h"

#define XXH_INLINE_ALL
#include <xxhash.h>


#define SIZE    4096
#define FILES   6
#define ROOM    (2 * 65536)
#define READS   4000


typedef struct {
    u_char      *data;
    size_t       len;
    unsigned     there;
} image_t;


typedef struct {
    const uint8_t  *p;
    const uint8_t  *last;
} input_t;


static char      name[2 * ANT_ID_SIZE + 1];
static image_t   good[FILES];
static image_t   files[FILES];


static unsigned
take(input_t *in, unsigned bytes)
{
    unsigned  n;

    for (n = 0; bytes && in->p < in->last; bytes--) {
        n = n << 8 | *in->p++;
    }

    return n;
}


static void
path_of(char *path, unsigned number)
{
    snprintf(path, 512, "%s/%s/%08x.seg", disk_path, name, number);
}


static void
forget_root(void)
{
    disk_close();
}


/* what a worker leaves that was killed in its third segment */

static void
prepare(void)
{
    char            path[512];
    FILE           *f;
    unsigned        i;
    ant_journal_t  *j;

    setenv("TMPDIR", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", 1);
    disk_open();
    atexit(forget_root);

    j = disk_journal(SIZE);
    memcpy(name, j->name, sizeof(name));

    disk_append(j, 24, SIZE);
    ant_journal_mark(j, 3);
    ant_journal_close(j);

    for (i = 0; i < FILES; i++) {
        good[i].data = calloc(1, ROOM);
        files[i].data = calloc(1, ROOM);

        path_of(path, i);
        f = fopen(path, "rb");

        if (f == NULL) {
            continue;
        }

        good[i].len = fread(good[i].data, 1, ROOM, f);
        good[i].there = 1;
        fclose(f);
    }

    must(good[0].there || good[1].there);
}


/* so that the fuzzer gets behind the checksum of a header */

static void
repair(image_t *f)
{
    unsigned  i;
    uint64_t  sum;

    if (f->len < ANT_HEADER_SIZE) {
        return;
    }

    sum = XXH3_64bits(f->data, 1000);

    for (i = 0; i < 8; i++) {
        f->data[1000 + i] = (u_char) (sum >> 8 * i);
    }
}


/* a range of another file, or of this one, at a place where a record may be */

static void
copy(input_t *in, image_t *f, size_t at)
{
    size_t    from, n;
    image_t  *g;

    g = &files[take(in, 1) % FILES];
    from = g->len ? (take(in, 2) % g->len) & ~(size_t) 7 : 0;
    n = take(in, 2);
    n = n < g->len - from ? n : g->len - from;
    at &= ~(size_t) 7;

    memmove(f->data + at, g->data + from, n);

    f->len = f->len > at + n ? f->len : at + n;
    f->there = 1;
}


static void
paste(input_t *in, image_t *f, size_t at)
{
    size_t  n;

    n = take(in, 1);
    n = n < (size_t) (in->last - in->p) ? n : (size_t) (in->last - in->p);

    memcpy(f->data + at, in->p, n);
    in->p += n;

    f->len = f->len > at + n ? f->len : at + n;
    f->there = 1;
}


/* what a header says, with a checksum that is right */

static void
change_header(input_t *in, image_t *f, unsigned op)
{
    if (f->len < ANT_HEADER_SIZE) {
        return;
    }

    switch (op) {

    case 10:
        ant_header_set_floor(f->data, take(in, 1));
        break;

    case 11:
        ant_header_set_reading(f->data, take(in, 1), take(in, 1) % 4);
        break;

    case 12:
        f->data[64] = (u_char) take(in, 1);
        break;

    case 13:
        f->data[16 + take(in, 1) % 60] = (u_char) take(in, 1);
        break;

    case 14:
        f->data[8] = (u_char) take(in, 1);
        break;

    default:
        break;
    }

    repair(f);
}


static void
change(input_t *in)
{
    size_t     at, n;
    image_t   *f, *g;
    unsigned   op;

    op = take(in, 1);
    f = &files[op / 16 % FILES];
    at = f->len ? take(in, 2) % f->len : 0;

    switch (op % 16) {

    case 0: case 1:
        f->data[at] = (u_char) take(in, 1);
        break;

    case 2:
        f->data[at] ^= (u_char) (1 << take(in, 1) % 8);
        break;

    case 3:
        f->len = at;
        break;

    case 4:
        f->there = !f->there;
        break;

    case 5:
        g = &files[take(in, 1) % FILES];
        memmove(f->data, g->data, g->len);
        f->len = g->len;
        f->there = g->there;
        break;

    case 6:
        n = take(in, 2) % (f->len - at + 1);
        memset(f->data + at, 0, n);
        break;

    case 7:
        copy(in, f, at);
        break;

    case 8:
        f->len = take(in, 2);
        f->there = 1;
        break;

    case 9:
        paste(in, f, at);
        break;

    default:
        change_header(in, f, op % 16);
    }
}


static void
make(input_t *in)
{
    char      path[512];
    FILE     *f;
    unsigned  i;

    for (i = 0; i < FILES; i++) {
        memset(files[i].data, 0, ROOM);
        memcpy(files[i].data, good[i].data, good[i].len);
        files[i].len = good[i].len;
        files[i].there = good[i].there;
    }

    while (in->p < in->last) {
        change(in);
    }

    snprintf(path, sizeof(path), "%s/%s", disk_path, name);
    (void) mkdir(path, 0700);

    for (i = 0; i < FILES; i++) {
        path_of(path, i);
        (void) unlink(path);

        if (files[i].there) {
            f = fopen(path, "wb");
            disk_must(f != NULL, "fopen");
            disk_must(fwrite(files[i].data, 1, files[i].len, f)
                      == files[i].len, "fwrite");
            fclose(f);
        }
    }
}


/* The sum of what is read. */

static uint64_t
read_all(ant_journal_t *j, size_t window, int keep)
{
    int           n, rc;
    uint64_t      sum, before;
    ant_cursor_t  c;
    ant_window_t  w;
    ant_record_t  rec;

    memset(&w, 0, sizeof(ant_window_t));
    w.buf = malloc(window);
    w.size = window;

    sum = 0;
    before = 0;
    rc = ANT_OK;

    ant_journal_seek(j, &c, ant_journal_oldest(j));

    for (n = 0; rc != ANT_AGAIN; n++) {
        must(n < READS);

        rc = ant_journal_read(j, &c, &w, &rec);

        if (rc == ANT_BAD) {
            must(c.bad_first <= c.bad_last);

            if (keep) {
                must(ant_damage_keep(j->root, j->dir, (char *) j->name, &c)
                     != ANT_ERROR);
            }

            continue;
        }

        if (rc == ANT_OK) {
            must(rec.sequence > before);
            must(rec.sequence < j->next);
            must(disk_is(&rec, rec.sequence));
            before = rec.sequence;
            sum = sum * 31 + rec.sequence;
            continue;
        }

        must(rc == ANT_AGAIN);
    }

    ant_window_free(&w);
    free(w.buf);

    return sum;
}


/* confirmed, cut, removed: as after the last event's push and retain */

static void
finish(ant_journal_t *j)
{
    int         rc;
    uint64_t    end;
    ant_task_t  t;

    end = j->next;

    ant_journal_confirm(j, end, 1000, 1);
    (void) ant_journal_floor(j, 100000, 1);
    ant_journal_release(j, end);

    (void) disk_upkeep(j, end);

    ant_task_cut(j, &t);
    must(disk_run(&t) == ANT_OK);
    ant_journal_close(j);

    j = disk_adopt(name, &rc);
    must(j != NULL && j->finished && j->next == end);

    ant_task_drop(j, &t);
    (void) disk_run(&t);
    ant_journal_close(j);
}


static void
sweep(void)
{
    char            path[600];
    DIR            *d;
    struct dirent  *e;

    d = opendir(disk_path);
    must(d != NULL);

    while ((e = readdir(d)) != NULL) {

        if (strstr(e->d_name, ".bad")) {
            snprintf(path, sizeof(path), "%s/%s", disk_path, e->d_name);
            (void) unlink(path);
        }
    }

    closedir(d);
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int             rc, again;
    input_t         in;
    uint64_t        first;
    ant_journal_t  *j;

    if (disk_root == -1) {
        prepare();
    }

    in.p = data;
    in.last = data + (size < 400 ? size : 400);

    make(&in);

    j = disk_adopt(name, &rc);

    if (j == NULL) {
        must(rc == ANT_OK || rc == ANT_BAD || rc == ANT_ERROR);
        return 0;
    }

    first = read_all(j, 300, 0);
    must(read_all(j, 65536, 1) == first);
    ant_journal_close(j);

    j = disk_adopt(name, &again);
    must(j != NULL && again == rc);
    must(read_all(j, 4096, 0) == first);

    finish(j);
    sweep();

    return 0;
}
