package AntWebhook::Dns;

# A DNS server that knows what it is told, for nginx's resolver.
#
#   my $dns = AntWebhook::Dns->new(dir => DIR, port => PORT)->start;
#   $dns->set('redis.test', '127.0.0.1', '127.0.0.2');   # A records
#   $dns->set('redis.test');                             # no such name
#   $dns->mute(1);                                       # answers nothing
#   $dns->stop;

use warnings;
use strict;

use AntWebhook::Process qw/ fork_child end_process /;
use IO::Socket::INET;
use Socket qw/ inet_aton /;


sub new {
    my ($class, %o) = @_;

    mkdir $o{dir};
    return bless { %o }, $class;
}


sub start {
    my ($self) = @_;

    my $s = IO::Socket::INET->new(Proto => 'udp',
                                  LocalAddr => "127.0.0.1:$self->{port}")
        or die "dns: $!\n";

    $self->{pid} = fork_child(sub {
        while ($s->recv(my $query, 512)) {
            next if -e "$self->{dir}/mute";
            $s->send($self->answer($query));
        }
        return 0;
    });

    return $self;
}


sub stop { end_process(delete $_[0]{pid}, 'KILL', 5) }


sub set {
    my ($self, $name, @addresses) = @_;

    open my $f, '>', "$self->{dir}/$name.new" or die;
    print $f map { "$_\n" } @addresses;
    close $f or die;
    rename "$self->{dir}/$name.new", "$self->{dir}/$name" or die;
}


sub mute {
    my ($self, $mute) = @_;
    my $file = "$self->{dir}/mute";

    return unlink $file unless $mute;
    open my $f, '>', $file or die;
}


# One question, of type A; the answer lives for a second.

sub answer {
    my ($self, $query) = @_;
    my ($id, $rest) = unpack 'n x2 x8 a*', $query;
    my ($p, @labels) = (0);

    while (my $n = ord substr $rest, $p, 1) {
        push @labels, substr $rest, $p + 1, $n;
        $p += $n + 1;
    }

    my $question = substr $rest, 0, $p + 5;
    my $type = unpack 'n', substr $rest, $p + 1, 2;
    my @addresses;

    if ($type == 1 && open my $f, '<', "$self->{dir}/" . join '.', @labels) {
        chomp(@addresses = <$f>);
    }

    return pack('n n n n n n', $id, 0x8180 | (@addresses ? 0 : 3), 1,
                scalar @addresses, 0, 0)
           . $question
           . join '', map { pack('n n n N n', 0xc00c, 1, 1, 1, 4)
                            . inet_aton($_) } @addresses;
}


1;
