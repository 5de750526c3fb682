package AntWebhook::Load;

# The oracle: sms callbacks, each with an smsId of its own, over parallel
# keep-alive connections, and for each id what was answered.
#
#   my $load = AntWebhook::Load->new(
#       port => PORT,             # of nginx
#       file => "$dir/load",      # one line a request: "ID STATUS"
#       uri => '/ant-sms-deliver',
#       connections => 8,
#       pipeline => 1,            # requests in flight on one connection
#       count => 10000,           # ends after so many requests ...
#       seconds => 30,            # ... or after so long, whichever is first
#       rate => 500,              # requests a second, none: what it can
#       prefix => 'a',            # ids are PREFIX-NUMBER
#       when => sub { ... },      # each "every" requests wait until this is
#       every => 100,             # true; if it is not for 20 s, never again
#       flush => 1,               # a line is in the file at once
#   );
#
#   $load->start;                 # in a process of its own
#   my $answers = $load->finish;  # waits; {ID => STATUS}, 0 for no answer
#   my $answers = $load->cut;     # ends it at once; with flush => 1
#   my $v = AntWebhook::Load::verdict($answers, $t->queue('ant:sms'));
#
# verdict() compares ids: lost (answered 200 and not on the list), dup (on
# the list more than once), extra (on the list, and the answer was neither
# 200 nor missing).  Each is a reference to an array of ids.

use warnings;
use strict;

use AntWebhook::Process qw/ fork_child wait_exit exit_status end_process /;
use IO::Select;
use IO::Socket::INET;
use Socket qw/ IPPROTO_TCP TCP_NODELAY /;
use Time::HiRes qw/ sleep time /;


sub new {
    my ($class, %o) = @_;

    die "Load: neither count nor seconds\n"
        unless $o{count} || $o{seconds};

    return bless {
        uri => '/ant-sms-deliver',
        connections => 8,
        pipeline => 1,
        prefix => 'a',
        timeout => 10,
        every => 100,
        asked => -1,
        waited => 0,
        %o,
    }, $class;
}


sub start {
    my ($self) = @_;

    unlink $self->{file};
    $self->{pid} = fork_child(sub { $self->work; return 0 });
    return $self;
}


sub running {
    my ($self) = @_;

    return !wait_exit($self->{pid}, 0);
}


