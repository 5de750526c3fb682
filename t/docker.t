#!/usr/bin/perl

# The Dockerfile, built for real on a base made by debootstrap: the image
# holds an nginx that loads the module, its configuration is valid, and a
# callback that it takes reaches Redis.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;

use Cwd qw/ abs_path /;

use AntWebhook::Http qw/ connect_to /;
use AntWebhook::Process qw/ cmdline descendants end_process spawn alive /;

my $t = AntWebhook->new(limit => 400);
my $storage = $ENV{ANT_IMAGE_STORAGE} // abs_path('.') . '/build/image';
my @sudo = $> == 0 ? () : ('sudo');

is(system('tools/build-image', $storage), 0, 'the image is built');

my @buildah = (@sudo, 'buildah', '--root', "$storage/root",
               '--runroot', "$storage/run",
               '--storage-driver', output('cat', "$storage/driver"));

my @limits = split ' ', output('cat', "$storage/limits");
my $container = output(@buildah, 'from', '--pull-never', @limits,
                       'localhost/ant-webhook:latest');
ok($container, 'a container');

my @run = (@buildah, 'run', '--isolation', 'chroot');

like(output(@run, $container, 'nginx', '-t'), qr/test is successful/,
     'its own configuration');
like(output(@buildah, 'inspect', '--format', '{{.OCIv1.Config.StopSignal}}',
            $container), qr/QUIT/, 'stopped gracefully');

# the same configuration, on free ports

my $redis = $t->redis;
my $conf = do { local (@ARGV, $/) = 'examples/nginx.conf'; <> };

$conf =~ s/127\.0\.0\.1:6379/127.0.0.1:@{[port(6379)]}/;
$conf =~ s/listen(\s+)8080/listen${1}127.0.0.1:@{[port(8080)]}/;
$t->write_file('image.conf', $conf);

my $pid = spawn(
    [@run, '--volume', $t->testdir . '/image.conf:/etc/nginx/nginx.conf:ro',
     $container, 'nginx', '-g', 'daemon off;'],
    out => $t->testdir . '/image.out',
);

ok($t->wait_for(sub { !alive($pid) || connect_to(port(8080)) }, 20)
   && alive($pid), 'nginx listens') or diag($t->read_file('image.out'));

my $r = http_get('/ant-sms-deliver?smsId=i-1&sendTime=1734509284831'
                 . '&sendResult=SUCCESS&smsCount=1&dr=000'
                 . '&destination=002348012345348');

is($r && $r->status, 200, 'a callback is taken');
is($t->wait_queue('ant:sms', 1, 10)->[0]{data}{smsId}, 'i-1',
   'and reaches Redis');

for my $process (descendants($pid)) {
    next unless cmdline($process) =~ /^nginx: master/;
    ok(end_process($process, 'QUIT', 15), 'and leaves when asked');
}

ok($t->wait_for(sub { !alive($pid) }, 10), 'the container has ended');
unlike($t->read_file('image.out'), qr/\[(alert|emerg)\]/, 'no alert');

output(@buildah, 'rm', $container);
$t->done;


sub output {
    my @command = @_;

    my $child = open my $out, '-|';
    die "fork: $!\n" unless defined $child;

    if (!$child) {
        open STDERR, '>&', \*STDOUT;
        exec @command or die "$command[0]: $!\n";
    }

    local $/;
    my $text = <$out> // '';
    close $out;
    $text =~ s{\s+$}{};
    return $text;
}
