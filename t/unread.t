#!/usr/bin/perl

# A disk that does not give the end of a journal: what it has is sent, and
# nothing is thrown away, be it that the disk gives it later or never.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Inject;
use AntWebhook::Segment;
use AntWebhook::Tool;

use Time::HiRes qw/ sleep /;

my $t = AntWebhook->new;
my $root = $t->journal;
my $redis = $t->redis(aof => 1);
my $inject = AntWebhook::Inject->new($t);
my $tool = AntWebhook::Tool->new(dir => $t->testdir);
my $kept = qr/\[crit\].* that could not be read whole: \d, kept as ([^-]{24})-/;

configure($t, journal => 'size=64m retain=3s');
$t->run;

# until somebody else reads it

my ($file, $answers) = left('a');

$inject->unread(16384);
$redis->start;
$t->run;

my $n = some_of(100);

cmp_ok($n, '<', 100, 'what the disk gives is sent');

{
    local @ENV{keys %{$t->{env}}} = values %{$t->{env}};
    local $ENV{ASAN_OPTIONS} = 'verify_asan_link_order=0';
    my $r = $tool->run('verify', '-d', $root);

    is($r->{rc}, 1, 'verify does not call it whole');
    like($r->{out}, qr/ $n events, 0 damaged, and not all could be read$/,
         'and says so');
    like($r->{err}, qr/: \d+\.seg could not be read whole$/m,
         'and which file it is');
}

is(-s $file, 1048576, 'the file stays as it is');

$t->kill_all;
$inject->unread(0);
$t->run;
arrived($t, $answers, 'once the disk gives it, the rest');
settled($t, 0, 'a page that came back');
is(() = $t->log_lines($kept), 0, 'it is nobody\'s business');

# until the end of the journal

$redis->cmd('DEL', 'ant:sms');
($file, $answers) = left('b');

my @events = map { $_->{payload} } records($file);

$inject->unread(16384);
$redis->start;
$t->run;
$n = some_of(100);
settled($t, 0, 'a page that does not come back');

my ($line) = $t->log_lines($kept);
my ($id) = ($line // '') =~ $kept;

like($line, qr/; the last event that was read is $n$/, 'one line says which');
is(scalar(grep { m{/\Q$id\E-00000000\.seg\.bad$} } glob "$root/*.bad"), 1,
   'and which file is kept');
is_deeply([map { $_->{payload} } records("$root/$id-00000000.seg.bad")],
          \@events, 'all of it');

# what the documents say

my $read = $t->testdir . '/read';

$n++;
system('mkdir', '-p', "$read/$id");
system('cp', "$root/$id-00000000.seg.bad", "$read/$id/00000000.seg");
is($tool->run('export', '-d', $read, "--file=$read/missing", '--list=ant:sms',
              "$id-$n..")->{rc}, 0, 'a person reads it');
is($tool->run('replay', '--redis=127.0.0.1:' . port(6379),
              "--file=$read/missing", '--to=ant:sms', '--yes')->{rc}, 0,
   'and pushes it');
arrived($t, $answers, 'by hand');

unlink glob "$root/*.bad";
$t->done;


# A journal with a hundred events that nobody owns.

sub left {
    my ($prefix) = @_;

    $redis->stop;

    my $sent = send_events($prefix, 1 .. 100);
    my ($found) = grep { 100 == (() = records($_)) } $t->journal_files;

    $t->kill_all;
    return $found, $sent;
}


# How many are on the list, once they do not get more.

sub some_of {
    my ($all) = @_;
    my $before = -1;

    for (1 .. 100) {
        my $now = $redis->cmd('LLEN', 'ant:sms');

        return $now if $now > 0 && $now == $before;
        $before = $now;
        sleep 0.3;
    }

    return $before;
}
