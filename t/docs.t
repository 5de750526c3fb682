#!/usr/bin/perl

# What README and docs/ say is so: examples are accepted, tables agree with
# the sources, the rights for Redis are enough and not too many, consumers
# consume.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;

use AntWebhook::Certs;
use AntWebhook::Process qw/ alive end_process spawn /;

is(system('tools/install-packages', 'curl', 'jq', 'python3-redis',
          'node-redis', 'php-cli', 'php-redis'), 0, 'what consumers need');

my $t = AntWebhook->new;
my $sms = 'sendTime=1734509284831&sendResult=SUCCESS&smsCount=1&dr=000'
          . '&destination=006281213131213';

my $readme = slurp('README.md');
my $directives = slurp('docs/directives.md');

cmp_ok($readme =~ tr/\n//, '<', 250, 'README is short');

examples();
tables();
values_of_json();
rights();
consumers();
send_again();
numbers_in_logs();

$t->done;


sub slurp {
    my ($file) = @_;

    open my $f, '<', $file or die "$file: $!\n";
    local $/;
    return scalar <$f>;
}


# The text of the first block of that language.

sub block {
    my ($text, $language) = @_;

    return $text =~ /^```$language\n(.*?)^```$/ms ? $1 : '';
}


sub words { return join ' ', split ' ', $_[0] }


sub examples {
    my $example = slurp('examples/nginx.conf');
    my $conf = block($readme, 'nginx');

    is(words($conf), words($example), 'the example in README is the file');
    is($t->conf_error(adapted($conf)), '', 'and nginx takes it');

    $conf = block($directives, 'nginx');

    $t->write_file('ant.secret', "secret\n");
    $conf =~ s{/etc/nginx/}{$t->testdir . '/'}e;
    is($t->conf_error(adapted("@{[$t->load_module]} events { }\n$conf")), '',
       'nginx takes the one in directives.md');

    is($t->conf_error(secured()), '', 'and the one in security.md');

    for my $type (qw/ py js php /) {
        my $language = $type eq 'py' ? 'python' : $type;

        is(block($readme, $language), slurp("examples/consume.$type"),
           "consume.$type is the one in README");
    }
}


# The configuration of security.md, with the files that it names.

sub secured {
    my $certs = AntWebhook::Certs->new(dir => $t->testdir . '/certs');
    my $dir = $certs->{dir};
    my $conf = block(slurp('docs/security.md'), 'nginx');
    my $port = port(8443);

    $certs->ca('ca');
    $certs->make('ant', ca => 'ca', name => 'ant.test', san => 'DNS:ant.test');
    $t->write_file('certs/secret', "secret\n");

    $conf =~ s{ant\.pem}{$dir/ant.crt};
    $conf =~ s{ant\.key}{$dir/ant.key};
    $conf =~ s{(?:ant-redis|ant-secret)}{$dir/secret}g;
    $conf =~ s{listen\s+443}{listen 127.0.0.1:$port};
    return adapted("@{[$t->load_module]} events { }\n$conf");
}


# With the paths and ports of a test.

sub adapted {
    my ($conf) = @_;
    my $dir = $t->testdir;
    my $port = port(8080);
    my $globals = $t->globals_http =~ s/^access_log.*\n//r;

    $conf =~ s{load_module modules/[^;]*;}{$t->load_module}e;
    $conf =~ s{/var/log/nginx/|/run/}{$dir/}g;
    $conf =~ s{/var/lib/nginx/}{$dir/}g;
    $conf =~ s{listen\s+8080}{listen 127.0.0.1:$port};
    $conf = "pid $dir/docs.pid;\n$conf" unless $conf =~ /^pid/m;
    $conf =~ s/^http \{$/http {\n$globals/m;
    return $conf;
}


sub tables {
    my $module = slurp('ngx_http_ant_webhook_module.c');
    my @code = sort $module =~ /\{ ngx_string\("(ant_webhook\w*)"\)/g;
    my @docs = sort $directives =~ /^### (ant_webhook\w*)$/mg;
    my @table = sort $readme =~ /^\| \[`(ant_webhook\w*)`\]/mg;

    cmp_ok(@code, '>', 5, 'directives');
    is_deeply(\@docs, \@code, 'all are in directives.md, and no other');
    is_deeply(\@table, \@code, 'and in the table of README');

    for my $name (@docs) {
        my ($syntax, $text) = $directives
            =~ /^### $name$(.*?)^\| Context: \|(.*?)\|$/ms;
        my ($flags) = $module =~ /ngx_string\("$name"\),\s*([\w|]+),/;

        like($syntax, qr/\| Syntax: \| \*\*$name\*\* ?/, "syntax of $name");
        is(words($text), join(', ', contexts($flags)), 'its context');
    }

    my @variables = slurp('src/ngx_http_ant_webhook_context.c')
        =~ /\{ ngx_string\("(ant_webhook_\w+)"\)/g;

    is_deeply([$directives =~ /^- `\$(ant_webhook_\w+)`/mg], \@variables,
              'variables');

    my ($reasons) = slurp('src/ant_query.c')
        =~ /ant_reasons\[ANT_REASON_N\] = \{(.*?)\}/s;
    my ($said) = $directives =~ /^The reasons: (.*?)\.$/ms;

    # a body that is too large never gets as far as the check

    is_deeply([$said =~ /`([^`]+)`/g],
              [grep { !/^(body too large)?$/ } $reasons =~ /"([^"]*)"/g],
              'reasons');

    my @layers = slurp('tools/layers')
        =~ /^(?:pure|nginx|hiredis|tool)\s+(\w+)/mg;

    is_deeply([slurp('docs/development.md')
               =~ /^\| `(\w*(?:ant|tool)_\w+)` \|/mg], \@layers,
              'the map of the house');

    bytes();
}


sub contexts {
    my ($flags) = @_;

    my %name = (MAIN => 'http', SRV => 'server', LOC => 'location',
                LIF => 'if in location', LMT => 'limit_except');

    return map { $name{$_} } $flags =~ /NGX_HTTP_(\w+)_CONF/g;
}


# offset and size of all that is in a header and in a record

sub bytes {
    my ($comment) = slurp('src/ant_format.h') =~ m{^/\*(.*?)\*/}ms;
    my $number = qr/\s+(\d+)\s+(\d+|n)\s/;
    my @code = map { /^ \*$number/ ? "$1 $2" : () } split /\n/, $comment;
    my ($docs) = slurp('docs/journal.md') =~ /^## Bytes$(.*?)^## /ms;
    my @said = map { /^\|$number?\|?/ && /^\| (\d+) \| (\d+|n) \|/
                     ? "$1 $2" : () } split /\n/, $docs;

    cmp_ok(@code, '>', 20, 'fields on the disk');
    is_deeply(\@said, \@code, 'as in journal.md');
}


sub values_of_json {
    my $bad = 0;
    my $n = 0;

    for my $file ('README.md', glob 'docs/*.md') {
        my $text = slurp($file);

        while ($text =~ /^```json\n(.*?)^```$/msg) {
            $n++;
            $bad++ unless eval { JSON::PP->new->utf8->decode($1) };
        }
    }

    cmp_ok($n, '>', 2, 'elements');
    is($bad, 0, 'are JSON');
}


# For all that follows.

sub configure {
    my ($user) = @_;
    my ($error_log) = $readme =~ /^\s+(error_log\s+\S+\s+\w+;)$/m;

    $t->write_file_expand('nginx.conf', <<"EOF_CONF");
%%TEST_GLOBALS%%
worker_processes 1;
events { }
http {
    %%TEST_GLOBALS_HTTP%%
    ant_webhook_redis    127.0.0.1:%%PORT_6379%% timeout=500ms $user;
    ant_webhook_journal  %%TESTDIR%%/journal size=64m retain=1s;
    server {
        listen 127.0.0.1:%%PORT_8080%%;
        $error_log
        ant_webhook_rejected  ant:rejected  max=2;
        location = /ant-sms-deliver { ant_webhook sms ant:sms; }
        location = /any             { ant_webhook any ant:any; }
        location = /closed          { deny all; }
    }
    server {
        listen 127.0.0.1:%%PORT_8081%%;
        location = /closed          { deny all; }
    }
}
EOF_CONF
}


# The user of README does all that the module does, and what it may do is
# done.  Redis's own account of commands tells, so that this test asks with
# others only.

sub rights {
    my $redis = $t->redis;
    my ($line) = $readme =~ /^(ACL SETUSER ant-webhook .*)$/m;

    configure('user=ant-webhook password=PASSWORD');
    $redis->cmd(split ' ', $line);
    $redis->cmd('CONFIG', 'RESETSTAT');
    $t->run;

    http_get("/ant-sms-deliver?smsId=a$_&$sms") for 1 .. 3;
    http_get("/ant-sms-deliver?smsId=") for 1 .. 5;

    ok($t->wait_for(sub { @{ $t->queue('ant:sms') } == 3 }),
       'the user of README pushes');
    ok($t->wait_for(sub { $t->queue('ant:rejected')->[0]{id} =~ /-4$/ }),
       'and trims');

    # the end of a journal, too

    $t->reload(wait_old => 1);
    ok($t->wait_for(sub {
        http_get('/any?a=1');
        return !@{ $redis->cmd('HKEYS', 'ant:sms:fence') };
    }, 20), 'and forgets');

    $t->stop;

    is_deeply($redis->cmd('ACL', 'LOG'), [], 'it was refused nothing');

    my %done = map { $_ => 1 }
        $redis->cmd('INFO', 'commandstats') =~ /^cmdstat_(\w+):/mg;

    is_deeply([grep { !$done{$_} } $line =~ /\+(\w+)/g], [],
              'and may do nothing that it does not');
}


# Each gets what a crash has left, two events, and one of them again.

sub consumers {
    my $redis = $t->redis;
    my $dir = $t->testdir;
    my $url = 'redis://127.0.0.1:' . $redis->port . '/0';
    my $examples = Cwd::abs_path('examples');

    my %consumer = (
        python => ['/usr/bin/python3', "$examples/consume.py", $url, 'w'],
        node => ['node', "$examples/consume.js", $url, 'w'],
        php => ['php', "$examples/consume.php", '127.0.0.1', $redis->port,
                'w'],
    );

    configure('');
    $t->run;

    for my $name (sort keys %consumer) {
        $redis->cmd('DEL', 'ant:sms');
        http_get("/ant-sms-deliver?smsId=$name$_&$sms") for 1 .. 3;
        ok($t->wait_for(sub { grep { $_->{data}{smsId} eq "${name}3" }
                              @{ $t->queue('ant:sms') } }), "for $name");

        my @all = @{ $redis->cmd('LRANGE', 'ant:sms', 0, -1) };

        $redis->cmd('LMOVE', 'ant:sms', 'ant:sms:taken:w', 'LEFT', 'RIGHT');
        $redis->cmd('RPUSH', 'ant:sms', $all[-1]);

        my $pid = spawn(['sh', '-c', 'cd "$0" && exec "$@"', $dir,
                         @{ $consumer{$name} }],
                        out => "$dir/$name.out",
                        env => { NODE_PATH => '/usr/share/nodejs' });

        ok($t->wait_for(sub {
            return !$redis->cmd('EXISTS', 'ant:sms', 'ant:sms:taken:w');
        }, 15), "$name takes all") or diag($t->read_file("$name.out"));
        ok(alive($pid), 'and waits for more');
        end_process($pid, 'TERM', 10);

        my %times;

        $times{$_}++ for done_by($name, "$dir/$name.out");
        is_deeply([map { $times{"$name$_"} } 1 .. 3], [1, 1, 1],
                  'each id once');
    }

    $t->stop;
}


# The smsIds that a consumer worked on.

sub done_by {
    my ($name, $out) = @_;
    my $dir = $t->testdir;

    if ($name eq 'python') {
        return split ' ', `/usr/bin/python3 -c 'import sqlite3
for row in sqlite3.connect("$dir/events.db").execute(
        "SELECT smsId FROM events"):
    print(row[0])'`;
    }

    return slurp($out) =~ /^[0-9a-f]{24}-\d+ (\w+)/mg;
}


# The loop of consumers.md, on what a rule was wrong about.

sub send_again {
    my $redis = $t->redis;
    my $script = block(slurp('docs/consumers.md'), 'sh');
    my $port = port(8080);
    my $number = $redis->port;

    $script =~ s{127\.0\.0\.1:8080/ant-sms-deliver}{127.0.0.1:$port/any};
    $script =~ s{redis-cli}{redis-cli -p $number}g;
    $script =~ s{ant:sms:rejected}{ant:rejected};

    $redis->cmd('DEL', 'ant:rejected', 'ant:any');
    $t->run;
    http_get("/ant-sms-deliver?smsId=%40$_&$sms") for 1, 2;
    ok($t->wait_for(sub { @{ $t->queue('ant:rejected') } == 2 }),
       'two are rejected');

    $t->write_file('again.sh', $script);
    is(system('sh', $t->testdir . '/again.sh'), 0, 'sent again');
    ok($t->wait_for(sub { @{ $t->queue('ant:any') } == 2 }), 'and taken');
    is_deeply([map { $_->{data}{smsId} } @{ $t->queue('ant:any') }],
              ['@1', '@2'], 'in order');
    is($redis->cmd('LLEN', 'ant:rejected'), 0, 'none is left');
    $t->stop;
}


sub numbers_in_logs {
    my $number = '006281213131213';

    $t->redis->stop;
    $t->run;

    is(http_get("/closed?phone=$number")->status, 403, 'an access rule');
    ok($t->wait_for_log(qr/ant_webhook: redis .* is down/),
       'lines of the module are in the log');
    is(() = $t->log_lines(qr/$number/), 0, 'and no number');

    http_get("/closed?phone=$number", { port => port(8081) });
    ok($t->wait_for_log(qr/access forbidden.*$number/),
       'which would be without the line of README');
    $t->stop;
}
