package AntWebhook::Proxy;

# A TCP proxy between the module and Redis that does what the test says.
#
#   my $proxy = AntWebhook::Proxy->new(listen => PORT, to => PORT);
#   $proxy->drop_reply(match => 'smsId');  # the next batch: Redis gets it,
#                                          # its reply is lost, then RST
#   $proxy->stats->{connections};
#
# It is a process of its own.  Every verb returns when the proxy obeys it.
#
#   pass                       back to normal, freeze and the like undone
#   drop_reply(match =>, then => 'rst' | 'close' | 'mute', count =>)
#                              forwards; once the module has sent something
#                              that contains match, the next bytes from
#                              Redis are dropped, and the connection is
#                              reset, closed, or answers nothing any more
#   replace_reply(BYTES, match =>)
#                              BYTES instead of the next bytes from Redis
#   cut_request(match =>, after => N)
#                              only N bytes of what the module sends next go
#                              on to Redis, then both sides are reset
#   hold(match =>, count =>)   what the module sends from there on is kept on
#                              that connection, also when it has gone
#   held                       on how many connections that is
#   release                    all of it goes to Redis, in its order
#   inject(BYTES)              BYTES now, to the module, on each connection
#   rst, close_all             ends each connection
#   half_close                 FIN to the module; reading goes on
#   freeze, thaw               nothing is read, nothing is forwarded
#   blackhole                  what the module sends is read and dropped
#   byte_by_byte(on)           replies and requests in single bytes
#   refuse, accept             closes the listening socket, opens it again
#   target(PORT)               new connections go there
#   stats                      {connections, open, requests, replies,
#                              bytes_in, bytes_out, dropped}; "requests" and
#                              "replies" count reads of the proxy
#   sent                       all bytes that the module has sent; with
#                              forget => 1 at new() none are kept

use warnings;
use strict;

use AntWebhook::Process qw/ fork_child end_process /;
use IO::Select;
use IO::Socket::INET;
use JSON::PP ();
use Socket qw/ :all /;
use Time::HiRes qw/ sleep time /;


sub new {
    my ($class, %o) = @_;

    socketpair(my $mine, my $its, AF_UNIX, SOCK_STREAM, PF_UNSPEC)
        or die "socketpair: $!\n";

    my $self = bless { control => $mine, listen => $o{listen} }, $class;

    $self->{pid} = fork_child(sub {
        close $mine;
        AntWebhook::Proxy::Process->new($its, %o)->run;
        return 0;
    });

    close $its;
    $self->stats;
    return $self;
}


sub port { $_[0]{listen} }
sub pid { $_[0]{pid} }


sub stop {
    my ($self) = @_;

    end_process(delete $self->{pid}, 'KILL', 5) if $self->{pid};
}


sub call {
    my ($self, $verb, @arguments) = @_;
    my $control = $self->{control};
    my $json = JSON::PP->new->latin1;

    syswrite $control, $json->encode([$verb, @arguments]) . "\n";

    my $line = <$control> // die "the proxy is gone\n";
    my $answer = $json->decode($line);
    die "proxy: $answer->{error}\n" if $answer->{error};
    return $answer->{value};
}


for my $verb (qw/ pass drop_reply replace_reply cut_request inject rst
                  close_all half_close freeze thaw blackhole byte_by_byte
                  refuse accept target stats sent hold held release /)
{
    no strict 'refs';
    *$verb = sub { my $self = shift; $self->call($verb, @_) };
}


package AntWebhook::Proxy::Process;

# The process: one select loop over the control socket, the listening one
# and pairs of connections.  A pair: {client, server, name}.

use IO::Socket::INET;
use Socket qw/ :all /;
use Time::HiRes qw/ sleep /;


sub new {
    my ($class, $control, %o) = @_;

    my $self = bless {
        control => $control,
        port => $o{listen},
        to => $o{to},
        forget => $o{forget},
        mode => {},
        pairs => {},
        sent => '',
        stats => { map { $_ => 0 } qw/ connections requests replies bytes_in
                                      bytes_out dropped / },
    }, $class;

    $self->verb_accept;
    return $self;
}


