#!/usr/bin/perl

# Passwords and rights that are taken away, and given back.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Status qw/ metric /;

use Time::HiRes qw/ sleep /;

# what the README asks for

my @rights = qw/ +ping +eval +llen +hget +hset +rpush +ltrim +hdel /;
my @needed = qw/ eval llen hget hset rpush /;

my $t = AntWebhook->new;
my $redis = $t->redis;

sub acl { $redis->cmd('ACL', 'SETUSER', @_) }
sub lines { return scalar(() = $t->log_lines($_[0])) }

# an endpoint, user and list for each right, and for the keys

my @users = (@needed, qw/ keys hdel ltrim /);
my $locations = '';

for my $name (@users) {
    acl($name, 'on', '>secret', 'resetkeys', "~$name*", '-@all', @rights);

    $locations .= <<"EOF";
location = /$name {
    ant_webhook_redis 127.0.0.1:%%PORT_6379%% name=$name timeout=1s
                      user=$name password=secret;
    ant_webhook_rejected $name:rejected max=5;
    ant_webhook sms $name;
}
EOF
}

$t->write_file('password', "one\n");
chmod 0644, $t->testdir . '/password';

configure($t, locations => <<"EOF");
$locations
location = /file {
    ant_webhook_redis 127.0.0.1:%%PORT_6379%% name=file timeout=1s
                      user=file password_file=%%TESTDIR%%/password;
    ant_webhook sms file;
}
location = /ant-sms-deliver { ant_webhook sms ant:sms; }
location = /metrics { ant_webhook_status prometheus; }
EOF
acl('file', 'on', '>one', '~file*', '-@all', @rights);

$t->run;

my ($worker) = $t->workers;
my %all;

for my $name (@users, 'file') {
    $all{$name} = send_events($name, 1 .. 5, uri => "/$name");
    arrived($t, $all{$name}, "with all rights: $name", list => $name);
}

# each is taken away from one of them

sub state_of {
    my ($name) = @_;

    return join ' ', @{ $redis->cmd('LRANGE', $name, 0, -1) },
                     @{ $redis->cmd('HGETALL', "$name:fence") };
}

# LLEN is asked for only when a journal is registered

acl($_, "-$_") for @needed;
$redis->cmd('CLIENT', 'KILL', 'USER', 'llen');
acl('keys', 'resetkeys', '~else');
acl('hdel', '-hdel');
acl('ltrim', '-ltrim');

my %before = map { $_ => state_of($_) } @needed, 'keys';

for my $name (@users) {
    $all{$name} = answers($all{$name},
                          send_events($name, 6 .. 10, uri => "/$name"));
}

for my $name (@needed, 'keys') {
    ok($t->wait_for_log(qr/"$name" refuses list "$name" \(NOPERM\)/),
       "without $name: told");
}

sleep 1.5;

for my $name (@needed, 'keys') {
    is(lines(qr/"$name" refuses list "$name" \(NOPERM\)/), 1,
       "without $name: once");
    is(state_of($name), $before{$name}, "without $name: nothing half-applied");
}

arrived($t, $all{hdel}, 'without hdel: events come', list => 'hdel');
arrived($t, $all{ltrim}, 'without ltrim: events come', list => 'ltrim');

# rejected events are kept, if not trimmed

is(http_get('/ltrim?smsId=a')->status, 400, 'rejected') for 1 .. 9;
ok($t->wait_for(sub { $redis->cmd('LLEN', 'ltrim:rejected') == 9 }),
   'without ltrim: more than max');
ok($t->wait_for(sub { metric('redis_errors_total', endpoint => 'ltrim',
                             kind => 'NOPERM') }),
   'without ltrim: it is counted');

# given back

acl($_, "+$_") for @needed;
acl('keys', 'resetkeys', '~keys*');
acl('ltrim', '+ltrim');

for my $name (@needed, 'keys') {
    arrived($t, $all{$name}, "with $name again", list => $name);
    is_deeply([ids($t, $name)], [map { "$name-$_" } 1 .. 10],
              "with $name again: in order");
}

is(http_get('/ltrim?smsId=a')->status, 400, 'rejected');
ok($t->wait_for(sub { $redis->cmd('LLEN', 'ltrim:rejected') == 5 }),
   'with ltrim again: trimmed');

# an end that needs hdel waits for it

$t->kill_worker($worker);
ok($t->wait_for_log(qr/"hdel" refuses list "hdel" \(NOPERM\)/, 20),
   'without hdel: an end that waits is told');
cmp_ok($redis->cmd('HLEN', 'hdel:fence'), '>=', 2, 'the fence is still there');
acl('hdel', '+hdel');
ok($t->wait_for(sub { $redis->cmd('HLEN', 'hdel:fence') == 0 }, 15),
   'with hdel again: it goes');
ok($t->wait_for_log(qr/"hdel" takes list "hdel" again; 0 events/),
   'with hdel again: that is told, too');

# a password that changes

acl('file', 'resetpass', '>two');
$redis->cmd('CLIENT', 'KILL', 'USER', 'file');
$all{file} = answers($all{file}, send_events('file', 6 .. 10, uri => '/file'));
ok($t->wait_for_log(qr/"file" .* is down: .*\(AUTH\)/), 'WRONGPASS is told');
sleep 1;
is(lines(qr/"file" .* is down: .*\(AUTH\)/), 1, 'once');

$t->write_file('password', "two\n");
ok($t->reload(wait_old => 1), 'the new password is read on reload');
arrived($t, $all{file}, 'with it', list => 'file');

# a password where there was none

$redis->cmd('CONFIG', 'SET', 'requirepass', 'three');
$redis->cmd('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
$all{ant} = send_events('ant', 1 .. 10);
ok($t->wait_for_log(qr/"default" .* is down: .*\(NOAUTH\)/),
   'NOAUTH is told');
$redis->cmd('CONFIG', 'SET', 'requirepass', '');
arrived($t, $all{ant}, 'without a password again');

my $log = $t->read_file('error.log');

unlike($log, qr/secret|three|2348012345348.*ant_webhook/,
       'no password and no number in our lines');

$t->done;
