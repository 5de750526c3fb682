package AntWebhook::Wrong;

# Configurations that are wrong: the error must be the right one and name the
# file and the line.  What was said is kept, so that a test can tell whether
# every message was among it.

use warnings;
use strict;

use Exporter qw/ import /;
use Test::More;

our @EXPORT = qw/ wrong wrong_in wrong_at right said /;

my ($t, $journal);
my $said = '';
my $checks = 0;


# The test, and what makes a configuration right in http {}.

sub setup {
    (undef, $t, $journal) = @_;
}


# The text goes into http {}, or with a location into that; the error must
# name the line that has an @, which is taken out.

sub http_conf {
    my ($http, $location) = @_;
    my $server = '';

    if (defined $location) {
        $server = "server {\nlisten 127.0.0.1:%%PORT_8080%%;\n"
                  . "location / {\n$location\n}\n}\n";
    }

    return $t->load_module . "\npid %%TESTDIR%%/t.pid;\nevents { }\nhttp {\n"
           . $t->globals_http . "$http\n$server}\n";
}


sub wrong {
    my ($text, $message, $http, $location) = @_;
    my $conf = http_conf($http, $location);
    my $before = $conf =~ /^(.*)\@/s ? $1 : '';
    my $line = 1 + ($before =~ tr/\n//);
    my $file = $t->testdir . '/conf_error_' . $checks++ . '.conf';

    $conf =~ s/\@//;

    my $error = $t->conf_error($conf);

    like($error, qr/\[emerg\] .*\Q$message\E/, $text);
    like($error, qr/\[emerg\] .* \Q$file:$line\E\b/, "$text: file and line");
    $said .= $error;
}


# The same within a location of an otherwise right configuration.

sub wrong_in {
    my ($text, $message, $location) = @_;

    wrong($text, $message, $journal, $location);
}


sub wrong_at {
    my ($text, $message, $http) = @_;

    wrong($text, $message, $http);
}


sub right {
    my ($text, $http, $location) = @_;

    $checks++;
    is($t->conf_error(http_conf($http, $location)), '', "right: $text");
}


sub said {
    return $said;
}


1;
