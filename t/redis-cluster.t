#!/usr/bin/perl

# Redis Cluster: lists in several slots, which move back and forth under load,
# with all that comes with it (MOVED, ASK, TRYAGAIN); masters that die and are
# replaced; a node that is away for good; any node is good enough to begin with.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Cluster;
use AntWebhook::Delivery;
use AntWebhook::Status;

use Time::HiRes qw/ sleep time /;

my $moves = $ENV{ANT_TEST_MOVES} // 6;
my $t = AntWebhook->new(limit => 240 + 10 * $moves);

# an account with the rights that docs/redis.md asks for, and no others

my @user = split ' ', '--user ant on >secret resetkeys ~ant:* ~{ant:* ~{b}ant:*'
                      . ' ~a ~{a}:* ~a:rejected ~{a:* -@all +ping +eval +llen'
                      . ' +hget +hset +rpush +ltrim +hdel +info +role +asking';

my $c = AntWebhook::Cluster->new(
    dir => $t->testdir . '/cluster', replicas => 1,
    args => [@user, '--cluster-require-full-coverage', 'no'],
)->start;
my @nodes = $c->nodes;

$t->{redis}{"node-$_"} = $nodes[$_] for 0 .. $#nodes;

# the lists' slots are of two masters

my %list = (sms => 'ant:sms', tag => '{b}ant:x', a => 'a');

isnt($c->owner('ant:sms'), $c->owner('{b}ant:x'), 'two masters');

# the seed is a replica, or is not there

my $conf = '127.0.0.1:%%PORT_6999%% 127.0.0.1:%%PORT_7004%% '
           . '127.0.0.1:%%PORT_7002%% timeout=1s user=ant password=secret '
           . 'cluster';

configure($t, redis => $conf, workers => 2, journal => 'size=64m retain=30s',
          locations => <<'EOF');
location = /ant-sms-deliver { ant_webhook sms ant:sms; }
location = /tag             { ant_webhook sms "{b}ant:x"; }
location = /a               { ant_webhook sms a; }
location = /status          { ant_webhook_status json; }
EOF
$t->run;

my %all = (
    'ant:sms' => send_events('s', 1 .. 10),
    '{b}ant:x' => { map { ("b-$_" => send_event("b-$_", uri => '/tag')) }
                    1 .. 10 },
    'a' => { map { ("a-$_" => send_event("a-$_", uri => '/a')) } 1 .. 10 },
);

judge('found');
ok($t->wait_for(\&up), 'up, by the status');

is_deeply([sort map { @{ $_->cmd('KEYS', '*') } } @nodes[0 .. 2]],
          [sort 'ant:sms', '{ant:sms}:fence', '{b}ant:x', '{b}ant:x:fence',
                'a', '{a}:fence'], 'keys');

# rejected ones have a list, and a slot, of their own

is(http_get('/tag?smsId=')->status, 400, 'rejected');
ok($t->wait_for(sub { $c->cmd('LLEN', '{b}ant:x:rejected') }), 'kept');
is($c->slot('{b}ant:x:rejected'), $c->slot('{b}ant:x'), 'with its tag');
is(http_get('/a?smsId=')->status, 400, 'rejected');
ok($t->wait_for(sub { $c->cmd('LLEN', 'a:rejected') }), 'kept');
is(() = $t->log_lines(qr/\[(?:error|crit)\]/),
   () = $t->log_lines(qr/:@{[port(6999)]} is down: /),
   'but for the first seed no error');

# slots move under load

my $asked = 0;
my $moved = 0;

for my $n (1 .. $moves) {
    my @loads = loads($n, 5);

    for my $key ('ant:sms', '{b}ant:x') {
        my $from = $c->owner($key);
        my ($to) = grep { $_ != $from } @nodes[$n % 3, ($n + 1) % 3];

        ok($c->move($key, $to, pause => 0.4, between => $n % 2 ? 0.3 : 0),
           "$key moves");
        $moved++;
    }

    collect(@loads);
    ok($c->settled(20), "settled $n");
    judge("moves $n");
}

$asked += $_->cmd('INFO', 'commandstats') =~ /cmdstat_asking:calls=(\d+)/
          ? $1 : 0 for @nodes;
cmp_ok($asked, '>', 0, "$asked commands behind ASKING");

ok($t->wait_for(\&up), 'up');

# a list that the consumer has emptied does not exist: TRYAGAIN while its slot
# moves, and no second fence

my $key = 'ant:sms';
my $from = $c->owner($key);
my ($to) = grep { $_ != $from } @nodes[0 .. 2];
my $slot = $c->slot($key);

$from->cmd('DEL', $key);
%{ $all{$key} } = ();
$to->cmd('CLUSTER', 'SETSLOT', $slot, 'IMPORTING', $c->id($from));
$from->cmd('CLUSTER', 'SETSLOT', $slot, 'MIGRATING', $c->id($to));
$all{$key} = send_events('t', 1 .. 20);
ok($t->wait_for_log(qr/refuses list "ant:sms" \(TRYAGAIN\)/), 'TRYAGAIN');
sleep 1;

my @fences = grep { $_ eq '{ant:sms}:fence' }
             map { @{ $_->cmd('CLUSTER', 'GETKEYSINSLOT', $slot, 9) } }
             ($from, $to);

