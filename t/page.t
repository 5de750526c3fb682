#!/usr/bin/perl

# The live page in a real browser: what it shows is what was sent, it turns
# red and green again with Redis, it asks nobody else, and it is usable by
# keyboard, on a phone, dark and light.  ANT_TEST_SCREENSHOTS=DIR keeps
# pictures there.

use warnings;
use strict;
use utf8;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Browser;
use AntWebhook::Delivery;

use File::Copy qw/ copy /;
use Time::HiRes qw/ sleep /;

is(system('tools/install-packages', 'chromium', 'chromium-driver'), 0,
   'a browser');

my $t = AntWebhook->new(limit => 180);

copy('examples/status.html', $t->testdir . '/status.html') or die;
chmod 0644, $t->testdir . '/status.html';

configure($t, workers => 2, locations => <<'EOF');
location = /ant-sms-deliver { ant_webhook sms ant:sms; }
location = /call {
    ant_webhook         any  ant:call;
    ant_webhook_secret  key  word;
}
location = /ant-status { ant_webhook_status; }
location = /ant-status.html {
    root       %%TESTDIR%%;
    try_files  /status.html =404;
}
EOF

my $redis = $t->redis(aof => 1);
$t->run;

my $base = 'http://127.0.0.1:' . port(8080);
my $b = AntWebhook::Browser->new(dir => $t->testdir);

$b->open("$base/ant-status.html");

ok(shown('#state', qr/All is well/), 'all is well');
is($b->js('return document.title'), 'ANT webhook', 'the title');
is(row('#lists', 'ant:sms')->{Pushed}, '0', 'nothing was pushed');

# counters move, and are those of what was sent

send_events('a', 1 .. 12);
http_get('/ant-sms-deliver?smsId=1') for 1 .. 3;
http_get('/ant-sms-deliver?smsId=1&destination=home') for 1 .. 2;
http_get('/call?a=1') for 1 .. 4;
http_request('PUT', '/call');
http_head('/call');

ok(seen(sub { row('#lists', 'ant:sms')->{Pushed} eq '12' }), 'pushed');
ok(seen(sub { cells('#events', 'any → ant:call')->{Refused} == 1 }),
   'the last of the callbacks');
is_deeply(cells('#events', 'sms → ant:sms'), { Accepted => 12,
          Rejected => 5, Forbidden => 0, Refused => 0, Probes => 0 },
          'what became of the callbacks');
is_deeply(cells('#events', 'any → ant:call'), { Accepted => 0,
          Rejected => 0, Forbidden => 4, Refused => 1, Probes => 1 },
          'of the others, too');

# it is of the last answer that was read, which is not always that of the last
# push where two workers push: both ask for it again after 15 s

ok(seen(sub { row('#lists', 'ant:sms')->{'In Redis'} eq '12' }, 30),
   'the length of the list');
is(row('#lists', 'ant:sms:rejected')->{Pushed}, '5', 'rejected are pushed');
is($b->js('return document.querySelector("#rejected tbody").innerText')
         =~ s/\s+/ /gr,
   'destination missing sms 3 destination not a phone number sms 2 ',
   'rejected, by reason');

send_events('b', 1 .. 5);
ok(seen(sub { row('#events', 'sms → ant:sms')->{Accepted} eq '17' }),
   'five more are five more');
