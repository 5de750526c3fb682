
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * A load generator: HTTP keep-alive over some connections, one request at a
 * time on each.  Closed loop: the next request goes when the answer came.
 * With a rate, open loop: requests are due at fixed times, whatever the
 * answers do, and latency counts from when one was due, so that a server
 * that stalls is charged for every request that had to wait.
 *
 * load PORT PATH PATHS QUERY CONNECTIONS SECONDS [RATE]
 *
 * PATHS above 1: each request goes to the next of PATH000, PATH001, ...  Each
 * run of "#" in QUERY becomes the number of the request, in as many digits:
 * events that are all the same are an odd load for Redis, whose Lua hashes a
 * string by some of its bytes.  Prints one line of JSON.
 */


#define _GNU_SOURCE

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>


#define LOAD_MAX        4096
#define LOAD_ANSWER     4096
#define LOAD_EVENTS     512
#define LOAD_DIGITS     64
#define LOAD_GRACE      2000000000   /* ns that answers may come late */

/* latencies: 128 steps to each doubling, so that none is 1 % off */
#define LOAD_STEPS      128
#define LOAD_DOUBLINGS  40


typedef struct {
    int        fd;
    uint64_t   due;
    size_t     len;                  /* of the answer so far */
    char       answer[LOAD_ANSWER];
} load_conn_t;


typedef struct {
    char      *text;
    size_t     len;
    size_t     digits[LOAD_DIGITS];  /* of the text that are numbers */
    int        ndigits;
} load_request_t;


typedef struct {
    int              ep;
    int              timer;
    int              port;
    int              nconns;
    int              nrequests;

    load_conn_t     *conns;
    load_conn_t    **idle;
    int              nidle;
    load_request_t  *requests;
    uint64_t         turn;           /* of the requests */

    double           rate;           /* 0: closed loop */
    uint64_t         start;          /* ns */
    uint64_t         end;
    uint64_t         next;           /* of an open loop, from 0 */

    uint64_t         sent;
    uint64_t         accepted;       /* 2xx */
    uint64_t         refused;        /* other answers */
    uint64_t         broken;         /* connections that ended */
    uint64_t         max;
    uint64_t         counts[LOAD_DOUBLINGS * LOAD_STEPS];
} load_t;


static void
load_fail(const char *what)
{
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(1);
}


static uint64_t
load_now(void)
{
    struct timespec  ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);

    return (uint64_t) ts.tv_sec * 1000000000 + ts.tv_nsec;
}


/* below LOAD_STEPS ns each has a count of its own */

static size_t
load_slot(uint64_t ns)
{
    int  shift;

    shift = 64 - __builtin_clzll(ns | LOAD_STEPS) - 8;

    return (size_t) shift * LOAD_STEPS + (ns >> shift);
}


static uint64_t
load_value(size_t slot)
{
    size_t  shift;

    if (slot < 2 * LOAD_STEPS) {
        return slot;
    }

    shift = slot / LOAD_STEPS - 1;

    return (uint64_t) (slot - shift * LOAD_STEPS) << shift;
}


static void
load_count(load_t *l, uint64_t due, uint64_t now)
{
    uint64_t  ns;

    ns = now > due ? now - due : 0;
    l->counts[load_slot(ns)]++;

    if (ns > l->max) {
        l->max = ns;
    }
}


static double
load_percentile(const load_t *l, double part)
{
    size_t    i;
    uint64_t  total, seen;

    total = 0;
    seen = 0;

    for (i = 0; i < LOAD_DOUBLINGS * LOAD_STEPS; i++) {
        total += l->counts[i];
    }

    for (i = 0; i < LOAD_DOUBLINGS * LOAD_STEPS; i++) {
        seen += l->counts[i];

        if (seen && (double) seen >= part * (double) total) {
            return (double) load_value(i) / 1000;
        }
    }

    return 0;
}


static void
load_connect(load_t *l, load_conn_t *c)
{
    int                 one = 1;
    struct sockaddr_in  sin;
    struct epoll_event  ee;

    memset(&sin, 0, sizeof(sin));
    sin.sin_family = AF_INET;
    sin.sin_port = htons(l->port);
    sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);

    c->fd = socket(AF_INET, SOCK_STREAM, 0);

    if (c->fd == -1
        || connect(c->fd, (struct sockaddr *) &sin, sizeof(sin)) == -1)
    {
        load_fail("connect()");
    }

    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));

    ee.events = EPOLLIN;
    ee.data.ptr = c;

    if (epoll_ctl(l->ep, EPOLL_CTL_ADD, c->fd, &ee) == -1) {
        load_fail("epoll_ctl()");
    }

    c->len = 0;
}


