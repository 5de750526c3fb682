#!/usr/bin/perl

# Every wrong configuration is an error with file and line, every message in
# the sources is provoked, and what is right passes.  nginx -t changes
# nothing but that it makes the journal's directory.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook;
use AntWebhook::Sample;
use AntWebhook::Wrong;

my $t = AntWebhook->new(limit => 100);
my $dir = $t->testdir;

mkdir "$dir/adir";
$t->write_file('empty', '');
$t->write_file('emptyline', "\nsecret\n");
$t->write_file('good', "secret\n");
$t->write_file('long', 's' x 4097 . "\n");
$t->write_file('4096', 's' x 4096 . "\nmore");
$t->write_file('rules', "a int;\nb nothing;\n");

my $journal = "ant_webhook_journal %%TESTDIR%%/tried;\n";

AntWebhook::Wrong->setup($t, $journal);


# ant_webhook

my ($l255, $l256) = ('l' x 255, 'l' x 256);
my ($f320, $f321) = ('f' x 320, 'f' x 321);

wrong_in('no list', 'invalid number of arguments in "ant_webhook" directive',
         'ant_webhook sms;@');
wrong_in('four words', 'invalid number of arguments in "ant_webhook"',
         'ant_webhook sms a fence=b c;@');
wrong_in('twice', '"ant_webhook" directive is duplicate',
         "ant_webhook sms a;\nant_webhook ivr b;\@");
wrong_in('an empty list', 'the list must have 1 to 255 bytes',
         'ant_webhook sms "";@');
wrong_in('a long list', 'the list must have 1 to 255 bytes',
         "ant_webhook sms $l256;\@");
wrong_in('a variable', 'the list "ant:$host" cannot have variables, '
         . 'use "ant_webhook_field"', 'ant_webhook sms ant:$host;@');
wrong_in('a parameter', 'invalid parameter "fenc=x", it must be "fence=KEY"',
         'ant_webhook sms a fenc=x;@');
wrong_in('an empty fence', 'the fence must have 1 to 320 bytes',
         'ant_webhook sms a fence=;@');
wrong_in('a long fence', 'the fence must have 1 to 320 bytes',
         "ant_webhook sms a fence=$f321;\@");
wrong_in('a variable in the fence', 'the fence "$x" cannot have variables',
         'ant_webhook sms a fence=$x;@');
wrong_in('its own fence', 'is the fence of list "a" in',
         'ant_webhook sms a fence=a;@');
wrong_in('an unknown event', 'unknown event "SMS" in',
         "set \$x 1;\nant_webhook SMS a;\@\nset \$y 1;");
wrong_in('an unknown event', 'it must be "sms", "ivr", "call", '
         . '"number_status", "any" or one declared with "ant_webhook_event"',
         'ant_webhook sms2 a;@');
wrong_in('a long name for the default list', 'has more than 255 bytes',
         "ant_webhook sms $l255;\@");
wrong_in('in an if of a nested location', 'unknown event "none"',
         "location /x {\nif (\$host) {\nant_webhook none a;\@\n}\n}");

for my $where ('http', 'server') {
    my $open = $where eq 'server' ? "server {\n" : '';
    my $close = $open ? "\n}" : '';

    wrong_at("in $where", "\"$_\" directive is not allowed here",
             "$journal$open$_ sms a;\@$close")
        for 'ant_webhook', 'ant_webhook_status';
}

wrong_at("$_ in server", "\"$_\" directive is not allowed here",
         "server {\n$_ a b;\@\n}") for 'ant_webhook_journal';
wrong_at('ant_webhook_event in server',
         '"ant_webhook_event" directive is not allowed here',
         "server {\nant_webhook_event a {\@ }\n}");
wrong_in("$_ in if", "\"$_\" directive is not allowed here",
         "if (\$host) {\n$_ a b;\@\n}")
    for qw/ ant_webhook_field ant_webhook_redis ant_webhook_rejected
            ant_webhook_secret ant_webhook_reply ant_webhook_ack /;

