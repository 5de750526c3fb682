
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * The live side: what is committed is in the file, without a system call.
 */


#include "disk.h"

#include <signal.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>


#define SIZE  4096


static void
created(void)
{
    int             fd;
    char            path[400];
    unsigned        fds;
    struct stat     st, sub;
    ant_header_t    h;
    ant_journal_t  *j;

    fds = disk_fds();
    j = disk_journal(SIZE);

    ok(disk_fds() == fds + 2, "a journal has two files open");
    ok(j->live && j->active != NULL && j->next == ANT_SEQUENCE_FIRST,
       "it can be appended to");
    ok(ant_id_time(j->id) == DISK_NOW, "its id has the time");

    snprintf(path, sizeof(path), "%s/%.24s", disk_path, j->text);
    ok(stat(path, &st) == 0 && S_ISDIR(st.st_mode)
       && (st.st_mode & 0777) == 0700, "a directory of the owner alone");

    snprintf(path, sizeof(path), "%s/%.24s/00000000.seg", disk_path,
             j->text);
    ok(stat(path, &sub) == 0 && (sub.st_mode & 0777) == 0600
       && sub.st_size == SIZE && sub.st_blocks * 512 >= SIZE,
       "a file of the owner alone, allocated");

    ok((fcntl(j->dir, F_GETFD) & FD_CLOEXEC)
       && (fcntl(j->active->fd, F_GETFD) & FD_CLOEXEC), "closed on exec");

    is_int(ant_header_read(j->active->map, &h), ANT_OK, "a header");
    ok(h.base == 1 && h.floor == 1 && h.inode == st.st_ino
       && memcmp(h.machine, disk_machine, ANT_MACHINE_SIZE) == 0
       && h.list.len == 7 && memcmp(h.list.data, "ant:sms", 7) == 0
       && h.endpoint.len == 7 && h.fence.len == 13,
       "that says whose it is and where");

    snprintf(path, sizeof(path), "%.24s", j->text);
    ok(ant_segment_lock(disk_root, path, &fd) == ANT_AGAIN, "it is locked");

    ant_journal_close(j);

    ok(ant_segment_lock(disk_root, path, &fd) == ANT_OK, "until it is closed");
    close(fd);

    is_int(disk_fds(), fds, "no file is left open");
}


static void
appended(void)
{
    int             fd;
    size_t          used;
    char            path[400];
    u_char         *p, *last, buf[SIZE];
    unsigned        i, damaged;
    ant_record_t    rec;
    ant_journal_t  *j;

    j = disk_journal(SIZE);

    snprintf(path, sizeof(path), "%s/%.24s/00000000.seg", disk_path,
             j->text);
    fd = open(path, O_RDONLY);
    disk_must(fd != -1, "open");

    used = j->active->used;
    disk_append(j, 1, SIZE);

    disk_must(pread(fd, buf, SIZE, 0) == SIZE, "pread");
    ok(ant_record_read(buf + used, buf + SIZE, j->seed, &rec) == ANT_OK
       && disk_is(&rec, 1), "a record is in the file once committed");
    ok(rec.time == 1, "with its time since the journal's creation");

    p = ant_journal_reserve(j, &last);
    memset(p, 'x', 100);
    used = j->active->used;
    disk_must(pread(fd, buf, SIZE, 0) == SIZE, "pread");
    is_int(ant_record_read(buf + j->active->used, buf + SIZE, j->seed, &rec),
           ANT_BAD, "what is only written is none");
    close(fd);

    p = ant_journal_reserve(j, &last);
    ok(last == j->active->map + SIZE, "the place ends with the segment");
    memset(p, 'x', (size_t) (last - p));
    ant_journal_commit(j, last, DISK_NOW - 1);
    is_int((long long) j->active->used, SIZE, "a record that fills it");
    ok(ant_record_read(j->active->map + used, p + SIZE, j->seed, &rec)
       == ANT_OK && rec.time == 0, "a clock that was set back counts as none");

    p = ant_journal_reserve(j, &last);
    ok(p != NULL && p == last, "no place for even a byte");

    is_int(ant_journal_turn(j), ANT_NOROOM, "no other segment is ready");
    ok(j->active != NULL && j->active->end == 0, "all stays as it is");

    disk_make(j, 2 * SIZE);
    is_int(j->nready, 1, "one is made");
    is_int(ant_journal_turn(j), ANT_OK, "and taken");
    ok(j->nready == 0 && j->segments->sealed && j->segments->end == 3
       && j->active == j->segments->next && j->active->base == 3,
       "sequences go on");

    for (i = 0; i < 3; i++) {
        disk_append(j, 1, SIZE);
    }

    /* the record of x is not as disk_read() wants it */

    is_int(disk_read(j, 3, SIZE, &damaged), 3, "and are read");
    ok(j->next == 6 && j->dir != -1, "there are five");

    ant_journal_close(j);
}


