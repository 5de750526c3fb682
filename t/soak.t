#!/usr/bin/perl

# All faults at random under load, a short one; make soak is a long one.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook::Soak;

soak(span => 20, rate => 1500);
