
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * A disk that does not give a page of a journal: nothing that is perhaps
 * behind it is thrown away, whoever dies meanwhile.
 */


#include "calls.h"


/* a page that cannot be read, of the file of this number; -1: none */

static off_t       broken = -1;
static const char  *broken_name = "0";


ssize_t
pread(int fd, void *buf, size_t len, off_t offset)
{
    if (broken != -1 && offset < broken + SIZE
        && offset + (off_t) len > broken
        && strcmp(name_of(fd), broken_name) == 0)
    {
        errno = EIO;
        return -1;
    }

    return syscall(SYS_pread64, fd, buf, len, offset);
}


typedef struct {
    char             name[2 * ANT_ID_SIZE + 1];
    char             dir[400];
    char             kept[420];      /* where the file is to be found */
    u_char           file[3 * SIZE];
    uint64_t         next;           /* one above the last event */
    uint64_t         readable;       /* the same, without the broken page */
} unread_t;


static void
contents(const char *path, u_char *p)
{
    int  fd;

    fd = open(path, O_RDONLY);
    disk_must(fd != -1
              && syscall(SYS_pread64, fd, p, 3 * SIZE, 0) == 3 * SIZE,
              path);
    close(fd);
}


/* A journal of one segment, with events on its third page. */

static void
leave(unread_t *u)
{
    char            path[420];
    ant_journal_t  *j;

    reset(0, 0);
    broken = -1;

    j = disk_journal(3 * SIZE);

    while (j->active->used < 2 * SIZE) {
        u->readable = j->next;
        disk_append(j, 1, 3 * SIZE);
    }

    disk_append(j, 3, 3 * SIZE);
    u->next = j->next;

    memcpy(u->name, j->name, sizeof(u->name));
    snprintf(u->dir, sizeof(u->dir), "%s/%s", disk_path, u->name);
    snprintf(u->kept, sizeof(u->kept), "%s/%s-00000000.seg.bad", disk_path,
             u->name);
    snprintf(path, sizeof(path), "%s/00000000.seg", u->dir);

    contents(path, u->file);
    ant_journal_close(j);

    broken = 2 * SIZE;
}


static ant_journal_t *
adopt(const unread_t *u)
{
    int             rc;
    ant_journal_t  *j;

    j = disk_adopt(u->name, &rc);
    disk_must(j != NULL, "adopt");

    return j;
}


static int
kept(const unread_t *u)
{
    u_char  now[3 * SIZE];

    if (access(u->kept, F_OK) == -1) {
        return 0;
    }

    contents(u->kept, now);

    return memcmp(now, u->file, 3 * SIZE) == 0;
}


static int
end(ant_journal_t *j, unsigned at, int err)
{
    ant_task_t  t;

    ant_task_cut(j, &t);
    reset(at, err);

    return disk_run(&t);
}


static int
drop(ant_journal_t *j)
{
    ant_task_t  t;

    reset(0, 0);
    ant_task_drop(j, &t);

    return disk_run(&t);
}


static void
comes_back(void)
{
    unread_t        u;
    unsigned        damaged;
    ant_journal_t  *j;

    leave(&u);
    j = adopt(&u);
    ok(j->next == u.readable, "the journal ends where the disk does");

    reset(0, 0);
    (void) disk_upkeep(j, j->next);
    is_str(calls, "", "and is not cut there");
    ant_journal_close(j);

    broken = -1;
    j = adopt(&u);
    ok(j->next == u.next
       && disk_read(j, 1, SIZE, &damaged) == (int) u.next - 1 && damaged == 0,
       "once the disk gives the page, all is there");
    ant_journal_close(j);
}


static void
ends(void)
{
    unread_t        u;
    ant_journal_t  *j;

    leave(&u);
    j = adopt(&u);

    is_int(end(j, 0, 0), ANT_OK, "a cut");
    is_str(calls, "link 0, fsync R, write 1, fsync 1, cut 1, fsync 1, "
           "fsync D, unlink 0, fsync D", "in this order");
    ok(kept(&u), "keeps the file as it is");
    ok(j->finished && j->floor == u.readable, "and the journal has its end");

    ant_journal_close(j);
    j = adopt(&u);
    ok(j->finished && j->next == u.readable && j->confirmed == u.readable,
       "which is known to the next one");

    is_int(drop(j), ANT_OK, "a drop");
    is_str(calls, "unlink 1, rmdir D, fsync R", "of the new file");
    ok(access(u.dir, F_OK) == -1, "leaves nothing else");
    ant_journal_close(j);
    disk_must(unlink(u.kept) == 0, "unlink");
}


