#!/usr/bin/perl

# A name of several addresses: each is tried in turn, whatever order the
# resolver has them in.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Dns;

my $t = AntWebhook->new;
my $dns = AntWebhook::Dns->new(dir => $t->testdir . '/dns',
                               port => port(5300))->start;
my @addresses = map { "127.0.0.$_" } 2 .. 7;

$dns->set('redis.test', @addresses);
configure($t, redis => 'redis.test:%%PORT_6379%% timeout=1s',
          http => 'resolver 127.0.0.1:%%PORT_5300%% valid=1s ipv6=off;');
$t->run;

my $all = send_events('a', 1 .. 10);
my @tried;

ok($t->wait_for(sub {
    @tried = map { / at (127\.0\.0\.\d+):\d+ is (?:still )?down: cannot con/ }
             $t->log_lines(qr/down: cannot connect/);
    return @tried >= @addresses;
}, 20), 'nobody is there');

@tried = @tried[0 .. $#addresses];
is(join(' ', sort @tried), join(' ', sort @addresses), 'each is tried once')
    or diag("@tried");

$t->{redis}{there} = AntWebhook::Redis->new(
    dir => $t->testdir . '/redis', port => port(6379), host => $addresses[3],
    args => ['--bind', $addresses[3]],
)->start;
arrived($t, $all, 'one of them', redis => $t->{redis}{there}, within => 40);
$dns->stop;
$t->done;
