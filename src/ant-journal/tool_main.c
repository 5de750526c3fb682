
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * ant-journal: looks into the journals of the module, beside a running nginx
 * or without one, and brings events from them to Redis again.  The journals
 * are read by the module's own files; nothing in a journal is ever changed.
 */


#include "tool_args.h"
#include "tool_list.h"
#include "tool_replay.h"
#include "tool_say.h"


static int
tool_main_run(tool_args_t *args)
{
    switch (args->command) {

    case TOOL_LIST:
        return tool_list(args);

    case TOOL_VERIFY:
        return tool_verify(args);

    case TOOL_CAT:
        return tool_cat(args);

    case TOOL_EXPORT:
        return tool_export(args);

    case TOOL_REPLAY:
        return args->file ? tool_replay_file(args) : tool_replay(args);

    case TOOL_FENCES:
        return tool_fences(args);

    default:
        return TOOL_USAGE;
    }
}


int
main(int argc, char **argv)
{
    int          rc, done;
    tool_args_t  args;

    done = 0;
    rc = tool_args_read(&args, argc, argv, &done);

    if (rc == TOOL_OK && !done) {
        rc = tool_main_run(&args);
    }

    tool_args_free(&args);

    return rc;
}
