package dev.vedette.sim.storm;

import dev.vedette.model.Periods;
import dev.vedette.sim.SimNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long it may take at most, once nothing is broken any more, until all are of one mind: a sum that one can read.
 *
 * <p>It is no estimate. Every term is a wait that a rule of the protocol or a promise to the operator imposes, and the
 * worst case is that all of them follow one another. A world that needs longer waits for something that nobody named.
 */
final class FailoverBound {
    /** A packet that a cut has held back is sent again within that time. */
    private static final Duration LONGEST_RETRANSMISSION = Duration.ofSeconds(2);

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration HANDSHAKE = Duration.ofSeconds(5);
    /** A replica gives its master up, or begins again with it, after that time. */
    private static final Duration REPLICATION_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration FULL_RESYNC = Duration.ofSeconds(3);

    private record Term(String what, Duration time) {}

    private final List<Term> terms = new ArrayList<>();

    private FailoverBound() {}

    static FailoverBound of(Storm storm) {
        FailoverBound bound = ofVedettes(storm);
        if (storm.stock() > 0) {
            bound.stock(storm);
        }
        return bound;
    }

    /** What is waited for besides when a stock sentinel leads, or when only it could. */
    private void stock(Storm storm) {
        if (storm.faults().contains(Fault.CLOCK_JUMP)) {
            term(
                    "a stock sentinel whose clock was set back does nothing periodic until it comes round again",
                    ClockBlows.FARTHEST_JUMP);
            if (storm.faults().contains(Fault.HALF_OPEN)) {
                // PING is not due yet, INFO at every tick: a hundred wait for a reply, no ping among them. So the link
                // is
                // neither down nor closed, and what comes due later is not said because a hundred wait.
                term(
                        "it says nothing more on a silent connection until the system gives that up",
                        SimNetwork.GIVEN_UP_AFTER);
            }
        }
        term(
                "a stock leader whose promoted replica died goes on when that is up again, and then until its timeout",
                storm.downAfter().plus(storm.failoverTimeout()));
        term(
                "nobody steps in for a stock leader that hangs before twice failover-timeout is over",
                storm.failoverTimeout().multipliedBy(2).plus(Periods.MAX_DESYNC));
    }

    /**
     * Whether stock sentinels may fail over for ever. They open a connection at most once a second and call down
     * whoever was not connected for down-after, and a switch forgets whose turn it is not. So where down-after is less
     * than that second, a failover, which ends the connections of those whose role it changes, can be the cause of the
     * next one; and where they are a quorum, nobody else is asked. (Seed 2011133.)
     */
    static boolean isMissing(Storm storm) {
        return storm.stock() >= storm.quorum() && storm.downAfter().compareTo(Periods.PING) < 0;
    }

    private static FailoverBound ofVedettes(Storm storm) {
        Duration downAfter = storm.downAfter();
        Duration timeout = storm.failoverTimeout();
        Duration election = timeout.compareTo(Periods.ELECTION_TIMEOUT) < 0 ? timeout : Periods.ELECTION_TIMEOUT;
        FailoverBound bound = new FailoverBound();
        bound.term("who was frozen or had its clock set is in TILT, and sits still", Periods.TILT);
        bound.term("what a cut held back is sent again", LONGEST_RETRANSMISSION);
        bound.term("a dead connection is noticed, and opened again", downAfter.plus(Periods.MIN_LINK_RECONNECT));
        bound.term(
                "opening it takes a try that fails and one that does not",
                CONNECT.plus(HANDSHAKE).multipliedBy(2));
        bound.term("the master was good when last asked, and is down after that", downAfter.plus(Periods.PING));
        bound.term("peers ask each other about it", Periods.ASK.multipliedBy(2));
        bound.term(
                "whoever tried or voted shortly before waits before it tries again",
                timeout.multipliedBy(2).plus(Periods.MAX_DESYNC));
        bound.term(
                "an election that fails runs its whole time, and then there is another pause",
                election.plus(Periods.MAX_DESYNC).plus(timeout.multipliedBy(2)));
        bound.term("the one that does not fail", election);
        bound.term(
                "the chosen replica may refuse to become a master until the attempt is given up, and again that pause",
                timeout.plus(timeout.multipliedBy(2)));
        bound.term("the next one reports its new role", Periods.INFO_BUSY.plus(downAfter));
        bound.term(
                "replicas follow, some at a time",
                Periods.RECONFIGURATION
                        .plus(Periods.INFO_BUSY)
                        .multipliedBy((storm.replicas() + storm.parallelSyncs() - 1L) / storm.parallelSyncs()));
        bound.term("or are given up together", timeout);
        bound.term("the news travels by hello", Periods.PUBLISH.multipliedBy(2));
        bound.term("who calls itself a master is seen by the next INFO", Periods.INFO);
        bound.term("and turned back when no newer configuration came", Periods.PUBLISH.multipliedBy(4));
        bound.term("who follows somebody else is turned back later", Periods.INFO.plus(timeout));
        bound.term("somebody who has turned servers in a circle turns one back", Duration.ofSeconds(33));
        bound.term("a replica gives up a connection that is dead", REPLICATION_TIMEOUT);
        bound.term("and takes all the data again", FULL_RESYNC);
        return bound;
    }

    private void term(String what, Duration time) {
        terms.add(new Term(what, time));
    }

    Duration total() {
        return terms.stream().map(Term::time).reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        terms.forEach(
                term -> text.append(String.format("%8d ms  %s%n", term.time().toMillis(), term.what())));
        return text.append(String.format("%8d ms  in all%n", total().toMillis()))
                .toString();
    }
}