/* from the last digit of the last run to the first of the first */

static void
load_number(load_request_t *r, uint64_t turn)
{
    int       i;
    uint64_t  n;

    n = turn;

    for (i = r->ndigits; i--; /* void */ ) {
        r->text[r->digits[i]] = '0' + n % 10;
        n /= 10;

        if (i && r->digits[i - 1] + 1 != r->digits[i]) {
            n = turn;
        }
    }
}


static void
load_send(load_t *l, load_conn_t *c, uint64_t due)
{
    load_request_t  *r;

    r = &l->requests[l->turn % l->nrequests];
    load_number(r, l->turn++);

    c->due = due;
    c->len = 0;

    if (send(c->fd, r->text, r->len, MSG_NOSIGNAL) != (ssize_t) r->len) {
        load_fail("send()");
    }

    l->sent++;
}


/* 1 if the answer is whole */

static int
load_whole(const load_conn_t *c)
{
    size_t       body;
    const char  *end, *length;

    end = memmem(c->answer, c->len, "\r\n\r\n", 4);

    if (end == NULL) {
        return 0;
    }

    length = memmem(c->answer, end - c->answer, "ontent-", 7);
    body = 0;

    while (length) {
        length += 7;

        if (strncasecmp(length, "length: ", 8) == 0) {
            body = strtoul(length + 8, NULL, 10);
            break;
        }

        length = memmem(length, end - length, "ontent-", 7);
    }

    return c->len >= (size_t) (end + 4 - c->answer) + body;
}


/* requests of an open loop that are due, on connections that are idle */

static void
load_due(load_t *l, uint64_t now)
{
    uint64_t           due;
    struct itimerspec  it;

    for ( ;; ) {
        due = l->start + (uint64_t) ((double) l->next * 1e9 / l->rate);

        if (due >= l->end || due > now || l->nidle == 0) {
            break;
        }

        l->next++;
        load_send(l, l->idle[--l->nidle], due);
    }

    if (due > now && due < l->end) {
        memset(&it, 0, sizeof(it));
        it.it_value.tv_sec = due / 1000000000;
        it.it_value.tv_nsec = due % 1000000000;

        timerfd_settime(l->timer, TFD_TIMER_ABSTIME, &it, NULL);
    }
}


static void
load_answered(load_t *l, load_conn_t *c, uint64_t now)
{
    if (c->len > 9 && c->answer[9] == '2') {
        l->accepted++;

    } else {
        l->refused++;
    }

    load_count(l, c->due, now);

    if (l->rate == 0 && now < l->end) {
        load_send(l, c, now);
        return;
    }

    l->idle[l->nidle++] = c;
}


static void
load_read(load_t *l, load_conn_t *c, uint64_t now)
{
    ssize_t  n;

    n = recv(c->fd, c->answer + c->len, LOAD_ANSWER - c->len, MSG_DONTWAIT);

    if (n == -1 && errno == EAGAIN) {
        return;
    }

    if (n <= 0) {
        l->broken++;
        l->sent--;
        close(c->fd);
        load_connect(l, c);
        l->idle[l->nidle++] = c;

        if (l->rate == 0 && now < l->end) {
            load_send(l, l->idle[--l->nidle], now);
        }

        return;
    }

    c->len += n;

    if (load_whole(c)) {
        load_answered(l, c, now);
    }
}


static void
load_run(load_t *l)
{
    int                 i, n;
    uint64_t            now, ticks;
    struct epoll_event  events[LOAD_EVENTS];

    while (l->rate == 0 && l->nidle) {
        load_send(l, l->idle[--l->nidle], l->start);
    }

    for ( ;; ) {
        now = load_now();

        if (now >= l->end
            && (l->nidle == l->nconns || now > l->end + LOAD_GRACE))
        {
            break;
        }

        if (l->rate != 0) {
            load_due(l, now);
        }

        n = epoll_wait(l->ep, events, LOAD_EVENTS, 100);
        now = load_now();

        for (i = 0; i < n; i++) {

            if (events[i].data.ptr == NULL) {
                (void) !read(l->timer, &ticks, sizeof(ticks));
                continue;
            }

            load_read(l, events[i].data.ptr, now);
        }
    }
}


