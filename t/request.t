#!/usr/bin/perl

# What a callback may look like on the wire, and what is answered: ANT's
# printed samples, methods, probes, conditions, sizes, HTTP/2.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Sample;

use Time::HiRes qw/ time /;

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

        location = /ant-sms-deliver { ant_webhook sms ant:sms; }
        location = /ant-ivr { ant_webhook ivr ant:ivr; }
        location = /ant-call { ant_webhook call ant:call; }
        location = /ant-number { ant_webhook number_status ant:number; }
        location = /any { ant_webhook any ant:any; }
        location = /method { ant_webhook sms ant:method; }
        location = /condition { ant_webhook sms ant:condition; }
        location = /odd/ { ant_webhook sms ant:odd; }
        location = /pipe { ant_webhook sms ant:pipe; }
    }

    server {
        listen 127.0.0.1:%%PORT_8081%% http2;
        large_client_header_buffers 4 32k;

        location = /h2 { ant_webhook sms ant:h2; }
        location = /long { ant_webhook any ant:long; }
    }
}
EOF

$t->redis;
$t->run;

my $sms = sample('sms');
my ($r, @raw);


# ANT's samples, as they are printed

my $begin = time();
my %at = (sms => '/ant-sms-deliver', ivr => '/ant-ivr', call => '/ant-call',
          number_status => '/ant-number');
my %list = (sms => 'ant:sms', ivr => 'ant:ivr', call => 'ant:call',
            number_status => 'ant:number');

for my $event (sort keys %at) {
    $r = http_get("$at{$event}?" . sample($event));
    is($r->status, 200, "$event: 200");
    is($r->body, '', "$event: empty");
    is($r->header('Content-Length'), 0, "$event: no body");

    @raw = raw_queue($t, $list{$event}, 1);
    is(@raw, 1, "$event: one element");
    is_event($raw[0], $event, sample_data($event), "$event: as documented");
}

my ($received) = $t->queue('ant:sms')->[0]{received};

ok($received >= int($begin * 1000) - 50 && $received <= time() * 1000 + 50,
   'received is the time in ms');

# by hand, so that no helper can hide a difference

http_get('/ant-sms-deliver?smsId=d3b0&destination=002348012345348'
         . '&sendTime=1734509284831&sendResult=SUCCESS&dr=000&smsCount=1');

my $literal = ',"data":{"smsId":"d3b0","destination":"002348012345348",'
              . '"sendTime":1734509284831,"sendResult":"SUCCESS","dr":"000",'
              . '"smsCount":1}}';

