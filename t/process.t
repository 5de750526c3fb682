#!/usr/bin/perl

# nginx's processes: what the master makes and workers of another user write,
# the cache's helpers, a module that is loaded and not used, a single process.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Http qw/ connect_to read_response send_all /;
use AntWebhook::Process qw/ alive exit_status wait_exit /;
use AntWebhook::Sample;

my $t = AntWebhook->new(limit => 100);
my $redis = $t->redis(aof => 1);

my $http = <<'EOF';
http {
    %%TEST_GLOBALS_HTTP%%
    ant_webhook_redis    127.0.0.1:%%PORT_6379%%;
    ant_webhook_journal  %%TESTDIR%%/journal size=64m;
EOF

my $ant = <<'EOF';
    server {
        listen 127.0.0.1:%%PORT_8080%%;
        location / { ant_webhook any ant:any; }
        location = /late { ant_webhook any ant:late; }
    }
}
EOF

my $plain = <<'EOF';
    server {
        listen 127.0.0.1:%%PORT_8080%%;
        location / { return 204; }
    }
}
EOF


# Another nginx on another configuration, with other files.

sub begin {
    my (@lines) = @_;

    delete $t->{fds};
    $t->write_file_expand('nginx.conf', join "\n", '%%TEST_GLOBALS%%', @lines);
    $t->run;
}


sub received { return $redis->info('stats', 'total_connections_received') }

sub links {
    my ($pid) = @_;

    return grep { defined } map { readlink } glob "/proc/$pid/fd/*";
}


# loaded and not used: neither without http {}, nor without ant_webhook

my $before = received();

$t->write_file_expand('nginx.conf', "%%TEST_GLOBALS%%\nevents { }");
$t->run;
ok($t->reload(wait_old => 1), 'without http');
ok($t->stop, 'ends');

begin('worker_processes 1; events { }', $http, $plain);
is(http_get('/?a=1')->status, 204, 'without ant_webhook');
ok($t->reload(wait_old => 1), 'and again');
is(http_get('/?a=1')->status, 204, 'the same');
ok($t->stop, 'ends');
is(received(), $before, 'no connection to Redis');
is_deeply([$t->journal_dirs, $t->journal_files], [], 'no file');


# workers of another user, made ready by the master

begin('worker_processes 2; events { }', $http, $ant);

my $user = $> == 0 ? getpwnam('www-data') : $>;

for my $n (1 .. 200) {
    http_get("/?n=$n");
}

is(@{ $t->wait_queue('ant:any', 200) }, 200, '200 events');

sub owner_and_mode { return join ' ', (stat $_[0])[4],
                                      sprintf '%o', (stat _)[2] & 07777 }

is(owner_and_mode($t->journal), "$user 700", 'the root');
is(owner_and_mode($_), "$user 700", 'a journal') for $t->journal_dirs;
is(owner_and_mode($_), "$user 600", 'a file') for $t->journal_files;
ok(scalar(() = $t->journal_dirs), 'there are some');

for my $pid ($t->workers) {
    is((stat "/proc/$pid")[4], $user, "worker $pid is of that user");
    ok((grep { m{/journal/} } links($pid)) > 0, 'with a journal open');
}

is((grep { m{/journal} } links($t->master)), 0, 'the master has none');

ok($t->reload(wait_old => 1), 'reload');
http_get("/?n=$_") for 201 .. 300;

my %seen = map { $_->{data}{n} => 1 } @{ $t->wait_queue('ant:any', 300) };

is(keys %seen, 300, 'and all are there');
ok($t->stop, 'ends');

# what the master cannot make is an error at once, another owner is mended

if ($> == 0) {
    chown 0, 0, $t->journal;
    begin('worker_processes 1; events { }', $http, $ant);
    is(owner_and_mode($t->journal), "$user 700", 'the root is given back');
    is(http_get('/late?a=1')->status, 200, 'and is used');
    is(@{ $t->wait_queue('ant:late', 1) }, 1, 'rightly');
    ok($t->stop, 'ends');
    $redis->cmd('DEL', 'ant:late');
}


