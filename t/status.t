#!/usr/bin/perl

# A run of known counts: JSON and Prometheus say exactly what was sent, over
# four workers, through a reload, a worker's death, an outage of Redis, and a
# Redis that forgets.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Status;

use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new(limit => 180);
my $ok = 'sendTime=1&sendResult=SUCCESS&smsCount=1';

configure($t, workers => 4, journal => 'size=64m retain=60s',
          redis => '127.0.0.1:%%PORT_6379%% timeout=1s',
          http => 'client_body_buffer_size 1k;', locations => <<'EOF');
location = /ant-sms-deliver { ant_webhook sms ant:sms; }
location = /any {
    ant_webhook         any  ant:any;
    ant_webhook_secret  key  word;
}
location = /redis {
    ant_webhook           any  ant:ack;
    ant_webhook_ack       redis;
    ant_webhook_rejected  off;
}
location = /disk {
    ant_webhook           any  ant:ack;
    ant_webhook_ack       disk;
    ant_webhook_rejected  off;
}
location = /twice {
    ant_webhook  any  ant:any;
    mirror       /copy;

    if ($arg_a) {
        set  $b  1;
    }
}
location = /copy { internal; ant_webhook any ant:copy; }
location = /status  { ant_webhook_status; }
location = /metrics { ant_webhook_status prometheus; }
location = /health  { ant_webhook_status health; }
EOF

my $redis = $t->redis(args => ['--dbfilename', 'dump.rdb']);
$t->run;

my $tally = AntWebhook::Status->new;
my $sms = 0;

$tally->add('sms', 'ant:sms', accepted => 0);
$tally->add('any', $_, accepted => 0) for qw/ ant:any ant:ack ant:copy /;
lists(0);
$tally->agree('at the start');

# everything once or more

script('first');
script('second');

ok($t->reload(wait_old => 1), 'a reload');
$tally->agree('after a reload');
script('third');

my ($pid) = $t->workers;
$t->kill_worker($pid);
ok($t->wait_for(sub { $t->workers == 4 }), 'a worker died, another is there');
$tally->agree('after a kill');
script('fourth');

# Redis away: it waits in the journals, whoever has them

my $pushed = $sms;
$redis->cmd('SAVE');
$redis->kill;
ok($t->wait_for(sub { !status()->{redis}[0]{up} }), 'Redis is away');

send_events('away', 1 .. 30);
$sms += 30;
$tally->add('sms', 'ant:sms', accepted => 30);
$tally->set('ant:sms', pushed => $pushed, backlog_events => 30);
$tally->agree('Redis away');

ok(list('ant:sms')->{backlog_bytes} > 30 * 150, 'their bytes');
ok(list('ant:sms')->{backlog_bytes} < 30 * 400, 'and no others');

kill_all_workers();
$tally->agree('and all workers died');
ok(list('ant:sms')->{backlog_bytes} > 30 * 150, 'their bytes');

ok($t->reload(wait_old => 1), 'a reload, too');
$tally->agree('and after a reload');

my $age = list('ant:sms')->{oldest_seconds};
sleep 2;
my $later = list('ant:sms')->{oldest_seconds};

cmp_ok($age, '>', 0.5, 'the oldest has its age');
cmp_ok(abs($later - $age - 2), '<', 1, 'and gets older');

$redis->start;
lists($sms);
$tally->agree('Redis is back', within => 30);
connected();
is($redis->cmd('LLEN', 'ant:sms'), $sms, 'as many as are on the list');
ok($t->wait_for(sub { list('ant:sms')->{length} == $sms }, 20),
   'which is known');
is(list('ant:sms')->{oldest_seconds}, 0, 'nothing waits');
script('fifth');

# Redis forgets what it had confirmed: put back, and counted

$redis->cmd('SAVE');
send_events('gone', 1 .. 25);
$sms += 25;
$tally->add('sms', 'ant:sms', accepted => 25);
lists($sms);
$tally->agree('before Redis forgets');
$redis->kill;
$redis->start;
$tally->set('ant:sms', pushed => $sms + 25, replayed => 25);
$tally->agree('after it', within => 30);
connected();
is($redis->cmd('LLEN', 'ant:sms'), $sms, 'all are there, once');

$t->done;


# One of each: the tally first, then Redis, then both forms.

