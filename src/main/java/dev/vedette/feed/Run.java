package dev.vedette.feed;

import dev.vedette.model.RunId;
import java.util.OptionalLong;

/**
 * One run of the process, in which events are numbered. A number alone would mean another event after a restart, so an
 * event's id is both: {@code 5f0c1a2b3c4d-17}.
 *
 * @param node the sentinel, whatever the run
 * @param name of this run
 */
record Run(RunId node, String name) {
    private static final char DASH = '-';

    String id(long seq) {
        return name + DASH + seq;
    }

    /** The number in an id of this run; empty for another run's, and for what is no id. */
    OptionalLong seq(String id) {
        int dash = id.lastIndexOf(DASH);
        String number = id.substring(dash + 1);
        return dash > 0 && id.substring(0, dash).equals(name) && number.matches("[0-9]{1,18}")
                ? OptionalLong.of(Long.parseLong(number))
                : OptionalLong.empty();
    }
}
