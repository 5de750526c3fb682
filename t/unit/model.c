
/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * Random operations on a journal against a model in memory: whatever is done
 * in whatever order, what was appended and not released is read, once, in
 * order and as it was.
 */


#include "disk.h"


#define STEPS  30000


typedef struct {
    ant_journal_t  *j;
    uint64_t        seed;
    uint64_t        next;        /* what the next event's sequence is */
    uint64_t        confirmed;
    uint64_t        read;        /* what the cursor should give next */
    uint64_t        released;
    uint64_t        answered;
    ant_cursor_t    cursor;
    ant_window_t    window;
    u_char          buf[300];
    ant_task_t      tasks[8];
    unsigned        ntasks;
    unsigned        making;
    unsigned        adopted;
    unsigned        ended;
    const char     *wrong;
} world_t;


static uint64_t
dice(world_t *w, uint64_t sides)
{
    w->seed ^= w->seed << 13;
    w->seed ^= w->seed >> 7;
    w->seed ^= w->seed << 17;

    return (w->seed >> 11) % sides;
}


static void
finish(world_t *w)
{
    unsigned  i;

    for (i = 0; i < w->ntasks; i++) {
        ant_task_run(&w->tasks[i]);
    }

    for (i = 0; i < w->ntasks; i++) {
        if (w->tasks[i].op == ANT_TASK_MAKE) {
            w->making = 0;
        }

        if (ant_task_end(&w->tasks[i]) != ANT_OK) {
            w->wrong = "a task failed";
        }
    }

    w->ntasks = 0;
}


static void
task(world_t *w)
{
    int          rc;
    ant_task_t  *t;

    if (w->ntasks == 8) {
        return;
    }

    t = &w->tasks[w->ntasks];

    switch (dice(w, 3)) {

    case 0:
        if (!w->j->live || w->making || w->j->nready > 2) {
            return;
        }

        ant_task_make(w->j, 4096 << dice(w, 3), t);
        w->making = 1;
        rc = ANT_OK;
        break;

    case 1:
        rc = ant_task_sync(w->j, t);
        break;

    default:
        rc = ant_task_next(w->j, w->read, t);
    }

    if (rc == ANT_OK) {
        w->ntasks++;
    }
}


static void
append(world_t *w)
{
    uint64_t  n;

    if (!w->j->live) {
        return;
    }

    for (n = dice(w, 20); n > 0; n--) {
        if (disk_put(w->j) == ANT_OK) {
            w->next++;

        } else if (ant_journal_turn(w->j) != ANT_OK) {
            return;
        }
    }
}


static void
read_some(world_t *w)
{
    int           rc;
    uint64_t      n;
    ant_record_t  rec;

    for (n = dice(w, 30); n > 0; n--) {
        rc = ant_journal_read(w->j, &w->cursor, &w->window, &rec);

        if (rc == ANT_AGAIN && w->read == w->next) {
            return;
        }

        if (rc != ANT_OK || !disk_is(&rec, w->read)) {
            w->wrong = "a wrong record";
            return;
        }

        w->read++;
    }
}


static void
confirm(world_t *w)
{
    uint64_t  floor, before;

    w->answered += dice(w, 50);

    if (w->read > w->confirmed) {
        w->confirmed += dice(w, w->read - w->confirmed + 1);
    }

    ant_journal_confirm(w->j, w->confirmed, w->answered, 100);

    floor = ant_journal_floor(w->j, w->answered, 100);

    if (floor > w->confirmed) {
        w->wrong = "a floor above what is confirmed";
    }

    if (dice(w, 3) == 0) {
        before = ant_journal_oldest(w->j);

        ant_journal_release(w->j, floor);
        w->released = ant_journal_oldest(w->j);

        /* an adopted journal may have begun above its floor, see lowest() */

        if (w->released > floor && w->released > before) {
            w->wrong = "released too much";
        }
    }
}


/*
 * A journal without an active segment has no header that could take the floor:
 * after its owner's death it is below what was released meanwhile.
 */

static uint64_t
lowest(const world_t *w)
{
    uint64_t  oldest;

    oldest = ant_journal_oldest(w->j);

    return (w->j->floor > oldest) ? w->j->floor : oldest;
}


static void
rewind_some(world_t *w)
{
    uint64_t  low, to;

    low = lowest(w);
    to = low + dice(w, w->confirmed - low + 1);

    ant_journal_rewind(w->j, to);
    ant_journal_seek(w->j, &w->cursor, to);

    w->confirmed = to;
    w->read = to;
}


