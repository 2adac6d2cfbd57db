package dev.vedette.bus;

import dev.vedette.model.Address;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.PeerRef;
import dev.vedette.model.Role;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the monitor knows, at one moment. All ages are counted from that moment.
 *
 * @param tiltFor how long TILT has lasted, or null
 * @param tilts how often TILT was entered, or entered anew
 */
public record MonitorReport(@Nullable Duration tiltFor, int tilts, List<Master> masters) implements Answer {
    public MonitorReport {
        masters = List.copyOf(masters);
    }

    public Optional<Master> find(MasterName name) {
        return masters.stream()
                .filter(master -> master.picture().name().equals(name))
                .findFirst();
    }

    /** @param rebooting it restarted and has not answered PONG since */
    public record Master(
            MasterPicture picture,
            Health health,
            DataNode node,
            boolean rebooting,
            List<Replica> replicas,
            List<Peer> peers) {
        public Master {
            replicas = List.copyOf(replicas);
            peers = List.copyOf(peers);
        }

        /** All sentinels that are known, this one included. */
        public int voters() {
            return peers.size() + 1;
        }

        /** Those that are not down, this one included; peers that were never reached count until they are down. */
        public long usable() {
            return 1
                    + peers.stream()
                            .filter(peer -> peer.health().downFor() == null)
                            .count();
        }

        public int majority() {
            return voters() / 2 + 1;
        }

        public boolean quorumIsUsable() {
            return usable() >= picture.settings().quorum();
        }

        public boolean majorityIsUsable() {
            return usable() >= majority();
        }
    }

    public record Replica(
            Address address,
            Health health,
            DataNode node,
            Duration masterLinkDown,
            boolean masterLinkUp,
            @Nullable String masterHost,
            int masterPort,
            int priority,
            long offset,
            boolean announced) {}

    public record Peer(PeerRef ref, Health health) {}

    /**
     * @param lastPingSent age of the pending PING; zero when none is pending
     * @param downFor how long it has been subjectively down, or null
     * @param scriptKillSent SCRIPT KILL was sent while it is down
     */
    public record Health(
            boolean disconnected,
            int pendingCommands,
            int linkUsers,
            Duration lastPingSent,
            Duration lastValidPing,
            Duration lastPing,
            @Nullable Duration downFor,
            boolean scriptKillSent) {}

    /**
     * @param infoAge since the last INFO, or null when there never was one
     * @param infoText what it said, or null
     */
    public record DataNode(
            @Nullable RunId runId,
            @Nullable Duration infoAge,
            @Nullable String infoText,
            Role roleReported,
            Duration roleReportedFor) {}
}
