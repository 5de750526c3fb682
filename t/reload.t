#!/usr/bin/perl

# Workers that come and go in order: reloads under load with other numbers of
# them, a binary upgrade and its rollback, and what a worker that leaves still
# delivers.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Process qw/ alive wait_exit /;

use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new(daemon => 1);
my $redis = $t->redis(aof => 1);

sub workers {
    my ($n) = @_;

    $t->write_file('nginx.conf', $t->read_file('nginx.conf')
        =~ s/worker_processes \d+/worker_processes $n/r);
}

configure($t, journal => 'size=64m retain=2s drain=3s');
$t->run;

# reloads under load

my $load = $t->load(seconds => 8, rate => 2000, pipeline => 2)->start;

for my $n (4, 1, 3, 2, 4, 1, 2, 1, 4, 2) {
    workers($n);
    $t->reload or last;
    sleep 0.3;
}

my $answers = $load->finish;

cmp_ok((grep { $_ == 200 } values %$answers), '>', 8000, 'many 200s');
arrived($t, $answers, 'reloaded under load');
ok($t->wait_for(sub { (() = $t->workers(all => 1)) == 2 }, 20),
   'old workers leave');
settled($t, 2, 'reloaded under load');

# a binary upgrade, taken back, and one that stays

$redis->cmd('DEL', 'ant:sms');
$load = $t->load(seconds => 5, rate => 1000, prefix => 'u')->start;

my $old = $t->master;

sub upgrade {
    kill 'USR2', $old;
    return $t->wait_for(sub {
        return $t->master != $old && -s $t->testdir . '/nginx.pid.oldbin'
               && (() = $t->workers) == 4;
    }, 20);
}

ok(upgrade(), 'a second master with workers');
my $new = $t->master;

kill 'WINCH', $old;
ok($t->wait_for(sub { (() = $t->workers) == 2 }, 20), 'the old workers leave');

# back

kill 'HUP', $old;
ok($t->wait_for(sub { (() = $t->workers) == 4 }, 20), 'they come back');
kill 'QUIT', $new;
ok(wait_exit($new, 20), 'the new master leaves');
ok($t->wait_for(sub { -s $t->testdir . '/nginx.pid' && $t->master == $old },
                20), 'the old one is master again');

# and for good

ok(upgrade(), 'a second master again');
kill 'QUIT', $old;
ok(wait_exit($old, 20), 'the old master leaves');
$t->{pid} = $t->master;

arrived($t, $load->finish, 'upgraded, back, upgraded');
settled($t, 2, 'upgraded');

# a worker that leaves delivers its tail first

workers(1);
ok($t->reload(wait_old => 1), 'one worker');
$redis->cmd('DEL', 'ant:sms');
$redis->cmd('CLIENT', 'PAUSE', 600, 'WRITE');

$answers = send_events('t', 1 .. 50);
my $begin = time();

ok($t->stop, 'nginx leaves');
my $took = time() - $begin;

my $v = AntWebhook::Load::verdict($answers, [ids($t, 'ant:sms')]);

is_deeply($v, { lost => [], dup => [], extra => [] },
          'with nothing left behind');
cmp_ok($took, '<', 2.8, 'as soon as it can');

# with a Redis that hangs, for no longer than drain

configure($t, journal => 'size=64m retain=20s drain=2s',
          redis => '127.0.0.1:%%PORT_6379%% timeout=10s');
$t->run;
send_events('h', 0);
$t->wait_queue('ant:sms', 51);
$redis->freeze;
$answers = answers($answers, { 'h-0' => 200 },
                   send_events('h', 1 .. 30));
sleep 0.2;

$begin = time();
ok($t->stop, 'nginx leaves a Redis that hangs');
$took = time() - $begin;
cmp_ok($took, '<', 5, 'after drain');
cmp_ok($took, '>', 1.8, 'not before');
$redis->thaw;
$t->run;
arrived($t, $answers, 'the next one delivers');

# what a worker leaves behind at a reload is adopted by those that are there

$redis->cmd('DEL', 'ant:sms');
$redis->freeze;
$answers = send_events('r', 1 .. 30);

my ($leaving) = $t->workers;
my @before = $t->log_lines(qr/without an owner adopted/);

ok($t->reload, 'reload while Redis hangs');
ok($t->wait_for(sub { !alive($leaving) }, 20), 'the old worker leaves');
$redis->thaw;
ok($t->wait_for(sub {
    return @before < (() = $t->log_lines(qr/without an owner adopted/));
}, 4), 'what it left is adopted');
arrived($t, $answers, 'left at a reload');

# with a Redis that is away, at once

$t->stop;
configure($t);
$redis->cmd('DEL', 'ant:sms');
$redis->kill;
$t->run;
send_events('z', 0);
ok($t->wait_for_log(qr/is down/), 'Redis is away');
$answers = answers({ 'z-0' => 200 }, send_events('z', 1 .. 20));
$begin = time();
ok($t->stop, 'nginx leaves while Redis is away');
cmp_ok(time() - $begin, '<', 2.5, 'at once');
$redis->start;
$t->run;
arrived($t, $answers, 'the next one delivers');
settled($t, 1, 'at the end');

$t->done;
