
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Taking over a journal whose owner is gone.  Promises that it has one owner,
 * that its end is found whatever state the files are in, and that nothing but
 * segments without a record is removed.  Called by the scan of the root, in a
 * thread of the pool.  Never appends.  A view is the same without the taking:
 * no lock, and nothing is changed; called by ant-journal.
 *
 * A segment is what its header says.  One whose header cannot be read belongs
 * to the journal by its records, which no other journal and no other sequence
 * makes valid: its base is its first valid record.  Without a record it was
 * never used if nothing but zeros follows the header, else it is strange: it
 * is kept until the journal's end, and then put aside.
 */


#define _GNU_SOURCE

#include "ant_inspect.h"
#include "ant_reader.h"
#include "ant_segment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>


#define ANT_ADOPT_WINDOW  262144


/* Sorted by base, then by number. */

static void
ant_adopt_insert(ant_journal_t *j, ant_segment_t *s)
{
    ant_segment_t  **p;

    p = &j->segments;

    while (*p != NULL
           && ((*p)->base < s->base
               || ((*p)->base == s->base && (*p)->number < s->number)))
    {
        p = &(*p)->next;
    }

    s->next = *p;
    *p = s;
}


static int
ant_adopt_headless(ant_inspect_t *a, ant_journal_t *j, ant_segment_t *s)
{
    int           rc, err;
    ant_cursor_t  c;

    rc = ant_reader_first(j, s, &c, &a->window);

    err = errno;
    ant_segment_unload(s);
    errno = err;

    if (rc == ANT_ERROR) {
        return ANT_ERROR;
    }

    s->headless = 1;

    if (rc == ANT_OK) {
        s->base = c.sequence;
        ant_adopt_insert(j, s);

    } else {
        ant_segment_append(&j->strange, s);
    }

    return ANT_OK;
}


/* Takes a file into the journal, or leaves it in *s. */

static int
ant_inspect_take(ant_inspect_t *a, ant_journal_t *j, ant_segment_t **s)
{
    int             rc;
    u_char          buf[ANT_HEADER_SIZE];
    ant_header_t    h;
    ant_segment_t  *one;

    rc = ant_inspect_header(a, *s, buf, &h);

    if (rc == 1) {
        return ANT_ERROR;
    }

    one = *s;

    if (rc == ANT_OK) {

        /* that of another journal stays where it is */

        if (memcmp(h.id, j->id, ANT_ID_SIZE) == 0) {
            *s = NULL;
            one->base = h.base;
            ant_adopt_insert(j, one);
        }

        return ANT_OK;
    }

    rc = ant_adopt_headless(a, j, one);

    if (rc == ANT_OK) {
        *s = NULL;
    }

    return rc;
}


/* Reads from the first segment that shares the last one's base to the end. */

static int
ant_adopt_end(ant_inspect_t *a, ant_journal_t *j)
{
    int             rc;
    size_t          used;
    uint64_t        next;
    ant_cursor_t    c;
    ant_record_t    rec;
    ant_segment_t  *s, *last;

    for (last = j->segments; last->next != NULL; last = last->next) {
        /* void */
    }

    next = last->base;
    used = ANT_HEADER_SIZE;

    j->next = ANT_SEQUENCE_MAX;

    ant_journal_seek(j, &c, next);

    do {
        rc = ant_journal_read(j, &c, &a->window, &rec);

        if (rc == ANT_OK) {
            next = rec.sequence + 1;
        }

        if (rc == ANT_OK && c.segment == last) {
            used = c.offset < last->size ? c.offset : last->size;
        }

    } while (rc == ANT_OK || rc == ANT_BAD);

    j->next = next;
    last->used = used;

    for (s = j->segments; s != NULL; s = s->next) {
        ant_segment_unload(s);
    }

    return (rc == ANT_AGAIN) ? ANT_OK : ANT_ERROR;
}


/* The newest header's page, to note the floor and the record being read. */

static int
ant_adopt_head(ant_inspect_t *a, ant_journal_t *j, ant_segment_t *last)
{
    int  fd, err;

    if (a->view || last->headless) {
        return ANT_OK;
    }

    fd = ant_segment_open(a->dir, last->number, O_RDWR);
    if (fd == -1) {
        return ANT_ERROR;
    }

    j->head = ant_segment_map(fd, ANT_HEADER_SIZE, 1);

    err = errno;
    (void) close(fd);
    errno = err;

    return (j->head != NULL) ? ANT_OK : ANT_ERROR;
}


/* What the newest header says of the past, as far as it can be so. */

static void
ant_adopt_state(ant_inspect_t *a, ant_journal_t *j, ant_segment_t *last)
{
    ant_header_t  *h;

    h = &a->newest;

    if (last->size <= ANT_HEADER_SIZE && h->floor > j->next) {
        j->next = h->floor;
    }

    j->finished = (last == j->segments && last->size == ANT_HEADER_SIZE
                   && j->strange == NULL);

    j->floor = h->floor ? h->floor : j->segments->base;
    j->floor = (j->floor < j->next) ? j->floor : j->next;

    j->confirmed = j->floor;

    if (h->reading != 0) {
        j->suspect = h->reading;
        j->deaths = h->deaths + 1;
    }
}


