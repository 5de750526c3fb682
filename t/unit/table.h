
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The table of a unit test, and its keys by C strings.
 */


#ifndef _TABLE_H_INCLUDED_
#define _TABLE_H_INCLUDED_


#include "ant_table.h"

#include <string.h>


static ant_table_t  *table;


static uint32_t
key(ant_table_kind_e kind, const char *a, const char *b, const char *c)
{
    ant_str_t  labels[ANT_TABLE_LABELS];

    labels[0].data = (const u_char *) a;
    labels[0].len = strlen(a);
    labels[1].data = (const u_char *) b;
    labels[1].len = strlen(b);
    labels[2].data = (const u_char *) c;
    labels[2].len = strlen(c);

    return ant_table_key(table, kind, labels);
}


#endif /* _TABLE_H_INCLUDED_ */
