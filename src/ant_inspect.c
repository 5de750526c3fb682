
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The files in the directory of a journal that is being adopted: which there
 * are, what their headers say, which of them were never used.  Promises that
 * only those are removed, and none where a version is not known.  Called by
 * adoption, which decides what the files mean.
 */


#define _GNU_SOURCE

#include "ant_inspect.h"
#include "ant_segment.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>


static int
ant_inspect_file(ant_inspect_t *a, const char *name)
{
    uint32_t        number;
    struct stat     st;
    ant_segment_t  *s;

    if (ant_segment_number(name, &number) != ANT_OK) {
        return ANT_OK;
    }

    if (fstatat(a->dir, name, &st, AT_SYMLINK_NOFOLLOW) == -1) {
        return ANT_ERROR;
    }

    if (!S_ISREG(st.st_mode)) {
        return ANT_OK;
    }

    s = ant_segment_alloc(number);
    if (s == NULL) {
        return ANT_ERROR;
    }

    s->size = (size_t) st.st_size;
    s->unread = (st.st_nlink > 1);
    s->next = a->found;
    a->found = s;

    if (number >= a->above) {
        a->above = (uint64_t) number + 1;
    }

    return ANT_OK;
}


int
ant_inspect_list(ant_inspect_t *a)
{
    int             fd, rc, err;
    DIR            *d;
    struct dirent  *de;

    /* not a duplicate: that would share the place in the directory */

    fd = openat(a->dir, ".", O_RDONLY|O_DIRECTORY|O_CLOEXEC);
    if (fd == -1) {
        return ANT_ERROR;
    }

    d = fdopendir(fd);
    if (d == NULL) {
        err = errno;
        (void) close(fd);
        errno = err;
        return ANT_ERROR;
    }

    do {
        errno = 0;
        rc = ANT_OK;

        de = readdir(d);

        if (de != NULL) {
            rc = ant_inspect_file(a, de->d_name);

        } else if (errno != 0) {
            rc = ANT_ERROR;
        }

    } while (de != NULL && rc == ANT_OK);

    err = errno;
    (void) closedir(d);
    errno = err;

    return rc;
}


int
ant_inspect_header(ant_inspect_t *a, ant_segment_t *s, u_char *buf,
    ant_header_t *h)
{
    int       fd, err;
    ssize_t   n;
    unsigned  unread;

    fd = ant_segment_open(a->dir, s->number, O_RDONLY);
    if (fd == -1) {
        return 1;
    }

    memset(buf, 0, ANT_HEADER_SIZE);

    unread = 0;
    n = ant_segment_read(fd, buf, ANT_HEADER_SIZE, 0, NULL, &unread);

    err = errno;
    (void) close(fd);
    errno = err;

    s->unread |= unread;

    return (n == -1) ? 1 : ant_header_read(buf, h);
}


/* Is h to be believed before what is known so far? */

static int
ant_inspect_newer(ant_inspect_t *a, const ant_header_t *h)
{
    int  ours, known;

    if (!a->known) {
        return 1;
    }

    ours = memcmp(h->id, a->id, ANT_ID_SIZE) == 0;
    known = memcmp(a->newest.id, a->id, ANT_ID_SIZE) == 0;

    return (ours != known) ? ours : h->base >= a->newest.base;
}


int
ant_inspect_newest(ant_inspect_t *a)
{
    int             rc;
    u_char          buf[ANT_HEADER_SIZE];
    ant_header_t    h;
    ant_segment_t  *s;

    for (s = a->found; s != NULL; s = s->next) {

        rc = ant_inspect_header(a, s, buf, &h);

        if (rc == 1) {
            return ANT_ERROR;
        }

        if (rc == ANT_ERROR) {
            errno = EPROTONOSUPPORT;
            return ANT_BAD;
        }

        if (rc == ANT_OK && ant_inspect_newer(a, &h)) {
            memcpy(a->header, buf, ANT_HEADER_SIZE);
            (void) ant_header_read(a->header, &a->newest);
            a->known = 1;
        }
    }

    return ANT_OK;
}


/* ANT_OK if nothing but zeros follows the header, ANT_BAD, or ANT_ERROR. */

static int
ant_inspect_blank(ant_inspect_t *a, ant_segment_t *s)
{
    int       fd, err;
    u_char   *p;
    ssize_t   n;
    off_t     offset;

    fd = ant_segment_open(a->dir, s->number, O_RDONLY);
    if (fd == -1) {
        return ANT_ERROR;
    }

    p = a->window.buf;
    offset = ANT_HEADER_SIZE;

    do {
        n = ant_segment_pread(fd, p, a->window.size, offset);
        offset += n;

    } while (n > 0 && p[0] == 0 && memcmp(p, p + 1, (size_t) n - 1) == 0);

    err = errno;
    (void) close(fd);
    errno = err;

    a->window.segment = NULL;

    if (n == 0) {
        return ANT_OK;
    }

    /* what cannot be read may be anything but nothing */

    return (n > 0 || errno == EIO) ? ANT_BAD : ANT_ERROR;
}


int
ant_inspect_clean(ant_inspect_t *a)
{
    int             rc;
    char            name[ANT_SEGMENT_NAME];
    u_char          buf[ANT_HEADER_SIZE];
    ant_header_t    h;
    ant_segment_t  *s, **p;

    p = &a->found;

    while (*p != NULL) {
        s = *p;

        rc = ant_inspect_header(a, s, buf, &h);

        if (rc == ANT_AGAIN || rc == ANT_BAD) {
            rc = ant_inspect_blank(a, s);

        } else {
            rc = (rc == ANT_OK) ? ANT_BAD : ANT_ERROR;
        }

        if (rc == ANT_ERROR) {
            return ANT_ERROR;
        }

        if (rc == ANT_BAD) {
            p = &s->next;
            continue;
        }

        ant_segment_name(name, s->number);

        if (!a->view && unlinkat(a->dir, name, 0) == -1 && errno != ENOENT) {
            return ANT_ERROR;
        }

        *p = s->next;
        ant_segment_free(s);
    }

    return ANT_OK;
}


int
ant_inspect_peek(int root, const char *name, u_char *buf, ant_header_t *h)
{
    int             fd, rc;
    ant_inspect_t   a;
    ant_segment_t  *s;

    fd = openat(root, name, O_RDONLY|O_DIRECTORY|O_CLOEXEC|O_NOFOLLOW);
    if (fd == -1) {
        return ANT_BAD;
    }

    memset(&a, 0, sizeof(ant_inspect_t));
    a.dir = fd;

    (void) ant_inspect_list(&a);

    rc = ANT_BAD;

    while (a.found != NULL) {
        s = a.found;
        a.found = s->next;

        if (rc != ANT_OK) {
            rc = ant_inspect_header(&a, s, buf, h);
        }

        ant_segment_free(s);
    }

    (void) close(fd);

    return (rc == ANT_OK) ? ANT_OK : ANT_BAD;
}
