#!/usr/bin/perl

# A worker is stopped for longer than retain, with a reply of Redis's in its
# socket that is as old as that.  Meanwhile Redis dies and comes back without
# anything: what it had confirmed before is sent again, since nobody saw it
# answer for so long.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;

use Time::HiRes qw/ sleep /;

my $t = AntWebhook->new;
my $redis = $t->redis;

configure($t, journal => 'size=64m retain=4s');
$t->run;

my ($worker) = $t->workers;
my $answers = send_events('a', 1 .. 5);

arrived($t, $answers, 'before');

$redis->freeze;
$answers = answers($answers, send_events('a', 6));
sleep 0.1;
kill 'STOP', $worker;
$redis->thaw;

ok($t->wait_for(sub { $redis->cmd('LLEN', 'ant:sms') == 6 }), 'a reply waits');
$redis->kill;
sleep 6;
$redis->start;
is($redis->cmd('EXISTS', 'ant:sms', 'ant:sms:fence'), 0, 'Redis has nothing');
kill 'CONT', $worker;

arrived($t, $answers, 'stopped while Redis lost it');
is_deeply([$t->workers], [$worker], 'the same worker');

$t->done;
