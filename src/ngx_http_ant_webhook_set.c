
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The setters of the directives that stand in a location.
 *
 * Promises: what is wrong is named with file and line, and so is what would be
 * right.  Called by nginx's configuration parser, also in "nginx -t" and while
 * an older configuration is at work: nothing is opened but the files that a
 * directive names, nothing is made.
 */


#include "ngx_http_ant_webhook_set.h"
#include "ngx_http_ant_webhook_handler.h"
#include "ngx_http_ant_webhook_status.h"
#include "ant_format.h"


#define NGX_HTTP_ANT_WEBHOOK_FILE_MAX  4096


void
ngx_http_ant_webhook_set_place(ngx_conf_t *cf,
    ngx_http_ant_webhook_place_t *place)
{
    place->file = cf->conf_file->file.name.data;
    place->line = cf->conf_file->line;
}


ngx_str_t
ngx_http_ant_webhook_set_value(ngx_str_t *arg, const char *name)
{
    size_t     len;
    ngx_str_t  value;

    len = ngx_strlen(name);

    ngx_str_null(&value);

    if (arg->len > len && arg->data[len] == '='
        && ngx_strncmp(arg->data, name, len) == 0)
    {
        value.data = arg->data + len + 1;
        value.len = arg->len - len - 1;
    }

    return value;
}


ngx_int_t
ngx_http_ant_webhook_set_once(ngx_conf_t *cf, ngx_uint_t n)
{
    size_t       len;
    u_char      *p;
    ngx_str_t   *value;
    ngx_uint_t   i;

    value = cf->args->elts;

    /* the name with its "=", or all of it with the zero at its end */

    p = ngx_strlchr(value[n].data, value[n].data + value[n].len, '=');
    len = p ? (size_t) (p - value[n].data) + 1 : value[n].len + 1;

    for (i = 1; i < n; i++) {
        if (value[i].len + 1 >= len
            && ngx_memcmp(value[i].data, value[n].data, len) == 0)
        {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "duplicate parameter \"%V\"", &value[n]);
            return NGX_ERROR;
        }
    }

    return NGX_OK;
}


ngx_int_t
ngx_http_ant_webhook_set_file(ngx_conf_t *cf, ngx_str_t *path,
    ngx_str_t *value)
{
    u_char    *p, *end;
    ssize_t    n;
    ngx_fd_t   fd;

    if (ngx_conf_full_name(cf->cycle, path, 1) != NGX_OK) {
        return NGX_ERROR;
    }

    /* one byte more tells a line that is too long */

    p = ngx_pnalloc(cf->pool, NGX_HTTP_ANT_WEBHOOK_FILE_MAX + 1);
    if (p == NULL) {
        return NGX_ERROR;
    }

    fd = ngx_open_file(path->data, NGX_FILE_RDONLY, NGX_FILE_OPEN, 0);

    if (fd == NGX_INVALID_FILE) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, ngx_errno,
                           ngx_open_file_n " \"%V\" failed", path);
        return NGX_ERROR;
    }

    n = ngx_read_fd(fd, p, NGX_HTTP_ANT_WEBHOOK_FILE_MAX + 1);

    if (n < 0) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, ngx_errno,
                           ngx_read_fd_n " \"%V\" failed", path);
    }

    if (ngx_close_file(fd) == NGX_FILE_ERROR) {
        ngx_conf_log_error(NGX_LOG_ALERT, cf, ngx_errno,
                           ngx_close_file_n " \"%V\" failed", path);
    }

    if (n < 0) {
        return NGX_ERROR;
    }

    end = ngx_strlchr(p, p + n, LF);

    if (end == NULL && n > NGX_HTTP_ANT_WEBHOOK_FILE_MAX) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "the first line of \"%V\" is longer than %d bytes",
                           path, NGX_HTTP_ANT_WEBHOOK_FILE_MAX);
        return NGX_ERROR;
    }

    value->data = p;
    value->len = (end ? end : p + n) - p;

    if (value->len && p[value->len - 1] == CR) {
        value->len--;
    }

    if (value->len == 0) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "the first line of \"%V\" is empty, "
                           "it must hold the secret", path);
        return NGX_ERROR;
    }

    return NGX_OK;
}


