package dev.vedette.bench;

import dev.vedette.demo.Deployment;
import dev.vedette.demo.Resp;
import dev.vedette.demo.SentinelProcess.Make;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How long it takes until the last of very many subscribers has heard an event. All of them stay connected to both
 * makes, which are given a new setting in turn; one process hears for all, on one thread, so that its own work is in
 * the time.
 */
public final class Events {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int WARM_UP = 10;
    private static final int AT_ONCE = 100;
    private static final String EVENT = "+set";
    private static final double NANOS_PER_MILLI = 1e6;

    private final Path project;
    private final int rounds;
    private final int subscribers;
    private final String sentinels;

    private Events(Path project, List<String> words) {
        Options options = new Options("[--rounds N] [--subscribers N] [--sentinels vedette|stock|both]", words);
        this.project = project;
        rounds = options.number("--rounds", 20);
        subscribers = options.number("--subscribers", 5_000);
        sentinels = options.sentinels();
    }

    /** Arguments: the project's folder, then what the user said. */
    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        Path project = Path.of(words.get(0));
        Options.main(options -> new Events(project, options)::run, words.subList(1, words.size()));
    }

    private void run() throws Exception {
        Results results =
                new Results("an event and " + subscribers + " subscribers, " + rounds + " rounds, " + Pair.machine());
        Results.Measure measure = new Results.Measure("until the last one has heard it", "ms", false);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        Map<String, Audience> audiences = new LinkedHashMap<>();
        Map<String, Deployment> deployments = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Make> make : Pair.makes(project, sentinels).entrySet()) {
                Deployment deployment = Deployment.start(new Deployment.Plan(
                        Pair.redis(project),
                        1,
                        List.of(make.getValue()),
                        1,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        false));
                deployments.put(make.getKey(), deployment);
                deployment.awaitDiscovered();
                System.err.println(subscribers + " subscribers come to " + make.getKey() + " ...");
                audiences.put(
                        make.getKey(),
                        new Audience(vertx, deployment.sentinels().get(0).port(), subscribers));
            }
            for (int round = 1 - WARM_UP; round <= rounds; round++) {
                for (Map.Entry<String, Audience> audience : audiences.entrySet()) {
                    double millis = audience.getValue().tell(60_000 + WARM_UP + round);
                    if (round > 0) {
                        results.add(measure, audience.getKey(), millis);
                        System.err.printf("round %d  %-16s %8.1f ms%n", round, audience.getKey(), millis);
                    }
                }
            }
        } finally {
            deployments.values().forEach(Deployment::close);
            vertx.close();
        }
        results.print(System.out);
        results.write(Pair.folder(project), "events-" + subscribers);
    }

    /** All subscribers of one sentinel. Every one of them hears the name of the event once when it subscribes. */
    private static final class Audience {
        private final int port;
        private final int size;
        private final Vertx vertx;
        private CountDownLatch toHear;

        Audience(Vertx vertx, int port, int size) throws Exception {
            this.vertx = vertx;
            this.port = port;
            this.size = size;
            toHear = new CountDownLatch(size);
            NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
            for (int i = 0; i < size; i += AT_ONCE) {
                CountDownLatch come = new CountDownLatch(Math.min(AT_ONCE, size - i));
                for (int j = i; j < Math.min(size, i + AT_ONCE); j++) {
                    client.connect(port, "127.0.0.1").onSuccess(socket -> {
                        socket.handler(bytes -> heard(bytes.toString()));
                        socket.write("SUBSCRIBE " + EVENT + "\r\n");
                        come.countDown();
                    });
                }
                await(come, "connections");
            }
            await(toHear, "confirmations");
        }

        private void heard(String text) {
            for (int at = text.indexOf(EVENT); at >= 0; at = text.indexOf(EVENT, at + 1)) {
                toHear.countDown();
            }
        }

        /** Changes a setting, which is an event, and waits until everybody has heard of it. */
        double tell(int setting) throws Exception {
            CountDownLatch all = new CountDownLatch(size);
            CountDownLatch handedOver = new CountDownLatch(1);
            vertx.runOnContext(go -> {
                toHear = all;
                handedOver.countDown();
            });
            await(handedOver, "the thread that hears");
            try (Resp resp = Resp.connect(port, PATIENCE)) {
                long from = System.nanoTime();
                resp.call("SENTINEL", "SET", Deployment.MASTER.toString(), "failover-timeout", String.valueOf(setting));
                await(all, "subscribers");
                return (System.nanoTime() - from) / NANOS_PER_MILLI;
            }
        }

        private static void await(CountDownLatch what, String name) throws InterruptedException {
            if (!what.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("not within " + PATIENCE + ": " + what.getCount() + " " + name
                        + " are missing; does ulimit -n allow so many?");
            }
        }
    }
}
