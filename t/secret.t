#!/usr/bin/perl

# The secret: who has it passes, and it goes nowhere: not to a list, not to
# the journal, a variable, an answer or a log.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Sample;

my $t = AntWebhook->new(limit => 60);

$t->write_file('secret1', "s3cret-file\r\nsecond line\n");
$t->write_file('secret2', 's3cret-bare');

$t->write_file_expand('nginx.conf', <<'EOF');
%%TEST_GLOBALS%%
worker_processes 1;
events { }
http {
    %%TEST_GLOBALS_HTTP%%
    log_format ant '$uri $status $ant_webhook_event $ant_webhook_verdict '
                   '$ant_webhook_id $ant_webhook_reason';

    ant_webhook_redis    127.0.0.1:%%PORT_6379%%;
    ant_webhook_journal  %%TESTDIR%%/journal size=64m;
    ant_webhook_secret   key s3cret-http;

    server {
        listen 127.0.0.1:%%PORT_8080%%;
        access_log %%TESTDIR%%/access.log ant;

        location = /http { ant_webhook sms ant:http; }

        location = /one {
            ant_webhook any ant:one;
            ant_webhook_secret key s3cret;
        }

        location = /rotation {
            ant_webhook any ant:rotation;
            ant_webhook_secret key s3cret-old;
            ant_webhook_secret key s3cret-old-er;
            ant_webhook_secret key "s3cret-old?x";
            ant_webhook_secret token s3cret-new;
        }

        location = /file {
            ant_webhook any ant:file;
            ant_webhook_secret key file=secret1;
            ant_webhook_secret key file=%%TESTDIR%%/secret2;
        }

        location = /odd {
            ant_webhook any ant:odd;
            ant_webhook_secret "k&y" "s3cret &=+%?é";
        }

        location = /sms {
            ant_webhook sms ant:sms;
            ant_webhook_secret key s3cret;
        }

        location /off {
            ant_webhook_secret key s3cret;

            location = /off/in {
                ant_webhook any ant:off;
                ant_webhook_secret off;
            }

            location = /off/not { ant_webhook any ant:not; }
        }

        location = /page {
            ant_webhook any ant:page;
            error_page 403 =418 /teapot;
        }

        location = /teapot { return 418 "teapot"; }
    }
}
EOF

$t->redis;
$t->run;

my ($r, @raw);
my %want;


# passes: what is on the list afterwards; where nothing is, a probe

sub passes {
    my ($uri, $data, $name, $body) = @_;
    my ($place) = $uri =~ m{^/([\w/]+)};

    $r = defined $body ? http_post($uri, $body) : http_get($uri);
    is($r->status, 200, "$place: $name");
    push @{ $want{$place} }, [$data, $name] if defined $data;
}


sub forbids {
    my ($uri, $name, @post) = @_;

    $r = @post ? http_post($uri, @post) : http_get($uri);
    is($r->status, 403, "403: $name");
    is($r->header('Cache-Control'), 'no-store', 'no-store');
    unlike("$r", qr/s3cret/, 'without a word of it');
}


passes('/one?key=s3cret&a=1', '{"a":"1"}', 'right');
passes('/one?a=1&key=s3cret&b=2', '{"a":"1","b":"2"}', 'in the middle');
passes('/one?a=1&key=s3cret', '{"a":"1"}', 'at the end');
passes('/one?key=s3cret&a=1&key=s3cret', '{"a":"1"}', 'twice');
passes('/one?key=wrong&a=1&key=s3cret', '{"a":"1"}', 'wrong and right');
passes('/one?key=s3cret&a=1&key=wrong', '{"a":"1"}', 'right and wrong');
passes('/one?k%65y=s3c%72et&a=1', '{"a":"1"}', 'escaped');
passes('/one?%6b%65%79=%73%33%63%72%65%74&a=1', '{"a":"1"}', 'all escaped');
passes('/one?key=s3cret&KEY=s3&keys=1', '{"KEY":"s3","keys":"1"}',
       'other names are parameters');