/* A key of Redis as it stands in the configuration. */
static ngx_int_t
ngx_http_ant_webhook_set_key(ngx_conf_t *cf, ngx_str_t *key, const char *what,
    size_t max)
{
    if (key->len == 0 || key->len > max) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "the %s must have 1 to %uz bytes", what, max);
        return NGX_ERROR;
    }

    if (ngx_strlchr(key->data, key->data + key->len, '$')) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "the %s \"%V\" cannot have variables, "
                           "use \"ant_webhook_field\" to add them to the "
                           "events", what, key);
        return NGX_ERROR;
    }

    return NGX_OK;
}


char *
ngx_http_ant_webhook_set_webhook(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf)
{
    ngx_http_ant_webhook_loc_conf_t *wlcf = conf;

    ngx_str_t                 *value;
    ngx_http_core_loc_conf_t  *clcf;

    if (wlcf->status) {
        return "cannot stand beside \"ant_webhook_status\"";
    }

    if (wlcf->event_name.data) {
        return "is duplicate";
    }

    value = cf->args->elts;

    if (ngx_http_ant_webhook_set_key(cf, &value[2], "list", ANT_LIST_MAX)
        != NGX_OK)
    {
        return NGX_CONF_ERROR;
    }

    wlcf->event_name = value[1];
    wlcf->list = value[2];

    if (cf->args->nelts == 4) {
        wlcf->fence = ngx_http_ant_webhook_set_value(&value[3], "fence");

        if (wlcf->fence.data == NULL) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "invalid parameter \"%V\", it must be "
                               "\"fence=KEY\"", &value[3]);
            return NGX_CONF_ERROR;
        }

        if (ngx_http_ant_webhook_set_key(cf, &wlcf->fence, "fence",
                                         ANT_FENCE_MAX)
            != NGX_OK)
        {
            return NGX_CONF_ERROR;
        }
    }

    ngx_http_ant_webhook_set_place(cf, &wlcf->place);

    clcf = ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);
    clcf->handler = ngx_http_ant_webhook_handler;

    return NGX_CONF_OK;
}


char *
ngx_http_ant_webhook_set_field(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_ant_webhook_loc_conf_t *wlcf = conf;

    ngx_str_t                         *value;
    ngx_uint_t                         i;
    ngx_http_ant_webhook_field_t      *f;
    ngx_http_compile_complex_value_t   ccv;

    value = cf->args->elts;

    if (value[1].len == 0) {
        return "has an empty name";
    }

    if (wlcf->fields == NGX_CONF_UNSET_PTR) {
        wlcf->fields = ngx_array_create(cf->pool, 4,
                                        sizeof(ngx_http_ant_webhook_field_t));
        if (wlcf->fields == NULL) {
            return NGX_CONF_ERROR;
        }
    }

    f = wlcf->fields->elts;

    for (i = 0; i < wlcf->fields->nelts; i++) {
        if (f[i].name.len == value[1].len
            && ngx_memcmp(f[i].name.data, value[1].data, value[1].len) == 0)
        {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "duplicate field \"%V\"", &value[1]);
            return NGX_CONF_ERROR;
        }
    }

    f = ngx_array_push(wlcf->fields);
    if (f == NULL) {
        return NGX_CONF_ERROR;
    }

    f->name = value[1];

    ngx_memzero(&ccv, sizeof(ngx_http_compile_complex_value_t));

    ccv.cf = cf;
    ccv.value = &value[2];
    ccv.complex_value = &f->value;

    if (ngx_http_compile_complex_value(&ccv) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    return NGX_CONF_OK;
}


