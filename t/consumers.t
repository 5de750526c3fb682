#!/usr/bin/perl

# Each consumer in examples/, on real traffic, killed again and again, its
# connection too: no event is lost, and none is worked on twice but for one
# that was in work at a death.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Process qw/ spawn alive end_process exit_status wait_until /;

use Time::HiRes qw/ sleep time /;

use constant { DEATHS => 5, EVENTS => 600, RATE => 150 };

# npm comes with some builds of node

my @packages = qw/ gcc libhiredis-dev python3-redis node-redis php-cli
                   php-redis default-jdk-headless libgoogle-gson-java /;

push @packages, 'nodejs' if system('command -v node >/dev/null');
push @packages, 'npm' if system('command -v npm >/dev/null');

is(system('tools/install-packages', @packages), 0, 'what consumers need');

my $t = AntWebhook->new;
my $seed = $ENV{ANT_SEED} // int rand 1e6;
my $dir = $t->testdir;
my $examples = Cwd::abs_path('examples');

diag("ANT_SEED=$seed");
srand $seed;

# name => what builds it, how it runs (URL, HOST and PORT are its own Redis)

my %consumer = (
    c => {
        build => "cc -o $dir/consume $examples/consume.c -lhiredis",
        command => ["$dir/consume", 'HOST', 'PORT', 'w'],
    },
    java => {
        build => "javac -d $dir/classes -cp /usr/share/java/gson.jar"
                 . " \$(find t/jedis -name '*.java') $examples/Consume.java",
        command => ['java', '-cp', "$dir/classes:/usr/share/java/gson.jar",
                    'Consume', 'URL', 'w'],
    },
    ioredis => {
        build => "cd $dir && npm install --no-audit --no-fund --silent"
                 . ' ioredis@5',
        command => ['node', "$examples/consume-ioredis.js", 'URL', 'w'],
        env => { NODE_PATH => "$dir/node_modules" },
    },
    node => {
        command => ['node', "$examples/consume.js", 'URL', 'w'],
        env => { NODE_PATH => '/usr/share/nodejs' },
    },
    php => {
        command => ['php', "$examples/consume.php", 'HOST', 'PORT', 'w'],
    },
    python => {
        command => ['/usr/bin/python3', "$examples/consume.py", 'URL', 'w'],
    },
);

my @names = sort keys %consumer;
my ($locations, $n) = ('', 0);

for my $name (@names) {
    my $c = $consumer{$name};
    my $number = 6379 + $n++;

    $c->{name} = $name;
    $c->{redis} = $t->redis(port => $number);
    $c->{deaths} = 0;

    my %is = (HOST => '127.0.0.1', PORT => port($number),
              URL => 'redis://127.0.0.1:' . port($number) . '/0');

    $_ = $is{$_} // $_ for @{ $c->{command} };

    $locations .= "location = /$name { ant_webhook sms ant:sms;\n"
        . "ant_webhook_redis 127.0.0.1:%%PORT_$number%% name=$name"
        . " timeout=1s; }\n";

    is(system("($c->{build}) > $dir/$name.build 2>&1"), 0, "$name is built")
        or diag($t->read_file("$name.build")) if $c->{build};
}

configure($t, locations => $locations);
$t->run;

for my $name (@names) {
    $consumer{$name}{load} = $t->load(
        uri => "/$name", prefix => $name, count => EVENTS, rate => RATE,
        connections => 2,
    )->start;
}

my $end = time() + 60;

while (time() < $end && grep { !over($_) } values %consumer) {
    step($_) for grep { !over($_) } values %consumer;
    sleep 0.01;
}

check($consumer{$_}) for @names;

$t->done;


# It has died often enough, all has come, and all is taken.

sub over {
    my ($c) = @_;

    return 1 if $c->{over};
    return 0 if $c->{deaths} < DEATHS || $c->{load}->running;

    $c->{answers} //= $c->{load}->finish;
    return 0 if $c->{redis}->cmd('LLEN', 'ant:sms')
                || $c->{redis}->cmd('LLEN', 'ant:sms:taken:w')
                || pushed($c) < grep { $_ == 200 } values %{ $c->{answers} };

    return $c->{over} = 1;
}


