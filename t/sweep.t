#!/usr/bin/perl

# SIGKILL, errors and delays at some system calls of a worker; make sweep goes
# through the first ones of each.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook::Sweep;

sweep(count => 10, seed => $ENV{SEED} || undef);
