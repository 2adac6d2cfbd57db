package dev.vedette.sim;

import java.time.Duration;

/** The system's own questions on a silent connection whose program asked for them: is anybody there? */
final class Probes {
    private final World world;
    private final LenientConfig config;
    private final Runnable ask;
    private final Runnable giveUp;
    private Duration heard;
    private int unanswered;
    private int turn;

    Probes(World world, LenientConfig config, Runnable ask, Runnable giveUp) {
        this.world = world;
        this.config = config;
        this.ask = ask;
        this.giveUp = giveUp;
        this.heard = world.now();
    }

    /** The other end is there. */
    void heard() {
        heard = world.now();
        unanswered = 0;
    }

    /** The connection begins, or is to be asked at other times. */
    void restart() {
        int mine = ++turn;
        if (config.keepsAlive()) {
            world.after(config.idle(), () -> look(mine));
        }
    }

    void end() {
        turn++;
    }

    private void look(int mine) {
        if (mine != turn) {
            return;
        }
        Duration silent = world.now().minus(heard);
        if (silent.compareTo(config.idle()) < 0) {
            world.after(config.idle().minus(silent), () -> look(mine));
        } else if (unanswered == config.times()) {
            giveUp.run();
        } else {
            unanswered++;
            ask.run();
            world.after(config.pause(), () -> look(mine));
        }
    }
}
