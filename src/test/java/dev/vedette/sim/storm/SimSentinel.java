package dev.vedette.sim.storm;

import dev.vedette.SentinelVerticle;
import dev.vedette.config.ConfigLoader;
import dev.vedette.config.Loading;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelState;
import dev.vedette.sim.Life;
import dev.vedette.sim.Observation;
import dev.vedette.sim.SimPlatform;
import dev.vedette.sim.SimProcess;
import dev.vedette.sim.World;
import dev.vedette.sim.check.Calm;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A whole sentinel, as {@code main} would deploy it, on a simulated host. */
public final class SimSentinel implements Watcher {
    public static final int PORT = 26_379;
    private static final int LOOPS = 3;

    public final SimProcess process;
    private final String path;
    private final String conf;
    private Tap tap;
    private SentinelState startedWith;

    public SimSentinel(World world, String name, String ip, String conf) {
        this.process = world.process(name, ip, LOOPS, this::program);
        this.conf = conf;
        this.path = "/" + name + "/sentinel.conf";
        process.disk.put(path, conf);
    }

    private List<VerticleBase> program(Life life) {
        SimPlatform platform = new SimPlatform(life);
        Loading loading = ConfigLoader.load(process.disk.path(path), List.of(), platform.chance("identity"));
        if (loading instanceof Loading.Refused refused) {
            life.world.broken(refused.report(process.name));
            return List.of();
        }
        Loading.Loaded loaded = (Loading.Loaded) loading;
        startedWith = loaded.state();
        tap = new Tap(life, startedWith);
        life.world.observe(new Observation.Started(process.name, startedWith));
        return List.of(tap, new SentinelVerticle(loaded, platform, status -> {
            life.world.trace.note(process.name, "exits with " + status);
            life.world.observe(new Observation.Exited(process.name, status, tap.lastWords()));
            process.kill();
        }));
    }

    /** What a start would find on the disk now. */
    public SentinelState onDisk() {
        Loading loading = ConfigLoader.loadConf(
                Path.of(path), process.disk.text(path), List.of(), new SimPlatform(process.life()).chance("identity"));
        return ((Loading.Loaded) loading).state();
    }

    /** Its configuration file as an operator left it, and as it is now. */
    public Calm.Kept file() {
        return new Calm.Kept(process.name, conf, process.disk.text(path));
    }

    /** What the disk said at the last start. */
    public SentinelState startedWith() {
        return startedWith;
    }

    @Override
    public SimProcess process() {
        return process;
    }

    @Override
    public RunId id() {
        return startedWith.myId();
    }

    @Override
    public boolean watches(MasterName master) {
        return tap.pictures().containsKey(master);
    }

    @Override
    public MasterSettings settings(MasterName master) {
        return tap.pictures().get(master).settings();
    }

    @Override
    public Address names(MasterName master) {
        return tap.pictures().get(master).advertised();
    }

    @Override
    public Set<Address> replicas(MasterName master) {
        return tap.pictures().get(master).replicas();
    }

    @Override
    public Set<RunId> peers(MasterName master) {
        return tap.peers(master);
    }

    @Override
    public Address follows(MasterName master) {
        return tap.pictures().get(master).address();
    }

    @Override
    public Epoch configEpoch(MasterName master) {
        return tap.pictures().get(master).configEpoch();
    }

    @Override
    public String toString() {
        return process.name;
    }
}
