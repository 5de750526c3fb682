#!/usr/bin/perl

# Bodies: forms as they may be sent, bodies that are none, and that whatever
# becomes of a body, the next request of the connection is parsed rightly.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Http qw/ connect_to read_response send_all /;
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

        location = /form { ant_webhook sms ant:form; }
        location = /any { ant_webhook any ant:any; }
        location = /json { ant_webhook sms ant:json; }
        location = /smuggled { ant_webhook any ant:smuggled; }
        location = /first { ant_webhook sms ant:first; }
        location = /second { ant_webhook sms ant:second; }
        location = /slow { ant_webhook sms ant:slow; }

        location = /secret {
            ant_webhook sms ant:first;
            ant_webhook_secret key right;
        }

        location = /small {
            ant_webhook any ant:small;
            client_body_buffer_size 1k;
        }

        location = /file {
            ant_webhook any ant:small;
            client_body_in_file_only clean;
        }

        location = /max {
            ant_webhook any ant:small;
            client_max_body_size 1k;
        }

        location = /paged {
            ant_webhook sms ant:paged;
            client_body_buffer_size 1k;
            error_page 400 403 405 413 415 /page;
        }

        location = /page { internal; return 200 "paged $status"; }
    }
}
EOF

$t->redis;
$t->run;

my $form = 'Content-Type: application/x-www-form-urlencoded';
my $sms = sample('sms');
my $data = sample_data('sms');
my ($r, @r, @raw, $s, $buffer);


sub chunks { return join('', map { sprintf "%x\r\n%s\r\n", length, $_ } @_)
                    . "0\r\n\r\n" }


sub request {
    my ($method, $uri, $body, @lines) = @_;

    push @lines, 'Content-Length: ' . length $body
        unless grep { /^Transfer-Encoding/ } @lines;

    return join("\r\n", "$method $uri HTTP/1.1", 'Host: localhost', @lines,
                '', '') . $body;
}


sub chunked {
    my ($uri, @chunks) = @_;

    return request('POST', $uri, chunks(@chunks), $form,
                   'Transfer-Encoding: chunked');
}


sub one { return (http_many($_[0], 1))[0] }


# forms

my @types = (
    'application/x-www-form-urlencoded',
    'application/x-www-form-urlencoded; charset=UTF-8',
    'application/x-www-form-urlencoded;charset=utf-8',
    'application/x-www-form-urlencoded ; charset=UTF-8',
    "application/x-www-form-urlencoded\t;a=b",
    'Application/X-WWW-Form-URLEncoded',
);

is(http_post('/form', $sms, "Content-Type: $_")->status, 200, $_) for @types;

