#!/usr/bin/perl

# A journal at its bound: 503, and by itself 200 again; what one list takes
# from the others, and what rejected events take from real ones.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;

use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new;
my $redis = AntWebhook::Redis->new(dir => $t->testdir . '/redis-6379',
                                   port => port(6379));

$t->{redis}{6379} = $redis;

sub size_of_journals {
    my $size = 0;

    $size += 512 * ((stat)[12] // 0) for $t->journal_files;
    return $size;
}

# True where there is no place for one more segment of 64 KiB, and all that
# there are have events.

sub full {
    my ($size) = @_;

    return size_of_journals() > $size - 65536
           && !grep { $_ eq '' } values %{ $t->segments_of($t->workers) };
}


# Sends until nothing is taken any more, not faster than segments are made: a
# 503 says that it is full, not that one is late.

sub fill {
    my ($prefix, $size, %o) = @_;
    my $ready = $t->when_ready;
    my %answers;

    for my $n (1 .. 50000) {
        $t->wait_for(sub { $ready->() || full($size) }, 20) if $n % 100 == 1;

        my $status = send_event("$prefix-$n", %o);

        $answers{"$prefix-$n"} = $status;
        last if $status != 200;
    }

    ok(full($size), 'until there is no room');
    return \%answers;
}

# one list

configure($t, journal => 'size=1m retain=2s segment=64k');
$t->run;

my $answers = fill('a', 1 << 20);
my $n = grep { $_ == 200 } values %$answers;

# no shorter than what is there, so that it cannot fit where that did not

my $r = http_get(sms('b-longer-than-those'));

cmp_ok($n, '>', 2000, "$n events of 1 MiB are accepted");
is($r->status, 503, 'then 503');
ok($r->header('Retry-After') > 0, 'with Retry-After');
is($r->header('Cache-Control'), 'no-store', 'and no-store');

is(() = $t->log_lines(qr/\[error\] .* are refused: no room/), 1, 'told once');
cmp_ok(size_of_journals(), '<=', 1 << 20, 'the bound is kept');

$answers = answers($answers, $t->load(count => 3000, prefix => 'c')->run);

is(AntWebhook::Load::summary($answers)->{0}, undef, 'each has an answer');
cmp_ok(size_of_journals(), '<=', 1 << 20, 'the bound is kept');

$redis->start;
ok($t->wait_for(sub { send_event('d-1') == 200 }, 20), 'by itself 200 again');
$answers = answers($answers, { 'd-1' => 200 });
ok($t->wait_for_log(qr/are accepted again/), 'told');
arrived($t, $answers, 'full and well again');
ok($t->wait_for(sub { size_of_journals() < 400_000 }, 20),
   'and what it took is free');
is(send_event('d-2'), 200, 'it goes on');
arrived($t, { %$answers, 'd-2' => 200 }, 'after that');
$t->stop;

# one list that is stuck, at a wrong type; others go on

system('rm', '-rf', $t->journal);
$redis->cmd('FLUSHALL');
$redis->cmd('SET', 'ant:stuck', 'a string');

configure($t, journal => 'size=4m retain=2s segment=64k',
          locations => <<'EOF');
location = /stuck { ant_webhook sms ant:stuck; ant_webhook_rejected off; }
location = /one   { ant_webhook sms ant:one;   ant_webhook_rejected off; }
location = /two   { ant_webhook sms ant:two;   ant_webhook_rejected off; }
location = /ant-sms-deliver { ant_webhook sms ant:sms; }
EOF

$t->run;

# the three others are sure of an eighth each

my $stuck = fill('s', (4 << 20) * 5 / 8, uri => '/stuck');

is(send_event('s-longer-than-those', uri => '/stuck'), 503,
   'the stuck list is full');

my $load = $t->load(seconds => 4, rate => 200, prefix => 'o', uri => '/one',
                    when => $t->when_ready('ant:one'))->start;
my $two = $t->load(seconds => 4, rate => 100, prefix => 't', uri => '/two',
                   when => $t->when_ready('ant:two'))->run;
my $one = $load->finish;

is_deeply(AntWebhook::Load::summary($one), { 200 => scalar keys %$one },
          'another one takes all');
is_deeply(AntWebhook::Load::summary($two), { 200 => scalar keys %$two },
          'and a third one');
is(send_event('s-longer-than-those', uri => '/stuck'), 503,
   'the stuck one still none');
arrived($t, $one, 'another list', list => 'ant:one');
arrived($t, $two, 'a third list', list => 'ant:two');
cmp_ok(size_of_journals(), '<=', 4 << 20, 'the bound is kept');

$redis->cmd('DEL', 'ant:stuck');
arrived($t, $stuck, 'the stuck one, mended', list => 'ant:stuck');
ok($t->wait_for(sub { send_event('s-0', uri => '/stuck') == 200 }, 20),
   'it takes events again');

# a flood of rejected events, which Redis does not take either

$redis->cmd('SET', 'ant:sms:rejected', 'a string');

my $bad = $t->load(seconds => 4, pipeline => 4, connections => 4,
                   prefix => 'bad', uri => '/ant-sms-deliver?smsCount=many')
            ->start;
my $real = $t->load(seconds => 4, rate => 300, prefix => 'real',
                    when => $t->when_ready('ant:sms'))->run;

$bad = AntWebhook::Load::summary($bad->finish);
is_deeply([keys %$bad], [400], 'bad events: 400, whether there is room or not');
cmp_ok($bad->{400}, '>', 4000, "$bad->{400} of them");
is_deeply(AntWebhook::Load::summary($real), { 200 => scalar keys %$real },
          'real ones keep their place');
arrived($t, $real, 'real ones');

my $kept = 0;

for my $file ($t->journal_files) {
    open my $f, '<:raw', $file or next;
    local $/;
    $kept += -s $f if index(<$f> // '', 'smsCount=many') >= 0;
}

cmp_ok($kept, '<=', 4 * (1 << 20) / 8, 'rejected ones have an eighth');
cmp_ok($kept, '>', 0, 'of which they make use');
$redis->cmd('DEL', 'ant:sms:rejected');
ok($t->wait_for(sub { $redis->cmd('LLEN', 'ant:sms:rejected') > 1000 }, 10),
   'what was kept arrives');

$t->done;
