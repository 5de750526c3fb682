#!/usr/bin/perl

# Accounts at Redis: a password that changes under load needs no reload, also
# where its file follows late, cannot be read by the worker or has none; what a
# connection tells of the server, as far as it may ask.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;

use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new(limit => 200);
my $redis = $t->redis(aof => 1);
my $file = $t->testdir . '/password';
my $rights = '~ant:* -@all +ping +eval +llen +hget +hset +rpush +ltrim +hdel';
my $n = 0;

sub password {
    my ($text, $mode) = @_;

    $t->write_file('password', "$text\n");
    chmod $mode // 0644, $file;
}

sub account {
    my ($password) = @_;

    $redis->cmd('ACL', 'SETUSER', 'ant', 'reset', 'on', ">$password",
                split ' ', $rights);
}

sub cut { $redis->try_cmd('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes') }

account('former');
password('former');
configure($t, workers => 2, redis => '127.0.0.1:%%PORT_6379%% timeout=1s '
                                     . "user=ant password_file=$file");
$t->run;

my $all = send_events('a', 1 .. 10);

arrived($t, $all, 'the first password');
is(() = $t->log_lines(qr/\[(?:warn|error)\]/), 0,
   'what may not be asked is not warned of');

# rotations under load: the file first, Redis first, the file late

for my $case (['the file first', sub { password("p$n"); account("p$n") }],
              ['Redis first', sub { account("p$n"); password("p$n") }],
              ['the file late', sub { account("p$n"); cut(); sleep 0.7;
                                      password("p$n") }])
{
    my ($name, $rotate) = @$case;

    $n++;
    my $load = $t->load(seconds => 7, rate => 500, prefix => "r$n")->start;
    sleep 0.5;
    $rotate->();
    cut();
    my $answers = $load->finish;

    is(join(' ', keys %{ { map { $_ => 1 } values %$answers } }), '200',
       "$name: all 200");
    $all = answers($all, $answers);
    arrived($t, $all, $name);
    ok($t->wait_for_log(qr/refused the password, its file has another one/),
       "$name: which is told");
}

# a worker that starts after a rotation has the old one from its master

account('late');
password('late');
$t->kill_worker($_) for $t->workers;
$t->wait_for(sub { $t->workers == 2 });
$all = answers($all, send_events('l', 1 .. 10));
arrived($t, $all, 'new workers');

# a file that the workers cannot read

account('secret');
password('secret', 0600);
cut();
$all = answers($all, send_events('u', 1 .. 10));
ok($t->wait_for_log(qr/password in "\Q$file\E" was refused, and the worker \S+ /
                    ), 'it cannot be read again');
like(join(' ', $t->log_lines(qr/cannot read the file again/)),
     qr/let the user of the workers read it, or reload .*Permission denied/,
     'and why');
ok($t->wait_for_log(qr/is down: it refused "user=" or the password/), 'down');
chmod 0644, $file;
arrived($t, $all, 'once it can');

# a file that became something else

password('x' x 4097);
account('proper');
cut();
$all = answers($all, send_events('x', 1 .. 10));
ok($t->wait_for_log(qr/\Q$file\E" was refused, and the first line of the /),
   'a line that is no password is told');
password('proper');
arrived($t, $all, 'once it is one');

# one that is away, one that is empty, and lines that end as elsewhere

for my $case (['away', sub { unlink $file }],
              ['empty', sub { $t->write_file('password', '') }])
{
    my ($name, $spoil) = @$case;
    my $down = () = $t->log_lines(qr/is down: it refused "user=" or the/);

    $n++;
    $spoil->();
    account("p$n");
    cut();
    $all = answers($all, send_events("$name", 1 .. 10));
    ok($t->wait_for(sub {
        return $down < (() = $t->log_lines(
                             qr/is down: it refused "user=" or the password/));
    }, 10), "$name: told");
    password("p$n\r");
    arrived($t, $all, "$name: once it is there");
}

is(() = $t->log_lines(qr/\b(?:former|late|secret|proper|x{9,}|p\d)\b/), 0,
   'no password in the log');

# warnings, where they may be asked for

$t->stop;
$rights .= ' +info +role';
account('warned');
password('warned');
$redis->cmd('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
$redis->cmd('CONFIG', 'SET', 'appendonly', 'no');
$t->run;
arrived($t, answers($all, send_events('w', 1 .. 10)), 'with warnings');

for my $what ('may evict the lists: its "maxmemory-policy" is allkeys-\*',
              'forgets at a restart what its last snapshot has not')
{
    ok($t->wait_for_log(qr/\[warn\].* redis "default" at \S+ $what/), $what);
    cut();
    sleep 0.5;
    is(() = $t->log_lines(qr/$what/), 1, 'once');
}

$redis->cmd('CONFIG', 'SET', 'maxmemory-policy', 'volatile-ttl');
$redis->cmd('CONFIG', 'SET', 'appendonly', 'yes');
$t->reload(wait_old => 1);
ok($t->wait_for_log(qr/\[warn\].* evicts keys that expire/), 'volatile-*');

my $master = $t->redis(port => 6380);

$redis->cmd('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
$redis->cmd('REPLICAOF', '127.0.0.1', port(6380));
$t->wait_for(sub { $redis->cmd('ROLE')->[3] eq 'connected' });
account('warned');
$t->reload(wait_old => 1);
ok($t->wait_for_log(qr/\[warn\].* at \S+ is not a master/), 'a replica');
is(() = $t->log_lines(qr/\[warn\].* forgets at a restart/), 1,
   'no other warning');
$t->done;