is(one(chunked('/form', $sms))->status, 200, 'one chunk');
is(one(chunked('/form', split //, $sms))->status, 200, 'a chunk a byte');
is(one(request('POST', '/form', chunks($sms), "$form; charset=UTF-8",
               'Transfer-Encoding: chunked'))->status,
   200, 'chunked, with a charset');
is(one(request('POST', '/form', "5;x=y\r\n" . substr($sms, 0, 5) . "\r\n"
                                . chunks(substr $sms, 5),
               $form, 'Transfer-Encoding: chunked'))->status,
   200, 'a chunk with an extension');
like(http("POST /form HTTP/1.0\r\n$form\r\nContent-Length: "
          . length($sms) . "\r\n\r\n$sms"), qr/^HTTP\/1\.1 200 /, 'HTTP/1.0');

my $half = int(length($sms) / 2);

$s = connect_to(port(8080));
send_all($s, request('POST', '/form', $sms, $form) =~ s/\Q$sms\E$//r);
$t->wait_for(sub { 0 }, 0.1);
send_all($s, substr $sms, 0, $half);
$t->wait_for(sub { 0 }, 0.1);
send_all($s, substr $sms, $half);
is(read_response($s, \($buffer = ''))->status, 200, 'in three pieces');

# the continuation is asked for before the body is there

$s = connect_to(port(8080));
send_all($s, request('POST', '/form', '', $form, 'Expect: 100-continue')
             =~ s/Length: 0/'Length: ' . length $sms/er);
ok($t->wait_for(sub { sysread($s, $buffer, 4096) }, 5), 'Expect: an answer');
is($buffer, "HTTP/1.1 100 Continue\r\n\r\n", 'to go on');
send_all($s, $sms);
is(read_response($s, \($buffer = ''))->status, 200, 'then 200');

# parameters in both

my ($left, $right) = (join('&', (split /&/, $sms)[0 .. 2]),
                      join('&', (split /&/, $sms)[3 .. 5]));

is(http_post("/form?$left", $right)->status, 200, 'half and half');
is(http_post("/form?$sms", $sms)->status, 200, 'all of it twice');
is(one(chunked("/form?$sms"))->status, 200, 'a query, and chunks of nothing');
is(http_post("/form?$sms", '', 'Content-Type: application/json')->status,
   200, 'a query, and JSON of nothing');
is(http_post("/form?$sms", '&&')->status, 200, 'a query, and an empty form');
is(http_post("/form?a=1&$sms", 'a=2&b=3')->status, 200, 'unknown ones');

is_400(http_post("/form?$sms", 'smsId=other'), 'smsId', 'different values',
       'different ones');
is_400(http_post('/form', $left), 'destination', 'missing', 'half');

my $events = @types + 5 + 2 + 6;

@raw = raw_queue($t, 'ant:form', $events);
is(@raw, $events, 'all of them');

for my $i (0 .. $events - 2) {
    is_event($raw[$i], 'sms', $data, 'the same event');
}

is_event($raw[-1], 'sms', $data =~ s/}$/,"a":["1","2"],"b":"3"}/r,
         'the query comes before the form');

@raw = raw_queue($t, 'ant:form:rejected', 2);
is_rejected($raw[0], 'sms', 'smsId', 'different values', "$sms&smsId=other",
            'args: the form after the query');
is_rejected($raw[1], 'sms', 'destination', 'missing', $left, 'args: the form');


# no forms

my @none = (
    ['{"smsId":"d3b0","n":[1,"\u00e9"]}', 'application/json'],
    ["{\n\t\"a\": \"b\\\\c\"\r\n}", 'application/json; charset=utf-8'],
    ["--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n",
     'multipart/form-data; boundary=x'],
    [$sms, 'text/plain'],
    [$sms, 'application/x-www-form-urlencodedx'],
    [$sms, 'application/x-www-form-urlencode'],
    [$sms, ''],
    ['&', 'application/json'],
);

for my $case (@none) {
    $r = http_post('/json', $case->[0], "Content-Type: $case->[1]");
    is($r->status, 415, "415: $case->[1]");
    is($r->header('Cache-Control'), 'no-store', 'no-store');
}

is(http_post("/json?$sms", '{}', 'Content-Type: application/json')->status,
   415, 'with a query as well');
is(one(request('POST', '/json', '{}'))->status, 415, 'without a type');
is(one(request('POST', '/json', chunks('{"a":', '1}'),
               'Transfer-Encoding: chunked'))->status, 415, 'chunked');
is(http_post('/json', "\xff\x00\xc3\xa9%\x7f", 'Content-Type: a/b')->status,
   415, 'bytes');

@raw = raw_queue($t, 'ant:json:rejected', @none + 4);
is(@raw, @none + 4, 'each is kept');

is_rejected(shift @raw, 'sms', 'body', 'not a form', $_->[0],
            "raw: $_->[1]") for @none;
is_rejected(shift @raw, 'sms', 'body', 'not a form', "$sms\n{}", 'query, body');
is_rejected(shift @raw, 'sms', 'body', 'not a form', '{}', 'without a type');
is_rejected(shift @raw, 'sms', 'body', 'not a form', '{"a":1}', 'chunked');
is_rejected(shift @raw, 'sms', 'body', 'not a form',
            "%FF\x00\xc3\xa9%\x7f", 'what is not UTF-8 is percent-encoded');
is($t->redis->cmd('EXISTS', 'ant:json'), 0, 'none is an event');


# sizes

sub of_size { return 'a=' . 'v' x ($_[0] - 2) }

is(http_post('/small', of_size(1024))->status, 200, 'as large as the buffer');
is(one(chunked('/small', of_size(1024)))->status, 200, 'the same in a chunk');
is(http_post('/file', of_size(1024))->status, 200, 'never in a file');

for my $bytes (request('POST', '/small', of_size(1025), $form),
               chunked('/small', of_size(30000), 'v' x 600),
               request('POST', '/small', 'x' x 5000,
                       'Content-Type: application/json'),
               request('POST', '/max', of_size(1025), $form),
               chunked('/max', of_size(600), 'v' x 600))
{
    @r = http_many($bytes . request('GET', '/smuggled?a=1', ''), 2);
    is($r[0]->status, 413, 'too large: 413');
    is(@r, 1, 'and the end of the connection');
}

like(one(request('POST', '/small', of_size(1025), $form)),
     qr/^Cache-Control: no-store\r$/m, '413: no-store');

my $value = 'v' x 2000;
my $names = join '&', map { "p$_=$value" } 1 .. 4;

is(http_post('/any', $names)->status, 200, 'nearly 8k');
is(http_post("/any?$names", $names =~ s/p(\d)/q$1/gr)->status, 200,
   'nearly 16k in both');
is_400(http_post('/any', join '&', map { "p$_" } 1 .. 65), '',
       'too many parameters', '65 of them');
is_400(http_post('/any?' . join('&', map { "p$_" } 1 .. 32),
                 join '&', map { "p$_" } 33 .. 65), '',
       'too many parameters', '65 in both');
is(http_post('/any?' . join('&', map { "p$_" } 1 .. 32),
             join '&', map { "p$_" } 33 .. 64)->status, 200, '64 in both');

@raw = raw_queue($t, 'ant:small', 3);
is_event($raw[$_], 'any', '{"a":"' . 'v' x 1022 . '"}', 'whole') for 0 .. 2;
@raw = raw_queue($t, 'ant:any', 3);

my ($p, $q) = map { my $c = $_; join ',', map { "\"$c$_\":\"$value\"" } 1 .. 4 }
              'p', 'q';

is_event($raw[0], 'any', "{$p}", 'the form, whole');
is_event($raw[1], 'any', "{$p,$q}", 'query and form');
is_event($raw[2], 'any', '{' . join(',', map { "\"p$_\":\"\"" } 1 .. 64) . '}',
         'query and form');


# nginx's codes are nginx's pages, the 400 is not

my @paged = (
    [request('PUT', "/paged?$sms", $sms), 405],
    [request('POST', '/paged', of_size(1025), $form), 413],
    [request('POST', '/paged', '{}', 'Content-Type: application/json'), 415],
);

for my $case (@paged) {
    my ($bytes, $status) = @$case;

    $r = one($bytes);
    is($r->status . ' ' . $r->body, "$status paged $status",
       "error_page $status");
    is(join('|', $r->headers('Cache-Control')), 'no-store', 'no-store, once');
}

is(one($paged[0][0])->header('Allow'), 'GET, HEAD, POST', 'with Allow');
is_400(http_get('/paged?smsId=1'), 'destination', 'missing',
       'error_page 400 is not for us');


# what is left of a body is not the next request

my $hidden = request('GET', '/smuggled?a=1', '');
my @kept = (
    ['GET', request('GET', "/first?$sms", $hidden), 200],
    ['GET, form', request('GET', "/first?$sms", $sms, $form), 200],
    ['GET, chunked', request('GET', "/first?$sms", chunks($hidden),
                             'Transfer-Encoding: chunked'), 200],
    ['HEAD, probe', request('HEAD', '/first', $hidden), 200],
    ['GET, probe', request('GET', '/first', $hidden), 200],
    ['GET, 400', request('GET', '/first?smsId=1', $hidden), 400],
    ['GET, 403', request('GET', "/secret?$sms", $hidden), 403],
    ['405', request('PUT', "/first?$sms", $hidden), 405],
    ['405, chunked', request('DELETE', '/first', chunks($hidden),
                             'Transfer-Encoding: chunked'), 405],
    ['POST', request('POST', '/first', $sms, $form), 200],
    ['POST, 400', request('POST', '/first', $hidden, $form), 400],
    ['POST, 403', request('POST', '/secret', $sms, $form), 403],
    ['POST, 415', request('POST', '/first', $hidden), 415],
    ['POST, 415, chunked', request('POST', '/first', chunks($hidden),
                                   'Transfer-Encoding: chunked'), 415],
);

for my $i (0 .. $#kept) {
    my ($name, $bytes, $status) = @{ $kept[$i] };
    my $next = request('GET', '/second?' . sample('sms', smsId => "s$i"), '');
    my ($head, $body) = $bytes =~ /^(.*?\r\n\r\n)(.*)$/s;

    for my $late (0, 1) {
        $s = connect_to(port(8080));
        $buffer = '';

        send_all($s, $late ? $head : "$head$body$next");

        if ($late) {
            $t->wait_for(sub { 0 }, 0.02);
            send_all($s, "$body$next");
        }

        $r = read_response($s, \$buffer, head => scalar($name =~ /^HEAD/));
        is($r && $r->status, $status, "$name: " . ($late ? 'late' : 'at once'));
        $r = read_response($s, \$buffer);
        is($r && $r->status, 200, "$name: the second request");
    }
}

@raw = raw_queue($t, 'ant:second', 2 * @kept);
is(join(' ', map { /"smsId":"(s\d+)"/ } @raw),
   join(' ', map { ("s$_") x 2 } 0 .. $#kept), 'each of them, in their order');

@r = http_many(join('', map {
    request('POST', '/second', sample('sms', smsId => "q$_"), $form)
} 1 .. 50), 50);

is((grep { $_->status == 200 } @r), 50, '50 POSTs in a row');
@raw = raw_queue($t, 'ant:second', 2 * @kept + 50);
is(join(' ', map { /"smsId":"(q\d+)"/ } @raw),
   join(' ', map { "q$_" } 1 .. 50), 'in their order');

is($t->redis->cmd('EXISTS', 'ant:smuggled'), 0, 'nothing was smuggled');


# clients that go before their body is whole leave no event

for my $bytes (request('POST', '/slow', $sms, $form),
               chunked('/slow', $sms, 'x'))
{
    $s = connect_to(port(8080));
    send_all($s, substr $bytes, 0, length($bytes) - 3);
    $t->wait_for(sub { 0 }, 0.05);
    close $s;
}

like(http(request('POST', '/slow', "zz\r\n$sms\r\n0\r\n\r\n", $form,
                  'Transfer-Encoding: chunked')), qr/^HTTP\/1\.1 400 /,
     'a broken chunk');
like(http(request('GET', "/slow?$sms", "zz\r\n", 'Transfer-Encoding: chunked')),
     qr/^HTTP\/1\.1 400 /, 'a broken chunk behind a GET');
is(http_post('/slow', $sms)->status, 200, 'a whole one');
@raw = raw_queue($t, 'ant:slow', 1);
is(@raw, 1, 'is the only one');

$t->done;
