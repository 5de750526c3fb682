
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What a parameter must look like, and the events, which are tables of such
 * rules.  A built-in event and one from the configuration are the same data.
 *
 *   type   bytes accepted                            min    max   their limits
 *   token  A-Z a-z 0-9 _ - . :                         1    128   1 to 2048
 *   text   any                                         1   2048   1 to 2048
 *   word   printable ASCII, space included             1     64   1 to 2048
 *   phone  one of "", "00", "+", " ", then 5 to 15     5     17   1 to 17
 *          of 0-9 x X *
 *   int    optional -, 1 to 19 digits               all of int64_t
 *   uint   the same, from 0 up                      0 to INT64_MAX
 *
 * min and max count bytes for the first four and values for numbers.
 *
 * - A number keeps its value: "007" is 7.  "+5", "-0" and "-" are no numbers;
 *   more than 19 digits are out of range.
 * - A phone number is kept as it was decoded: the '+' that a sender did not
 *   escape stays the space that it decodes to.
 * - A leading "00" need not be a prefix: "00123" has five digits.
 * - An empty value is the same as a missing one, also where another value of
 *   the same parameter is there: "dr=&dr=000" is "000".
 * - A control character (0x00 to 0x1f, 0x7f) in anything but a text gives
 *   that reason.  The order of reasons within one parameter is: bad escape,
 *   different values, missing, too short or too long, the bytes, the range.
 */


#ifndef _ANT_RULE_H_INCLUDED_
#define _ANT_RULE_H_INCLUDED_


#include "ant_query.h"


#define ANT_RULE_MAX  64      /* rules of one event */


typedef enum {
    ANT_TYPE_TOKEN = 0,
    ANT_TYPE_TEXT,
    ANT_TYPE_WORD,
    ANT_TYPE_INT,
    ANT_TYPE_UINT,
    ANT_TYPE_PHONE,
    ANT_TYPE_N                /* how many there are */
} ant_type_e;


typedef struct {
    ant_str_t            name;
    ant_str_t            alias;       /* empty: none */
    ant_str_t            key;         /* what ant_json_key() makes of it */
    ant_type_e           type;

    unsigned             required:1;

    int64_t              min;
    int64_t              max;
} ant_rule_t;


typedef struct {
    ant_str_t            name;
    const ant_rule_t    *rules;       /* in the order of errors and output */
    size_t               nrules;      /* up to ANT_RULE_MAX */
} ant_event_t;


typedef struct {
    ant_reason_e         reason;
    ant_str_t            error_param;     /* the rule's name, or the query's */
    const ant_rule_t    *error_rule;      /* NULL: an error of the query */

    /* parameters that are declared, a bit each, by their place in q->params */
    uint64_t             known;

    /*
     * By rule.  NULL: absent, which an empty value is for every type but
     * text.  number is set where value is and the type is a number.
     */
    const ant_param_t   *value[ANT_RULE_MAX];
    int64_t              number[ANT_RULE_MAX];
} ant_result_t;


/* sms, ivr, call, number_status, and any, which declares nothing */

extern const ant_event_t  ant_events[];
extern const size_t       ant_nevents;


/* ANT_OK and the type of that name, or ANT_BAD. */
int ant_rule_type(const ant_str_t *name, ant_type_e *type);

/* An optional rule with the type's min and max, without name and alias. */
void ant_rule_init(ant_rule_t *r, ant_type_e type);

/* NULL, or a constant text that says what is wrong in the rule. */
const char *ant_rule_verify(const ant_rule_t *r);

/*
 * NULL, or a constant text that says what is wrong in an event whose rules
 * are each right: too many of them, or a name or an alias that was used.
 */
const char *ant_rule_verify_event(const ant_event_t *event);

/*
 * Checks what was parsed into q.  ANT_OK, or ANT_BAD with the first error:
 * that of the query if it has one, else the first in the declared order.
 * res->value, number and known are set on ANT_OK only, the first nrules of
 * each; they point into q, which must outlive res.
 */
int ant_rule_check(const ant_event_t *event, const ant_query_t *q,
    ant_result_t *res);


#endif /* _ANT_RULE_H_INCLUDED_ */
