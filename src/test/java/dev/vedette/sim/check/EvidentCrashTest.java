package dev.vedette.sim.check;

import static dev.vedette.sim.check.Bench.D;
import static dev.vedette.sim.check.Bench.M;
import static dev.vedette.sim.check.Bench.ONE;
import static dev.vedette.sim.check.Bench.TWO;
import static dev.vedette.sim.check.Bench.says;
import static dev.vedette.sim.check.Bench.told;

import dev.vedette.bus.Channel;
import dev.vedette.bus.InfoReport;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.LinkId;
import dev.vedette.model.Reason;
import dev.vedette.model.Role;
import dev.vedette.sim.Observation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvidentCrashTest {
    private static final LinkId MASTER = new LinkId.Node(M, ONE);
    private static final Observation REFUSED =
            told("s1", new LinkFact.Down(MASTER, Channel.COMMAND, "Connection refused", true));
    private static final Observation CRASHED = says("s1", "+sdown", D, Reason.CRASHED.sentence());

    private final Bench bench = new Bench(EvidentCrash::new);

    private static Observation replica(boolean linked, Duration lost) {
        return told(
                "s1",
                new MonitorFact.ReplicaReported(
                        M,
                        TWO,
                        new InfoReport(
                                null,
                                List.of(),
                                lost,
                                Role.REPLICA,
                                ONE.host(),
                                ONE.port(),
                                linked,
                                100,
                                0,
                                true,
                                InfoReport.HandOver.IDLE)));
    }

    @Test
    void refusalAndLossMakeItEvident() {
        bench.hears(replica(true, Duration.ZERO), REFUSED)
                .later(2)
                .hears(CRASHED, replica(false, Duration.ZERO))
                .isSilent();
    }

    @Test
    void silenceIsNoneOfItsBusiness() {
        bench.hears(says("s1", "+sdown", D, Reason.NO_VALID_REPLY.sentence())).isSilent();
    }

    @Test
    void crashWithoutRefusalIsSeen() {
        bench.hears(replica(false, Duration.ZERO), CRASHED)
                .complains(Invariant.EVIDENT_CRASH, "its port refused nothing");
        new Bench(EvidentCrash::new)
                .hears(REFUSED, told("s1", new LinkFact.Up(MASTER, Channel.COMMAND, "10.0.1.1")))
                .later(2)
                .hears(replica(false, Duration.ZERO), CRASHED)
                .complains(Invariant.EVIDENT_CRASH, "its port refused nothing");
    }

    @Test
    void replicaThatStillHasItsMasterIsSeen() {
        bench.hears(REFUSED)
                .later(2)
                .hears(replica(true, Duration.ZERO))
                .later(3)
                .hears(CRASHED, replica(false, Duration.ZERO))
                .complains(Invariant.EVIDENT_CRASH, "10.0.0.2:6379 said 3 ms ago that it has it still");
    }

    @Test
    void witnessesOfFormerTimesAreNone() {
        bench.hears(replica(false, Duration.ZERO))
                .later(2)
                .hears(REFUSED)
                .later(2)
                .hears(CRASHED)
                .complains(Invariant.EVIDENT_CRASH, "no replica has said");
        new Bench(EvidentCrash::new)
                .hears(REFUSED)
                .later(2)
                .hears(replica(false, Duration.ofSeconds(10)), CRASHED)
                .complains(Invariant.EVIDENT_CRASH, "no replica has said");
    }
}
