/*
 * consume HOST PORT NAME: takes ant:sms, each id once.
 * cc -o consume consume.c -lhiredis; hiredis 0.14 or newer, Redis 6.2 or newer.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <hiredis/hiredis.h>

#define LIST  "ant:sms"
#define MINE  "ant:sms:taken:%s"


static redisReply *
ask(redisContext *r, redisReply *reply)
{
    if (reply == NULL || reply->type == REDIS_REPLY_ERROR) {
        fprintf(stderr, "redis: %s\n", reply ? reply->str : r->errstr);
        exit(1);
    }

    return reply;
}


/* The event has come: an id comes once, but for a death within this. */

static void
work(const char *id, const char *element)
{
    printf("%s %s\n", id, element);
    fflush(stdout);
}


static void
take(redisContext *r, const char *name, const redisReply *element)
{
    int          known;
    char         id[64];
    redisReply  *reply;

    /* "id" is the first key; all else is for a JSON library */

    if (sscanf(element->str, "{\"id\":\"%63[0-9a-f-]\"", id) != 1) {
        fprintf(stderr, "no event: %s\n", element->str);
        exit(1);
    }

    reply = ask(r, redisCommand(r, "EXISTS ant:done:%s", id));
    known = reply->integer != 0;
    freeReplyObject(reply);

    if (!known) {
        work(id, element->str);
    }

    redisAppendCommand(r, "MULTI");
    redisAppendCommand(r, "SETEX ant:done:%s 86400 1", id);
    redisAppendCommand(r, "LREM " MINE " 1 %b", name, element->str,
                       (size_t) element->len);
    redisAppendCommand(r, "EXEC");

    for (known = 0; known < 4; known++) {
        reply = NULL;
        redisGetReply(r, (void **) &reply);
        freeReplyObject(ask(r, reply));
    }
}


int
main(int argc, char **argv)
{
    int            more;
    redisContext  *r;
    redisReply    *reply;

    if (argc != 4) {
        fprintf(stderr, "consume HOST PORT NAME\n");
        return 2;
    }

    r = redisConnect(argv[1], atoi(argv[2]));

    if (r == NULL || r->err) {
        fprintf(stderr, "redis: %s\n", r ? r->errstr : "no memory");
        return 1;
    }

    /* what a crash has left goes back, oldest in front */

    do {
        reply = ask(r, redisCommand(r, "LMOVE " MINE " " LIST " RIGHT LEFT",
                                    argv[3]));
        more = reply->type == REDIS_REPLY_STRING;
        freeReplyObject(reply);
    } while (more);

    for ( ;; ) {
        reply = ask(r, redisCommand(r, "BLMOVE " LIST " " MINE " LEFT RIGHT 5",
                                    argv[3]));

        if (reply->type == REDIS_REPLY_STRING) {
            take(r, argv[3], reply);
        }

        freeReplyObject(reply);
    }
}