wrong('no journal', 'needs "ant_webhook_journal" at the "http" level, for '
      . 'example "ant_webhook_journal /var/lib/nginx/ant_webhook size=1g;"',
      '', "set \$x 1;\nant_webhook sms a;\@");

# one list in two places

sub two {
    my ($first, $second) = @_;

    return "$journal server {\nlisten 127.0.0.1:%%PORT_8080%%;\n"
           . "location /1 {\n$first\n}\nlocation /2 {\n$second\n}\n}";
}

for my $mark (0, 1) {
    my ($one, $two) = $mark ? ('@', '') : ('', '@');

    wrong_at("two fences, place $mark", 'is one list, but it has another '
             . '"fence="',
             two("ant_webhook sms a;$one", "ant_webhook sms a fence=b;$two"));
    wrong_at("accepted and rejected, place $mark", 'is one list, but it '
             . 'holds accepted events in one of them and rejected ones in '
             . 'the other',
             two("ant_webhook sms a;$one",
                 "ant_webhook ivr b;\nant_webhook_rejected a;$two"));
    wrong_at("two limits, place $mark", 'is one list, but it has another '
             . '"max="',
             two("ant_webhook sms a;\nant_webhook_rejected c max=1;$one",
                 "ant_webhook ivr b;\nant_webhook_rejected c max=2;$two"));
}

for my $mark (0, 1) {
    my ($one, $two) = $mark ? ('@', '') : ('', '@');

    wrong_at("the fence of another, place $mark", 'list "a:fence" in',
             two("ant_webhook sms a;$one", "ant_webhook ivr a:fence;$two"));
}

right('one list twice', two('ant_webhook sms a;', 'ant_webhook ivr a;'));
right('one rejected list twice',
      two('ant_webhook sms a; ant_webhook_rejected c;',
          'ant_webhook ivr b; ant_webhook_rejected c;'));
right('another fence, the same twice',
      two('ant_webhook sms a fence=f;', 'ant_webhook ivr a fence=f;'));
right('its default fence', two('ant_webhook sms a;',
                               'ant_webhook ivr a fence=a:fence;'));
right('the longest names', $journal, "ant_webhook sms $l255 fence=$f320;\n"
      . 'ant_webhook_rejected off;');
right("the event $_", $journal, "ant_webhook $_ a;")
    for qw/ sms ivr call number_status any /;

# ant_webhook_event

sub event_wrong {
    my ($text, $message, $lines) = @_;

    $lines .= "\n}" . ($lines =~ /\@/ ? '' : '@');
    wrong_at($text, $message, "ant_webhook_event own {\n$lines");
}

wrong_at('no name', 'invalid number of arguments in "ant_webhook_event"',
         "ant_webhook_event {\@ }");
wrong_at('no block', 'directive "ant_webhook_event" has no opening "{"',
         'ant_webhook_event own;@');
wrong_at("named $_", "the event \"$_\" is built in, write another name",
         "ant_webhook_event $_ {\@\n}") for qw/ sms ivr call number_status
                                                any /;
wrong_at('twice', 'duplicate event "own"',
         "ant_webhook_event own { }\nant_webhook_event own {\@\n}");
wrong_at("named $_", 'must have 1 to 64 of "A-Z a-z 0-9 _"',
         "ant_webhook_event $_ {\@\n}") for '""', 'a-b', 'a.b', '"a b"',
                                            'é', 'n' x 65;
event_wrong('no type', 'a type must follow "a": "token", "text", "word", '
            . '"int", "uint" or "phone"', "b int;\na;\@");
event_wrong('an unknown type', 'unknown type "integer" of "a", it must be '
            . '"token"', "a integer;\@");
event_wrong('an unknown word', 'invalid parameter "optional", it must be '
            . '"required", "max=N", "min=N" or "alias=NAME"',
            "a int\nrequired optional;\@");
event_wrong("a $_", "invalid parameter \"$_\"", "a int $_;\@")
    for 'alias=', 'Required', 'max', 'min:1';
