package dev.vedette.model;

import java.time.Duration;

/**
 * The periods of Redis Sentinel that safety or interoperability needs (reference 3.2). Names as in {@code SENTINEL
 * DEBUG}.
 */
public final class Periods {
    private Periods() {}

    public static final Duration INFO = Duration.ofSeconds(10);
    /** INFO of replicas while something is going on. */
    public static final Duration INFO_BUSY = Duration.ofSeconds(1);
    /** INFO while a decision hangs on it: the pause between a reply and the next question. */
    public static final Duration INFO_URGENT = Duration.ofMillis(10);

    public static final Duration PING = Duration.ofSeconds(1);
    /** The shortest pause between pings, whatever down-after says. */
    public static final Duration PING_FLOOR = Duration.ofMillis(50);

    public static final Duration ASK = Duration.ofSeconds(1);
    public static final Duration PUBLISH = Duration.ofSeconds(2);
    public static final Duration TILT_TRIGGER = Duration.ofSeconds(2);
    public static final Duration TILT = Duration.ofSeconds(30);
    public static final Duration RECONFIGURATION = Duration.ofSeconds(10);
    public static final Duration MIN_LINK_RECONNECT = Duration.ofSeconds(15);
    /** How long a notification script may keep the next one about the same master waiting. */
    public static final Duration SCRIPT_HEAD_START = Duration.ofSeconds(2);

    public static final Duration ELECTION_TIMEOUT = Duration.ofSeconds(10);
    /** The random part of a failover's start time; it shifts timeouts and is never waited for. */
    public static final Duration MAX_DESYNC = Duration.ofSeconds(1);
}