# the cache's helpers are no workers

begin('worker_processes 1; events { }', $http, <<'EOF', $ant);
    proxy_cache_path %%TESTDIR%%/cache keys_zone=one:1m;
EOF

ok($t->wait_for(sub { $t->helpers > 0 }, 5), 'there are helpers');
is(http_get('/late?n=1')->status, 200, 'an event');
is(@{ $t->wait_queue('ant:late', 1) }, 1, 'arrives');

# a journal for this list is open in the worker, and in no helper

my ($worker) = $t->workers;
my @helpers = $t->helpers;

ok((grep { m{/journal/} } links($worker)) > 0, 'the worker has a journal');
ok((grep { /^socket:/ } links($worker)) > (grep { /^socket:/ }
                                           links($helpers[0])),
   'and a connection more');

for my $pid (@helpers) {
    is((grep { m{/journal} } links($pid)), 0, 'a helper has none');
}

my ($manager) = grep { AntWebhook::Process::cmdline($_) =~ /manager/ }
                @helpers;

$t->kill_worker($manager);
ok($t->wait_for(sub { grep { $_ != $manager } $t->helpers }, 5),
   'another one comes');
is(http_get('/late?n=2')->status, 200, 'an event');
is(@{ $t->wait_queue('ant:late', 2) }, 2, 'arrives');
ok($t->reload(wait_old => 1), 'reload');
is(http_get('/late?n=3')->status, 200, 'an event');
is(join(' ', map { $_->{data}{n} } @{ $t->wait_queue('ant:late', 3) }),
   '1 2 3', 'all three');
ok($t->stop, 'ends');
$redis->cmd('DEL', 'ant:late');


# a single process

begin('master_process off; events { }', $http, $ant);

my $pid = $t->master;

is(http_get("/late?n=$_")->status, 200, 'a single process') for 1, 2;
is(@{ $t->wait_queue('ant:late', 2) }, 2, 'forwards');

# After a reload nginx does not begin its modules again in this mode, and
# takes no new connections; on an old one each answer is true.

my $s = connect_to(port(8080));
my $buffer = '';
my %status;


sub on_old {
    my ($n) = @_;

    send_all($s, "GET /late?n=$n HTTP/1.1\r\nHost: a\r\n\r\n");

    my $r = read_response($s, \$buffer, timeout => 5);

    $status{$n} = $r ? $r->status : 0;
    like($status{$n}, qr/^(?:200|503)$/, "$n: $status{$n}");
}


on_old(3);

for my $n (4, 5) {
    kill 'HUP', $pid;
    ok($t->wait_for(sub { $n - 3 <= $t->log_lines(qr/ reconfiguring$/) }, 5),
       'a reload');
    on_old($n);
}

ok(alive($pid), 'it lives');
close $s;

# (an nginx with a thread pool cannot be asked to leave then: it destroys the
# new one, which was never begun)

$t->kill_worker($pid);
$t->stop;

$t->run;
is(http_get('/late?n=6')->status, 200, 'started again: 200');
$status{$_} = 200 for 1, 2, 6;

my $want = join ' ', grep { $status{$_} == 200 } sort keys %status;

ok($t->wait_for(sub {
    return $want eq join ' ', sort map { $_->{data}{n} }
                              @{ $t->queue('ant:late') };
}, 10), "each 200 is there, once: $want");
$redis->cmd('DEL', 'ant:late');

# one that quits with Redis down leaves its events to the next

$redis->stop;
is(http_get("/late?n=$_")->status, 200, 'Redis is down') for 7 .. 9;
$pid = $t->master;
kill 'QUIT', $pid;
ok(wait_exit($pid, 15), 'it leaves');
is(exit_status($pid), 0, 'in order');
$t->stop;
$redis->start;
$t->run;
is(join(' ', map { $_->{data}{n} } @{ $t->wait_queue('ant:late', 3, 15) }),
   '7 8 9', 'the next one pushes them');

$t->done;
