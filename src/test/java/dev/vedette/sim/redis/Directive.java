package dev.vedette.sim.redis;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One name of the configuration that the model knows. Others are refused, as a real server refuses what it does not
 * know: a world that sets something expects it to matter.
 *
 * @param alias the older name, under which the same can be read and set
 * @param least of a number; -1 for anything that is not one
 * @param most of a number
 * @param fixed whether CONFIG SET refuses it
 */
record Directive(String name, @Nullable String alias, String fallback, long least, long most, boolean fixed) {
    private static final long INT = Integer.MAX_VALUE;
    private static final Map<String, Directive> BY_NAME = new TreeMap<>();

    static {
        number("replica-priority", "slave-priority", "100");
        number("replica-announce-port", "slave-announce-port", "0");
        number("min-replicas-to-write", "min-slaves-to-write", "0");
        number("min-replicas-max-lag", "min-slaves-max-lag", "10");
        number("repl-timeout", null, "60");
        number("repl-ping-replica-period", "repl-ping-slave-period", "10");
        number("repl-diskless-sync-delay", null, "5");
        number("repl-backlog-size", null, "1048576");
        number("busy-reply-threshold", "lua-time-limit", "5000");
        number("key-load-delay", null, "0");
        known(new Directive("loading-process-events-interval-bytes", null, "2097152", 1_024, INT, false));
        text("replica-announced", null, "yes");
        text("replica-announce-ip", "slave-announce-ip", "");
        text("replica-serve-stale-data", "slave-serve-stale-data", "yes");
        text("replica-read-only", "slave-read-only", "yes");
        text("replica-ignore-disk-write-errors", null, "no");
        text("requirepass", null, "");
        text("masterauth", null, "");
        text("masteruser", null, "");
        text("stop-writes-on-bgsave-error", null, "yes");
        text("save", null, "3600 1 300 100 60 10000");
        text("appendonly", null, "no");
        text("dir", null, "/");
        fixed("port", "6379");
        fixed("bind", "* -::*");
        fixed("enable-debug-command", "no");
    }

    private static void number(String name, @Nullable String alias, String fallback) {
        known(new Directive(name, alias, fallback, 0, INT, false));
    }

    private static void text(String name, @Nullable String alias, String fallback) {
        known(new Directive(name, alias, fallback, -1, 0, false));
    }

    private static void fixed(String name, String fallback) {
        known(new Directive(name, null, fallback, -1, 0, true));
    }

    private static void known(Directive directive) {
        BY_NAME.put(directive.name, directive);
        if (directive.alias != null) {
            BY_NAME.put(directive.alias, directive);
        }
    }

    /** By either name. */
    static @Nullable Directive named(String name) {
        return BY_NAME.get(name);
    }

    /** Both names of all of them, in order. */
    static Map<String, Directive> all() {
        return BY_NAME;
    }

    boolean isNumber() {
        return least >= 0;
    }
}
