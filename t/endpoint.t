#!/usr/bin/perl

# ant_webhook_redis: the ways to say where a Redis is and who we are, and that
# one that cannot be reached holds up no other.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Sample;

my $t = AntWebhook->new(limit => 60);
my $dir = $t->testdir;

$t->write_file('password', "geheim\n");
$t->write_file('ant-password', "ant's own %20\n");

# a bare system has no /etc/hosts

my $name = gethostbyname('localhost') ? 'localhost' : '127.0.0.1';

$t->write_file_expand('nginx.conf', <<'EOF' =~ s/localhost:/$name:/r);
%%TEST_GLOBALS%%
worker_processes 1;
events { }
http {
    %%TEST_GLOBALS_HTTP%%
    ant_webhook_journal  %%TESTDIR%%/journal size=64m;
    ant_webhook_redis    127.0.0.1:%%PORT_6379%% password=geheim;

    server {
        listen 127.0.0.1:%%PORT_8080%%;

        location = /password { ant_webhook any password; }

        location = /file {
            ant_webhook any file;
            ant_webhook_redis 127.0.0.1:%%PORT_6379%% name=file
                              password_file=password db=3;
        }

        location = /user {
            ant_webhook any user fence=user:f;
            ant_webhook_redis 127.0.0.1:%%PORT_6379%% name=user user=ant
                              password_file=ant-password;
        }

        location = /unix {
            ant_webhook any unix;
            ant_webhook_redis unix:%%TESTDIR%%/redis.sock name=unix
                              password=geheim;
        }

        location = /v6 {
            ant_webhook any v6;
            ant_webhook_redis [::1]:%%PORT_6379%% name=v6 password=geheim;
        }

        location = /host {
            ant_webhook any host;
            ant_webhook_redis localhost:%%PORT_6379%% name=host
                              password=geheim;
        }

        location = /second {
            ant_webhook any second;
            ant_webhook_redis 127.0.0.1:%%PORT_6380%%
                              127.0.0.1:%%PORT_6379%%
                              name=second password=geheim;
        }

        location = /batch {
            ant_webhook any batch;
            ant_webhook_redis 127.0.0.1:%%PORT_6379%% name=batch batch=1
                              password=geheim;
        }

        location = /full {
            ant_webhook any full;
            ant_webhook_redis 127.0.0.1:%%PORT_6379%% name=full max_length=2
                              password=geheim batch=1;
        }

        location = /wrong {
            ant_webhook any wrong;
            ant_webhook_redis 127.0.0.1:%%PORT_6379%% name=wrong
                              password=falsch timeout=1s;
        }

        location = /nobody {
            ant_webhook any nobody;
            ant_webhook_redis 127.0.0.1:%%PORT_6381%% name=nobody timeout=1s;
        }
    }
}
EOF

my $redis = $t->redis(
    auth => ['default', 'geheim'],
    args => ['--requirepass', 'geheim', '--bind', '127.0.0.1', '::1',
             '--unixsocket', "$dir/redis.sock", '--unixsocketperm', '777'],
);

$redis->cmd('ACL', 'SETUSER', 'ant', 'on', ">ant's own %20", 'resetkeys',
            '~user', '~user:*', '-@all', '+ping', '+eval', '+llen', '+hget',
            '+hset', '+rpush', '+ltrim', '+hdel', '+info', '+role');

my $logged = @{ $redis->cmd('ACL', 'LOG') };

$t->run;


# The first event of each place arrives, whatever the others do.

for my $place (qw/ wrong nobody password user unix v6 host second /) {
    is(http_get("/$place?a=$place")->status, 200, "$place: 200");
}

for my $place (qw/ password user unix v6 host second /) {
    my @raw = raw_queue($t, $place, 1);

    is(@raw, 1, "$place: one element");
    is_event($raw[0], 'any', "{\"a\":\"$place\"}", "$place: it");
}

ok($redis->cmd('EXISTS', 'user:f'), 'the fence that was said');
ok(!$redis->cmd('EXISTS', 'user:fence'), 'and no other');

# db=

is(http_get('/file?a=file')->status, 200, 'db=3: 200');
$t->wait_for(sub { $redis->info('keyspace', 'db3') }, 10);
ok(!$redis->cmd('EXISTS', 'file'), 'not in the first one');
$redis->cmd('SELECT', 3);
is_event((raw_queue($t, 'file', 1))[0], 'any', '{"a":"file"}', 'in this one');
ok($redis->cmd('EXISTS', 'file:fence'), 'with its fence');
$redis->cmd('SELECT', 0);

# batch=1

$redis->cmd('CONFIG', 'RESETSTAT');
http_get("/batch?a=$_") for 1 .. 20;
is(join(' ', map { $_->{data}{a} } @{ $t->wait_queue('batch', 20) }),
   join(' ', 1 .. 20), 'batch=1: all, in order');

my ($evals) = $redis->cmd('INFO', 'commandstats')
              =~ /^cmdstat_eval:calls=(\d+)/m;

ok($evals >= 20, "each by itself ($evals)");

# max_length=2: at most one batch above it, and it goes on

http_get("/full?a=$_") for 1 .. 8;
$t->wait_for_log(qr/ "full" refuses list "full" /, 10);
is(join(' ', map { $_->{data}{a} } @{ $t->queue('full') }), '1 2 3',
   'max_length=2 holds the rest');

my @popped;

ok($t->wait_for(sub {
    push @popped, $redis->cmd('LPOP', 'full') // ();
    return @popped == 8;
}, 20), 'popping goes on');
is(join(' ', map { /"a":"(\d)"/ } @popped), join(' ', 1 .. 8), 'in order');

# those that cannot: each says so, once, with no secret in it

ok($t->wait_for_log(qr/\[error\].*redis "wrong" .* refused "user=" or /, 5),
   'a wrong password is told');
ok($t->wait_for_log(qr/\[error\].*redis "nobody" at 127.0.0.1:\d+ is down/, 5),
   'and nobody there');
is((() = $t->log_lines(qr/\[error\].*"$_"/)), 1, "$_: one line")
    for 'wrong', 'nobody';
is(http_get("/$_?a=2")->status, 200, "$_: 200") for 'wrong', 'nobody';

# mended, their events arrive

$redis->cmd('ACL', 'SETUSER', 'default', '>falsch');
ok($t->wait_for(sub { $redis->cmd('LLEN', 'wrong') == 2 }, 15),
   'the password is right now');

my $other = $t->redis(port => 6381);

is(join(' ', map { $_->{data}{a} }
             @{ $t->wait_queue('nobody', 2, 15, $other) }), 'nobody 2',
   'somebody is there');
ok($t->wait_for_log(qr/\[notice\].*redis "$_" at \S+ is up/, 5), "$_ is up")
    for 'wrong', 'nobody';

$t->stop;

unlike($t->read_file('error.log'), qr/geheim|falsch|ant's own/,
       'no password in the log');
is((grep { "@$_" !~ /falsch|default/ } @{ $redis->cmd('ACL', 'LOG') }),
   $logged, 'the user was refused nothing');

$t->done;
