package dev.vedette.bench;

import dev.vedette.demo.Await;
import dev.vedette.demo.Child;
import dev.vedette.demo.Deployment;
import dev.vedette.demo.EventLog;
import dev.vedette.demo.RedisProcess;
import dev.vedette.demo.Resp;
import dev.vedette.demo.SentinelProcess;
import dev.vedette.demo.SentinelProcess.Make;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

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
public final class Failovers {
    private static final Duration FAILOVER_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration REPLY = Duration.ofSeconds(2);
    private static final int PHASE_MILLIS = 1_200;
    /** Longer than a new sentinel of ours listens to hellos before it campaigns: it is that only once in its life. */
    private static final int NEW_MILLIS = 3_000;

    private static final double NANOS_PER_MILLI = 1e6;
    private static final List<String> PHASES =
            List.of("+sdown", "+odown", "+elected-leader", "+promoted-slave", "+switch-master");
    private static final Results.Measure WHOLE =
            new Results.Measure("fault until the last sentinel names the new master", "ms", false);
    private static final Results.Measure GAP =
            new Results.Measure("longest time without an acknowledged write, Jedis", "ms", false);
    private static final Results.Measure BEYOND = new Results.Measure("the same, beyond down-after", "ms", false);

    private final Path project;
    private final String sentinels;
    private final int rounds;
    private final String fault;
    private final Duration downAfter;
    private final boolean lasting;
    private final boolean crashDetection;
    private final Cluster cluster;

    private Failovers(Path project, List<String> words) {
        Options options = new Options(
                "[--rounds N] [--fault kill|stop] [--down-after MS] [--sentinels vedette|stock|both]"
                        + " [--deployment fresh|lasting] [--crash-detection no|yes]"
                        + " [--cluster no|yes|blocked]",
                words);
        this.project = project;
        rounds = options.number("--rounds", 5);
        fault = options.word("--fault", "kill", "stop");
        downAfter = Duration.ofMillis(options.number("--down-after", 1_000));
        sentinels = options.sentinels();
        lasting = options.word("--deployment", "fresh", "lasting").equals("lasting");
        cluster = Cluster.valueOf(
                options.word("--cluster", "no", "yes", "blocked").toUpperCase(Locale.ROOT));
        crashDetection = options.word("--crash-detection", "no", "yes").equals("yes");
    }

