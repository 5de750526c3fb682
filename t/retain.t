#!/usr/bin/perl

# What counts for retain: not the time in which a server answers that it has
# no data, or none that is its own, and not that before the journal was made.
# Two are like that for longer than retain and then come back without the list:
# all of it is sent again.  A third has answered for longer than retain when
# another list gets its first event.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;

use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new;
my $loading = $t->redis;
my $stale = $t->redis(port => 6380);
my $other = $t->redis(port => 6381);

configure($t, journal => 'size=64m retain=4s', locations => <<'EOT');
location = /loading {
    ant_webhook sms ant:loading;
}
location = /stale {
    ant_webhook_redis 127.0.0.1:%%PORT_6380%% name=stale timeout=1s;
    ant_webhook sms ant:stale;
}
location /other/ {
    ant_webhook_redis 127.0.0.1:%%PORT_6381%% name=other timeout=1s;
    location = /other/busy { ant_webhook sms ant:busy; }
    location = /other/late { ant_webhook sms ant:late; }
}
EOT
$t->run;

# a snapshot without the list, which takes 7 s to load

$loading->cmd('SET', "pad-$_", 'x' x 2000) for 1 .. 700;
$loading->cmd('SAVE');
push @{ $loading->{args} }, qw/ --key-load-delay 10000
                                --loading-process-events-interval-bytes 1024 /;

my %redis = (loading => $loading, stale => $stale);
my %answers;

for my $name (sort keys %redis) {
    $answers{$name} = send_events($name, 1 .. 5, uri => "/$name");
    arrived($t, $answers{$name}, "$name: before", list => "ant:$name",
            redis => $redis{$name}, after => 0);
}

$loading->kill;
$loading->start(wait => 0);
$stale->cmd('CONFIG', 'SET', 'replica-serve-stale-data', 'no');
$stale->cmd('REPLICAOF', '127.0.0.1', port(6399));

my $begin = time();

for my $name (sort keys %redis) {
    $answers{$name} = answers($answers{$name},
                              send_events($name, 6, uri => "/$name"));
}

ok($t->wait_for_log(qr/"ant:loading" \(LOADING\)/), 'one loads its data');
ok($t->wait_for_log(qr/"ant:stale" \(MASTERDOWN\)/), 'one has no master');

my $busy = 0;

while (time() < $begin + 7) {
    send_events('busy', ++$busy, uri => '/other/busy');
    sleep 0.1;
}

my $late = send_events('late', 1 .. 5, uri => '/other/late');

arrived($t, $late, 'a late list', list => 'ant:late', redis => $other);
$other->cmd('FLUSHALL');
$late = answers($late, send_events('late', 6, uri => '/other/late'));
arrived($t, $late, 'a late list that is lost', list => 'ant:late',
        redis => $other);

ok($t->wait_for(sub { eval { $loading->cmd('PING') } }, 30), 'it has loaded');
$loading->cmd('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
$stale->restart;

for my $name (sort keys %redis) {
    is($redis{$name}->cmd('EXISTS', 'pad-1'), $name eq 'loading' ? 1 : 0,
       "$name: it is back");
    arrived($t, $answers{$name}, "$name: after", list => "ant:$name",
            redis => $redis{$name});
}

is(() = $t->log_lines(qr/redis lost|set aside/), 0, 'nothing is given up');

$t->done;
