
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Looking for journals without an owner: whose they are, which come first, and
 * what ten thousand of them take.
 */


#include "orphan.h"

#include <time.h>


static ant_journal_t *
find(ant_journal_t *found, const char *name)
{
    while (found != NULL && strcmp((char *) found->name, name) != 0) {
        found = found->data;
    }

    return found;
}


static unsigned
give_up(ant_journal_t *found)
{
    unsigned        n;
    ant_journal_t  *next;

    for (n = 0; found != NULL; n++) {
        next = found->data;
        ant_journal_close(found);
        found = next;
    }

    return n;
}


static void
scanned(void)
{
    int              rc, lock;
    char             small[25], large[25], other[25], bad[25];
    size_t           strangers;
    unsigned         fds;
    ant_journal_t   *found, *j;
    ant_identity_t   ident;

    ant_str_t  names[] = { ant_string("nobody"), ant_string("default") };
    ant_str_t  endpoint = ant_string("left");

    disk_close();
    disk_open();
    fds = disk_fds();

    orphan(small, 3);
    orphan(large, 300);
    orphan(bad, 1);
    change(bad, "00000000.seg", 500, "x", 1);

    ident = disk_ident;
    ident.endpoint = endpoint;
    j = ant_journal_create(disk_root, &ident, disk_machine, DISK_NOW, SIZE);
    disk_must(j != NULL, "create");
    memcpy(other, j->name, 25);

    rc = ant_root_scan(disk_root, disk_machine, names, 2, 64, &found,
                       &strangers);
    is_int(rc, ANT_OK, "a scan");
    ok(found != NULL && strcmp((char *) found->name, large) == 0,
       "the one with the most bytes comes first");
    ok(find(found, small) != NULL && find(found, other) == NULL,
       "those without an owner are found");
    is_int((long long) strangers, 1, "one cannot be read");
    is_int(give_up(found), 2, "two were found");

    ant_journal_close(j);
    rc = ant_root_scan(disk_root, disk_machine, names, 2, 1, &found,
                       &strangers);
    ok(rc == ANT_OK && give_up(found) == 1, "no more than are wanted");

    rc = ant_root_scan(disk_root, disk_machine, names, 2, 64, &found,
                       &strangers);
    ok(rc == ANT_OK && find(found, other) == NULL && strangers == 2,
       "an endpoint that is not known: a stranger");
    is_int(give_up(found), 2, "the others are found again");

    rc = ant_root_scan(disk_root, disk_machine, names, 1, 64, &found,
                       &strangers);
    ok(rc == ANT_OK && found == NULL && strangers == 4, "all are strangers");

    lock = ant_root_lock(disk_root, "adopt.lock", 0);
    disk_must(lock != -1, "lock");
    rc = ant_root_scan(disk_root, disk_machine, names, 2, 64, &found,
                       &strangers);
    ok(rc == ANT_AGAIN && found == NULL, "one looks at a time");
    ok(ant_root_lock(disk_root, "adopt.lock", 0) == -1
       && errno == EWOULDBLOCK, "the lock is taken");
    close(lock);

    is_int(disk_fds(), fds, "no file is left open");
}


static double
seconds(void)
{
    struct timespec  ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);

    return (double) ts.tv_sec + (double) ts.tv_nsec / 1e9;
}


static void
many(void)
{
    int              rc;
    double           began, took;
    size_t           strangers;
    unsigned         i, fds;
    ant_limit_t      limit;
    ant_usage_t     *u;
    ant_journal_t   *j, *found;

    ant_str_t    names[] = { ant_string("default") };
    ant_queue_t  queue = { ant_string("ant:sms"), ant_string("default"), 0 };

    disk_close();
    disk_open();
    fds = disk_fds();

    for (i = 0; i < 10000; i++) {
        j = disk_journal(SIZE);
        disk_append(j, 1, SIZE);
        ant_journal_close(j);
    }

    began = seconds();
    rc = ant_root_scan(disk_root, disk_machine, names, 1, 64, &found,
                       &strangers);
    took = seconds() - began;

    ok(rc == ANT_OK, "10,000 orphans are scanned, in %.3f s", took);
    is_int(disk_fds(), fds + 64, "64 are taken, one file each");
    is_int(give_up(found), 64, "64");

    began = seconds();
    names[0].len--;
    rc = ant_root_scan(disk_root, disk_machine, names, 1, 64, &found,
                       &strangers);
    took = seconds() - began;
    ok(rc == ANT_OK && strangers == 10000,
       "10,000 strangers in %.3f s", took);

    limit.size = 1 << 30;
    limit.queues = &queue;
    limit.nqueues = 1;
    u = ant_usage_create(&limit);
    disk_must(u != NULL, "ant_usage_create");

    rc = ant_usage_count(u, disk_root);
    began = seconds();
    rc |= ant_usage_count(u, disk_root);
    took = seconds() - began;
    ok(rc == ANT_OK && ant_usage_journals(u) == 10000
       && ant_usage_queue(u, 0) >= 10000 * SIZE,
       "10,000 are counted in %.3f s", took);

    ant_usage_destroy(u);
    is_int(disk_fds(), fds, "no file is left open");
}


int
main(void)
{
    disk_open();

    scanned();
    many();

    disk_close();

    return done();
}
