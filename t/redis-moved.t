#!/usr/bin/perl

# Two lists of one node are told of two others before the first has gone: each
# goes to the node that was named to it.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;

my $t = AntWebhook->new;
my %node = map { $_ => $t->redis(port => $_) } 6381, 6382;

$t->redis;

my $proxy = $t->proxy(6380 => 6379);

configure($t, redis => '127.0.0.1:%%PORT_6380%% cluster timeout=20s batch=5',
          journal => 'size=64m retain=60s', locations => <<'EOT');
location = /one { ant_webhook sms ant:one; }
location = /two { ant_webhook sms ant:two; }
EOT
$t->run;

my %all = map { $_ => send_events($_, 1 .. 3, uri => "/$_") } qw/ one two /;

arrived($t, $all{$_}, $_, list => "ant:$_") for sort keys %all;

# an event of the first, one of the second, a full batch of the first

$proxy->hold(match => 'EVAL');

take(one => 4);
take(two => 4);
take(one => 5 .. 9);

my ($one, $two) = map { "-MOVED 1 127.0.0.1:$_\r\n" } port(6381), port(6382);

$proxy->inject("$one$two$one");

for my $case ([one => 6381], [two => 6382]) {
    my ($list, $port) = @$case;

    $port = port($port);
    ok($t->wait_for_log(qr/list "ant:$list" .* is at 127.0.0.1:$port now/),
       "$list goes where it was told to");
}

arrived($t, $all{one}, 'one', list => 'ant:one', redis => $node{6381});
arrived($t, $all{two}, 'two', list => 'ant:two', redis => $node{6382});

$t->done;


# Sends events to a list, and waits until they have left.

sub take {
    my ($list, @numbers) = @_;
    my $sent = qr/"smsId":"$list-$numbers[-1]"/;

    $all{$list} = answers($all{$list},
                          send_events($list, @numbers, uri => "/$list"));
    ok($t->wait_for(sub { $proxy->sent =~ $sent }), "@numbers of $list leave");
}
