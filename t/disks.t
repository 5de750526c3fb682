#!/usr/bin/perl

# Disks that give no more room, let nothing be written, or fail: full ones of
# several file systems, one with a copy that shares its blocks, a quota, an
# error that makes one read-only, two that shut down, and a directory that is
# removed.  What cannot be stored gets 503, the worker lives, nothing that was
# answered 200 is lost, and events are taken again as soon as it is mended.

use warnings;
use strict;

use lib 't/lib';
use AntWebhook::Disk;
use AntWebhook;
use AntWebhook::Delivery;

use Time::HiRes qw/ sleep time /;

my $t = AntWebhook->new(limit => 300);
my $redis = $t->redis(aof => 1);
my $n = 0;
my ($dir, $disk, $answers, @reloads);


# nginx on that disk, with some events

sub on {
    ($disk, my %o) = @_;

    $t->stop;
    $redis->cmd('FLUSHALL');
    $dir = $disk->dir;
    $t->{journal} = "$dir/journal";
    subvolume() if $o{quota};
    configure($t, journal => 'size=48m segment=256k retain=2s sync=100ms');
    $t->run;
}

# What has a quota on btrfs.

sub subvolume {
    AntWebhook::Disk::run('btrfs', 'quota', 'enable', $dir);
    AntWebhook::Disk::run('btrfs', 'subvolume', 'create', $t->journal);
}

# Breaks it under load, and mends it.

sub broken {
    my ($name, $break, $mend, %o) = @_;

    $n++;
    $redis->cmd('DEL', 'ant:sms');
    $answers = send_events("a$n", 1 .. 20);
    arrived($t, $answers, "$name: before");

    my ($worker) = $t->workers;
    my $load = $t->load(seconds => 60, rate => 1500, connections => 6,
                        prefix => "b$n", flush => 1)->start;

    sleep 0.5;
    $break->();

    # what was made ready before has place for a while

    my (%probes, $probe);

    $t->wait_for(sub {
        $probe = "p$n-" . keys %probes;
        $probes{$probe} = send_event($probe);
        return $probes{$probe} == 503;
    }, $o{none} ? 3 : 20);

    sleep 1;
    $mend->();
    sleep 0.5;
    $answers = answers($answers, \%probes, $load->cut);
    mended($name, $worker, %o);
}

sub mended {
    my ($name, $worker, %o) = @_;
    my $statuses = AntWebhook::Load::summary($answers);
    my ($refused, $others) = (delete $statuses->{503}, $statuses);

    # those that were under way at the end

    delete $others->{0};

    ok($refused, "$name: " . ($refused // 0) . ' get 503') unless $o{none};
    is_deeply([grep { $_ != 200 } keys %$others], [],
              "$name: the others 200");
    ok($t->wait_for(sub { send_event("c$n") == 200 }, 15),
       "$name: by itself 200 again");
    $answers = answers($answers, { "c$n" => 200 });
    arrived($t, $answers, $name);
    is_deeply([@reloads ? splice @reloads : $t->workers], [$worker],
              "$name: the worker lives");
}

sub full {
    my ($name, %o) = @_;

    broken($name, sub { $disk->fill }, sub { $disk->free }, %o);
}

sub disk { AntWebhook::Disk->image($t->testdir . "/$_[0]", @_[1 .. $#_]) }

# GOINGDOWN, which several file systems know; nothing more is written

sub shut_down {
    open my $d, '<', $dir or die "$dir: $!\n";
    my $flags = pack 'L', 2;

    ioctl $d, 0x8004587d, $flags or die "GOINGDOWN: $!\n";
}

# Another disk in the place of that one, with a directory as nginx makes it.
# nginx has the old one open: it is told.

sub replaced {
    my (@make) = @_;

    AntWebhook::Disk::run('umount', '-l', $dir);
    AntWebhook::Disk->make("$dir.new", @make);
    AntWebhook::Disk->loop($dir, "$dir.new");
    made();
    push @reloads, $t->workers;
    $t->reload or die "no reload\n";
}

sub made {
    AntWebhook::Disk::run('install', '-d', '-m', '0700', '-o', 'www-data',
                          $t->journal);
}


# full from the beginning

on(AntWebhook::Disk->tmpfs($t->testdir . '/tmpfs', '96m'));
$disk->fill;

my ($worker) = $t->workers;
my $r = http_get(sms('full'));

is($r->status, 503, 'a full disk at the first event: 503');
ok($r->header('Retry-After') > 0, 'with Retry-After');
$disk->free;
$answers = {};
mended('full at the first event', $worker, none => 1);

full('a full tmpfs');

on(disk('xfs', 'xfs', '320m', -m => 'reflink=1'));
full('a full XFS');

# blocks that a copy shares have to be allocated when they are written

broken('a full XFS with a copy', sub {
    my ($journal) = reverse $t->journal_dirs;

    AntWebhook::Disk::run('cp', '-a', '--reflink=always', $journal,
                          "$dir/copy");
    $disk->fill;
}, sub { $disk->free });

on(disk('btrfs', 'btrfs', '256m'), quota => 1);

# which may keep a place for what is small

full('a full btrfs', none => 1);

# a quota

broken('a quota', sub {
    AntWebhook::Disk::run(qw/ btrfs qgroup limit 1m /, $t->journal);
}, sub {
    AntWebhook::Disk::run(qw/ btrfs quota disable /, $dir);
});

# an error of the file system, for which it is made read-only

on(disk('readonly', 'ext4', '96m'));
broken('a disk that became read-only', sub {
    my ($device) = AntWebhook::Disk::run('findmnt', '-no', 'SOURCE', $dir)
                   =~ m{([^/\s]+)\s*$};

    AntWebhook::Disk::run('mount', '-o', 'remount,errors=remount-ro', $dir);
    open my $f, '>', "/sys/fs/ext4/$device/trigger_fs_error"
        or die "trigger_fs_error: $!\n";
    print $f "1\n";
    close $f;
}, sub { replaced('ext4', '96m') });

# shut down

on(disk('gone-xfs', 'xfs', '320m'));
broken('an XFS that shut down', \&shut_down, sub { replaced('xfs', '320m') });
on(disk('gone-ext4', 'ext4', '96m'));
broken('an ext4 that shut down', \&shut_down, sub { replaced('ext4', '96m') });

# removed

on(AntWebhook::Disk->tmpfs($t->testdir . '/removed', '96m'));
broken('a directory removed', sub { system('rm', '-rf', $t->journal) }, \&made);

$t->done;
