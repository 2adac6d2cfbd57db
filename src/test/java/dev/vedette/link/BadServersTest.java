package dev.vedette.link;

import static dev.vedette.link.FakeServer.is;
import static dev.vedette.link.FakeServer.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.Channel;
import dev.vedette.bus.Errand;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.Reply;
import dev.vedette.demo.Ports;
import dev.vedette.model.Address;
import dev.vedette.model.Limits;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that hang, hang up, talk nonsense or never stop: the channel is down, and this is why. */
@Timeout(60)
final class BadServersTest {
    private static final Errand PING = new Errand.Ping();
    private static final Errand PROMOTE = new Errand.Reconfigure(null);

    private LinkBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new LinkBench(LinkBench.SHORT_HANDSHAKE);
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void nobodyListens(Channel channel) throws Exception {
        Address nobody = LinkBench.at(Ports.free());
        bench.open(channel, nobody);
        LinkFact.Down down = bench.awaitEnd(channel, nobody);
        assertTrue(down.why().startsWith("Connection refused"), down.why());
        assertTrue(down.refused());
        bench.open(channel, LinkBench.at(0));
        LinkFact.Down nowhere = bench.awaitEnd(channel, LinkBench.at(0));
        assertEquals("it has no port to connect to", nowhere.why());
        assertFalse(nowhere.refused());
        bench.assertNothingElse();
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void aSilentServerIsGivenUpAndClosed(Channel channel) throws Exception {
        FakeServer silent = new FakeServer(bench.vertx, socket -> {});
        bench.open(channel, silent.address);
        assertEquals(
                "it accepted the connection and did not answer for 1000 ms", bench.awaitDown(channel, silent.address));
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
        // It reads to the end first: closing with bytes unread resets the connection, and TCP may then drop the words.
        String end = channel == Channel.PUBSUB ? "__sentinel__:hello\r\n" : "-cmd\r\n";
        StringBuilder heard = new StringBuilder();
        FakeServer full = new FakeServer(
                bench.vertx,
                socket -> socket.handler(bytes -> {
                    if (heard.append(bytes).toString().endsWith(end)) {
                        socket.write("-ERR max number of clients reached\r\n");
                        socket.close();
                    }
                }));
        bench.open(channel, full.address);
        LinkFact fact = bench.nextFact();
        // The command channel looks like one that lets us in until it is closed.
        LinkFact.Down down =
                assertInstanceOf(LinkFact.Down.class, fact instanceof LinkFact.Up ? bench.nextFact() : fact);
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
        String raw = bytes.replace("%r", "\r")
                .replace("%n", "\n")
                .replace("%t", "\u0015")
                .replace("%c", "\u0003");
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
                bench.vertx, command -> is(command, "PING") ? "+PONG\r\nnonsense\r\n" : FakeServer.healthy(command));
        bench.openUp(Channel.COMMAND, server.address);
        bench.send(server.address, PING);
        bench.send(server.address, new Errand.Info());
        bench.awaitDown(Channel.COMMAND, server.address);
        assertEquals(new Reply.Done("PONG"), bench.awaitReply(server.address, PING));
        assertInstanceOf(Reply.Lost.class, bench.awaitReply(server.address, new Errand.Info()));
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
                bench.vertx, command -> is(command, "PING") ? "+PONG\r\n+PONG\r\n" : FakeServer.healthy(command));
        bench.openUp(Channel.COMMAND, server.address);
        assertEquals(new Reply.Done("PONG"), bench.ask(server.address, PING));
        assertEquals("it sent a reply that nobody asked for", bench.awaitDown(Channel.COMMAND, server.address));
        server.awaitClosed();
        bench.assertNothingElse();
    }

    @Test
    void aFloodOfMessagesEndsTheConnection() throws Exception {
        FakeServer server = FakeServer.answering(bench.vertx, FakeServer::healthy);
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
    void aHungServerIsGivenABoundedNumberOfCommands() throws Exception {
        FakeServer server = FakeServer.answering(bench.vertx, FakeServer::onlyGreeting);
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
            server.awaitCommand("PING");
        }
        bench.close(Channel.COMMAND, server.address);
        int waited = Limits.PENDING_COMMANDS_PER_LINK + Limits.PENDING_ORDERS_PER_LINK / 6;
        for (int i = 0; i < waited; i++) {
            assertInstanceOf(
                    Reply.Lost.class, bench.replies.poll(5, TimeUnit.SECONDS).reply());
        }
        bench.assertNothingElse();
    }

    private static void pour(NetSocket socket, Buffer bytes) {
        socket.write(bytes).onSuccess(written -> pour(socket, bytes));
    }
}