event_wrong("number $_", "invalid number in \"$_\"", "a int $_;\@")
    for 'max=', 'max=x', 'min=1.5', 'max=-', 'min=--1', 'max=1k',
        'max=9223372036854775808';
event_wrong('an empty name', 'parameter "": the parameter has no name',
            '"" int;@');
event_wrong('a long name', 'the parameter\'s name is longer than 64 bytes',
            'n' x 65 . ' int;@');
event_wrong('a long alias', '"alias" is longer than 64 bytes',
            'a int alias=' . 'n' x 65 . ';@');
event_wrong("min: $_", '"min" is outside what the type allows', "a $_;\@")
    for 'text min=0', 'token min=2049', 'uint min=-1', 'phone min=0';
event_wrong("max: $_", '"max" is outside what the type allows', "a $_;\@")
    for 'text max=0', 'word max=2049', 'uint max=-1', 'phone max=18';
event_wrong("$_", '"min" is above "max"', "a $_;\@")
    for 'int min=2 max=1', 'token min=129', 'word min=65';
event_wrong('a name twice', 'event "own": the parameter\'s name is already '
            . 'used', "a int;\na uint;");
event_wrong('an alias that is a name', '"alias" is already used',
            "a int;\nb int alias=a;");
event_wrong('an alias twice', '"alias" is already used',
            "a int alias=c;\nb int alias=c;");
event_wrong('a name that is an alias', 'name is already used',
            "a int alias=b;\nb int;");
event_wrong('its own alias', '"alias" is the parameter\'s own name',
            "a int alias=a;");
event_wrong('65 parameters', 'more than 64 parameters',
            join("\n", map { "a$_ int;" } 1 .. 65));
event_wrong('a block in it', 'unexpected "{"', 'a int {@ }');

right('64 parameters', 'ant_webhook_event own { '
      . join(' ', map { "a$_ int;" } 1 .. 64) . ' }');
right('an event after its use',
      "$journal server { listen 127.0.0.1:%%PORT_8080%%; location / "
      . '{ ant_webhook own a; } } ant_webhook_event own { a int; }');
right('limits', 'ant_webhook_event ' . 'N_9' x 21 . 'x { '
      . 'n' x 64 . ' int min=-9223372036854775807 max=9223372036854775807'
      . ' alias=' . 'm' x 64 . '; b text min=1 max=2048 required;'
      . ' c phone max=17; d uint max=0; }');
right('an empty event', "ant_webhook_event own { } $journal",
      'ant_webhook own a;');

# ant_webhook_field

wrong_in('one word', 'invalid number of arguments in "ant_webhook_field"',
         'ant_webhook_field a;@');
wrong_in('an empty name', '"ant_webhook_field" directive has an empty name',
         'ant_webhook_field "" b;@');
wrong_in('twice', 'duplicate field "a"',
         "ant_webhook_field a b;\nant_webhook_field a c;\@");
wrong_in('an invalid variable', 'invalid variable name',
         'ant_webhook_field a $;@');

right('fields', 'ant_webhook_field a b; ant_webhook_field "c d" "";',
      'ant_webhook_field a $host$remote_addr; ant_webhook_field b "";');

# ant_webhook_ack

wrong_in('ack', 'invalid value "both", it must be "journal", "disk" or '
         . '"redis"', 'ant_webhook_ack both;@');
wrong_in('two words', 'invalid number of arguments in "ant_webhook_ack"',
         'ant_webhook_ack journal disk;@');
wrong_in('ack twice', '"ant_webhook_ack" directive is duplicate',
         "ant_webhook_ack journal;\nant_webhook_ack journal;\@");
right("ack $_", "ant_webhook_ack journal; $journal",
      "ant_webhook sms a; ant_webhook_ack $_;") for qw/ journal disk redis /;
wrong_at('journal off', 'needs "ant_webhook_ack redis", as '
         . '"ant_webhook_journal" is "off" in ',
         "ant_webhook_journal off;\nserver { location / {\n"
         . "ant_webhook sms a;\@ } }");
