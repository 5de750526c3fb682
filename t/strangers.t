#!/usr/bin/perl

# What a stranger may send: values that look like commands of Redis stay
# values, and many connections with half a body are in nobody's way.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Http qw/ connect_to /;

use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new(limit => 60);
my $redis = $t->redis;

configure($t, http => 'client_body_timeout 3s;', locations => <<'EOF');
location = /any { ant_webhook any ant:any; }
location = /sms { ant_webhook sms ant:sms; ant_webhook_field site $arg_site; }
EOF
$t->run;


# commands that were run; Valkey 9 runs some itself at its start

sub run {
    return map { /^cmdstat_(\S+?):/ ? $1 : () }
           split /\r\n/, $redis->cmd('INFO', 'commandstats');
}


sub escaped {
    return join '', map { sprintf '%%%02X', ord } split //, $_[0];
}


# commands, in values, names, fields and what is rejected

my @commands = (
    "\r\nFLUSHALL\r\n",
    "\r\n*1\r\n\$8\r\nFLUSHALL\r\n",
    "\r\n*3\r\n\$3\r\nSET\r\n\$5\r\nowned\r\n\$1\r\n1\r\n",
    "\$-1\r\n:1\r\n+OK\r\n-ERR\r\n",
    "']) redis.call('SET','owned',1) --",
    "\"}\r\n{\"id\":\"1\",\"event\":\"any\"}",
    "\0\r\n",
);

my %ran = map { $_ => 1 } run();

send_events('before', 1, uri => '/sms');

for my $command (@commands) {
    my $e = escaped($command);

    is(http_get("/any?a=$e")->status, 200, 'in a value');
    is(http_get("/any?n$e=1")->status, 200, 'in a name');
    is(http_post('/any', "b=$e")->status, 200, 'in a form');
    is(http_get("/sms?smsId=$e&destination=1")->status, 400, 'rejected');
    is(http_post("/sms?a=1", $command, 'Content-Type: text/plain')->status,
       415, 'no form');
    is(http_get(sms('f', uri => '/sms') . "&site=$e")->status, 200,
       'in a field');
}

my $n = @commands;
my $all = $t->wait_queue('ant:any', 3 * $n);

is_deeply([map { $_->{data} } @$all],
          [map { ({ a => $_ }, { "n$_" => '1' }, { b => $_ }) } @commands],
          'each is what it was');
is(@{ $t->wait_queue('ant:sms:rejected', 2 * $n) }, 2 * $n,
   'and what is rejected as many');
is(@{ $t->wait_queue('ant:sms', $n + 1) }, $n + 1, 'and what has a field');
is($redis->cmd('EXISTS', 'owned'), 0, 'nothing was set');

is_deeply([grep { /flush|^set$|config/ } grep { !$ran{$_} } run()], [],
          'and nothing run that is not ours');

# slow ones

my ($worker) = $t->workers;
my $before = $t->rss_anon($worker);
my @slow = map { connect_to(port(8080)) } 1 .. 300;

for my $s (@slow) {
    print $s "POST /any?slow=1 HTTP/1.1\r\nHost: a\r\n"
             . "Content-Type: application/x-www-form-urlencoded\r\n"
             . "Content-Length: 8000\r\n\r\n" . 'x' x 100;
}

sleep 0.5;

my $begin = time();

send_events('meanwhile', 1 .. 50, uri => '/sms');
cmp_ok(time() - $begin, '<', 3, 'others are served meanwhile');

# a connection, its request, and a buffer for the body each

cmp_ok($t->rss_anon($worker) - $before, '<',
       300 * ($t->sanitized ? 256 : 64), 'each costs a little memory');

my $ended = 0;

for my $s (@slow) {
    my $got = sysread $s, my $answer, 1000;

    $ended++ if !$got || $answer =~ m{^HTTP/1.1 408};
}

is($ended, 300, 'all are ended after client_body_timeout');
is(@{ $t->queue('ant:any') }, 3 * $n, 'and have recorded nothing');
is_deeply([$t->workers], [$worker], 'by the same worker');

$t->done;
