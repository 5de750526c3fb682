#!/usr/bin/perl

# ant_webhook_field: what stands beside an event's data.

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
    ant_webhook_field    level http;
    ant_webhook_field    site "$host";

    map $arg_kind $kind {
        default other;
        1       marketing;
    }

    server {
        listen 127.0.0.1:%%PORT_8080%%;

        location = /http { ant_webhook any ant:http; }

        location = /variables {
            ant_webhook any ant:variables;
            ant_webhook_field kind $kind;
            ant_webhook_field from "$remote_addr:$request_method";
            ant_webhook_field none "$http_x_none";
            ant_webhook_field id "<$ant_webhook_id>";
            ant_webhook_field uri $uri;
        }

        location = /text {
            ant_webhook any ant:text;
            ant_webhook_field "a \"b\\c" "\"\\/é\t";
            ant_webhook_field data "";
            ant_webhook_field dr fixed;
            ant_webhook_field x $http_x_a;
            ant_webhook_field y "50%+";
        }

        location = /redirected {
            rewrite ^ /target last;
        }

        location = /target {
            ant_webhook any ant:target;
            ant_webhook_field uri "$uri $request_uri";
        }

        location = /if {
            ant_webhook any ant:if;
            ant_webhook_field kind $kind;
            if ($arg_kind) { set $x 1; }
        }
    }

    server {
        listen 127.0.0.1:%%PORT_8081%%;
        ant_webhook_field level server;

        location /sms { ant_webhook sms ant:server; }

        location /outer {
            ant_webhook_field level outer;

            location /outer/inner { ant_webhook any ant:inner; }

            location /outer/own {
                ant_webhook any ant:own;
                ant_webhook_field own 1;
            }
        }
    }
}
EOF

$t->redis;
$t->run;

my $second = { port => port(8081) };
my $sms = sample('sms');


# One callback, and the element it comes to.

sub fields {
    my ($list, $event, $data, $fields, $name, $uri, @lines) = @_;

    is(http_get($uri, @lines)->status, 200, "$name: 200");

    my @raw = raw_queue($t, $list, 1);
    my ($before, $after) = ref $fields ? @$fields : ($fields, '');

    is_event($raw[-1], $event, $data, $name, "\"fields\":{$before},", $after);
    $t->redis->cmd('DEL', $list);
}


fields('ant:http', 'any', '{"a":"1"}', '"level":"http","site":"localhost"',
       'from the http level', '/http?a=1');
fields('ant:variables', 'any', '{"kind":"1"}',
       '"kind":"marketing","from":"127.0.0.1:GET","none":"","id":"<>",'
       . '"uri":"/variables"', 'variables', '/variables?kind=1');
fields('ant:variables', 'any', '{"b":"2"}',
       '"kind":"other","from":"127.0.0.1:GET","none":"","id":"<>",'
       . '"uri":"/variables"', 'are evaluated each time', '/variables?b=2');
fields('ant:text', 'any', '{"dr":"1","level":"2"}',
       '"a \\"b\\\\c":"\\"\\\\/' . "\xc3\xa9" . '\\u0009","data":"",'
       . '"dr":"fixed","x":"c\\"d","y":"50%+"', 'is escaped',
       '/text?dr=1&level=2', 'X-A: c"d');
fields('ant:text', 'any', '{"a":"1"}',
       ['"a \\"b\\\\c":"\\"\\\\/' . "\xc3\xa9" . '\\u0009","data":"",'
        . '"dr":"fixed","x":"%FFc%25%2Bd","y":"50%+"', ',"encoded":["x"]'],
       'is encoded', '/text?a=1', "X-A: \xffc%+d");
fields('ant:target', 'any', '{"a":"1"}', '"uri":"/target /redirected?a=1"',
       'after a redirect', '/redirected?a=1');
fields('ant:if', 'any', '{"kind":"1"}', '"kind":"marketing"', 'in an if',
       '/if?kind=1');
fields('ant:server', 'sms', sample_data('sms'), '"level":"server"',
       'replaced at the server level', "/sms?$sms", $second);
fields('ant:inner', 'any', '{"a":"1"}', '"level":"outer"',
       'inherited by a nested location', '/outer/inner?a=1', $second);
fields('ant:own', 'any', '{"a":"1"}', '"own":"1"',
       'replaced in a nested location', '/outer/own?a=1', $second);

# a rejected event has none

is(http_get('/sms?smsId=1', $second)->status, 400, 'a bad one');
is_rejected((raw_queue($t, 'ant:server:rejected', 1))[0], 'sms',
            'destination', 'missing', 'smsId=1', 'is kept without fields');

# one that does not fit into the memory that was there before

my $long = 'x' x 6000;

is(http_get('/text?a=1', "X-A: $long")->status, 200, 'a long one')
    for 1 .. 40;

my @raw = raw_queue($t, 'ant:text', 40);
is(@raw, 40, 'all of them');
is((grep { /"x":"$long"/ } @raw), 40, 'whole');

$t->done;