right('journal off', 'ant_webhook_journal off;',
      'ant_webhook sms a; ant_webhook_ack redis;');

# ant_webhook_status

wrong_in('status', 'invalid form "xml", it must be "json", "prometheus" or '
         . '"health"', 'ant_webhook_status xml;@');
wrong_in('status twice', '"ant_webhook_status" directive is duplicate',
         "ant_webhook_status;\nant_webhook_status health;\@");
wrong_in('both', '"ant_webhook_status" directive cannot stand beside '
         . '"ant_webhook"', "ant_webhook sms a;\nant_webhook_status;\@");
wrong_in('both', '"ant_webhook" directive cannot stand beside '
         . '"ant_webhook_status"', "ant_webhook_status;\nant_webhook sms a;\@");
right("status $_", $journal, "ant_webhook_status $_;")
    for '', 'json', 'prometheus', 'health';

# ant_webhook_rejected

wrong_in('no word', 'invalid number of arguments in "ant_webhook_rejected"',
         'ant_webhook_rejected;@');
wrong_in('rejected twice', '"ant_webhook_rejected" directive is duplicate',
         "ant_webhook_rejected a;\nant_webhook_rejected off;\@");
wrong_in("a number $_", "invalid number \"$_\", write for example "
         . '"max=10000"', "ant_webhook_rejected a $_;\@")
    for 'max=', 'max=0', 'max=-1', 'max=x', 'max=1k',
        'max=9999999999999999999';
wrong_in("a status $_", "invalid status \"$_\", it must be between 200 and "
         . '299 or between 400 and 499', "ant_webhook_rejected a $_;\@")
    for 'status=', 'status=199', 'status=300', 'status=399', 'status=500',
        'status=x';
wrong_in('another parameter', 'invalid parameter "min=1", it must be "max=N" '
         . 'or "status=N"', 'ant_webhook_rejected a min=1;@');
wrong_in("twice: $_", 'duplicate parameter "' . (split)[1] . '"',
         "ant_webhook_rejected a $_;\@")
    for 'max=1 max=2', 'status=200 status=400';
wrong_in("no list before $_", "a list or \"off\" must stand in front of "
         . "\"$_\"", "ant_webhook_rejected $_;\@") for 'max=1', 'status=400';
wrong_in('an empty list', 'the list must have 1 to 255 bytes',
         'ant_webhook_rejected "";@');
wrong_in('a variable', 'the list "$host" cannot have variables',
         'ant_webhook_rejected $host;@');
right('rejected', "ant_webhook_rejected r max=1 status=200; $journal",
      'ant_webhook sms a; ant_webhook_rejected off status=499;');

# ant_webhook_secret

wrong_in('one word', 'a value must follow "key": write "ant_webhook_secret '
         . 'key value", "ant_webhook_secret key file=PATH" or '
         . '"ant_webhook_secret off"', 'ant_webhook_secret key;@');
wrong_in('off after one', '"ant_webhook_secret" directive is duplicate',
         "ant_webhook_secret a b;\nant_webhook_secret off;\@");
wrong_in('one after off', '"ant_webhook_secret" directive cannot follow '
         . '"ant_webhook_secret off"',
         "ant_webhook_secret off;\nant_webhook_secret a b;\@");
wrong_in('an empty name', '"ant_webhook_secret" directive has an empty name '
         . 'or value', 'ant_webhook_secret "" b;@');
wrong_in('an empty value', '"ant_webhook_secret" directive has an empty name '
         . 'or value', 'ant_webhook_secret a "";@');
wrong_in('no file', "open() \"$dir/none\" failed (2: No such file",
         'ant_webhook_secret a file=none;@');
wrong_in('a directory', "read() \"$dir/adir\" failed (21: Is a directory",
         'ant_webhook_secret a file=adir;@');
