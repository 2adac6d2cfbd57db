package dev.vedette.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.ProcessOption;
import dev.vedette.bus.ProcessSettings;
import dev.vedette.config.Loading.Loaded;
import dev.vedette.model.Address;
import dev.vedette.model.Credentials;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.MasterState;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts when a configuration that is only read and a state file disagree: whoever spoke last. */
class StateMergeTest {
    private static final MasterName MM = new MasterName("mm");
    private static final String JSON = json("10.0.0.1:6379", "5s", "declared");
    private @TempDir Path folder;

    private static String json(String address, String downAfter, String password) {
        return "{\"masters\": {\"mm\": {\"address\": \"" + address + "\", \"quorum\": 2, \"downAfter\": \"" + downAfter
                + "\", \"auth\": {\"password\": \"" + password + "\"}}}}";
    }

    private Loaded start(String json) {
        return Configs.loaded(folder.resolve("sentinel.json"), json);
    }

    /** What a process that was started with {@code json} leaves behind after {@code change}. */
    private SentinelState ran(String json, UnaryOperator<SortedMap<MasterName, MasterState>> change)
            throws IOException {
        Loaded loaded = start(json);
        SentinelState state = new SentinelState(
                loaded.state().myId(),
                new Epoch(7),
                change.apply(new TreeMap<>(loaded.state().masters())));
        Files.writeString(
                Path.of(loaded.store().path()), ConfRewriter.stateFile(state, loaded.store(), loaded.inForce()));
        return state;
    }

    private static SortedMap<MasterName, MasterState> failedOver(SortedMap<MasterName, MasterState> masters) {
        MasterState old = masters.get(MM);
        masters.put(
                MM,
                new MasterState(
                        new Address("10.0.0.2", 6379),
                        old.settings(),
                        new Epoch(7),
                        new Epoch(7),
                        new TreeSet<>(List.of(old.address())),
                        new TreeMap<>(Map.of(new RunId("p"), new Address("10.0.0.8", 26379)))));
        return masters;
    }

    private static UnaryOperator<SortedMap<MasterName, MasterState>> set(UnaryOperator<MasterSettings> change) {
        return masters -> {
            MasterState old = masters.get(MM);
            masters.put(
                    MM,
                    new MasterState(
                            old.address(),
                            change.apply(old.settings()),
                            old.configEpoch(),
                            old.leaderEpoch(),
                            old.replicas(),
                            old.peers()));
            return masters;
        };
    }

    @Test
    void aFailoverSurvivesTheRestart() throws IOException {
        SentinelState left = ran(JSON, StateMergeTest::failedOver);
        Loaded next = start(JSON);
        assertEquals(left, next.state());
        assertFalse(next.idIsNew());
        assertTrue(next.onDisk());
        assertEquals(List.of(), next.remarks());
    }

    @Test
    void whatWasSetAtRunTimeStaysUntilTheDeclarationIsEdited() throws IOException {
        SentinelState left = ran(
                JSON, set(s -> s.downAfter(MasterSettings.DEFAULT_DOWN_AFTER).quorum(3)));
        Loaded next = start(JSON);
        assertEquals(left, next.state());
        assertEquals(1, next.remarks().size());
        Loaded edited = start(json("10.0.0.1:6379", "6s", "declared"));
        assertEquals(
                Duration.ofSeconds(6),
                edited.state().masters().get(MM).settings().downAfter());
        assertEquals(2, edited.state().masters().get(MM).settings().quorum());
        assertFalse(edited.onDisk());
    }

    @Test
    void anEditChangesSettingsAndKeepsTheTopology() throws IOException {
        SentinelState left = ran(JSON, StateMergeTest::failedOver);
        MasterState next =
                start(json("10.0.0.1:6379", "6s", "declared")).state().masters().get(MM);
        assertEquals(Duration.ofSeconds(6), next.settings().downAfter());
        assertEquals(left.masters().get(MM).address(), next.address());
        assertEquals(left.masters().get(MM).replicas(), next.replicas());
        assertEquals(left.masters().get(MM).configEpoch(), next.configEpoch());
    }

    @Test
    void declaredPasswordsAreNotCopiedAndMayBeRotated() throws IOException {
        ran(JSON, StateMergeTest::failedOver);
        assertFalse(Files.readString(folder.resolve("sentinel.state.conf")).contains("auth"));
        Loaded next = start(json("10.0.0.1:6379", "5s", "rotated"));
        assertEquals(
                "rotated",
                next.state().masters().get(MM).settings().credentials().password());
    }

    @Test
    void passwordsThatWereSetAtRunTimeStayEvenEmptyOnes() throws IOException {
        for (Credentials set : List.of(new Credentials("u", "run time"), Credentials.NONE)) {
            ran(JSON, set(s -> s.credentials(set)));
            Loaded next = start(JSON);
            assertEquals(set, next.state().masters().get(MM).settings().credentials());
            assertTrue(
                    next.remarks().get(0).contains("credentials"),
                    next.remarks().toString());
            Files.delete(folder.resolve("sentinel.state.conf"));
        }
    }

