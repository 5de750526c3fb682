#!/usr/bin/perl

# ant_webhook_ack redis: a 200 goes out once the event is on the list, a 503
# when that takes too long.

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
my $locations = <<'EOT';
access_log %%TESTDIR%%/ids.log id;
location = /ant-sms-deliver { ant_webhook sms ant:sms; }
location = /journal {
    ant_webhook      sms ant:sms;
    ant_webhook_ack  journal;
}
location = /stuck { ant_webhook sms ant:stuck; }
location = /page {
    error_page  503 =218 /busy;
    ant_webhook sms ant:stuck;
}
location = /busy { return 218 "busy"; }
location = /lenient {
    ant_webhook          sms ant:sms;
    ant_webhook_rejected ant:lenient status=202;
}
location = /text {
    ant_webhook       sms ant:sms;
    ant_webhook_reply 202 taken;
}
EOT

my $http = 'ant_webhook_ack redis; log_format id "$ant_webhook_id";';

sub start {
    my (%o) = @_;

    $t->stop;
    configure($t, http => $http, locations => $locations,
              journal => 'size=64m retain=10s',
              redis => '127.0.0.1:%%PORT_6379%% timeout=1s', %o);
    $t->run;

    return ($t->workers)[0];
}

my $worker = start();

# once it is on the list

my $late = 0;

for my $n (1 .. 50) {
    my $status = send_event("one-$n");

    $late++ unless $status == 200 && $redis->cmd('LLEN', 'ant:sms') == $n;
}

is($late, 0, 'a 200 is sent once the event is on the list');

my $answers = { map { ("one-$_" => 200) } 1 .. 50 };
my $r = http_get(sms('text', uri => '/text'));

is($r->status . $r->body, '202taken', 'ant_webhook_reply is the answer');
$answers->{text} = 200;

# Redis is held up, and then it is not

$redis->cmd('CLIENT', 'PAUSE', 500, 'WRITE');

my $begin = time();
my @asked = ask(map { sms("pause-$_") } 1 .. 40);

sleep 0.2;
is(answered(@asked), 0, 'no answer as long as Redis gives none');
is(send_event('now', uri => '/journal'), 200, 'but with ack journal');
is_deeply([statuses(5, @asked)], [(200) x 40], 'then to all');
$answers = answers($answers, { now => 200, map { ("pause-$_" => 200) }
                                           1 .. 40 });
arrived($t, $answers, 'Redis was held up');

# Redis is away

$redis->stop;
$begin = time();
@asked = ask(map { sms("away-$_") } 1 .. 10);

$r = answer($asked[0], 4);
is($r->status, 503, 'Redis is away: 503');
ok($r->header('Retry-After') > 0, 'with Retry-After');
is($r->header('Cache-Control'), 'no-store', 'and no-store');
cmp_ok(time() - $begin, '>', 0.8, 'not before "timeout"');
cmp_ok(time() - $begin, '<', 2.5, 'and not long after it');
is_deeply([statuses(4, @asked[1 .. 9])], [(503) x 9], 'to each');
$redis->start;
$answers = answers($answers, { map { ("away-$_" => 0) } 1 .. 10 });
ok($t->wait_for(sub { (() = grep { /^away/ } ids($t, 'ant:sms')) == 10 }, 10),
   'what is in the journal arrives all the same');
arrived($t, $answers, 'Redis was away');

# Redis does not take it

$redis->cmd('SET', 'ant:stuck', 'a string');
is(send_event('wrong', uri => '/stuck'), 503, 'WRONGTYPE: 503');
is(send_event('page', uri => '/page'), 218, 'error_page applies');
is(send_event('beside'), 200, 'another list goes on');
$redis->cmd('DEL', 'ant:stuck');
ok($t->wait_for(sub { send_event('mended', uri => '/stuck') == 200 }, 15),
   'mended');
$answers->{beside} = 200;

$worker = start(redis => '127.0.0.1:%%PORT_6379%% timeout=1s max_length=300');
ok(taken('wait'), 'there is room');
$redis->cmd('RPUSH', 'ant:sms', map { "filler-$_" } 1 .. 300);
is(send_event('long'), 503, 'the list is longer than max_length: 503');
$redis->cmd('LTRIM', 'ant:sms', 0, -301);
ok(taken('short'), 'it is shorter again');
$answers->{long} = 0;

# rejected events and probes wait for nothing

$redis->cmd('CLIENT', 'PAUSE', 500, 'WRITE');
$begin = time();
is(http_get(sms('bad') =~ s/smsCount=1/smsCount=x/r)->status, 400, 'rejected');
is(http_head('/ant-sms-deliver')->status, 200, 'a probe');
cmp_ok(time() - $begin, '<', 0.4, 'wait for nothing');

# but where the answer to what is rejected is that of what is taken

