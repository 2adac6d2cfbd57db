package dev.vedette.sim.stock;

import static dev.vedette.sim.stock.Subject.DOWN_AFTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is true of a stock sentinel, the real one and the model alike: the model may not drift from it. */
abstract class StockContract {
    private static final String ONE = "1".repeat(40);
    private static final String OTHER = "2".repeat(40);
    private static final Duration SOON = Duration.ofSeconds(5);

    private Subject it;

    abstract Subject begin() throws IOException;

    @BeforeEach
    void start() throws IOException {
        it = begin();
    }

    @AfterEach
    void end() throws IOException {
        it.close();
    }

    @Test
    void itSaysHelloEveryTwoSeconds() throws IOException {
        String id = String.valueOf(it.ask("SENTINEL myid"));
        List<Subject.Heard> hellos = it.hellos(3);
        for (Subject.Heard hello : hellos) {
            assertEquals("s1," + id + ",0,mymaster,r1,0", hello.text());
        }
        for (int i = 1; i < hellos.size(); i++) {
            assertWithin(2_000, 2_150, hellos.get(i - 1).at(), hellos.get(i).at());
        }
    }

    @Test
    void itVotesOncePerEpoch() throws IOException {
        int before = it.heard();
        assertEquals(List.of(0L, "*", 0L), vote("r1", "0 *"));
        assertEquals(List.of(0L, ONE, 5L), vote("r1", "5 " + ONE));
        assertEquals(List.of(0L, ONE, 5L), vote("r1", "5 " + OTHER));
        assertEquals(List.of(0L, ONE, 5L), vote("r1", "4 " + OTHER));
        assertEquals(List.of(0L, "*", 0L), vote("r1", "9 *"));
        assertEquals(List.of(0L, "*", 0L), vote("r2", "9 " + OTHER));
        assertEquals(List.of(0L, OTHER, 6L), vote("r1", "6 " + OTHER));
        String bad = "-ERR value is not an integer or out of range";
        assertEquals(bad, it.ask("SENTINEL is-master-down-by-addr 127.0.0.1 x 7 " + ONE));
        assertEquals(bad, it.ask("SENTINEL is-master-down-by-addr 127.0.0.1 1 x " + ONE));
        it.await("+vote-for-leader", before + 3, SOON);
        assertEquals(
                List.of(
                        "+new-epoch 5",
                        "+vote-for-leader " + ONE + " 5",
                        "+new-epoch 6",
                        "+vote-for-leader " + OTHER + " 6"),
                it.events(before));
        it.restart();
        assertEquals(List.of(0L, "*", 6L), vote("r1", "6 " + ONE));
        assertEquals(List.of(0L, ONE, 7L), vote("r1", "7 " + ONE));
    }

    private Object vote(String about, String rest) throws IOException {
        return it.ask("SENTINEL is-master-down-by-addr " + it.at(about) + " " + rest);
    }

    @Test
    void itTakesOverWhatAHigherEpochSays() throws IOException {
        int before = it.heard();
        assertEquals(1L, hello("p1", ONE, 3, "r1", 0));
        assertEquals(1L, hello("p1", ONE, 2, "r2", 0));
        assertEquals(List.of(it.at("r1").split(" ")), List.of(address()));
        assertEquals(1L, hello("p1", ONE, 3, "r1", 3));
        assertEquals(1L, hello("p1", ONE, 4, "r2", 4));
        assertEquals(1L, hello("p1", ONE, 4, "r1", 4));
        assertEquals(1L, hello("p1", ONE, 4, "r1", 3));
        assertEquals(List.of(it.at("r2").split(" ")), List.of(address()));
        assertEquals(1L, hello("p2", ONE, 4, "r2", 4));
        assertEquals(1L, hello("p2", OTHER, 4, "r2", 4));
        assertEquals(1L, it.ask("PUBLISH __sentinel__:hello not,a,hello"));
        assertEquals("-ERR Only HELLO messages are accepted by Sentinel instances.", it.ask("PUBLISH somewhere hello"));
        it.await("+sentinel-invalid-addr", before, SOON);
        it.await("+sentinel", before + 1, SOON);
        assertEquals(
                List.of(
                        "+sentinel sentinel " + ONE + " p1 @ mymaster r1",
                        "+new-epoch 3",
                        "+new-epoch 4",
                        "+config-update-from sentinel " + ONE + " p1 @ mymaster r1",
                        "+switch-master mymaster r1 r2",
                        "+slave slave r1 r1 @ mymaster r2",
                        "+sentinel-address-switch master mymaster r2 ip " + portOf("p2") + " for " + ONE,
                        "+sentinel-invalid-addr sentinel " + ONE + " p2 @ mymaster r2",
                        "+sentinel sentinel " + OTHER + " p2 @ mymaster r2"),
                it.events(before).stream()
                        .filter(event -> !event.contains("role-change"))
                        // Nobody lives at these addresses, and a slow machine gives it the time to find out.
                        .filter(event -> !event.startsWith("+sdown sentinel "))
                        .toList());
    }

