
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The command line of ant-journal.
 */


#ifndef _TOOL_ARGS_H_INCLUDED_
#define _TOOL_ARGS_H_INCLUDED_


#include "ant_format.h"


#define TOOL_DIRECTORY  "/var/lib/nginx/ant_webhook"


typedef enum {
    TOOL_LIST    = 0x01,
    TOOL_VERIFY  = 0x02,
    TOOL_CAT     = 0x04,
    TOOL_EXPORT  = 0x08,
    TOOL_REPLAY  = 0x10,
    TOOL_FENCES  = 0x20
} tool_command_e;


/* what Redis has of an event, as the fence says */
typedef enum {
    TOOL_SENT = 0,
    TOOL_UNSENT
} tool_which_e;


/* A journal, all of it or a range of sequences. */
typedef struct {
    const char      *text;
    size_t           len;        /* of the name at the start of text */
    uint64_t         first;
    uint64_t         last;
    unsigned         ranged:1;
    unsigned         found:1;    /* the journal is there */
    unsigned         matched:1;  /* and so was one of its events */
} tool_pick_t;


typedef struct {
    tool_command_e   command;

    const char     **dirs;       /* ends with NULL */
    size_t           ndirs;
    tool_pick_t     *picks;
    size_t           npicks;
    const char      *file;

    uint64_t         since;      /* ms since the epoch */
    uint64_t         until;
    const char      *list;
    const char      *to;

    const char      *redis;
    const char      *user;
    const char      *password_file;
    const char      *fence;
    const char      *known;
    uint64_t         db;
    uint64_t         older;      /* days */
    tool_which_e     which;

    unsigned         all:1;
    unsigned         json:1;
    unsigned         yes:1;
    unsigned         prune:1;
    unsigned         cluster:1;
} tool_args_t;


/*
 * Reads the command line; args points into argv.  TOOL_OK; or what to exit
 * with, and all is said: *done is then set.  To be freed in any case.
 */
int tool_args_read(tool_args_t *args, int argc, char **argv, int *done);
void tool_args_free(tool_args_t *args);


#endif /* _TOOL_ARGS_H_INCLUDED_ */
