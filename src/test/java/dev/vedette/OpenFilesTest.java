package dev.vedette;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.MasterState;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelState;
import dev.vedette.platform.ProcessFacts;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OpenFilesTest {
    private static SentinelState state(int masters, int replicas, int peers) {
        TreeMap<MasterName, MasterState> all = new TreeMap<>();
        for (int i = 0; i < masters; i++) {
            TreeSet<Address> known = new TreeSet<>();
            for (int r = 0; r < replicas; r++) {
                known.add(new Address("10.1." + i + "." + r, 6379));
            }
            TreeMap<RunId, Address> others = new TreeMap<>();
            for (int p = 0; p < peers; p++) {
                others.put(new RunId(String.format("%040x", p + 1)), new Address("10.2.0." + p, 26379));
            }
            Address address = new Address("10.0.0." + i, 6379);
            all.put(
                    new MasterName("m" + i),
                    new MasterState(address, MasterSettings.withQuorum(2), Epoch.ZERO, Epoch.ZERO, known, others));
        }
        return new SentinelState(new RunId("f".repeat(40)), Epoch.ZERO, all);
    }

    @Test
    void enoughIsNotSpokenOf() {
        // 100 for ourselves, 10 masters with 2 replicas each and 2 connections to all of them
        assertNull(OpenFiles.shortage(state(10, 0, 0), 1_000, 100 + 60 + 1_000));
        assertNull(OpenFiles.shortage(state(10, 2, 0), 1_000, 100 + 60 + 1_000));
        assertNull(OpenFiles.shortage(state(10, 2, 4), 1_000, 100 + 60 + 4 + 1_000), "a peer's link is shared");
        assertNull(OpenFiles.shortage(state(250, 5, 4), 10_000, ProcessFacts.UNKNOWN));
    }

    @Test
    void clientsThatCouldTakeWhatWatchingNeedsAreSpokenOf() {
        assertEquals(
                "maxclients is 1000, and beside about 160 open files for what is watched this process may have 999 more:"
                        + " clients could take those that watching needs. Raise the limit to 1160 (ulimit -n, or"
                        + " LimitNOFILE of the service), or lower maxclients to 999",
                OpenFiles.shortage(state(10, 1, 0), 1_000, 1_159));
    }

    @Test
    void watchingThatCannotBeIsSpokenOfFirst() {
        assertEquals(
                "watching 10 masters with their replicas takes about 281 open files, and this process may have 281:"
                        + " instances it cannot connect to will look down. Raise the limit to 1281 (ulimit -n, or"
                        + " LimitNOFILE of the service)",
                OpenFiles.shortage(state(10, 8, 1), 1_000, 281));
    }

    @Test
    void theLimitOfThisProcessIsKnown() {
        long limit = ProcessFacts.ofThisProcess().openFiles();
        assertTrue(limit > 0);
        assertNotNull(OpenFiles.shortage(state(250, 200, 0), Integer.MAX_VALUE, Math.min(limit, 1_000_000)));
    }
}
