package dev.vedette.demo;

import dev.vedette.demo.SentinelProcess.Make;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a failover takes: from the fault until every one of three sentinels sends clients to the new master.
 *
 * <p>Each round has a deployment of its own, because what counts is the first failover of a process that has had
 * nothing to warm up on, and because a second one would have to wait for the cool-down. The fault comes at a random
 * moment: how long it takes depends on when the last ping was. Makes alternate, so that a busy minute hurts both.
 *
 * <p>A lasting deployment is struck again and again instead, as one that runs for months is: that the old master
 * returns as a replica, and that every round is one switch in every sentinel, is part of it.
 */
public final class FailoverTimings {
    private static final Duration FAILOVER_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration REPLY = Duration.ofSeconds(2);
    private static final String VEDETTE = "vedette";
    private static final int PHASE_MILLIS = 1_200;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Path redis;
    private final Map<String, Make> makes = new LinkedHashMap<>();
    private int rounds = 5;
    private String fault = "kill";
    private Duration downAfter = Duration.ofSeconds(1);
    private boolean lasting;
    private boolean crashDetection;

    private FailoverTimings(Path project, List<String> options) throws IOException {
        redis = RedisBinary.find(project.resolve("target/demo-lib"));
        String sentinels = "both";
        for (int i = 0; i + 1 < options.size(); i += 2) {
            String value = options.get(i + 1);
            switch (options.get(i)) {
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--fault" -> fault = value;
                case "--down-after" -> downAfter = Duration.ofMillis(Long.parseLong(value));
                case "--sentinels" -> sentinels = value;
                case "--deployment" -> lasting = value.equals("lasting");
                case "--crash-detection" -> crashDetection = value.equals("yes");
                default -> throw new IllegalArgumentException("unknown option " + options.get(i));
            }
        }
        if (options.size() % 2 != 0 || !List.of("kill", "stop").contains(fault)) {
            throw new IllegalArgumentException(
                    "options: --rounds N --fault kill|stop --down-after MS --sentinels vedette|stock|both"
                            + " --deployment fresh|lasting --crash-detection yes|no");
        }
        if (!sentinels.equals("stock")) {
            makes.put(VEDETTE, Make.vedette(project));
        }
        if (!sentinels.equals("vedette")) {
            makes.put("stock", Make.stock(redis));
        }
    }

    /** Arguments: the project's folder, then what the user said. */
    public static void main(String[] args) throws IOException {
        try {
            new FailoverTimings(Path.of(args[0]), List.of(args).subList(1, args.length)).run();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private void run() throws IOException {
        System.out.printf(
                "%d rounds, %s of the master, down-after %d ms, 3 sentinels, quorum 2, 2 replicas%s, %s, JDK %s%n",
                rounds,
                fault,
                downAfter.toMillis(),
                crashDetection ? ", crash-detection in Vedette" : "",
                redis,
                Runtime.version());
        Map<String, List<Long>> all = new LinkedHashMap<>();
        if (lasting) {
            for (Map.Entry<String, Make> make : makes.entrySet()) {
                all.put(make.getKey(), lasting(make.getKey(), make.getValue()));
            }
        }
        for (int round = 1; round <= rounds && !lasting; round++) {
            for (Map.Entry<String, Make> make : makes.entrySet()) {
                long millis = measure(make.getValue());
                all.computeIfAbsent(make.getKey(), name -> new ArrayList<>()).add(millis);
                show(round, make.getKey(), millis);
            }
        }
        all.forEach(this::summarize);
    }

    private static void show(int round, String make, long millis) {
        System.out.printf("round %3d  %-8s %6d ms%n", round, make, millis);
    }

    private void summarize(String make, List<Long> times) {
        List<Long> sorted = times.stream().sorted().toList();
        int middle = sorted.size() / 2;
        long median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        System.out.printf(
                "%-8s median %d ms = down-after + %d ms; from %d to %d ms%n",
                make, median, median - downAfter.toMillis(), sorted.get(0), sorted.get(sorted.size() - 1));
    }

    private Deployment.Plan plan(Make make) {
        List<String> lines = crashDetection && make == makes.get(VEDETTE)
                ? List.of("sentinel crash-detection " + Deployment.MASTER + " yes")
                : List.of();
        return new Deployment.Plan(
                redis, 2, Collections.nCopies(3, make), 2, downAfter, FAILOVER_TIMEOUT, false, lines);
    }

    private long measure(Make make) throws IOException {
        try (Deployment deployment = Deployment.start(plan(make))) {
            deployment.awaitDiscovered();
            return round(deployment);
        }
    }

    /** All rounds on one deployment: each fallen master comes back, as a replica, before the next one falls. */
    private List<Long> lasting(String name, Make make) throws IOException {
        List<Long> times = new ArrayList<>();
        try (Deployment deployment = Deployment.start(plan(make));
                EventLog events = new EventLog()) {
            deployment.awaitDiscovered();
            for (SentinelProcess sentinel : deployment.sentinels()) {
                events.follow(sentinel);
            }
            for (int round = 1; round <= rounds; round++) {
                RedisProcess master =
                        deployment.node(deployment.sentinels().get(0).masterPort());
                times.add(round(deployment));
                show(round, name, times.get(round - 1));
                heal(deployment, master);
                checkSwitches(deployment, events, round);
            }
        }
        return times;
    }

    private void heal(Deployment deployment, RedisProcess old) throws IOException {
        int port = deployment.awaitOtherMaster(old.port(), PATIENCE);
        if (fault.equals("kill")) {
            old.start();
        } else {
            old.child().thaw();
        }
        Await.until(PATIENCE, "the old master follows the new one", () -> old.follows(port), deployment::evidence);
        deployment.awaitDiscovered(port, PATIENCE);
    }

    private static void checkSwitches(Deployment deployment, EventLog events, int expected) {
        for (SentinelProcess sentinel : deployment.sentinels()) {
            int switches = events.messages(sentinel.name(), "+switch-master").size();
            if (switches != expected) {
                throw new AssertionError(sentinel.name() + " switched " + switches + " times in " + expected
                        + " rounds\n" + deployment.evidence());
            }
        }
    }

    private long round(Deployment deployment) throws IOException {
        List<Resp> questions = new ArrayList<>();
        try {
            for (SentinelProcess sentinel : deployment.sentinels()) {
                questions.add(Resp.connect(sentinel.port(), REPLY));
            }
            sleep(ThreadLocalRandom.current().nextInt(PHASE_MILLIS));
            return strikeAndWait(deployment, questions);
        } finally {
            for (Resp question : questions) {
                question.close();
            }
        }
    }

    private long strikeAndWait(Deployment deployment, List<Resp> questions) throws IOException {
        RedisProcess master = deployment.node(deployment.sentinels().get(0).masterPort());
        long start = System.nanoTime();
        if (fault.equals("kill")) {
            master.child().kill();
        } else {
            master.child().freeze();
        }
        while (!allNameAnother(questions, master.port())) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new AssertionError("no failover within " + PATIENCE + "\n" + deployment.evidence());
            }
            sleep(1);
        }
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }

    private static boolean allNameAnother(List<Resp> questions, int old) throws IOException {
        Object first = null;
        for (Resp question : questions) {
            Object address = question.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", Deployment.MASTER);
            if (!(address instanceof List<?> pair) || pair.get(1).equals(String.valueOf(old))) {
                return false;
            }
            if (first != null && !first.equals(address)) {
                return false;
            }
            first = address;
        }
        return true;
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted between two questions", e);
        }
    }
}
