package dev.vedette.brain;

import dev.vedette.bus.Bus;
import dev.vedette.bus.Pulse;
import dev.vedette.model.Chance;
import dev.vedette.platform.LocalBus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** The heartbeat: 10 to 19 times a second, drawn anew each time so that sentinels do not march in step. */
public final class PulseVerticle extends VerticleBase {
    private static final int SLOWEST_HZ = 10;
    private static final int FASTEST_HZ = 19;

    private final Chance chance;
    private long sequence;
    private long timer;

    public PulseVerticle(Chance chance) {
        this.chance = chance;
    }

    @Override
    public Future<?> start() {
        next(LocalBus.of(vertx));
        return Future.succeededFuture();
    }

    private void next(LocalBus bus) {
        timer = vertx.setTimer(1000 / chance.between(SLOWEST_HZ, FASTEST_HZ), id -> {
            bus.publish(Bus.PULSE, new Pulse(++sequence));
            next(bus);
        });
    }

    @Override
    public Future<?> stop() {
        vertx.cancelTimer(timer);
        return Future.succeededFuture();
    }
}
