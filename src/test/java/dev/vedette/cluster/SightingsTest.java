package dev.vedette.cluster;

import static dev.vedette.cluster.Sample.A;
import static dev.vedette.cluster.Sample.B;
import static dev.vedette.cluster.Sample.C;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.cluster.Sightings.Sighting;
import dev.vedette.cluster.Sightings.Told;
import dev.vedette.model.Epoch;
import dev.vedette.model.Limits;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SightingsTest {
    private final Sightings sightings = new Sightings();

    private static Told told(long seq, long second, String event, String payload) {
        return told(seq, second, event, 0, payload);
    }

    private static Told told(long seq, long second, String event, long epoch, String payload) {
        return new Told(seq, Instant.ofEpochSecond(second), event, "warning", "m", new Epoch(epoch), payload, "");
    }

    /** Of each entry when its witnesses saw it. */
    private List<List<Long>> seconds() {
        return sightings.after(0, 1000).stream()
                .map(each -> each.witnesses().stream()
                        .map(witness -> witness.told().at().getEpochSecond())
                        .sorted()
                        .toList())
                .toList();
    }

    private List<String> all() {
        return sightings.after(0, 1000).stream()
                .map(each -> each.first().event() + " " + each.witnesses().size())
                .toList();
    }

    @Test
    void theSameEventIsOneThingWithSeveralWitnesses() {
        sightings.add(A, told(1, 100, "+odown", "master m 10.0.0.1 6379 #quorum 2/2"));
        sightings.add(B, told(7, 101, "+odown", "master m 10.0.0.1 6379 #quorum 3/2"));
        assertEquals(List.of("+odown 2"), all());
    }

    @Test
    void anotherOneOfTheSameNodeIsAnotherThing() {
        sightings.add(A, told(1, 100, "+sdown", "x"));
        sightings.add(A, told(2, 101, "+sdown", "x"));
        sightings.add(B, told(1, 101, "+sdown", "x"));
        sightings.add(B, told(2, 102, "+sdown", "x"));
        assertEquals(List.of("+sdown 2", "+sdown 2"), all());
    }

    @Test
    void anotherTimeOrTextIsAnotherThing() {
        sightings.add(A, told(1, 100, "+sdown", "x"));
        sightings.add(B, told(1, 200, "+sdown", "x"));
        sightings.add(B, told(2, 100, "+sdown", "y"));
        sightings.add(B, told(3, 100, "-sdown", "x"));
        assertEquals(List.of("+sdown 1", "+sdown 1", "+sdown 1", "-sdown 1"), all());
    }

    /** As three nodes saw it in a real run: back and forth within half a minute, and A was dead at the first one. */
    @Test
    void whoComesBackTakesNoEarlierSwitchForTheOneThatItSaw() {
        sightings.add(A, told(4, 129, "+switch-master", 5, "m 10.0.0.1 6379 10.0.0.2 6379"));
        sightings.add(B, told(4, 100, "+switch-master", 3, "m 10.0.0.1 6379 10.0.0.2 6379"));
        sightings.add(B, told(29, 122, "+switch-master", 5, "m 10.0.0.1 6379 10.0.0.2 6379"));
        sightings.add(C, told(29, 122, "+switch-master", 5, "m 10.0.0.1 6379 10.0.0.2 6379"));
        assertEquals(List.of(List.of(122L, 122L, 129L), List.of(100L)), seconds());
    }

    @Test
    void aSwitchInAnotherEpochIsAnotherThing() {
        sightings.add(A, told(1, 110, "+switch-master", 5, "m 10.0.0.1 6379 10.0.0.2 6379"));
        sightings.add(B, told(1, 100, "+switch-master", 3, "m 10.0.0.1 6379 10.0.0.2 6379"));
        assertEquals(List.of(List.of(110L), List.of(100L)), seconds());
    }

    @Test
    void theNearestOfEqualEventsIsTheSameOne() {
        sightings.add(A, told(4, 129, "+sdown", "x"));
        sightings.add(B, told(4, 100, "+sdown", "x"));
        sightings.add(B, told(29, 122, "+sdown", "x"));
        sightings.add(C, told(4, 101, "+sdown", "x"));
        sightings.add(C, told(29, 122, "+sdown", "x"));
        assertEquals(List.of(List.of(122L, 122L, 129L), List.of(100L, 101L)), seconds());
    }

    @Test
    void anEqualEventIsFoundBehindManyOthers() {
        for (int i = 1; i <= 300; i++) {
            sightings.add(A, told(i, 100, "+sdown", "replica " + i));
        }
        for (int i = 1; i <= 300; i++) {
            sightings.add(B, told(i, 100, "+sdown", "replica " + i));
        }
        assertEquals(300, sightings.after(0, 1000).size(), "each once");
    }

    @Test
    void whoKnowsEverythingUpToAChangeGetsWhatIsBehindIt() {
        sightings.add(A, told(1, 100, "+sdown", "x"));
        sightings.add(A, told(2, 100, "+odown", "x"));
        long known = sightings.changes();
        sightings.add(B, told(1, 101, "+sdown", "x"));
        List<Sighting> changed = sightings.after(known, 10);
        assertEquals(1, changed.size());
        assertEquals("+sdown", changed.get(0).first().event());
        assertEquals(1, changed.get(0).number(), "it stays in its place");
    }

    @Test
    void theOldestAreForgotten() {
        for (int i = 1; i <= Limits.CLUSTER_SIGHTINGS + 5; i++) {
            sightings.add(A, told(i, 100, "+x", "payload " + i));
        }
        List<Sighting> kept = sightings.after(0, 10_000);
        assertEquals(Limits.CLUSTER_SIGHTINGS, kept.size());
        assertEquals("payload 6", kept.get(0).first().payload());
    }
}
