
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The parameters of "ant_webhook_redis".
 *
 * Promises: what is wrong is named with file and line, and so is what would be
 * right, also where parameters do not go together.  Called by the setter of
 * the directive.  Opens nothing but the files of passwords.
 */


#include "ngx_http_ant_webhook_set.h"
#include "ant_format.h"


#define NGX_HTTP_ANT_WEBHOOK_BATCH_TOP  100000
#define NGX_HTTP_ANT_WEBHOOK_DB_TOP     65535


typedef struct {
    const char  *name;
    size_t       offset;
} ngx_http_ant_webhook_endpoint_string_t;


/* those that are taken as they are */
static const ngx_http_ant_webhook_endpoint_string_t
    ngx_http_ant_webhook_endpoint_strings[] =
{
    { "user", offsetof(ngx_http_ant_webhook_endpoint_t, account.user) },
    { "sentinel", offsetof(ngx_http_ant_webhook_endpoint_t, sentinel) },
    { "sentinel_user",
      offsetof(ngx_http_ant_webhook_endpoint_t, sentinels.user) },
    { "tls_ca", offsetof(ngx_http_ant_webhook_endpoint_t, tls_ca) },
    { "tls_cert", offsetof(ngx_http_ant_webhook_endpoint_t, tls_cert) },
    { "tls_key", offsetof(ngx_http_ant_webhook_endpoint_t, tls_key) },
    { "tls_name", offsetof(ngx_http_ant_webhook_endpoint_t, tls_name) }
};


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


/*
 * "password=" or "password_file=", with a prefix for the Sentinels' one.
 * NGX_DECLINED: arg is neither.
 */
static ngx_int_t
ngx_http_ant_webhook_endpoint_account(ngx_conf_t *cf, ngx_str_t *arg,
    const char *name, const char *file,
    ngx_http_ant_webhook_account_t *account)
{
    ngx_str_t  value, path;

    value = ngx_http_ant_webhook_set_value(arg, name);
    path = ngx_http_ant_webhook_set_value(arg, file);

    if (value.data == NULL && path.len == 0) {
        return NGX_DECLINED;
    }

    if (value.data && value.len == 0) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "\"%s=\" is empty", name);
        return NGX_ERROR;
    }

    if (account->password.len) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "one of \"%s=\" and \"%s=\" is enough, and once",
                           name, file);
        return NGX_ERROR;
    }

    if (path.len == 0) {
        account->password = value;
        return NGX_OK;
    }

    if (ngx_http_ant_webhook_set_file(cf, &path, &account->password)
        != NGX_OK)
    {
        return NGX_ERROR;
    }

    account->file = path;

    return NGX_OK;
}


/* NGX_DECLINED: arg is none of these parameters. */
static ngx_int_t
ngx_http_ant_webhook_endpoint_text(ngx_conf_t *cf,
    ngx_http_ant_webhook_endpoint_t *e, ngx_str_t *arg)
{
    ngx_int_t                                      rc;
    ngx_str_t                                      s;
    ngx_uint_t                                     i;
    const ngx_http_ant_webhook_endpoint_string_t  *p;

    p = ngx_http_ant_webhook_endpoint_strings;

    for (i = 0;
         i < sizeof(ngx_http_ant_webhook_endpoint_strings) / sizeof(*p);
         i++)
    {
        s = ngx_http_ant_webhook_set_value(arg, p[i].name);

        if (s.len) {
            *(ngx_str_t *) ((u_char *) e + p[i].offset) = s;
            return NGX_OK;
        }
    }

    rc = ngx_http_ant_webhook_endpoint_account(cf, arg, "password",
                                               "password_file", &e->account);

    if (rc != NGX_DECLINED) {
        return rc;
    }

    return ngx_http_ant_webhook_endpoint_account(cf, arg, "sentinel_password",
                                                 "sentinel_password_file",
                                                 &e->sentinels);
}


static ngx_int_t
ngx_http_ant_webhook_endpoint_time(ngx_conf_t *cf, ngx_str_t *arg,
    ngx_str_t *s, ngx_msec_t *time)
{
    ngx_int_t  ms;

    ms = ngx_parse_time(s, 0);

    if (ms == NGX_ERROR || ms == 0) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid time \"%V\", write for example "
                           "\"timeout=5s\"", arg);
        return NGX_ERROR;
    }

    *time = ms;

    return NGX_OK;
}


