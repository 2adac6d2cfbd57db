package dev.vedette.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.Answer;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Bus;
import dev.vedette.bus.Level;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.Limits;
import dev.vedette.model.SentinelSettings;
import dev.vedette.platform.LocalBus;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server as a client sees it, byte for byte. */
class CommandVerticleTest {
    private Server server;
    private Client client;

    @BeforeEach
    void start() {
        server = new Server();
        client = server.client();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void tellsWhereTheMasterIs() {
        assertEquals(
                "*2\r\n$8\r\n10.0.0.1\r\n$4\r\n6379\r\n",
                client.ask("SENTINEL", "get-master-addr-by-name", "mymaster"));
        assertEquals("*-1\r\n", client.ask("sentinel", "GET-MASTER-ADDR-BY-NAME", "nope"));
        client.ask("HELLO", "3");
        assertEquals("_\r\n", client.ask("sentinel", "GET-MASTER-ADDR-BY-NAME", "nope"));
        assertTrue(server.owners.asked.isEmpty(), "answered from memory");
    }

    @Test
    void followsTheMonitorsFacts() {
        server.publish(Bus.FACT_MONITOR, new MonitorFact.Topology(Reports.picture(Reports.REPLICA)));
        eventually("*2\r\n$8\r\n10.0.0.2\r\n$4\r\n6379\r\n");
        assertEquals("*2\r\n$8\r\nsentinel\r\n*1\r\n$8\r\nmymaster\r\n", client.ask("ROLE"));
        server.publish(Bus.FACT_MONITOR, new MonitorFact.MasterRemoved(Reports.NAME));
        eventually("*-1\r\n");
        assertEquals("*2\r\n$8\r\nsentinel\r\n*0\r\n", client.ask("ROLE"));
    }

    @Test
    void shakesHands() {
        String id = client.ask("CLIENT", "ID").substring(1).trim();
        assertEquals(
                "*12\r\n$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$5\r\n7.2.5\r\n$5\r\nproto\r\n:2\r\n"
                        + "$2\r\nid\r\n:" + id + "\r\n$4\r\nmode\r\n$8\r\nsentinel\r\n$7\r\nmodules\r\n*0\r\n",
                client.ask("HELLO"));
        assertTrue(client.ask("HELLO", "3", "AUTH", "default", "any", "SETNAME", "me")
                .startsWith("%6\r\n"));
        assertEquals("$2\r\nme\r\n", client.ask("CLIENT", "GETNAME"));
        assertEquals("-NOPROTO unsupported protocol version\r\n", client.ask("HELLO", "4"));
        assertEquals(
                "-WRONGPASS invalid username-password pair or user is disabled.\r\n",
                client.ask("HELLO", "3", "AUTH", "bob", "x"));
        assertEquals("-ERR Syntax error in HELLO option 'what'\r\n", client.ask("HELLO", "3", "what"));
        assertEquals("-ERR Protocol version is not an integer or out of range\r\n", client.ask("HELLO", "three"));
        assertEquals(
                "-ERR AUTH <password> called without any password configured for the default user."
                        + " Are you sure your configuration is correct?\r\n",
                client.ask("AUTH", "x"));
        assertEquals("+OK\r\n", client.ask("AUTH", "default", "x"));
    }

    @Test
    void readsABytePerPacketAndManyCommandsPerPacket() {
        for (char c : (Client.frame("PING", "a\r\nb") + "PING\r\n").toCharArray()) {
            client.send(String.valueOf(c));
        }
        assertEquals("$4\r\na\r\nb\r\n+PONG\r\n", client.reply() + client.reply());
        client.send("PING\r\n\r\n\n".repeat(5_000));
        assertEquals("+PONG\r\n".repeat(5_000), client.take(7 * 5_000));
    }

    @Test
    void answersInOrderAndOneAfterTheOther() {
        server.owners.hold(Ask.Instances.class);
        client.send("PING a\r\nSENTINEL CKQUORUM mymaster\r\nHELLO 3\r\nPING b\r\nSENTINEL MYID\r\n");
        assertEquals("$1\r\na\r\n", client.reply());
        awaitAsked(Ask.Instances.class);
        server.owners.release();
        assertEquals("+OK 2 usable Sentinels. Quorum and failover authorization can be reached\r\n", client.reply());
        assertTrue(client.reply().startsWith("%6\r\n"));
        assertEquals("$1\r\nb\r\n", client.reply());
        assertEquals("$40\r\n" + Reports.MY_ID + "\r\n", client.reply());
    }

    @Test
    void oneWhoWaitsHoldsUpNobodyElse() {
        server.owners.hold(Ask.Instances.class);
        client.send("SENTINEL CKQUORUM mymaster\r\n");
        awaitAsked(Ask.Instances.class);
        // Far more than is read ahead: the rest stays in the network until the answer is there.
        Thread flood = new Thread(() -> client.send("PING\r\n".repeat(200_000)));
        flood.start();
        try (Client other = server.client()) {
            assertEquals("+PONG\r\n", other.ask("PING"));
            long read = standingStill(
                    other,
                    "total_net_input_bytes",
                    Client.frame("INFO", "stats").length());
            assertTrue(read < 4 * Limits.READ_AHEAD_BYTES, read + " bytes were read");
        }
        server.owners.release();
        client.reply();
        assertEquals("+PONG\r\n".repeat(200_000), client.take(7 * 200_000));
    }

    @Test
    void anOwnerThatIsGoneIsAnErrorAndNotAHang() {
        server.owners.leave();
        assertEquals(
                "-ERR the owner of failover is not running; the command was not executed\r\n",
                client.ask("SENTINEL", "FAILOVER", "mymaster"));
        assertEquals(
                "*2\r\n$8\r\n10.0.0.1\r\n$4\r\n6379\r\n",
                client.ask("SENTINEL", "get-master-addr-by-name", "mymaster"));
    }

    @Test
    void ourOwnMistakeCostsOneCommand() {
        server.owners.answer(Ask.Failover.class, new Answer.Ballot(false, null, Reports.PICTURE.configEpoch()));
        assertEquals("-ERR internal error, see the log\r\n", client.ask("SENTINEL", "FAILOVER", "mymaster"));
        assertEquals("+PONG\r\n", client.ask("PING"));
    }

    @Test
    void oneBadClientDisturbsNobody() {
        try (Client bad = server.client();
                Client worse = server.client();
                Client browser = server.client()) {
            assertEquals(
                    "-ERR Protocol error: invalid multibulk length\r\n",
                    bad.send("*x\r\nPING\r\n").rest());
            assertEquals(
                    "+PONG\r\n-ERR Protocol error: too big inline request\r\n",
                    worse.send("PING\r\n" + "x".repeat(70_000)).rest());
            assertEquals("", browser.send("PING\r\nPOST / HTTP/1.1\r\nPING\r\n").rest());
            try (Client host = server.client()) {
                assertEquals("", host.send("Host: localhost\r\nPING\r\n").rest());
            }
        }
        assertEquals("+PONG\r\n", client.ask("PING"));
    }

    @Test
    void refusesFurtherClients() {
        try (Server small = new Server(1);
                Client first = small.client()) {
            assertEquals("+PONG\r\n", first.ask("PING"));
            try (Client second = small.client()) {
                assertEquals("-ERR max number of clients reached\r\n", second.rest());
            }
            assertTrue(first.ask("INFO", "stats").contains("rejected_connections:1\r\n"));
        }
    }

    @Test
    void aClientThatTakesNoRepliesIsNotReadOn() {
        int flood = 20_000;
        try (Client greedy = server.client()) {
            greedy.send("COMMAND DOCS\r\n".repeat(flood));
            long ran = standingStill(client, "total_commands_processed", 1);
            assertTrue(ran < flood / 2, ran + " ran");
            long kept = Pattern.compile("omem=(\\d+)")
                    .matcher(client.ask("CLIENT", "LIST"))
                    .results()
                    .mapToLong(match -> Long.parseLong(match.group(1)))
                    .sum();
            assertTrue(
                    kept > 0 && kept < Limits.UNSENT_REPLIES_BYTES + 2 * Limits.REPLIES_PER_WRITE_BYTES,
                    kept + " bytes are kept");
        }
        String clients = "";
        for (int i = 0; i < 10_000 && !clients.contains("connected_clients:1\r\n"); i++) {
            clients = client.ask("INFO", "clients");
        }
        assertTrue(clients.contains("connected_clients:1\r\n"), "its end was noticed");
    }

    /** What INFO counts, once between many looks nothing is added but by {@code own} looking. */
    private static long standingStill(Client looking, String key, long own) {
        long before = -1;
        long now = 0;
        for (int still = 0; still < 200; still = now == before + own ? still + 1 : 0) {
            before = now;
            now = Long.parseLong(looking.ask("INFO", "stats").replaceAll("(?s).*" + key + ":(\\d+).*", "$1"));
        }
        return now;
    }

    @Test
    void shutsDownWithoutAReply() {
        assertEquals("-ERR syntax error\r\n", client.ask("SHUTDOWN", "SAVE", "NOSAVE"));
        assertEquals("-ERR syntax error\r\n", client.ask("SHUTDOWN", "later"));
        assertEquals("-ERR No shutdown in progress.\r\n", client.ask("SHUTDOWN", "abort"));
        assertEquals(1, server.shutdown.getCount());
        assertEquals("", client.send(Client.frame("SHUTDOWN", "nosave")).rest());
        assertEquals(0, server.shutdown.getCount());
    }

    @Test
    void stoppingClosesEveryConnectionAlsoOfThoseWhoDoNotRead() {
        try (Client stuck = server.client()) {
            stuck.send("COMMAND DOCS\r\n".repeat(1_000));
            assertEquals("+PONG\r\n", client.ask("PING"));
            server.close();
            assertEquals("", client.rest());
        }
    }

    @Test
    void aTakenPortIsNamed() {
        Vertx vertx = Vertx.vertx();
        try {
            LocalBus.install(vertx);
            CommandVerticle second = new CommandVerticle(
                    vertx,
                    Server.setup(
                            server.vertx,
                            SentinelSettings.DEFAULTS
                                    .port(server.verticle.port())
                                    .bind("127.0.0.1"),
                            () -> {}));
            Throwable cause = vertx.deployVerticle(second)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .handle((id, e) -> e)
                    .get(10, TimeUnit.SECONDS);
            assertTrue(
                    String.valueOf(cause).contains("cannot listen on 127.0.0.1:" + server.verticle.port()),
                    String.valueOf(cause));
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            Server.await(vertx.close());
        }
    }

    @Test
    void aSubscriberInResp2OnlyListens() {
        assertEquals("*3\r\n$9\r\nsubscribe\r\n$6\r\n+sdown\r\n:1\r\n", client.ask("SUBSCRIBE", "+sdown"));
        assertEquals(
                "-ERR Can't execute 'sentinel|myid': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET"
                        + " are allowed in this context\r\n",
                client.ask("SENTINEL", "MYID"));
        assertEquals("*2\r\n$4\r\npong\r\n$0\r\n\r\n", client.ask("PING"));
        assertEquals("*3\r\n$11\r\nunsubscribe\r\n$6\r\n+sdown\r\n:0\r\n", client.ask("UNSUBSCRIBE"));
        assertEquals("*3\r\n$11\r\nunsubscribe\r\n$-1\r\n:0\r\n", client.ask("UNSUBSCRIBE"));
        assertEquals("+PONG\r\n", client.ask("PING"));
    }

    @Test
    void eventsReachSubscribersInBothDialects() {
        try (Client three = server.client()) {
            three.ask("HELLO", "3");
            assertEquals(">3\r\n$10\r\npsubscribe\r\n$2\r\n+*\r\n:1\r\n", three.ask("PSUBSCRIBE", "+*"));
            client.ask("SUBSCRIBE", "+sdown");
            server.event("+script-child", Level.DEBUG, "1");
            server.event("-sdown", Level.WARNING, "x");
            server.event("+sdown", Level.VERBOSE, "x y");
            assertEquals("*3\r\n$7\r\nmessage\r\n$6\r\n+sdown\r\n$3\r\nx y\r\n", client.reply());
            assertEquals(">4\r\n$8\r\npmessage\r\n$2\r\n+*\r\n$6\r\n+sdown\r\n$3\r\nx y\r\n", three.reply());
            assertEquals("+PONG\r\n", three.ask("PING"));
        }
    }

    @Test
    void aSlowSubscriberIsDropped() {
        try (Client slow = server.client();
                Client quick = server.client()) {
            slow.ask("SUBSCRIBE", "+sdown");
            quick.ask("SUBSCRIBE", "+sdown");
            assertTrue(client.ask("INFO", "clients").contains("connected_clients:3\r\n"));
            String payload = "x".repeat(1000);
            String message = "*3\r\n$7\r\nmessage\r\n$6\r\n+sdown\r\n$1000\r\n" + payload + "\r\n";
            int events = 0;
            while (client.ask("INFO", "clients").contains("connected_clients:3\r\n")) {
                server.event("+sdown", Level.WARNING, payload);
                assertEquals(message, quick.reply());
                assertTrue(++events < 100_000, "never dropped");
            }
            assertTrue(client.ask("CLIENT", "LIST", "TYPE", "pubsub").contains(" sub=1 "));
        }
    }

    /** Facts and commands come on different ways, so that a fact may arrive a moment later. */
    private void eventually(String address) {
        String reply = "";
        for (int i = 0; i < 10_000 && !reply.equals(address); i++) {
            reply = client.ask("SENTINEL", "get-master-addr-by-name", "mymaster");
        }
        assertEquals(address, reply);
    }

    private void awaitAsked(Class<?> question) {
        while (server.owners.asked.stream().noneMatch(question::isInstance)) {
            Thread.onSpinWait();
        }
    }
}
