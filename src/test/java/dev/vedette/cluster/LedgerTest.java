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
        return away.consider(here.offers(away.considered(), at(1000)), at(1000)).stream()
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
        restarted.remember(away.text(), at(400));
        restarted.look(at(300), own(M, 5, ADDRESS));
        assertEquals(
                Ledger.Kind.MISSED,
                restarted.consider(here.offers(0, at(1000)), at(1000)).get(0).kind());
    }

    @Test
    void aRestartForgetsNothing() {
        setHere(1, 100, 3);
        Ledger restarted = new Ledger(at(300));
        restarted.remember(away.text(), at(400));
        assertFalse(restarted.look(at(300), own(M, 2, ADDRESS)), "nothing has changed");
        assertEquals(
                Ledger.Kind.TAKE,
                restarted.consider(here.offers(0, at(1000)), at(1000)).get(0).kind());
        Ledger again = new Ledger(at(400));
        again.remember(restarted.text(), at(400));
        assertEquals(1, again.considered());
    }

    @Test
    void aNodeWithoutALedgerTakesNothingOfBefore() {
        setHere(1, 100, 3);
        Ledger fresh = new Ledger(at(300));
        fresh.look(at(300), own(M, 2, ADDRESS));
        assertEquals(
                Ledger.Kind.NOTHING,
                fresh.consider(here.offers(0, at(1000)), at(1000)).get(0).kind());
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
        away.heard(7, at(1));
        assertEquals(8, away.next(at(1)));
    }

    @Test
    void whoeverMakesUpANumberCannotUseThemUp() {
        away.heard(Limits.CLUSTER_ORDER_NUMBERS, at(1000));
        assertEquals(1, away.next(at(1000)), "it cannot be");
        long most = Ledger.most(at(1000));
        away.heard(most, at(1000));
        assertEquals(1_001_000, away.next(at(1001)), "others with slower clocks believe this one");
        assertEquals(most + 1, away.next(at(1100)), "all is well again after a minute");
        assertFalse(Ledger.areGiven(List.of(entry(most + 1, 500, "REMOVE", "m")), at(1000)));
        assertTrue(Ledger.areGiven(List.of(entry(most, 500, "REMOVE", "m")), at(1000)));
    }

    @Test
    void aNumberOfAnEarlierLieIsForgottenWithTheRestart() {
        String lie = away.text().replace("\"considered\":0", "\"considered\":" + Limits.CLUSTER_ORDER_NUMBERS);
        away.remember(lie, at(1000));
        assertEquals(Ledger.most(at(1000)), away.considered());
    }

    private List<String> offered(Entry... lies) {
        return away.consider(List.of(lies), at(100_000)).stream()
                .map(verdict -> verdict.kind() + " " + verdict.why())
                .toList();
    }

    @Test
    void whatCannotHaveBeenSaidIsNotTaken() {
        away.told(M, at(99_000));
        assertEquals(
                List.of(
                        "MISSED it is from the future by the clock of this node",
                        "MISSED it is too old to be offered",
                        "TAKE"),
                offered(
                                entry(1, 100_061, "SET", "m", "quorum", "1"),
                                entry(2, 100_000 - 86_461, "SET", "m", "quorum", "1"),
                                entry(3, 100_060, "SET", "m", "quorum", "1"))
                        .stream()
                        .map(String::strip)
                        .toList());
        assertEquals(3, away.considered(), "each is told once");
    }

    @Test
    void aHugeSettingIsLikeNothingThatAnybodyHas() {
        assertEquals(List.of("TAKE "), offered(entry(1, 99_999, "SET", "m", "quorum", "4294967298")));
    }
}
