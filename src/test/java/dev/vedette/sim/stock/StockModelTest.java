package dev.vedette.sim.stock;

import dev.vedette.model.Address;
import dev.vedette.sim.Observation;
import dev.vedette.sim.Trace;
import dev.vedette.sim.redis.SimClient;
import dev.vedette.sim.storm.Ring;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The model keeps the contract. */
class StockModelTest extends StockContract {
    private static final Duration REPLY = Duration.ofSeconds(1);

    @Override
    Subject begin() {
        return new Model();
    }

    @Override
    long slackMillis() {
        return 0;
    }

    private static final class Model extends Subject {
        private final Ring ring = Ring.settled(1, List.of(StockSentinel::new), 1, 1);
        private final StockSentinel sentinel = (StockSentinel) ring.watchers.get(0);
        private final List<Heard> hellos = new ArrayList<>();
        private SimClient client;
        private int clients;
        private int asked;

        Model() {
            name("r1", Ring.address(ring.servers.get(0)));
            name("r2", Ring.address(ring.servers.get(1)));
            name("s1", new Address(sentinel.process.host(), StockSentinel.PORT));
            name("p1", new Address("10.0.9.1", 1));
            name("p2", new Address("10.0.9.1", 2));
            ring.world.observed(heard -> {
                if (heard instanceof Observation.Published published
                        && published.who().equals("r1")) {
                    hellos.add(new Heard(ring.world.now(), published.channel(), named(published.message())));
                }
            });
            connect();
        }

        private void connect() {
            client = StockSentinelTest.connected(ring, sentinel, ++clients);
            asked = 0;
        }

        @Override
        @Nullable
        Object ask(String words) {
            client.say(words);
            asked++;
            ring.await("a reply to " + words, () -> replies().size() >= asked, REPLY);
            return plain(replies().get(asked - 1));
        }

        private List<Reply> replies() {
            ReplyReader reader = new ReplyReader();
            reader.feed(String.join("", client.replies()).getBytes(StandardCharsets.UTF_8));
            List<Reply> replies = new ArrayList<>();
            for (Reply reply = reader.next(); reply != null; reply = reader.next()) {
                replies.add(reply);
            }
            return replies;
        }

        private static @Nullable Object plain(Reply reply) {
            return switch (reply.type()) {
                case STATUS, BULK -> reply.text();
                case ERROR -> "-" + reply.text();
                case INTEGER -> reply.number();
                case NIL -> null;
                case ARRAY -> reply.elements().stream().map(Model::plain).toList();
            };
        }

        @Override
        List<Heard> events() {
            List<Heard> events = new ArrayList<>();
            for (Trace.Entry entry : ring.world.trace.all()) {
                if (entry.who().equals("s1") && !entry.name().isEmpty()) {
                    events.add(new Heard(Duration.ofNanos(entry.nanos()), entry.name(), named(entry.payload())));
                }
            }
            return events;
        }

        @Override
        List<Heard> hellos(int count) {
            int wanted = hellos.size() + count;
            ring.await("hellos", () -> hellos.size() >= wanted, Duration.ofSeconds(3L * count));
            return hellos.subList(wanted - count, wanted);
        }

        @Override
        Heard await(String event, int from, Duration limit) {
            ring.await(event, () -> found(event, from) != null, limit);
            return found(event, from);
        }

        private @Nullable Heard found(String event, int from) {
            List<Heard> all = events();
            return all.stream()
                    .skip(from)
                    .filter(heard -> heard.what().equals(event))
                    .findFirst()
                    .orElse(null);
        }

        @Override
        Duration paused(Duration from, Duration to) {
            return Duration.ZERO;
        }

        @Override
        Duration killMaster() {
            ring.master().kill();
            return ring.world.now();
        }

        @Override
        Duration startMaster() {
            ring.master().start();
            return ring.world.now();
        }

        @Override
        void restart() {
            sentinel.process.kill();
            sentinel.process.start();
            ring.world.run(REPLY);
            connect();
        }

        @Override
        public void close() {
            ring.close();
        }
    }
}