    private String portOf(String name) {
        return it.at(name).replace(" ", " port ");
    }

    private Object[] address() throws IOException {
        return ((List<?>) it.ask("SENTINEL get-master-addr-by-name mymaster")).toArray();
    }

    private Object hello(String from, String id, int epoch, String master, int config) throws IOException {
        return it.ask("PUBLISH __sentinel__:hello " + it.at(from).replace(' ', ',') + "," + id + "," + epoch
                + ",mymaster," + it.at(master).replace(' ', ',') + "," + config);
    }

    @Test
    void itReplacesADeadMasterStepByStep() throws IOException {
        // Two seconds old by then: a connection that breaks within a second is only tried again when the second is
        // over.
        it.hellos(1);
        int before = it.heard();
        Duration killed = it.killMaster();
        Subject.Heard end = it.await("+switch-master", before, SOON);
        it.await("+slave", before, SOON);
        String id = String.valueOf(it.ask("SENTINEL myid"));
        assertEquals(
                List.of(
                        "+sdown master mymaster r1",
                        "+odown master mymaster r1 #quorum 1/1",
                        "+new-epoch 1",
                        "+try-failover master mymaster r1",
                        "+vote-for-leader " + id + " 1",
                        "+elected-leader master mymaster r1",
                        "+failover-state-select-slave master mymaster r1",
                        "+selected-slave slave r2 r2 @ mymaster r1",
                        "+failover-state-send-slaveof-noone slave r2 r2 @ mymaster r1",
                        "+failover-state-wait-promotion slave r2 r2 @ mymaster r1",
                        "-role-change slave r2 r2 @ mymaster r1 new reported role is master",
                        "+promoted-slave slave r2 r2 @ mymaster r1",
                        "+failover-state-reconf-slaves master mymaster r1",
                        "+failover-end master mymaster r1",
                        "+switch-master mymaster r1 r2",
                        "+slave slave r1 r1 @ mymaster r2"),
                it.events(before).subList(0, 16));
        Subject.Heard down = it.events().get(before);
        assertWithin(DOWN_AFTER.toMillis(), DOWN_AFTER.toMillis() + 250, killed, down.at());
        // A tick to select, a tick to order, up to 1.1 s until INFO is asked again, a tick to end.
        assertWithin(100, 1_600, down.at(), end.at());
        assertEquals("+sdown slave r1 r1 @ mymaster r2", nextDown(before + 16).toString());

        Duration back = it.startMaster();
        Subject.Heard converted = it.await("+convert-to-slave", before + 16, Duration.ofSeconds(25));
        assertEquals("slave r1 r1 @ mymaster r2", converted.text());
        assertWithin(8_000, 20_300, back, converted.at());
    }

    /**
     * The next instance that is down. The new master may be it first, for a moment: its silence counts from the switch,
     * and a connection is tried again a second after the last attempt, which here is as long as down-after (reference
     * 2.2, 7.9). Then it must be up again.
     */
    private Subject.Heard nextDown(int from) {
        Subject.Heard gone = it.await("+sdown", from, SOON);
        if (!gone.toString().equals("+sdown master mymaster r2")) {
            return gone;
        }
        int next = it.events().indexOf(gone) + 1;
        assertEquals("master mymaster r2", it.await("-sdown", next, SOON).text());
        return it.await("+sdown", next, SOON);
    }

    @Test
    void itObeysAnOperator() throws IOException {
        int before = it.heard();
        assertEquals("OK", it.ask("SENTINEL FAILOVER mymaster"));
        assertEquals("-INPROG Failover already in progress", it.ask("SENTINEL FAILOVER mymaster"));
        it.await("+slave", before, SOON);
        assertEquals(
                List.of(
                        "+new-epoch",
                        "+try-failover",
                        "+vote-for-leader",
                        "+elected-leader",
                        "+failover-state-select-slave",
                        "+selected-slave",
                        "+failover-state-send-slaveof-noone",
                        "+failover-state-wait-promotion",
                        "-role-change",
                        "+promoted-slave",
                        "+failover-state-reconf-slaves",
                        "+failover-end",
                        "+switch-master",
                        "+slave"),
                it.events().subList(before, before + 14).stream()
                        .map(Subject.Heard::what)
                        .toList());
        assertWithin(
                200,
                1_700,
                it.events().get(before).at(),
                it.events().get(before + 12).at());
    }