wrong_in("an $_ file", "the first line of \"$dir/$_\" is empty, it must hold "
         . 'the secret', "ant_webhook_secret a file=$_;\@")
    for qw/ empty emptyline /;
right('secrets', "ant_webhook_secret a b; ant_webhook_secret a c; $journal",
      "ant_webhook_secret a file=good; ant_webhook_secret b $dir/good;");

# ant_webhook_reply

wrong_in('three words', 'invalid number of arguments in "ant_webhook_reply"',
         'ant_webhook_reply 200 a b;@');
wrong_in('reply twice', '"ant_webhook_reply" directive is duplicate',
         "ant_webhook_reply 200;\nant_webhook_reply 201;\@");
wrong_in("a reply $_", "invalid status \"$_\", it must be between 200 and "
         . '299', "ant_webhook_reply $_;\@") for qw/ 199 300 ok -200 2000 /;
right('replies', "ant_webhook_reply 299 text; $journal",
      'ant_webhook_reply 200;');

# ant_webhook_redis

sub redis_wrong {
    my ($text, $message, $words) = @_;

    wrong_at("redis, $text", $message, "ant_webhook_redis $words;\@");
}

redis_wrong('no words', 'invalid number of arguments in "ant_webhook_redis"',
            '');
redis_wrong("twice: $_", 'duplicate parameter "' . (split)[1] . '"',
            "127.0.0.1 password=a tls sentinel=a $_ 127.0.0.2")
    for 'db=1 db=2', 'name=a name=b', 'batch=1 batch=1',
        'timeout=1s timeout=2s', 'max_length=1 max_length=0', 'user=a user=b',
        'tls_verify=on tls_verify=on', 'tls_ca=a tls_ca=b',
        'tls_cert=a tls_cert=b', 'tls_key=a tls_key=b',
        'tls_name=a tls_name=b', 'sentinel_user=a sentinel_user=b';
redis_wrong("twice: $_", "duplicate parameter \"$_\"", "$_ 127.0.0.1 $_")
    for 'tls', 'cluster', 'sentinel=a';
redis_wrong('no address', '"ant_webhook_redis" has no address, write for '
            . 'example "ant_webhook_redis 127.0.0.1:6379"', 'name=a');
redis_wrong("$_", "in \"$_\", write an address as \"host\", \"host:6379\", "
            . '"[::1]:6379" or "unix:/path"', $_)
    for '127.0.0.1:0', '127.0.0.1:70000', '[::1', 'unix:', ':6379', 'h:x';
redis_wrong('a host that is not found', 'host not found: "no.such.host.invalid"'
            . ' of "ant_webhook_redis"', 'no.such.host.invalid');
redis_wrong('an empty address', 'no host in ""', '""');
redis_wrong("$_", "invalid number \"$_\", it must be between ",
            "127.0.0.1 $_")
    for 'db=', 'db=-1', 'db=x', 'db=65536', 'batch=0', 'batch=100001',
        'max_length=-1', 'max_length=x';
redis_wrong("$_", "invalid time \"$_\", write for example \"timeout=5s\"",
            "127.0.0.1 $_") for 'timeout=', 'timeout=0', 'timeout=x';
redis_wrong("$_", 'it must have 1 to 64 of "A-Z a-z 0-9 _ - ."',
            "127.0.0.1 \"$_\"") for 'name=', 'name=a/b', 'name=a b',
                                'name=' . 'n' x 65;
redis_wrong("$_", 'one of "password=" and "password_file=" is enough, and '
            . 'once', "127.0.0.1 $_")
    for 'password=a password=b', 'password=a password_file=good',
        'password_file=good password=a';
redis_wrong('an empty password', '"password=" is empty',
            '127.0.0.1 password=');
redis_wrong('no file', "open() \"$dir/none\" failed",
            '127.0.0.1 password_file=none');
redis_wrong('an empty file', "the first line of \"$dir/empty\" is empty",
            '127.0.0.1 password_file=empty');
redis_wrong('a long file', "the first line of \"$dir/long\" is longer than "
            . '4096 bytes', '127.0.0.1 password_file=long');
