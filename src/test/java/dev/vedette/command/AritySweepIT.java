package dev.vedette.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command that a real redis-sentinel lists, with no argument, with one, and so on until one more than any of them
 * takes: what it thinks of that must be what we think. And what it says about each of them must be what we say.
 */
class AritySweepIT {
    /** A subcommand that only we have, as COMMAND DOCS tells of it. */
    private static final Pattern OURS_ALONE = Pattern.compile("\\[sentinel\\|cluster, \\[[^\\[\\]]*]], ");

    private static final int MOST_ARGUMENTS = 7;

    /** What is not tried with so many arguments, and why; conversations with them are compared elsewhere. */
    private static final Map<String, String> LEFT_OUT = Map.of(
            "shutdown 0", "ends the process",
            "sentinel|remove 1",
                    "is answered by the monitor, which is not there: SentinelCommandsTest, OperatorCommandsIT");

    /** In the words of later versions, with their arity. */
    private static final Map<String, String> SAID_LATER = Map.of(
            "-ERR Only SENTINEL CONFIG GET <option> / SET <option> <value> are supported.",
            "-ERR Only SENTINEL CONFIG GET <param> [<param> <param> ...] / SET <param> <value> [<param> <value> ...] are supported.");

    @TempDir
    Path folder;

    @Test
    void takesAsManyArgumentsAndComplainsInTheSameWords() throws Exception {
        StockSentinel stock = StockSentinel.start(folder);
        List<String> differences = new ArrayList<>();
        try (Server server = new Server()) {
            List<String> names = names(stock.port());
            assertEquals(72, names.size(), () -> "Redis lists " + names);
            for (String name : names) {
                for (int count = 0; count <= MOST_ARGUMENTS; count++) {
                    if (!LEFT_OUT.containsKey(name + " " + count)) {
                        compare(stock.port(), server.verticle.port(), words(name, count), differences);
                    }
                }
            }
        } finally {
            stock.close();
        }
        assertEquals(List.of(), differences);
    }

    private static List<String> names(int port) {
        try (Client client = new Client(port)) {
            return client.ask("COMMAND", "LIST")
                    .lines()
                    .filter(line -> !line.startsWith("*") && !line.startsWith("$"))
                    .sorted()
                    .toList();
        }
    }

    private static String[] words(String name, int count) {
        String[] called = name.split("\\|");
        Stream<String> arguments = Stream.generate(() -> "x").limit(count);
        return Stream.concat(Arrays.stream(called), arguments).toArray(String[]::new);
    }

    private static void compare(int theirs, int ours, String[] words, List<String> differences) {
        for (String dialect : List.of("2", "3")) {
            String real = kind(reply(theirs, dialect, words));
            String mine = kind(reply(ours, dialect, words));
            if (!mine.equals(inLaterWords(real, words))) {
                differences.add(String.join(" ", words) + ": " + real + " | " + mine);
            }
        }
    }

    private static String inLaterWords(String real, String... words) {
        if (words.length == 3 && words[1].equals("config")) {
            return "-ERR wrong number of arguments for 'sentinel|config' command";
        }
        if (words.length > 3 && words[1].equals("failover")) {
            return "-ERR No such master with that name";
        }
        return SAID_LATER.getOrDefault(real, real);
    }

    private static String reply(int port, String dialect, String... words) {
        try (Client client = new Client(port)) {
            client.ask("HELLO", dialect);
            return client.send(Client.frame(words) + Client.frame("PING", "the-end"))
                    .upTo("the-end\r\n");
        }
    }

    /** Errors to the letter; of other replies their shape, as what they say depends on the sentinel and the hour. */
    private static String kind(String reply) {
        return reply.startsWith("-") ? reply.substring(0, reply.indexOf('\r')) : reply.substring(0, 1);
    }

    @Test
    void describesEveryCommandInTheSameWords() throws IOException, InterruptedException {
        StockSentinel stock = StockSentinel.start(folder);
        try (Server server = new Server();
                Client real = new Client(stock.port());
                Client mine = new Client(server.verticle.port())) {
            List<String> differences = new ArrayList<>();
            for (String dialect : List.of("2", "3")) {
                real.ask("HELLO", dialect);
                mine.ask("HELLO", dialect);
                for (String name : names(stock.port())) {
                    String theirs = Docs.of(real.ask("COMMAND", "DOCS", name));
                    String ours = OURS_ALONE
                            .matcher(Docs.of(mine.ask("COMMAND", "DOCS", name)))
                            .replaceAll("");
                    if (!theirs.equals(ours)) {
                        differences.add(name + ":\n  " + theirs + "\n  " + ours);
                    }
                }
            }
            assertEquals("", String.join("\n", differences));
        } finally {
            stock.close();
        }
    }
}
