package dev.vedette.demo;

import dev.vedette.demo.SentinelProcess.Make;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * {@code scripts/demo}: a deployment to play with, or, with {@code --once}, one failover from beginning to end.
 *
 * <p>Everything it starts ends with it: the deployment is closed on every way out, and children that are still alive
 * when the JVM ends are killed by {@link Child}.
 */
public final class Demo {
    private static final Duration DOWN_AFTER = Duration.ofSeconds(1);
    private static final Duration FAILOVER_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration FAILOVER = Duration.ofSeconds(40);
    private static final Duration RETURN = Duration.ofSeconds(60);

    private final Path project;
    private final Deployment deployment;
    private final Timeline timeline = new Timeline();
    private final EventLog events = new EventLog(timeline::event);

    private Demo(Path project, Deployment deployment) {
        this.project = project;
        this.deployment = deployment;
    }

    /** Arguments: the project's folder, then what the user said. */
    public static void main(String[] args) {
        List<String> options = List.of(args).subList(1, args.length);
        boolean once = options.equals(List.of("--once"));
        if (!once && !options.isEmpty()) {
            System.err.println("usage: scripts/demo [--once]");
            System.exit(2);
        }
        System.exit(run(Path.of(args[0]), once));
    }

    private static int run(Path project, boolean once) {
        try (Deployment deployment =
                Deployment.start(once ? plan(project) : plan(project).withFeed())) {
            Runtime.getRuntime().addShutdownHook(new Thread(deployment::close, "clean up"));
            Demo demo = new Demo(project, deployment);
            demo.begin();
            if (once) {
                demo.once();
            } else {
                demo.show();
            }
            return 0;
        } catch (IOException | RuntimeException | AssertionError e) {
            System.err.println("FAILED: " + (e.getMessage() == null ? e : e.getMessage()));
            return 1;
        }
    }

    private static Deployment.Plan plan(Path project) throws IOException {
        Path library = project.resolve("target/demo-lib");
        Path redis = RedisBinary.find(library);
        System.out.println("Starting a master, two replicas and three sentinels (" + redis + ") ...");
        return new Deployment.Plan(
                redis, 2, Collections.nCopies(3, Make.vedette(project)), 2, DOWN_AFTER, FAILOVER_TIMEOUT, true);
    }

    private void begin() throws IOException {
        for (SentinelProcess sentinel : deployment.sentinels()) {
            timeline.introduce(sentinel.id(), sentinel.name());
            events.follow(sentinel);
        }
        Duration took = deployment.awaitDiscovered();
        System.out.println("Everybody knows everybody after " + took.toMillis() + " ms:");
        System.out.println();
        for (RedisProcess node : deployment.nodes()) {
            print(node.name(), node.isMaster() ? "master" : "replica", node.port(), node.child());
        }
        for (SentinelProcess sentinel : deployment.sentinels()) {
            print(sentinel.name(), "sentinel", sentinel.port(), sentinel.child());
        }
        System.out.println();
    }

    private static void print(String name, String role, int port, Child child) {
        System.out.printf("  %-3s %-9s port %-6d pid %-7d %s%n", name, role, port, child.pid(), child.log());
    }

    /** Until the user has seen enough. */
    private void show() throws IOException {
        RedisProcess master = deployment.nodes().get(0);
        String ask = (RedisBinary.isOnPath("redis-cli") ? "redis-cli -p " : project.resolve("scripts/ask") + " ")
                + deployment.sentinels().get(0).port();
        System.out.println("The page, with everything that happens: http://127.0.0.1:"
                + deployment.sentinels().get(0).feedPort() + "/");
        System.out.println("Try in another terminal:");
        System.out.println("  " + ask + " SENTINEL GET-MASTER-ADDR-BY-NAME " + Deployment.MASTER);
        System.out.println("  " + ask + " SENTINEL MASTER " + Deployment.MASTER);
        System.out.println("  " + ask + " SENTINEL FAILOVER " + Deployment.MASTER);
        System.out.println("  kill -9 " + master.child().pid() + "      the master crashes");
        System.out.println("  kill -STOP " + master.child().pid() + "   the master hangs; -CONT wakes it");
        System.out.println(
                "Here: k and Enter kills the master, r and Enter restarts what is dead. Ctrl-C ends it all.");
        System.out.println("What the sentinels publish from now on:");
        timeline.restart();
        if (System.in.available() > 0 || System.console() != null) {
            obey();
        }
        waitForCtrlC();
    }

    private void obey() throws IOException {
        for (int c = System.in.read(); c >= 0; c = System.in.read()) {
            if (c == 'k') {
                killMaster();
            } else if (c == 'r') {
                restartDead();
            }
        }
    }

    private static void waitForCtrlC() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private RedisProcess killMaster() throws IOException {
        RedisProcess master = deployment.node(deployment.sentinels().get(0).masterPort());
        timeline.restart();
        master.child().kill();
        timeline.say("you", "kill -9 of the master " + master.name() + ", port " + master.port());
        return master;
    }

    private void restartDead() throws IOException {
        for (RedisProcess node : deployment.nodes()) {
            if (!node.child().isAlive()) {
                node.start();
                timeline.say("you", "restarted " + node.name() + ", port " + node.port());
            }
        }
    }

    /** One failover from beginning to end; throws when anything is not as it must be. */
    private void once() throws IOException {
        RedisProcess old = deployment.nodes().get(0);
        old.ask("SET", "before", "the failover");
        if (!Long.valueOf(2).equals(old.ask("WAIT", "2", "900"))) {
            throw new IOException("the replicas did not take a write");
        }
        System.out.println("Killing the master:");
        killMaster();
        RedisProcess promoted = deployment.node(deployment.awaitOtherMaster(old.port(), FAILOVER));
        timeline.say("demo", "all three sentinels send clients to " + promoted.name() + ", port " + promoted.port());
        expect("the failover", promoted.ask("GET", "before"), "what was written before is there");
        expect("OK", promoted.ask("SET", "after", "the failover"), "a client can write to the new master");
        for (SentinelProcess sentinel : deployment.sentinels()) {
            await(FAILOVER, sentinel.name() + " has said +switch-master", () -> switches(sentinel) == 1);
        }
        old.start();
        timeline.say("demo", "restarted the old master, which still takes itself for one");
        await(RETURN, "the old master follows the new one", () -> old.follows(promoted.port()));
        deployment.awaitDiscovered(promoted.port(), RETURN);
        for (SentinelProcess sentinel : deployment.sentinels()) {
            expect(1, switches(sentinel), sentinel.name() + " switched exactly once");
        }
        expect("the failover", old.ask("GET", "after"), "the old master is a replica and has the new data");
        System.out.println("OK");
    }

    private int switches(SentinelProcess sentinel) {
        return events.messages(sentinel.name(), "+switch-master").size();
    }

    private void await(Duration timeout, String what, Await.Condition condition) {
        Await.until(timeout, what, condition, deployment::evidence);
    }

    private void expect(Object expected, @Nullable Object found, String what) throws IOException {
        if (!expected.equals(found)) {
            throw new IOException("not so: " + what + " (" + found + ")\n" + deployment.evidence());
        }
        timeline.say("demo", what);
    }
}