/* one that is not the last */

static void
leaves(void)
{
    int             rc;
    char            name[2 * ANT_ID_SIZE + 1], path[400];
    ant_task_t      t;
    ant_journal_t  *j;

    reset(0, 0);
    broken = -1;
    j = disk_journal(SIZE);

    while (j->number < 2) {
        disk_append(j, 1, SIZE);
    }

    memcpy(name, j->name, sizeof(name));
    ant_journal_close(j);

    j = disk_adopt(name, &rc);
    disk_must(j != NULL && j->segments->next != NULL, "adopt");

    j->segments->unread = 1;
    ant_journal_confirm(j, j->next, 0, 0);
    ant_journal_release(j, j->segments->next->base);

    reset(0, 0);
    disk_must(ant_task_next(j, j->next, &t) == ANT_OK, "REMOVE");
    is_int(disk_run(&t), ANT_OK, "one before the last");
    is_str(calls, "link 0, fsync R, unlink 0", "is kept, too");

    snprintf(path, sizeof(path), "%s/%s-00000000.seg.bad", disk_path, name);
    disk_must(unlink(path) == 0, "unlink");
    ant_journal_close(j);
}


/* Reads all of it, as the forwarder does: what is damaged is kept. */

static unsigned
deliver(ant_journal_t *j)
{
    int           rc;
    unsigned      n;
    ant_task_t    t;
    ant_cursor_t  c;
    ant_record_t  rec;
    ant_window_t  w;

    memset(&w, 0, sizeof(ant_window_t));

    w.buf = malloc(SIZE);
    w.size = SIZE;
    n = 0;

    ant_journal_seek(j, &c, 1);

    do {
        rc = ant_journal_read(j, &c, &w, &rec);

        if (rc == ANT_BAD) {
            ant_task_keep(j, &c, &t);
            disk_must(disk_run(&t) == ANT_OK, "KEEP");
            n++;
        }

    } while (rc == ANT_OK || rc == ANT_BAD);

    ant_window_free(&w);
    free(w.buf);

    return n;
}


static void
tidy(const char *name)
{
    DIR            *d;
    struct dirent  *de;

    d = opendir(disk_path);
    disk_must(d != NULL, "opendir");

    while ((de = readdir(d)) != NULL) {
        if (strncmp(de->d_name, name, 2 * ANT_ID_SIZE) == 0
            && strstr(de->d_name, ".bad") != NULL)
        {
            disk_must(syscall(SYS_unlinkat, disk_root, de->d_name, 0) == 0,
                      "unlink");
        }
    }

    closedir(d);
}


/*
 * Events went to the list past a page in the middle.  The one that read so far
 * dies; the next one goes on behind it, and does not read it any more.
 */

static void
passes(void)
{
    unread_t        u;
    ant_task_t      t;
    ant_journal_t  *j;

    leave(&u);
    broken = SIZE;
    j = adopt(&u);
    is_int(deliver(j), 1, "a page in the middle is passed");
    ant_journal_close(j);
    broken = -1;

    j = adopt(&u);
    is_int(end(j, 0, 0), ANT_OK, "another one, which can read it, ends it");
    ok(kept(&u), "and keeps the file, as its events were not sent");
    is_int(drop(j), ANT_OK, "all else goes");
    ant_journal_close(j);
    tidy(u.name);

    /* the same in one that is not the last */

    reset(0, 0);
    j = disk_journal(3 * SIZE);

    while (j->number < 2) {
        disk_append(j, 1, 3 * SIZE);
    }

    memcpy(u.name, j->name, sizeof(u.name));
    snprintf(u.kept, sizeof(u.kept), "%s/%s-00000000.seg.bad", disk_path,
             u.name);
    ant_journal_close(j);

    broken = SIZE;
    j = adopt(&u);
    is_int(deliver(j), 1, "in a file before the last, too");
    ant_journal_close(j);

    j = adopt(&u);
    ant_journal_confirm(j, j->next, 0, 0);
    ant_journal_release(j, j->segments->next->base);

    disk_must(ant_task_next(j, j->next, &t) == ANT_OK
              && t.op == ANT_TASK_REMOVE, "REMOVE");
    is_int(disk_run(&t), ANT_OK, "another one removes it");
    is_int(access(u.kept, F_OK), 0, "and it is kept");

    broken = -1;
    disk_must(end(j, 0, 0) == ANT_OK && drop(j) == ANT_OK, "end");
    ant_journal_close(j);
    tidy(u.name);
}


