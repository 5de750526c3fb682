
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * UTF-8 against a reference that decodes and encodes again: all characters,
 * all sequences of up to three bytes, and those of four at their edges.
 */


#include "ant_utf8.h"
#include "tap.h"
#include "request.h"


typedef struct {
    const char  *text;
    int          valid;
} case_t;


static const case_t  cases[] = {
    { "", 1 },
    { "plain", 1 },
    { "\x7f", 1 },
    { "\xc2\x80", 1 },
    { "\xdf\xbf", 1 },
    { "\xe0\xa0\x80", 1 },
    { "\xed\x9f\xbf", 1 },
    { "\xee\x80\x80", 1 },
    { "\xef\xbf\xbf", 1 },
    { "\xf0\x90\x80\x80", 1 },
    { "\xf4\x8f\xbf\xbf", 1 },
    { "\xe2\x80\xa8", 1 },
    { "\x80", 0 },
    { "\xbf", 0 },
    { "\xc0\x80", 0 },
    { "\xc1\xbf", 0 },
    { "\xe0\x80\x80", 0 },
    { "\xe0\x9f\xbf", 0 },
    { "\xed\xa0\x80", 0 },
    { "\xed\xbf\xbf", 0 },
    { "\xf0\x80\x80\x80", 0 },
    { "\xf0\x8f\xbf\xbf", 0 },
    { "\xf4\x90\x80\x80", 0 },
    { "\xf5\x80\x80\x80", 0 },
    { "\xf8\x88\x80\x80\x80", 0 },
    { "\xfc\x84\x80\x80\x80\x80", 0 },
    { "\xfe", 0 },
    { "\xff", 0 },
    { "\xc3", 0 },
    { "\xe2\x82", 0 },
    { "\xf0\x9f\x98", 0 },
    { "\xc3\x28", 0 },
    { "\xe2\x28\xa1", 0 },
    { "\xe2\x82\x28", 0 },
    { "\xf0\x9f\x98\x28", 0 },
    { "a\xc3\xa9", 1 },
    { "12345678\xc3\xa9", 1 },
    { "1234567\xc3\xa9", 1 },
    { "1234567\xc3", 0 },
    { "12345678\xff", 0 },
    { "12345678\xff" "12345678", 0 },
    { "12345678" "1234567\xf0\x9f\x98\x80", 1 },
    { "\xc3\xa9\xff\xc3\xa9", 0 }
};


static size_t
encode(u_char *p, unsigned long c)
{
    if (c < 0x80) {
        p[0] = (u_char) c;
        return 1;
    }

    if (c < 0x800) {
        p[0] = (u_char) (0xc0 | c >> 6);
        p[1] = (u_char) (0x80 | (c & 0x3f));
        return 2;
    }

    if (c < 0x10000) {
        p[0] = (u_char) (0xe0 | c >> 12);
        p[1] = (u_char) (0x80 | (c >> 6 & 0x3f));
        p[2] = (u_char) (0x80 | (c & 0x3f));
        return 3;
    }

    p[0] = (u_char) (0xf0 | c >> 18);
    p[1] = (u_char) (0x80 | (c >> 12 & 0x3f));
    p[2] = (u_char) (0x80 | (c >> 6 & 0x3f));
    p[3] = (u_char) (0x80 | (c & 0x3f));
    return 4;
}


/* the length of the first character: what encodes to the very same bytes */

static size_t
reference(const u_char *p, size_t len)
{
    u_char         back[4];
    size_t         i, n;
    unsigned long  c;

    n = (p[0] < 0x80) ? 1 : (p[0] >> 5 == 6) ? 2 : (p[0] >> 4 == 14) ? 3
        : (p[0] >> 3 == 30) ? 4 : 0;

    if (n == 0 || n > len) {
        return 0;
    }

    c = (n == 1) ? p[0] : p[0] & (0xff >> (n + 1));

    for (i = 1; i < n; i++) {
        c = c << 6 | (p[i] & 0x3f);
    }

    if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) {
        return 0;
    }

    return (encode(back, c) == n && memcmp(back, p, n) == 0) ? n : 0;
}


static void
test_cases(void)
{
    size_t   i;
    u_char  *p;
    size_t   len;

    for (i = 0; i < sizeof(cases) / sizeof(case_t); i++) {
        len = strlen(cases[i].text);
        p = request_copy(cases[i].text, len);

        if (!ok(ant_utf8_valid(p, len) == cases[i].valid, "case %zu is %s", i,
                cases[i].valid ? "UTF-8" : "not UTF-8"))
        {
            tap_show("text", p, len);
        }

        free(p);
    }

    is_int(ant_utf8_valid(NULL, 0), 1, "there may be no bytes");
}


static void
test_characters(void)
{
    u_char         p[4];
    size_t         n;
    unsigned long  c, wrong;

    wrong = 0;

    for (c = 0; c <= 0x10ffff; c++) {

        if (c >= 0xd800 && c <= 0xdfff) {
            continue;
        }

        n = encode(p, c);
        wrong += (ant_utf8_char(p, p + n) != n);
        wrong += (n > 1 && ant_utf8_char(p, p + n - 1) != 0);
    }

    is_int(wrong, 0, "every character is one, whole, and none cut short");
}


static void
test_sequences(void)
{
    u_char         p[4];
    size_t         len;
    unsigned long  c, wrong;

    wrong = 0;

    for (c = 0; c < 0x1000000; c++) {
        p[0] = (u_char) (c >> 16);
        p[1] = (u_char) (c >> 8);
        p[2] = (u_char) c;

        for (len = 1; len <= 3; len++) {
            wrong += (ant_utf8_char(p, p + len) != reference(p, len));
        }
    }

    is_int(wrong, 0, "all sequences of up to three bytes");
}


static void
test_long_sequences(void)
{
    u_char         p[4];
    size_t         i, k;
    unsigned long  c, wrong;
    const u_char   edges[] = { 0x00, 0x7f, 0x80, 0x8f, 0x90, 0xbf, 0xc0, 0xff };

    wrong = 0;

    for (c = 0; c < 0x10000; c++) {
        p[0] = (u_char) (c >> 8);
        p[1] = (u_char) c;

        for (i = 0; i < sizeof(edges); i++) {

            for (k = 0; k < sizeof(edges); k++) {
                p[2] = edges[i];
                p[3] = edges[k];
                wrong += (ant_utf8_char(p, p + 4) != reference(p, 4));
            }
        }
    }

    is_int(wrong, 0, "sequences of four bytes");
}


int
main(void)
{
    test_cases();
    test_characters();
    test_sequences();
    test_long_sequences();

    return done();
}
