#!/usr/bin/perl

# Three nginx on one list: each has journals of its own, and the fence of each
# its field; they and their Redis die meanwhile.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Process qw/ children end_process spawn /;

use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new;
my $redis = $t->redis(aof => 1);

configure($t, workers => 2);
$t->run;

# two more, in directories of their own

my %nginx;

for my $n (1, 2) {
    my $dir = $t->testdir . "/nginx-$n";
    my $conf = $t->read_file('nginx.conf');
    my ($from, $to, $listen) = ($t->testdir, port(8080), port(8080 + $n));

    mkdir $dir;
    chmod 0755, $dir;
    $conf =~ s/\Q$from\E/$dir/g;
    $conf =~ s/127\.0\.0\.1:$to/127.0.0.1:$listen/;
    $t->write_file("nginx-$n/nginx.conf", $conf);
    start($n);
}

sub start {
    my ($n) = @_;
    my $dir = $t->testdir . "/nginx-$n";

    $nginx{$n} = spawn([$t->{nginx}, '-p', "$dir/", '-e', "$dir/error.log",
                        '-c', "$dir/nginx.conf"],
                       out => "$dir/nginx.out", death => 'TERM',
                       env => $t->sanitizer_env);
    $t->wait_for(sub {
        return IO::Socket::INET->new(PeerAddr => '127.0.0.1:'
                                                 . port(8080 + $n));
    }) or die "nginx $n does not start\n";
}

my @loads = map { $t->load(seconds => 9, rate => 600, prefix => "i$_",
                           port => port(8080 + $_))->start } 0 .. 2;

sleep 1;
$redis->restart;
sleep 1;
my @workers = children($nginx{1});

kill 'KILL', $nginx{1}, @workers;
end_process($_, 'KILL', 5) for $nginx{1}, @workers;
sleep 0.5;
start(1);
$redis->freeze;
sleep 1.5;
$redis->thaw;
end_process($nginx{2}, 'QUIT', 15);
start(2);

my $all = answers(map { $_->finish } @loads);

arrived($t, $all, 'three on one list');
cmp_ok(scalar(keys %{ fences($redis, 'ant:sms:fence') }), '>=', 4,
       'a field for each journal');

for my $n (1, 2) {
    ok(end_process($nginx{$n}, 'QUIT', 15), "nginx $n leaves");

    my $log = $t->read_file("nginx-$n/error.log");

    unlike($log, qr/\[(?:alert|emerg)\](?!.*exited on signal 9)/,
           'without an alert');
    unlike($log, qr/set aside|lost events/, 'nothing set aside');
}

$t->done;
