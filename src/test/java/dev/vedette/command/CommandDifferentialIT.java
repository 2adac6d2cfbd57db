package dev.vedette.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same bytes to us and to a real redis-sentinel: the same bytes must come back. Only replies that do not depend on
 * the version, on addresses or on the hour are compared.
 */
class CommandDifferentialIT {
    /** Lines of HELP that later versions have in another form. */
    private static final Map<String, String> SAID_LATER = Map.of(
            "+CONFIG SET <param> <value>", "+CONFIG SET <param> <value> [<param> <value> ...]",
            "+CONFIG GET <param>", "+CONFIG GET <param> [<param> <param> ...]",
            "+FAILOVER <master-name>", "+FAILOVER <master-name> [COORDINATED]");

    @TempDir
    static Path folder;

    private static StockSentinel stock;
    private static int realPort;
    private static Server server;

    @BeforeAll
    static void start() throws IOException {
        stock = StockSentinel.start(folder);
        realPort = stock.port();
        server = new Server();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (server != null) {
            server.close();
        }
        if (stock != null) {
            stock.close();
        }
    }

    static Stream<String> commands() throws IOException {
        try (InputStream lines = CommandDifferentialIT.class.getResourceAsStream("/differential/commands.txt")) {
            List<String> listed = new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            Stream<String> longOnes =
                    Stream.of("nope " + "x".repeat(300) + " y", "nope " + "ab ".repeat(100), "y".repeat(300));
            return Stream.concat(listed.stream(), longOnes).map(command -> command + "\r\n");
        }
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

    static Stream<String> conversations() {
        return Stream.of(
                // Replies that are not wanted, and those that come nevertheless.
                "CLIENT REPLY OFF\nPING a\nnope\nCLIENT REPLY x\nCLIENT REPLY ON\nPING b",
                "CLIENT REPLY SKIP\nPING a\nPING b",
                "CLIENT REPLY SKIP\nCLIENT REPLY SKIP\nPING a\nPING b",
                "CLIENT REPLY SKIP\nnope\nPING b",
                "CLIENT REPLY SKIP\nCLIENT REPLY ON\nPING b",
                "CLIENT REPLY SKIP\nCLIENT REPLY OFF\nPING a\nCLIENT REPLY ON",
                "CLIENT REPLY OFF\nCLIENT REPLY SKIP\nPING a\nPING c\nCLIENT REPLY ON\nPING b",
                "CLIENT REPLY OFF\nSUBSCRIBE a\nPING x\nUNSUBSCRIBE\nCLIENT REPLY ON",
                "CLIENT REPLY SKIP\nSUBSCRIBE a\nPING x\nUNSUBSCRIBE",
                "SUBSCRIBE a\nCLIENT REPLY OFF\nUNSUBSCRIBE\nCLIENT REPLY ON",
                // Tracking, which tracks nothing and says so.
                "CLIENT TRACKING ON\nCLIENT TRACKINGINFO\nCLIENT GETREDIR\nCLIENT TRACKING OFF\nCLIENT TRACKINGINFO",
                "CLIENT TRACKING ON\nCLIENT TRACKING ON BCAST\nCLIENT CACHING YES\nCLIENT TRACKING ON OPTIN\n"
                        + "CLIENT CACHING NO\nCLIENT CACHING x\nCLIENT CACHING YES\nCLIENT TRACKINGINFO\n"
                        + "CLIENT TRACKINGINFO\nPING\nCLIENT TRACKINGINFO\nCLIENT CACHING YES\nnope\n"
                        + "CLIENT TRACKINGINFO\nCLIENT CACHING YES\nCLIENT nope\nCLIENT PAUSE x\nCLIENT TRACKINGINFO",
                "CLIENT TRACKING ON OPTIN\nCLIENT TRACKING ON OPTOUT\nCLIENT TRACKING ON\nCLIENT TRACKINGINFO",
                "CLIENT TRACKING ON OPTOUT NOLOOP\nCLIENT CACHING YES\nCLIENT CACHING NO\nCLIENT TRACKINGINFO",
                "CLIENT TRACKING ON BCAST\nCLIENT TRACKINGINFO\nCLIENT TRACKING ON BCAST PREFIX a",
                "CLIENT TRACKING ON BCAST PREFIX b PREFIX a\nCLIENT TRACKINGINFO\nCLIENT TRACKING ON BCAST PREFIX abc\n"
                        + "CLIENT TRACKING ON BCAST PREFIX c NOLOOP\nCLIENT TRACKINGINFO\nCLIENT TRACKING ON BCAST\n"
                        + "CLIENT TRACKINGINFO\nCLIENT TRACKING OFF\nCLIENT TRACKINGINFO",
                "CLIENT TRACKING ON BCAST PREFIX \"a b\" PREFIX \"\"\nCLIENT TRACKINGINFO");
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void talksTheSame(String lines) {
        String sent = lines.replace("\n", "\r\n") + "\r\n";
        assertEquals(said(realPort, sent), said(server.verticle.port(), sent));
        assertEquals(saidAfterHello(realPort, sent), saidAfterHello(server.verticle.port(), sent));
    }

    /** What later versions have comes in between; nothing is missing, and nothing has moved. */
    @ParameterizedTest
    @CsvSource({
        "SENTINEL HELP, 0",
        "ACL HELP, 0",
        "COMMAND HELP, 0",
        "CLIENT HELP, 32",
    })
    void helpsTheSame(String command, int lines) {
        List<String> ours = lines(server.verticle.port(), command);
        List<String> more = new ArrayList<>(ours);
        int from = 0;
        for (String theirs : lines(realPort, command)) {
            String line = SAID_LATER.getOrDefault(theirs, theirs);
            int at = more.subList(from, more.size()).indexOf(line);
            assertTrue(at >= 0, () -> line + " is missing in " + ours);
            from += at;
            more.remove(from);
        }
        assertEquals(lines, more.size(), () -> "more than Redis has: " + more);
    }

    private static List<String> lines(int port, String command) {
        try (Client client = new Client(port)) {
            return client.send(command + "\r\n").reply().lines().skip(1).toList();
        }
    }

    @Test
    void listsAClientWithTheSameFields() {
        assertEquals(
                clientFields(realPort), clientFields(server.verticle.port()).replace(" lib-name lib-ver", ""));
    }

    private static String clientFields(int port) {
        try (Client client = new Client(port)) {
            client.ask("CLIENT", "TRACKING", "ON", "BCAST");
            return client.ask("CLIENT", "INFO")
                    .replaceFirst("(?s).*?\nid=", "id=")
                    .replaceAll("(?<!flags)(?<!redir)=[^ \r\n]*", "")
                    .trim();
        }
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
}
