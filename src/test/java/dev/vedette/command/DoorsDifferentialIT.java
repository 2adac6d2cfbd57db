package dev.vedette.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.AccessSettings;
import dev.vedette.model.DoorSettings;
import dev.vedette.model.DoorSettings.Rename;
import dev.vedette.model.OutputLimit;
import dev.vedette.model.SentinelSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Doors that are shut in the same words as a real redis-sentinel shuts them. */
class DoorsDifferentialIT {
    @TempDir
    Path folder;

    private static SentinelSettings settings(boolean protectedMode, Rename... renames) {
        return SentinelSettings.DEFAULTS.doors(new DoorSettings(
                protectedMode,
                Duration.ZERO,
                DoorSettings.DEFAULT_BACKLOG,
                DoorSettings.DEFAULT_KEEP_ALIVE,
                OutputLimit.NONE,
                OutputLimit.EVENTS,
                "",
                0,
                List.of(renames)));
    }

    @Test
    void strangersAreToldTheSame() throws Exception {
        AccessSettings access = new AccessSettings("secret", List.of(), "", AccessSettings.DEFAULT_LOG_LENGTH, false);
        StockSentinel stock = StockSentinel.start(folder, "requirepass secret");
        try (Server server = new Server(SentinelSettings.DEFAULTS.access(access))) {
            for (String bytes : List.of(
                    "*11\r\n",
                    "*11\r\n$4\r\nPING\r\n",
                    "*1\r\n$16385\r\n",
                    "*2\r\n$4\r\nPING\r\n$16384\r\n" + "x".repeat(16_384) + "\r\n*x\r\n",
                    Client.frame("HELLO", "3") + Client.frame("PING") + Client.frame("CLIENT", "ID") + "*x\r\n",
                    Client.frame("AUTH", "wrong") + "*11\r\n",
                    Client.frame("AUTH", "secret") + Client.frame("PING") + "*11x\r\n",
                    "PING " + "x".repeat(17_000) + "\r\n*x\r\n",
                    "nope\r\nCLIENT nope\r\nSENTINEL MASTERS x\r\nSENTINEL MASTERS\r\n*x\r\n")) {
                assertEquals(said(stock.port(), bytes), said(server.verticle.port(), bytes), bytes);
            }
        } finally {
            stock.close();
        }
    }

    private static String said(int port, String bytes) {
        try (Client client = new Client(port)) {
            return client.send(bytes).rest();
        }
    }

    @Test
    void protectedModeRefusesInTheSameWords() throws Exception {
        StockSentinel stock = StockSentinel.start(folder, "protected-mode yes");
        try (Server server = new Server(settings(true))) {
            String theirs = fromElsewhere(stock.port());
            assertTrue(theirs.startsWith("-DENIED "), theirs);
            assertEquals(theirs, fromElsewhere(server.verticle.port()));
        } finally {
            stock.close();
        }
    }

    private static String fromElsewhere(int port) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName("127.0.0.2"), 0)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void renamedCommandsAreToldTheSame() throws Exception {
        StockSentinel stock =
                StockSentinel.start(folder, "rename-command shutdown \"\"", "rename-command client Customer");
        try (Server server =
                new Server(settings(false, new Rename("", "shutdown", ""), new Rename("", "client", "Customer")))) {
            for (String command : List.of(
                    "SHUTDOWN",
                    "CLIENT ID",
                    "customer nope",
                    "CUSTOMER GETNAME",
                    "CUSTOMER GETNAME x",
                    "COMMAND COUNT",
                    "COMMAND INFO client shutdown",
                    "COMMAND INFO customer|id",
                    "COMMAND LIST FILTERBY PATTERN cu*",
                    "COMMAND GETKEYS customer id",
                    "COMMAND GETKEYS client id",
                    "ACL SETUSER bob on nopass -@all +client|getname +shutdown",
                    "ACL SETUSER bob +customer",
                    "ACL DRYRUN bob customer id",
                    "ACL DRYRUN bob customer getname",
                    "ACL DRYRUN bob client id")) {
                String sent = command + "\r\nPING the-end\r\n";
                assertEquals(upToTheEnd(stock.port(), sent), upToTheEnd(server.verticle.port(), sent), command);
            }
        } finally {
            stock.close();
        }
    }

    private static String upToTheEnd(int port, String bytes) {
        try (Client client = new Client(port)) {
            return client.send(bytes).upTo("the-end\r\n");
        }
    }
}