right('a line of 4096 bytes', 'ant_webhook_redis 127.0.0.1 user=a '
      . 'password_file=4096;');
redis_wrong('a user alone', '"user=" needs "password=" or "password_file="',
            '127.0.0.1 user=a');
redis_wrong("$_", "invalid parameter \"$_\", it must be one of \"name=\", "
            . '"db=", "user=", "password=", "password_file=", "timeout=", '
            . '"batch=", "max_length=", "tls", "tls_ca=", "tls_cert=", '
            . '"tls_key=", "tls_name=", "tls_verify=", "sentinel=", '
            . '"sentinel_user=", "sentinel_password=", '
            . '"sentinel_password_file=", "cluster"', "127.0.0.1 $_")
    for 'DB=1', 'user=', 'password_file=', 'retries=3', 'sentinel=',
        'tls=on', 'cluster=1';
redis_wrong("$_", 'the parameters that begin with "tls_" need "tls"',
            "127.0.0.1 $_")
    for 'tls_verify=off', 'tls_ca=a', 'tls_cert=a', 'tls_key=a',
        'tls_name=a';
redis_wrong("$_", '"tls_cert=" and "tls_key=" need each other',
            "127.0.0.1 tls $_") for 'tls_cert=a', 'tls_key=a';
redis_wrong("$_", "invalid value \"$_\", it must be \"on\" or \"off\"",
            "127.0.0.1 tls $_") for 'tls_verify=', 'tls_verify=no';
redis_wrong('tls, a unix socket', '"tls" through a unix socket needs '
            . '"tls_name="', 'unix:/a tls');
redis_wrong("no such $_", '"ant_webhook_redis" cannot have "tls" with these '
            . 'files', "127.0.0.1 tls $_")
    for 'tls_ca=none', 'tls_cert=none tls_key=none';
redis_wrong('sentinel and cluster', '"cluster" and "sentinel=" exclude each '
            . 'other', '127.0.0.1 cluster sentinel=a');
redis_wrong('db and cluster', '"cluster" and "db=" exclude each other: a '
            . 'cluster has but one database', '127.0.0.1 cluster db=1');
redis_wrong("$_", '"sentinel_user=" and "sentinel_password=" need '
            . '"sentinel=" with the name of the master', "127.0.0.1 $_")
    for 'sentinel_user=a', 'sentinel_password=a',
        'sentinel_password_file=good';
redis_wrong('a user of Sentinels alone', '"sentinel_user=" needs '
            . '"sentinel_password=" or "sentinel_password_file="',
            '127.0.0.1 sentinel=a sentinel_user=a');
redis_wrong("$_", 'one of "sentinel_password=" and "sentinel_password_file=" '
            . 'is enough, and once', "127.0.0.1 sentinel=a $_")
    for 'sentinel_password=a sentinel_password=b',
        'sentinel_password=a sentinel_password_file=good';

my $slots = "$journal ant_webhook_redis 127.0.0.1 cluster;";

wrong("cluster, $_", 'in two slots of the cluster', $slots,
      "ant_webhook sms $_;\@")
    for 'a fence=b', '"a}b"', '"{a}b" fence=b', 'a "fence={b}a"', '"{}a"';
right("cluster, $_", $slots, "ant_webhook sms $_;")
    for 'a', '"{a}b"', 'a "fence={a}b"', '"{a}b" fence=a',
        'a "fence={a}"';
right('tls', 'ant_webhook_redis 127.0.0.1 tls tls_name=a tls_verify=on;');
right('sentinel', 'ant_webhook_redis 127.0.0.1 unix:/a sentinel=a db=1 '
      . 'sentinel_user=a sentinel_password_file=good tls tls_verify=off;');

wrong_at('redis twice', '"ant_webhook_redis" directive is duplicate',
         "ant_webhook_redis 127.0.0.1;\nant_webhook_redis ::1 name=a;\@");
