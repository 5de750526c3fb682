
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What the fence in Redis says about a journal.
 *
 * Promises: a PUSH's answer moves nothing back.  The answer of a PUSH may come
 * from a replica that lags or from a server that is about to be thrown away,
 * so whatever is not between c and e is believed only from a REGISTER, which
 * has written the field before it answered.  Called by the forwarder.  Never
 * looks at a journal.
 */


#include "ant_fence.h"


int
ant_fence_parse(const ant_str_t *answer, uint64_t *f)
{
    size_t    i;
    uint64_t  n, digit;

    if (answer->len == 0 || answer->len > 20) {
        return ANT_BAD;
    }

    if (answer->data[0] == '0' && answer->len > 1) {
        return ANT_BAD;
    }

    n = 0;

    for (i = 0; i < answer->len; i++) {
        if (answer->data[i] < '0' || answer->data[i] > '9') {
            return ANT_BAD;
        }

        digit = answer->data[i] - '0';

        if (n > (UINT64_MAX - digit) / 10) {
            return ANT_BAD;
        }

        n = n * 10 + digit;
    }

    *f = n;

    return ANT_OK;
}


ant_fence_e
ant_fence_judge(const ant_fence_t *fence, const ant_str_t *answer,
    uint64_t *f)
{
    uint64_t  n;

    if (answer->data == NULL) {
        return fence->registered ? ANT_FENCE_GARBAGE : ANT_FENCE_ASK;
    }

    if (ant_fence_parse(answer, &n) != ANT_OK) {
        return fence->registered ? ANT_FENCE_GARBAGE : ANT_FENCE_ASK;
    }

    if (!fence->registered) {
        if (n < fence->confirmed || n > fence->end) {
            return ANT_FENCE_ASK;
        }

        *f = n;
        return ANT_FENCE_CONFIRM;
    }

    *f = n;

    if (n > fence->end) {
        return ANT_FENCE_AHEAD;
    }

    if (!fence->existed) {
        return ANT_FENCE_NEW;
    }

    if (n < fence->oldest) {
        return ANT_FENCE_LOST;
    }

    if (n < fence->confirmed) {
        return ANT_FENCE_BACK;
    }

    return ANT_FENCE_CONFIRM;
}
