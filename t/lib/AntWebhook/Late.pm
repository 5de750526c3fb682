package AntWebhook::Late;

# What the tests of late answers share: requests whose answers are read later,
# and system calls of a worker that are made to fail or to be slow.
#
#   use AntWebhook::Late;
#
#   my @asked = ask(map { sms("a-$_") } 1 .. 10);   # sent, not yet answered
#   answer($asked[0], 5);             # the response, or nothing after 5 s
#   answered(@asked);                 # how many are there by now
#   leave(@asked);                    # the clients close, all at once
#   my @statuses = statuses(5, @asked);             # 0: no answer in time
#
#   my $s = inject($t, $pid, 'fdatasync:delay_enter=300000');
#   inject($t, $pid);                 # only looks
#   my $s = fail_sync($t, $pid, 'ant:sms');         # with EIO: the next sync
#                                     # of the segment that this list's next
#                                     # event is in, and no other file's
#   fail_sync($t, $pid, 'ant:sms', 'delay_enter=500000');   # and more
#   my @calls = $s->end;              # fdatasync, fsync, sendto, writev, with
#                                     # the paths of their descriptors; after
#                                     # fail_sync those of the segment

use warnings;
use strict;

use Exporter qw/ import /;
use IO::Select;
use Time::HiRes qw/ sleep time /;

use AntWebhook::Http qw/ connect_to send_all read_response /;
use AntWebhook::Process qw/ spawn end_process port wait_until /;
use AntWebhook::Segment qw/ records /;

our @EXPORT = qw/ ask answer answered leave statuses inject fail_sync /;


sub ask {
    my (@uris) = @_;
    my @asked;

    for my $uri (@uris) {
        my $s = connect_to(port(8080)) or die "connect: $!\n";

        send_all($s, ref $uri ? $$uri
                              : "GET $uri HTTP/1.1\r\nHost: localhost\r\n\r\n");
        push @asked, $s;
    }

    return @asked;
}


sub answer {
    my ($s, $seconds) = @_;
    my $buffer = '';

    return read_response($s, \$buffer, timeout => $seconds // 5);
}


sub answered {
    return scalar(() = IO::Select->new(@_)->can_read(0));
}


sub leave {
    close $_ for @_;
}


sub statuses {
    my ($seconds, @asked) = @_;
    my $end = time() + $seconds;

    return map {
        my $left = $end - time();
        my $r = answer($_, $left > 0.05 ? $left : 0.05);
        $r ? $r->status : 0;
    } @asked;
}


sub inject {
    my ($t, $pid, @what) = @_;

    return attach($t, $pid, map { ('-e', "inject=$_") } @what);
}


# A segment that has events is left for another one by itself, some time after
# they are confirmed; one that has none stays.

sub fail_sync {
    my ($t, $pid, $list, @more) = @_;
    my $what = join ':', 'fdatasync:error=EIO', @more, 'when=1';

    my $file = wait_until(sub {
        my $segments = $t->segments_of($pid);

        return (grep { $segments->{$_} eq $list && !records($_) }
                keys %$segments)[0];
    }, 20) or die "no segment without events\n";

    return attach($t, $pid, '-e', "inject=$what", '-P', $file);
}


sub attach {
    my ($t, $pid, @options) = @_;
    my $n = ++$t->{straces};
    my $file = $t->testdir . "/strace-$n";

    my $strace = spawn(
        ['strace', '-f', '-qq', '-yy', '-s', 40, '-o', $file, '-p', $pid, '-e',
         'trace=fdatasync,fsync,sendto,writev,openat,mmap',
         @options],
        out => "$file.out",
    );

    wait_until(sub {
        open my $f, '<', "/proc/$pid/status" or return;
        return grep { /^TracerPid:\s+$strace$/ } <$f>;
    }, 10) or die "strace does not attach\n";

    # to all threads

    sleep 0.3;

    return bless { pid => $strace, t => $t, name => "strace-$n" };
}


sub end {
    my ($self) = @_;

    end_process($self->{pid}, 'INT', 10);
    return split /\n/, $self->{t}->read_file($self->{name});
}


1;
