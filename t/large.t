#!/usr/bin/perl

# An event that fits into no segment, and small ones beside it.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;

my $t = AntWebhook->new(limit => 60);
my $redis = $t->redis;

$t->write_file_expand('nginx.conf', <<'EOT');
%%TEST_GLOBALS%%

events {
}

http {
    %%TEST_GLOBALS_HTTP%%

    client_body_buffer_size  256k;

    ant_webhook_redis    127.0.0.1:%%PORT_6379%%;
    ant_webhook_journal  %%TESTDIR%%/journal size=1m segment=64k;

    server {
        listen  127.0.0.1:%%PORT_8080%%;

        location = /any {
            ant_webhook  any  ant:any;
        }
    }
}
EOT

$t->run;

# 60 values of 2048 control characters, six bytes each in JSON

my $large = join '&', map { "p$_=" . "\x01" x 2048 } 1 .. 60;
my $fits = join '&', map { "p$_=" . 'x' x 800 } 1 .. 60;

like(post($fits), qr!^HTTP/1.1 200!, 'an event that fits');
like(post($large), qr!^HTTP/1.1 413!, 'one that fits into no segment');
like(post($large), qr!^HTTP/1.1 413!, 'and again');
like(post($fits), qr!^HTTP/1.1 200!, 'the next one that fits');
like(post('a=1'), qr!^HTTP/1.1 200!, 'a small one');

ok($t->wait_for(sub { $redis->cmd('LLEN', 'ant:any') == 3 }, 10),
   'three events on the list');

$t->done;


sub post {
    my ($body) = @_;

    return http("POST /any HTTP/1.0\r\nHost: localhost\r\n"
                . "Content-Type: application/x-www-form-urlencoded\r\n"
                . 'Content-Length: ' . length($body) . "\r\n\r\n" . $body);
}
