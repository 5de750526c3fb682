package Bench::Report;

# The figures of make bench as text, as the tables of docs/performance.md and
# as a plot.  Medians, with the quartiles as spread; a ratio is one of two
# figures of the same round, and its median is that of these.
#
#   my $r = Bench::Report->new($document);   # as results.json has it
#   print $r->text;
#   $r->write('docs/performance.md', 'docs/performance.svg');

use warnings;
use strict;

# the generator's core was full: requests/s could have been more

use constant FULL => 0.95;


sub new {
    my ($class, $document) = @_;

    return bless { %$document }, $class;
}


sub quantile {
    my ($part, @values) = @_;

    @values = sort { $a <=> $b } @values;
    my $at = $part * (@values - 1);
    my $low = int $at;
    my $high = $low < $#values ? $low + 1 : $low;

    return $values[$low] + ($at - $low) * ($values[$high] - $values[$low]);
}


sub median { return quantile(0.5, @_) }


sub column {
    my ($self, $name, $figure) = @_;
    my $rounds = $self->{results}{$name} or return;

    return map { $_->{$figure} } @$rounds;
}


# Of two figures of the same round.

sub ratios {
    my ($self, $name, $figure, $base, $other) = @_;
    my @a = $self->column($name, $figure);
    my @b = $self->column($base, $other // $figure);

    return map { $b[$_] ? $a[$_] / $b[$_] : 0 } 0 .. ($#a < $#b ? $#a : $#b);
}


sub spread {
    my ($format, @values) = @_;

    return '' unless @values;
    return sprintf "$format ($format–$format)", median(@values),
        quantile(0.25, @values), quantile(0.75, @values);
}


sub thousands {
    my ($n) = @_;

    $n = sprintf '%.0f', $n;
    1 while $n =~ s/^(\d+)(\d{3})/$1,$2/;
    return $n;
}


sub full {
    my ($self, $name) = @_;

    return median($self->column($name, 'back')) >= FULL;
}


sub variants {
    my ($self, $half) = @_;

    return grep { ($_->{name} =~ /-half$/ ? 1 : 0) == $half }
           @{ $self->{variants} };
}


sub rates {
    my ($self) = @_;
    my @rows = (['', 'nginx CPU, µs an event', '÷ `return 200`',
                 'requests/s', '÷ `return 200`', 'Redis CPU, µs an event',
                 'p50, p99, p99.9, µs']);

    for my $v ($self->variants(0)) {
        my $name = $v->{name};
        my $base = $name =~ /256/ ? 'return200-256' : 'return200';
        my @redis = $self->column($name, 'redis');

        push @rows, [
            $v->{title},
            spread('%.2f', $self->column($name, 'nginx')),
            spread('%.3f', $self->ratios($name, 'nginx', $base)),
            thousands(median($self->column($name, 'rate')))
                . ($self->full($name) ? ' *' : ''),
            sprintf('%.2f', median($self->ratios($name, 'rate', $base))),
            median(@redis) > 0.005 ? sprintf('%.2f', median(@redis)) : '',
            $self->latency($name),
        ];
    }

    return @rows;
}


sub latency {
    my ($self, $name) = @_;

    return join ', ', map {
        sprintf '%.0f', median($self->column($name, $_))
    } qw/ p50 p99 p999 /;
}


sub halves {
    my ($self) = @_;
    my @variants = $self->variants(1) or return;
    my @rows = (['', 'p50, µs', 'p99, µs', 'p99.9, µs',
                 'p99 ÷ `return 200`', 'p99.9 ÷ `return 200`',
                 'nginx CPU, µs an event',
                 '÷ `return 200`', 'requests/s']);

    for my $v (@variants) {
        my $name = $v->{name};

        push @rows, [
            $v->{title},
            map({ spread('%.0f', $self->column($name, $_)) }
                qw/ p50 p99 p999 /),
            map({ spread('%.2f', $self->ratios($name, $_, 'return200-half')) }
                qw/ p99 p999 /),
            spread('%.2f', $self->column($name, 'nginx')),
            spread('%.3f', $self->ratios($name, 'nginx', 'return200-half')),
            thousands(median($self->column($name, 'rate'))),
        ];
    }

    return @rows;
}


# What the figures must come to: text, median, bound, "at most" or not.

sub bounds {
    my ($self) = @_;
    my $facts = $self->{facts};
    my @rows = (['', 'measured', 'bound', '']);

    my $row = sub {
        my ($text, $sign, $bound, @values) = @_;

        return unless @values;
        my $value = median(@values);
        my $ok = $sign eq '≤' ? $value <= $bound : $value >= $bound;

        push @rows, [$text, @values > 1 ? spread('%.3f', @values)
                                        : sprintf('%.3f', $value),
                     "$sign $bound", $ok ? 'reached' : 'not reached'];
    };

    $row->('nginx CPU an event ÷ `return 200`', '≤', '1.10',
           $self->ratios('journal', 'nginx', 'return200'));
    $row->('nginx CPU an event, Lua ÷ `ack journal`', '≥', '3.6',
           $self->ratios('lua', 'nginx', 'journal'));
    $row->('Redis CPU an event ÷ Lua\'s', '≤', '0.125',
           $self->ratios('journal', 'redis', 'lua'));
    $row->('nginx CPU an event, Redis down ÷ up', '≤', '1.00',
           $self->ratios('down', 'nginx', 'journal'));
    $row->('p99.9 at half rate ÷ `return 200`', '≤', '1.5',
           $self->ratios('journal-half', 'p999', 'return200-half'));
    $row->('`ack disk`, 256 connections: requests/s ÷ `return 200`', '≥',
           '0.4', $self->ratios('disk-256', 'rate', 'return200-256'));
    $row->('drain ÷ bare client', '≥', '0.8', $facts->{drain}
           / $facts->{bare}) if $facts->{bare};
    $row->('anonymous memory, 10M backlog − none, MiB', '≤', '2',
           ($facts->{anon_many} - $facts->{anon_none}) / 1024)
        if $facts->{anon_many};
    $row->('journal bytes ÷ JSON bytes', '≤', '1.2',
           $facts->{journal_bytes} / $facts->{json_bytes})
        if $facts->{json_bytes};
    $row->('nginx CPU an event, 10M backlog ÷ none', '≤', '1.05',
           $self->ratios('backlog-10M', 'nginx', 'down'));
    $row->('nginx CPU an event at equal rate, 100 lists ÷ 1', '≤', '1.25',
           $self->ratios('lists100-half', 'nginx', 'journal-half'));

    return @rows;
}


sub others {
    my ($self) = @_;
    my $facts = $self->{facts};
    my @rows = (['', '']);

    my $row = sub {
        my ($text, $format, $value) = @_;

        push @rows, [$text, $format ? sprintf $format, $value
                                    : thousands($value)]
            if defined $value;
    };

    $row->('drain of the backlog, events/s', undef, $facts->{drain});
    $row->('the same batches from a bare client, events/s', undef,
           $facts->{bare});
    $row->('nginx CPU of the drain, µs an event', '%.2f',
           $facts->{drain_nginx});
    $row->('Redis CPU of the drain, µs an event', '%.2f',
           $facts->{drain_redis});
    $row->('Redis CPU of the bare client, µs an event', '%.2f',
           $facts->{bare_redis});
    $row->('recovery of a killed worker\'s 1M, events/s', undef,
           $facts->{recovery});
    $row->('journal bytes an event', '%.1f', $facts->{journal_bytes});
    $row->('JSON bytes an event', '%.1f', $facts->{json_bytes});
    $row->('anonymous memory of a worker without backlog, KiB', undef,
           $facts->{anon_none});
    $row->('anonymous memory of one with 10M, KiB', undef,
           $facts->{anon_many});

    for my $v ($self->variants(0)) {
        $row->("anonymous memory after all rounds, $v->{title}, KiB", undef,
               $facts->{anon}{ $v->{name} })
            if $v->{name} =~ /^(return200|journal|lua|fastify|express)$/;
    }

    return @rows;
}


sub tables {
    my ($self) = @_;

    return grep { @{ $_->[1] } > 1 } (
        ['The bounds', [$self->bounds]],
        ["$self->{rounds} rounds of $self->{seconds} s each, all requests as "
         . 'fast as 64 connections give them', [$self->rates]],
        ['At half the rate of `return 200`, requests due at fixed times',
         [$self->halves]],
        ['Other figures', [$self->others]],
    );
}


sub text {
    my ($self) = @_;
    my $text = '';

    for my $table ($self->tables) {
        my ($title, $rows) = @$table;
        my @width;

        for my $row (@$rows) {
            for my $i (0 .. $#$row) {
                my $n = length decoded($row->[$i]);
                $width[$i] = $n if $n > ($width[$i] // 0);
            }
        }

        $text .= "$title\n\n";

        for my $row (@$rows) {
            $text .= join('  ', map {
                $row->[$_] . ' ' x ($width[$_] - length decoded($row->[$_]))
            } 0 .. $#$row) . "\n";
        }

        $text .= "\n";
    }

    return $text . $self->note;
}


# This file is not "use utf8": its strings are bytes.

sub decoded {
    my ($text) = @_;

    utf8::decode($text);
    return $text;
}


sub note {
    my ($self) = @_;
    my @full = grep { $self->full($_->{name}) } @{ $self->{variants} };
    my $m = $self->{machine};

    return "Medians, quartiles in brackets; CPU is that of all threads.\n"
        . (@full ? "* the generator's core was full: the server could have "
                   . "taken more.\n" : '')
        . "$m->{cpu}, $m->{cores} cores, Linux $m->{kernel}, nginx "
        . "$m->{nginx}, Redis $m->{redis}.\n";
}


sub markdown {
    my ($self) = @_;
    my $text = "![nginx CPU an event](performance.svg)\n\n";

    for my $table ($self->tables) {
        my ($title, $rows) = @$table;
        my ($head, @rows) = @$rows;

        $text .= "**$title**\n\n| " . join(' | ', @$head) . " |\n"
            . '|---' x @$head . "|\n";
        $text .= '| ' . join(' | ', @$_) . " |\n" for @rows;
        $text .= "\n";
    }

    my $note = $self->note;

    $note =~ s/^\*/\\*/mg;
    return $text . $note;
}


# nginx CPU an event: a bar to the median, a line from quartile to quartile.

sub svg {
    my ($self) = @_;
    my @v = $self->variants(0);
    my $max = 0;
    my ($left, $width, $step) = (240, 460, 26);
    my $height = 60 + $step * @v;
    my $y = 44;

    for my $v (@v) {
        my $q = quantile(0.75, $self->column($v->{name}, 'nginx'));
        $max = $q if $q > $max;
    }

    my $text = <<"EOF_SVG";
<svg xmlns="http://www.w3.org/2000/svg" width="800" height="$height"
     viewBox="0 0 800 $height" font-family="sans-serif" font-size="13">
<rect width="800" height="$height" fill="#fff"/>
<text x="12" y="24" font-weight="bold">CPU of the server, µs an event</text>
EOF_SVG

    for my $v (@v) {
        my @cpu = $self->column($v->{name}, 'nginx');
        my ($low, $mid, $high) = map {
            sprintf '%.1f', $left + $width * quantile($_, @cpu) / $max
        } 0.25, 0.5, 0.75;

        (my $title = $v->{title}) =~ tr/`//d;
        my $color = $v->{name} =~ /^return200/ ? '#888'
                    : $v->{name} =~ /^(lua|fastify|express)$/ ? '#c60'
                    : '#27a';

        $text .= sprintf <<'EOF_BAR', $left - 8, $y + 14, $title, $left, $y,
<text x="%d" y="%d" text-anchor="end">%s</text>
<rect x="%d" y="%d" width="%.1f" height="18" fill="%s"/>
<path d="M%s %dH%s" stroke="#000" stroke-width="2"/>
<text x="%.1f" y="%d">%.2f</text>
EOF_BAR
            $mid - $left, $color, $low, $y + 9, $high,
            ($high > $mid ? $high : $mid) + 8, $y + 14, median(@cpu);
        $y += $step;
    }

    return $text . "</svg>\n";
}


sub write {
    my ($self, $page, $plot) = @_;
    my ($from, $to) = ("<!-- make bench -->\n", "<!-- end of make bench -->");

    open my $f, '<', $page or die "$page: $!\n";
    my $text = do { local $/; <$f> };
    close $f;

    my $table = $self->markdown;

    $text =~ s/\Q$from\E.*?\Q$to\E/$from\n$table\n$to/s
        or die "$page has no place for the tables\n";

    save($page, $text);
    save($plot, $self->svg);
}


sub save {
    my ($file, $text) = @_;

    open my $f, '>', $file or die "$file: $!\n";
    print $f $text;
    close $f or die "$file: $!\n";
}


1;
