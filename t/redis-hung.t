#!/usr/bin/perl

# Redis behind TLS hangs while more waits for it than sockets take: the
# connections that are given up leave nothing behind.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Certs;
use AntWebhook::Delivery;
use AntWebhook::Inject;

use Time::HiRes qw/ sleep /;

my $t = AntWebhook->new(limit => 120);
my $certs = AntWebhook::Certs->new(dir => $t->testdir . '/certs');

plan(skip_all => 'nginx has no SSL')
    if $t->conf_error_http('ant_webhook_redis 127.0.0.1 tls;')
       =~ /needs an nginx that was built/;

$certs->ca('ca');
$certs->make('good', ca => 'ca', name => 'redis.test', san => 'IP:127.0.0.1');

my $redis = $t->redis(args => [$certs->redis('good', ca => 'ca',
                                             port => port(6380))]);
my $inject = AntWebhook::Inject->new($t);
my @lists = 1 .. 16;
my %all = map { $_ => {} } @lists;

configure($t, journal => 'size=512m retain=20s',
          redis => '127.0.0.1:%%PORT_6380%% timeout=2s batch=100 tls tls_ca='
                   . $certs->file('ca.crt'),
          http => 'ant_webhook_field pad ' . 'x' x 2000 . ';',
          locations => join("\n", map {
              "location = /l$_ { ant_webhook sms ant:l$_; }"
          } @lists));
$t->run;

for my $n (1 .. 3) {
    my $before = () = $t->log_lines(qr/is down: no answer in time/);
    my %loads = map {
        $_ => $t->load(count => 1200, connections => 2, pipeline => 16,
                       prefix => "h$n", uri => "/l$_")->start
    } @lists;

    sleep 0.5;
    $redis->freeze;
    $all{$_} = answers($all{$_}, $loads{$_}->finish) for @lists;
    ok($t->wait_for(sub {
        return $before < (() = $t->log_lines(qr/is down: no answer in time/));
    }, 15), 'it hangs');
    $redis->thaw;
    arrived($t, $all{$_}, "hung $n, list $_", list => "ant:l$_", within => 30,
            after => 0) for @lists;
}

cmp_ok($inject->ssl, '<=', 1, 'no connection is left but the one in use');
$t->done;
