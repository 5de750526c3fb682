#!/usr/bin/perl

# Power cuts, a few; make powercut does many.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook::Disk;
use AntWebhook::Powercut;

powercut(count => 5, control => 2, seed => $ENV{SEED} || undef);
