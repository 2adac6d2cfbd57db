package dev.vedette.cluster;

import dev.vedette.model.Limits;
import dev.vedette.model.Moment;
import dev.vedette.platform.Clock;
import java.time.Duration;

/** How much of what nodes say is read: what is too long, or too much within a second, is lost unread. Any thread. */
final class Inflow {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Clock clock;
    private Moment since;
    private int messages;
    private int characters;
    private long lost;

    Inflow(Clock clock) {
        this.clock = clock;
        this.since = clock.now();
    }

    /** Whether it is to be read. */
    synchronized boolean admits(String text) {
        Moment now = clock.now();
        if (now.isPast(since, SECOND)) {
            since = now;
            messages = 0;
            characters = 0;
        }
        boolean admitted = text.length() <= Limits.CLUSTER_MESSAGE
                && messages < Limits.CLUSTER_MESSAGES_PER_SECOND
                && characters + text.length() <= Limits.CLUSTER_CHARACTERS_PER_SECOND;
        if (admitted) {
            messages++;
            characters += text.length();
        } else {
            lost++;
        }
        return admitted;
    }

    synchronized long lost() {
        return lost;
    }
}
