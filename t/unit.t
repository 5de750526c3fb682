#!/usr/bin/perl

# Runs the unit tests of the pure files, built by make in ANT_UNITS: each is
# a program that prints TAP.  Each is one subtest here.

use warnings;
use strict;

use Test::More;

my $dir = $ENV{ANT_UNITS} // 'build/unit';
my @sources = glob 't/unit/*.c';

ok(@sources > 0, 'there are unit tests');

for my $source (@sources) {
    my ($name) = $source =~ m{([^/]+)\.c$};

    subtest $name => sub { run_unit("$dir/$name") };
}


sub run_unit {
    my ($program) = @_;
    my ($n, $plan) = (0, undef);

    my $pid = open my $out, '-|', "exec timeout 240 $program 2>&1";
    die "$program: $!\n" unless $pid;

    while (my $line = <$out>) {
        chomp $line;

        if ($line =~ /^(not )?ok\b\s*\d*\s*(?:- )?(.*)/) {
            $n++;
            ok(!$1, $2 eq '' ? "test $n" : $2);

        } elsif ($line =~ /^1\.\.(\d+)/) {
            $plan = $1;

        } elsif ($line =~ /^Bail out!/) {
            fail($line);

        } elsif ($line ne '') {
            diag($line =~ s/^#\s?//r);
        }
    }

    close $out;
    is($?, 0, 'exit status');
    is($plan, $n, 'as many tests as planned');
}


done_testing();