sub finish {
    my ($self) = @_;
    my $limit = ($self->{seconds} // 600) + $self->{timeout} + 20;

    if (!wait_exit($self->{pid}, $limit)) {
        end_process($self->{pid}, 'KILL', 5);
        die "the load did not end\n";
    }

    my $status = exit_status($self->{pid});
    die "the load failed: $status\n" if $status;

    return $self->answers;
}


# Ends it where it stands; what it had asked then has no answer.

sub cut {
    my ($self) = @_;
    my $last = -1;

    die "Load: cut without flush\n" unless $self->{flush};
    end_process($self->{pid}, 'KILL', 5);

    my $answers = $self->answers;

    for my $id (keys %$answers) {
        $last = $1 if $id =~ /-(\d+)$/ && $1 > $last;
    }

    $answers->{"$self->{prefix}-$_"} //= 0 for 0 .. $last + 1000;
    return $answers;
}


sub run {
    my ($self) = @_;

    return $self->start->finish;
}


sub answers {
    my ($self) = @_;
    my %answers;

    open my $f, '<', $self->{file} or die "$self->{file}: $!\n";

    while (my $line = <$f>) {
        my ($id, $status) = split ' ', $line;
        $answers{$id} = $status;
    }

    return \%answers;
}


# {STATUS => HOW MANY}

sub summary {
    my ($answers) = @_;
    my %n;

    $n{$_}++ for values %$answers;
    return \%n;
}


sub verdict {
    my ($answers, $elements) = @_;
    my %seen;

    for my $element (@$elements) {
        $seen{ ref $element ? $element->{data}{smsId} : $element }++;
    }

    return {
        lost => [grep { $answers->{$_} == 200 && !$seen{$_} }
                 sort keys %$answers],
        dup => [grep { $seen{$_} > 1 } sort keys %seen],
        extra => [grep { !defined $answers->{$_}
                         || $answers->{$_} != 200 && $answers->{$_} != 0 }
                  sort keys %seen],
    };
}


# From here on: the process.  A connection: {s, out, in, ids}.

sub work {
    my ($self) = @_;

    $SIG{PIPE} = 'IGNORE';
    open $self->{out}, '>', $self->{file} or die "$self->{file}: $!\n";
    $self->{out}->autoflush(1) if $self->{flush};
    $self->{begin} = time();
    $self->{next} = 0;

    my @connections = map { {} } 1 .. $self->{connections};

    while (1) {
        for my $c (@connections) {
            $self->fill($c);
        }

        my @open = grep { $_->{s} && @{ $_->{ids} } } @connections;

        if (!@open) {
            last if $self->over;
            sleep 0.001;
            next;
        }

        my %of = map { $_->{s} => $_ } @open;
        my $select = IO::Select->new(map { $_->{s} } @open);

        for my $s ($select->can_read(0.02)) {
            $self->take($of{$s});
        }

        for my $c (@open) {
            my $waited = time() - ($c->{since} // time());
            $self->lose($c) if $c->{s} && $waited > $self->{timeout};
        }
    }

    close $self->{out} or die "$self->{file}: $!\n";
}


sub over {
    my ($self) = @_;

    return 1 if $self->{count} && $self->{next} >= $self->{count};
    return $self->{seconds}
           && time() - $self->{begin} >= $self->{seconds};
}


sub due {
    my ($self) = @_;

    return 0 if $self->over || !$self->allowed;
    return 1 unless $self->{rate};
    return $self->{next}
           < (time() - $self->{begin} - $self->{waited}) * $self->{rate};
}


# Asks once for each "every" requests, and while it waits not all the time.
# What it waited is not made up for by a burst.

sub allowed {
    my ($self) = @_;
    my $n = $self->{next};

    return 1 if !$self->{when} || $n % $self->{every} || $n == $self->{asked};
    return 0 if $self->{again} && time() < $self->{again};

    $self->{since} //= time();

    if ($self->{when}->()) {
        $self->{asked} = $n;
        $self->{waited} += time() - $self->{since};
        delete @$self{qw/ since again /};
        return 1;
    }

    $self->{again} = time() + 0.02;
    delete $self->{when} if time() > $self->{since} + 20;
    return 0;
}


sub fill {
    my ($self, $c) = @_;
    my $bytes = '';

    return if $c->{ids} && @{ $c->{ids} };
    return unless $self->due;

    if (!$c->{s}) {
        return if $c->{retry} && time() < $c->{retry};

        $c->{s} = IO::Socket::INET->new(
            Proto => 'tcp', PeerAddr => '127.0.0.1',
            PeerPort => $self->{port}, Timeout => 5,
        );

        if (!$c->{s}) {
            $c->{retry} = time() + 0.02;
            return;
        }

        setsockopt $c->{s}, IPPROTO_TCP, TCP_NODELAY, 1;
        @$c{qw/ in ids /} = ('', []);
    }

    while (@{ $c->{ids} } < $self->{pipeline} && $self->due) {
        my $id = "$self->{prefix}-$self->{next}";
        $self->{next}++;
        push @{ $c->{ids} }, $id;
        $bytes .= $self->request($id);
    }

    $c->{since} = time();
    my $n = syswrite $c->{s}, $bytes;
    $self->lose($c) unless defined $n && $n == length $bytes;
}


sub request {
    my ($self, $id) = @_;
    my $mark = $self->{uri} =~ /\?/ ? '&' : '?';

    return "GET $self->{uri}${mark}smsId=$id&sendTime=1734509284831"
           . '&sendResult=SUCCESS&smsCount=1&dr=000'
           . "&destination=002348012345348 HTTP/1.1\r\nHost: a\r\n\r\n";
}


sub take {
    my ($self, $c) = @_;
    my $n = sysread $c->{s}, $c->{in}, 65536, length $c->{in};

    return $self->lose($c) unless $n;

    while ($c->{in} =~ m{^HTTP/1\.1 (\d\d\d)(.*?)\r\n\r\n}s) {
        my ($status, $head) = ($1, $2);
        my $size = length($status) + length($head) + 13;
        my $body = $head =~ /\r\nContent-Length: (\d+)/i ? $1 : 0;

        last if length $c->{in} < $size + $body;
        substr $c->{in}, 0, $size + $body, '';

        my $id = shift @{ $c->{ids} };
        print { $self->{out} } "$id $status\n";

        return $self->lose($c) if $head =~ /\r\nConnection: close/i;
    }
}


# the connection is gone: what it still waited for got no answer

sub lose {
    my ($self, $c) = @_;

    print { $self->{out} } "$_ 0\n" for @{ $c->{ids} };
    close $c->{s};
    %$c = ();
}


1;
