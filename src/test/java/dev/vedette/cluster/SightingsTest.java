package dev.vedette.cluster;

import static dev.vedette.cluster.Sample.A;
import static dev.vedette.cluster.Sample.B;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.cluster.Sightings.Sighting;
import dev.vedette.cluster.Sightings.Told;
import dev.vedette.model.Limits;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SightingsTest {
    private final Sightings sightings = new Sightings();

    private static Told told(long seq, long second, String event, String payload) {
        return new Told(seq, Instant.ofEpochSecond(second), event, "warning", "m", payload, "");
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
