#!/usr/bin/perl

# ant_webhook_ack disk: a 200 goes out once its record is under a finished
# fdatasync(), one of which serves all that came before it; a sync that fails
# is a 503, and that file is never synced again.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Late;
use AntWebhook::Process qw/ alive /;

use IO::Select;
use IO::Socket::INET;
use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new;
my $redis = $t->redis(aof => 1);
my $locations = <<'EOT';
log_format verdict '$uri $status $ant_webhook_id $ant_webhook_verdict '
                   '"$ant_webhook_reason"';
server {
    listen 127.0.0.1:%%PORT_8080%%;
    listen 127.0.0.1:%%PORT_8081%% http2;
    access_log %%TESTDIR%%/access.log verdict;

    ant_webhook_ack disk;

    location = /ant-sms-deliver { ant_webhook sms ant:sms; }
    location = /journal {
        ant_webhook      sms ant:journal;
        ant_webhook_ack  journal;
    }
    location = /page {
        error_page  503 =218 /busy;
        ant_webhook sms ant:sms;
    }
    location = /busy { return 218 "busy"; }
    location = /again {
        error_page  503 = @again;
        ant_webhook sms ant:sms;
    }
    location @again { ant_webhook sms ant:sms; }
    location = /auth.html {
        root %%TESTDIR%%;
        set $saved $args;
        auth_request /sub;
    }
    location = /sub {
        set $args $saved;
        ant_webhook sms ant:sms;
    }
    location = /mirror.html {
        root %%TESTDIR%%;
        mirror /ant-sms-deliver;
    }
    location = /ssi.html  { ssi on; root %%TESTDIR%%; }
    location = /other     { return 204; }
}
EOT

# nothing but what waits asks for a sync: sync=0

