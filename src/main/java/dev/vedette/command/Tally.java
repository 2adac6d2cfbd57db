package dev.vedette.command;

import dev.vedette.model.Moment;
import dev.vedette.platform.Clock;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * What a loop that is not the room's home has counted since it last told home: it does so before each command that it
 * hands over, so that INFO knows of all that its connection has sent before, and otherwise ten times a second.
 * Rejected: counters that all threads share, which every command would have to fetch from the other core.
 */
final class Tally implements Counts {
    private static final Duration UNTOLD = Duration.ofMillis(100);

    private final Vertx vertx;
    private final Clock clock;
    private final Loop home;
    private final Traffic whole;
    private Counted untold = new Counted();
    private boolean waiting;

    Tally(Vertx vertx, Clock clock, Loop home, Traffic whole) {
        this.vertx = vertx;
        this.clock = clock;
        this.home = home;
        this.whole = whole;
    }

    @Override
    public void read(Moment now, int bytes) {
        untold.read(bytes);
        tellSoon();
    }

    @Override
    public void wrote(Moment now, int bytes) {
        untold.wrote(bytes);
        tellSoon();
    }

    @Override
    public void executed(Moment now) {
        untold.executed();
    }

    @Override
    public void failed() {
        untold.failed();
    }

    private void tellSoon() {
        if (!waiting) {
            waiting = true;
            vertx.setTimer(UNTOLD.toMillis(), id -> {
                waiting = false;
                tell();
            });
        }
    }

    void tell() {
        if (!untold.isNothing()) {
            Counted told = untold;
            untold = new Counted();
            home.run(() -> whole.add(clock.now(), told));
        }
    }
}
