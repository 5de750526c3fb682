package AntWebhook::Soak;

# All faults at random, for as long as is asked: what t/soak.t does for some
# seconds and t/long/soak for minutes.
#
#   soak(span => 300, seed => 17, rate => 1500);
#
# A seed gives the same faults in the same order; where they hit is the
# machine's doing.  The figures are printed, and tested.

use warnings;
use strict;

use AntWebhook;
use AntWebhook::Delivery;

use Exporter qw/ import /;
use Time::HiRes qw/ sleep time /;

our @EXPORT = qw/ soak seconds /;

my @faults = (
    [12, 'worker killed', \&kill_one],
    [2, 'all workers killed', \&kill_workers],
    [1, 'nginx killed', \&kill_nginx],
    [3, 'Redis killed', \&kill_redis],
    [3, 'reload', \&reload],
    [2, 'worker stopped', \&stop_one],
    [2, 'Redis hung', \&hang_redis],
    [1, 'connections cut', \&cut],
);


# 90, 90s, 5m, 2h

sub seconds {
    my ($text) = @_;
    my ($n, $unit) = $text =~ /^(\d+)([smh]?)$/ or die "what is $text?\n";

    return $n * { '' => 1, s => 1, m => 60, h => 3600 }->{$unit};
}


sub soak {
    my (%o) = @_;
    my $span = $o{span};
    my $seed = $o{seed} // int(time() * 1000) % 1_000_000;

    srand $seed;

    my $t = AntWebhook->new(limit => $span * 1.5 + 150);
    my $self = bless {
        t => $t, redis => $t->redis(aof => 1), done => {}, later => [],
    };

    configure($t, workers => 2, journal => 'size=256m retain=2s drain=1s');
    $t->run;

    print "# seed $seed, $span s\n";
    my $load = $t->load(seconds => $span, rate => $o{rate}, pipeline => 2,
                        connections => 8)->start;

    while ($load->running) {
        $self->fault;
        $self->wait(rand($o{pause} // 0.5), $load);
    }

    $self->heal;
    $self->judge($load->finish, $seed);
    $t->done;
}


sub wait {
    my ($self, $pause, $load) = @_;
    my $end = time() + $pause;

    while (1) {
        my @due = grep { $_->[0] <= time() } @{ $self->{later} };

        $self->{later} = [grep { $_->[0] > time() } @{ $self->{later} }]
            if @due;

        $_->[1]->() for @due;
        return if time() >= $end;
        sleep 0.02;
    }
}


sub later {
    my ($self, $seconds, $what) = @_;

    push @{ $self->{later} }, [time() + $seconds, $what];
}


# The numbers are drawn whether or not they are used, so that a fault which
# finds nothing to do changes none that follow.

sub fault {
    my ($self) = @_;
    my $sum = 0;

    $sum += $_->[0] for @faults;

    my ($which, $where, $long) = (rand $sum, rand, rand);

    for my $fault (@faults) {
        my ($weight, $name, $code) = @$fault;

        $which -= $weight;
        next if $which >= 0;

        $self->{done}{$name}++ if $code->($self, $where, $long);
        return;
    }
}


sub kill_one {
    my ($self, $where) = @_;
    my @workers = $self->{t}->workers(all => 1) or return 0;

    $self->{t}->kill_worker($workers[$where * @workers]);
    return 1;
}


sub kill_workers {
    my ($self) = @_;
    my @workers = $self->{t}->workers(all => 1) or return 0;

    $self->{t}->kill_worker($_) for @workers;
    return 1;
}


sub kill_nginx {
    my ($self) = @_;

    $self->{t}->kill_all;
    $self->{t}->run;
    return 1;
}


sub kill_redis {
    my ($self, $where, $long) = @_;
    my $redis = $self->{redis};

    return 0 unless $redis->running;
    $redis->kill;
    $self->later($long * 2, sub { $redis->start(wait => 0) });
    return 1;
}


sub hang_redis {
    my ($self, $where, $long) = @_;
    my $redis = $self->{redis};

    return 0 unless $redis->running;
    $redis->freeze;
    $self->later($long * 2, sub { $redis->thaw if $redis->running });
    return 1;
}


sub reload {
    my ($self, $where) = @_;
    my $t = $self->{t};
    my $n = 1 + int($where * 4);

    $t->write_file('nginx.conf', $t->read_file('nginx.conf')
        =~ s/worker_processes \d+/worker_processes $n/r);
    die "no reload\n" unless $t->reload;
    return 1;
}


sub stop_one {
    my ($self, $where, $long) = @_;
    my @workers = $self->{t}->workers or return 0;
    my $pid = $workers[$where * @workers];

    kill 'STOP', $pid;
    $self->later($long * 3, sub { kill 'CONT', $pid });
    return 1;
}


sub cut {
    my ($self) = @_;
    my $redis = $self->{redis};

    # one that hangs or loads answers nothing

    return 0 if @{ $self->{later} } || !$redis->running;
    return defined eval {
        $redis->cmd('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    };
}


sub heal {
    my ($self) = @_;

    $_->[1]->() for splice @{ $self->{later} };
    $self->{t}->wait_for(sub { eval { $self->{redis}->cmd('PING') } }, 60)
        or die "Redis does not come back\n";
}


sub judge {
    my ($self, $answers, $seed) = @_;
    my $t = $self->{t};
    my $done = $self->{done};
    my $n = AntWebhook::Load::summary($answers);
    my $faults = 0;

    $faults += $_ for values %$done;

    arrived($t, $answers, 'after all of it', within => 90, after => 2);

    print "# $faults faults: ",
          join(', ', map { "$done->{$_} $_" } sort keys %$done), "\n";
    print '# ', scalar keys %$answers, ' events: ',
          join(', ', map { "$n->{$_} " . ($_ ? "answered $_" : 'without') }
                     sort { $b <=> $a } keys %$n), "\n";

    cmp_ok($faults, '>', 0, "$faults faults");
    cmp_ok($n->{200} // 0, '>', keys(%$answers) / 4, 'many 200s');

    my $workers = () = $t->workers;

    ok($t->wait_for(sub {
        return (() = $t->workers(all => 1)) == $workers;
    }, 30), 'old workers have left');
    settled($t, $workers, 'after all of it', within => 60);
    cmp_ok(files($t), '<', 40, 'few files are open');
    is(() = $t->log_lines(qr/set aside|is damaged|redis lost/), 0,
       "nothing set aside, damaged or lost (SEED=$seed repeats it)");
}


1;