static ngx_int_t
ngx_http_ant_webhook_endpoint_switch(ngx_conf_t *cf, ngx_str_t *arg,
    ngx_str_t *s, ngx_flag_t *flag)
{
    if (s->len == 2 && ngx_strncmp(s->data, "on", 2) == 0) {
        *flag = 1;
        return NGX_OK;
    }

    if (s->len == 3 && ngx_strncmp(s->data, "off", 3) == 0) {
        *flag = 0;
        return NGX_OK;
    }

    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                       "invalid value \"%V\", it must be \"on\" or \"off\"",
                       arg);

    return NGX_ERROR;
}


ngx_int_t
ngx_http_ant_webhook_endpoint_arg(ngx_conf_t *cf,
    ngx_http_ant_webhook_endpoint_t *e, ngx_str_t *arg)
{
    ngx_str_t  s;

    if (ngx_strcmp(arg->data, "cluster") == 0) {
        e->cluster = 1;
        return NGX_OK;
    }

    if (ngx_strcmp(arg->data, "tls") == 0) {
        e->tls = 1;
        return NGX_OK;
    }

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
        return ngx_http_ant_webhook_endpoint_time(cf, arg, &s, &e->timeout);
    }

    s = ngx_http_ant_webhook_set_value(arg, "tls_verify");
    if (s.data) {
        return ngx_http_ant_webhook_endpoint_switch(cf, arg, &s,
                                                    &e->tls_verify);
    }

    return ngx_http_ant_webhook_endpoint_text(cf, e, arg);
}


/* What is wrong with the accounts, or NULL. */
static const char *
ngx_http_ant_webhook_endpoint_accounts(ngx_http_ant_webhook_endpoint_t *e)
{
    if (e->account.user.len && e->account.password.len == 0) {
        return "\"user=\" needs \"password=\" or \"password_file=\"";
    }

    if (e->sentinel.len == 0
        && (e->sentinels.user.len || e->sentinels.password.len))
    {
        return "\"sentinel_user=\" and \"sentinel_password=\" need "
               "\"sentinel=\" with the name of the master";
    }

    if (e->sentinels.user.len && e->sentinels.password.len == 0) {
        return "\"sentinel_user=\" needs \"sentinel_password=\" or "
               "\"sentinel_password_file=\"";
    }

    return NULL;
}


/* The same for TLS. */
static const char *
ngx_http_ant_webhook_endpoint_secure(ngx_http_ant_webhook_endpoint_t *e)
{
    ngx_uint_t                    i;
    ngx_http_ant_webhook_host_t  *h;

    if (!e->tls) {

        if (e->tls_ca.len || e->tls_cert.len || e->tls_key.len
            || e->tls_name.len || e->tls_verify != NGX_CONF_UNSET)
        {
            return "the parameters that begin with \"tls_\" need \"tls\"";
        }

        return NULL;
    }

    if ((e->tls_cert.len != 0) != (e->tls_key.len != 0)) {
        return "\"tls_cert=\" and \"tls_key=\" need each other";
    }

    h = e->hosts.elts;

    for (i = 0; i < e->hosts.nelts; i++) {
        if (h[i].host.len == 0 && e->tls_name.len == 0
            && e->tls_verify != 0)
        {
            return "\"tls\" through a unix socket needs \"tls_name=\"";
        }
    }

    return NULL;
}


ngx_int_t
ngx_http_ant_webhook_endpoint_check(ngx_conf_t *cf,
    ngx_http_ant_webhook_endpoint_t *e)
{
    const char  *wrong;

    if (e->hosts.nelts == 0) {
        wrong = "\"ant_webhook_redis\" has no address, write for example "
                "\"ant_webhook_redis 127.0.0.1:6379\"";

    } else if (e->cluster && e->sentinel.len) {
        wrong = "\"cluster\" and \"sentinel=\" exclude each other";

    } else if (e->cluster && e->db) {
        wrong = "\"cluster\" and \"db=\" exclude each other: a cluster has "
                "but one database";

    } else {
        wrong = ngx_http_ant_webhook_endpoint_accounts(e);
    }

    if (wrong == NULL) {
        wrong = ngx_http_ant_webhook_endpoint_secure(e);
    }

    if (wrong) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "%s", wrong);
        return NGX_ERROR;
    }

    return NGX_OK;
}
