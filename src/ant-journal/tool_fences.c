
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * ant-journal fences: the fields of a fence, and the removal of those whose
 * journals are long gone.  A field that is removed too early lets a journal
 * that turns up again push once more what it has not known to be confirmed for
 * retain, or sets a copy aside.  So promises to remove no field that is not
 * named or old enough, none whose journal is in a directory or list that was
 * given, none that has moved since it was shown, and none without a yes.
 */


#define _GNU_SOURCE

#include "tool_known.h"
#include "tool_redis.h"
#include "tool_replay.h"
#include "tool_say.h"
#include "ant_fence.h"
#include "ant_slot.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>


#define TOOL_DAY      86400000

/* a machine may be off for a long week */
#define TOOL_OLDER    7

#define TOOL_KEY_MAX  512

/* of a number */
#define TOOL_VALUE_MAX  24


typedef struct {
    u_char       id[ANT_ID_SIZE];
    char         text[2 * ANT_ID_SIZE + 1];
    char         value[TOOL_VALUE_MAX];   /* "": there is none */
    char         day[TOOL_VALUE_MAX];
    uint64_t     registered;  /* days since the epoch; 0: not known */
    unsigned     here:1;      /* its journal exists */
    unsigned     picked:1;    /* to be removed */
} tool_field_t;


typedef struct {
    tool_redis_t    redis;
    tool_known_t    known;
    char            key[TOOL_KEY_MAX];
    tool_field_t   *fields;
    size_t          n;
    size_t          strange;   /* fields that are no journal's */
    uint64_t        today;
} tool_fences_t;


/* KEYS fence; ARGV id, value, day.  Unless somebody has moved it since. */

static const ant_str_t  tool_fences_script = ant_string(
    "local f=redis.call('HGET',KEYS[1],ARGV[1])\n"
    "if (f or '')~=ARGV[2] then return 0 end\n"
    "local d=redis.call('HGET',KEYS[1],ARGV[1]..':day')\n"
    "if (d or '')~=ARGV[3] then return 0 end\n"
    "redis.call('HDEL',KEYS[1],ARGV[1],ARGV[1]..':day')\n"
    "return 1"
);


static void
tool_fences_word(ant_str_t *word, const char *text)
{
    word->data = (const u_char *) text;
    word->len = strlen(text);
}


static int
tool_fences_key(tool_fences_t *f, const tool_args_t *args)
{
    int        n;
    ant_str_t  list;

    if (args->fence != NULL) {
        n = snprintf(f->key, sizeof(f->key), "%s", args->fence);

    } else if (args->list == NULL) {
        tool_say("of which list? --list=LIST, or --fence=KEY");
        return TOOL_USAGE;

    } else {
        tool_fences_word(&list, args->list);

        n = snprintf(f->key, sizeof(f->key),
                     args->cluster && !ant_slot_tagged(&list) ? "{%s}:fence"
                                                              : "%s:fence",
                     args->list);
    }

    if (n < 0 || (size_t) n >= sizeof(f->key)) {
        tool_say("the name is too long");
        return TOOL_USAGE;
    }

    return TOOL_OK;
}


/* The field of an id, made if there is none yet; NULL: there is no memory. */

static tool_field_t *
tool_fences_field(tool_fences_t *f, const ant_str_t *name)
{
    size_t         i;
    u_char         id[ANT_ID_SIZE];
    tool_field_t  *p;

    (void) ant_id_parse(id, name->data, 2 * ANT_ID_SIZE);

    for (i = 0; i < f->n; i++) {

        if (memcmp(f->fields[i].id, id, ANT_ID_SIZE) == 0) {
            return &f->fields[i];
        }
    }

    p = realloc(f->fields, (f->n + 1) * sizeof(tool_field_t));

    if (p == NULL) {
        return NULL;
    }

    f->fields = p;
    p = &f->fields[f->n++];

    memset(p, 0, sizeof(tool_field_t));
    memcpy(p->id, id, ANT_ID_SIZE);
    memcpy(p->text, name->data, 2 * ANT_ID_SIZE);

    return p;
}


/* "ID" or "ID:day"; anything else is not ours. */

static int
tool_fences_take(tool_fences_t *f, const ant_str_t *name,
    const ant_str_t *value)
{
    int            day;
    u_char         id[ANT_ID_SIZE];
    size_t         len;
    tool_field_t  *field;

    len = (name->len < 2 * ANT_ID_SIZE) ? name->len : 2 * ANT_ID_SIZE;
    day = name->len == 2 * ANT_ID_SIZE + 4
          && memcmp(name->data + 2 * ANT_ID_SIZE, ":day", 4) == 0;

    if (ant_id_parse(id, name->data, len) != ANT_OK
        || (name->len != 2 * ANT_ID_SIZE && !day)
        || value->len >= TOOL_VALUE_MAX)
    {
        f->strange++;
        return ANT_OK;
    }

    field = tool_fences_field(f, name);
    if (field == NULL) {
        return ANT_ERROR;
    }

    memcpy(day ? field->day : field->value, value->data, value->len);

    if (day) {
        (void) ant_fence_parse(value, &field->registered);
    }

    return ANT_OK;
}


