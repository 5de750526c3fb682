package AntWebhook::Faults;

# The faults that AntWebhook::Nemesis mixes.  A base of it, and of nothing
# else.  Each takes a number that says where and one that says how long, both
# below 1, and answers how many times it happened: 0 if there was nothing to
# do it to.  What it does for a while is undone by ->later.

use warnings;
use strict;

use Time::HiRes qw/ time /;

use AntWebhook::Process qw/ port /;

use constant { USER => 'ant', PASSWORD => 'secret' };

# how many of all, by the weight

my @faults = (
    [150, 'worker killed', 'kill_one'],
    [6, 'all workers killed', 'kill_workers'],
    [3, 'nginx killed', 'kill_nginx'],
    [8, 'worker stopped', 'stop_one'],
    [8, 'reload', 'reload'],
    [24, 'Redis killed', 'kill_redis'],
    [6, 'Redis killed, AOF torn', 'tear_redis'],
    [5, 'Redis stopped', 'hang_redis'],
    [8, 'connections killed', 'cut'],
    [5, 'OOM', 'no_memory'],
    [4, 'READONLY', 'replica'],
    [8, 'right removed', 'no_right'],
    [3, 'password changed', 'no_password'],
    [4, 'RST', 'reset'],
    [8, 'lost reply', 'lost_reply'],
    [4, 'half close', 'half_close'],
    [3, 'byte by byte', 'byte_by_byte'],
    [8, 'wrong reply', 'wrong_reply'],
    [5, 'unsolicited reply', 'unsolicited'],
    [4, 'frozen', 'freeze'],
    [4, 'black hole', 'blackhole'],
    [5, 'disk full', 'full'],
);

my @wrong = ("?what is this\r\n", "\0" x 100, "+OK\r\n", ":5\r\n", "\$-1\r\n",
             "*0\r\n", "*2\r\n\$1\r\n1\r\n:2\r\n", "-WHATEVER it is\r\n",
             '+' . 'x' x 300_000, "\$99999999999999999999\r\n",
             "*2147483647\r\n", "*1\r\n" x 2000, "*2\r\n\$1\r\n");


# The numbers are drawn whether or not they are used, so that a fault which
# finds nothing to do changes none that follow.

sub fault {
    my ($self) = @_;
    my $sum = 0;

    $sum += $_->[0] for @faults;

    my ($which, $where, $long) = (rand $sum, rand, rand);

    for my $fault (@faults) {
        my ($weight, $name, $method) = @$fault;

        $which -= $weight;
        next if $which >= 0;

        my $n = $self->$method($where, $long);

        $self->{done}{$name} += $n if $n;
        return;
    }
}


# workers

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
    $self->{workers} += @workers;
    return 1;
}


sub kill_nginx {
    my ($self) = @_;

    $self->{t}->kill_all;
    $self->{t}->run;
    return 1;
}


