#!/usr/bin/perl

# Both tables of what ANT sends, row by row, through HTTP: the parameters of
# the four events with their rules, and how real traffic differs from them.
# Every row says what the list or the answer must hold, byte for byte.

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
    ant_webhook_redis    127.0.0.1:%%PORT_6379%%;
    ant_webhook_journal  %%TESTDIR%%/journal size=64m;

    ant_webhook_event own {
        tok  token required max=4 min=2;
        txt  text  max=3;
        wrd  word  max=3 alias=WRD;
        i    int   min=-5 max=5;
        u    uint  min=7;
        tel  phone;
    }

    ant_webhook_event nothing { }

    server {
        listen 127.0.0.1:%%PORT_8080%%;

        location = /sms { ant_webhook sms ant:sms; }
        location = /ivr { ant_webhook ivr ant:ivr; }
        location = /call { ant_webhook call ant:call; }
        location = /number_status { ant_webhook number_status ant:number; }
        location = /any { ant_webhook any ant:any; }
        location = /own { ant_webhook own ant:own; }
        location = /nothing { ant_webhook nothing ant:nothing; }
    }
}
EOF

$t->redis;
$t->run;

my %list = (sms => 'ant:sms', ivr => 'ant:ivr', call => 'ant:call',
            number_status => 'ant:number', any => 'ant:any',
            own => 'ant:own', nothing => 'ant:nothing');

# what each list must hold in the end

my (%accepted, %rejected);


sub takes {
    my ($event, $query, $data, $name) = @_;

    is(http_get("/$event?$query")->status, 200, "$event: $name");
    push @{ $accepted{$event} }, [$data, $name];
}


sub refuses {
    my ($event, $query, $error, $reason, $name) = @_;

    is_400(http_get("/$event?$query"), $error, $reason, "$event: $name");
    push @{ $rejected{$event} }, [$error, $reason, $query, $name];
}


# The first table: for each event the parameters, type, required, and the
# most bytes or the highest value.

my $most = '9223372036854775807';

my %table = (
    sms => [
        [smsId => 'token', 1, 128],
        [destination => 'phone', 1],
        [sendTime => 'uint', 1, $most],
        [sendResult => 'word', 1, 64],
        [dr => 'text', 0, 128],
        [smsCount => 'uint', 1, 65535],
    ],
    ivr => [
        [taskId => 'token', 1, 128],
        [callId => 'token', 1, 128],
        [callee => 'phone', 1],
        [ivrId => 'token', 0, 128],
        [startTime => 'uint', 0, $most],
        [endTime => 'uint', 0, $most],
        [addTime => 'uint', 0, $most],
        [duration => 'uint', 0, $most],
        [endReason => 'int', 0, $most],
        [endDirection => 'int', 0, $most],
    ],
    call => [
        [callId => 'token', 1, 128],
        [callee => 'phone', 1],
        [caller => 'token', 0, 64],
        [startTime => 'uint', 0, $most],
        [endTime => 'uint', 0, $most],
        [duration => 'uint', 0, $most],
        [endReason => 'int', 0, $most],
        [endDirection => 'int', 0, $most],
        [userCallId => 'text', 0, 128],
    ],
    number_status => [
        [taskId => 'token', 0, 128],
        [callId => 'token', 1, 128],
        [callee => 'phone', 1],
        [endReason => 'int', 0, $most],
        [endDirection => 'int', 0, $most],
        [addTime => 'uint', 0, $most],
        [postTime => 'uint', 0, $most],
    ],
);

my %wrong = (
    token => ['a/b', 'not a token'],
    phone => ['12a45', 'not a phone number'],
    uint => ['-1', 'out of range'],
    int => ['1.5', 'not a number'],
    word => ['a%c3%a9', 'not a word'],
);


sub valid {
    my ($event, $name, $value, $json, $what) = @_;

    takes($event, sample($event, $name => $value),
          sample_data($event, $name => $json), "$name $what");
}


sub invalid {
    my ($event, $name, $value, $reason, $what) = @_;

    refuses($event, sample($event, $name => $value), $name, $reason,
            "$name $what");
}