is(@fences, 1, 'one fence');
$from->cmd('CLUSTER', 'SETSLOT', $slot, 'STABLE');
$to->cmd('CLUSTER', 'SETSLOT', $slot, 'STABLE');
judge('TRYAGAIN');

# masters die under load; their replicas take over

for my $n (1 .. 2) {
    my $old = $c->owner($n == 1 ? 'ant:sms' : '{b}ant:x');
    my @loads = loads("k$n", 9);

    sleep 0.5;
    $old->kill;
    ok($t->wait_for(sub {
        my $new = $c->owner($n == 1 ? 'ant:sms' : '{b}ant:x');
        return $new && $new != $old;
    }, 20), "master $n was replaced");
    sleep 1;
    $old->start;
    collect(@loads);
    ok($c->settled(30), 'settled');
    judge("master $n died");
}

# a node that is away, and its replica: its lists wait, the others go on, and
# the endpoint is not up

ok($t->wait_for(\&up), 'up');

my $gone = $c->owner('a');
my @gone = grep { $_ == $gone || master_of($_) eq $c->id($gone) } @nodes;
my ($apart) = grep { $_ != $gone && $_->cmd('ROLE')->[0] eq 'master' } @nodes;

$c->move('ant:sms', $apart);

my %waits = map { $_ => $c->owner($_) == $gone } keys %all;
my %uri = ('ant:sms' => '/ant-sms-deliver', '{b}ant:x' => '/tag', a => '/a');

is(@gone, 2, 'a master and its replica');
ok(!$waits{'ant:sms'}, 'a list is elsewhere');
$_->kill for @gone;

for my $list (sort keys %all) {
    $all{$list} = answers($all{$list},
                          send_events('w' . substr($uri{$list}, 1, 1), 1 .. 20,
                                      uri => $uri{$list}));
}

for my $list (grep { !$waits{$_} } sort keys %all) {
    arrived($t, $all{$list}, "others go on, $list", list => $list,
            redis => $c, within => 20);
}

ok($t->wait_for(sub { my $r = status()->{redis}[0];
                      return !$r->{up} && $r->{workers_up} == 0 }, 15),
   'not up, as a list waits');
ok($t->wait_for(sub { backlog('a') == 20 }), 'which is its backlog');

for my $list (grep { !$waits{$_} } sort keys %all) {
    ok($t->wait_for(sub { backlog($list) == 0 }), "$list has none");
}

$_->start for @gone;
ok($c->settled(30), 'settled');
judge('a node was away');
ok($t->wait_for(\&up, 15), 'and up');

# reload and kill meanwhile: the journals are adopted, and their lists found

{
    my @loads = loads('r', 5);

    sleep 0.5;
    $t->reload;
    $from = $c->owner('ant:sms');
    ($to) = grep { $_ != $from && $_->cmd('ROLE')->[0] eq 'master' } @nodes;
    $c->move('ant:sms', $to, pause => 0.3);
    $t->kill_worker(($t->workers)[0]);
    sleep 0.5;
    $t->kill_worker(($t->workers)[0]);
    collect(@loads);
    judge('reload and kill');
}

is(() = $t->log_lines(qr/set aside|lost events|CROSSSLOT/), 0,
   'nothing set aside, nothing lost');
diag("$moved moves, $asked asked, " . (map { scalar keys %$_ } \%{ { map {
     %$_ } values %all } })[0] . ' events');

$t->done;


# What the status says, which is up to a second old.

sub up {
    my $r = status()->{redis}[0];

    return $r->{up} && $r->{workers_up} == $r->{workers};
}


sub backlog {
    my ($list) = @_;

    return (grep { $_->{list} eq $list } @{ status()->{lists} })[0]
           {backlog_events};
}


# The id of the master whose replica a node is, or nothing.

sub master_of {
    my ($node) = @_;
    my ($line) = grep { /\bmyself\b/ }
                 split /\n/, $node->cmd('CLUSTER', 'NODES');

    return (split ' ', $line)[2] eq 'myself,slave' ? (split ' ', $line)[3] : '';
}


# Load for all the lists at once.

sub loads {
    my ($prefix, $seconds) = @_;
    my %uri = ('ant:sms' => '/ant-sms-deliver', '{b}ant:x' => '/tag',
               'a' => '/a');

    return map { [$_, $t->load(seconds => $seconds, rate => 250,
                               connections => 4, uri => $uri{$_},
                               prefix => "$prefix" . substr $uri{$_}, 1, 1)
                        ->start] } sort keys %uri;
}


sub collect {
    for my $load (@_) {
        my $answers = $load->[1]->finish;

        $all{ $load->[0] } = answers($all{ $load->[0] }, $answers);
    }
}


sub judge {
    my ($name) = @_;

    local $Test::Builder::Level = $Test::Builder::Level + 1;

    for my $list (sort keys %all) {
        my %kinds = map { $_ => 1 } values %{ $all{$list} };

        delete $kinds{0} if $name eq 'reload and kill';
        is(join(' ', keys %kinds), '200', "$name, $list: all 200");
        arrived($t, $all{$list}, "$name, $list", list => $list, redis => $c,
                within => 30);
    }
}
