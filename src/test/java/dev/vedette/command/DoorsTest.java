package dev.vedette.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.Level;
import dev.vedette.model.AccessSettings;
import dev.vedette.model.DoorSettings;
import dev.vedette.model.DoorSettings.Rename;
import dev.vedette.model.OutputLimit;
import dev.vedette.model.SentinelSettings;
import dev.vedette.platform.LocalBus;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, by which door, and who is shown out. */
class DoorsTest {
    private static final DoorSettings PLAIN = DoorSettings.DEFAULT;
    private static final AccessSettings PASSWORD =
            new AccessSettings("secret", List.of(), "", AccessSettings.DEFAULT_LOG_LENGTH, false);

    @TempDir
    Path folder;

    private static SentinelSettings with(DoorSettings doors) {
        return SentinelSettings.DEFAULTS.doors(doors);
    }

    private static DoorSettings guarded() {
        return new DoorSettings(
                true,
                PLAIN.idleTimeout(),
                PLAIN.backlog(),
                PLAIN.keepAlive(),
                PLAIN.replies(),
                PLAIN.events(),
                "",
                0,
                List.of());
    }

    private static DoorSettings patience(Duration idle, OutputLimit events) {
        return new DoorSettings(false, idle, 511, PLAIN.keepAlive(), PLAIN.replies(), events, "", 0, List.of());
    }

    private static DoorSettings renamed(Rename... renames) {
        return new DoorSettings(
                false, Duration.ZERO, 511, PLAIN.keepAlive(), PLAIN.replies(), PLAIN.events(), "", 0, List.of(renames));
    }

    private DoorSettings local(int mode) {
        return new DoorSettings(
                false,
                Duration.ZERO,
                511,
                PLAIN.keepAlive(),
                PLAIN.replies(),
                PLAIN.events(),
                folder.resolve("s.sock").toString(),
                mode,
                List.of());
    }

    /** Another address of this machine: Redis takes only 127.0.0.1 and ::1 for it. */
    private static String answerToStranger(Server server) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (Socket socket = new Socket(loopback, server.verticle.port(), InetAddress.getByName("127.0.0.2"), 0)) {
            socket.getOutputStream().write(Client.bytes("PING\r\n"));
            byte[] answer = socket.getInputStream().readNBytes(7);
            return new String(answer, StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void protectedModeLetsOnlyThisMachineIn() throws IOException {
        try (Server server = new Server(with(guarded()))) {
            assertEquals("-DENIED", answerToStranger(server));
            try (Client client = server.client()) {
                assertEquals("+PONG\r\n", client.ask("PING"));
                assertTrue(client.ask("INFO", "stats").contains("rejected_connections:1\r\n"));
            }
        }
    }

    @Test
    void protectedModeEndsWhereAPasswordBegins() throws IOException {
        try (Server server = new Server(with(guarded()).access(PASSWORD))) {
            assertEquals("-NOAUTH", answerToStranger(server));
        }
    }

    @Test
    void whoIsSilentIsShownOutButWhoListensIsNot() {
        try (Server server = new Server(with(patience(Duration.ofMillis(300), OutputLimit.EVENTS)))) {
            try (Client idle = server.client();
                    Client listener = server.client()) {
                listener.ask("SUBSCRIBE", "+x");
                assertEquals("+PONG\r\n", idle.ask("PING"));
                assertEquals("", idle.rest(), "closed without a word");
                server.event("+x", Level.NOTICE, "y");
                assertTrue(listener.reply().contains("+x"));
            }
        }
    }

    @Test
    void aSubscriberThatFallsBehindIsDropped() {
        OutputLimit small = OutputLimit.said(10_000, 0, Duration.ZERO, Long.MAX_VALUE);
        try (Server server = new Server(with(patience(Duration.ZERO, small)))) {
            assertDropped(server);
        }
    }

    @Test
    void aSubscriberThatIsBehindForLongIsDropped() {
        OutputLimit soft = OutputLimit.said(0, 1_000, Duration.ofMillis(100), Long.MAX_VALUE);
        try (Server server = new Server(with(patience(Duration.ZERO, soft)))) {
            assertDropped(server);
        }
    }

    /** It is told more and more, until the system's own buffers are full, and at last it is gone. */
    private static void assertDropped(Server server) {
        try (Client lazy = server.client();
                Client other = server.client()) {
            lazy.ask("SUBSCRIBE", "+x");
            long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            String clients;
            do {
                for (int i = 0; i < 100; i++) {
                    server.event("+x", Level.NOTICE, "x".repeat(1000));
                }
                clients = other.ask("INFO", "clients");
            } while (!clients.contains("connected_clients:1\r\n") && System.nanoTime() < deadline);
            assertTrue(clients.contains("connected_clients:1\r\n"), clients);
        }
    }

    @Test
    void strangersHaveLittleToSay() {
        try (Server server = new Server(SentinelSettings.DEFAULTS.access(PASSWORD))) {
            assertEquals("-ERR Protocol error: unauthenticated multibulk length\r\n", rest(server, "*11\r\n"));
            assertEquals("-ERR Protocol error: unauthenticated bulk length\r\n", rest(server, "*1\r\n$16385\r\n"));
            String ten = Client.frame("PING", "2", "3", "4", "5", "6", "7", "8", "9", "10");
            assertEquals(
                    "-NOAUTH Authentication required.\r\n-ERR Protocol error: invalid multibulk length\r\n",
                    rest(server, Client.frame("PING", "x".repeat(16_384)) + "*x\r\n"));
            assertTrue(rest(server, ten + "*x\r\n").startsWith("-NOAUTH "));
            String known = Client.frame("AUTH", "secret") + ten.replace("*10", "*11") + "$2\r\n11\r\n*x\r\n";
            assertTrue(rest(server, known).startsWith("+OK\r\n-ERR wrong number of arguments"));
        }
    }

    private static String rest(Server server, String bytes) {
        try (Client client = server.client()) {
            return client.send(bytes).rest();
        }
    }

    @Test
    void clientsOfThisMachineMayComeWithoutTheNetwork() throws IOException {
        Path path = folder.resolve("s.sock");
        try (Server server = new Server(with(local(0600)))) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            String line = overSocket(path, "CLIENT INFO\r\n");
            assertTrue(line.contains(" addr=" + path + ":0 laddr=" + path + ":0 "), line);
            assertTrue(line.contains(" flags=U "), line);
        }
        assertFalse(Files.exists(path), "taken away at the end");
    }

    @Test
    void aSocketThatWasLeftBehindIsReplacedAndAFileIsNot() throws IOException {
        Path path = folder.resolve("s.sock");
        try (SocketChannel left = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(path));
        }
        assertTrue(Files.exists(path));
        try (Server server = new Server(with(local(0)))) {
            assertTrue(overSocket(path, "PING\r\n").startsWith("+PONG"));
        }
        Files.writeString(path, "precious");
        AssertionError refused = assertThrows(AssertionError.class, () -> new Server(with(local(0))));
        assertTrue(refused.getMessage().contains("exists and is no socket"), refused.getMessage());
        assertEquals("precious", Files.readString(path));
    }

