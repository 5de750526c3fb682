#!/usr/bin/perl

# A Redis that says no, in all of its ways: nothing is half-applied, other
# lists go on, one line tells it, and all arrives when it is mended.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Process qw/ spawn end_process /;

use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new(limit => 180);
my $redis = $t->redis(aof => 1);

configure($t, locations => <<'EOF');
location = /ant-sms-deliver { ant_webhook sms ant:sms; }
location = /other           { ant_webhook sms ant:other; }
location = /few {
    ant_webhook_redis 127.0.0.1:%%PORT_6379%% name=few timeout=1s batch=20
                      max_length=50;
    ant_webhook sms ant:few;
}
EOF
$t->run;

my ($worker) = $t->workers;
my ($all, $other) = ({}, {});
my $n = 0;


# Something is set, events come, nothing arrives; it is mended, all do.

sub refused {
    my ($name, $code, $break, $mend, %o) = @_;
    my $said = () = $t->log_lines(qr/refuses list "ant:sms" \($code\)/);

    $n++;
    $all = answers($all, send_events("a$n", 0));
    $t->wait_for(sub { eval { $redis->cmd('LLEN', 'ant:sms') } == keys %$all });
    $break->();

    my $length = $redis->try_cmd('LLEN', 'ant:sms');
    my $fence = $redis->try_cmd('HGETALL', 'ant:sms:fence');
    my $load = $t->load(seconds => 0.6, rate => 500, prefix => "b$n")->run;

    $all = answers($all, $load);

    if (!$o{silent}) {
        ok($t->wait_for(sub {
            return $said < (() = $t->log_lines(
                                     qr/refuses list "ant:sms" \($code\)/));
        }), "$name: told as $code");
        sleep 0.3;
        is(() = $t->log_lines(qr/refuses list "ant:sms" \($code\)/),
           $said + 1, "$name: once");
        is_deeply([$redis->try_cmd('LLEN', 'ant:sms'),
                   $redis->try_cmd('HGETALL', 'ant:sms:fence')],
                  [$length, $fence], "$name: nothing is half-applied");
    }

    $mend->();
    arrived($t, $all, $name);
}


sub set { $redis->cmd('CONFIG', 'SET', @_) }


refused('full memory', 'OOM', sub { set('maxmemory', 1) },
        sub { set('maxmemory', 0) });
refused('too few replicas', 'NOREPLICAS',
        sub { set('min-replicas-to-write', 1) },
        sub { set('min-replicas-to-write', 0) });

# a snapshot that fails: its name is that of a directory

my $rdb = $t->testdir . '/redis-6379/dump.rdb';

refused('failing snapshots', 'MISCONF', sub {
    mkdir $rdb;
    mkdir "$rdb/full";
    set('save', '1 1');
    $t->wait_for(sub {
        $redis->try_cmd('BGSAVE');
        return $redis->info('persistence', 'rdb_last_bgsave_status')
               eq 'err';
    });
}, sub {
    set('save', '');
    rmdir "$rdb/full";
    rmdir $rdb;
});

# a script of somebody else's that does not end

my $pid;

refused('a long script', 'BUSY', sub {
    set('lua-time-limit', 50);
    $pid = spawn(['redis-cli', '-p', $redis->port, 'EVAL',
                  'while true do end', 0], out => '/dev/null');
    $t->wait_for(sub {
        my $pong = $redis->try_cmd('PING');
        return ref $pong && $pong->{error} =~ /^BUSY/;
    });
}, sub {
    $redis->cmd('SCRIPT', 'KILL');
    end_process($pid, 'TERM', 5);
});

# a replica

my $down = () = $t->log_lines(qr/is down: it is not the master/);

refused('a replica', 'READONLY', sub {
    $redis->cmd('REPLICAOF', '127.0.0.1', port(6399));
}, sub {
    $redis->cmd('REPLICAOF', 'NO', 'ONE');
}, silent => 1);

cmp_ok((() = $t->log_lines(qr/is down: it is not the master/)), '<=',
       $down + 2, 'a replica: told, and not all the time');

refused('a replica without its master', 'MASTERDOWN', sub {
    set('replica-serve-stale-data', 'no');
    $redis->cmd('REPLICAOF', '127.0.0.1', port(6399));
}, sub {
    $redis->cmd('REPLICAOF', 'NO', 'ONE');
    set('replica-serve-stale-data', 'yes');
}, silent => 1);

# no more clients

