#!/usr/bin/perl

# Where Redis is: host names that are resolved again, unix sockets, IPv6, and
# a Redis that was replaced under its name.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Dns;

use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new(limit => 200);
my $dns = AntWebhook::Dns->new(dir => $t->testdir . '/dns',
                               port => port(5300))->start;

# three servers that differ in nothing but the address

my @redis = map {
    $t->{redis}{"host-$_"} = AntWebhook::Redis->new(
        dir => $t->testdir . "/redis-$_", port => port(6379), aof => 1,
        host => "127.0.0.$_", args => ['--bind', "127.0.0.$_"],
    )
} 1 .. 3;

my $resolver = 'resolver 127.0.0.1:%%PORT_5300%% valid=1s ipv6=off; '
               . 'resolver_timeout 1s;';

# a name that nobody knows yet; the resolver stands behind the directive

$dns->set('redis.test');
$redis[0]->start;
configure($t, redis => 'redis.test:%%PORT_6379%% timeout=1s',
          http => $resolver, journal => 'size=64m retain=5s');
$t->run;

my $all = send_events('a', 1 .. 10);

ok($t->wait_for_log(qr/\[warn\] .* "redis.test" of redis "default" could not /),
   'not resolved');
ok($t->wait_for_log(qr/is down: its name cannot be resolved/), 'so it is down');
$dns->set('redis.test', '127.0.0.1');
arrived($t, $all, 'found by the resolver', redis => $redis[0]);

# Redis moves to another address, with its data

my $load = $t->load(seconds => 4, rate => 500, prefix => 'm')->start;

sleep 1;
$redis[0]->stop;
move_data(0, 1);
$redis[1]->start;
$dns->set('redis.test', '127.0.0.2');
$all = answers($all, $load->finish);
arrived($t, $all, 'another address', redis => $redis[1]);

# two addresses, one of them without a server

$dns->set('redis.test', '127.0.0.3', '127.0.0.2');
$redis[1]->restart;
$all = answers($all, send_events('t', 1 .. 10));
arrived($t, $all, 'the second of two', redis => $redis[1]);

# the resolver is silent: what the name had when it was last known

$dns->mute(1);
$redis[1]->restart;
$all = answers($all, send_events('u', 1 .. 10));
sleep 1.5;
$dns->mute(0);
$dns->set('redis.test', '127.0.0.2');
arrived($t, $all, 'the resolver was silent', redis => $redis[1]);

# a Redis that is new, at another address: what was confirmed within retain
# comes as well, and the log says what

$load = $t->load(seconds => 3, rate => 300, prefix => 'n')->start;
sleep 1;
$redis[1]->kill;
$redis[2]->start;
$dns->set('redis.test', '127.0.0.3');

my $new = $load->finish;

put($new, $redis[2], 'an empty one');
ok($t->wait_for_log(qr/\[crit\].* fence was gone for list "ant:sms": events/),
   'which is told');
like(join(' ', $t->log_lines(qr/fence was gone/)),
     qr/: events \d+ to \d+ of journal \w+ are sent again/, 'with the range');

# a new one again, after nothing has come for longer than retain: only the
# backlog goes there, and the log says what

sleep 22;

my @quiet = $t->log_lines(qr/has no fence of/);

$redis[2]->kill;

my $backlog = send_events('b', 1 .. 50);

$redis[1]->start;
$redis[1]->cmd('FLUSHALL');
$dns->set('redis.test', '127.0.0.2');
put($backlog, $redis[1], 'an empty one, for the backlog');
is(scalar(ids($t, 'ant:sms', $redis[1])), 50, 'and nothing else');
ok($t->wait_for(sub { @quiet < (() = $t->log_lines(
       qr/no fence of journal \w+: events \d+ to \d+ are sent to its list/)) }),
   'with the range');
$redis[1]->kill;
$redis[2]->start;
$t->stop;

# the same by the configuration, while Redis is down: the backlog goes there

$redis[2]->kill;
configure($t, redis => '127.0.0.3:%%PORT_6379%% timeout=1s');
$t->run;
$new = send_events('p', 1 .. 40);
$redis[0]->start;
$redis[0]->cmd('FLUSHALL');
configure($t, redis => '127.0.0.1:%%PORT_6379%% timeout=1s');
$t->reload(wait_old => 1);
$new = answers($new, send_events('q', 1 .. 5));
put($new, $redis[0], 'replaced by the configuration');
ok($t->wait_for_log(qr/\[notice\].* has no fence of journal \w+: events/),
   'which is told');
like(join(' ', $t->log_lines(qr/has no fence of/)),
     qr/: events \d+ to \d+ are sent to its list "ant:sms"/, 'with the range');
$t->stop;

# a unix socket, IPv6, several addresses

my $n = 0;
my $path = $t->testdir . '/redis.sock';

$redis[0]->stop;
$redis[0]{args} = ['--bind', '127.0.0.1', '::1', '--unixsocket', $path,
                   '--unixsocketperm', '777'];
$redis[0]->start;

# what is kept for retain comes first

configure($t, redis => "unix:$path timeout=1s", http => $resolver);
$t->run;
settled($t, 0, 'before the addresses');
$t->stop;

for my $address ("unix:$path", '[::1]:%%PORT_6379%%',
                 "127.0.0.3:%%PORT_6379%% unix:$path",
                 'localhost:%%PORT_6379%%')
{
    configure($t, redis => "$address timeout=1s", http => $resolver);
    $t->run;
    $redis[0]->cmd('DEL', 'ant:sms');

    my $id = 'x' . ++$n;

    arrived($t, send_events($id, 1 .. 5), $address, redis => $redis[0]);
    $t->stop;
}

is(() = $t->log_lines(qr/"localhost"/), 0, 'localhost is not asked for');

# without a resolver it must be known when the configuration is read

like($t->conf_error_http('ant_webhook_redis redis.test;'),
     qr/\[emerg\] .*host not found: "redis.test" of .* in \S+:\d+, and there/,
     'no resolver');
is($t->conf_error_http("ant_webhook_redis redis.test; $resolver"), '',
   'a resolver');

$dns->stop;
$t->done;


# All of it is on the list, and nothing twice; what the old one had, too.

sub put {
    my ($answers, $server, $name) = @_;
    my @accepted = grep { $answers->{$_} == 200 } keys %$answers;
    my %seen;

    $t->wait_for(sub {
        %seen = ();
        $seen{$_}++ for ids($t, 'ant:sms', $server);
        return !grep { !$seen{$_} } @accepted;
    }, 20);

    local $Test::Builder::Level = $Test::Builder::Level + 1;

    cmp_ok(scalar(@accepted), '>', 40, "$name: " . @accepted);
    is(scalar(grep { !$seen{$_} } @accepted), 0, "$name: no lost");
    is(scalar(grep { $_ > 1 } values %seen), 0, "$name: no dup");
}


sub move_data {
    my ($from, $to) = @_;

    system('rm', '-rf', $redis[$to]{dir});
    system('cp', '-a', $redis[$from]{dir}, $redis[$to]{dir}) and die;
}
