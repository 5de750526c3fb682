#!/usr/bin/perl

# Segments that cannot be removed are tried again once a second, however many
# they are, and go as soon as they can.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;

use Time::HiRes qw/ sleep /;

my $t = AntWebhook->new;
my $redis = AntWebhook::Redis->new(dir => $t->testdir . '/redis-6379',
                                   port => port(6379));

$t->{redis}{6379} = $redis;

# many segments, whose owner is gone

configure($t, journal => 'size=64m segment=64k retain=2s');
$t->run;

my ($worker) = $t->workers;
my $answers = $t->load(count => 20000, pipeline => 16,
                       when => $t->when_ready)->run;
my ($dir) = $t->journal_dirs;

is_deeply(AntWebhook::Load::summary($answers), { 200 => 20000 },
          'all are taken, as fast as segments are made');
cmp_ok((() = glob "$dir/*"), '>', 40, 'many segments');
$t->kill_worker($worker);
ok($t->wait_for_log(qr/without an owner adopted/, 10), 'adopted');
chmod 0500, $dir or die "chmod: $!\n";
$redis->start;
arrived($t, $answers, 'from a directory that cannot be written');
ok($t->wait_for_log(qr/\[crit\].*removing a segment failed/, 20),
   'its segments cannot be removed');

# ticks of a process, a hundred a second

sub cpu {
    open my $f, '<', "/proc/$_[0]/stat" or return 0;
    my @stat = split ' ', <$f> =~ s/.*\) //sr;
    return $stat[11] + $stat[12];
}

($worker) = $t->workers;

my $before = cpu($worker);

sleep 3;

my $spent = cpu($worker) - $before;

cmp_ok($spent, '<', 60, "which costs $spent of 300 ticks");
is(() = $t->log_lines(qr/removing a segment failed/), 1, 'and one line');

chmod 0700, $dir or die "chmod: $!\n";
ok($t->wait_for(sub { !-e $dir }, 20), 'then it is gone');

$t->done;
