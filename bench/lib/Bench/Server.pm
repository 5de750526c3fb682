package Bench::Server;

# What is measured: an nginx with one worker, or a Node process, pinned to a
# core, with a directory and a port of its own.
#
#   my $s = Bench::Server->nginx(dir => DIR, core => 0, http => TEXT,
#                                server => TEXT, head => TEXT, env => {});
#   my $s = Bench::Server->node(dir => DIR, core => 0, command => [...]);
#   $s->start;  $s->stop;  $s->restart;      # restart removes its journal
#   $s->port;                                # of its only server block
#   $s->cpu;                                 # ns so far, of all its threads
#   $s->anon;                                # KiB of anonymous memory
#   $s->status;                              # /ant-status, decoded
#
# cpu_of(PID) and pin(PID, CORE) serve others as well.

use warnings;
use strict;

use AntWebhook::Http qw/ connect_to http_get /;
use AntWebhook::Process qw/ spawn alive children end_process port
                            wait_until /;
use Exporter qw/ import /;
use File::Path qw/ make_path remove_tree /;

our @EXPORT_OK = qw/ cpu_of pin /;

my $ports = 0;


sub nginx {
    my ($class, %o) = @_;
    my $self = $class->make(%o);

    my $top = $self->{top};

    $self->{command} = [$ENV{NGINX_BINARY} || 'nginx', '-p', "$o{dir}/",
                        '-c', "$o{dir}/nginx.conf", '-e', "$o{dir}/error.log"];
    $self->{workers} = 1;

    my $user = $> == 0 ? 'user root;' : '';
    my $text = <<"EOF_CONF";
$user
daemon off;
worker_processes 1;
pid $o{dir}/nginx.pid;
error_log $o{dir}/error.log;
@{[ $o{head} // '' ]}

events {
    worker_connections 2048;
}

http {
    access_log off;
    keepalive_timeout 1h;
    keepalive_requests 1000000000;
    client_body_temp_path $o{dir}/body;
    proxy_temp_path $o{dir}/proxy;
    fastcgi_temp_path $o{dir}/fastcgi;
    uwsgi_temp_path $o{dir}/uwsgi;
    scgi_temp_path $o{dir}/scgi;
    @{[ $o{http} // '' ]}

    server {
        listen 127.0.0.1:$self->{port};
        $o{server}
    }
}
EOF_CONF

    open my $f, '>', "$o{dir}/nginx.conf" or die "$o{dir}: $!\n";
    print $f $text;
    close $f;

    return $self;
}


sub node { return shift->make(@_) }


sub make {
    my ($class, %o) = @_;

    make_path($o{dir});
    return bless { port => port('bench' . ++$ports), %o }, $class;
}


sub port_of { $_[0]{port} }


sub start {
    my ($self) = @_;

    # the port is known only now to a command that was given beforehand

    my @command = map { ref $_ ? $_->($self) : $_ } @{ $self->{command} };

    unshift @command, 'taskset', '-c', $self->{core} if defined $self->{core};

    $self->{pid} = spawn(\@command, out => "$self->{dir}/out",
                         env => $self->{env}, death => 'TERM');

    wait_until(sub { !alive($self->{pid}) || connect_to($self->{port}) }, 15);

    if (!alive($self->{pid})) {
        system('cat', grep { -e } "$self->{dir}/out",
               "$self->{dir}/error.log");
        die "$command[-1] does not start\n";
    }

    return $self;
}


sub stop {
    my ($self) = @_;

    end_process(delete $self->{pid}, 'TERM', 10) if $self->{pid};
}


# From nothing: no journal, no adoption.

sub restart {
    my ($self) = @_;

    $self->stop;
    remove_tree("$self->{dir}/journal");
    return $self->start;
}


sub worker {
    my ($self) = @_;

    return $self->{pid} unless $self->{workers};

    my ($pid) = children($self->{pid});
    return $pid // die "no worker\n";
}


sub cpu { return cpu_of($_[0]->worker) }


sub cpu_of {
    my ($pid) = @_;
    my $sum = 0;

    for my $file (glob "/proc/$pid/task/*/schedstat") {
        open my $f, '<', $file or next;
        my ($ns) = split ' ', <$f> // '0';
        $sum += $ns;
    }

    return $sum;
}


sub pin {
    my ($pid, $core) = @_;

    return unless defined $core;
    system("taskset -a -c -p $core $pid >/dev/null") == 0
        or die "taskset failed\n";
}


sub anon {
    my ($self) = @_;
    my $pid = $self->worker;

    open my $f, '<', "/proc/$pid/status" or die "no status of $pid: $!\n";

    while (<$f>) {
        return $1 if /^RssAnon:\s+(\d+)/;
    }

    die "no RssAnon\n";
}


sub status {
    my ($self) = @_;

    return http_get('/ant-status', { port => $self->{port} })->json;
}


1;
