#!/usr/bin/perl

# The harness itself, on an nginx without the module and a real Redis: its
# verbs do what they say, and each of its last checks can fail.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;

use AntWebhook::Load;
use AntWebhook::Process qw/ alive wait_exit /;
use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new(module => '');

$t->write_file_expand('nginx.conf', <<'EOF');
%%TEST_GLOBALS%%
worker_processes 2;
events { }
http {
    %%TEST_GLOBALS_HTTP%%
    server {
        listen 127.0.0.1:%%PORT_8080%%;
        location / { return 200 "$request_method $args $http_x_a"; }
        location /ant-sms-deliver { return 200 ""; }
    }
}
EOF

my $redis = $t->redis(aof => 1);
$t->run;

# HTTP

my $r = http_get('/?b=c', 'X-A: d');

is($r->status, 200, 'status');
is($r->body, 'GET b=c d', 'query and header');
like("$r", qr/^HTTP\/1\.1 200 OK\r\n/, 'a response is its text');
is($r->header('content-length'), 9, 'header');

is(http_head('/')->body, '', 'HEAD');
is(http_post('/', 'x=y')->body, 'POST  ', 'POST');

my @r = http_many("GET /?1 HTTP/1.1\r\nHost: a\r\n\r\n"
                  . "GET /?2 HTTP/1.1\r\nHost: a\r\n\r\n", 2);

is(join('|', map { $_->body } @r), 'GET 1 |GET 2 ', 'two on one connection');
like(http("GET / HTTP/1.0\r\n\r\n"), qr/GET  $/, 'bytes');

# configuration

is($t->conf_error_http(''), '', 'no error');
like($t->conf_error_http('no_such_thing;', 'return 200;'),
     qr/unknown directive "no_such_thing" in \S+:\d+/, 'an error');

# Redis

is($redis->cmd('RPUSH', 'list', '{"a":1}', '{"a":"\u00e9"}'), 2, 'integer');
is_deeply($t->queue('list'), [{ a => 1 }, { a => "\x{e9}" }], 'decoded');
is($redis->cmd('GET', 'none'), undef, 'nil');
is($redis->cmd('SET', 'k', "\r\n\0"), 'OK', 'status');
is($redis->cmd('GET', 'k'), "\r\n\0", 'binary');
ok(!eval { $redis->cmd('GET', 'list'); 1 }, 'an error dies');
like($redis->try_cmd('GET', 'list')->{error}, qr/^WRONGTYPE/, 'or is told');
like($redis->version, qr/^\d+\.\d+/, 'version');

$redis->kill;
ok(!$redis->running, 'killed');
$redis->start;
is($redis->cmd('LLEN', 'list'), 2, 'an AOF keeps the list');

# the proxy

my $proxy = $t->proxy(6380 => 6379);
my $via = AntWebhook::Redis->new(dir => $t->testdir . '/via',
                                 port => $proxy->port);

sub fails { return !defined eval { $via->exchange(@_) } }

sub fresh { $via->disconnect; $proxy->pass }

is($via->cmd('PING'), 'PONG', 'passes');
is($proxy->stats->{requests}, 1, 'one request');
like($proxy->sent, qr/PING/, 'what was sent');

$proxy->drop_reply(match => 'marked');
is($via->exchange('PING'), 'PONG', 'not the one to drop');
ok(fails('RPUSH', 'p', 'marked'), 'a reply dropped');
is($redis->cmd('LLEN', 'p'), 1, 'which was applied');
is($proxy->stats->{dropped}, 1, 'counted');

fresh();
is($via->cmd('PING'), 'PONG', 'and passes again');

$proxy->replace_reply("?what\r\n");
ok(fails('PING'), 'garbage instead of a reply');
like($@, qr/not a reply/, 'seen');

fresh();
$proxy->cut_request(match => 'half', after => 9);
ok(fails('RPUSH', 'p', 'half'), 'half a request');
is($redis->cmd('LLEN', 'p'), 1, 'is not applied');

fresh();
is($via->cmd('PING'), 'PONG', 'connected');
$proxy->inject("+UNASKED\r\n");
is($via->exchange('PING'), 'UNASKED', 'a reply nobody asked for');

for my $verb (qw/ rst close_all half_close refuse /) {
    fresh();
    $via->cmd('PING');
    $proxy->$verb;
    $proxy->rst if $verb eq 'refuse';
    ok(fails('PING'), $verb);
    ok(fails('PING'), 'no new connection') if $verb eq 'refuse';
}

fresh();
$proxy->byte_by_byte;
is($via->cmd('ECHO', 'x' x 100), 'x' x 100, 'byte by byte');

fresh();

