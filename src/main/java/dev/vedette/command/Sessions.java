package dev.vedette.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Everybody who is connected, and who listens to what. Confined to the room's home. */
final class Sessions {
    private final SortedMap<Long, Session> open = new TreeMap<>();
    private final SortedMap<String, Set<Session>> byChannel = new TreeMap<>();
    private final SortedMap<String, Set<Session>> byPattern = new TreeMap<>();
    private final AtomicLong lastId = new AtomicLong();

    /** On any thread. */
    long nextId() {
        return lastId.incrementAndGet();
    }

    void add(Session session) {
        open.put(session.id(), session);
    }

    void remove(Session session) {
        open.remove(session.id());
        session.channels().forEach(channel -> leave(byChannel, channel, session));
        session.patterns().forEach(pattern -> leave(byPattern, pattern, session));
    }

    Optional<Session> find(long id) {
        return Optional.ofNullable(open.get(id)).filter(session -> !session.isDropped());
    }

    int count() {
        return open.size();
    }

    /**
     * Who is here. A copy: whoever walks through it may drop sessions. Who was dropped is gone, as in Redis, also while
     * the connection is still being closed.
     */
    List<Session> all() {
        return open.values().stream().filter(session -> !session.isDropped()).toList();
    }

    /** What those asked for that switched tracking on. */
    Stream<Tracking> tracking() {
        return open.values().stream().map(Session::tracking).filter(Tracking::isOn);
    }

    /** Who has gone may still be obeyed, and would be kept here for ever. */
    private boolean isInside(Session session) {
        return open.containsKey(session.id());
    }

    void subscribe(Session session, String channel) {
        if (isInside(session) && session.channels().add(channel)) {
            byChannel.computeIfAbsent(channel, c -> new LinkedHashSet<>()).add(session);
        }
    }

    void unsubscribe(Session session, String channel) {
        if (session.channels().remove(channel)) {
            leave(byChannel, channel, session);
        }
    }

    void psubscribe(Session session, String pattern) {
        if (isInside(session) && session.patterns().add(pattern)) {
            byPattern.computeIfAbsent(pattern, p -> new LinkedHashSet<>()).add(session);
        }
    }

    void punsubscribe(Session session, String pattern) {
        if (session.patterns().remove(pattern)) {
            leave(byPattern, pattern, session);
        }
    }

    List<Session> listenersOf(String channel) {
        return new ArrayList<>(byChannel.getOrDefault(channel, Set.of()));
    }

    List<Session> listenersOfPattern(String pattern) {
        return new ArrayList<>(byPattern.getOrDefault(pattern, Set.of()));
    }

    Collection<String> channels() {
        return Collections.unmodifiableSet(byChannel.keySet());
    }

    List<String> patterns() {
        return new ArrayList<>(byPattern.keySet());
    }

    private static void leave(SortedMap<String, Set<Session>> index, String key, Session session) {
        Set<Session> listeners = index.get(key);
        if (listeners != null && listeners.remove(session) && listeners.isEmpty()) {
            index.remove(key);
        }
    }
}