wrong('one name twice', 'the name "default" of "ant_webhook_redis" is used '
      . 'in', 'ant_webhook_redis 127.0.0.1;@',
      'ant_webhook_redis 127.0.0.2;');
wrong('one name twice', 'already, write "name=" with another',
      'ant_webhook_redis 127.0.0.1 name=a;',
      'ant_webhook_redis 127.0.0.2 name=a;@');
wrong_at('the default name', 'the endpoint "default" is 127.0.0.1:6379 where '
         . 'no "ant_webhook_redis" applies, but that name is used in',
         two("ant_webhook sms a;\nant_webhook_redis 127.0.0.2;\@",
             'ant_webhook sms b;'));

right('the default redis', $journal, 'ant_webhook sms a;');
# a bare system has no /etc/hosts

my $name = gethostbyname('localhost') ? 'localhost' : '127.0.0.2';

right('redis, all of it', "ant_webhook_redis $name 127.0.0.1:6380 "
      . '[::1]:1 unix:/tmp/redis.sock name=A-z.0_9 db=65535 user=u '
      . 'password=p timeout=1ms batch=100000 max_length=0;' . $journal,
      'ant_webhook sms a;');
right('two of them', 'ant_webhook_redis 127.0.0.1 password_file=good;'
      . $journal, 'ant_webhook sms a; ant_webhook_redis [::1] name=six;');

# ant_webhook_journal

sub journal_wrong {
    my ($text, $message, $words) = @_;

    wrong_at("journal, $text", $message, "ant_webhook_journal $words;\@");
}

journal_wrong('no words', 'invalid number of arguments', '');
journal_wrong("$_", 'is no path, write for example "ant_webhook_journal '
              . '/var/lib/nginx/ant_webhook size=1g;"', $_)
    for '""', 'size=1g', 'retain=60s sync=1s';
journal_wrong("$_", "invalid size \"$_\", it must be between ",
              "%%TESTDIR%%/j $_")
    for 'size=', 'size=x', 'size=-1', 'size=1023k', 'segment=63k',
        'segment=1025m', 'segment=x';
