package AntWebhook::Certs;

# Certificates of a test's own authorities, made with the openssl command.
#
#   my $certs = AntWebhook::Certs->new(dir => DIR);
#   $certs->ca('ca');                              # DIR/ca.crt, DIR/ca.key
#   $certs->make('server', ca => 'ca', name => 'redis.test',
#                san => 'DNS:redis.test,IP:127.0.0.1');
#                                                  # expired => 1
#   $certs->file('server.crt');
#   $certs->redis('server', ca => 'ca', port => PORT);
#                               # arguments for a redis-server: TLS on PORT

use warnings;
use strict;


sub new {
    my ($class, %o) = @_;

    mkdir $o{dir};
    chmod 0755, $o{dir};
    return bless { %o }, $class;
}


sub file { "$_[0]{dir}/$_[1]" }


sub openssl {
    my ($self, @words) = @_;
    my $log = $self->file('openssl.log');

    my $pid = fork // die "fork: $!\n";

    if (!$pid) {
        chdir $self->{dir} or die;
        open STDOUT, '>>', $log or die;
        open STDERR, '>&', \*STDOUT or die;
        exec 'openssl', @words or die "openssl: $!\n";
    }

    waitpid $pid, 0;
    die "openssl @words failed, see $log\n" if $?;
}


my @key = ('-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1',
           '-nodes');


sub ca {
    my ($self, $name) = @_;

    $self->openssl('req', '-x509', @key, '-days', 30, '-subj', "/CN=$name",
                   '-keyout', "$name.key", '-out', "$name.crt");
    return $self->file("$name.crt");
}


sub make {
    my ($self, $name, %o) = @_;

    open my $f, '>', $self->file("$name.ext") or die;
    print $f "subjectAltName=$o{san}\n" if $o{san};
    close $f or die;

    $self->openssl('req', @key, '-subj', "/CN=$o{name}",
                   '-keyout', "$name.key", '-out', "$name.csr");
    $self->sign($name, %o);
    chmod 0644, $self->file("$name.key");
    return $self->file("$name.crt");
}


# "openssl x509" of some versions makes none that has expired.

sub sign {
    my ($self, $name, %o) = @_;
    my @dates = $o{expired}
        ? ('-startdate', '200101000000Z', '-enddate', '200201000000Z')
        : ('-days', 30);

    open my $f, '>', $self->file("$name.cnf") or die;
    print $f <<"EOF";
[ca]
default_ca = test
[test]
database = $name.index
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = any
[any]
commonName = supplied
EOF
    close $f or die;

    open my $index, '>', $self->file("$name.index") or die;
    close $index or die;

    $self->openssl('ca', '-batch', '-config', "$name.cnf", '-notext',
                   '-in', "$name.csr", '-cert', "$o{ca}.crt",
                   '-keyfile', "$o{ca}.key", '-extfile', "$name.ext",
                   '-out', "$name.crt", @dates);
}


sub redis {
    my ($self, $name, %o) = @_;

    return ('--tls-port', $o{port},
            '--tls-cert-file', $self->file("$name.crt"),
            '--tls-key-file', $self->file("$name.key"),
            '--tls-ca-cert-file', $self->file("$o{ca}.crt"),
            '--tls-auth-clients', $o{clients} // 'no');
}


1;
