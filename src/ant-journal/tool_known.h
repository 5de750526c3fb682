
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Which journals there still are, here and on other machines.
 */


#ifndef _TOOL_KNOWN_H_INCLUDED_
#define _TOOL_KNOWN_H_INCLUDED_


#include "tool_args.h"


typedef struct {
    u_char      (*ids)[ANT_ID_SIZE];
    size_t        n;
} tool_known_t;


/*
 * Reads the directories of the command line and the file of --known.  TOOL_OK;
 * or TOOL_FAILED, and it is said, if anything there is not what it should be:
 * a journal that is overlooked would be taken for gone.
 */
int tool_known_read(tool_known_t *k, const tool_args_t *args);
void tool_known_free(tool_known_t *k);

int tool_known_has(const tool_known_t *k, const u_char *id);


#endif /* _TOOL_KNOWN_H_INCLUDED_ */
