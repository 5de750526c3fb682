#!/usr/bin/perl

# A wall clock that jumps: a day on, a day back, ten years on.  Nothing is
# removed before its time, nothing is lost or sent again, no time-out comes.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;

use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new;
my $redis = $t->redis(aof => 1);
my ($library) = glob '/usr/lib/*/faketime/libfaketime.so.1';
my $file = $t->write_file('clock', "+0\n");

die "libfaketime is not installed\n" unless defined $library;

my %env = (LD_PRELOAD => $library, FAKETIME_TIMESTAMP_FILE => $file,
           FAKETIME_NO_CACHE => 1, FAKETIME_DONT_FAKE_MONOTONIC => 1);

$t->{env} = \%env;
chmod 0644, $file;
configure($t, journal => 'size=64m segment=64k retain=60s',
          main => join ' ', map { "env $_;" } keys %env);
$t->run;

my ($worker) = $t->workers;
my $all = send_events('a', 1 .. 20);
my $n = 0;

# a clock that is read half ends the process that reads it

sub clock {
    my $new = $t->write_file('clock.new', "$_[0]\n");

    chmod 0644, $new;
    rename $new, $file or die "rename: $!\n";
}

for my $jump ('+1d', '-1d', '+10y', '+0') {
    my $load = $t->load(seconds => 2, rate => 1000, prefix => 'j' . ++$n,
                        when => $t->when_ready)->start;

    sleep 0.8;
    clock($jump);
    $all = answers($all, $load->finish);
    is((grep { $_ != 200 } values %$all), 0, "a jump to $jump: all 200");
    arrived($t, $all, "a jump to $jump");

    my ($last) = @{ $redis->cmd('LRANGE', 'ant:sms', -1, -1) };
    my $off = ($last =~ /"received":(\d+)/)[0] / 86400000 - time() / 86400;

    printf "# at %s received is off by %.1f days\n", $jump, $off;
    ok(abs($off - { '+1d' => 1, '-1d' => -1, '+10y' => 3650, '+0' => 0 }
                    ->{$jump}) < 5, 'nginx saw it');
}

ok(contains($t, '"a-1"'), 'what was confirmed is kept for retain');
is(() = $t->log_lines(qr/is down|sent again/), 0, 'no time-out, nothing again');

# orphans of another time

$t->kill_worker($worker);
ok($t->wait_for_log(qr/without an owner adopted/), 'adopted');
clock('-1d');
$all = answers($all, send_events('b', 1 .. 20));
arrived($t, $all, 'a journal of the future');
$redis->cmd('DEL', 'ant:sms:fence');
$redis->cmd('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
ok($t->wait_for(sub {
    return $redis->cmd('LLEN', 'ant:sms') >= 2 * keys %$all;
}, 20), 'all of it could be sent again');

$t->done;
