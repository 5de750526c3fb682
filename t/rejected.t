#!/usr/bin/perl

# Callbacks that fail the check: what the sender is told, what is kept and
# where, and that it can be sent again.

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

        location = /default { ant_webhook sms ant:default; }
        location = /again { ant_webhook any ant:again; }

        location = /off {
            ant_webhook sms ant:off;
            ant_webhook_rejected off;
        }

        location = /offstatus {
            ant_webhook sms ant:off;
            ant_webhook_rejected off status=202;
        }

        location = /own {
            ant_webhook sms ant:own;
            ant_webhook_rejected ant:own:bad status=422;
        }

        location = /403 {
            ant_webhook sms ant:own;
            ant_webhook_rejected ant:own:bad status=403;
        }

        location = /405 {
            ant_webhook sms ant:own;
            ant_webhook_rejected ant:own:bad status=405;
        }

        location = /204 {
            ant_webhook sms ant:own;
            ant_webhook_rejected ant:own:bad status=204;
        }

        location = /trimmed {
            ant_webhook sms ant:trimmed;
            ant_webhook_rejected ant:trimmed:bad max=5;
        }

        location = /kept {
            ant_webhook sms ant:kept;
            ant_webhook_rejected ant:kept:bad max=100;
        }
    }

    server {
        listen 127.0.0.1:%%PORT_8081%%;
        ant_webhook_rejected ant:common status=299 max=1000;

        location = /sms { ant_webhook sms ant:one; }
        location = /ivr { ant_webhook ivr ant:two; }

        location = /nested {
            ant_webhook sms ant:nested;
            ant_webhook_rejected off;
        }

        location = /back {
            ant_webhook sms ant:back;
            ant_webhook_rejected ant:back:bad;
        }
    }
}
EOF

$t->redis;
$t->run;

my $sms = sample('sms');
my ($r, @raw);


# what the sender is told

my @bad = (
    ['smsId=1&smsCount=x', 'destination', 'missing'],
    [sample('sms', destination => 'home'), 'destination',
     'not a phone number'],
    [sample('sms', smsId => ''), 'smsId', 'missing'],
    [sample('sms', sendTime => '99999999999999999999'), 'sendTime',
     'out of range'],
    [sample('sms', dr => 'x' x 129), 'dr', 'too long'],
    [sample('sms', smsCount => '%zz'), 'smsCount', 'bad escape'],
    ["$sms&smsId=2", 'smsId', 'different values'],
    ["$sms&" . 'n' x 65 . '=1', 'n' x 64, 'name too long'],
    ["$sms&" . '%22' x 64 . 'n', '"' x 64, 'name too long'],
    ["$sms&" . '%01' x 64 . 'n', "\x01" x 64, 'name too long'],
    ["$sms&" . join('&', 1 .. 60), '', 'too many parameters'],
);

is_400(http_get("/default?$_->[0]"), $_->[1], $_->[2],
       "$_->[2]: " . substr $_->[1], 0, 12) for @bad;

$r = http_get("/default?$sms&" . '%ff' x 65 . '=1');
is($r->status . $r->body,
   '400{"error":"' . '%FF' x 64 . '","reason":"name too long"}',
   'a name that is not UTF-8');

@raw = raw_queue($t, 'ant:default:rejected', @bad + 1);
is(@raw, @bad + 1, 'all are kept');
is_rejected($raw[$_], 'sms', @{ $bad[$_] }[1, 2, 0], "kept: $bad[$_][2]")
    for 0 .. $#bad;
is($t->redis->cmd('EXISTS', 'ant:default'), 0, 'and none is an event');
ok($t->redis->cmd('EXISTS', 'ant:default:rejected:fence'),
   'with a fence as any list');

my %seen = map { $_->{id} => 1 } @{ $t->queue('ant:default:rejected') };

is(keys %seen, @bad + 1, 'each has an id');


# sent again: with curl, as it was received

# no letter in %80, which "x" keeps: each curl writes it in a case of its own

my $args = 'smsId=a%2fb+c%26d&destination=caf%c3%a9&x=%80&y=%zz&"\\&z';
my $plain = '{"smsId":"a/b c&d","destination":"' . "caf\xc3\xa9" . '",'
            . '"x":"%80","y":"%zz","\\"\\\\":"","z":""}';

is(http_get("/default?$args")->status, 400, 'odd ones are rejected');

