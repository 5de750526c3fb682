
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * TAP for the unit tests, one program each: ok() and its relatives print a
 * line, done() prints the plan and gives main() its result.
 */


#ifndef _TAP_H_INCLUDED_
#define _TAP_H_INCLUDED_


#include <stdarg.h>
#include <stdio.h>
#include <string.h>


#define TAP_USED  __attribute__((unused))
#define TAP_TEXT(n)  __attribute__((format(printf, n, n + 1)))


static int  tap_n;
static int  tap_failed;


/* 1 if the test is passed; the name is in the form of printf() */

TAP_USED TAP_TEXT(2) static int
ok(int passed, const char *fmt, ...)
{
    va_list  args;

    printf("%sok %d - ", passed ? "" : "not ", ++tap_n);

    va_start(args, fmt);
    vprintf(fmt, args);
    va_end(args);

    printf("\n");

    tap_failed += !passed;

    return passed;
}


TAP_USED static void
tap_show(const char *what, const void *data, size_t len)
{
    size_t                i;
    const unsigned char  *p = data;

    printf("#   %s: ", what);

    if (data == NULL) {
        printf("NULL\n");
        return;
    }

    for (i = 0; i < len; i++) {
        printf((p[i] < 0x20 || p[i] > 0x7e) ? "\\x%02x" : "%c", p[i]);
    }

    printf("\n");
}


TAP_USED static int
is_mem(const void *got, size_t got_len, const void *want, size_t want_len,
    const char *name)
{
    if (ok(got_len == want_len && (got == NULL) == (want == NULL)
           && (want_len == 0 || memcmp(got, want, want_len) == 0), "%s", name))
    {
        return 1;
    }

    tap_show(" got", got, got_len);
    tap_show("want", want, want_len);

    return 0;
}


/* both end with zero, or are NULL */

TAP_USED static int
is_str(const char *got, const char *want, const char *name)
{
    return is_mem(got, got ? strlen(got) : 0, want, want ? strlen(want) : 0,
                  name);
}


TAP_USED static int
is_int(long long got, long long want, const char *name)
{
    if (ok(got == want, "%s", name)) {
        return 1;
    }

    printf("#    got: %lld\n#   want: %lld\n", got, want);

    return 0;
}


TAP_USED static int
done(void)
{
    printf("1..%d\n", tap_n);

    return tap_failed ? 1 : 0;
}


#endif /* _TAP_H_INCLUDED_ */