my $full = qr/\[error\].* is down: it has no place for another client \(maxc/;

refused('no place for another client', '', sub {
    set('maxclients', 1);
    $redis->cmd('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    ok($t->wait_for_log($full), 'no place for another client: told');
}, sub {
    set('maxclients', 100);
}, silent => 1);

# connections killed, clients paused for longer than the time-out

my $load = $t->load(seconds => 4, rate => 1000, prefix => 'k')->start;

for (1 .. 10) {
    sleep 0.15;
    $redis->cmd('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
}

$redis->cmd('CLIENT', 'PAUSE', 1300, 'WRITE');
$all = answers($all, $load->finish);
arrived($t, $all, 'CLIENT KILL and CLIENT PAUSE');

# LOADING, for a while

$redis->cmd('SET', "pad-$_", 'x' x 3000) for 1 .. 200;
$redis->cmd('SAVE');
$redis->stop;
rename "$t->{dir}/redis-6379/appendonlydir", "$t->{dir}/away" or die;
push @{ $redis->{args} }, qw/ --key-load-delay 10000
                              --loading-process-events-interval-bytes 1024 /;
$redis->{aof} = 0;
$redis->start(wait => 0);

my $pong = $t->wait_for(sub {
    my $pong = eval { $redis->try_cmd('PING') };
    return ref $pong && $pong->{error};
});

like($pong, qr/^LOADING/, 'Redis is loading');
$all = answers($all, send_events('l', 1 .. 100));
$t->wait_for(sub { eval { $redis->cmd('PING') } }, 10);
arrived($t, $all, 'LOADING');

# one list of a wrong type, and another that flows

for my $key ('ant:sms', 'ant:sms:fence') {
    my $said = () = $t->log_lines(qr/refuses list "ant:sms" \(WRONGTYPE\)/);

    $n++;
    $redis->cmd('RENAME', $key, 'saved');
    $redis->cmd('SET', $key, 'a string');

    $load = $t->load(count => 300, rate => 300, prefix => "w$n",
                     uri => '/other')->start;
    $all = answers($all, send_events("v$n", 1 .. 50));
    $other = answers($other, $load->finish);
    arrived($t, $other, "$key of a wrong type: the other list",
            list => 'ant:other', within => 3);
    is(() = $t->log_lines(qr/refuses list "ant:sms" \(WRONGTYPE\)/),
       $said + 1, 'one line tells it');

    $redis->cmd('DEL', $key);
    $redis->cmd('RENAME', 'saved', $key);
    arrived($t, $all, "$key of a wrong type, mended");
}

# longer than max_length

my $few = $t->load(count => 400, rate => 2000, prefix => 'm',
                   connections => 1, uri => '/few')->run;

ok($t->wait_for_log(qr/refuses list "ant:few" \(longer than max_length\); /),
   'which is told');
is(() = $t->log_lines(qr/ANTFULL/), 0, 'in words');

my $length = $redis->cmd('LLEN', 'ant:few');

cmp_ok($length, '>', 50, 'max_length is reached');
cmp_ok($length, '<=', 70, 'and passed by one batch at most');

my @taken;

$t->wait_for(sub {
    push @taken, map { /"smsId":"([^"]+)"/ }
                 @{ $redis->cmd('LPOP', 'ant:few', 10) // [] };
    return @taken >= 400;
}, 30);

is_deeply(\@taken, [grep { $few->{$_} == 200 } map { "m-$_" } 0 .. 399],
          'as a consumer makes room, all come, in order');
is_deeply([$t->workers], [$worker], 'one worker, from the first to the last');

# many journals of one list: a worker tells it once

$redis->cmd('RENAME', 'ant:sms', 'saved');
$redis->cmd('SET', 'ant:sms', 'a string');

for my $n (1 .. 6) {
    $all = answers($all, send_events("j$n", 1 .. 5));
    $t->kill_worker($_) for $t->workers;
    $t->wait_for(sub { $t->workers });
}

$t->wait_for(sub { 6 <= (() = $t->journal_dirs) }, 5);
sleep 3;

my %told;

$told{$_}++ for map { /(\d+)#/ }
                $t->log_lines(qr/refuses list "ant:sms" \(WRONGTYPE\)/);
delete $told{$worker};

is((sort { $b <=> $a } values %told)[0], 1, 'six journals: one line a worker');
$redis->cmd('DEL', 'ant:sms');
$redis->cmd('RENAME', 'saved', 'ant:sms');
arrived($t, $all, 'six journals');

$t->done;
