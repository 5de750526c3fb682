#!/usr/bin/perl

# The inputs that make fuzz has kept, each once, through the fuzz targets.

use warnings;
use strict;

use Test::More;

my $dir = ($ENV{ANT_UNITS} // 'build/unit') . '/fuzz';

for my $name (qw/ query journal resp fence /) {
    my @inputs = glob "t/fuzz/corpus/$name/*";
    my $out = `timeout 100 $dir/$name t/fuzz/corpus/$name 2>&1`;
    my $status = $?;

    cmp_ok(scalar @inputs, '>', 20, "$name: inputs are kept");
    is($out, @inputs . " inputs\n", "$name: all were run");
    is($status, 0, "$name: without a finding");
}

done_testing();
