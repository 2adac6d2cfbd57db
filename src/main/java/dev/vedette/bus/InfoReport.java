package dev.vedette.bus;

import dev.vedette.model.Address;
import dev.vedette.model.Role;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one INFO reply of a data node says, of all that it says, that a sentinel uses (reference 3.5).
 *
 * @param runId identity of this run of the server, or null when absent
 * @param replicas what it lists as connected, in its order
 * @param masterLinkDown how long its replication link has been down; zero when it is up
 * @param masterHost whom it follows, or null; only when it is a replica
 * @param priority lower is promoted first; 0 never
 * @param offset how much of the replication stream it has
 * @param announced false hides it from listings
 * @param handOver whether it hands over to a replica at the moment
 */
public record InfoReport(
        @Nullable RunId runId,
        List<Address> replicas,
        Duration masterLinkDown,
        Role role,
        @Nullable String masterHost,
        int masterPort,
        boolean masterLinkUp,
        int priority,
        long offset,
        boolean announced,
        HandOver handOver) {
    /** What it says of the command FAILOVER. */
    public enum HandOver {
        /** Nothing: it is too old for it. */
        UNKNOWN,
        IDLE,
        RUNNING
    }

    public static final int DEFAULT_PRIORITY = 100;

    public InfoReport {
        replicas = List.copyOf(replicas);
    }

    /**
     * A server that calls itself a master does not say what it is worth as a replica. That stays what it last said: a
     * priority of 0 holds also while it is a master by mistake.
     */
    public InfoReport remembering(InfoReport before) {
        return role == Role.REPLICA
                ? this
                : new InfoReport(
                        runId,
                        replicas,
                        masterLinkDown,
                        role,
                        masterHost,
                        masterPort,
                        masterLinkUp,
                        before.priority,
                        before.offset,
                        before.announced,
                        handOver);
    }

    /** The same, with another word for the host that it follows. */
    public InfoReport following(String host) {
        return new InfoReport(
                runId,
                replicas,
                masterLinkDown,
                role,
                host,
                masterPort,
                masterLinkUp,
                priority,
                offset,
                announced,
                handOver);
    }

    /** It says that it had a link to its master, and has lost it no longer than {@code span} ago. */
    public boolean lostMasterWithin(Duration span) {
        return !masterLinkUp && !masterLinkDown.isNegative() && masterLinkDown.compareTo(span) <= 0;
    }

    public boolean follows(Address address) {
        return role == Role.REPLICA && address.host().equalsIgnoreCase(masterHost) && address.port() == masterPort;
    }
}
