package AntWebhook;

# The harness: a real nginx with the module, real Redis servers, free ports
# and a directory of the test's own, and at the end a look at everything that
# must not have happened.  The verbs are those of nginx-tests.
#
#   use lib 't/lib';
#   use AntWebhook;                          # and Test::More's functions
#
#   my $t = AntWebhook->new;                 # user => 'root': workers are of
#                                            # www-data unless said; limit =>
#                                            # SECONDS (120); daemon => 1, so
#                                            # that USR2 does something;
#                                            # journal => PATH, if another;
#                                            # env => {}, nginx's
#   $t->write_file_expand('nginx.conf', <<'EOF');
#   %%TEST_GLOBALS%%
#   events { }
#   http {
#       %%TEST_GLOBALS_HTTP%%
#       ant_webhook_redis    127.0.0.1:%%PORT_6379%%;
#       ant_webhook_journal  %%TESTDIR%%/journal size=64m;
#       server {
#           listen 127.0.0.1:%%PORT_8080%%;
#           location = /ant-sms-deliver { ant_webhook sms ant:sms; }
#       }
#   }
#   EOF
#   $t->redis(aof => 1);                     # starts one on port(6379)
#   $t->run;
#
#   is(http_get($uri)->status, 200);         # text, header(), body, json too
#   http_get($uri, 'X-A: b');                # more header lines
#   http_post($uri, $body, 'Content-Type: application/json');
#   http($bytes);                            # all that comes back, as text
#   http_many($bytes, N);                    # N responses on one connection
#   http_head($uri);  http_request('PUT', $uri);
#   each takes { port => port(8081), timeout => 10 } as its last argument
#
#   $t->queue('ant:sms');                    # all elements, decoded
#   $t->wait_queue('ant:sms', 10, 5);        # same, once there are 10, 5 s
#   $t->wait_for(sub { ... }, 5);            # its true value, or undef
#   $t->redis->cmd('LLEN', 'ant:sms');       # see AntWebhook::Redis
#   $t->proxy(6379 => 6380);                 # see AntWebhook::Proxy
#   $t->load(count => 1000);                 # see AntWebhook::Load
#
#   $t->workers;                             # pids; all => 1: leaving ones too
#   $t->master;  $t->helpers;                # cache manager and loader
#   $t->kill_worker($pid, 'KILL');           # waits until it is gone
#   $t->reload;  $t->reload(wait_old => 1);
#   $t->stop('TERM');  $t->kill_all;  $t->run;
#   $t->journal_files;  $t->journal_dirs;    # under TESTDIR/journal
#   $t->when_ready('ant:sms');               # a sub: has each journal of this
#                                            # list, or of any, of the workers
#                                            # that there are its next segment?
#   $t->rss_anon($pid);                      # KiB
#   $t->sanitized;                           # nginx is one with ASan
#   $t->log_lines(qr/.../);  $t->wait_for_log(qr/.../, 5);
#   $t->conf_error($conf);                   # what nginx -t says; '' if fine
#   $t->conf_error_http('ant_webhook_redis;', 'location text');
#
#   $t->expect_kill(2);                      # so many workers die of a signal
#   $t->expect_log(qr/.../);                 # an [alert] or [emerg] announced
#
#   $t->done;                                # stops all, the last checks,
#                                            # done_testing
#
# The last checks: no [alert], [emerg], worker's death or exit code that was
# not announced; no sanitizer report; a graceful quit within 15 s, with exit
# status 0; no process left; no descriptor more in the master than at start.
#
# ANT_MODULE, TEST_NGINX_BINARY: what is tested.  ANT_TEST_KEEP=1 keeps the
# directory, ANT_TEST_DEBUG=1 logs at level debug, ANT_TEST_VALGRIND=1 runs
# nginx as a single process under valgrind.

use warnings;
use strict;

use Cwd qw/ abs_path /;
use File::Basename qw/ dirname /;
use File::Temp qw/ tempdir /;
use JSON::PP ();
use Test::More ();

use AntWebhook::Http qw/ http http_get http_post http_head http_request
                         http_many connect_to /;
use AntWebhook::Load;
use AntWebhook::Look;
use AntWebhook::Process qw/ spawn alive end_process wait_exit children
                            descendants cmdline fd_count wait_until port
                            exit_status /;
use AntWebhook::Proxy;
use AntWebhook::Redis;
use AntWebhook::Verdict;

our @ISA = qw/ AntWebhook::Look AntWebhook::Verdict /;

