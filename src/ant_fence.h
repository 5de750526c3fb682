
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What the fence in Redis says about a journal.
 */


#ifndef _ANT_FENCE_H_INCLUDED_
#define _ANT_FENCE_H_INCLUDED_


#include "ant_str.h"


typedef enum {
    ANT_FENCE_CONFIRM = 0,  /* Redis has everything below f: go on from f */
    ANT_FENCE_ASK,          /* only a REGISTER may say so: send one */
    ANT_FENCE_BACK,         /* Redis went back: go back to f */
    ANT_FENCE_NEW,          /* there was none: it is now f */
    ANT_FENCE_LOST,         /* below the oldest that is kept */
    ANT_FENCE_AHEAD,        /* above the journal's end */
    ANT_FENCE_GARBAGE       /* not a number */
} ant_fence_e;


typedef struct {
    uint64_t     oldest;       /* lowest sequence that is kept */
    uint64_t     confirmed;    /* c */
    uint64_t     end;          /* e: the sequence to be given next */
    unsigned     registered:1; /* the answer is a REGISTER's */
    unsigned     existed:1;    /* it found a fence */
} ant_fence_t;


/*
 * Judges an answer (the field's text; NULL data where there is no field) and
 * sets *f, except for ANT_FENCE_ASK and ANT_FENCE_GARBAGE.
 */
ant_fence_e ant_fence_judge(const ant_fence_t *fence, const ant_str_t *answer,
    uint64_t *f);

/* decimal digits without sign or leading zeros; ANT_OK or ANT_BAD */
int ant_fence_parse(const ant_str_t *answer, uint64_t *f);


#endif /* _ANT_FENCE_H_INCLUDED_ */
