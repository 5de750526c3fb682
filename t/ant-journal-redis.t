#!/usr/bin/perl

# ant-journal replay and fences: what goes to Redis again, what is left to
# nginx, and which fields of a fence may go.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Tool;

my $t = AntWebhook->new;
my $tool = AntWebhook::Tool->new(dir => $t->testdir);
my $root = $t->journal;
my $redis = AntWebhook::Redis->new(dir => $t->testdir . '/redis-6379',
                                   port => port(6379), aof => 1);
my @redis = ('--redis=127.0.0.1:' . port(6379));
my @yes = ('-d', $root, @redis, '--yes');

$t->{redis}{6379} = $redis;
$redis->start;
configure($t, journal => 'size=64m retain=60s', http => <<'EOF_CONF');
    ant_webhook_rejected  ant:sms:rejected;
EOF_CONF
$t->run;

my $answers = send_events('r', 1 .. 40);

arrived($t, $answers, 'pushed by nginx');

my @before = @{ $redis->cmd('LRANGE', 'ant:sms', 0, -1) };
my ($id) = $before[0] =~ /"id":"([0-9a-f]{24})-/;

usage();
sent();
of_file();
unsent();
of_fence();

$t->done;


sub lines { return @{ $redis->cmd('LRANGE', $_[0], 0, -1) } }


sub usage {
    my @cases = (
        [['replay', '--all'], qr/--redis=HOST:PORT says which Redis/, 2],
        [['replay', @redis], qr/which events\? Journals, ids, --since/, 2],
        [['replay', @redis, '--all', '--to=b'], qr/--list=LIST says/, 2],
        [['replay', @redis, '--which=all'], qr/it is sent or unsent/, 2],
        [['replay', @redis, '--which=unsent', '--since=1h'],
         qr/in order, to the end/, 2],
        [['replay', '--redis=a:b', '--all'], qr/it is HOST:PORT, \[V6\]/, 2],
        [['replay', '--redis=127.0.0.1:' . port(6399), '--all'],
         qr/redis 127.*refused/, 3],
        [['replay', @redis, '-d', $root, '--all'],
         qr/nothing was done: add --yes where nobody can be asked/, 2],
        [['replay', @redis, '--file=/nonexistent', '--to=a'],
         qr/No such file/, 3],
        [['replay', @redis, '--file=t/ant-journal-redis.t', '--to=a'],
         qr/line 1 is none of "ant-journal export"/, 3],
        [['fences', @redis], qr/of which list\? --list=LIST/, 2],
        [['fences', @redis, '--list=a', '--older=30'],
         qr/without --prune nothing is removed/, 2],
        [['fences', @redis, '--list=a', '--prune', '--older=30'],
         qr/has to know all journals.*--known=FILE/, 2],
        [['fences', @redis, '--list=a', '--prune', '-d', $root],
         qr/that are named, or .* --older=DAYS/, 2],
        [['fences', @redis, '--list=a', '--prune', '-d', $root, '--older=3'],
         qr/less than 7 days; name the journals/, 2],
        [['fences', @redis, '--list=a', '--prune', '-d', $t->testdir . '/asan',
          '--older=30'], qr/no worker has ever been here.*is it mounted\?/, 3],
        [['fences', @redis, '--list=a', '--prune', '--known=Makefile',
          '--older=30'], qr/not what "ant-journal list" prints/, 3],
    );

    for my $case (@cases) {
        my ($args, $says, $rc) = @$case;
        my $r = $tool->run(@$args);

        like($r->{err}, $says, "ant-journal @$args");
        is($r->{rc}, $rc, 'exit code');
    }

    is_deeply([lines('ant:sms')], \@before, 'nothing was done');
}


# what Redis had, beside the nginx that pushed it