static int
tool_fences_cmp(const void *one, const void *two)
{
    return strcmp(((const tool_field_t *) one)->text,
                  ((const tool_field_t *) two)->text);
}


/* Redis's clock or ours, whichever is behind: what is young stays. */

static int
tool_fences_today(tool_fences_t *f)
{
    uint64_t      seconds;
    ant_str_t     word;
    tool_reply_t  reply, first;

    tool_fences_word(&word, "TIME");

    if (tool_redis_ask(&f->redis, &reply, 1, &word) != TOOL_OK) {
        return TOOL_FAILED;
    }

    f->today = tool_now() / TOOL_DAY;

    if (tool_redis_element(&f->redis, 0, &first)
        && ant_fence_parse(&first.text, &seconds) == ANT_OK
        && seconds / 86400 < f->today)
    {
        f->today = seconds / 86400;
    }

    return TOOL_OK;
}


static int
tool_fences_read(tool_fences_t *f)
{
    size_t        i, n;
    ant_str_t     words[2];
    tool_reply_t  reply, name, value;

    tool_fences_word(&words[0], "HGETALL");
    tool_fences_word(&words[1], f->key);

    if (tool_redis_ask(&f->redis, &reply, 2, words) != TOOL_OK) {
        return TOOL_FAILED;
    }

    n = reply.n;

    for (i = 0; i + 1 < n; i += 2) {

        if (tool_redis_element(&f->redis, i, &name)
            && tool_redis_element(&f->redis, i + 1, &value)
            && name.text.data != NULL && value.text.data != NULL
            && tool_fences_take(f, &name.text, &value.text) != ANT_OK)
        {
            tool_say("there is no memory");
            return TOOL_FAILED;
        }
    }

    if (f->n) {
        qsort(f->fields, f->n, sizeof(tool_field_t), tool_fences_cmp);
    }

    for (i = 0; i < f->n; i++) {
        f->fields[i].here = tool_known_has(&f->known, f->fields[i].id);
    }

    return TOOL_OK;
}


static void
tool_fences_print(const tool_fences_t *f, const tool_field_t *field)
{
    char  made[TOOL_TIME_SIZE], seen[TOOL_TIME_SIZE];

    (void) tool_time_text(made, ant_id_time(field->id));
    (void) tool_time_text(seen, field->registered * TOOL_DAY);

    (void) printf("%s  %15s  %-24s  %-10.10s  %s\n", field->text,
                  field->value[0] ? field->value : "-", made, seen,
                  field->here ? "yes" : f->known.n ? "no" : "-");
}


static void
tool_fences_head(void)
{
    (void) printf("%-24s  %15s  %-24s  %-10s  %s\n", "JOURNAL", "FENCE",
                  "MADE", "REGISTERED", "EXISTS");
}


/* The field that was named; 0, and it is said, if it must stay. */

static int
tool_fences_named(tool_fences_t *f, const tool_pick_t *pick)
{
    size_t         i;
    tool_field_t  *field;

    for (i = 0; i < f->n; i++) {
        field = &f->fields[i];

        if (strcmp(field->text, pick->text) != 0) {
            continue;
        }

        if (field->here) {
            tool_say("%s stays: its journal exists", pick->text);
            return 0;
        }

        field->picked = 1;
        return 1;
    }

    tool_say("%s: %s has no such field", pick->text, f->key);

    return 0;
}


/* How many are to be removed; *rest: some that were named are not. */

static size_t
tool_fences_pick(tool_fences_t *f, const tool_args_t *args, int *rest)
{
    size_t         i, n;
    tool_field_t  *field;

    *rest = 0;

    for (i = 0; i < args->npicks; i++) {
        *rest |= !tool_fences_named(f, &args->picks[i]);
    }

    n = 0;

    for (i = 0; i < f->n; i++) {
        field = &f->fields[i];

        if (args->older && !field->here && field->registered
            && field->registered <= f->today
            && f->today - field->registered >= args->older)
        {
            field->picked = 1;
        }

        n += field->picked;
    }

    return n;
}


/* 1 if it was removed; 0 if it has moved, -1 if Redis does not answer. */

