package dev.vedette.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.Channel;
import dev.vedette.bus.Errand;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.Reply;
import dev.vedette.model.Address;
import dev.vedette.model.Credentials;
import dev.vedette.model.Epoch;
import dev.vedette.model.Limits;
import dev.vedette.model.MasterName;
import dev.vedette.model.RunId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Orders and errands against servers that are well, and against servers that are not. */
@Timeout(60)
final class LinkVerticleTest {
    private static final Errand PING = new Errand.Ping();
    private static final Errand INFO = new Errand.Info();
    private static final Errand PROMOTE = new Errand.Reconfigure(null);
    private static final String SUBSCRIBED = "*3\r\n$9\r\nsubscribe\r\n$18\r\n__sentinel__:hello\r\n:1\r\n";

    private LinkBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new LinkBench();
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void introducesItselfAndCarriesAnErrand() throws Exception {
        FakeServer server = FakeServer.answering(bench.vertx, LinkVerticleTest::healthy);
        bench.openUp(Channel.COMMAND, server.address);
        assertEquals(List.of("CLIENT", "SETNAME", "sentinel-01234567-cmd"), upper(server.nextCommand()));
        assertEquals(new Reply.Done("PONG"), bench.ask(server.address, PING));
        assertEquals(List.of("PING"), upper(server.nextCommand()));
        bench.assertNothingElse();
    }

    @Test
    void subscribesToHellosAndNothingElse() throws Exception {
        FakeServer server = FakeServer.answering(bench.vertx, LinkVerticleTest::healthy);
        bench.openUp(Channel.PUBSUB, server.address);
        assertEquals(List.of("CLIENT", "SETNAME", "sentinel-01234567-pubsub"), upper(server.nextCommand()));
        assertEquals(List.of("SUBSCRIBE", "__sentinel__:hello"), upper(server.nextCommand()));
        server.accepted.take().write(message("one") + message("two"));
        assertEquals(new LinkFact.HelloHeard(LinkBench.node(server.address), "one"), bench.nextFact());
        assertEquals(new LinkFact.HelloHeard(LinkBench.node(server.address), "two"), bench.nextFact());
        assertInstanceOf(Reply.Lost.class, bench.ask(server.address, PING));
        bench.assertNothingElse();
    }

    @Test
    void understandsASubscribeThatGoesByAnotherName() throws Exception {
        FakeServer server = FakeServer.answering(
                bench.vertx, command -> command.get(0).equals("listen") ? SUBSCRIBED : "-ERR unknown command\r\n");
        bench.open(Channel.PUBSUB, server.address, Credentials.NONE, Map.of("SUBSCRIBE", "listen"));
        bench.awaitUp(Channel.PUBSUB, server.address);
        server.accepted.take().write(message("one"));
        assertEquals(new LinkFact.HelloHeard(LinkBench.node(server.address), "one"), bench.nextFact());
    }