sub sent {
    my $r = $tool->run('replay', @yes, "$id-5..9");

    is($r->{rc}, 0, 'replay by id') or diag($r->{err});
    like($r->{out}, qr/^5 events pushed$/m, 'says how many');
    like($r->{err}, qr/the oldest event that is kept is of 20\d\d-.*Z; what /,
         'says how far back it reaches');
    is_deeply([lines('ant:sms')], [@before, @before[4 .. 8]],
              'the same elements, ids kept');

    $r = $tool->run('replay', @yes, '--since=1h', '--list=ant:sms',
                    '--to=ant:again');
    is($r->{rc}, 0, 'replay by time, to another list');
    like($r->{err}, qr/so this does not reach back to --since=20/,
         'says that it does not reach as far');
    is_deeply([lines('ant:again')], \@before, 'all of them');

    $r = $tool->run('replay', @yes, "$id-41");
    is($r->{rc}, 1, 'an event that is not there');
    is($redis->cmd('LLEN', 'ant:sms'), 45, 'nothing is pushed');

    # a person is asked

    my $ask = "$tool->{binary} replay -d $root @redis $id-2";

    is(type('no', $ask), 2, 'who says no');
    is($redis->cmd('LLEN', 'ant:sms'), 45, 'nothing is pushed');
    is(type('yes', $ask), 0, 'who says yes');
    is($redis->cmd('RPOP', 'ant:sms'), $before[1], 'it is');

    # with the rights and the password of a user

    $redis->cmd(split ' ', 'ACL SETUSER tool on >secret ~* +hget +rpush');
    $t->write_file('secret', "secret\n");
    $r = $tool->run('replay', @yes, '--user=tool', "$id-1",
                    '--password-file=' . $t->testdir . '/secret');
    is($r->{rc}, 0, 'as a user of Redis') or diag($r->{err});
    $t->write_file('secret', "other\n");
    $r = $tool->run('replay', @yes, '--user=tool', "$id-1",
                    '--password-file=' . $t->testdir . '/secret');
    like("$r->{rc} $r->{err}",
         qr/^3 .*the password in --password-file is wrong/s,
         'with a wrong password');
    $t->write_file('secret', 'x' x 4097);
    $r = $tool->run('replay', @yes, '--user=tool', "$id-1",
                    '--password-file=' . $t->testdir . '/secret');
    like("$r->{rc} $r->{err}", qr/^3 .*password .* is longer than 4096 bytes/s,
         'with one that is none');

    # what is not in Redis yet is nginx's

    $redis->cmd('DEL', 'ant:again');
    $redis->cmd('CONFIG', 'SET', 'min-replicas-to-write', 1);
    send_events('later', 1 .. 7);
    kill 'STOP', $t->workers;
    $redis->cmd('CONFIG', 'SET', 'min-replicas-to-write', 0);

    $r = $tool->run('replay', @yes, '--all', '--list=ant:sms',
                    '--to=ant:again');
    is($redis->cmd('LLEN', 'ant:again'), 40, 'only what was sent');
    like($r->{err}, qr/7 more are not in Redis yet: nginx pushes them/,
         'and the rest is named');

    $r = $tool->run('replay', @yes, '--all', '--which=unsent');
    kill 'CONT', $t->workers;
    is($r->{rc}, 1, 'a journal with an owner');
    like($r->{err}, qr/is owned by a worker of nginx, which pushes/,
         'is left to it');

    ok($t->wait_for(sub { $redis->cmd('LLEN', 'ant:sms') == 53 }, 10),
       'which pushes it');

    $r = $tool->run('list', '-d', $root, @redis);
    like($r->{out}, qr/^$id  owned +1 +47 +48 /m, 'list tells the fence');
}


# The exit code, with a terminal and somebody at it.

sub type {
    my ($word, $command) = @_;

    system("echo $word | script -qec '$command' /dev/null >/dev/null");
    return $? >> 8;
}


sub of_file {
    my $file = $t->testdir . '/events.jsonl';
    my $r = $tool->run('export', '-d', $root, "--file=$file", "$id-3..4");

    is($r->{rc}, 0, 'export');
    $redis->cmd('DEL', 'ant:again');
    $r = $tool->run('replay', @redis, '--yes', "--file=$file",
                    '--to=ant:again');
    is("$r->{rc} $r->{out}", "0 2 events pushed\n", 'replay of a file');
    is_deeply([lines('ant:again')], [@before[2, 3]], 'has the same elements');

    open my $f, '>>', $file or die;
    print $f '{"journal":"half of a li';
    close $f;
    $r = $tool->run('replay', @redis, '--yes', "--file=$file",
                    '--to=ant:again');
    is($r->{rc}, 3, 'a file that is not whole');
    is($redis->cmd('LLEN', 'ant:again'), 2, 'is not begun');
}


# of a directory that no nginx serves, set aside, and then one does

