#!/usr/bin/perl

# compose.yml and the manifests of docs/kubernetes.md: they parse, and agree
# with the image and with each other.  What the image does is in docker.t.

use warnings;
use strict;

use JSON::PP ();
use Test::More;

is(system('tools/install-packages', 'docker-compose', 'python3-yaml'), 0,
   'what reads them');

my $dockerfile = slurp('Dockerfile');
my $start = slurp('image/start');
my $conf = slurp('image/nginx.conf');
my $doc = slurp('docs/kubernetes.md');

my ($user) = $dockerfile =~ /^USER (\d+):\1$/m;
my ($volume) = $dockerfile =~ /^VOLUME (\S+)$/m;
my @ports = split ' ', $dockerfile =~ /^EXPOSE (.*)$/m ? $1 : '';
my %variables = map { $_ => 1 } "$dockerfile $start" =~ /\b(ANT_WEBHOOK_\w+)/g;
my %documented = map { $_ => 1 } $doc =~ /^\| `(ANT_WEBHOOK_\w+)`/mg;

ok($user && $volume && @ports == 2, 'what the image has');
is_deeply([sort keys %documented], [sort keys %variables], 'its variables');
is_deeply([$conf =~ /^\s+listen +(\d+);/mg], \@ports, 'its ports');
is($conf =~ m{^pid +(\S+)/}m ? $1 : '', $volume, 'the pid in the volume');
is($start =~ /^dir=(.*)$/m ? $1 : '', $volume, 'all that is written too');

compose();
kubernetes();
done_testing;


sub slurp {
    my ($file) = @_;

    open my $f, '<', $file or die "$file: $!\n";
    local $/;
    return scalar <$f>;
}


sub yaml {
    my ($file) = @_;
    my $json = `tools/yaml-to-json $file`;

    is($?, 0, "$file parses");
    return @{ JSON::PP::decode_json($json || '[]') };
}


sub compose {
    is(system('docker-compose -f examples/compose.yml config >/dev/null'), 0,
       'docker-compose takes compose.yml');

    my ($compose) = yaml('examples/compose.yml');
    my $service = $compose->{services}{'ant-webhook'};
    my $redis = $compose->{services}{redis};
    my $environment = $service->{environment};

    ok($service->{read_only}, 'a read-only root');
    is_deeply($service->{volumes}, ["journal:$volume"], 'one volume');
    is_deeply([map { /(\d+)$/ } @{ $service->{ports} }], \@ports, 'ports');
    like($service->{ports}[1], qr/^127\.0\.0\.1:/, 'one is not for the world');
    is_deeply([grep { !$variables{$_} } keys %$environment], [],
              'no variable that the image does not know');
    is($environment->{ANT_WEBHOOK_REDIS}, 'redis:6379', 'its Redis');

    my ($secret) = @{ $service->{secrets} };

    is($environment->{ANT_WEBHOOK_PASSWORD_FILE}, "/run/secrets/$secret",
       'its password');
    is_deeply($redis->{secrets}, [$secret], "which is Redis's");
    like("@{ $redis->{command} }", qr{/run/secrets/$secret\b}, 'and used');
    like("@{ $redis->{command} }",
         qr/--appendonly yes --maxmemory-policy noeviction/,
         'Redis is set as redis.md says');
}


sub kubernetes {
    my %manifests = map { $_->{kind} => $_ } yaml('docs/kubernetes.md');
    my $set = $manifests{StatefulSet};
    my $deployment = $manifests{Deployment};
    my $service = $manifests{Service};

    ok($set && $deployment && $service, 'all are there');

    is($set->{spec}{serviceName}, $service->{metadata}{name}, 'its Service');

    for my $m ($set, $deployment) {
        my $labels = $m->{spec}{template}{metadata}{labels};

        is_deeply($m->{spec}{selector}{matchLabels}, $labels,
                  "$m->{kind}: its pods");
        is_deeply($service->{spec}{selector}, $labels, 'are of the Service');
        pod($m->{spec}{template}{spec});
    }

    my ($claim) = @{ $set->{spec}{volumeClaimTemplates} };

    is($claim->{metadata}{name},
       mounted_at($set->{spec}{template}{spec}, $volume), 'the claim');
    ok(bytes($claim->{spec}{resources}{requests}{storage})
       > bytes(journal($set->{spec}{template}{spec}, 'size')),
       'has more room than "size"');
}


sub pod {
    my ($pod) = @_;
    my $security = $pod->{securityContext};
    my ($c) = @{ $pod->{containers} };
    my %env = map { $_->{name} => $_->{value} } @{ $c->{env} };
    my %port = map { $_->{name} => $_->{containerPort} } @{ $c->{ports} };

    is_deeply([@$security{qw/ runAsUser runAsGroup fsGroup /}],
              [($user) x 3], 'the user of the image');
    ok($c->{securityContext}{readOnlyRootFilesystem}, 'a read-only root');
    is_deeply([grep { !$variables{$_} } keys %env], [],
              'no variable that the image does not know');
    is_deeply([sort values %port], \@ports, 'ports');

    my $ready = $c->{readinessProbe}{httpGet};

    is($port{ $ready->{port} }, $ports[0], 'asked at the port of callbacks');
    like($conf,
         qr/location = \Q$ready->{path}\E \{\s+ant_webhook_status +health;/,
         'a location of the image');
    is($port{ $c->{livenessProbe}{tcpSocket}{port} }, $ports[0],
       'alive if it listens');

    my ($verb, $sleep) = @{ $c->{lifecycle}{preStop}{exec}{command} };

    is($verb, 'sleep', 'first it waits');
    cmp_ok($pod->{terminationGracePeriodSeconds}, '>',
           $sleep + seconds(journal($pod, 'drain')),
           'there is time for this and for "drain"');

    ok(mounted_at($pod, $volume), 'the volume is mounted');

    if (my $file = $env{ANT_WEBHOOK_PASSWORD_FILE}) {
        my $name = mounted_at($pod, $file =~ s{/[^/]+$}{}r);
        my ($v) = grep { $_->{name} eq ($name // '') } @{ $pod->{volumes} };

        ok($v && $v->{secret}, 'the password is in a secret');
    }
}


sub mounted_at {
    my ($pod, $path) = @_;
    my ($mount) = grep { $_->{mountPath} eq $path }
                       @{ $pod->{containers}[0]{volumeMounts} };

    return $mount && $mount->{name};
}


sub journal {
    my ($pod, $parameter) = @_;
    my ($env) = grep { $_->{name} eq 'ANT_WEBHOOK_JOURNAL' }
                     @{ $pod->{containers}[0]{env} };

    return $env->{value} =~ /\b$parameter=(\S+)/ ? $1 : die "no $parameter\n";
}


sub bytes {
    my ($text) = @_;

    return $text =~ /^(\d+)(?:g|Gi)$/ ? $1 << 30 : die "$text\n";
}


sub seconds {
    my ($text) = @_;

    return $text =~ /^(\d+)s$/ ? $1 : die "$text\n";
}
