package AntWebhook::Browser;

# A real Chromium without a window, driven by chromedriver.
#
#   my $b = AntWebhook::Browser->new(dir => DIR, width => 1200, height => 900,
#                                    args => ['--force-dark-mode']);
#   $b->open($url);
#   $b->js('return document.title');       # what the script returns
#   $b->wait_js('return ...', 5);          # once it is true, or undef
#   $b->keys('Tab', 'Enter');              # to what has the focus
#   $b->emulate(dark => 1, width => 400, height => 800);
#   $b->screenshot('page.png');            # all of the page
#   $b->console;                           # lines of the console so far
#   $b->requests;                          # URLs asked for so far
#   $b->close;

use warnings;
use strict;

use JSON::PP ();
use MIME::Base64 qw/ decode_base64 /;

use AntWebhook::Http qw/ connect_to http_request /;
use AntWebhook::Process qw/ spawn end_process wait_until /;

my %keys = (Tab => 0xe004, Enter => 0xe007, Space => 0x20);


sub new {
    my ($class, %o) = @_;
    my $self = bless { width => 1200, height => 900, args => [], %o }, $class;

    mkdir "$self->{dir}/browser";

    # chromedriver takes a port of its own and says which

    $self->{driver} = spawn(
        ['chromedriver', '--port=0', "--log-path=$self->{dir}/driver.log"],
        out => "$self->{dir}/driver.out",
        env => { HOME => $self->{dir}, XDG_CONFIG_HOME => $self->{dir} },
    );

    wait_until(sub {
        ($self->{port}) = $self->said =~ /successfully on port (\d+)/;
        return $self->{port};
    }, 20) or die 'chromedriver does not start: ' . $self->said . "\n";

    my @args = (
        qw/ --headless=new --no-sandbox --disable-gpu --disable-quic
            --no-first-run --disable-background-networking
            --disable-component-update --disable-sync
            --disable-default-apps --disable-dev-shm-usage
            --disable-breakpad --hide-scrollbars /,
        "--user-data-dir=$self->{dir}/browser",
        "--window-size=$self->{width},$self->{height}", @{ $self->{args} },
    );

    my $answer = $self->call('POST', '/session', { capabilities => {
        alwaysMatch => {
            browserName => 'chrome',
            'goog:chromeOptions' => { args => \@args },
            'goog:loggingPrefs' => { browser => 'ALL', performance => 'ALL' },
        },
    } });

    $self->{session} = "/session/$answer->{sessionId}";
    $self->emulate;
    return $self;
}


sub said {
    my ($self) = @_;

    open my $f, '<', "$self->{dir}/driver.out" or return '';
    local $/;
    return scalar <$f> // '';
}


sub call {
    my ($self, $method, $path, $body) = @_;
    my $json = JSON::PP->new->utf8;

    my $r = http_request(
        $method, $path, 'Content-Type: application/json',
        { port => $self->{port}, timeout => 60,
          $body ? (body => $json->encode($body)) : () },
    ) or die "chromedriver does not answer\n";

    my $value = $r->json->{value};

    die "chromedriver: $value->{error}: $value->{message}\n"
        if ref $value eq 'HASH' && $value->{error};
    return $value;
}


sub session {
    my ($self, $method, $path, $body) = @_;

    return $self->call($method, $self->{session} . $path, $body);
}


sub cdp {
    my ($self, $command, $params) = @_;

    return $self->session('POST', '/goog/cdp/execute',
                          { cmd => $command, params => $params // {} });
}


sub open {
    my ($self, $url) = @_;

    return $self->session('POST', '/url', { url => $url });
}


sub js {
    my ($self, $script, @args) = @_;

    return $self->session('POST', '/execute/sync',
                          { script => $script, args => \@args });
}


sub wait_js {
    my ($self, $script, $seconds) = @_;
    my $value;

    wait_until(sub { $value = $self->js($script) }, $seconds // 5);
    return $value;
}


sub keys {
    my ($self, @names) = @_;
    my @actions = map {
        my $key = chr($keys{$_} // ord $_);

        ({ type => 'keyDown', value => $key },
         { type => 'keyUp', value => $key });
    } @names;

    return $self->session('POST', '/actions', { actions => [
        { type => 'key', id => 'keyboard', actions => \@actions },
    ] });
}


sub emulate {
    my ($self, %o) = @_;

    $self->cdp('Emulation.setDeviceMetricsOverride', {
        width => $o{width} // $self->{width},
        height => $o{height} // $self->{height},
        deviceScaleFactor => 1,
        mobile => ($o{width} // 1000) < 600
                  ? JSON::PP::true : JSON::PP::false,
    });

    return $self->cdp('Emulation.setEmulatedMedia', { features => [
        { name => 'prefers-color-scheme',
          value => $o{dark} ? 'dark' : 'light' },
    ] });
}


sub screenshot {
    my ($self, $file) = @_;
    my $png = $self->cdp('Page.captureScreenshot',
                         { captureBeyondViewport => JSON::PP::true });

    CORE::open(my $f, '>:raw', $file) or die "$file: $!\n";
    print $f decode_base64($png->{data});
    close $f;
}


sub log_of {
    my ($self, $type) = @_;

    return @{ $self->session('POST', '/se/log', { type => $type }) };
}


sub console {
    my ($self) = @_;

    push @{ $self->{console} }, map { "$_->{level}: $_->{message}" }
                                $self->log_of('browser');
    return @{ $self->{console} };
}


sub requests {
    my ($self) = @_;

    for my $entry ($self->log_of('performance')) {
        my $m = JSON::PP->new->utf8(0)->decode($entry->{message})->{message};

        push @{ $self->{requests} }, $m->{params}{request}{url}
            if $m->{method} eq 'Network.requestWillBeSent';
    }

    return @{ $self->{requests} // [] };
}


sub close {
    my ($self) = @_;

    eval { $self->session('DELETE', '') } if $self->{session};
    delete $self->{session};
    end_process(delete $self->{driver}, 'TERM', 10) if $self->{driver};
}


1;
