package dev.vedette.sim.stock;

import dev.vedette.model.Address;
import dev.vedette.model.Chance;
import dev.vedette.model.IpText;
import dev.vedette.model.Kind;
import dev.vedette.model.Role;
import dev.vedette.sim.stock.Instance.Mark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state machine of a failover, one step a tick, and the switch at its end (reference 6.5 and 7). */
final class Failover {
    private final Core core;
    private @Nullable Chance desync;

    Failover(Core core) {
        this.core = core;
    }

    /** Nobody waits this long: it only shifts timeouts (trap 3). */
    Duration desync() {
        Chance chance = desync;
        if (chance == null) {
            chance = core.chance("desync");
            desync = chance;
        }
        return Duration.ofMillis(chance.between(0, (int) Periods.MAX_DESYNC.toMillis() - 1));
    }

    boolean startIfNeeded(Instance master) {
        if (!master.is(Mark.O_DOWN) || master.is(Mark.FAILOVER_IN_PROGRESS)) {
            return false;
        }
        Duration pause = master.failoverTimeout.multipliedBy(2);
        if (core.since(master.failoverStart).compareTo(pause) < 0) {
            if (!master.failoverDelayLogged.equals(master.failoverStart)) {
                master.failoverDelayLogged = master.failoverStart;
                core.log("Next failover delay: I will not start a failover before " + master.failoverStart.plus(pause));
            }
            return false;
        }
        start(master);
        return true;
    }

    void start(Instance master) {
        move(master, FailoverState.WAIT_START);
        master.marks.add(Mark.FAILOVER_IN_PROGRESS);
        core.currentEpoch = core.currentEpoch.next();
        master.failoverEpoch = core.currentEpoch;
        core.event("+new-epoch", master, core.currentEpoch.toString());
        core.event("+try-failover", master);
        master.failoverStart = core.now().plus(desync());
    }

    void advance(Instance master) {
        if (!master.is(Mark.FAILOVER_IN_PROGRESS)) {
            return;
        }
        switch (master.failoverState) {
            case WAIT_START -> waitStart(master);
            case SELECT_SLAVE -> selectSlave(master);
            case SEND_SLAVEOF_NOONE -> sendSlaveOfNoOne(master);
            case WAIT_PROMOTION -> {
                if (core.isOlder(master.failoverStateSince, master.failoverTimeout)) {
                    abort(master, "-failover-abort-slave-timeout");
                }
            }
            case RECONF_SLAVES -> {
                reconfNextSlaves(master);
                detectEnd(master);
            }
            case NONE, UPDATE_CONFIG -> {}
        }
    }

    private void waitStart(Instance master) {
        boolean leads = core.myId.equals(core.election.leader(master, master.failoverEpoch));
        if (!leads && !master.is(Mark.FORCE_FAILOVER)) {
            Duration timeout = master.failoverTimeout.compareTo(Periods.ELECTION_TIMEOUT) < 0
                    ? master.failoverTimeout
                    : Periods.ELECTION_TIMEOUT;
            if (core.isOlder(master.failoverStart, timeout)) {
                abort(master, "-failover-abort-not-elected");
            }
            return;
        }
        core.event("+elected-leader", master);
        move(master, FailoverState.SELECT_SLAVE);
        core.event("+failover-state-select-slave", master);
    }

    private void selectSlave(Instance master) {
        Instance slave = Selection.best(core, master);
        if (slave == null) {
            abort(master, "-failover-abort-no-good-slave");
            return;
        }
        core.event("+selected-slave", slave);
        slave.marks.add(Mark.PROMOTED);
        master.promoted = slave;
        move(master, FailoverState.SEND_SLAVEOF_NOONE);
        core.event("+failover-state-send-slaveof-noone", slave);
    }

    private void sendSlaveOfNoOne(Instance master) {
        Instance promoted = master.promoted;
        if (promoted.link.disconnected) {
            if (core.isOlder(master.failoverStateSince, master.failoverTimeout)) {
                abort(master, "-failover-abort-slave-timeout");
            }
        } else if (core.links.sendSlaveOf(promoted, null)) {
            core.event("+failover-state-wait-promotion", promoted);
            move(master, FailoverState.WAIT_PROMOTION);
        }
    }

    /** Whether this is the replica that is to be promoted, and only its word is missing. */
    boolean isAwaited(Instance replica) {
        return replica.is(Mark.PROMOTED)
                && replica.master().is(Mark.FAILOVER_IN_PROGRESS)
                && replica.master().failoverState == FailoverState.WAIT_PROMOTION;
    }

    void promotionSeen(Instance promoted) {
        Instance master = promoted.master();
        master.configEpoch = master.failoverEpoch;
        move(master, FailoverState.RECONF_SLAVES);
        core.save();
        core.event("+promoted-slave", promoted);
        core.event("+failover-state-reconf-slaves", master);
        hurryHello(master);
        master.sentinels.values().forEach(this::hurryHello);
        master.slaves.values().forEach(this::hurryHello);
    }

    private void hurryHello(Instance instance) {
        instance.lastPublish = instance.lastPublish.minus(Periods.PUBLISH).minusMillis(1);
    }