char *
ngx_http_ant_webhook_set_ack(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_ant_webhook_loc_conf_t *wlcf = conf;

    ngx_str_t  *value;

    if (wlcf->ack != NGX_CONF_UNSET_UINT) {
        return "is duplicate";
    }

    value = cf->args->elts;

    if (ngx_strcmp(value[1].data, "journal") == 0) {
        wlcf->ack = NGX_HTTP_ANT_WEBHOOK_ACK_JOURNAL;
        return NGX_CONF_OK;
    }

    if (ngx_strcmp(value[1].data, "disk") == 0) {
        wlcf->ack = NGX_HTTP_ANT_WEBHOOK_ACK_DISK;
        return NGX_CONF_OK;
    }

    if (ngx_strcmp(value[1].data, "redis") == 0) {
        wlcf->ack = NGX_HTTP_ANT_WEBHOOK_ACK_REDIS;
        return NGX_CONF_OK;
    }

    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                       "invalid value \"%V\", it must be \"journal\", "
                       "\"disk\" or \"redis\"", &value[1]);

    return NGX_CONF_ERROR;
}


static char *
ngx_http_ant_webhook_set_rejected_arg(ngx_conf_t *cf,
    ngx_http_ant_webhook_loc_conf_t *wlcf, ngx_str_t *arg)
{
    ngx_int_t  n;
    ngx_str_t  s;

    s = ngx_http_ant_webhook_set_value(arg, "max");

    if (s.data) {
        n = ngx_atoi(s.data, s.len);

        if (n == NGX_ERROR || n == 0) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "invalid number \"%V\", write for example "
                               "\"max=10000\"", arg);
            return NGX_CONF_ERROR;
        }

        wlcf->rejected_max = n;
        return NGX_CONF_OK;
    }

    s = ngx_http_ant_webhook_set_value(arg, "status");

    if (s.data) {
        n = ngx_atoi(s.data, s.len);

        if (n == NGX_ERROR || n < 200 || (n > 299 && n < 400) || n > 499) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "invalid status \"%V\", it must be between 200 "
                               "and 299 or between 400 and 499", arg);
            return NGX_CONF_ERROR;
        }

        wlcf->rejected_status = n;
        return NGX_CONF_OK;
    }

    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                       "invalid parameter \"%V\", it must be \"max=N\" or "
                       "\"status=N\"", arg);

    return NGX_CONF_ERROR;
}


char *
ngx_http_ant_webhook_set_rejected(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf)
{
    ngx_http_ant_webhook_loc_conf_t *wlcf = conf;

    ngx_str_t   *value;
    ngx_uint_t   i;

    if (wlcf->rejected_on != NGX_CONF_UNSET) {
        return "is duplicate";
    }

    value = cf->args->elts;

    wlcf->rejected_on = 1;
    wlcf->rejected_max = 10000;
    wlcf->rejected_status = NGX_HTTP_BAD_REQUEST;

    ngx_http_ant_webhook_set_place(cf, &wlcf->rejected_place);

    for (i = 2; i < cf->args->nelts; i++) {
        if (ngx_http_ant_webhook_set_rejected_arg(cf, wlcf, &value[i])
            != NGX_CONF_OK
            || ngx_http_ant_webhook_set_once(cf, i) != NGX_OK)
        {
            return NGX_CONF_ERROR;
        }
    }

    if (ngx_strcmp(value[1].data, "off") == 0) {
        wlcf->rejected_on = 0;
        return NGX_CONF_OK;
    }

    if (ngx_http_ant_webhook_set_value(&value[1], "max").data
        || ngx_http_ant_webhook_set_value(&value[1], "status").data)
    {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "a list or \"off\" must stand in front of \"%V\"",
                           &value[1]);
        return NGX_CONF_ERROR;
    }

    if (ngx_http_ant_webhook_set_key(cf, &value[1], "list", ANT_LIST_MAX)
        != NGX_OK)
    {
        return NGX_CONF_ERROR;
    }

    wlcf->rejected_list = value[1];

    return NGX_CONF_OK;
}


