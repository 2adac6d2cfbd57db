package dev.vedette.command;

import dev.vedette.bus.ElectionReport;
import dev.vedette.bus.MonitorReport;
import dev.vedette.bus.ProcessSettings;
import dev.vedette.bus.ScriptReport;
import dev.vedette.command.resp.Request;
import dev.vedette.model.Address;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.Moment;
import dev.vedette.model.SimulatedFailure;
import dev.vedette.platform.ProcessFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The text of INFO. Monitoring agents look for keys by name, and tell a sentinel by those that are not there; so all
 * keys of Redis are, with 0 where a thing does not exist here, and no section more.
 */
final class InfoText {
    private static final long LRU_BITS = (1 << 24) - 1;
    private static final int MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final double BYTES_PER_KILO = 1024.0;
    private static final List<String> EVERYTHING = List.of("default", "all", "everything");

    /** In the order of the reply. */
    enum Section {
        SERVER,
        CLIENTS,
        STATS,
        CPU,
        SENTINEL
    }

    private final CommandSetup setup;
    private final Sessions sessions;
    private final Pause pause;
    private final Traffic traffic;
    private final IntSupplier port;
    private final Moment started;

    InfoText(CommandSetup setup, Sessions sessions, Pause pause, Traffic traffic, IntSupplier port) {
        this.setup = setup;
        this.sessions = sessions;
        this.pause = pause;
        this.traffic = traffic;
        this.port = port;
        this.started = setup.clock().now();
    }

    /** Which sections a request means; names that we do not know mean nothing. */
    static Set<Section> sections(Request request) {
        Set<Section> sections = EnumSet.noneOf(Section.class);
        for (int i = 1; i < request.size(); i++) {
            String word = request.lower(i);
            for (Section section : Section.values()) {
                if (EVERYTHING.contains(word)
                        || section.name().toLowerCase(Locale.ROOT).equals(word)) {
                    sections.add(section);
                }
            }
        }
        return request.size() == 1 ? EnumSet.allOf(Section.class) : sections;
    }

    String withoutSentinel(Set<Section> sections) {
        InfoLines lines = new InfoLines();
        for (Section section : sections) {
            switch (section) {
                case SERVER -> server(lines.section("Server"));
                case CLIENTS -> clients(lines.section("Clients"));
                case STATS -> stats(lines.section("Stats"));
                case CPU -> cpu(lines.section("CPU"));
                case SENTINEL -> {}
            }
        }
        return lines.toString();
    }

    String text(
            Set<Section> sections,
            MonitorReport report,
            ElectionReport votes,
            ProcessSettings inForce,
            ScriptReport scripts) {
        String others = withoutSentinel(sections);
        InfoLines lines = new InfoLines();
        sentinel(lines.section("Sentinel"), report, votes, inForce, scripts);
        return others + (others.isEmpty() ? "" : InfoLines.END) + lines;
    }

    private void server(InfoLines lines) {
        Duration uptime = setup.clock().now().since(started);
        Instant wall = setup.clock().wall();
        long micros = wall.getEpochSecond() * MICROS_PER_SECOND + wall.getNano() / NANOS_PER_MICRO;
        lines.add("redis_version", ServerIdentity.REDIS_VERSION)
                .add("redis_git_sha1", "00000000")
                .add("redis_git_dirty", 0)
                .add("redis_build_id", "0000000000000000")
                .add("redis_mode", ServerIdentity.MODE)
                .add("os", setup.process().os())
                .add("arch_bits", Long.SIZE)
                .add("monotonic_clock", "java")
                .add("multiplexing_api", "java-nio")
                .add("atomicvar_api", "java")
                .add("gcc_version", "0.0.0")
                .add("process_id", setup.process().pid())
                .add("process_supervised", "no")
                .add("run_id", setup.processRunId().value())
                .add("tcp_port", port.getAsInt())
                .add("server_time_usec", micros)
                .add("uptime_in_seconds", uptime.toSeconds())
                .add("uptime_in_days", uptime.toDays())
                .add("hz", 10)
                .add("configured_hz", 10)
                .add("lru_clock", wall.getEpochSecond() & LRU_BITS)
                .add("executable", setup.process().executable())
                .add("config_file", setup.configFile() == null ? "" : setup.configFile())
                .add("io_threads_active", 0)
                .add("listener0", listener())
                .add("vedette_version", ServerIdentity.vedetteVersion());
    }

    private String listener() {
        return "name=tcp"
                + setup.settings().bind().stream()
                        .map(address -> ",bind=" + address)
                        .collect(Collectors.joining())
                + ",port=" + port.getAsInt();
    }

    private void clients(InfoLines lines) {
        lines.add("connected_clients", sessions.count())
                .add("cluster_connections", 0)
                .add("maxclients", setup.settings().maxClients())
                .add("client_recent_max_input_buffer", traffic.sinceStart().largestInput())
                .add("client_recent_max_output_buffer", traffic.sinceStart().largestOutput())
                .add("blocked_clients", pause.held())
                .add("tracking_clients", sessions.tracking().count())
                .zeros("clients_in_timeout_table");
    }