static int
tool_fences_remove(tool_fences_t *f, const tool_field_t *field)
{
    ant_str_t     words[7];
    tool_reply_t  reply;

    tool_fences_word(&words[0], "EVAL");
    words[1] = tool_fences_script;
    tool_fences_word(&words[2], "1");
    tool_fences_word(&words[3], f->key);
    tool_fences_word(&words[4], field->text);
    tool_fences_word(&words[5], field->value);
    tool_fences_word(&words[6], field->day);

    if (tool_redis_ask(&f->redis, &reply, 7, words) != TOOL_OK) {
        return -1;
    }

    if (reply.number == 0) {
        tool_say("%s stays: it has moved since it was shown", field->text);
    }

    return reply.number != 0;
}


static int
tool_fences_prune(tool_fences_t *f, const tool_args_t *args)
{
    int     rc, rest;
    size_t  i, n, removed;

    n = tool_fences_pick(f, args, &rest);

    if (n == 0) {
        (void) printf("nothing to remove from %s\n", f->key);
        return rest ? TOOL_FOUND : TOOL_OK;
    }

    tool_fences_head();

    for (i = 0; i < f->n; i++) {

        if (f->fields[i].picked) {
            tool_fences_print(f, &f->fields[i]);
        }
    }

    tool_say("these %zu of %zu fields of %s are removed.  If one of their "
             "journals still exists (a machine that is off, a backup), what it "
             "does not know to be confirmed for retain is pushed a second "
             "time when it is back", n, f->n, f->key);

    if (!args->yes && !tool_confirm("Remove them?")) {
        return TOOL_USAGE;
    }

    removed = 0;
    rc = TOOL_OK;

    for (i = 0; i < f->n && rc != -1; i++) {

        if (f->fields[i].picked) {
            rc = tool_fences_remove(f, &f->fields[i]);
            removed += (rc == 1);
        }
    }

    (void) printf("%zu removed\n", removed);

    if (rc == -1) {
        return TOOL_FAILED;
    }

    return (removed < n || rest) ? TOOL_FOUND : TOOL_OK;
}


static int
tool_fences_usage(const tool_args_t *args)
{
    size_t  i;

    for (i = 0; i < args->npicks; i++) {

        if (args->picks[i].ranged
            || strlen(args->picks[i].text) != 2 * ANT_ID_SIZE)
        {
            tool_say("\"%s\": a field belongs to a journal, 24 hex digits",
                     args->picks[i].text);
            return TOOL_USAGE;
        }
    }

    if (!args->prune) {

        if (args->npicks || args->older || args->yes) {
            tool_say("without --prune nothing is removed, and all is shown");
            return TOOL_USAGE;
        }

        return TOOL_OK;
    }

    if (args->ndirs == 0 && args->known == NULL) {
        tool_say("--prune has to know all journals there are: -d DIR for each "
                 "nginx that pushes to this list; for those on other machines "
                 "--known=FILE, what \"ant-journal list\" prints there");
        return TOOL_USAGE;
    }

    if (args->npicks == 0 && args->older == 0) {
        tool_say("--prune removes the journals that are named, or those that "
                 "nobody has registered for --older=DAYS, 30 for example");
        return TOOL_USAGE;
    }

    if (args->older && args->older < TOOL_OLDER) {
        tool_say("--older=%" PRIu64 " is less than %d days; name the journals "
                 "instead", args->older, TOOL_OLDER);
        return TOOL_USAGE;
    }

    return TOOL_OK;
}


static int
tool_fences_run(tool_fences_t *f, const tool_args_t *args)
{
    int     rc;
    size_t  i;

    rc = tool_fences_today(f);

    if (rc == TOOL_OK) {
        rc = tool_fences_read(f);
    }

    if (rc != TOOL_OK) {
        return rc;
    }

    if (f->strange) {
        tool_say("%zu fields of %s belong to no journal and stay", f->strange,
                 f->key);
    }

    if (args->prune) {
        return tool_fences_prune(f, args);
    }

    tool_fences_head();

    for (i = 0; i < f->n; i++) {
        tool_fences_print(f, &f->fields[i]);
    }

    return TOOL_OK;
}


int
tool_fences(tool_args_t *args)
{
    int            rc;
    tool_fences_t  f;

    memset(&f, 0, sizeof(tool_fences_t));

    rc = tool_fences_usage(args);

    if (rc == TOOL_OK) {
        rc = tool_fences_key(&f, args);
    }

    if (rc == TOOL_OK) {
        rc = tool_known_read(&f.known, args);
    }

    if (rc == TOOL_OK) {
        rc = tool_redis_open(&f.redis, args);
    }

    if (rc == TOOL_OK) {
        rc = tool_fences_run(&f, args);
        tool_redis_close(&f.redis);
    }

    free(f.fields);
    tool_known_free(&f.known);

    return rc;
}
