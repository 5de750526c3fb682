#!/usr/bin/perl

# Between the module and Redis: replies lost, cut, late, in single bytes, of
# nonsense or of nobody's asking.  Whatever it is, nothing is lost or doubled
# and the worker lives.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;

use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new;
my $redis = $t->redis;
my $proxy = $t->proxy(6380 => 6379);

configure($t, redis => '127.0.0.1:%%PORT_6380%% timeout=1s');
$t->run;

my ($worker) = $t->workers;
my $all = send_events('a', 1 .. 10);

arrived($t, $all, 'through the proxy');

# the replies of batches are lost: Redis has them

my $n = 0;

for my $then (qw/ rst close mute /) {
    $n++;
    my $dropped = $proxy->stats->{dropped};

    $proxy->drop_reply(match => 'smsId', then => $then);
    $all = answers($all, send_events("d$n", 1 .. 10));
    arrived($t, $all, "a lost reply, then $then");
    is($proxy->stats->{dropped}, $dropped + 1, "$then: it was lost");
    $proxy->pass;
}

# and under load, where more batches are on their way behind it

my $load = $t->load(seconds => 3, rate => 3000, pipeline => 8,
                    prefix => 'l')->start;

for (1 .. 10) {
    sleep 0.2;
    $proxy->drop_reply(match => 'smsId', then => 'rst');
}

$all = answers($all, $load->finish);
$proxy->pass;
arrived($t, $all, 'lost replies under load');

# connections that end, in all ways

my %end = (
    rst => sub { $proxy->rst },
    close => sub { $proxy->close_all },
    half_close => sub { $proxy->half_close },
    'no listener' => sub { $proxy->refuse; $proxy->rst; sleep 0.2;
                           $proxy->accept },
    'half a command' => sub { $proxy->cut_request(match => 'smsId',
                                                  after => 900) },
    frozen => sub { $proxy->freeze; sleep 1.3; $proxy->thaw },
    'a black hole' => sub { $proxy->blackhole; sleep 1.3; $proxy->pass },
    'a new address' => sub { $proxy->target(port(6379)); $proxy->rst },
);

for my $name (sort keys %end) {
    $n++;
    $redis->cmd('DEL', 'ant:sms');
    $load = $t->load(seconds => 2.2, rate => 1000, prefix => "e$n")->start;
    sleep 0.4;
    $end{$name}->();
    $all = $load->finish;
    $proxy->pass;
    arrived($t, $all, $name);
}

# single bytes

$proxy->byte_by_byte;
$proxy->rst;
$all = answers($all, send_events('b', 1 .. 5));
arrived($t, $all, 'byte by byte');
$proxy->pass;

# replies that are none

my %reply = (
    'garbage' => "?what is this\r\n",
    'zeros' => "\0" x 100,
    'a status' => "+OK\r\n",
    'an integer' => ":5\r\n",
    'nil' => "\$-1\r\n",
    'a nil array' => "*-1\r\n",
    'an empty array' => "*0\r\n",
    'an array of others' => "*2\r\n:1\r\n:2\r\n",
    'a fence that is no number' => "*2\r\n\$3\r\nabc\r\n:2\r\n",
    'another fence' => "*2\r\n\$1\r\n1\r\n:2\r\n",
    'a fence without end' => "*2\r\n\$9\r\n999999999\r\n:2\r\n",
    'a fence alone' => "\$1\r\n1\r\n",
    'a fence far above' => "\$9\r\n999999999\r\n",
    'an unknown error' => "-WHATEVER it is\r\n",
    'an error without text' => "-\r\n",
    'a long error' => '-ERR ' . 'x' x 20000 . "\r\n",
    'an endless line' => '+' . 'x' x 300000,
    'a negative length' => "\$-17\r\n",
    'a length that is none' => "\$abc\r\n",
    'an absurd length' => "\$99999999999999999999\r\n",
    'a length of 2 GB' => "\$2147483647\r\nabc",
    'an absurd array' => "*2147483647\r\n",
    'a large array' => "*100000\r\n" . ":1\r\n" x 100000,
    'nesting' => "*1\r\n" x 2000,
    'nesting that ends' => "*1\r\n" x 5 . ":1\r\n",
    'two replies' => "*2\r\n\$1\r\n1\r\n:2\r\n" x 2,
    'half a reply' => "*2\r\n\$1\r\n",
);

for my $name (sort keys %reply) {
    $n++;
    my $dropped = $proxy->stats->{dropped};

    $proxy->replace_reply($reply{$name}, match => 'smsId');
    $all = answers($all, send_events("r$n", 1 .. 2));
    $t->wait_for(sub { $proxy->stats->{dropped} > $dropped });
    $proxy->pass;
    $all = answers($all, send_events("r$n", 3 .. 4));
    ok($t->wait_for(sub {
        return $redis->cmd('LINDEX', 'ant:sms', -1) =~ /"smsId":"r$n-4"/;
    }, 12), "$name: it goes on");
}

arrived($t, $all, 'replies that are none');

# replies that nobody asked for

for my $bytes ("+UNASKED\r\n", "-LOADING\r\n", "*2\r\n\$1\r\n1\r\n:2\r\n",
               "\$-1\r\n", "*1\r\n", "\r\n", 'x')
{
    quiet();

    my $connections = $proxy->stats->{connections};

    $proxy->inject($bytes);
    ok($t->wait_for(sub { $proxy->stats->{connections} > $connections }),
       'unsolicited: another connection');
}

$load = $t->load(seconds => 2, rate => 2000, prefix => 'u')->start;

for (1 .. 8) {
    sleep 0.2;
    $proxy->inject("*2\r\n\$1\r\n7\r\n:2\r\n");
}

$all = answers($all, $load->finish);
arrived($t, $all, 'unsolicited replies under load');

is_deeply([$t->workers], [$worker], 'one worker, from the first to the last');
cmp_ok($t->rss_anon($worker), '<', $t->sanitized ? 262144 : 16384,
       'of no great size');
is(() = $t->log_lines(qr/set aside/), 0, 'nothing is set aside');
cmp_ok(files($t), '<', 30, 'with few files open');

# a worker dies, and its batch comes to Redis after the adopter has asked for
# the fence; or after it has sent the same

for my $holds (1, 2) {
    $redis->cmd('DEL', 'ant:sms');
    $proxy->hold(match => 'smsId', count => $holds);
    $all = send_events("h$holds", 1 .. 20);
    ok($t->wait_for(sub { $proxy->held }), 'a batch is on its way');
    $t->kill_worker($_) for $t->workers;

    ok($t->wait_for(sub {
        return $proxy->held == 2 if $holds == 2;
        return $redis->cmd('LLEN', 'ant:sms') == 20;
    }, 10), $holds == 2 ? "the adopter's is, too" : "the adopter's is there");

    $proxy->release;
    arrived($t, $all, "a dead worker's batch comes late", after => 1);
    is_deeply([ids($t, 'ant:sms')], [map { "h$holds-$_" } 1 .. 20],
              'in order');
    $proxy->pass;
}

settled($t, 1, 'at the end');

$t->done;


# A connection is open, and nothing has come for a while: all is answered.

sub quiet {
    my ($before, $since) = ('', time());

    $t->wait_for(sub {
        my $stats = $proxy->stats;
        my $now = "@$stats{qw/ bytes_in bytes_out connections open /}";

        ($before, $since) = ($now, time()) if $now ne $before;
        return $stats->{open} && time() - $since > 0.3;
    }, 10) or die "it is never quiet\n";
}
