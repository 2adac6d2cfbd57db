package dev.vedette.feed;

import dev.vedette.bus.Bus;
import dev.vedette.bus.ClusterAsk;
import dev.vedette.bus.MonitorReport;
import dev.vedette.bus.MonitorReport.Health;
import dev.vedette.bus.VisitorAnswer.Counts;
import dev.vedette.bus.VisitorAsk;
import dev.vedette.feed.Story.Outcome;
import dev.vedette.feed.Story.Phase;
import dev.vedette.model.Address;
import dev.vedette.model.Role;
import dev.vedette.platform.Inside;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What Prometheus reads. Gauges about masters and instances are of one picture, taken for the reader if the last one is
 * too old; what is no more in the picture is no more among the gauges.
 */
final class Metrics {
    private static final double MILLIS = Duration.ofSeconds(1).toMillis();

    private final PrometheusMeterRegistry registry;
    private final Pictures pictures;
    private final Views views;
    private final Inside inside;
    private final SortedMap<String, MultiGauge> gauges = new TreeMap<>();
    private final SortedMap<String, List<Row<?>>> rows = new TreeMap<>();
    /** The registry itself only holds them weakly, and a counter whose owner is gone stands still without a word. */
    private final List<Supplier<Number>> counted = new ArrayList<>();

    private @Nullable Picture picture;
    private @Nullable Counts counts;

    Metrics(PrometheusMeterRegistry registry, Pictures pictures, Views views, Inside inside) {
        this.registry = registry;
        this.pictures = pictures;
        this.views = views;
        this.inside = inside;
        // Two names that Prometheus's own tool complains of.
        registry.config()
                .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
                .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
        new JvmGcMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        count("vedette.commands", "Commands that were run.", Counts::commands);
        count("vedette.command.errors", "Error replies to commands.", Counts::errors);
        count("vedette.connections.received", "Connections to the Redis port.", Counts::connections);
        count("vedette.connections.rejected", "Connections that were too many.", Counts::rejected);
        count("vedette.net.input.bytes", "What clients sent.", Counts::inputBytes);
        count("vedette.net.output.bytes", "What clients were sent.", Counts::outputBytes);
        // A counter that begins with 1 has not increased for Prometheus, and the first failover would be nobody's
        // alarm.
        EnumSet.complementOf(EnumSet.of(Outcome.RUNNING)).forEach(this::ended);
        EnumSet.allOf(Phase.class).forEach(this::took);
        gauge("vedette.clients", "Clients of the Redis port.", () -> counts == null ? 0 : counts.clients());
        gauge(
                "vedette.epoch",
                "The current epoch.",
                () -> picture == null ? 0 : picture.election().currentEpoch().value());
        gauge(
                "vedette.tilt",
                "1 while this sentinel accuses nobody, because it slept.",
                () -> picture != null && picture.monitor().tiltFor() != null ? 1 : 0);
    }

    private void count(String name, String help, ToDoubleFunction<Counts> value) {
        FunctionCounter.builder(name, this, me -> me.counts == null ? 0 : value.applyAsDouble(me.counts))
                .description(help)
                .register(registry);
    }

    void counter(String name, String help, Supplier<Number> value) {
        counted.add(value);
        FunctionCounter.builder(name, value, now -> now.get().doubleValue())
                .description(help)
                .register(registry);
    }

    void gauge(String name, String help, Supplier<Number> value) {
        Gauge.builder(name, value).description(help).register(registry);
    }

    void hear(Happening happening) {
        Counter.builder("vedette.events")
                .description("Events that subscribers heard.")
                .tag("event", happening.name())
                .register(registry)
                .increment();
    }

    /** Counts a story once, when it has ended. */
    void hear(Story story) {
        if (story.outcome() == Outcome.RUNNING) {
            return;
        }
        ended(story.outcome()).increment();
        for (Phase phase : Phase.values()) {
            Duration after = story.after(phase);
            if (after != null && story.outcome() == Outcome.DONE) {
                took(phase).record(after);
            }
        }
    }

