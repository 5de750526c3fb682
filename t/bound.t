#!/usr/bin/perl

# The bound is for what is not sent yet: what is confirmed gives way, and many
# workers and lists have room.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;

use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new;
my $redis = $t->redis(aof => 1);
my $shortened = qr/\[warn\].* are kept for less than "retain"/;

sub size_of_journals {
    my $size = 0;

    $size += 512 * ((stat)[12] // 0) for $t->journal_files;
    return $size;
}

# more than "size" passes within "retain"

configure($t, journal => 'size=4m retain=600s segment=64k');
$t->run;

my $load = $t->load(count => 30000, rate => 1200, connections => 4,
                    when => $t->when_ready)->start;
my $most = 0;

while ($load->running) {
    sleep 0.2;
    my $size = size_of_journals();
    $most = $size if $most < $size;
}

my $answers = $load->finish;

cmp_ok(keys(%$answers) * 240, '>', 5 << 20, 'more than "size"');
is_deeply(AntWebhook::Load::summary($answers), { 200 => 30000 },
          'within "retain": all 200');
cmp_ok($most, '<', 2.5 * (1 << 20),
       'confirmed ones take no more than they may');
cmp_ok($most, '>', 1 << 20, 'and that they do take');
arrived($t, $answers, 'a shortened window');
is(() = $t->log_lines($shortened), 1, 'told once');

# what is still there is pushed again where Redis forgets it

$redis->cmd('FLUSHALL');
ok($t->wait_for(sub { $redis->cmd('LLEN', 'ant:sms') > 1500 }, 20),
   'the window is not empty');

# many workers and lists

$t->stop;
system('rm', '-rf', $t->journal);
$redis->cmd('FLUSHALL');

configure($t, workers => 16, journal => 'size=64m retain=2s',
          locations => join "\n", map {
              "location = /$_ { ant_webhook sms ant:$_; }"
          } 1 .. 4);
$t->run;

# each worker gets events of each list, if one connection after another is
# made, and each list of rejected events, too

$redis->kill;
$answers = {};

my ($refused, $n) = (0, 0);

for my $round (1 .. 250) {
    for my $list (1 .. 4) {
        my $id = "m$list-$round";
        my $status = send_event($id, uri => "/$list");

        $answers->{$list}{$id} = $status;
        $refused++ if $status != 200;
        $n++;
        http_get("/$list?smsId=x") if $round % 3 == 0;
    }
}

is($refused, 0, "16 workers, 4 lists, 64m: each of $n events has its place");
cmp_ok(size_of_journals(), '<=', 64 << 20, 'within the bound');

my %dirs = map { $_ => 1 } $t->journal_dirs;

cmp_ok(keys %dirs, '>', 40, 0 + keys(%dirs) . ' journals');
$redis->start;
arrived($t, $answers->{$_}, "list $_", list => "ant:$_") for 1 .. 4;
is(() = $t->log_lines(qr/are refused/), 0, 'none was refused anything');

$t->done;
