package AntWebhook::Segment;

# A segment's bytes, read and damaged; src/ant_format.h says what they are.
#
#   records($file);            # ({offset, size, payload}, ...)
#   id_of($file);              # the journal id that its header tells
#   overwrite($f, $at, $bytes);
#   version($f, 77);           # in a header that stays whole: unknown, not
#                              # damaged

use warnings;
use strict;

use Exporter qw/ import /;
use Fcntl qw/ SEEK_SET /;
use File::Temp qw/ tempdir /;

our @EXPORT = qw/ records id_of overwrite version /;

use constant { HEADER => 1024, RECORD => 24, SUMMED => 1000 };


sub bytes_of {
    my ($file) = @_;

    open my $f, '<:raw', $file or return '';
    local $/;
    return scalar <$f> // '';
}


# Up to the first that is not there.

sub records {
    my ($file) = @_;
    my $bytes = bytes_of($file);
    my $at = HEADER;
    my @records;

    return unless substr($bytes, 0, 8) eq "ant-seg\n";

    while ($at + RECORD <= length $bytes) {
        my $len = unpack('V', substr $bytes, $at, 4) & 0xffffff;
        my $size = RECORD + ($len + 7 & ~7);

        last if !$len || $at + $size > length $bytes;

        push @records, {
            offset => $at,
            size => $size,
            payload => substr($bytes, $at + RECORD, $len),
        };

        $at += $size;
    }

    return @records;
}


sub id_of {
    my ($file) = @_;

    return unpack 'H24', substr bytes_of($file), 16, 12;
}


sub overwrite {
    my ($f, $at, $bytes) = @_;

    seek $f, $at, SEEK_SET or die "seek: $!\n";
    print $f $bytes or die "write: $!\n";
    $f->flush;
}


sub version {
    my ($f, $version) = @_;
    my $header;

    seek $f, 0, SEEK_SET;
    read $f, $header, SUMMED;
    substr $header, 8, 4, pack 'V', $version;
    overwrite($f, 0, $header . xxh3($header));
}


# The checksum, little-endian, by the library itself.

my $dir;

sub xxh3 {
    my ($bytes) = @_;

    if (!$dir) {
        $dir = tempdir('ant-webhook-xxh3-XXXXXXXX', TMPDIR => 1, CLEANUP => 1);

        open my $c, '|-', $ENV{CC} || 'cc', qw/ -O1 -x c -o /, "$dir/xxh3",
                          '-' or die "cc: $!\n";
        print $c <<'EOF';
#define XXH_INLINE_ALL
#include <stdio.h>
#include <xxhash.h>

int
main(void)
{
    char    buf[4096];
    size_t  n;

    n = fread(buf, 1, sizeof(buf), stdin);
    printf("%016llx\n", (unsigned long long) XXH3_64bits(buf, n));

    return 0;
}
EOF
        close $c or die "cc failed\n";
    }

    open my $f, '>:raw', "$dir/bytes" or die "$dir/bytes: $!\n";
    print $f $bytes;
    close $f;

    return scalar reverse pack 'H16', `'$dir/xxh3' < '$dir/bytes'`;
}


1;
