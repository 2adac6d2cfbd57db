package dev.vedette.sim.stock;

import dev.vedette.sim.stock.Instance.Mark;
import java.time.Duration;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Which replica is to be promoted (reference 7.4). */
final class Selection {
    /** Lower priority first, then who has more of the data, then the smaller run id; unknown ones last. */
    private static final Comparator<Instance> BEST_FIRST = Comparator.<Instance>comparingInt(slave -> slave.priority)
            .thenComparing((one, other) -> Long.compareUnsigned(other.offset, one.offset))
            .thenComparing(slave -> slave.runId, Comparator.nullsLast(String.CASE_INSENSITIVE_ORDER));

    private Selection() {}

    static @Nullable Instance best(Core core, Instance master) {
        return master.slaves.values().stream()
                .filter(slave -> isGood(core, master, slave))
                .min(BEST_FIRST)
                .orElse(null);
    }

    private static boolean isGood(Core core, Instance master, Instance slave) {
        boolean down = master.is(Mark.S_DOWN);
        Duration infoAge = down ? Periods.PING.multipliedBy(5) : Periods.INFO.multipliedBy(3);
        Duration linkDown = master.downAfter.multipliedBy(10);
        if (down) {
            linkDown = linkDown.plus(core.since(master.sDownSince));
        }
        return !slave.is(Mark.S_DOWN)
                && !slave.link.disconnected
                && !core.isOlder(slave.link.lastValidReply, Periods.PING.multipliedBy(5))
                && slave.priority != 0
                && !core.isOlder(slave.infoRefresh, infoAge)
                && slave.masterLinkDown.compareTo(linkDown) <= 0;
    }
}
