#!/usr/bin/perl

# A Redis that is away, hangs, dies under load, or forgets what it has
# confirmed.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;

use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new;
my $redis = AntWebhook::Redis->new(dir => $t->testdir . '/redis-6379',
                                   port => port(6379), aof => 1);

$t->{redis}{6379} = $redis;

# down from the start: 200s go on, memory stands still

configure($t);
$t->run;

my $answers = $t->load(count => 3000, rate => 1500, prefix => 'w')->run;
my ($worker) = $t->workers;
my $before = $t->rss_anon($worker);

$answers = answers($answers, $t->load(count => 40000, pipeline => 32,
                                      connections => 4, rate => 10000)->run);

my $n = grep { $_ == 200 } values %$answers;
my $grown = $t->rss_anon($worker) - $before;

cmp_ok($n, '>', 30000, "Redis was never there: $n accepted");
cmp_ok($grown, '<', $t->sanitized ? 65536 : 512, "memory grows by $grown KiB");
is(() = $t->log_lines(qr/\[error\].* is down/), 1, 'one line says so');

$redis->start;
arrived($t, $answers, 'down from the start', within => 40);
ok($t->wait_for_log(qr/\[notice\].* is up; $n events wait/),
   'another, when up');
is_deeply([$t->workers], [$worker], 'by the same worker');

# killed under load, its AOF always on the disk

$redis->cmd('DEL', 'ant:sms');
my $load = $t->load(seconds => 7, rate => 2000, prefix => 'k')->start;

for (1 .. 4) {
    sleep 0.8;
    $redis->kill;
    sleep 0.3;
    $redis->start;
}

arrived($t, $load->finish, 'killed four times');

# hung

$redis->cmd('DEL', 'ant:sms');
$load = $t->load(seconds => 5, rate => 1000, prefix => 'h')->start;

for (1 .. 2) {
    sleep 0.5;
    $redis->freeze;
    sleep 1.6;
    $redis->thaw;
}

arrived($t, $load->finish, 'hung, twice');
settled($t, 1, 'hung');

# it forgets everything

$redis->cmd('DEL', 'ant:sms');
ok($t->wait_for(sub { !contains($t, '"smsId":"h-') }, 30),
   'confirmed for retain: gone from the disk');

$answers = send_events('f', 1 .. 30);
arrived($t, $answers, 'before the FLUSHALL');
$redis->cmd('FLUSHALL');
$answers = answers($answers, send_events('g', 1 .. 30));
arrived($t, $answers, 'FLUSHALL');
ok($t->wait_for_log(qr/\[crit\].* fence was gone/), 'which is told');
is_deeply([ids($t, 'ant:sms')],
          [(map { "f-$_" } 1 .. 30), map { "g-$_" } 1 .. 30], 'in order');

# the fence alone: what it guarded is put back once, for at most retain

$redis->cmd('DEL', 'ant:sms');
$t->wait_for(sub { !contains($t, '"smsId":"g-') }, 30);
send_events('o', 1 .. 5);
sleep 0.5;
$redis->cmd('DEL', 'ant:sms:fence');
send_events('o', 6 .. 10);
$t->wait_queue('ant:sms', 15);
sleep 0.2;

my %seen;
my @elements = map { $_->{id} . $_->{data}{smsId} } @{ $t->queue('ant:sms') };

$seen{$_}++ for @elements;
is(keys %seen, 10, 'the fence deleted: each has the id that it had');
cmp_ok(@elements, '<=', 20, 'at most those of the last seconds come again');
cmp_ok(@elements, '>=', 15, 'they do');
$redis->cmd('DEL', 'ant:sms');
arrived($t, send_events('o', 11 .. 20), 'and then it goes on');

$t->stop;
$redis->kill;

# a Redis that keeps only snapshots goes back to the last of them

my $old = $t->redis(port => 6380, args => ['--dbfilename', 'old.rdb']);

configure($t, redis => '127.0.0.1:%%PORT_6380%% timeout=1s name=old',
          journal => 'size=64m retain=5s');
$t->run;

$answers = send_events('s', 1 .. 20);
arrived($t, $answers, 'before the snapshot', redis => $old);
$old->cmd('SAVE');
$answers = answers($answers, send_events('s', 21 .. 60));
arrived($t, $answers, 'after it', redis => $old);

# away for longer than retain, in which only time counts that it answers

$old->kill;
sleep 6;
$old->start;
is($old->cmd('LLEN', 'ant:sms'), 20, 'Redis went back');
arrived($t, $answers, 'gone back', redis => $old);
ok($t->wait_for_log(qr/redis went back .* are sent again/), 'which is told');

# back further than retain: told with the range, and it goes on

$old->cmd('DEL', 'ant:sms');
$old->cmd('SAVE');
send_events('x', 1 .. 20);
ok($t->wait_for(sub { !contains($t, '"smsId":"x-') }, 30),
   'confirmed for retain: gone from the disk');
$old->kill;
$old->start;
arrived($t, send_events('y', 1 .. 20), 'lost by Redis', redis => $old);
ok($t->wait_for_log(qr/\[crit\].* redis lost events 61 to 80 /), 'told');
is_deeply([ids($t, 'ant:sms', $old)], [map { "y-$_" } 1 .. 20],
          'the rest is delivered, once');

$t->done;
