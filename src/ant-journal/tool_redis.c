
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Talks to Redis and waits for each answer.  Promises that no command waits
 * for ever, that a password is neither on a command line nor in a message,
 * and that every error says what may help.  Called by replay and fences.
 */


#include "tool_redis.h"
#include "tool_say.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <hiredis/hiredis.h>


#define TOOL_REDIS_PORT     6379
#define TOOL_REDIS_SECONDS  10

/* bytes of a password, as in ant_webhook_redis */
#define TOOL_REDIS_SECRET   4096


/* what helps, by the first word of an error */

static const struct {
    const char  *code;
    const char  *help;
} tool_redis_help[] = {
    { "NOAUTH",    "--password-file=FILE, and --user=NAME if there is one" },
    { "WRONGPASS", "--user or the password in --password-file is wrong" },
    { "NOPERM",    "the user of Redis has no right to this command or key" },
    { "MOVED",     "the key is on another node of the cluster: --redis=THAT" },
    { "ASK",       "the key is moving to another node: try again later" },
    { "READONLY",  "this is a replica: --redis=HOST:PORT of its master" },
    { "LOADING",   "it is starting: try again later" },
    { "WRONGTYPE", "the key is of another type: --list or --fence is wrong" }
};


static int
tool_redis_error(const tool_redis_t *r, const char *text)
{
    size_t  i;

    tool_say("redis %s: %s", r->address, text);

    for (i = 0; i < sizeof(tool_redis_help) / sizeof(tool_redis_help[0]); i++)
    {
        if (strncmp(text, tool_redis_help[i].code,
                    strlen(tool_redis_help[i].code)) == 0)
        {
            tool_say("%s", tool_redis_help[i].help);
        }
    }

    return TOOL_FAILED;
}


/* "host", "host:port", "[v6]:port": splits the text, which is ours. */

static int
tool_redis_split(char *text, char **host, int *port)
{
    char      *colon;
    uint64_t   n;

    *host = text;
    *port = TOOL_REDIS_PORT;

    if (text[0] == '[') {
        *host = text + 1;
        text = strchr(text, ']');

        if (text == NULL) {
            return ANT_BAD;
        }

        *text++ = '\0';

        if (*text != '\0' && *text != ':') {
            return ANT_BAD;
        }
    }

    colon = strchr(text, ':');

    if (colon == NULL) {
        return ANT_OK;
    }

    *colon++ = '\0';

    if (tool_number(colon, strlen(colon), &n) != ANT_OK || n == 0
        || n > 65535)
    {
        return ANT_BAD;
    }

    *port = (int) n;

    return ANT_OK;
}


static int
tool_redis_connect(tool_redis_t *r)
{
    int            port;
    char          *text, *host;
    redisContext  *c;

    static const struct timeval  limit = { TOOL_REDIS_SECONDS, 0 };

    if (strncmp(r->address, "unix:", 5) == 0) {
        c = redisConnectUnixWithTimeout(r->address + 5, limit);

    } else if (r->address[0] == '/') {
        c = redisConnectUnixWithTimeout(r->address, limit);

    } else {
        text = strdup(r->address);

        if (text == NULL || tool_redis_split(text, &host, &port) != ANT_OK) {
            tool_say("--redis=%s: it is HOST:PORT, [V6]:PORT or unix:/PATH",
                     r->address);
            free(text);
            return TOOL_USAGE;
        }

        c = redisConnectWithTimeout(host, port, limit);
        free(text);
    }

    r->context = c;

    if (c == NULL || c->err) {
        return tool_redis_error(r, c ? c->errstr : "there is no memory");
    }

    (void) redisSetTimeout(c, limit);

    return TOOL_OK;
}


/* The first line of a file, of which secret has room for a byte too many. */

static int
tool_redis_read(const char *file, char *secret)
{
    int      fd;
    ssize_t  n;

    fd = open(file, O_RDONLY|O_CLOEXEC);
    n = (fd == -1) ? -1 : read(fd, secret, TOOL_REDIS_SECRET + 1);

    if (n == -1) {
        tool_say_errno(errno, "%s", file);
    }

    if (fd != -1) {
        (void) close(fd);
    }

    if (n == -1) {
        return TOOL_FAILED;
    }

    secret[n] = '\0';
    secret[strcspn(secret, "\r\n")] = '\0';

    return TOOL_OK;
}


/* That of --password-file, or REDISCLI_AUTH; "" if there is neither. */

