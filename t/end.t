#!/usr/bin/perl

# The end of a journal whose owner is gone: when Redis forgets its fence there
# is nothing left on the disk that could be sent again, also if the worker
# dies before it is told so.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Segment;

use Time::HiRes qw/ sleep /;

my $t = AntWebhook->new(limit => 120);
my $redis = $t->redis;
my $proxy = $t->proxy(6380 => 6379);

configure($t, redis => '127.0.0.1:%%PORT_6380%% timeout=500ms',
          journal => 'size=64m retain=1s');
$t->run;

my $answers = send_events('a', 1 .. 20);

arrived($t, $answers, 'before');

my ($dir) = $t->journal_dirs;
my ($id) = $dir =~ m{([^/]+)$};

is($redis->cmd('HGET', 'ant:sms:fence', $id), 21, 'it has a fence');
ok(contains($t, 'a-20'), 'and its events');

# Redis gets the command that removes the fence, its answer is lost, and so is
# every other one from there on

$proxy->drop_reply(match => 'HDEL', then => 'mute', count => 20);
$t->kill_worker($_) for $t->workers;

ok($t->wait_for(sub { !$redis->cmd('HEXISTS', 'ant:sms:fence', $id) }, 20),
   'the fence is removed');
is_deeply([contains($t, 'smsId')], [], 'no event is on the disk any more');
is_deeply([map { -s } glob "$dir/*"], [1024], 'but a header');

$t->kill_worker($_) for $t->workers;
$proxy->pass;

$answers = answers($answers, send_events('b', 1 .. 20));
arrived($t, $answers, 'once more without its owner');
ok($t->wait_for(sub { !-e $dir }, 20), 'then it is gone');
settled($t, 1, 'at the end');
is($redis->cmd('HEXISTS', 'ant:sms:fence', "$id:day"), 0,
   'nothing of it is left in the hash');

# a fence above the end, as after a power cut: told once, and forgotten, also
# by the one who finds only the header

$t->kill_all;
($id) = keys %{ fences($redis, 'ant:sms:fence') };
$dir = (grep { m{/$id$} } $t->journal_dirs)[0];
$redis->cmd('HINCRBY', 'ant:sms:fence', $id, 10);
$t->run;

ok($t->wait_for_log(qr/journal $id has lost a tail/), 'a fence above the end');
ok($t->wait_for(sub { (join ' ', map { floor($_) } glob "$dir/*") eq '31' },
                20), 'only a header is left, which has the end');
$t->kill_worker($_) for $t->workers;
ok($t->wait_for(sub { !-e $dir }, 20), 'then nothing');
is($redis->cmd('HEXISTS', 'ant:sms:fence', $id), 0, 'nor of its fence');
is(() = $t->log_lines(qr/has lost a tail/), 1, 'and it was told once');

# nothing but a header, all of whose events were lost, and who cuts the file
# has no Redis: the next one has, and the fence goes with the journal

$answers = answers($answers, send_events('c', 1 .. 20));
arrived($t, $answers, 'once more');
$t->kill_all;

for my $file (map { glob "$_/*" } $t->journal_dirs) {
    open my $f, '+<:raw', $file or die;
    overwrite($f, 1024, "\0" x ((-s $file) - 1024));
}

$proxy->refuse;
$t->run;
ok($t->wait_for(sub {
    !grep { -s $_ > 2048 } map { glob "$_/*" } $t->journal_dirs;
}, 20), 'files without an event are cut');
$t->kill_all;
$proxy->accept;
$t->run;
ok($t->wait_for(sub { !(() = $t->journal_dirs) }, 20), 'and removed');
is_deeply(fences($redis, 'ant:sms:fence'), {}, 'with their fences');

# a header that is found where nothing has been asked of Redis for longer than
# retain: that was before it came

arrived($t, answers($answers, send_events('d', 1 .. 5)), 'and again');
($dir) = $t->journal_dirs;
($id) = $dir =~ m{([^/]+)$};
$proxy->drop_reply(match => 'HDEL', then => 'mute', count => 20);
$t->kill_worker($_) for $t->workers;
ok($t->wait_for(sub { !$redis->cmd('HEXISTS', 'ant:sms:fence', $id) }, 20),
   'only a header is left again');
$t->kill_all;
$proxy->pass;
rename $dir, $t->testdir . "/$id" or die;
$redis->cmd('HSET', 'ant:sms:fence', $id, 6);
configure($t, redis => '127.0.0.1:%%PORT_6380%% timeout=500ms',
          journal => 'size=64m retain=5s');
$t->run;
sleep 7;
rename $t->testdir . "/$id", $dir or die;
my $adopted = () = $t->log_lines(qr/without an owner adopted/);
ok($t->wait_for(sub {
    $adopted < (() = $t->log_lines(qr/without an owner adopted/));
}, 20), 'it is adopted');
sleep 1.5;
is($redis->cmd('HGET', 'ant:sms:fence', $id), 6, 'its fence stays for retain');
ok($t->wait_for(sub { !-e $dir }, 20), 'then it goes');
is($redis->cmd('HEXISTS', 'ant:sms:fence', $id), 0, 'and the fence');

$t->done;


# that of a file that is a header only

sub floor {
    my ($file) = @_;

    open my $f, '<:raw', $file or return 'none';
    return 'records' if -s $f != 1024;

    seek $f, 1008, 0;
    read $f, my $word, 8;
    return unpack('Q<', $word) & (1 << 48) - 1;
}