ok(seen(sub { ($b->js('return document.querySelector("#tiles svg")'
                      . '.getAttribute("aria-label")') // '')
              =~ /Accepted, last \d+ seconds: .* at most [1-9]/ }),
   'a sparkline says what it shows');
is($b->js('return document.querySelectorAll("#tiles svg").length'), 5,
   'as many as there are tiles');

like($b->js('return document.querySelector("#journal").innerText'),
     qr/\d+(\.\d)? [KM]iB of 64 MiB .*\s[1-4] live.*0 orphan/s,
     'journals by state');

pictures('well');

# Redis is killed, and comes back

$redis->kill;
ok(shown('#state', qr/Redis is down: default/), 'Redis is down');
is($b->js('return document.querySelector("#state").className'), 'state bad',
   'which is red');
like($b->js('return document.querySelector("#redis").innerText'),
     qr{default\s+. down\s+0 of 2 workers connected.*(?:connect|connection)}s,
     'the endpoint says so');
like($b->js('return document.title'), qr/^! Redis is down/, 'so does the tab');

send_events('c', 1 .. 9);
ok(seen(sub { row('#lists', 'ant:sms')->{Waiting} eq '9' }), 'nine wait');
sleep 6;
ok(seen(sub { $b->js('return document.querySelectorAll(".tile.hot").length')
              >= 2 }), 'they have waited for too long');
pictures('down');

$redis->start;
ok(shown('#state', qr/All is well/, 20), 'Redis is back');
ok(seen(sub { row('#lists', 'ant:sms')->{Pushed} eq '26'
              && row('#lists', 'ant:sms')->{Waiting} eq '0' }), 'all went');

keyboard();
widths();
colors();

# nothing else was asked for, and nothing complained

my $own = qr{\Q$base\E/ant-status(\.html)?|data:.*|chrome[\w-]*:.*};
my @elsewhere = grep { !/^($own)$/ } $b->requests;

is_deeply(\@elsewhere, [], 'no request to anybody else');
is_deeply([grep { !/^\w+: chrome:/ } $b->console], [],
          'nothing in the console');

# nginx gone

$t->stop;
ok(shown('#state', qr/No status from nginx/, 10), 'nginx is gone');
$b->close;

$t->done;


# The cells of a table's row, by the heads of their columns.

sub row {
    my ($table, $name) = @_;

    return $b->js(<<'EOF', $table, $name) // {};
for (const tr of document.querySelectorAll(`${arguments[0]} tbody tr`)) {
  if (tr.querySelector('th').textContent === arguments[1]) {
    return Object.fromEntries([...tr.querySelectorAll('td')].map(
      (td) => [td.dataset.label, td.textContent]));
  }
}
EOF
}


sub cells {
    my ($table, $name) = @_;
    my $row = row($table, $name);

    return { map { $_ => $row->{$_} }
             qw/ Accepted Rejected Forbidden Refused Probes / };
}


sub seen {
    my ($condition, $seconds) = @_;

    return $t->wait_for($condition, $seconds // 10);
}


sub shown {
    my ($where, $pattern, $seconds) = @_;

    return seen(sub {
        ($b->js('return document.querySelector(arguments[0])?.innerText',
                $where) // '') =~ $pattern;
    }, $seconds);
}


sub keyboard {
    $b->js('document.activeElement.blur()');
    $b->keys('Tab');
    is($b->js('return document.activeElement.id'), 'pause', 'Tab: pause');
    ok($b->js('return document.activeElement.matches(":focus-visible")'),
       'which is seen');

    $b->keys('Enter');
    is($b->js('return document.querySelector("#pause").textContent'), 'Go on',
       'paused');
    send_events('k', 1 .. 3);
    sleep 2.5;
    is(row('#events', 'sms → ant:sms')->{Accepted}, 26, 'nothing moves');
    $b->keys('Enter');
    ok(seen(sub { row('#events', 'sms → ant:sms')->{Accepted} == 29 }),
       'and goes on');

    $b->keys('Tab', 'Enter');
    is($b->js('return document.documentElement.dataset.theme'), 'dark',
       'the next one turns it dark');
    $b->keys('Enter');
    is($b->js('return document.documentElement.dataset.theme'), 'light',
       'and light');
    $b->js('localStorage.clear();'
           . 'delete document.documentElement.dataset.theme');
}


sub widths {
    for my $width (320, 390, 768, 1200) {
        $b->emulate(width => $width, height => 800);
        is($b->js('return document.documentElement.scrollWidth'), $width,
           "nothing is wider than $width pixels");
    }
}


# Text against what is behind it, as WCAG counts; 4.5 is wanted.

sub colors {
    for my $dark (0, 1) {
        $b->emulate(dark => $dark);

        my $worst = $b->js(<<'EOF');
const light = (c) => {
  const [r, g, b] = c.map((v) => (v /= 255) <= .03928 ? v / 12.92
    : ((v + .055) / 1.055) ** 2.4);
  return .2126 * r + .7152 * g + .0722 * b;
};
const parse = (s) => s.match(/[\d.]+/g).map(Number);
let worst = 99;

for (const e of document.querySelectorAll('body *')) {
  if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())
      || !e.checkVisibility() || /^(SCRIPT|STYLE|NOSCRIPT)$/.test(e.tagName)) {
    continue;
  }

  let back = e;

  while (back && (parse(getComputedStyle(back).backgroundColor)[3] ?? 1)
                 === 0) {
    back = back.parentElement;
  }

  const a = light(parse(getComputedStyle(e).color).slice(0, 3));
  const b = light(parse(getComputedStyle(back || document.body)
    .backgroundColor).slice(0, 3));

  worst = Math.min(worst, (Math.max(a, b) + .05) / (Math.min(a, b) + .05));
}

return worst;
EOF

        cmp_ok($worst, '>=', 4.5,
               ($dark ? 'dark' : 'light') . ': all text can be read');
    }

    my $ground = 'return getComputedStyle(document.body).backgroundColor';
    my $black = $b->js($ground);

    $b->emulate;
    isnt($b->js($ground), $black, 'dark and light differ');
}


sub pictures {
    my ($name) = @_;
    my $dir = $ENV{ANT_TEST_SCREENSHOTS} // return;

    for my $dark (0, 1) {
        for my $width (390, 1200) {
            $b->emulate(dark => $dark, width => $width, height => 844);
            sleep 0.3;
            $b->screenshot("$dir/$name-$width-" . ($dark ? 'dark' : 'light')
                           . '.png');
        }
    }

    $b->emulate;
}
