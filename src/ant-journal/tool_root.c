
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Which journals there are in a directory.  Promises to change nothing: an
 * owner is found by asking for a shared lock, which is given back at once.
 * (A worker that asks for its own in that moment asks again a second later;
 * one that has just made a directory makes another.)  Called by every command.
 */


#define _GNU_SOURCE

#include "tool_root.h"
#include "tool_say.h"
#include "ant_segment.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/file.h>
#include <sys/stat.h>


static int
tool_root_add(tool_name_t **list, size_t *n, const char *name)
{
    tool_name_t  *p;

    p = realloc(*list, (*n + 1) * sizeof(tool_name_t));
    if (p == NULL) {
        return ANT_ERROR;
    }

    *list = p;

    (void) snprintf(p[*n], sizeof(tool_name_t), "%s", name);
    (*n)++;

    return ANT_OK;
}


static DIR *
tool_root_directory(int at, const char *name)
{
    int   fd;
    DIR  *d;

    fd = openat(at, name, O_RDONLY|O_DIRECTORY|O_CLOEXEC|O_NOFOLLOW);
    if (fd == -1) {
        return NULL;
    }

    d = fdopendir(fd);

    if (d == NULL) {
        (void) close(fd);
    }

    return d;
}


static int
tool_root_has_segment(int at, const char *name)
{
    int             found;
    DIR            *d;
    uint32_t        number;
    struct dirent  *de;

    d = tool_root_directory(at, name);
    if (d == NULL) {
        return 0;
    }

    found = 0;

    while (!found && (de = readdir(d)) != NULL) {
        found = ant_segment_number(de->d_name, &number) == ANT_OK;
    }

    (void) closedir(d);

    return found;
}


/* By its name, or by what is in it; not by a link. */

static int
tool_root_journal(int at, const char *name)
{
    size_t       len;
    u_char       id[ANT_ID_SIZE];
    struct stat  st;

    if (name[0] == '.' || fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) == -1
        || !S_ISDIR(st.st_mode))
    {
        return 0;
    }

    len = strnlen(name, 2 * ANT_ID_SIZE);

    return ant_id_parse(id, (const u_char *) name, len) == ANT_OK
           || tool_root_has_segment(at, name);
}


static int
tool_root_bad(const char *name)
{
    size_t  len;

    len = strlen(name);

    return len > 4 && strcmp(name + len - 4, ".bad") == 0;
}


static int
tool_root_cmp(const void *one, const void *two)
{
    return strcmp(one, two);
}


static int
tool_root_read(tool_root_t *r)
{
    int             rc;
    DIR            *d;
    struct dirent  *de;

    d = tool_root_directory(r->fd, ".");
    if (d == NULL) {
        return ANT_ERROR;
    }

    rc = ANT_OK;

    while (rc == ANT_OK && (de = readdir(d)) != NULL) {

        if (tool_root_journal(r->fd, de->d_name)) {
            rc = tool_root_add(&r->names, &r->nnames, de->d_name);

        } else if (tool_root_bad(de->d_name)) {
            rc = tool_root_add(&r->bad, &r->nbad, de->d_name);

        } else if (strcmp(de->d_name, "adopt.lock") == 0) {
            r->locks = 1;
        }
    }

    (void) closedir(d);

    if (r->nnames) {
        qsort(r->names, r->nnames, sizeof(tool_name_t), tool_root_cmp);
    }

    if (r->nbad) {
        qsort(r->bad, r->nbad, sizeof(tool_name_t), tool_root_cmp);
    }

    return rc;
}


/* path is that of a journal: the last part of it is its name */

static int
tool_root_around(tool_root_t *r)
{
    int    rc;
    char  *real, *name;

    real = realpath(r->path, NULL);
    if (real == NULL) {
        return ANT_ERROR;
    }

    (void) close(r->fd);

    name = strrchr(real, '/');
    *name++ = '\0';

    r->fd = open(real[0] ? real : "/", O_RDONLY|O_DIRECTORY|O_CLOEXEC);

    rc = (r->fd == -1) ? ANT_ERROR
                       : tool_root_add(&r->names, &r->nnames, name);
    free(real);

    return rc;
}


int
tool_root_open(tool_root_t *r, const char *path)
{
    int  rc;

    memset(r, 0, sizeof(tool_root_t));

    r->path = path;
    r->fd = open(path, O_RDONLY|O_DIRECTORY|O_CLOEXEC);

    if (r->fd == -1) {
        tool_say_errno(errno, "%s", path);

        if (errno == ENOENT) {
            tool_say("-d DIR names the directory of ant_webhook_journal");

        } else if (errno == EACCES) {
            tool_say("run it as root, or as the user of nginx's workers");
        }

        return TOOL_FAILED;
    }

    rc = tool_root_has_segment(r->fd, ".") ? tool_root_around(r)
                                           : tool_root_read(r);

    if (rc != ANT_OK) {
        tool_say_errno(errno, "%s", path);
        tool_root_close(r);
        return TOOL_FAILED;
    }

    return TOOL_OK;
}


void
tool_root_close(tool_root_t *r)
{
    free(r->names);
    free(r->bad);

    if (r->fd != -1) {
        (void) close(r->fd);
    }
}


int
tool_root_owned(const tool_root_t *r, const char *name)
{
    int  fd, rc;

    fd = openat(r->fd, name, O_RDONLY|O_DIRECTORY|O_CLOEXEC|O_NOFOLLOW);
    if (fd == -1) {
        return 0;
    }

    rc = flock(fd, LOCK_SH|LOCK_NB);
    rc = (rc == -1 && errno == EWOULDBLOCK);

    (void) close(fd);

    return rc;
}


uint64_t
tool_root_bytes(const tool_root_t *r, const char *name)
{
    DIR            *d;
    uint64_t        bytes;
    struct stat     st;
    struct dirent  *de;

    d = tool_root_directory(r->fd, name);
    if (d == NULL) {
        return 0;
    }

    bytes = 0;

    while ((de = readdir(d)) != NULL) {

        if (de->d_name[0] != '.'
            && fstatat(dirfd(d), de->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
        {
            bytes += (uint64_t) st.st_blocks * 512;
        }
    }

    (void) closedir(d);

    return bytes;
}
