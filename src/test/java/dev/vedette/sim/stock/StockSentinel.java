package dev.vedette.sim.stock;

import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.RunId;
import dev.vedette.sim.Life;
import dev.vedette.sim.Observation;
import dev.vedette.sim.SimProcess;
import dev.vedette.sim.World;
import dev.vedette.sim.storm.Watcher;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A Redis Sentinel 7.0 on a simulated host: the C program's decisions, in its order and with its periods, so that
 * storms can have peers that are not of our making.
 *
 * <p>It is as faithful as we know how, which includes what is wrong with it: a leader hangs when the replica that it
 * promoted dies, a split vote costs twice failover-timeout, two forced failovers in one epoch never come together.
 * Nothing here may be repaired for the sake of a test; what is true of it is said by a contract that the real program
 * is held to as well. It shares no decision with the program under test. Left out are scripts, host names, passwords,
 * renamed commands, TLS, and RESP3.
 */
public final class StockSentinel implements Watcher {
    public static final int PORT = 26_379;

    public final SimProcess process;
    private final String path;
    private Core core;

    /** @param conf a sentinel.conf, also one that any sentinel left behind */
    public StockSentinel(World world, String name, String ip, String conf) {
        this.process = world.process(name, ip, 1, this::program);
        this.path = "/" + name + "/sentinel.conf";
        process.disk.put(path, conf);
    }

    private List<VerticleBase> program(Life life) {
        Core fresh = new Core(life, path);
        fresh.file.read(onDisk());
        core = fresh;
        return List.of(new VerticleBase() {
            @Override
            public Future<?> start() {
                return boot(fresh);
            }
        });
    }

    private static Future<?> boot(Core core) {
        if (core.myId.value().isEmpty()) {
            core.myId = core.chance("identity").runId();
            core.save();
        }
        Observation started = new Observation.StockStarted(core.life.process.name, core.myId, core.currentEpoch);
        core.loop.step(() -> core.life.world.observe(started));
        for (Instance master : core.masters.values()) {
            core.event("+monitor", master, master.details() + " quorum " + master.quorum);
        }
        Future<?> listening = core.server.listen();
        core.loop.enter(core.cron::start);
        return listening;
    }

    @Override
    public SimProcess process() {
        return process;
    }

    @Override
    public RunId id() {
        return core.myId;
    }

    @Override
    public boolean watches(MasterName master) {
        return core.masters.containsKey(master.value());
    }

    @Override
    public MasterSettings settings(MasterName name) {
        Instance master = master(name);
        return MasterSettings.withQuorum(master.quorum)
                .downAfter(master.downAfter)
                .failoverTimeout(master.failoverTimeout)
                .parallelSyncs(master.parallelSyncs);
    }

    @Override
    public Address names(MasterName master) {
        return master(master).currentAddress();
    }

    @Override
    public Address follows(MasterName master) {
        return master(master).address;
    }

    @Override
    public Epoch configEpoch(MasterName master) {
        return master(master).configEpoch;
    }

    @Override
    public Set<Address> replicas(MasterName master) {
        Set<Address> addresses = new TreeSet<>();
        master(master).slaves.values().forEach(slave -> addresses.add(slave.address));
        return addresses;
    }

    @Override
    public Set<RunId> peers(MasterName master) {
        Set<RunId> ids = new TreeSet<>();
        master(master).sentinels.keySet().forEach(id -> ids.add(new RunId(id)));
        return ids;
    }

    /** The epoch that no later vote may be of, unless it is the same one. */
    public Epoch currentEpoch() {
        return core.currentEpoch;
    }

    public Epoch leaderEpoch(MasterName master) {
        return master(master).leaderEpoch;
    }

    public boolean isInTilt() {
        return core.tilt;
    }

    /** What a start would find on the disk now. */
    public String onDisk() {
        String text = process.disk.text(path);
        return text == null ? "" : text;
    }

    private Instance master(MasterName name) {
        Instance master = core.masters.get(name.value());
        if (master == null) {
            throw new IllegalStateException(this + " does not monitor " + name);
        }
        return master;
    }

    @Override
    public String toString() {
        return process.name;
    }
}
