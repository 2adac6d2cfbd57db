package dev.vedette.sim.stock;

import dev.vedette.demo.Await;
import dev.vedette.demo.Deployment;
import dev.vedette.demo.EventLog;
import dev.vedette.demo.RedisBinary;
import dev.vedette.demo.Resp;
import dev.vedette.demo.SentinelProcess;
import dev.vedette.interop.Hiccups;
import dev.vedette.model.Address;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;

/** The real program keeps the contract: whatever the contract says of the model is a fact. */
class StockContractIT extends StockContract {
    private static final Duration FAILOVER_TIMEOUT = Duration.ofSeconds(5);
    private static final String HOST = "127.0.0.1";

    @Override
    Subject begin() throws IOException {
        return new Real();
    }

    @Override
    long slackMillis() {
        return 400;
    }

    private static final class Real extends Subject {
        private final Deployment deployment;
        private final SentinelProcess sentinel;
        private final EventLog log = new EventLog();
        private final Hiccups hiccups = new Hiccups();

        Real() throws IOException {
            Path redis = redis();
            deployment = Deployment.start(new Deployment.Plan(
                    redis, 1, List.of(SentinelProcess.Make.stock(redis)), 1, DOWN_AFTER, FAILOVER_TIMEOUT, false));
            sentinel = deployment.sentinels().get(0);
            try {
                log.follow(sentinel);
                deployment.awaitDiscovered();
            } catch (IOException | RuntimeException | Error e) {
                close();
                throw e;
            }
            deployment.nodes().forEach(node -> name(node.name(), new Address(HOST, node.port())));
            name("s1", new Address(HOST, sentinel.port()));
            name("p1", new Address(HOST, 1));
            name("p2", new Address(HOST, 2));
        }

        private static Path redis() throws IOException {
            try {
                Path jar = Path.of(RedisServer.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI());
                return RedisBinary.find(jar, Path.of("target/redis").toAbsolutePath());
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        @Nullable
        Object ask(String words) throws IOException {
            try {
                return sentinel.ask(words.split(" "));
            } catch (Resp.Refused error) {
                return "-" + error.getMessage();
            }
        }

        @Override
        List<Heard> events() {
            return log.entries().stream()
                    .map(entry -> new Heard(Duration.ofNanos(entry.nanos()), entry.event(), named(entry.message())))
                    .toList();
        }

        @Override
        List<Heard> hellos(int count) throws IOException {
            try (Resp resp = Resp.connect(deployment.nodes().get(0).port(), Duration.ofSeconds(5))) {
                resp.call("SUBSCRIBE", Hellos.CHANNEL);
                List<Heard> hellos = new ArrayList<>();
                while (hellos.size() < count) {
                    List<?> message = (List<?>) resp.next();
                    hellos.add(new Heard(now(), String.valueOf(message.get(1)), named(String.valueOf(message.get(2)))));
                }
                return hellos;
            }
        }

        @Override
        Heard await(String event, int from, Duration limit) {
            Heard[] found = new Heard[1];
            Await.until(
                    limit,
                    event,
                    () -> {
                        found[0] = events().stream()
                                .skip(from)
                                .filter(heard -> heard.what().equals(event))
                                .findFirst()
                                .orElse(null);
                        return found[0] != null;
                    },
                    deployment::evidence);
            return found[0];
        }

        @Override
        Duration paused(Duration from, Duration to) {
            return hiccups.between(from, to);
        }

        @Override
        Duration killMaster() {
            Duration now = now();
            deployment.nodes().get(0).child().kill();
            return now;
        }

        @Override
        Duration startMaster() throws IOException {
            Duration now = now();
            deployment.nodes().get(0).start();
            return now;
        }

        @Override
        void restart() throws IOException {
            sentinel.child().kill();
            sentinel.start();
            sentinel.awaitReady();
        }

        private static Duration now() {
            return Duration.ofNanos(System.nanoTime());
        }

        @Override
        public void close() throws IOException {
            deployment.close();
            log.close();
            hiccups.close();
        }
    }
}