/* a record of 16 MiB and one byte has no length */

static void
large(void)
{
    u_char         *p, *last;
    ant_cursor_t    c;
    ant_window_t    w;
    ant_record_t    rec;
    ant_journal_t  *j;

    j = disk_journal(20 << 20);

    p = ant_journal_reserve(j, &last);
    is_int(last - p, ANT_PAYLOAD_MAX, "no place is larger than a length");

    memset(p, 'y', ANT_PAYLOAD_MAX);
    ant_journal_commit(j, last, DISK_NOW);

    disk_make(j, SIZE);
    (void) ant_journal_turn(j);
    disk_upkeep(j, 2);

    memset(&w, 0, sizeof(ant_window_t));
    ant_journal_seek(j, &c, 1);

    ok(ant_journal_read(j, &c, &w, &rec) == ANT_OK
       && rec.len == ANT_PAYLOAD_MAX && rec.data[ANT_PAYLOAD_MAX - 1] == 'y',
       "the largest record is read, without a buffer at all");
    ok(w.big != NULL, "into one of its own");

    is_int(ant_journal_read(j, &c, &w, &rec), ANT_AGAIN, "the only one");

    ant_window_free(&w);
    ok(w.big == NULL, "which is given back");

    ant_journal_close(j);
}


/* the kernel kills what makes any call but write, read, exit, sigreturn */

static void
no_system_call(void)
{
    int             i, n, status;
    char            name[2 * ANT_ID_SIZE + 1];
    pid_t           pid;
    size_t          len;
    u_char         *p, *last, payload[DISK_PAYLOAD];
    unsigned        damaged;
    ant_journal_t  *j;

    j = disk_journal(SIZE);
    disk_make(j, SIZE);
    disk_make(j, SIZE);

    fflush(stdout);
    pid = fork();
    disk_must(pid != -1, "fork");

    if (pid == 0) {
        if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) == -1) {
            syscall(SYS_exit, 2);
        }

        for (i = 0; i < 2; /* void */ ) {
            len = disk_payload(payload, j->next);
            p = ant_journal_reserve(j, &last);

            if ((size_t) (last - p) < len) {
                i++;

                if (ant_journal_turn(j) != ANT_OK) {
                    syscall(SYS_exit, 3);
                }

                continue;
            }

            memcpy(p, payload, len);
            ant_journal_commit(j, p + len, DISK_NOW + j->next);
            ant_journal_confirm(j, j->next - 3, j->next, 10);
            (void) ant_journal_floor(j, j->next, 10);
            ant_journal_mark(j, j->next);
        }

        syscall(SYS_exit, 0);
    }

    disk_must(waitpid(pid, &status, 0) == pid, "waitpid");
    ok(WIFEXITED(status) && WEXITSTATUS(status) == 0,
       "appending, turning and confirming make no system call");

    /* the child's lists are gone; its records are not */

    memcpy(name, j->name, sizeof(name));
    ant_journal_close(j);

    j = disk_adopt(name, &n);
    ok(j != NULL && j->next > 20, "its records are in the files");
    disk_must(j != NULL, "adopt");

    is_int(disk_read(j, 1, SIZE, &damaged), (int) j->next - 1, "all of them");
    is_int(damaged, 0, "without a gap");

    ant_journal_close(j);
}