    @Test
    void anotherDeclaredAddressIsAMoveAndPeersMayKnowBetter() throws IOException {
        ran(JSON, StateMergeTest::failedOver);
        Loaded next = start(json("10.0.0.99:6379", "5s", "declared"));
        MasterState moved = next.state().masters().get(MM);
        assertEquals(new Address("10.0.0.99", 6379), moved.address());
        assertEquals(Epoch.ZERO, moved.configEpoch());
        assertEquals(new Epoch(7), moved.leaderEpoch(), "a vote is never forgotten");
        assertEquals(new Epoch(7), next.state().currentEpoch());
        assertEquals(1, moved.peers().size());
        assertTrue(moved.replicas().isEmpty());
    }

    @Test
    void whatWasRemovedAtRunTimeStaysRemovedUntilItsDeclarationIsEdited() throws IOException {
        ran(JSON, masters -> new TreeMap<>());
        Loaded next = start(JSON);
        assertTrue(next.state().masters().isEmpty());
        assertTrue(next.remarks().get(0).contains("stays removed"));
        assertEquals(
                1,
                start(json("10.0.0.1:6379", "6s", "declared")).state().masters().size());
    }

    @Test
    void whatWasAddedAtRunTimeStaysAndWhatIsNoLongerDeclaredGoes() throws IOException {
        MasterName added = new MasterName("added here");
        ran(JSON, masters -> {
            masters.put(added, MasterState.fresh(new Address("10.0.0.3", 1), MasterSettings.withQuorum(1)));
            return masters;
        });
        Loaded next = start("{}");
        assertEquals(List.of(added), List.copyOf(next.state().masters().keySet()));
        assertTrue(next.remarks().get(0).contains("no longer declared"));
    }

    @Test
    void whatIsNewlyDeclaredIsWatched() throws IOException {
        ran("{}", masters -> masters);
        assertEquals(List.of(MM), List.copyOf(start(JSON).state().masters().keySet()));
    }

    @Test
    void everyCutOfTheStateIsSeen() throws IOException {
        ran(JSON, StateMergeTest::failedOver);
        Path file = folder.resolve("sentinel.state.conf");
        String whole = Files.readString(file);
        for (int cut = 0; cut < whole.length() - 1; cut++) {
            String text = whole.substring(0, cut);
            Files.writeString(file, text);
            List<Problem> problems =
                    Configs.problems(ConfigLoader.load(folder.resolve("sentinel.json"), List.of(), Configs.chance()));
            assertEquals(file.toString(), problems.get(0).source());
            assertEquals(text, Files.readString(file), "left alone");
        }
    }

    @Test
    void anyStateComesBack() throws IOException {
        Loaded empty = start("{}");
        Random random = new Random(23);
        for (int round = 0; round < 200; round++) {
            SentinelState state = Configs.state(random);
            Files.writeString(
                    folder.resolve("sentinel.state.conf"),
                    ConfRewriter.stateFile(state, empty.store(), empty.inForce()));
            Loaded next = start("{}");
            assertEquals(state, next.state());
            assertTrue(next.onDisk());
        }
    }

    @Test
    void aConfMayKeepItsStateApartToo() throws IOException {
        Path conf = folder.resolve("sentinel.conf");
        String text = "sentinel monitor mm 10.0.0.1 6379 2\nsentinel state-config-file kept.conf\nsentinel myid "
                + Configs.ID + "\nsentinel current-epoch 3\n";
        Loaded loaded = Configs.loaded(conf, text);
        assertEquals(folder.resolve("kept.conf").toString(), loaded.store().path());
        assertEquals(Configs.ID, loaded.state().myId().value(), "the state that the file had in place goes on");
        SentinelState state = new SentinelState(
                loaded.state().myId(),
                new Epoch(9),
                failedOver(new TreeMap<>(loaded.state().masters())));
        Files.writeString(folder.resolve("kept.conf"), ConfRewriter.stateFile(state, loaded.store(), loaded.inForce()));
        Loaded next = Configs.loaded(conf, text);
        assertEquals(state, next.state());
        assertTrue(Configs.problem(Configs.load(conf, "sentinel state-config-file sentinel.conf\n"))
                .message()
                .startsWith("The state file is the configuration itself"));
    }

    /** Also when it takes a declared value away, which no line of sentinel.conf can say. */
    @Test
    void whatConfigSetChangedStaysUntilItsLineIsTakenOut() throws IOException {
        String json = "{\"announce\": {\"ip\": \"10.0.0.9\"}, \"peerAuth\": {\"password\": \"declared\"}}";
        Loaded first = start(json);
        ProcessSettings changed = first.inForce();
        for (Map.Entry<ProcessOption, String> change : Map.of(
                        ProcessOption.ANNOUNCE_IP, "",
                        ProcessOption.SENTINEL_PASS, "it's \"a\" #secret",
                        ProcessOption.LOGLEVEL, "nothing")
                .entrySet()) {
            changed = Objects.requireNonNull(change.getKey().change(changed, change.getValue()));
        }
        Path file = folder.resolve("sentinel.state.conf");
        Files.writeString(file, ConfRewriter.stateFile(first.state(), first.store(), changed));

        Loaded second = start(json);
        assertEquals(changed, second.inForce());
        assertTrue(second.onDisk());

        Files.writeString(file, Files.readString(file).replaceAll("# vedette: set .*\n", ""));
        assertEquals(first.inForce(), start(json).inForce());
    }
}
