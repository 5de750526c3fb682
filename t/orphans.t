#!/usr/bin/perl

# Journals without an owner: many of them leave a worker of few descriptors
# enough for its clients, and one that cannot be adopted is told once and is
# in nobody's way.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Http qw/ connect_to /;

use IO::Select;
use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new;
my $redis = AntWebhook::Redis->new(dir => $t->testdir . '/redis-6379',
                                   port => port(6379));

$t->{redis}{6379} = $redis;

# each list of a worker that is killed is one

my $n = 24;
my $answers = {};

sub lists {
    return join "\n", map {
        "location = /l$_ { ant_webhook sms ant:l$_; }"
    } @_;
}

configure($t, locations => lists(1 .. $n));
$t->run;

for my $i (1 .. $n) {
    $answers = answers($answers, send_events("l$i", 1, uri => "/l$i"));
}

$t->kill_all;
is(() = $t->journal_dirs, $n, "$n journals without an owner");

# 96 descriptors, of which clients have 40

configure($t, main => 'worker_rlimit_nofile 96;', locations => lists(1),
          redis => '127.0.0.1:%%PORT_6379%% timeout=400ms',
          journal => 'size=64m retain=1s');
$redis->start;
$t->run;

my @clients = map { connect_to(port(8080)) } 1 .. 40;
my ($most, $sent, %status) = (0, 0);

ok($t->wait_for(sub {
    my $id = 'n-' . ++$sent;

    $most = files($t) if files($t) > $most;
    $answers->{$id} = eval { send_event($id, uri => '/l1') } // 0;
    $status{$answers->{$id}}++;
    return $redis->cmd('EXISTS', map { "ant:l$_" } 2 .. $n) == $n - 1;
}, 40), 'all of them come to their lists');

is_deeply(\%status, { 200 => $sent }, 'and new events meanwhile');
cmp_ok($most, '<', 96, "with $most files at most");
is(() = $t->log_lines(qr/Too many open files/), 0, 'there are enough');
is(scalar(grep { !IO::Select->new($_)->can_read(0) } @clients), 40,
   'clients stay');
$answers = { map { ($_ => $answers->{$_}) } grep { /^(n|l1)-/ }
             keys %$answers };
arrived($t, $answers, 'what came meanwhile', list => 'ant:l1');
$t->kill_all;
system('rm', '-rf', $t->journal);
$redis->cmd('FLUSHALL');

# one that its owner cannot open, and another

configure($t, locations => lists(1, 2));
$redis->freeze;
$t->run;
$answers = { map { ($_ => send_events("o$_", 1 .. 3, uri => "/l$_")) } 1, 2 };
$t->kill_all;

my ($closed) = map { m{(.*)/} } contains($t, 'ant:l1');

chmod 0, $closed or die "$closed: $!\n";
$redis->thaw;
$t->run;

my $told = qr/\[crit\] .* without an owner in ".*" cannot be adopted/;

ok($t->wait_for_log($told), 'one that cannot be adopted');
arrived($t, $answers->{2}, 'another', list => 'ant:l2');
sleep 3;
is(() = $t->log_lines($told), 1, 'is told once');
is($redis->cmd('EXISTS', 'ant:l1'), 0, 'and kept');
chmod 0700, $closed;
arrived($t, $answers->{1}, 'mended', list => 'ant:l1');
is(() = $t->log_lines($told), 1, 'that is all');

$t->done;
