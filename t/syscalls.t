#!/usr/bin/perl

# What the event loop of a worker asks of the kernel: in a request nothing
# but to read it and to answer it, and of Redis one send a batch.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Process qw/ spawn end_process /;

use Time::HiRes qw/ sleep /;

my $t = AntWebhook->new;
my $redis = $t->redis;

configure($t, journal => 'size=64m retain=2s segment=256k sync=100ms');
$t->run;

my ($worker) = $t->workers;

# a journal is made with the first event, and with files

send_events('a', 1 .. 50);
arrived($t, { map { ("a-$_" => 200) } 1 .. 50 }, 'before');
sleep 1.5;

my $port = $redis->port;
my $out = $t->testdir . '/strace.out';
my $strace = spawn(['strace', '-qq', '-yy', '-s', 60, '-o', $out, '-p',
                    $worker], out => $t->testdir . '/strace.err');

sub tracer {
    open my $f, '<', "/proc/$worker/status" or return 0;
    return (map { /^TracerPid:\s+(\d+)/ } <$f>)[0];
}

ok($t->wait_for(sub { tracer() == $strace }), 'strace is attached');

$redis->cmd('DEL', 'ant:sms');
$redis->cmd('CONFIG', 'RESETSTAT');
my $answers = $t->load(seconds => 4, rate => 3000, connections => 16)->run;
my $pushes = pushes($redis);

arrived($t, $answers, 'under strace');
end_process($strace, 'INT', 5);

my @calls = $t->read_file('strace.out') =~ /^(\w+\(.*)$/mg;
my $n = grep { $_ == 200 } values %$answers;

cmp_ok($n, '>', 1000, "$n events");

# from a request to its answer

my ($asked, %within, $requests);

# what nginx itself logs of another connection is not of a request

my $logged = qr/^(?:gettid\(|write\(\d+<[^>]*error\.log>)/;

for my $call (@calls) {
    if ($call =~ /^recvfrom\((\d+)<.*?\]>, "GET /) {
        $asked = $1;
        $requests++;

    } elsif (defined $asked && $call =~ /^(?:writev|sendto)\($asked</) {
        undef $asked;

    } elsif (defined $asked && $call !~ $logged) {
        $within{ $call =~ s/\(.*//r }++;
    }
}

cmp_ok($requests, '>=', $n, 'every request was seen');
delete $within{setsockopt};
is_deeply(\%within, {}, 'from recv to the answer no call but setsockopt');

# the whole loop: what has to do with files is done by the pool

my $files = qr/^(?:open|creat|mkdir|rmdir|unlink|rename|link|stat|lstat|fstat
                   |newfstatat|statx|access|faccessat|pread|pwrite|ftruncate
                   |truncate|fallocate|fsync|fdatasync|sync|msync|mmap|flock
                   |getdents|readlink|fchmod|fchown|lseek)/x;
my %done;

# malloc() maps memory, too: that is no file; and that a directory is still
# there is asked of what is open, which reads no disk

my $harmless = qr/MAP_ANONYMOUS|^fstat\(|^newfstatat\(\d+<[^>]*>, "",/;

for my $call (grep { /$files/ && !/$harmless/ } @calls) {
    $done{ $call =~ s/\(.*//r }++;
}

is_deeply(\%done, {}, 'the event loop does nothing with files');

my @writes = grep { /^p?writev?(?:64)?\(/ && !/^writev?\(\d+<(?:TCP|anon)/
                    && !/error\.log/ } @calls;

is_deeply(\@writes, [], 'and writes none but the log');

# and yet the segments turned, were synced, sealed and removed

cmp_ok($n * 240, '>', 3 * 262144, 'over several segments');

# sends to Redis

my @sends = grep { /^(?:sendto|writev?)\(\d+<TCP.*->127\.0\.0\.1:$port\]/ }
            @calls;

cmp_ok(@sends, '<=', $pushes * 1.1 + 5, 'one send a batch');
cmp_ok(@sends, '>=', 10, 'more than none');
cmp_ok(@sends, '<', $n / 2, 'which holds several events');

$t->done;