char *
ngx_http_ant_webhook_set_secret(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_ant_webhook_loc_conf_t *wlcf = conf;

    ngx_str_t     *value, path, secret;
    ant_secret_t  *s;

    value = cf->args->elts;

    if (cf->args->nelts == 2) {
        if (ngx_strcmp(value[1].data, "off") != 0) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "a value must follow \"%V\": write "
                               "\"ant_webhook_secret %V value\", "
                               "\"ant_webhook_secret %V file=PATH\" or "
                               "\"ant_webhook_secret off\"",
                               &value[1], &value[1], &value[1]);
            return NGX_CONF_ERROR;
        }

        if (wlcf->secrets != NGX_CONF_UNSET_PTR) {
            return "is duplicate";
        }

        wlcf->secrets = NULL;
        return NGX_CONF_OK;
    }

    if (wlcf->secrets == NULL) {
        return "cannot follow \"ant_webhook_secret off\"";
    }

    if (wlcf->secrets == NGX_CONF_UNSET_PTR) {
        wlcf->secrets = ngx_array_create(cf->pool, 2, sizeof(ant_secret_t));
        if (wlcf->secrets == NULL) {
            return NGX_CONF_ERROR;
        }
    }

    secret = value[2];
    path = ngx_http_ant_webhook_set_value(&value[2], "file");

    if (path.data
        && ngx_http_ant_webhook_set_file(cf, &path, &secret) != NGX_OK)
    {
        return NGX_CONF_ERROR;
    }

    if (value[1].len == 0 || secret.len == 0) {
        return "has an empty name or value";
    }

    s = ngx_array_push(wlcf->secrets);
    if (s == NULL) {
        return NGX_CONF_ERROR;
    }

    s->name.data = value[1].data;
    s->name.len = value[1].len;
    s->value.data = secret.data;
    s->value.len = secret.len;

    return NGX_CONF_OK;
}


char *
ngx_http_ant_webhook_set_reply(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_ant_webhook_loc_conf_t *wlcf = conf;

    ngx_int_t   status;
    ngx_str_t  *value;

    if (wlcf->reply != NGX_CONF_UNSET_UINT) {
        return "is duplicate";
    }

    value = cf->args->elts;

    status = ngx_atoi(value[1].data, value[1].len);

    if (status == NGX_ERROR || status < 200 || status > 299) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid status \"%V\", it must be between 200 and "
                           "299", &value[1]);
        return NGX_CONF_ERROR;
    }

    wlcf->reply = status;

    if (cf->args->nelts == 3) {
        wlcf->reply_text = value[2];
    }

    return NGX_CONF_OK;
}


char *
ngx_http_ant_webhook_set_status(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_ant_webhook_loc_conf_t *wlcf = conf;

    ngx_str_t                 *value;
    ngx_http_core_loc_conf_t  *clcf;

    if (wlcf->status) {
        return "is duplicate";
    }

    if (wlcf->event_name.data) {
        return "cannot stand beside \"ant_webhook\"";
    }

    value = cf->args->elts;

    if (cf->args->nelts == 1 || ngx_strcmp(value[1].data, "json") == 0) {
        wlcf->status = NGX_HTTP_ANT_WEBHOOK_STATUS_JSON;

    } else if (ngx_strcmp(value[1].data, "prometheus") == 0) {
        wlcf->status = NGX_HTTP_ANT_WEBHOOK_STATUS_PROMETHEUS;

    } else if (ngx_strcmp(value[1].data, "health") == 0) {
        wlcf->status = NGX_HTTP_ANT_WEBHOOK_STATUS_HEALTH;

    } else {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid form \"%V\", it must be \"json\", "
                           "\"prometheus\" or \"health\"", &value[1]);
        return NGX_CONF_ERROR;
    }

    clcf = ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);
    clcf->handler = ngx_http_ant_webhook_status_handler;

    return NGX_CONF_OK;
}
