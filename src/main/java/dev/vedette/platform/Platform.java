package dev.vedette.platform;

import dev.vedette.model.Chance;
import org.jspecify.annotations.Nullable;

/**
 * All doors in one hand. The network is one more: it is the Vert.x instance itself, whose transport the simulation
 * replaces.
 */
public interface Platform {
    Clock clock();

    /** A stream of its own for each name. */
    Chance chance(String name);

    Disk disk();

    Routes routes();

    Names names();

    /** @param folder where programs run and relative paths start; null is where we run */
    Processes processes(@Nullable String folder);

    Aside aside();

    /** How many clients one loop serves alone; with more, all loops do. */
    int clientsOfOneLoop();

    /** What INFO says about the process and its machine. */
    ProcessFacts process();
}