    private void stats(InfoLines lines) {
        Moment now = setup.clock().now();
        lines.add("total_connections_received", traffic.connections())
                .add("total_commands_processed", traffic.sinceStart().commands())
                .add("instantaneous_ops_per_sec", Math.round(traffic.commandsPerSecond(now)))
                .add("total_net_input_bytes", traffic.sinceStart().inputBytes())
                .add("total_net_output_bytes", traffic.sinceStart().outputBytes())
                .zeros("total_net_repl_input_bytes", "total_net_repl_output_bytes")
                .add("instantaneous_input_kbps", kilo(traffic.inputPerSecond(now)))
                .add("instantaneous_output_kbps", kilo(traffic.outputPerSecond(now)))
                .add("instantaneous_input_repl_kbps", kilo(0))
                .add("instantaneous_output_repl_kbps", kilo(0))
                .add("rejected_connections", traffic.rejections())
                .zeros("sync_full", "sync_partial_ok", "sync_partial_err", "expired_keys")
                .add("expired_stale_perc", kilo(0))
                .zeros(
                        "expired_time_cap_reached_count",
                        "expire_cycle_cpu_milliseconds",
                        "evicted_keys",
                        "evicted_clients",
                        "total_eviction_exceeded_time",
                        "current_eviction_exceeded_time",
                        "keyspace_hits",
                        "keyspace_misses")
                .add("pubsub_channels", sessions.channels().size())
                .add("pubsub_patterns", sessions.patterns().size())
                .zeros(
                        "pubsubshard_channels",
                        "latest_fork_usec",
                        "total_forks",
                        "migrate_cached_sockets",
                        "slave_expires_tracked_keys",
                        "active_defrag_hits",
                        "active_defrag_misses",
                        "active_defrag_key_hits",
                        "active_defrag_key_misses",
                        "total_active_defrag_time",
                        "current_active_defrag_time",
                        "tracking_total_keys",
                        "tracking_total_items")
                .add("tracking_total_prefixes", trackedPrefixes())
                .zeros("unexpected_error_replies")
                .add("total_error_replies", traffic.sinceStart().errors())
                .zeros("dump_payload_sanitizations")
                .add("total_reads_processed", traffic.sinceStart().reads())
                .add("total_writes_processed", traffic.sinceStart().writes())
                .zeros(
                        "io_threaded_reads_processed",
                        "io_threaded_writes_processed",
                        "reply_buffer_shrinks",
                        "reply_buffer_expands");
    }

    private long trackedPrefixes() {
        return sessions.tracking()
                .flatMap(tracking -> tracking.prefixes().stream())
                .distinct()
                .count();
    }

    private void cpu(InfoLines lines) {
        ProcessFacts.Usage used = setup.process().usage().get();
        lines.add("used_cpu_sys", seconds(used.system()))
                .add("used_cpu_user", seconds(used.user()))
                .add("used_cpu_sys_children", seconds(Duration.ZERO))
                .add("used_cpu_user_children", seconds(Duration.ZERO))
                .add("used_cpu_sys_main_thread", seconds(used.system()))
                .add("used_cpu_user_main_thread", seconds(used.user()));
    }

    private void sentinel(
            InfoLines lines,
            MonitorReport report,
            ElectionReport votes,
            ProcessSettings inForce,
            ScriptReport scripts) {
        Duration tilt = report.tiltFor();
        lines.add("sentinel_masters", report.masters().size())
                .add("sentinel_tilt", tilt == null ? 0 : 1)
                .add("sentinel_tilt_since_seconds", tilt == null ? -1 : tilt.toSeconds())
                .add("sentinel_total_tilt", report.tilts())
                .add("sentinel_running_scripts", scripts.running())
                .add("sentinel_scripts_queue_length", scripts.jobs().size())
                .add(
                        "sentinel_simulate_failure_flags",
                        inForce.failures().stream()
                                .mapToInt(SimulatedFailure::bit)
                                .sum());
        int number = 0;
        for (MonitorReport.Master master : report.masters()) {
            MasterPicture picture = master.picture();
            Address address = setup.book().shown(picture.address());
            lines.add(
                    "master" + number++,
                    "name=" + picture.name()
                            + ",status=" + status(master, votes.masters().get(picture.name()))
                            + ",address=" + address.host() + ":" + address.port()
                            + ",slaves=" + master.replicas().size()
                            + ",sentinels=" + (master.peers().size() + 1));
        }
    }

    private static String status(MonitorReport.Master master, ElectionReport.@Nullable Master election) {
        if (election != null && election.objectivelyDownFor() != null) {
            return "odown";
        }
        return master.health().downFor() != null ? "sdown" : "ok";
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%d.%06d", duration.toSeconds(), duration.toNanosPart() / NANOS_PER_MICRO);
    }

    private static String kilo(double bytes) {
        return String.format(Locale.ROOT, "%.2f", bytes / BYTES_PER_KILO);
    }
}
