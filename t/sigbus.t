#!/usr/bin/perl

# A mapping that fails: what the file system cannot give is a SIGBUS, here of
# a segment that was cut from outside.  The request that meets it gets 503, the
# worker lives, nothing that was not refused is lost.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Late;
use AntWebhook::Process qw/ alive /;
use AntWebhook::Segment;

use Time::HiRes qw/ sleep /;

# a SIGBUS that is not ours is not to be told by ASan

$ENV{ASAN_OPTIONS} = join ':', $ENV{ASAN_OPTIONS} // (), 'handle_sigbus=0';

my $t = AntWebhook->new;
my $redis = $t->redis(aof => 1);
my $mapping = qr/\[crit\].*disk does not take what was mapped/;

# of the newest journal the segment of the highest base takes events

sub active {
    my $dir = ($t->journal_dirs)[-1];

    return (sort { base($a) <=> base($b) }
            grep { id_of($_) !~ /^0+$/ } glob "$dir/*")[-1];
}

sub base {
    my ($file) = @_;

    open my $f, '<:raw', $file or return 0;
    seek $f, 64, 0;
    read $f, my $bytes, 8;
    return unpack 'Q<', $bytes // '';
}

configure($t);
$t->run;

my ($worker) = $t->workers;
my $answers = send_events('a', 1 .. 20);

arrived($t, $answers, 'before');

# an append

my %more;

for my $round (1 .. 3) {
    my $n = () = $t->log_lines($mapping);
    my $file = active();

    truncate $file, 4096 * ($round - 1) or die "truncate: $!\n";

    %more = map { ("r$round-$_" => send_event("r$round-$_")) } 1 .. 40;
    my @refused = grep { $more{$_} == 503 } keys %more;

    ok(@refused > 0, "round $round: " . @refused . ' get 503');
    ok(!(grep { $_ != 200 && $_ != 503 } values %more), 'the others 200');
    is(() = $t->log_lines($mapping), $n + 1, 'it is told once');

    # what stood in the file behind the cut is gone, by no fault of ours; at
    # the third it is nothing

    ok($t->wait_for(sub { send_event("s$round") == 200 }, 10),
       'by itself 200 again');

    $answers = answers($answers, \%more, { "s$round" => 200 });
    arrived($t, $answers, "round $round");
}

is_deeply([$t->workers], [$worker], 'the worker lives');

# a read: events that wait are taken from the file, where the disk has them

my $proxy = $t->proxy(6380 => 6379);

configure($t, redis => '127.0.0.1:%%PORT_6380%% timeout=5s',
          journal => 'size=64m retain=10s');
$t->stop;
$t->run;
($worker) = $t->workers;
$redis->cmd('DEL', 'ant:sms');
$answers = send_events('b', 1 .. 3);
arrived($t, $answers, 'before a read');
$proxy->freeze;
$answers = answers($answers, send_events('c', 1 .. 200));

my $file = active();
my @records = records($file);

is(@records, 203, 'they wait in one segment');

my $cut = $records[100]{offset} & ~4095;

truncate $file, $cut or die "truncate: $!\n";

my @lost = map { $_->{payload} =~ /"smsId":"([^"]+)"/ }
           grep { $_->{offset} + $_->{size} > $cut } @records;

delete @{$answers}{@lost};
cmp_ok(@lost, '>', 90, 'of which the file has lost some');
$proxy->thaw;
arrived($t, $answers, 'read behind the end of the file',
        redis => $redis, within => 15);

my @garbage = grep { !/^\{"id":/ } @{ $redis->cmd('LRANGE', 'ant:sms', 0, -1) };

is("@garbage", '', 'nothing else came');
is_deeply([$t->workers], [$worker], 'the worker lives');
ok($t->wait_for(sub { send_event('d-1') == 200 }, 10), 'and takes events');

# the header's page of an adopted journal

$redis->cmd('DEL', 'ant:sms');
$proxy->freeze;
$answers = send_events('e', 1 .. 50);
$t->kill_worker($worker);
ok($t->wait_for_log(qr/without an owner adopted/, 10), 'adopted');
sleep 0.5;
($worker) = $t->workers;

for my $f (grep { !/\.lock$/ } $t->journal_files) {
    truncate $f, 0 if id_of($f) !~ /^0+$/;
}

$proxy->thaw;
sleep 2;
is_deeply([$t->workers], [$worker], 'a header that is gone kills nobody');
ok($t->wait_for(sub { send_event('f-1') == 200 }, 10), 'events are taken');

# who waits for Redis is not told 200 for an event that never gets there

configure($t, redis => '127.0.0.1:%%PORT_6380%% timeout=8s',
          journal => 'size=64m retain=20s', http => 'ant_webhook_ack redis;');
$t->stop;
$t->run;
$redis->cmd('DEL', 'ant:sms');
is(send_event('h-0'), 200, 'on the list');
$proxy->freeze;

my @asked = ask(map { sms("h-$_") } 1 .. 60);

ok($t->wait_for(sub { @records = records(active()); @records == 61 }, 5),
   'more wait for Redis');
$cut = $records[30]{offset} & ~4095;
truncate active(), $cut or die "truncate: $!\n";
$proxy->thaw;

my @statuses = statuses(12, @asked);

%more = ('h-0' => 200, map { ("h-$_" => $statuses[$_ - 1]) } 1 .. 60);
cmp_ok((grep { $_ == 200 } @statuses), '>', 5, 'what the file has arrives');
cmp_ok((grep { $_ == 503 } @statuses), '>', 25, 'what it has lost is 503');
arrived($t, \%more, 'what is answered 200');

# any other SIGBUS is as deadly as it was

($worker) = $t->workers;
$t->expect_kill(1);
$t->kill_worker($worker, 'BUS');
ok(!alive($worker), 'a SIGBUS that is not ours');
ok($t->wait_for_log(qr/exited on signal 7/), 'does what it did before');
ok($t->wait_for(sub { send_event('g-1') == 200 }, 10), 'another worker comes');

$t->done;
