#!/usr/bin/perl

# ant-journal reads: what is whole of a journal damaged in any way, and of one
# that a worker is writing; and changes nothing.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Segment;
use AntWebhook::Tool;

use File::Copy qw/ copy /;
use Time::HiRes qw/ time /;

is(system('tools/install-packages', 'mandoc', 'man-db'), 0,
   'what reads man pages');

my $t = AntWebhook->new;
my $tool = AntWebhook::Tool->new(dir => $t->testdir);
my $origin = $t->testdir . '/origin';
my $n = 0;

configure($t, journal => 'size=64m segment=64k retain=2s');
$t->run;

my $before = time();
my $answers = send_events('e', 1 .. 300);
my $after = time();

$t->kill_all;
rename $t->journal, $origin or die "rename: $!\n";

my ($id) = map { (split m{/})[-1] } grep { -d } glob "$origin/*";
my @files = grep { records($_) } sort glob "$origin/$id/*.seg";
my @all = map { { %$_, file => (split m{/}, $_->{file})[-1] } }
          map { my $f = $_; map { { %$_, file => $f } } records($f) } @files;

is(@all, 300, 'the journal of 300 events');
cmp_ok(@files, '>', 1, 'in several segments');

whole();
selected();
exported();
wrong();

# what is done to a copy of it; the events that are then missing; the exit
# code of verify; what it says

