/*
 * Copyright (C) the ngx_http_ant_webhook_module authors
 *
 * One journal on its way to Redis, and what may come between: deaths of its
 * owner and of adopters, time-outs, bytes of a dead connection that Redis
 * reads late, an error to a batch, a Redis that dies and comes back with less
 * than it had confirmed, or with nothing.
 *
 * Checked, whatever the order of steps:
 *
 *   once    no event is put on the list twice, as long as Redis remembers it;
 *   safe    when the journal's directory is removed, each event is on the
 *           list, and so old there that Redis does not lose it any more (but
 *           for what Redis lost although it had been kept for retain);
 *   steps   no state is without a next step but those behind the end.
 *
 * Names are those of docs/journal.md: c is confirmed, e is tail, f the fence.
 * A batch is any range of events.  Steps of one process between two messages
 * are one step: the journal is mapped, so a death between two of its stores
 * leaves what was stored.
 *
 * Time has ticks.  Redis loses at most what it applied since the tick before
 * the last.  A process counts ticks when an answer ends them; none passes
 * twice with a command unanswered, since that is a time-out.
 *
 * Bounds: EVENTS, ADOPTERS, TIMEOUTS (of all together), one error, one loss,
 * PIPELINE batches in flight.  Ticks have none: ages stand still at RETAIN.
 *
 * Two worlds.  By default commands of one process, and of its connections one
 * after the other, reach Redis in the order in which they were sent, however
 * late.  With -DANYORDER an old connection's commands may be overtaken, but
 * not for longer than two ticks of a Redis that runs.  (With two adopters only
 * this one is right: a REGISTER of one dead process and an older batch of
 * another, both held back until the journal's end is over, put it there again.)
 *
 * Each of these makes the model wrong, and must be found:
 *
 *   -DMULTI       the fence is not compared when the batch is applied
 *   -DWALLCLOCK   retain passes while Redis is away, too
 *   -DSTARTSENT   REGISTER starts at what was sent
 *   -DRETAIN=0    what is confirmed is not kept
 *   -DRETAIN=1    it is kept shorter than Redis may lose it
 *   -DPIPELINED   batches follow a REGISTER before its answer
 */


#ifndef EVENTS
#define EVENTS    3
#endif

#ifndef ADOPTERS
#define ADOPTERS  1
#endif

#ifndef TIMEOUTS
#define TIMEOUTS  1
#endif

#ifndef RETAIN
#define RETAIN    2
#endif

#define PIPELINE  2
#define SENDERS   (ADOPTERS + 1)
#define FIRST     1
#define LAST      (EVENTS + 1)      /* the fence of a whole journal */

#ifdef ANYORDER
#define STREAMS   2
#else
#define STREAMS   1
#endif

#define BIT(i)    (1 << ((i) - 1))

#define MIN(a, b) ((a) < (b) -> (a) : (b))


mtype = { REGISTER, PUSH, FORGET, PING };
mtype = { NEW, READY, FINISHED };
mtype = { FIELD, ABSENT, DONE, ERROR };


/* to Redis: command, expected or start, first event, new fence, connection */
chan commands[SENDERS * STREAMS] = [4] of { mtype, byte, byte, byte, byte };

/* and back: command, what came of it, fence, 1 if it was there */
chan answers[SENDERS] = [4] of { mtype, mtype, byte, bit };


/* Redis: field (0: absent) and list; as at the last tick, and the one before */
byte  field, list;
byte  field1, list1;
byte  field2, list2;
bit   running = 1;
bit   refusing = 1;

/* the journal, on the disk */
byte  tail = FIRST;
byte  floor = FIRST;
byte  oldest = FIRST;
bit   cut;
bit   removed;

/* whoever holds it */
byte  holder;
bit   connected;
byte  connection;
byte  confirmed = FIRST;
byte  age[LAST + 1];
byte  pending;
byte  owed;
byte  timeouts = TIMEOUTS;

/* Redis lost it after retain */
byte  forgiven;

#ifdef ANYORDER
byte  staleness;
#define STALE  1
#else
#define STALE  0
#endif


inline drop_answers() {
    do
    :: nempty(answers[holder]) -> answers[holder]?_, _, _, _
    :: empty(answers[holder]) -> break
    od
}


inline drop_commands(stream) {
    do
    :: nempty(commands[stream]) -> commands[stream]?_, _, _, _, _
    :: empty(commands[stream]) -> break
    od
}


/* i is a variable of the process */
inline disconnect() {
    drop_answers();
    connected = 0;
    owed = 0;
    pending = 0
}


/* --- Redis --- */


inline reply(command, result, f, there) {
    if
    :: sender == holder && connected && id == connection ->
        answers[sender]!command, result, f, there
    :: else
    fi
}


inline put_events(from, to) {
    i = from;

    do
    :: i < to ->
        assert((list & BIT(i)) == 0);       /* once */
        list = list | BIT(i);
        i++
    :: else -> break
    od
}


