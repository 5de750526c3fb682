package AntWebhook::Powercut;

# Power cuts: the disk with the journal is copied at a random moment under
# load, nginx is killed and goes on with the copy.  Redis is on another
# machine and loses nothing.
#
#   use AntWebhook::Disk;
#   use AntWebhook::Powercut;
#
#   powercut(count => 200, control => 20, seed => 17);
#
# Each event that was answered 200 before the cut has to be on the list, once.
# The control answers before the disk has it, and never syncs: it has to lose.

use warnings;
use strict;

use AntWebhook;
use AntWebhook::Delivery;
use AntWebhook::Disk;

use Exporter qw/ import /;
use Time::HiRes qw/ sleep time /;

our @EXPORT = qw/ powercut /;


sub powercut {
    my (%o) = @_;
    my $count = $o{count};
    my $control = $o{control};
    my $seed = $o{seed} // int(time() * 1000) % 1_000_000;

    srand $seed;
    print "# seed $seed\n";

    my $t = AntWebhook->new(limit => 60 + 15 * ($count + $control));
    my $dir = $t->testdir;
    my $outer = AntWebhook::Disk->image("$dir/xfs", 'xfs', '640m',
                                        -m => 'reflink=1');
    my $self = bless {
        t => $t,
        redis => $t->redis,
        disk => AntWebhook::Disk->cuttable("$dir/disk", "$dir/xfs/disk.img",
                                           '128m'),
    };

    $t->{journal} = "$dir/disk/journal";

    my $disk = $self->cuts('disk', $count,
                           'size=48m segment=256k retain=2s sync=100ms');
    my $journal = $self->cuts('journal', $control,
                              'size=48m segment=4m retain=2s sync=0');

    is($disk->{lost}, 0, "$count power cuts, ack disk: none lost "
                         . "(SEED=$seed repeats it)");
    is($disk->{dup}, 0, 'and none doubled');
    is($disk->{extra}, 0, 'nor one that was refused');
    cmp_ok($disk->{disk}, '>', 10 * $count, 'which only the disk had');
    cmp_ok($journal->{events}, '>', 100 * $control, 'the control is answered');
    cmp_ok($journal->{lost}, '>', $control, "the control loses");
    is($journal->{dup}, 0, 'but doubles none');

    $t->done;
}


# So many of them; the sums of what was found.

sub cuts {
    my ($self, $ack, $count, $journal) = @_;
    my $t = $self->{t};
    my %sum = map { $_ => 0 } qw/ lost dup extra disk events tails cuts /;

    $t->stop;
    configure($t, workers => 2, journal => $journal,
              main => 'thread_pool default threads=2;',
              http => "ant_webhook_ack $ack;");
    $t->run;

    my $tails = () = $t->log_lines(qr/has lost a tail/);

    for my $n (1 .. $count) {
        $self->forgotten if $n % 10 == 1;

        my $found = $self->cut("$ack-$n", $ack eq 'journal');

        $sum{$_} += $found->{$_} for keys %$found;
        $sum{cuts}++ if $found->{lost};

        print "# cut $n: lost $found->{lost}, dup $found->{dup}\n"
            if $found->{dup} || $ack eq 'disk' && $found->{lost};
        print "# $n cuts\n" if $n % 50 == 0;
    }

    $sum{tails} = (() = $t->log_lines(qr/has lost a tail/)) - $tails;

    print "# ack $ack, $count power cuts: $sum{events} events answered 200, ",
          "$sum{disk} of them only on the disk, $sum{lost} lost in $sum{cuts} ",
          "cuts, $sum{dup} doubled; $sum{tails} tails that only Redis had\n";
    return \%sum;
}


# Each cut begins retain anew, so that the journals of all lives would gather
# until they have used up the size.

sub forgotten {
    my ($self) = @_;
    my $t = $self->{t};
    my @dirs;

    my $few = sub {
        @dirs = grep { -d } glob "$t->{journal}/*";
        return @dirs <= 4;
    };

    ok($t->wait_for($few, 60), 'the journals of earlier lives are forgotten')
        or diag(scalar @dirs, ' are there');
}


sub cut {
    my ($self, $prefix, $hang) = @_;
    my ($t, $redis) = @$self{qw/ t redis /};
    my $load = $t->load(seconds => 30, connections => 24, rate => 3000,
                        prefix => $prefix, flush => 1)->start;

    # Redis may have it all, or only what it had a while ago

    my ($before, $after, $how) = (0.1 + rand 0.6, rand 0.5, rand);

    $hang ||= $how < 0.7;
    $after += 0.1 if $hang;

    sleep $before;
    $redis->freeze if $hang;
    sleep $after;

    kill 'STOP', $load->{pid};
    $self->{disk}->snapshot;
    $t->kill_all;

    my $answers = $load->cut;

    $redis->thaw if $hang;
    $self->{disk}->revert;

    my $missing = AntWebhook::Load::verdict($answers, [ids($t, 'ant:sms')]);

    $t->run;

    my $found = $self->drained($answers);

    $found->{events} = grep { $_ == 200 } values %$answers;
    $found->{disk} = @{ $missing->{lost} };
    $redis->cmd('DEL', 'ant:sms');
    return $found;
}


# Until the journals of the last life are at their end, and so nothing more
# will come.

sub drained {
    my ($self, $answers) = @_;
    my $t = $self->{t};
    my $v;

    my $judge = sub {
        $v = AntWebhook::Load::verdict($answers, [ids($t, 'ant:sms')]);
        return !@{ $v->{lost} };
    };

    $t->wait_for($judge, 3);
    sleep 0.1;
    $judge->();

    return { map { $_ => scalar @{ $v->{$_} } } qw/ lost dup extra / };
}


1;
