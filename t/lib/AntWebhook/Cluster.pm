package AntWebhook::Cluster;

# A Redis Cluster on loopback.
#
#   my $c = AntWebhook::Cluster->new(
#       dir => DIR, masters => 3, replicas => 0,    # of each
#       args => [ ... ],                            # more arguments
#   )->start;
#
#   $c->nodes;                        # AntWebhook::Redis, masters first
#   $c->slot('ant:sms');
#   $c->owner('ant:sms');             # the node that serves it
#   $c->queue('ant:sms', ...);        # a command, sent to the owner of a key
#   $c->move('ant:sms', $node);       # its slot, with its keys, as redis-cli
#                                     # does it; pauses => 0.2 before and
#                                     # after the keys go
#   $c->settled(10);
#
# Ports are port(7000), port(7001), ...; those of the bus are free ones, too.

use warnings;
use strict;

use AntWebhook::Process qw/ wait_until port /;
use AntWebhook::Redis;
use Time::HiRes qw/ sleep time /;


sub new {
    my ($class, %o) = @_;

    my $self = bless {
        masters => 3, replicas => 0, args => [], first => 7000, %o,
    }, $class;

    mkdir $self->{dir};
    return $self;
}


sub nodes { @{ $_[0]{node} } }


sub start {
    my ($self) = @_;
    my $n = $self->{masters} * (1 + $self->{replicas});

    for my $i (0 .. $n - 1) {
        my $number = $self->{first} + $i;
        my $bus = port(10000 + $number);

        push @{ $self->{node} }, AntWebhook::Redis->new(
            dir => "$self->{dir}/node-$i", port => port($number), aof => 1,
            auth => $self->{auth},
            args => ['--cluster-enabled', 'yes', '--cluster-port', $bus,
                     '--cluster-announce-ip', '127.0.0.1',
                     '--cluster-announce-port', port($number),
                     '--cluster-announce-bus-port', $bus,
                     '--cluster-node-timeout', 1000,
                     '--repl-diskless-sync-delay', 0,
                     @{ $self->{args} }],
        )->start;
    }

    my @nodes = $self->nodes;
    my @masters = @nodes[0 .. $self->{masters} - 1];

    for my $i (1 .. $#nodes) {
        $nodes[$i]->cmd('CONFIG', 'SET', 'cluster-node-timeout', 1000);
        $nodes[0]->cmd('CLUSTER', 'MEET', '127.0.0.1', $nodes[$i]{port},
                       port(10000 + $self->{first} + $i));
    }

    my $share = int(16384 / @masters) + 1;

    for my $i (0 .. $#masters) {
        my $last = ($i + 1) * $share - 1;

        $masters[$i]->cmd('CLUSTER', 'ADDSLOTSRANGE', $i * $share,
                          $last > 16383 ? 16383 : $last);
    }

    $self->known or die "the nodes do not meet\n";

    for my $i ($self->{masters} .. $#nodes) {
        my $of = $nodes[$i % $self->{masters}];

        wait_until(sub {
            eval { $nodes[$i]->cmd('CLUSTER', 'REPLICATE', $self->id($of)) };
        }, 10) or die "no replica\n";
    }

    $self->settled(30) or die "the cluster does not settle\n";
    return $self;
}


sub id {
    my ($self, $node) = @_;

    return $node->{id} //= $node->cmd('CLUSTER', 'MYID');
}


sub known {
    my ($self) = @_;
    my $n = $self->nodes;

    return wait_until(sub {
        return !grep {
            $_->cmd('CLUSTER', 'INFO') !~ /cluster_known_nodes:$n\r/
        } $self->nodes;
    }, 20);
}


# Every node that runs says that all is well, and replicas are in sync.

sub settled {
    my ($self, $seconds) = @_;

    return wait_until(sub {
        for my $node (grep { $_->running } $self->nodes) {
            my $info = eval { $node->cmd('CLUSTER', 'INFO') } or return;
            return unless $info =~ /cluster_state:ok/;

            my $role = eval { $node->cmd('ROLE') } or return;
            return if $role->[0] eq 'slave' && $role->[3] ne 'connected';
        }
        return 1;
    }, $seconds // 10);
}


sub slot {
    my ($self, $key) = @_;
    my ($node) = grep { $_->running } $self->nodes;

    return $node->cmd('CLUSTER', 'KEYSLOT', $key);
}


# The node that says itself that it is the master of the key's slot.

sub owner {
    my ($self, $key) = @_;
    my $slot = $self->slot($key);

    for my $node (grep { $_->running } $self->nodes) {
        my $lines = eval { $node->cmd('CLUSTER', 'NODES') } or next;
        my ($mine) = grep { /\bmyself\b/ && /\bmaster\b/ } split /\n/, $lines;

        next unless $mine;

        for my $range ((split ' ', $mine)[8 .. 200]) {
            next if !defined $range || $range !~ /^(\d+)(?:-(\d+))?$/;
            return $node if $slot >= $1 && $slot <= ($2 // $1);
        }
    }

    return;
}


# For the helpers that ask one Redis: commands go to the owner of their key.

sub cmd {
    my ($self, @words) = @_;
    my $owner = $self->owner($words[1]) // die "no owner of $words[1]\n";

    return $owner->cmd(@words);
}


sub move {
    my ($self, $key, $to, %o) = @_;
    my $slot = $self->slot($key);
    my $from = $self->owner($key) or die "no owner\n";

    return 1 if $from == $to;

    $to->cmd('CLUSTER', 'SETSLOT', $slot, 'IMPORTING', $self->id($from));
    $from->cmd('CLUSTER', 'SETSLOT', $slot, 'MIGRATING', $self->id($to));
    sleep $o{pause} if $o{pause};

    my @auth = $self->{auth} ? ('AUTH', $self->{auth}[-1]) : ();

    while (1) {
        my $keys = $from->cmd('CLUSTER', 'GETKEYSINSLOT', $slot, 1);
        last unless @$keys;

        $from->cmd('MIGRATE', '127.0.0.1', $to->{port}, '', 0, 5000, @auth,
                   'KEYS', @$keys);
        sleep $o{between} if $o{between};
    }

    sleep $o{pause} if $o{pause};

    $to->cmd('CLUSTER', 'SETSLOT', $slot, 'NODE', $self->id($to));

    for my $node (grep { $_->running && $_ != $to } $self->nodes) {
        eval { $node->cmd('CLUSTER', 'SETSLOT', $slot, 'NODE',
                          $self->id($to)) };
    }

    return 1;
}


1;
