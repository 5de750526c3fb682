#!/usr/bin/perl

# Redis under Sentinel: failovers under load, by hand, by a master that dies or
# hangs, and with a replica that lags; a master that was replaced while it goes
# on answering is left; Sentinels with an account of their own.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Sentinel;

use Time::HiRes qw/ sleep time /;

# a few of each kind; ANT_TEST_FAILOVERS=20 for a long run

my $failovers = $ENV{ANT_TEST_FAILOVERS} // 3;

my $t = AntWebhook->new(limit => 240 + 70 * $failovers);

my $s = AntWebhook::Sentinel->new(
    dir => $t->testdir . '/sentinel',
    redis => [6379, 6380, 6381],
    sentinels => [26379, 26380, 26381],
    config => ['requirepass sentinel-secret',
               'sentinel auth-pass mymaster redis-secret'],
    args => ['--requirepass', 'redis-secret', '--masterauth', 'redis-secret'],
    auth => ['redis-secret'],
    sentinel_auth => ['sentinel-secret'],
)->start;

# the first of the three is not there

my $sentinels = '127.0.0.1:%%PORT_26378%% 127.0.0.1:%%PORT_26379%% '
                . '127.0.0.1:%%PORT_26380%% 127.0.0.1:%%PORT_26381%% ';

sub endpoint {
    return "$sentinels timeout=1s password=redis-secret sentinel=mymaster "
           . join ' ', @_;
}

configure($t, workers => 2,
          redis => endpoint('sentinel_password=sentinel-secret'),
          journal => 'size=64m retain=30s');
$t->run;

$t->{redis}{"sentinel-$_"} = ($s->servers, $s->sentinels)[$_] for 0 .. 5;

my $all = send_events('a', 1 .. 10);

arrived($t, $all, 'found', redis => $s->master);
is(() = $t->log_lines(qr/\[error\]/), 0, 'without an error');
is(() = $t->log_lines(qr/is not a master/), 0, 'nor a warning');

# failovers under load: what is on the list of the last master is judged

my @ways = (
    ['by hand', sub { $s->failover }],
    ['killed', sub {
        my $old = $s->master;

        $old->kill;
        $t->wait_for(sub {
            my $new = $s->master;
            return $new && $new != $old
                   && AntWebhook::Sentinel::is_master($new);
        }, 20);
        $old->start;
    }],
    ['a lagging replica', sub {
        my $old = $s->master;
        my @replicas = grep { $_ != $old } $s->servers;

        # they are cut off, the master goes on and confirms, and then it dies

        $old->cmd('CONFIG', 'SET', 'repl-timeout', 60);
        $_->freeze for @replicas;
        sleep 0.35;
        $old->kill;
        $_->thaw for @replicas;
        $t->wait_for(sub {
            my $new = $s->master;
            return $new && $new != $old
                   && AntWebhook::Sentinel::is_master($new);
        }, 20);

        # with what the others have not: it comes back as a replica

        $old->start;
    }],
    ['hung', sub {
        my $old = $s->master;

        $old->freeze;
        $t->wait_for(sub {
            my $new = $s->master;
            return $new && $new != $old;
        }, 20);
        sleep 1;
        $old->thaw;
    }],
);

my $n = 0;

for my $round (1 .. $failovers) {
    for my $way (@ways) {
        my ($name, $do) = @$way;

        next if $name ne 'a lagging replica' && $round > 1
                && ($round + $n) % 2;

        $n++;
        my $load = $t->load(seconds => 9, rate => 400,
                            prefix => "f$n")->start;
        sleep 0.5;
        ok($do->(), "$name, $round");
        my $answers = $load->finish;

        ok($s->settled(30), "$name, $round: settled");

        my %kinds = map { $_ => 1 } values %$answers;

        is(join(' ', sort keys %kinds), '200',
           "$name, $round: each was answered 200");
        $all = answers($all, $answers);
        arrived($t, $all, "$name, $round", redis => $s->master, within => 30);
    }
}

diag("$n failovers, " . keys(%$all) . ' events');
ok($t->wait_for_log(qr/\[error\].*redis went back.* are sent again/),
   'a replica that lagged was told');
is(() = $t->log_lines(qr/set aside|lost events/), 0, 'nothing set aside');

# an old master that is cut off from its Sentinels and not from us: here they
# are told to watch another one

my $old = $s->master;
my ($other) = grep { $_ != $old } $s->servers;

$other->cmd('REPLICAOF', 'NO', 'ONE');

for my $sentinel ($s->sentinels) {
    $sentinel->cmd('SENTINEL', 'REMOVE', 'mymaster');
    $sentinel->cmd('SENTINEL', 'MONITOR', 'mymaster', '127.0.0.1',
                   $other->{port}, 2);
    $sentinel->cmd('SENTINEL', 'SET', 'mymaster', 'auth-pass',
                   'redis-secret');
}

my $begin = time();

ok($t->wait_for_log(qr/is down: the Sentinels name another master/, 15),
   'the other master is found out');
$all = answers($all, send_events('o', 1 .. 10));
arrived($t, $all, 'at the other', redis => $other);