sub run {
    my ($self) = @_;

    $SIG{PIPE} = 'IGNORE';

    while (1) {
        my @wanted = ($self->{control});

        if (!$self->{mode}{freeze}) {
            push @wanted, $self->{listener} if $self->{listener};
            push @wanted, map { ($_->{client}, $_->{server}) }
                          values %{ $self->{pairs} };
        }

        my @ready = IO::Select->new(grep { defined } @wanted)->can_read(1);

        # a verb changes what is right for the others: it goes alone

        if (grep { $_ == $self->{control} } @ready) {
            $self->obey or return;
            next;
        }

        $self->turn($_) for @ready;
    }
}


sub turn {
    my ($self, $s) = @_;

    if ($self->{listener} && $s == $self->{listener}) {
        return $self->connection;
    }

    for my $pair (values %{ $self->{pairs} }) {
        if ($pair->{client} && $s == $pair->{client}) {
            return $self->from_client($pair);
        }

        if ($pair->{server} && $s == $pair->{server}) {
            return $self->from_server($pair);
        }
    }
}


sub connection {
    my ($self) = @_;

    my $client = $self->{listener}->accept or return;
    my $server = IO::Socket::INET->new(
        Proto => 'tcp', PeerAddr => '127.0.0.1', PeerPort => $self->{to},
    );

    $self->{stats}{connections}++;

    if (!$server) {
        close $client;
        return;
    }

    for my $s ($client, $server) {
        setsockopt $s, IPPROTO_TCP, TCP_NODELAY, 1;
        $s->blocking(0);
    }

    my $pair = { client => $client, server => $server };
    $self->{pairs}{$pair} = $pair;
}


