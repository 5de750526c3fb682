package AntWebhook::Sweep;

# At each of the first system calls of a worker something happens: SIGKILL,
# an error, a delay.
#
#   use AntWebhook::Sweep;
#
#   sweep(count => 200, seed => 17);
#
# (No write(): the master writes, to its log.)
#
# Kills and delays are from a worker's first call on, so its start and what it
# adopts are among them; errors are of one that runs (nginx itself gives up at
# its start).  A first run, in which nothing is done to it, tells how many
# calls there are.  A position counts if it was reached.

use warnings;
use strict;

use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Process qw/ spawn end_process alive /;

use Exporter qw/ import /;
use List::Util qw/ shuffle /;
use Time::HiRes qw/ sleep time /;

our @EXPORT = qw/ sweep /;

my @files = qw/ openat mkdirat unlinkat renameat flock fsync fdatasync
                ftruncate fallocate pread64 pwrite64 /;
my @sockets = qw/ sendto writev recvfrom connect /;
my @others = qw/ mmap munmap getdents64 socket accept4 /;

# what an error is of: those of a disk, and those of a network

my %errors = (
    (map { $_ => ['EIO'] } @files),
    (map { $_ => ['ENOSPC', 'EIO'] }
     qw/ openat mkdirat ftruncate fallocate pwrite64 /),
    (map { $_ => ['ECONNRESET'] } qw/ sendto writev recvfrom /),
    connect => ['ECONNREFUSED'],
);

my %rate = (sms => 500, disk => 300);


sub sweep {
    my (%o) = @_;
    my $count = $o{count};
    my $seed = $o{seed} // int(time() * 1000) % 1_000_000;

    srand $seed;
    print "# seed $seed\n";

    my $t = AntWebhook->new(limit => 120 + 15 * $count);
    my $self = bless {
        t => $t, redis => $t->redis(aof => 1), bad => [], hits => {},
        events => 0, slowest => 0,
    };

    # each segment is turned after some 200 events

    configure($t, workers => 2,
              journal => 'size=64m segment=64k retain=2s sync=100ms',
              main => 'thread_pool default threads=1;',
              locations => <<'EOF');
ant_webhook_rejected off;
location = /sms  { ant_webhook sms ant:sms; }
location = /disk { ant_webhook sms ant:disk; ant_webhook_ack disk; }
EOF
    $t->expect_log(qr/worker process \d+ exited on signal 9/);
    $t->run;

    my @positions = $self->positions($count);
    my $n = 0;

    while ($n < $count && @positions) {
        my $position = shift @positions;

        $n++ if $self->position(++$self->{number}, @$position);
    }

    $self->judge($count, $n, $seed);
}


# What there is to do it to, from the first calls on, and of each kind a part.

