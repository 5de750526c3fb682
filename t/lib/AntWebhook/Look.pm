package AntWebhook::Look;

# What a test can see of nginx from outside: the journal's files, memory and
# the log.  A base of AntWebhook, and of nothing else.

use warnings;
use strict;

use File::Find ();

use AntWebhook::Process qw/ wait_until /;


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

    return $self->{nginx} =~ m{/asan/};
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