damaged('flipped', sub { overwrite($_[0], $all[20]{offset} + 30, 'damage') },
        [21], 1, qr/events 21 to 21 are damaged \(00000000\.seg, \d+ bytes/);
damaged('two ranges', sub {
            overwrite($_[0], $all[$_]{offset} + 30, 'damage') for 20, 21, 40;
        }, [21, 22, 41], 1, qr/21 to 22 are.*41 to 41 are/s);
damaged('zeroed', sub {
            overwrite($_[0], $all[30]{offset}, "\0" x 512);
        }, [31 .. 33], 1, qr/events 31 to 3\d are damaged/);
damaged('a page zeroed', sub { overwrite($_[0], 4096, "\0" x 4096) },
        [map { $_ + 1 } grep { overlaps($_, 4096, 8192) } 0 .. 99], 1,
        qr/are damaged/);
damaged('header zeroed', sub { overwrite($_[0], 0, "\0" x 1024) }, [], 0);
damaged('header flipped', sub { overwrite($_[0], 20, 'x') }, [], 0);
damaged('unknown version', sub { version($_[0], 77) }, [1 .. 300], 1,
        qr/of a version that this program does not know/);
damaged('truncated', sub { truncate $_[0], $all[50]{offset} + 40 },
        [51 .. last_of($files[0])], 1, qr/events 51 to \d+ are damaged/);
damaged('empty', sub { truncate $_[0], 0 }, [1 .. last_of($files[0])], 0);

damaged('torn', sub {
            overwrite($_[0], $all[-1]{offset} + 60, "\0" x 64);
        }, [300], 1, qr/one that is not whole/, $files[-1]);
damaged('begun', sub {
            overwrite($_[0], $all[-1]{offset} + $all[-1]{size} + 24, '{"id');
        }, [], 0, qr/begun behind 300 and never answered 200/, $files[-1]);
damaged('last one truncated', sub {
            truncate $_[0], $all[-3]{offset} + 5;
        }, [298 .. 300], 1, qr/not whole/, $files[-1]);

damaged('a copy of a segment', sub {
            my ($f, $dir) = @_;
            copy("$dir/00000000.seg", "$dir/000000ff.seg") or die;
        }, [], 0);
damaged('a segment of garbage', sub {
            my ($f, $dir) = @_;
            open my $g, '>', "$dir/000000ff.seg" or die;
            print $g 'garbage ' x 1000;
        }, [], 1, qr/000000ff\.seg has neither header nor record/);
damaged('a segment removed', sub {
            my ($f, $dir) = @_;
            unlink "$dir/00000000.seg" or die;
        }, [1 .. last_of($files[0])], 0);
damaged('no header at all', sub {
            my ($f, $dir) = @_;
            for my $name (glob "$dir/*.seg") {
                open my $g, '+<:raw', $name or die;
                overwrite($g, 0, 'x' x 1024);
            }
        }, [1 .. 300], 1, qr/no header can be read/);

copies();
man_page();
installed();
beside();

$t->done;


sub last_of {
    my ($file) = @_;
    my ($name) = $file =~ m{([^/]+)$};

    return scalar grep { $_->{file} eq $name } @all;
}


sub overlaps {
    my ($i, $from, $to) = @_;

    return $all[$i]{file} eq '00000000.seg' && $all[$i]{offset} < $to
           && $all[$i]{offset} + $all[$i]{size} > $from;
}


sub ids_of {
    my ($r) = @_;

    return map { $_->{id} } map { JSON::PP->new->utf8->decode($_) }
           split /\n/, $r->{out};
}


sub whole {
    my $r = $tool->run('list', '-d', $origin);

    is($r->{rc}, 0, 'list');
    like($r->{out}, qr{^$id  orphan +1 +300 +- .*  ant:sms default$}m,
         'tells what is there');

    $r = $tool->run('list', '--json', '-d', $origin);
    my $j = JSON::PP->new->utf8->decode($r->{out});

    is_deeply([@$j{qw/ id first last list fence endpoint floor next /}],
              [$id, 1, 300, 'ant:sms', 'ant:sms:fence', 'default', 1, 301],
              'and as JSON');
    cmp_ok($j->{oldest}, '>=', int($before * 1000), 'since when');
    cmp_ok($j->{newest}, '<=', $after * 1000 + 1, 'until when');

    $r = $tool->run('verify', '-d', $origin);
    is($r->{rc}, 0, 'verify');
    like($r->{out}, qr/^$id  orphan  ant:sms  300 events, all whole$/,
         'finds all whole');
    is($r->{err}, '', 'and says no more');

    $r = $tool->run('cat', '-d', $origin);
    is($r->{out}, join('', map { "$_->{payload}\n" } @all), 'cat');

    $r = $tool->run('cat', '-d', "$origin/$id");
    is(() = ids_of($r), 300, 'of a directory that is a journal');
}


sub selected {
    my %picks = (
        "$id-7" => [7],
        "$id-7..9" => [7 .. 9],
        "$id-298.." => [298 .. 300],
        $id => [1 .. 300],
        "$id-7 $id-5 $id-6..8" => [5 .. 8],
    );

    for my $pick (sort keys %picks) {
        my $r = $tool->run('cat', '-d', $origin, split ' ', $pick);

        is_deeply([ids_of($r)], [map { "$id-$_" } @{ $picks{$pick} }],
                  "cat $pick");
        is($r->{rc}, 0, 'exit code');
    }

    my $middle = JSON::PP->new->utf8->decode($all[150]{payload})->{received};
    my @r = map { JSON::PP->new->utf8->decode($_->{payload})->{received} }
            @all;

    my $r = $tool->run('cat', '-d', $origin, "--since=$middle");
    is(() = ids_of($r), (() = grep { $_ >= $middle } @r), 'since a time');
    $r = $tool->run('cat', '-d', $origin, "--until=$middle");
    is(() = ids_of($r), (() = grep { $_ <= $middle } @r), 'until a time');
    $r = $tool->run('cat', '-d', $origin, '--since=1h');
    is(() = ids_of($r), 300, 'since an hour');
    $r = $tool->run('cat', '-d', $origin, '--until=2024-12-18T08:08:05Z');
    is(() = ids_of($r), 0, 'until a day');
    $r = $tool->run('cat', '-d', $origin, '--list=ant:other');
    is("$r->{rc} $r->{out}", '0 ', 'of another list');

    $r = $tool->run('cat', '-d', $origin, "$id-301");
    is($r->{rc}, 1, 'an event that is not there');
    like($r->{err}, qr/$id-301: no such event/, 'is named');
    $r = $tool->run('cat', '-d', $origin, '0123456789abcdef01234567');
    is($r->{rc}, 1, 'a journal that is not there');
    like($r->{err}, qr/there is no such journal/, 'is named');
}


sub exported {
    my $file = $t->testdir . '/export.jsonl';
    my $r = $tool->run('export', '-d', $origin, "--file=$file",
                       "$id-5..8");

    is($r->{rc}, 0, 'export');
    like($r->{out}, qr/^4 events in/, 'says how many');

    my @lines = map { JSON::PP->new->utf8->decode($_) }
                split /\n/, $t->read_file('export.jsonl');

    is_deeply([map { $_->{event}{id} } @lines], [map { "$id-$_" } 5 .. 8],
              'the file has them');
    is_deeply([@{ $lines[0] }{qw/ journal sequence list fence endpoint /}],
              [$id, 5, 'ant:sms', 'ant:sms:fence', 'default'],
              'and where they are from');
    is((stat $file)[2] & 07777, 0600, 'for its owner only');

    $r = $tool->run('export', '-d', $origin, "--file=$file");
    is($r->{rc}, 3, 'a file that is there');
    like($r->{err}, qr/is there already/, 'is left alone');
    is((() = glob "$file*"), 1, 'nothing else is');
}


# each says what is right

sub wrong {
    my @cases = (
        [[], qr/list .*verify .*cat /s, 2],
        [['look'], qr/"look" is no command; .* one of list, verify/, 2],
        [['list', '--foo'], qr/"--foo" is no option/, 2],
        [['list', '--since=1h'], qr/--since has no meaning here/, 2],
        [['cat', '--since=yesterday'], qr/is no time; one is 2024-12-18T/, 2],
        [['cat', '--since'], qr/needs a value/, 2],
        [['cat', 'ant:sms'], qr/no journal and no event: those begin/, 2],
        [['cat', "$id-x"], qr/stands -N, -N\.\.M or -N\.\./, 2],
        [['cat', "$id-9..7"], qr/stands -N, -N\.\.M or -N\.\./, 2],
        [['export'], qr/export needs --file=FILE/, 2],
        [['list', '-d', '/nonexistent'],
         qr/No such file.*-d DIR names the directory of ant_webhook_journal/s,
         3],
    );

    for my $case (@cases) {
        my ($args, $says, $rc) = @$case;
        my $r = $tool->run(@$args);

        like($r->{err}, $says, "ant-journal @$args");
        is($r->{rc}, $rc, 'exit code');
    }

    for my $word (qw/ --help help --version /) {
        is($tool->run($word)->{rc}, 0, "ant-journal $word");
    }
}


# A copy of the directory, with one file damaged.

sub damaged {
    my ($what, $how, $missing, $rc, $says, $file) = @_;
    my $root = $t->testdir . '/damaged-' . ++$n;

    system('cp', '-a', $origin, $root) == 0 or die;

    my ($name) = ($file // $files[0]) =~ m{([^/]+)$};

    open my $f, '+<:raw', "$root/$id/$name" or die "$name: $!\n";
    $how->($f, "$root/$id");
    close $f;

    my %missing = map { $_ => 1 } @$missing;
    my $tree = tree($root);
    my $r = $tool->run('cat', '-d', $root);

    is($r->{out}, join('', map { "$all[$_ - 1]{payload}\n" }
                           grep { !$missing{$_} } 1 .. 300),
       "$what: cat has the rest");

    $r = $tool->run('verify', '-d', $root);
    is($r->{rc}, $rc, "$what: exit code of verify");
    like($r->{err}, $says // qr/^$/, "$what: what it says");
    $tool->run('list', '-d', $root);
    is(tree($root), $tree, "$what: nothing was changed");
}


# names, sizes, times and bytes

sub tree {
    my ($dir) = @_;

    return `cd '$dir' && find . -type f -printf '%p %s %T@ %C@\\n' | sort
            find '$dir' -type f | sort | xargs cat | cksum`;
}


sub copies {
    my $root = $t->testdir . '/copies';

    system('cp', '-a', $origin, $root) == 0 or die;
    system('cp', '-a', "$root/$id", "$root/$id.aside") == 0 or die;
    system('cp', '-a', "$root/$id", "$root/" . '0' x 24) == 0 or die;
    mkdir "$root/" . '1' x 24 or die;

    my $r = $tool->run('list', '-d', $root);
    my %state = $r->{out} =~ /^(\S{24,})\s+([a-z]+)/mg;

    is_deeply(\%state, { $id => 'copy', "$id.aside" => 'aside',
                         '0' x 24 => 'copy', '1' x 24 => 'empty' },
              'copied, set aside, empty');
    is($tool->run('verify', '-d', $root)->{rc}, 0, 'all are whole');
}


sub man_page {
    my $page = slurp('docs/ant-journal.1');
    my $source = slurp('src/ant-journal/tool_args.c');
    my @options = $source =~ /\{ "([a-z-]+)", +\w+_argument,/g;
    my ($usage) = $source =~ /tool_usage\[\] =\n(.*?);\n/s;

    is(`mandoc -T lint -W warning docs/ant-journal.1 2>&1`, '',
       'mandoc finds nothing in the man page');
    is(`man --warnings -l docs/ant-journal.1 2>&1 >/dev/null`, '',
       'nor does man');

    cmp_ok(@options, '>', 15, 'options');
    is_deeply([grep { $page !~ /Fl -$_\b/ && !/^(help|version|dir)$/ }
               @options], [], 'all are in the man page');
    is_deeply([grep { $usage !~ /--$_\b/
                      && !/^(help|version|dir|fence)$/ } @options], [],
              'and in what --help says');

    my ($states) = slurp('src/ant-journal/tool_view.c')
        =~ /tool_states\[\] = \{(.*?)\}/s;

    for my $text ($page, slurp('docs/journal.md')) {
        is_deeply([grep { $text !~ /^(\.It |\| `)$_\b/m }
                   $states =~ /"(\w+)"/g], [], 'so are the states');
    }
}


sub slurp {
    my ($file) = @_;

    open my $f, '<', $file or die "$file: $!\n";
    local $/;
    return scalar <$f>;
}


sub installed {
    my $dest = $t->testdir . '/dest';

    is(system("make -s install DESTDIR='$dest' > '$dest.out' 2>&1"), 0,
       'make install');
    ok(-x "$dest/usr/bin/ant-journal", 'brings the tool');
    ok(-s "$dest/usr/share/man/man1/ant-journal.1", 'and its man page');
}


# Nobody is disturbed, and what is read is never half.

sub beside {
    my $redis = $t->redis;
    my $load = $t->load(seconds => 7, rate => 1500, connections => 4);
    my (%rc, %seen, $bad, $owned);

    configure($t, workers => 2,
              journal => 'size=64m segment=64k retain=2s');
    $t->run;
    $load->start;

    my $end = time() + 7;
    my $killed;

    while (time() < $end) {
        my $r = $tool->run('cat', '-d', $t->journal);

        $rc{"cat $r->{rc} $r->{err}"}++;

        for my $line (split /\n/, $r->{out}) {
            my ($seen) = $line =~ /^\{"id":"([0-9a-f]{24}-\d+)",.*\}\}$/;

            $bad = $line unless $seen;
            $seen{$seen} = 1 if $seen;
        }

        $r = $tool->run('verify', '-d', $t->journal);
        $rc{"verify $r->{rc} " . $r->{err}
            =~ s/^ant-journal: journal \w+: an event was begun behind.*//mr}++;

        $r = $tool->run('list', '-d', $t->journal);
        $rc{"list $r->{rc}"}++;
        $owned++ if $r->{out} =~ /  owned  /;

        if (!$killed && $end - time() < 4) {
            $killed = 1;
            $t->expect_kill(1);
            $t->kill_worker(($t->workers)[0]);
        }
    }

    my @unknown = grep { !/^(list 0|verify 0 \n?|cat 0 )$/
                         && !/has removed \d+ events while they were read/ }
                  sort keys %rc;

    is_deeply(\@unknown, [], 'beside a running nginx: nothing is damaged');
    is($bad, undef, 'each line is an event');
    cmp_ok(keys %seen, '>', 1000, 'there were many');
    cmp_ok($owned, '>', 3, 'journals have owners');

    arrived($t, $load->finish, 'what nginx did meanwhile');
}