    @Test
    void sendsCommandsUnderTheirOtherNames() throws Exception {
        FakeServer server = FakeServer.answering(
                bench.vertx, command -> command.get(0).equals("ping-") ? "+PONG\r\n" : "-ERR unknown command\r\n");
        bench.open(Channel.COMMAND, server.address, Credentials.NONE, Map.of("PING", "ping-", "CLIENT", "client-"));
        bench.awaitUp(Channel.COMMAND, server.address);
        assertEquals("client-", server.nextCommand().get(0));
        assertEquals(new Reply.Done("PONG"), bench.ask(server.address, PING));
        assertEquals(new Reply.Refused("ERR unknown command"), bench.ask(server.address, INFO));
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void logsInBeforeAnythingElse(Channel channel) throws Exception {
        FakeServer server = FakeServer.answering(bench.vertx, LinkVerticleTest::healthy);
        bench.open(channel, server.address, new Credentials("joe", "secret"));
        bench.awaitUp(channel, server.address);
        assertEquals(List.of("AUTH", "joe", "secret"), upper(server.nextCommand()));
        assertEquals("CLIENT", upper(server.nextCommand()).get(0));
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void aWrongPasswordIsWhyTheChannelIsDown(Channel channel) throws Exception {
        FakeServer server = FakeServer.answering(
                bench.vertx,
                command -> is(command, "AUTH") ? "-WRONGPASS invalid\r\n" : "-NOAUTH Authentication required.\r\n");
        bench.open(channel, server.address, new Credentials("", "wrong"));
        assertEquals("WRONGPASS invalid", bench.awaitDown(channel, server.address));
        server.awaitClosed();
        bench.assertNothingElse();
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void aPasswordThatNobodyAskedForDoesNoHarm(Channel channel) throws Exception {
        FakeServer server = FakeServer.answering(
                bench.vertx,
                command -> is(command, "AUTH") ? "-ERR AUTH without any password configured\r\n" : healthy(command));
        bench.open(channel, server.address, new Credentials("", "needless"));
        bench.awaitUp(channel, server.address);
    }

    @Test
    void withoutAPasswordTheCommandChannelIsUpAndEverythingRefused() throws Exception {
        FakeServer server = FakeServer.answering(bench.vertx, command -> "-NOAUTH Authentication required.\r\n");
        bench.openUp(Channel.COMMAND, server.address);
        assertEquals(new Reply.Refused("NOAUTH Authentication required."), bench.ask(server.address, PING));
        bench.open(Channel.PUBSUB, server.address);
        assertEquals("NOAUTH Authentication required.", bench.awaitDown(Channel.PUBSUB, server.address));
        assertEquals(new Reply.Refused("NOAUTH Authentication required."), bench.ask(server.address, PING));
    }

    @Test
    void anOldServerThatIsLoadingCanBeWatched() throws Exception {
        FakeServer server = FakeServer.answering(
                bench.vertx,
                command -> switch (command.get(0).toUpperCase(Locale.ROOT)) {
                    case "HELLO", "CLIENT" -> "-ERR unknown command\r\n";
                    default -> "-LOADING Redis is loading the dataset in memory\r\n";
                });
        bench.openUp(Channel.COMMAND, server.address);
        assertEquals(
                new Reply.Refused("LOADING Redis is loading the dataset in memory"), bench.ask(server.address, PING));
    }

    @Test
    void anErrandToANodeThatIsNotConnectedIsLost() throws Exception {
        assertInstanceOf(Reply.Lost.class, bench.ask(LinkBench.at(1), PING));
        FakeServer silent = new FakeServer(bench.vertx, socket -> {});
        bench.open(Channel.COMMAND, silent.address);
        silent.accepted.take();
        assertEquals(new Reply.Lost("the connection is not up"), bench.ask(silent.address, PING));
    }

    @Test
    void whatWaitsIsLostOnceWhenTheServerCloses() throws Exception {
        FakeServer server = FakeServer.answering(bench.vertx, LinkVerticleTest::onlyGreeting);
        bench.openUp(Channel.COMMAND, server.address);
        bench.send(server.address, PING);
        bench.send(server.address, PING);
        awaitCommand(server, "PING");
        awaitCommand(server, "PING");
        NetSocket socket = server.accepted.take();
        socket.write("+PONG\r\n").await(5, TimeUnit.SECONDS);
        assertEquals(new Reply.Done("PONG"), bench.awaitReply(server.address, PING));
        bench.send(server.address, PROMOTE);
        for (int i = 0; i < 6; i++) {
            server.nextCommand();
        }
        socket.close();
        String why = bench.awaitDown(Channel.COMMAND, server.address);
        assertEquals("it closed the connection", why);
        assertEquals(new Reply.Lost(why), bench.awaitReply(server.address, PING));
        assertEquals(new Reply.Lost(why), bench.awaitReply(server.address, PROMOTE));
        bench.assertNothingElse();
    }

    @Test
    void whatWaitsIsLostOnceWhenOrderedToCloseAndNothingElseIsHeard() throws Exception {
        FakeServer server =
                FakeServer.answering(bench.vertx, command -> is(command, "PING") ? null : healthy(command));
        bench.openUp(Channel.COMMAND, server.address);
        bench.send(server.address, PING);
        awaitCommand(server, "PING");
        bench.close(Channel.COMMAND, server.address);
        bench.close(Channel.COMMAND, server.address);
        assertInstanceOf(Reply.Lost.class, bench.awaitReply(server.address, PING));
        server.awaitClosed();
        bench.assertNothingElse();
    }

    @Test
    void whatWasSentBeforeAnOrderToCloseIsSent() throws Exception {
        FakeServer server = FakeServer.answering(bench.vertx, LinkVerticleTest::onlyGreeting);
        bench.openUp(Channel.COMMAND, server.address);
        server.nextCommand();
        bench.send(server.address, PROMOTE);
        bench.close(Channel.COMMAND, server.address);
        assertInstanceOf(Reply.Lost.class, bench.awaitReply(server.address, PROMOTE));
        for (String word : List.of("MULTI", "SLAVEOF", "CONFIG", "CLIENT", "CLIENT", "EXEC")) {
            assertEquals(word, upper(server.nextCommand()).get(0));
        }
        bench.assertNothingElse();
    }

    @Test
    void openingAgainReplacesTheConnectionWithoutAWord() throws Exception {
        FakeServer server =
                FakeServer.answering(bench.vertx, command -> is(command, "PING") ? null : healthy(command));
        bench.openUp(Channel.COMMAND, server.address);
        server.accepted.take();
        bench.send(server.address, PING);
        awaitCommand(server, "PING");
        bench.open(Channel.COMMAND, server.address);
        assertInstanceOf(Reply.Lost.class, bench.awaitReply(server.address, PING));
        bench.awaitUp(Channel.COMMAND, server.address);
        server.awaitClosed();
        assertNotNull(server.accepted.poll(5, TimeUnit.SECONDS));
        bench.assertNothingElse();
    }

    @Test
    void anOrderToCloseStopsAnOpening() throws Exception {
        FakeServer silent = new FakeServer(bench.vertx, socket -> {});
        bench.open(Channel.COMMAND, silent.address);
        bench.close(Channel.COMMAND, silent.address);
        bench.open(Channel.PUBSUB, silent.address);
        silent.accepted.take();
        bench.close(Channel.PUBSUB, silent.address);
        silent.awaitClosed();
        bench.assertNothingElse();
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void nobodyListens(Channel channel) throws Exception {
        Address nobody = LinkBench.at(freePort());
        bench.open(channel, nobody);
        String why = bench.awaitDown(channel, nobody);
        assertTrue(why.startsWith("Connection refused"), why);
        bench.open(channel, LinkBench.at(0));
        assertEquals("it has no port to connect to", bench.awaitDown(channel, LinkBench.at(0)));
        bench.assertNothingElse();
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void aSilentServerIsGivenUpAndClosed(Channel channel) throws Exception {
        FakeServer silent = new FakeServer(bench.vertx, socket -> {});
        bench.open(channel, silent.address);
        assertEquals(
                "it accepted the connection and did not answer for 400 ms", bench.awaitDown(channel, silent.address));
        silent.awaitClosed();
        bench.assertNothingElse();
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void aServerThatHangsUpAtOnce(Channel channel) throws Exception {
        FakeServer rude = new FakeServer(bench.vertx, NetSocket::close);
        bench.open(channel, rude.address);
        bench.awaitDown(channel, rude.address);
        bench.assertNothingElse();
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void aServerThatSaysWhyItHangsUp(Channel channel) throws Exception {
        FakeServer full = new FakeServer(bench.vertx, socket -> socket.handler(bytes -> {
            socket.write("-ERR max number of clients reached\r\n");
            socket.close();
        }));
        bench.open(channel, full.address);
        LinkFact fact = bench.nextFact();
        // The command channel looks like one that lets us in until it is closed.
        LinkFact.Down down = assertInstanceOf(
                LinkFact.Down.class, fact instanceof LinkFact.Up ? bench.nextFact() : fact);
        assertTrue(down.why().endsWith("ERR max number of clients reached"), down.why());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 400 Bad Request%r%n%r%n<html>      | it does not speak RESP2: a reply begins with byte 0x48",
                "SSH-2.0-OpenSSH_9.2p1%r%n                   | it does not speak RESP2: a reply begins with byte 0x53",
                "%t%c%c%c                                    | it does not speak RESP2: a reply begins with byte 0x15",
                "*2147483647%r%n                             | it sent an array of more than 1024 elements",
                "$536870911%r%n                              | it sent a reply of more than",
                "*zwei%r%n                                   | it sent a number that is none",
                ":99999999999999999999%r%n                   | it sent a number that is none",
                "+OK%n                                       | it sent a line end that is none",
            })
    void whatIsNotRedisIsToldApart(String bytes, String why) throws Exception {
        String raw = bytes.replace("%r", "\r").replace("%n", "\n").replace("%t", "\u0015").replace("%c", "\u0003");
        for (Channel channel : Channel.values()) {
            FakeServer odd = FakeServer.saying(bench.vertx, raw);
            bench.open(channel, odd.address);
            String heard = bench.awaitDown(channel, odd.address);
            assertTrue(heard.startsWith(why), heard);
            odd.awaitClosed();
        }
        bench.assertNothingElse();
    }

    @Test
    void garbageInTheMiddleEndsTheConnectionOnce() throws Exception {
        FakeServer server = FakeServer.answering(
                bench.vertx, command -> is(command, "PING") ? "+PONG\r\nnonsense\r\n" : healthy(command));
        bench.openUp(Channel.COMMAND, server.address);
        bench.send(server.address, PING);
        bench.awaitDown(Channel.COMMAND, server.address);
        assertInstanceOf(Reply.Lost.class, bench.awaitReply(server.address, PING));
        bench.assertNothingElse();
    }

    @Test
    void anEndlessLineIsCut() throws Exception {
        FakeServer server = new FakeServer(bench.vertx, socket -> pour(socket, Buffer.buffer("+" + "x".repeat(9000))));
        bench.open(Channel.COMMAND, server.address);
        assertEquals("it sent a line of more than 16384 bytes", bench.awaitDown(Channel.COMMAND, server.address));
        server.awaitClosed();
    }

    @Test
    void repliesThatNobodyAskedForEndTheConnection() throws Exception {
        FakeServer server = FakeServer.answering(
                bench.vertx, command -> is(command, "PING") ? "+PONG\r\n+PONG\r\n" : healthy(command));
        bench.openUp(Channel.COMMAND, server.address);
        assertEquals(new Reply.Done("PONG"), bench.ask(server.address, PING));
        assertEquals("it sent a reply that nobody asked for", bench.awaitDown(Channel.COMMAND, server.address));
        server.awaitClosed();
        bench.assertNothingElse();
    }

    @Test
    void aFloodOfMessagesEndsTheConnection() throws Exception {
        FakeServer server = FakeServer.answering(bench.vertx, LinkVerticleTest::healthy);
        bench.openUp(Channel.PUBSUB, server.address);
        pour(server.accepted.take(), Buffer.buffer(message("hello").repeat(500)));
        int heard = 0;
        LinkFact fact = bench.nextFact();
        for (; fact instanceof LinkFact.HelloHeard; fact = bench.nextFact()) {
            heard++;
        }
        assertEquals(
                "it sent more than 10000 messages within a second",
                assertInstanceOf(LinkFact.Down.class, fact).why());
        assertTrue(heard < 2 * Limits.HELLOS_PER_SECOND, "heard " + heard);
        server.awaitClosed();
        bench.assertNothingElse();
    }

    @Test
    void repliesMayComeOneByteAtATime() throws Exception {
        Map<String, String> answers = Map.of(
                "CLIENT", "+OK\r\n", "INFO", "$5\r\nrole:\r\n", "SENTINEL", "*3\r\n:1\r\n$3\r\nabc\r\n:7\r\n");
        FakeServer[] server = new FakeServer[1];
        server[0] = FakeServer.answering(bench.vertx, command -> {
            dribble(server[0].accepted.peek(), answers.get(upper(command).get(0)), 0);
            return null;
        });
        bench.openUp(Channel.COMMAND, server[0].address);
        Errand question = new Errand.IsMasterDown(new MasterName("m"), LinkBench.at(1), Epoch.ZERO, null);
        assertEquals(new Reply.Text("role:"), bench.ask(server[0].address, INFO));
        assertEquals(
                new Reply.Opinion(true, new RunId("abc"), new Epoch(7)), bench.ask(server[0].address, question));
    }

    @Test
    void aTransactionIsAnsweredOnce() throws Exception {
        Map<String, String> answers = new TreeMap<>(Map.of("EXEC", "*4\r\n+OK\r\n-ERR no config file\r\n:2\r\n:0\r\n"));
        FakeServer server = FakeServer.answering(
                bench.vertx, command -> answers.getOrDefault(upper(command).get(0), "+QUEUED\r\n"));
        bench.openUp(Channel.COMMAND, server.address);
        assertEquals(new Reply.Done("OK"), bench.ask(server.address, PROMOTE));
        answers.put("CONFIG", "-NOPERM no config\r\n");
        answers.put("EXEC", "-EXECABORT discarded\r\n");
        assertEquals(new Reply.Refused("NOPERM no config"), bench.ask(server.address, PROMOTE));
        bench.assertNothingElse();
    }

    @Test
    void aHungServerIsGivenABoundedNumberOfCommands() throws Exception {
        FakeServer server = FakeServer.answering(bench.vertx, LinkVerticleTest::onlyGreeting);
        bench.openUp(Channel.COMMAND, server.address);
        for (int i = 0; i < Limits.PENDING_COMMANDS_PER_LINK; i++) {
            bench.send(server.address, PING);
        }
        assertEquals(new Reply.Lost("100 commands wait for a reply already"), bench.ask(server.address, PING));
        for (int i = 0; i < Limits.PENDING_ORDERS_PER_LINK / 6; i++) {
            bench.send(server.address, PROMOTE);
        }
        assertEquals(new Reply.Lost("130 commands wait for a reply already"), bench.ask(server.address, PROMOTE));
        for (int i = 0; i < Limits.PENDING_COMMANDS_PER_LINK; i++) {
            awaitCommand(server, "PING");
        }
        bench.close(Channel.COMMAND, server.address);
        int waited = Limits.PENDING_COMMANDS_PER_LINK + Limits.PENDING_ORDERS_PER_LINK / 6;
        for (int i = 0; i < waited; i++) {
            assertInstanceOf(
                    Reply.Lost.class, bench.replies.poll(5, TimeUnit.SECONDS).reply());
        }
        bench.assertNothingElse();
    }

    @Test
    void stoppingClosesEverything() throws Exception {
        FakeServer server = FakeServer.answering(bench.vertx, LinkVerticleTest::healthy);
        bench.openUp(Channel.COMMAND, server.address);
        bench.openUp(Channel.PUBSUB, server.address);
        for (String deployment : bench.vertx.deploymentIDs()) {
            bench.vertx.undeploy(deployment).await(5, TimeUnit.SECONDS);
        }
        server.awaitClosed();
        server.awaitClosed();
        assertTrue(bench.facts.isEmpty());
    }

    private static String healthy(List<String> command) {
        return switch (upper(command).get(0)) {
            case "PING" -> "+PONG\r\n";
            case "SUBSCRIBE" -> SUBSCRIBED;
            default -> "+OK\r\n";
        };
    }

    /** A server that hangs once the connection is up. */
    private static @Nullable String onlyGreeting(List<String> command) {
        return command.contains("SETNAME") ? "+OK\r\n" : null;
    }

    private static String message(String payload) {
        return "*3\r\n$7\r\nmessage\r\n$18\r\n__sentinel__:hello\r\n$" + payload.length() + "\r\n" + payload + "\r\n";
    }

    private static void pour(NetSocket socket, Buffer bytes) {
        socket.write(bytes).onSuccess(written -> pour(socket, bytes));
    }

    private static void dribble(NetSocket socket, String bytes, int from) {
        if (from < bytes.length()) {
            socket.write(bytes.substring(from, from + 1)).onSuccess(written -> dribble(socket, bytes, from + 1));
        }
    }

    private static void awaitCommand(FakeServer server, String word) throws Exception {
        List<String> command = server.nextCommand();
        while (!is(command, word)) {
            command = server.nextCommand();
        }
    }

    private static boolean is(List<String> command, String word) {
        return command.get(0).equalsIgnoreCase(word);
    }

    private static List<String> upper(List<String> command) {
        List<String> words = new ArrayList<>(command);
        words.set(0, words.get(0).toUpperCase(Locale.ROOT));
        return words;
    }

    static int freePort() throws Exception {
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
