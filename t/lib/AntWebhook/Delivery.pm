package AntWebhook::Delivery;

# What the tests of delivery share: a configuration, and the comparison of
# what was answered with what is on the list.
#
#   use AntWebhook::Delivery;
#
#   configure($t, workers => 2, redis => '127.0.0.1:%%PORT_6379%%',
#             journal => 'size=64m', main => '', http => '', locations => '');
#                                         # each has a default
#   send_event($id, uri => '/a', number => '0023480');     # status
#   send_events('a', 1 .. 10, uri => '/a');      # dies if not each gives 200
#   ids($t, 'ant:sms');                   # the smsIds, in the list's order
#   arrived($t, $answers, 'name', list => 'ant:sms', redis => $redis,
#           within => 20);                # 3 tests: lost, dup, extra
#   pushes($redis);                       # scripts that Redis was sent
#   fences($redis, 'ant:sms:fence');      # {JOURNAL ID => SEQUENCE}
#   settled($t, 2, 'name');               # waits: that many journals are left
#                                         # on the disk, and as many fences,
#                                         # or fields => N of this list
#   contains($t, 'text');                 # files of the journal with that text
#   files($t);                            # open files of the worker that has
#                                         # most
#   answers(@more);                       # several {ID => STATUS} as one

use warnings;
use strict;

use Exporter qw/ import /;
use Test::More ();
use Time::HiRes qw/ sleep time /;

use AntWebhook::Http qw/ http_get /;
use AntWebhook::Load;
use AntWebhook::Process qw/ fd_count wait_until /;

our @EXPORT = qw/ configure sms send_event send_events ids arrived pushes
                  fences settled contains files answers /;


sub configure {
    my ($t, %o) = @_;

    my %c = (
        workers => 1,
        redis => '127.0.0.1:%%PORT_6379%% timeout=1s',
        journal => 'size=64m retain=2s',
        main => '',
        http => '',
        locations => 'location = /ant-sms-deliver { ant_webhook sms ant:sms; }',
        %o,
    );

    $t->write_file_expand('nginx.conf', <<"EOT");
%%TEST_GLOBALS%%
worker_processes $c{workers};
$c{main}
events { }
http {
    %%TEST_GLOBALS_HTTP%%
    keepalive_requests 1000000;
    ant_webhook_redis    $c{redis};
    ant_webhook_journal  @{[$t->journal]} $c{journal};
    $c{http}
    server {
        listen 127.0.0.1:%%PORT_8080%%;
        $c{locations}
    }
}
EOT
}


# The request of one event.

sub sms {
    my ($id, %o) = @_;
    my $uri = $o{uri} // '/ant-sms-deliver';
    my $number = $o{number} // '002348012345348';

    return "$uri?smsId=$id&sendTime=1734509284831&sendResult=SUCCESS"
           . "&smsCount=1&dr=000&destination=$number";
}


sub send_event {
    my ($id, %o) = @_;
    my $r = http_get(sms($id, %o));

    return $r ? $r->status : 0;
}


# Dies unless each is accepted.

sub send_events {
    my ($prefix, @numbers) = @_;
    my %o;

    if (grep { $_ eq 'uri' } @numbers) {
        %o = splice @numbers, -2;
    }

    for my $n (@numbers) {
        my $status = send_event("$prefix-$n", %o);
        die "event $prefix-$n: $status\n" if $status != 200;
    }

    return { map { ("$prefix-$_" => 200) } @numbers };
}


sub answers {
    return { map { %$_ } @_ };
}


sub ids {
    my ($t, $list, $redis) = @_;
    my $step = 20000;
    my (@ids, $part);

    $redis //= $t->redis;

    do {
        $part = $redis->cmd('LRANGE', $list, scalar @ids, @ids + $step - 1);
        push @ids, map { /"smsId":"([^"]*)"/ ? $1 : "no id: $_" } @$part;
    } while (@$part == $step);

    return @ids;
}


sub some {
    my ($ids) = @_;
    my @ids = @$ids;
    my $n = @ids;

    return $n > 5 ? join(' ', @ids[0 .. 4], "... $n") : "@ids";
}


# The elements of the first of them, and where they stand in the list.

sub whole {
    my ($redis, $list, $ids) = @_;
    my $elements = $redis->cmd('LRANGE', $list, 0, -1);

    return join "\n", map { "$_: $elements->[$_]" }
                      grep { $elements->[$_] =~ /"smsId":"\Q$ids->[0]\E"/ }
                      0 .. $#$elements;
}


# Waits until nothing is lost any more, and then a little for what is too
# much.

sub arrived {
    my ($t, $answers, $name, %o) = @_;
    my $redis = $o{redis} // $t->redis;
    my $list = $o{list} // 'ant:sms';
    my $accepted = grep { $_ == 200 } values %$answers;
    my $v;

    my $judge = sub {
        my $n = eval { $redis->cmd('LLEN', $list) };
        return if !defined $n || $n < $accepted;

        $v = AntWebhook::Load::verdict($answers, [ids($t, $list, $redis)]);
        return !@{ $v->{lost} };
    };

    my $end = time() + ($o{within} // 20);

    until ($judge->() || time() > $end) {
        sleep 0.1;
    }

    sleep($o{after} // 0.2);
    $v = AntWebhook::Load::verdict($answers, [ids($t, $list, $redis)]);

    local $Test::Builder::Level = $Test::Builder::Level + 1;

    for my $kind (qw/ lost dup extra /) {
        Test::More::is(some($v->{$kind}), '', "$name: no $kind, $accepted")
            or Test::More::diag(whole($redis, $list, $v->{$kind}));
    }
}


sub pushes {
    my ($redis) = @_;

    return $redis->cmd('INFO', 'commandstats')
               =~ /^cmdstat_eval:calls=(\d+)/m ? $1 : 0;
}


sub fences {
    my ($redis, $key) = @_;
    my %h = @{ $redis->cmd('HGETALL', $key) };

    return { map { ($_ => $h{$_}) } grep { !/:/ } keys %h };
}


sub settled {
    my ($t, $n, $name, %o) = @_;
    my $redis = $o{redis} // $t->redis;
    my $key = $o{fence} // 'ant:sms:fence';
    my $fields = $o{fields} // $n;
    my (@dirs, @fields);

    wait_until(sub {
        @dirs = $t->journal_dirs;
        @fields = @{ $redis->cmd('HKEYS', $key) };
        return @dirs <= $n && @fields <= 2 * $fields;
    }, $o{within} // 30);

    local $Test::Builder::Level = $Test::Builder::Level + 1;

    Test::More::ok(@dirs <= $n && @fields <= 2 * $fields,
                   "$name: $n journals and their fences are left")
        or Test::More::diag("@dirs\n@fields");
}


sub contains {
    my ($t, $text) = @_;
    my @files;

    for my $name ($t->journal_files) {
        open my $f, '<:raw', $name or next;
        local $/;
        push @files, $name if index(<$f> // '', $text) >= 0;
    }

    return @files;
}


sub files {
    my ($t) = @_;

    return (sort { $b <=> $a } map { fd_count($_) } $t->workers)[0];
}


1;