# a Sentinel that is behind names a replica: ROLE tells

for my $sentinel ($s->sentinels) {
    $sentinel->cmd('SENTINEL', 'REMOVE', 'mymaster');
}

my ($replica) = grep { $_ != $other } $s->servers;

$replica->cmd('REPLICAOF', '127.0.0.1', $other->{port});
$t->stop;

for my $sentinel ($s->sentinels) {
    $sentinel->stop;
}

my $liar = IO::Socket::INET->new(Proto => 'tcp', Listen => 9, ReuseAddr => 1,
                                 LocalAddr => '127.0.0.1:' . port(26390));
my $names = $replica->{port};

sub lie {
    my ($port) = @_;

    my $pid = AntWebhook::Process::fork_child(sub {
        while (my $c = $liar->accept) {
            sysread $c, my $bytes, 4096;
            syswrite $c, "*2\r\n\$9\r\n127.0.0.1\r\n\$5\r\n$port\r\n";
        }
        return 0;
    });

    return $pid;
}

my $pid = lie($replica->{port});

configure($t, redis => '127.0.0.1:%%PORT_26390%% timeout=1s '
                       . 'password=redis-secret sentinel=mymaster');
$t->run;
ok($t->wait_for_log(qr/is down: it is not a master/), 'ROLE must say master');
$all = answers($all, send_events('r', 1 .. 10));
AntWebhook::Process::end_process($pid, 'KILL', 5);
$pid = lie($other->{port});
is($other->cmd('ROLE')->[0], 'master', 'the other one is');
arrived($t, $all, 'and then it does', redis => $other);
AntWebhook::Process::end_process($pid, 'KILL', 5);

# what Sentinels refuse

$t->stop;

my @refused = (
    ['none is there', endpoint('sentinel_password=sentinel-secret'),
     'cannot connect|connection failed'],
);

$s->{sentinel} = [];
unlink glob $s->{dir} . '/sentinel-*/sentinel.conf';
$s->{config} = ['requirepass sentinel-secret',
                'user nginx on >other-secret +auth +sentinel|get-master-addr'
                . '-by-name'];
$s->{redis}[0] = (grep { port($_) == $other->{port} } @{ $s->{redis} })[0];

for my $case (@refused) {
    refused(@$case);
}

$s->start_sentinel($_) for @{ $s->{sentinels} };
$t->{redis}{"sentinel-again-$_"} = ($s->sentinels)[$_] for 0 .. 2;

refused('no password', endpoint(), 'it wants a password \(NOAUTH\)');
refused('a wrong one', endpoint('sentinel_password=wrong'),
        'it refused "sentinel_user=" or the password');
refused('a wrong user', endpoint('sentinel_user=nobody',
                                 'sentinel_password=sentinel-secret'),
        'it refused "sentinel_user=" or the password');
refused('another name', endpoint('sentinel_password=sentinel-secret')
        =~ s/sentinel=mymaster/sentinel=none/r, 'it does not know that name');

configure($t, redis => endpoint('sentinel_user=nginx',
                                'sentinel_password=other-secret'));
$t->run;
arrived($t, $all, 'a user of the Sentinels', redis => $other);

# their password changes: the file is read again, nothing is reloaded

$t->stop;
$t->write_file('sentinel-password', "other-secret\n");
configure($t, redis => endpoint('sentinel_user=nginx', 'sentinel_password_file='
                                . $t->testdir . '/sentinel-password'));
$t->run;
$all = answers($all, send_events('p', 1 .. 10));
arrived($t, $all, 'their password from a file', redis => $other);

my $told = () = $t->log_lines(qr/it refused "sentinel_user="/);

for my $sentinel ($s->sentinels) {
    $sentinel->cmd('ACL', 'SETUSER', 'nginx', 'resetpass', '>new-secret');
}

$t->write_file('sentinel-password', "new-secret\n");
$other->try_cmd('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
$all = answers($all, send_events('q', 1 .. 10));
arrived($t, $all, 'another one from the file', redis => $other);
is(() = $t->log_lines(qr/it refused "sentinel_user="/), $told,
   'without a Sentinel that refused it');

# ROLE is a right of its own

$other->cmd('ACL', 'SETUSER', 'some', 'on', '>some', '~*', '+@all', '-role');
$t->stop;
configure($t, redis => endpoint('sentinel_user=nginx',
                                'sentinel_password=new-secret')
                       =~ s/password=redis-secret/user=some password=some/r);
$t->run;
ok($t->wait_for_log(qr/is down: it may not be asked .* needs "\+role"/),
   'without the right to ROLE');

$t->done;


sub refused {
    my ($name, $endpoint, $line) = @_;
    my $pattern = qr/is down: no Sentinel names .* was \S+: (?:$line)/;
    my $before = () = $t->log_lines($pattern);

    configure($t, redis => $endpoint);
    $t->run;
    ok($t->wait_for(sub {
        return $before < (() = $t->log_lines($pattern));
    }), $name) or diag($t->log_lines(qr/no Sentinel/));
    $t->stop;
}