static void
killed(void)
{
    int             fd[2], n, status;
    char            name[2 * ANT_ID_SIZE + 1] = "";
    pid_t           pid;
    unsigned        damaged;
    ant_journal_t  *j;

    disk_must(pipe(fd) == 0, "pipe");
    fflush(stdout);

    pid = fork();
    disk_must(pid != -1, "fork");

    if (pid == 0) {
        j = disk_journal(SIZE);
        disk_append(j, 77, SIZE);
        disk_must(write(fd[1], j->text, 24) == 24, "write");
        pause();
    }

    disk_must(read(fd[0], name, 24) == 24, "read");

    j = disk_adopt(name, &n);
    ok(j == NULL && n == ANT_AGAIN, "a journal with an owner is left alone");

    kill(pid, SIGKILL);
    disk_must(waitpid(pid, &status, 0) == pid, "waitpid");

    j = disk_adopt(name, &n);
    disk_must(j != NULL, "adopt");
    ok(!j->live && !j->copy && !j->finished, "that of a killed one is adopted");
    is_int((long long) j->next, 78, "its end is known");
    is_int(disk_read(j, 1, SIZE, &damaged), 77, "every record is there");

    ant_journal_close(j);
    close(fd[0]);
    close(fd[1]);
}


static void
failed(void)
{
    unsigned        damaged;
    u_char         *p, *last;
    ant_journal_t  *j;

    j = disk_journal(SIZE);
    disk_append(j, 3, SIZE);
    disk_make(j, SIZE);
    disk_make(j, SIZE);

    /* a page of the mapping is replaced, as after SIGBUS */

    p = mmap(j->active->map, SIZE, PROT_READ|PROT_WRITE,
             MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0);
    disk_must(p == j->active->map, "mmap");

    disk_append(j, 1, SIZE);
    ant_journal_undo(j);
    ant_journal_fail(j);

    ok(j->active == NULL && j->ready == NULL && j->nready == 0,
       "a failed journal takes no more");
    ok(ant_journal_reserve(j, &last) == NULL, "there is no place");
    is_int(ant_journal_turn(j), ANT_NOROOM, "none to turn to");
    is_int(disk_upkeep(j, 1), 2, "what was ready is removed");
    is_int(disk_read(j, 1, SIZE, &damaged), 3, "what it has is read");

    ant_journal_fail(j);
    disk_make(j, SIZE);
    ok(j->active != NULL && j->nready == 0, "a new segment is used at once");
    is_int((long long) j->active->base, 5, "no sequence is given twice");

    disk_append(j, 4, SIZE);
    ok(disk_read(j, 1, SIZE, &damaged) == 7 && damaged == 0,
       "the one that was not accepted is no damage");

    ant_journal_close(j);
}


static void
marked(void)
{
    int             n;
    ant_journal_t  *j;
    char            name[2 * ANT_ID_SIZE + 1];
    unsigned        i;

    j = disk_journal(SIZE);
    memcpy(name, j->name, sizeof(name));
    disk_append(j, 9, SIZE);

    ok(j->suspect == 0 && j->deaths == 0, "nobody died");

    ant_journal_mark(j, 4);
    ant_journal_mark(j, 0);
    ant_journal_close(j);

    j = disk_adopt(name, &n);
    disk_must(j != NULL, "adopt");
    ok(j->suspect == 0 && j->deaths == 0, "not where it went well");

    for (i = 1; i <= 3; i++) {
        ant_journal_mark(j, 2);
        ant_journal_mark(j, 0);
        ant_journal_mark(j, 5);
        ant_journal_close(j);

        j = disk_adopt(name, &n);
        disk_must(j != NULL, "adopt");
        ok(j->suspect == 5 && j->deaths == i, "death %u at one record", i);
    }

    ant_journal_close(j);
    j = disk_adopt(name, &n);
    disk_must(j != NULL, "adopt");
    ok(j->suspect == 5 && j->deaths == 3, "a death elsewhere is none of it");

    ant_journal_mark(j, 6);
    ant_journal_close(j);
    j = disk_adopt(name, &n);
    disk_must(j != NULL, "adopt");
    ok(j->suspect == 6 && j->deaths == 1, "another record begins at one");

    ant_journal_close(j);
}