    private static String overSocket(Path path, String command) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            channel.write(ByteBuffer.wrap(Client.bytes(command)));
            ByteBuffer answer = ByteBuffer.allocate(4096);
            channel.read(answer);
            return new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void ownCommandsGoByOtherNames() {
        Rename away = new Rename("line 1", "SHUTDOWN", "");
        Rename other = new Rename("line 2", "client", "Customer");
        AccessSettings.UserLine bob = new AccessSettings.UserLine(
                "line 3", List.of("bob", "on", ">x", "-@all", "+auth", "+client|id", "+shutdown"));
        SentinelSettings settings = with(renamed(away, other)).access(AccessSettings.OPEN.users(List.of(bob)));
        try (Server server = new Server(settings);
                Client client = server.client()) {
            assertTrue(client.ask("SHUTDOWN").startsWith("-ERR unknown command 'SHUTDOWN'"));
            assertTrue(client.ask("client", "id").startsWith("-ERR unknown command 'client'"));
            assertTrue(client.ask("CUSTOMER", "ID").startsWith(":"));
            assertEquals("-ERR unknown subcommand 'x'. Try CUSTOMER HELP.\r\n", client.ask("customer", "x"));
            assertEquals(":14\r\n", client.ask("COMMAND", "COUNT"));
            assertEquals(
                    "*1\r\n$-1\r\n", client.ask("COMMAND", "INFO", "client").replace("*-1", "$-1"));
            client.ask("AUTH", "bob", "x");
            assertTrue(client.ask("customer", "id").startsWith(":"), "rights go by its own name");
            assertEquals(
                    "-NOPERM this user has no permissions to run the 'client|info' command\r\n",
                    client.ask("customer", "info"));
        }
    }

    @Test
    void whatCannotBeRenamedIsNamed() {
        assertEquals(
                "line 7: rename-command get: No such command in rename-command",
                problem(new Rename("line 7", "get", "x")));
        assertEquals(
                "line 8: rename-command ping: Target command name already exists",
                problem(new Rename("line 8", "ping", "AUTH")));
    }

    private static String problem(Rename rename) {
        Vertx vertx = Vertx.vertx();
        LocalBus.install(vertx);
        try {
            return new CommandVerticle(vertx, Server.setup(vertx, with(renamed(rename)), () -> {})).problem();
        } finally {
            Server.await(vertx.close());
        }
    }
}
