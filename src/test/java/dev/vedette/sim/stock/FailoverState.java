package dev.vedette.sim.stock;

import java.util.Locale;

/** How far our own failover of a master is; the order counts (reference 7.1). */
enum FailoverState {
    NONE,
    WAIT_START,
    SELECT_SLAVE,
    SEND_SLAVEOF_NOONE,
    WAIT_PROMOTION,
    RECONF_SLAVES,
    UPDATE_CONFIG;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isAtLeast(FailoverState other) {
        return compareTo(other) >= 0;
    }
}
