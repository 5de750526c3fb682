package AntWebhook::Process;

# Child processes and ports of a test.
#
# Everything that a test starts dies with it: children get a signal when the
# test dies (PR_SET_PDEATHSIG), and orphans, such as the workers of a killed
# nginx master, become children of the test (PR_SET_CHILD_SUBREAPER), so that
# none can hide.  Processes are ended by pid only.

use warnings;
use strict;

use Exporter qw/ import /;
use Fcntl qw/ :flock O_RDWR O_CREAT /;
use IO::Socket::INET;
use POSIX qw/ :sys_wait_h uname /;
use Time::HiRes qw/ sleep time /;

our @EXPORT_OK = qw/ spawn fork_child signal_number alive end_process
                     wait_exit exit_status children descendants cmdline
                     fd_count port wait_until release_ports /;

use constant {
    PR_SET_PDEATHSIG => 1,
    PR_SET_CHILD_SUBREAPER => 36,
};

my %prctl = (x86_64 => 157, aarch64 => 167, riscv64 => 167, i686 => 172,
             armv7l => 172, s390x => 172, ppc64le => 171);
my $prctl = $prctl{(uname())[4]};

my %status;
my %ports;

prctl(PR_SET_CHILD_SUBREAPER, 1);


sub prctl {
    my ($option, $value) = @_;

    return unless defined $prctl;
    syscall($prctl, $option, $value, 0, 0, 0);
}


use Config;

my @names = split " ", $Config{sig_name};

sub signal_number {
    my ($name) = @_;

    return $name if $name =~ /^\d+$/;

    for my $i (0 .. $#names) {
        return $i if $names[$i] eq $name;
    }

    die "no signal $name\n";
}


# waits for a condition: its true value, or nothing after so many seconds

sub wait_until {
    my ($condition, $seconds) = @_;
    my $end = time() + $seconds;

    while (1) {
        my $value = $condition->();
        return $value if $value;
        return if time() > $end;
        sleep 0.02;
    }
}


# A child that runs $code and exits with what that returns.

sub fork_child {
    my ($code, %o) = @_;
    my $parent = $$;
    my $pid = fork();

    die "fork: $!\n" unless defined $pid;
    return $pid if $pid;

    prctl(PR_SET_PDEATHSIG, signal_number($o{death} // 'KILL'));
    POSIX::_exit(1) if getppid() != $parent;

    $SIG{$_} = 'DEFAULT' for qw/ ALRM INT TERM HUP PIPE /;
    alarm(0);
    %status = ();

    my $rc = eval { $code->() };

    print STDERR $@ if $@;
    POSIX::_exit(defined $rc ? $rc : 1);
}


# Starts a program: spawn([COMMAND, ARGUMENTS], out => FILE, env => {},
# death => SIGNAL that it gets when the test dies).  Its pid.

sub spawn {
    my ($command, %o) = @_;

    return fork_child(sub {
        open STDIN, '<', '/dev/null' or die "/dev/null: $!\n";

        if ($o{out}) {
            open STDOUT, '>>', $o{out} or die "$o{out}: $!\n";
            open STDERR, '>&', \*STDOUT or die "stderr: $!\n";
        }

        # nginx would take it for a list of sockets to inherit

        delete $ENV{NGINX};
        $ENV{$_} = $o{env}{$_} for keys %{ $o{env} // {} };

        { no warnings 'exec'; exec { $command->[0] } @$command; }
        die "$command->[0]: $!\n";
    }, death => $o{death});
}


# Collects whatever has exited.

sub reap {
    while ((my $pid = waitpid(-1, WNOHANG)) > 0) {
        $status{$pid} = $?;
    }
}


sub state_of {
    my ($pid) = @_;

    open my $f, '<', "/proc/$pid/stat" or return;
    my $line = <$f> // return;
    return ($1, $2) if $line =~ /^\d+ \(.*\) (\S) (\d+) /s;
    return;
}


# One that was killed is not gone while a thread of it waits for the disk: its
# sockets are still open.

sub alive {
    my ($pid) = @_;

    reap();
    my ($state) = state_of($pid);
    return 0 unless defined $state;
    return $state ne 'Z' || (() = glob "/proc/$pid/task/*") > 1;
}


# The wait status of a child of ours that exited, or undef.

sub exit_status {
    my ($pid) = @_;

    reap();
    return $status{$pid};
}


# True if the process is gone within so many seconds.

sub wait_exit {
    my ($pid, $seconds) = @_;

    return wait_until(sub { !alive($pid) }, $seconds);
}


# A signal, then KILL after so many seconds.  True if the first was enough.

sub end_process {
    my ($pid, $signal, $seconds) = @_;

    kill $signal, $pid;
    return 1 if wait_exit($pid, $seconds);

    kill 'CONT', $pid;
    kill 'KILL', $pid;
    wait_exit($pid, 5);
    return 0;
}


sub children {
    my ($parent) = @_;
    my @pids;

    reap();
    opendir my $proc, '/proc' or die "/proc: $!\n";

    for my $pid (grep { /^\d+$/ } readdir $proc) {
        my ($state, $ppid) = state_of($pid);
        next unless defined $state && $state ne 'Z';
        push @pids, $pid if $ppid == $parent;
    }

    return sort { $a <=> $b } @pids;
}


sub descendants {
    my ($pid) = @_;

    return map { ($_, descendants($_)) } children($pid);
}


sub cmdline {
    my ($pid) = @_;

    open my $f, '<', "/proc/$pid/cmdline" or return '';
    my $line = <$f> // '';
    $line =~ tr/\0/ /;
    $line =~ s/\s+$//;
    return $line;
}


sub fd_count {
    my ($pid) = @_;

    opendir my $d, "/proc/$pid/fd" or return;
    return scalar grep { /^\d+$/ } readdir $d;
}


# The real port that stands for a number of the test's choice.

my %port_of;

sub port {
    shift if ref $_[0];

    return $port_of{$_[0]} //= free_port();
}


# A TCP port that is free and stays ours until this process ends: below the
# range of outgoing connections, and behind a locked file, so that tests in
# parallel do not take each other's.

sub free_port {
    my $dir = ($ENV{TMPDIR} // '/tmp') . "/ant-webhook-ports-$<";

    mkdir $dir, 0700;

    for (1 .. 1000) {
        my $port = 10000 + int rand 22000;
        my $name = "$dir/$port";

        sysopen my $f, $name, O_RDWR | O_CREAT, 0600 or next;
        flock $f, LOCK_EX | LOCK_NB or next;
        next unless ((stat $f)[1] // 0) == ((stat $name)[1] // -1);

        my $s = IO::Socket::INET->new(
            Proto => 'tcp', LocalAddr => "127.0.0.1:$port", Listen => 1,
            ReuseAddr => 1,
        );

        unless ($s) {
            unlink $name;
            next;
        }

        close $s;
        $ports{$port} = [$f, $name, $$];
        return $port;
    }

    die "no free port\n";
}


sub release_ports {
    for my $port (keys %ports) {
        my ($f, $name, $owner) = @{ delete $ports{$port} };
        unlink $name if $owner == $$;
        close $f;
    }
}


1;
