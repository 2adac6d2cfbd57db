package dev.vedette.sim.stock;

import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.Kind;
import dev.vedette.model.MasterName;
import dev.vedette.model.Role;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A master, a replica or a peer: one structure for all three, as in C (reference 1.2). */
final class Instance {
    enum Mark {
        S_DOWN,
        O_DOWN,
        MASTER_DOWN,
        FAILOVER_IN_PROGRESS,
        PROMOTED,
        RECONF_SENT,
        RECONF_INPROG,
        RECONF_DONE,
        FORCE_FAILOVER,
        SCRIPT_KILL_SENT,
        MASTER_REBOOT
    }

    final Kind kind;
    final String name;
    final Set<Mark> marks = EnumSet.noneOf(Mark.class);
    Address address;

    @Nullable
    String runId;

    InstanceLink link;
    /** Nobody knows it any more; replies that are still to come are for nobody. */
    boolean released;

    Instant lastPublish;
    Instant lastHello;
    Instant lastMasterDownReply;
    Instant sDownSince = Core.NEVER;
    Instant oDownSince = Core.NEVER;
    Duration downAfter;
    Instant infoRefresh = Core.NEVER;
    Role roleReported;
    Instant roleReportedSince;
    Instant confChanged;

    /** Of a replica or a peer; null for a master. */
    final @Nullable Instance owner;

    // A master's.
    final Map<String, Instance> slaves = new LinkedHashMap<>();
    final Map<String, Instance> sentinels = new LinkedHashMap<>();
    int quorum;
    int parallelSyncs = 1;
    Duration failoverTimeout = Periods.DEFAULT_FAILOVER_TIMEOUT;
    Duration rebootDownAfter = Duration.ZERO;
    Instant rebootSince = Core.NEVER;
    Epoch configEpoch = Epoch.ZERO;
    Epoch failoverEpoch = Epoch.ZERO;
    FailoverState failoverState = FailoverState.NONE;
    Instant failoverStateSince = Core.NEVER;
    Instant failoverStart = Core.NEVER;
    Instant failoverDelayLogged = Core.NEVER;

    @Nullable
    Instance promoted;

    // A master's: whom we voted for. A peer's: whom it voted for.
    @Nullable
    RunId leader;

    Epoch leaderEpoch = Epoch.ZERO;

    // A replica's.
    int priority = 100;
    long offset;
    boolean announced = true;

    @Nullable
    String masterHost;

    int masterPort;
    boolean masterLinkUp;
    Duration masterLinkDown = Duration.ZERO;
    Instant reconfSent = Core.NEVER;

    Instance(Core core, Kind kind, String name, Address address, @Nullable Instance owner) {
        Instant now = core.now();
        this.kind = kind;
        this.name = name;
        this.address = address;
        this.owner = owner;
        this.link = new InstanceLink(core);
        this.lastPublish = now;
        this.lastHello = now;
        this.lastMasterDownReply = now;
        this.downAfter = owner == null ? Periods.DEFAULT_DOWN_AFTER : owner.downAfter;
        this.roleReported = kind == Kind.MASTER ? Role.MASTER : kind == Kind.REPLICA ? Role.REPLICA : Role.NONE;
        this.roleReportedSince = now;
        this.confChanged = now;
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    boolean is(Mark mark) {
        return marks.contains(mark);
    }

    boolean isAny(Mark one, Mark other) {
        return marks.contains(one) || marks.contains(other);
    }

    /** The master that this is about. */
    Instance master() {
        return owner == null ? this : owner;
    }

    MasterName masterName() {
        return new MasterName(master().name);
    }

    /** What clients and peers are told: the promoted replica as soon as it has said that it is a master. */
    Address currentAddress() {
        Instance chosen = promoted;
        return is(Mark.FAILOVER_IN_PROGRESS) && chosen != null && failoverState.isAtLeast(FailoverState.RECONF_SLAVES)
                ? chosen.address
                : address;
    }

    void release() {
        released = true;
        slaves.values().forEach(Instance::release);
        sentinels.values().forEach(Instance::release);
        link.release();
    }

    /** The details that events begin with (reference 9). */
    String details() {
        String own = kind.wire() + " " + name + " " + address.host() + " " + address.port();
        Instance of = owner;
        return of == null ? own : own + " @ " + of.name + " " + of.address.host() + " " + of.address.port();
    }
}