# what the fence of its list says

sub pushed {
    my ($c) = @_;
    my $sum = 0;

    $sum += $_ - 1 for values %{ fences($c->{redis}, 'ant:sms:fence') };
    return $sum;
}


sub step {
    my ($c) = @_;

    if (!$c->{pid} || !alive($c->{pid})) {
        start($c);
        return;
    }

    return if $c->{deaths} == DEATHS || taken($c) < $c->{until};

    # the last deaths: only its connection, in the middle of something

    if ($c->{deaths} < DEATHS - 2) {
        sleep rand 0.005;
        end_process($c->{pid}, 'KILL', 5);

    } elsif (!disconnect($c)) {
        return;
    }

    $c->{deaths}++;
    $c->{until} = taken($c) + 20 + int rand 60;
}


sub start {
    my ($c) = @_;

    mkdir "$dir/$c->{name}";
    $c->{until} = taken($c) + 20 + int rand 60;
    $c->{pid} = spawn(
        ['sh', '-c', 'cd "$0" && exec "$@" >> out 2>> err',
         "$dir/$c->{name}", @{ $c->{command} }],
        env => $c->{env} // {}, out => "$dir/$c->{name}.out",
    );
}


sub taken {
    my ($c) = @_;

    return $c->{redis}->cmd('INFO', 'commandstats')
               =~ /^cmdstat_blmove:calls=(\d+)/m ? $1 : 0;
}


# Ends the connection that waits in BLMOVE or has just taken something.

sub disconnect {
    my ($c) = @_;
    my $clients = $c->{redis}->cmd('CLIENT', 'LIST');
    my ($id) = $clients
        =~ /^id=(\d+) .* cmd=(?:blmove|exists|multi|setex|lrem|exec) /m;

    return 0 unless $id;
    return $c->{redis}->try_cmd('CLIENT', 'KILL', 'ID', $id) == 1;
}


sub done_by {
    my ($c) = @_;

    if ($c->{name} eq 'python') {
        return split ' ', `/usr/bin/python3 -c 'import sqlite3
for row in sqlite3.connect("$dir/python/events.db").execute(
        "SELECT smsId FROM events"):
    print(row[0])'`;
    }

    # a line that a death has cut short is work that was not done

    my $text = $t->read_file("$c->{name}/out");
    my $id = qr/[0-9a-f]{24}-\d+/;

    return $text =~ /$id ($c->{name}-\d+)(?: 000)?\n/g
        if $c->{name} ne 'c';

    return $text =~ /$id \{"id":"[^{}]+\{"smsId":"(c-\d+)"[^{}]+\}\}\n/g;
}


sub check {
    my ($c) = @_;
    my $name = $c->{name};
    my (%times, $twice);

    ok($c->{over}, "$name took all")
        or diag("deaths $c->{deaths}, left ",
                $c->{redis}->cmd('LLEN', 'ant:sms'), "\n",
                $t->read_file("$name/err"));

    $c->{answers} //= $c->{load}->finish;
    end_process($c->{pid}, 'KILL', 5);

    $times{$_}++ for done_by($c);

    my @lost = grep { $c->{answers}{$_} == 200 && !$times{$_} }
               sort keys %{ $c->{answers} };
    my @extra = grep { !exists $c->{answers}{$_} } sort keys %times;

    $twice += $_ - 1 for values %times;
    diag("$name: $twice twice");

    is_deeply(\@lost, [], "$name: 0 lost of " . keys %{ $c->{answers} });
    is_deeply(\@extra, [], "$name: nothing else");
    cmp_ok($twice, '<=', $name eq 'python' ? 0 : DEATHS,
           "$name: twice at most what was in work at a death");
    is($c->{deaths}, DEATHS, "$name died, and was disconnected");
}