like((raw_queue($t, 'ant:sms', 2))[1],
     qr/\A\{"id":"[0-9a-f]{24}-\d+","event":"sms","received":\d{13}\Q$literal/,
     'as it is printed in the documentation');

my @ids = map { $_->{id} } @{ $t->queue('ant:sms') };
my ($journal, $n) = $ids[0] =~ /^(\w{24})-(\d+)$/;

is($ids[1], "$journal-" . ($n + 1), 'the sequence goes on');
ok(abs(hex(substr $journal, 0, 8) * 65.536 - time()) < 120,
   'a journal id begins with its time');
ok($t->redis->cmd('HEXISTS', 'ant:sms:fence', $journal),
   'it is a field of the fence');


# methods

for my $method (qw/ PUT DELETE OPTIONS PATCH PROPFIND MKCOL /) {
    $r = http_request($method, "/method?$sms");
    is($r->status, 405, "$method: 405");
    is(join('|', $r->headers('Allow')), 'GET, HEAD, POST', "$method: Allow");
    is(join('|', $r->headers('Cache-Control')), 'no-store',
       "$method: no-store");
}

is(http_request('TRACE', "/method?$sms")->status, 405, 'TRACE: 405');

$r = http_head("/method?$sms");
is($r->status, 200, 'HEAD: 200');
is($r->header('Cache-Control'), 'no-store', 'HEAD: no-store');
is(http_head('/method?smsId=bad')->status, 200, 'HEAD: nothing is checked');

for my $uri ('/method', '/method?', '/method?&', '/method?&&&',
             '/method?=', '/method?&=&')
{
    $r = http_get($uri);
    is($r->status, 200, "a probe: $uri");
    is($r->header('Cache-Control'), 'no-store', 'no-store');
    is(http_post($uri, '')->status, 200, "POST $uri");
}

is(http_post('/method', '&&')->status, 200, 'a form of nothing');

$r = http_post("/method?$sms", '');
is($r->status, 200, 'POST with a query');
is($r->header('Cache-Control'), 'no-store', '200: no-store');

$r = http_request('POST', '/method?' . sample('sms', smsId => 'second'));
is($r->status, 200, 'POST without a length');

@raw = raw_queue($t, 'ant:method', 2);
is(@raw, 2, 'of all these only the two POSTs are events');
is_event($raw[0], 'sms', sample_data('sms'), 'the first');
is_event($raw[1], 'sms', sample_data('sms', smsId => '"second"'), 'and last');
is($t->redis->cmd('EXISTS', 'ant:method:rejected'), 0, 'nothing rejected');


# conditions do not change the answer

my @conditions = (
    'If-Match: "x"', 'If-Match: *', 'If-None-Match: *', 'If-None-Match: "x"',
    'If-Unmodified-Since: Mon, 01 Jan 2001 00:00:00 GMT',
    'If-Modified-Since: Mon, 01 Jan 2035 00:00:00 GMT',
    'Range: bytes=0-0',
);

for my $condition (@conditions) {
    is(http_get("/condition?$sms", $condition)->status, 200, $condition);
    is(http_get('/condition', $condition)->status, 200, "probe, $condition");
    is(http_get('/condition?smsId=', $condition)->status, 400,
       "400, $condition");
}

@raw = raw_queue($t, 'ant:condition', scalar @conditions);
is(@raw, @conditions, 'one event each');


# request lines and connections

my $host = 'Host: localhost';

like(http("GET /odd/?$sms HTTP/1.0\r\n\r\n"), qr/^HTTP\/1\.1 200 OK\r\n/,
     'HTTP/1.0');
like(http("GET http://localhost/odd/?$sms HTTP/1.1\r\n$host\r\n"
          . "Connection: close\r\n\r\n"), qr/^HTTP\/1\.1 200 OK\r\n/,
     'an absolute URI');
is(http_get("/a/../odd/?$sms")->status, 200, 'a path with dots');
is(http_get("/%6fdd/?$sms")->status, 200, 'an escaped path');
is(http_get("/odd/?$sms&x=1#part")->status, 200, 'a fragment');

@raw = raw_queue($t, 'ant:odd', 5);
is(@raw, 5, 'five events');
is_event($raw[4], 'sms', sample_data('sms') =~ s/\}$/,"x":"1"}/r,
         'the fragment is no part of it');

my $pipe = join '', map {
    "GET /pipe?" . sample('sms', smsId => "p$_") . " HTTP/1.1\r\n$host\r\n\r\n"
} 1 .. 50;
my @r = http_many($pipe, 50);

is((grep { $_->status == 200 } @r), 50, '50 pipelined');
@raw = raw_queue($t, 'ant:pipe', 50);
is(join(' ', map { /"smsId":"(p\d+)"/ } @raw),
   join(' ', map { "p$_" } 1 .. 50), 'in their order');


# sizes

sub pairs { join '&', map { "p$_=$_" } 1 .. $_[0] }

sub data { '{' . join(',', map { "\"p$_\":\"$_\"" } 1 .. $_[0]) . '}' }

my $name = 'n' x 64;
my $value = 'v' x 2048;

is(http_get('/any?' . pairs(64))->status, 200, '64 parameters');
is_400(http_get('/any?' . pairs(65)), '', 'too many parameters',
       '65 parameters');
