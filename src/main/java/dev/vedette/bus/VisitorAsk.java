package dev.vedette.bus;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks of the commands who came in by another door than the Redis port, at {@link Bus#COMMAND}. The same
 * users, passwords and rights count, because it is the same porter who is asked.
 */
public sealed interface VisitorAsk extends BusMessage {

    /**
     * Let somebody in. For {@link VisitorAnswer.Badge} or {@link VisitorAnswer.Said}.
     *
     * @param login null for somebody who says no name, and is what such a connection would be
     * @param from where it came from, for lists and logs
     */
    record Enter(@Nullable Login login, String from) implements VisitorAsk {}

    /** A name and a password, in clear. */
    record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }

    /**
     * Let somebody in whom another node of the cluster has let in, under the name that it has there. The secret that
     * the nodes share vouches for it, so whoever asks must have checked that. For {@link VisitorAnswer.Badge} or
     * {@link VisitorAnswer.Said}.
     */
    record Vouched(String user, String from) implements VisitorAsk {}

    /** Run a command. For {@link VisitorAnswer.Said}. */
    record Run(long visitor, List<String> words) implements VisitorAsk {
        public Run {
            words = List.copyOf(words);
        }
    }

    /** Whether this command may be run. For {@link VisitorAnswer.Said}, as it would be said, {@code OK} if it may. */
    record May(long visitor, List<String> words) implements VisitorAsk {
        public May {
            words = List.copyOf(words);
        }
    }

    /** The visitor is gone. Not answered. */
    record Leave(long visitor) implements VisitorAsk {}

    /** For {@link VisitorAnswer.Counts}. */
    record Count() implements VisitorAsk {}
}