my ($kept) = (raw_queue($t, 'ant:default:rejected', @bad + 2))[-1];
my $again = JSON::PP->new->utf8->decode($kept)->{args};

utf8::encode($again);
is($again, $args, 'args are what was received');

for my $how ('-G', '-X') {
    my @post = $how eq '-X' ? ('-X', 'POST') : ($how);

    open my $f, '-|', 'curl', '-sS', @post, '--data-binary', $again, '-o',
                      '/dev/null', '-w', '%{http_code}',
                      'http://127.0.0.1:' . port(8080) . '/again'
        or die "curl: $!\n";
    is(<$f>, 200, "curl @post");
}

@raw = raw_queue($t, 'ant:again', 2);
is_event($raw[$_], 'any', $plain, 'comes out the same', '',
         ',"encoded":["x"]') for 0, 1;


# off, status=, lists

is_400(http_get('/off?smsId=1'), 'destination', 'missing', 'off: told');
$r = http_get('/offstatus?smsId=1');
is($r->status . $r->body, '202{"error":"destination","reason":"missing"}',
   'off status=202');
is(http_get("/off?$sms")->status, 200, 'off: events pass');
is(http_post('/off', '{}', 'Content-Type: application/json')->status, 415,
   'off: 415');
raw_queue($t, 'ant:off', 1);

$r = http_get('/own?smsId=1');
is(join(' ', $r->status, $r->header('Content-Type'), $r->body),
   '422 application/json {"error":"destination","reason":"missing"}',
   'status=422');
is(http_post('/own', '{}', 'Content-Type: application/json')->status, 415,
   'a 415 stays one');
@raw = raw_queue($t, 'ant:own:bad', 2);
is_rejected($raw[0], 'sms', 'destination', 'missing', 'smsId=1', 'own list');
is_rejected($raw[1], 'sms', 'body', 'not a form', '{}', 'own list, raw');

for my $status (403, 405) {
    $r = http_get("/$status?smsId=1");
    is($r->status . $r->body,
       $status . '{"error":"destination","reason":"missing"}',
       "status=$status");
    is($r->header('Allow'), undef, 'without Allow');
}

is(http_get('/204?smsId=1')->status, 204, 'status=204');
is(http_request('PUT', '/403')->status, 405, 'status= is not for methods');

my $other = { port => port(8081) };

is(http_get('/sms?smsId=1', $other)->status, 299, 'inherited');
is(http_get('/ivr?taskId=1', $other)->status, 299, 'in both locations');
is(http_get('/nested?smsId=1', $other)->status, 400, 'off where it is said');
is(http_get('/back?smsId=1', $other)->status, 400, 'another list');

@raw = raw_queue($t, 'ant:common', 2);
is(@raw, 2, 'a common list');
is_rejected($raw[0], 'sms', 'destination', 'missing', 'smsId=1', 'the one');
is_rejected($raw[1], 'ivr', 'callId', 'missing', 'taskId=1', 'the other');
@raw = raw_queue($t, 'ant:back:bad', 1);
is_rejected($raw[0], 'sms', 'destination', 'missing', 'smsId=1', 'the last');
is_deeply([grep { /rejected/ && !/default/ } @{ $t->redis->cmd('KEYS', '*') }],
          [], 'no other list');


# trimmed

my $many = join '', map {
    "GET /$_ HTTP/1.1\r\nHost: a\r\n\r\n"
} (map { "trimmed?smsId=t$_" } 1 .. 300), (map { "kept?smsId=k$_" } 1 .. 99);

is((grep { $_->status == 400 } http_many($many, 399)), 399, '399 rejected');

raw_queue($t, 'ant:kept:bad', 99);
http_get('/trimmed?smsId=last');
ok($t->wait_for(sub {
    my @raw = @{ $t->redis->cmd('LRANGE', 'ant:trimmed:bad', 0, -1) };
    return @raw == 5 && $raw[-1] =~ /smsId=last/;
}, 10), 'trimmed to max');

@raw = raw_queue($t, 'ant:trimmed:bad', 5);
is(join(' ', map { /"smsId=(\w+)"/ } @raw), 't297 t298 t299 t300 last',
   'the newest stay');
@raw = raw_queue($t, 'ant:kept:bad', 99);
is(join(' ', map { /"smsId=(\w+)"/ } @raw), join(' ', map { "k$_" } 1 .. 99),
   'below it nothing is lost');

$t->done;
