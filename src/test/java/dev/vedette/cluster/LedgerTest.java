package dev.vedette.cluster;

import static dev.vedette.cluster.Sample.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.cluster.Ledger.Entry;
import dev.vedette.cluster.Ledger.Own;
import dev.vedette.model.Address;
import dev.vedette.model.Limits;
import dev.vedette.model.MasterName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** One node that was here reads to one that was away. */
class LedgerTest {
    private static final MasterName M = new MasterName("m");
    private static final Address ADDRESS = new Address("10.0.0.1", 6379);

    /** Both watch m since second 0 with quorum 2. */
    private final Ledger here = watching(M, 2);

    private final Ledger away = watching(M, 2);

    private static Instant at(long second) {
        return Instant.ofEpochSecond(second);
    }

    private static SortedMap<MasterName, Own> own(MasterName name, int quorum, Address address) {
        SortedMap<MasterName, Own> own = new TreeMap<>();
        own.put(name, new Own(address, Sample.settings(quorum)));
        return own;
    }

    private static Ledger watching(MasterName name, int quorum) {
        Ledger ledger = new Ledger(at(0));
        ledger.look(at(0), own(name, quorum, ADDRESS));
        return ledger;
    }

    private static Entry entry(long number, long second, String... words) {
        return new Entry(number, at(second), B, "alice", List.of(words));
    }

    /** What the node that was away does with what is offered to it at second 1000. */
    private List<String> offered() {
        return away.consider(here.offers(away.considered(), at(1000))).stream()
                .map(verdict ->
                        verdict.kind() + " " + String.join(" ", verdict.entry().words()) + " " + verdict.why())
                .map(String::strip)
                .toList();
    }

    private void setHere(long number, long second, int quorum) {
        here.live(entry(number, second, "SET", "m", "quorum", Integer.toString(quorum)), true);
        here.look(at(second + 1), own(M, quorum, ADDRESS));
    }

    @Test
    void whatWasMissedIsTakenOnce() {
        setHere(1, 100, 3);
        assertEquals(List.of("TAKE SET m quorum 3"), offered());
        assertEquals(List.of(), offered(), "it is known now");
        assertEquals(1, away.considered());
    }

    @Test
    void aNodeThatWasToldOtherwiseSinceKeepsThat() {
        setHere(1, 100, 3);
        away.look(at(200), own(M, 5, ADDRESS));
        assertEquals(List.of("MISSED SET m quorum 3 this node has been told otherwise since"), offered());
    }

    @Test
    void soDoesOneThatWasToldAgainWhatItHad() {
        setHere(1, 100, 3);
        away.told(M, at(200));
        assertEquals(List.of("MISSED SET m quorum 3 this node has been told otherwise since"), offered());
    }

    @Test
    void soDoesOneWhosePapersWereChangedWhileItWasAway() {
        setHere(1, 100, 3);
        Ledger restarted = new Ledger(at(300));
        restarted.remember(away.text());
        restarted.look(at(300), own(M, 5, ADDRESS));
        assertEquals(
                Ledger.Kind.MISSED,
                restarted.consider(here.offers(0, at(1000))).get(0).kind());
    }

    @Test
    void aRestartForgetsNothing() {
        setHere(1, 100, 3);
        Ledger restarted = new Ledger(at(300));
        restarted.remember(away.text());
        assertFalse(restarted.look(at(300), own(M, 2, ADDRESS)), "nothing has changed");
        assertEquals(
                Ledger.Kind.TAKE,
                restarted.consider(here.offers(0, at(1000))).get(0).kind());
        Ledger again = new Ledger(at(400));
        again.remember(restarted.text());
        assertEquals(1, again.considered());
    }

    @Test
    void aNodeWithoutALedgerTakesNothingOfBefore() {
        setHere(1, 100, 3);
        Ledger fresh = new Ledger(at(300));
        fresh.look(at(300), own(M, 2, ADDRESS));
        assertEquals(
                Ledger.Kind.NOTHING,
                fresh.consider(here.offers(0, at(1000))).get(0).kind());
    }

