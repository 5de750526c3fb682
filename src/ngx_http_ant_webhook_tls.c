
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * TLS of connections to Redis: nginx's own.
 *
 * Promises: a server is not talked to before its certificate was found to be
 * of an authority that is trusted, of today, and of the name that was asked
 * for; "tls_verify=off" alone changes that.  Called by the configuration and
 * by the connection.  Never falls back to a connection without TLS.
 */


#include "ngx_http_ant_webhook_tls.h"


#define NGX_HTTP_ANT_WEBHOOK_TLS_DEPTH  10
#define NGX_HTTP_ANT_WEBHOOK_TLS_NAME   256


#if (NGX_SSL)

#ifndef NGX_SSL_DEFAULT_PROTOCOLS
#define NGX_SSL_DEFAULT_PROTOCOLS  (NGX_SSL_TLSv1_2|NGX_SSL_TLSv1_3)
#endif


static ngx_int_t
ngx_http_ant_webhook_tls_files(ngx_conf_t *cf,
    ngx_http_ant_webhook_endpoint_t *e)
{
    if (e->tls_cert.len
        && ngx_ssl_certificate(cf, e->ssl, &e->tls_cert, &e->tls_key, NULL)
           != NGX_OK)
    {
        return NGX_ERROR;
    }

    if (!e->tls_verify) {
        return NGX_OK;
    }

    if (e->tls_ca.len) {
        return ngx_ssl_trusted_certificate(cf, e->ssl, &e->tls_ca,
                                           NGX_HTTP_ANT_WEBHOOK_TLS_DEPTH);
    }

    /* those that the system trusts */

    if (SSL_CTX_set_default_verify_paths(e->ssl->ctx) == 0) {
        ngx_ssl_error(NGX_LOG_EMERG, cf->log, 0,
                      "SSL_CTX_set_default_verify_paths() failed");
        return NGX_ERROR;
    }

    return NGX_OK;
}


ngx_int_t
ngx_http_ant_webhook_tls_create(ngx_conf_t *cf,
    ngx_http_ant_webhook_endpoint_t *e)
{
    ngx_pool_cleanup_t  *cln;

    e->ssl = ngx_pcalloc(cf->pool, sizeof(ngx_ssl_t));
    if (e->ssl == NULL) {
        return NGX_ERROR;
    }

    e->ssl->log = cf->log;

    if (ngx_ssl_create(e->ssl, NGX_SSL_DEFAULT_PROTOCOLS, NULL) != NGX_OK) {
        return NGX_ERROR;
    }

    cln = ngx_pool_cleanup_add(cf->pool, 0);

    if (cln == NULL) {
        ngx_ssl_cleanup_ctx(e->ssl);
        return NGX_ERROR;
    }

    cln->handler = ngx_ssl_cleanup_ctx;
    cln->data = e->ssl;

    if (ngx_http_ant_webhook_tls_files(cf, e) != NGX_OK) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "\"ant_webhook_redis\" cannot have \"tls\" with "
                           "these files");
        return NGX_ERROR;
    }

    return NGX_OK;
}


/* The name that the certificate must be of, as a text; NULL: too long. */
static u_char *
ngx_http_ant_webhook_tls_name(const ngx_http_ant_webhook_endpoint_t *e,
    const ngx_str_t *host, u_char *buf, ngx_str_t *name)
{
    *name = e->tls_name.len ? e->tls_name : *host;

    if (name->len >= NGX_HTTP_ANT_WEBHOOK_TLS_NAME) {
        return NULL;
    }

    (void) ngx_cpystrn(buf, name->data, name->len + 1);

    name->data = buf;

    return buf;
}


static ngx_uint_t
ngx_http_ant_webhook_tls_literal(const ngx_str_t *name)
{
#if (NGX_HAVE_INET6)
    u_char  addr[16];

    if (ngx_inet6_addr(name->data, name->len, addr) == NGX_OK) {
        return 1;
    }
#endif

    return ngx_inet_addr(name->data, name->len) != INADDR_NONE;
}


