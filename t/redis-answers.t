#!/usr/bin/perl

# Whose answer it is, and what it says: a stray reply shifts no other, a fence
# above what was sent confirms nothing, and a backlog leaves in several
# batches that are answered together.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;

use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new;
my $redis = $t->redis;
my $proxy = $t->proxy(6380 => 6379);

configure($t, redis => '127.0.0.1:%%PORT_6380%% timeout=10s batch=400',
          journal => 'size=64m retain=20s', locations => <<'EOT');
location = /one { ant_webhook sms ant:one; }
location = /two { ant_webhook sms ant:two; }
EOT
$t->run;

my %all = (one => {}, two => {});


# Sends to a list what must be on it soon.

sub deliver {
    my ($list, $name, @numbers) = @_;

    $all{$list} = answers($all{$list},
                          send_events($list, @numbers, uri => "/$list"));
    arrived($t, $all{$list}, $name, list => "ant:$list", after => 0);
}


deliver('one', 'before', 1 .. 30);
deliver('two', 'before', 1 .. 3);

# an error that nobody asked for, in front of what two journals are told

$proxy->hold(match => ':day');
$proxy->rst;
ok($t->wait_for(sub { $proxy->held }), 'two journals ask for their fences');
is(() = substr($proxy->sent, -2000) =~ /:day/g, 2, 'together');
$proxy->inject("-ERR nobody asked\r\n");
$proxy->release;
ok($t->wait_for_log(qr/is down: an answer of another shape/),
   "another's answer is none");

deliver('one', 'after a stray reply', 31 .. 33);
deliver('two', 'after a stray reply', 4 .. 6);
is(() = $t->log_lines(qr/set aside|went back|was gone|lost|sent again/), 0,
   'no fence is mistaken for another');

# a backlog: the second batch does not wait for what the first is told

$proxy->refuse;
$proxy->rst;

my $load = $t->load(count => 2400, pipeline => 16, prefix => 'l',
                    uri => '/one')->run;

$all{one} = answers($all{one}, $load);
is(AntWebhook::Load::summary($load)->{200}, 2400, 'a backlog');

my $before = length $proxy->sent;

$proxy->hold(match => 'smsId');
$proxy->accept;
ok($t->wait_for(sub { $proxy->held }, 15), 'its first batch is on its way');
is(pushed($before), 4, 'with three more behind it');
$proxy->release;
arrived($t, $all{one}, 'the backlog', list => 'ant:one');

# another, and a Redis that does not say where the fence is

$proxy->refuse;
$proxy->rst;
$load = $t->load(count => 1200, pipeline => 16, prefix => 'f',
                 uri => '/one')->run;
$all{one} = answers($all{one}, $load);
is(AntWebhook::Load::summary($load)->{200}, 1200, 'another backlog');
$before = length $proxy->sent;

$proxy->hold(match => ':day');
$proxy->accept;
ok($t->wait_for(sub { $proxy->held }, 15), 'it is asked for its fence');
send_events('g', 1 .. 3, uri => '/one');
$all{one} = answers($all{one}, { map { ("g-$_" => 200) } 1 .. 3 });
is(pushed($before), 0, 'nothing is sent before that is told');
$proxy->release;
arrived($t, $all{one}, 'then it is sent', list => 'ant:one');


# How many batches the module sends, once it sends no more.

sub pushed {
    my ($from) = @_;
    my $before = 0;

    $t->wait_for(sub {
        my $bytes = $proxy->stats->{bytes_in};
        my $more = $bytes - $before;

        $before = $bytes;
        sleep 0.3;
        return $more == 0;
    });

    return scalar(() = substr($proxy->sent, $from) =~ /\r\nEVAL\r\n.{1,40}
                                             local\ f=.{1,80}if\ f~=/gsx);
}


# a fence that is moved by another to where nothing was sent yet

my @before = keys %{ fences($redis, 'ant:two:fence') };

is(@before, 1, 'a journal');
$t->expect_log(qr/the fence of journal $before[0] .* is above what was sent/);
$proxy->freeze;
send_events('moved', 1, uri => '/two');
sleep 0.3;
send_events('moved', 2 .. 5, uri => '/two');
$redis->cmd('HSET', 'ant:two:fence', $before[0], 10);
$proxy->thaw;

ok($t->wait_for_log(qr/; 5 events go to a new journal/),
   'a fence above what was sent: told');
$all{two} = answers($all{two}, { map { ("moved-$_" => 200) } 1 .. 5 });
arrived($t, $all{two}, 'they have another journal', list => 'ant:two');
deliver('two', 'and so has the next', 7 .. 9);
is(keys %{ fences($redis, 'ant:two:fence') }, 2, 'with a fence of its own');

$t->done;
