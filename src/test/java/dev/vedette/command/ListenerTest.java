package dev.vedette.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.SentinelSettings;
import io.netty.channel.ChannelConfig;
import io.netty.channel.socket.nio.NioChannelOption;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.stream.Stream;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenerTest {
    /** Reserved for documentation: no machine has it. */
    private static final String NOWHERE = "203.0.113.7";

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        Server.await(vertx.close());
    }

    @Test
    void listensEverywhereOnOnePort() throws IOException {
        Listener listener = listener("127.0.0.1", "127.0.0.2", "-" + NOWHERE);
        Server.await(listener.open());
        for (String host : List.of("127.0.0.1", "127.0.0.2")) {
            try (Socket socket = new Socket(host, listener.port())) {
                assertTrue(socket.isConnected());
            }
        }
        Server.await(listener.close());
        assertThrows(IOException.class, () -> {
            // The system lets go of the port a moment after the future is done.
            for (int i = 0; i < 10_000; i++) {
                new Socket("127.0.0.1", listener.port()).close();
            }
        });
    }

    /** Else the system would ask after two hours. */
    @Test
    void missesClientsWhoseHostIsGoneAsSoonAsRedis() throws IOException {
        Promise<List<Integer>> times = Promise.promise();
        Listener listener = new Listener(vertx, SentinelSettings.DEFAULTS.bind("127.0.0.1"), 0, socket -> {
            ChannelConfig config = ((NetSocketInternal) socket)
                    .channelHandlerContext()
                    .channel()
                    .config();
            times.complete(Stream.of(
                            ExtendedSocketOptions.TCP_KEEPIDLE,
                            ExtendedSocketOptions.TCP_KEEPINTERVAL,
                            ExtendedSocketOptions.TCP_KEEPCOUNT)
                    .map(option -> config.getOption(NioChannelOption.of(option)))
                    .toList());
        });
        Server.await(listener.open());
        try (Socket client = new Socket("127.0.0.1", listener.port())) {
            assertTrue(client.isConnected());
            assertEquals(List.of(300, 100, 3), Server.await(times.future()));
        }
    }

    @Test
    void aStarIsEveryAddress() throws IOException {
        Listener listener = listener("*", "-::*");
        Server.await(listener.open());
        try (Socket socket = new Socket("127.0.0.3", listener.port())) {
            assertTrue(socket.isConnected());
        }
    }

    @Test
    void anAddressThatIsNotOursIsNamed() {
        Throwable cause = assertThrows(
                AssertionError.class,
                () -> Server.await(listener("127.0.0.1", NOWHERE).open()));
        assertTrue(cause.getMessage().contains("cannot listen on " + NOWHERE + ":"), cause.getMessage());
    }

    @Test
    void somethingMustBeListenedOn() {
        Throwable cause = assertThrows(
                AssertionError.class, () -> Server.await(listener("-" + NOWHERE).open()));
        assertTrue(cause.getMessage().contains("none of the addresses [-" + NOWHERE + "]"), cause.getMessage());
        assertEquals(0, listener().port());
    }

    private Listener listener(String... bind) {
        return new Listener(vertx, SentinelSettings.DEFAULTS.bind(bind), 0, NetSocket::close);
    }
}
