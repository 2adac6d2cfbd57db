package dev.vedette.platform;

import dev.vedette.model.Address;

/** The door to the machine's routing: what a peer sees as our address. Does not block. */
public interface Routes {
    /** The local IP address that a connection to {@code target} has. */
    String sourceTowards(Address target);
}
