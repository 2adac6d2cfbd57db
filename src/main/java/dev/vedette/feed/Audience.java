package dev.vedette.feed;

import dev.vedette.model.Limits;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who listens. Nobody is waited for: whoever falls too far behind is disconnected, and may come back and ask
 * for what it missed. All of them together have a bound as well, because a thousand that are each a little behind would
 * fill the memory of a process that has better things to do.
 */
final class Audience {
    /** What a listener wants to hear. */
    enum Topic {
        EVENTS,
        STATE
    }

    /** One of them. */
    abstract static class Listener {
        private final Audience audience;
        private final Set<Topic> topics;
        private long backlog;
        private boolean gone;
        private @Nullable Runnable whenRoom;

        Listener(Audience audience, Set<Topic> topics) {
            this.audience = audience;
            this.topics = topics;
        }

        /** Writes it, and calls {@link #sent} when it has left; throws nothing. */
        abstract void write(Frame frame);

        /** Cuts the connection, whatever was still to be said. */
        abstract void cut();

        final void offer(Frame frame) {
            if (gone) {
                return;
            }
            if (backlog > 0 && (backlog + frame.size() > Limits.FEED_BACKLOG_BYTES || audience.isFull())) {
                audience.dropped++;
                leave();
                cut();
                return;
            }
            backlog += frame.size();
            audience.all += frame.size();
            write(frame);
        }

        final void sent(int bytes) {
            if (gone) {
                return;
            }
            backlog -= bytes;
            audience.all -= bytes;
            Runnable next = whenRoom;
            if (next != null && hasRoom()) {
                whenRoom = null;
                next.run();
            }
        }

        /** Whether more may be offered without coming near a bound. */
        final boolean hasRoom() {
            return !gone && (backlog == 0 || backlog < Limits.FEED_BACKLOG_BYTES / 2 && !audience.isFull());
        }

        /** Calls back once, as soon as {@link #hasRoom} again. */
        final void whenRoom(Runnable then) {
            whenRoom = then;
        }

        final boolean isGone() {
            return gone;
        }

        final void leave() {
            if (!gone) {
                gone = true;
                audience.all -= backlog;
                audience.listeners.remove(this);
            }
        }
    }

    private final Set<Listener> listeners = new LinkedHashSet<>();
    private long all;
    private long dropped;

    private boolean isFull() {
        return all > Limits.FEED_BACKLOG_OF_ALL_BYTES;
    }

    void join(Listener listener) {
        listeners.add(listener);
    }

    void publish(Topic topic, Frame frame) {
        for (Listener listener : new ArrayList<>(listeners)) {
            if (listener.topics.contains(topic)) {
                listener.offer(frame);
            }
        }
    }

    /** To everybody, whatever they listen to. */
    void publish(Frame frame) {
        new ArrayList<>(listeners).forEach(listener -> listener.offer(frame));
    }

    boolean wants(Topic topic) {
        return listeners.stream().anyMatch(listener -> listener.topics.contains(topic));
    }

    /** Those of now. */
    List<Listener> listeners() {
        return List.copyOf(listeners);
    }

    int size() {
        return listeners.size();
    }

    /** Bytes on their way. */
    long backlog() {
        return all;
    }

    /** Listeners that were too slow. */
    long dropped() {
        return dropped;
    }

    void cutAll() {
        for (Listener listener : new ArrayList<>(listeners)) {
            listener.leave();
            listener.cut();
        }
    }
}
