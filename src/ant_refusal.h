
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What an error reply of Redis means.
 */


#ifndef _ANT_REFUSAL_H_INCLUDED_
#define _ANT_REFUSAL_H_INCLUDED_


#include "ant_str.h"


typedef enum {
    ANT_REFUSAL_WAIT = 0,   /* try again on the same connection */
    ANT_REFUSAL_RECONNECT,  /* another server may be the right one */
    ANT_REFUSAL_PERSON      /* somebody must do something */
} ant_refusal_e;


/*
 * The kind of the error whose text (without the leading minus) is given.
 * *code is its word of capitals, in static memory, or the first word of the
 * text if it is none of those known; what our own script says is "longer than
 * max_length".  It is never longer than 32 bytes.
 */
ant_refusal_e ant_refusal_read(const u_char *text, size_t len,
    ant_str_t *code);


#endif /* _ANT_REFUSAL_H_INCLUDED_ */
