
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Walks and decodes what a callback carries: the query string and the body
 * of a form.  It knows no event and no rule; those lie above it.
 *
 * - A '+' is a space and %XX a byte, in names and in values.  A name or a
 *   value with a bad escape ("%zz", "%4") is kept whole as it came.
 * - An empty pair ("&&", or "=") is skipped, a bare key has an empty value,
 *   and "=x" is a parameter whose name is empty.
 * - A parameter with the name of a secret is never among the parameters and
 *   never in what ant_args_next() gives, whether its value was right or not.
 *   Its value is neither decoded into memory nor copied.
 * - The value of a secret is compared with each secret of that name, in a
 *   time that depends on lengths only.  A raw '?' directly after a matching
 *   one counts as '&'.
 *
 * Slices point into the input, or into the scratch memory where decoding
 * changed something: both must outlive the ant_query_t.
 */


#ifndef _ANT_QUERY_H_INCLUDED_
#define _ANT_QUERY_H_INCLUDED_


#include "ant_str.h"


#define ANT_QUERY_MAX_PARAMS  64
#define ANT_QUERY_MAX_NAME    64      /* bytes, decoded */
#define ANT_QUERY_MAX_VALUE   2048    /* bytes, decoded */


typedef enum {
    ANT_REASON_NONE = 0,
    ANT_REASON_MISSING,
    ANT_REASON_BAD_ESCAPE,
    ANT_REASON_DIFFERENT_VALUES,
    ANT_REASON_CONTROL_CHARACTER,
    ANT_REASON_NOT_A_TOKEN,
    ANT_REASON_NOT_A_WORD,
    ANT_REASON_NOT_A_NUMBER,
    ANT_REASON_NOT_A_PHONE_NUMBER,
    ANT_REASON_OUT_OF_RANGE,
    ANT_REASON_TOO_SHORT,
    ANT_REASON_TOO_LONG,
    ANT_REASON_NAME_TOO_LONG,
    ANT_REASON_TOO_MANY_PARAMETERS,
    ANT_REASON_NOT_A_FORM,
    ANT_REASON_BODY_TOO_LARGE,
    ANT_REASON_N                      /* how many there are */
} ant_reason_e;


typedef struct {
    ant_str_t            name;        /* decoded */
    ant_str_t            value;
    ant_str_t            raw_name;    /* as received */
    ant_str_t            raw_value;

    unsigned             bad_escape:1;    /* in the value */
} ant_param_t;


typedef struct {
    ant_str_t            name;
    ant_str_t            value;       /* decoded; an empty one never matches */
} ant_secret_t;


typedef struct {
    size_t               nparams;

    const ant_secret_t  *secrets;
    size_t               nsecrets;

    /* one secret matched, or none is asked for */
    unsigned             secret_ok:1;

    /* the first error; a name's first ANT_QUERY_MAX_NAME bytes, or empty */
    ant_reason_e         reason;
    ant_str_t            error_param;

    u_char              *scratch;     /* free from here */
    u_char              *scratch_last;

    ant_param_t          params[ANT_QUERY_MAX_PARAMS];
} ant_query_t;


/* a request as it was received */

typedef struct {
    ant_str_t            query;
    ant_str_t            body;
    const ant_secret_t  *secrets;
    size_t               nsecrets;

    unsigned             form:1;      /* the body is pairs */
} ant_args_t;


typedef struct {
    const u_char        *p;
    const u_char        *start;
    const u_char        *last;
    const ant_secret_t  *secrets;
    size_t               nsecrets;

    /* of 64 bytes: '&', '=' and the end that are still ahead, a bit each */
    const u_char        *block;
    uint64_t             stops;

    unsigned             escapes:1;   /* in this block or one before */
} ant_walk_t;


typedef struct {
    const ant_args_t    *args;
    ant_walk_t           walk;
    unsigned             stage;
    unsigned             any:1;       /* something was given */
} ant_args_walk_t;


/* A short constant text, terminated by zero; "" for ANT_REASON_NONE. */
const char *ant_reason_text(ant_reason_e reason);

/*
 * Makes q ready for one request.  Of q->params nothing is touched.
 * The scratch memory has room for all bytes that will be parsed.
 */
void ant_query_init(ant_query_t *q, const ant_secret_t *secrets,
    size_t nsecrets, u_char *scratch, size_t size);

/*
 * Adds the pairs of len bytes at p to q; called once for the query string
 * and once more for a form.  ANT_OK; or ANT_BAD, with q->reason and
 * q->error_param, from the first error on and for good.  After an error no
 * parameter is added, but all is still walked, so that q->secret_ok is right.
 * Parameters above ANT_QUERY_MAX_PARAMS, a name or a value that is too long,
 * and scratch memory that was too small (ANT_REASON_TOO_LONG) are errors.
 */
int ant_query_parse(ant_query_t *q, const u_char *p, size_t len);

/*
 * Gives the raw bytes of a request piece by piece, without its secrets and
 * without limits: the pairs of the query, those of a form, or a body that is
 * not a form, whole.  1 with the piece and what joins it to the one before:
 * '&', '\n' before a body that is not a form, 0 for the first; or 0 at the
 * end.  Empty pieces are left out.  args must outlive the walk.
 */
void ant_args_walk(ant_args_walk_t *w, const ant_args_t *args);
int ant_args_next(ant_args_walk_t *w, ant_str_t *piece, u_char *joint);


#endif /* _ANT_QUERY_H_INCLUDED_ */
