
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What ant-journal says to its user: messages, exit codes, times.
 */


#ifndef _TOOL_SAY_H_INCLUDED_
#define _TOOL_SAY_H_INCLUDED_


#include "ant_str.h"

#include <stdio.h>


/* exit codes; the man page names them */
#define TOOL_OK      0
#define TOOL_FOUND   1    /* damage, or not all that was asked for */
#define TOOL_USAGE   2
#define TOOL_FAILED  3    /* a directory, a file or Redis cannot be used */


/* "2024-12-18T08:08:05.012Z" and its zero */
#define TOOL_TIME_SIZE  25


/* A line to stderr, behind what was written to stdout. */
void tool_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* The same, with what errno err means at the end. */
void tool_say_errno(int err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* A name for a person: '?' for what is not printable ASCII. */
void tool_put_name(FILE *out, const ant_str_t *name);

/* A JSON string. */
void tool_put_string(FILE *out, const ant_str_t *s);

/* ms since the epoch as UTC; "-" for 0 */
const char *tool_time_text(char *text, uint64_t ms);

/*
 * "2024-12-18", "2024-12-18T08:08", "2024-12-18T08:08:05", each local time, or
 * UTC with a Z behind it; ms since the epoch; or how long ago: "90s", "15m",
 * "2h", "3d".  ANT_OK or ANT_BAD.
 */
int tool_time_parse(const char *text, uint64_t now, uint64_t *ms);

/* ms since the epoch */
uint64_t tool_now(void);

/* decimal digits and no more; ANT_OK or ANT_BAD */
int tool_number(const char *text, size_t len, uint64_t *n);

/*
 * Asks at the terminal whether to go on; 1 only if "yes" was typed.  0 without
 * asking where stdin is none.
 */
int tool_confirm(const char *question);


#endif /* _TOOL_SAY_H_INCLUDED_ */
