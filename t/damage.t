#!/usr/bin/perl

# Damage is kept and told once, whoever adopts the journal after that; a
# record that kills who reads it sets its journal aside, deaths elsewhere do
# not.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Process qw/ spawn end_process /;
use AntWebhook::Segment;

use Time::HiRes qw/ sleep /;

my $t = AntWebhook->new;
my $root = $t->journal;
my $redis = AntWebhook::Redis->new(dir => $t->testdir . '/redis-6379',
                                   port => port(6379), aof => 1);

$t->{redis}{6379} = $redis;
configure($t, redis => '127.0.0.1:%%PORT_6379%% timeout=1s');
$t->run;

# two ranges in one segment

my $answers = send_events('d', 1 .. 60);

$t->kill_all;

my ($file) = grep { 60 == (() = records($_)) } $t->journal_files;
my @records = records($file);
my ($id) = $file =~ m{([0-9a-f]{24})/};
my $damaged = qr/\[crit\].* is damaged: events (\d+) to (\d+) are lost/;

open my $f, '+<:raw', $file or die "$file: $!\n";

for my $n (20, 21, 40) {
    overwrite($f, $records[$n]{offset} + 30, 'damage');
    delete $answers->{ 'd-' . ($n + 1) };
}

close $f;

$redis->start;
$t->run;
arrived($t, $answers, 'damage in two places');

my @lines = $t->log_lines($damaged);

is_deeply([map { $_ =~ $damaged } @lines], [21, 22, 41, 41],
          'each is told, with its range');
like($lines[0], qr/stood there is in $id-21\.bad$/, 'and where its bytes are');
is_deeply([map { s{.*/}{}r } glob "$root/*.bad"],
          ["$id-21.bad", "$id-41.bad"], 'they are kept');
is(-s "$root/$id-21.bad", $records[20]{size} + $records[21]{size},
   'all of them');
like(bytes("$root/$id-41.bad"), qr/^.{30}damage/s, 'as they were');

# Redis forgets it, and somebody else adopts the journal

$t->kill_worker($_) for $t->workers;
$redis->cmd('FLUSHALL');
$t->wait_for(sub { $t->workers });
arrived($t, $answers, 'pushed again by another worker');
is(() = $t->log_lines($damaged), 2, 'nothing is told again');
is(() = glob("$root/*.bad"), 2, 'nor kept again');

settled($t, 0, 'damage');
unlink glob "$root/*.bad";

# where no copy can be made, the rest is delivered all the same

$redis->stop;
$answers = send_events('e', 1 .. 30);

my ($file_e) = grep { 30 == (() = records($_)) } $t->journal_files;

$t->kill_all;
@records = records($file_e);
open $f, '+<:raw', $file_e or die "$file_e: $!\n";
overwrite($f, $records[10]{offset} + 30, 'damage');
close $f;
delete $answers->{'e-11'};

$t->run;

my $adopted = qr/without an owner adopted/;
my $before = () = $t->log_lines($adopted);

$t->wait_for(sub { $before < (() = $t->log_lines($adopted)) }, 3);
chown 0, 0, $root;
chmod 0555, $root;
$redis->start;
$redis->cmd('FLUSHALL');
arrived($t, $answers, 'no place for a copy');
is(() = $t->log_lines(qr/damaged: .* is not in .*\.bad \(13: /), 1,
   'it is told, and why');
is(() = glob("$root/*.bad"), 0, 'there is none');
chown +(getpwnam 'www-data')[2, 3], $root;
chmod 0700, $root;

# A record whose reader dies.  An adopted journal is read with pread() in the
# event loop, and with that alone.

settled($t, 0, 'before');
$redis->cmd('FLUSHALL');
$redis->stop;
$answers = send_events('f', 1 .. 30);
$t->kill_worker($_) for $t->workers;
$t->expect_log(qr/is set aside with 30 events .* died reading one event/);

for my $n (1 .. 3) {
    $t->wait_for(sub { $t->workers == 1 });
    sleep 1.5;

    my ($worker) = $t->workers;

    $t->expect_kill(1);
    $t->{killed}{$worker} = 1;

    my $strace = spawn(['strace', '-qq', '-o', '/dev/null', '-p', $worker,
                        '-e', 'trace=pread64',
                        '-e', 'inject=pread64:signal=SIGKILL'],
                       out => $t->testdir . "/strace-$n.out");

    # nobody comes in its place before Redis is away again

    $t->wait_for(sub { traced($worker) });
    kill 'STOP', $t->master;
    $redis->start;
    ok($t->wait_for(sub { dead($worker) }, 15), "death $n at the same record");
    $redis->kill;
    kill 'CONT', $t->master;
    end_process($strace, 'INT', 5);
}

ok($t->wait_for(sub { glob "$root/*.aside" }, 10), 'sets its journal aside');

my ($aside) = glob "$root/*.aside";

is(() = $t->log_lines(qr/\[alert\].* set aside/), 1, 'and says so, once');
$redis->start;
arrived($t, send_events('g', 1 .. 10), 'others go on');
sleep 1.5;
is($redis->cmd('LLEN', 'ant:sms'), 0 + keys %{ all() }, 'nothing came of it');

# a person who knows better

rename $aside, $aside =~ s/\.aside$//r or die "rename: $!\n";
arrived($t, answers($answers, all()), 'renamed by a person');
is(() = glob("$root/*.aside"), 0, 'its deaths are forgotten');

$t->done;


sub all {
    return { map { ("g-$_" => 200) } 1 .. 10 };
}


# A zombie is dead.

sub dead {
    my ($pid) = @_;

    open my $s, '<', "/proc/$pid/stat" or return 1;
    return scalar(<$s> // '') =~ /\) Z / ? 1 : 0;
}


sub traced {
    my ($pid) = @_;

    open my $s, '<', "/proc/$pid/status" or return 0;
    return grep { /^TracerPid:\s+[1-9]/ } <$s>;
}


sub bytes {
    my ($name) = @_;

    open my $in, '<:raw', $name or return '';
    local $/;
    return scalar <$in> // '';
}
