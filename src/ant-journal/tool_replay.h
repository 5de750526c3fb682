
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The commands that change something in Redis: each returns an exit code.
 */


#ifndef _TOOL_REPLAY_H_INCLUDED_
#define _TOOL_REPLAY_H_INCLUDED_


#include "tool_args.h"


int tool_replay(tool_args_t *args);
int tool_replay_file(tool_args_t *args);
int tool_fences(tool_args_t *args);


#endif /* _TOOL_REPLAY_H_INCLUDED_ */
