#!/usr/bin/perl

# How connections end, and what is said of it: an idle one that Redis closes is
# opened again and no trouble, anything else is named with its error number;
# what Redis says to those that it does not take is named as well.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Status;

use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new;
my $redis = $t->redis(aof => 1);
my $proxy = $t->proxy(6380 => 6379);
my $status = 'location = /status { ant_webhook_status json; }'
             . 'location = /ant-sms-deliver { ant_webhook sms ant:sms; }';
my $idle = qr/\[info\].* redis "default" at \S+ closed an idle connection, it/;
my $down = qr/\[error\].* redis "default" at \S+ is down: /;

sub lines { return scalar(() = $t->log_lines($_[0])) }
sub up { return status()->{redis}[0]{up} }
sub received { return $redis->info('stats', 'total_connections_received') }

# Redis closes what is idle

$redis->cmd('CONFIG', 'SET', 'timeout', 2);
configure($t, redis => '127.0.0.1:%%PORT_6379%% timeout=1s',
          locations => $status);
$t->run;

my $all = send_events('a', 1 .. 10);

arrived($t, $all, 'before');
ok($t->wait_for(\&up), 'up');

# it is looked at all the time: up it stays

my ($begin, $before, $seen) = (time(), received(), 1);

while (lines($idle) < 2 && time() - $begin < 20) {
    $seen &&= up();
    sleep 0.01;
}

cmp_ok(lines($idle), '>=', 2, 'idle connections are closed, with a line each');
ok($seen, 'the endpoint is up all the time');
is(lines($down), 0, 'nothing is down');
is(lines(qr/\[(?:warn|error|crit)\]/), 0, 'nothing is wrong');
ok($t->wait_for(sub { received() >= $before + 2 }), 'each is opened again');
$all = answers($all, send_events('b', 1 .. 10));
arrived($t, $all, 'after');
is_deeply(status()->{redis}[0]{errors}, [], 'no error is counted');
$redis->cmd('CONFIG', 'SET', 'timeout', 0);

# Redis goes while nothing is owed: the next one that is opened tells

sleep 1.2;
$redis->stop;
ok($t->wait_for_log(qr/${down}cannot connect; 0 events .* \(111: Connection r/),
   'gone while it was idle: the number of the error');
is(lines($down), 1, 'in one line');
$all = answers($all, send_events('c', 1 .. 10));
ok($t->wait_for(sub { !up() }), 'down');
$redis->start;
ok($t->wait_for(\&up, 15), 'and up');
arrived($t, $all, 'it was away');
$t->stop;

# a connection that is cut while something is owed

configure($t, redis => '127.0.0.1:%%PORT_6380%% timeout=1s',
          locations => $status);
$t->run;
$all = answers($all, send_events('d', 1));
arrived($t, $all, 'through the proxy');
$proxy->drop_reply(match => 'smsId', then => 'rst');
$all = answers($all, send_events('d', 2 .. 5));
ok($t->wait_for_log(qr/${down}connection failed; \d+ .* \(104: Connection r/),
   'reset: the number of the error');
$proxy->pass;
arrived($t, $all, 'a lost reply');

# one that is closed as soon as it was greeted is down, and not idle

my $was = lines($idle);

ok($t->wait_for(\&up), 'up');

for (1 .. 40) {
    $proxy->close_all;
    sleep 0.05;
}

ok($t->wait_for_log(qr/${down}connection was closed/), 'closed all the time');
cmp_ok(lines($idle), '<=', $was + 1, 'is not idle');
$all = answers($all, send_events('e', 1 .. 5));
arrived($t, $all, 'left alone');

# what Redis says to those that it does not take

my %says = (
    "-ERR max number of clients reached\r\n"
        => 'it has no place for another client \(maxclients\)',
    "-DENIED Redis is running in protected mode because\r\n"
        => 'it is in protected mode .* \(DENIED\): it needs .*',
    "-NOAUTH Authentication required.\r\n"
        => 'it wants a password \(NOAUTH\): add .*',
);

for my $bytes (sort keys %says) {
    ok($t->wait_for(\&up, 15), 'up');
    sleep 0.2;
    $proxy->replace_reply($bytes, match => 'PING');
    $proxy->rst;
    ok($t->wait_for_log(qr/$down$says{$bytes}; \d+ events/), $says{$bytes});
    $proxy->pass;
}

$all = answers($all, send_events('f', 1 .. 5));
arrived($t, $all, 'taken again');
$t->stop;

# a unix socket that is not there: one line, and nothing of nginx's own

configure($t, redis => 'unix:%%TESTDIR%%/none timeout=1s name=none');
$before = lines(qr/\[crit\]/);
$t->run;
ok($t->wait_for_log(qr/"none" at unix:\S+ is down: cannot connect; .* \(2: /),
   'no such socket: the number of the error');
sleep 2;
is(lines(qr/"none" at unix:\S+ is down/), 1, 'one line');
is(lines(qr/\[crit\]/), $before, 'and no other');
$t->done;
