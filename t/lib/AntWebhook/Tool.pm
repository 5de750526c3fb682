package AntWebhook::Tool;

# ant-journal, run as a user runs it.
#
#   my $tool = AntWebhook::Tool->new(dir => DIR);      # for its output
#   my $r = $tool->run('list', '-d', $root);
#   $r->{out};  $r->{err};  $r->{rc};

use warnings;
use strict;

use Cwd qw/ abs_path /;
use File::Basename qw/ dirname /;

my $top = abs_path(dirname(__FILE__) . '/../../..');


sub new {
    my ($class, %o) = @_;

    return bless {
        binary => $ENV{ANT_JOURNAL} // "$top/build/ant-journal",
        %o,
    }, $class;
}


sub run {
    my ($self, @args) = @_;
    my ($out, $err) = map { "$self->{dir}/tool.$_" } qw/ out err /;
    my $pid = fork // die "fork: $!\n";

    if (!$pid) {
        open STDIN, '<', '/dev/null' or die;
        open STDOUT, '>', $out or die;
        open STDERR, '>', $err or die;
        exec { $self->{binary} } 'ant-journal', @args;
        die "$self->{binary}: $!\n";
    }

    waitpid $pid, 0;

    return {
        rc => $? & 127 ? "signal $?" : $? >> 8,
        out => read_of($out),
        err => read_of($err),
    };
}


sub read_of {
    my ($file) = @_;

    open my $f, '<:raw', $file or die "$file: $!\n";
    local $/;
    return scalar <$f> // '';
}


1;
