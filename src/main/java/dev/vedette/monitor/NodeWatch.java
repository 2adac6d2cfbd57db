package dev.vedette.monitor;

import dev.vedette.bus.Candidate;
import dev.vedette.bus.InfoReport;
import dev.vedette.bus.MonitorReport;
import dev.vedette.model.Address;
import dev.vedette.model.Kind;
import dev.vedette.model.Moment;
import dev.vedette.model.Periods;
import dev.vedette.model.Role;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A master or a replica under watch: what it last said of itself, and our verdict. */
final class NodeWatch {
    private static final InfoReport SILENT = new InfoReport(
            null,
            java.util.List.of(),
            Duration.ZERO,
            Role.NONE,
            null,
            0,
            false,
            InfoReport.DEFAULT_PRIORITY,
            0,
            true,
            InfoReport.HandOver.UNKNOWN);

    final Address address;
    final Kind kind;
    final LinkHealth health;
    final CrashEvidence crash = new CrashEvidence();

    private InfoReport info = SILENT;
    private @Nullable RunId runId;
    private @Nullable Moment infoAt;
    private @Nullable String infoText;
    private int infosPending;
    private Moment infoAsked;
    private Role roleReported;
    private Moment roleSince;
    private Moment followsSince;
    private Moment handOverSince;
    private boolean handOverOrdered;

    private @Nullable Moment downSince;
    /** When the last down period began; kept after it ended (reference 3.6). */
    private @Nullable Moment lastDownBegan;

    private boolean scriptKillSent;
    private @Nullable Moment rebootSeen;
    /** When the question was asked that the last INFO answers. */
    private @Nullable Moment infoAskedFor;

    private @Nullable Moment urgentSince;
    private boolean infoWanted;
    private boolean unhurried;
    private boolean demoteOnSight;
    private @Nullable Moment followOnSight;
    private @Nullable Moment repairedAt;

    NodeWatch(Kind kind, LinkHealth health, Moment now) {
        this.kind = kind;
        this.health = health;
        this.address = health.address();
        roleReported = kind == Kind.MASTER ? Role.MASTER : Role.REPLICA;
        roleSince = now;
        followsSince = now;
        handOverSince = now;
        infoAsked = now;
    }

    /**
     * What changed with a new INFO.
     *
     * @param wasKnown it had answered INFO before, so that a change is one, and not a first sight
     */
    record News(boolean wasKnown, boolean rebooted, boolean roleChanged, boolean handOverChanged) {}

    News take(InfoReport report, Moment now) {
        boolean wasKnown = infoAt != null;
        boolean rebooted = runId != null && report.runId() != null && !runId.equals(report.runId());
        if (report.runId() != null) {
            runId = report.runId();
        }
        boolean roleChanged = report.role() != roleReported;
        if (roleChanged) {
            roleReported = report.role();
            roleSince = now;
        }
        boolean follows = report.role() == Role.REPLICA;
        if (follows
                && (roleChanged
                        || !Objects.equals(report.masterHost(), info.masterHost())
                        || report.masterPort() != info.masterPort())) {
            followsSince = now;
        }
        boolean handOverChanged = isHandingOver(report) != isHandingOver(info);
        if (report.handOver() != info.handOver()) {
            handOverSince = now;
        }
        info = report.remembering(info);
        infoAt = now;
        infoAskedFor = infosPending == 0 ? infoAsked : infoAskedFor;
        return new News(wasKnown, rebooted, roleChanged, handOverChanged);
    }

    /**
     * A reset makes us forget what it said, except that it said something. The connection that follows is no reason to
     * ask: whoever resets wants to see the list of replicas without those that are gone (reference 8.4).
     */
    void startOver(Moment now) {
        comeUp();
        bootFinished();
        settled();
        runId = null;
        roleReported = kind == Kind.MASTER ? Role.MASTER : Role.REPLICA;
        roleSince = now;
        crash.answered();
        infoWanted = false;
        unhurried = true;
    }

    void connected() {
        crash.answered();
        infosPending = 0;
        infoWanted |= !unhurried;
        unhurried = false;
    }

    private static boolean isHandingOver(InfoReport info) {
        return info.handOver() == InfoReport.HandOver.RUNNING;
    }

    boolean isHandingOver() {
        return isHandingOver(info);
    }

    /** A failover of ours is about to make it hand over. */
    void handOverOrdered(boolean on) {
        handOverOrdered = on;
    }

    boolean isHandOverOrdered() {
        return handOverOrdered;
    }

    /** For how long it has been saying so, or not. */
    Duration handOverFor(Moment now) {
        return now.since(handOverSince);
    }

    InfoReport info() {
        return info;
    }

    Role roleReported() {
        return roleReported;
    }

    Duration roleFor(Moment now) {
        return now.since(roleSince);
    }

    Duration followsFor(Moment now) {
        return now.since(followsSince);
    }

    /** The whole text, for people. */
    void infoText(String text) {
        infoText = text;
    }

    boolean hasInfoWithin(Duration age, Moment now) {
        return infoAt != null && !now.isPast(infoAt, age);
    }

    // INFO pace

    void wantInfo() {
        infoWanted = true;
    }

    void urgent(Moment now) {
        urgentSince = now;
        infoWanted = true;
    }

    void settled() {
        urgentSince = null;
    }

    boolean isUrgent() {
        return urgentSince != null;
    }

