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
    private Part part = new Part();
    private boolean waiting;

    /** Confined to one thread at a time: first to the loop that counts, then to home. */
    static final class Part {
        long commands;
        long errors;
        long reads;
        long writes;
        long inputBytes;
        long outputBytes;
        int largestInput;
        int largestOutput;

        private boolean isEmpty() {
            return reads == 0 && writes == 0 && errors == 0 && commands == 0;
        }
    }

    Tally(Vertx vertx, Clock clock, Loop home, Traffic whole) {
        this.vertx = vertx;
        this.clock = clock;
        this.home = home;
        this.whole = whole;
    }

    @Override
    public void read(Moment now, int bytes) {
        part.reads++;
        part.inputBytes += bytes;
        part.largestInput = Math.max(part.largestInput, bytes);
        tellSoon();
    }

    @Override
    public void wrote(Moment now, int bytes) {
        part.writes++;
        part.outputBytes += bytes;
        part.largestOutput = Math.max(part.largestOutput, bytes);
        tellSoon();
    }

    @Override
    public void executed(Moment now) {
        part.commands++;
    }

    @Override
    public void failed() {
        part.errors++;
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
        if (!part.isEmpty()) {
            Part told = part;
            part = new Part();
            home.run(() -> whole.add(clock.now(), told));
        }
    }
}
