#!/usr/bin/perl

# Redis behind TLS: the wrong name, an expired certificate and one of an
# unknown authority are refused with a clear line while events wait in the
# journal, and all of it is delivered once the right one is there.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Certs;
use AntWebhook::Delivery;

use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new(limit => 180);
my $certs = AntWebhook::Certs->new(dir => $t->testdir . '/certs');

plan(skip_all => 'nginx has no SSL')
    if $t->conf_error_http('ant_webhook_redis 127.0.0.1 tls;')
       =~ /needs an nginx that was built/;

$certs->ca('ca');
$certs->ca('unknown');
$certs->make('good', ca => 'ca', name => 'redis.test',
             san => 'DNS:redis.test,IP:127.0.0.1,IP:::1');
$certs->make('other', ca => 'ca', name => 'other.test',
             san => 'DNS:other.test,IP:127.0.0.2');
$certs->make('expired', ca => 'ca', name => 'redis.test', expired => 1,
             san => 'DNS:redis.test,IP:127.0.0.1');
$certs->make('stranger', ca => 'unknown', name => 'redis.test',
             san => 'DNS:redis.test,IP:127.0.0.1');
$certs->make('client', ca => 'ca', name => 'nginx');

my $redis = AntWebhook::Redis->new(dir => $t->testdir . '/redis-6379',
                                   port => port(6379), aof => 1);

$t->{redis}{6379} = $redis;

sub certificate {
    my ($name, %o) = @_;

    $redis->stop;
    $redis->{args} = ['--bind', '127.0.0.1', '::1',
                      $certs->redis($name, ca => $o{ca} // 'ca',
                                    port => port(6380), %o)];
    $redis->start;
}

sub endpoint {
    my ($more, $host) = @_;
    my $ca = $certs->file('ca.crt');

    $host //= '127.0.0.1';
    return "$host:%%PORT_6380%% timeout=1s tls tls_ca=$ca $more";
}

certificate('good');
configure($t, redis => endpoint(''));
$t->run;

my ($worker) = $t->workers;
my $all = send_events('a', 1 .. 20);

arrived($t, $all, 'an address in the certificate');
is_deeply([$t->log_lines(qr/\[error\]/)], [], 'not an error');
is($t->conf_error_http('ant_webhook_redis 127.0.0.1 tls;'), '',
   "the system's authorities are those without tls_ca");

# batches that are larger than what the socket takes, and many of them

my $load = $t->load(seconds => 3, connections => 4, pipeline => 64,
                    rate => 8000, prefix => 'l')->start;

$all = answers($all, $load->finish);
arrived($t, $all, 'under load');

# Redis is frozen, and the output waits: it is sent on from where it was

$load = $t->load(seconds => 2, connections => 4, pipeline => 64,
                 rate => 6000, prefix => 'm')->start;
sleep 0.5;
$redis->freeze;
sleep 0.6;
$redis->thaw;
$all = answers($all, $load->finish);
arrived($t, $all, 'frozen');

# killed under load

$load = $t->load(seconds => 4, rate => 1000, prefix => 'k')->start;

for (1 .. 3) {
    sleep 0.6;
    $redis->kill;
    sleep 0.2;
    $redis->start;
}

$all = answers($all, $load->finish);
arrived($t, $all, 'killed three times');

# what is refused

my %wrong = (
    other => 'the certificate is of another name, see "tls_name="',
    expired => 'certificate has expired',
    stranger => '(?:self-signed certificate in certificate chain'
                . '|unable to (?:get local issuer|verify the first) certificate'
                . ')',
);

for my $name (sort keys %wrong) {
    my $before = () = $t->log_lines(qr/is down: $wrong{$name}/);

    certificate($name, ca => $name eq 'stranger' ? 'unknown' : 'ca');
    my $length = $redis->cmd('LLEN', 'ant:sms');

    $all = answers($all, send_events($name, 1 .. 10));
    ok($t->wait_for(sub {
        return $before < (() = $t->log_lines(
                  qr/\[error\].* redis "default" at .* is down: $wrong{$name}/
              ));
    }, 15), "$name: refused, with a line") or diag($t->log_lines(qr/down/));
    sleep 0.5;
    is($redis->cmd('LLEN', 'ant:sms'), $length, "$name: nothing was sent");
    certificate('good');
    arrived($t, $all, "after $name");
    ok($t->wait_for_log(qr/is up/), "$name: and up");
}

# a server without TLS, and one that says nothing

my $plain = $t->redis(port => 6381);
my $silent = IO::Socket::INET->new(Proto => 'tcp', Listen => 5,
                                   LocalAddr => '127.0.0.1:' . port(6382));

for my $other ([6381, '(?:the|no) TLS handshake (?:failed|in time)'],
               [6382, 'no TLS handshake in time'])
{
    $t->stop;
    configure($t, redis => endpoint('') =~ s/6380/$other->[0]/r);
    $t->run;
    $all = answers($all, send_events("p$other->[0]", 1 .. 5));
    ok($t->wait_for_log(qr/is down: $other->[1]/), $other->[1]);
}

is($plain->cmd('DBSIZE'), 0, 'nothing without TLS');

# a system that trusts nobody

$t->stop;
configure($t, redis => endpoint('') =~ s/tls_ca=\S+//r);
$t->run;
$all = answers($all, send_events('s', 1 .. 5));
ok($t->wait_for_log(qr/is down: $wrong{stranger}/), "the system's authorities");

# the name, and certificates of clients

certificate('good', clients => 'yes');

my $key = 'tls_cert=' . $certs->file('client.crt')
          . ' tls_key=' . $certs->file('client.key');

for my $case (["$key tls_name=redis.test", '127.0.0.1'],
              [$key, '[::1]'],
              ["$key tls_name=wrong.test tls_verify=off", '127.0.0.1'],
              ["$key tls_name=127.0.0.1", '[::1]'])
{
    $t->stop;
    configure($t, redis => endpoint(@$case));
    $t->run;
    my $n = keys %$all;
    $all = answers($all, send_events("n$n", 1 .. 5));
    arrived($t, $all, "$case->[1] $case->[0]" =~ s/=\S*\///gr);
}

$t->stop;
configure($t, redis => endpoint("$key tls_name=wrong.test"));
$t->run;
ok($t->wait_for_log(qr/is down: the certificate is of another name/),
   'tls_name of another');
$t->stop;
configure($t, redis => endpoint(''));
$t->run;
ok($t->wait_for_log(qr/is down: connection/), 'no certificate of our own');
$all = answers($all, send_events('z', 1 .. 5));
$t->stop;
configure($t, redis => endpoint($key));
$t->run;
arrived($t, $all, 'all of it, once');
is(() = $t->log_lines(qr/set aside|lost events/), 0, 'nothing set aside');

$t->done;
