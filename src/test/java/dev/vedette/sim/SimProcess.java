package dev.vedette.sim;

import io.vertx.core.VerticleBase;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A program on a host of its own: one ip, one disk, one wall clock. It can be stopped and continued, killed and started
 * again; what it was is then only what its disk says.
 */
final class SimProcess {
    private static final int FIRST_EPHEMERAL_PORT = 40_000;

    final World world;
    final String name;
    final InetAddress ip;
    final SimDisk disk;
    Duration skew = Duration.ZERO;
    private final int loops;
    private final Function<Life, List<? extends VerticleBase>> program;
    private @Nullable Life life;
    private int lives;
    private int ports = FIRST_EPHEMERAL_PORT;
    private boolean frozen;

    SimProcess(World world, String name, String ip, int loops, Function<Life, List<? extends VerticleBase>> program) {
        this.world = world;
        this.name = name;
        this.loops = loops;
        this.program = program;
        this.disk = new SimDisk(this);
        try {
            this.ip = InetAddress.getByName(ip);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(ip, e);
        }
    }

    String host() {
        return ip.getHostAddress();
    }

    /** Starts the program, for the first time or again, on what the disk holds. */
    void start() {
        if (life != null && life.alive()) {
            throw new IllegalStateException(name + " runs already");
        }
        frozen = false;
        world.network.hostUp(ip);
        Life fresh = new Life(this, ++lives, loops);
        life = fresh;
        world.born(fresh);
        world.trace.note(name, "starts");
        for (VerticleBase verticle : program.apply(fresh)) {
            fresh.vertx.deployVerticle(verticle).onFailure(e -> {
                if (fresh.alive()) {
                    world.checkers.broken(name + " did not start: " + e, e);
                }
            });
        }
    }

    /** Ends at once, as by SIGKILL; the host resets its connections. */
    void kill() {
        world.trace.note(name, "is killed");
        List<SimChannel> open = List.copyOf(life().channels);
        life().end();
        open.forEach(SimChannel::abandon);
    }

    /** Ends at once and without a word to anybody, as when the host loses its power. */
    void losePower() {
        world.trace.note(name, "loses power");
        life().end();
        world.network.hostDown(ip);
    }

    /** Stops running while time goes on, as by SIGSTOP; the host still accepts connections and bytes. */
    void freeze() {
        world.trace.note(name, "is frozen");
        frozen = true;
    }

    void thaw() {
        world.trace.note(name, "is thawed");
        frozen = false;
    }

    boolean runs() {
        return life != null && life.alive() && !frozen;
    }

    Life life() {
        if (life == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return life;
    }

    int nextPort() {
        return ports++;
    }

    @Override
    public String toString() {
        return name;
    }
}