sub positions {
    my ($self, $count) = @_;
    my $calls = $self->calls;
    my %of = (kill => [], error => [], delay => []);

    print '# calls of a worker: ', join(', ', map { "$calls->{$_} $_" }
                                        sort keys %$calls), "\n";

    for my $n (1 .. 40) {
        for my $call (grep { $calls->{$_} >= $n } sort keys %$calls) {
            push @{ $of{kill} }, ['kill', $call, $n, 'signal=SIGKILL'];
            push @{ $of{delay} }, ['delay', $call, $n, 'delay_enter=300000'];

            for my $error (@{ $errors{$call} // [] }) {
                push @{ $of{error} }, ['error', $call, $n, "error=$error"];
            }
        }
    }

    # not all of them are reached

    my @part = (
        (grep { defined } @{ $of{kill} }[0 .. 0.6 * $count]),
        (grep { defined } @{ $of{error} }[0 .. 0.3 * $count]),
        (grep { defined } @{ $of{delay} }[0 .. 0.15 * $count]),
    );

    my %taken = map { ($_ => 1) } @part;
    my @more = grep { !$taken{$_} } map { @$_ } @of{qw/ kill error delay /};

    return (@part, shuffle(@more)) if $count >= 50;

    # of a few positions, each of another call

    my @first = grep { $_->[2] <= 2 } map { @$_ } @of{qw/ kill error delay /};

    return (shuffle(@first), shuffle(@more));
}


sub calls {
    my ($self) = @_;
    my %most;

    my $answers = $self->under_load('look', sub {
        my $s = $self->trace(master => 1);
        $self->replace(all => 1);
        sleep 1.5;

        my %n;

        for my $line ($self->untrace($s)) {
            $n{"$1 $2"}++ if $line =~ /^(\d+)\s+(\w+)\(/;
        }

        for my $key (keys %n) {
            my ($call) = $key =~ / (\w+)/;
            $most{$call} = $n{$key} if $n{$key} > ($most{$call} // 0);
        }
    });

    $self->differ($answers);
    return \%most;
}


# Workers die, others come, and somebody adopts.

sub replace {
    my ($self, %o) = @_;
    my @workers = $self->{t}->workers;

    $#workers = 0 if @workers && !$o{all};
    $self->{t}->kill_worker($_) for @workers;
}


# A worker may be on its way out still, killed by what was before.

sub trace {
    my ($self, @o) = @_;

    for my $try (1 .. 5) {
        my $strace = $self->attach(@o);

        return $strace if $strace;
        sleep 0.2;
    }

    die 'strace does not attach: ' . $self->{t}->read_file('strace.out');
}


sub attach {
    my ($self, %o) = @_;
    my $t = $self->{t};

    $t->wait_for(sub { 2 == (() = $t->workers) }, 5);

    my $pid = $o{master} ? $t->master : ($t->workers)[-1];
    my $file = $t->testdir . '/strace';
    my @what = (@files, @sockets, @others);

    # one that this machine does not have is not known to strace

    @what = map { "?$_" } @what;
    unlink $file;

    my $strace = spawn(
        ['strace', '-f', '-q', '-e', 'signal=SIGKILL', '-s', 0, '-o', $file,
         '-p', $pid, '-e', 'trace=' . join(',', @what),
         $o{inject} ? ('-e', "inject=$o{inject}") : ()],
        out => "$file.out",
    );

    my $there = $t->wait_for(sub {
        return 'gone' unless alive($strace);
        open my $f, '<', "/proc/$pid/status" or return 'gone';
        return grep { /^TracerPid:\s+$strace$/ } <$f>;
    }, 10) // 'gone';

    if ($there eq 'gone') {
        $self->untrace($strace);
        return;
    }

    # to all threads

    sleep 0.1 unless $o{master};
    return $strace;
}


sub untrace {
    my ($self, $strace) = @_;

    end_process($strace, 'INT', 10);

    return split /\n/, $self->{t}->read_file('strace');
}


sub under_load {
    my ($self, $name, $code) = @_;
    my $t = $self->{t};
    my %load = map {
        ($_ => $t->load(seconds => 20, rate => $rate{$_}, uri => "/$_",
                        prefix => "$_-$name", connections => 6,
                        flush => 1)->start)
    } sort keys %rate;

    sleep 0.2;
    $code->();

    return { map { ($_ => $load{$_}->cut) } keys %load };
}


# 1 if it was reached.

sub position {
    my ($self, $number, $kind, $call, $n, $what) = @_;
    my $t = $self->{t};
    my $hits = 0;

    my $answers = $self->under_load($number, sub {
        my $s = $self->trace(master => $kind ne 'error',
                             inject => "$call:$what:when=$n");

        # an error is of the one that stays, and adopts

        $self->replace(all => $kind ne 'error');
        sleep 1.2;

        for ($self->untrace($s)) {
            $hits++ if $kind eq 'kill' ? /\+\+\+ killed by SIGKILL/
                       : $kind eq 'error' ? /\(INJECTED\)/
                       : /\(DELAYED\)/;
        }
    });

    # a sync that fails is a 503 for an event that is in the journal

    if ($what =~ /EIO/) {
        s/^503$/0/ for values %{ $answers->{disk} };
    }

    my $begin = time();
    my $bad = $self->differ($answers);

    $self->{slowest} = time() - $begin if time() - $begin > $self->{slowest};

    if ($bad) {
        push @{ $self->{bad} }, "$call number $n, $what: $bad";
        print "# $self->{bad}[-1]\n";
    }

    $self->{events} += grep { $_ == 200 } map { values %$_ } values %$answers;
    return 0 unless $hits;

    $self->{hits}{$kind}++;
    $self->{each}{"$what $call"}++;
    return 1;
}


# What is wrong with the lists, '' if nothing is; waits for what is missing.
# What a worker that was killed owed nobody may still come later.

sub differ {
    my ($self, $answers) = @_;
    my $bad;

    for my $list (keys %$answers) {
        my $all = $self->{all}{$list} //= {};

        %$all = (%$all, %{ $answers->{$list} });
    }

    my $judge = sub {
        $bad = join '', map { $self->wrong($_, $answers->{$_}) }
                        sort keys %$answers;
        return $bad !~ /lost/;
    };

    $self->{t}->wait_for($judge, 15);
    return $bad;
}


# Of these, and of what is on the list since it was looked at last.

sub wrong {
    my ($self, $list, $answers) = @_;
    my $all = $self->{all}{$list};
    my $seen = $self->{seen}{$list} //= {};
    my $from = $self->{length}{$list} // 0;
    my $new = $self->{redis}->cmd('LRANGE', "ant:$list", $from, -1);
    my @new = map { /"smsId":"([^"]*)"/ ? $1 : "no id: $_" } @$new;

    $self->{length}{$list} = $from + @new;
    $seen->{$_}++ for @new;

    my %bad = (
        lost => [grep { $answers->{$_} == 200 && !$seen->{$_} }
                 sort keys %$answers],
        dup => [grep { $seen->{$_} > 1 } @new],
        extra => [grep { !defined $all->{$_} || $all->{$_} !~ /^(?:200|0)$/ }
                  @new],
    );

    # what is told of these is told once

    push @{ $self->{bad} }, map {
        "ant:$list: " . @{ $bad{$_} } . " $_, $bad{$_}[0]"
    } grep { @{ $bad{$_} } } qw/ dup extra /;

    return @{ $bad{lost} } ? "ant:$list: " . @{ $bad{lost} }
                             . " lost, $bad{lost}[0] " : '';
}


sub judge {
    my ($self, $count, $n, $seed) = @_;
    my $t = $self->{t};
    my $hits = $self->{hits};
    my $each = $self->{each} // {};

    # what came late

    push @{ $self->{bad} }, $self->differ($self->{all}) || ();

    print "# $n positions: ", join(', ', map { "$hits->{$_} $_" }
                                   sort keys %$hits),
          "; $self->{number} tried\n";
    print "#   $each->{$_} $_\n" for sort keys %$each;
    printf "# %d events answered 200, the last one came after %.1f s\n",
           $self->{events}, $self->{slowest};

    cmp_ok($n, '>=', $count, "$n positions were reached");
    is(join("\n", @{ $self->{bad} }), '',
       "nothing lost, doubled or too much (SEED=$seed repeats it)");
    ok($t->wait_for(sub { 2 == (() = $t->workers(all => 1)) }, 10),
       'two workers');
    settled($t, 4, 'at the end', within => 30, fields => 2);
    is(() = $t->log_lines(qr/set aside/), 0, 'nothing is set aside');
    $t->done;
}


1;