sub check_string {
    my ($event, $name, $type, $max) = @_;

    valid($event, $name, 'a' x $max, '"' . 'a' x $max . '"', 'of most bytes');
    invalid($event, $name, 'a' x ($max + 1), 'too long', 'of one more');
    valid($event, $name, 'a', '"a"', 'of one byte');

    return if $type ne 'token';

    valid($event, $name, 'AZaz09_-.:', '"AZaz09_-.:"', 'of all its bytes');
    invalid($event, $name, "a$_", 'not a token', "with $_")
        for qw{ / ! ~ @ %20 + %c3%a9 %22 };
}


sub check_number {
    my ($event, $name, $type, $max) = @_;
    my $above = $max eq $most ? '9223372036854775808' : $max + 1;

    valid($event, $name, 0, 0, 'zero');
    valid($event, $name, $max, $max, 'at its limit');
    valid($event, $name, '007', 7, 'with zeros');
    invalid($event, $name, $above, 'out of range', 'above its limit');
    invalid($event, $name, "1$max" . '0' x 10, 'out of range', 'far above');
    invalid($event, $name, $_, 'not a number', "as $_")
        for qw{ %2b5 +5 -0 - 1e3 0x1 1.0 %201 1%20 };

    if ($type ne 'int') {
        invalid($event, $name, -1, 'out of range', 'negative');
        return;
    }

    valid($event, $name, -7, -7, 'negative');
    valid($event, $name, '-007', -7, 'negative with zeros');
    valid($event, $name, "-$above", "-$above", 'the lowest');
    invalid($event, $name, '-9223372036854775809', 'out of range', 'below');
}


sub check_phone {
    my ($event, $name) = @_;

    for my $value ('12345', '123456789012345', '0012345', '00123456789012345',
                   'xX*12', 'xxxxx', '*****', '00628xxxxxx341')
    {
        valid($event, $name, $value, "\"$value\"", "as $value");
    }

    valid($event, $name, '%2b6281213131213', '"+6281213131213"', 'with %2b');
    valid($event, $name, '+6281213131213', '" 6281213131213"', 'with a plus');

    for my $value ('1234', '001234567890123456', '0123456789012345', 'abcde',
                   '12-34-56', '123456%20', '%2b0', '++12345', '%2b1234',
                   '12345y', '%d9%a1%d9%a2%d9%a3%d9%a4%d9%a5')
    {
        invalid($event, $name, $value, 'not a phone number', "as $value");
    }
}


for my $event (sort keys %table) {
    for my $row (@{ $table{$event} }) {
        my ($name, $type, $required, $max) = @$row;
        my $empty = $type eq 'text' ? '""' : undef;

        if ($required) {
            invalid($event, $name, undef, 'missing', 'missing');
            invalid($event, $name, '', 'missing', 'empty');

        } else {
            valid($event, $name, undef, undef, 'left out');
            valid($event, $name, '', $empty, 'empty');
        }

        if ($wrong{$type}) {
            invalid($event, $name, @{ $wrong{$type} }, 'wrong');
            invalid($event, $name, $_, 'control character', "with $_")
                for qw/ 1%00 1%0a 1%0d 1%1f 1%7f /;
        }

        invalid($event, $name, "1$_", 'bad escape', "with $_")
            for qw/ %zz %4 % %4g /;

        check_string($event, $name, $type, $max)
            if $type =~ /^(?:token|word|text)$/;
        check_number($event, $name, $type, $max) if $type =~ /int$/;
        check_phone($event, $name) if $type eq 'phone';
    }
}


# what the table says in words

valid('sms', 'dr', $_, "\"$_\"", "as $_")
    for qw/ 000 075 DELIVRD UNDELIV EXPIRED DB:0103 0 -1 /;
