package Bench::Setup;

# Which servers make bench has, and which variants it measures.
#
#   my $setup = Bench::Setup->new(top => DIR, dir => DIR, run => DIR,
#                                 module => FILE, core => 0, with => {});
#   my %redis = $setup->redis;               # by name, none of them started
#   my %server = $setup->servers;
#   my @variants = $setup->variants;         # in the order of a round
#
# A variant has a name, a title and the name of its server; connections, path
# and paths of its requests; lists, where its events arrive and are waited
# for; and what is done before: fresh (a server from nothing), fill (so many
# events wait), hang (Redis is stopped).  half: at half the rate of return
# 200; share: of the seconds.

use warnings;
use strict;

use AntWebhook::Process qw/ port /;
use AntWebhook::Redis;
use Bench::Server;
use File::Basename qw/ dirname /;

use constant CONNECTIONS => 64;


sub new {
    my ($class, %o) = @_;

    return bless { %o }, $class;
}


# One Redis for those that are up, one that is to hang, one that comes late,
# one for the bare client.

sub redis {
    my ($self) = @_;

    for my $name (qw/ up hung late bare /) {
        $self->{redis}{$name} = AntWebhook::Redis->new(
            dir => "$self->{run}/redis-$name", port => port("redis-$name"));
    }

    return %{ $self->{redis} };
}


sub servers {
    my ($self) = @_;
    my %server;

    $server{return200} = $self->nginx('return200', server =>
        'location = /ant-sms-deliver { return 200; }');

    # what threads cost that have nothing to do: the kernel counts references
    # to descriptors that they share

    $server{threads} = $self->nginx('threads', http => 'aio threads;',
        server => 'location = /ant-sms-deliver { return 200; }');

    $server{up} = $self->ours('up', 'up', '1g', <<'EOF_SERVER');
        location = /ant-sms-deliver { ant_webhook sms bench:journal; }
        location = /ant-sms-on-disk { ant_webhook sms bench:disk;
                                      ant_webhook_ack disk; }
        location = /ant-sms-onredis { ant_webhook sms bench:redis;
                                      ant_webhook_ack redis; }
EOF_SERVER

    my $one = 'location = /ant-sms-deliver { ant_webhook sms bench:journal; }';

    $server{down} = $self->ours('down', 'late', '4g', $one);
    $server{hung} = $self->ours('hung', 'hung', '4g', $one);
    $server{some} = $self->ours('some', 'late', '4g', $one);
    $server{many} = $self->ours('many', 'late', '4g', $one);

    for my $n (10, 100) {
        $server{"lists$n"} = $self->ours("lists$n", 'up', '1g', join "\n", map {
            sprintf 'location = /ant-sms-deli%03d { ant_webhook sms '
                    . 'bench:%03d; }', $_, $_
        } 0 .. $n - 1);
    }

    return %server, $self->{with}{peers} ? $self->peers : ();
}


sub nginx {
    my ($self, $name, %o) = @_;

    return Bench::Server->nginx(dir => "$self->{run}/$name",
                                core => $self->{core}, %o);
}


sub ours {
    my ($self, $name, $redis, $size, $text) = @_;
    my $port = $self->{redis}{$redis}->port;

    return $self->nginx($name, head => "load_module $self->{module};",
        http => <<"EOF_HTTP",
    ant_webhook_redis 127.0.0.1:$port;
    ant_webhook_journal $self->{run}/$name/journal size=$size;
EOF_HTTP
        server => $text . "\nlocation = /ant-status { ant_webhook_status; }");
}


