package dev.vedette.brain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.brain.Effect.IfDiskFails;
import dev.vedette.bus.Level;
import dev.vedette.bus.Note;
import dev.vedette.bus.Slice;
import dev.vedette.model.Epoch;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BatchTest {
    private final Batch batch = new Batch();

    @Test
    void nothingIsDoneTwice() {
        batch.add(List.of(say("a"), say("b")));
        assertDoes("a");
        assertFalse(batch.isDone(), "whatever comes while b is done has to wait for it");
        assertDoes("b");
        assertFalse(batch.isDone());
        assertNull(batch.next());
        assertTrue(batch.isDone());
    }

    @Test
    void theFirstPersistHoldsBackAllThatFollowsItInLaterStepsToo() {
        batch.add(List.of(say("a")));
        batch.add(List.of(say("b"), persist(1, IfDiskFails.HOLD), say("c")));
        batch.add(List.of(say("d"), persist(2, IfDiskFails.HOLD), say("e")));
        assertDoes("a");
        assertDoes("b");
        assertNull(batch.next());
        assertFalse(batch.isDone());
        assertTrue(batch.open(false));
        for (String text : List.of("c", "d", "e")) {
            assertDoes(text);
            assertFalse(batch.isSpoiled());
        }
        assertNull(batch.next());
        assertTrue(batch.isDone());
    }

    /** A slice that nobody waits for would otherwise come to the disk behind a newer one of the same thing. */
    @Test
    void whatIsSavedAtLeisureTravelsInItsPlaceAmongTheRest() {
        batch.add(List.of(persist(1, IfDiskFails.HOLD), new Effect.Save(epochs(2))));
        batch.add(List.of(persist(3, IfDiskFails.HOLD)));
        assertEquals(List.of(epochs(1), epochs(2), epochs(3)), batch.slices());
    }

    @Test
    void whatIsSavedAtLeisureHoldsNothingBack() {
        batch.add(List.of(new Effect.Save(epochs(1)), say("a")));
        assertDoes("a");
        assertNull(batch.next());
        assertTrue(batch.isDone());
    }

    /** One of them asks for patience without end, so the others wait with it. */
    @Test
    void theStrictestOfThoseThatShareAWriteDecides() {
        batch.add(List.of(persist(1, IfDiskFails.PROCEED)));
        assertEquals(IfDiskFails.PROCEED, batch.ifDiskFails());
        batch.add(List.of(persist(2, IfDiskFails.HOLD)));
        batch.add(List.of(persist(3, IfDiskFails.PROCEED)));
        assertEquals(IfDiskFails.HOLD, batch.ifDiskFails());
    }

    @Test
    void aFailedWriteSpoilsWhatStandsBehindAPersistOfItsOwnStep() {
        batch.add(List.of(say("a"), persist(1, IfDiskFails.PROCEED), say("b")));
        batch.add(List.of(say("c")));
        batch.add(List.of(say("d"), persist(2, IfDiskFails.PROCEED), say("e")));
        assertDoes("a");
        assertFalse(batch.isSpoiled());
        assertNull(batch.next());
        assertTrue(batch.open(true));
        assertDoes("b");
        assertTrue(batch.isSpoiled());
        assertDoes("c");
        assertFalse(batch.isSpoiled());
        assertDoes("d");
        assertFalse(batch.isSpoiled());
        assertDoes("e");
        assertTrue(batch.isSpoiled());
    }

    /** The disk answers after patience had an end. */
    @Test
    void itOpensOnce() {
        batch.add(List.of(persist(1, IfDiskFails.PROCEED), say("a")));
        assertTrue(batch.open(true));
        assertFalse(batch.open(false));
        assertDoes("a");
        assertTrue(batch.isSpoiled());
    }

    private void assertDoes(String text) {
        assertEquals(say(text), batch.next());
    }

    private static Effect say(String text) {
        return new Effect.Remark(new Note(Level.NOTICE, null, text));
    }

    private static Effect persist(long epoch, IfDiskFails ifDiskFails) {
        return new Effect.Persist(epochs(epoch), ifDiskFails);
    }

    private static Slice epochs(long current) {
        return new Slice.Epochs(new Epoch(current), new TreeMap<>());
    }
}
