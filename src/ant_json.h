
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Encodes what goes to Redis, and the body of a 400.  Every text is one JSON
 * object, valid UTF-8, without a newline.
 *
 * - Escaped are '"', '\' and the controls below 0x20, these as \u00xx.
 * - data: the declared parameters in their order, numbers in canonical form,
 *   the rest strings; then the unknown ones in the order they came, an array
 *   at the place of the first where one came with different values.
 * - A text or an unknown value that is not UTF-8 is written as received, with
 *   controls, 0x7f and all bytes from 0x80 up percent-encoded, and the name
 *   stands in "encoded", the last key of the object.  Where the name of an
 *   unknown parameter is not UTF-8, this is so for name and value.  Names
 *   that come out the same are one key; of an array all values are encoded if
 *   one must be.
 * - Fields follow the same rule, and because they were not received encoded,
 *   '%' and '+' are percent-encoded too where one of them must be.
 * - args and an error's name: only bytes that are not UTF-8 are
 *   percent-encoded.
 *
 * All writers take the free memory from p up to, not including, last; they
 * touch nothing outside, and nothing behind the end that they return.  NULL:
 * there was no room, and what was written is of no use.  Nothing is allocated.
 */


#ifndef _ANT_JSON_H_INCLUDED_
#define _ANT_JSON_H_INCLUDED_


#include "ant_rule.h"


/* enough for ant_json_error() with each name up to ANT_QUERY_MAX_NAME */
#define ANT_JSON_ERROR_SIZE  512


/* enough for ant_json_key() with each name up to ANT_QUERY_MAX_NAME */
#define ANT_JSON_KEY_SIZE  (6 * ANT_QUERY_MAX_NAME + 5)


typedef struct {
    ant_str_t            name;
    ant_str_t            value;
} ant_field_t;


typedef struct {
    ant_str_t            journal;     /* 24 hexadecimal digits */
    uint64_t             sequence;
    ant_str_t            event;
    uint64_t             received;    /* ms since 1970, UTC */

    const ant_field_t   *fields;
    size_t               nfields;
} ant_envelope_t;


/*
 * Sets r->key, which a rule needs before ant_json_event(), and writes it to p:
 * a comma, the name, a colon, and a quote where the value has some.  The
 * built-in events have theirs.
 */
u_char *ant_json_key(u_char *p, u_char *last, ant_rule_t *r);

/*
 * {"id","event","received",["fields",]"data"[,"encoded"]}
 * q and res are those of an ant_rule_check() with event that gave ANT_OK.
 */
u_char *ant_json_event(u_char *p, u_char *last, const ant_envelope_t *env,
    const ant_event_t *event, const ant_query_t *q, const ant_result_t *res);

/* the id of an event, without quotes */
u_char *ant_json_id(u_char *p, u_char *last, const ant_envelope_t *env);

/*
 * {"id","event","received","error","reason","args"}; fields are left out.
 * reason is terminated by zero.
 */
u_char *ant_json_rejected(u_char *p, u_char *last, const ant_envelope_t *env,
    const ant_str_t *param, const char *reason, const ant_args_t *args);

/* {"error","reason"}; reason is terminated by zero. */
u_char *ant_json_error(u_char *p, u_char *last, const ant_str_t *param,
    const char *reason);


#endif /* _ANT_JSON_H_INCLUDED_ */
