
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * ant-journal cat and export: the events as they are or will be on the list.
 * Promises that an exported file is there whole, on the disk, or not at all,
 * and is for its owner's eyes only: phone numbers are in it.
 */


#define _GNU_SOURCE

#include "tool_list.h"
#include "tool_say.h"
#include "tool_walk.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>


static int
tool_cat_event(tool_walk_t *w, const tool_view_t *v, const ant_record_t *rec)
{
    (void) fwrite(rec->data, 1, rec->len, stdout);
    (void) fputc('\n', stdout);

    if (ferror(stdout)) {
        tool_say_errno(errno, "cannot write");
        return TOOL_FAILED;
    }

    return TOOL_OK;
}


/* Walks the directory; the exit code. */

static int
tool_cat_walk(tool_walk_t *w)
{
    int          rc;
    tool_root_t  root;

    if (tool_root_open(&root, w->args->dirs[0]) != TOOL_OK) {
        return TOOL_FAILED;
    }

    rc = tool_walk(w, &root);

    tool_root_close(&root);

    if (rc == TOOL_OK && w->incomplete) {
        return TOOL_FOUND;
    }

    return rc;
}


int
tool_cat(tool_args_t *args)
{
    int          rc;
    tool_walk_t  w;

    memset(&w, 0, sizeof(tool_walk_t));

    w.args = args;
    w.event = tool_cat_event;

    rc = tool_cat_walk(&w);

    if (fflush(stdout) != 0 && rc != TOOL_FAILED) {
        tool_say_errno(errno, "cannot write");
        return TOOL_FAILED;
    }

    return rc;
}


/* The event stands last: replay looks for it there. */

static int
tool_export_event(tool_walk_t *w, const tool_view_t *v,
    const ant_record_t *rec)
{
    FILE           *out;
    ant_journal_t  *j;

    out = w->data;
    j = v->journal;

    (void) fprintf(out, "{\"journal\":\"%.*s\",\"sequence\":%" PRIu64
                   ",\"time\":%" PRIu64 ",\"list\":",
                   2 * ANT_ID_SIZE, (const char *) j->text, rec->sequence,
                   rec->time);
    tool_put_string(out, &j->list);
    (void) fputs(",\"fence\":", out);
    tool_put_string(out, &j->fence);
    (void) fputs(",\"endpoint\":", out);
    tool_put_string(out, &j->endpoint);
    (void) fputs(",\"event\":", out);
    (void) fwrite(rec->data, 1, rec->len, out);
    (void) fputs("}\n", out);

    if (ferror(out)) {
        tool_say_errno(errno, "cannot write %s", w->args->file);
        return TOOL_FAILED;
    }

    return TOOL_OK;
}


/* Whole and on the disk before it has its name. */

static int
tool_export_finish(FILE *out, const char *part, const char *name)
{
    int  rc;

    rc = (fflush(out) == 0 && fsync(fileno(out)) == 0) ? 0 : -1;

    if (rc == 0) {
        rc = renameat2(AT_FDCWD, part, AT_FDCWD, name, RENAME_NOREPLACE);

        /* a file system that does not know the flag */

        if (rc == -1 && errno == EINVAL) {
            rc = rename(part, name);
        }
    }

    if (rc == -1) {
        tool_say_errno(errno, "cannot write %s", name);
        return TOOL_FAILED;
    }

    return TOOL_OK;
}


static int
tool_export_write(tool_args_t *args, FILE *out, const char *part)
{
    int          rc, end;
    tool_walk_t  w;

    memset(&w, 0, sizeof(tool_walk_t));

    w.args = args;
    w.event = tool_export_event;
    w.data = out;

    rc = tool_cat_walk(&w);

    if (rc == TOOL_FAILED) {
        return TOOL_FAILED;
    }

    end = tool_export_finish(out, part, args->file);

    if (end != TOOL_OK) {
        return end;
    }

    (void) printf("%" PRIu64 " events in %s\n", w.events, args->file);

    return rc;
}


int
tool_export(tool_args_t *args)
{
    int    fd, rc;
    FILE  *out;
    char  *part;

    if (args->file == NULL) {
        tool_say("export needs --file=FILE; \"ant-journal cat\" writes to "
                 "stdout");
        return TOOL_USAGE;
    }

    if (access(args->file, F_OK) == 0) {
        tool_say("%s is there already", args->file);
        return TOOL_FAILED;
    }

    if (asprintf(&part, "%s.part", args->file) == -1) {
        tool_say("there is no memory");
        return TOOL_FAILED;
    }

    fd = open(part, O_WRONLY|O_CREAT|O_TRUNC|O_CLOEXEC, 0600);
    out = (fd == -1) ? NULL : fdopen(fd, "w");

    if (out == NULL) {
        tool_say_errno(errno, "cannot write %s", part);
        free(part);
        return TOOL_FAILED;
    }

    rc = tool_export_write(args, out, part);

    (void) fclose(out);

    if (rc == TOOL_FAILED) {
        (void) unlink(part);
    }

    free(part);

    return rc;
}
