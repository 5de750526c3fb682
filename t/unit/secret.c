
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * What the comparison of a secret tells by its time: nothing.  A child that
 * is stepped through one walk over a request counts its instructions: as
 * many, wherever a wrong value first differs, and whatever the secret is.
 */


#include "ant_query.h"
#include "tap.h"
#include "request.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/ptrace.h>
#include <sys/wait.h>


#define LENGTH  24


static const char  right[] = "0123456789abcdefghijklmn";


/* the child: stopped before the walk, and once more behind it */

static void
child(const ant_secret_t *secrets, const char *value)
{
    char         input[128];
    u_char       scratch[128];
    size_t       len;
    ant_query_t  q;

    len = (size_t) snprintf(input, sizeof(input), "a=1&key=%s&b=2", value);

    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) == -1) {
        _exit(3);
    }

    /* once before it is counted: what is bound late is bound then */

    ant_query_init(&q, secrets, 2, scratch, sizeof(scratch));
    (void) ant_query_parse(&q, (u_char *) input, len);

    ant_query_init(&q, secrets, 2, scratch, sizeof(scratch));

    (void) raise(SIGSTOP);
    (void) ant_query_parse(&q, (u_char *) input, len);
    (void) raise(SIGSTOP);

    _exit(q.nparams == 2 ? 0 : 4);
}


/* from one stop to the other; -1 if it cannot be counted */

static long
steps(const char *secret, const char *other, const char *value)
{
    int           status;
    long          n;
    pid_t         pid;
    ant_secret_t  secrets[2];

    secrets[0].name = request_str("key");
    secrets[0].value = request_str(secret);
    secrets[1].name = request_str("key");
    secrets[1].value = request_str(other);

    fflush(stdout);
    pid = fork();

    if (pid == 0) {
        child(secrets, value);
    }

    if (waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status)
        || ptrace(PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_EXITKILL) == -1)
    {
        return -1;
    }

    n = 0;

    do {
        if (ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL) == -1
            || waitpid(pid, &status, 0) != pid)
        {
            return -1;
        }

        n++;

    } while (WIFSTOPPED(status) && WSTOPSIG(status) == SIGTRAP);

    if (!WIFSTOPPED(status) || WSTOPSIG(status) != SIGSTOP) {
        return -1;
    }

    (void) ptrace(PTRACE_CONT, pid, NULL, NULL);

    if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status)
        || WEXITSTATUS(status) != 0)
    {
        return -1;
    }

    return n;
}


static void
places(void)
{
    char  value[LENGTH + 1];
    long  first, n, other;
    int   i, same;

    memcpy(value, right, sizeof(right));
    value[0] = 'X';

    first = steps(right, "ZZZZZZZZZZZZZZZZZZZZZZZZ", value);
    ok(first > LENGTH, "a walk over a wrong value is counted");

    same = 0;

    for (i = 0; i < LENGTH; i++) {
        memcpy(value, right, sizeof(right));
        value[i] = 'X';

        n = steps(right, "ZZZZZZZZZZZZZZZZZZZZZZZZ", value);
        same += (n == first);
    }

    is_int(same, LENGTH, "wherever it differs, as many instructions");

    memset(value, 'X', LENGTH);
    other = steps(right, "ZZZZZZZZZZZZZZZZZZZZZZZZ", value);
    is_int(other, first, "in all places, too");

    value[LENGTH - 1] = '\0';
    ok(steps(right, "ZZZZZZZZZZZZZZZZZZZZZZZZ", value) != first,
       "another length is another number");
}


/* the value stays, the secrets are others */

static void
secrets(void)
{
    long  first;

    first = steps("YYYYYYYYYYYYYYYYYYYYYYYY", "ZZZZZZZZZZZZZZZZZZZZZZZZ",
                  right);

    is_int(steps("0123456789abcdefghijklmX", "ZZZZZZZZZZZZZZZZZZZZZZZZ",
                 right), first, "a secret that is nearly it");
    is_int(steps("YYYYYYYYYYYYYYYYYYYYYYYY", "0123456789abZZZZZZZZZZZZ",
                 right), first, "a second one that begins like it");
}


int
main(void)
{
    places();
    secrets();

    return done();
}
