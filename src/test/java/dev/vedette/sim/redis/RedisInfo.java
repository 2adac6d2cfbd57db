package dev.vedette.sim.redis;

import dev.vedette.command.resp.Request;
import dev.vedette.model.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * INFO and ROLE. Of a real server's sections those that somebody who watches it reads, with the real names, in the real
 * order; each is made only when it is asked for, because sentinels ask every second during a failover.
 */
final class RedisInfo {
    static final String VERSION = "7.0.15";

    private interface Section {
        void write(SimRedis redis, Lines lines);
    }

    private record Named(String title, Section section) {}

    private static final List<Named> SECTIONS = List.of(
            new Named("Server", RedisInfo::server),
            new Named("Clients", RedisInfo::clients),
            new Named("Persistence", RedisInfo::persistence),
            new Named("Stats", RedisInfo::stats),
            new Named("Replication", RedisInfo::replication),
            new Named("Keyspace", RedisInfo::keyspace));

    private RedisInfo() {}

    /** The text under construction. */
    private static final class Lines {
        private final StringBuilder text = new StringBuilder();

        void title(String title) {
            text.append(text.isEmpty() ? "# " : "\r\n# ").append(title).append("\r\n");
        }

        void line(String key, String value) {
            text.append(key).append(':').append(value).append("\r\n");
        }

        void line(String key, long value) {
            text.append(key).append(':').append(value).append("\r\n");
        }
    }

    static String text(SimRedis redis, Request request) {
        Lines lines = new Lines();
        for (Named named : SECTIONS) {
            if (isWanted(named.title().toLowerCase(Locale.ROOT), request)) {
                lines.title(named.title());
                named.section().write(redis, lines);
            }
        }
        return lines.text.toString();
    }

    private static boolean isWanted(String title, Request request) {
        for (int i = 1; i < request.size(); i++) {
            String asked = request.lower(i);
            if (asked.equals(title) || asked.equals("all") || asked.equals("default") || asked.equals("everything")) {
                return true;
            }
        }
        return request.size() == 1;
    }

    private static void server(SimRedis redis, Lines lines) {
        long uptime = redis.now().minus(redis.state.startedAt).toSeconds();
        lines.line("redis_version", VERSION);
        lines.line("redis_mode", "standalone");
        lines.line("run_id", redis.state.runId.value());
        lines.line("tcp_port", redis.conf.number("port"));
        lines.line("uptime_in_seconds", uptime);
        lines.line("uptime_in_days", uptime / 86_400);
        lines.line("config_file", SimRedis.CONF);
    }

    private static void clients(SimRedis redis, Lines lines) {
        lines.line(
                "connected_clients",
                redis.sessions().stream()
                        .filter(session -> !session.type().equals("replica"))
                        .count());
    }

    private static void persistence(SimRedis redis, Lines lines) {
        lines.line("loading", redis.state.isLoading() ? 1 : 0);
        lines.line("rdb_last_bgsave_status", redis.server.has(Trouble.MISCONF) ? "err" : "ok");
        lines.line("aof_rewrite_in_progress", 0);
        lines.line("aof_rewrite_scheduled", 0);
        lines.line("aof_enabled", redis.conf.yes("appendonly") ? 1 : 0);
    }

    private static void stats(SimRedis redis, Lines lines) {
        lines.line("sync_full", redis.masterSide.fullSyncs());
        lines.line("sync_partial_ok", redis.masterSide.partialSyncs());
        lines.line("sync_partial_err", redis.masterSide.refusedPartialSyncs());
    }

    private static void replication(SimRedis redis, Lines lines) {
        Address master = redis.state.master();
        lines.line("role", master == null ? "master" : "slave");
        if (master != null) {
            followed(redis, lines, master);
        }
        List<MasterSide.Replica> replicas = redis.masterSide.replicas();
        lines.line("connected_slaves", replicas.size());
        if (redis.conf.number("min-replicas-to-write") > 0 && redis.conf.number("min-replicas-max-lag") > 0) {
            lines.line("min_slaves_good_slaves", redis.masterSide.goodReplicas());
        }
        int number = 0;
        for (MasterSide.Replica replica : replicas) {
            Address address = replica.address();
            lines.line(
                    "slave" + number++,
                    "ip=" + address.host() + ",port=" + address.port() + ",state="
                            + MasterSide.word(replica.stage) + ",offset=" + replica.acknowledged + ",lag="
                            + (replica.stage == MasterSide.Stage.ONLINE ? redis.masterSide.lag(replica) : 0));
        }
        History history = redis.state.history;
        lines.line("master_failover_state", "no-failover");
        lines.line("master_replid", history.id());
        lines.line("master_replid2", history.formerId());
        lines.line("master_repl_offset", history.offset());
        lines.line("second_repl_offset", history.formerEnd());
        lines.line("repl_backlog_active", history.isActive() ? 1 : 0);
        lines.line("repl_backlog_size", history.limit());
        lines.line("repl_backlog_first_byte_offset", history.firstKept());
        lines.line("repl_backlog_histlen", history.kept());
    }

    private static void followed(SimRedis redis, Lines lines, Address master) {
        ReplicaSide link = redis.replicaSide;
        lines.line("master_host", master.host());
        lines.line("master_port", master.port());
        lines.line("master_link_status", link.isConnected() ? "up" : "down");
        lines.line("master_last_io_seconds_ago", link.silentSeconds());
        lines.line("master_sync_in_progress", link.isReceiving() ? 1 : 0);
        lines.line("slave_read_repl_offset", link.offset());
        lines.line("slave_repl_offset", link.offset());
        if (!link.isConnected()) {
            lines.line("master_link_down_since_seconds", link.downSeconds());
        }
        redis.server.tellsPriority(redis.conf.number("replica-priority"));
        lines.line("slave_priority", redis.server.toldPriority());
        lines.line("slave_read_only", redis.conf.yes("replica-read-only") ? 1 : 0);
        lines.line("replica_announced", redis.conf.yes("replica-announced") ? 1 : 0);
    }

    private static void keyspace(SimRedis redis, Lines lines) {
        if (redis.state.data.size() > 0) {
            lines.line("db0", "keys=" + redis.state.data.size() + ",expires=0,avg_ttl=0");
        }
    }

    static String role(SimRedis redis) {
        Address master = redis.state.master();
        if (master == null) {
            List<String> replicas = new ArrayList<>();
            for (MasterSide.Replica replica : redis.masterSide.replicas()) {
                if (replica.stage == MasterSide.Stage.ONLINE) {
                    Address address = replica.address();
                    replicas.add(Resp.array(
                            Resp.bulk(address.host()),
                            Resp.bulk(Integer.toString(address.port())),
                            Resp.bulk(Long.toString(replica.acknowledged))));
                }
            }
            return Resp.array(Resp.bulk("master"), Resp.number(redis.state.history.offset()), Resp.array(replicas));
        }
        ReplicaSide link = redis.replicaSide;
        return Resp.array(
                Resp.bulk("slave"),
                Resp.bulk(master.host()),
                Resp.number(master.port()),
                Resp.bulk(link.phase()),
                Resp.number(link.isConnected() ? redis.state.history.offset() : -1));
    }
}
