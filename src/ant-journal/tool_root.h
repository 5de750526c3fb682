
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The directory of all journals, as one who only looks sees it.
 */


#ifndef _TOOL_ROOT_H_INCLUDED_
#define _TOOL_ROOT_H_INCLUDED_


#include "ant_str.h"


typedef char  tool_name_t[256];


typedef struct {
    const char    *path;
    int            fd;
    tool_name_t   *names;      /* of journals, sorted; so by their age */
    size_t         nnames;
    tool_name_t   *bad;        /* files NAME.bad: kept damage */
    size_t         nbad;
    unsigned       locks:1;    /* a worker has been here */
} tool_root_t;


/*
 * Opens and reads the directory; or, if path is that of one journal, the one
 * around it, with that journal only.  TOOL_OK, or TOOL_FAILED and it is said.
 */
int tool_root_open(tool_root_t *r, const char *path);
void tool_root_close(tool_root_t *r);

/* Is the lock of the journal in that directory taken? */
int tool_root_owned(const tool_root_t *r, const char *name);

/* bytes of all its files, as the disk counts them */
uint64_t tool_root_bytes(const tool_root_t *r, const char *name);


#endif /* _TOOL_ROOT_H_INCLUDED_ */
