
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The commands that only read: each returns an exit code.
 */


#ifndef _TOOL_LIST_H_INCLUDED_
#define _TOOL_LIST_H_INCLUDED_


#include "tool_args.h"


int tool_list(tool_args_t *args);
int tool_verify(tool_args_t *args);
int tool_cat(tool_args_t *args);
int tool_export(tool_args_t *args);


#endif /* _TOOL_LIST_H_INCLUDED_ */
