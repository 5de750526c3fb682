#!/usr/bin/perl

# Prometheus, a real one: promtool takes the text and the alerts, a server
# scrapes a run and has the numbers that were sent, and every query of
# examples/grafana.json and examples/alerts.yml finds something there.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Process qw/ end_process exit_status spawn /;
use AntWebhook::Status;

use JSON::PP ();
use Time::HiRes qw/ sleep time /;

is(system('tools/install-packages', 'prometheus'), 0, 'Prometheus');

my $t = AntWebhook->new(limit => 120);
my $redis = $t->redis(aof => 1);

configure($t, workers => 2, locations => <<'EOF');
location = /ant-sms-deliver { ant_webhook sms ant:sms; }
location = /disk { ant_webhook any ant:any; ant_webhook_ack disk; }
location = /status  { ant_webhook_status; }
location = /metrics { ant_webhook_status prometheus; }
EOF
$t->run;

# rules

like(run('promtool', 'check', 'rules', 'examples/alerts.yml'),
     qr/SUCCESS: 10 rules found\s+0$/, 'the alerts are right');
like(run('promtool', 'test', 'rules', 't/alerts.yml'), qr/SUCCESS\s+0$/,
     'and fire when they should');

my $alerts = slurp('examples/alerts.yml');
my $tests = slurp('t/alerts.yml');

for my $name ($alerts =~ /- alert: (\w+)/g) {
    like($tests, qr/- alertname: $name\n/, "$name is tested");
}

# the text, with everything in it that can be