my $top = abs_path(dirname(__FILE__) . '/../..');


sub import {
    my $caller = caller;

    strict->import;
    warnings->import;

    {
        no strict 'refs';

        for my $name (qw/ http http_get http_post http_head http_request
                          http_many port /)
        {
            *{"${caller}::$name"} = \&$name;
        }
    }

    # Test::More's functions go to the test as if it had asked for them

    eval "package $caller; Test::More->import; 1" or die $@;
}


sub new {
    my ($class, %o) = @_;

    my $dir = tempdir('ant-webhook-XXXXXXXX', TMPDIR => 1);
    chmod 0755, $dir;

    my $self = bless {
        dir => $dir,
        owner => $$,
        user => $> == 0 ? 'www-data' : undef,
        limit => 300,
        valgrind => $ENV{ANT_TEST_VALGRIND},
        nginx => $ENV{TEST_NGINX_BINARY} // path_of('nginx'),
        module => $ENV{ANT_MODULE}
                  // "$top/build/ngx_http_ant_webhook_module.so",
        redis => {},
        proxies => [],
        killed => {},
        expected_kills => 0,
        expected_log => [],
        conf_errors => 0,
        %o,
    }, $class;

    $self->{limit} *= 5 if $self->{valgrind};

    mkdir "$dir/asan";
    chmod 01777, "$dir/asan";

    $SIG{PIPE} = 'IGNORE';
    $SIG{INT} = $SIG{TERM} = $SIG{HUP} = sub { exit 130 };
    $SIG{ALRM} = sub { die "the test takes more than $self->{limit} s\n" };
    alarm $self->{limit};

    return $self->watch;
}


# A whole path, as nginx runs itself again by it.

sub path_of {
    my ($name) = @_;

    my ($dir) = grep { -x "$_/$name" } split(/:/, $ENV{PATH}), '/usr/sbin';
    return defined $dir ? "$dir/$name" : $name;
}


