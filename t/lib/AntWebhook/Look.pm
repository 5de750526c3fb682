package AntWebhook::Look;

# What a test can see of nginx from outside: the journal's files, memory and
# the log.  A base of AntWebhook, and of nothing else.

use warnings;
use strict;

use File::Find ();

use AntWebhook::Process qw/ wait_until /;

# the smallest segment that is made: what is less is a header's page, which is
# all that is mapped of a journal that was adopted
use constant SEGMENT_MIN => 65536;


sub journal_files {
    my ($self) = @_;
    my @files;

    return unless -d $self->journal;

    File::Find::find({ no_chdir => 1, wanted => sub {
        push @files, $_ if -f;
    } }, $self->journal);

    return sort @files;
}


sub journal_dirs {
    my ($self) = @_;

    return sort grep { -d } glob $self->journal . '/*';
}


# The segments that a worker has mapped, which are those of its own journals:
# {FILE => its list, '' if nothing is in it yet}.

sub segments_of {
    my ($self, $pid) = @_;
    my $journal = $self->journal;
    my %segments;

    no warnings 'portable';        # addresses have more than 32 bits

    open my $maps, '<', "/proc/$pid/maps" or return {};

    while (my $line = <$maps>) {
        my ($begin, $end, $file)
            = $line =~ m{^(\w+)-(\w+) .* (\Q$journal\E/.*\.seg)$} or next;

        next if hex($end) - hex($begin) < SEGMENT_MIN;
        $segments{$file} = list_of($file);
    }

    return \%segments;
}


sub list_of {
    my ($file) = @_;
    my $header;

    open my $f, '<:raw', $file or return '';
    read $f, $header, 336;
    return substr $header, 80, unpack 'v', substr $header, 72, 2;
}


# A function that is true if each journal of the workers, or each one of a
# list, has a segment ready for when its last one is full.  Then 64 KiB of
# events have their place in each, however busy the machine is.

sub when_ready {
    my ($self, $list) = @_;
    my @workers = $self->workers;

    return sub {
        return !grep { !$self->segments_ready($_, $list) } @workers;
    };
}


sub segments_ready {
    my ($self, $pid, $list) = @_;
    my $segments = $self->segments_of($pid);
    my (%lists, %ready);

    while (my ($file, $name) = each %$segments) {
        my $dir = $file =~ s{/[^/]*$}{}r;

        $lists{$dir} = $name if $name ne '';
        $ready{$dir} = 1 if $name eq '';
    }

    my @dirs = grep { !defined $list || $lists{$_} eq $list } keys %lists;

    return 0 if grep { !$ready{$_} } @dirs;
    return !@dirs || pool_idle($pid);
}


# What a thread has made is the event loop's once the thread has told it so:
# when it sleeps, but not in a sleep that ends by itself, or at a file.

sub pool_idle {
    my ($pid) = @_;

    for my $task (glob "/proc/$pid/task/*") {
        next if $task =~ m{/$pid$};
        return 0 unless first_line("$task/stat") =~ /.*\) S /;
        return 0 if first_line("$task/wchan") =~ /nanosleep/;
    }

    return 1;
}


# '' of a file that is gone.

sub first_line {
    open my $f, '<', $_[0] or return '';
    return scalar <$f> // '';
}


# Anonymous memory of a process, in KiB.

sub rss_anon {
    my ($self, $pid) = @_;

    open my $f, '<', "/proc/$pid/status" or return;
    return (map { /^RssAnon:\s+(\d+)/ } <$f>)[0];
}


# True where nginx is built with AddressSanitizer: memory then grows by what
# that keeps back, up to its quarantine.

sub sanitized {
    my ($self) = @_;

    return $self->{nginx} =~ m{/[at]san/};
}


sub log_lines {
    my ($self, $pattern) = @_;

    return grep { $_ =~ $pattern } split /\n/, $self->read_file('error.log');
}


sub wait_for_log {
    my ($self, $pattern, $seconds) = @_;

    return wait_until(sub {
        return scalar(() = $self->log_lines($pattern));
    }, $seconds // 5);
}


1;