sub from_client {
    my ($self, $pair) = @_;
    my $mode = $self->{mode};

    my $n = sysread $pair->{client}, my $bytes, 1048576;

    return if !defined $n && $!{EAGAIN};

    if (!$n && length($pair->{held} // '')) {
        # Redis does not hear of it yet

        return delete $self->{pairs}{$pair};
    }

    return $self->end($pair) unless $n;

    $self->{stats}{requests}++;
    $self->{stats}{bytes_in} += $n;
    $self->{sent} .= $bytes unless $self->{forget};

    return if $mode->{blackhole};

    for my $plan (qw/ drop replace cut /) {
        my $match = $mode->{$plan} && $mode->{$plan}{match};
        next unless defined $match;

        # the word may lie across two reads

        my $tail = ($pair->{tail} // '') . $bytes;
        $mode->{$plan}{armed} = $pair if index($tail, $match) >= 0;
    }

    my $hold = $mode->{hold};

    if ($hold && !defined $pair->{held}
        && index(($pair->{tail} // '') . $bytes, $hold->{match}) >= 0)
    {
        $pair->{held} = '';
        push @{ $self->{held} }, $pair;
        delete $mode->{hold} if --$hold->{count} <= 0;
    }

    $pair->{tail} = length $bytes > 64 ? substr $bytes, -64 : $bytes;
    return $pair->{held} .= $bytes if defined $pair->{held};

    my $cut = $mode->{cut};

    if ($cut && $cut->{armed} && $cut->{armed} == $pair) {
        delete $mode->{cut};
        $self->forward($pair->{server}, substr $bytes, 0, $cut->{after});
        sleep 0.05;
        $self->{stats}{dropped}++;
        return $self->end($pair, 'rst');
    }

    $self->forward($pair->{server}, $bytes) or $self->end($pair);
}


sub from_server {
    my ($self, $pair) = @_;
    my $mode = $self->{mode};

    my $n = sysread $pair->{server}, my $bytes, 1048576;

    return if !defined $n && $!{EAGAIN};
    return $self->end($pair) unless $n;

    $self->{stats}{replies}++;
    $self->{stats}{bytes_out} += $n;

    return if $pair->{mute};

    my $drop = $mode->{drop};

    if ($drop && $drop->{armed} && $drop->{armed} == $pair) {
        delete $drop->{armed};
        delete $mode->{drop} if --$drop->{count} <= 0;
        $self->{stats}{dropped}++;

        return $pair->{mute} = 1 if $drop->{then} eq 'mute';
        return $self->end($pair, $drop->{then});
    }

    my $replace = $mode->{replace};

    if ($replace && $replace->{armed} && $replace->{armed} == $pair) {
        delete $mode->{replace};
        $self->{stats}{dropped}++;
        $bytes = $replace->{bytes};
    }

    $self->forward($pair->{client}, $bytes) or $self->end($pair);
}


sub forward {
    my ($self, $to, $bytes) = @_;
    my $step = $self->{mode}{single} ? 1 : length $bytes;
    my $done = 0;

    while ($done < length $bytes) {
        my $n = syswrite $to, $bytes, $step, $done;

        # who does not read may be made to by a verb

        if (!defined $n && $!{EAGAIN}) {
            my $control = IO::Select->new($self->{control});

            $self->obey if $control->can_read(0.01);
            return 0 unless defined fileno $to;
            next;
        }

        return 0 unless defined $n;
        $done += $n;
        $step = length($bytes) - $done if $done + $step > length $bytes;
    }

    return 1;
}


sub end {
    my ($self, $pair, $how) = @_;

    delete $self->{pairs}{$pair};

    for my $s ($pair->{client}, $pair->{server}) {
        if (($how // '') eq 'rst') {
            setsockopt $s, SOL_SOCKET, SO_LINGER, pack 'ii', 1, 0;
        }

        close $s;
    }
}


sub obey {
    my ($self) = @_;
    my $control = $self->{control};
    my $json = JSON::PP->new->latin1;

    my $line = <$control> // return 0;
    my ($verb, @arguments) = @{ $json->decode($line) };
    my $method = "verb_$verb";
    my $value = eval { $self->$method(@arguments) };

    syswrite $control,
             $json->encode({ value => $value, error => $@ }) . "\n";
    return 1;
}


sub verb_pass {
    my ($self) = @_;

    $self->{mode} = {};
    $self->verb_accept;
    return 1;
}


sub verb_drop_reply {
    my ($self, %o) = @_;

    $self->{mode}{drop} = { match => '', then => 'rst', count => 1, %o };
    return 1;
}


sub verb_replace_reply {
    my ($self, $bytes, %o) = @_;

    $self->{mode}{replace} = { match => '', bytes => $bytes, %o };
    return 1;
}


sub verb_cut_request {
    my ($self, %o) = @_;

    $self->{mode}{cut} = { match => '', after => 1, %o };
    return 1;
}


sub verb_hold {
    my ($self, %o) = @_;

    $self->{mode}{hold} = { match => '', count => 1, %o };
    return 1;
}


sub verb_held {
    my ($self) = @_;

    return scalar grep { length $_->{held} } @{ $self->{held} // [] };
}


sub verb_release {
    my ($self) = @_;

    delete $self->{mode}{hold};

    for my $pair (splice @{ $self->{held} // [] }) {
        $self->forward($pair->{server}, delete $pair->{held});

        # what is served first is the first of them

        sleep 0.05;
        push @{ $self->{gone} }, $pair unless $self->{pairs}{$pair};
    }

    return 1;
}


sub verb_inject {
    my ($self, $bytes) = @_;

    $self->forward($_->{client}, $bytes) for values %{ $self->{pairs} };
    return scalar keys %{ $self->{pairs} };
}


sub verb_rst {
    my ($self) = @_;
    my @pairs = values %{ $self->{pairs} };

    $self->end($_, 'rst') for @pairs;
    return scalar @pairs;
}


sub verb_close_all {
    my ($self) = @_;
    my @pairs = values %{ $self->{pairs} };

    $self->end($_) for @pairs;
    return scalar @pairs;
}


sub verb_half_close {
    my ($self) = @_;

    shutdown $_->{client}, 1 for values %{ $self->{pairs} };
    return scalar keys %{ $self->{pairs} };
}


sub verb_freeze { $_[0]{mode}{freeze} = 1 }
sub verb_thaw { delete $_[0]{mode}{freeze}; 1 }
sub verb_blackhole { $_[0]{mode}{blackhole} = 1 }
sub verb_byte_by_byte { $_[0]{mode}{single} = $_[1] // 1 }
sub verb_target { $_[0]{to} = $_[1] }
sub verb_sent { $_[0]{sent} }


sub verb_refuse {
    my ($self) = @_;

    close delete $self->{listener} if $self->{listener};
    return 1;
}


sub verb_accept {
    my ($self) = @_;

    $self->{listener} //= IO::Socket::INET->new(
        Proto => 'tcp', LocalAddr => '127.0.0.1', LocalPort => $self->{port},
        Listen => 128, ReuseAddr => 1,
    ) or die "listen on $self->{port}: $!\n";

    return 1;
}


sub verb_stats {
    my ($self) = @_;

    return { %{ $self->{stats} }, open => scalar keys %{ $self->{pairs} } };
}


1;
