#!/usr/bin/perl

# One request is one event, in whatever way nginx comes to the handler: if,
# limit_except, redirects, named locations, mirror, auth_request, SSI.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Sample;

my $t = AntWebhook->new(limit => 60);

mkdir $t->testdir . '/html';

$t->write_file_expand('nginx.conf', <<'EOF');
%%TEST_GLOBALS%%
worker_processes 1;
events { }
http {
    %%TEST_GLOBALS_HTTP%%
    log_format ant '$uri $status $ant_webhook_verdict';

    ant_webhook_redis    127.0.0.1:%%PORT_6379%%;
    ant_webhook_journal  %%TESTDIR%%/journal size=64m;

    server {
        listen 127.0.0.1:%%PORT_8080%%;
        root %%TESTDIR%%/html;
        access_log %%TESTDIR%%/access.log ant;

        location = /plain { ant_webhook any list; }
        location = /other { ant_webhook any other; }
        location = /back { return 200 "backend $args"; }

        # if

        location = /if {
            ant_webhook any list;
            ant_webhook_secret key right;
            if ($arg_a) { set $x 1; }
        }

        location = /ifif {
            ant_webhook any list;
            if ($arg_a) { set $x 1; }
            if ($arg_b) { set $x 2; }
        }

        location = /ifown {
            ant_webhook any other;
            if ($arg_a) { ant_webhook any list; }
        }

        location = /ifproxy {
            proxy_pass http://127.0.0.1:%%PORT_8080%%/back;
            if ($arg_a = 1) { ant_webhook any list; }
        }

        location = /ifreturn {
            ant_webhook any list;
            if ($arg_a = 2) { return 402; }
        }

        # limit_except

        location = /limit {
            ant_webhook any list;
            ant_webhook_secret key right;
            limit_except GET { allow 127.0.0.1; deny all; }
        }

        location = /limitdeny {
            ant_webhook any list;
            limit_except GET { deny all; }
        }

        location = /limitown {
            ant_webhook any list;
            limit_except GET { ant_webhook any other; }
        }

        location = /limitproxy {
            ant_webhook any list;
            limit_except GET {
                proxy_pass http://127.0.0.1:%%PORT_8081%%;
            }
        }

        location = /limitif {
            ant_webhook any list;
            limit_except GET { allow all; }
            if ($arg_a) { set $x 1; }
        }

        # redirects

        location = /rewrite { rewrite ^ /plain last; }
        location = /rewritetwice { rewrite ^ /rewrite last; }
        location = /try { try_files /none /plain?$args; }
        location = /trynamed { try_files /none @named; }
        location @named { ant_webhook any list; }

        location = /error {
            error_page 404 = /plain?$args;
            return 404;
        }

        location = /errornamed {
            error_page 404 = @named;
            return 404;
        }

        location = /refused {
            ant_webhook any list;
            ant_webhook_secret key right;
            error_page 403 405 = @again;
        }

        location @again { ant_webhook any list; }

        location = /unsupported {
            ant_webhook any list;
            error_page 415 = @again;
        }

        location = /accel {
            proxy_pass http://127.0.0.1:%%PORT_8080%%/accelback;
        }

        location = /accelback {
            add_header X-Accel-Redirect "/plain?$args";
            return 204;
        }

        location /index/ { index plain.html; }
        location = /index/plain.html { ant_webhook any list; }

        # mirror

        location = /mirror {
            mirror /mirrored;
            proxy_pass http://127.0.0.1:%%PORT_8080%%/back;
        }

        location = /mirrored { internal; ant_webhook any list; }

        location = /mirrortwo {
            mirror /mirrored;
            ant_webhook any list;
        }

        location = /mirrorother {
            mirror /othered;
            mirror /othered;
            mirror_request_body off;
            ant_webhook any list;
        }

        location = /mirrorsmall {
            mirror /small;
            ant_webhook any list;
        }

        location = /othered { internal; ant_webhook any other; }

        location = /small {
            internal;
            client_body_buffer_size 16;
            ant_webhook any other;
        }

        location = /mirrorout {
            mirror /out;
            ant_webhook any list;
        }

        location = /out {
            internal;
            proxy_pass http://127.0.0.1:%%PORT_8080%%/outside$is_args$args;
        }

        location = /outside { ant_webhook any outside; }

        # auth_request

        location = /auth {
            auth_request /authin;
            proxy_pass http://127.0.0.1:%%PORT_8080%%/back;
        }

        location = /authed {
            auth_request /auth204;
            ant_webhook any list;
        }

        location = /authtwo {
            auth_request /authother;
            ant_webhook any list;
        }

        location = /authdenied {
            auth_request /auth403;
            ant_webhook any list;
        }

        # its subrequest has no arguments

        location = /authin { internal; rewrite ^ /plain?a=1 last; }
        location = /authother { internal; rewrite ^ /other?a=1 last; }
        location = /auth204 { internal; return 204; }
        location = /auth403 { internal; return 403; }

        # SSI

        location /ssi/ { ssi on; }
        location = /ssi/event { ant_webhook any list; }
        location = /ssi/bad { ant_webhook sms list; }

        # nested locations

        location /outer {
            ant_webhook any list;
            location /outer/inner { }
            location /outer/own { ant_webhook any other; }
            location ~ \.php$ { }
        }
    }

    server {
        listen 127.0.0.1:%%PORT_8081%%;
        location / { return 200 "proxied"; }
    }
}
EOF

