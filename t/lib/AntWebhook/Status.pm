package AntWebhook::Status;

# The status in its forms, and what a test has sent so far.
#
#   use AntWebhook::Status;
#
#   my $s = status();                 # the JSON of /status, decoded
#   my $m = metrics();                # /metrics: { 'name{labels}' => number }
#   metric('pushed_total', list => 'ant:sms');     # one of it, or undef
#   list('ant:sms');                  # an entry of $s->{lists}
#   event('sms', 'ant:sms');          # of $s->{events}
#
#   my $tally = AntWebhook::Status->new;
#   $tally->add('sms', 'ant:sms', accepted => 3);
#   $tally->reason('sms', 'destination', 'missing');
#   $tally->agree("name", %o);        # 2 tests: JSON and Prometheus say the
#                                     # same of events, reasons and lists;
#                                     # waits for it for within => 15 s

use warnings;
use strict;

use Exporter qw/ import /;
use Test::More ();

use AntWebhook::Http qw/ http_get /;
use AntWebhook::Process qw/ wait_until /;

our @EXPORT = qw/ status metrics metric list event /;

my @verdicts = qw/ accepted rejected forbidden refused probe /;


sub status {
    my $r = http_get('/status') or return {};

    return $r->json;
}


sub metrics {
    my $r = http_get('/metrics') or return {};
    my %m;

    for my $line (split /\n/, $r->body) {
        next if $line =~ /^#/;
        my ($name, $value) = $line =~ /^ant_webhook_(\S.*) (\S+)$/
            or die "no sample: $line\n";
        die "twice: $name\n" if exists $m{$name};
        $m{$name} = $value;
    }

    return \%m;
}


sub metric {
    my ($name, @labels) = @_;
    my @pairs;

    while (my ($label, $value) = splice @labels, 0, 2) {
        push @pairs, "$label=\"$value\"";
    }

    $name .= '{' . join(',', @pairs) . '}' if @pairs;
    return metrics()->{$name};
}


sub list {
    my ($name) = @_;

    return (grep { $_->{list} eq $name } @{ status()->{lists} })[0] // {};
}


sub event {
    my ($event, $list) = @_;

    return (grep { $_->{event} eq $event && $_->{list} eq $list }
            @{ status()->{events} })[0] // {};
}


sub new { return bless { events => {}, reasons => {}, lists => {} }, shift }


sub add {
    my ($self, $event, $list, %n) = @_;

    $self->{events}{"$event $list"}{$_} += $n{$_} for keys %n;
}


sub reason {
    my ($self, $event, $parameter, $reason, $n) = @_;

    $self->{reasons}{"$event $parameter $reason"} += $n // 1;
}


# pushed => N and the like, of a list; the number itself, not what to add

sub set {
    my ($self, $list, %n) = @_;

    $self->{lists}{$list}{$_} = $n{$_} for keys %n;
}


# What was sent, as lines.

sub expected {
    my ($self) = @_;
    my @lines;

    for my $key (keys %{ $self->{events} }) {
        push @lines, "$key $_ " . ($self->{events}{$key}{$_} // 0)
            for @verdicts;
    }

    push @lines, "$_ $self->{reasons}{$_}" for keys %{ $self->{reasons} };

    for my $list (keys %{ $self->{lists} }) {
        push @lines, "$list $_ $self->{lists}{$list}{$_}"
            for keys %{ $self->{lists}{$list} };
    }

    return join "\n", sort @lines;
}


sub from_json {
    my ($self) = @_;
    my $s = status();
    my @lines;

    for my $e (@{ $s->{events} }) {
        push @lines, "$e->{event} $e->{list} $_ $e->{$_}" for @verdicts;
    }

    push @lines, "$_->{event} $_->{parameter} $_->{reason} $_->{count}"
        for @{ $s->{rejected} };

    for my $l (@{ $s->{lists} }) {
        push @lines, "$l->{list} $_ $l->{$_}"
            for keys %{ $self->{lists}{ $l->{list} } // {} };
    }

    return join "\n", sort @lines;
}


sub from_prometheus {
    my ($self) = @_;
    my $m = metrics();
    my @lines;

    my %name = (
        pushed => 'pushed_total', batches => 'batches_total',
        replayed => 'replayed_total', lost_by_redis => 'lost_by_redis_total',
        backlog_events => 'backlog_events',
    );

    while (my ($name, $value) = each %$m) {
        if ($name =~ /^events_total\{event="(.*)",list="(.*)",
                      verdict="(.*)"\}$/x)
        {
            push @lines, "$1 $2 $3 $value";

        } elsif ($name =~ /^rejected_total\{event="(.*)",parameter="(.*)",
                           reason="(.*)"\}$/x)
        {
            push @lines, "$1 $2 $3 $value";
        }
    }

    for my $list (keys %{ $self->{lists} }) {
        push @lines, "$list $_ " . ($m->{"$name{$_}\{list=\"$list\"}"} // '')
            for keys %{ $self->{lists}{$list} };
    }

    return join "\n", sort @lines;
}


sub agree {
    my ($self, $name, %o) = @_;
    my $expected = $self->expected;

    local $Test::Builder::Level = $Test::Builder::Level + 1;

    wait_until(sub { $self->from_json eq $expected }, $o{within} // 15);

    Test::More::is($self->from_json, $expected, "$name: JSON");

    wait_until(sub { $self->from_prometheus eq $expected }, 2);

    Test::More::is($self->from_prometheus, $expected, "$name: Prometheus");
}


1;
