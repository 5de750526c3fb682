
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Journals whose owner is gone, and what somebody did to their files.
 */


#ifndef _ORPHAN_H_INCLUDED_
#define _ORPHAN_H_INCLUDED_


#include "disk.h"


#define SIZE  4096


/* A journal whose owner is gone, of n records; its name. */

static void
orphan(char *name, unsigned n)
{
    ant_journal_t  *j;

    j = disk_journal(SIZE);
    disk_append(j, n, SIZE);
    memcpy(name, j->name, 2 * ANT_ID_SIZE + 1);
    ant_journal_close(j);
}


static void
path_of(char *path, const char *name, const char *file)
{
    snprintf(path, 400, "%s/%s/%s", disk_path, name, file);
}


static void
change(const char *name, const char *file, off_t at, const void *p,
    size_t len)
{
    int   fd;
    char  path[400];

    path_of(path, name, file);

    fd = open(path, O_RDWR|O_CREAT, 0600);
    disk_must(fd != -1 && pwrite(fd, p, len, at) == (ssize_t) len, "pwrite");
    close(fd);
}


#endif /* _ORPHAN_H_INCLUDED_ */
