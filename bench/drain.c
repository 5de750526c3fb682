
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * A bare client that pipelines PUSH batches, as fast as Redis takes them:
 * what a drain of a journal is compared with.  The script, the framing, the
 * size of a batch and how many are in flight are the forwarder's; there is no
 * journal, no nginx, and the events are framed before the clock starts.
 *
 * drain PORT LIST EVENTS BATCH BYTES
 *
 * BYTES: of one event.  Prints the seconds that it took.
 */


#define _GNU_SOURCE

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "ant_script.h"


#define DRAIN_PIPELINE  4
#define DRAIN_DIGITS    8
#define DRAIN_ID        "0123456789abcdef01234567"


typedef struct {
    int          fd;
    u_char      *events;             /* framed */
    size_t       size;
    u_char      *head;
    ant_push_t   push;
    uint64_t     total;
    uint64_t     sent;
    uint64_t     answered;           /* batches */
    uint64_t     batches;
    unsigned     batch;
    char         buf[65536];         /* a reply that is not whole */
    size_t       len;
} drain_t;


static void
drain_fail(const char *what)
{
    fprintf(stderr, "drain: %s: %s\n", what, strerror(errno));
    exit(1);
}


static void
drain_write(int fd, struct iovec *iov, int n)
{
    ssize_t  sent;

    while (n) {
        sent = writev(fd, iov, n);

        if (sent <= 0) {
            drain_fail("writev()");
        }

        while (n && (size_t) sent >= iov->iov_len) {
            sent -= iov->iov_len;
            iov++;
            n--;
        }

        if (n) {
            iov->iov_base = (char *) iov->iov_base + sent;
            iov->iov_len -= sent;
        }
    }
}


static void
drain_command(int fd, const char *text)
{
    char          buf[256];
    struct iovec  iov;

    iov.iov_base = (char *) text;
    iov.iov_len = strlen(text);

    drain_write(fd, &iov, 1);

    if (read(fd, buf, sizeof(buf)) <= 0 || buf[0] == '-') {
        drain_fail("redis");
    }
}


static void
drain_connect(drain_t *d, int port)
{
    int                 one = 1;
    struct sockaddr_in  sin;

    memset(&sin, 0, sizeof(sin));
    sin.sin_family = AF_INET;
    sin.sin_port = htons(port);
    sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);

    d->fd = socket(AF_INET, SOCK_STREAM, 0);

    if (d->fd == -1
        || connect(d->fd, (struct sockaddr *) &sin, sizeof(sin)) == -1)
    {
        drain_fail("connect()");
    }

    setsockopt(d->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
}


static void
drain_prepare(drain_t *d, const char *list, size_t bytes)
{
    int        n;
    char      *fence, *command;
    u_char    *event, *p;
    unsigned   i;

    if (asprintf(&fence, "%s:fence", list) == -1
        || asprintf(&command, "DEL %s %s\r\n", list, fence) == -1)
    {
        drain_fail("asprintf()");
    }

    drain_command(d->fd, command);
    free(command);

    n = asprintf(&command, "HSET %s %s 1\r\n", fence, DRAIN_ID);

    if (n == -1) {
        drain_fail("asprintf()");
    }

    drain_command(d->fd, command);
    free(command);

    d->push.list.data = (const u_char *) list;
    d->push.list.len = strlen(list);
    d->push.fence.data = (const u_char *) fence;
    d->push.fence.len = strlen(fence);
    d->push.id.data = (const u_char *) DRAIN_ID;
    d->push.id.len = sizeof(DRAIN_ID) - 1;
    d->push.expected = 1;

    event = malloc(bytes);
    d->events = malloc(d->batch * ant_push_event_max(bytes));
    d->head = malloc(ant_push_head_max(&d->push));

    if (event == NULL || d->events == NULL || d->head == NULL) {
        drain_fail("malloc()");
    }

    memset(event, 'e', bytes);
    p = d->events;

    for (i = 0; i < d->batch; i++) {
        p = ant_push_event(p, event, bytes);
    }

    d->size = (p - d->events) / d->batch;
    free(event);
}


/*
 * No two events are the same, or Lua, which keeps one copy of each string,
 * would have less to do.  Digits all over it, as in a real one.
 */

static void
drain_number(drain_t *d, uint64_t n)
{
    int       at, i;
    u_char   *p;
    uint64_t  k, rest;

    p = d->events;

    for (k = 0; k < n; k++) {

        for (at = DRAIN_DIGITS; at + DRAIN_DIGITS < (int) d->size - 2;
             at += 64)
        {
            rest = d->sent + k;

            for (i = DRAIN_DIGITS; i--; /* void */ ) {
                p[at + i] = '0' + rest % 10;
                rest /= 10;
            }
        }

        p += d->size;
    }
}


static void
drain_send(drain_t *d)
{
    uint64_t      n;
    struct iovec  iov[2];

    n = d->total - d->sent;

    if (n > d->batch) {
        n = d->batch;
    }

    d->push.events = n;
    d->push.next = d->push.expected + n;

    drain_number(d, n);

    iov[0].iov_base = d->head;
    iov[0].iov_len = ant_push_head(d->head, &d->push) - d->head;
    iov[1].iov_base = d->events;
    iov[1].iov_len = n * d->size;

    d->push.expected = d->push.next;
    d->sent += n;
    d->batches++;

    drain_write(d->fd, iov, 2);
}


/* a reply is an array of three, the last of which is the id */

static void
drain_read(drain_t *d)
{
    char     *p, *found;
    ssize_t   n;

    n = read(d->fd, d->buf + d->len, sizeof(d->buf) - d->len);

    if (n <= 0) {
        drain_fail("read()");
    }

    d->len += n;
    p = d->buf;

    while ((found = memmem(p, d->buf + d->len - p, DRAIN_ID "\r\n",
                           sizeof(DRAIN_ID) + 1)))
    {
        if (strncmp(p, "*3\r\n", 4) != 0) {
            fprintf(stderr, "drain: a batch was refused\n");
            exit(1);
        }

        p = found + sizeof(DRAIN_ID) + 1;
        d->answered++;
    }

    d->len -= p - d->buf;
    memmove(d->buf, p, d->len);

    if (d->len && d->buf[0] == '-') {
        fprintf(stderr, "drain: %.*s\n", (int) d->len, d->buf);
        exit(1);
    }
}


int
main(int argc, char **argv)
{
    size_t           bytes;
    static drain_t   d;
    struct timespec  from, to;

    if (argc != 6) {
        fprintf(stderr, "usage: drain PORT LIST EVENTS BATCH BYTES\n");
        return 1;
    }

    d.total = strtoull(argv[3], NULL, 10);
    d.batch = atoi(argv[4]);
    bytes = strtoul(argv[5], NULL, 10);

    drain_connect(&d, atoi(argv[1]));
    drain_prepare(&d, argv[2], bytes);

    clock_gettime(CLOCK_MONOTONIC, &from);

    while (d.answered < d.batches || d.sent < d.total) {

        while (d.sent < d.total && d.batches - d.answered < DRAIN_PIPELINE) {
            drain_send(&d);
        }

        drain_read(&d);
    }

    clock_gettime(CLOCK_MONOTONIC, &to);

    printf("%.6f\n", (double) (to.tv_sec - from.tv_sec)
                     + (double) (to.tv_nsec - from.tv_nsec) / 1e9);

    return 0;
}