journal_wrong("$_", "invalid time \"$_\", write for example \""
              . s/=.*//r . '=5s"', "%%TESTDIR%%/j $_")
    for map { ("$_=", "$_=x", "$_=-1s") } qw/ retain sync drain /;
journal_wrong("$_", "invalid parameter \"$_\", it must be one of \"size=\", "
              . '"segment=", "retain=", "sync=", "drain=", "threads="',
              "%%TESTDIR%%/j $_") for 'Size=1g', 'threads=', 'x', 'off';
journal_wrong("twice: $_", 'duplicate parameter "' . (split)[1] . '"',
              "%%TESTDIR%%/j $_")
    for 'size=1m size=2m', 'segment=64k segment=64k', 'retain=1m retain=2m',
        'sync=1s sync=2s', 'drain=1s drain=1s', 'threads=default threads=none';
journal_wrong('threads=none', 'unknown thread pool "none" in',
              '%%TESTDIR%%/j threads=none');

wrong_at('journal twice', '"ant_webhook_journal" directive is duplicate',
         "$journal\nant_webhook_journal %%TESTDIR%%/tried;\@");
wrong_at('retain, place 0', '"retain=" of "ant_webhook_journal" in',
         "ant_webhook_redis 127.0.0.1 timeout=10s;\@\n"
         . 'ant_webhook_journal %%TESTDIR%%/j retain=19s; server '
         . '{ location / { ant_webhook sms a; } }');
wrong_at('retain, place 1', 'must be at least twice the "timeout=" of '
         . '"ant_webhook_redis" in', "ant_webhook_redis 127.0.0.1 "
         . "timeout=31s;\nant_webhook_journal %%TESTDIR%%/j;\@\nserver "
         . '{ location / { ant_webhook sms a; } }');

right('retain', 'ant_webhook_redis 127.0.0.1 timeout=10s; '
      . 'ant_webhook_journal %%TESTDIR%%/j retain=20s;', 'ant_webhook sms a;');
right('retain, for an endpoint without a list', 'ant_webhook_redis 127.0.0.1 '
      . 'timeout=10s; ant_webhook_journal %%TESTDIR%%/j retain=20s; '
      . 'server { ant_webhook_redis 127.0.0.2 name=other timeout=40s; }',
      'ant_webhook sms a;');
right('journal, all of it', 'ant_webhook_journal %%TESTDIR%%/j size=1m '
      . 'segment=64k retain=1d sync=0 drain=0 threads=default;',
      'ant_webhook sms a;');
right('unused', 'ant_webhook_redis 127.0.0.1; ant_webhook_rejected off;');
right('nothing of it', '');


# nginx -t makes the directory, and nothing else: not beside a running nginx
# either

my $conf = <<'EOF';
%%TEST_GLOBALS%%
worker_processes 1;
events { }
http {
    %%TEST_GLOBALS_HTTP%%
    ant_webhook_redis    127.0.0.1:%%PORT_6379%%;
    ant_webhook_journal  %%TESTDIR%%/journal size=64m;
    server {
        listen 127.0.0.1:%%PORT_8080%%;
        location / { ant_webhook any ant:any; }
    }
}
EOF

# with a pid of its own

my $test = $conf =~ s/%%TEST_GLOBALS%%/$t->globals =~ s{nginx.pid}{t.pid}r/er;


sub look {
    return join "\n", map { join ' ', $_, (lstat $_)[0 .. 5, 7, 9] }
                     $t->journal, $t->journal_dirs, $t->journal_files;
}

my $redis = $t->redis;
my $connections = $redis->info('stats', 'total_connections_received');

is($t->conf_error($test), '', 'nginx -t');
ok(-d $t->journal, 'makes the directory');
is((stat _)[2] & 07777, 0700, 'for its owner');
is((stat _)[4], scalar getpwnam('www-data'), 'the worker') if $> == 0;
is_deeply([$t->journal_dirs, $t->journal_files], [], 'nothing in it');
is($redis->info('stats', 'total_connections_received'), $connections,
   'no connection to Redis');

$t->write_file_expand('nginx.conf', $conf);
$t->run;
is(http_get('/?a=1')->status, 200, 'an event');
$t->wait_queue('ant:any', 1);

# whatever the worker still has to write comes first

my $last = '';

$t->wait_for(sub { my $old = $last; $last = look(); $last eq $old }, 5);
$connections = $redis->info('stats', 'total_connections_received');
is($t->conf_error($test), '', 'nginx -t beside it');
is(look(), $last, 'touches no journal');
is($redis->info('stats', 'total_connections_received'), $connections,
   'nor Redis');


# every message of the sources was among these

# but of one that is for other nginx binaries

my $cannot = qr/ needs an nginx that was built with /;
my @messages;

for my $file (glob('src/ngx_http_ant_webhook_*.c'), 'src/ant_rule.c') {
    local (@ARGV, $/) = $file;
    my $source = <>;

    next unless $source =~ /\bngx_conf_t \*cf\b|ant_rule_verify/;
    push @messages, $source =~ /ngx_conf_log_error\((.*?)\);/sg,
                    $source =~ /ngx_log_error\((NGX_LOG_EMERG, cf.*?)\);/sg,
                    $source =~ /(?:return|what =)\s+("[^;]*);/g;
}

ok(@messages > 60, scalar(@messages) . ' messages');

my $literal = qr/"(?:[^"\\]|\\.)*"/;

for my $message (@messages) {
    my ($text) = $message =~ /($literal(?:\s*$literal)*)/;
    my $format = join '', map { s/^"|"$|\\(?=.)//gr } $text =~ /$literal/g;

    next if $format =~ $cannot;

    my $pattern = join '.*', map { quotemeta }
                  split /%(?:\*s|u[iz]|O[km]|[Vsd])/, $format, -1;

    ok(said() =~ $pattern, "provoked: $format");
}

$t->done;
