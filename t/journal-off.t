#!/usr/bin/perl

# ant_webhook_journal off: the journal is in memory, and a 200 waits for Redis.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Late;
use AntWebhook::Process qw/ alive /;

use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new;
my $redis = $t->redis(aof => 1);

# the configuration

my $location = 'ant_webhook sms ant:sms;';
my $off = 'ant_webhook_journal off;';

is($t->conf_error_http("$off ant_webhook_ack redis;", $location), '',
   'off with ack redis');
like($t->conf_error_http($off, $location),
     qr/"ant_webhook" in .* needs "ant_webhook_ack redis"/, 'not without');
like($t->conf_error_http("$off ant_webhook_ack disk;", $location),
     qr/needs "ant_webhook_ack redis"/, 'not with ack disk');
like($t->conf_error_http('ant_webhook_ack file;', $location),
     qr/"file".*"journal", "disk"/s, 'an unknown ack says which there are');
like($t->conf_error_http('ant_webhook_ack disk; ant_webhook_ack disk;',
                         $location), qr/is duplicate/, 'a second one');

my $proxy = $t->proxy(6380 => 6379);

sub start {
    my (%o) = @_;

    $t->stop;
    configure($t, redis => '127.0.0.1:%%PORT_6380%% timeout=1s', %o);
    $t->write_file('nginx.conf', $t->read_file('nginx.conf')
        =~ s/ant_webhook_journal\s+\S+/ant_webhook_ack redis;
                                       ant_webhook_journal off/r);
    $t->run;

    return ($t->workers)[0];
}

my $worker = start();
my $answers = send_events('a', 1 .. 20);

arrived($t, $answers, 'in memory');
is(() = glob($t->journal . '*'), 0, 'nothing is on the disk');

my $load = $t->load(seconds => 3, connections => 16, prefix => 'l')->run;

$answers = answers($answers, $load);
cmp_ok((grep { $_ == 200 } values %$load), '>', 1000, 'under load');
is((grep { $_ != 200 } values %$load), 0, 'all are accepted');
arrived($t, $answers, 'under load');

# what was not sent when its time was over is never sent; the next connection is
# tried 3.2 s after the last one at most until then

start(journal => 'size=64m retain=10s',
      redis => '127.0.0.1:%%PORT_6380%% timeout=4s');
$proxy->refuse;
$proxy->close_all;
$t->wait_for_log(qr/is down/);

my @asked = ask(map { sms("b-$_") } 1 .. 10);

is_deeply([statuses(10, @asked)], [(503) x 10], 'Redis is away: 503');
@asked = ask(map { sms("c-$_") } 1 .. 5);
$proxy->accept;
is_deeply([statuses(10, @asked)], [(200) x 5], 'one that is back in time: 200');
$answers = answers($answers, { map({ ("b-$_" => 503) } 1 .. 10),
                               map({ ("c-$_" => 200) } 1 .. 5) });
sleep 1;
arrived($t, $answers, 'refused and unsent: dropped');

# what was sent may have arrived, and is sent until that is known

$proxy->drop_reply(match => '"d-1"', then => 'rst');
is(send_event('d-1'), 200, 'a reply that was lost');
$answers->{'d-1'} = 200;
arrived($t, $answers, 'a reply that was lost');

# the bound

start(journal => 'size=1m segment=64k retain=10s',
      redis => '127.0.0.1:%%PORT_6380%% timeout=5s');
$proxy->freeze;

my $more = join '', map { "&x$_=" . 'x' x 900 } 1 .. 7;
my $refused = 0;

@asked = ();

for my $n (1 .. 60) {
    push @asked, ask(map { sms("e-$n-$_") . $more } 1 .. 5);
    sleep 0.01;
}

$refused += (answer($_, 1)->status == 503)
    for grep { answered($_) } @asked;

ok($refused, "no room: 503 at once, for $refused");
cmp_ok($refused, '<', 250, 'not for all');
$proxy->thaw;
leave(@asked);
ok($t->wait_for(sub { send_event('f') == 200 }, 20), 'then 200 again');

# a client that leaves changes nothing

start();
$redis->cmd('DEL', 'ant:sms');
$proxy->freeze;
@asked = ask(map { sms("g-$_") } 1 .. 20);
sleep 0.2;
leave(@asked[0 .. 9]);
sleep 0.1;
$proxy->thaw;
is_deeply([statuses(5, @asked[10 .. 19])], [(200) x 10], 'some have left');
$answers = { map { ("g-$_" => 200) } 1 .. 20 };
arrived($t, $answers, 'the events of those that left stay');

# a quit

($worker) = $t->workers;
$redis->cmd('CLIENT', 'PAUSE', 600, 'WRITE');
@asked = ask(map { sms("h-$_") } 1 .. 10);
sleep 0.1;
kill 'QUIT', $t->master;
is_deeply([statuses(5, @asked)], [(200) x 10], 'a graceful quit owes answers');
ok($t->wait_for(sub { !alive($worker) }, 8), 'then the worker leaves');
$answers = answers($answers, { map { ("h-$_" => 200) } 1 .. 10 });
arrived($t, $answers, 'a quit');

# two workers, killed: nobody was told what is lost with them

start(workers => 2);
$load = $t->load(seconds => 4, connections => 16, prefix => 'k')->start;

while ($load->running) {
    sleep 0.4 + rand 0.5;
    my @workers = $t->workers or next;
    $t->kill_worker($workers[rand @workers]);
}

$load = $load->finish;
$answers = answers($answers, $load);
cmp_ok((grep { $_ == 200 } values %$load), '>', 300, 'killed under load');
arrived($t, $answers, 'in the end');

# its memory is its own

cmp_ok($t->rss_anon(($t->workers)[0]), '<', 100_000, 'memory is bounded');

$t->done;
