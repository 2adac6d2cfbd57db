package dev.vedette.monitor;

import dev.vedette.bus.MonitorReport;
import dev.vedette.model.Moment;
import dev.vedette.model.PeerRef;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A peer under one master: the link and its clocks are shared by all masters, the verdict is not. */
final class PeerWatch {
    final PeerRef ref;
    final LinkHealth health;
    private @Nullable Moment downSince;
    private Moment upSince;

    PeerWatch(PeerRef ref, LinkHealth health, Moment now) {
        this.ref = ref;
        this.health = health;
        this.upSince = now;
    }

    /** The same peer where it listens now. The verdict stays until the link's clocks say otherwise. */
    PeerWatch at(PeerRef now) {
        PeerWatch moved = new PeerWatch(now, health, upSince);
        moved.downSince = downSince;
        return moved;
    }

    boolean isDown() {
        return downSince != null;
    }

    void goDown(Moment now) {
        downSince = now;
    }

    void comeUp(Moment now) {
        downSince = null;
        upSince = now;
    }

    /** It has been well for so long that we have heard what it knows. */
    boolean hasBeenUpFor(Duration span, Moment now) {
        return downSince == null && !health.disconnected() && now.isPast(upSince, span);
    }

    MonitorReport.Peer report(int linkUsers, Moment now) {
        Duration downFor = downSince == null ? null : now.since(downSince);
        return new MonitorReport.Peer(
                ref,
                new MonitorReport.Health(
                        health.disconnected(),
                        health.pending(),
                        linkUsers,
                        health.pendingPing(now),
                        health.sinceValid(now),
                        health.sinceReply(now),
                        downFor,
                        false));
    }
}