sleep 0.6;
$redis->cmd('CLIENT', 'PAUSE', 500, 'WRITE');
@asked = ask(sms('bad', uri => '/lenient') =~ s/smsCount=1/smsCount=x/r);
sleep 0.2;
is(answered(@asked), 0, 'rejected with 202: not before Redis has it');
$r = answer($asked[0], 5);
is($r->status . $r->json->{error}, '202smsCount', 'then, with the reason');
is($redis->cmd('LLEN', 'ant:lenient'), 1, 'and it is there');
$redis->stop;
is(http_get(sms('bad', uri => '/lenient') =~ s/smsCount=1/smsCount=x/r)->status,
   503, 'while Redis is away: 503');
$redis->start;
ok($t->wait_for(sub { $redis->cmd('LLEN', 'ant:lenient') == 2 }, 10),
   'where it arrives all the same');

# clients that leave

sleep 0.6;
$redis->cmd('CLIENT', 'PAUSE', 500, 'WRITE');
@asked = ask(map { sms("left-$_") } 1 .. 20);
sleep 0.1;
leave(@asked[0 .. 9]);
is_deeply([statuses(5, @asked[10 .. 19])], [(200) x 10],
          'when others have left');
$answers = answers($answers, { map { ("left-$_" => 200) } 1 .. 20 });
sleep 0.3;

my @ids = grep { !/^no id: filler/ } ids($t, 'ant:sms');
my %seen;

$seen{$_}++ for @ids;
is_deeply([grep { !$seen{$_} } grep { $answers->{$_} } keys %$answers], [],
          'clients that left: none lost');
is_deeply([grep { $seen{$_} > 1 } @ids], [], 'none twice');

# a quit, a reload

$redis->cmd('DEL', 'ant:sms');
$worker = start();
$redis->cmd('CLIENT', 'PAUSE', 700, 'WRITE');
@asked = ask(map { sms("quit-$_") } 1 .. 10);
sleep 0.1;
kill 'QUIT', $t->master;
is_deeply([statuses(5, @asked)], [(200) x 10], 'a graceful quit owes answers');
ok($t->wait_for(sub { !alive($worker) }, 8), 'then the worker leaves');
$answers = { map { ("quit-$_" => 200) } 1 .. 10 };

$worker = start();
$redis->cmd('CLIENT', 'PAUSE', 700, 'WRITE');
@asked = ask(map { sms("hup-$_") } 1 .. 10);
sleep 0.1;
ok($t->reload, 'a reload');
is_deeply([statuses(5, @asked)], [(200) x 10], 'owes them as well');
ok($t->wait_for(sub { !alive($worker) }, 8), 'then the old worker leaves');
$answers = answers($answers, { map { ("hup-$_" => 200) } 1 .. 10 });

# with Redis away it does not stay for ever

$redis->stop;
($worker) = $t->workers;
@asked = ask(map { sms("dark-$_") } 1 .. 10);
sleep 0.1;
$begin = time();
kill 'QUIT', $t->master;
is_deeply([statuses(5, @asked)], [(503) x 10], 'a quit while Redis is away');
ok($t->wait_for(sub { !alive($worker) }, 5), 'the worker leaves');
cmp_ok(time() - $begin, '<', 4, 'in time');
$redis->start;
$answers = answers($answers, { map { ("dark-$_" => 0) } 1 .. 10 });

# workers that die

$t->stop;
configure($t, workers => 2, http => $http, locations => $locations);
$t->run;

my $load = $t->load(seconds => 6, connections => 16, prefix => 'kill')->start;

while ($load->running) {
    sleep 0.3 + rand 0.5;
    my @workers = $t->workers or next;
    $t->kill_worker($workers[rand @workers]);
}

$answers = answers($answers, $load->finish);
cmp_ok((grep { /^kill/ && $answers->{$_} == 200 } keys %$answers), '>', 500,
       'killed under load');
arrived($t, $answers, 'in the end');

# a worker whose memory is a copy: who waits goes on waiting in a new journal

$t->stop;
system('rm', '-rf', $t->journal);
$redis->cmd('FLUSHALL');

my $proxy = $t->proxy(6380 => 6379);

start(redis => '127.0.0.1:%%PORT_6380%% timeout=5s');
is(send_event('c-0'), 200, 'before');

my ($dir) = map { s{.*/}{}r } $t->journal_dirs;

$proxy->freeze;
@asked = ask(map { sms("c-$_") } 1 .. 20);
sleep 0.1;
$redis->cmd('HSET', 'ant:sms:fence', $dir, 100);
$t->expect_log(qr/memory of this machine is a copy/);
$proxy->thaw;
is_deeply([statuses(8, @asked)], [(200) x 20], 'a clone: all are answered');
arrived($t, { map { ("c-$_" => 200) } 0 .. 20 }, 'a clone');

my @logged = (split /\n/, $t->read_file('ids.log'))[-21 .. -1];

is_deeply([sort @logged], [sort map { $_->{id} } @{ $t->queue('ant:sms') }],
          'and the ids that are logged are those on the list');

$t->done;


# An event of its own each time: one that got 503 may still arrive.

sub taken {
    my ($id) = @_;
    my $n = 0;

    return $t->wait_for(sub {
        my $status = send_event("$id-" . ++$n);

        $answers->{"$id-$n"} = $status == 200 ? 200 : 0;
        return $status == 200;
    }, 15);
}