/* no name, or no number for the header: then nothing is passed or removed */

static void
refuses(void)
{
    unread_t        u;
    ant_task_t      t;
    ant_cursor_t    c;
    ant_journal_t  *j;

    leave(&u);
    j = adopt(&u);

    memset(&c, 0, sizeof(ant_cursor_t));
    c.bad_first = 1;
    c.bad_last = 1;
    c.number = j->segments->number;

    ant_task_keep(j, &c, &t);
    reset(2, EIO);
    is_int(disk_run(&t), ANT_ERROR, "a file that gets no name");
    is_str(calls, "fsync D, link 0", "is not passed");

    j->number = 0;
    ant_task_cut(j, &t);
    reset(0, 0);
    ok(disk_run(&t) == ANT_ERROR && t.err == EOVERFLOW,
       "a journal without a number for its header");
    ok(kept(&u) && !j->finished, "is not cut");

    ant_journal_close(j);
    broken = -1;
    j = adopt(&u);
    ok(j->next == u.next, "all is there");
    disk_must(end(j, 0, 0) == ANT_OK && drop(j) == ANT_OK, "end");
    ant_journal_close(j);
    tidy(u.name);
}


/* Somebody's file has the name: a journal that came back from a backup. */

static void
collides(void)
{
    int             fd;
    unread_t        u;
    ant_journal_t  *j;

    leave(&u);

    fd = open(u.kept, O_WRONLY|O_CREAT|O_EXCL, 0600);
    disk_must(fd != -1, "open");
    close(fd);

    j = adopt(&u);
    is_int(end(j, 0, 0), ANT_OK, "a cut where the name is taken");
    snprintf(u.kept, sizeof(u.kept), "%s/%s-00000000.seg.1.bad", disk_path,
             u.name);
    ok(kept(&u), "keeps the file under another one");

    disk_must(drop(j) == ANT_OK, "drop");
    ant_journal_close(j);
    tidy(u.name);
}


/* at each of the nine calls of a cut */

static void
dies(void)
{
    int             status;
    pid_t           pid;
    unread_t        u;
    unsigned        i, lost, unknown;
    ant_journal_t  *j;

    lost = 0;
    unknown = 0;

    for (i = 1; i <= 9; i++) {
        leave(&u);
        j = adopt(&u);

        fflush(stdout);
        pid = fork();
        disk_must(pid != -1, "fork");

        if (pid == 0) {
            (void) end(j, i, 0);
            syscall(SYS_exit_group, 1);
        }

        ant_journal_close(j);
        disk_must(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 0,
                  "a death at each call");

        j = adopt(&u);
        unknown += (j->next != u.readable);
        unknown += (end(j, 0, 0) != ANT_OK || drop(j) != ANT_OK);
        lost += !kept(&u);
        ant_journal_close(j);
        disk_must(unlink(u.kept) == 0, "unlink");

        leave(&u);
        j = adopt(&u);
        unknown += (end(j, i, EIO) != ANT_ERROR || j->finished);
        unknown += (end(j, 0, 0) != ANT_OK || drop(j) != ANT_OK);
        lost += !kept(&u);
        ant_journal_close(j);
        disk_must(unlink(u.kept) == 0, "unlink");
    }

    is_int(lost, 0, "whoever dies or fails in a cut, the file is kept");
    is_int(unknown, 0, "and the journal ends at its end");
}


int
main(void)
{
    unsigned  fds;

    disk_open();
    fds = disk_fds();

    comes_back();
    ends();
    leaves();
    passes();
    refuses();
    collides();
    dies();

    is_int(disk_fds(), fds, "no file is left open");

    disk_close();

    return done();
}
