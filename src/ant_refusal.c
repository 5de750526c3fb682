
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What an error reply of Redis means.
 *
 * Promises: the code is found in front of the text or, as scripts' errors are
 * wrapped, inside the text of an ERR; every code not in the table wants a
 * person.  Called by the forwarder.  Never decides what to do about it.
 *
 * Redis 6.2 wraps the errors of a script's commands as "ERR Error running
 * script (call to f_...): @user_script:1: -READONLY ...", and all versions
 * before 7.0.5 say "ERR The user executing the script can't run this command"
 * where NOPERM is meant; Redis 8 says "ERR ACL failure in script: ...".
 */


#include <string.h>

#include "ant_refusal.h"


#define ANT_REFUSAL_CODE_MAX  32


typedef struct {
    ant_str_t      code;
    ant_refusal_e  kind;
} ant_refusal_t;


static const ant_refusal_t  ant_refusals[] = {
    { ant_string("LOADING"),     ANT_REFUSAL_WAIT },
    { ant_string("BUSY"),        ANT_REFUSAL_WAIT },
    { ant_string("OOM"),         ANT_REFUSAL_WAIT },
    { ant_string("MISCONF"),     ANT_REFUSAL_WAIT },
    { ant_string("NOREPLICAS"),  ANT_REFUSAL_WAIT },
    { ant_string("TRYAGAIN"),    ANT_REFUSAL_WAIT },
    { ant_string("CLUSTERDOWN"), ANT_REFUSAL_WAIT },
    { ant_string("MASTERDOWN"),  ANT_REFUSAL_WAIT },
    { ant_string("ANTFULL"),     ANT_REFUSAL_WAIT },
    { ant_string("READONLY"),    ANT_REFUSAL_RECONNECT },
    { ant_string("MOVED"),       ANT_REFUSAL_RECONNECT },
    { ant_string("ASK"),         ANT_REFUSAL_RECONNECT },
    { ant_string("UNKILLABLE"),  ANT_REFUSAL_RECONNECT },
    { ant_string("WRONGTYPE"),   ANT_REFUSAL_PERSON },
    { ant_string("NOAUTH"),      ANT_REFUSAL_PERSON },
    { ant_string("WRONGPASS"),   ANT_REFUSAL_PERSON },
    { ant_string("NOPERM"),      ANT_REFUSAL_PERSON }
};


/* texts of Redis that carry no code of their own */

static const struct {
    ant_str_t      text;
    ant_str_t      code;
    ant_refusal_e  kind;
} ant_refusal_texts[] = {
    { ant_string("The user executing the script can't"),
      ant_string("NOPERM"), ANT_REFUSAL_PERSON },
    { ant_string("can't run this command or subcommand"),
      ant_string("NOPERM"), ANT_REFUSAL_PERSON },
    { ant_string("ACL failure in script"),
      ant_string("NOPERM"), ANT_REFUSAL_PERSON },
    { ant_string("command not allowed when used memory"),
      ant_string("OOM"), ANT_REFUSAL_WAIT }
};


/* what our own script answers, as a person should read it */

static const ant_str_t  ant_refusal_full = ant_string("ANTFULL");
static const ant_str_t  ant_refusal_longer
    = ant_string("longer than max_length");


static int
ant_refusal_word(const u_char *p, size_t len, const ant_str_t *code)
{
    return len >= code->len
           && memcmp(p, code->data, code->len) == 0
           && (len == code->len || p[code->len] == ' ');
}


static int
ant_refusal_boundary(u_char c)
{
    return c == ' ' || c == '-' || c == ':' || c == '(' || c == '"';
}


static const ant_refusal_t *
ant_refusal_find(const u_char *text, size_t len)
{
    size_t  i;

    for (i = 0; i < sizeof(ant_refusals) / sizeof(ant_refusals[0]); i++) {
        if (ant_refusal_word(text, len, &ant_refusals[i].code)) {
            return &ant_refusals[i];
        }
    }

    return NULL;
}


static ant_refusal_e
ant_refusal_wrapped(const u_char *text, size_t len, ant_str_t *code)
{
    size_t                i, k;
    const ant_refusal_t  *refusal;

    for (i = 1; i < len; i++) {
        if (!ant_refusal_boundary(text[i - 1])) {
            continue;
        }

        refusal = ant_refusal_find(text + i, len - i);

        if (refusal) {
            *code = refusal->code;
            return refusal->kind;
        }

        for (k = 0;
             k < sizeof(ant_refusal_texts) / sizeof(ant_refusal_texts[0]);
             k++)
        {
            if (len - i >= ant_refusal_texts[k].text.len
                && memcmp(text + i, ant_refusal_texts[k].text.data,
                          ant_refusal_texts[k].text.len)
                   == 0)
            {
                *code = ant_refusal_texts[k].code;
                return ant_refusal_texts[k].kind;
            }
        }
    }

    code->data = text;
    code->len = 3;

    return ANT_REFUSAL_PERSON;
}


ant_refusal_e
ant_refusal_read(const u_char *text, size_t len, ant_str_t *code)
{
    size_t                n;
    const ant_refusal_t  *refusal;

    static const ant_str_t  err = ant_string("ERR");

    refusal = ant_refusal_find(text, len);

    if (refusal) {
        *code = ant_refusal_word(text, len, &ant_refusal_full)
                ? ant_refusal_longer : refusal->code;
        return refusal->kind;
    }

    if (ant_refusal_word(text, len, &err)) {
        return ant_refusal_wrapped(text, len, code);
    }

    n = 0;

    while (n < len && n < ANT_REFUSAL_CODE_MAX && text[n] >= 'A'
           && text[n] <= 'Z')
    {
        n++;
    }

    code->data = text;
    code->len = n;

    return ANT_REFUSAL_PERSON;
}
