package dev.vedette.sim.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Promises that were not kept: writes that a server said yes to and that the final master does not have. Replication is
 * asynchronous, so a failover may lose the last ones; those that were on a replica by then are lost only when somebody
 * else was promoted.
 *
 * @param lost all of them, in the order of the promises
 * @param lostAfterWait those of them that at least one replica had confirmed
 * @param promised how many promises there were
 */
public record LostWrites(List<SimWriter.Acknowledged> lost, List<SimWriter.Acknowledged> lostAfterWait, int promised) {
    public LostWrites {
        lost = List.copyOf(lost);
        lostAfterWait = List.copyOf(lostAfterWait);
    }

    /** @param keys what the final master has */
    public static LostWrites of(Collection<SimWriter> writers, Set<String> keys) {
        List<SimWriter.Acknowledged> lost = new ArrayList<>();
        int promised = 0;
        for (SimWriter writer : writers) {
            promised += writer.acknowledged().size();
            for (SimWriter.Acknowledged write : writer.acknowledged()) {
                if (!keys.contains(write.key())) {
                    lost.add(write);
                }
            }
        }
        List<SimWriter.Acknowledged> confirmed =
                lost.stream().filter(write -> write.onReplicas() > 0).toList();
        return new LostWrites(lost, confirmed, promised);
    }

    @Override
    public String toString() {
        return lost.size() + " of " + promised + " promised writes lost, " + lostAfterWait.size()
                + " of them confirmed by a replica";
    }
}
