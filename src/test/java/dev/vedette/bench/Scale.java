package dev.vedette.bench;

import dev.vedette.demo.Child;
import dev.vedette.demo.Ports;
import dev.vedette.demo.Resp;
import dev.vedette.demo.SentinelProcess.Make;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One sentinel that watches very many masters: how long until it knows all of them and their replicas, what that costs,
 * whether clients notice, and how long it takes when a tenth of the masters dies at the same moment.
 */
public final class Scale {
    private static final Duration REPLY = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    /** A JVM goes on compiling for a while what it has done in the rush of the start: that is not calm yet. */
    private static final Duration SETTLING = Duration.ofSeconds(20);

    private static final Duration WATCHED = Duration.ofSeconds(20);
    private static final long TICKS_PER_SECOND = 100;
    private static final int DOWN_AFTER = 5_000;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double P99 = 0.99;

    private final Path project;
    private final int rounds;
    private final int masters;
    private final int replicas;
    private final String sentinels;

    private Scale(Path project, Options options, int masters) {
        this.project = project;
        this.masters = masters;
        rounds = options.number("--rounds", 3);
        replicas = options.number("--replicas", 2);
        sentinels = options.sentinels();
    }

    /** Arguments: the project's folder, then what the user said. */
    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        Path project = Path.of(words.get(0));
        Options.main(said -> bench(project, said), words.subList(1, words.size()));
    }

    private static Options.Bench bench(Path project, List<String> words) {
        Options options =
                new Options("[--rounds N] [--masters N,N,...] [--replicas N] [--sentinels vedette|stock|both]", words);
        List<Scale> scales = options.numbers("--masters", 1_000).stream()
                .map(masters -> new Scale(project, options, masters))
                .toList();
        return () -> {
            SortedMap<Integer, Results> all = new TreeMap<>();
            for (Scale scale : scales) {
                all.put(scale.masters, scale.run());
            }
            if (all.size() > 1) {
                Files.writeString(Pair.folder(project).resolve("scale.svg"), new CostPlot(all).svg());
            }
        };
    }

    private Results run() throws Exception {
        Results results = new Results(masters + " masters with " + replicas + " replicas each, one sentinel, " + rounds
                + " rounds, " + Pair.machine());
        for (int round = 1; round <= rounds; round++) {
            for (Map.Entry<String, Make> make : Pair.makes(project, sentinels).entrySet()) {
                System.err.println("round " + round + " of " + rounds + ", " + make.getKey() + " ...");
                measure(make.getKey(), make.getValue(), results);
            }
        }
        results.print(System.out);
        results.write(Pair.folder(project), "scale-" + masters);
        return results;
    }

    private void measure(String name, Make make, Results results) throws Exception {
        Path folder = Files.createTempDirectory("vedette-scale-");
        int fleetPort = Ports.free();
        int port = Ports.free();
        Process fleet = fleet(fleetPort);
        Path conf = folder.resolve("sentinel.conf");
        Files.writeString(conf, configuration(folder, port, fleetPort));
        long start = System.nanoTime();
        Child sentinel = Child.start("sentinel", folder, make.command(conf));
        try {
            await("it answers", sentinel, () -> "PONG".equals(Resp.ask(port, REPLY, "PING")));
            add(results, name, "start until PING is answered", "s", seconds(start));
            Latencies early = new Latencies(port);
            await("all are known", sentinel, () -> known(port) == masters);
            add(results, name, "until all are known", "s", seconds(start));
            add(results, name, "p99 of GET-MASTER-ADDR-BY-NAME meanwhile", "ms", early.p99());
            Thread.sleep(SETTLING.toMillis());
            calm(name, results, sentinel.pid(), port);
            massacre(name, results, fleet, sentinel, port);
        } finally {
            sentinel.kill();
            fleet.destroyForcibly().waitFor();
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    /** @param pid of the program itself, which the script that starts ours becomes */
    private void calm(String name, Results results, long pid, int port) throws Exception {
        long before = ticks(pid);
        long from = System.nanoTime();
        Latencies latencies = new Latencies(port);
        Thread.sleep(WATCHED.toMillis());
        add(results, name, "p99 of GET-MASTER-ADDR-BY-NAME in calm", "ms", latencies.p99());
        double cpu = (double) (ticks(pid) - before) / TICKS_PER_SECOND / seconds(from) * 100;
        add(results, name, "CPU in calm, of one core", "%", cpu);
        add(results, name, "resident memory", "MiB", resident(pid));
    }

    private void massacre(String name, Results results, Process fleet, Child sentinel, int port) throws Exception {
        int dying = Math.max(1, masters / 10);
        PrintStream control = new PrintStream(fleet.getOutputStream(), true, StandardCharsets.UTF_8);
        long killed = System.nanoTime();
        control.println("kill " + dying);
        await("all of the dead are replaced", sentinel, () -> areReplaced(dying, port));
        add(
                results,
                name,
                dying + " masters die at once: all switched, beyond down-after",
                "s",
                seconds(killed) - DOWN_AFTER / 1_000.0);
    }

    private boolean areReplaced(int dying, int port) throws IOException {
        try (Resp resp = Resp.connect(port, REPLY)) {
            for (int i = 0; i < dying; i++) {
                List<?> address = (List<?>) resp.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "m" + i);
                if (Fleet.master(i, replicas).equals(address.get(0))) {
                    return false;
                }
            }
            return true;
        }
    }

    private static void add(Results results, String make, String measure, String unit, double value) {
        System.err.printf("  %-60s %10.2f %s%n", measure, value, unit);
        results.add(new Results.Measure(measure, unit, false), make, value);
    }

    private Process fleet(int port) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Fleet.class.getName(),
                        String.valueOf(port),
                        String.valueOf(masters),
                        String.valueOf(replicas))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (!"ready".equals(said.readLine())) {
            throw new IOException("the fleet did not start");
        }
        return process;
    }

    private String configuration(Path folder, int port, int fleetPort) {
        List<String> lines = new ArrayList<>(List.of("port " + port, "dir " + folder, "loglevel warning"));
        for (int i = 0; i < masters; i++) {
            lines.add("sentinel monitor m" + i + " " + Fleet.master(i, replicas) + " " + fleetPort + " 1");
            lines.add("sentinel down-after-milliseconds m" + i + " " + DOWN_AFTER);
            lines.add("sentinel failover-timeout m" + i + " 30000");
        }
        return String.join("\n", lines) + "\n";
    }

    /** How many masters are well, and have all their replicas. */
    private long known(int port) throws IOException {
        // On a connection of its own: behind an answer that came too late all others would be those to older questions.
        return String.valueOf(Resp.ask(port, REPLY, "INFO", "sentinel"))
                .lines()
                .filter(line -> line.matches("master[0-9]+:.*status=ok.*slaves=" + replicas + ",.*"))
                .count();
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(String what, Child sentinel, Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (IOException e) {
                if (!sentinel.isAlive()) {
                    throw new IllegalStateException("the sentinel has ended\n" + sentinel.tail(), e);
                }
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not within " + PATIENCE + ": " + what + "\n" + sentinel.tail());
            }
            Thread.sleep(50);
        }
    }

    private static long ticks(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private static double resident(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1_024)
                .findFirst()
                .orElseThrow();
    }

    private static double seconds(long from) {
        return (System.nanoTime() - from) / NANOS_PER_SECOND;
    }

    /** Asks every few milliseconds, on a thread of its own, and keeps how long each answer took. */
    private static final class Latencies {
        private final List<Double> millis = new ArrayList<>();
        private final Thread thread;
        private volatile boolean ended;

        Latencies(int port) {
            thread = new Thread(() -> ask(port), "latencies");
            thread.setDaemon(true);
            thread.start();
        }

        private void ask(int port) {
            while (!ended) {
                try (Resp resp = Resp.connect(port, REPLY)) {
                    while (!ended) {
                        askOnce(resp);
                        Thread.sleep(2);
                    }
                } catch (IOException e) {
                    // No answer for all that time counts, and where one may still come nobody asks again.
                } catch (InterruptedException e) {
                    throw new IllegalStateException("nobody measures any more", e);
                }
            }
        }

        private void askOnce(Resp resp) throws IOException {
            long before = System.nanoTime();
            try {
                resp.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "m0");
            } finally {
                synchronized (millis) {
                    millis.add((System.nanoTime() - before) / NANOS_PER_MILLI);
                }
            }
        }

        double p99() throws InterruptedException {
            ended = true;
            thread.join();
            synchronized (millis) {
                List<Double> sorted = millis.stream().sorted().toList();
                return sorted.isEmpty() ? 0 : sorted.get((int) (sorted.size() * P99));
            }
        }
    }
}
