
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What the fence says, and what an error of Redis means, against models that
 * are written in another way.
 */


#include "fuzz.h"
#include "ant_fence.h"
#include "ant_refusal.h"


/* 1 and the number, or 0: a regular expression by hand, then strtoull() */

static int
number(const uint8_t *p, size_t len, uint64_t *n)
{
    char    text[32];
    size_t  i;

    if (len == 0 || len > 20) {
        return 0;
    }

    for (i = 0; i < len; i++) {

        if (p[i] < '0' || p[i] > '9') {
            return 0;
        }
    }

    memcpy(text, p, len);
    text[len] = '\0';

    errno = 0;
    *n = strtoull(text, NULL, 10);

    return errno == 0 && (len == 1 || text[0] != '0');
}


/* the table of docs/journal.md, read from the top */

static ant_fence_e
table(const ant_fence_t *c, int known, uint64_t f)
{
    if (known && f >= c->confirmed && f <= c->end
        && (!c->registered || (c->existed && f >= c->oldest)))
    {
        return ANT_FENCE_CONFIRM;
    }

    if (!c->registered) {
        return ANT_FENCE_ASK;
    }

    if (!known) {
        return ANT_FENCE_GARBAGE;
    }

    if (f > c->end) {
        return ANT_FENCE_AHEAD;
    }

    if (!c->existed) {
        return ANT_FENCE_NEW;
    }

    return f < c->oldest ? ANT_FENCE_LOST : ANT_FENCE_BACK;
}


static void
judge(const uint8_t *data, size_t size)
{
    int          known;
    uint64_t     f, n;
    ant_str_t    answer;
    ant_fence_e  verdict;
    ant_fence_t  ctx;

    /* oldest <= confirmed <= end, near to each other or not */

    memset(&ctx, 0, sizeof(ant_fence_t));

    ctx.oldest = data[0] & 0x80 ? (uint64_t) data[1] << (data[0] & 0x1f)
                                : data[1];
    ctx.confirmed = ctx.oldest + (data[2] & 0x3f);
    ctx.end = ctx.confirmed + (data[3] & 0x3f);
    ctx.registered = data[2] >> 6 & 1;
    ctx.existed = data[2] >> 7;

    answer.data = data[3] & 0x40 ? NULL : data + 4;
    answer.len = data[3] & 0x40 ? 0 : size - 4;

    n = 0;
    known = answer.data != NULL && number(answer.data, answer.len, &n);

    f = 4711;
    verdict = ant_fence_judge(&ctx, &answer, &f);

    must(verdict == table(&ctx, known, n));

    if (verdict == ANT_FENCE_ASK || verdict == ANT_FENCE_GARBAGE) {
        must(f == 4711);

    } else {
        must(f == n);
    }
}


static void
refusal(const uint8_t *data, size_t size)
{
    ant_str_t      code, again;
    ant_refusal_e  kind;

    kind = ant_refusal_read(data, size, &code);

    must(kind == ANT_REFUSAL_WAIT || kind == ANT_REFUSAL_RECONNECT
         || kind == ANT_REFUSAL_PERSON);
    must(code.len <= 32);

    if (code.len) {
        must(memmem(data, size, code.data, code.len) != NULL
             || code.data < data || code.data >= data + size);

        /*
         * a code by itself is what it was inside a text, or unknown; what is
         * put in the place of one has spaces
         */

        if ((code.data < data || code.data >= data + size)
            && memchr(code.data, ' ', code.len) == NULL)
        {
            must(ant_refusal_read(code.data, code.len, &again) == kind);
        }
    }
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 5) {
        return 0;
    }

    if (data[0] & 0x40) {
        refusal(data + 1, size - 1);

    } else {
        judge(data, size);
    }

    return 0;
}