static int
tool_redis_secret(const tool_args_t *args, char *secret)
{
    const char  *env;

    secret[0] = '\0';

    if (args->password_file != NULL) {

        if (tool_redis_read(args->password_file, secret) != TOOL_OK) {
            return TOOL_FAILED;
        }

    } else {
        env = getenv("REDISCLI_AUTH");

        if (env != NULL) {
            (void) snprintf(secret, TOOL_REDIS_SECRET + 2, "%s", env);
        }
    }

    if (strlen(secret) > TOOL_REDIS_SECRET) {
        tool_say("the password of Redis is longer than %d bytes",
                 TOOL_REDIS_SECRET);
        return TOOL_FAILED;
    }

    return TOOL_OK;
}


static void
tool_redis_word(ant_str_t *word, const char *text)
{
    word->data = (const u_char *) text;
    word->len = strlen(text);
}


static int
tool_redis_greet(tool_redis_t *r, const tool_args_t *args)
{
    int           rc;
    char          secret[TOOL_REDIS_SECRET + 2], db[24];
    size_t        n;
    ant_str_t     words[3];
    tool_reply_t  reply;

    rc = tool_redis_secret(args, secret);

    if (rc == TOOL_OK && secret[0] != '\0') {
        n = 0;
        tool_redis_word(&words[n++], "AUTH");

        if (args->user != NULL) {
            tool_redis_word(&words[n++], args->user);
        }

        tool_redis_word(&words[n++], secret);

        rc = tool_redis_ask(r, &reply, n, words);
    }

    if (rc == TOOL_OK && args->db) {
        (void) snprintf(db, sizeof(db), "%u", (unsigned) args->db);

        tool_redis_word(&words[0], "SELECT");
        tool_redis_word(&words[1], db);

        rc = tool_redis_ask(r, &reply, 2, words);
    }

    return rc;
}


int
tool_redis_open(tool_redis_t *r, const tool_args_t *args)
{
    int  rc;

    memset(r, 0, sizeof(tool_redis_t));

    r->address = args->redis;

    if (r->address == NULL) {
        tool_say("--redis=HOST:PORT says which Redis; nothing is assumed");
        return TOOL_USAGE;
    }

    rc = tool_redis_connect(r);

    if (rc == TOOL_OK) {
        rc = tool_redis_greet(r, args);
    }

    if (rc != TOOL_OK) {
        tool_redis_close(r);
    }

    return rc;
}


void
tool_redis_close(tool_redis_t *r)
{
    if (r->reply != NULL) {
        freeReplyObject(r->reply);
        r->reply = NULL;
    }

    if (r->context != NULL) {
        redisFree(r->context);
        r->context = NULL;
    }
}


static void
tool_redis_reply(const redisReply *from, tool_reply_t *to)
{
    memset(to, 0, sizeof(tool_reply_t));

    switch (from->type) {

    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
        to->text.data = (const u_char *) from->str;
        to->text.len = (size_t) from->len;
        break;

    case REDIS_REPLY_INTEGER:
        to->number = from->integer;
        break;

    case REDIS_REPLY_ARRAY:
        to->n = from->elements;
        break;
    }
}


int
tool_redis_ask(tool_redis_t *r, tool_reply_t *reply, size_t n,
    const ant_str_t *words)
{
    size_t         i;
    size_t        *lens;
    redisReply    *answer;
    const char   **argv;

    argv = malloc(n * sizeof(char *));
    lens = malloc(n * sizeof(size_t));

    if (argv == NULL || lens == NULL) {
        free(argv);
        free(lens);
        return tool_redis_error(r, "there is no memory");
    }

    for (i = 0; i < n; i++) {
        argv[i] = (const char *) words[i].data;
        lens[i] = words[i].len;
    }

    if (r->reply != NULL) {
        freeReplyObject(r->reply);
    }

    answer = redisCommandArgv(r->context, (int) n, argv, lens);

    free(argv);
    free(lens);

    r->reply = answer;

    if (answer == NULL) {
        r->failed = 1;
        return tool_redis_error(r, ((redisContext *) r->context)->errstr);
    }

    if (answer->type == REDIS_REPLY_ERROR) {
        return tool_redis_error(r, answer->str);
    }

    tool_redis_reply(answer, reply);

    return TOOL_OK;
}


int
tool_redis_element(const tool_redis_t *r, size_t i, tool_reply_t *reply)
{
    const redisReply  *answer;

    answer = r->reply;

    if (answer == NULL || answer->type != REDIS_REPLY_ARRAY
        || i >= answer->elements)
    {
        return 0;
    }

    tool_redis_reply(answer->element[i], reply);

    return 1;
}