static void
memory(void)
{
    unsigned        damaged, n, fds, files;
    ant_task_t      t;
    ant_journal_t  *j;

    fds = disk_fds();
    files = disk_entries(disk_path);

    j = ant_journal_create(-1, &disk_ident, disk_machine, DISK_NOW, SIZE);
    disk_must(j != NULL, "ant_journal_create");

    disk_append(j, 100, SIZE);
    is_int(disk_fds(), fds, "a journal in memory has no file");

    is_int(ant_task_sync(j, &t), ANT_AGAIN, "nothing to sync");
    is_int(ant_task_next(j, 101, &t), ANT_AGAIN, "nothing to seal");
    is_int(disk_read(j, 1, SIZE, &damaged), 100, "all is read");

    ant_journal_release(j, 101);

    n = disk_upkeep(j, 101);
    ok(n > 1 && j->retired == NULL && j->segments == j->active,
       "what is done with is given back");

    ant_journal_fail(j);
    ok(disk_read(j, 1, SIZE, &damaged) > 0, "it is read after a failure");

    ant_task_cut(j, &t);
    is_int(disk_run(&t), ANT_OK, "it comes to an end");
    ant_task_drop(j, &t);
    is_int(disk_run(&t), ANT_OK, "with nothing to remove");

    ant_journal_close(j);
    is_int(disk_entries(disk_path), files, "no file was made");
}


static ant_journal_t *
try(size_t size, const ant_identity_t *ident)
{
    errno = 0;

    return ant_journal_create(disk_root, ident, disk_machine, DISK_NOW, size);
}


static void
not_made(void)
{
    u_char           name[ANT_FENCE_MAX + 1];
    unsigned         fds, files;
    struct rlimit    rl, less;
    ant_journal_t   *j;
    ant_identity_t   ident;

    fds = disk_fds();
    files = disk_entries(disk_path);
    ident = disk_ident;

    memset(name, 'x', sizeof(name));
    ident.fence.data = name;
    ident.fence.len = sizeof(name);
    ok(try(SIZE, &ident) == NULL && errno == EINVAL, "a name too long");
    ok(try(SIZE + 4, &disk_ident) == NULL && errno == EINVAL, "an odd size");
    ok(try(1024, &disk_ident) == NULL && errno == EINVAL, "only a header");

    signal(SIGXFSZ, SIG_IGN);
    disk_must(getrlimit(RLIMIT_FSIZE, &rl) == 0, "getrlimit");
    less = rl;
    less.rlim_cur = SIZE;
    disk_must(setrlimit(RLIMIT_FSIZE, &less) == 0, "setrlimit");

    j = try(2 * SIZE, &disk_ident);
    ok(j == NULL && errno == EFBIG, "no room for the file");
    disk_must(setrlimit(RLIMIT_FSIZE, &rl) == 0, "setrlimit");

    /* the directory can be opened, the segment cannot */

    disk_must(getrlimit(RLIMIT_NOFILE, &rl) == 0, "getrlimit");
    less = rl;
    less.rlim_cur = (rlim_t) dup(0);
    disk_must((int) less.rlim_cur > 0, "dup");
    close((int) less.rlim_cur);

    disk_must(setrlimit(RLIMIT_NOFILE, &less) == 0, "setrlimit");
    j = try(SIZE, &disk_ident);
    ok(j == NULL && errno == EMFILE, "no file can be opened");

    less.rlim_cur++;
    disk_must(setrlimit(RLIMIT_NOFILE, &less) == 0, "setrlimit");
    j = try(SIZE, &disk_ident);
    ok(j == NULL && errno == EMFILE, "only one can");
    disk_must(setrlimit(RLIMIT_NOFILE, &rl) == 0, "setrlimit");

    is_int(disk_entries(disk_path), files, "nothing is left behind");
    is_int(disk_fds(), fds, "nothing is left open");

    j = try(SIZE, &disk_ident);
    ok(j != NULL, "and then it can be made");
    disk_must(j != NULL, "create");
    ant_journal_close(j);

    j = ant_journal_create(1000000, &disk_ident, disk_machine, 0, SIZE);
    ok(j == NULL && errno == EBADF, "a root that is none");
}


int
main(void)
{
    disk_open();

    created();
    appended();
    large();
    no_system_call();
    killed();
    failed();
    marked();
    memory();
    not_made();

    disk_close();

    return done();
}
