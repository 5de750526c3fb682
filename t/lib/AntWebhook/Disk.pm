package AntWebhook::Disk;

# Disks of a test's own, in a mount namespace of its own: nothing else sees
# them, and they are gone with its last process.
#
#   use AntWebhook::Disk;                 # before use AntWebhook: runs the
#                                         # test again, in such a namespace
#
#   my $disk = AntWebhook::Disk->tmpfs($dir, '64m');
#   $disk->fill(100_000);                 # but for so many bytes
#   $disk->free;
#   my $disk = AntWebhook::Disk->image($dir, 'xfs', '320m', -m => 'reflink=1');
#   $disk->remount('ro');  $disk->end;
#
#   my $disk = AntWebhook::Disk->cuttable($dir, "$xfs/disk.img", '96m');
#   $disk->snapshot;                      # what a power cut would leave now
#   $disk->revert;                        # and that is what is there
#
# Mounting takes root, and loop devices for images: without them a test that
# uses this fails, and says why.

use warnings;
use strict;

use IO::Handle ();

my @mounted;
my @devices;


sub import {

    # perl -c

    return if $^C;

    if ($> != 0) {
        print "not ok 1 - needs root, to mount disks\n1..1\n";
        exit 1;
    }

    return if ($ENV{ANT_TEST_MOUNTS} // '') eq $$;

    $ENV{ANT_TEST_MOUNTS} = $$;
    exec 'unshare', '-m', '--propagation', 'private', $^X, $0, @ARGV
        or die "unshare: $!\n";
}


sub run {
    my (@command) = @_;
    my $pid = open my $out, '-|' // die "fork: $!\n";

    if (!$pid) {
        open STDERR, '>&', \*STDOUT;
        { no warnings 'exec'; exec @command; }
        print "$command[0]: $!\n";
        exit 1;
    }

    my $text = join '', <$out>;
    close $out or die "@command: $text\n";
    return $text;
}


sub mount {
    my ($class, $dir, @options) = @_;

    mkdir $dir;
    run('mount', @options, $dir);

    my $self = bless { dir => $dir }, $class;

    push @mounted, $self;
    return $self;
}


sub tmpfs {
    my ($class, $dir, $size) = @_;

    return $class->mount($dir, '-t', 'tmpfs', '-o', "size=$size,mode=0755",
                         'tmpfs');
}


# A file beside the directory, with a file system of that kind in it.

sub image {
    my ($class, $dir, $kind, $size, @options) = @_;

    $class->make("$dir.img", $kind, $size, @options);
    return $class->loop($dir, "$dir.img");
}


sub make {
    my ($class, $file, $kind, $size, @options) = @_;

    run('truncate', '-s', $size, $file);
    run("mkfs.$kind", '-q', @options, $file);
}


sub loop {
    my ($class, $dir, $file, @options) = @_;

    return $class->mount($dir, '-o', join(',', 'loop', @options), $file);
}


# An ext4 in a file on an XFS that shares extents: a copy of it is that of a
# moment, and takes milliseconds.  It stays on one loop device, as journals
# know theirs.

sub cuttable {
    my ($class, $dir, $file, $size) = @_;

    $class->make($file, 'ext4', $size, '-E', 'lazy_itable_init=0');

    my $device = run('losetup', '-f', '--show', $file);

    chomp $device;
    push @devices, $device;

    my $self = $class->mount($dir, $device);

    @$self{qw/ file device /} = ($file, $device);
    return $self;
}


# FICLONE: takes the lock of the file before all else, and who writes to it
# waits.

sub clone {
    my ($from, $to) = @_;

    open my $in, '<', $from or die "$from: $!\n";
    open my $out, -e $to ? '+<' : '+>', $to or die "$to: $!\n";
    ioctl $out, 0x40049409, fileno $in or die "FICLONE: $!\n";
}


sub snapshot { clone($_[0]{file}, "$_[0]{file}.cut") }


sub revert {
    my ($self) = @_;

    run('umount', $self->{dir});
    clone("$self->{file}.cut", $self->{file});
    run('blockdev', '--flushbufs', $self->{device});
    run('mount', $self->{device}, $self->{dir});
}


sub dir { $_[0]{dir} }


# Takes all of its room, but for that many bytes.

sub fill {
    my ($self, $spare) = @_;
    my $block = "\0" x 65536;

    open my $f, '>>', "$self->{dir}/filler" or die "filler: $!\n";

    # what is written late takes its room late

    for my $size (65536, 4096, 512, 65536, 512) {
        1 while (syswrite($f, $block, $size) // 0) > 0;
        IO::Handle::sync($f);
    }

    truncate $f, (-s $f) - $spare if ($spare // 0) && -s $f > $spare;
    close $f;
}


sub free {
    my ($self) = @_;

    unlink "$self->{dir}/filler";
}


sub remount {
    my ($self, $options) = @_;

    run('mount', '-o', "remount,$options", $self->{dir});
}


sub end {
    my ($self) = @_;

    return if $self->{ended}++;
    run('umount', $self->{dir});
    @mounted = grep { $_ != $self } @mounted;
}


# In whatever state a test ends, its directory can be removed.

sub end_all {
    system("umount -l '$_->{dir}' 2>/dev/null") for reverse splice @mounted;
    system('losetup', '-d', $_) for splice @devices;
}


1;