sub reload {
    my ($self, $where) = @_;
    my $t = $self->{t};
    my $n = 1 + int($where * 8);

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


# Redis: one thing at a time is done to it, but it is killed at any

sub kill_redis {
    my ($self, $where, $long) = @_;
    my $redis = $self->{redis};

    return 0 unless $redis->running;
    $redis->kill;
    $self->{ill} = 'dead';
    $self->later(0.2 + $long * 1.5, sub {
        $redis->mend;
        $redis->start(wait => 0);
        delete $self->{ill};
    });
    return 1;
}


# ... and of its file the end of what it wrote in the last half second is gone

sub tear_redis {
    my ($self, $where, $long) = @_;
    my ($old) = grep { time() - $_->{time} < 0.6 } @{ $self->{sizes} };
    my $n = $self->kill_redis($where, $long);

    return 0 unless $n && $old;

    my $size = -s $old->{file} // 0;

    return 0 if $size <= $old->{size};
    truncate $old->{file}, $size - int($where * ($size - $old->{size}));
    return 1;
}


sub ill {
    my ($self, $kind, $seconds, $begin, $end) = @_;
    my $redis = $self->{redis};

    # one that loads or is busy answers with an error

    return 0 if $self->{ill} || !$redis->running;
    return 0 unless defined eval { $begin->(); 1 };

    my $pid = $redis->pid;

    $self->{ill} = $kind;
    $self->later($seconds, sub {
        return if ($redis->pid // 0) != $pid || $self->{ill} ne $kind;
        eval { $end->() };
        delete $self->{ill};
    }) if $end;
    delete $self->{ill} unless $end;
    return 1;
}


sub cmd {
    my ($self, @words) = @_;

    return sub { $self->{redis}->cmd(@words) };
}


sub hang_redis {
    my ($self, $where, $long) = @_;

    return $self->ill('hung', $long * 2, sub { $self->{redis}->freeze },
                      sub { $self->{redis}->thaw });
}


sub cut {
    my ($self) = @_;

    return $self->ill('cut', 0, $self->cmd(qw/ CLIENT KILL TYPE normal SKIPME
                                               yes /));
}


sub no_memory {
    my ($self, $where, $long) = @_;

    return $self->ill('OOM', $long * 2,
                      $self->cmd(qw/ CONFIG SET maxmemory 1 /),
                      $self->cmd(qw/ CONFIG SET maxmemory 0 /));
}


sub replica {
    my ($self, $where, $long) = @_;

    return $self->ill('READONLY', $long * 2,
                      $self->cmd('REPLICAOF', '127.0.0.1', port(6399)),
                      $self->cmd(qw/ REPLICAOF NO ONE /));
}


sub no_right {
    my ($self, $where, $long) = @_;
    my @rights = qw/ rpush hset hget eval llen ping role info /;
    my $right = $rights[$where * @rights];

    return $self->ill('NOPERM', $long * 2,
                      $self->cmd(qw/ ACL SETUSER /, USER, "-$right"),
                      $self->cmd(qw/ ACL SETUSER /, USER, "+$right"));
}


sub no_password {
    my ($self, $where, $long) = @_;

    return $self->ill('WRONGPASS', $long * 2, sub {
        $self->{redis}->cmd(qw/ ACL SETUSER /, USER, 'resetpass', '>another');
        $self->{redis}->cmd(qw/ CLIENT KILL TYPE normal SKIPME yes /);
    }, $self->cmd(qw/ ACL SETUSER /, USER, 'resetpass', '>' . PASSWORD));
}


# the network

sub reset { $_[0]{proxy}->rst; return 1 }
sub half_close { $_[0]{proxy}->half_close; return 1 }


sub for_a_while {
    my ($self, $verb, $seconds, @undo) = @_;

    return 0 if $self->{net};

    $self->{proxy}->$verb;
    $self->{net} = $verb;
    $self->later($seconds, sub {
        my $undo = shift @undo;

        $self->{proxy}->$undo(@undo);
        delete $self->{net};
    });
    return 1;
}


sub byte_by_byte { $_[0]->for_a_while('byte_by_byte', $_[2], 'pass') }
sub freeze { $_[0]->for_a_while('freeze', 2 * $_[2], 'thaw') }
sub blackhole { $_[0]->for_a_while('blackhole', 2 * $_[2], 'pass') }


sub lost_reply {
    my ($self, $where) = @_;
    my @then = qw/ rst close mute /;

    $self->{proxy}->drop_reply(match => 'smsId', then => $then[$where * 3]);
    return 1;
}


sub wrong_reply {
    my ($self, $where) = @_;

    $self->{proxy}->replace_reply($wrong[$where * @wrong], match => 'smsId');
    return 1;
}


sub unsolicited {
    my ($self, $where) = @_;

    $self->{proxy}->inject($wrong[$where * @wrong]);
    return 1;
}


# the disk

sub full {
    my ($self, $where, $long) = @_;

    return 0 if $self->{full};

    $self->{disk}->fill;
    $self->{full} = 1;
    $self->later($long * 2, sub {
        $self->{disk}->free;
        delete $self->{full};
    });
    return 1;
}


1;
