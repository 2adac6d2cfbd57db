package dev.vedette.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.bus.Channel;
import dev.vedette.bus.Errand;
import dev.vedette.bus.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LinkVerticleTest {
    private static final Errand PING = new Errand.Ping();

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

    static String healthy(List<String> command) {
        return switch (command.get(0).toUpperCase()) {
            case "PING" -> "+PONG\r\n";
            case "SUBSCRIBE" -> "*3\r\n$9\r\nsubscribe\r\n$18\r\n__sentinel__:hello\r\n:1\r\n";
            default -> "+OK\r\n";
        };
    }

    static List<String> upper(List<String> command) {
        List<String> words = new java.util.ArrayList<>(command);
        words.set(0, words.get(0).toUpperCase());
        return words;
    }
}