/* what was due and never went, and what went and was not answered */

static uint64_t
load_unanswered(load_t *l)
{
    int       i;
    uint64_t  n, now, due;

    n = l->nconns - l->nidle;
    now = load_now();

    for (i = 0; i < l->nconns && n; i++) {
        if (!load_whole(&l->conns[i])) {
            load_count(l, l->conns[i].due, now);
        }
    }

    while (l->rate != 0) {
        due = l->start + (uint64_t) ((double) l->next * 1e9 / l->rate);

        if (due >= l->end) {
            break;
        }

        l->next++;
        load_count(l, due, now);
        n++;
    }

    return n;
}


static void
load_report(load_t *l, double elapsed)
{
    double         cpu;
    uint64_t       unanswered;
    struct rusage  ru;

    unanswered = load_unanswered(l);
    getrusage(RUSAGE_SELF, &ru);
    cpu = ru.ru_utime.tv_sec + ru.ru_stime.tv_sec
          + (ru.ru_utime.tv_usec + ru.ru_stime.tv_usec) / 1e6;

    printf("{\"accepted\":%llu,\"refused\":%llu,\"broken\":%llu,"
           "\"unanswered\":%llu,\"seconds\":%.6f,\"cpu\":%.6f,"
           "\"p50\":%.2f,\"p99\":%.2f,\"p999\":%.2f,\"max\":%.2f}\n",
           (unsigned long long) l->accepted, (unsigned long long) l->refused,
           (unsigned long long) l->broken, (unsigned long long) unanswered,
           elapsed, cpu, load_percentile(l, 0.5), load_percentile(l, 0.99),
           load_percentile(l, 0.999), (double) l->max / 1000);
}


static void
load_digits(load_request_t *r)
{
    size_t  i;

    for (i = 0; i < r->len; i++) {
        if (r->text[i] == '#' && r->ndigits < LOAD_DIGITS) {
            r->digits[r->ndigits++] = i;
        }
    }
}


static void
load_prepare(load_t *l, const char *path, const char *query)
{
    int                 i, n;
    char                number[16];
    struct epoll_event  ee;

    l->requests = calloc(l->nrequests, sizeof(load_request_t));
    l->conns = calloc(l->nconns, sizeof(load_conn_t));
    l->idle = calloc(l->nconns, sizeof(load_conn_t *));
    l->ep = epoll_create1(0);
    l->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);

    ee.events = EPOLLIN;
    ee.data.ptr = NULL;
    epoll_ctl(l->ep, EPOLL_CTL_ADD, l->timer, &ee);

    for (i = 0; i < l->nrequests; i++) {
        number[0] = '\0';

        if (l->nrequests > 1) {
            snprintf(number, sizeof(number), "%03d", i);
        }

        n = asprintf(&l->requests[i].text, "GET %s%s?%s HTTP/1.1\r\n"
                     "Host: localhost\r\nUser-Agent: ant\r\n\r\n",
                     path, number, query);
        l->requests[i].len = n;

        load_digits(&l->requests[i]);
    }

    for (i = 0; i < l->nconns; i++) {
        load_connect(l, &l->conns[i]);
        l->idle[l->nidle++] = &l->conns[i];
    }
}


int
main(int argc, char **argv)
{
    double         seconds;
    static load_t  l;

    if (argc < 7) {
        fprintf(stderr, "usage: load PORT PATH PATHS QUERY CONNECTIONS "
                "SECONDS [RATE]\n");
        return 1;
    }

    l.port = atoi(argv[1]);
    l.nrequests = atoi(argv[3]);
    l.nconns = atoi(argv[5]);
    seconds = atof(argv[6]);
    l.rate = argc > 7 ? atof(argv[7]) : 0;

    if (l.nrequests < 1 || l.nconns < 1 || l.nconns > LOAD_MAX) {
        fprintf(stderr, "load: PATHS or CONNECTIONS out of range\n");
        return 1;
    }

    load_prepare(&l, argv[2], argv[4]);

    l.start = load_now();
    l.end = l.start + (uint64_t) (seconds * 1e9);

    load_run(&l);
    load_report(&l, (double) (load_now() - l.start) / 1e9);

    return 0;
}
