package dev.vedette.platform;

import io.vertx.core.Future;

/**
 * The door to name servers. Never blocks the caller, but takes as long as it takes: callers have their own patience.
 */
public interface Names {
    /** The IP address that a name stands for now, in the form of {@link dev.vedette.model.IpText}. */
    Future<String> lookUp(String host);
}