sub unsent {
    my $dead = $t->testdir . '/dead';

    $redis->stop;
    my $more = send_events('u', 1 .. 30);
    $t->kill_all;
    $redis->start;
    $redis->cmd('DEL', 'ant:sms');

    rename $root, $dead or die "rename: $!\n";
    rename "$dead/$id", "$dead/$id.aside" or die "rename: $!\n";

    my @args = ('replay', '-d', $dead, @redis, '--yes', '--which=unsent',
                '--all', '--list=ant:sms');
    my $r = $tool->run(@args);

    is("$r->{rc} $r->{out}", "0 30 events pushed\n", 'what was not sent')
        or diag($r->{err});
    like($r->{err}, qr/47 more were in Redis already: --which=sent/,
         'and only that');

    $r = $tool->run(@args);
    is("$r->{rc} $r->{out}", "0 0 events pushed\n", 'once');

    # of a copy nobody knows what its original has sent, if not by the fence

    my $copy = $t->testdir . '/copy';
    my $fence = $redis->cmd('HGET', 'ant:sms:fence', $id);

    system('cp', '-a', $dead, $copy);
    $args[2] = $copy;
    $redis->cmd('HDEL', 'ant:sms:fence', $id);
    $r = $tool->run(@args);
    is("$r->{rc} $r->{out}", "1 0 events pushed\n", 'a copy without a fence');
    like($r->{err}, qr/is a copy without a fence.*: HSET ant:sms:fence $id N$/m,
         'says what to do');
    is($redis->cmd('HEXISTS', 'ant:sms:fence', $id), 0, 'and makes none');
    $redis->cmd('HSET', 'ant:sms:fence', $id, $fence - 2);
    $r = $tool->run(@args);
    is("$r->{rc} $r->{out}", "0 2 events pushed\n", 'with one, from there on');
    $redis->cmd('RPOP', 'ant:sms') for 1 .. 2;

    rename "$dead/$id.aside", "$dead/$id" or die "rename: $!\n";
    rename $dead, $root or die "rename: $!\n";
    $t->run;
    arrived($t, $more, 'an nginx that adopts it pushes nothing again');
    is($redis->cmd('HGET', 'ant:sms:fence', $id), 78, 'its fence has moved');
}


sub of_fence {
    my ($gone, $young, $away, $odd, $never)
        = map { sprintf '%024x', 0x1000 + $_ } 1 .. 5;
    my $day = int(time() / 86400);
    my @prune = ('fences', '--list=ant:sms', '--prune', @yes);
    my %fields = ($gone => 5, "$gone:day" => $day - 40,
                  $young => 6, "$young:day" => $day - 3,
                  $away => 7, "$away:day" => $day - 40,
                  $never => 9, "$never:day" => '18446744073709551615',
                  $odd => 8, 'other' => 1);

    $redis->cmd('HSET', 'ant:sms:fence', %fields);
    $redis->cmd('HSET', 'ant:sms:fence', "$id:day", $day - 40);
    $t->stop;

    my $known = $t->testdir . '/known';

    $t->write_file('known', "JOURNAL   STATE\n$away  orphan  1  5\n");

    my $r = $tool->run('fences', '--list=ant:sms', @redis, '-d', $root);

    is($r->{rc}, 0, 'fences');
    like($r->{out}, qr/^$gone +5 .* 20\d\d-\d\d-\d\d  no$/m, 'shows a field');
    like($r->{out}, qr/^$id +78 .* yes$/m, 'and if its journal exists');
    like($r->{err}, qr/1 fields of ant:sms:fence belong to no journal/,
         'and what is none');

    $r = $tool->run(grep({ $_ ne '--yes' } @prune), '--older=30',
                    "--known=$known");
    is($r->{rc}, 2, 'never without a yes');
    ok($redis->cmd('HEXISTS', 'ant:sms:fence', $gone), 'nothing is removed');

    $r = $tool->run(@prune, '--older=30', "--known=$known");
    is($r->{rc}, 0, 'with one') or diag($r->{err});
    like($r->{out}, qr/^$gone .*^1 removed$/ms, 'it says which');
    like($r->{err}, qr/is pushed a second time when it is back/,
         'and what that may mean');

    delete @fields{$gone, "$gone:day"};

    my %left = @{ $redis->cmd('HGETALL', 'ant:sms:fence') };

    is_deeply({ map { ($_ => $left{$_}) } keys %fields }, \%fields,
              'young, known and strange ones stay, and one of no day');
    ok(!exists $left{$gone} && !exists $left{"$gone:day"}, 'the old one went');
    is($left{$id}, 78, 'that of a journal which exists stays');

    $r = $tool->run(@prune, $odd, $id, $gone);
    is($r->{rc}, 1, 'by name: one of three');
    like($r->{err}, qr/$id stays: its journal exists/, 'not what exists');
    like($r->{err}, qr/$gone: ant:sms:fence has no such field/,
         'nor what is not there');
    is($redis->cmd('HEXISTS', 'ant:sms:fence', $odd), 0,
       'a field without a day');
    is($redis->cmd('HGET', 'ant:sms:fence', $id), 78, 'the rest stays');

    # an empty directory is one where a worker has been

    system('rm', '-rf', glob "$root/" . '?' x 24);
    $r = $tool->run(@prune, '--older=30', "--known=$known");
    is("$r->{rc}", 0, 'a directory whose journals have ended');
    is($redis->cmd('HEXISTS', 'ant:sms:fence', $id), 0, 'and so their fields');
}
