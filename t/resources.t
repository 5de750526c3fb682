#!/usr/bin/perl

# A worker that runs out of something: each allocation fails once, there are
# no more descriptors, and there are many workers for a journal of 256 MiB.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Inject;
use AntWebhook::Process qw/ fd_count /;

use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new(limit => 240, user => 'root');
my $redis = $t->redis(aof => 1);
my $inject = AntWebhook::Inject->new($t);

$t->expect_log(qr/\[emerg\].* (?:malloc|posix_memalign|calloc|realloc)\(/x);
configure($t, journal => 'size=64m segment=64k retain=2s sync=100ms');
$t->run;

# each allocation, one after the other, while events come and segments turn

my ($worker) = $t->workers;
my ($all, $refused, $failed) = ({}, 0, 0);

if ($inject->has_memory) {
    for my $n (1 .. 60) {
        $inject->memory($n);

        for my $i (1 .. 8) {
            my $status = send_event("m$n-$i") // 0;

            $all->{"m$n-$i"} = $status;
            $refused++ if $status != 200;
        }

        $t->wait_for(sub { $inject->left <= 0 }, 0.05);
        $failed++ if $inject->left <= 0;
    }

    $inject->memory(0);

    # an answer for which there was no memory may be one of an event that is
    # there

    s/^500$/0/ for values %$all;
    cmp_ok($failed, '>', 25, "$failed allocations failed, "
                              . "$refused events were not accepted");
    ok($t->wait_for(sub { send_event('m-last') == 200 }, 10), 'then 200');
    $all->{'m-last'} = 200;
    arrived($t, $all, 'allocations that fail');
    is_deeply([$t->workers], [$worker], 'the worker lives');

} else {
    pass('with ASan no allocation fails');
}

# connections to Redis are made anew, too

if ($inject->has_memory) {
    for my $n (1 .. 40) {
        $redis->cmd('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
        $inject->memory($n);
        $all->{"r$n"} = send_event("r$n") // 0;
        $t->wait_for(sub { $inject->left <= 0 }, 0.1);
    }

    $inject->memory(0);
    s/^500$/0/ for values %$all;
    arrived($t, $all, 'allocations of a connection to Redis that fail');
    is_deeply([$t->workers], [$worker], 'the worker lives');
}

# no more descriptors

$redis->cmd('DEL', 'ant:sms');

my $load = $t->load(seconds => 30, rate => 2000, connections => 4,
                    prefix => 'f', flush => 1)->start;

sleep 0.3;
limit_files(fd_count($worker));
sleep 2;
limit_files(1024);
sleep 0.5;

my $answers = $load->cut;
my $n = AntWebhook::Load::summary($answers);

ok($n->{503}, 'no more descriptors: ' . ($n->{503} // 0) . ' get 503, '
              . ($n->{200} // 0) . ' 200');
ok($t->wait_for(sub { send_event('f-last') == 200 }, 10), 'then 200');
arrived($t, answers($answers, { 'f-last' => 200 }), 'no more descriptors');
is_deeply([$t->workers], [$worker], 'the worker lives');
$t->stop;

sub limit_files {
    system('prlimit', '--pid', $worker, "--nofile=$_[0]:1024") == 0
        or die "prlimit\n";
}

# 64 workers and four lists

$redis->cmd('FLUSHALL');
configure($t, workers => 64, journal => 'size=256m retain=2s',
          main => 'thread_pool default threads=3;',
          locations => join ' ', map {
              "location = /l$_ { ant_webhook sms ant:l$_; }"
          } 1 .. 4);
$t->run;
ok($t->wait_for(sub { 64 == (() = $t->workers) }, 20), '64 workers');

# no more than three threads of a worker ever have something to do

my %load = map {
    ($_ => $t->load(count => 3000, rate => 600, connections => 48,
                    uri => "/l$_", prefix => "l$_",
                    when => $t->when_ready("ant:l$_"))->start)
} 1 .. 4;

for my $list (sort keys %load) {
    my $answers = $load{$list}->finish;

    is_deeply(AntWebhook::Load::summary($answers), { 200 => 3000 },
              "list $list: all are accepted");
    arrived($t, $answers, "list $list", list => "ant:l$list");
}

my $size = 0;

$size += 512 * ((stat)[12] // 0) for $t->journal_files;
cmp_ok((() = $t->journal_dirs), '>', 20, 'in many journals');
cmp_ok($size, '<=', 256 << 20, 'that are within their bound');

$t->done;
