
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * "ant_webhook_redis": a Redis, by name.
 *
 * Promises: a name has one definition; what is wrong is named with file and
 * line, and so is what would be right.  Called by nginx's configuration parser
 * and by the merge.  Opens no connection.
 */


#include "ngx_http_ant_webhook_set.h"
#include "ant_format.h"


#define NGX_HTTP_ANT_WEBHOOK_PORT       6379
#define NGX_HTTP_ANT_WEBHOOK_BATCH      1000
#define NGX_HTTP_ANT_WEBHOOK_BATCH_TOP  100000
#define NGX_HTTP_ANT_WEBHOOK_TIMEOUT    5000
#define NGX_HTTP_ANT_WEBHOOK_DB_TOP     65535


static ngx_http_ant_webhook_endpoint_t *
ngx_http_ant_webhook_endpoint_find(ngx_http_ant_webhook_main_conf_t *wmcf,
    ngx_str_t *name)
{
    ngx_uint_t                         i;
    ngx_http_ant_webhook_endpoint_t  **e;

    e = wmcf->endpoints.elts;

    for (i = 0; i < wmcf->endpoints.nelts; i++) {
        if (e[i]->name.len == name->len
            && ngx_memcmp(e[i]->name.data, name->data, name->len) == 0)
        {
            return e[i];
        }
    }

    return NULL;
}


static ngx_http_ant_webhook_endpoint_t *
ngx_http_ant_webhook_endpoint_create(ngx_conf_t *cf)
{
    ngx_http_ant_webhook_endpoint_t  *e;

    e = ngx_pcalloc(cf->pool, sizeof(ngx_http_ant_webhook_endpoint_t));
    if (e == NULL) {
        return NULL;
    }

    ngx_str_set(&e->name, "default");

    e->timeout = NGX_HTTP_ANT_WEBHOOK_TIMEOUT;
    e->batch = NGX_HTTP_ANT_WEBHOOK_BATCH;

    ngx_http_ant_webhook_set_place(cf, &e->place);

    return e;
}


static ngx_int_t
ngx_http_ant_webhook_endpoint_add(ngx_http_ant_webhook_main_conf_t *wmcf,
    ngx_http_ant_webhook_endpoint_t *e)
{
    ngx_http_ant_webhook_endpoint_t  **slot;

    slot = ngx_array_push(&wmcf->endpoints);
    if (slot == NULL) {
        return NGX_ERROR;
    }

    e->index = wmcf->endpoints.nelts - 1;

    *slot = e;

    return NGX_OK;
}


static ngx_int_t
ngx_http_ant_webhook_endpoint_address(ngx_conf_t *cf,
    ngx_http_ant_webhook_endpoint_t *e, ngx_str_t *value)
{
    ngx_url_t    u;
    ngx_addr_t  *addrs;

    ngx_memzero(&u, sizeof(ngx_url_t));

    u.url = *value;
    u.default_port = NGX_HTTP_ANT_WEBHOOK_PORT;

    if (ngx_parse_url(cf->pool, &u) != NGX_OK) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "%s in \"%V\", write an address as \"host\", "
                           "\"host:6379\", \"[::1]:6379\" or \"unix:/path\"",
                           u.err ? u.err : "invalid address", value);
        return NGX_ERROR;
    }

    addrs = ngx_palloc(cf->pool,
                       (e->naddrs + u.naddrs) * sizeof(ngx_addr_t));
    if (addrs == NULL) {
        return NGX_ERROR;
    }

    if (e->naddrs) {
        ngx_memcpy(addrs, e->addrs, e->naddrs * sizeof(ngx_addr_t));
    }

    ngx_memcpy(addrs + e->naddrs, u.addrs, u.naddrs * sizeof(ngx_addr_t));

    e->addrs = addrs;
    e->naddrs += u.naddrs;

    return NGX_OK;
}


static ngx_int_t
ngx_http_ant_webhook_endpoint_number(ngx_conf_t *cf, ngx_str_t *arg,
    ngx_str_t *s, ngx_uint_t min, ngx_uint_t max, ngx_uint_t *n)
{
    ngx_int_t  value;

    value = ngx_atoi(s->data, s->len);

    if (value == NGX_ERROR || (ngx_uint_t) value < min
        || (ngx_uint_t) value > max)
    {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid number \"%V\", it must be between %ui and "
                           "%ui", arg, min, max);
        return NGX_ERROR;
    }

    *n = value;

    return NGX_OK;
}


