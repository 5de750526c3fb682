
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * A password that may be in a file, and may change there.
 *
 * Promises: a password that was refused is looked up again, so that a
 * rotation needs no reload; one that cannot be is told once, with what to do.
 * Called by the connections.  Never logs a password.
 */


#include "ngx_http_ant_webhook_password.h"


void
ngx_http_ant_webhook_password_init(ngx_http_ant_webhook_password_t *p,
    const ngx_http_ant_webhook_account_t *account)
{
    ngx_memzero(p, sizeof(ngx_http_ant_webhook_password_t));

    p->account = account;
    p->value = account->password;
}


void
ngx_http_ant_webhook_password_free(ngx_http_ant_webhook_password_t *p)
{
    if (p->buf) {
        ngx_memzero(p->buf, NGX_HTTP_ANT_WEBHOOK_PASSWORD_MAX + 1);
        ngx_free(p->buf);
        p->buf = NULL;
    }
}


ngx_str_t
ngx_http_ant_webhook_password_line(u_char *p, size_t len)
{
    u_char     *end;
    ngx_str_t   line;

    end = ngx_strlchr(p, p + len, LF);

    line.data = p;
    line.len = (end ? end : p + len) - p;

    if (line.len && p[line.len - 1] == CR) {
        line.len--;
    }

    return line;
}


/* Once, until it could be read. */
static void
ngx_http_ant_webhook_password_failed(ngx_http_ant_webhook_password_t *p,
    ngx_log_t *log, ngx_err_t err, const char *why)
{
    if (p->failed) {
        return;
    }

    p->failed = 1;

    ngx_log_error(NGX_LOG_ERR, log, err,
                  "ant_webhook: the password in \"%V\" was refused, and %s",
                  &p->account->file, why);
}


/* Bytes read into buf, which is one byte larger than a line may be; or -1. */
static ssize_t
ngx_http_ant_webhook_password_read(ngx_http_ant_webhook_password_t *p,
    u_char *buf, ngx_log_t *log)
{
    ssize_t   n;
    ngx_fd_t  fd;

    static const char  unreadable[] = "the worker cannot read the file again: "
                                      "let the user of the workers read it, "
                                      "or reload nginx";

    fd = ngx_open_file(p->account->file.data, NGX_FILE_RDONLY|NGX_FILE_NONBLOCK,
                       NGX_FILE_OPEN, 0);

    if (fd == NGX_INVALID_FILE) {
        ngx_http_ant_webhook_password_failed(p, log, ngx_errno, unreadable);
        return -1;
    }

    n = ngx_read_fd(fd, buf, NGX_HTTP_ANT_WEBHOOK_PASSWORD_MAX + 1);

    if (n == -1) {
        ngx_http_ant_webhook_password_failed(p, log, ngx_errno, unreadable);
    }

    if (ngx_close_file(fd) == NGX_FILE_ERROR) {
        ngx_log_error(NGX_LOG_ALERT, log, ngx_errno,
                      "ant_webhook: close() \"%V\" failed",
                      &p->account->file);
    }

    return n;
}


/* NGX_OK: line, of the n bytes that were read, is another password. */
static ngx_int_t
ngx_http_ant_webhook_password_other(ngx_http_ant_webhook_password_t *p,
    u_char *buf, ssize_t n, ngx_str_t *line, ngx_log_t *log)
{
    if (n <= 0) {
        return NGX_DECLINED;
    }

    *line = ngx_http_ant_webhook_password_line(buf, n);

    if (line->len > NGX_HTTP_ANT_WEBHOOK_PASSWORD_MAX) {
        ngx_http_ant_webhook_password_failed(p, log, 0, "the first line of "
                                             "the file is too long now");
        return NGX_DECLINED;
    }

    p->failed = 0;

    if (line->len == 0
        || (line->len == p->value.len
            && ngx_memcmp(line->data, p->value.data, line->len) == 0))
    {
        return NGX_DECLINED;
    }

    return NGX_OK;
}


ngx_int_t
ngx_http_ant_webhook_password_again(ngx_http_ant_webhook_password_t *p,
    ngx_log_t *log)
{
    u_char     *buf;
    ssize_t     n;
    ngx_str_t   line;

    if (p->account->file.len == 0) {
        return NGX_DECLINED;
    }

    buf = ngx_alloc(NGX_HTTP_ANT_WEBHOOK_PASSWORD_MAX + 1, log);
    if (buf == NULL) {
        return NGX_DECLINED;
    }

    n = ngx_http_ant_webhook_password_read(p, buf, log);

    if (ngx_http_ant_webhook_password_other(p, buf, n, &line, log) == NGX_OK) {
        ngx_http_ant_webhook_password_free(p);

        p->buf = buf;
        p->value = line;

        return NGX_OK;
    }

    ngx_memzero(buf, NGX_HTTP_ANT_WEBHOOK_PASSWORD_MAX + 1);
    ngx_free(buf);

    return NGX_DECLINED;
}
