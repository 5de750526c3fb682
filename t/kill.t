#!/usr/bin/perl

# Workers that die: under load, all at once, with a batch on its way, again
# and again; and one that is only stopped.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;

use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new(limit => 150);
my $redis = $t->redis(aof => 1);

configure($t, workers => 2);
$t->run;

# at random, under load

my $load = $t->load(seconds => 8, rate => 3000, pipeline => 4)->start;
my $kills = 0;

while ($load->running) {
    sleep 0.1 + rand 0.4;
    my @workers = $t->workers or next;

    $t->kill_worker($workers[rand @workers]);
    $kills++;
}

my $answers = $load->finish;

cmp_ok($kills, '>=', 8, "killed $kills times");
cmp_ok((grep { $_ == 200 } values %$answers), '>', 5000, 'many 200s');
arrived($t, $answers, 'killed under load');
settled($t, 2, 'killed under load');

my $files = files($t);

# adoption: the batch of a dead worker is still in Redis's socket

my @took;

for my $n (1 .. 5) {
    $redis->cmd('DEL', 'ant:sms');
    $redis->cmd('CLIENT', 'PAUSE', 300, 'WRITE');
    $answers = send_events("p$n", 1 .. 20);

    my @before = $t->log_lines(qr/without an owner adopted/);
    my $begin = time();

    $t->kill_worker($_) for $t->workers;

    ok($t->wait_for(sub {
        return @before < (() = $t->log_lines(qr/without an owner adopted/));
    }), 'adopted');

    push @took, time() - $begin;
    arrived($t, $answers, 'killed with a batch under way');
}

@took = sort { $a <=> $b } @took;
printf "# adopted %.2f to %.2f s after the death\n", @took[0, -1];
cmp_ok($took[@took / 2], '<', 1.5, 'adopted within 1.5 s');

# all of nginx

$redis->cmd('DEL', 'ant:sms');
$load = $t->load(seconds => 4, rate => 2000, prefix => 'm')->start;

for (1 .. 2) {
    sleep 0.8;
    $t->kill_all;
    sleep 0.2;
    $t->run;
}

arrived($t, $load->finish, 'all of nginx killed, twice');
settled($t, 2, 'all of nginx killed');

# again and again, with Redis away: nothing innocent is set aside

$redis->cmd('DEL', 'ant:sms');
$redis->kill;
$answers = {};

for my $n (1 .. 4) {
    my @old = $t->workers;

    $answers = answers($answers, send_events("n$n", 1 .. 10));
    $t->kill_worker($_) for @old;
    $t->wait_for(sub { $t->workers == 2 });
}

ok($t->wait_for_log(qr/without an owner adopted/), 'adopted meanwhile');
$redis->start;
arrived($t, $answers, 'killed four times while Redis was away');
is(() = $t->log_lines(qr/set aside/), 0, 'nothing is set aside');

# a worker that is stopped keeps its journal

$redis->cmd('DEL', 'ant:sms');
$redis->cmd('CLIENT', 'PAUSE', 1500, 'WRITE');

my ($stopped, $other) = $t->workers;
my %before = map { $_ => 1 } $t->log_lines(qr/adopted/);

$answers = $t->load(count => 400, connections => 64)->run;
kill 'STOP', $stopped;

my $while = $t->load(count => 100, connections => 4, prefix => 's')->run;

is((grep { $_ == 200 } values %$while), 100, 'the other one goes on');
sleep 30;

ok(!(grep { !$before{$_} } $t->log_lines(qr/adopted/)),
   'nobody adopts from a worker that is stopped');

my %arrived = map { $_ => 1 } ids($t, 'ant:sms');

cmp_ok(keys %arrived, '<', 500, 'what it holds waits');
is((grep { !$arrived{$_} } keys %$while), 0, 'what the other one has does not');
kill 'CONT', $stopped;
arrived($t, answers($answers, $while), 'stopped for half a minute');

is_deeply([sort $t->workers], [sort $stopped, $other], 'the same workers');
settled($t, 2, 'at the end');
cmp_ok(files($t), '<=', $files + 4, 'open files of a worker stand still');

$t->done;