static ngx_int_t
ngx_http_ant_webhook_endpoint_name(ngx_conf_t *cf, ngx_str_t *s,
    ngx_str_t *name)
{
    u_char      c;
    ngx_uint_t  i;

    if (s->len == 0 || s->len > ANT_ENDPOINT_MAX) {
        goto invalid;
    }

    for (i = 0; i < s->len; i++) {
        c = s->data[i];

        if ((c < '0' || c > '9') && ((c | 0x20) < 'a' || (c | 0x20) > 'z')
            && c != '_' && c != '-' && c != '.')
        {
            goto invalid;
        }
    }

    *name = *s;

    return NGX_OK;

invalid:

    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                       "invalid name \"%V\", it must have 1 to %d of "
                       "\"A-Z a-z 0-9 _ - .\"", s, ANT_ENDPOINT_MAX);

    return NGX_ERROR;
}


static ngx_int_t
ngx_http_ant_webhook_endpoint_secret(ngx_conf_t *cf, ngx_str_t *arg,
    ngx_str_t *s, ngx_uint_t file, ngx_str_t *password)
{
    if (password->len) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "one of \"password=\" and \"password_file=\" is "
                           "enough, and once");
        return NGX_ERROR;
    }

    if (file) {
        return ngx_http_ant_webhook_set_file(cf, s, password);
    }

    if (s->len == 0) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "\"password=\" is empty");
        return NGX_ERROR;
    }

    *password = *s;

    return NGX_OK;
}


/* NGX_DECLINED: arg is none of these parameters. */
static ngx_int_t
ngx_http_ant_webhook_endpoint_arg(ngx_conf_t *cf,
    ngx_http_ant_webhook_endpoint_t *e, ngx_str_t *arg)
{
    ngx_int_t  ms;
    ngx_str_t  s;

    s = ngx_http_ant_webhook_set_value(arg, "name");
    if (s.data) {
        return ngx_http_ant_webhook_endpoint_name(cf, &s, &e->name);
    }

    s = ngx_http_ant_webhook_set_value(arg, "db");
    if (s.data) {
        return ngx_http_ant_webhook_endpoint_number(cf, arg, &s, 0,
                                                NGX_HTTP_ANT_WEBHOOK_DB_TOP,
                                                &e->db);
    }

    s = ngx_http_ant_webhook_set_value(arg, "user");
    if (s.len) {
        e->user = s;
        return NGX_OK;
    }

    s = ngx_http_ant_webhook_set_value(arg, "password");
    if (s.data) {
        return ngx_http_ant_webhook_endpoint_secret(cf, arg, &s, 0,
                                                    &e->password);
    }

    s = ngx_http_ant_webhook_set_value(arg, "password_file");
    if (s.len) {
        return ngx_http_ant_webhook_endpoint_secret(cf, arg, &s, 1,
                                                    &e->password);
    }

    s = ngx_http_ant_webhook_set_value(arg, "batch");
    if (s.data) {
        return ngx_http_ant_webhook_endpoint_number(cf, arg, &s, 1,
                                               NGX_HTTP_ANT_WEBHOOK_BATCH_TOP,
                                               &e->batch);
    }

    s = ngx_http_ant_webhook_set_value(arg, "max_length");
    if (s.data) {
        return ngx_http_ant_webhook_endpoint_number(cf, arg, &s, 0,
                                                    NGX_MAX_INT_T_VALUE,
                                                    &e->max_length);
    }

    s = ngx_http_ant_webhook_set_value(arg, "timeout");
    if (s.data) {
        ms = ngx_parse_time(&s, 0);

        if (ms == NGX_ERROR || ms == 0) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "invalid time \"%V\", write for example "
                               "\"timeout=5s\"", arg);
            return NGX_ERROR;
        }

        e->timeout = ms;
        return NGX_OK;
    }

    return NGX_DECLINED;
}


