#!/usr/bin/perl

# A cluster whose nodes do not say their addresses (MOVED 1 :7001): it is the
# one that said so, also where that has a name that nobody resolves.  And one
# whose nodes say host names.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Cluster;
use AntWebhook::Delivery;
use AntWebhook::Dns;

use Time::HiRes qw/ sleep /;

my $t = AntWebhook->new;
my $c = AntWebhook::Cluster->new(
    dir => $t->testdir . '/cluster', masters => 2,
    args => ['--cluster-preferred-endpoint-type', 'unknown-endpoint'],
)->start;
my @nodes = $c->nodes;

$t->{redis}{"node-$_"} = $nodes[$_] for 0 .. $#nodes;

my $said = $nodes[$c->owner('ant:sms') == $nodes[0] ? 1 : 0]
           ->try_cmd('LLEN', 'ant:sms');

like($said->{error}, qr/^MOVED \d+ :\d+$/, 'no address');

my $all = {};
my $n = 0;

for my $host ('127.0.0.1', 'localhost') {
    $n++;
    configure($t, redis => "$host:%%PORT_7000%% timeout=1s cluster");
    $t->run;

    my $load = $t->load(seconds => 4, rate => 300, prefix => "a$n")->start;

    for my $to (reverse(@nodes), @nodes) {
        sleep 0.4;
        $c->move('ant:sms', $to, pause => 0.2) if $c->owner('ant:sms') != $to;
    }

    $all = answers($all, $load->finish);
    arrived($t, $all, "a seed at $host", redis => $c);
    $t->stop;
}

is(() = $t->log_lines(qr/cannot be resolved|set aside|lost events/), 0,
   'each is found');

# names: they need a resolver, and one that is not found is said

for my $node (@nodes) {
    $node->cmd('CONFIG', 'SET', 'cluster-announce-hostname', 'node.test');
    $node->cmd('CONFIG', 'SET', 'cluster-preferred-endpoint-type', 'hostname');
}

my ($other) = grep { $c->owner('ant:sms') != $_ } @nodes;
my $seed = "127.0.0.1:$other->{port} timeout=1s cluster";

ok($t->wait_for(sub {
    return $other->try_cmd('LLEN', 'ant:sms')->{error} =~ / node\.test:/;
}), 'a host name');

configure($t, redis => $seed);
$t->run;
$all = answers($all, send_events('h', 1 .. 10));
ok($t->wait_for_log(qr/ at node\.test is down: its name cannot be resolved/),
   'no resolver: the name is said');
$t->stop;

my $dns = AntWebhook::Dns->new(dir => $t->testdir . '/dns',
                               port => port(5300))->start;

$dns->set('node.test', '127.0.0.1');
configure($t, redis => $seed,
          http => 'resolver 127.0.0.1:%%PORT_5300%% valid=1s ipv6=off;');
$t->run;
arrived($t, $all, 'with a resolver', redis => $c);
$dns->stop;
$t->done;
