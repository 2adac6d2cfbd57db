package dev.vedette.election;

import static dev.vedette.election.Court.ADDRESS;
import static dev.vedette.election.Court.MASTER;
import static dev.vedette.election.Court.X;
import static dev.vedette.election.Court.Y;
import static dev.vedette.election.Court.epoch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.brain.Effect;
import dev.vedette.brain.Play;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.Address;
import dev.vedette.model.Reason;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever heard that a campaign started hears that it is over, whatever ended it. */
class CampaignEndTest {
    private static final String ABORT = "-failover-abort-not-elected";

    /** However a campaign of ours ends, everybody who took the master for busy is told. */
    private enum End implements Consumer<Court> {
        SWITCHED {
            @Override
            public void accept(Court court) {
                court.switchTo(new Address("10.0.0.2", 6379));
            }
        },
        RESET {
            @Override
            public void accept(Court court) {
                court.play.tell(new MonitorFact.MasterReset(MASTER));
            }
        },
        REMOVED {
            @Override
            public void accept(Court court) {
                court.play.tell(new MonitorFact.MasterRemoved(MASTER));
            }
        },
        TIMEOUT {
            @Override
            public void accept(Court court) {
                court.passes(10_000);
            }
        },
        SPLIT {
            @Override
            public void accept(Court court) {
                court.votes(X, X, 1);
                court.votes(Y, Y, 1);
            }
        };
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void aCampaignEndsOnce(End end) {
        Court court = Court.with(1, X, Y);
        court.masterDown();
        court.play.sinceLast();
        end.accept(court);
        assertEquals(
                1,
                Play.facts(court.play.sinceLast(), ElectionFact.CampaignEnded.class)
                        .size());
    }

    /** The failover may have heard of the switch before it hears that we lead: then only we can call it back. */
    @ParameterizedTest
    @EnumSource(names = {"SWITCHED", "RESET", "REMOVED"})
    void aLeadershipThatCameTooLateIsCalledBack(End end) {
        Court court = Court.with(1);
        assertTrue(Play.events(court.masterDown()).contains("+elected-leader"));
        court.play.sinceLast();
        end.accept(court);
        List<Effect> after = court.play.sinceLast();
        assertEquals(1, Play.facts(after, ElectionFact.CampaignEnded.class).size());
        assertEquals(
                List.of(), Play.events(after).stream().filter(ABORT::equals).toList());
    }

    @Test
    void anAbortEndsTheLeadershipOfItsEpochOnly() {
        Court court = Court.with(1);
        court.masterDown();
        court.play.tell(new FailoverFact.Aborted(MASTER, epoch(9), Reason.NO_GOOD_REPLICA));
        assertTrue(court.report().busy(), "that was another one");
        court.play.tell(new FailoverFact.Aborted(MASTER, epoch(1), Reason.NO_GOOD_REPLICA));
        assertFalse(court.report().busy());
    }

    @Test
    void theTimeoutOfAnEarlierCampaignDoesNotEndTheNext() {
        Court court = Court.with(1, X, Y);
        court.masterDown();
        court.passes(9_000);
        court.switchTo(ADDRESS);
        court.play.tell(new MonitorFact.Topology(Court.picture(ADDRESS, 1)));
        court.masterDown();
        assertFalse(Play.events(court.passes(9_999)).contains(ABORT));
        assertTrue(Play.events(court.passes(1)).contains(ABORT));
    }
}