is(http_get("/any?$name=1")->status, 200, 'a name of 64 bytes');
is_400(http_get("/any?${name}n=1"), $name, 'name too long', 'of 65');
is(http_get("/any?" . '%6e' x 64 . '=1')->status, 200, '64 escaped');
is_400(http_get('/any?' . '%6e' x 65 . '=1'), $name, 'name too long',
       '65 escaped');
is(http_get("/any?v=$value")->status, 200, 'a value of 2048 bytes');
is_400(http_get("/any?v=${value}v"), 'v', 'too long', 'of 2049');
is(http_get('/any?v=' . '%76' x 2048)->status, 200, '2048 escaped');
is_400(http_get('/any?v=' . '%76' x 2049), 'v', 'too long', '2049 escaped');

my $big = "a=$value&b=$value&c=$value&d=" . 'v' x 1900;

is(http_get("/any?$big")->status, 200, 'a line of 8 KiB');

@raw = raw_queue($t, 'ant:any', 6);
is(@raw, 6, 'six events');
is_event($raw[0], 'any', data(64), '64 parameters, whole');
is_event($raw[1], 'any', "{\"$name\":\"1\"}", 'the name');
is_event($raw[2], 'any', "{\"$name\":\"1\"}", 'decoded');
is_event($raw[3], 'any', "{\"v\":\"$value\"}", 'the value');
is_event($raw[4], 'any', "{\"v\":\"$value\"}", 'decoded');
is_event($raw[5], 'any', "{\"a\":\"$value\",\"b\":\"$value\","
                         . "\"c\":\"$value\",\"d\":\"" . 'v' x 1900 . '"}',
         'the long one');

@raw = raw_queue($t, 'ant:any:rejected', 5);
is(@raw, 5, 'five rejected');
is_rejected($raw[0], 'any', '', 'too many parameters', pairs(65), 'whole');


# HTTP/2

my $h2 = 'http://127.0.0.1:' . port(8081);

sub curl {
    my (@words) = @_;
    my @command = ('curl', '-sS', '--http2-prior-knowledge', '-m', '10',
                   '-o', '/dev/null', '-w', '%{http_version} %{http_code}',
                   @words);

    open my $f, '-|', @command or die "curl: $!\n";
    local $/;
    return scalar <$f>;
}

$t->write_file('form', $sms);

my $form = '@' . $t->testdir . '/form';

is(curl("$h2/h2?$sms"), '2 200', 'HTTP/2: GET');
is(curl('-I', "$h2/h2?$sms"), '2 200', 'HTTP/2: HEAD');
is(curl('-d', $sms, "$h2/h2"), '2 200', 'HTTP/2: POST');
is(curl('-d', $form, '-H', 'Content-Length:', "$h2/h2"), '2 200',
   'HTTP/2: POST without a length');
is(curl('-X', 'POST', "$h2/h2?$sms"), '2 200', 'HTTP/2: POST, query');
is(curl('-d', '{}', '-H', 'Content-Type: application/json', "$h2/h2"),
   '2 415', 'HTTP/2: JSON');
is(curl('-X', 'PUT', "$h2/h2?$sms"), '2 405', 'HTTP/2: PUT');
is(curl("$h2/h2?smsId=1"), '2 400', 'HTTP/2: 400');

@raw = raw_queue($t, 'ant:h2', 4);
is(@raw, 4, 'HTTP/2: four events');
is((grep { $_ =~ event_like('sms', sample_data('sms')) } @raw), 4,
   'HTTP/2: the same as ever');


# above the handler's own memory

my @long = map { "p$_=" . '%76' x 2040 } 1 .. 4;

is(curl("$h2/long?" . join '&', @long), '2 200', 'a line of 24 KiB');
@raw = raw_queue($t, 'ant:long', 1);
is_event($raw[0], 'any',
         '{' . join(',', map { "\"p$_\":\"" . 'v' x 2040 . '"' } 1 .. 4)
         . '}', 'whole');

$t->done;