valid('sms', 'sendResult', $_, json_string($_), "as $_")
    for 'FAIL', 'something-new', q{!"$'()*,-./:;<=>?@[\]^_`{|}~};
valid('sms', 'sendResult', 'a+b%20c', '"a b c"', 'with spaces');
valid('sms', 'sendTime', $_, $_, "of $_") for qw/ 1 1734509284 9999999999999 /;
valid('call', 'endReason', $_, $_, "as $_") for qw/ -7 -8 486 /;
valid('number_status', 'endReason', $_, $_, "as $_")
    for qw/ 0 1 404 -7 -8 -9 -11 -80 /;

# staskId, as ANT's own table has it

my $ivr = sample('ivr', taskId => undef);

takes('ivr', "$ivr&staskId=T1", sample_data('ivr', taskId => '"T1"'),
      'the alias');
takes('ivr', "$ivr&staskId=T1&taskId=T1",
      sample_data('ivr', taskId => '"T1"'), 'alias and name, the same');
takes('ivr', "$ivr&staskId=&taskId=T1",
      sample_data('ivr', taskId => '"T1"'), 'an empty alias');
refuses('ivr', "$ivr&staskId=T1&taskId=T2", 'taskId', 'different values',
        'alias and name, different');
refuses('ivr', "$ivr&staskId=a/b", 'taskId', 'not a token', 'a wrong alias');
refuses('ivr', $ivr, 'taskId', 'missing', 'neither');


# The second table: real traffic

my $sms = sample('sms');
my $data = sample_data('sms');
my $more = $data =~ s/\}$//r;

takes('sms', join('&', reverse split /&/, $sms), $data, 'any order');
takes('sms', "new=1&$sms&other=two", "$more,\"new\":\"1\",\"other\":\"two\"}",
      'unknown ones, as strings, in their order');
takes('sms', "$sms&new=", "$more,\"new\":\"\"}", 'an empty unknown one');
takes('sms', "$sms&new", "$more,\"new\":\"\"}", 'a bare key');
takes('sms', "$sms&=x", "$more,\"\":\"x\"}", 'a value without a key');
refuses('sms', sample('sms', smsId => undef) . '&smsId', 'smsId', 'missing',
        'a bare required one');
takes('sms', "&&$sms&&&new=1&", "$more,\"new\":\"1\"}", 'empty pairs');
takes('sms', "$sms&a=1&a=1", "$more,\"a\":\"1\"}", 'an unknown one twice');
takes('sms', "$sms&a=1&b=3&a=2&a=1", "$more,\"a\":[\"1\",\"2\"],\"b\":\"3\"}",
      'with different values');
takes('sms', "$sms&smsCount=1", $data, 'a declared one twice');
refuses('sms', "$sms&smsCount=2", 'smsCount', 'different values',
        'with different values');
takes('sms', "$sms&smsCount=", $data, 'the second one empty');
takes('sms', "smsCount=&$sms", $data, 'the first one empty');
refuses('sms', "$sms&smsCount=01", 'smsCount', 'different values',
        'with another spelling');
takes('sms', "$sms&SMSID=x&Dr=1", "$more,\"SMSID\":\"x\",\"Dr\":\"1\"}",
      'names are case-sensitive');
takes('sms', $sms =~ s/smsId/%73ms%49d/r, $data, 'a name with escapes');
takes('sms', $sms =~ s/SUCCESS/%53%55%43%43%45%53%53/r, $data, 'and a value');
takes('sms', sample('sms', dr => 'a+b%20c%2bd:e/f?g=h;i,j'),
      sample_data('sms', dr => '"a b c+d:e/f?g=h;i,j"'), 'raw odd bytes');
takes('sms', "$sms&a+b%26%3d=c%26%3d", "$more,\"a b&=\":\"c&=\"}",
      'escaped delimiters');
takes('sms', sample('sms', dr => '%00%01%0a%0d%1f%7f%22%5c'),
      sample_data('sms', dr => "\"\\u0000\\u0001\\u000a\\u000d\\u001f\x7f"
                               . '\\"\\\\"'), 'controls in a text');
takes('sms', "$sms&a%0a=b%00", "$more,\"a\\u000a\":\"b\\u0000\"}",
      'and in an unknown one');
takes('sms', "$sms&a=%zz&b=%4&c%=%&d=%41%4",
      "$more,\"a\":\"%zz\",\"b\":\"%4\",\"c%\":\"%\",\"d\":\"%41%4\"}",
      'bad escapes in unknown ones, as they came');

# UTF-8, and what is none

takes('sms', "$sms&a=%c3%a9%e2%82%ac%f0%9f%98%80",
      "$more,\"a\":\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"}", 'UTF-8');
takes('sms', "$sms&a=\xc3\xa9", "$more,\"a\":\"\xc3\xa9\"}", 'raw UTF-8');

my $without = $data =~ s/,"dr":.*//r;

