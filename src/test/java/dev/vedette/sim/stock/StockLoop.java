package dev.vedette.sim.stock;

import dev.vedette.sim.Life;
import dev.vedette.sim.Observation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The one thread of the C program. It handles one input to its end, then writes to its sockets, then takes the next.
 *
 * <p>Saving is synchronous there: the thread stands still until the disk has answered. Our disks answer later, so what
 * follows a save within a handler is kept as a step, and inputs wait: nobody hears of anything that a crash could still
 * undo, and a disk that hangs takes the whole process with it.
 */
final class StockLoop {
    /** Somewhere that bytes wait to be written once the handler is through. */
    interface Outlet {
        void transmit();
    }

    private final Life life;
    private final String path;
    private final Deque<Runnable> inputs = new ArrayDeque<>();
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private final Set<Outlet> filled = new LinkedHashSet<>();
    private boolean turning;
    private boolean saving;
    private boolean saved = true;

    StockLoop(Life life, String path) {
        this.life = life;
        this.path = path;
    }

    /** Something comes from outside: bytes, a timer, the end of a connection. */
    void enter(Runnable input) {
        inputs.add(input);
        turn();
    }

    /** Happens after whatever the present handler has asked to be saved so far. */
    void step(Runnable step) {
        steps.add(step);
    }

    /** Saves what is true now. A failure is only logged, as there: what depends on it goes on. */
    void save(Supplier<String> text) {
        String now = text.get();
        steps.add(() -> {
            saving = true;
            life.process.disk.replace(path, now).onComplete(result -> {
                saving = false;
                saved = result.succeeded();
                String said = saved ? Observation.StockLogged.SAVED : Observation.StockLogged.NOT_SAVED;
                life.world.observe(new Observation.StockLogged(life.process.name, said));
                turn();
            });
        });
    }

    /** Whether the last save did what it should. */
    boolean hasSaved() {
        return saved;
    }

    void filled(Outlet outlet) {
        filled.add(outlet);
    }

    void emptied(Outlet outlet) {
        filled.remove(outlet);
    }

    private void turn() {
        if (turning) {
            return;
        }
        turning = true;
        while (!saving && life.alive() && next()) {
            continue;
        }
        turning = false;
    }

    private boolean next() {
        if (!steps.isEmpty()) {
            steps.remove().run();
        } else if (!filled.isEmpty()) {
            List<Outlet> outlets = new ArrayList<>(filled);
            filled.clear();
            outlets.forEach(Outlet::transmit);
        } else if (!inputs.isEmpty()) {
            inputs.remove().run();
        } else {
            return false;
        }
        return true;
    }
}
