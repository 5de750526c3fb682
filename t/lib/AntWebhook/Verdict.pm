package AntWebhook::Verdict;

# What must not have happened in a test, looked at when it ends.  A base of
# AntWebhook, and of nothing else.  Whatever way a test ends, its processes
# end with it and its directory goes.

use warnings;
use strict;

use File::Path qw/ remove_tree /;
use Test::More ();

use AntWebhook::Process qw/ cmdline descendants end_process release_ports
                            wait_until /;

my $watched;


sub watch {
    my ($self) = @_;

    return $watched = $self;
}


sub expect_kill {
    my ($self, $n) = @_;

    $self->{expected_kills} += $n // 1;
}


sub expect_log {
    my ($self, $pattern) = @_;

    push @{ $self->{expected_log} }, $pattern;
}


# The lines of the log that nobody announced.

sub surprises {
    my ($self) = @_;
    my $spare = $self->{expected_kills};
    my @lines;

    for my $line (split /\n/, $self->read_file('error.log')) {
        next if grep { $line =~ $_ } @{ $self->{expected_log} };

        if ($line =~ / (\d+) exited on signal /) {
            next if $self->{killed}{$1};
            push @lines, $line if --$spare < 0;

        } elsif ($line =~ / (\d+) exited with (fatal )?code [1-9]/) {
            push @lines, $line unless $self->{killed}{$1};

        } elsif ($line =~ /\[(alert|emerg)\]/) {
            push @lines, $line;
        }
    }

    return @lines;
}


sub sanitizer_reports {
    my ($self) = @_;
    my @reports = map { $self->read_file('asan/' . (m{([^/]+)$})[0]) }
                  glob "$self->{dir}/asan/*";
    my $out = $self->read_file('nginx.out');

    @reports = grep { $_ ne '' } @reports;
    push @reports, $out if $out =~ /Sanitizer|runtime error:/;
    return @reports;
}


# Ends what the test started, and returns what was still running then.

sub stop_all {
    my ($self) = @_;

    $self->{quit_in_time} = $self->stop;
    $_->stop for grep { defined } @{ $self->{proxies} },
                                  values %{ $self->{redis} };

    wait_until(sub { return !(() = descendants($$)) }, 3);

    my @pids = descendants($$);
    my @left = map { "$_ " . cmdline($_) } @pids;

    end_process($_, 'KILL', 5) for @pids;
    release_ports();
    return @left;
}


sub done {
    my ($self) = @_;
    my $grown = 0;
    my @left = $self->stop_all;

    if (defined $self->{fds} && defined $self->{fds_end}) {
        $grown = $self->{fds_end} - $self->{fds};
    }

    my @checks = (
        ['nginx left when asked', $self->{quit_in_time} ? () : 'no'],
        ['and with status 0', $self->{bad_exit} || ()],
        ['nothing in the error log that was not caused', $self->surprises],
        ['no sanitizer report', $self->sanitizer_reports],
        ['no process left', @left],
        ['no more open files in the master', $grown > 0 ? "$grown" : ()],
    );

    local $Test::Builder::Level = $Test::Builder::Level + 1;

    for my $check (@checks) {
        my ($name, @found) = @$check;

        Test::More::ok(!@found, $name)
            or Test::More::diag(join "\n", @found);
    }

    $self->{done} = 1;
    Test::More::done_testing();
}


sub tail {
    my ($self) = @_;
    my @lines = split /\n/,
                $self->read_file('nginx.out') . $self->read_file('error.log');

    splice @lines, 0, -20 if @lines > 20;
    return join '', map { "# $_\n" } @lines;
}


END {
    my $self = $watched;

    if ($self && $self->{owner} == $$) {
        my $rc = $?;
        alarm 0;

        if (!$self->{done}) {
            eval { $self->stop_all };
            print STDERR "# $@" if $@;
            $rc ||= 1;
            print STDERR "# the test ended before \$t->done\n";
        }

        if ($rc || !Test::More->builder->is_passing) {
            print STDERR $self->tail;
        }

        AntWebhook::Disk::end_all() if AntWebhook::Disk->can('end_all');

        if ($ENV{ANT_TEST_KEEP}) {
            print STDERR "# kept: $self->{dir}\n";

        } else {
            remove_tree($self->{dir});
        }

        $? = $rc;
    }
}


1;