send_events('a', 1 .. 40);
http_get('/ant-sms-deliver?smsId=1') for 1 .. 5;
http_get('/disk?a=1') for 1 .. 3;
$redis->kill;
send_event('b');
ok($t->wait_for(sub { (metric('redis_up', endpoint => 'default') // 1) == 0 }),
   'Redis is away');
$redis->start;
ok($t->wait_for(sub { list('ant:sms')->{pushed} == 41 }, 15), 'and back');

$t->write_file('metrics.txt', http_get('/metrics')->body);
is(run('sh', '-c', 'promtool check metrics < ' . $t->testdir
                   . '/metrics.txt'), "\n0", 'promtool finds no fault');

documented();

# which costs next to nothing

like(run('tools/scrape-cost', '--lists', 10, '--limit', 1),
     qr/^ok \d+ - less than 1 %/m, 'less than 1 % of a worker');

# a server that scrapes, with the alerts

my $port = port(9090);

$t->write_file('prometheus.yml', <<"EOF");
global:
  scrape_interval: 1s
  evaluation_interval: 1s
rule_files:
  - rules.yml
scrape_configs:
  - job_name: ant-webhook
    metrics_path: /metrics
    static_configs:
      - targets: ['127.0.0.1:@{[port(8080)]}']
EOF
$t->write_file('rules.yml', $alerts);

my $dir = $t->testdir;
my $pid = spawn(['prometheus', "--config.file=$dir/prometheus.yml",
                 "--storage.tsdb.path=$dir/tsdb", '--log.level=warn',
                 "--web.listen-address=127.0.0.1:$port"],
                out => "$dir/prometheus.out");

ok($t->wait_for(sub { value('up{job="ant-webhook"}') == 1 }, 30),
   'it scrapes');

send_events('c', 1 .. 60);
http_get('/disk?a=1') for 1 .. 7;

ok($t->wait_for(sub { value('sum(ant_webhook_pushed_total'
                            . '{list="ant:sms"})') == 101 }, 15),
   'events pushed');
is(value('sum by (event) (ant_webhook_events_total{event="sms",'
         . 'verdict="accepted"})'), 101, 'accepted');
is(value('ant_webhook_events_total{event="sms",verdict="rejected"}'), 5,
   'rejected');
is(value('ant_webhook_rejected_total{parameter="destination",'
         . 'reason="missing"}'), 5, 'for this reason');
is(value('ant_webhook_answer_seconds_count{ack="disk"}'), 10,
   'answers that waited');
cmp_ok(value('rate(ant_webhook_events_total{event="sms",'
             . 'verdict="accepted"}[1m])'), '>', 0, 'a rate');

my $rules = api('rules');

is(() = (map { @{ $_->{rules} } } @{ $rules->{groups} }), 10, 'all alerts');
ok($t->wait_for(sub {
    !grep { $_->{health} ne 'ok' }
     map { @{ $_->{rules} } } @{ api('rules')->{groups} };
}, 10), 'are evaluated');

queries();

ok(end_process($pid, 'TERM', 20), 'Prometheus ends');

my @errors = grep { /level=error/ } split /\n/, $t->read_file('prometheus.out');

is_deeply(\@errors, [], 'without complaint');

$t->done;


sub slurp {
    my ($file) = @_;

    open my $f, '<', $file or die "$file: $!\n";
    local $/;
    return scalar <$f>;
}


# What a command says, and its exit status on a line of its own.

sub run {
    my @command = @_;
    my $out = $t->testdir . '/command.out';

    unlink $out;
    my $pid = spawn(\@command, out => $out);

    # the first of several threads may be gone before the process is

    $t->wait_for(sub { defined exit_status($pid) }, 30)
        or die "$command[0] does not end\n";
    return $t->read_file('command.out') . "\n" . exit_status($pid);
}


sub api {
    my ($path, $query) = @_;

    if (defined $query) {
        $query =~ s/([^A-Za-z0-9])/sprintf '%%%02X', ord $1/ge;
        $path .= "?query=$query";
    }

    my $r = http_get("/api/v1/$path", { port => $port }) or return {};
    my $json = eval { $r->json } or return {};

    return $json->{data} // { error => $json->{error} };
}


# Of the first series, 0 if there is none.

sub value {
    my ($query) = @_;
    my $data = api('query', $query);

    return $data->{result}[0] ? $data->{result}[0]{value}[1] : 0;
}


# Each name is in the documentation, with its type.

sub documented {
    my $docs = slurp('docs/operations.md');
    my %type = http_get('/metrics')->body =~ /^# TYPE (\S+) (\S+)$/mg;
    my %said = $docs =~ /^\| `(ant_webhook_\w+)(?:\{[\w, ]*\})?` \| (\w+) \|/mg;

    cmp_ok(keys %type, '>', 20, 'metrics');
    is_deeply(\%said, \%type, 'are those of docs/operations.md');
}


# All of the dashboard and of the alerts: known metrics, no error, and as
# much as there is to be found.

sub queries {
    my $dashboard = JSON::PP->new->utf8->decode(slurp('examples/grafana.json'));
    my @panels = @{ $dashboard->{panels} };
    my %type = http_get('/metrics')->body =~ /^# TYPE (\S+) (\S+)$/mg;
    my $n = 0;
    my %used;

    for my $panel (@panels) {
        for my $target (@{ $panel->{targets} }) {
            my $query = $target->{expr};

            $query =~ s/\$__rate_interval/1m/g;
            $query =~ s/\$instance/.*/g;
            $n++;

            my $data = api('query', $query);
            my @found = @{ $data->{result} // [] };

            ok(@found, "$panel->{title}: " . ($data->{error} // 'found'))
                or diag($query);

            $used{$1}++ while $query =~ /(ant_webhook_\w+)/g;
        }
    }

    cmp_ok($n, '>=', 20, 'queries of the dashboard');

    $used{$1}++ while $alerts =~ /(ant_webhook_\w+)/g;
    delete @used{qw/ ant_webhook_status ant_webhook_module /};

    my @unknown = grep {
        my $name = s/_(bucket|sum|count)$//r;
        !$type{$_} && !$type{$name};
    } sort keys %used;

    is_deeply(\@unknown, [], 'of metrics that there are');
    is(JSON::PP->new->utf8->canonical->encode({
           map { $_->{id} => 1 } @panels
       }) =~ tr/:/:/, scalar @panels, 'panels have ids of their own');
}
