package dev.vedette.sim.stock;

import dev.vedette.model.Address;
import dev.vedette.model.Chance;
import dev.vedette.model.Epoch;
import dev.vedette.model.IpText;
import dev.vedette.model.Kind;
import dev.vedette.model.RunId;
import dev.vedette.platform.Platform;
import dev.vedette.sim.Life;
import dev.vedette.sim.Observation;
import dev.vedette.sim.SimPlatform;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The global state of one C process, and what its parts share. They reach one another through it, as there everything
 * reaches everything: the point is to be as it is there, and each part can be laid beside its section of the C file.
 */
final class Core {
    /** The zero of the C program: so long ago that every wait is over. */
    static final Instant NEVER = Instant.EPOCH;

    /** What the system gives a connect. */
    private static final int CONNECT_MILLIS = 127_000;

    final Life life;
    final StockLoop loop;
    final NetClient client;
    final StateFile file;
    final Links links = new Links(this);
    final InfoReader info = new InfoReader(this);
    final Hellos hellos = new Hellos(this);
    final Downs downs = new Downs(this);
    final Election election = new Election(this);
    final Failover failover = new Failover(this);
    final Cron cron = new Cron(this);
    final Server server = new Server(this);
    final Map<String, Instance> masters = new LinkedHashMap<>();
    RunId myId = new RunId("");
    Epoch currentEpoch = Epoch.ZERO;
    int port = StockSentinel.PORT;
    boolean tilt;
    Instant tiltStart = NEVER;
    Instant previousTick = NEVER;
    private final Platform platform;

    Core(Life life, String path) {
        this.life = life;
        this.platform = new SimPlatform(life);
        this.loop = new StockLoop(life, path);
        this.client = life.vertx.createNetClient(
                new NetClientOptions().setConnectTimeout(CONNECT_MILLIS).setReconnectAttempts(0));
        this.file = new StateFile(this);
    }

    /** The wall clock, which is the one that the C program goes by. */
    Instant now() {
        return platform.clock().wall().truncatedTo(ChronoUnit.MILLIS);
    }

    Duration since(Instant then) {
        return Duration.between(then, now());
    }

    boolean isOlder(Instant then, Duration than) {
        return since(then).compareTo(than) > 0;
    }

    Chance chance(String name) {
        return platform.chance("stock/" + name);
    }

    void save() {
        loop.save(file::text);
    }

    /** An event about an instance, with its details alone. */
    void event(String name, Instance subject) {
        event(name, subject, subject.details());
    }

    void event(String name, @Nullable Instance subject, String payload) {
        server.publish(name, payload);
        Observation announced = new Observation.StockAnnounced(
                life.process.name,
                name,
                payload,
                subject == null ? Optional.empty() : Optional.of(subject.masterName()));
        loop.step(() -> life.world.observe(announced));
    }

    void log(String text) {
        Observation logged = new Observation.StockLogged(life.process.name, text);
        loop.step(() -> life.world.observe(logged));
    }

    /** @return null where C refuses: such an instance exists already, or this is no address */
    @Nullable
    Instance create(Kind kind, String name, String host, int port, @Nullable Instance owner) {
        String ip = IpText.canonical(host);
        if (ip == null || port < 0 || port > Address.MAX_PORT) {
            return null;
        }
        Address address = new Address(ip, port);
        String key = kind == Kind.REPLICA ? address.toString() : name;
        Map<String, Instance> siblings =
                owner == null ? masters : kind == Kind.REPLICA ? owner.slaves : owner.sentinels;
        if (siblings.containsKey(key)) {
            return null;
        }
        Instance created = new Instance(this, kind, key, address, owner);
        siblings.put(key, created);
        return created;
    }

    @Nullable
    Instance masterAt(Address address) {
        return masters.values().stream()
                .filter(master -> master.address.equals(address))
                .findFirst()
                .orElse(null);
    }

    /** Reads a number as C does: as far as there are digits. */
    static long number(String text) {
        int end = 0;
        while (end < text.length() && (Character.isDigit(text.charAt(end)) || end == 0 && text.charAt(0) == '-')) {
            end++;
        }
        try {
            return end == 0 ? 0 : Long.parseLong(text.substring(0, end));
        } catch (NumberFormatException tooLongOrLoneSign) {
            return 0;
        }
    }

    static Epoch epoch(String text) {
        try {
            return new Epoch(Long.parseUnsignedLong(text));
        } catch (NumberFormatException garbage) {
            return new Epoch(number(text));
        }
    }
}
