package dev.vedette.platform;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * The door to a further Vert.x with threads of its own, for a room that strangers visit. A simulated process has one
 * thread, so there it leads back to the Vert.x that it begins at.
 */
public interface Aside {
    /**
     * @param sentinel on whose context of now the answer comes
     * @param purpose a word for the thread
     * @param make the other one, as it is wanted
     */
    Future<Vertx> open(Vertx sentinel, String purpose, Supplier<Vertx> make);
}
