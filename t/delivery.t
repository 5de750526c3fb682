#!/usr/bin/perl

# From the request to the list: order, batches, keys, what the consumer and
# the fence look like, and how long anything stays on the disk.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;

use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new;
my $redis = $t->redis;
my $second = $t->redis(port => 6380);

configure($t, redis => '127.0.0.1:%%PORT_6379%% timeout=1s',
          locations => <<'EOF');
location = /ant-sms-deliver { ant_webhook sms ant:sms; }
location = /again           { ant_webhook sms ant:sms; }
location = /fence           { ant_webhook sms ant:f fence=ant:other; }
location = /any {
    client_body_buffer_size 256k;
    ant_webhook any ant:any;
}
location = /second {
    ant_webhook_redis 127.0.0.1:%%PORT_6380%% name=second db=3 timeout=1s;
    ant_webhook sms ant:sms;
}
EOF

$t->run;

# what a consumer reads

my $begin = int(time() * 1000);

is(http_get('/ant-sms-deliver?smsId=d3b0axxxxx070fb4dce8'
            . '&sendTime=1734509284831&sendResult=SUCCESS&smsCount=1&dr=000'
            . '&destination=002348xxxxx5348')->status, 200, 'accepted');

my $element = $redis->cmd('BLPOP', 'ant:sms', 5)->[1];

like($element, qr/^\{"id":"[0-9a-f]{24}-1","event":"sms","received":\d{13},
                  "data":\{"smsId":"d3b0axxxxx070fb4dce8",
                  "destination":"002348xxxxx5348","sendTime":1734509284831,
                  "sendResult":"SUCCESS","dr":"000","smsCount":1\}\}$/x,
     'BLPOP gives the documented JSON');

my ($journal, $received) = $element =~ /"id":"(\w+)-.*"received":(\d+)/;

ok($received >= $begin - 1000 && $received <= time() * 1000 + 1000,
   'received is now');
ok(abs(unpack('Q>', pack 'H16', "0000$journal") - $received) < 60000,
   'the first half of a journal id is its time');

# the fence

my $day = int(time() / 86400);
my %fence = @{ $redis->cmd('HGETALL', 'ant:sms:fence') };

is_deeply([sort keys %fence], [$journal, "$journal:day"],
          'fields of the fence');
is($fence{$journal}, 2, 'the sequence that comes next');
ok($fence{"$journal:day"} == $day || $fence{"$journal:day"} == $day - 1,
   'the day');
is($redis->cmd('TTL', 'ant:sms:fence'), -1, 'it does not expire');

# keys

is(send_event('b-1', uri => '/again'), 200, 'another location, same list');
is(send_event('b-2', uri => '/fence'), 200, 'fence=');
is(send_event('b-3', uri => '/second'), 200, 'another endpoint');

is_deeply([map { $_->{id} } @{ $t->wait_queue('ant:sms', 1) }],
          ["$journal-2"], 'two locations have one journal');
is($t->wait_queue('ant:f', 1)->[0]{data}{smsId}, 'b-2', 'list of its own');

$second->cmd('SELECT', 3);
is($t->wait_queue('ant:sms', 1, 5, $second)->[0]{data}{smsId}, 'b-3',
   'the other Redis, db=3');

is_deeply([sort @{ $redis->cmd('KEYS', '*') }],
          [sort qw/ ant:sms ant:sms:fence ant:f ant:other /],
          'keys of the first');
is_deeply([sort @{ $second->cmd('KEYS', '*') }],
          [sort qw/ ant:sms ant:sms:fence /], 'and of the second');
is_deeply([values %{ fences($redis, 'ant:sms:fence') }], [3], 'fence moves');
is_deeply([values %{ fences($redis, 'ant:other') }], [2], 'fence=KEY moves');
is(() = $t->journal_dirs, 3, 'a journal for each list and endpoint');

# order

$redis->cmd('DEL', 'ant:sms');

my $answers = $t->load(count => 3000, connections => 1, pipeline => 50,
                       rate => 2000, prefix => 'o')->run;
my @accepted = grep { $answers->{$_} == 200 } map { "o-$_" } 0 .. 2999;

arrived($t, $answers, 'one connection');
is_deeply([ids($t, 'ant:sms')], \@accepted,
          'in the order in which they came');

# batches

$redis->cmd('DEL', 'ant:sms');
$redis->cmd('CONFIG', 'RESETSTAT');

$answers = $t->load(count => 8000, pipeline => 32, prefix => 'c')->run;

arrived($t, $answers, 'load');

my $pushes = pushes($redis);
my @sequences = map { $_->{id} =~ /-(\d+)$/ } @{ $t->queue('ant:sms') };

cmp_ok($pushes, '<', 8000 / 3, 'far fewer scripts than events');
is_deeply(\@sequences, [$sequences[0] .. $sequences[-1]],
          'sequences rise by one');

# an idle server adds no delay

$redis->cmd('DEL', 'ant:sms');
my $best = 1;

for my $n (1 .. 10) {
    sleep 0.02;
    send_events('i', $n);
    my $answered = time();

    $redis->cmd('BLPOP', 'ant:sms', 5) or last;
    $best = time() - $answered if time() - $answered < $best;
}

cmp_ok($best, '<', 0.02, 'one event goes at once');

# events that are larger than a batch of small ones

my $text = join '&', map { "p$_=" . chr(97 + $_ % 26) x 2000 } 1 .. 60;

for my $n (1 .. 5) {
    # the next segment may not be ready yet

    ok($t->wait_for(sub {
        return http_post('/any', "$text&n=$n")->status == 200;
    }), 'a large event');
    is(http_get("/any?n=s$n")->status, 200, 'and a small one');
}

is_deeply([map { $_->{data}{n} } @{ $t->wait_queue('ant:any', 10) }],
          [map { ($_, "s$_") } 1 .. 5], 'large and small keep their order');

# what was confirmed leaves the disk, and with it the phone number

my $number = '00999888777666';

send_event('p-1', number => $number);
ok(contains($t, $number), 'the number is in the journal');
ok($t->wait_for(sub { !contains($t, $number) }, 20),
   'and leaves it after retain, without any traffic');

for my $n (1 .. 25) {
    send_event("q-$n", number => sprintf '00999888000%03d', $n);
    sleep 0.2;
}

ok($t->wait_for(sub { !contains($t, '00999888000001') }, 10),
   'with a little of it as well');
ok($t->wait_for(sub { !contains($t, '00999888000') }, 20), 'all of it goes');

# a journal without an owner ends

my %before = %{ fences($redis, 'ant:sms:fence') };
my ($pid) = $t->workers;

$redis->cmd('DEL', 'ant:sms');
send_events('k', 1 .. 20);
$t->kill_worker($pid);
ok($t->wait_for(sub { $t->workers == 1 }), 'another worker');

arrived($t, answers(send_events('l', 1 .. 20),
                    { map { ("k-$_" => 200) } 1 .. 20 }), 'both');

is(() = $t->journal_dirs, 5, 'the old journals wait for retain');
settled($t, 1, 'after retain');
is_deeply([grep { $before{$_} } keys %{ fences($redis, 'ant:sms:fence') }],
          [], 'the fence of the old journal is gone');
is($redis->cmd('HLEN', 'ant:other'), 0, 'that of fence=KEY, too');

$t->done;
