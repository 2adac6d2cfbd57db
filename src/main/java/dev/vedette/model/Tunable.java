package dev.vedette.model;

import java.time.Duration;

/** The periods that {@code SENTINEL DEBUG} shows and changes, in the order of its reply (reference 3.2). */
public enum Tunable {
    INFO_PERIOD(Periods.INFO),
    PING_PERIOD(Periods.PING),
    ASK_PERIOD(Periods.ASK),
    PUBLISH_PERIOD(Periods.PUBLISH),
    DEFAULT_DOWN_AFTER(MasterSettings.DEFAULT_DOWN_AFTER),
    DEFAULT_FAILOVER_TIMEOUT(MasterSettings.DEFAULT_FAILOVER_TIMEOUT),
    TILT_TRIGGER(Periods.TILT_TRIGGER),
    TILT_PERIOD(Periods.TILT),
    SLAVE_RECONF_TIMEOUT(Periods.RECONFIGURATION),
    MIN_LINK_RECONNECT_PERIOD(Periods.MIN_LINK_RECONNECT),
    ELECTION_TIMEOUT(Periods.ELECTION_TIMEOUT),
    SCRIPT_MAX_RUNTIME(Duration.ofSeconds(60)),
    SCRIPT_RETRY_DELAY(Duration.ofSeconds(30));

    private final Duration standard;

    Tunable(Duration standard) {
        this.standard = standard;
    }

    /** The name in commands and replies, in upper case. */
    public String word() {
        return name().replace('_', '-');
    }

    /** What counts after every start. */
    Duration standard() {
        return standard;
    }
}
