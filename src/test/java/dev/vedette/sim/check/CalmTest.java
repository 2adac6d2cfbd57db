package dev.vedette.sim.check;

import static dev.vedette.sim.check.Bench.D;
import static dev.vedette.sim.check.Bench.ONE;
import static dev.vedette.sim.check.Bench.TWO;
import static dev.vedette.sim.check.Bench.e;
import static dev.vedette.sim.check.Bench.id;
import static dev.vedette.sim.check.Bench.says;
import static dev.vedette.sim.check.Bench.told;
import static dev.vedette.sim.check.Bench.topology;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.ElectionFact;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What must hold in the end. */
class CalmTest {
    private static final String WRITTEN = """
            # the night shift's
            port 26379
            sentinel monitor mymaster 10.0.0.1 6379 2
            """;

    private FailoversEnd failovers;
    private final Bench bench = new Bench(court -> failovers = new FailoversEnd(court));

    private static String file(String who) {
        StringBuilder text = new StringBuilder("# the night shift's\nport 26379\n");
        text.append("sentinel myid ").append(id(who)).append('\n');
        text.append("sentinel monitor mymaster 10.0.0.2 6379 2\n");
        text.append("sentinel down-after-milliseconds mymaster 1000\nsentinel failover-timeout mymaster 5000\n");
        text.append("sentinel config-epoch mymaster 1\nsentinel leader-epoch mymaster 1\n");
        text.append("sentinel known-replica mymaster 10.0.0.1 6379\nsentinel known-replica mymaster 10.0.0.3 6379\n");
        for (int i = 1; i <= 3; i++) {
            if (!who.equals("s" + i)) {
                text.append("sentinel known-sentinel mymaster 10.0.1.")
                        .append(i)
                        .append(" 26379 ");
                text.append(id("s" + i)).append('\n');
            }
        }
        return text + "sentinel current-epoch 1\n";
    }

    private List<String> end(String nowOfS1) {
        for (int i = 1; i <= 3; i++) {
            bench.hears(told("s" + i, new ElectionFact.EpochChanged(e(1))));
        }
        new Calm(bench.court(), failovers)
                .check(List.of(
                        new Calm.Kept("s1", WRITTEN, nowOfS1),
                        new Calm.Kept("s2", WRITTEN, file("s2")),
                        new Calm.Kept("s3", WRITTEN, file("s3"))));
        return bench.complaints();
    }

    private void allFollowTwo() {
        // Between promotion and switch the file is ahead of the memory, and holds the same.
        bench.hears(topology("s1", ONE, TWO, 1), topology("s2", TWO, null, 1), topology("s3", TWO, null, 1));
    }

    private void complains(List<String> complaints, String start, String words) {
        assertEquals(1, complaints.size(), complaints::toString);
        assertTrue(complaints.get(0).startsWith(start + ": "), complaints::toString);
        assertTrue(complaints.get(0).contains(words), complaints::toString);
    }

    @Test
    void peaceIsSilent() {
        allFollowTwo();
        assertEquals(List.of(), end(file("s1")));
    }

    @Test
    void lostLinesOfTheStateAreSeen() {
        allFollowTwo();
        String lost = file("s1").replace("sentinel known-replica mymaster 10.0.0.3 6379\n", "");
        complains(end(lost), "FILES_KEPT", "s1 has on its disk for mymaster: its replicas [10.0.0.1:6379], and knows");
    }

    @Test
    void lostCommentsOfTheOperatorAreSeen() {
        allFollowTwo();
        String lost = file("s1").replace("# the night shift's\n", "");
        complains(end(lost), "FILES_KEPT", "s1 has lost what the operator wrote, from here on: # the night shift's");
    }

    @Test
    void fileThatCannotBeReadIsSeen() {
        allFollowTwo();
        complains(end("sentinel monitor\n"), "FILES_KEPT", "s1 cannot start again");
    }

    @Test
    void twoMindsAreSeen() {
        bench.hears(topology("s1", TWO, null, 1), topology("s2", TWO, null, 1), topology("s3", TWO, null, 1));
        bench.hears(topology("s1", ONE, null, 1));
        List<String> complaints = end(file("s1")
                .replace("monitor mymaster 10.0.0.2", "monitor mymaster 10.0.0.1")
                .replace("known-replica mymaster 10.0.0.1", "known-replica mymaster 10.0.0.2"));
        assertEquals(2, complaints.size(), complaints::toString);
        assertTrue(complaints.get(0).startsWith("ONE_MIND: s2 names 10.0.0.2:6379"), complaints::toString);
    }

    @Test
    void failoverThatNeverEndsIsSeen() {
        allFollowTwo();
        bench.hears(says("s2", "+try-failover", D));
        bench.hears(says("s4", "+try-failover", D));
        complains(end(file("s1")), "FAILOVERS_END", "s2 mymaster: the failover that began at 100000 ms has not ended");
    }
}
