package dev.vedette.monitor;

import dev.vedette.model.Moment;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a master need not be waited out: its process is gone, and that is evident.
 *
 * <p>Silence alone may be ours. A refused connection is an answer: the host is there, and nobody listens. One thing can
 * still forge it, a firewall that rejects us; but then the replication links live on. So the replicas are asked at
 * once, and all of them that follow the master and are not known to be down must say, after the refusal, that they have
 * just lost it: one that has long been without it, or was never in step, is no witness. One live link refutes it, and
 * who cannot be asked holds it up; then the clock decides, as always. Without replicas that can be asked there is
 * nothing to fail over to, and nothing is evident.
 *
 * <p>Each sentinel judges for itself, and quorum and majority are what they were: this makes us say "down" sooner, not
 * with fewer voices. Off unless the operator asks for it, because a supervisor may bring the process back faster than
 * anything else could.
 */
final class CrashEvidence {
    /** Replicas tell in whole seconds since when they miss their master. */
    private static final Duration COINCIDENCE = Duration.ofSeconds(2);

    private @Nullable Moment refusedSince;
    private boolean evident;

    /** Nobody listens at the master's port. Means something only where somebody did. */
    static void refused(MasterWatch watch, NodeWatch node, Tending tending, Moment now) {
        if (node.crash.refusedSince != null || !node.isKnownMaster()) {
            return;
        }
        node.crash.refusedSince = now;
        if (watch.settings().crashDetection()) {
            for (NodeWatch replica : watch.replicas()) {
                replica.urgent(now);
                tending.tend(replica.health);
            }
        }
    }

    /** The haste about the replicas was about this; that of a failover is another. */
    static void connected(MasterWatch watch, NodeWatch node) {
        if (node.crash.isSought() && !watch.isFailingOver()) {
            watch.replicas().forEach(NodeWatch::settled);
        }
    }

    /** It is there after all, or what it was is forgotten. */
    void answered() {
        refusedSince = null;
        evident = false;
    }

    /** Its port refuses: what replicas say matters. */
    boolean isSought() {
        return refusedSince != null;
    }

    /** Weighs what is known now. What was evident stays so until somebody says otherwise. */
    boolean isEvident(MasterWatch watch, Moment now) {
        Moment since = refusedSince;
        if (since == null || !watch.settings().crashDetection()) {
            evident = false;
            return false;
        }
        List<NodeWatch> witnesses = watch.replicas().stream()
                .filter(replica -> !replica.isDown() && replica.mayFollow(watch.address()))
                .toList();
        Duration ago = now.since(since).plus(COINCIDENCE);
        boolean allLost = witnesses.stream()
                .allMatch(replica ->
                        replica.hasAnsweredSince(since) && replica.info().lostMasterWithin(ago));
        boolean linked = witnesses.stream()
                .anyMatch(replica ->
                        replica.hasAnsweredSince(since) && replica.info().masterLinkUp());
        evident = !linked && (evident || allLost && !witnesses.isEmpty());
        return evident;
    }
}