    @Test
    void itAnswersToTheByte() throws IOException {
        assertEquals("PONG", it.ask("PING"));
        assertEquals("-ERR No such master with that name", it.ask("SENTINEL master nobody"));
        assertEquals(null, it.ask("SENTINEL get-master-addr-by-name nobody"));
        assertEquals(
                "OK 1 usable Sentinels. Quorum and failover authorization can be reached",
                it.ask("SENTINEL ckquorum mymaster"));
        assertEquals("-ERR wrong number of arguments for 'sentinel|masters' command", it.ask("SENTINEL MASTERS x"));
        assertEquals("-ERR unknown subcommand 'Dance'. Try SENTINEL HELP.", it.ask("SENTINEL Dance"));
        assertEquals("-ERR unknown command 'DANCE', with args beginning with: 'a' 'b' ", it.ask("DANCE a b"));
        assertEquals("-ERR Invalid quorum", it.ask("SENTINEL monitor other 127.0.0.1 1 x"));
        assertEquals("-ERR Quorum must be 1 or greater.", it.ask("SENTINEL monitor other 127.0.0.1 1 0"));
        assertEquals("-ERR Duplicate master name.", it.ask("SENTINEL monitor mymaster 127.0.0.1 1 1"));
        assertEquals("-ERR Invalid argument '0' for SENTINEL SET 'quorum'", it.ask("SENTINEL set mymaster quorum 0"));
        assertEquals(
                "-ERR Unknown option or number of arguments for SENTINEL SET 'mood'",
                it.ask("SENTINEL set mymaster mood 1"));
        assertEquals("OK", it.ask("SENTINEL set mymaster quorum 2 parallel-syncs 3"));
        assertEquals("OK", it.ask("SENTINEL flushconfig"));
        assertEquals(
                "-NOQUORUM 1 usable Sentinels. Not enough available Sentinels to reach the specified quorum for this"
                        + " master",
                it.ask("SENTINEL ckquorum mymaster"));
        assertEquals(1L, hello("p1", ONE, 0, "r1", 0));
        assertEquals(
                "name ip port runid flags link-pending-commands link-refcount last-ping-sent last-ok-ping-reply"
                        + " last-ping-reply down-after-milliseconds info-refresh role-reported role-reported-time"
                        + " config-epoch num-slaves num-other-sentinels quorum failover-timeout parallel-syncs",
                keys(it.ask("SENTINEL master mymaster")));
        assertEquals(
                "name ip port runid flags link-pending-commands link-refcount last-ping-sent last-ok-ping-reply"
                        + " last-ping-reply down-after-milliseconds info-refresh role-reported role-reported-time"
                        + " master-link-down-time master-link-status master-host master-port slave-priority"
                        + " slave-repl-offset replica-announced",
                keys(((List<?>) it.ask("SENTINEL replicas mymaster")).get(0)));
        assertEquals(
                "name ip port runid flags link-pending-commands link-refcount last-ping-sent last-ok-ping-reply"
                        + " last-ping-reply down-after-milliseconds last-hello-message voted-leader"
                        + " voted-leader-epoch",
                keys(((List<?>) it.ask("SENTINEL sentinels mymaster")).get(0)));
        assertEquals(List.of("sentinel", List.of("mymaster")), it.ask("ROLE"));
        assertEquals(1L, it.ask("SENTINEL reset my*"));
        assertEquals(List.of(), it.ask("SENTINEL replicas mymaster"));
        assertEquals("OK", it.ask("SENTINEL remove mymaster"));
        assertEquals(List.of(), it.ask("SENTINEL masters"));
    }

    private static String keys(Object map) {
        List<?> flat = (List<?>) map;
        return IntStream.range(0, flat.size() / 2)
                .mapToObj(i -> String.valueOf(flat.get(2 * i)))
                .collect(Collectors.joining(" "));
    }

    /** What a busy machine adds to every wait; nothing where time is simulated. */
    abstract long slackMillis();

    private void assertWithin(long least, long most, Duration from, Duration to) {
        long millis = to.minus(from).toMillis();
        // Whoever heard the first of two things late finds too little between them.
        long paused = it.paused(from, to).toMillis();
        assertTrue(
                least - 2 - paused <= millis && millis <= most + slackMillis() + paused,
                () -> millis + " ms is not between " + least + " and " + most + ", and the machine paused for " + paused
                        + " ms\n" + it.events(0));
    }
}
