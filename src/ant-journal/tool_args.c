
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The command line: commands, options, which journals and events are meant.
 * Promises that what a command does not understand is an error that names
 * what it does, and that nothing is done before all of the line is read.
 * Called first.
 */


#define _GNU_SOURCE

#include "tool_args.h"
#include "tool_say.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>


#ifndef ANT_VERSION
#define ANT_VERSION  "unknown"
#endif


#define TOOL_READING  (TOOL_CAT|TOOL_EXPORT|TOOL_REPLAY)
#define TOOL_REDIS    (TOOL_LIST|TOOL_REPLAY|TOOL_FENCES)
#define TOOL_ALL      0xff


static const struct {
    const char      *name;
    tool_command_e   command;
} tool_commands[] = {
    { "list",   TOOL_LIST },
    { "verify", TOOL_VERIFY },
    { "cat",    TOOL_CAT },
    { "export", TOOL_EXPORT },
    { "replay", TOOL_REPLAY },
    { "fences", TOOL_FENCES }
};


static const struct {
    struct option    option;
    unsigned         commands;
} tool_options[] = {
    { { "dir",           required_argument, NULL, 'd' }, TOOL_ALL },
    { { "help",          no_argument,       NULL, 'h' }, TOOL_ALL },
    { { "version",       no_argument,       NULL, 'V' }, TOOL_ALL },
    { { "json",          no_argument,       NULL, 'j' },
      TOOL_LIST|TOOL_VERIFY },
    { { "since",         required_argument, NULL, 's' }, TOOL_READING },
    { { "until",         required_argument, NULL, 'u' }, TOOL_READING },
    { { "list",          required_argument, NULL, 'l' },
      TOOL_READING|TOOL_LIST|TOOL_VERIFY|TOOL_FENCES },
    { { "all",           no_argument,       NULL, 'a' }, TOOL_REPLAY },
    { { "to",            required_argument, NULL, 't' }, TOOL_REPLAY },
    { { "which",         required_argument, NULL, 'w' }, TOOL_REPLAY },
    { { "file",          required_argument, NULL, 'F' },
      TOOL_REPLAY|TOOL_EXPORT },
    { { "yes",           no_argument,       NULL, 'y' },
      TOOL_REPLAY|TOOL_FENCES },
    { { "prune",         no_argument,       NULL, 'p' }, TOOL_FENCES },
    { { "older",         required_argument, NULL, 'o' }, TOOL_FENCES },
    { { "known",         required_argument, NULL, 'k' }, TOOL_FENCES },
    { { "fence",         required_argument, NULL, 'f' }, TOOL_FENCES },
    { { "cluster",       no_argument,       NULL, 'c' }, TOOL_FENCES },
    { { "redis",         required_argument, NULL, 'r' }, TOOL_REDIS },
    { { "user",          required_argument, NULL, 'U' }, TOOL_REDIS },
    { { "password-file", required_argument, NULL, 'P' }, TOOL_REDIS },
    { { "db",            required_argument, NULL, 'n' }, TOOL_REDIS }
};

#define TOOL_NOPTIONS  (sizeof(tool_options) / sizeof(tool_options[0]))


static const char  tool_usage[] =
"ant-journal COMMAND [-d DIR] [OPTION]... [JOURNAL | EVENT]...\n"
"\n"
"  list     what journals there are             [--list=L] [--json] [REDIS]\n"
"  verify   reads all of them                   [--list=L] [--json]\n"
"  cat      the events, one JSON text a line    [WHICH]\n"
"  export   the events, into a file             [WHICH] --file=FILE\n"
"  replay   pushes events again, ids kept       WHICH REDIS [--to=LIST]\n"
"             --all                             all that are kept\n"
"             --which=sent                      those that Redis had\n"
"             --which=unsent --all              those that it never had\n"
"             --file=FILE --to=LIST             those of an export\n"
"             --yes                             does not ask\n"
"  fences   the fields of a fence               REDIS --list=L [--cluster]\n"
"             --prune -d DIR... [--known=FILE]  removes those of journals\n"
"             --older=DAYS | JOURNAL...         that are gone\n"
"             --yes                             does not ask\n"
"\n"
"  DIR is the directory of ant_webhook_journal; " TOOL_DIRECTORY "\n"
"  WHICH: --list=LIST --since=TIME --until=TIME, and journals or events:\n"
"    0193d8ce1c2a7e02b6c81d35        all of a journal\n"
"    0193d8ce1c2a7e02b6c81d35-184    one event, by its id\n"
"    0193d8ce1c2a7e02b6c81d35-5..9   events 5 to 9; 5.. from 5 on\n"
"  TIME: 2024-12-18T08:08:05Z, without Z local time; 15m, 2h, 3d ago;\n"
"    milliseconds since 1970\n"
"  REDIS: --redis=HOST:PORT or a path, --user=U --password-file=FILE --db=N\n"
"\n"
"man ant-journal says more.\n";


