#!/usr/bin/perl

# A heartbeat is under way when its journal is no longer in a hurry: there was
# more confirmed data than may be kept, and another list's has gone.  No batch
# follows it before its answer, be it full.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;

use Time::HiRes qw/ sleep /;

my $t = AntWebhook->new;
my $redis = $t->redis;
my $proxy = $t->proxy(6380 => 6379);
my $large = join '&', map { "$_=" . 'x' x 1000 } qw/ a b c /;

configure($t, redis => '127.0.0.1:%%PORT_6379%% timeout=500ms',
          journal => 'size=2m retain=60s', locations => <<'EOT');
location = /large {
    ant_webhook_rejected off;
    ant_webhook any ant:large;
}
location = /slow {
    ant_webhook_redis 127.0.0.1:%%PORT_6380%% name=slow timeout=20s batch=5;
    ant_webhook_rejected off;
    ant_webhook any ant:slow;
}
EOT
$t->run;

# both have confirmed segments, together more than a quarter of the bound

take(slow => 1 .. 100);
take(large => 1 .. 200);

my ($id) = keys %{ fences($redis, 'ant:large:fence') };
my ($large_dir) = grep { /\Q$id\E$/ } $t->journal_dirs;

$proxy->hold(match => 'ARGV[3])');
ok($t->wait_for(sub { $proxy->held }), 'a heartbeat is under way');
ok($t->wait_for(sub { !-e "$large_dir/00000000.seg" }),
   'what the other list had confirmed goes');
sleep 1.2;

my $before = length $proxy->sent;

send_events('s', 1 .. 20, uri => '/slow');
sleep 0.5;
is(() = substr($proxy->sent, $before) =~ /smsId/g, 0, 'no batch follows it');
$proxy->release;
ok($t->wait_for(sub { $redis->cmd('LLEN', 'ant:slow') == 120 }),
   'they go once it is answered');
$t->done;


# Large events, until all are on the list.

sub take {
    my ($list, @n) = @_;

    # a segment may not be ready yet

    for my $n (@n) {
        $t->wait_for(sub { http_get("/$list?n=$n&$large")->status == 200 })
            or die "$list: not taken\n";
    }

    ok($t->wait_for(sub { $redis->cmd('LLEN', "ant:$list") == @n }),
       "$list: pushed");
}
