package dev.vedette.interop;

import dev.vedette.demo.Deployment;
import dev.vedette.demo.EventLog;
import dev.vedette.demo.Ports;
import dev.vedette.demo.RedisProcess;
import dev.vedette.demo.SentinelProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A deployment with one sentinel, which tells what it says in words that do not depend on ports and ids, so that it can
 * be compared with another one that lives through the same.
 */
final class Twin implements AutoCloseable {
    /** Sentinels that nobody runs. */
    static final String STRANGER = "a".repeat(40);

    static final String IMPOSTOR = "b".repeat(40);
    private static final Duration DOWN_AFTER = Duration.ofSeconds(2);
    private static final Duration FAILOVER_TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern LOGGED =
            Pattern.compile("\\d+:X \\d\\d \\w+ \\d{4} [\\d:.]+ (.) ([+-][a-z-]+)(?: .*)?");

    /** An event in common words. */
    record Said(String event, String payload) {
        @Override
        public String toString() {
            return event + " " + payload;
        }
    }

    final SentinelFlavour flavour;
    final Deployment deployment;
    final SentinelProcess sentinel;
    private final EventLog log = new EventLog();
    private final Map<String, String> words = new LinkedHashMap<>();
    private final List<Integer> closedPorts = List.of(Ports.free(), Ports.free());
    private int mark;

    Twin(SentinelFlavour flavour, List<String> lines) throws IOException {
        this.flavour = flavour;
        deployment = Deployment.start(new Deployment.Plan(
                Machine.redis(), 2, List.of(flavour.make()), 1, DOWN_AFTER, FAILOVER_TIMEOUT, false, lines));
        try {
            deployment.awaitDiscovered();
            sentinel = deployment.sentinels().get(0);
            log.follow(sentinel);
            for (RedisProcess node : deployment.nodes()) {
                words.put(String.valueOf(node.port()), node.name());
            }
            words.put(String.valueOf(sentinel.port()), "own-port");
            words.put(sentinel.id(), "own-id");
            closedPorts.forEach(port -> words.put(String.valueOf(port), "closed" + closedPorts.indexOf(port)));
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    RedisProcess node(String name) {
        return deployment.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The node that clients are sent to. */
    RedisProcess master() throws IOException {
        return deployment.node(sentinel.masterPort());
    }

    Object ask(String... command) throws IOException {
        return sentinel.ask(command);
    }

    /** A port that nobody listens on, 0 or 1. */
    int closed(int which) {
        return closedPorts.get(which);
    }

    /** Says hello to the sentinel as somebody else, about the master that it knows. */
    void greet(int port, String id, long epoch, String master, int masterPort, long configEpoch) throws IOException {
        ask(
                "PUBLISH",
                "__sentinel__:hello",
                "127.0.0.1,%d,%s,%d,%s,127.0.0.1,%d,%d".formatted(port, id, epoch, master, masterPort, configEpoch));
    }

    /** From here on it tells what is new. */
    void mark(int said) {
        mark += said;
    }

    /** Everything since the mark, in order. */
    List<Said> said() {
        List<EventLog.Entry> entries = log.entries();
        List<Said> said = new ArrayList<>();
        for (EventLog.Entry entry : entries.subList(mark, entries.size())) {
            said.add(new Said(entry.event(), common(entry.event(), entry.message())));
        }
        return said;
    }

    private String common(String event, String payload) {
        String text = payload;
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replaceAll("\\b" + word.getKey() + "\\b", word.getValue());
        }
        return event.equals("-script-timeout") ? text.replaceAll(" \\d+$", " PID") : text;
    }

    /** The sentinel's own file, in common words. */
    List<String> file() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(sentinel.configuration())) {
            lines.add(common("", line.replace(deployment.folder().toString(), "FOLDER")));
        }
        return lines;
    }

    /** The character of each event's level in the log. */
    Map<String, TreeSet<String>> levels() throws IOException {
        Map<String, TreeSet<String>> levels = new TreeMap<>();
        for (String line : Files.readAllLines(sentinel.child().log())) {
            Matcher matcher = LOGGED.matcher(line);
            if (matcher.matches()) {
                levels.computeIfAbsent(matcher.group(2), event -> new TreeSet<>())
                        .add(matcher.group(1));
            }
        }
        return levels;
    }

    /** Whether the log has such a line, with this character for its level. */
    boolean logged(String level, String text) throws IOException {
        return Files.readAllLines(sentinel.child().log()).stream().anyMatch(line -> line.contains(level + " " + text));
    }

    @Override
    public void close() throws IOException {
        deployment.close();
        log.close();
    }
}
