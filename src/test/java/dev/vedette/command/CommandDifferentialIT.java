package dev.vedette.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same bytes to us and to a real redis-sentinel: the same bytes must come back. Only replies that do not depend on
 * the version, on addresses or on the hour are compared.
 */
class CommandDifferentialIT {
    private static final String REAL = "redis-sentinel";
    private static final int START_SECONDS = 10;

    @TempDir
    static Path folder;

    private static Process real;
    private static int realPort;
    private static Server server;

    @BeforeAll
    static void start() throws IOException {
        boolean installed = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, REAL)));
        assumeTrue(installed, REAL + " is not on the path");
        realPort = freePort();
        Path file = folder.resolve("sentinel.conf");
        // Nobody is there: nothing that is compared needs a live master.
        Files.writeString(
                file,
                "port " + realPort + "\nbind 127.0.0.1\ndir " + folder + "\nsentinel monitor mymaster 127.0.0.1 "
                        + freePort() + " 2\n");
        real = new ProcessBuilder(REAL, file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        awaitReal();
        server = new Server();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (server != null) {
            server.close();
        }
        if (real != null) {
            real.destroy();
            real.waitFor(START_SECONDS, TimeUnit.SECONDS);
            real.destroyForcibly();
        }
    }

    static Stream<String> commands() {
        return Stream.of(
                        "PING",
                        "PING a",
                        "PING \"a b\"",
                        "ping a b",
                        "nope",
                        "nope a b c",
                        "NoPe \"a\\r\\nb\"",
                        "nope " + "x".repeat(300) + " y",
                        "nope " + "ab ".repeat(100),
                        "y".repeat(300),
                        "QUIT",
                        "RESET",
                        "CONFIG GET x",
                        "\"a\\x00b\" c",
                        "AUTH",
                        "AUTH x",
                        "AUTH default x",
                        "AUTH bob x",
                        "AUTH a b c",
                        "HELLO x",
                        "HELLO 1",
                        "HELLO 4",
                        "HELLO 2 x",
                        "HELLO 3 AUTH default",
                        "HELLO 2 AUTH bob x",
                        "HELLO 2 SETNAME \"a b\"",
                        "HELLO 2 AUTH default x SETNAME",
                        "CLIENT",
                        "CLIENT nope",
                        "CLIENT id x",
                        "CLIENT getname",
                        "CLIENT setname \"a b\"",
                        "CLIENT setname a",
                        "CLIENT setname",
                        "CLIENT LIST x",
                        "CLIENT LIST TYPE x",
                        "CLIENT LIST ID",
                        "CLIENT LIST ID x",
                        "CLIENT LIST ID 999999",
                        "CLIENT LIST TYPE pubsub",
                        "CLIENT LIST TYPE master",
                        "CLIENT KILL",
                        "CLIENT KILL x",
                        "CLIENT KILL ID 0",
                        "CLIENT KILL ID x",
                        "CLIENT KILL ID 999999",
                        "CLIENT KILL USER bob",
                        "CLIENT KILL TYPE x",
                        "CLIENT KILL TYPE pubsub",
                        "CLIENT KILL SKIPME maybe",
                        "CLIENT KILL ADDR 1.2.3.4:5 LADDR",
                        "CLIENT KILL ADDR 1.2.3.4:5 SKIPME no",
                        "CLIENT NO-EVICT",
                        "CLIENT NO-EVICT maybe",
                        "CLIENT NO-EVICT on",
                        "COMMAND nope",
                        "COMMAND COUNT x",
                        "COMMAND LIST x",
                        "COMMAND LIST FILTERBY x y",
                        "COMMAND LIST FILTERBY PATTERN ro*",
                        "COMMAND LIST FILTERBY MODULE x",
                        "COMMAND DOCS get",
                        "COMMAND INFO get",
                        "COMMAND INFO auth hello info ping psubscribe publish punsubscribe",
                        "COMMAND INFO role shutdown subscribe unsubscribe",
                        "COMMAND INFO sentinel|masters sentinel|set nope|x",
                        "COMMAND INFO client|list client|id command|count sentinel|help",
                        "INFO nope",
                        "INFO nope memory",
                        "ROLE",
                        "ROLE x",
                        "PUBLISH",
                        "PUBLISH a",
                        "PUBLISH a b",
                        "PUBLISH __sentinel__:hello x",
                        "SUBSCRIBE",
                        "SUBSCRIBE a",
                        "SUBSCRIBE a a",
                        "PSUBSCRIBE",
                        "PSUBSCRIBE a*",
                        "UNSUBSCRIBE",
                        "UNSUBSCRIBE a",
                        "PUNSUBSCRIBE",
                        "PUNSUBSCRIBE a*",
                        "SHUTDOWN x",
                        "SHUTDOWN SAVE NOSAVE",
                        "SHUTDOWN ABORT",
                        "SHUTDOWN ABORT NOW",
                        "SENTINEL",
                        "SENTINEL nope",
                        "SENTINEL nope a b",
                        "SENTINEL MASTERS x",
                        "SENTINEL MASTER",
                        "SENTINEL MASTER nope",
                        "SENTINEL MASTER mymaster x",
                        "SENTINEL REPLICAS",
                        "SENTINEL REPLICAS nope",
                        "SENTINEL SLAVES",
                        "SENTINEL SLAVES nope",
                        "SENTINEL SENTINELS",
                        "SENTINEL SENTINELS nope",
                        "SENTINEL GET-MASTER-ADDR-BY-NAME",
                        "SENTINEL GET-MASTER-ADDR-BY-NAME nope",
                        "SENTINEL MYID x",
                        "SENTINEL CKQUORUM",
                        "SENTINEL CKQUORUM nope",
                        "SENTINEL FAILOVER",
                        "SENTINEL FLUSHCONFIG x",
                        "SENTINEL FLUSHCONFIG",
                        "SENTINEL RESET",
                        "SENTINEL RESET nope*",
                        "SENTINEL RESET NOPE[a-z",
                        "SENTINEL REMOVE",
                        "SENTINEL IS-MASTER-DOWN-BY-ADDR",
                        "SENTINEL IS-MASTER-DOWN-BY-ADDR a b c",
                        "SENTINEL IS-MASTER-DOWN-BY-ADDR 127.0.0.1 x 0 *",
                        "SENTINEL IS-MASTER-DOWN-BY-ADDR 127.0.0.1 1 x *",
                        "SENTINEL IS-MASTER-DOWN-BY-ADDR 127.0.0.1 1 0 *",
                        "SENTINEL IS-MASTER-DOWN-BY-ADDR 127.0.0.1 70000 0 *",
                        "SENTINEL MONITOR",
                        "SENTINEL MONITOR a b c d",
                        "SENTINEL MONITOR a b c 0",
                        "SENTINEL MONITOR a b 1 0",
                        "SENTINEL MONITOR a b 1 1",
                        "SENTINEL MONITOR a 127.0.0.1 70000 1",
                        "SENTINEL MONITOR a 127.0.0.1 -1 1",
                        "SENTINEL MONITOR a 127.0.0.1 01 1",
                        "SENTINEL MONITOR a ::g 1 1",
                        "SENTINEL MONITOR a [::1] 1 1",
                        "SENTINEL SET",
                        "SENTINEL SET mymaster quorum",
                        "SENTINEL SET nope quorum 1",
                        "SENTINEL SET mymaster quorum 0",
                        "SENTINEL SET mymaster QUORUM x",
                        "SENTINEL SET mymaster nope 1",
                        "SENTINEL SET mymaster down-after-milliseconds 0",
                        "SENTINEL SET mymaster failover-timeout -1",
                        "SENTINEL SET mymaster parallel-syncs 01",
                        "SENTINEL SET mymaster master-reboot-down-after-period -1",
                        "SENTINEL SET mymaster rename-command \"\" b",
                        "SENTINEL SET mymaster rename-command a \"\"",
                        "SENTINEL SET mymaster rename-command a",
                        "SENTINEL SET mymaster quorum 2 nope 1",
                        "SENTINEL SET mymaster quorum 2 parallel-syncs",
                        "SENTINEL SET mymaster auth-pass p auth-user u")
                .map(command -> command + "\r\n");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void saysTheSame(String command) {
        assertEquals(said(realPort, command), said(server.verticle.port(), command));
    }

    /** The dialect is part of the reply: nulls, maps, sets. */
    @ParameterizedTest
    @MethodSource("commands")
    void saysTheSameInResp3(String command) {
        assertEquals(saidAfterHello(realPort, command), saidAfterHello(server.verticle.port(), command));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*x\r\n",
                "*1\r\nPING\r\n",
                "*1\r\n$x\r\n",
                "*1\r\n$-1\r\n",
                "PING \"a\r\n",
                "PING 'a'b\r\n",
                "PING\r\n*-1x\r\n",
                "PING\r\nPOST / x\r\nPING\r\n",
                "Host: x\r\n",
                "*1\r\n$4\r\nPOST\r\n",
                "*1\r\n$99999999999\r\n",
                "SUBSCRIBE a\r\nSENTINEL MYID\r\nGET x\r\nPING\r\nPING b\r\nSHUTDOWN\r\n*x\r\n",
                "SUBSCRIBE a\r\nPUNSUBSCRIBE\r\nUNSUBSCRIBE a\r\nPING\r\n*x\r\n",
                "HELLO 2\r\nSENTINEL NOPE\r\nPING\r\n\r\n\n*0\r\n*-5\r\nPING\r\n*x\r\n"
            })
    void endsTheSame(String bytes) {
        assertEquals(ending(realPort, bytes), ending(server.verticle.port(), bytes));
    }

    @Test
    void infoHasTheSameKeysAndThoseOfLaterVersions() {
        List<String> ours = new ArrayList<>(infoKeys(server.verticle.port()));
        for (String newer : List.of("vedette_version", "listener0", "sentinel_total_tilt")) {
            assertTrue(ours.remove(newer), newer);
        }
        assertEquals(infoKeys(realPort), ours);
    }

    @Test
    void aMasterHasTheSameFields() {
        assertEquals(fieldNames(realPort), fieldNames(server.verticle.port()));
    }

    private static List<String> infoKeys(int port) {
        try (Client client = new Client(port)) {
            return client.ask("INFO")
                    .lines()
                    .filter(line -> !line.startsWith("$"))
                    .map(line -> line.replaceFirst(":.*", ""))
                    .toList();
        }
    }

    private static List<String> fieldNames(int port) {
        try (Client client = new Client(port)) {
            List<String> bulks = client.ask("SENTINEL", "MASTER", "mymaster")
                    .lines()
                    .filter(line -> !line.startsWith("$") && !line.startsWith("*"))
                    .toList();
            // The run id of a master that was never seen is an empty line, so that nothing shifts.
            return IntStream.range(0, bulks.size())
                    .filter(i -> i % 2 == 0)
                    .mapToObj(bulks::get)
                    .toList();
        }
    }

    private static String said(int port, String command) {
        try (Client client = new Client(port)) {
            return client.send(command + "PING the-end\r\n").upTo("the-end\r\n");
        }
    }

    private static String saidAfterHello(int port, String command) {
        try (Client client = new Client(port)) {
            client.ask("HELLO", "3");
            return client.send(command + "PING the-end\r\n").upTo("the-end\r\n");
        }
    }

    /** HELLO's reply has versions and ids in it. */
    private static String ending(int port, String bytes) {
        try (Client client = new Client(port)) {
            String all = client.send(bytes).rest();
            return all.replaceAll("(?s)\\*14.*modules\r\n\\*0\r\n|\\*12.*modules\r\n\\*0\r\n", "<hello>");
        }
    }

    private static void awaitReal() {
        long tries = 0;
        while (true) {
            try (Client client = new Client(realPort)) {
                client.ask("PING");
                return;
            } catch (RuntimeException notYet) {
                if (++tries > START_SECONDS * 1000) {
                    throw notYet;
                }
                // Nothing else tells when another process listens: ask again a little later.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
