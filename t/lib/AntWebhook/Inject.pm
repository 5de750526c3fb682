package AntWebhook::Inject;

# A library that nginx is started with, to let things happen inside of it.
#
#   my $inject = AntWebhook::Inject->new($t);   # before $t->run
#   $inject->sync(1000);              # each sync takes so many ms
#   $inject->memory(17);              # the 17th allocation from now fails
#   $inject->left;                    # 0: it has
#   $inject->unread(16384);           # no file can be read from there on
#   $inject->ssl;                     # TLS connections that were not freed
#
# With ASan, which has the allocator, no allocation fails: ->has_memory.

use warnings;
use strict;


sub new {
    my ($class, $t) = @_;
    my $dir = $t->testdir;
    my $file = $t->write_file('inject', pack 'q<4', 0, 0, 0, 0);
    my @options = $t->sanitized ? '-DINJECT_NO_MALLOC' : ();

    chmod 0666, $file;
    system(split(' ', $ENV{CC} || 'cc'), qw/ -O1 -fno-builtin -shared -fPIC /,
           @options, '-o', "$dir/inject.so", 't/faults/inject.c', '-ldl') == 0
        or die "cc failed\n";

    $t->{env} = { LD_PRELOAD => "$dir/inject.so", ANT_INJECT => $file };
    return bless { file => $file, memory => !$t->sanitized }, $class;
}


sub has_memory { $_[0]{memory} }


sub put {
    my ($self, $place, $value) = @_;

    open my $f, '+<:raw', $self->{file} or die "$self->{file}: $!\n";
    seek $f, 8 * $place, 0;
    syswrite $f, pack 'q<', $value;
}


sub sync { $_[0]->put(0, $_[1]) }
sub memory { $_[0]->put(1, $_[1]) }
sub unread { $_[0]->put(2, $_[1]) }


sub left { $_[0]->get(1) }
sub ssl { $_[0]->get(3) }


sub get {
    my ($self, $place) = @_;

    open my $f, '<:raw', $self->{file} or die "$self->{file}: $!\n";
    seek $f, 8 * $place, 0;
    sysread $f, my $bytes, 8;
    return unpack 'q<', $bytes;
}


1;
