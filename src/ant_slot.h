
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Redis Cluster: the slot of a key, and where an error says that it is.
 */


#ifndef _ANT_SLOT_H_INCLUDED_
#define _ANT_SLOT_H_INCLUDED_


#include "ant_str.h"


#define ANT_SLOTS  16384


/* The slot of a key: of its hash tag, if it has one. */
unsigned ant_slot(const ant_str_t *key);

/* Does only a part of the key, its hash tag, decide the slot? */
int ant_slot_tagged(const ant_str_t *key);

/*
 * Reads "MOVED slot host:port" or "ASK slot host:port": ANT_OK or ANT_BAD.
 * The host is a part of the text; it may be empty, which means the host that
 * said so, and an IPv6 address stands without brackets.
 */
int ant_slot_redirect(const ant_str_t *text, ant_str_t *host,
    unsigned *port);


#endif /* _ANT_SLOT_H_INCLUDED_ */
