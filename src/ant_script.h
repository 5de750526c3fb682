
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The Lua scripts that Redis runs, and the framing of the one with events.
 */


#ifndef _ANT_SCRIPT_H_INCLUDED_
#define _ANT_SCRIPT_H_INCLUDED_


#include "ant_str.h"


/*
 * KEYS list, fence; ARGV id, start, day.  Answers { field, length of the
 * list, 1 if the field was there, id }.
 */
extern const ant_str_t  ant_script_register;

/* The same, but where there is no field it makes none: { nil, id }. */
extern const ant_str_t  ant_script_renew;

/*
 * KEYS list, fence; ARGV id, expected, new, max_length (0: none), events...
 * Answers { new, length of the list, id }, or { field, id } where the field is
 * not what was expected.
 */
extern const ant_str_t  ant_script_push;

/* KEYS list; ARGV max.  Keeps the newest max elements. */
extern const ant_str_t  ant_script_trim;

/* KEYS fence; ARGV id, value.  Removes the field if it stands at value. */
extern const ant_str_t  ant_script_forget;


typedef struct {
    ant_str_t  list;
    ant_str_t  fence;
    ant_str_t  id;
    uint64_t   expected;
    uint64_t   next;
    uint64_t   max_length;
    size_t     events;
} ant_push_t;


/* bytes that the head of a PUSH takes at most */
size_t ant_push_head_max(const ant_push_t *push);

/* Writes everything of a PUSH but its events; the end of it. */
u_char *ant_push_head(u_char *p, const ant_push_t *push);

/* bytes that one event of len bytes takes at most */
size_t ant_push_event_max(size_t len);

/* Writes one event; the end of it. */
u_char *ant_push_event(u_char *p, const u_char *data, size_t len);

/* decimal digits, at most 20; the end of them */
u_char *ant_script_number(u_char *p, uint64_t n);


#endif /* _ANT_SCRIPT_H_INCLUDED_ */