sub start {
    my (%o) = @_;

    $t->stop;
    configure($t, journal => $o{journal} // 'size=64m retain=2s sync=0',
              main => 'thread_pool default threads=1; ' . ($o{main} // ''),
              http => $locations,
              locations => 'listen 127.0.0.1:%%PORT_8082%%;');
    $t->write_file_expand('nginx.conf', $t->read_file('nginx.conf')
        =~ s/listen \S+:@{[port(8080)]};\s+(listen \S+:@{[port(8082)]};)/$1/r);
    $t->run;

    return ($t->workers)[0];
}

sub write_calls {
    return grep { /(?:writev|sendto)\(\d+<TCP:.*HTTP\/1\.1 / } @_;
}

my $worker = start();

# one request: the answer comes after the sync

my $answers = send_events('first', 1 .. 3);
my $s = inject($t, $worker, 'fdatasync:delay_exit=200000');
my ($r) = ask(sms('one'));

sleep 0.1;
is(answered($r), 0, 'no answer while the disk is busy');
is(answer($r)->status, 200, 'then 200');

my @calls = $s->end;
my ($sync) = grep { $calls[$_] =~ /fdatasync\(\d+<.*seg>|fdatasync resumed/ }
             reverse 0 .. $#calls;
my ($write) = grep { $calls[$_] =~ /HTTP\/1\.1 200/ } 0 .. $#calls;

ok(defined $sync && defined $write && $sync < $write,
   'it leaves when fdatasync() has returned');
$answers = answers($answers, { one => 200 });

# many: a group

$s = inject($t, $worker, 'fdatasync:delay_enter=300000');

my $begin = time();
my @asked = ask(sms('group-0'));

sleep 0.1;
push @asked, ask(map { sms("group-$_") } 1 .. 60);

my %statuses;

$statuses{$_}++ for statuses(5, @asked);
is_deeply(\%statuses, { 200 => 61 }, 'each of a group is answered');
cmp_ok(time() - $begin, '<', 2, 'all of them by a few syncs');
@calls = grep { /fdatasync\(\d+</ } $s->end;
cmp_ok(@calls, '<=', 5, @calls . ' of them');
cmp_ok(@calls, '>=', 2, 'those that came meanwhile wait for the next');
$answers = answers($answers, { map { ("group-$_" => 200) } 0 .. 60 });
arrived($t, $answers, 'a group');

# a disk that is slow keeps nobody else

$s = inject($t, $worker, 'fdatasync:delay_enter=1500000');
@asked = ask(map { sms("slow-$_") } 1 .. 5);
sleep 0.1;
$begin = time();
is(http_get('/other')->status, 204, 'another location') for 1 .. 20;
is(send_event('j-1', uri => '/journal'), 200, 'ack journal');
cmp_ok(time() - $begin, '<', 0.5, 'answers at once meanwhile');
is(answered(@asked), 0, 'the disk is still busy');
is_deeply([statuses(20, @asked)], [(200) x 5], 'and then it is not');
$s->end;
$answers = answers($answers, { map { ("slow-$_" => 200) } 1 .. 5 });

# a sync that fails

$s = fail_sync($t, $worker, 'ant:sms');
@asked = ask(sms('fails'));
$r = answer($asked[0]);
is($r->status, 503, 'a sync that fails: 503');
ok($r->header('Retry-After') > 0, 'with Retry-After');
ok($t->wait_for(sub { send_event('mended') == 200 }, 5), 'then 200 again');
@calls = $s->end;

my ($failed) = map { /fdatasync\(\d+<([^>]*)>/ ? $1 : () }
               grep { /EIO/ } @calls;

is(() = (grep { /f(?:data)?sync\(\d+<\Q$failed\E>/ } @calls), 1,
   'the file is never synced again');
is(() = $t->log_lines(qr/\[crit\].*syncing a segment failed/), 1, 'told once');
$answers = answers($answers, { mended => 200 });
delete $answers->{fails};
ok($t->wait_for(sub { grep { $_ eq 'fails' } ids($t, 'ant:sms') }, 5),
   'its event is not lost either');

# more came while it failed: refused as well, and nobody is stuck after it

$s = fail_sync($t, $worker, 'ant:sms', 'delay_enter=500000');
@asked = ask(sms('fails-1'));
sleep 0.2;
push @asked, ask(map { sms("fails-$_") } 2 .. 10);
is_deeply([statuses(5, @asked)], [(503) x 10], 'what came meanwhile fails too');
$s->end;
ok($t->wait_for(sub { send_event('mended-2') == 200 }, 5), 'then 200 again');
is_deeply([statuses(2, ask(map { sms("next-$_") } 1 .. 10))], [(200) x 10],
          'and at once');
$answers = answers($answers, { 'mended-2' => 200,
                               map { ("next-$_" => 200) } 1 .. 10 });

# ... under ack journal, too: 503 until a segment can be made

$worker = start(journal => 'size=64m retain=2s sync=100ms');
send_event('k-0', uri => '/journal');
sleep 1.5;
$s = inject($t, $worker, 'fdatasync:error=EIO');
send_event('k-1', uri => '/journal');
ok($t->wait_for(sub { send_event('k-2', uri => '/journal') == 503 }, 5),
   'ack journal: 503 after a background sync has failed');
sleep 2;
is(send_event('k-3', uri => '/journal'), 503, 'as long as none can be made');
$s->end;
ok($t->wait_for(sub { send_event('k-4', uri => '/journal') == 200 }, 5),
   'then by itself 200');

for my $id (qw/ j-1 k-0 k-1 k-4 /) {
    ok($t->wait_for(sub { grep { $_ eq $id } ids($t, 'ant:journal') }),
       "$id arrives");
}

# who asks, and how

$worker = start();

my $body = sms('post') =~ s/.*\?//r;

is(http_post('/ant-sms-deliver', $body,
             'Content-Type: application/x-www-form-urlencoded')->status, 200,
   'a form');
is(http_get(sms('bad') =~ s/smsCount=1/smsCount=x/r)->status, 400,
   'what is rejected is answered at once');
is(http_head('/ant-sms-deliver?a=1')->status, 200, 'so is a probe');

my @many = http_many(join('', map {
    "GET " . sms("pipe-$_") . " HTTP/1.1\r\nHost: a\r\n\r\n"
} 1 .. 20), 20);

is(scalar(grep { $_->status == 200 } @many), 20, 'pipelined on one connection');

is_deeply(http2(map { sms("h2-$_") } 1 .. 12), { 200 => 12 },
          'HTTP/2, twelve streams at once');

$t->write_file("$_.html", 'page') for qw/ auth mirror /;
is(http_get(sms('auth', uri => '/auth.html'))->body, 'page', 'auth_request');
is(http_get(sms('mirror', uri => '/mirror.html'))->body, 'page', 'mirror');

$t->write_file('ssi.html', join '', map {
    '<!--# include virtual="/ant-sms-deliver?' . ($body =~ s/post/ssi/r)
    . '" -->'
} 1 .. 3);
is(http_get('/ssi.html')->status, 200, 'three subrequests');

$answers = answers($answers, { map { ($_ => 200) }
                               qw/ post auth mirror ssi /,
                               (map { "pipe-$_" } 1 .. 20),
                               (map { "h2-$_" } 1 .. 12) });

my @extra = ('fails', map { "fails-$_" } 1 .. 10);

$answers = answers($answers, { map { ($_ => 0) } @extra });
arrived($t, $answers, 'in every way');

# error_page

$s = fail_sync($t, $worker, 'ant:sms');
$r = http_get(sms('page', uri => '/page'));
is($r->status, 218, 'error_page for a sync that failed');
is($r->body, 'busy', 'is shown');
$s->end;
ok($t->wait_for(sub { send_event('mended-3') == 200 }, 5), 'mended');
$s = fail_sync($t, $worker, 'ant:sms');
is(http_get(sms('again', uri => '/again'))->status, 503,
   'an error_page that leads to another ant_webhook: one request, one event');
$s->end;
ok($t->wait_for(sub { send_event('mended-4') == 200 }, 5), 'mended');

my ($log) = grep { /^\/busy/ } split /\n/, $t->read_file('access.log');

like($log, qr/^\/busy 218 [0-9a-f]{24}-\d+ refused "the disk failed"$/,
     'what the log says');
like($t->read_file('access.log'),
     qr/^\/ant-sms-deliver 200 [0-9a-f]{24}-\d+ accepted "-?"$/m,
     'and of one that went well');

# a client that leaves

$s = inject($t, $worker, 'fdatasync:delay_enter=500000');
@asked = ask(map { sms("left-$_") } 1 .. 20);
sleep 0.1;
leave(@asked[0 .. 9]);
is_deeply([statuses(5, @asked[10 .. 19])], [(200) x 10],
          'when others have left');
$s->end;
is(($t->workers)[0], $worker, 'the worker lives');

$answers = answers($answers, { map { ($_ => 200) } qw/ mended-3 mended-4 /,
                               map { "left-$_" } 1 .. 20 },
                   { page => 0, again => 0 });
arrived($t, $answers, 'clients that left');

# a worker that quits owes its answers

$s = inject($t, $worker, 'fdatasync:delay_enter=1000000');
@asked = ask(map { sms("quit-$_") } 1 .. 10);
sleep 0.2;
kill 'QUIT', $t->master;
is_deeply([statuses(6, @asked)], [(200) x 10], 'a graceful quit');
$s->end;
ok($t->wait_for(sub { !alive($worker) }, 8), 'then it leaves');
$t->stop;
$answers = answers($answers, { map { ("quit-$_" => 200) } 1 .. 10 });

# ... but not longer than it is allowed to

$worker = start(main => 'worker_shutdown_timeout 1s;');
send_events('w', 1);
sleep 0.5;
$s = inject($t, $worker, 'fdatasync:delay_enter=5000000');
@asked = ask(map { sms("timeout-$_") } 1 .. 5);
sleep 0.2;
$begin = time();
kill 'QUIT', $t->master;
is_deeply([statuses(4, @asked)], [(0) x 5],
          'worker_shutdown_timeout: no answer is sent');
cmp_ok(time() - $begin, '<', 3.5, 'and it is kept');
$s->end;
ok($t->wait_for(sub { !alive($worker) }, 10), 'it leaves');
$t->stop;

$answers = answers($answers, { 'w-1' => 200,
                               map { ("timeout-$_" => 0) } 1 .. 5 });

# killed while they wait: those that were answered are there

$worker = start();
$answers = answers($answers, $t->load(seconds => 2, connections => 16,
                                      prefix => 'load')->run);
my $load = $t->load(seconds => 3, connections => 16, prefix => 'kill')->start;
sleep 1;
$t->kill_worker($_) for $t->workers;
$answers = answers($answers, $load->finish);
cmp_ok((grep { /^kill/ && $answers->{$_} == 200 } keys %$answers), '>', 100,
       'a worker killed under load');
arrived($t, $answers, 'in the end');

$t->done;


# {STATUS => HOW MANY}, of one connection that has all requests at once.

sub http2 {
    my (@uris) = @_;
    my $c = IO::Socket::INET->new(PeerAddr => '127.0.0.1',
                                  PeerPort => port(8081)) or die "connect\n";
    my $out = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" . frame(4, 0, 0, '');
    my ($in, $id, %statuses) = ('', 1);

    # :method GET, :scheme http, :path, :authority

    for my $uri (@uris) {
        $out .= frame(1, 5, $id, "\x82\x86\x04" . hpack($uri) . "\x01"
                                 . hpack('localhost'));
        $id += 2;
    }

    print $c $out;
    $c->flush;

    my $end = time() + 5;

    while ((my $left = $end - time()) > 0) {
        last unless IO::Select->new($c)->can_read($left);
        last unless sysread $c, $in, 65536, length $in;

        while (length $in >= 9) {
            my $size = unpack 'N', "\0" . substr $in, 0, 3;
            last if length $in < 9 + $size;

            my ($type, $first) = unpack 'x3 C x5 C', $in;
            $statuses{ $first == 0x88 ? 200 : $first }++ if $type == 1;
            substr $in, 0, 9 + $size, '';
        }

        my $n = 0;
        $n += $_ for values %statuses;
        last if $n == @uris;
    }

    return \%statuses;
}


sub frame {
    my ($type, $flags, $stream, $payload) = @_;

    return substr(pack('N', length $payload), 1)
           . pack('CCN', $type, $flags, $stream) . $payload;
}


sub hpack {
    my ($text) = @_;
    my $len = length $text;

    return chr($len) . $text if $len < 127;

    # less than 127 + 16384

    $len -= 127;
    return ($len < 128 ? "\x7f" . chr $len
                       : "\x7f" . chr($len & 127 | 128) . chr($len >> 7))
           . $text;
}