sub script {
    my ($name) = @_;

    for my $n (1 .. 12) {
        is_status(200, http_get(sms("$name-$n"))) or last;
    }

    $sms += 12;
    $tally->add('sms', 'ant:sms', accepted => 12);

    rejected();

    # a wrong secret, a method, a body that is too large

    is_status(403, http_get('/any?key=wrong&a=1'));
    is_status(403, http_post('/any', 'a=1'));
    is_status(200, http_get('/any?key=word&a=1'));
    is_status(405, http_request('PUT', '/any?key=word&a=1'));
    is_status(413, http_post('/any?key=word', 'a=' . 'x' x 2000));
    $tally->add('any', 'ant:any', forbidden => 2, accepted => 1, refused => 2);

    # probes

    is_status(200, http_head(sms("$name-head")));
    is_status(200, http_get('/ant-sms-deliver'));
    is_status(200, http_get('/ant-sms-deliver?&&'));
    $tally->add('sms', 'ant:sms', probe => 3);

    # answers that waited

    is_status(200, http_get('/disk?a=1')) for 1 .. 3;
    is_status(200, http_get('/redis?a=1')) for 1 .. 2;
    $tally->add('any', 'ant:ack', accepted => 5);
    $tally->{answers}{disk} += 3;
    $tally->{answers}{redis} += 2;

    # one request is one event, counted once, where it was recorded

    is_status(200, http_get('/twice?a=1'));
    $tally->add('any', 'ant:any', accepted => 1);

    lists($sms);
    $tally->agree("$name script");
    waited($name);
}


sub rejected {
    my %wrong = (
        "smsId=1&$ok" => ['destination', 'missing'],
        "smsId=1&destination=home&$ok" => ['destination',
                                           'not a phone number'],
        "smsId=a%20b&destination=002348012345348&$ok" => ['smsId',
                                                          'not a token'],
        "smsId=1&destination=002348012345348&$ok&smsCount=2"
            => ['smsCount', 'different values'],
        join('&', map { "p$_=1" } 1 .. 70) => ['undeclared',
                                               'too many parameters'],
        'x' x 65 . '=1' => ['undeclared', 'name too long'],
    );

    for my $query (sort keys %wrong) {
        is_status(400, http_get("/ant-sms-deliver?$query"));
        $tally->reason('sms', @{ $wrong{$query} });
        $tally->add('sms', 'ant:sms', rejected => 1);
    }

    is_status(415, http_post('/ant-sms-deliver', '{"a":1}',
                             'Content-Type: application/json'));
    $tally->reason('sms', 'body', 'not a form');
    $tally->add('sms', 'ant:sms', rejected => 1);
}


# Each worker has its connection again, after at most 5 seconds.

sub connected {
    ok($t->wait_for(sub { status()->{redis}[0]{workers_up} == 4 }, 15),
       'all workers are connected');
}


sub is_status {
    my ($status, $r) = @_;

    return 1 if $r && $r->status == $status;
    fail("$status is answered");
    diag($r // 'nothing');
    return;
}


# What is on the lists, each event once so far.

sub lists {
    my ($n) = @_;
    my $e = $tally->{events};

    $tally->set('ant:sms', pushed => $n, replayed => 0, lost_by_redis => 0,
                backlog_events => 0);
    $tally->set('ant:sms:rejected', backlog_events => 0,
                pushed => $e->{'sms ant:sms'}{rejected} // 0);
    $tally->set('ant:any', pushed => $e->{'any ant:any'}{accepted} // 0,
                backlog_events => 0);
    $tally->set('ant:ack', pushed => $e->{'any ant:ack'}{accepted} // 0);
    $tally->set('ant:copy', pushed => $e->{'any ant:copy'}{accepted} // 0);
}


# The histograms have as many as there were.

sub waited {
    my ($name) = @_;
    my $s = status();
    my %count = map { $_->{ack} => $_->{seconds}{count} } @{ $s->{answers} };

    is_deeply(\%count, $tally->{answers}, "$name: answers that waited");

    my $l = list('ant:sms');

    cmp_ok($l->{batch_events}{count}, '==', $l->{batches},
           "$name: batches in their histogram");
    cmp_ok($l->{push_delay_seconds}{count}, '==', $l->{batch_events}{sum},
           "$name: as many delays as events in batches");
}


sub kill_all_workers {
    my @old = $t->workers;

    $t->kill_worker($_) for @old;

    ok($t->wait_for(sub {
        my %now = map { $_ => 1 } $t->workers;
        return keys %now == 4 && !grep { $now{$_} } @old;
    }, 10), 'all workers are new');
}
