package dev.vedette.sim.stock;

import dev.vedette.model.Address;
import dev.vedette.model.Kind;
import dev.vedette.model.Role;
import dev.vedette.sim.stock.Instance.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** What INFO says, and what is done about it (reference 3.5, 3.6, 7.6). */
final class InfoReader {
    private static final int RUN_ID_LENGTH = 40;
    private static final Duration WAIT_FOR_A_CONFIGURATION = Periods.PUBLISH.multipliedBy(4);

    private final Core core;

    InfoReader(Core core) {
        this.core = core;
    }

    void replied(Instance instance, Reply reply) {
        if (reply.is(Reply.Type.BULK)) {
            refresh(instance, reply.text());
        }
    }

    private void refresh(Instance instance, String text) {
        Role role = Role.NONE;
        instance.masterLinkDown = Duration.ZERO;
        for (String line : text.split("\r\n", -1)) {
            if (line.startsWith("role:")) {
                role = line.startsWith("role:master")
                        ? Role.MASTER
                        : line.startsWith("role:slave") ? Role.REPLICA : role;
            } else {
                line(instance, role, line);
            }
        }
        instance.infoRefresh = core.now();
        act(instance, role);
    }

    private void line(Instance instance, Role role, String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            return;
        }
        String key = line.substring(0, colon);
        String value = line.substring(colon + 1);
        if (key.equals("run_id") && value.length() >= RUN_ID_LENGTH) {
            runId(instance, value.substring(0, RUN_ID_LENGTH));
        } else if (instance.is(Kind.MASTER)
                && key.startsWith("slave")
                && key.length() > 5
                && Character.isDigit(key.charAt(5))) {
            replica(instance, value);
        } else if (key.equals("master_link_down_since_seconds")) {
            instance.masterLinkDown = Duration.ofSeconds(Core.number(value));
        } else if (role == Role.REPLICA) {
            ofAReplica(instance, key, value);
        }
    }

    private void runId(Instance instance, String runId) {
        if (instance.runId != null && !instance.runId.equals(runId)) {
            core.event("+reboot", instance);
            if (instance.is(Kind.MASTER) && !instance.rebootDownAfter.isZero()) {
                instance.marks.add(Mark.MASTER_REBOOT);
                instance.rebootSince = core.now();
            }
        }
        instance.runId = runId;
    }

    private void replica(Instance master, String value) {
        int ip = value.indexOf("ip=");
        int port = value.indexOf("port=");
        if (ip < 0 || port < 0) {
            return;
        }
        String host = value.substring(ip + 3).split(",", 2)[0];
        Instance slave = core.create(Kind.REPLICA, "", host, (int) Core.number(value.substring(port + 5)), master);
        if (slave != null) {
            core.event("+slave", slave);
            core.save();
        }
    }

    private void ofAReplica(Instance instance, String key, String value) {
        switch (key) {
            case "master_host" -> {
                if (!value.equalsIgnoreCase(instance.masterHost)) {
                    instance.masterHost = value;
                    instance.confChanged = core.now();
                }
            }
            case "master_port" -> {
                int port = (int) Core.number(value);
                if (port != instance.masterPort) {
                    instance.masterPort = port;
                    instance.confChanged = core.now();
                }
            }
            case "master_link_status" -> instance.masterLinkUp = value.equalsIgnoreCase("up");
            case "slave_priority" -> instance.priority = (int) Core.number(value);
            case "slave_repl_offset" -> instance.offset = Core.number(value);
            case "replica_announced" -> instance.announced = Core.number(value) != 0;
            default -> {}
        }
    }

    private void act(Instance instance, Role role) {
        if (role != instance.roleReported) {
            instance.roleReportedSince = core.now();
            instance.roleReported = role;
            if (role == Role.REPLICA) {
                instance.confChanged = core.now();
            }
            boolean asConfigured = role == (instance.is(Kind.MASTER) ? Role.MASTER : Role.REPLICA);
            core.event(
                    asConfigured ? "+role-change" : "-role-change",
                    instance,
                    instance.details() + " new reported role is " + role.wire());
        }
        if (core.tilt || !instance.is(Kind.REPLICA)) {
            return;
        }
        if (role == Role.MASTER) {
            if (core.failover.isAwaited(instance)) {
                core.failover.promotionSeen(instance);
            } else if (!instance.is(Mark.PROMOTED)
                    && isSane(instance.master())
                    && hasBeenUpFor(instance, WAIT_FOR_A_CONFIGURATION)
                    && core.isOlder(instance.roleReportedSince, WAIT_FOR_A_CONFIGURATION)) {
                repair(instance, "+convert-to-slave");
            }
        } else if (role == Role.REPLICA) {
            Duration patience = instance.master().failoverTimeout;
            if (!follows(instance, instance.master().address)
                    && isSane(instance.master())
                    && hasBeenUpFor(instance, patience)
                    && core.isOlder(instance.confChanged, patience)) {
                repair(instance, "+fix-slave-config");
            }
            reconfigured(instance);
        }
    }

    private void repair(Instance instance, String event) {
        if (core.links.sendSlaveOf(instance, instance.master().address)) {
            core.event(event, instance);
        }
    }

    private void reconfigured(Instance instance) {
        Instance promoted = instance.master().promoted;
        if (instance.is(Mark.RECONF_SENT) && promoted != null && follows(instance, promoted.address)) {
            instance.marks.remove(Mark.RECONF_SENT);
            instance.marks.add(Mark.RECONF_INPROG);
            core.event("+slave-reconf-inprog", instance);
        }
        if (instance.is(Mark.RECONF_INPROG) && instance.masterLinkUp) {
            instance.marks.remove(Mark.RECONF_INPROG);
            instance.marks.add(Mark.RECONF_DONE);
            core.event("+slave-reconf-done", instance);
        }
    }

    private static boolean follows(Instance replica, Address master) {
        return Objects.equals(replica.masterHost, master.host()) && replica.masterPort == master.port();
    }

    private boolean isSane(Instance master) {
        return master.roleReported == Role.MASTER
                && !master.isAny(Mark.S_DOWN, Mark.O_DOWN)
                && core.since(master.infoRefresh).compareTo(Periods.INFO.multipliedBy(2)) < 0;
    }

    /** It looks at when the last time down began, not at when it ended. */
    private boolean hasBeenUpFor(Instance instance, Duration time) {
        Instant latest = instance.sDownSince.isAfter(instance.oDownSince) ? instance.sDownSince : instance.oDownSince;
        return latest.equals(Core.NEVER) || core.isOlder(latest, time);
    }
}