passes('/one?key=s3cret', undef, 'alone, a probe');
passes('/one', undef, 'no parameters, a probe');
is(http_head('/one?a=1')->status, 200, 'HEAD is a probe');

forbids('/one?a=1', 'missing');
forbids('/one?key=&a=1', 'empty');
forbids('/one?key&a=1', 'bare');
forbids('/one?key=wrong&a=1', 'wrong');
forbids('/one?key=s3cre&a=1', 'too short');
forbids('/one?key=s3crets&a=1', 'too long');
forbids('/one?key=S3cret&a=1', 'another case');
forbids('/one?Key=s3cret&a=1', 'another name');
forbids('/one?key=s3cret%00&a=1', 'with a zero');
forbids('/one?key=s3cret+&a=1', 'with a space');
forbids('/one?key=s3cret%3fa=1', 'with an escaped question mark');
forbids('/one?key=s3cret%zz&a=1', 'with a bad escape');
forbids('/one?&', 'an empty query');

# senders that append ?smsId=... to a URL that has a query

passes('/one?key=s3cret?a=1&b=2', '{"a":"1","b":"2"}', 'a second ?');
passes('/one?x=0&key=s3cret?a=1?2', '{"x":"0","a":"1?2"}', 'only after it');
passes('/one?key=s3cret??a=1', '{"?a":"1"}', 'once');
passes('/one?key=s3cret?', undef, 'and nothing');
passes('/one?key=s3cret?key=s3cret?a=1', '{"a":"1"}', 'twice');
forbids('/one?key=wrong?a=1', 'wrong, a second ?');
forbids('/one?a=1?key=s3cret', 'behind a ?');

# forms

passes('/one', '{"a":"1"}', 'in a form', 'key=s3cret&a=1');
passes('/one?key=s3cret', '{"a":"1"}', 'in the query of a form', 'a=1');
passes('/one?a=1', '{"a":"1"}', 'in the form, all else not', 'key=s3cret');
passes('/one', '{"a":"1"}', 'in a form, with a ?', 'key=s3cret?a=1');
forbids('/one', 'missing in a form', 'a=1');
forbids('/one', 'wrong in a form', 'key=no&a=1');

# rotation, files, odd ones

for my $pair (qw/ key=s3cret-old key=s3cret-old-er token=s3cret-new
                  key=s3cret-old?x /)
{
    passes("/rotation?$pair&a=1", '{"a":"1"}', $pair);
}

passes('/rotation?key=s3cret-old&token=wrong&a=1', '{"a":"1"}',
       'one is enough');
passes('/rotation?key=s3cret-old?x?a=1', '{"a":"1"}', 'the longest');
passes('/rotation?key=s3cret-old?a=1', '{"a":"1"}', 'the shorter');
forbids('/rotation?key=s3cret-new&a=1', 'under the other name');
forbids('/rotation?key=s3cret-older&a=1', 'neither');
forbids('/rotation?a=1', 'none of them');

passes('/file?key=s3cret-file&a=1', '{"a":"1"}', 'the first line');
passes('/file?key=s3cret-bare&a=1', '{"a":"1"}', 'without a line end');
forbids('/file?key=second+line&a=1', 'the second line');
forbids('/file?key=file%3dsecret1&a=1', 'the name of the file');

passes('/odd?k%26y=s3cret+%26%3d%2b%25%3f%c3%a9&a=1', '{"a":"1"}',
       'all escaped');
passes("/odd?k%26y=s3cret%20%26=%2b%25?\xc3\xa9&a=1", '{"a":"1"}',
       'what can be is not');
forbids('/odd?k%26y=s3cret+%26%3d+%25%3f%c3%a9&a=1', 'a plus is a space');

# inheritance

passes('/http?key=s3cret-http&' . sample('sms'), sample_data('sms'),
       'from the http level');
forbids('/http?key=s3cret&' . sample('sms'), 'not there');
forbids('/one?key=s3cret-http&a=1', 'replaced in a location');
passes('/off/in?a=1', '{"a":"1"}', 'off in a nested one');
passes('/off/in?key=s3c&a=1', '{"key":"s3c","a":"1"}',
       'then it is a parameter');