    private Counter ended(Outcome outcome) {
        return Counter.builder("vedette.failovers")
                .description("Failovers that this sentinel saw end, and how.")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private Timer took(Phase phase) {
        return Timer.builder("vedette.failover.phase")
                .description("From the first doubt to each phase of a failover that this sentinel led.")
                .tag("phase", phase.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    /** The text that is read. */
    Future<String> text() {
        Future<Picture> seen = pictures.recent();
        Future<Counts> counted = inside.ask(Bus.COMMAND, new VisitorAsk.Count(), Counts.class);
        Future<JsonObject> cluster =
                Neighbours.ask(inside, new ClusterAsk.Show()).otherwise(e -> new JsonObject());
        return Future.all(seen, counted, cluster).map(all -> {
            picture = seen.result();
            counts = counted.result();
            show(seen.result(), cluster.result());
            return registry.scrape();
        });
    }

    private void show(Picture now, JsonObject cluster) {
        rows.values().forEach(List::clear);
        if (cluster.getBoolean("enabled", false)) {
            show(cluster);
        }
        for (MonitorReport.Master master : now.monitor().masters()) {
            master(now, master);
        }
        rows.forEach((name, list) -> gauge(name).register(new ArrayList<>(list), true));
    }

    private void show(JsonObject cluster) {
        put("vedette.cluster.joined", Tags.empty(), one(cluster.getBoolean("joined")));
        put("vedette.cluster.unread", Tags.empty(), cluster.getLong("unread"));
        long heard = cluster.getJsonArray("nodes").stream()
                .filter(node -> ((JsonObject) node).getBoolean("heard"))
                .count();
        put("vedette.cluster.nodes", Tags.empty(), heard);
        for (Object each : cluster.getJsonArray("disagreements")) {
            JsonObject about = (JsonObject) each;
            put(
                    "vedette.cluster.disagreement",
                    Tags.of(
                            "master",
                            about.getString("master"),
                            "kind",
                            about.getString("kind"),
                            "subject",
                            about.getString("subject")),
                    1);
        }
    }

    private MultiGauge gauge(String name) {
        return gauges.computeIfAbsent(
                name,
                n -> MultiGauge.builder(n).description(HELP.getOrDefault(n, n)).register(registry));
    }

    private void put(String name, Tags tags, double value) {
        rows.computeIfAbsent(name, n -> new ArrayList<>()).add(Row.of(tags, value));
    }

    private static double one(boolean yes) {
        return yes ? 1 : 0;
    }

    private void master(Picture now, MonitorReport.Master master) {
        MasterView view = views.view(now, master);
        Tags tags = Tags.of("master", view.name());
        put("vedette.master.up", tags, one(master.health().downFor() == null && view.isKnown()));
        put("vedette.master.sdown", tags, one(master.health().downFor() != null));
        put("vedette.master.odown", tags, one(view.isOdown()));
        put("vedette.master.failing.over", tags, one(view.isFailingOver()));
        put("vedette.master.can.fail.over", tags, one(view.canFailOver()));
        put("vedette.master.config.epoch", tags, master.picture().configEpoch().value());
        put("vedette.master.quorum", tags, master.picture().settings().quorum());
        put("vedette.master.replicas", tags, master.replicas().size());
        put("vedette.master.sentinels", tags, master.voters());
        put("vedette.master.sentinels.usable", tags, master.usable());
        put("vedette.master.sentinels.agreeing", tags, view.agreeing());
        instance(tags, "master", master.picture().address(), master.health());
        for (MonitorReport.Replica replica : master.replicas()) {
            Tags its = instance(tags, "replica", replica.address(), replica.health());
            put("vedette.replica.link.up", its, one(replica.masterLinkUp()));
            put("vedette.replica.role.ok", its, one(replica.node().roleReported() == Role.REPLICA));
            view.lagBytes(replica.address()).ifPresent(lag -> put("vedette.replica.lag.bytes", its, lag));
        }
        master.peers().forEach(peer -> instance(tags, "sentinel", peer.ref().address(), peer.health()));
    }

    private Tags instance(Tags master, String kind, Address address, Health health) {
        Tags tags = master.and(
                "kind", kind, "instance_address", views.book().shown(address).toString());
        put("vedette.instance.up", tags, one(health.downFor() == null));
        put("vedette.instance.sdown", tags, one(health.downFor() != null));
        put("vedette.instance.silence.seconds", tags, health.lastValidPing().toMillis() / MILLIS);
        put("vedette.instance.pending.commands", tags, health.pendingCommands());
        return tags;
    }

    private static final SortedMap<String, String> HELP = help();

    private static SortedMap<String, String> help() {
        SortedMap<String, String> help = new TreeMap<>();
        help.put("vedette.master.up", "1 when the master answers.");
        help.put("vedette.master.sdown", "1 when it is down for this sentinel.");
        help.put("vedette.master.odown", "1 when it is down for the quorum.");
        help.put("vedette.master.failing.over", "1 while this sentinel fails over.");
        help.put("vedette.master.can.fail.over", "1 when quorum and majority can be reached.");
        help.put("vedette.master.config.epoch", "The epoch of its configuration.");
        help.put("vedette.master.quorum", "How many sentinels must agree.");
        help.put("vedette.master.replicas", "Replicas that are known.");
        help.put("vedette.master.sentinels", "Sentinels that are known, this one included.");
        help.put("vedette.master.sentinels.usable", "Those that are not down.");
        help.put("vedette.master.sentinels.agreeing", "Those that see the master down.");
        help.put("vedette.cluster.joined", "1 while this sentinel is in its cluster.");
        help.put("vedette.cluster.nodes", "Nodes that are heard, this one included.");
        help.put("vedette.cluster.unread", "What was said in the cluster and not read: too much, or made up.");
        help.put("vedette.cluster.disagreement", "1 while nodes have seen something differently for long.");
        help.put("vedette.instance.up", "1 when it is not down for this sentinel.");
        help.put("vedette.instance.sdown", "1 when it is down for this sentinel.");
        help.put("vedette.instance.silence.seconds", "Since its last valid reply to PING.");
        help.put("vedette.instance.pending.commands", "Commands that it has not answered.");
        help.put("vedette.replica.link.up", "1 when it is connected to its master.");
        help.put("vedette.replica.role.ok", "1 when it says itself that it is a replica.");
        help.put("vedette.replica.lag.bytes", "How far it is behind, as its master said last.");
        return help;
    }
}
