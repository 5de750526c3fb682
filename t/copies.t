#!/usr/bin/perl

# Journals that are copies: of a directory, with the original alive or gone,
# with a fence or without; and a worker whose memory is a copy of another's.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;

use Time::HiRes qw/ sleep /;

my $t = AntWebhook->new;
my $root = $t->journal;
my $redis = AntWebhook::Redis->new(dir => $t->testdir . '/redis-6379',
                                   port => port(6379), aof => 1);

$t->{redis}{6379} = $redis;
$redis->start;

# 24 digits, and nobody's id

sub copy_of {
    my ($dir, $n) = @_;
    my $name = sprintf '%s/%024x', $root, $n;

    system('cp', '-a', $dir, $name) == 0 or die "cp\n";
    return $name;
}

sub id {
    my ($dir) = @_;

    return (split m{/}, $dir)[-1];
}

# so many events that Redis has, and so many that it has not

sub begin {
    my ($prefix, $had, $more) = @_;
    my $answers = send_events($prefix, 1 .. $had);

    arrived($t, $answers, "$prefix: before");
    my ($dir) = $t->journal_dirs;

    $redis->stop;
    return (answers($answers, send_events($prefix, $had + 1 .. $had + $more)),
            $dir);
}

sub again {
    $t->stop;
    system('rm', '-rf', $root);
    $redis->cmd('FLUSHALL');
    $t->run;
}

configure($t);
$t->run;

# the original is gone

my ($answers, $dir) = begin('gone', 5, 10);

$t->kill_all;

my $copy = copy_of($dir, 1);

system('rm', '-rf', $dir);
$redis->start;
$t->run;

arrived($t, $answers, 'a copy whose original is gone');
ok($t->wait_for(sub { !-e $copy }, 20), 'the copy ends');
sleep 1;
is($redis->cmd('HGET', 'ant:sms:fence', id($dir)), 16, 'and leaves the fence');

# the original lives

again();
($answers, $dir) = begin('alive', 5, 10);
$copy = copy_of($dir, 2);
sleep 1.2;
$answers = answers($answers, send_events('alive', 16 .. 20));
$redis->start;

arrived($t, $answers, 'a copy beside its original');
$answers = answers($answers, send_events('alive', 21 .. 25));
arrived($t, $answers, 'the original goes on');
ok($t->wait_for(sub { !-e $copy }, 20), 'the copy ends');
sleep 1;
is($redis->cmd('HGET', 'ant:sms:fence', id($dir)), 26,
   'the fence is the original\'s');

$answers = answers($answers, send_events('alive', 26 .. 30));
arrived($t, $answers, 'and it still goes on');

# no fence: nobody knows what became of it

again();
($answers, $dir) = begin('aside', 5, 10);
$t->kill_all;
$copy = copy_of($dir, 3);
system('rm', '-rf', $dir);
$redis->start;
$redis->cmd('FLUSHALL');
$t->expect_log(qr/set aside with \d+ events .* it is a copy/);
$t->run;

ok($t->wait_for(sub { -e "$copy.aside" }), 'a copy without a fence');
is(() = $t->log_lines(qr/set aside with 1[05] events .* there is no fence/), 1,
   'is reported');
arrived($t, send_events('beside', 1 .. 5), 'others go on');
sleep 2;
is($redis->cmd('LLEN', 'ant:sms'), 5, 'nothing came of it');
is($redis->cmd('HGET', 'ant:sms:fence', id($dir)), undef,
   'it has made no fence');
ok(!-e $copy && -d "$copy.aside", 'nobody takes it up again');

# as docs/journal.md says

$redis->cmd('HSET', 'ant:sms:fence', id($dir), 6);
rename "$copy.aside", $copy or die "rename: $!\n";

arrived($t, { (map { ("aside-$_" => 200) } 6 .. 15),
              (map { ("beside-$_" => 200) } 1 .. 5) },
        'a person gives it a fence');

# one that was copied while it was written: the original may have the rest

again();
($answers, $dir) = begin('torn', 5, 10);
$copy = copy_of($dir, 4);

my ($segment) = grep { -s } glob "$copy/*.seg";

open my $f, '+<:raw', $segment or die "$segment: $!\n";
seek $f, 1024 + 240 * 9, 0;
print $f "\0" x 64;
close $f;

$redis->start;
arrived($t, $answers, 'the original of a torn copy');
$answers = answers($answers, send_events('torn', 16 .. 30));
arrived($t, $answers, 'goes on');
ok($t->wait_for(sub { !-e $copy }, 20), 'the copy ends, or is set aside');

again();
($answers, $dir) = begin('torn2', 5, 10);
$t->kill_all;
$copy = copy_of($dir, 5);
system('rm', '-rf', $dir);
($segment) = grep { -s } glob "$copy/*.seg";
open $f, '+<:raw', $segment or die "$segment: $!\n";
seek $f, 1024 + 240 * 9, 0;
print $f "\0" x 64;
close $f;
$redis->start;
$t->run;
ok($t->wait_for(sub { -e "$copy.aside" }), 'a torn copy without its original');
is(() = glob("$root/*.bad"), 0, 'is left as it is');

# a worker whose memory is a copy: somebody else moves its fence

again();
my $proxy = $t->proxy(6380 => 6379);

configure($t, redis => '127.0.0.1:%%PORT_6380%% timeout=5s',
          journal => 'size=64m retain=10s');
$t->stop;
$t->run;
$answers = send_events('clone', 1 .. 5);
arrived($t, $answers, 'before');
($dir) = $t->journal_dirs;

$proxy->freeze;
$answers = answers($answers, send_events('clone', 6 .. 300));
$redis->cmd('HSET', 'ant:sms:fence', id($dir), 100);
$t->expect_log(qr/memory of this machine is a copy/);
$proxy->thaw;

arrived($t, $answers, 'unconfirmed events of a clone');
is(() = $t->log_lines(qr/\[alert\].* go to a new journal/), 1, 'one alert');

my %ids;

$ids{ $_->{id} =~ s/-.*//r }++ for @{ $t->queue('ant:sms') };
is($ids{ id($dir) }, 5, 'they have new ids');
is(keys %ids, 2, 'of one other journal');

$answers = answers($answers, send_events('clone', 301 .. 310));
arrived($t, $answers, 'it goes on');
ok($t->wait_for(sub { !-e $dir }, 20), 'the old journal is removed');
is($redis->cmd('HGET', 'ant:sms:fence', id($dir)), 100,
   'its fence is the other one\'s');

$t->done;
