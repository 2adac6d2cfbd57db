package dev.vedette.sim.stock;

import dev.vedette.model.Chance;
import dev.vedette.model.Kind;
import java.time.Duration;
import java.util.List;

/** The timer: ten to nineteen times a second everything is looked at once (reference 3.1, 12). */
final class Cron {
    private static final int SLOWEST_HZ = 10;
    private static final int QUICKEST_HZ = 19;
    private static final int MILLIS_OF_A_SECOND = 1_000;

    private final Core core;

    Cron(Core core) {
        this.core = core;
    }

    void start() {
        core.previousTick = core.now();
        Chance pace = core.chance("pace");
        arm(1, pace);
    }

    private void arm(long millis, Chance pace) {
        core.life.vertx.setTimer(
                millis,
                timer -> core.loop.enter(() -> {
                    tick();
                    core.loop.step(() -> arm(MILLIS_OF_A_SECOND / pace.between(SLOWEST_HZ, QUICKEST_HZ), pace));
                }));
    }

    private void tick() {
        checkTilt();
        Instance ended = null;
        for (Instance master : List.copyOf(core.masters.values())) {
            handle(master);
            List.copyOf(master.slaves.values()).forEach(this::handle);
            List.copyOf(master.sentinels.values()).forEach(this::handle);
            if (master.failoverState == FailoverState.UPDATE_CONFIG) {
                ended = master;
            }
        }
        // Only the last one that was met: the others have their turn at the next tick.
        if (ended != null) {
            core.failover.switchToPromoted(ended);
        }
    }

    private void checkTilt() {
        Duration delta = core.since(core.previousTick);
        if (delta.isNegative() || delta.compareTo(Periods.TILT_TRIGGER) > 0) {
            core.tilt = true;
            core.tiltStart = core.now();
            core.event("+tilt", null, "#tilt mode entered");
        }
        core.previousTick = core.now();
    }

    private void handle(Instance instance) {
        core.links.reconnect(instance);
        core.links.sendPeriodic(instance);
        if (core.tilt) {
            if (core.since(core.tiltStart).compareTo(Periods.TILT) < 0) {
                return;
            }
            core.tilt = false;
            core.event("-tilt", null, "#tilt mode exited");
        }
        core.downs.checkSubjectively(instance);
        if (instance.is(Kind.MASTER)) {
            core.downs.checkObjectively(instance);
            if (core.failover.startIfNeeded(instance)) {
                core.downs.askPeers(instance, true);
            }
            core.failover.advance(instance);
            core.downs.askPeers(instance, false);
        }
    }
}
