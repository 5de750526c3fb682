package AntWebhook::Redis;

# A real redis-server of the test's own, and a client for it that needs
# nothing but Perl.
#
#   my $redis = AntWebhook::Redis->new(dir => DIR, port => PORT, aof => 1,
#                                      args => ['--maxmemory', '3mb']);
#   $redis->start;
#   $redis->cmd('RPUSH', 'list', 'a');      # 1
#   $redis->cmd('LRANGE', 'list', 0, -1);   # ['a']
#   $redis->kill; $redis->start;            # data survives with aof => 1
#   $redis->mend;                           # a torn AOF, before the start
#
# Integers and strings come as they are, nil as undef, arrays as references.
# An error reply dies with its text; try_cmd answers {error => TEXT}.
# With fsync => 'everysec' its AOF is late; env is for its environment.
# With auth => [USER, PASSWORD] the client says so on each connection; with
# host => '127.0.0.2' it goes there.

use warnings;
use strict;

use AntWebhook::Process qw/ spawn end_process wait_until alive /;
use IO::Socket::INET;
use Time::HiRes qw/ sleep /;


sub new {
    my ($class, %o) = @_;

    my $self = bless {
        binary => $ENV{ANT_REDIS_SERVER} // 'redis-server',
        args => [],
        %o,
    }, $class;

    mkdir $self->{dir};
    $self->{log} = "$self->{dir}/redis.log";
    return $self;
}


sub port { $_[0]{port} }
sub pid { $_[0]{pid} }
sub running { $_[0]{pid} && alive($_[0]{pid}) }


# Starts it and waits until it answers a PING, LOADING over; with
# wait => 0 only starts it.

sub start {
    my ($self, %o) = @_;

    my @aof = $self->{aof}
        ? ('--appendonly', 'yes', '--appendfsync', $self->{fsync} // 'always')
        : ('--appendonly', 'no');

    # DEBUG SLEEP is forbidden since 7.0, and before that there is no option

    my @debug = $self->binary_version >= 7
        ? ('--enable-debug-command', 'yes') : ();

    my @command = (
        $self->{binary}, '--port', $self->{port}, '--bind', '127.0.0.1',
        '--dir', $self->{dir}, '--save', '', '--daemonize', 'no',
        @debug, @aof, @{ $self->{args} },
    );

    $self->{pid} = spawn(\@command, out => $self->{log}, env => $self->{env});

    return $self if defined $o{wait} && !$o{wait};

    my $ready = wait_until(sub {
        my $pong = eval { $self->try_cmd('PING') };

        # a server that wants a password is ready too

        return $pong && (!ref $pong || $pong->{error} =~ /^NOAUTH/)
               || !$self->running;
    }, 30);

    die "redis-server does not start, see $self->{log}\n"
        unless $ready && $self->running;

    return $self;
}


# A shutdown in order; ->kill is one without a word.

sub stop {
    my ($self) = @_;

    return unless $self->{pid};
    $self->disconnect;
    my $ok = end_process(delete $self->{pid}, 'TERM', 10);
    return $ok;
}


sub kill {
    my ($self, $signal) = @_;

    $self->disconnect;
    return CORE::kill($signal, $self->{pid})
        if defined $signal && $signal ne 'KILL';

    end_process(delete $self->{pid}, 'KILL', 5);
}


# Cuts off what of the last transaction is in the AOF.  Redis does that itself
# only where the file ends with a whole command; elsewhere it leaves the first
# commands of the transaction in the file, and the next start but one runs
# them with those of a later one.

sub mend {
    my ($self) = @_;
    my ($manifest) = glob "$self->{dir}/appendonlydir/*.manifest";
    my ($last) = reverse sort glob "$self->{dir}/appendonlydir/*.incr.aof";

    return unless defined $manifest;

    # the server's own: another one may not know the version of the file

    my $check = $self->{binary} =~ s/-server$/-check-aof/r;

    # that of Valkey 9.1 does not know the base file that its server writes

    for my $file ($manifest, $last) {
        return if system("echo y | $check --fix $file >>$self->{log} 2>&1")
                  == 0;
    }

    die "$check failed, see $self->{log}\n";
}


sub restart {
    my ($self) = @_;

    $self->kill;
    return $self->start;
}


# SIGSTOP and SIGCONT: connections stay, nobody answers.

sub freeze { CORE::kill('STOP', $_[0]{pid}) }
sub thaw { CORE::kill('CONT', $_[0]{pid}) }


sub binary_version {
    my ($self) = @_;

    return `$self->{binary} --version` =~ /\bv=(\d+\.\d+)/ ? $1 : 0;
}


sub version {
    my ($self) = @_;

    return $self->cmd('INFO', 'server') =~ /redis_version:(\S+)/ ? $1 : '';
}


sub info {
    my ($self, $section, $name) = @_;

    return $self->cmd('INFO', $section) =~ /^\Q$name\E:(.*?)\r?$/m
        ? $1 : undef;
}


sub cmd {
    my ($self, @words) = @_;
    my $reply = $self->try_cmd(@words);

    if (ref $reply eq 'HASH') {
        die "redis: $words[0]: $reply->{error}\n";
    }

    return $reply;
}


sub try_cmd {
    my ($self, @words) = @_;

    # a connection that died with an earlier server is noticed on the first
    # use: one more try

    for my $try (1, 2) {
        my $reply = eval { [$self->exchange(@words)] };
        return $reply->[0] if $reply;

        $self->disconnect;
        die $@ if $try == 2;
    }
}


sub disconnect {
    my ($self) = @_;

    close delete $self->{socket} if $self->{socket};
    delete $self->{owner};
}


sub exchange {
    my ($self, @words) = @_;

    # a connection is not shared with a child

    if (defined $self->{owner} && $self->{owner} != $$) {
        delete @$self{qw/ socket owner /};
    }

    $self->{socket} //= IO::Socket::INET->new(
        Proto => 'tcp', PeerAddr => $self->{host} // '127.0.0.1',
        PeerPort => $self->{port},
        Timeout => 5,
    ) or die "redis: connect: $!\n";

    if (!defined $self->{owner}) {
        $self->{owner} = $$;

        if ($self->{auth}) {
            my $reply = $self->exchange('AUTH', @{ $self->{auth} });
            die "redis: $reply->{error}\n" if ref $reply;
        }
    }

    my $bytes = '*' . @words . "\r\n";

    for my $word (@words) {
        utf8::encode($word) if utf8::is_utf8($word);
        $bytes .= '$' . length($word) . "\r\n$word\r\n";
    }

    local $SIG{PIPE} = 'IGNORE';
    my $s = $self->{socket};
    print $s $bytes or die "redis: write: $!\n";
    $s->flush or die "redis: write: $!\n";

    return $self->reply;
}


sub line {
    my ($self) = @_;
    my $s = $self->{socket};

    local $/ = "\r\n";
    my $line = <$s> // die "redis: connection closed\n";
    chomp $line;
    return $line;
}


sub reply {
    my ($self) = @_;
    my $line = $self->line;
    my $type = substr $line, 0, 1, '';

    return $line if $type eq '+' || $type eq ':';
    return { error => $line } if $type eq '-';

    if ($type eq '$') {
        return undef if $line < 0;
        my ($s, $data, $size) = ($self->{socket}, '', $line + 2);

        while (length $data < $size) {
            read $s, $data, $size - length($data), length $data
                or die "redis: connection closed\n";
        }

        return substr $data, 0, $line;
    }

    if ($type eq '*') {
        return undef if $line < 0;
        return [map { $self->reply } 1 .. $line];
    }

    die "redis: not a reply: $type$line\n";
}


1;