sub peers {
    my ($self) = @_;
    my $peers = "$self->{dir}/peers";
    my $lua = "$peers/lua/usr";
    my $port = $self->{redis}{up}->port;
    my %server;
    my ($lib) = map { dirname($_) } glob "$lua/lib/*/libluajit-5.1.so.2";

    $server{lua} = $self->nginx('lua', env => { LD_LIBRARY_PATH => $lib },
        head => join("\n", map {
            "load_module $lua/lib/nginx/modules/$_.so;"
        } qw/ ndk_http_module ngx_http_lua_module /),
        http => <<"EOF_HTTP", server => <<"EOF_SERVER");
    lua_package_path "$lua/share/lua/5.1/?.lua;;";
    lua_package_cpath "$lib/lua/5.1/?.so;;";
EOF_HTTP
        set \$redis_port $port;
        set \$redis_list bench:lua;
        location = /ant-sms-deliver {
            content_by_lua_file $self->{top}/bench/peers/handler.lua;
        }
EOF_SERVER

    for my $name (qw/ fastify express /) {
        $server{$name} = Bench::Server->node(
            dir => "$self->{run}/$name", core => $self->{core},
            env => { NODE_ENV => 'production' },
            command => ['node', "$peers/$name.js", sub { $_[0]->port_of },
                        $port, "bench:$name"]);
    }

    return %server;
}


# In the order in which they run in each round.

sub variants {
    my ($self) = @_;
    my %with = %{ $self->{with} };
    my @lists = ('bench:journal');

    my @list = (
        variant('return200', '`return 200`', 'return200'),
        variant('return200-threads', '`return 200`, `aio threads`', 'threads'),
        variant('journal', '`ack journal`', 'up', lists => [@lists]),
    );

    push @list, acks() if $with{ack};

    push @list, variant('down', 'Redis down', 'down', fresh => 1)
        if $with{redis} || $with{backlog};

    push @list, variant('hung', 'Redis hung', 'hung', hang => 1)
        if $with{redis};

    push @list, backlogs() if $with{backlog};

    if ($with{latency} || $with{lists}) {
        push @list, variant('return200-half', '`return 200`', 'return200',
                            half => 1),
                    variant('journal-half', '`ack journal`, 1 list', 'up',
                            half => 1, lists => [@lists]);
    }

    push @list, map { many_lists($_) } 10, 100 if $with{lists};
    push @list, late_acks() if $with{latency};
    push @list, other_ways() if $with{peers};

    return @list;
}


sub acks {
    my @disk = (path => '/ant-sms-on-disk', lists => ['bench:disk']);

    return (
        variant('disk', '`ack disk`', 'up', @disk),
        variant('redis', '`ack redis`', 'up', path => '/ant-sms-onredis',
                lists => ['bench:redis']),
        variant('return200-256', '`return 200`, 256 connections', 'return200',
                connections => 256),
        variant('disk-256', '`ack disk`, 256 connections', 'up', @disk,
                connections => 256),
    );
}


sub late_acks {
    return (
        variant('disk-half', '`ack disk`', 'up', half => 1,
                path => '/ant-sms-on-disk', lists => ['bench:disk']),
        variant('redis-half', '`ack redis`', 'up', half => 1,
                path => '/ant-sms-onredis', lists => ['bench:redis']),
    );
}


sub backlogs {
    return (
        variant('backlog-1k', 'a backlog of 1k, Redis down', 'some',
                fresh => 1, fill => 1000, share => 0.4),
        variant('backlog-1M', 'a backlog of 1M, Redis down', 'some',
                fill => 1_000_000, share => 0.4),
        variant('backlog-10M', 'a backlog of 10M, Redis down', 'many',
                share => 0.4),
    );
}


sub many_lists {
    my ($n) = @_;

    return variant("lists$n-half", "`ack journal`, $n lists", "lists$n",
                   half => 1, path => '/ant-sms-deli', paths => $n,
                   lists => [map { sprintf 'bench:%03d', $_ } 0 .. $n - 1]);
}


sub other_ways {
    return map {
        variant($_->[0], $_->[1], $_->[0], lists => ["bench:$_->[0]"])
    } (
        ['lua', 'Lua, lua-nginx-redis'],
        ['fastify', 'Fastify, ioredis'],
        ['express', 'Express, ioredis'],
    );
}


sub variant {
    my ($name, $title, $server, %o) = @_;

    return { name => $name, title => $title, server => $server,
             connections => CONNECTIONS, share => 1, paths => 1,
             path => '/ant-sms-deliver', %o };
}


1;
