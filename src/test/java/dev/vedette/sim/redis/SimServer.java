package dev.vedette.sim.redis;

import dev.vedette.model.Address;
import dev.vedette.model.RunId;
import dev.vedette.platform.SeededChance;
import dev.vedette.sim.SimProcess;
import dev.vedette.sim.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The handle of a model server, from one run to the next: storms hurt it here, and checkers look at it here.
 *
 * <p>What outlives a run is its file and, with {@code appendonly yes}, its data; both are on the disk of its process.
 * The knobs that a real server has are lines of that file; {@link #config} turns them while it runs as well.
 */
public final class SimServer {
    public static final int PORT = 6_379;
    private static final Duration QUICKEST_TRANSFER = Duration.ofMillis(20);
    private static final long MICROS_TO_NANOS = 1_000;

    public final SimProcess process;
    final Map<String, String> onDisk = new TreeMap<>();
    private final EnumSet<Trouble> troubles = EnumSet.noneOf(Trouble.class);
    private Duration slowestTransfer = Duration.ofMillis(300);
    private Duration leastLoad = Duration.ZERO;
    SeededChance chance;
    private @Nullable SimRedis run;
    private int toldPriority = 100;

    /** @param lines of its file; without any it is a master with the defaults of a real server, but no sync delay */
    public SimServer(World world, String name, String ip, String... lines) {
        this.chance = world.chance(name + "/redis");
        this.process = world.process(name, ip, 1, life -> {
            SimRedis fresh = new SimRedis(this, life);
            run = fresh;
            return List.of(fresh);
        });
        List<String> conf = new ArrayList<>(List.of("port " + PORT, "repl-diskless-sync-delay 0"));
        conf.addAll(List.of(lines));
        process.disk.put(SimRedis.CONF, String.join("\n", conf) + "\n");
    }

    /** The line that makes a server follow another one. */
    public static String replicaOf(SimServer master) {
        return RedisConf.masterLine(master.address());
    }

    public void start() {
        process.start();
    }

    public void kill() {
        process.kill();
    }

    /** What it had saved is gone, as when its volume was replaced; what it holds in memory it still has. */
    public void forget() {
        process.world.trace.note(process.name, "its data on disk is gone");
        onDisk.clear();
    }

    /** Kills it if it is alive, and starts it on what its disk says. */
    public void restart() {
        if (process.life().alive()) {
            kill();
        }
        start();
    }

    /** What was about the run before is over. */
    void begins() {
        troubles.removeIf(trouble -> !trouble.survivesRestart());
    }

    public boolean runs() {
        return run != null && process.runs();
    }

    public Address address() {
        return new Address(process.host(), PORT);
    }

    /** From now on it has this as well. */
    public void trouble(Trouble trouble) {
        if (troubles.add(trouble)) {
            process.world.trace.note(process.name, "trouble: " + trouble);
        }
    }

    public void end(Trouble trouble) {
        if (troubles.remove(trouble)) {
            process.world.trace.note(process.name, "no more trouble: " + trouble);
            if (run != null) {
                run.relieved();
            }
        }
    }

    public boolean has(Trouble trouble) {
        return troubles.contains(trouble);
    }

    public Set<Trouble> troubles() {
        return EnumSet.copyOf(troubles);
    }

    /** Sets a directive now, if it runs, and in its file, as CONFIG SET and CONFIG REWRITE would. */
    public void config(String name, String value) {
        process.world.trace.note(process.name, "config " + name + " " + value);
        if (run != null && process.life().alive()) {
            refuse(run.configure(name, value));
        }
        RedisConf file = RedisConf.read(conf());
        refuse(file.set(name, value));
        process.disk.put(SimRedis.CONF, file.rewritten());
    }

    private static void refuse(@Nullable String why) {
        if (why != null) {
            throw new IllegalArgumentException(why);
        }
    }

    /** Adds a line to its file, for the next start: {@code rename-command CONFIG ""}, {@code user default …}. */
    public void addLine(String line) {
        process.disk.put(SimRedis.CONF, conf() + line + "\n");
    }

    /** What its file says now. */
    public String conf() {
        return String.valueOf(process.disk.text(SimRedis.CONF));
    }

    /** From now on a full resync takes up to this long to arrive. */
    public void slowTransfers(Duration slowest) {
        slowestTransfer = slowest;
    }

    Duration drawnTransfer() {
        return QUICKEST_TRANSFER.plus(chance.upTo(slowestTransfer));
    }

    /** From now on it takes at least so long to load data, at a start and after a full resync. */
    public void slowLoads(Duration least) {
        leastLoad = least;
    }

    Duration loadTime(int keys) {
        long micros = run == null ? 0 : (long) keys * run.conf.number("key-load-delay");
        return leastLoad.plusNanos(micros * MICROS_TO_NANOS);
    }

    private SimRedis running() {
        if (run == null) {
            throw new IllegalStateException(process.name + " was never started");
        }
        return run;
    }

    public RunId runId() {
        return running().state.runId;
    }

    public boolean isMaster() {
        return running().state.isMaster();
    }

    /** Whom it follows; null for a master. */
    @Nullable
    public Address master() {
        return running().state.master();
    }

    /** A replica that hears its master. */
    public boolean linkUp() {
        return runs() && running().replicaSide.isConnected();
    }

    /** How far it is with its master, as ROLE names it. */
    public String phase() {
        return runs() ? running().replicaSide.phase() : "not running";
    }

    public boolean isLoading() {
        return running().state.isLoading();
    }

    public boolean isSyncing() {
        return running().replicaSide.isReceiving();
    }

    public long offset() {
        return running().state.history.offset();
    }

    public String replicationId() {
        return running().state.history.id();
    }

    public int priority() {
        return running().conf.number("replica-priority");
    }

    /** What INFO last said of it: that of a master says nothing. */
    public int toldPriority() {
        return toldPriority;
    }

    void tellsPriority(int priority) {
        toldPriority = priority;
    }

    /** All keys and values that it would answer with. */
    public SortedMap<String, String> data() {
        return running().state.data.view();
    }

    public SortedSet<String> keys() {
        return new TreeSet<>(data().keySet());
    }

    /** How many replicas it sends its history to. */
    public int replicas() {
        return (int) running().masterSide.replicas().stream()
                .filter(replica -> replica.stage == MasterSide.Stage.ONLINE)
                .count();
    }

    @Override
    public String toString() {
        return process.name;
    }
}
