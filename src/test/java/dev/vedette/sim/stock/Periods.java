package dev.vedette.sim.stock;

import java.time.Duration;

/** The constants of the C program (reference 3.2). */
final class Periods {
    static final Duration INFO = Duration.ofSeconds(10);
    /** While something hangs on what a replica says; a constant there too. */
    static final Duration INFO_OF_A_REPLICA = Duration.ofSeconds(1);

    static final Duration PING = Duration.ofSeconds(1);
    static final Duration ASK = Duration.ofSeconds(1);
    static final Duration PUBLISH = Duration.ofSeconds(2);
    static final Duration DEFAULT_DOWN_AFTER = Duration.ofSeconds(30);
    static final Duration DEFAULT_FAILOVER_TIMEOUT = Duration.ofMinutes(3);
    static final Duration TILT_TRIGGER = Duration.ofSeconds(2);
    static final Duration TILT = Duration.ofSeconds(30);
    static final Duration SLAVE_RECONF_TIMEOUT = Duration.ofSeconds(10);
    static final Duration MIN_LINK_RECONNECT = Duration.ofSeconds(15);
    static final Duration ELECTION_TIMEOUT = Duration.ofSeconds(10);
    static final Duration MAX_DESYNC = Duration.ofSeconds(1);
    static final int MAX_PENDING_COMMANDS = 100;

    private Periods() {}
}