static void
fail(world_t *w)
{
    if (w->j->live) {
        ant_journal_fail(w->j);
    }
}


/* The owner dies; another one adopts. */

static void
die(world_t *w)
{
    int   rc;
    char  name[25];

    finish(w);
    memcpy(name, w->j->name, 25);
    ant_journal_close(w->j);

    w->j = disk_adopt(name, &rc);

    if (w->j == NULL) {
        w->wrong = "not adopted";
        return;
    }

    w->adopted++;
    w->confirmed = lowest(w);
    w->read = w->confirmed;
    w->answered = 0;

    if (ant_journal_oldest(w->j) > w->released) {
        w->wrong = "a segment was lost";
    }

    if (w->j->next != w->next) {
        w->wrong = "another end";
    }

    ant_journal_seek(w->j, &w->cursor, w->read);
}


/* All of it is confirmed: the end, and another journal. */

static void
end(world_t *w)
{
    ant_task_t  t;

    finish(w);
    read_some(w);

    if (w->wrong || w->read != w->next) {
        return;
    }

    ant_journal_confirm(w->j, w->next, w->answered, 100);
    ant_task_cut(w->j, &t);

    if (disk_run(&t) != ANT_OK) {
        w->wrong = "not cut";
    }

    w->released = w->next;

    if (dice(w, 2)) {
        die(w);

        if (w->wrong || !w->j->finished) {
            w->wrong = "not finished";
            return;
        }
    }

    ant_task_drop(w->j, &t);

    if (disk_run(&t) != ANT_OK) {
        w->wrong = "not dropped";
    }

    ant_journal_close(w->j);

    w->j = disk_journal(4096);
    w->next = ANT_SEQUENCE_FIRST;
    w->read = w->next;
    w->confirmed = w->next;
    w->answered = 0;
    w->released = ANT_SEQUENCE_FIRST;
    w->ended++;

    ant_journal_seek(w->j, &w->cursor, w->read);
}


static void
step(world_t *w)
{
    uint64_t  what;

    what = dice(w, 1000);

    if (what < 350) {
        append(w);

    } else if (what < 650) {
        read_some(w);

    } else if (what < 800) {
        task(w);

    } else if (what < 900) {
        finish(w);

    } else if (what < 970) {
        confirm(w);

    } else if (what < 980) {
        rewind_some(w);

    } else if (what < 984) {
        fail(w);

    } else if (what < 988) {
        die(w);

    } else if (what < 992) {
        end(w);

    } else {
        ant_journal_leave(w->j, &w->cursor);
    }
}


int
main(void)
{
    char      *seeded;
    unsigned   i, fds, damaged;
    world_t   *w;

    disk_open();
    fds = disk_fds();

    w = calloc(1, sizeof(world_t));
    disk_must(w != NULL, "calloc");

    seeded = getenv("ANT_SEED");
    w->seed = seeded ? strtoull(seeded, NULL, 0)
                     : ((uint64_t) getpid() << 20 | 1) * 0x9e3779b97f4a7c15;

    printf("# ANT_SEED=%llu\n", (unsigned long long) w->seed);

    w->window.buf = w->buf;
    w->window.size = sizeof(w->buf);
    w->j = disk_journal(4096);
    w->next = ANT_SEQUENCE_FIRST;
    w->read = w->next;
    w->confirmed = w->next;
    w->released = w->next;

    ant_journal_seek(w->j, &w->cursor, w->read);

    for (i = 0; i < STEPS && w->wrong == NULL; i++) {
        step(w);
    }

    ok(w->wrong == NULL, "random operations: %s at %u",
       w->wrong ? w->wrong : "all right", i);
    ok(w->adopted > 20 && w->ended > 10, "%u deaths, %u ends", w->adopted,
       w->ended);

    if (w->wrong == NULL) {
        finish(w);
        i = (unsigned) (w->next - ant_journal_oldest(w->j));
        is_int(disk_read(w->j, 1, 4096, &damaged), (int) i,
               "all that was not released is there");
        is_int(damaged, 0, "without a gap");

        ant_journal_close(w->j);
        ant_window_free(&w->window);
        is_int(disk_fds(), fds, "no file is left open");
    }

    free(w);
    disk_close();

    return done();
}
