package AntWebhook::Nemesis;

# All faults at random, for as long as is asked: what t/nemesis.t does for
# some seconds and make nemesis for minutes.
#
#   use AntWebhook::Disk;                    # the journal's own, to be full
#   use AntWebhook::Nemesis;
#
#   nemesis(span => 300, seed => 17);
#   nemesis(span => 300, kills => 2000, redis_kills => 200);   # at least
#
# It goes in rounds: half a minute of faults under load on three lists, with
# ant_webhook_ack journal, disk and redis; then all is mended, what was
# answered is compared with what is on the lists, and these are emptied.
#
# Redis loses what it has confirmed when it is killed (t/faults/late-fsync.c):
# that is less than 3 s old, and retain=8s.
#
# A seed gives the same faults in the same order; where they hit is the
# machine's doing.  The figures are printed, and tested.

use warnings;
use strict;

use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Disk;
use AntWebhook::Faults;

use Exporter qw/ import /;
use Time::HiRes qw/ sleep time /;

our @ISA = qw/ AntWebhook::Faults /;
our @EXPORT = qw/ nemesis seconds /;

my @lists = qw/ sms disk redis /;
my %rate = (sms => 500, disk => 250, redis => 250);

my $locations = <<'EOF';
ant_webhook_rejected off;
location = /sms   { ant_webhook sms ant:sms; }
location = /disk  { ant_webhook sms ant:disk;  ant_webhook_ack disk; }
location = /redis { ant_webhook sms ant:redis; ant_webhook_ack redis; }
EOF


# 90, 90s, 5m, 2h

sub seconds {
    my ($text) = @_;
    my ($n, $unit) = $text =~ /^(\d+)([smh]?)$/ or die "what is $text?\n";

    return $n * { '' => 1, s => 1, m => 60, h => 3600 }->{$unit};
}


sub nemesis {
    my (%o) = @_;
    my $span = $o{span};
    my $seed = $o{seed} // int(time() * 1000) % 1_000_000;

    srand $seed;
    print "# seed $seed, $span s\n";

    my $self = AntWebhook::Nemesis->begin($span);
    my $end = time() + $span;

    while (time() < $end) {
        my $left = $end - time();

        $self->round(++$self->{round}, $left < 45 ? $left : 30);
    }

    $self->judge($seed, %o);
}


sub begin {
    my ($class, $span) = @_;
    my $t = AntWebhook->new(limit => $span * 2 + 200);
    my $dir = $t->testdir;
    my $self = bless {
        t => $t, done => {}, later => [], workers => 0, answered => {},
        sizes => [],
    }, $class;

    $self->{disk} = AntWebhook::Disk->tmpfs("$dir/disk", '256m');
    $t->{journal} = "$dir/disk/journal";

    AntWebhook::Disk::run(split(' ', $ENV{CC} || 'cc'), qw/ -O1 -shared -fPIC
                          -o /, "$dir/late-fsync.so",
                          't/faults/late-fsync.c', '-lpthread');

    my $user = AntWebhook::Faults::USER();
    my $password = AntWebhook::Faults::PASSWORD();

    $self->{redis} = $t->redis(
        aof => 1, fsync => 'everysec',
        args => ['--user', $user, 'on', ">$password", '~*', '+@all'],
        env => { LD_PRELOAD => "$dir/late-fsync.so", LATE_FSYNC_MS => 500 },
    );
    $self->{proxy} = $t->proxy(6380 => 6379, forget => 1);

    configure($t, workers => 2, locations => $locations,
              journal => 'size=192m segment=1m retain=8s drain=1s',
              redis => '127.0.0.1:%%PORT_6380%% timeout=1s '
                       . "user=$user password=$password");
    $t->run;
    return $self;
}


sub round {
    my ($self, $n, $seconds) = @_;
    my $t = $self->{t};

    my %load = map {
        ($_ => $t->load(seconds => $seconds, rate => $rate{$_}, uri => "/$_",
                        prefix => "$_-$n", connections => 6,
                        pipeline => $_ eq 'sms' ? 2 : 1)->start)
    } @lists;

    while (grep { $_->running } values %load) {
        $self->fault;
        $self->wait(rand 0.4);
    }

    $self->heal;

    for my $list (@lists) {
        my $answers = $load{$list}->finish;
        my $summary = AntWebhook::Load::summary($answers);

        $self->{answered}{$list}{$_} += $summary->{$_} for keys %$summary;

        # one that waited for Redis in vain may still arrive, in a later round

        if ($list eq 'redis') {
            $answers->{$_} =~ s/^503$/0/ for keys %$answers;
        }

        my $late = $self->{late}{$list} // {};

        arrived($t, answers($late, $answers), "$n: $list", within => 60,
                list => "ant:$list", after => 0.1);
        $self->{late}{$list} = $self->late($list, answers($late, $answers));
    }

    $self->empty;
}


