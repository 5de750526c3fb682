
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Redis Cluster: the slot of a key, and where an error says that it is.
 *
 * Promises: the slot is the one that Redis computes, CRC16 (XMODEM) of the
 * hash tag or of the whole key.  Called by the merge and by the forwarder's
 * cluster.  Never looks at what a list holds.
 */


#include <string.h>

#include "ant_slot.h"


static unsigned
ant_slot_crc16(const u_char *p, size_t len)
{
    unsigned  crc, bit;

    crc = 0;

    while (len--) {
        crc ^= (unsigned) *p++ << 8;

        for (bit = 0; bit < 8; bit++) {
            crc = (crc & 0x8000) ? (crc << 1) ^ 0x1021 : crc << 1;
        }

        crc &= 0xffff;
    }

    return crc;
}


/* What is between the first "{" and the next "}", unless that is nothing. */
static int
ant_slot_tag(const ant_str_t *key, ant_str_t *tag)
{
    const u_char  *open, *close;

    if (key->len == 0) {
        return 0;
    }

    open = memchr(key->data, '{', key->len);

    if (open == NULL) {
        return 0;
    }

    open++;

    close = memchr(open, '}', key->data + key->len - open);

    if (close == NULL || close == open) {
        return 0;
    }

    tag->data = open;
    tag->len = close - open;

    return 1;
}


unsigned
ant_slot(const ant_str_t *key)
{
    ant_str_t  part;

    part = *key;

    (void) ant_slot_tag(key, &part);

    return ant_slot_crc16(part.data, part.len) % ANT_SLOTS;
}


int
ant_slot_tagged(const ant_str_t *key)
{
    ant_str_t  tag;

    return ant_slot_tag(key, &tag);
}


int
ant_slot_redirect(const ant_str_t *text, ant_str_t *host, unsigned *port)
{
    unsigned       n;
    const u_char  *p, *colon, *last;

    last = text->data + text->len;

    p = memchr(text->data, ' ', text->len);

    if (p == NULL) {
        return ANT_BAD;
    }

    p++;
    p = memchr(p, ' ', last - p);

    if (p == NULL) {
        return ANT_BAD;
    }

    host->data = ++p;

    for (colon = last - 1; colon >= p && *colon != ':'; colon--) { /* void */ }

    if (colon < p) {
        return ANT_BAD;
    }

    host->len = colon - p;

    n = 0;

    for (p = colon + 1; p < last && *p >= '0' && *p <= '9' && n < 65536; p++) {
        n = n * 10 + (*p - '0');
    }

    /* an extension may follow the port, behind a comma or a space */

    if (p == colon + 1 || n == 0 || n > 65535
        || (p < last && *p != ',' && *p != ' '))
    {
        return ANT_BAD;
    }

    *port = n;

    return ANT_OK;
}
