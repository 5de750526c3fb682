#!/usr/bin/perl

# What is on the disk: a record before its answer; what remains of a journal
# that was damaged, emptied or is not ours to read; journals whose endpoint
# left, came back, or moved.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Segment;

use Time::HiRes qw/ sleep /;

my $t = AntWebhook->new;
my $root = $t->journal;
my ($www, $group) = (getpwnam 'www-data')[2, 3];
my $redis = AntWebhook::Redis->new(dir => $t->testdir . '/redis-6379',
                                   port => port(6379), aof => 1);

$t->{redis}{6379} = $redis;

# nothing listens there yet

configure($t);
$t->run;

# the record is there when the answer is read, whole

my @whole = grep {
    send_event("a-$_") == 200
        && (map { records($_) } $t->journal_files)[-1]{payload}
           =~ /^\{"id":.*"smsId":"a-$_",.*\}\}$/
} 1 .. 100;

is(@whole, 100, 'an answer is sent after its record is whole');

# it outlives the worker that wrote it

for my $n (1 .. 3) {
    my ($pid) = $t->workers;

    send_events('b', $n);
    $t->kill_worker($pid);
    $t->wait_for(sub { grep { $_ != $pid } $t->workers }) or last;
}

$redis->start;
arrived($t, { (map { ("a-$_" => 200) } 1 .. 100),
              (map { ("b-$_" => 200) } 1 .. 3) },
        'a worker killed right after its answer');

# damage: a list for each kind of it

my @damages = (
    ['torn', 0, sub {
        my ($f, @records) = @_;
        truncate $f, $records[-1]{offset} + 40;
        return $records[-1];
    }],
    ['torn in front of a record', 0, sub {
        my ($f, @records) = @_;
        truncate $f, $records[-2]{offset};
        return @records[-2, -1];
    }],
    ['a flipped bit', 1, sub {
        my ($f, @records) = @_;
        overwrite($f, $records[50]{offset} + 60,
                  chr(ord(substr $records[50]{payload}, 36, 1) ^ 4));
        return $records[50];
    }],
    ['a flipped bit in a length', 1, sub {
        my ($f, @records) = @_;
        overwrite($f, $records[70]{offset},
                  chr((length($records[70]{payload}) & 255) ^ 64));
        return $records[70];
    }],
    ['the first one zeroed', 1, sub {
        my ($f, @records) = @_;
        overwrite($f, $records[0]{offset}, "\0" x 24);
        return $records[0];
    }],
    ['a page of zeros', 1, sub {
        my ($f, @records) = @_;
        overwrite($f, 8192, "\0" x 4096);
        return grep { $_->{offset} + $_->{size} > 8192
                      && $_->{offset} < 12288 } @records;
    }],
    ['garbage behind the end', 0, sub {
        my ($f, @records) = @_;
        overwrite($f, $records[-1]{offset} + $records[-1]{size}, 'x' x 500);
        return;
    }],
);

empty();
$redis->stop;
configure($t, locations => join "\n", map {
    "location = /$_ { ant_webhook sms ant:$_; }"
} 0 .. $#damages);
$t->run;

my @answers = map { send_events($_, 1 .. 150, uri => "/$_") } 0 .. $#damages;
my %file;

$t->kill_all;

for my $name ($t->journal_files) {
    my ($first) = records($name) or next;
    my ($n) = $first->{payload} =~ /"smsId":"(\d+)-1"/ or die "$name\n";
    $file{$n} = $name;
}

for my $n (0 .. $#damages) {
    my ($name, $reported, $damage) = @{ $damages[$n] };
    my @records = records($file{$n});

    is(@records, 150, "$name: records before it");
    open my $f, '+<:raw', $file{$n} or die "$file{$n}: $!\n";

    for my $lost ($damage->($f, @records)) {
        my ($id) = $lost->{payload} =~ /"smsId":"([^"]+)"/;
        delete $answers[$n]{$id} or die "not there: $id\n";
    }

    close $f;
}

$redis->start;
$t->run;

for my $n (0 .. $#damages) {
    my ($name, $reported) = @{ $damages[$n] };

    arrived($t, $answers[$n], $name, list => "ant:$n");
    is(() = ids($t, "ant:$n"), keys %{ $answers[$n] },
       "$name: nothing else came");
    is(() = $t->log_lines(qr/\[crit\].* list "ant:$n" is damaged/), $reported,
       "$name: reported $reported times");
}

settled($t, 0, 'all of them');