/* Is it a command's, or what else is right? */

static int
tool_args_option(const tool_args_t *args, int value)
{
    size_t  i;

    for (i = 0; i < TOOL_NOPTIONS; i++) {

        if (tool_options[i].option.val != value) {
            continue;
        }

        if (tool_options[i].commands & args->command) {
            return TOOL_OK;
        }

        tool_say("--%s has no meaning here; \"ant-journal --help\" says what "
                 "each command takes", tool_options[i].option.name);

        return TOOL_USAGE;
    }

    return TOOL_USAGE;
}


static int
tool_args_time(const char *name, const char *text, uint64_t *ms)
{
    if (tool_time_parse(text, tool_now(), ms) == ANT_OK) {
        return TOOL_OK;
    }

    tool_say("--%s=%s is no time; one is 2024-12-18T08:08:05Z (without Z local "
             "time), 15m, 2h or 3d ago, or milliseconds since 1970",
             name, text);

    return TOOL_USAGE;
}


static int
tool_args_number(const char *name, const char *text, uint64_t *n)
{
    if (tool_number(text, strlen(text), n) == ANT_OK) {
        return TOOL_OK;
    }

    tool_say("--%s=%s is no number", name, text);

    return TOOL_USAGE;
}


static int
tool_args_which(tool_args_t *args, const char *text)
{
    int  i;

    static const char  *const names[] = { "sent", "unsent" };

    for (i = 0; i < 2; i++) {

        if (strcmp(text, names[i]) == 0) {
            args->which = (tool_which_e) i;
            return TOOL_OK;
        }
    }

    tool_say("--which=%s: it is sent or unsent", text);

    return TOOL_USAGE;
}


static int
tool_args_set(tool_args_t *args, int value, const char *text)
{
    switch (value) {

    case 'd': args->dirs[args->ndirs++] = text;  return TOOL_OK;
    case 'j': args->json = 1;                    return TOOL_OK;
    case 'l': args->list = text;                 return TOOL_OK;
    case 'a': args->all = 1;                     return TOOL_OK;
    case 't': args->to = text;                   return TOOL_OK;
    case 'F': args->file = text;                 return TOOL_OK;
    case 'y': args->yes = 1;                     return TOOL_OK;
    case 'p': args->prune = 1;                   return TOOL_OK;
    case 'k': args->known = text;                return TOOL_OK;
    case 'f': args->fence = text;                return TOOL_OK;
    case 'c': args->cluster = 1;                 return TOOL_OK;
    case 'r': args->redis = text;                return TOOL_OK;
    case 'U': args->user = text;                 return TOOL_OK;
    case 'P': args->password_file = text;        return TOOL_OK;

    case 's': return tool_args_time("since", text, &args->since);
    case 'u': return tool_args_time("until", text, &args->until);
    case 'o': return tool_args_number("older", text, &args->older);
    case 'n': return tool_args_number("db", text, &args->db);
    case 'w': return tool_args_which(args, text);

    default:  return TOOL_USAGE;
    }
}


/* The range behind a journal's id: "5", "5..9", "5..". */

static int
tool_args_range(tool_pick_t *pick, const char *text)
{
    size_t       len;
    const char  *dots;

    dots = strstr(text, "..");
    len = dots ? (size_t) (dots - text) : strlen(text);

    pick->ranged = 1;

    if (tool_number(text, len, &pick->first) != ANT_OK) {
        return ANT_BAD;
    }

    if (dots == NULL) {
        pick->last = pick->first;
        return ANT_OK;
    }

    dots += 2;

    if (*dots == '\0') {
        pick->last = ANT_SEQUENCE_MAX;
        return ANT_OK;
    }

    return tool_number(dots, strlen(dots), &pick->last);
}


