package dev.vedette.model;

import java.time.Duration;

/**
 * How much of what we say a client may leave unread before it is disconnected.
 *
 * @param hard bytes, at once
 * @param soft bytes, when it lasts
 * @param lasting how long {@code soft} may last
 */
public record OutputLimit(long hard, long soft, Duration lasting) {
    /** Nothing more than what holds for everybody ({@link Limits#UNSENT_REPLIES_BYTES}). */
    public static final OutputLimit NONE = new OutputLimit(Long.MAX_VALUE, Long.MAX_VALUE, Duration.ZERO);

    public static final OutputLimit EVENTS =
            new OutputLimit(Limits.SUBSCRIBER_BACKLOG_BYTES, Long.MAX_VALUE, Duration.ZERO);

    /** As an operator says it: 0 is no limit, and no limit is {@code most}. */
    public static OutputLimit said(long hard, long soft, Duration lasting, long most) {
        return new OutputLimit(hard == 0 ? most : Math.min(hard, most), soft == 0 ? Long.MAX_VALUE : soft, lasting);
    }
}
