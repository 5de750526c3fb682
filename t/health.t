#!/usr/bin/perl

# The status while something is wrong: whether callbacks can be stored and
# why not, gauges of journals that come and go, a Redis that hangs.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Status;
use JSON::PP ();

use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new(limit => 240);
my $redis = $t->redis(aof => 1);

my $forms = <<'EOF';
location = /status  { ant_webhook_status; }
location = /metrics { ant_webhook_status prometheus; }
location = /health  { ant_webhook_status health; }
EOF
my $sms = 'location = /ant-sms-deliver { ant_webhook sms ant:sms; }';

requests();
hanging();
waiting();
bound();
directory();
journals();
strangers();
memory();
single();
unused();

$t->done;


sub begin {
    my (%o) = @_;

    $t->stop;
    $redis->cmd('FLUSHALL');
    system('rm', '-rf', $t->journal);
    configure($t, workers => 2, locations => "$sms\n$forms", %o);
    $t->run;
}


sub is_health {
    my ($status, $reason, $name, %o) = @_;
    my $expected = $status == 200 ? '{"status":"ok"}'
        : "{\"status\":\"unavailable\",\"reason\":\"$reason\"}";
    my $r;

    $t->wait_for(sub {
        $r = http_get('/health');
        return $r && $r->status == $status && $r->body eq "$expected\n";
    }, $o{within} // 10);

    local $Test::Builder::Level = $Test::Builder::Level + 1;
    is($r->status . ' ' . $r->body, "$status $expected\n", $name);
    is(metric('storable'), $status == 200 ? 1 : 0, "$name: the metric");
}


# the answer itself

sub requests {
    begin(locations => "$sms\n$forms\n" . <<'EOF');
location = /limited {
    ant_webhook_status health;
    limit_except GET { allow all; }
}
EOF

    is_health(200, '', 'all is well');

    my %type = (
        '/status' => 'application/json',
        '/metrics' => 'text/plain; version=0.0.4; charset=utf-8',
        '/health' => 'application/json',
    );

    for my $uri (sort keys %type) {
        my $r = http_get($uri, 'If-None-Match: *', 'If-Match: x');

        is($r->status, 200, "$uri, whatever the client has");
        is($r->header('Content-Type'), $type{$uri}, 'its type');
        is_deeply([$r->headers('Cache-Control')], ['no-store'], 'not kept');

        $r = http_head($uri);
        is($r->status, 200, 'HEAD');
        cmp_ok($r->header('Content-Length'), '>', 10, 'has a length');

        for my $method (qw/ PUT POST DELETE OPTIONS /) {
            $r = http_request($method, $uri);
            is($r->status, 405, "$method $uri");
            is($r->header('Allow'), 'GET, HEAD', 'is not allowed');
        }
    }

    my @two = http_many("GET /health HTTP/1.1\r\nHost: a\r\n"
                        . "Content-Length: 5\r\n\r\nhello"
                        . "GET /health HTTP/1.1\r\nHost: a\r\n\r\n", 2);

    is(join(' ', map { $_->status } @two), '200 200', 'a body is passed over');
    is(http_request('PUT', '/limited')->status, 405, 'under limit_except');
}


# a Redis that is stopped: known after the timeout, and nobody waits

sub hanging {
    begin();
    send_event('h');
    ok($t->wait_for(sub { status()->{redis}[0]{workers_up} == 2
                          && list('ant:sms')->{pushed} == 1 }), 'up');
    $redis->freeze;

    send_event('h2');

    my $slowest = 0;
    my $end = time() + 4;
    my $down;

    while (time() < $end) {
        my $begin = time();
        my $s = status();

        $slowest = time() - $begin if time() - $begin > $slowest;
        $down ||= !$s->{redis}[0]{up};
        sleep 0.05;
    }

    cmp_ok($slowest, '<', 0.5, 'the status never waits for Redis');
    ok($down, 'and says that it is down');
    is(metric('redis_up', endpoint => 'default'), 0, 'so does Prometheus');
    cmp_ok(metric('redis_errors_total', endpoint => 'default',
                  kind => 'no answer in time') // 0, '>', 0, 'why');
    is(list('ant:sms')->{backlog_events}, 1, 'an event waits');
    is_health(200, '', 'which is stored');

    $redis->thaw;
    ok($t->wait_for(sub { list('ant:sms')->{backlog_events} == 0 }, 15),
       'and goes');
}


# where the answer waits for Redis, Redis is needed

sub waiting {
    my $any = 'ant_webhook any ant:any; ant_webhook_ack redis;';

    begin(locations => "location = /any { $any }\n$forms");

    is_health(200, '', 'Redis is there');
    is(http_get('/any?a=1')->status, 200, 'an event');

    # one who does not wait for the answer has no say in where it goes

    $redis->freeze;
    http("GET /any?a=2 HTTP/1.1\r\nHost: a\r\n\r\n", { timeout => 0.2 });
    ok($t->wait_for(sub { event('any', 'ant:any')->{accepted} == 2 }),
       'it is recorded, and counted');
    is(http_get('/any?a=3')->status, 503, 'one who waits is told');
    ok($t->wait_for(sub { event('any', 'ant:any')->{refused} == 1 }),
       'and counted');
    $redis->thaw;
    $redis->kill;

    is_health(503, 'answers wait for redis, which is down: default',
              'Redis is needed');
    $redis->start;
    is_health(200, '', 'and is back', within => 15);
}


# a journal at its bound

sub bound {
    begin(workers => 1, journal => 'size=1m segment=64k retain=2s');

    send_event('first');
    $redis->kill;

    # a segment that is late is a 503 too: it is full when none has come for
    # two ticks

    my ($n, $begin) = (0, time());
    my $last = $begin;

    while (time() - $last < 2 && time() - $begin < 60) {
        $last = time() if send_event('b' . $n++) == 200;
    }

    cmp_ok(time() - $last, '>=', 2, 'the journal is full');

    is_health(503, 'no room in the journal for list ant:sms', 'not storable');
    cmp_ok(metric('events_total', event => 'sms', list => 'ant:sms',
                  verdict => 'refused'), '>=', 1, 'refused, and counted');
    cmp_ok(metric('journal_bytes'), '>', 700_000, 'nearly all is used');
    is(metric('journal_limit_bytes'), 1048576, 'of this');
    ok(!list('ant:sms')->{storable}, 'the list says so');

    # nobody sends anything: it heals by itself

    $redis->start;
    is_health(200, '', 'storable again, without an event', within => 30);
    is(send_event('d'), 200, 'and so it is');
}


# the directory of the journals

sub directory {
    begin();
    send_event('first');
    ok($t->wait_for(sub { list('ant:sms')->{pushed} }), 'an event');

    $t->expect_log(qr/ant_webhook/);
    rename $t->journal, $t->testdir . '/away' or die "rename: $!\n";
    ok($t->reload(wait_old => 1), 'a reload');

    # nginx made another one; without any right to it

    chmod 0, $t->journal;
    $t->kill_worker($_) for $t->workers;
    is_health(503, 'the directory of the journals cannot be used',
              'not storable', within => 15);
    is(send_event('e'), 503, 'and so it is');
    chmod 0700, $t->journal;
    is_health(200, '', 'storable again', within => 15);
    is(send_event('f'), 200, 'and so it is');
}


# journals by state, from one owner to the next

sub journals {
    begin(workers => 1, journal => 'size=64m retain=2s');

    send_event('j');
    states('one', live => 1);

    my ($pid) = $t->workers;

    $t->kill_worker($pid);
    ok($t->wait_for(sub { $t->workers }), 'another worker');
    states('confirmed, its owner dead', retained => 1);
    states('gone after retain');

    $redis->kill;
    send_event('k');
    $t->kill_worker($t->workers);
    states('with an event in it', draining => 1);
    is(list('ant:sms')->{backlog_events}, 1, 'which waits');

    # a worker that leaves with its own tail: nobody's, then adopted

    send_event('l');
    ok($t->reload(wait_old => 1), 'a reload');
    states('two to be drained', draining => 2);
    is(list('ant:sms')->{backlog_events}, 2, 'both wait');

    # two generations at once: one of the old one dies

    $redis->start;
    states('gone after retain');
    is(list('ant:sms')->{backlog_events}, 0, 'nothing waits');
    is(list('ant:sms')->{pushed}, 3, 'all were pushed, and counted once');

    $redis->cmd('HSET', 'ant:sms:fence', 'x', 1);
    send_event('m');
    states('one', live => 1);

    # what Redis says is nonsense: set aside

    $t->expect_log(qr/is set aside/);

    my ($id) = grep { length == 24 }
               @{ $redis->cmd('HKEYS', 'ant:sms:fence') };

    $redis->cmd('HSET', 'ant:sms:fence', $id, 'nonsense');
    $redis->cmd('CLIENT', 'KILL', 'TYPE', 'normal');
    states('set aside', aside => 1);
}


sub states {
    my ($name, %expected) = @_;
    my %all = (live => 0, draining => 0, retained => 0, aside => 0,
               orphan => 0, stranger => 0, %expected);
    my $json = JSON::PP->new->canonical;
    my $s;

    $t->wait_for(sub {
        $s = status()->{journal}{journals};
        return $json->encode({ map { $_ => $s->{$_} + 0 } keys %$s })
               eq $json->encode({ map { $_ => $all{$_} + 0 } keys %all });
    }, 20);

    local $Test::Builder::Level = $Test::Builder::Level + 1;
    is_deeply($s, \%all, "journals: $name");
}


# a journal of an endpoint that is not configured any more

sub strangers {
    begin(workers => 2, journal => 'size=64m retain=2s',
          redis => '127.0.0.1:%%PORT_6379%% timeout=1s name=old');
    $redis->kill;
    send_event('s');
    configure($t, workers => 2, locations => "$sms\n$forms",
              journal => 'size=64m retain=2s');
    ok($t->reload(wait_old => 1), 'another name');
    states('a stranger', stranger => 1);

    # two workers look, each may say so once

    sleep 3;
    cmp_ok(scalar $t->log_lines(qr/1 journals in .* are kept/), '<=', 3,
           'which is said once, not again and again');
    $redis->start;
}


# journals in memory die with their worker

sub memory {
    my $any = 'ant_webhook any ant:any; ant_webhook_ack redis;';

    begin(journal => 'size=8m retain=2s',
          locations => "location = /any { $any }\n$forms");
    $t->stop;

    my $conf = $t->read_file('nginx.conf');

    $conf =~ s/(ant_webhook_journal\s+)\S+/$1off/;
    $t->write_file('nginx.conf', $conf);
    $t->run;

    is(http_get('/any?a=1')->status, 200, 'an event');
    states('in memory', live => 1);
    ok($t->wait_for(sub {
        return metric('journal_limit_bytes') == 2 * 8 * 1048576;
    }), 'each worker has its bound');
    ok($t->wait_for(sub { metric('journal_bytes') > 0 }), 'and uses some');

    $t->kill_worker($_) for $t->workers;
    states('none is left');
    is(metric('journal_bytes'), 0, 'nor a byte');
}


# one process that is master and worker

sub single {
    begin(workers => 1, main => 'master_process off;');

    is_health(200, '', 'a single process');
    is(send_event('s'), 200, 'an event');
    ok($t->wait_for(sub { list('ant:sms')->{pushed} == 1 }), 'is counted');
    is(status()->{workers}, 1, 'one worker');
}


sub unused {
    begin(workers => 1, locations => $forms);

    my $r = http_get('/health');

    is($r->status, 503, 'without ant_webhook nothing can be stored');
    is($r->json->{reason}, 'there is no "ant_webhook" in the configuration',
       'which is said');
    is_deeply(status()->{lists}, [], 'there are no lists');
    is(metric('storable'), 0, 'so does Prometheus');
}
