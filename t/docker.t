#!/usr/bin/perl

# The Dockerfile, built for real on a base made by debootstrap, and run as
# Docker would: not root, with a root file system that is read-only and one
# volume, told by the environment where Redis is.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Image;

use Cwd qw/ abs_path /;

use AntWebhook::Http qw/ connect_to /;
use AntWebhook::Process qw/ alive descendants exit_status wait_exit /;

my $t = AntWebhook->new(limit => 400);
my $storage = $ENV{ANT_IMAGE_STORAGE} // abs_path('.') . '/build/image';
my $image = AntWebhook::Image->build($storage);

ok($image, 'the image is built') or BAIL_OUT('no image');

my $dir = $t->testdir;
my $volume = $image->volume("$dir/volume");
my $config = $image->config;
my $n = 0;
my $redis;

image();
answers_of_start();

# the image's own configuration, on free ports

my $conf = do { local (@ARGV, $/) = 'image/nginx.conf'; <> };

$conf =~ s/listen(\s+)(808\d)/listen${1}127.0.0.1:@{[port($2)]}/g;
$t->write_file('image.conf', $conf);
$t->write_file('password', "s3cret of redis\n");
$t->write_file('resolv.conf', "search a b\nnameserver 127.0.0.11\n"
                             . "nameserver fd00::a\nnameserver fe80::1%eth0\n");
chown 33, 33, "$dir/password";
chmod 0400, "$dir/password";

my %options = (
    volume => $volume,
    files => { '/etc/nginx/nginx.conf' => "$dir/image.conf",
               '/etc/resolv.conf' => "$dir/resolv.conf",
               '/run/secrets/redis' => "$dir/password" },
    env => { ANT_WEBHOOK_REDIS => '127.0.0.1:' . port(6379),
             ANT_WEBHOOK_PASSWORD_FILE => '/run/secrets/redis',
             ANT_WEBHOOK_JOURNAL => 'size=64m retain=10s',
             ANT_WEBHOOK_HEALTH => 'http://127.0.0.1:' . port(8080)
                                   . '/ant-health' },
);

$redis = $t->redis(aof => 1, args => ['--requirepass', 's3cret of redis'],
                   auth => ['default', 's3cret of redis']);

my $container = start();

first($container);
health($container);
killed($container);

# as fsGroup gives a volume to a group

system('chown', 'root:2000', $volume);
system('chgrp', '-R', '2000', $volume);
system('chmod', '-R', 'g+rwX', $volume);
system('find', $volume, '-type', 'd', '-exec', 'chmod', 'g+s', '{}', '+');

$container = start(groups => 2000);
moved($container);
stopped($container);

$image->remove;
$t->done;


sub image {
    is($config->{User}, '33:33', 'not root, and a number');
    is($config->{StopSignal}, 'SIGQUIT', 'stopped gracefully');
    is_deeply([keys %{ $config->{Volumes} }], ['/var/lib/nginx'],
              'one volume');
    ok(!-e $image->root . '/etc/machine-id', 'no machine id of the image');

    my $c = $image->run(volume => $volume, out => "$dir/test.out",
                        command => ['nginx', '-t']);

    ok(wait_exit($c->{pid}, 20), 'nginx -t');
    like($t->read_file('test.out'), qr/test is successful/,
         'its own configuration, without any environment');
    like(slurp("$volume/environment.conf"),
         qr{^ant_webhook_redis 127\.0\.0\.1:6379\s*;$}m, 'and a default');
}


# what cannot be, it says, and ends

sub answers_of_start {
    my $n = 0;

    mkdir "$dir/locked", 0700;

    for ([{ ANT_WEBHOOK_REDIS => 'redis; user root' }, $volume,
          qr/ANT_WEBHOOK_REDIS has a character/],
         [{ ANT_WEBHOOK_JOURNAL => "a\nb" }, $volume,
          qr/ANT_WEBHOOK_JOURNAL has a character/],
         [{}, "$dir/locked", qr/user 33 cannot write to the volume/])
    {
        my ($env, $where, $said) = @$_;
        my $out = 'start' . $n++ . '.out';
        my $c = $image->run(volume => $where, out => "$dir/$out", env => $env);

        ok(wait_exit($c->{pid}, 20), 'it ends');
        is(exit_status($c->{pid}) >> 8, 1, 'and fails');
        like($t->read_file($out), $said, "$said");
    }
}


