package dev.vedette.model;

import java.util.List;

/**
 * What the operator asked for about the cluster, in which sentinels show and tell one another what no decision needs.
 *
 * @param enabled whether there is one; otherwise nothing of it exists
 * @param name only nodes of the same name find one another
 * @param host the one address of this machine that others reach, and where is listened
 * @param port of Hazelcast
 * @param busPort of the event bus
 * @param members where Hazelcast of the others listens; nobody else is looked for
 * @param secret signs whatever nodes tell each other; empty for no signature
 */
public record ClusterSettings(
        boolean enabled, String name, String host, int port, int busPort, List<Address> members, String secret) {
    public static final int DEFAULT_PORT = 5_701;

    /** How far the port of the event bus is above the other one, unless it is said. */
    public static final int BUS_PORT_ABOVE = 100;

    /** Nobody is met. */
    public static final ClusterSettings OFF = new ClusterSettings(
            false, "vedette", "127.0.0.1", DEFAULT_PORT, DEFAULT_PORT + BUS_PORT_ABOVE, List.of(), "");

    public ClusterSettings {
        members = List.copyOf(members);
    }

    /** Whether nobody but this machine can connect. */
    public boolean isPrivate() {
        return BindAddress.of(host).isLoopback();
    }

    /** Never shows the secret: this text may end up in logs. */
    @Override
    public String toString() {
        return "ClusterSettings[" + enabled + ", " + name + ", " + host + ":" + port + ", " + busPort + ", " + members
                + (secret.isEmpty() ? "" : ", with a secret") + "]";
    }
}
