#!/usr/bin/perl

# An answer that says less than it should: an error page that is a location of
# ours does not turn a refusal into a 200, and a rejected event that is to be
# answered 200 is kept, or it is answered 503.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;

my $t = AntWebhook->new;
my $redis = $t->redis;

configure($t, journal => 'size=1m retain=2s segment=64k',
          locations => <<'EOT');
location = /rejected {
    ant_webhook sms ant:sms;
    ant_webhook_rejected ant:rejected status=200;
}

client_body_buffer_size 1k;
error_page 403 405 413 = /page;

location = /secret { ant_webhook sms ant:sms; ant_webhook_secret k v; }
location = /large  { ant_webhook any ant:any; }
location = /page   { ant_webhook any ant:page; }
EOT
$t->run;

# error pages

my $form = 'smsId=' . 'x' x 3000;

for my $case (['secret', http_get('/secret?smsId=1'), 403],
              ['method', http_request('PUT', '/large?a=1'), 405],
              ['body', http_post('/large', $form), 413],
              ['method without parameters', http_request('PUT', '/large'),
               405])
{
    my ($name, $r, $status) = @$case;

    is($r->status, $status, "error_page = /page: a wrong $name stays one");
}

is(http_get('/page')->status, 200, 'a probe of that page is one');
is(http_head('/page?a=1')->status, 200, 'and so is HEAD');
is(http_get('/page?a=1')->status, 200, 'and an event an event');
is(@{ $t->wait_queue('ant:page', 1) }, 1, 'which alone is on its list');

# rejected events, until there is no room

$redis->cmd('SET', 'ant:rejected', 'a string');

my $pad = 'y' x 500;
my @answers = http_many(join('', map {
    "GET /rejected?smsId=$_&pad=$pad HTTP/1.1\r\nHost: a\r\n\r\n"
} 1 .. 900), 900);

my @kept = grep { $answers[$_ - 1]->status == 200 } 1 .. 900;
my %status = map { ($_->status => 1) } @answers;

is_deeply([sort keys %status], [200, 503], 'status=200: 200, or 503');

$redis->cmd('DEL', 'ant:rejected');
$redis->cmd('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
$t->wait_for(sub { $redis->cmd('LLEN', 'ant:rejected') >= @kept }, 20);

my @raw = @{ $redis->cmd('LRANGE', 'ant:rejected', 0, -1) };

is_deeply([map { /smsId=(\d+)/ } @raw], \@kept,
          'what was answered 200 is kept: ' . @kept);
ok($t->wait_for(sub { http_get('/rejected?smsId=901')->status == 200 }, 20),
   'and there is room again');

$t->done;
