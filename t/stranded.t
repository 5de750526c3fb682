#!/usr/bin/perl

# Journals without an owner whose Redis is down, more than a worker sends at a
# time, are in the way of no other.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;

my $n = 70;
my $t = AntWebhook->new;
my $redis = AntWebhook::Redis->new(dir => $t->testdir . '/redis-6379',
                                   port => port(6379));

$t->{redis}{6379} = $redis;

configure($t, main => 'worker_rlimit_nofile 4096;',
          journal => 'size=512m segment=64k retain=2s',
          http => 'ant_webhook_rejected off;',
          locations => join "\n", 'location /down/ {
    ant_webhook_redis 127.0.0.1:%%PORT_6380%% name=down timeout=1s;',
    (map { "location = /down/l$_ { ant_webhook sms ant:l$_; }" } 1 .. $n),
    '}', 'location = /up { ant_webhook sms ant:up; }');
$t->run;

# the last one is the youngest, and looked at last

send_event("down-$_", uri => "/down/l$_") for 1 .. $n;

my $answers = send_events('up', 1, uri => '/up');

$t->kill_all;
$redis->start;
$t->run;

arrived($t, $answers, 'beside a Redis that is down', list => 'ant:up',
        within => 15);

my $other = $t->redis(port => 6380);

ok($t->wait_for(sub {
    my $sum = 0;

    $sum += $other->cmd('LLEN', "ant:l$_") for 1 .. $n;
    return $sum == $n;
}, 20), 'the others arrive when it is up');

$t->done;