inline apply() {
    if
    :: command == REGISTER ->
        if
        :: field == 0 -> field = a; reply(REGISTER, FIELD, field, 0)
        :: else -> reply(REGISTER, FIELD, field, 1)
        fi

    :: command == PUSH && refusing && sender == holder ->
        refusing = 0;
        reply(PUSH, ERROR, 0, 0)

    :: command == PUSH ->
        if
#ifndef MULTI
        :: field != a && field == 0 -> reply(PUSH, ABSENT, 0, 0)
        :: field != a && field != 0 -> reply(PUSH, FIELD, field, 1)
        :: field == a ->
#else
        :: true ->
#endif
            put_events(b, c);
            field = c;
            reply(PUSH, DONE, field, 1)
        fi

    :: command == FORGET ->
        if
        :: field == a -> field = 0
        :: else
        fi;

        reply(FORGET, DONE, 0, 0)

    :: command == PING -> reply(PING, DONE, 0, 0)
    fi
}


inline take(stream, who) {
    commands[stream]?command, a, b, c, id;
    sender = who;
    apply();
    command = 0; a = 0; b = 0; c = 0; id = 0; sender = 0; i = 0
}


active proctype redis() {
    mtype  command;
    byte   a, b, c, id, sender, i;

end:
    do
    :: atomic { running && nempty(commands[0]) -> take(0, 0) }
    :: atomic { running && nempty(commands[1]) -> take(1, 1 / STREAMS) }
#if (SENDERS * STREAMS > 2)
    :: atomic { running && nempty(commands[2]) -> take(2, 2 / STREAMS) }
#endif
#if (SENDERS * STREAMS > 3)
    :: atomic { running && nempty(commands[3]) -> take(3, 3 / STREAMS) }
#endif
#if (SENDERS * STREAMS > 4)
    :: atomic { running && nempty(commands[4]) -> take(4, 4 / STREAMS) }
    :: atomic { running && nempty(commands[5]) -> take(5, 5 / STREAMS) }
#endif
    od
}


/* Dies, once; what it has afterwards is told by chance. */

inline forgive() {
    i = FIRST;

    do
    :: i < floor || (i < confirmed && age[i] >= RETAIN) ->
        forgiven = forgiven | BIT(i);
        i++
    :: else -> break
    od
}


inline lose() {
    if
    :: skip
    :: field = field1; list = list1
    :: field = field2; list = list2
    :: forgive(); field = 0; list = 0
    fi;

    field1 = field; list1 = list;
    field2 = field; list2 = list
}


/* A FLUSHALL ends no connection: how much is replayed depends on when it is
   noticed, so only what comes later has to be there. */

inline flush() {
    forgiven = forgiven | list;
    field = 0; list = 0;
    field1 = 0; list1 = 0;
    field2 = 0; list2 = 0
}


active proctype fate() {
    byte  i;

end:
    if
    :: atomic { running -> flush() }
    :: atomic { running -> running = 0;
        lose();
        i = 0;

        do
        :: i < SENDERS * STREAMS -> drop_commands(i); i++
        :: else -> break
        od;

        i = 0;
        disconnect()
    }
    fi;

    running = 1
}


/* --- time --- */


inline grow(ticks) {
    i = floor;

    do
    :: i < confirmed -> age[i] = MIN(age[i] + ticks, RETAIN); i++
    :: else -> break
    od;

    if
    :: cut -> age[0] = MIN(age[0] + ticks, RETAIN)
    :: else
    fi;

    i = 0
}


inline tick() {
    if
    :: running -> field2 = field1; list2 = list1; field1 = field; list1 = list
    :: else
    fi;

#ifdef WALLCLOCK
    grow(1);
#endif

    if
    :: connected -> pending = MIN(pending + 1, RETAIN + 1)
    :: else
    fi
}


/* one that changes nothing is none */
#define AGES   (field1 != field2 || list1 != list2 \
                || field != field1 || list != list1)
#define WAITS  (connected && owed == 0 && pending <= RETAIN)
#define TICKS  ((!connected || owed == 0 || pending == 0) \
                && (AGES || WAITS || (connected && pending == 0) || STALE))


active proctype clock() {
    byte  i;

end:
    do
    :: atomic { !removed && TICKS ->
#ifdef ANYORDER
        /* the commands of a connection that is gone do not live for ever */

        if
        :: !running
        :: running && staleness < 1 -> staleness++
        :: running && staleness == 1 ->
            i = 0;

            do
            :: i < SENDERS * STREAMS ->
                if
                :: i == holder * STREAMS + connection % STREAMS && connected
                :: else -> drop_commands(i)
                fi;
                i++
            :: else -> break
            od;

            i = 0;
            staleness = 0
        fi;
#endif
        tick()
    }
    od
}


/* --- the holder of the journal --- */


inline send(command, x, y, z) {
    commands[self * STREAMS + connection % STREAMS]!command, x, y, z,
                                                    connection;
    owed++
}


inline confirm(f) {
    if
    :: f > confirmed ->
        i = confirmed;

        do
        :: i < f -> age[i] = 0; i++
        :: else -> break
        od;

        confirmed = f;
        i = 0
    :: else
    fi
}