for my $verb (qw/ freeze blackhole /) {
    $via->cmd('PING');
    $proxy->$verb;
    ok(!defined eval {
        local $SIG{ALRM} = sub { die "late\n" };
        Time::HiRes::alarm(0.3);
        $via->exchange('PING');
    }, "$verb: no answer");
    is($@, "late\n", "$verb: nor an end");
    fresh();
}

alarm 120;

# processes

my @workers = sort $t->workers;

is(@workers, 2, 'two workers');
ok($t->rss_anon($workers[0]) > 0, 'memory of a worker');
$t->kill_worker($workers[0], 'KILL');
ok($t->wait_for(sub { $t->workers == 2 }, 5), 'another one comes');
ok($t->reload(wait_old => 1), 'reload');
ok(!alive($workers[1]), 'the old one is gone');

# the load

my $load = $t->load(count => 500, connections => 4)->start;
my $answers = $load->finish;

is_deeply(AntWebhook::Load::summary($answers), { 200 => 500 }, 'all 200');

my $begin = time();
$answers = $t->load(seconds => 1, rate => 100, pipeline => 4)->run;
my $n = keys %$answers;

ok($n >= 80 && $n <= 110, "a rate of 100 ($n)");
ok(time() - $begin < 3, 'in one second');

$load = $t->load(seconds => 1.5, pipeline => 8)->start;
sleep 0.4;
$t->kill_worker($_, 'KILL') for $t->workers;
$answers = $load->finish;

ok((grep { $_ == 0 } values %$answers), 'kills leave some without answer');
ok((grep { $_ == 200 } values %$answers) > 100, 'and many with one');

my $verdict = AntWebhook::Load::verdict(
    { a => 200, b => 200, c => 0, d => 503, e => 0, f => 400 },
    [map { { data => { smsId => $_ } } } qw/ b b c d /],
);

is_deeply($verdict, { lost => ['a'], dup => ['b'], extra => ['d'] },
          'the verdict');

# each of the last checks fails when it should

sub script_says {
    my ($name, $code, $pattern) = @_;
    my $file = $t->write_file('script.pl', <<'EOF' . $code);
use lib 't/lib';
use AntWebhook;
my $t = AntWebhook->new(module => '');
$t->write_file_expand('nginx.conf', <<'END');
%%TEST_GLOBALS%%
events { }
http { server { listen 127.0.0.1:%%PORT_8080%%; } }
END
$t->run;
EOF
    my $out = `$^X $file 2>&1`;
    my $rc = $?;

    ok($rc != 0, "$name: fails") or diag($out);
    like($out, $pattern, "$name: says why");
}

script_says('a killed worker',
            'kill 9, $t->workers; $t->wait_for_log(qr/signal 9/); $t->done;',
            qr/exited on signal 9/);

script_says('an alert', <<'EOF', qr/\[alert\] 1#1: bad/);
open my $f, '>>', $t->testdir . '/error.log';
print $f "2024/12/18 08:00:00 [alert] 1#1: bad\n";
close $f;
$t->done;
EOF

script_says('a sanitizer report', <<'EOF', qr/heap-buffer-overflow/);
$t->write_file('asan/report.1', "ERROR: heap-buffer-overflow\n");
$t->done;
EOF

script_says('a master that dies', <<'EOF', qr/not ok \d - and with status/);
kill 9, $t->master;
$t->wait_for(sub { !kill 0, $t->{pid} }, 5);
$t->done;
EOF

script_says('a process left', <<'EOF', qr/\d+ sleep 60/);
system('sleep 60 & :');
$t->done;
EOF

script_says('an open file', <<'EOF', qr/not ok \d - no more open files/);
$t->{fds}--;
$t->done;
EOF

script_says('no end', 'exit 0;', qr/ended before/);

# a test that is killed takes everything with it

my $file = $t->write_file('killed.pl', <<'EOF');
use lib 't/lib';
use AntWebhook;
$| = 1;
my $t = AntWebhook->new(module => '');
$t->write_file_expand('nginx.conf', <<'END');
%%TEST_GLOBALS%%
events { }
http { server { listen 127.0.0.1:%%PORT_8080%%; } }
END
$t->run;
print join(' ', $t->testdir, $t->master, $t->workers, $t->redis->pid), "\n";
sleep 60;
EOF

my $pid = open my $out, '-|', $^X, $file or die;
my ($dir, @pids) = split ' ', <$out>;

is(@pids, 3, 'master, worker and Redis');
kill 'KILL', $pid;
close $out;
ok(wait_exit($_, 5), "process $_ is gone") for @pids;
system('rm', '-rf', $dir);

$t->done;
