#!/usr/bin/perl

# ant_webhook_reply: the answer to what was accepted, and to probes.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Sample;

my $t = AntWebhook->new(limit => 60);

$t->write_file_expand('nginx.conf', <<'EOF');
%%TEST_GLOBALS%%
worker_processes 1;
events { }
http {
    %%TEST_GLOBALS_HTTP%%
    ant_webhook_redis    127.0.0.1:%%PORT_6379%%;
    ant_webhook_journal  %%TESTDIR%%/journal size=64m;

    server {
        listen 127.0.0.1:%%PORT_8080%%;

        location = /default { ant_webhook sms ant:list; }

        location = /text {
            ant_webhook sms ant:list;
            ant_webhook_reply 200 "success $uri";
        }

        location = /201 {
            ant_webhook sms ant:list;
            ant_webhook_reply 201;
        }

        location = /204 {
            ant_webhook sms ant:list;
            ant_webhook_reply 204 "no text";
        }

        location = /299 {
            ant_webhook sms ant:list;
            ant_webhook_reply 299 ok;
        }

        location = /gzip {
            ant_webhook sms ant:list;
            ant_webhook_reply 200 "a text that is long enough";
            gzip on;
            gzip_types text/plain;
            gzip_min_length 1;
        }
    }

    server {
        listen 127.0.0.1:%%PORT_8081%%;
        ant_webhook_reply 202 inherited;

        location = /a { ant_webhook sms ant:list; }

        location /b {
            ant_webhook_reply 200;
            location /b/c { ant_webhook sms ant:list; }
        }
    }
}
EOF

$t->redis;
$t->run;

my $sms = sample('sms');
my $second = { port => port(8081) };
my $n = 0;


sub answers {
    my ($uri, $status, $text, @o) = @_;
    my $probe = http_get($uri, @o);
    my $get = http_get("$uri?$sms", @o);
    my $post = http_post($uri, $sms, @o);
    my $head = http_head("$uri?$sms", @o);

    $n += 2;

    for my $r ($probe, $get, $post, $head) {
        is($r->status, $status, "$uri: $status");
        is(join('|', $r->headers('Cache-Control')), 'no-store', 'no-store');
    }

    is($_->body, $text, "$uri: text") for $probe, $get, $post;
    is($head->body, '', "$uri: HEAD has none");

    if ($status == 204) {
        is($get->header('Content-Length'), undef, 'nor a length');
        return;
    }

    is($_->header('Content-Length'), length $text, "$uri: length")
        for $probe, $get, $post, $head;
    is($_->header('Content-Type'), 'text/plain', "$uri: type")
        for $probe, $get, $post, $head;
}


answers('/default', 200, '');
answers('/text', 200, 'success $uri');
answers('/201', 201, '');
answers('/204', 204, '');
answers('/299', 299, 'ok');
answers('/a', 202, 'inherited', $second);
answers('/b/c', 200, '', $second);

my $r = http_get("/gzip?$sms", 'Accept-Encoding: gzip');

is($r->status . ' ' . ($r->header('Content-Encoding') // ''), '200 gzip',
   'filters apply');
$n++;

is_400(http_get('/text?smsId=1'), 'destination', 'missing', 'not for a 400');
is(http_request('PUT', '/299')->status, 405, 'nor a 405');

my @raw = raw_queue($t, 'ant:list', $n);
is(@raw, $n, 'all are events');
is((grep { $_ =~ event_like('sms', sample_data('sms')) } @raw), $n,
   'of one kind');

$t->done;
