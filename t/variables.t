#!/usr/bin/perl

# The variables in an access log: each with each verdict, in the end and
# after redirects.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Sample;

my $t = AntWebhook->new(limit => 60);

$t->write_file_expand('nginx.conf', <<'EOF');
%%TEST_GLOBALS%%
worker_processes 1;
events { }
http {
    %%TEST_GLOBALS_HTTP%%
    log_format ant '$request_method $request_uri $status '
                   'event=$ant_webhook_event id=$ant_webhook_id '
                   'verdict=$ant_webhook_verdict reason=$ant_webhook_reason.';

    ant_webhook_redis    127.0.0.1:%%PORT_6379%%;
    ant_webhook_journal  %%TESTDIR%%/journal size=64m;
    ant_webhook_event    own { a int; }

    server {
        listen 127.0.0.1:%%PORT_8080%%;
        access_log %%TESTDIR%%/access.log ant;
        client_body_buffer_size 1k;

        location = /sms { ant_webhook sms ant:sms; }
        location = /own { ant_webhook own ant:own; }
        location = /other { return 204; }

        location = /off {
            ant_webhook own ant:own;
            ant_webhook_rejected off;
        }

        location = /secret {
            ant_webhook own ant:own;
            ant_webhook_secret key right;
        }

        location = /early {
            set $early "<$ant_webhook_verdict>";
            add_header X-Early "$early" always;
            add_header X-Late "$ant_webhook_verdict $ant_webhook_id" always;
            ant_webhook own ant:own;
        }

        location = /rewrite { rewrite ^ /own last; }
        location = /try { try_files /none @named; }
        location @named { ant_webhook own ant:own; }

        location = /page {
            ant_webhook own ant:own;
            ant_webhook_secret key right;
            error_page 403 405 415 = @page;
        }

        location @page { return 200 "$ant_webhook_verdict"; }

        location = /late {
            ant_webhook own ant:late;
            error_page 503 /503;
        }

        location = /503 { return 503 "$ant_webhook_verdict"; }
    }
}
EOF

$t->redis;
$t->run;

my $id = qr/[0-9a-f]{24}-\d+/;
my $sms = sample('sms');
my $form = 'Content-Type: application/x-www-form-urlencoded';
my $json = 'Content-Type: application/json';
my @want;


# One request, and the line that it must leave.

sub logs {
    my ($r, $line) = @_;

    push @want, $line =~ s/\?SMS/?$sms/r;
    return $r;
}


logs(http_get("/sms?$sms"), 'GET /sms?SMS 200 event=sms id=ID '
                            . 'verdict=accepted reason=-.');
logs(http_get('/own?a=1'), 'GET /own?a=1 200 event=own id=ID '
                           . 'verdict=accepted reason=-.');
logs(http_post('/own', 'a=1'), 'POST /own 200 event=own id=ID '
                               . 'verdict=accepted reason=-.');
logs(http_get('/own?a=x'), 'GET /own?a=x 400 event=own id=ID '
                           . 'verdict=rejected reason=a: not a number.');
logs(http_get('/own?a%22%ff=&a=x'), 'GET /own?a%22%ff=&a=x 400 event=own '
                                    . 'id=ID verdict=rejected '
                                    . 'reason=a: not a number.');
logs(http_get('/own?' . '%22' x 70), 'GET /own?' . '%22' x 70 . ' 400 '
                                     . 'event=own id=ID verdict=rejected '
                                     . 'reason=' . '\x22' x 64
                                     . ': name too long.');
logs(http_get('/own?' . join '&', 1 .. 65),
     'GET /own?' . join('&', 1 .. 65) . ' 400 event=own id=ID '
     . 'verdict=rejected reason=too many parameters.');
logs(http_get('/off?a=x'), 'GET /off?a=x 400 event=own id=- '
                           . 'verdict=rejected reason=a: not a number.');
logs(http_post('/own', '{}', $json), 'POST /own 415 event=own id=ID '
                                     . 'verdict=rejected '
                                     . 'reason=body: not a form.');
logs(http_get('/secret?a=1'), 'GET /secret?a=1 403 event=own id=- '
                              . 'verdict=forbidden reason=wrong secret.');
