#!/usr/bin/perl

# docs/operations.md has each line that the module can log, with its level,
# and no other.

use warnings;
use strict;

use Test::More;

my $docs = slurp('docs/operations.md');
my ($table) = $docs =~ /^## Log lines\n(.*)/ms;
my %said = $table =~ /^\| `(.*?)`(?: \([^|]*\))? \| (\w+) \|/mg;

my $string = qr/"(?:[^"\\]|\\.)*"/;
my $argument = qr/(?:[^"()]|$string|(\((?:[^"()]|$string|(?-1))*\)))*/;
my @messages;

for my $file (glob 'src/ngx_*.c') {
    my $source = slurp($file);

    while ($source =~ /ngx_log_error\(($argument)\);/g) {
        my $call = $1;

        # what is wrong in a configuration is told on the terminal

        next if $call =~ /cf->log|NGX_LOG_EMERG/;

        my ($level) = $call =~ /^NGX_LOG_(\w+)/;
        my ($format) = $call =~ /^[^,]*,[^,]*,[^,]*,\s*((?:$string\s*)+)/;
        my $text = join '', map { s/^"|"$|\\(?=.)//gr } $format =~ /$string/g;

        push @messages, [$text, lc($level // ''), $file];
    }
}

cmp_ok(@messages, '>', 20, scalar(@messages) . ' messages');

my %level = (err => 'error');
my %found;

for my $message (@messages) {
    ok($message->[0] =~ s/^ant_webhook: //,
       "it begins with our name: $message->[0]");

    my @parts = split /%(?:\*s|u[iLz]|[Vsd])/, $message->[0], -1;

    push @$message, length(join '', @parts),
                    join '.*', map { quotemeta } @parts;
}

# a line that fits several messages is of the one that says most of it

my %said_by;

for my $message (sort { $a->[3] <=> $b->[3] } @messages) {
    $said_by{$_} = $message for grep { /^$message->[4]$/ } keys %said;
}

for my $message (@messages) {
    my ($text, $level, $file) = @$message;
    my @lines = grep { $said_by{$_} && $said_by{$_} == $message } keys %said;

    ok(@lines > 0, "$file: $text");
    $found{$_} = 1 for @lines;

    next if $level eq '';
    is_deeply([grep { $said{$_} ne ($level{$level} // $level) } @lines], [],
              "its level");
}

is_deeply([sort grep { !$found{$_} } keys %said], [],
          'nothing is told that is not logged');

# each alert

my @alerts = slurp('examples/alerts.yml') =~ /- alert: (\w+)/g;

is_deeply([$docs =~ /^\| (AntWebhook\w+) \|/mg], \@alerts, 'alerts');

# each reason of health

my $metrics = slurp('src/ant_metrics.c');
my @reasons;

push @reasons, join '', map { s/^"|"$|\\(?=.)//gr } $1 =~ /$string/g
    while $metrics =~ /reason = ((?:$string\s*)+);/g;

cmp_ok(@reasons, '>', 4, 'reasons of health');

for my $reason (@reasons) {
    like($docs, qr/^\| `\Q$reason\E/m, $reason);
}

done_testing();


sub slurp {
    my ($file) = @_;

    open my $f, '<', $file or die "$file: $!\n";
    local $/;
    return scalar <$f>;
}
