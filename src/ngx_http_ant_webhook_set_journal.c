
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * "ant_webhook_journal": where the journals are, and how they are kept.
 *
 * Promises: the path is handed to nginx, whose master makes the directory for
 * the workers' user; what is wrong is named with file and line, and so is what
 * would be right.  Called by nginx's configuration parser.  Makes nothing.
 */


#include "ngx_http_ant_webhook_set.h"


#define NGX_HTTP_ANT_WEBHOOK_SIZE_MIN     (1024 * 1024)
#define NGX_HTTP_ANT_WEBHOOK_SIZE_OFF     (64 * 1024 * 1024)
#define NGX_HTTP_ANT_WEBHOOK_SEGMENT_LOW  (64 * 1024)
#define NGX_HTTP_ANT_WEBHOOK_SEGMENT_TOP  (1024 * 1024 * 1024)


#if (NGX_THREADS)

static ngx_int_t
ngx_http_ant_webhook_set_time(ngx_conf_t *cf, ngx_str_t *s, const char *name,
    ngx_msec_t *time)
{
    ngx_int_t  ms;

    ms = ngx_parse_time(s, 0);

    if (ms == NGX_ERROR) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid time \"%s=%V\", write for example "
                           "\"%s=5s\"", name, s, name);
        return NGX_ERROR;
    }

    *time = (ngx_msec_t) ms;

    return NGX_OK;
}


static ngx_int_t
ngx_http_ant_webhook_set_size(ngx_conf_t *cf, ngx_str_t *s, const char *name,
    off_t min, off_t max, off_t *size)
{
    *size = ngx_parse_offset(s);

    if (*size == NGX_ERROR || *size < min || *size > max) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid size \"%s=%V\", it must be between %Ok "
                           "and %Om", name, s, min / 1024,
                           max / (1024 * 1024));
        return NGX_ERROR;
    }

    return NGX_OK;
}


/* The last parameters: all others are one of these, or wrong. */
static ngx_int_t
ngx_http_ant_webhook_set_journal_arg(ngx_conf_t *cf,
    ngx_http_ant_webhook_main_conf_t *wmcf, ngx_str_t *arg, ngx_str_t *pool)
{
    off_t      size;
    ngx_str_t  s;

    s = ngx_http_ant_webhook_set_value(arg, "size");
    if (s.data) {
        return ngx_http_ant_webhook_set_size(cf, &s, "size",
                                             NGX_HTTP_ANT_WEBHOOK_SIZE_MIN,
                                             NGX_MAX_OFF_T_VALUE,
                                             &wmcf->size);
    }

    s = ngx_http_ant_webhook_set_value(arg, "segment");
    if (s.data) {
        if (ngx_http_ant_webhook_set_size(cf, &s, "segment",
                                          NGX_HTTP_ANT_WEBHOOK_SEGMENT_LOW,
                                          NGX_HTTP_ANT_WEBHOOK_SEGMENT_TOP,
                                          &size)
            != NGX_OK)
        {
            return NGX_ERROR;
        }

        wmcf->segment = (size_t) size;
        return NGX_OK;
    }

    s = ngx_http_ant_webhook_set_value(arg, "retain");
    if (s.data) {
        return ngx_http_ant_webhook_set_time(cf, &s, "retain", &wmcf->retain);
    }

    s = ngx_http_ant_webhook_set_value(arg, "sync");
    if (s.data) {
        return ngx_http_ant_webhook_set_time(cf, &s, "sync", &wmcf->sync);
    }

    s = ngx_http_ant_webhook_set_value(arg, "drain");
    if (s.data) {
        return ngx_http_ant_webhook_set_time(cf, &s, "drain", &wmcf->drain);
    }

    s = ngx_http_ant_webhook_set_value(arg, "threads");
    if (s.len) {
        *pool = s;
        return NGX_OK;
    }

    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                       "invalid parameter \"%V\", it must be one of \"size=\", "
                       "\"segment=\", \"retain=\", \"sync=\", \"drain=\", "
                       "\"threads=\"", arg);

    return NGX_ERROR;
}


/* What must be a path. */
static ngx_int_t
ngx_http_ant_webhook_set_journal_name(ngx_conf_t *cf, ngx_str_t *name)
{
    u_char  *last;

    last = name->data + name->len;

    if (name->len == 0
        || (ngx_strlchr(name->data, last, '=')
            && ngx_strlchr(name->data, last, '/') == NULL))
    {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "\"%V\" is no path, write for example "
                           "\"ant_webhook_journal /var/lib/nginx/ant_webhook "
                           "size=1g;\"", name);
        return NGX_ERROR;
    }

    return NGX_OK;
}


static ngx_int_t
ngx_http_ant_webhook_set_journal_path(ngx_conf_t *cf,
    ngx_http_ant_webhook_main_conf_t *wmcf, ngx_str_t *name)
{
    ngx_path_t  *path;

    if (ngx_http_ant_webhook_set_journal_name(cf, name) != NGX_OK) {
        return NGX_ERROR;
    }

    path = ngx_pcalloc(cf->pool, sizeof(ngx_path_t));
    if (path == NULL) {
        return NGX_ERROR;
    }

    path->name = *name;

    if (path->name.len > 1 && path->name.data[path->name.len - 1] == '/') {
        path->name.data[--path->name.len] = '\0';
    }

    if (ngx_conf_full_name(cf->cycle, &path->name, 0) != NGX_OK) {
        return NGX_ERROR;
    }

    path->conf_file = cf->conf_file->file.name.data;
    path->line = cf->conf_file->line;

    /* with data of its own it clashes with every other user of the path */

    path->data = &ngx_http_ant_webhook_module;

    if (ngx_add_path(cf, &path) != NGX_OK) {
        return NGX_ERROR;
    }

    wmcf->path = path;

    return NGX_OK;
}

#endif


char *
ngx_http_ant_webhook_set_journal(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf)
{
#if (NGX_THREADS)

    ngx_http_ant_webhook_main_conf_t *wmcf = conf;

    ngx_str_t   *value, pool;
    ngx_uint_t   i;

    if (wmcf->path || wmcf->off) {
        return "is duplicate";
    }

    ngx_http_ant_webhook_set_place(cf, &wmcf->place);

    value = cf->args->elts;

    if (ngx_strcmp(value[1].data, "off") == 0) {
        wmcf->off = 1;
        wmcf->size = NGX_HTTP_ANT_WEBHOOK_SIZE_OFF;
    }

    ngx_str_null(&pool);

    for (i = 2; i < cf->args->nelts; i++) {
        if (ngx_http_ant_webhook_set_journal_arg(cf, wmcf, &value[i], &pool)
            != NGX_OK
            || ngx_http_ant_webhook_set_once(cf, i) != NGX_OK)
        {
            return NGX_CONF_ERROR;
        }
    }

    if (!wmcf->off
        && ngx_http_ant_webhook_set_journal_path(cf, wmcf, &value[1])
           != NGX_OK)
    {
        return NGX_CONF_ERROR;
    }

    wmcf->pool = ngx_thread_pool_add(cf, pool.len ? &pool : NULL);

    return wmcf->pool ? NGX_CONF_OK : NGX_CONF_ERROR;

#else

    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                       "\"ant_webhook_journal\" needs an nginx that was built "
                       "with \"--with-threads\"");
    return NGX_CONF_ERROR;

#endif
}
