package AntWebhook::Sample;

# ANT's callbacks as ANT prints them, masked as they are, and the JSON that
# DESIGN documents for them; for tests of the request's side.
#
#   sample('sms');                           # the query string
#   sample('sms', dr => undef, x => 'y');    # without dr, with another x
#   sample_data('sms');                      # its "data", as text
#   $uri . '?' . sample('sms')
#
#   my @raw = raw_queue($t, 'ant:sms', 3);   # elements as text, once 3 came
#   is_event($raw[0], 'sms', $data, 'name'); # the whole element, by its bytes
#   is_event(..., '"fields":{...},', ',"encoded":["a"]');  # what is around
#   is_rejected($raw, 'sms', 'destination', 'missing', $args, 'name');
#   is_400($response, 'destination', 'missing', 'name');

use warnings;
use strict;

use Exporter qw/ import /;
use Test::More ();

our @EXPORT = qw/ sample sample_data raw_queue is_event is_rejected is_400
                  event_like json_string /;

my %query = (
    sms => 'smsId=d3b0axxxxx070fb4dce8&sendTime=1734509284831'
           . '&sendResult=SUCCESS&smsCount=1&dr=000'
           . '&destination=002348xxxxx5348',
    ivr => 'taskId=632b9exxxxxxxx42d3c4094c44a5'
           . '&callId=911748db3bcxxxxxxxx13ae0346&ivrId=1'
           . '&callee=00628xxxxxx341&startTime=1670989700014'
           . '&endTime=1670989717626&duration=5&endReason=0'
           . '&endDirection=2&addTime=167098969449',
    call => 'caller=85xxxxx&callee=0062xxxxx425180'
            . '&startTime=1670989700014&endTime=1670989717626&duration=5'
            . '&endDirection=0&endReason=-7'
            . '&callId=163fb7fe-cd05-123e-e8b3-00163e02e9e3'
            . '&userCallId=1234567890',

    # ANT prints none of this one: its parameters, with values of the others

    number_status => 'taskId=632b9exxxxxxxx42d3c4094c44a5'
                     . '&callId=911748db3bcxxxxxxxx13ae0346'
                     . '&callee=00628xxxxxx341&endReason=-80'
                     . '&endDirection=2&addTime=1670989694490'
                     . '&postTime=1670989717626',
);

my %data = (
    sms => '{"smsId":"d3b0axxxxx070fb4dce8","destination":"002348xxxxx5348",'
           . '"sendTime":1734509284831,"sendResult":"SUCCESS","dr":"000",'
           . '"smsCount":1}',
    ivr => '{"taskId":"632b9exxxxxxxx42d3c4094c44a5",'
           . '"callId":"911748db3bcxxxxxxxx13ae0346",'
           . '"callee":"00628xxxxxx341","ivrId":"1",'
           . '"startTime":1670989700014,"endTime":1670989717626,'
           . '"addTime":167098969449,"duration":5,"endReason":0,'
           . '"endDirection":2}',
    call => '{"callId":"163fb7fe-cd05-123e-e8b3-00163e02e9e3",'
            . '"callee":"0062xxxxx425180","caller":"85xxxxx",'
            . '"startTime":1670989700014,"endTime":1670989717626,'
            . '"duration":5,"endReason":-7,"endDirection":0,'
            . '"userCallId":"1234567890"}',
    number_status => '{"taskId":"632b9exxxxxxxx42d3c4094c44a5",'
                     . '"callId":"911748db3bcxxxxxxxx13ae0346",'
                     . '"callee":"00628xxxxxx341","endReason":-80,'
                     . '"endDirection":2,"addTime":1670989694490,'
                     . '"postTime":1670989717626}',
);


sub sample {
    my ($event, @changes) = @_;
    my @pairs = map { [split /=/, $_, 2] } split /&/, $query{$event};

    while (my ($name, $value) = splice @changes, 0, 2) {
        my ($old) = grep { $_->[0] eq $name } @pairs;

        if (!defined $value) {
            @pairs = grep { $_->[0] ne $name } @pairs;

        } elsif ($old) {
            $old->[1] = $value;

        } else {
            push @pairs, [$name, $value];
        }
    }

    return join '&', map { "$_->[0]=$_->[1]" } @pairs;
}


# Its data; with changes of keys to JSON text, an undefined one left out.

sub sample_data {
    my ($event, %changes) = @_;
    my $data = $data{$event};

    for my $name (keys %changes) {
        my $value = $changes{$name};
        my $pair = qr/"\Q$name\E":(?:"[^"]*"|-?\d+)/;

        if (defined $value) {
            $data =~ s/$pair/"$name":$value/ or die "no $name in $event";

        } else {
            $data =~ s/,$pair|$pair,// or die "no $name in $event";
        }
    }

    return $data;
}


sub raw_queue {
    my ($t, $list, $n, $seconds) = @_;

    $t->wait_for(sub { $t->redis->cmd('LLEN', $list) >= $n },
                 $seconds // 10);
    return @{ $t->redis->cmd('LRANGE', $list, 0, -1) };
}


sub json_string {
    my ($s) = @_;

    $s =~ s/(["\\])/\\$1/g;
    $s =~ s/([\x00-\x1f])/sprintf '\\u%04x', ord $1/ge;
    return "\"$s\"";
}


sub head_like {
    my ($event) = @_;

    return qr/\{"id":"[0-9a-f]{24}-[1-9]\d*","event":"$event",
              "received":[1-9]\d{12},/x;
}


sub event_like {
    my ($event, $data, $before, $after) = @_;
    my $head = head_like($event);
    my $rest = ($before // '') . "\"data\":$data" . ($after // '') . '}';

    return qr/\A$head\Q$rest\E\z/;
}


sub is_event {
    my ($raw, $event, $data, $name, $before, $after) = @_;

    local $Test::Builder::Level = $Test::Builder::Level + 1;
    Test::More::like($raw // 'nothing',
                     event_like($event, $data, $before, $after), $name);
}


sub is_rejected {
    my ($raw, $event, $error, $reason, $args, $name) = @_;
    my $head = head_like($event);
    my $rest = '"error":' . json_string($error) . ',"reason":"' . $reason
               . '","args":' . json_string($args) . '}';

    local $Test::Builder::Level = $Test::Builder::Level + 1;
    Test::More::like($raw // 'nothing', qr/\A$head\Q$rest\E\z/, $name);
}


sub is_400 {
    my ($r, $error, $reason, $name) = @_;
    my $json = '{"error":' . json_string($error) . ",\"reason\":\"$reason\"}";

    local $Test::Builder::Level = $Test::Builder::Level + 1;
    Test::More::is(
        join(' ', $r->status, $r->header('Content-Type') // '',
             $r->header('Cache-Control') // '', $r->body),
        "400 application/json no-store $json", $name,
    );
}


1;
