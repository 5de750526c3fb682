
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The slots of keys, against the values that Redis gives (CLUSTER KEYSLOT),
 * and the addresses in redirections.
 */


#include "ant_slot.h"
#include "tap.h"


static const struct {
    const char  *key;
    unsigned     slot;
    int          tagged;
} slots[] = {
    { "", 0, 0 },
    { "123456789", 12739, 0 },
    { "ant:sms", 14040, 0 },
    { "{ant:sms}:fence", 14040, 1 },
    { "ant:sms:fence", 14802, 0 },
    { "{ant}:sms", 14957, 1 },
    { "{ant}:sms:fence", 14957, 1 },
    { "{}a", 10875, 0 },
    { "a{}b{c}", 7353, 0 },
    { "{{a}}", 10276, 1 },
    { "x{a}{b}", 15495, 1 },
    { "a}b{c", 13587, 0 },
    { "}{a}", 15495, 1 },
    { "\xff\x80", 4727, 0 }
};


static const struct {
    const char  *text;
    const char  *host;
    unsigned     port;
} redirects[] = {
    { "MOVED 3999 127.0.0.1:6381", "127.0.0.1", 6381 },
    { "ASK 3999 127.0.0.1:6381", "127.0.0.1", 6381 },
    { "MOVED 3999 :6381", "", 6381 },
    { "MOVED 3999 ::1:6381", "::1", 6381 },
    { "MOVED 0 redis-1.example.com:1", "redis-1.example.com", 1 },
    { "MOVED 3999 10.0.0.1:65535,redis-1", "10.0.0.1", 65535 },
    { "MOVED 3999 10.0.0.1:65535 redis-1", "10.0.0.1", 65535 },
    { "MOVED 3999 127.0.0.1:65536", NULL, 0 },
    { "MOVED 3999 127.0.0.1:4294967297", NULL, 0 },
    { "MOVED 3999 127.0.0.1:0", NULL, 0 },
    { "MOVED 3999 127.0.0.1:", NULL, 0 },
    { "MOVED 3999 127.0.0.1:x", NULL, 0 },
    { "MOVED 3999 127.0.0.1:6381x", NULL, 0 },
    { "MOVED 3999 127.0.0.1", NULL, 0 },
    { "MOVED 3999 ", NULL, 0 },
    { "MOVED 3999", NULL, 0 },
    { "MOVED", NULL, 0 },
    { "", NULL, 0 }
};


static ant_str_t
text(const char *s)
{
    ant_str_t  str;

    str.data = (const u_char *) s;
    str.len = strlen(s);

    return str;
}


int
main(void)
{
    int        rc;
    size_t     i;
    unsigned   port;
    ant_str_t  key, host;

    for (i = 0; i < sizeof(slots) / sizeof(slots[0]); i++) {
        key = text(slots[i].key);

        ok(ant_slot(&key) == slots[i].slot, "slot of \"%s\": %u",
           slots[i].key, ant_slot(&key));
        ok(ant_slot_tagged(&key) == slots[i].tagged, "tag of \"%s\"",
           slots[i].key);
    }

    for (i = 0; i < sizeof(redirects) / sizeof(redirects[0]); i++) {
        key = text(redirects[i].text);
        port = 0;

        rc = ant_slot_redirect(&key, &host, &port);

        if (redirects[i].host == NULL) {
            ok(rc == ANT_BAD, "\"%s\" is refused", redirects[i].text);
            continue;
        }

        ok(rc == ANT_OK && port == redirects[i].port
           && host.len == strlen(redirects[i].host)
           && memcmp(host.data, redirects[i].host, host.len) == 0,
           "\"%s\"", redirects[i].text);
    }

    return done();
}
