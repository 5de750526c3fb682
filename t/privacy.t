#!/usr/bin/perl

# What stands in the error log, at level info, after everything has gone
# wrong: no line of ours holds a secret, a password, or what a callback
# carried.  Lines of nginx's own that hold the request line are those that
# docs/security.md lists, and none of them is of a server with its remedy.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Http qw/ connect_to /;

use Time::HiRes qw/ sleep /;

my $t = AntWebhook->new(limit => 100);
my $redis = $t->redis;
my $proxy = $t->proxy(6380 => 6379);

$redis->cmd('CONFIG', 'SET', 'requirepass', 'p4ssw0rd');
$redis->{password} = 'p4ssw0rd';

my $locations = join "\n", map { "        $_" } split /\n/, <<'EOF';
location = /sms { ant_webhook sms ant:sms; }
location = /ack {
    ant_webhook_redis 127.0.0.1:%%PORT_6380%% timeout=500ms password=p4ssw0rd
                      name=late-NAME;
    ant_webhook_ack redis;
    ant_webhook sms ant:ack;
}
location = /wrong {
    ant_webhook_redis 127.0.0.1:%%PORT_6379%% password=n0tright timeout=500ms
                      name=wrong-NAME;
    ant_webhook sms ant:wrong;
}
location = /denied { deny all; ant_webhook sms ant:sms; }
location = /limited { limit_req zone=one; ant_webhook sms ant:sms; }
location = /asked { auth_request /nobody; ant_webhook sms ant:sms; }
location = /nobody { internal; proxy_pass http://127.0.0.1:1; }
EOF

my %locations = map { ($_ => $locations =~ s/NAME/$_/gr) } qw/ open closed /;

$t->write_file_expand('nginx.conf', <<"EOF");
%%TEST_GLOBALS%%
worker_processes 1;
events { }
http {
    %%TEST_GLOBALS_HTTP%%
    limit_req_zone \$server_name zone=one:64k rate=1r/m;
    client_body_timeout 1s;
    client_header_timeout 1s;
    ant_webhook_redis    127.0.0.1:%%PORT_6380%% timeout=500ms
                         password=p4ssw0rd;
    ant_webhook_journal  %%TESTDIR%%/journal size=64m retain=1s;
    ant_webhook_secret   key s3cret;

    server {
        listen 127.0.0.1:%%PORT_8080%%;
        server_name open;
$locations{open}
    }

    server {
        listen 127.0.0.1:%%PORT_8081%%;
        server_name closed;
        error_log /dev/null emerg;
$locations{closed}
    }
}
EOF

$t->run;

# the same to both; numbers of one begin with 0023480, of the other 0023481

my %number = (8080 => '0023480', 8081 => '0023481');

for my $n (8080, 8081) {
    everything(port($n), $number{$n} . '12345348');
}


sub everything {
    my ($port, $number) = @_;
    my $to = { port => $port };
    my $args = "smsId=a&sendTime=1&sendResult=S&smsCount=1";
    my $one = "$args&destination=$number";
    my $long = 'x' x 9000;

    is(http_get("/sms?key=s3cret&$one", $to)->status, 200, 'accepted');
    is(http_get("/sms?key=s3cret&$one&smsId=b", $to)->status, 400,
       'rejected');
    is(http_get("/sms?key=s3cret&$one" . "0000000", $to)->status, 400,
       'no number');
    is(http_get("/sms?key=wr0ng&$one", $to)->status, 403, 'forbidden');
    is(http_get("/sms?$one", $to)->status, 403, 'no secret');
    is(http_get("/sms?key=s3cret&$one&" . join('&', 1 .. 70), $to)->status,
       400, 'too many');
    is(http_request('PUT', "/sms?key=s3cret&$one", $to)->status, 405,
       'a method');
    is(http_post("/sms?key=s3cret&$one", '{}',
                 'Content-Type: application/json', $to)->status, 415,
       'no form');
    is(http_post("/sms?key=s3cret&$one", "x=" . 'x' x 20000, $to)->status,
       413, 'a large form');
    is(http_post("/sms?key=s3cret&$one", "x=" . 'x' x 2000000, $to)->status,
       413, 'one that nginx refuses');
    is(http_get("/sms?key=s3cret&$one&x=$long", $to)->status, 414,
       'a long line');
    like(http("GET /sms?key=s3cret&$one HTTP/1.1\r\nHost: a\r\n"
              . "X-\0: $number\r\n\r\n", $to), qr/ 400 /, 'a bad header');
    is(http_get("/denied?key=s3cret&$one", $to)->status, 403, 'deny');
    http_get("/limited?key=s3cret&$one", $to);
    is(http_get("/limited?key=s3cret&$one", $to)->status, 503, 'limit_req');
    is(http_get("/asked?key=s3cret&$one", $to)->status, 500, 'auth_request');
    is(http_get("/wrong?key=s3cret&$one", $to)->status, 200,
       'a list whose Redis refuses us');

    # a header that does not end, a body that does not, and one whose sender
    # leaves

    my $slow = connect_to($port);

    print $slow "GET /sms?key=s3cret&$one HTTP/1.1\r\nHost: a\r\n";

    for my $wait (1, 0) {
        my $s = connect_to($port);

        print $s "POST /sms?key=s3cret&$one HTTP/1.1\r\nHost: a\r\n"
                 . "Content-Type: application/x-www-form-urlencoded\r\n"
                 . "Content-Length: 30\r\n\r\nx=$number";
        sleep($wait ? 1.5 : 0.2);
        close $s;
    }

    close $slow;

    # an answer that waits, and nobody who waits for it

    $proxy->freeze;
    is(http_get("/ack?key=s3cret&$one", $to)->status, 503, 'not in time');

    my $s = connect_to($port);

    print $s "GET /ack?key=s3cret&$one HTTP/1.1\r\nHost: a\r\n\r\n";
    sleep 0.1;
    close $s;
    sleep 0.3;
    $proxy->thaw;

    # replies that say the number

    for my $reply ("-ERR $number\r\n", "-$number s3cret\r\n",
                   "-WRONGTYPE $number\r\n", "+$number\r\n",
                   "*2\r\n\$15\r\n$number\r\n:1\r\n")
    {
        my $before = $proxy->stats->{dropped};

        $proxy->replace_reply($reply, match => 'smsId');
        http_get("/sms?key=s3cret&$one", $to);
        $t->wait_for(sub { $proxy->stats->{dropped} > $before }, 8);
        $proxy->pass;
        $proxy->rst;
    }

    # damage, and a journal without an owner

    $redis->freeze;
    is(http_get("/sms?key=s3cret&$one" =~ s/smsId=a/smsId=hangs/r, $to)
       ->status, 200, 'while it hangs') for 1 .. 3;

    my ($file) = contains($t, '"smsId":"hangs"');

    $t->kill_worker($_) for $t->workers;
    damage($file, '"smsId":"hangs"');
    $redis->thaw;
    $t->wait_for(sub { $t->workers == 1 });

    # no place

    chmod 0, $t->journal;
    ok($t->wait_for(sub {
        return http_get("/sms?key=s3cret&$one", $to)->status == 503;
    }, 10), 'no place');
    chmod 0700, $t->journal;
    ok($t->wait_for(sub {
        return http_get("/sms?key=s3cret&$one", $to)->status == 200;
    }, 10), 'a place again');
}


# The first event with the text is another one, what stands behind it is not.

sub damage {
    my ($name, $text) = @_;

    open my $f, '+<:raw', $name or die "$name: $!\n";
    local $/;
    my $at = index <$f>, $text;

    seek $f, $at, 0;
    print $f 'XXXX';
    close $f or die "$name: $!\n";
}


ok($t->wait_for_log(qr/is damaged/, 15), 'damage is told');
ok($t->wait_for_log(qr/\(WRONGPASS\)|NOAUTH|refuses our|is down/, 5),
   'and that a Redis refuses us');
$redis->cmd('DEL', 'ant:sms');
$t->stop;

my @log = split /\n/, $t->read_file('error.log');
my @ours = grep { /ant_webhook: / } @log;
my $told = qr/00234801234534|00234811234534|s3cret|wr0ng|p4ssw0rd|n0tright/;

cmp_ok(scalar @ours, '>=', 15, 'many lines of ours');
is(join("\n", grep { /$told/ } @ours), '', 'no line of ours tells anything');
is(join("\n", grep { /, client: / } @ours), '', 'or is of a request');

# at level debug nginx is all that has any

is(join(' ', grep {
    local (@ARGV, $/) = $_;
    <> =~ /ngx_log_debug/;
} glob '*.c src/*.[ch]'), '', 'no line of ours is for level debug');

# nginx's own, by the list

my $doc = do { local (@ARGV, $/) = 'docs/security.md'; <> };
my ($table) = $doc =~ /\n\| nginx's line \|.*?\n((?:\|.*\n)+)/;
my @listed = map { /^\| `([^`]+)` \|/ ? $1 : () } split /\n/, $table // '';
my @telling = grep { /$told/ && !/ant_webhook: / } @log;
my %seen;

cmp_ok(scalar @listed, '>', 5, 'docs/security.md lists lines of nginx');
cmp_ok(scalar @telling, '>', 5, 'there are such lines');

for my $line (@telling) {
    my ($entry) = grep { index($line, $_) >= 0 } @listed;

    $seen{$entry // "not listed: $line"}++;
}

is(join("\n", grep { /^not listed/ } keys %seen), '', 'they are listed');
is_deeply([grep { !$seen{$_} } @listed], [], 'and each of the list was seen');
is(join("\n", grep { index($_, $number{8081}) >= 0 } @log), '',
   'with error_log /dev/null emerg there is none');

$t->done;