    @Test
    void anOrderThatALaterOneHasUndoneIsNotOffered() {
        setHere(1, 100, 3);
        setHere(2, 200, 4);
        assertEquals(List.of("TAKE SET m quorum 4"), offered());
    }

    @Test
    void aRemoveIsNotRepeatedAfterALaterMonitor() {
        here.live(entry(1, 100, "REMOVE", "m"), true);
        here.look(at(101), new TreeMap<>());
        here.live(entry(2, 200, "MONITOR", "m", "10.0.0.1", "6379", "2"), true);
        here.look(at(201), own(M, 2, ADDRESS));
        assertEquals(List.of("NOTHING MONITOR m 10.0.0.1 6379 2 it is so already"), offered());
    }

    @Test
    void aRemoveThatStandsIsTaken() {
        here.live(entry(1, 100, "REMOVE", "m"), true);
        here.look(at(101), new TreeMap<>());
        assertEquals(List.of("TAKE REMOVE m"), offered());
    }

    @Test
    void aMasterAndWhatWasSetForItAreTakenTogether() {
        SortedMap<MasterName, Own> both = own(M, 2, ADDRESS);
        both.put(new MasterName("n"), new Own(ADDRESS, Sample.settings(3)));
        here.live(entry(1, 100, "MONITOR", "n", "10.0.0.1", "6379", "2"), true);
        here.live(entry(2, 101, "SET", "n", "quorum", "3"), true);
        here.look(at(102), both);
        assertEquals(List.of("TAKE MONITOR n 10.0.0.1 6379 2", "TAKE SET n quorum 3"), offered());
    }

    @Test
    void anAddressThatIsNoMoreIsNotOffered() {
        SortedMap<MasterName, Own> both = own(M, 2, ADDRESS);
        both.put(new MasterName("n"), new Own(new Address("10.0.0.9", 6379), Sample.settings(2)));
        here.live(entry(1, 100, "MONITOR", "n", "10.0.0.1", "6379", "2"), true);
        here.look(at(101), both);
        assertEquals(List.of("MISSED MONITOR n the master is at another address by now"), offered());
    }

    @Test
    void passwordsAndResetsAreLeftToPeople() {
        here.live(entry(1, 100, "SET", "m", "quorum", "2", "auth-pass", "secret"), true);
        here.live(entry(2, 101, "RESET", "*"), true);
        List<String> verdicts = offered();
        assertEquals(2, verdicts.size());
        assertTrue(verdicts.stream().allMatch(verdict -> verdict.startsWith("MISSED")), verdicts::toString);
        assertTrue(verdicts.stream().noneMatch(verdict -> verdict.contains("secret")), verdicts::toString);
    }

    @Test
    void whatWasRefusedWhileItWasHereIsNotOfferedToIt() {
        setHere(1, 100, 3);
        away.live(entry(1, 100, "SET", "m", "quorum", "3"), false);
        assertEquals(List.of(), offered());
        assertEquals(List.of(), away.offers(0, at(1000)), "nor does it offer that");
    }

    @Test
    void anOldOrderIsNotOffered() {
        setHere(1, 100, 3);
        Instant late = at(101).plus(Limits.CLUSTER_LEDGER_AGE);
        assertEquals(List.of(), here.offers(0, late));
        assertEquals(List.of(), here.offers(0, at(100).plus(Duration.ofSeconds(4))), "nor one that is under way");
    }

    @Test
    void nobodyTakesANumberThatItHasHeardOf() {
        away.heard(7);
        assertEquals(8, away.next());
        away.heard(Limits.CLUSTER_ORDER_NUMBERS);
        assertEquals(Limits.CLUSTER_ORDER_NUMBERS, away.next(), "a lie makes no number that is unreadable");
    }
}
