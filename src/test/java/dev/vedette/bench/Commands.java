package dev.vedette.bench;

import dev.vedette.demo.Deployment;
import dev.vedette.demo.SentinelProcess.Make;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many commands a second one sentinel answers, asked by redis-benchmark. Both makes run all the time and are asked
 * in turn; the client needs a core of its own, so on two cores nobody can use more than one.
 */
public final class Commands {
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private record Load(String name, int connections, int pipeline, int requests, List<String> command) {}

    private final Path project;
    private final int rounds;
    private final String sentinels;

    private Commands(Path project, List<String> words) {
        Options options = new Options("[--rounds N] [--sentinels vedette|stock|both]", words);
        this.project = project;
        rounds = options.number("--rounds", 5);
        sentinels = options.sentinels();
    }

    /** Arguments: the project's folder, then what the user said. */
    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        Path project = Path.of(words.get(0));
        Options.main(options -> new Commands(project, options)::run, words.subList(1, words.size()));
    }

    private static List<Load> loads() {
        List<String> ask = List.of("SENTINEL", "GET-MASTER-ADDR-BY-NAME", Deployment.MASTER);
        List<String> ping = List.of("PING");
        List<Load> loads = new ArrayList<>();
        for (Map.Entry<String, List<String>> command :
                List.of(Map.entry("GET-MASTER-ADDR-BY-NAME", ask), Map.entry("PING", ping))) {
            loads.add(new Load(command.getKey() + ", 50 connections", 50, 1, 150_000, command.getValue()));
            loads.add(new Load(command.getKey() + ", 50, pipeline 16", 50, 16, 1_500_000, command.getValue()));
            loads.add(new Load(command.getKey() + ", 500 connections", 500, 1, 150_000, command.getValue()));
        }
        return loads;
    }

    private void run() throws IOException {
        Map<String, Make> makes = Pair.makes(project, sentinels);
        Map<String, Deployment> deployments = new LinkedHashMap<>();
        Results results = new Results("commands a second of one sentinel, " + rounds + " rounds, " + Pair.machine());
        try {
            for (Map.Entry<String, Make> make : makes.entrySet()) {
                Deployment.Plan plan = new Deployment.Plan(
                        Pair.redis(project),
                        1,
                        List.of(make.getValue()),
                        1,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        false);
                Deployment deployment = Deployment.start(plan);
                deployments.put(make.getKey(), deployment);
                deployment.awaitDiscovered();
                warmUp(deployment);
            }
            for (int round = 1; round <= rounds; round++) {
                for (Load load : loads()) {
                    for (Map.Entry<String, Deployment> deployment : deployments.entrySet()) {
                        Figures figures = Figures.measure(
                                port(deployment.getValue()),
                                load.connections(),
                                load.pipeline(),
                                load.requests(),
                                load.command());
                        results.add(
                                new Results.Measure(load.name(), "1/s", true),
                                deployment.getKey(),
                                figures.perSecond());
                        results.add(
                                new Results.Measure(load.name() + ", p99", "ms", false),
                                deployment.getKey(),
                                figures.p99Millis());
                        System.err.printf(
                                "round %d  %-42s %-16s %,10.0f/s  p99 %.2f ms%n",
                                round, load.name(), deployment.getKey(), figures.perSecond(), figures.p99Millis());
                    }
                }
            }
        } finally {
            deployments.values().forEach(Deployment::close);
        }
        results.print(System.out);
        results.write(Pair.folder(project), "commands");
    }

    /** What runs for months has been compiled. */
    private static void warmUp(Deployment deployment) throws IOException {
        long end = System.nanoTime() + WARM_UP.toNanos();
        while (System.nanoTime() < end) {
            for (Load load : loads()) {
                Figures.measure(port(deployment), load.connections(), load.pipeline(), 50_000, load.command());
            }
        }
    }

    private static int port(Deployment deployment) {
        return deployment.sentinels().get(0).port();
    }
}
