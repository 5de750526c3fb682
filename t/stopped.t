#!/usr/bin/perl

# A worker is stopped for longer than retain, with a reply of Redis's in its
# socket that is as old as that.  Meanwhile Redis dies and comes back without
# anything: what it had confirmed before is sent again, since nobody saw it
# answer for so long.
#
# It is stopped while it is at work: one that is stopped while it waits looks
# at its timers first, and finds no answer in time.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Late;

use Time::HiRes qw/ sleep /;

my $t = AntWebhook->new;
my $redis = $t->redis;

configure($t, redis => '127.0.0.1:%%PORT_6379%% timeout=2s',
          journal => 'size=64m retain=4s');
$t->run;

my ($worker) = $t->workers;
my $answers = {};

# each of them an age of its own

for my $n (1 .. 5) {
    $answers = answers($answers, send_events('a', $n));
    sleep 0.4;
}

arrived($t, $answers, 'before');

# the second answer that it sends

my $strace = inject($t, $worker, 'writev:signal=SIGSTOP:when=2');

$redis->freeze;
$answers = answers($answers, send_events('a', 6));
sleep 0.1;

my ($asked) = ask('/nothing');

ok($t->wait_for(sub {
    return $t->read_file($strace->{name}) =~ /stopped by SIGSTOP/;
}), 'the worker is stopped');
$strace->end;
ok($t->wait_for(\&stopped), 'and stays so');
$redis->thaw;

ok($t->wait_for(\&waits), 'a reply waits');
is(() = $t->log_lines(qr/is down/), 0, 'in time');
$redis->kill;
sleep 6;
$redis->start;
is($redis->cmd('EXISTS', 'ant:sms', 'ant:sms:fence'), 0, 'Redis has nothing');
kill 'CONT', $worker;

arrived($t, $answers, 'stopped while Redis lost it');
is_deeply([$t->workers], [$worker], 'the same worker');

$t->done;


sub stopped {
    open my $f, '<', "/proc/$worker/stat" or die "$worker: $!\n";

    return <$f> =~ /\) T /;
}


# Is there something to be read in a socket to Redis?

sub waits {
    my $port = sprintf '%04X', port(6379);

    open my $f, '<', '/proc/net/tcp' or die "/proc/net/tcp: $!\n";

    return scalar grep { /^ *\d+: \S+ \S+:$port \S+ \S+:(\S+)/ && hex $1 } <$f>;
}
