#!/usr/bin/perl

# What Sentinels say: one that is behind, and names a server that is gone or a
# replica, is not believed again and again while another knows the master; the
# master may be named by a host name, or by an IPv6 address.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Dns;
use AntWebhook::Process qw/ fork_child end_process /;

my $t = AntWebhook->new;
my $redis = $t->redis(aof => 1, args => ['--bind', '127.0.0.1', '::1']);
my $replica = $t->redis(port => 6380);
my @pids;

$replica->cmd('REPLICAOF', '127.0.0.1', port(6379));


# A Sentinel that names this port and host, whatever it is asked.

sub sentinel {
    my ($n, $names, $host) = @_;

    $host //= '127.0.0.1';

    my $s = IO::Socket::INET->new(Proto => 'tcp', Listen => 9, ReuseAddr => 1,
                                  LocalAddr => '127.0.0.1:' . port($n))
        or die "sentinel: $!\n";

    push @pids, fork_child(sub {
        while (my $c = $s->accept) {
            sysread $c, my $bytes, 4096;
            syswrite $c, join '', "*2\r\n",
                     map { '$' . length . "\r\n$_\r\n" } $host, $names;
        }
        return 0;
    });
}


my %behind = ('a server that is gone' => port(6399), 'a replica' => port(6380));
my $all = {};
my $n = 0;

for my $name (sort keys %behind) {
    $n++;
    sentinel(26379, $behind{$name});
    sentinel(26380, port(6379));

    configure($t, redis => '127.0.0.1:%%PORT_26379%% 127.0.0.1:%%PORT_26380%% '
                           . 'timeout=1s sentinel=mymaster');
    $t->run;
    $all = answers($all, send_events("a$n", 1 .. 10));
    arrived($t, $all, "the first Sentinel names $name", within => 5);

    # the one that was right is asked first from then on

    my $down = () = $t->log_lines(qr/is down: /);

    $redis->cmd('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    $all = answers($all, send_events("b$n", 1 .. 10));
    arrived($t, $all, "$name, and again", within => 5);
    cmp_ok((() = $t->log_lines(qr/is down: /)) - $down, '<=', 1,
           'the other one is asked first');
    $t->stop;
    end_process($_, 'KILL', 5) for splice @pids;
}

# other ways to name the master, looked at again after ten seconds

my $dns = AntWebhook::Dns->new(dir => $t->testdir . '/dns',
                               port => port(5300))->start;

$dns->set('redis.test', '127.0.0.1');

for my $host ('redis.test', '::1') {
    my $down = () = $t->log_lines(qr/ down: /);

    sentinel(26379, port(6379), $host);
    configure($t, redis => '127.0.0.1:%%PORT_26379%% timeout=1s '
                           . 'sentinel=mymaster',
              http => 'resolver 127.0.0.1:%%PORT_5300%% valid=1s ipv6=off;');
    $t->run;
    $n++;
    $all = answers($all, send_events("c$n", 1 .. 10));
    arrived($t, $all, "the Sentinel names $host");
    sleep 11;
    $all = answers($all, send_events("d$n", 1 .. 10));
    arrived($t, $all, "$host, later");
    is((() = $t->log_lines(qr/ down: /)), $down, "$host is the same");
    $t->stop;
    end_process($_, 'KILL', 5) for splice @pids;
}

$dns->stop;
$t->done;
