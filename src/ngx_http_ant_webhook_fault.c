
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * SIGBUS: a page of a mapping that the file system cannot give, since it is
 * full, has shut down, or lost the file's end.
 *
 * Promises: a page of a journal's mapping is replaced by one of zeros, and the
 * segment says so; who wrote or read there looks at that before anything is
 * promised or sent.  Every other SIGBUS goes where it went before.  The handler
 * only reads the lists of journals, which nobody changes while a mapping is
 * looked at; only the event loop does that.
 */


#include "ngx_http_ant_webhook_fault.h"

#include <sys/mman.h>
#include <sys/syscall.h>


static void ngx_http_ant_webhook_fault_handler(int signo, siginfo_t *info,
    void *ctx);


static struct sigaction               ngx_http_ant_webhook_fault_old;
static ngx_http_ant_webhook_store_t  *ngx_http_ant_webhook_fault_store;
static pid_t                          ngx_http_ant_webhook_fault_thread;


void
ngx_http_ant_webhook_fault_init(ngx_http_ant_webhook_store_t *s)
{
    struct sigaction  sa;

    ngx_memzero(&sa, sizeof(struct sigaction));

    sa.sa_sigaction = ngx_http_ant_webhook_fault_handler;
    sa.sa_flags = SA_SIGINFO;
    sigemptyset(&sa.sa_mask);

    ngx_http_ant_webhook_fault_store = s;
    ngx_http_ant_webhook_fault_thread = (pid_t) syscall(SYS_gettid);

    if (sigaction(SIGBUS, &sa, &ngx_http_ant_webhook_fault_old) == -1) {
        ngx_http_ant_webhook_fault_store = NULL;

        ngx_log_error(NGX_LOG_CRIT, s->log, ngx_errno,
                      "ant_webhook: sigaction(SIGBUS) failed");
    }
}


void
ngx_http_ant_webhook_fault_exit(void)
{
    struct sigaction  sa;

    if (ngx_http_ant_webhook_fault_store == NULL) {
        return;
    }

    ngx_http_ant_webhook_fault_store = NULL;

    /* a handler of another's, set later, stays */

    if (sigaction(SIGBUS, NULL, &sa) == 0
        && (sa.sa_flags & SA_SIGINFO)
        && sa.sa_sigaction == ngx_http_ant_webhook_fault_handler)
    {
        (void) sigaction(SIGBUS, &ngx_http_ant_webhook_fault_old, NULL);
    }
}


/* Is it a journal's?  Its segment then says so. */
static ngx_uint_t
ngx_http_ant_webhook_fault_journal(ant_journal_t *j, u_char *p)
{
    ant_segment_t  *s;

    for (s = j->segments; s; s = s->next) {
        if (s->map && p >= s->map && p < s->map + s->size) {
            s->fault = 1;
            return 1;
        }
    }

    /* an adopted one's newest header: what is noted there is no promise */

    return j->head && p >= j->head && p < j->head + ANT_HEADER_SIZE;
}


static ngx_uint_t
ngx_http_ant_webhook_fault_ours(u_char *p)
{
    ngx_queue_t                    *q;
    ngx_http_ant_webhook_store_t   *s;
    ngx_http_ant_webhook_holder_t  *h;

    s = ngx_http_ant_webhook_fault_store;

    if (s == NULL
        || syscall(SYS_gettid) != ngx_http_ant_webhook_fault_thread)
    {
        return 0;
    }

    if (s->creating) {
        return 1;
    }

    for (q = ngx_queue_head(&s->holders);
         q != ngx_queue_sentinel(&s->holders);
         q = ngx_queue_next(q))
    {
        h = ngx_queue_data(q, ngx_http_ant_webhook_holder_t, link);

        if (ngx_http_ant_webhook_fault_journal(h->journal, p)) {
            return 1;
        }
    }

    return 0;
}


static void
ngx_http_ant_webhook_fault_pass(int signo, siginfo_t *info, void *ctx)
{
    struct sigaction  *old;

    old = &ngx_http_ant_webhook_fault_old;

    if (old->sa_flags & SA_SIGINFO) {
        old->sa_sigaction(signo, info, ctx);
        return;
    }

    if (old->sa_handler != SIG_DFL && old->sa_handler != SIG_IGN) {
        old->sa_handler(signo);
        return;
    }

    /* one that was sent may be ignored, one that an access caused may not */

    if (old->sa_handler == SIG_IGN && info->si_code <= 0) {
        return;
    }

    (void) sigaction(signo, old, NULL);

    if (info->si_code <= 0) {
        (void) raise(signo);
    }
}


static void
ngx_http_ant_webhook_fault_handler(int signo, siginfo_t *info, void *ctx)
{
    void       *page;
    ngx_err_t   err;

    err = ngx_errno;

    page = (void *) ((uintptr_t) info->si_addr
                     & ~((uintptr_t) ngx_pagesize - 1));

    if (info->si_code > 0
        && ngx_http_ant_webhook_fault_ours(info->si_addr)
        && mmap(page, ngx_pagesize, PROT_READ|PROT_WRITE,
                MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
           != MAP_FAILED)
    {
        ngx_http_ant_webhook_fault_store->faults++;
        ngx_set_errno(err);
        return;
    }

    ngx_set_errno(err);

    ngx_http_ant_webhook_fault_pass(signo, info, ctx);
}