/* What is neither a parameter nor an address. */
static ngx_int_t
ngx_http_ant_webhook_endpoint_other(ngx_conf_t *cf, ngx_str_t *arg)
{
    if (ngx_http_ant_webhook_set_value(arg, "sentinel").data
        || ngx_strcmp(arg->data, "cluster") == 0
        || ngx_strcmp(arg->data, "tls") == 0
        || ngx_strncmp(arg->data, "tls_", 4) == 0)
    {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "\"%V\" is not supported yet, write the address of "
                           "the master, without TLS", arg);
        return NGX_ERROR;
    }

    if (ngx_strlchr(arg->data, arg->data + arg->len, '=')
        && ngx_strncmp(arg->data, "unix:", 5) != 0)
    {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid parameter \"%V\", it must be one of "
                           "\"name=\", \"db=\", \"user=\", \"password=\", "
                           "\"password_file=\", \"timeout=\", \"batch=\", "
                           "\"max_length=\"", arg);
        return NGX_ERROR;
    }

    return NGX_OK;
}


char *
ngx_http_ant_webhook_set_redis(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_ant_webhook_loc_conf_t *wlcf = conf;

    ngx_int_t                          rc;
    ngx_str_t                         *value;
    ngx_uint_t                         i;
    ngx_http_ant_webhook_endpoint_t   *e, *other;
    ngx_http_ant_webhook_main_conf_t  *wmcf;

    if (wlcf->endpoint != NGX_CONF_UNSET_PTR) {
        return "is duplicate";
    }

    wmcf = ngx_http_conf_get_module_main_conf(cf, ngx_http_ant_webhook_module);

    e = ngx_http_ant_webhook_endpoint_create(cf);
    if (e == NULL) {
        return NGX_CONF_ERROR;
    }

    value = cf->args->elts;

    for (i = 1; i < cf->args->nelts; i++) {
        rc = ngx_http_ant_webhook_endpoint_arg(cf, e, &value[i]);

        if (rc == NGX_OK) {
            continue;
        }

        if (rc == NGX_ERROR
            || ngx_http_ant_webhook_endpoint_other(cf, &value[i]) != NGX_OK
            || ngx_http_ant_webhook_endpoint_address(cf, e, &value[i])
               != NGX_OK)
        {
            return NGX_CONF_ERROR;
        }
    }

    if (e->naddrs == 0) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "\"ant_webhook_redis\" has no address, write for "
                           "example \"ant_webhook_redis 127.0.0.1:6379\"");
        return NGX_CONF_ERROR;
    }

    if (e->user.len && e->password.len == 0) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "\"user=\" needs \"password=\" or "
                           "\"password_file=\"");
        return NGX_CONF_ERROR;
    }

    other = ngx_http_ant_webhook_endpoint_find(wmcf, &e->name);

    if (other) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "the name \"%V\" of \"ant_webhook_redis\" is used "
                           "in %s:%ui already, write \"name=\" with another",
                           &e->name, other->place.file, other->place.line);
        return NGX_CONF_ERROR;
    }

    if (ngx_http_ant_webhook_endpoint_add(wmcf, e) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    wlcf->endpoint = e;

    return NGX_CONF_OK;
}


ngx_http_ant_webhook_endpoint_t *
ngx_http_ant_webhook_endpoint_default(ngx_conf_t *cf,
    ngx_http_ant_webhook_main_conf_t *wmcf)
{
    ngx_http_ant_webhook_endpoint_t  *e, *other;

    static ngx_str_t  address = ngx_string("127.0.0.1");

    if (wmcf->fallback) {
        return wmcf->fallback;
    }

    e = ngx_http_ant_webhook_endpoint_create(cf);
    if (e == NULL) {
        return NULL;
    }

    other = ngx_http_ant_webhook_endpoint_find(wmcf, &e->name);

    if (other) {
        ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                      "the endpoint \"default\" is 127.0.0.1:6379 where no "
                      "\"ant_webhook_redis\" applies, but that name is used "
                      "in %s:%ui: write \"name=\" with another there, or move "
                      "it to the \"http\" level",
                      other->place.file, other->place.line);
        return NULL;
    }

    if (ngx_http_ant_webhook_endpoint_address(cf, e, &address) != NGX_OK
        || ngx_http_ant_webhook_endpoint_add(wmcf, e) != NGX_OK)
    {
        return NULL;
    }

    wmcf->fallback = e;

    return e;
}