# Those without a 200 that are not on the list yet.

sub late {
    my ($self, $list, $answers) = @_;
    my %there = map { $_ => 1 } ids($self->{t}, "ant:$list");

    return { map { $_ => 0 }
             grep { $answers->{$_} != 200 && !$there{$_} } keys %$answers };
}


# Written for good, so that no later round finds what a Redis has lost of it.

sub empty {
    my ($self) = @_;
    my $redis = $self->{redis};

    $redis->cmd('DEL', map { "ant:$_" } @lists);
    $redis->cmd('BGREWRITEAOF');
    $self->{t}->wait_for(sub {
        return !$redis->info('persistence', 'aof_rewrite_in_progress')
               && !$redis->info('persistence', 'aof_rewrite_scheduled');
    }, 30) or die "the AOF is not written again\n";
    $self->{sizes} = [];
}


sub wait {
    my ($self, $pause) = @_;
    my $end = time() + $pause;

    while (1) {
        my @due = grep { $_->[0] <= time() } @{ $self->{later} };

        $self->{later} = [grep { $_->[0] > time() } @{ $self->{later} }]
            if @due;

        $_->[1]->() for @due;
        $self->measure;
        return if time() >= $end;
        sleep 0.02;
    }
}


# how large the AOF was, for a second

sub measure {
    my ($self) = @_;
    my ($file) = sort { -M $a <=> -M $b }
                 glob "$self->{t}{dir}/redis-6379/appendonlydir/*.incr.aof";

    return unless defined $file;

    my @sizes = grep { $_->{file} eq $file && time() - $_->{time} < 1 }
                @{ $self->{sizes} };

    $self->{sizes} = [@sizes, { file => $file, size => -s $file // 0,
                                time => time() }];
}


sub later {
    my ($self, $seconds, $what) = @_;

    push @{ $self->{later} }, [time() + $seconds, $what];
}


sub heal {
    my ($self) = @_;

    $_->[1]->() for splice @{ $self->{later} };
    $self->{proxy}->pass;
    $self->{t}->wait_for(sub { eval { $self->{redis}->cmd('PING') } }, 60)
        or die "Redis does not come back\n";
}


sub judge {
    my ($self, $seed, %o) = @_;
    my $t = $self->{t};
    my $done = $self->{done};
    my $workers = () = $t->workers;
    my $kills = ($done->{'worker killed'} // 0) + $self->{workers};
    my $redis_kills = ($done->{'Redis killed'} // 0)
                      + ($done->{'Redis killed, AOF torn'} // 0);
    my $faults = 0;

    $faults += $_ for values %$done;

    ok($t->wait_for(sub {
        return (() = $t->workers(all => 1)) == $workers;
    }, 30), 'old workers have left');

    for my $list (@lists) {
        settled($t, 3 * $workers, $list, within => 90,
                fence => "ant:$list:fence", fields => $workers);
    }

    my $back = () = $t->log_lines(qr/ are sent again$/);

    print "# seed $seed: $faults faults in $self->{round} rounds\n";
    print "#   $done->{$_} $_\n" for sort keys %$done;
    print "# $kills workers killed, $redis_kills Redis killed, ",
          "$back times a journal went back to the fence\n";

    for my $list (@lists) {
        my $n = $self->{answered}{$list};

        print "# ant:$list: ", join(', ', map {
            "$n->{$_} " . ($_ ? "answered $_" : 'without an answer')
        } sort { $b <=> $a } keys %$n), "\n";
        cmp_ok($n->{200} // 0, '>', $o{span} * 10, "ant:$list: many 200s");
    }

    cmp_ok($kills, '>=', $o{kills} // 1, "$kills workers killed");
    cmp_ok($redis_kills, '>=', $o{redis_kills} // 1,
           "$redis_kills times Redis was killed");
    cmp_ok(files($t), '<', 80, 'few files are open');
    is(() = $t->log_lines(qr/set aside|is damaged|redis lost/), 0,
       "nothing set aside, damaged or lost (SEED=$seed repeats it)");
    $t->done;
}


1;