static int
tool_args_pick(tool_args_t *args, const char *text)
{
    size_t        len;
    u_char        id[ANT_ID_SIZE];
    tool_pick_t  *pick;

    pick = &args->picks[args->npicks++];

    memset(pick, 0, sizeof(tool_pick_t));

    pick->text = text;
    pick->len = strlen(text);
    pick->last = ANT_SEQUENCE_MAX;

    len = strnlen(text, 2 * ANT_ID_SIZE);

    if (ant_id_parse(id, (const u_char *) text, len) != ANT_OK) {
        tool_say("\"%s\" is no journal and no event: those begin with 24 hex "
                 "digits, as \"ant-journal list\" and the id of an event "
                 "show them", text);
        return TOOL_USAGE;
    }

    if (text[len] != '-') {
        return TOOL_OK;
    }

    pick->len = len;

    if (tool_args_range(pick, text + len + 1) != ANT_OK
        || pick->first > pick->last)
    {
        tool_say("\"%s\": behind the journal stands -N, -N..M or -N..", text);
        return TOOL_USAGE;
    }

    return TOOL_OK;
}


static int
tool_args_command(tool_args_t *args, int argc, char **argv, int *done)
{
    size_t  i;

    for (i = 0; argc > 1
                && i < sizeof(tool_commands) / sizeof(tool_commands[0]); i++)
    {
        if (strcmp(argv[1], tool_commands[i].name) == 0) {
            args->command = tool_commands[i].command;
            return TOOL_OK;
        }
    }

    *done = 1;

    if (argc > 1 && (strcmp(argv[1], "--help") == 0
                     || strcmp(argv[1], "-h") == 0
                     || strcmp(argv[1], "help") == 0))
    {
        (void) fputs(tool_usage, stdout);
        return TOOL_OK;
    }

    if (argc > 1 && (strcmp(argv[1], "--version") == 0
                     || strcmp(argv[1], "-V") == 0))
    {
        (void) puts("ant-journal " ANT_VERSION);
        return TOOL_OK;
    }

    if (argc > 1) {
        tool_say("\"%s\" is no command; the first word is one of list, "
                 "verify, cat, export, replay, fences", argv[1]);

    } else {
        (void) fputs(tool_usage, stderr);
    }

    return TOOL_USAGE;
}


static int
tool_args_options(tool_args_t *args, int argc, char **argv, int *done)
{
    int            value, rc;
    size_t         i;
    struct option  options[TOOL_NOPTIONS + 1];

    for (i = 0; i < TOOL_NOPTIONS; i++) {
        options[i] = tool_options[i].option;
    }

    memset(&options[i], 0, sizeof(struct option));

    opterr = 0;
    optind = 2;

    while ((value = getopt_long(argc, argv, ":d:h", options, NULL)) != -1) {

        if (value == 'h' || value == 'V') {
            *done = 1;
            (void) fputs(value == 'h' ? tool_usage
                                      : "ant-journal " ANT_VERSION "\n",
                         stdout);
            return TOOL_OK;
        }

        if (value == '?' || value == ':') {
            tool_say(value == '?' ? "\"%s\" is no option; "
                                    "\"ant-journal --help\" shows all"
                                  : "\"%s\" needs a value: --option=VALUE",
                     argv[optind - 1]);
            return TOOL_USAGE;
        }

        rc = tool_args_option(args, value);

        if (rc == TOOL_OK) {
            rc = tool_args_set(args, value, optarg);
        }

        if (rc != TOOL_OK) {
            return rc;
        }
    }

    return TOOL_OK;
}


void
tool_args_free(tool_args_t *args)
{
    free(args->dirs);
    free(args->picks);
}


int
tool_args_read(tool_args_t *args, int argc, char **argv, int *done)
{
    int  rc;

    memset(args, 0, sizeof(tool_args_t));

    args->until = UINT64_MAX;
    args->dirs = calloc((size_t) argc + 1, sizeof(char *));
    args->picks = calloc((size_t) argc + 1, sizeof(tool_pick_t));

    if (args->dirs == NULL || args->picks == NULL) {
        tool_say("there is no memory");
        return TOOL_FAILED;
    }

    rc = tool_args_command(args, argc, argv, done);

    if (rc == TOOL_OK && !*done) {
        rc = tool_args_options(args, argc, argv, done);
    }

    for ( /* void */ ; rc == TOOL_OK && !*done && optind < argc; optind++) {
        rc = tool_args_pick(args, argv[optind]);
    }

    if (rc != TOOL_OK || *done) {
        *done = 1;
        return rc;
    }

    if (args->ndirs == 0) {
        args->dirs[0] = TOOL_DIRECTORY;

    } else if (args->ndirs > 1 && args->command != TOOL_FENCES) {
        tool_say("only fences takes more than one -d");
        return TOOL_USAGE;
    }

    return TOOL_OK;
}
