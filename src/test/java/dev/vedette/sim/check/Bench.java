package dev.vedette.sim.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.Fact;
import dev.vedette.bus.InfoReport;
import dev.vedette.bus.Level;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Note;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.bus.Slice;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.MasterState;
import dev.vedette.model.Role;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelState;
import dev.vedette.sim.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One checker, alone with observations that a test makes up: sentinels s1, s2, s3 on 10.0.1.1 to 3, quorum 2, and a
 * master on 10.0.0.1 with replicas on 10.0.0.2 and 3.
 */
final class Bench {
    static final MasterName M = new MasterName("mymaster");
    static final Address ONE = new Address("10.0.0.1", 6379);
    static final Address TWO = new Address("10.0.0.2", 6379);
    static final Address THREE = new Address("10.0.0.3", 6379);
    static final MasterSettings SETTINGS =
            MasterSettings.withQuorum(2).failoverTimeout(Duration.ofSeconds(5)).downAfter(Duration.ofSeconds(1));
    static final String D = "master mymaster 10.0.0.1 6379";
    static final String D2 = "slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379";
    static final String D3 = "slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379";

    private final List<String> complaints = new ArrayList<>();
    private Duration now = Duration.ofSeconds(100);
    /** By how much whose clock is ahead. */
    private final Map<String, Duration> fast = new TreeMap<>();

    private final Court court = new Court(
            () -> now,
            who -> now.plus(fast.getOrDefault(who, Duration.ZERO)),
            (law, what) -> complaints.add(law + ": " + what));
    private final Checker checker;

    Bench(Function<Court, Checker> made) {
        checker = made.apply(court);
        for (int i = 1; i <= 3; i++) {
            hears(new Observation.Booted("s" + i, "10.0.1." + i), new Observation.Booted("r" + i, "10.0.0." + i));
        }
        hears(started("s1", 0, 0, 0), started("s2", 0, 0, 0), started("s3", 0, 0, 0));
    }

    Bench later(long millis) {
        checker.settled();
        court.cast.settled();
        now = now.plusMillis(millis);
        return this;
    }

    /** The clock of this one has gained on all others. */
    Bench gains(String who, long millis) {
        fast.merge(who, Duration.ofMillis(millis), Duration::plus);
        return this;
    }

    Bench hears(Observation... observations) {
        for (Observation observation : observations) {
            court.hear(observation);
            checker.hear(observation);
        }
        return this;
    }

    void isSilent() {
        checker.settled();
        assertEquals(List.of(), complaints);
    }

    /** Exactly one breach, that says this. */
    void complains(Invariant law, String words) {
        checker.settled();
        assertEquals(1, complaints.size(), complaints::toString);
        assertTrue(complaints.get(0).startsWith(law + ": "), complaints::toString);
        assertTrue(complaints.get(0).contains(words), complaints::toString);
    }

    Court court() {
        return court;
    }

    List<String> complaints() {
        return complaints;
    }

    // Words

    static RunId id(String who) {
        return new RunId(who.substring(1).repeat(RunId.LENGTH));
    }

    static Epoch e(long value) {
        return new Epoch(value);
    }

    static Observation started(String who, long current, long config, long leader) {
        SortedMap<RunId, Address> peers = new TreeMap<>();
        for (int i = 1; i <= 3; i++) {
            if (!who.equals("s" + i)) {
                peers.put(id("s" + i), new Address("10.0.1." + i, 26379));
            }
        }
        MasterState master =
                new MasterState(ONE, SETTINGS, e(config), e(leader), new TreeSet<>(List.of(TWO, THREE)), peers);
        TreeMap<MasterName, MasterState> masters = new TreeMap<>();
        masters.put(M, master);
        return new Observation.Started(who, new SentinelState(id(who), e(current), masters));
    }

    static MasterPicture picture(Address address, @Nullable Address promoted, long configEpoch) {
        TreeSet<Address> replicas = new TreeSet<>(List.of(ONE, TWO, THREE));
        replicas.remove(address);
        return new MasterPicture(M, address, promoted, e(configEpoch), SETTINGS, replicas);
    }

    static Observation topology(String who, Address address, @Nullable Address promoted, long configEpoch) {
        return told(who, new MonitorFact.Topology(picture(address, promoted, configEpoch)));
    }

    static Observation told(String who, Fact fact) {
        return new Observation.Told(who, fact);
    }

    static Observation says(String who, String event, String payload) {
        return says(who, event, payload, null);
    }

    static Observation says(String who, String event, String payload, @Nullable String reason) {
        return new Observation.Announced(who, new SentinelEvent(event, Level.WARNING, payload, M, reason));
    }

    static Observation votes(String who, String candidate, long epoch) {
        return says(who, "+vote-for-leader", id(candidate) + " " + epoch);
    }

    static Observation answered(String who, String voter, @Nullable String leader, long epoch) {
        return new Observation.Answered(who, M, id(voter), leader == null ? null : id(leader), e(epoch));
    }

    static Observation notes(String who, String text) {
        return new Observation.Noted(who, new Note(Level.NOTICE, M, text));
    }

    static Observation hello(String from, long current, Address master, long config) {
        String text = String.join(
                ",",
                "10.0.1.1",
                "26379",
                id(from).value(),
                "" + current,
                M.value(),
                master.host(),
                "" + master.port(),
                "" + config);
        return new Observation.Published("r1", Hello.CHANNEL, text);
    }

    static Observation savesEpoch(String who, long current) {
        return new Observation.Saving(who, new Slice.Epochs(e(current), new TreeMap<>()));
    }

    static Observation savesMaster(String who, Address address, @Nullable Address promoted, long configEpoch) {
        return new Observation.Saving(who, new Slice.Master(picture(address, promoted, configEpoch)));
    }

    static Observation reported(String who, Address replica, Role role, int priority, Duration linkDown) {
        return told(
                who,
                new MonitorFact.ReplicaReported(
                        M,
                        replica,
                        new InfoReport(
                                null,
                                List.of(),
                                linkDown,
                                role,
                                null,
                                0,
                                linkDown.isZero(),
                                priority,
                                0,
                                true,
                                InfoReport.HandOver.UNKNOWN)));
    }

    static Observation ordered(String server, @Nullable Address master, String by) {
        return new Observation.RoleOrdered(server, Optional.ofNullable(master), by);
    }
}
