#!/usr/bin/perl

# All faults at random under load, a short one; make nemesis is a long one.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook::Disk;
use AntWebhook::Nemesis;

nemesis(span => 25, seed => $ENV{SEED} || undef);
