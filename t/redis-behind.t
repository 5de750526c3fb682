#!/usr/bin/perl

# Sentinels that do not agree: one that is behind, and names a server that is
# gone or a replica, is not believed again and again while another knows the
# master.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Process qw/ fork_child end_process /;

my $t = AntWebhook->new;
my $redis = $t->redis(aof => 1);
my $replica = $t->redis(port => 6380);
my @pids;

$replica->cmd('REPLICAOF', '127.0.0.1', port(6379));


# A Sentinel that names this port, whatever it is asked.

sub sentinel {
    my ($n, $names) = @_;

    my $s = IO::Socket::INET->new(Proto => 'tcp', Listen => 9, ReuseAddr => 1,
                                  LocalAddr => '127.0.0.1:' . port($n))
        or die "sentinel: $!\n";

    push @pids, fork_child(sub {
        while (my $c = $s->accept) {
            sysread $c, my $bytes, 4096;
            syswrite $c, "*2\r\n\$9\r\n127.0.0.1\r\n\$" . length($names)
                         . "\r\n$names\r\n";
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

$t->done;