passes('/off/not?key=s3cret&a=1', '{"a":"1"}', 'inherited by a nested one');
forbids('/off/not?a=1', 'in a nested one');

$r = http_get('/page?a=1');
is($r->status . $r->body, '418teapot', 'error_page 403');

# it is no parameter: not counted, no limits

my $all = join '&', map { "p$_" } 1 .. 64;

passes("/one?key=s3cret&$all&key=" . 'x' x 3000,
       '{' . join(',', map { "\"p$_\":\"\"" } 1 .. 64) . '}', 'not counted');


# what is rejected is kept without it; what is forbidden is not kept

my $bad = 'smsId=1&dr=%3f';

is_400(http_get("/sms?key=s3cret&$bad"), 'destination', 'missing', 'first');
is_400(http_get("/sms?$bad&key=s3cret"), 'destination', 'missing', 'last');
is_400(http_get("/sms?smsId=1&k%65y=s3cret&dr=%3f&key=no"), 'destination',
       'missing', 'middle, escaped, twice');
is_400(http_get("/sms?key=s3cret?$bad"), 'destination', 'missing', '?');
is_400(http_post('/sms?smsId=1', 'key=s3cret&dr=%3f'), 'destination',
       'missing', 'form');
is(http_post('/sms?key=s3cret', '{}', 'Content-Type: application/json')
   ->status, 415, 'JSON');
is(http_post("/sms?key=s3cret&$bad", '{}', 'Content-Type: application/json')
   ->status, 415, 'JSON and a query');
forbids('/sms', 'JSON, missing', '{"key":"s3cret"}',
        'Content-Type: application/json');
forbids('/sms?key=wrong', 'JSON, wrong', '{}',
        'Content-Type: application/json');
forbids('/sms', 'no form, so no secret', 'key=s3cret',
        'Content-Type: text/plain');
forbids("/sms?key=wrong&$bad", 'rejected, wrong');

@raw = raw_queue($t, 'ant:sms:rejected', 7);
is(@raw, 7, 'seven are kept');
is_rejected($raw[$_], 'sms', 'destination', 'missing', $bad, "kept: $_")
    for 0 .. 3;
is_rejected($raw[4], 'sms', 'destination', 'missing', 'smsId=1&dr=%3f',
            'kept: the form');
is_rejected($raw[5], 'sms', 'body', 'not a form', '{}', 'kept: JSON');
is_rejected($raw[6], 'sms', 'body', 'not a form', "$bad\n{}",
            'kept: JSON and a query');


# what came out

for my $place (sort keys %want) {
    my $list = 'ant:' . $place =~ s{.*/}{}r;
    my $event = $place eq 'http' ? 'sms' : 'any';
    my @want = @{ $want{$place} };

    $list = 'ant:off' if $place eq 'off/in';
    @raw = raw_queue($t, $list, scalar @want);
    is(@raw, @want, "$place: elements");
    is_event($raw[$_], $event, $want[$_][0], "$place, element: $want[$_][1]")
        for 0 .. $#want;
}

$t->stop;

my $dump = '';

for my $key (@{ $t->redis->cmd('KEYS', '*') }) {
    $dump .= $key;
    $dump .= join "\n", @{ $t->redis->cmd('LRANGE', $key, 0, -1) }
        if $t->redis->cmd('TYPE', $key) eq 'list';
}

my $files = join '', map { local (@ARGV, $/) = $_; <> } $t->journal_files;
my $log = $t->read_file('access.log');

is(() = $dump =~ /"received"/g, 7 + (map { @$_ } values %want),
   'all that is in Redis');
ok($dump !~ /s3cret/, 'is without it');
ok($files =~ /"received"/, 'the journals hold events');
ok($files !~ /s3cret/, 'without it');
unlike($t->read_file('error.log'), qr/s3cret/, 'nor is it in the error log');
like($log, qr{^/one 403 any forbidden - wrong secret$}m, 'verdict');
unlike($log, qr/s3cret/, 'which does not have it either');

$t->done;
