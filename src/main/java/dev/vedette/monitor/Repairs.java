package dev.vedette.monitor;

import dev.vedette.brain.Out;
import dev.vedette.bus.Errand;
import dev.vedette.bus.InfoReport;
import dev.vedette.bus.Level;
import dev.vedette.model.Address;
import dev.vedette.model.Moment;
import dev.vedette.model.Periods;
import dev.vedette.model.Reason;
import dev.vedette.model.Role;
import java.time.Duration;

/**
 * Turns replicas back that stray (reference 3.6): one that calls itself a master, or one that follows somebody else.
 *
 * <p>The waits give a newer configuration time to arrive: perhaps it is us who are behind. The one that led the switch
 * is not behind, so it demotes the master that it replaced as soon as that returns; every write taken there until then
 * would be lost. That holds as long as it has heard most of the sentinels all the time: behind a partition they may
 * have made the old master the new one again. The others keep waiting as stock sentinels do, as the second line.
 * Replicas that its failover, or the end of a dispute, left behind are its business in the same way: it tells them
 * once, a few at a time.
 */
final class Repairs {
    /** A repair takes effect with the next INFO; sending it again before that only kicks clients out. */
    private static final Duration PATIENCE = Periods.INFO_BUSY;

    private final Out out;

    Repairs(Out out) {
        this.out = out;
    }

    void consider(MasterWatch watch, NodeWatch replica) {
        InfoReport info = replica.info();
        Moment now = out.now();
        Duration newsTakes = out.tunables().publish().multipliedBy(4);
        if (info.follows(watch.address()) && !replica.isHandingOver()) {
            replica.followsAgain(newsTakes, now);
            return;
        }
        if (replica.isUrgent()
                || replica.address.equals(watch.promoted())
                || !watch.looksSane(out.tunables(), now)
                // By another name it is the master: nobody is told to follow itself.
                || out.book().same(replica.address, watch.address())
                || info.masterHost() != null && out.book().isOpen(info.masterHost())
                || replica.repairedWithin(PATIENCE, now)) {
            return;
        }
        if (info.role() == Role.MASTER) {
            boolean waited =
                    replica.calmFor(newsTakes, now) && replica.roleFor(now).compareTo(newsTakes) > 0;
            boolean atOnce = replica.isToBeDemoted() && watch.hearsMajorityFor(newsTakes, now);
            if (waited || atOnce) {
                repair(
                        watch,
                        replica,
                        "+convert-to-slave",
                        atOnce
                                ? "this sentinel led the failover that replaced it"
                                : "it says that it is a master, and the master is another one");
            }
        } else if (info.role() == Role.REPLICA && info.follows(watch.address())) {
            Duration timeout = watch.settings().failoverTimeout();
            if (replica.calmFor(timeout, now) && replica.handOverFor(now).compareTo(timeout) > 0) {
                repair(watch, replica, "+fix-slave-config", Reason.HAND_OVER_STUCK.sentence());
            }
        } else if (info.role() == Role.REPLICA) {
            Duration timeout = watch.settings().failoverTimeout();
            boolean waited =
                    replica.calmFor(timeout, now) && replica.followsFor(now).compareTo(timeout) > 0;
            boolean atOnce = replica.isToFollow()
                    && watch.hearsMajorityFor(newsTakes, now)
                    && watch.movingReplicas(out.tunables(), now)
                            < watch.settings().parallelSyncs();
            if (waited || atOnce) {
                repair(
                        watch,
                        replica,
                        "+fix-slave-config",
                        "it follows " + info.masterHost() + ":" + info.masterPort() + " and not the master"
                                + (atOnce ? "; this sentinel made the configuration that left it behind" : ""));
            }
        }
    }

    private void repair(MasterWatch watch, NodeWatch replica, String event, String reason) {
        Address master = watch.address();
        out.announce(event, Level.NOTICE, Verdicts.details(out.book(), watch, replica), watch.name, reason);
        out.command(replica.health.id(), new Errand.Reconfigure(out.book().shown(master), replica.isHandingOver()));
        replica.repaired(out.now());
        replica.wantInfo();
    }
}
