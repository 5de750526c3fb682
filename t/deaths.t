#!/usr/bin/perl

# Workers that die one after the other, each when it has read and sent the
# same events and waits for Redis: that is no record which kills who reads it,
# so nothing is set aside; and of their batches, which come late, one counts.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;

my $t = AntWebhook->new(limit => 90);
my $redis = $t->redis;
my $proxy = $t->proxy(6380 => 6379);

configure($t, redis => '127.0.0.1:%%PORT_6380%% timeout=20s',
          journal => 'size=64m retain=40s');
$t->run;

my $answers = send_events('a', 1 .. 3);

arrived($t, $answers, 'before');
$proxy->hold(match => 'smsId', count => 9);
$answers = answers($answers, send_events('b', 1 .. 20));

for my $n (1 .. 5) {
    ok($t->wait_for(sub { $proxy->held == $n }, 10),
       "worker $n has read and sent them");
    $t->kill_worker($_) for $t->workers;
    $t->wait_for(sub { $t->workers == 1 });
}

ok($t->wait_for(sub { $proxy->held == 6 }, 10), 'and so has the last one');
is(() = $t->log_lines(qr/set aside/), 0, 'nothing is set aside');
$proxy->release;
arrived($t, $answers, 'all batches come late', after => 1);
is_deeply([ids($t, 'ant:sms')],
          [(map { "a-$_" } 1 .. 3), map { "b-$_" } 1 .. 20], 'in order');

$t->done;