    void infoSent(Moment now) {
        infosPending++;
        infoAsked = now;
        infoWanted = false;
        health.sent();
    }

    void infoEnded() {
        infosPending = Math.max(0, infosPending - 1);
    }

    void connectionLost() {
        infosPending = 0;
    }

    /**
     * When INFO is due. While a decision hangs on it, soon after the last answer; the pause grows with the wait,
     * because what has taken a minute will not be done in the next 10 ms.
     */
    Moment infoDue(Duration period, Moment now) {
        if (infoWanted) {
            return now;
        }
        if (infosPending > 0) {
            return infoAsked.plus(Periods.INFO_BUSY);
        }
        Moment asked = infoAsked;
        if (urgentSince != null) {
            Duration growing = now.since(urgentSince).dividedBy(10);
            Duration pause = growing.compareTo(Periods.INFO_URGENT) < 0 ? Periods.INFO_URGENT : growing;
            return asked.plus(pause.compareTo(Periods.INFO_BUSY) < 0 ? pause : Periods.INFO_BUSY);
        }
        // Never sooner after the last question than this: an error reply is an answer, but makes no INFO younger.
        Moment repeat = asked.plus(period.compareTo(Periods.INFO_BUSY) < 0 ? period : Periods.INFO_BUSY);
        Moment regular = infoAt == null ? repeat : infoAt.plus(period);
        return regular.isAfter(repeat) ? regular : repeat;
    }

    // The verdict

    boolean isDown() {
        return downSince != null;
    }

    void goDown(Moment now) {
        downSince = now;
        lastDownBegan = now;
    }

    void comeUp() {
        downSince = null;
        scriptKillSent = false;
    }

    @Nullable
    Duration downFor(Moment now) {
        return downSince == null ? null : now.since(downSince);
    }

    /** No down period began within {@code span}. */
    boolean calmFor(Duration span, Moment now) {
        return lastDownBegan == null || now.isPast(lastDownBegan, span);
    }

    boolean scriptKillSent() {
        return scriptKillSent;
    }

    void scriptKillWasSent() {
        scriptKillSent = true;
    }

    void rebooted(Moment now) {
        rebootSeen = now;
    }

    void bootFinished() {
        rebootSeen = null;
    }

    boolean isRebooting() {
        return rebootSeen != null;
    }

    boolean rebootsLongerThan(Duration patience, Moment now) {
        return rebootSeen != null && !patience.isZero() && now.isPast(rebootSeen, patience);
    }

    /** It has said that it is what we take it for. */
    boolean isKnownMaster() {
        return kind == Kind.MASTER && infoAt != null && roleReported == Role.MASTER;
    }

    /** As far as is known; a replica that never said may. */
    boolean mayFollow(Address master) {
        return infoAt == null || info.follows(master);
    }

    /** What it said last was said to a question that was asked at {@code moment} or later. */
    boolean hasAnsweredSince(Moment moment) {
        return infoAskedFor != null && !moment.isAfter(infoAskedFor);
    }

    // Repairs

    /** We led the switch that replaced it: when it comes back as a master, it need not be waited for. */
    void demoteOnSight() {
        demoteOnSight = true;
    }

    boolean isToBeDemoted() {
        return demoteOnSight;
    }

    /**
     * We led the switch, or settled a dispute: if it follows somebody else, that is because we did not get round to it,
     * or because the leader that lost turned it in its last moment.
     */
    void followOnSight(Moment now) {
        followOnSight = now;
    }

    boolean isToFollow() {
        return followOnSight != null;
    }

    /** @param newsTakes for so long the one that lost may not know it */
    void followsAgain(Duration newsTakes, Moment now) {
        demoteOnSight = false;
        if (followOnSight != null && now.isPast(followOnSight, newsTakes)) {
            followOnSight = null;
        }
        repairedAt = null;
    }

    boolean repairedWithin(Duration span, Moment now) {
        return repairedAt != null && !now.isPast(repairedAt, span);
    }

    /** Being told once at first sight is enough; who does not listen then is told again after the usual wait. */
    void repaired(Moment now) {
        followOnSight = null;
        repairedAt = now;
    }

    // Pictures

    MonitorReport.DataNode report(Moment now) {
        return new MonitorReport.DataNode(
                runId, infoAt == null ? null : now.since(infoAt), infoText, roleReported, roleFor(now));
    }

    MonitorReport.Replica replicaReport(Moment now) {
        return new MonitorReport.Replica(
                address,
                health(now),
                report(now),
                info.masterLinkDown(),
                info.masterLinkUp(),
                info.masterHost(),
                info.masterPort(),
                info.priority(),
                info.offset(),
                info.announced());
    }

    MonitorReport.Health health(Moment now) {
        return new MonitorReport.Health(
                health.disconnected(),
                health.pending(),
                1,
                health.pendingPing(now),
                health.sinceValid(now),
                health.sinceReply(now),
                downFor(now),
                scriptKillSent);
    }

    Candidate candidate(@Nullable Address listed, Moment now) {
        return new Candidate(
                address,
                listed,
                runId,
                isDown(),
                !health.disconnected(),
                health.sinceValid(now),
                infoAt == null ? null : now.since(infoAt),
                info.priority(),
                info.offset(),
                info.masterLinkDown(),
                roleReported == Role.MASTER);
    }
}
