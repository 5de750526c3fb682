
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The ids of all journals that exist.  Promises that a directory that is not
 * mounted, cannot be read or is not one of journals ends all, instead of
 * looking as if it were empty.  Called by fences.
 */


#define _GNU_SOURCE

#include "tool_known.h"
#include "tool_say.h"
#include "tool_view.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>


static int
tool_known_add(tool_known_t *k, const u_char *id)
{
    u_char  (*p)[ANT_ID_SIZE];

    p = realloc(k->ids, (k->n + 1) * sizeof(*p));

    if (p == NULL) {
        tool_say("there is no memory");
        return TOOL_FAILED;
    }

    k->ids = p;
    memcpy(p[k->n++], id, ANT_ID_SIZE);

    return TOOL_OK;
}


/* By its directory's name, and by its header, which may say another one. */

static int
tool_known_journal(tool_known_t *k, const tool_root_t *root, const char *name)
{
    int          rc, named;
    size_t       len;
    u_char       id[ANT_ID_SIZE];
    tool_view_t  v;

    len = strnlen(name, 2 * ANT_ID_SIZE);
    named = ant_id_parse(id, (const u_char *) name, len) == ANT_OK;

    if (named && tool_known_add(k, id) != TOOL_OK) {
        return TOOL_FAILED;
    }

    rc = tool_view_open(&v, root, name);

    if (rc != TOOL_OK) {
        return (rc == TOOL_FOUND) ? TOOL_OK : rc;
    }

    if (v.journal != NULL) {
        rc = tool_known_add(k, v.journal->id);

    } else if (!named && v.state != TOOL_EMPTY) {
        tool_say("%s/%s: nobody can tell which journal this is",
                 root->path, name);
        rc = TOOL_FAILED;
    }

    tool_view_close(&v);

    return rc;
}


static int
tool_known_directory(tool_known_t *k, const char *path)
{
    int          rc;
    size_t       i;
    tool_root_t  root;

    if (tool_root_open(&root, path) != TOOL_OK) {
        return TOOL_FAILED;
    }

    rc = TOOL_OK;

    if (root.nnames == 0 && !root.locks) {
        tool_say("%s: no worker has ever been here (no journal, no "
                 "adopt.lock): is it mounted?", path);
        rc = TOOL_FAILED;
    }

    for (i = 0; rc == TOOL_OK && i < root.nnames; i++) {
        rc = tool_known_journal(k, &root, root.names[i]);
    }

    tool_root_close(&root);

    return rc;
}


/* Whatever on a line has 24 hex digits in a row, and no more, is an id. */

static int
tool_known_line(tool_known_t *k, const char *line, size_t *found)
{
    size_t  n;
    u_char  id[ANT_ID_SIZE];

    while (*line != '\0') {
        n = strspn(line, "0123456789abcdef");

        if (n == 2 * ANT_ID_SIZE
            && ant_id_parse(id, (const u_char *) line, n) == ANT_OK)
        {
            if (tool_known_add(k, id) != TOOL_OK) {
                return TOOL_FAILED;
            }

            (*found)++;
        }

        line += n ? n : 1;
    }

    return TOOL_OK;
}


static int
tool_known_file(tool_known_t *k, const char *path)
{
    int      rc;
    char    *line;
    FILE    *f;
    size_t   size, found;

    f = fopen(path, "re");

    if (f == NULL) {
        tool_say_errno(errno, "%s", path);
        return TOOL_FAILED;
    }

    rc = TOOL_OK;
    line = NULL;
    size = 0;
    found = 0;

    while (rc == TOOL_OK && getline(&line, &size, f) != -1) {

        /* the head of what list prints: also of a directory without journals */

        found += (strncmp(line, "JOURNAL ", 8) == 0);
        rc = tool_known_line(k, line, &found);
    }

    free(line);

    if (rc == TOOL_OK && (ferror(f) || found == 0)) {
        tool_say("%s is not what \"ant-journal list\" prints", path);
        rc = TOOL_FAILED;
    }

    (void) fclose(f);

    return rc;
}


int
tool_known_read(tool_known_t *k, const tool_args_t *args)
{
    int     rc;
    size_t  i;

    memset(k, 0, sizeof(tool_known_t));

    rc = TOOL_OK;

    for (i = 0; rc == TOOL_OK && i < args->ndirs; i++) {
        rc = tool_known_directory(k, args->dirs[i]);
    }

    if (rc == TOOL_OK && args->known != NULL) {
        rc = tool_known_file(k, args->known);
    }

    return rc;
}


void
tool_known_free(tool_known_t *k)
{
    free(k->ids);
    k->ids = NULL;
    k->n = 0;
}


int
tool_known_has(const tool_known_t *k, const u_char *id)
{
    size_t  i;

    for (i = 0; i < k->n; i++) {

        if (memcmp(k->ids[i], id, ANT_ID_SIZE) == 0) {
            return 1;
        }
    }

    return 0;
}