mkdir $t->testdir . '/html/ssi';
mkdir $t->testdir . '/html/index';
$t->write_file('html/index/plain.html', 'file');
$t->write_file('html/ssi/one.html',
               '<!--# include virtual="/ssi/event?a=1" -->.');
$t->write_file('html/ssi/two.html',
               '<!--# include virtual="/ssi/event?a=1" -->'
               . '<!--# include virtual="/ssi/event?a=2" -->.');
$t->write_file('html/ssi/bad.html',
               '<!--# include virtual="/ssi/bad?a=1" -->.');

$t->redis;
$t->run;

my $form = 'Content-Type: application/x-www-form-urlencoded';
my @logged;


# One request, and what it comes to: a status, {LIST => DATA} and the verdict.

sub comes_to {
    my ($name, $r, $status, $lists, $verdict) = @_;

    is($r && $r->status, $status, "$name: $status");
    push @logged, [$name, $verdict];

    # what is behind it in the same journal has come when this has

    for my $list (qw/ list other /) {
        http_get('/' . ($list eq 'list' ? 'plain' : 'other') . '?end=1');
        push @logged, ['end', 'accepted'];

        $t->wait_for(sub {
            return ($t->redis->cmd('LINDEX', $list, -1) // '') =~ /"end"/;
        }, 10);

        my @raw = @{ $t->redis->cmd('LRANGE', $list, 0, -2) };
        my @want = @{ $lists->{$list} // [] };

        is(@raw, @want, "$name: " . @want . " on $list");
        is_event($raw[$_], 'any', $want[$_], "$name: the element")
            for 0 .. $#want;
        $t->redis->cmd('DEL', $list);
    }

    return $r;
}


sub get { return comes_to($_[0], http_get($_[0]), @_[1 .. 3]) }

sub post { return comes_to($_[0], http_post($_[0], $_[1]), @_[2 .. 4]) }


my $one = { list => ['{"a":"1"}'] };
my $other = { other => ['{"a":"1"}'] };
my $r;


get('/plain?a=1', 200, $one, 'accepted');

# if

get('/if?key=right&a=1', 200, $one, 'accepted');
get('/if?key=right&b=1', 200, { list => ['{"b":"1"}'] }, 'accepted');
get('/if?a=1', 403, {}, 'forbidden');
post('/if?a=1', 'key=right', 200, $one, 'accepted');
get('/ifif?a=1&b=2', 200, { list => ['{"a":"1","b":"2"}'] }, 'accepted');
get('/ifown?a=1', 200, $one, 'accepted');
get('/ifown?b=1', 200, { other => ['{"b":"1"}'] }, 'accepted');
get('/ifproxy?a=1', 200, $one, 'accepted');
is(get('/ifproxy?a=2', 200, {}, '-')->body, 'backend a=2', 'the other one');
get('/ifreturn?a=1', 200, $one, 'accepted');
get('/ifreturn?a=2', 402, {}, '-');

# limit_except

get('/limit?key=right&a=1', 200, $one, 'accepted');
post('/limit?a=1', 'key=right', 200, $one, 'accepted');
post('/limit?a=1', '', 403, {}, 'forbidden');
get('/limitdeny?a=1', 200, $one, 'accepted');
post('/limitdeny?a=1', '', 403, {}, '-');
get('/limitown?a=1', 200, $one, 'accepted');
post('/limitown', 'a=1', 200, $other, 'accepted');
get('/limitproxy?a=1', 200, $one, 'accepted');
is(post('/limitproxy', 'a=1', 200, {}, '-')->body, 'proxied', 'the other');
get('/limitif?a=1', 200, $one, 'accepted');
post('/limitif?a=1', '', 200, $one, 'accepted');
post('/limitif', 'a=1', 200, $one, 'accepted');

# redirects

for my $uri (qw{ /rewrite /rewritetwice /try /trynamed /error /errornamed }) {
    get("$uri?a=1", 200, $one, 'accepted');
}

post($_, 'a=1', 200, $one, 'accepted') for qw{ /rewrite /trynamed };
get('/refused?a=1', 200, $one, 'accepted');
is(join('|', http_get('/refused?a=1')->headers('Cache-Control')), 'no-store',
   'no-store, once');
push @logged, ['', 'accepted'];
$t->wait_queue('list', 1);
$t->redis->cmd('DEL', 'list');

$r = comes_to('PUT /refused', http_request('PUT', '/refused?a=1'), 405, {},
              'refused');
is(join('|', $r->headers('Allow')), 'GET, HEAD, POST', 'Allow, once');
comes_to('/unsupported', http_post('/unsupported', '{}', 'Content-Type: a/b'),
         415, {}, 'rejected');
is(@{ $t->wait_queue('list:rejected', 1) }, 1, 'rejected once');

get('/accel?a=1', 200, $one, 'accepted');
get('/index/?a=1', 200, $one, 'accepted');

# mirror

is(get('/mirror?a=1', 200, $one, 'accepted')->body, 'backend a=1', 'mirror');
post('/mirror', 'a=1', 200, $one, 'accepted');
get('/mirrortwo?a=1', 200, $one, 'accepted');
post('/mirrortwo', 'a=1', 200, $one, 'accepted');
get('/mirrorother?a=1', 200, $one, 'accepted');
post('/mirrorother', 'a=1', 200, $one, 'accepted');
post('/mirrorsmall', 'a=1', 200, $one, 'accepted');
post('/mirrorsmall', 'a=' . 'v' x 100, 200,
     { list => ['{"a":"' . 'v' x 100 . '"}'] }, 'accepted');

# a mirror that goes out and comes in again is another request

get('/mirrorout?a=1', 200, $one, 'accepted');
is(@{ $t->wait_queue('outside', 1) }, 1, 'two requests, two events');
post('/mirrorout', 'a=1', 200, $one, 'accepted');
is(@{ $t->wait_queue('outside', 2) }, 2, 'the same with a form');

# auth_request

is(get('/auth?a=1', 200, $one, 'accepted')->body, 'backend a=1',
   'auth_request');
get('/authed?a=1', 200, $one, 'accepted');
post('/authed', 'a=1', 200, $one, 'accepted');
get('/authdenied?a=1', 403, {}, '-');
get('/authtwo?a=1', 200, $other, 'accepted');

# SSI

is(get('/ssi/one.html', 200, $one, 'accepted')->body, '.', 'an include');
is(get('/ssi/two.html', 200, $one, 'accepted')->body, '.', 'and two');
get('/ssi/bad.html', 200, {}, 'rejected');

# nested locations

get('/outer?a=1', 200, $one, 'accepted');
get('/outer/x?a=1', 200, $one, 'accepted');
get('/outer/inner?a=1', 404, {}, '-');
get('/outer/own?a=1', 200, $other, 'accepted');
get('/outer/x.php?a=1', 404, {}, '-');

# the next request of a connection begins anew

my $next = join '', map { "GET $_ HTTP/1.1\r\nHost: a\r\n\r\n" }
           '/plain?a=1', '/if?a=1', '/plain?a=2', '/back', '/plain?a=3';
my @r = http_many($next, 5);

is(join(' ', map { $_->status } @r), '200 403 200 200 200', 'one connection');
is(join(' ', map { $_->{data}{a} } @{ $t->wait_queue('list', 3) }), '1 2 3',
   'three events');

# the log has one line a request, with the verdict of all of it

my @lines = grep { !m{^/(?:back|accelback|outside) } }
            split /\n/, $t->read_file('access.log');

for my $i (0 .. $#logged) {
    my ($name, $verdict) = @{ $logged[$i] };

    next if $name eq 'end';
    is($lines[$i] =~ s/.* //r, $verdict, "logged: $name");
}

$t->done;
