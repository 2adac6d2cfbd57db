package dev.vedette.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.demo.Deployment;
import dev.vedette.demo.EventLog;
import dev.vedette.demo.RedisProcess;
import dev.vedette.demo.SentinelProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts through a real failover get the same arguments from Vedette and from redis-sentinel. */
class ScriptsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Each seen by one sentinel or not, by luck, before it hears of the new master. */
    private static final List<String> BY_LUCK = List.of("-odown", "-failover-abort-not-elected");

    private static final List<String> PER_ELECTION = List.of("+try-failover", "+new-epoch", "+vote-for-leader");

    @TempDir
    private Path folder;

    /** Writes its arguments into the folder that it runs in, which shows that this is the sentinel's. */
    private Path script(String name) throws IOException {
        Path file = Files.writeString(
                folder.resolve(name), "#!/bin/sh\nline=$(printf '%s|' \"$@\")\necho \"$line\" >> " + name + ".log\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What the scripts of a deployment were told: by role of the sentinel, in words that name roles of nodes. */
    private SortedMap<String, List<String>> tell(SentinelFlavour flavour) throws IOException {
        Deployment.Plan plan = new Deployment.Plan(
                Machine.redis(),
                2,
                Collections.nCopies(3, flavour.make()),
                2,
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                false,
                List.of(
                        "sentinel notification-script mymaster " + script("notify"),
                        "sentinel client-reconfig-script mymaster " + script("reconfig")));
        try (Deployment deployment = Deployment.start(plan);
                EventLog events = new EventLog()) {
            deployment.awaitDiscovered();
            for (SentinelProcess sentinel : deployment.sentinels()) {
                events.follow(sentinel);
            }
            RedisProcess old = deployment.nodes().get(0);
            old.child().kill();
            int port = deployment.awaitOtherMaster(old.port(), PATIENCE);
            SortedMap<String, List<String>> told = new TreeMap<>();
            for (SentinelProcess sentinel : deployment.sentinels()) {
                awaitTold(deployment, sentinel, old.port());
                List<String> notified = sinceLastUp(lines(sentinel, "notify"));
                List<String> reconfigured = lines(sentinel, "reconfig");
                String role = reconfigured.get(0).split("\\|")[1];
                Await.until(
                        PATIENCE,
                        "subscribers of " + sentinel.name() + " hear what its scripts did",
                        () -> published(events, sentinel, notified).equals(notified(notified, flavour)),
                        () -> events.entries() + "\n" + notified);
                told.put(role + " reconfig", named(reconfigured, deployment, port));
                told.put(role, essence(named(notified, deployment, port), role));
            }
            return told;
        }
    }

    /** The last thing that happens: the old master, now a replica, is down. */
    private static void awaitTold(Deployment deployment, SentinelProcess sentinel, int old) {
        String last = "+sdown|slave 127.0.0.1:" + old + " ";
        Await.until(
                PATIENCE,
                sentinel.name() + " has told its scripts all",
                () -> lines(sentinel, "notify").stream().anyMatch(line -> line.startsWith(last))
                        && !lines(sentinel, "reconfig").isEmpty()
                        && List.of().equals(sentinel.ask("SENTINEL", "PENDING-SCRIPTS")),
                deployment::evidence);
    }

    private static List<String> lines(SentinelProcess sentinel, String script) throws IOException {
        Path log = sentinel.configuration().resolveSibling(script + ".log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    /** The same as subscribers got, for those events that scripts get. {@code +monitor} was before our time. */
    private static List<String> published(EventLog events, SentinelProcess sentinel, List<String> notified) {
        List<String> names = notified.stream()
                .map(line -> line.substring(0, line.indexOf('|')))
                .toList();
        return sinceLastUp(events.entries().stream()
                        .filter(entry -> entry.sentinel().equals(sentinel.name()) && names.contains(entry.event()))
                        .map(entry -> entry.event() + "|" + entry.message() + "|")
                        .toList())
                .stream()
                .sorted()
                .toList();
    }

    /** A machine that stalls can make a master seem down before its time, and before anybody listens. */
    private static List<String> sinceLastUp(List<String> lines) {
        int last = -1;
        for (int i = 0; i < lines.size(); i++) {
            last = lines.get(i).startsWith("-sdown|master ") ? i : last;
        }
        List<String> since = new ArrayList<>(lines.subList(0, last + 1));
        since.removeIf(line -> !line.startsWith("+monitor|"));
        since.addAll(lines.subList(last + 1, lines.size()));
        return since;
    }

    /** Redis starts scripts in any order, so there the order is none of our business. */
    private static List<String> notified(List<String> lines, SentinelFlavour flavour) {
        List<String> seen =
                lines.stream().filter(line -> !line.startsWith("+monitor|")).toList();
        if (flavour == SentinelFlavour.VEDETTE) {
            // An observer may hear of the new master before it has seen the old one down.
            List<String> order = seen.stream()
                    .filter(line -> line.startsWith("+sdown|master ") || line.startsWith("+switch-master|"))
                    .toList();
            assertTrue(
                    order.stream().noneMatch(line -> line.startsWith("+sdown|"))
                            || order.get(0).startsWith("+sdown|"),
                    () -> "out of order: " + seen);
        }
        return seen.stream().sorted().toList();
    }

    private static List<String> named(List<String> lines, Deployment deployment, int master) throws IOException {
        // Ids first: the digits of a port may occur in one.
        Map<String, String> names = new LinkedHashMap<>();
        for (SentinelProcess sentinel : deployment.sentinels()) {
            names.put(sentinel.id(), "ID");
        }
        for (RedisProcess node : deployment.nodes()) {
            boolean old = node == deployment.nodes().get(0);
            names.put(String.valueOf(node.port()), old ? "OLD" : node.port() == master ? "NEW" : "OTHER");
        }
        for (SentinelProcess sentinel : deployment.sentinels()) {
            names.put(String.valueOf(sentinel.port()), "PORT");
        }
        List<String> named = new ArrayList<>();
        for (String line : lines) {
            for (Map.Entry<String, String> name : names.entrySet()) {
                line = line.replace(name.getKey(), name.getValue());
            }
            named.add(line);
        }
        return named.stream().sorted().toList();
    }

    /**
     * An observer may hear of the new master before it has seen the old one down. How many elections it took is luck:
     * stock sentinels split their votes, and begin again in a further epoch.
     */
    private static List<String> essence(List<String> lines, String role) {
        Set<String> elections = new HashSet<>();
        return lines.stream()
                .filter(line -> !BY_LUCK.contains(line.split("\\|")[0]))
                .map(line -> line.replaceFirst("^(\\+new-epoch\\||\\+vote-for-leader\\|ID )\\d+", "$1EPOCH"))
                // How many had agreed by then is a matter of moments, with either make.
                .map(line -> line.replaceFirst("#quorum \\d+/", "#quorum AGREED/"))
                .filter(line -> !PER_ELECTION.contains(line.split("\\|")[0]) || elections.add(line))
                .filter(line -> role.equals("leader")
                        || line.startsWith("+config-update-from")
                        || line.startsWith("+switch-master")
                        || line.startsWith("+monitor"))
                .toList();
    }

    @Test
    void bothTellTheirScriptsTheSame() throws IOException {
        SortedMap<String, List<String>> stock = tell(SentinelFlavour.STOCK);
        assertEquals(stock, tell(SentinelFlavour.VEDETTE));
        assertEquals(List.of("mymaster|leader|start|127.0.0.1|OLD|127.0.0.1|NEW|"), stock.get("leader reconfig"));
        assertTrue(stock.get("leader").contains("+switch-master|mymaster 127.0.0.1 OLD 127.0.0.1 NEW|"));
    }
}