static ant_journal_t *
ant_adopt_alloc(ant_inspect_t *a, int root, const char *name,
    const u_char *machine)
{
    struct stat      st;
    ant_header_t    *h;
    ant_journal_t   *j;
    ant_identity_t   ident;

    h = &a->newest;

    if (fstat(a->dir, &st) == -1) {
        return NULL;
    }

    ident.list = h->list;
    ident.fence = h->fence;
    ident.endpoint = h->endpoint;

    j = ant_journal_alloc(&ident, h->id);
    if (j == NULL) {
        return NULL;
    }

    memcpy(j->name, name, strnlen(name, 2 * ANT_ID_SIZE));
    memcpy(j->machine, h->machine, ANT_MACHINE_SIZE);

    j->device = h->device;
    j->inode = h->inode;
    j->root = root;
    j->number = (uint32_t) a->above;

    /* not the device: its number may be another one after a boot */

    j->copy = (memcmp(h->machine, machine, ANT_MACHINE_SIZE) != 0
               || h->inode != st.st_ino
               || memcmp(h->id, a->id, ANT_ID_SIZE) != 0);

    return j;
}


static int
ant_adopt_fill(ant_inspect_t *a, ant_journal_t *j)
{
    int             rc;
    ant_segment_t  *s, *rest;

    while (a->found != NULL) {
        s = a->found;
        rest = s->next;

        rc = ant_inspect_take(a, j, &s);

        if (rc != ANT_OK) {
            return rc;
        }

        a->found = rest;

        if (s != NULL) {
            ant_segment_free(s);
        }
    }

    if (j->segments == NULL) {
        errno = EBADMSG;
        return ANT_ERROR;
    }

    rc = ant_adopt_end(a, j);
    if (rc != ANT_OK) {
        return rc;
    }

    for (s = j->segments; s->next != NULL; s = s->next) {
        /* void */
    }

    rc = ant_adopt_head(a, j, s);
    if (rc != ANT_OK) {
        return rc;
    }

    ant_adopt_state(a, j, s);

    return ANT_OK;
}


static int
ant_adopt_open(ant_inspect_t *a, int root, const char *name)
{
    int             rc;
    ant_segment_t  *s;

    rc = ant_inspect_list(a);
    if (rc != ANT_OK) {
        return rc;
    }

    /* one that somebody before could not read whole */

    for (s = a->found; s != NULL; s = s->next) {
        s->unread = (s->unread
                     && ant_damage_named(root, a->dir, name, s->number));
    }

    rc = ant_inspect_newest(a);
    if (rc != ANT_OK) {
        return rc;
    }

    rc = ant_inspect_clean(a);
    if (rc != ANT_OK) {
        return rc;
    }

    if (a->known) {
        return ANT_OK;
    }

    if (a->found != NULL) {
        errno = EBADMSG;
        return ANT_BAD;
    }

    if (!a->view && unlinkat(root, name, AT_REMOVEDIR) == -1) {
        return ANT_ERROR;
    }

    return ANT_AGAIN;
}


static ant_journal_t *
ant_adopt_journal(ant_inspect_t *a, int root, const char *name,
    const u_char *machine, int *rc)
{
    int             err;
    ant_journal_t  *j;

    *rc = ant_adopt_open(a, root, name);

    if (*rc != ANT_OK) {
        *rc = (*rc == ANT_AGAIN) ? ANT_OK : *rc;
        return NULL;
    }

    *rc = ANT_ERROR;

    j = ant_adopt_alloc(a, root, name, machine);
    if (j == NULL) {
        return NULL;
    }

    j->dir = a->dir;

    if (ant_adopt_fill(a, j) == ANT_OK) {
        *rc = ANT_OK;
        return j;
    }

    err = errno;

    /* the lock is given up by the caller */

    j->dir = -1;
    ant_journal_close(j);
    errno = err;

    return NULL;
}


/* Of the directory that is open in a->dir, which is closed if there is none. */

static ant_journal_t *
ant_adopt_run(ant_inspect_t *a, int root, const char *name,
    const u_char *machine, int *rc)
{
    int             err;
    ant_journal_t  *j;
    ant_segment_t  *s;

    a->window.size = ANT_ADOPT_WINDOW;
    a->window.buf = malloc(ANT_ADOPT_WINDOW);

    if (a->window.buf != NULL) {
        j = ant_adopt_journal(a, root, name, machine, rc);

    } else {
        j = NULL;
        *rc = ANT_ERROR;
    }

    err = errno;

    while (a->found != NULL) {
        s = a->found;
        a->found = s->next;
        ant_segment_free(s);
    }

    ant_window_free(&a->window);
    free(a->window.buf);

    if (j == NULL) {
        (void) close(a->dir);
    }

    errno = err;

    return j;
}


ant_journal_t *
ant_journal_adopt(int root, const char *name, const u_char *machine, int *rc)
{
    ant_inspect_t  a;

    memset(&a, 0, sizeof(ant_inspect_t));

    if (ant_id_parse(a.id, (const u_char *) name, strlen(name)) != ANT_OK) {
        errno = EINVAL;
        *rc = ANT_ERROR;
        return NULL;
    }

    *rc = ant_segment_lock(root, name, &a.dir);
    if (*rc != ANT_OK) {
        return NULL;
    }

    return ant_adopt_run(&a, root, name, machine, rc);
}


ant_journal_t *
ant_journal_view(int root, const char *name, const u_char *machine, int *rc)
{
    size_t         len;
    ant_inspect_t  a;

    memset(&a, 0, sizeof(ant_inspect_t));

    a.view = 1;
    len = strnlen(name, 2 * ANT_ID_SIZE);

    (void) ant_id_parse(a.id, (const u_char *) name, len);

    a.dir = openat(root, name, O_RDONLY|O_DIRECTORY|O_CLOEXEC|O_NOFOLLOW);

    if (a.dir == -1) {
        *rc = (errno == ENOENT) ? ANT_AGAIN : ANT_ERROR;
        return NULL;
    }

    return ant_adopt_run(&a, root, name, machine, rc);
}
