package dev.vedette.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Fact;
import dev.vedette.bus.Level;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Note;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The columns of the trace: who stands how, from the first word of a role to the last. */
class TraceTest {
    private static final MasterName MASTER = new MasterName("mymaster");
    private static final MasterName OTHER = new MasterName("other");
    private static final Address ADDRESS = new Address("10.0.0.1", 6_379);

    private final World world = new World(1);

    @Test
    void oneLinePerHappening() {
        world.observe(started("s1", 3));
        world.trace.note("r1", "is killed");
        world.run(Duration.ofNanos(31_004_567_000L));
        says("s1", "+sdown", "master mymaster 10.0.0.1 6379", MASTER, "silence");
        world.observe(new Observation.Noted("s1", new Note(Level.NOTICE, MASTER, "waiting")));
        says("s1", "+tilt", "#tilt mode entered", null, null);
        assertEquals("""
                         ms  who  role tilt epoch  watch     event
                      0.000  r1   >>>>                       is killed
                 31 004.567  s1   .    .    e3     mymaster  +sdown master mymaster 10.0.0.1 6379 | silence
                 31 004.567  s1   .    .    e3     mymaster  (waiting)
                 31 004.567  s1   .    T    e3               +tilt #tilt mode entered
                """, world.trace.toString());
    }

    @Test
    void leaderIsCandidateFirstAndLeaderToTheLast() {
        world.observe(started("s1", 0));
        tells("s1", new ElectionFact.EpochChanged(new Epoch(1)));
        says("s1", "+new-epoch", "1", MASTER, null);
        says("s1", "+try-failover", "", MASTER, null);
        says("s1", "+vote-for-leader", "", MASTER, null);
        says("s1", "+elected-leader", "", MASTER, null);
        says("s1", "+sdown", "", OTHER, null);
        says("s1", "+switch-master", "", MASTER, null);
        tells("s1", new MonitorFact.Switched(MASTER, ADDRESS, ADDRESS, new Epoch(1)));
        says("s1", "+slave", "", MASTER, null);
        assertEquals(". c c L . L .", roles());
    }

    @Test
    void candidateThatGivesUpIsNoneAfterSayingSo() {
        world.observe(started("s1", 0));
        says("s1", "+try-failover", "", MASTER, null);
        says("s1", "-failover-abort-not-elected", "", MASTER, null);
        tells("s1", new ElectionFact.CampaignEnded(MASTER));
        says("s1", "+sdown", "", MASTER, null);
        assertEquals("c c .", roles());
    }

    @Test
    void voterIsFreeAgainInTheNextEpochAndAfterARestart() {
        world.observe(started("s1", 0));
        says("s1", "+new-epoch", "1", MASTER, null);
        says("s1", "+vote-for-leader", "", MASTER, null);
        tells("s1", new ElectionFact.EpochChanged(new Epoch(2)));
        says("s1", "+new-epoch", "2", MASTER, null);
        says("s1", "+vote-for-leader", "", MASTER, null);
        world.observe(started("s1", 2));
        says("s1", "+monitor", "", MASTER, null);
        assertEquals(". v . v .", roles());
    }

    @Test
    void reactsOnceAndToWhatItCausedItself() {
        List<String> heard = new ArrayList<>();
        world.trace.once(entry -> entry.is("+sdown"), entry -> {
            heard.add("first " + entry.who());
            says("s2", "+sdown", "", MASTER, null);
        });
        world.trace.once(entry -> entry.who().equals("s2"), entry -> heard.add("second " + entry.who()));
        says("s1", "+sdown", "", MASTER, null);
        says("s2", "+sdown", "", MASTER, null);
        assertEquals(List.of("first s1", "second s2"), heard);
    }

    private String roles() {
        return String.join(
                " ",
                world.trace.since(0).stream()
                        .map(entry -> "" + entry.standing().role())
                        .toList());
    }

    private void says(String who, String name, String payload, @Nullable MasterName master, @Nullable String reason) {
        world.observe(new Observation.Announced(who, new SentinelEvent(name, Level.WARNING, payload, master, reason)));
    }

    private void tells(String who, Fact fact) {
        world.observe(new Observation.Told(who, fact));
    }

    private static Observation started(String who, long epoch) {
        return new Observation.Started(
                who, new SentinelState(new RunId("1".repeat(40)), new Epoch(epoch), new TreeMap<>()));
    }
}
