package AntWebhook::Image;

# The image of the Dockerfile, and containers of it, as Docker would make
# them, but with no more than unshare, mount and chroot, so that it also works
# inside of a container: user, environment, entry point, health check and stop
# signal are what the image says.  The root is read-only, and so is /dev; the
# network is the machine's.
#
#   my $image = AntWebhook::Image->build($storage);    # undef: it failed
#   $image->config->{User};                            # as Docker inspects it
#   $image->volume($dir);                              # a new named volume
#   my $c = $image->run(out => FILE, volume => DIR,
#                       env => { NAME => VALUE },
#                       files => { PATH_INSIDE => FILE },
#                       groups => GID, command => [...]);
#   $c->{pid};                                         # of what runs it
#   $c->exec('id', '-u');                              # status, output
#   $c->health;                                        # the same
#   $c->stop;                                          # true within 10 s
#   $image->remove;

use warnings;
use strict;

use JSON::PP ();

use AntWebhook::Process qw/ spawn /;

my @sudo = $> == 0 ? () : ('sudo');

my $start = <<'EOF';
set -e
root=$1 volume=$2 out=$3 user=$4 groups=$5
shift 5

mount --make-rprivate /
mount --bind "$root" "$root"

while [ "$1" != -- ]; do
    mkdir -p "$(dirname "$root$2")"
    [ -e "$root$2" ] || touch "$root$2"
    mount --bind "$1" "$root$2"
    shift 2
done
shift

mount --bind "$volume" "$root/var/lib/nginx"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"

for device in null zero full random urandom; do
    touch "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done

ln -s /proc/self/fd "$root/dev/fd"
ln -s /proc/self/fd/1 "$root/dev/stdout"
ln -s /proc/self/fd/2 "$root/dev/stderr"
mount -o remount,bind,ro "$root/dev"
mount -o remount,bind,ro "$root"

exec >> "$out" 2>&1 < /dev/null
exec chroot "$root" setpriv --reuid="${user%:*}" --regid="${user#*:}" \
     "$groups" \
     --no-new-privs --bounding-set=-all --inh-caps=-all /usr/bin/env -i "$@"
EOF


sub build {
    my ($class, $storage) = @_;

    system('tools/build-image', $storage) == 0 or return;

    my $self = bless {
        buildah => [@sudo, 'buildah', '--root', "$storage/root",
                    '--runroot', "$storage/run", '--storage-driver',
                    output('cat', "$storage/driver")],
    }, $class;

    my $name = 'localhost/ant-webhook:latest';
    my $inspected = JSON::PP::decode_json(
        output(@{ $self->{buildah} }, 'inspect', '--type', 'image', $name));

    $self->{config} = $inspected->{Docker}{config};
    $self->{container} = output(@{ $self->{buildah} }, 'from',
        '--pull-never', split(' ', output('cat', "$storage/limits")), $name);
    $self->{root} = output(@{ $self->{buildah} }, 'mount', $self->{container});

    return $self;
}


sub config { $_[0]{config} }
sub root { $_[0]{root} }


# what Docker does with a named volume that is empty

sub volume {
    my ($self, $dir) = @_;

    system(@sudo, 'cp', '-a', "$self->{root}/var/lib/nginx", $dir) == 0
        or die "no volume\n";
    return $dir;
}


sub remove {
    my ($self) = @_;

    output(@{ $self->{buildah} }, 'umount', $self->{container});
    output(@{ $self->{buildah} }, 'rm', $self->{container});
}


sub run {
    my ($self, %o) = @_;
    my $config = $self->{config};

    # a user who is not root must be able to open it again

    open my $out, '>>', $o{out} or die "$o{out}: $!\n";
    chmod 0666, $o{out};

    my %env = map { split /=/, $_, 2 } @{ $config->{Env} };

    %env = (%env, %{ $o{env} // {} });
    my @env = map { "$_=$env{$_}" } sort keys %env;

    my $pid = spawn([@sudo, 'unshare', '--mount', '--pid', '--fork',
                     '--kill-child', 'bash', '-c', $start, 'container',
                     $self->{root}, $o{volume}, $o{out}, $config->{User},
                     $o{groups} ? "--groups=$o{groups}" : '--clear-groups',
                     (map { ($o{files}{$_}, $_) } sort keys %{ $o{files} }),
                     '--', @env, @{ $config->{Entrypoint} },
                     @{ $o{command} // $config->{Cmd} }], out => $o{out});

    return bless { pid => $pid, image => $self, env => \@env },
                 'AntWebhook::Image::Container';
}


# What a command prints, both ways, without the last line end.

sub output {
    my @command = @_;

    my $child = open my $out, '-|';
    die "fork: $!\n" unless defined $child;

    if (!$child) {
        open STDERR, '>&', \*STDOUT;
        exec @command or die "$command[0]: $!\n";
    }

    local $/;
    my $text = <$out> // '';
    close $out;
    $text =~ s{\s+$}{};
    return $text;
}


package AntWebhook::Image::Container;

use AntWebhook::Process qw/ cmdline descendants wait_exit /;


# nginx's master, as the machine sees it

sub master {
    my ($self) = @_;

    my ($pid) = grep { cmdline($_) =~ /^nginx: master/ }
                     descendants($self->{pid});
    return $pid;
}


sub workers {
    my ($self) = @_;

    return grep { cmdline($_) =~ /^nginx: worker process$/ }
                descendants($self->{pid});
}


sub signal {
    my ($self, $signal, @pids) = @_;

    # the shell's: the program is of a package that may not be there

    return system(@sudo, 'bash', '-c', 'kill "$@"', 'kill', '-s',
                  $signal =~ s/^SIG//r, @pids) == 0;
}


# A command inside, as the image's user: its exit status and what it prints.

sub exec {
    my ($self, @command) = @_;
    my ($uid, $gid) = split /:/, $self->{image}{config}{User};
    my $master = $self->master or return (-1, 'nginx does not run');

    my $text = AntWebhook::Image::output(
        @sudo, 'nsenter', '--target', $master, '--mount', '--pid', '--root',
        '--setuid', $uid, '--setgid', $gid, '--', '/usr/bin/env', '-i',
        @{ $self->{env} }, @command);

    return ($? >> 8, $text);
}


# What Docker runs every few seconds.

sub health {
    my ($self) = @_;
    my ($kind, @test) = @{ $self->{image}{config}{Healthcheck}{Test} };

    return $self->exec($kind eq 'CMD-SHELL' ? ('/bin/sh', '-c', @test) : @test);
}


# What "docker stop" does.

sub stop {
    my ($self) = @_;

    $self->signal($self->{image}{config}{StopSignal}, $self->master)
        if $self->master;
    return wait_exit($self->{pid}, 10);
}


1;
