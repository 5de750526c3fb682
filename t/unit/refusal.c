
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Error replies as Redis 6.2, 7 and 8 print them, plain and wrapped around
 * the errors of a script.
 */


#include "ant_refusal.h"
#include "tap.h"


typedef struct {
    const char     *text;
    ant_refusal_e   kind;
    const char     *code;
} case_t;


static const case_t  cases[] = {

    { "LOADING Redis is loading the dataset in memory",
      ANT_REFUSAL_WAIT, "LOADING" },
    { "BUSY Redis is busy running a script. You can only call SCRIPT KILL or "
      "SHUTDOWN NOSAVE.",
      ANT_REFUSAL_WAIT, "BUSY" },
    { "OOM command not allowed when used memory > 'maxmemory'.",
      ANT_REFUSAL_WAIT, "OOM" },
    { "OOM command not allowed when used memory > 'maxmemory'. script: "
      "5b1, on @user_script:8.",
      ANT_REFUSAL_WAIT, "OOM" },
    { "ERR Error running script (call to f_5b1): @user_script:8: "
      "@user_script: 8: -OOM command not allowed when used memory > "
      "'maxmemory'.",
      ANT_REFUSAL_WAIT, "OOM" },
    { "MISCONF Redis is configured to save RDB snapshots, but it's currently "
      "unable to persist to disk.",
      ANT_REFUSAL_WAIT, "MISCONF" },
    { "ERR Error running script (call to f_5b1): @user_script:3: "
      "@user_script: 3: -MISCONF Errors writing to the AOF file: No space "
      "left on device",
      ANT_REFUSAL_WAIT, "MISCONF" },
    { "NOREPLICAS Not enough good replicas to write.",
      ANT_REFUSAL_WAIT, "NOREPLICAS" },
    { "ERR Error running script (call to f_5b1): @user_script:3: "
      "@user_script: 3: -NOREPLICAS Not enough good replicas to write.",
      ANT_REFUSAL_WAIT, "NOREPLICAS" },
    { "TRYAGAIN Multiple keys request during rehashing of slot",
      ANT_REFUSAL_WAIT, "TRYAGAIN" },
    { "CLUSTERDOWN The cluster is down", ANT_REFUSAL_WAIT, "CLUSTERDOWN" },
    { "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is "
      "set to 'no'.",
      ANT_REFUSAL_WAIT, "MASTERDOWN" },
    { "ANTFULL list is longer than max_length", ANT_REFUSAL_WAIT,
      "longer than max_length" },

    { "READONLY You can't write against a read only replica.",
      ANT_REFUSAL_RECONNECT, "READONLY" },
    { "READONLY You can't write against a read only replica. script: 5b1, on "
      "@user_script:3.",
      ANT_REFUSAL_RECONNECT, "READONLY" },
    { "ERR Error running script (call to f_5b1): @user_script:3: "
      "@user_script: 3: -READONLY You can't write against a read only "
      "replica.",
      ANT_REFUSAL_RECONNECT, "READONLY" },
    { "MOVED 3999 127.0.0.1:6381", ANT_REFUSAL_RECONNECT, "MOVED" },
    { "ASK 3999 127.0.0.1:6381", ANT_REFUSAL_RECONNECT, "ASK" },
    { "UNKILLABLE Sorry the script already executed write commands",
      ANT_REFUSAL_RECONNECT, "UNKILLABLE" },

    { "WRONGTYPE Operation against a key holding the wrong kind of value",
      ANT_REFUSAL_PERSON, "WRONGTYPE" },
    { "ERR Error running script (call to f_5b1): @user_script:8: WRONGTYPE "
      "Operation against a key holding the wrong kind of value",
      ANT_REFUSAL_PERSON, "WRONGTYPE" },
    { "NOAUTH Authentication required.", ANT_REFUSAL_PERSON, "NOAUTH" },
    { "WRONGPASS invalid username-password pair or user is disabled.",
      ANT_REFUSAL_PERSON, "WRONGPASS" },
    { "NOPERM this user has no permissions to run the 'eval' command",
      ANT_REFUSAL_PERSON, "NOPERM" },
    { "ERR The user executing the script can't run this command or "
      "subcommand script: 5b1, on @user_script:3.",
      ANT_REFUSAL_PERSON, "NOPERM" },
    { "ERR ACL failure in script: User ant has no permissions to run the "
      "'hset' command script: 5b1, on @user_script:3.",
      ANT_REFUSAL_PERSON, "NOPERM" },
    { "ERR Error running script (call to f_5b1): @user_script:3: "
      "@user_script: 3: -NOPERM The user executing the script can't run this "
      "command or subcommand",
      ANT_REFUSAL_PERSON, "NOPERM" },

    /* what nobody has heard of wants a person */

    { "ERR unknown command `EVAL`", ANT_REFUSAL_PERSON, "ERR" },
    { "ERR", ANT_REFUSAL_PERSON, "ERR" },
    { "NEWCODE something of a later version", ANT_REFUSAL_PERSON, "NEWCODE" },
    { "lower case", ANT_REFUSAL_PERSON, "" },
    { "", ANT_REFUSAL_PERSON, "" },

    /* a code is a whole word */

    { "BUSYGROUP Consumer Group name already exists",
      ANT_REFUSAL_PERSON, "BUSYGROUP" },
    { "BUSYKEY Target key name already exists.",
      ANT_REFUSAL_PERSON, "BUSYKEY" },
    { "ERRLOADING nothing", ANT_REFUSAL_PERSON, "ERRLOADING" },
    { "ERR no such ROOM here", ANT_REFUSAL_PERSON, "ERR" }
};


static void
test_cases(void)
{
    size_t         i;
    ant_str_t      code;
    ant_refusal_e  kind;
    const case_t  *c;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        c = &cases[i];

        kind = ant_refusal_read((const u_char *) c->text, strlen(c->text),
                                &code);

        ok(kind == c->kind && code.len == strlen(c->code)
           && memcmp(code.data, c->code, code.len) == 0,
           "%s: %.60s", c->code[0] ? c->code : "no code", c->text);
    }
}


static void
test_bounds(void)
{
    size_t     len;
    u_char     text[256];
    ant_str_t  code;

    memset(text, 'A', sizeof(text));
    (void) ant_refusal_read(text, sizeof(text), &code);
    ok(code.len == 32, "a word of capitals is cut to 32 bytes");

    /* every prefix of a code is another word; "OOM" is not read past its end */

    for (len = 0; len < 3; len++) {
        (void) ant_refusal_read((const u_char *) "OOM", len, &code);
        ok(code.len == len, "\"OOM\" cut to %zu is no OOM", len);
    }
}


int
main(void)
{
    test_cases();
    test_bounds();

    return done();
}
