package AntWebhook::Sentinel;

# A master, its replicas, and Sentinels that watch them.
#
#   my $s = AntWebhook::Sentinel->new(
#       dir => DIR, name => 'mymaster',
#       redis => [6379, 6380],        # numbers as for port(); the first is
#                                     # the master
#       sentinels => [26379, 26380, 26381],
#       config => [ ... ],            # more lines for the Sentinels
#       args => [ ... ],              # more arguments for the servers
#   )->start;
#
#   $s->master;                       # the AntWebhook::Redis that all the
#                                     # Sentinels name
#   $s->servers;  $s->sentinels;      # all of them
#   $s->settled(10);                  # all Sentinels agree on a master that
#                                     # says that it is one, and the others
#                                     # are its replicas, in sync
#   $s->failover;                     # by hand; true once there is another
#                                     # master
#
# Sentinels notice a master that is gone after 500 ms.

use warnings;
use strict;

use AntWebhook::Process qw/ spawn end_process wait_until alive port /;
use AntWebhook::Redis;
use Time::HiRes qw/ sleep time /;


sub new {
    my ($class, %o) = @_;

    my $self = bless {
        name => 'mymaster',
        redis => [6379, 6380],
        sentinels => [26379, 26380, 26381],
        config => [],
        args => [],
        %o,
    }, $class;

    mkdir $self->{dir};
    return $self;
}


sub servers { @{ $_[0]{server} } }
sub sentinels { @{ $_[0]{sentinel} } }


sub start {
    my ($self) = @_;
    my $first = port($self->{redis}[0]);

    for my $n (@{ $self->{redis} }) {
        my @replica = port($n) == $first
            ? () : ('--replicaof', "127.0.0.1 $first");

        my $redis = AntWebhook::Redis->new(
            dir => "$self->{dir}/redis-$n", port => port($n), aof => 1,
            auth => $self->{auth},
            args => ['--repl-diskless-sync-delay', 0,
                     '--repl-ping-replica-period', 1,
                     @{ $self->{args} }, @replica],
        );

        # a role that it has got since is not taken back by a restart

        $redis->start;
        splice @{ $redis->{args} }, -@replica if @replica;
        push @{ $self->{server} }, $redis;
    }

    $self->start_sentinel($_) for @{ $self->{sentinels} };
    $self->settled(30) or die "the Sentinels do not settle\n";
    return $self;
}


sub start_sentinel {
    my ($self, $n) = @_;
    my $dir = "$self->{dir}/sentinel-$n";
    my $name = $self->{name};
    my $quorum = int(@{ $self->{sentinels} } / 2) + 1;

    mkdir $dir;

    if (! -e "$dir/sentinel.conf") {
        open my $f, '>', "$dir/sentinel.conf" or die;
        print $f join "\n",
            'port ' . port($n), 'bind 127.0.0.1', "dir $dir",
            "sentinel monitor $name 127.0.0.1 " . port($self->{redis}[0])
                . " $quorum",
            "sentinel down-after-milliseconds $name 500",
            "sentinel failover-timeout $name 3000",
            @{ $self->{config} }, '';
        close $f or die;
    }

    my $sentinel = AntWebhook::Redis->new(dir => $dir, port => port($n),
                                          auth => $self->{sentinel_auth});

    $sentinel->{pid} = spawn(
        [$sentinel->{binary}, "$dir/sentinel.conf", '--sentinel'],
        out => $sentinel->{log},
    );

    push @{ $self->{sentinel} }, $sentinel;

    wait_until(sub { eval { $sentinel->try_cmd('PING') } }, 10)
        or die "a Sentinel does not start, see $sentinel->{log}\n";
}


# What all that run say, if they say the same.

sub named {
    my ($self) = @_;
    my %port;

    for my $sentinel ($self->sentinels) {
        next unless $sentinel->running;

        my $address = eval {
            $sentinel->cmd('SENTINEL', 'get-master-addr-by-name',
                           $self->{name});
        } or return;

        $port{ $address->[1] } = 1;
    }

    return keys %port == 1 ? keys %port : ();
}


sub master {
    my ($self) = @_;
    my ($port) = $self->named or return;

    return (grep { $_->{port} == $port } $self->servers)[0];
}


sub is_master {
    my ($redis) = @_;

    return eval { $redis->cmd('ROLE')->[0] eq 'master' };
}


sub in_order {
    my ($self) = @_;
    my $master = $self->master or return;

    return unless $master->running && is_master($master);

    for my $redis ($self->servers) {
        next if $redis == $master || !$redis->running;

        my $role = eval { $redis->cmd('ROLE') } or return;

        return unless $role->[0] eq 'slave' && $role->[2] == $master->{port}
                      && $role->[3] eq 'connected';
    }

    # each of them knows the others, the replicas too

    my $others = grep { $_->running } $self->servers;
    my $peers = grep { $_->running } $self->sentinels;

    for my $sentinel (grep { $_->running } $self->sentinels) {
        my %s = @{ $sentinel->cmd('SENTINEL', 'master', $self->{name}) };

        return unless $s{'num-slaves'} >= $others - 1
                      && $s{'num-other-sentinels'} >= $peers - 1
                      && $s{flags} eq 'master';
    }

    return 1;
}


sub settled {
    my ($self, $seconds) = @_;

    return wait_until(sub { eval { $self->in_order } }, $seconds // 20);
}


sub failover {
    my ($self, %o) = @_;
    my ($old) = $self->named;
    my ($sentinel) = grep { $_->running } $self->sentinels;

    # a Sentinel may give one up, for want of votes, and says nothing

    for (1 .. 2) {
        wait_until(sub {
            eval { $sentinel->cmd('SENTINEL', 'failover', $self->{name}) };
        }, 15) or return;

        return 1 if wait_until(sub {
            my ($new) = $self->named or return;
            return $new != $old;
        }, $o{within} // 20);
    }

    return;
}


1;
