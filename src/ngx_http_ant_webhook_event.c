
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * "ant_webhook_event": an event of the user's own.
 *
 * Promises: it becomes a table of the same kind as those of the built-in
 * events.  Called by nginx's configuration parser.
 */


#include "ngx_http_ant_webhook_set.h"
#include "ant_json.h"


static char *ngx_http_ant_webhook_event_rule(ngx_conf_t *cf,
    ngx_command_t *dummy, void *conf);


static ngx_int_t
ngx_http_ant_webhook_event_known(ngx_conf_t *cf,
    ngx_http_ant_webhook_main_conf_t *wmcf, ngx_str_t *name)
{
    ngx_uint_t    i;
    ant_event_t  *e;

    for (i = 0; i < ant_nevents; i++) {
        if (ant_events[i].name.len == name->len
            && ngx_memcmp(ant_events[i].name.data, name->data, name->len) == 0)
        {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "the event \"%V\" is built in, write another "
                               "name", name);
            return NGX_ERROR;
        }
    }

    e = wmcf->events.elts;

    for (i = 0; i < wmcf->events.nelts; i++) {
        if (e[i].name.len == name->len
            && ngx_memcmp(e[i].name.data, name->data, name->len) == 0)
        {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "duplicate event \"%V\"", name);
            return NGX_ERROR;
        }
    }

    return NGX_OK;
}


static ngx_int_t
ngx_http_ant_webhook_event_name(ngx_conf_t *cf, ngx_str_t *name)
{
    u_char      c;
    ngx_uint_t  i;

    for (i = 0; i < name->len; i++) {
        c = name->data[i];

        if ((c < '0' || c > '9') && ((c | 0x20) < 'a' || (c | 0x20) > 'z')
            && c != '_')
        {
            break;
        }
    }

    if (name->len == 0 || name->len > 64 || i != name->len) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid event \"%V\", it must have 1 to 64 of "
                           "\"A-Z a-z 0-9 _\"", name);
        return NGX_ERROR;
    }

    return NGX_OK;
}


char *
ngx_http_ant_webhook_set_event(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_ant_webhook_main_conf_t *wmcf = conf;

    char         *rv;
    ngx_str_t    *value;
    ngx_conf_t    save;
    ngx_array_t   rules;
    const char   *wrong;
    ant_event_t   event, *slot;

    value = cf->args->elts;

    if (ngx_http_ant_webhook_event_name(cf, &value[1]) != NGX_OK
        || ngx_http_ant_webhook_event_known(cf, wmcf, &value[1]) != NGX_OK)
    {
        return NGX_CONF_ERROR;
    }

    if (ngx_array_init(&rules, cf->pool, 8, sizeof(ant_rule_t)) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    event.name.data = value[1].data;
    event.name.len = value[1].len;

    save = *cf;
    cf->handler = ngx_http_ant_webhook_event_rule;
    cf->handler_conf = (char *) &rules;

    rv = ngx_conf_parse(cf, NULL);

    *cf = save;

    if (rv != NGX_CONF_OK) {
        return rv;
    }

    event.rules = rules.elts;
    event.nrules = rules.nelts;

    wrong = ant_rule_verify_event(&event);

    if (wrong) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "event \"%*s\": %s",
                           event.name.len, event.name.data, wrong);
        return NGX_CONF_ERROR;
    }

    slot = ngx_array_push(&wmcf->events);
    if (slot == NULL) {
        return NGX_CONF_ERROR;
    }

    *slot = event;

    return NGX_CONF_OK;
}


/* A number with a sign, as min= and max= of an int need it. */
static ngx_int_t
ngx_http_ant_webhook_event_number(ngx_conf_t *cf, ngx_str_t *arg, ngx_str_t *s,
    int64_t *n)
{
    off_t       value;
    ngx_uint_t  minus;

    minus = (s->len && s->data[0] == '-');

    value = ngx_atoof(s->data + minus, s->len - minus);

    if (value == NGX_ERROR) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid number in \"%V\"", arg);
        return NGX_ERROR;
    }

    *n = minus ? -(int64_t) value : (int64_t) value;

    return NGX_OK;
}


static ngx_int_t
ngx_http_ant_webhook_event_arg(ngx_conf_t *cf, ant_rule_t *rule,
    ngx_str_t *arg)
{
    ngx_str_t  s;

    if (ngx_strcmp(arg->data, "required") == 0) {
        rule->required = 1;
        return NGX_OK;
    }

    s = ngx_http_ant_webhook_set_value(arg, "max");
    if (s.data) {
        return ngx_http_ant_webhook_event_number(cf, arg, &s, &rule->max);
    }

    s = ngx_http_ant_webhook_set_value(arg, "min");
    if (s.data) {
        return ngx_http_ant_webhook_event_number(cf, arg, &s, &rule->min);
    }

    s = ngx_http_ant_webhook_set_value(arg, "alias");
    if (s.len) {
        rule->alias.data = s.data;
        rule->alias.len = s.len;
        return NGX_OK;
    }

    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                       "invalid parameter \"%V\", it must be \"required\", "
                       "\"max=N\", \"min=N\" or \"alias=NAME\"", arg);

    return NGX_ERROR;
}


/* One line of the block: param type [required] [max=] [min=] [alias=]; */
static char *
ngx_http_ant_webhook_event_rule(ngx_conf_t *cf, ngx_command_t *dummy,
    void *conf)
{
    ngx_array_t *rules = conf;

    u_char      *key;
    ngx_str_t   *value;
    ant_str_t    name;
    ngx_uint_t   i;
    const char  *wrong;
    ant_rule_t  *rule, r;
    ant_type_e   type;

    value = cf->args->elts;

    if (cf->args->nelts < 2) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "a type must follow \"%V\": \"token\", \"text\", "
                           "\"word\", \"int\", \"uint\" or \"phone\"",
                           &value[0]);
        return NGX_CONF_ERROR;
    }

    name.data = value[1].data;
    name.len = value[1].len;

    if (ant_rule_type(&name, &type) != ANT_OK) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "unknown type \"%V\" of \"%V\", it must be "
                           "\"token\", \"text\", \"word\", \"int\", \"uint\" "
                           "or \"phone\"", &value[1], &value[0]);
        return NGX_CONF_ERROR;
    }

    ant_rule_init(&r, type);

    r.name.data = value[0].data;
    r.name.len = value[0].len;

    for (i = 2; i < cf->args->nelts; i++) {
        if (ngx_http_ant_webhook_event_arg(cf, &r, &value[i]) != NGX_OK) {
            return NGX_CONF_ERROR;
        }
    }

    wrong = ant_rule_verify(&r);

    if (wrong) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "parameter \"%V\": %s",
                           &value[0], wrong);
        return NGX_CONF_ERROR;
    }

    key = ngx_pnalloc(cf->pool, ANT_JSON_KEY_SIZE);
    rule = ngx_array_push(rules);

    if (key == NULL || rule == NULL
        || ant_json_key(key, key + ANT_JSON_KEY_SIZE, &r) == NULL)
    {
        return NGX_CONF_ERROR;
    }

    *rule = r;

    return NGX_CONF_OK;
}