    private void reconfNextSlaves(Instance master) {
        long underWay = master.slaves.values().stream()
                .filter(slave -> slave.isAny(Mark.RECONF_SENT, Mark.RECONF_INPROG))
                .count();
        for (Instance slave : master.slaves.values()) {
            // With one at a time a replica that never moves keeps everybody from here (trap 10).
            if (underWay >= master.parallelSyncs) {
                return;
            }
            if (slave.isAny(Mark.PROMOTED, Mark.RECONF_DONE)) {
                continue;
            }
            if (slave.is(Mark.RECONF_SENT) && core.isOlder(slave.reconfSent, Periods.SLAVE_RECONF_TIMEOUT)) {
                core.event("-slave-reconf-sent-timeout", slave);
                slave.marks.remove(Mark.RECONF_SENT);
                slave.marks.add(Mark.RECONF_DONE);
            }
            if (slave.isAny(Mark.RECONF_SENT, Mark.RECONF_INPROG) || slave.link.disconnected) {
                continue;
            }
            if (core.links.sendSlaveOf(slave, master.promoted.address)) {
                slave.marks.add(Mark.RECONF_SENT);
                slave.reconfSent = core.now();
                core.event("+slave-reconf-sent", slave);
                underWay++;
            }
        }
    }

    private void detectEnd(Instance master) {
        // Not even the timeout counts while the promoted replica is down (trap 9).
        if (master.promoted == null || master.promoted.is(Mark.S_DOWN)) {
            return;
        }
        boolean overdue = core.isOlder(master.failoverStateSince, master.failoverTimeout);
        boolean all = master.slaves.values().stream()
                .allMatch(slave -> slave.isAny(Mark.PROMOTED, Mark.RECONF_DONE) || slave.is(Mark.S_DOWN));
        if (overdue) {
            core.event("+failover-end-for-timeout", master);
        }
        if (overdue || all) {
            core.event("+failover-end", master);
            move(master, FailoverState.UPDATE_CONFIG);
        }
        if (overdue) {
            for (Instance slave : master.slaves.values()) {
                if (!slave.isAny(Mark.PROMOTED, Mark.RECONF_DONE)
                        && !slave.is(Mark.RECONF_SENT)
                        && !slave.link.disconnected
                        && core.links.sendSlaveOf(slave, master.promoted.address)) {
                    core.event("+slave-reconf-sent-be", slave);
                    slave.marks.add(Mark.RECONF_SENT);
                }
            }
        }
    }

    void switchToPromoted(Instance master) {
        Address to = master.promoted == null ? master.address : master.promoted.address;
        core.event("+switch-master", master, switchText(master, to.host(), to.port()));
        changeAddress(master, to.host(), to.port());
    }

    static String switchText(Instance master, String host, int port) {
        return master.name + " " + master.address.host() + " " + master.address.port() + " " + host + " " + port;
    }

    private void abort(Instance master, String event) {
        core.event(event, master);
        master.marks.remove(Mark.FAILOVER_IN_PROGRESS);
        master.marks.remove(Mark.FORCE_FAILOVER);
        move(master, FailoverState.NONE);
        if (master.promoted != null) {
            master.promoted.marks.remove(Mark.PROMOTED);
            master.promoted = null;
        }
    }

    private void move(Instance master, FailoverState to) {
        master.failoverState = to;
        master.failoverStateSince = core.now();
    }

    /** Forgets everything about a master but who it is, its settings, its epochs and when it last said INFO. */
    void reset(Instance master, boolean peersToo) {
        master.slaves.values().forEach(Instance::release);
        master.slaves.clear();
        if (peersToo) {
            master.sentinels.values().forEach(Instance::release);
            master.sentinels.clear();
        }
        master.link.closeCommands();
        master.link.closePubsub();
        master.marks.clear();
        master.leader = null;
        master.failoverState = FailoverState.NONE;
        master.failoverStateSince = Core.NEVER;
        master.failoverStart = Core.NEVER;
        master.promoted = null;
        master.runId = null;
        master.masterHost = null;
        master.link.restartClocks();
        master.roleReportedSince = core.now();
        master.roleReported = Role.MASTER;
    }

    /** The switch: the old master is watched as a replica from now on (reference 7.9). */
    void changeAddress(Instance master, String host, int port) {
        String ip = IpText.canonical(host);
        if (ip == null || port < 0 || port > Address.MAX_PORT) {
            return;
        }
        Address fresh = new Address(ip, port);
        List<Address> slaves = new ArrayList<>();
        master.slaves.values().forEach(slave -> slaves.add(slave.address));
        slaves.add(master.address);
        slaves.removeIf(fresh::equals);
        reset(master, false);
        master.address = fresh;
        master.oDownSince = Core.NEVER;
        master.sDownSince = Core.NEVER;
        for (Address address : slaves) {
            Instance slave = core.create(Kind.REPLICA, "", address.host(), address.port(), master);
            if (slave != null) {
                core.event("+slave", slave);
            }
        }
        core.save();
    }
}