logs(http_get('/secret?key=right&a=1'), 'GET /secret?key=right&a=1 200 '
                                        . 'event=own id=ID verdict=accepted '
                                        . 'reason=-.');
logs(http_request('PUT', '/own?a=1'), 'PUT /own?a=1 405 event=own id=- '
                                      . 'verdict=refused '
                                      . 'reason=method not allowed.');
logs(http_post('/own', 'a=' . '1' x 2000), 'POST /own 413 event=own id=- '
                                           . 'verdict=refused '
                                           . 'reason=body too large.');
logs(http_head('/own?a=1'), 'HEAD /own?a=1 200 event=own id=- '
                            . 'verdict=probe reason=-.');
logs(http_get('/own'), 'GET /own 200 event=own id=- verdict=probe reason=-.');
logs(http_get('/other?a=1'), 'GET /other?a=1 204 event=- id=- verdict=- '
                             . 'reason=-.');
logs(http_get('/none'), 'GET /none 404 event=- id=- verdict=- reason=-.');

# redirects

logs(http_get('/rewrite?a=1'), 'GET /rewrite?a=1 200 event=own id=ID '
                               . 'verdict=accepted reason=-.');
logs(http_get('/try?a=1'), 'GET /try?a=1 200 event=own id=ID '
                           . 'verdict=accepted reason=-.');
is(logs(http_get('/page?a=1'), 'GET /page?a=1 200 event=own id=- '
                               . 'verdict=forbidden reason=wrong secret.')
   ->body, 'forbidden', 'in the page for a 403');
is(logs(http_request('PUT', '/page?a=1'), 'PUT /page?a=1 200 event=own id=- '
                                          . 'verdict=refused reason=method '
                                          . 'not allowed.')
   ->body, 'refused', 'in the page for a 405');
is(logs(http_post('/page?key=right', '{}', $json), 'POST /page?key=right 200 '
                                                   . 'event=own id=ID verdict='
                                                   . 'rejected reason=body: '
                                                   . 'not a form.')
   ->body, 'rejected', 'in the page for a 415');

# what is asked before is not remembered

my $r = logs(http_get('/early?a=1'), 'GET /early?a=1 200 event=own id=ID '
                                     . 'verdict=accepted reason=-.');

is($r->header('X-Early'), '<>', 'empty before');
like($r->header('X-Late'), qr/^accepted $id$/, 'right after');

# no place in the journal

my $mode = (stat $t->journal)[2] & 07777;

is($mode, 0700, 'the root is for its owner');
chmod 0, $t->journal;

for my $n (1, 2) {
    $r = logs(http_get('/late?a=1'), 'GET /late?a=1 503 event=own id=- '
                                     . 'verdict=refused '
                                     . 'reason=no room in the journal.');
    is($r->status . $r->body, '503refused', 'in the page for a 503');
    is($r->header('Retry-After'), 5, 'Retry-After');
    is(join('|', $r->headers('Cache-Control')), 'no-store', 'no-store');
}

chmod $mode, $t->journal;
ok($t->wait_for(sub { http_get('/late?a=1')->status == 200 }, 10),
   'it heals');
is(@{ $t->wait_queue('ant:late', 1) }, 1, 'one event');


# the log

ok($t->wait_for(sub { (() = $t->read_file('access.log') =~ /\n/g) > @want },
                5), 'all is logged');

my @lines = split /\n/, $t->read_file('access.log');

for my $i (0 .. $#want) {
    my $line = shift @lines;

    $line =~ s/ id=$id / id=ID /;
    is($line, $want[$i], $want[$i] =~ s/^(\S+ \S{1,20}).*/$1/r);
}

like($lines[-1], qr/ 200 .*=accepted reason=-\.$/, 'a 503 leaves no trace');

# the id is that of the element

my ($logged) = $t->read_file('access.log') =~ /^GET \/sms\?.* id=($id) /;

is($logged, $t->wait_queue('ant:sms', 1)->[0]{id}, 'the id is the event\'s');
($logged) = $t->read_file('access.log') =~ / 400 .* id=($id) /;
is($logged, $t->wait_queue('ant:own:rejected', 1)->[0]{id}, 'or that of what '
   . 'was rejected');

$t->done;