sub empty {
    $t->stop;
    $redis->cmd('FLUSHALL');
    system('rm', '-rf', $root);
}


# several segments, of which the first has lost its header, and another has
# no name that says what it is

empty();
$redis->stop;
configure($t, journal => 'size=64m retain=2s segment=64k');
$t->run;

my $answers = $t->load(count => 2000, rate => 2000, connections => 2,
                       prefix => 's')->run;

$t->kill_all;

my @files = grep { records($_) } $t->journal_files;

cmp_ok(@files, '>', 3, 'several segments');
open my $f, '+<:raw', $files[0] or die;
overwrite($f, 100, 'x');
close $f;
rename $files[1], $files[1] =~ s/\w+\.seg$/00009999.seg/r or die;

$redis->start;
$t->run;
arrived($t, $answers, 'a header lost, a file renamed');

# what is not a journal, or not one that we know

my $strange = '0193d8ce1c2a7e02b6c81d35';
my $newer = '0193d8ce1c2a7e02b6c81d36';
my $empty = '0193d8ce1c2a7e02b6c81d37';

empty();
configure($t);
$redis->stop;
$t->run;
send_events('u', 1 .. 10);
$t->kill_all;

my ($old) = $t->journal_dirs;

rename $old, "$root/$newer" or die;
($old) = glob "$root/$newer/*.seg";
open $f, '+<:raw', $old or die;
version($f, 77);
close $f;

mkdir "$root/$_" or die for $strange, $empty, 'notes';
put("$root/$strange/00000000.seg", 'no segment, ' x 1000);
put("$root/$strange/readme", 'what is this');
put("$root/$_", 'what is this') for '0193d8ce1c2a7e02b6c81d38', 'readme';
chown $www, $group, "$root/$strange", "$root/$empty", glob "$root/$strange/*";

my $before = join ' ', map { -s } glob "$root/{$strange,$newer,notes}/*";

$redis->start;
$t->run;
arrived($t, send_events('v', 1 .. 10), 'beside all that');
ok($t->wait_for(sub { !-e "$root/$empty" }), 'an empty journal is removed');
ok($t->wait_for_log(qr/2 journals .* are kept/), 'two are reported');
sleep 2.5;

is(() = $t->log_lines(qr/are kept/), 1, 'once');
is(join(' ', map { -s } glob "$root/{$strange,$newer,notes}/*"), $before,
   'and left alone');
ok(-e "$root/$_", "so is $_") for 'readme', '0193d8ce1c2a7e02b6c81d38';
is($redis->cmd('LLEN', 'ant:sms'), 10, 'nothing came of them');

# as the version is known again, its events come

$t->stop;
open $f, '+<:raw', $old or die;
version($f, 1);
close $f;
rename "$root/$newer", $old =~ s{/[^/]+/[^/]+$}{'/' . id_of($old)}er or die;
$t->run;

arrived($t, { (map { ("u-$_" => 200) } 1 .. 10),
              (map { ("v-$_" => 200) } 1 .. 10) }, 'a version that is known');

# an endpoint that leaves and comes back

empty();
configure($t, redis => '127.0.0.1:%%PORT_6380%% name=east timeout=1s');
$t->run;
$answers = send_events('e', 1 .. 10);
ok($t->stop, 'nginx leaves while Redis is away');

my $kept = qr/1 journals in "\Q$root\E" are kept/;
my $said = () = $t->log_lines($kept);

configure($t, redis => '127.0.0.1:%%PORT_6379%% name=west timeout=1s');
$t->run;

arrived($t, send_events('w', 1 .. 10), 'another endpoint');
ok($t->wait_for(sub { $said < (() = $t->log_lines($kept)) }),
   'the journal is kept, and the log says so');
sleep 2.5;
is(() = $t->log_lines($kept), $said + 1, 'once');
is(() = contains($t, '"smsId":"e-10"'), 1, 'it is still there');

# under its old name, but at another address

my $east = $t->redis(port => 6381);

$t->write_file_expand('nginx.conf', $t->read_file('nginx.conf')
    =~ s/(?=location = )/ant_webhook_redis 127.0.0.1:%%PORT_6381%% name=east
                         timeout=1s;/r);

ok($t->reload(wait_old => 1), 'the name is back');
arrived($t, $answers, 'a Redis at another address', redis => $east);

$t->done;


sub put {
    my ($name, $text) = @_;

    open my $out, '>', $name or die "$name: $!\n";
    print $out $text;
    close $out or die "$name: $!\n";
}