ngx_int_t
ngx_http_ant_webhook_tls_start(const ngx_http_ant_webhook_endpoint_t *e,
    ngx_connection_t *c, const ngx_str_t *host,
    void (*handler)(ngx_connection_t *c))
{
    u_char     buf[NGX_HTTP_ANT_WEBHOOK_TLS_NAME];
    ngx_int_t  rc;
    ngx_str_t  name;

    if (ngx_ssl_create_connection(e->ssl, c, NGX_SSL_CLIENT) != NGX_OK) {
        return NGX_ERROR;
    }

    if (ngx_http_ant_webhook_tls_name(e, host, buf, &name) == NULL) {
        return NGX_ERROR;
    }

    /* SNI is for names only, RFC 6066 */

    if (name.len && !ngx_http_ant_webhook_tls_literal(&name)
        && SSL_set_tlsext_host_name(c->ssl->connection, (char *) buf) == 0)
    {
        ngx_ssl_error(NGX_LOG_ERR, c->log, 0,
                      "SSL_set_tlsext_host_name(\"%s\") failed", buf);
        return NGX_ERROR;
    }

    /* what is to be sent may be moved between two tries */

    (void) SSL_set_mode(c->ssl->connection,
                        SSL_MODE_ENABLE_PARTIAL_WRITE
                        |SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);

    rc = ngx_ssl_handshake(c);

    if (rc == NGX_AGAIN) {
        c->ssl->handler = handler;
    }

    return rc;
}


static ngx_int_t
ngx_http_ant_webhook_tls_check(ngx_connection_t *c, ngx_str_t *name)
{
    int    rc;
    X509  *cert;

    if (!ngx_http_ant_webhook_tls_literal(name)) {
        return ngx_ssl_check_host(c, name);
    }

    cert = SSL_get_peer_certificate(c->ssl->connection);
    if (cert == NULL) {
        return NGX_ERROR;
    }

    rc = X509_check_ip_asc(cert, (char *) name->data, 0);

    X509_free(cert);

    return rc == 1 ? NGX_OK : NGX_ERROR;
}


const char *
ngx_http_ant_webhook_tls_verify(const ngx_http_ant_webhook_endpoint_t *e,
    ngx_connection_t *c, const ngx_str_t *host)
{
    long         rc;
    u_char       buf[NGX_HTTP_ANT_WEBHOOK_TLS_NAME];
    ngx_str_t    name;
    const char  *reason;

    reason = NULL;

    if (!c->ssl->handshaked) {
        reason = "the TLS handshake failed";
        return reason;
    }

    if (!e->tls_verify) {
        return NULL;
    }

    rc = SSL_get_verify_result(c->ssl->connection);

    if (rc != X509_V_OK) {
        return X509_verify_cert_error_string(rc);
    }

    if (ngx_http_ant_webhook_tls_name(e, host, buf, &name) == NULL
        || name.len == 0
        || ngx_http_ant_webhook_tls_check(c, &name) != NGX_OK)
    {
        reason = "the certificate is of another name, see \"tls_name=\"";
    }

    return reason;
}


void
ngx_http_ant_webhook_tls_end(ngx_connection_t *c)
{
    if (c->ssl == NULL) {
        return;
    }

    c->ssl->no_wait_shutdown = 1;

    /* what waits for the socket is not freed: then without a word */

    if (ngx_ssl_shutdown(c) == NGX_AGAIN) {
        c->timedout = 1;
        (void) ngx_ssl_shutdown(c);
    }
}

#else

ngx_int_t
ngx_http_ant_webhook_tls_create(ngx_conf_t *cf,
    ngx_http_ant_webhook_endpoint_t *e)
{
    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                       "\"tls\" needs an nginx that was built with "
                       "\"--with-http_ssl_module\"");
    return NGX_ERROR;
}


/* the configuration knows no "tls" then: these are not reached */

ngx_int_t
ngx_http_ant_webhook_tls_start(const ngx_http_ant_webhook_endpoint_t *e,
    ngx_connection_t *c, const ngx_str_t *host,
    void (*handler)(ngx_connection_t *c))
{
    return NGX_ERROR;
}


const char *
ngx_http_ant_webhook_tls_verify(const ngx_http_ant_webhook_endpoint_t *e,
    ngx_connection_t *c, const ngx_str_t *host)
{
    static const char  *reason = "there is no TLS";

    return reason;
}


void
ngx_http_ant_webhook_tls_end(ngx_connection_t *c)
{
}

#endif