    /** Arguments: the project's folder, then what the user said. */
    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        Path project = Path.of(words.get(0));
        Options.main(options -> new Failovers(project, options)::run, words.subList(1, words.size()));
    }

    private void run() throws IOException {
        Results results = new Results(
                rounds + " rounds, " + fault + " of the master, down-after "
                        + downAfter.toMillis()
                        + " ms, 3 sentinels, quorum 2, 2 replicas"
                        + (crashDetection ? ", crash-detection in Vedette" : "")
                        + (lasting ? ", one lasting deployment" : ", a fresh deployment each") + ", " + Pair.machine(),
                cluster.label());
        Map<String, Make> makes = makes();
        Map<String, Battlefield> fields = new LinkedHashMap<>();
        try {
            for (int round = 1; round <= rounds; round++) {
                for (Map.Entry<String, Make> make : makes.entrySet()) {
                    Battlefield field = fields.get(make.getKey());
                    if (field == null) {
                        boolean clustered = make.getKey().equals(cluster.label()) && cluster != Cluster.NO;
                        Deployment.Plan plan = clustered ? plan(make).withCluster() : plan(make);
                        field = new Battlefield(Deployment.start(plan), clustered ? cluster : Cluster.NO);
                        fields.put(make.getKey(), field);
                        field.follow();
                        if (lasting) {
                            sleep(NEW_MILLIS);
                        }
                    }
                    field.strike(make.getKey(), results);
                    if (lasting) {
                        field.heal(make.getKey(), results);
                    } else {
                        fields.remove(make.getKey()).close();
                    }
                }
            }
        } finally {
            for (Battlefield field : fields.values()) {
                field.close();
            }
        }
        results.print(System.out);
        results.write(
                Pair.folder(project),
                "failover-" + fault + (crashDetection ? "-crash-detection" : "")
                        + (cluster == Cluster.NO ? "" : "-" + cluster.file()));
    }

    /** With and without a cluster both are Vedette. */
    private Map<String, Make> makes() throws IOException {
        if (cluster == Cluster.NO) {
            return Pair.makes(project, sentinels);
        }
        Map<String, Make> makes = Pair.makes(project, Results.OURS);
        makes.put(cluster.label(), Make.vedette(project));
        return makes;
    }

    private Deployment.Plan plan(Map.Entry<String, Make> make) throws IOException {
        List<String> lines = crashDetection && make.getKey().equals(Results.OURS)
                ? List.of("sentinel crash-detection " + Deployment.MASTER + " yes")
                : List.of();
        return new Deployment.Plan(
                Pair.redis(project),
                2,
                Collections.nCopies(3, make.getValue()),
                2,
                downAfter,
                FAILOVER_TIMEOUT,
                false,
                lines);
    }

    /** One deployment, and everything its sentinels have said. */
    private final class Battlefield implements AutoCloseable {
        private final Deployment deployment;
        private final Cluster around;
        private final EventLog events = new EventLog();
        private @Nullable Application application;
        private int struck;
        private int switched;
        private int old;

        Battlefield(Deployment deployment, Cluster around) {
            this.deployment = deployment;
            this.around = around;
        }

        void follow() throws IOException {
            deployment.awaitDiscovered();
            for (SentinelProcess sentinel : deployment.sentinels()) {
                events.follow(sentinel);
            }
            application = Application.start(deployment);
            if (around != Cluster.NO) {
                around.awaitJoined(deployment);
            }
        }

        void strike(String make, Results results) throws IOException {
            Application writes = Objects.requireNonNull(application);
            List<Resp> questions = new ArrayList<>();
            try {
                for (SentinelProcess sentinel : deployment.sentinels()) {
                    questions.add(Resp.connect(sentinel.port(), REPLY));
                }
                around.begin(deployment);
                sleep(ThreadLocalRandom.current().nextInt(PHASE_MILLIS));
                old = deployment.sentinels().get(0).masterPort();
                writes.attend();
                long start = System.nanoTime();
                Child master = deployment.node(old).child();
                if (fault.equals("kill")) {
                    master.kill();
                } else {
                    master.freeze();
                }
                while (!allNameAnother(questions, old)) {
                    if (System.nanoTime() - start > PATIENCE.toNanos()) {
                        throw new AssertionError("no failover within " + PATIENCE + "\n" + deployment.evidence());
                    }
                    sleep(1);
                }
                double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
                struck++;
                results.add(WHOLE, make, millis);
                results.add(BEYOND, make, millis - downAfter.toMillis());
                results.add(GAP, make, writes.longestGap().toNanos() / NANOS_PER_MILLI);
                phases(start, make, results);
                System.err.printf("round %3d  %-14s %6.0f ms%n", struck, make, millis);
            } finally {
                around.end(deployment);
                for (Resp question : questions) {
                    question.close();
                }
            }
        }

        /** When the first sentinel said each of these, as a subscriber hears it. */
        private void phases(long start, String make, Results results) {
            for (String event : PHASES) {
                events.entries().stream()
                        .filter(entry -> entry.nanos() >= start && entry.event().equals(event))
                        .mapToDouble(entry -> (entry.nanos() - start) / NANOS_PER_MILLI)
                        .min()
                        .ifPresent(millis -> results.add(
                                new Results.Measure("fault until the first " + event, "ms", false), make, millis));
            }
            long campaigns = events.entries().stream()
                    .filter(entry -> entry.nanos() >= start && entry.event().equals("+try-failover"))
                    .count();
            results.add(new Results.Measure("campaigns", "", false), make, campaigns);
        }

        /**
         * The fallen master comes back, as a replica, before the next one falls. Stock sentinels that split their votes
         * may lead one after the other, so whom it follows may change meanwhile; how often clients were sent away is
         * counted.
         */
        void heal(String make, Results results) throws IOException {
            deployment.awaitOtherMaster(old, PATIENCE);
            RedisProcess fallen = deployment.node(old);
            if (fault.equals("kill")) {
                fallen.start();
            } else {
                fallen.child().thaw();
            }
            SentinelProcess first = deployment.sentinels().get(0);
            Await.until(
                    PATIENCE,
                    "the old master follows the new one",
                    () -> fallen.follows(first.masterPort()),
                    deployment::evidence);
            deployment.awaitDiscovered(first.masterPort(), PATIENCE);
            int switches = events.messages(first.name(), "+switch-master").size();
            results.add(new Results.Measure("switches", "", false), make, switches - switched);
            switched = switches;
        }

        @Override
        public void close() throws IOException {
            if (application != null) {
                application.close();
            }
            events.close();
            deployment.close();
        }
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
