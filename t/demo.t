#!/usr/bin/perl

# make demo and make run as a user sees them, and make send against the
# latter: every answer and every element is there, and nothing stays.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;

use AntWebhook::Process qw/ descendants end_process exit_status spawn
                            wait_exit /;

my $t = AntWebhook->new(limit => 60);
my $dir = $t->testdir;

$ENV{TMPDIR} = "$dir/tmp";
mkdir "$dir/tmp", 0755;

my $pid = spawn(['tools/demo'], out => "$dir/demo.out");

ok(wait_exit($pid, 30), 'the demo ends by itself');
is(exit_status($pid), 0, 'and well');

my $out = $t->read_file('demo.out');

is(() = $out =~ /^  -> 200 $/mg, 4, 'four events are accepted')
    or diag($out);
like($out, qr/^  -> 400 \{"error":"destination","reason":"[^"]+"\}$/m,
     'a bad one is not');

for my $event (qw/ sms ivr call number_status /) {
    like($out, qr/^  -> \{"id":"[0-9a-f]{24}-\d+","event":"$event",/m,
         "an element: $event");
}

like($out, qr/^  -> \{"id".*"error":"destination".*destination=unknown/m,
     'the bad one is kept');
is_deeply([files("$dir/tmp")], [], 'no file is left');
is_deeply([descendants($$)], [], 'no process is left');

# make run, and make send against it

$pid = spawn(['tools/demo', '--stay'], out => "$dir/run.out");

ok($t->wait_for(sub { $t->read_file('run.out') =~ /Ctrl-C/ }, 20),
   'run stays');

my ($url) = $t->read_file('run.out') =~ /URL=(\S+)/;
my ($base) = $url =~ m{^(http://[^/]+)/};
my %path = (sms => 'ant-sms-deliver', ivr => 'ant-ivr', call => 'ant-call',
            number_status => 'ant-number');

for my $event (sort keys %path) {
    my $said = `tools/send --url $base/$path{$event} --event $event \\
                           --count 20 --rate 200`;

    is($?, 0, "send $event") or diag($said);
    like($said, qr/^20 sent in .*^      20  200$/ms, 'all are accepted');
}

like(`tools/send --url $base/none --count 3`, qr/^       3  404$/m,
     'send tells what it got');

ok(end_process($pid, 'INT', 10), 'Ctrl-C ends it');
is(exit_status($pid), 0, 'well');
is_deeply([files("$dir/tmp")], [], 'no file is left');
is_deeply([descendants($$)], [], 'no process is left');

$t->done;


sub files {
    my ($dir) = @_;

    opendir my $d, $dir or return;
    return grep { !/^\./ && !/^ant-webhook-ports/ } readdir $d;
}