inline rewind(f) {
    confirmed = MIN(confirmed, f);
    floor = MIN(floor, f);
    i = f;

    do
    :: i < LAST -> age[i] = 0; i++
    :: else -> break
    od;

    i = 0
}


/* what was confirmed for retain */

inline raise() {
    do
    :: floor < confirmed && age[floor] >= RETAIN -> age[floor] = 0; floor++
    :: else -> break
    od
}


inline register() {
    raise();
    start = floor;

#ifdef STARTSENT
    send(REGISTER, fence, 0, 0);
#else
    send(REGISTER, floor, 0, 0);
#endif

    registering = 1;
    state = NEW;

#ifdef PIPELINED
    state = READY;
    fence = floor;
    cursor = floor;
#endif
}


inline push() {
    to = cursor + 1;

    do
    :: to < tail -> to++
    :: break
    od;

    send(PUSH, fence, cursor, to);
    fence = to;
    cursor = to;
    to = 0
}


inline registered(f, there) {
    assert(f <= tail);
    registering = 0;

    if
    :: f < oldest -> rewind(oldest); cursor = oldest
    :: f >= oldest && f < confirmed -> rewind(f); cursor = f
    :: else -> confirm(f); cursor = f
    fi;

    fence = f;
    start = MIN(start, f);

    if
    :: start > oldest -> oldest = start
    :: else
    fi;

    state = READY
}


inline pushed(result, f) {
    if
    :: result == DONE -> confirm(f)
    :: result == ERROR -> error = 1
    :: result == FIELD && f >= confirmed && f <= tail ->
        refused = 1; answer = f
    :: else -> refused = 2
    fi
}


inline settle() {
    if
    :: owed == 0 && error -> state = NEW; error = 0; refused = 0
    :: owed == 0 && !error && refused == 1 ->
        fence = answer; cursor = answer; confirm(answer); refused = 0
    :: owed == 0 && !error && refused == 2 -> state = NEW; refused = 0
    :: else
    fi;

    if
    :: refused == 0 -> answer = 0
    :: else
    fi
}


inline removal() {
    removed = 1;
    i = FIRST;

    do
    :: i < tail ->
        assert((list2 | forgiven) & BIT(i));    /* safe */
        i++
    :: else -> break
    od;

    i = 0
}


inline answered() {
    grow(pending);
    pending = 0;
    owed--;

    if
    :: command == REGISTER -> registered(f, there)
    :: command == PUSH -> pushed(result, f)
    :: command == FORGET -> removal()
    :: command == PING
    fi;

    settle();
    command = 0; result = 0; f = 0; there = 0
}


inline adopt() {
    confirmed = floor;
    cursor = floor;
    fence = tail;
    pending = 0;
    owed = 0;
    i = 0;

    do
    :: i <= LAST -> age[i] = 0; i++
    :: else -> break
    od;

    i = 0;

    if
    :: cut -> state = FINISHED
    :: else -> state = NEW
    fi
}


#define HOLDS    (holder == self && !removed)
#define ONLINE   (HOLDS && connected)
#define QUIET    (refused == 0 && !error)
#define ENDED    (self > 0 && confirmed == tail && oldest == tail)


proctype sender(byte self) {
    mtype  state, command, result;
    byte   f, fence, cursor, to, start, answer, i;
    bit    there, error, registering;
    byte   refused;

    if
    :: atomic { holder == self && !removed -> adopt() }
    :: removed
    fi;

    do
    :: atomic { self == 0 && HOLDS && tail < LAST -> tail++ }

    :: atomic { HOLDS && !connected && running ->
        connected = 1; connection++; pending = 0;
        error = 0; refused = 0; answer = 0; registering = 0;

        if
        :: state == READY -> state = NEW
        :: else
        fi
    }

    :: atomic { ONLINE && state == NEW && owed == 0 -> register() }

    :: atomic { ONLINE && state == READY && owed == 0 && pending > 0 &&
        !ENDED -> register() }

    :: atomic { ONLINE && state == READY && QUIET && cursor < tail &&
        owed < PIPELINE -> push() }

    :: atomic { ONLINE && state == READY && owed == 0 && ENDED ->
        cut = 1; floor = tail; fence = tail; age[0] = 0; state = FINISHED }

    :: atomic { ONLINE && state == FINISHED && owed == 0 && pending > 0 &&
        age[0] < RETAIN -> send(PING, 0, 0, 0) }

    :: atomic { ONLINE && state == FINISHED && owed == 0 &&
        age[0] >= RETAIN -> send(FORGET, fence, 0, 0) }

    :: atomic { ONLINE && nempty(answers[self]) ->
        answers[self]?command, result, f, there; answered() }

    :: atomic { ONLINE && owed > 0 && timeouts > 0 ->
        timeouts--; disconnect() }

    :: atomic { HOLDS && self < ADOPTERS ->     /* dies */
        disconnect(); holder++; break }

    :: removed -> break
    od
}


init {
    byte  i;

    atomic {
        i = 0;

        do
        :: i < SENDERS -> run sender(i); i++
        :: else -> break
        od;

        i = 0
    }
}