sub start {
    my (%more) = @_;
    my $out = "$dir/container" . $n++ . '.out';
    my $c = $image->run(%options, %more, out => $out);

    $c->{out} = $out;

    ok($t->wait_for(sub { !alive($c->{pid}) || connect_to(port(8080)) }, 20)
       && alive($c->{pid}), 'nginx listens') or diag(slurp($out));
    return $c;
}


sub send_sms {
    my ($id) = @_;

    my $r = http_get("/ant-sms-deliver?smsId=$id&sendTime=1734509284831"
                     . '&sendResult=SUCCESS&smsCount=1&dr=000'
                     . '&destination=002348012345348');

    is($r && $r->status, 200, "$id is taken");
}


sub is_queue {
    my ($name, @ids) = @_;

    my @list = @{ $t->wait_queue('ant:sms', scalar @ids, 15) };
    is_deeply([sort map { $_->{data}{smsId} } @list], \@ids, $name);
}


sub first {
    my ($c) = @_;

    like(slurp("$volume/environment.conf"),
         qr/^resolver 127\.0\.0\.11 \[fd00::a\];$/m,
         "the container's resolvers");
    send_sms('i-1');
    is_queue('and reaches Redis', 'i-1');

    my %uids = map { (stat "/proc/$_")[4] => 1 }
               map { ($_, descendants($_)) } $c->master;

    is_deeply([keys %uids], [33], 'no process is root');

    for my $where (qw{ / /etc/nginx /run /tmp /dev /var/log/nginx }) {
        my ($rc, $said) = $c->exec('touch', "$where/x");

        ok($rc != 0 && $said =~ /Read-only|denied/, "$where is read-only");
    }

    is(http_get('/ant-status')->status, 404, 'no status for the world');
    is(http_get('/ant-status', { port => port(8081) })->json->{lists}[0]{list},
       'ant:sms', 'but at another port');
    is(http_get('/ant-status.html', { port => port(8081) })->status, 200,
       'the live page too');
    ok($t->wait_for(sub { slurp($c->{out}) =~ m{GET /ant-sms-deliver 200 sms} },
                    5), 'the access log');
    unlike(slurp($c->{out}), qr/12345348/, 'has no phone number');
}


sub health {
    my ($c) = @_;

    is(($c->health)[0], 0, 'healthy');

    # as any directory that nginx may not write to

    my $journal = "$volume/ant_webhook";

    chmod 0, $journal;
    $c->signal('KILL', $c->workers);
    ok($t->wait_for(sub { ($c->health)[0] == 22 }, 15),
       'unhealthy: curl has seen a 503');
    like(slurp($c->{out}), qr/\[crit\] .* \(13: Permission denied\)/,
         'the error log says why');
    chmod 0700, $journal;
    ok($t->wait_for(sub { ($c->health)[0] == 0 }, 15), 'healthy again');
}


# a pod that dies with events in its volume

sub killed {
    my ($c) = @_;

    $redis->stop;
    send_sms('i-2');
    send_sms('i-3');
    is(($c->health)[0], 0, 'healthy without Redis');

    my ($rc, $said) = $c->exec('ant-journal', 'cat', '--list=ant:sms');

    is($rc, 0, 'ant-journal is there') or diag($said);
    like($said, qr/"smsId":"i-3"/, 'and finds what waits');

    $c->signal('KILL', $c->master);
    ok(wait_exit($c->{pid}, 10), 'the container is killed');
}


# The volume in another one.

sub moved {
    my ($c) = @_;

    send_sms('i-4');
    $redis->start;
    is_queue('all that was accepted, once', qw/ i-1 i-2 i-3 i-4 /);
}


sub stopped {
    my ($c) = @_;

    ok($c->stop, 'stopped within 10 s');
    is(exit_status($c->{pid}), 0, 'as a success');
    like(slurp($c->{out}), qr/signal 3 \(SIGQUIT\) received/, 'gracefully');

    for my $out (glob "$dir/container*.out") {
        my @bad = grep { !/exited on signal 9/ }
                  slurp($out) =~ /^.*\[(?:alert|emerg)\].*$/mg;

        is("@bad", '', 'no alert');
    }
}


sub slurp {
    my ($file) = @_;

    open my $f, '<', $file or die "$file: $!\n";
    local $/;
    return scalar <$f>;
}
