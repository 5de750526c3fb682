#!/usr/bin/perl

# More lists than replies that can be owed: where Redis gives none, the event
# after the last that has a place waits in its journal, and nothing else does.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;

my $n = 540;
my $t = AntWebhook->new;
my $redis = $t->redis;
my $proxy = $t->proxy(6380 => 6379);

configure($t, redis => '127.0.0.1:%%PORT_6380%% timeout=10s',
          journal => 'size=512m segment=64k retain=20s',
          main => 'worker_rlimit_nofile 8192;',
          http => 'ant_webhook_rejected off;',
          locations => join "\n", map {
              "location = /l$_ { ant_webhook sms ant:l$_; }"
          } 1 .. $n);
$t->run;

my ($worker) = $t->workers;

sub elements {
    my $sum = 0;

    $sum += $redis->cmd('LLEN', "ant:l$_") for 1 .. $n;
    return $sum;
}

send_event("a-$_", uri => "/l$_") for 1 .. $n;
ok($t->wait_for(sub { elements() == $n }, 20), "$n lists, an event each");

$proxy->blackhole;

my ($i, $status) = (0, 200);

while ($status == 200 && $i < $n) {
    $i++;
    $status = send_event("b-$i", uri => "/l$i") // 0;
}

is($status, 200, "Redis gives no reply: each event is answered, $i");
is(send_event('c-1', uri => '/l1'), 200, 'and more of them');

$proxy->pass;
ok($t->wait_for(sub { elements() == 2 * $n + 1 }, 40), 'all arrive');
is_deeply([$t->workers], [$worker], 'by the same worker');

$t->done;
