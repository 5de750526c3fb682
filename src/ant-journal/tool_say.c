
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Messages, names and times for a person, JSON strings for a program.
 * Promises that nothing from a file reaches a terminal as a control
 * character.  Called by all of ant-journal.  The only file that reads the
 * clock.
 */


#define _GNU_SOURCE

#include "tool_say.h"
#include "ant_text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>


/* an escaped byte takes six */
#define TOOL_ESCAPED  6


void
tool_say(const char *fmt, ...)
{
    va_list  args;

    (void) fflush(stdout);
    (void) fputs("ant-journal: ", stderr);

    va_start(args, fmt);
    (void) vfprintf(stderr, fmt, args);
    va_end(args);

    (void) fputc('\n', stderr);
}


void
tool_say_errno(int err, const char *fmt, ...)
{
    va_list  args;

    (void) fflush(stdout);
    (void) fputs("ant-journal: ", stderr);

    va_start(args, fmt);
    (void) vfprintf(stderr, fmt, args);
    va_end(args);

    (void) fprintf(stderr, ": %s\n", strerror(err));
}


void
tool_put_name(FILE *out, const ant_str_t *name)
{
    size_t  i;
    u_char  c;

    for (i = 0; i < name->len; i++) {
        c = name->data[i];
        (void) fputc(c > 0x20 && c < 0x7f ? c : '?', out);
    }
}


void
tool_put_string(FILE *out, const ant_str_t *s)
{
    u_char      *buf, *end;
    ant_text_t   text;

    buf = malloc(TOOL_ESCAPED * s->len + 2);

    if (buf == NULL) {
        tool_say("there is no memory");
        exit(TOOL_FAILED);
    }

    ant_text_init(&text, buf, buf + TOOL_ESCAPED * s->len + 2);
    ant_text_string(&text, s);

    end = ant_text_end(&text);

    if (end != NULL) {
        (void) fwrite(buf, 1, (size_t) (end - buf), out);
    }

    free(buf);
}


const char *
tool_time_text(char *text, uint64_t ms)
{
    size_t     n;
    time_t     sec;
    struct tm  tm;

    sec = (time_t) (ms / 1000);

    if (ms == 0 || gmtime_r(&sec, &tm) == NULL || tm.tm_year > 8099) {
        return strcpy(text, "-");
    }

    n = strftime(text, TOOL_TIME_SIZE, "%Y-%m-%dT%H:%M:%S", &tm);

    (void) snprintf(text + n, TOOL_TIME_SIZE - n, ".%03uZ",
                    (unsigned) (ms % 1000));

    return text;
}


uint64_t
tool_now(void)
{
    struct timespec  ts;

    (void) clock_gettime(CLOCK_REALTIME, &ts);

    return (uint64_t) ts.tv_sec * 1000 + (uint64_t) ts.tv_nsec / 1000000;
}


int
tool_number(const char *text, size_t len, uint64_t *n)
{
    size_t  i;

    *n = 0;

    if (len == 0 || len > 18) {
        return ANT_BAD;
    }

    for (i = 0; i < len; i++) {

        if (text[i] < '0' || text[i] > '9') {
            return ANT_BAD;
        }

        *n = *n * 10 + (uint64_t) (text[i] - '0');
    }

    return ANT_OK;
}


/* "15m" and the like */

static int
tool_time_ago(const char *text, uint64_t now, uint64_t *ms)
{
    size_t       len;
    uint64_t     n;
    const char  *unit;

    static const char      units[] = "smhd";
    static const uint64_t  length[] = { 1000, 60000, 3600000, 86400000 };

    len = strlen(text);

    if (len < 2 || tool_number(text, len - 1, &n) != ANT_OK) {
        return ANT_BAD;
    }

    unit = strchr(units, text[len - 1]);

    if (unit == NULL || n > now / length[unit - units]) {
        return ANT_BAD;
    }

    *ms = now - n * length[unit - units];

    return ANT_OK;
}


int
tool_time_parse(const char *text, uint64_t now, uint64_t *ms)
{
    size_t       i;
    time_t       sec;
    struct tm    tm;
    const char  *end;

    static const char  *const formats[] = {
        "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d"
    };

    if (tool_time_ago(text, now, ms) == ANT_OK
        || tool_number(text, strlen(text), ms) == ANT_OK)
    {
        return ANT_OK;
    }

    for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
        memset(&tm, 0, sizeof(struct tm));
        tm.tm_isdst = -1;

        end = strptime(text, formats[i], &tm);

        if (end == NULL || (*end != '\0' && strcmp(end, "Z") != 0)) {
            continue;
        }

        sec = *end ? timegm(&tm) : mktime(&tm);

        if (sec >= 0) {
            *ms = (uint64_t) sec * 1000;
            return ANT_OK;
        }
    }

    return ANT_BAD;
}


int
tool_confirm(const char *question)
{
    char  line[16];

    if (!isatty(STDIN_FILENO)) {
        tool_say("nothing was done: add --yes where nobody can be asked");
        return 0;
    }

    (void) fflush(stdout);
    (void) fprintf(stderr, "%s Type yes to go on: ", question);

    if (fgets(line, sizeof(line), stdin) != NULL
        && strcmp(line, "yes\n") == 0)
    {
        return 1;
    }

    tool_say("nothing was done");

    return 0;
}
