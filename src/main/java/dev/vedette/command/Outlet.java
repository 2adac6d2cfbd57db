package dev.vedette.command;

import io.vertx.core.buffer.Buffer;

/** Where a session's unasked messages go. Never waits; may be used on any thread. */
interface Outlet {
    /** Sends a message, or drops the connection when it is too far behind. */
    void deliver(Buffer message);

    /** Obeys it no more from here on, and closes it without waiting for whatever was still to be said. */
    void drop();

    /** Whether silence is no reason to close it. */
    boolean mayBeSilent();

    /** Drops the connection when it has been behind for too long. */
    void checkPace();

    /** Bytes that are on their way. */
    long backlog();
}
