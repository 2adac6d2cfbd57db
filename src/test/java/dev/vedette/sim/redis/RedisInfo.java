package dev.vedette.sim.redis;

import dev.vedette.model.Address;
import java.time.Duration;
import java.util.Collection;

/** The lines of INFO that a sentinel reads, in the order of a real server. */
final class RedisInfo {
    private RedisInfo() {}

    static String text(RedisState state, Collection<RedisSession> sessions, Duration now) {
        StringBuilder text = new StringBuilder("# Server\r\n");
        line(text, "run_id", state.runId.value());
        text.append("\r\n# Replication\r\n");
        Address master = state.master();
        line(text, "role", master == null ? "master" : "slave");
        if (master != null) {
            line(text, "master_host", master.host());
            line(text, "master_port", Integer.toString(master.port()));
            line(text, "master_link_status", state.linkUp ? "up" : "down");
            line(text, "slave_repl_offset", Long.toString(state.offset));
            if (!state.linkUp) {
                line(
                        text,
                        "master_link_down_since_seconds",
                        Long.toString(now.minus(state.linkDownSince).toSeconds()));
            }
            line(text, "slave_priority", Integer.toString(state.priority));
            line(text, "replica_announced", "1");
        }
        int number = 0;
        for (RedisSession session : sessions) {
            Address replica = session.replica;
            if (replica != null) {
                line(
                        text,
                        "slave" + number++,
                        "ip=" + replica.host() + ",port=" + replica.port() + ",state=online,offset="
                                + session.acknowledged + ",lag=0");
            }
        }
        line(text, "master_repl_offset", Long.toString(state.offset));
        return text.toString();
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append(':').append(value).append("\r\n");
    }
}
