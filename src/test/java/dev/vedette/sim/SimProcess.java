package dev.vedette.sim;

import io.vertx.core.VerticleBase;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A program on a host of its own: one ip, one disk, one wall clock. It can be stopped and continued, killed and started
 * again; what it was is then only what its disk says.
 */
public final class SimProcess {
    private static final int FIRST_EPHEMERAL_PORT = 40_000;

    public final World world;
    public final String name;
    public final InetAddress ip;
    public final SimDisk disk;
    public final SimClock clock;
    /** What it started so far, path and arguments, in this order. */
    public final List<String> programs = new ArrayList<>();

    /** Whether every program that it starts hangs until it is killed. */
    public boolean programsHang;

    private final int loops;
    private final Function<Life, List<? extends VerticleBase>> program;
    private @Nullable Life life;
    private int lives;
    private int ports = FIRST_EPHEMERAL_PORT;
    private boolean frozen;

    public SimProcess(
            World world, String name, String ip, int loops, Function<Life, List<? extends VerticleBase>> program) {
        this.world = world;
        this.name = name;
        this.loops = loops;
        this.program = program;
        this.disk = new SimDisk(this);
        this.clock = new SimClock(world, this::timersMoved);
        try {
            this.ip = InetAddress.getByName(ip);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(ip, e);
        }
    }

    public String host() {
        return ip.getHostAddress();
    }

    /** Starts the program, for the first time or again, on what the disk holds. */
    public void start() {
        if (life != null && life.alive()) {
            throw new IllegalStateException(name + " runs already");
        }
        frozen = false;
        clock.wake();
        world.network.hostUp(ip);
        Life fresh = new Life(this, ++lives, loops);
        life = fresh;
        world.born(fresh);
        world.trace.note(name, "starts");
        disk.processStarts();
        world.observe(new Observation.Booted(name, host()));
        for (VerticleBase verticle : program.apply(fresh)) {
            fresh.vertx.deployVerticle(verticle).onFailure(e -> {
                if (fresh.alive()) {
                    world.broken(name + " did not start: " + e, e);
                }
            });
        }
    }

    /** Ends at once, as by SIGKILL; the host resets its connections. */
    public void kill() {
        world.trace.note(name, "is killed");
        List<SimChannel> open = List.copyOf(life().channels);
        end(false);
        open.forEach(SimChannel::abandon);
    }

    /** Ends at once and without a word to anybody, as when the host loses its power. */
    public void losePower() {
        world.trace.note(name, "loses power");
        end(true);
        disk.powerLost();
        world.network.hostDown(ip);
    }

    private void end(boolean powerLost) {
        if (life().alive()) {
            life().end();
            disk.processEnds(powerLost);
        }
    }

    /** Stops running while time goes on, as by SIGSTOP; the host still accepts connections and bytes. */
    public void freeze() {
        world.trace.note(name, "is frozen");
        frozen = true;
    }

    public void thaw() {
        world.trace.note(name, "is thawed");
        frozen = false;
        goOn();
    }

    /** One of its threads hangs, from zero, and the others go on. */
    public void stick(int thread) {
        world.trace.note(name, "hangs in thread " + thread);
        life().loops().get(thread).stick();
    }

    public void release(int thread) {
        world.trace.note(name, "goes on in thread " + thread);
        world.observe(new Observation.WentOn(name));
        life().loops().get(thread).release();
    }

    /**
     * The whole host stops, its clocks and its network card as well, as a virtual machine that is paused: what is sent
     * to it waits. When it wakes, the clock on its wall is right again and the other one knows nothing.
     */
    public void suspend() {
        world.trace.note(name, "is suspended");
        frozen = true;
        clock.sleep();
        world.network.hostAsleep(ip, true);
    }

    public void resume() {
        world.trace.note(name, "wakes");
        frozen = false;
        world.network.hostAsleep(ip, false);
        clock.wake();
        goOn();
    }

    private void goOn() {
        disk.goOn();
        if (life != null) {
            life.loops().forEach(SimLoop::ring);
        }
    }

    private void timersMoved() {
        if (life != null) {
            life.loops().forEach(SimLoop::timersMoved);
        }
    }

    public boolean isFrozen() {
        return frozen;
    }

    public boolean runs() {
        return life != null && life.alive() && !frozen;
    }

    public Life life() {
        if (life == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return life;
    }

    public int nextPort() {
        return ports++;
    }

    @Override
    public String toString() {
        return name;
    }
}
