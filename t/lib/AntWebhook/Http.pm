package AntWebhook::Http;

# An HTTP client for tests: what is sent is written byte by byte, what comes
# back is cut into responses as RFC 9112 says.

use warnings;
use strict;

use Exporter qw/ import /;
use AntWebhook::Process qw/ port /;
use IO::Select;
use IO::Socket::INET;
use Time::HiRes qw/ time /;

our @EXPORT_OK = qw/ http http_get http_post http_head http_request http_many
                     connect_to send_all read_response read_to_end /;


sub connect_to {
    my ($port) = @_;

    return IO::Socket::INET->new(
        Proto => 'tcp', PeerAddr => '127.0.0.1', PeerPort => $port,
        Timeout => 10,
    );
}


sub send_all {
    my ($s, $bytes) = @_;

    local $SIG{PIPE} = 'IGNORE';
    my $sent = 0;

    while ($sent < length $bytes) {
        my $n = syswrite $s, $bytes, length($bytes) - $sent, $sent;
        return 0 unless defined $n;
        $sent += $n;
    }

    return 1;
}


sub more {
    my ($s, $buffer, $end) = @_;
    my $left = $end - time();

    return 0 if $left <= 0;
    return 0 unless IO::Select->new($s)->can_read($left);
    return sysread $s, $$buffer, 65536, length $$buffer;
}


# One response from a connection; $buffer keeps what came after it.  With
# head => 1 it has no body.  Nothing if the connection ended before it, or
# after so many seconds.

sub read_response {
    my ($s, $buffer, %o) = @_;
    my $end = time() + ($o{timeout} // 10);
    my ($head, $body) = ('', '');

    while (1) {
        until ($$buffer =~ /\r\n\r\n/) {
            return unless more($s, $buffer, $end);
        }

        ($head, $$buffer) = split /\r\n\r\n/, $$buffer, 2;
        last unless $head =~ m{^HTTP/1\.\d 100 };
    }

    my $r = AntWebhook::Response->new($head);

    if ($o{head} || $r->status == 204 || $r->status == 304) {
        return $r;
    }

    if (($r->header('Transfer-Encoding') // '') eq 'chunked') {
        while (1) {
            my $digits;

            until (($digits) = $$buffer =~ /^([0-9a-f]+)\r\n/i) {
                return unless more($s, $buffer, $end);
            }

            my ($skip, $size) = (length($digits) + 2, hex $digits);

            until (length $$buffer >= $skip + $size + 2) {
                return unless more($s, $buffer, $end);
            }

            $body .= substr $$buffer, $skip, $size;
            substr $$buffer, 0, $skip + $size + 2, '';
            last unless $size;
        }

    } elsif (defined(my $size = $r->header('Content-Length'))) {
        until (length $$buffer >= $size) {
            return unless more($s, $buffer, $end);
        }

        $body = substr $$buffer, 0, $size, '';

    } else {
        1 while more($s, $buffer, $end);
        ($body, $$buffer) = ($$buffer, '');
    }

    $r->{body} = $body;
    return $r;
}


# All bytes until the server closes, or so many seconds.

sub read_to_end {
    my ($s, $seconds) = @_;
    my $end = time() + $seconds;
    my $bytes = '';

    1 while more($s, \$bytes, $end);
    return $bytes;
}


# Bytes as they are; everything that comes back until the server closes.

sub http {
    my ($bytes, $o) = @_;
    my $s = connect_to($o->{port} // port(8080)) or return '';

    send_all($s, $bytes);
    return read_to_end($s, $o->{timeout} // 10);
}


# Bytes as they are; up to $n responses of one connection.

sub http_many {
    my ($bytes, $n, $o) = @_;
    my $s = connect_to($o->{port} // port(8080)) or return;
    my $buffer = '';
    my @responses;

    send_all($s, $bytes);

    for (1 .. $n) {
        my $r = read_response($s, \$buffer, timeout => $o->{timeout});
        last unless $r;
        push @responses, $r;
    }

    return @responses;
}


sub http_request {
    my ($method, $uri, @lines) = @_;
    my $o = ref $lines[-1] ? pop @lines : {};
    my $s = connect_to($o->{port} // port(8080)) or return;
    my $body = $o->{body} // '';
    my $buffer = '';

    push @lines, 'Content-Length: ' . length $body if defined $o->{body};
    send_all($s, join("\r\n", "$method $uri HTTP/1.1", 'Host: localhost',
                      'Connection: close', @lines, '', '') . $body);

    return read_response($s, \$buffer, head => $method eq 'HEAD',
                         timeout => $o->{timeout});
}


sub http_get { return http_request('GET', @_) }
sub http_head { return http_request('HEAD', @_) }


sub http_post {
    my ($uri, $body, @lines) = @_;
    my $o = ref $lines[-1] ? pop @lines : {};

    if (!grep { /^Content-Type:/i } @lines) {
        push @lines, 'Content-Type: application/x-www-form-urlencoded';
    }

    return http_request('POST', $uri, @lines, { %$o, body => $body });
}


package AntWebhook::Response;

# status, header(NAME), headers(NAME), body, json; as a string the whole
# response, so that like(http_get('/'), qr/200 OK/) works.

use overload '""' => sub { $_[0]->text }, fallback => 1;

use JSON::PP ();


sub new {
    my ($class, $head) = @_;
    my ($first, @lines) = split /\r\n/, $head;
    my ($status) = ($first // '') =~ m{^HTTP/1\.\d (\d\d\d)};

    return bless {
        head => $head,
        body => '',
        status => $status // 0,
        headers => [map { [split /:\s*/, $_, 2] } @lines],
    }, $class;
}


sub status { $_[0]{status} }
sub body { $_[0]{body} }
sub text { "$_[0]{head}\r\n\r\n$_[0]{body}" }
sub json { JSON::PP->new->utf8->decode($_[0]{body}) }


sub headers {
    my ($self, $name) = @_;

    return map { $_->[1] } grep { lc $_->[0] eq lc $name }
           @{ $self->{headers} };
}


sub header {
    my ($self, $name) = @_;

    return ($self->headers($name))[0];
}


1;
