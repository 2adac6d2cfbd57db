package dev.vedette.link;

import static dev.vedette.link.FakeServer.is;
import static dev.vedette.link.FakeServer.message;
import static dev.vedette.link.FakeServer.upper;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.Channel;
import dev.vedette.bus.Errand;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.Reply;
import dev.vedette.model.Credentials;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.RunId;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Orders, errands and what becomes of them, against servers that are well. */
@Timeout(60)
final class LinkVerticleTest {
    private static final Errand PING = new Errand.Ping();
    private static final Errand INFO = new Errand.Info();
    private static final Errand PROMOTE = new Errand.Reconfigure(null);

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
        FakeServer server = FakeServer.answering(bench.vertx, FakeServer::healthy);
        bench.openUp(Channel.COMMAND, server.address);
        assertEquals(List.of("CLIENT", "SETNAME", "sentinel-01234567-cmd"), upper(server.nextCommand()));
        assertEquals(new Reply.Done("PONG"), bench.ask(server.address, PING));
        assertEquals(List.of("PING"), upper(server.nextCommand()));
        bench.assertNothingElse();
    }

    @Test
    void subscribesToHellosAndNothingElse() throws Exception {
        FakeServer server = FakeServer.answering(bench.vertx, FakeServer::healthy);
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
                bench.vertx,
                command -> command.get(0).equals("listen") ? FakeServer.SUBSCRIBED : "-ERR unknown command\r\n");
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
        FakeServer server = FakeServer.answering(bench.vertx, FakeServer::healthy);
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
                command -> is(command, "AUTH") ? "-ERR AUTH without a password\r\n" : FakeServer.healthy(command));
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
                bench.vertx, command -> switch (command.get(0).toUpperCase(Locale.ROOT)) {
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
        FakeServer server = FakeServer.answering(bench.vertx, FakeServer::onlyGreeting);
        bench.openUp(Channel.COMMAND, server.address);
        bench.send(server.address, PING);
        bench.send(server.address, PING);
        server.awaitCommand("PING");
        server.awaitCommand("PING");
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
                FakeServer.answering(bench.vertx, command -> is(command, "PING") ? null : FakeServer.healthy(command));
        bench.openUp(Channel.COMMAND, server.address);
        bench.send(server.address, PING);
        server.awaitCommand("PING");
        bench.close(Channel.COMMAND, server.address);
        bench.close(Channel.COMMAND, server.address);
        assertInstanceOf(Reply.Lost.class, bench.awaitReply(server.address, PING));
        server.awaitClosed();
        bench.assertNothingElse();
    }

    @Test
    void whatWasSentBeforeAnOrderToCloseIsSent() throws Exception {
        FakeServer server = FakeServer.answering(bench.vertx, FakeServer::onlyGreeting);
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
                FakeServer.answering(bench.vertx, command -> is(command, "PING") ? null : FakeServer.healthy(command));
        bench.openUp(Channel.COMMAND, server.address);
        server.accepted.take();
        bench.send(server.address, PING);
        server.awaitCommand("PING");
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
        silent.accepted.take();
        silent.awaitClosed();
        bench.open(Channel.PUBSUB, silent.address);
        silent.accepted.take();
        bench.close(Channel.PUBSUB, silent.address);
        silent.awaitClosed();
        bench.assertNothingElse();
    }

    @Test
    void repliesMayComeOneByteAtATime() throws Exception {
        Map<String, String> answers =
                Map.of("CLIENT", "+OK\r\n", "INFO", "$5\r\nrole:\r\n", "SENTINEL", "*3\r\n:1\r\n$3\r\nabc\r\n:7\r\n");
        FakeServer[] server = new FakeServer[1];
        server[0] = FakeServer.answering(bench.vertx, command -> {
            dribble(server[0].accepted.peek(), answers.get(upper(command).get(0)), 0);
            return null;
        });
        bench.openUp(Channel.COMMAND, server[0].address);
        Errand question = new Errand.IsMasterDown(new MasterName("m"), LinkBench.at(1), Epoch.ZERO, null);
        assertEquals(new Reply.Text("role:"), bench.ask(server[0].address, INFO));
        assertEquals(new Reply.Opinion(true, new RunId("abc"), new Epoch(7)), bench.ask(server[0].address, question));
    }

    @Test
    void aTransactionIsAnsweredOnce() throws Exception {
        Map<String, String> answers = new TreeMap<>(Map.of("EXEC", "*4\r\n+OK\r\n-ERR no config file\r\n:2\r\n:0\r\n"));
        FakeServer server = FakeServer.answering(
                bench.vertx, command -> answers.getOrDefault(upper(command).get(0), "+QUEUED\r\n"));
        bench.openUp(Channel.COMMAND, server.address);
        assertEquals(new Reply.Done("OK"), bench.ask(server.address, PROMOTE));
        answers.put("SLAVEOF", "-NOPERM no slaveof\r\n");
        answers.put("EXEC", "-EXECABORT discarded\r\n");
        assertEquals(new Reply.Refused("NOPERM no slaveof"), bench.ask(server.address, PROMOTE));
        bench.assertNothingElse();
    }

    /** One refused word makes a server throw all of them away, also those that matter. */
    @Test
    void whatIsRefusedAndNotEssentialIsLeftOut() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        FakeServer server = FakeServer.answering(bench.vertx, command -> {
            List<String> words = upper(command);
            heard.add(words.get(0));
            boolean spoilt = heard.subList(
                            heard.lastIndexOf("MULTI") < 0 ? 0 : heard.lastIndexOf("MULTI"), heard.size())
                    .contains("CONFIG");
            return switch (words.get(0)) {
                case "CONFIG" -> "-NOPERM no config\r\n";
                case "EXEC" -> spoilt ? "-EXECABORT discarded\r\n" : "*3\r\n+OK\r\n:2\r\n:0\r\n";
                default -> "+QUEUED\r\n";
            };
        });
        bench.openUp(Channel.COMMAND, server.address);
        heard.clear();
        assertEquals(new Reply.Done("OK"), bench.ask(server.address, PROMOTE));
        assertEquals(
                List.of(
                        "MULTI", "SLAVEOF", "CONFIG", "CLIENT", "CLIENT", "EXEC", "MULTI", "SLAVEOF", "CLIENT",
                        "CLIENT", "EXEC"),
                heard);
        bench.assertNothingElse();
    }

    @Test
    void stoppingClosesEverything() throws Exception {
        FakeServer server = FakeServer.answering(bench.vertx, FakeServer::healthy);
        bench.openUp(Channel.COMMAND, server.address);
        bench.openUp(Channel.PUBSUB, server.address);
        for (String deployment : bench.vertx.deploymentIDs()) {
            bench.vertx.undeploy(deployment).await(5, TimeUnit.SECONDS);
        }
        server.awaitClosed();
        server.awaitClosed();
        assertTrue(bench.facts.isEmpty());
    }

    private static void dribble(NetSocket socket, String bytes, int from) {
        if (from < bytes.length()) {
            socket.write(bytes.substring(from, from + 1)).onSuccess(written -> dribble(socket, bytes, from + 1));
        }
    }
}
