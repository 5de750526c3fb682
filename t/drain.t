#!/usr/bin/perl

# A worker that leaves is held for what its list does not take, once and for
# no longer than drain, also where a client keeps it for longer.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Process qw/ alive wait_exit /;

use IO::Socket::INET;
use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new;
my $redis = $t->redis;
my $left = qr/\[notice\] .* 3 events are left to be adopted/;

configure($t, journal => 'size=64m retain=2s drain=1s');
$t->run;
$redis->cmd('SET', 'ant:sms', 'a string');

my $answers = send_events('a', 1 .. 3);

ok($t->wait_for_log(qr/refuses list "ant:sms" \(WRONGTYPE\)/),
   'a list that takes nothing');

# half of a request, so that the worker has to wait for the other one

my $client = IO::Socket::INET->new(Proto => 'tcp',
                                   PeerAddr => '127.0.0.1:' . port(8080))
    or die "connect: $!\n";

print $client "POST /ant-sms-deliver HTTP/1.1\r\nHost: a\r\n"
              . "Content-Length: 100\r\n\r\na";
$client->flush;
sleep 0.5;

my ($old) = $t->workers;

ok($t->reload, 'another worker takes over');
ok($t->wait_for_log($left, 10), 'the old one has waited');
sleep 3;
ok(alive($old), 'its client keeps it');
is(() = $t->log_lines($left), 1, 'but it waits for the list no more');

close $client;
ok(wait_exit($old, 10), 'it leaves');
is(() = $t->log_lines($left), 1, 'without another wait');

$redis->cmd('DEL', 'ant:sms');
$redis->cmd('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
arrived($t, $answers, 'adopted');

$t->done;
