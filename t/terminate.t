#!/usr/bin/perl

# A fast quit (SIGTERM) under load, and a second nginx on the same directory:
# nothing is sent twice, what one of them leaves the other one pushes.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Process
    qw/ children end_process exit_status spawn wait_exit /;

use IO::Socket::INET;
use Time::HiRes qw/ sleep /;

my $t = AntWebhook->new;
my $redis = $t->redis(aof => 1);

configure($t, workers => 2);
$t->run;

# all of nginx, with batches under way

my $load = $t->load(seconds => 4, rate => 2000)->start;

for my $n (1 .. 3) {
    my $master = $t->master;

    sleep 0.7;
    kill 'TERM', $master;
    ok(wait_exit($master, 10), "it leaves, $n");
    is(exit_status($master), 0, 'in order');
    $t->run;
}

my $answers = $load->finish;

cmp_ok((grep { $_ == 200 } values %$answers), '>', 2000, 'many 200s');
arrived($t, $answers, 'a fast quit');
settled($t, 2, 'a fast quit');

# another nginx, with the same journals

$redis->cmd('DEL', 'ant:sms');

my $dir = $t->testdir . '/other';
my $conf = $t->read_file('nginx.conf');
my ($root, $from, $port, $listen) = ($t->journal, $t->testdir, port(8080),
                                     port(8081));

mkdir $dir;
chmod 0755, $dir;
$conf =~ s/\Q$from\E(?!\Q@{[substr $root, length $from]}\E)/$dir/g;
$conf =~ s/127\.0\.0\.1:$port/127.0.0.1:$listen/;
$t->write_file('other/nginx.conf', $conf);

my $other = spawn([$t->{nginx}, '-p', "$dir/", '-e', "$dir/error.log",
                   '-c', "$dir/nginx.conf"], out => "$dir/nginx.out",
                  death => 'TERM', env => $t->sanitizer_env);

ok($t->wait_for(sub {
    return IO::Socket::INET->new(PeerAddr => "127.0.0.1:$listen");
}), 'a second nginx');

my @loads = map { $t->load(seconds => 4, rate => 1000, prefix => "n$_",
                           port => $_)->start } $port, $listen;

sleep 1;
$redis->freeze;
sleep 0.5;

# all of the first one, nothing of the other

my @pids = ($t->master, children($t->master));

kill 'KILL', @pids;

for my $pid (@pids) {
    $t->{killed}{$pid} = 1;
    die "process $pid does not die\n" unless wait_exit($pid, 10);
}

unlink $t->testdir . '/nginx.pid';
$redis->thaw;
sleep 1;

like($t->read_file('other/error.log'), qr/without an owner adopted/,
     'adopts what the first one leaves');
$t->run;
ok(end_process($other, 'TERM', 15), 'and leaves');
arrived($t, answers(map { $_->finish } @loads), 'two on one directory');
settled($t, 2, 'two on one directory');
unlike($t->read_file('other/error.log'), qr/\[(?:alert|emerg|crit)\]/,
       'without an alert');

$t->done;