for my $bad (qw/ %ff %c3 %c3%28 %ed%a0%80 %c0%80 %f4%90%80%80 %f8%88%80%80%80
                 %e2%82 /)
{
    takes('sms', sample('sms', dr => "a$bad"),
          "$without,\"dr\":\"a$bad\",\"smsCount\":1}"
          . ',"encoded":["dr"]', "a text with $bad");
    takes('sms', "$sms&new=a$bad", "$more,\"new\":\"a$bad\"}"
          . ',"encoded":["new"]', "an unknown one with $bad");
}

takes('sms', "$sms&new=a\xff+b", "$more,\"new\":\"a%FF+b\"}"
      . ',"encoded":["new"]', 'a raw byte');
takes('sms', "$sms&n%ff=1", "$more,\"n%ff\":\"1\"},\"encoded\":[\"n%ff\"]",
      'a name');
takes('sms', sample('sms', dr => '%ff') . '&x=%fe&y=1&z=%fd',
      "$without,\"dr\":\"%ff\",\"smsCount\":1,\"x\":\"%fe\",\"y\":\"1\","
      . '"z":"%fd"},"encoded":["dr","x","z"]', 'several');
invalid('sms', 'smsId', 'a%ff', 'not a token', 'not UTF-8');


# any, and events of the user's own

takes('any', 'b=2&a=1&b=3', '{"b":["2","3"],"a":"1"}', 'all are strings');
takes('any', $sms, '{' . join(',', map { s/(.*)=(.*)/"$1":"$2"/r }
                                   split /&/, $sms) . '}', 'a sample');
takes('nothing', 'a=1', '{"a":"1"}', 'an empty event');

takes('own', 'tok=abcd&txt=a/b&wrd=a!b&i=-5&u=7&tel=12345&other=1',
      '{"tok":"abcd","txt":"a/b","wrd":"a!b","i":-5,"u":7,"tel":"12345",'
      . '"other":"1"}', 'all types');
takes('own', 'u=8&tok=ab', '{"tok":"ab","u":8}', 'the required one');
takes('own', 'tok=ab&WRD=x', '{"tok":"ab","wrd":"x"}', 'the alias');
takes('own', 'tok=ab&i=5&u=9223372036854775807',
      '{"tok":"ab","i":5,"u":9223372036854775807}', 'limits');
takes('own', 'tok=ab&i=&u=&tel=&wrd=&txt=', '{"tok":"ab","txt":""}', 'empty');
refuses('own', "tok=$_->[0]", 'tok', $_->[1], "tok=$_->[0]")
    for ['a', 'too short'], ['abcde', 'too long'], ['', 'missing'],
        ['a/b', 'not a token'];
refuses('own', "tok=ab&$_->[0]=$_->[1]", $_->[0], $_->[2], "$_->[0]=$_->[1]")
    for ['txt', 'abcd', 'too long'], ['wrd', 'abcd', 'too long'],
        ['i', '-6', 'out of range'], ['i', '6', 'out of range'],
        ['u', '6', 'out of range'], ['tel', '1', 'not a phone number'];
refuses('own', 'tok=ab&WRD=a&wrd=b', 'wrd', 'different values',
        'alias and name');

# of several errors the first declared parameter is told

refuses('sms', 'x=1', 'smsId', 'missing', 'the first one');
refuses('sms', 'smsId=1&smsCount=x&destination=x', 'destination',
        'not a phone number', 'in declared order');


# what came out at the other end

for my $event (sort keys %list) {
    my @want = @{ $accepted{$event} // [] };
    my @raw = raw_queue($t, $list{$event}, scalar @want);

    is(@raw, @want, "$event: elements");

    for my $i (0 .. $#want) {
        my ($data, $name) = @{ $want[$i] };
        my $encoded = $data =~ s/(,"encoded":\[[^{}]*\])$// ? $1 : '';

        is_event($raw[$i], $event, $data, "$event, element: $name", '',
                 $encoded);
    }

    @want = @{ $rejected{$event} // [] };
    @raw = raw_queue($t, "$list{$event}:rejected", scalar @want);
    is(@raw, @want, "$event: rejected");

    for my $i (0 .. $#want) {
        my ($error, $reason, $args, $name) = @{ $want[$i] };

        is_rejected($raw[$i], $event, $error, $reason, $args,
                    "$event, rejected: $name");
    }

    ok(eval { $t->queue("$list{$event}$_"); 1 }, "$event$_: all is JSON")
        for '', ':rejected';
}

$t->done;
