package dev.vedette.link;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.Address;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server that answers what a test tells it to, good or bad, and remembers what it was told. */
final class FakeServer {
    static final String SUBSCRIBED = "*3\r\n$9\r\nsubscribe\r\n$18\r\n__sentinel__:hello\r\n:1\r\n";
    private static final long PATIENCE_SECONDS = 20;

    final BlockingQueue<NetSocket> accepted = new LinkedBlockingQueue<>();
    final BlockingQueue<List<String>> commands = new LinkedBlockingQueue<>();
    final Semaphore closed = new Semaphore(0);
    final Address address;

    /** @param greet what to do with a new socket */
    FakeServer(Vertx vertx, Handler<NetSocket> greet) throws Exception {
        NetServer server = vertx.createNetServer().connectHandler(socket -> {
            socket.exceptionHandler(reset -> {});
            socket.closeHandler(gone -> closed.release());
            accepted.add(socket);
            greet.handle(socket);
        });
        server.listen(0, "127.0.0.1").await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        address = new Address("127.0.0.1", server.actualPort());
    }

    /** Answers each command with raw bytes; null is silence. */
    static FakeServer answering(Vertx vertx, Function<List<String>, @Nullable String> answers) throws Exception {
        FakeServer[] self = new FakeServer[1];
        self[0] = new FakeServer(vertx, socket -> {
            StringBuilder received = new StringBuilder();
            socket.handler(bytes -> {
                received.append(bytes.toString(StandardCharsets.ISO_8859_1));
                for (List<String> command = take(received); command != null; command = take(received)) {
                    self[0].commands.add(command);
                    String answer = answers.apply(command);
                    if (answer != null) {
                        socket.write(Buffer.buffer(answer, "ISO-8859-1"));
                    }
                }
            });
        });
        return self[0];
    }

    /** Sends these bytes to everybody who connects. */
    static FakeServer saying(Vertx vertx, String bytes) throws Exception {
        return new FakeServer(vertx, socket -> socket.write(Buffer.buffer(bytes, "ISO-8859-1")));
    }

    static String healthy(List<String> command) {
        return switch (upper(command).get(0)) {
            case "PING" -> "+PONG\r\n";
            case "SUBSCRIBE" -> SUBSCRIBED;
            default -> "+OK\r\n";
        };
    }

    /** A server that hangs once the connection is up. */
    static @Nullable String onlyGreeting(List<String> command) {
        return command.contains("SETNAME") ? "+OK\r\n" : null;
    }

    /** What a subscriber receives. */
    static String message(String payload) {
        return "*3\r\n$7\r\nmessage\r\n$18\r\n__sentinel__:hello\r\n$" + payload.length() + "\r\n" + payload + "\r\n";
    }

    static boolean is(List<String> command, String word) {
        return command.get(0).equalsIgnoreCase(word);
    }

    /** The client says the names of commands that it knows in lower case; Redis does not care. */
    static List<String> upper(List<String> command) {
        List<String> words = new ArrayList<>(command);
        words.set(0, words.get(0).toUpperCase(Locale.ROOT));
        return words;
    }

    List<String> nextCommand() throws Exception {
        List<String> command = commands.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertNotNull(command, "no command came");
        return command;
    }

    void awaitCommand(String word) throws Exception {
        List<String> command = nextCommand();
        while (!is(command, word)) {
            command = nextCommand();
        }
    }

    void awaitClosed() throws Exception {
        assertTrue(closed.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS), "the connection was not closed");
    }

    private static @Nullable List<String> take(StringBuilder received) {
        int at = received.indexOf("\r\n");
        if (at < 0) {
            return null;
        }
        int words = Integer.parseInt(received.substring(1, at));
        List<String> command = new ArrayList<>();
        at += 2;
        while (command.size() < words) {
            int end = received.indexOf("\r\n", at);
            if (end < 0) {
                return null;
            }
            int length = Integer.parseInt(received.substring(at + 1, end));
            if (received.length() < end + 2 + length + 2) {
                return null;
            }
            command.add(received.substring(end + 2, end + 2 + length));
            at = end + 2 + length + 2;
        }
        received.delete(0, at);
        return command;
    }
}
