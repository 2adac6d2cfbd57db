package dev.vedette.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.feed.Audience.Topic;
import dev.vedette.model.Limits;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class AudienceTest {
    private final Audience audience = new Audience();

    /** Takes what it is sent when it is told to. */
    private final class Reader extends Audience.Listener {
        private final List<Frame> waiting = new ArrayList<>();
        private int heard;
        private boolean cut;

        Reader(Topic topic) {
            super(audience, EnumSet.of(topic));
        }

        @Override
        void write(Frame frame) {
            waiting.add(frame);
        }

        @Override
        void cut() {
            cut = true;
        }

        void read() {
            List<Frame> now = new ArrayList<>(waiting);
            waiting.clear();
            heard += now.size();
            now.forEach(frame -> sent(frame.size()));
        }
    }

    private static Frame frame(int bytes) {
        return Frame.of(new JsonObject().put("type", "event").put("payload", "x".repeat(bytes)));
    }

    private Reader join(Topic topic) {
        Reader reader = new Reader(topic);
        audience.join(reader);
        return reader;
    }

    @Test
    void aStuckListenerIsCutAndHarmsNobody() {
        Reader stuck = join(Topic.EVENTS);
        Reader quick = join(Topic.EVENTS);
        int frames = 4 * Limits.FEED_BACKLOG_BYTES / 1000;
        for (int i = 0; i < frames; i++) {
            audience.publish(Topic.EVENTS, frame(1000));
            quick.read();
        }
        assertTrue(stuck.cut);
        assertTrue(stuck.waiting.size() <= Limits.FEED_BACKLOG_BYTES / 1000, stuck.waiting.size() + " frames");
        assertEquals(frames, quick.heard);
        assertEquals(1, audience.size());
        assertEquals(1, audience.dropped());
        assertEquals(0, audience.backlog());
    }

    @Test
    void togetherTheyHaveABoundToo() {
        for (int i = 0; i < 1000; i++) {
            join(Topic.EVENTS);
        }
        for (int i = 0; i < 40; i++) {
            audience.publish(Topic.EVENTS, frame(1000));
        }
        assertTrue(audience.backlog() <= Limits.FEED_BACKLOG_OF_ALL_BYTES + 2000, audience.backlog() + " bytes");
        assertTrue(audience.dropped() > 0);
    }

    @Test
    void oneFrameIsAlwaysRoomEnough() {
        Reader reader = join(Topic.EVENTS);
        audience.publish(Topic.EVENTS, frame(2 * Limits.FEED_BACKLOG_BYTES));
        assertFalse(reader.cut);
        reader.read();
        assertEquals(1, reader.heard);
    }

    @Test
    void everybodyHearsItsTopic() {
        Reader state = join(Topic.STATE);
        Reader events = join(Topic.EVENTS);
        audience.publish(Topic.STATE, frame(1));
        audience.publish(frame(1));
        assertEquals(2, state.waiting.size());
        assertEquals(1, events.waiting.size());
        assertTrue(audience.wants(Topic.STATE));
        state.leave();
        assertFalse(audience.wants(Topic.STATE));
    }

    @Test
    void whoCatchesUpIsCalledBackWhenThereIsRoom() {
        Reader reader = new Reader(Topic.EVENTS);
        while (reader.hasRoom()) {
            reader.offer(frame(1000));
        }
        assertTrue(reader.waiting.size() < Limits.FEED_BACKLOG_BYTES / 1000);
        List<String> called = new ArrayList<>();
        reader.whenRoom(() -> called.add("again"));
        reader.read();
        assertEquals(List.of("again"), called);
        assertFalse(reader.cut);
    }
}
