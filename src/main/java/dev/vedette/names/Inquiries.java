package dev.vedette.names;

import dev.vedette.bus.NameFact;
import dev.vedette.model.Limits;
import dev.vedette.model.Moment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Every name that is or was asked for: who waits for it, what came of it last, and whose turn it is. */
final class Inquiries {
    /** One name. At most one look-up of it is under way, however many ask, and however long it takes. */
    static final class Inquiry {
        final String host;
        private boolean running;
        private boolean awaited;
        private List<Consumer<NameFact.Answered>> askers = new ArrayList<>();
        private @Nullable Moment answeredAt;
        private @Nullable String lastAnswer;
        private @Nullable Moment complainedAt;
        private long turn;
        private long run;

        Inquiry(String host) {
            this.host = host;
        }

        /** Somebody still waits for an answer. */
        boolean isAwaited() {
            return awaited;
        }

        boolean isRunning() {
            return running;
        }

        @Nullable
        String lastAnswer() {
            return lastAnswer;
        }

        /** Answered so lately that asking again would only load the name server. */
        boolean isFresh(Moment now) {
            return answeredAt != null && !now.isPast(answeredAt, Limits.LOOK_UP_PERIOD);
        }

        void await(Consumer<NameFact.Answered> asker) {
            awaited = true;
            askers.add(asker);
        }

        long nextRun() {
            return ++run;
        }

        long nextTurn() {
            return ++turn;
        }

        boolean isTurn(long number) {
            return awaited && turn == number;
        }

        /** @return who waited */
        List<Consumer<NameFact.Answered>> answered(@Nullable String ip, Moment now) {
            awaited = false;
            answeredAt = now;
            lastAnswer = ip;
            List<Consumer<NameFact.Answered>> waited = askers;
            askers = new ArrayList<>();
            return waited;
        }

        /** @return true at most once in {@code pause} */
        boolean mayComplain(Duration pause, Moment now) {
            boolean may = complainedAt == null || now.isPast(complainedAt, pause);
            if (may) {
                complainedAt = now;
            }
            return may;
        }

        void worksAgain() {
            complainedAt = null;
        }
    }

    private final Map<String, Inquiry> byHost = new LinkedHashMap<>(16, 0.75f, true);
    private final Deque<Inquiry> queue = new ArrayDeque<>();
    private int running;

    Inquiry of(String host) {
        Inquiry inquiry = byHost.computeIfAbsent(host.toLowerCase(Locale.ROOT), key -> new Inquiry(host));
        if (byHost.size() > Limits.NAMES) {
            forgetOne(inquiry);
        }
        return inquiry;
    }

    private void forgetOne(Inquiry butNot) {
        Iterator<Inquiry> eldest = byHost.values().iterator();
        while (eldest.hasNext()) {
            Inquiry candidate = eldest.next();
            if (candidate != butNot && !candidate.running && !candidate.awaited) {
                eldest.remove();
                return;
            }
        }
    }

    void queue(Inquiry inquiry) {
        inquiry.running = true;
        queue.add(inquiry);
    }

    /** Whose look-up may begin now, or null when nobody waits or too many are under way. */
    @Nullable
    Inquiry next() {
        Inquiry next = running < Limits.LOOK_UPS ? queue.poll() : null;
        running += next == null ? 0 : 1;
        return next;
    }

    /** It does not come to an end: the next one who asks is not to wait for it. It keeps its place all the same. */
    void abandon(Inquiry inquiry, long run) {
        inquiry.running &= inquiry.run != run;
    }

    void ended(Inquiry inquiry, long run) {
        abandon(inquiry, run);
        running--;
    }
}