sub testdir { $_[0]{dir} }
sub journal { $_[0]{journal} // "$_[0]{dir}/journal" }


# With module => '' nginx is as it comes.

sub load_module {
    my ($self) = @_;

    return $self->{module} eq '' ? '' : "load_module $self->{module};";
}


sub globals {
    my ($self) = @_;
    my $level = $ENV{ANT_TEST_DEBUG} ? 'debug' : 'info';
    my $user = defined $self->{user} && $> == 0 ? "user $self->{user};" : '';

    return <<"EOF";
@{[$self->load_module]}
daemon @{[$self->{daemon} ? 'on' : 'off']};
pid $self->{dir}/nginx.pid;
error_log $self->{dir}/error.log $level;
$user
@{[$self->{valgrind} ? 'master_process off;' : '']}
@{[$self->sanitized ? 'env ASAN_OPTIONS; env UBSAN_OPTIONS;' : '']}
@{[$self->sanitized ? 'env TSAN_OPTIONS;' : '']}
EOF
}


sub globals_http {
    my ($self) = @_;

    return "access_log off;\n" . join '', map {
        "${_}_temp_path $self->{dir}/${_}_temp;\n"
    } qw/ client_body proxy fastcgi uwsgi scgi /;
}


sub expand {
    my ($self, $text) = @_;

    $text =~ s/%%TEST_GLOBALS%%/$self->globals/ge;
    $text =~ s/%%TEST_GLOBALS_HTTP%%/$self->globals_http/ge;
    $text =~ s/%%TESTDIR%%/$self->{dir}/g;
    $text =~ s/%%PORT_(\d+)%%/port($1)/ge;
    return $text;
}


sub write_file {
    my ($self, $name, $text) = @_;

    open my $f, '>', "$self->{dir}/$name" or die "$name: $!\n";
    print $f $text;
    close $f or die "$name: $!\n";
    return "$self->{dir}/$name";
}


sub write_file_expand {
    my ($self, $name, $text) = @_;

    return $self->write_file($name, $self->expand($text));
}


sub read_file {
    my ($self, $name) = @_;

    open my $f, '<', "$self->{dir}/$name" or return '';
    local $/;
    return scalar <$f> // '';
}


# nginx

sub sanitizer_env {
    my ($self) = @_;
    my $log = "log_path=$self->{dir}/asan/report";

    return {
        ASAN_OPTIONS => join(':', $ENV{ASAN_OPTIONS} // (), $log,
                             'detect_leaks=0', 'quarantine_size_mb=16',
                             'verify_asan_link_order=0'),
        UBSAN_OPTIONS => join(':', $ENV{UBSAN_OPTIONS} // (), $log,
                              'print_stacktrace=1'),
        TSAN_OPTIONS => join(':', $ENV{TSAN_OPTIONS} // (), $log,
                             'report_signal_unsafe=0',
                             "suppressions=$top/t/tsan.supp"),
    };
}


# What is put before nginx: nothing, or valgrind.  Blocks that a pointer still
# leads to at the end are those of libraries, and of nginx.

sub under {
    my ($self) = @_;

    return unless $self->{valgrind};
    return ('valgrind', '-q', '--error-exitcode=9', '--leak-check=full',
            '--show-leak-kinds=definite,indirect',
            '--errors-for-leak-kinds=definite,indirect',
            "--suppressions=$top/t/valgrind.supp", '--num-callers=30',
            '--keep-debuginfo=yes',
            "--log-file=$self->{dir}/asan/valgrind.%p");
}


# Starts nginx and waits until it has a worker and listens.

sub run {
    my ($self) = @_;
    my $conf = $self->read_file('nginx.conf');

    unlink "$self->{dir}/nginx.pid";

    $self->{pid} = spawn(
        [$self->under, $self->{nginx}, '-p', "$self->{dir}/", '-e',
         "$self->{dir}/error.log", '-c', "$self->{dir}/nginx.conf"],
        out => "$self->{dir}/nginx.out", death => 'TERM',
        env => { %{ $self->sanitizer_env }, %{ $self->{env} // {} } },
    );

    # a daemon is the child of one that has left

    my $first = $self->{pid};
    $self->{pid} = undef if $self->{daemon};

    my $up = wait_until(sub {
        return 1 if !$self->{daemon} && !alive($first);
        return -s "$self->{dir}/nginx.pid" && $self->workers;
    }, 20);

    $self->{pid} //= $self->master;
    die "nginx does not start\n" unless $up && alive($self->{pid});

    while ($conf =~ /\blisten\s+(?:127\.0\.0\.1:)?(\d+)/g) {
        my $port = $1;

        wait_until(sub { connect_to($port) }, 5)
            or die "nginx does not listen on $port\n";
    }

    $self->{fds} //= $self->spare_fds;
    return $self;
}


sub master {
    my ($self) = @_;
    my $pid = $self->read_file('nginx.pid');

    chomp $pid;
    return $pid && alive($pid) ? $pid : $self->{pid};
}


# Descendants of the test, so that the workers of a master that was killed
# or replaced are found as well.

sub processes_named {
    my ($self, $name) = @_;

    return grep { cmdline($_) =~ $name } descendants($$);
}


# The pids of the workers that take requests; with all => 1 also of those
# that are shutting down.  With master_process off, the one process.

sub workers {
    my ($self, %o) = @_;

    my $leaving = $o{all} ? '( is shutting down)?' : '';
    my @workers
        = $self->processes_named(qr/^nginx: worker process$leaving$/);

    if (!@workers && $self->{pid} && alive($self->{pid}) && $self->single) {
        return $self->{pid};
    }

    return @workers;
}


sub single {
    my ($self) = @_;

    return $self->read_file('nginx.conf') =~ /^\s*master_process\s+off/m;
}


sub helpers {
    my ($self) = @_;

    return $self->processes_named(qr/^nginx: cache /);
}


# Ends a worker by a signal and waits until it is gone.

sub kill_worker {
    my ($self, $pid, $signal) = @_;

    $self->{killed}{$pid} = 1;
    kill $signal // 'KILL', $pid;
    die "worker $pid does not die\n" unless wait_exit($pid, 20);
    return $pid;
}


# kill -9 for the master and all of its workers, at once.

sub kill_all {
    my ($self) = @_;
    my @pids = $self->master;

    # the master may just have started another worker

    while (@pids) {
        push @pids, $self->workers(all => 1), $self->helpers;
        kill 'KILL', @pids;

        for my $pid (@pids) {
            $self->{killed}{$pid} = 1;
            die "process $pid does not die\n" unless wait_exit($pid, 10);
        }

        delete $self->{pid};
        @pids = $self->workers(all => 1);
    }
}


# HUP; true once a worker of the new generation is there.  With wait_old => 1
# waits for the old ones to leave, too.

sub reload {
    my ($self, %o) = @_;
    my %old = map { $_ => 1 } $self->workers(all => 1);

    kill 'HUP', $self->master;

    my $new = wait_until(sub {
        return scalar grep { !$old{$_} } $self->workers;
    }, $o{timeout} // 20);

    return $new unless $new && $o{wait_old};

    return wait_until(sub {
        return !grep { alive($_) } keys %old;
    }, $o{timeout} // 20);
}


# Ends nginx; true if it left within 15 seconds.

sub stop {
    my ($self, $signal) = @_;
    my $first = delete $self->{pid} // return 1;
    my $ok = 1;

    $self->{pid} = $first;
    my $master = $self->master;

    $self->{fds_end} = $self->settled_fds if alive($master);
    delete $self->{pid};

    # two after a binary upgrade

    for my $pid ($master, $first) {
        $ok = 0 unless end_process($pid, $signal // 'QUIT', 15);
    }

    $self->{bad_exit} ||= exit_status($first) unless $self->{killed}{$first};
    return $ok;
}


# Open files of the master apart from its channels, two to each child.  A
# single process has those of a worker, too.

sub spare_fds {
    my ($self) = @_;

    return if $self->single;

    my $master = $self->master;
    my $n = fd_count($master) // return;

    return $n - 2 * (() = children($master));
}


sub settled_fds {
    my ($self) = @_;

    return unless defined $self->{fds};

    wait_until(sub {
        return ($self->spare_fds // 0) <= $self->{fds};
    }, 3);

    return $self->spare_fds;
}


# What nginx -t says about a configuration, '' if it is fine.

sub conf_error {
    my ($self, $conf) = @_;
    my $name = 'conf_error_' . $self->{conf_errors}++ . '.conf';
    my $file = $self->write_file_expand($name, $conf);

    unlink "$self->{dir}/conf_error.out";

    my $pid = spawn(
        [$self->{nginx}, '-t', '-q', '-p', "$self->{dir}/", '-c', $file,
         '-e', 'stderr'],
        out => "$self->{dir}/conf_error.out", env => $self->sanitizer_env,
    );

    die "nginx -t does not end\n" unless wait_exit($pid, 20);

    my $text = $self->read_file('conf_error.out');
    my $status = exit_status($pid);

    return $status && $text eq '' ? "exit status $status\n" : $text;
}


# The same for text inside http {}, and optionally inside a location.

sub conf_error_http {
    my ($self, $http, $location) = @_;
    my $server = '';

    if (defined $location) {
        $server = "server { listen 127.0.0.1:%%PORT_8079%%;\n"
                  . "location / { $location } }\n";
    }

    # log and pid of a running nginx are not for this one

    return $self->conf_error(<<"EOF");
@{[$self->load_module]}
pid %%TESTDIR%%/conf_error.pid;
events { }
http {
    %%TEST_GLOBALS_HTTP%%
    $http
$server}
EOF
}


# Redis

# The server at port(6379), started when first asked for; another one with
# port => 6380 (a number as for port()).  Options as for AntWebhook::Redis.

sub redis {
    my ($self, %o) = @_;
    my $number = delete $o{port} // 6379;

    return $self->{redis}{$number} //= AntWebhook::Redis->new(
        dir => "$self->{dir}/redis-$number", port => port($number), %o,
    )->start;
}


sub proxy {
    my ($self, $listen, $to, %o) = @_;

    my $proxy = AntWebhook::Proxy->new(
        listen => port($listen), to => port($to), %o,
    );

    push @{ $self->{proxies} }, $proxy;
    return $proxy;
}


# The oracle, see AntWebhook::Load; port and file are given.

sub load {
    my ($self, %o) = @_;
    my $n = ++$self->{loads};

    return AntWebhook::Load->new(
        port => port(8080), file => "$self->{dir}/load-$n",
        prefix => "l$n", %o,
    );
}


sub queue {
    my ($self, $list, $redis) = @_;
    my $json = JSON::PP->new->utf8;

    $redis //= $self->redis;
    return [map { $json->decode($_) }
            @{ $redis->cmd('LRANGE', $list, 0, -1) }];
}


sub wait_queue {
    my ($self, $list, $n, $seconds, $redis) = @_;

    $redis //= $self->redis;
    wait_until(sub {
        return $redis->cmd('LLEN', $list) >= $n;
    }, $seconds // 5);

    return $self->queue($list, $redis);
}


sub wait_for {
    my ($self, $condition, $seconds) = @_;

    return wait_until($condition, $seconds // 5);
}


1;
