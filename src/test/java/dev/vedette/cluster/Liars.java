package dev.vedette.cluster;

import dev.vedette.cluster.Said.Events;
import dev.vedette.cluster.Sightings.Told;
import dev.vedette.model.Address;
import dev.vedette.model.AddressBook;
import dev.vedette.model.ClusterSettings;
import dev.vedette.model.Epoch;
import dev.vedette.model.Limits;
import dev.vedette.model.NamePolicy;
import dev.vedette.model.RunId;
import dev.vedette.platform.Clock;
import dev.vedette.platform.Disk;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A cluster in which everybody but us lies, without end: other masters in later epochs, failovers that never were, our
 * own name, garbage; orders that we are said to have missed, from the future, of long ago, with numbers that cannot be,
 * or such as nobody may repeat; and now and then the line is lost. They have the secret of the cluster, so all of it is
 * read, and they know in which run we are, as everybody does who hears us.
 */
public final class Liars {
    private static final int PAUSE_MILLIS = 20;
    private static final int AT_ONCE = 5;
    private static final String SECRET = "0123456789abcdef";
    private static final ClusterSettings SETTINGS =
            new ClusterSettings(true, "lies", "10.0.0.9", 5701, 5801, List.of(), SECRET);
    private static final List<List<String>> UNREPEATABLE = List.of(
            List.of("RESET", "*"),
            List.of("SET", "mymaster", "quorum", "1", "auth-pass", "x"),
            List.of("SET", "mymaster"),
            List.of("MONITOR", "made-up"),
            List.of("FAILOVER", "mymaster"));

    private final Random random;
    private final RunId me;
    private final List<RunId> names;
    private final Clock clock;
    private final Language language = new Language(SECRET);
    private final AtomicLong told = new AtomicLong();
    /** Of the process that they lie to. */
    private String run = "run";

    private Liars(RunId me, List<RunId> names, Clock clock, long seed) {
        this.me = me;
        this.names = names;
        this.clock = clock;
        this.random = new Random(seed);
    }

    /**
     * The room of the cluster, to be deployed beside a sentinel in its own Vert.x, which a simulation has only one of.
     */
    public static VerticleBase beside(RunId me, List<RunId> names, Clock clock, Disk disk, long seed, AtomicLong told) {
        Liars liars = new Liars(me, names, clock, seed);
        ClusterSetup setup = new ClusterSetup(
                SETTINGS, me, "10.0.0.9:26379", "test", "state", new AddressBook(NamePolicy.DEFAULT), clock, disk);
        return new ClusterVerticle(
                setup, ears -> liars.join(ears, told), (sentinel, purpose, make) -> Future.succeededFuture(sentinel));
    }

    private Future<Wire.Line> join(Wire.Ears ears, AtomicLong count) {
        Vertx vertx = Vertx.currentContext().owner();
        if (random.nextInt(3) == 0) {
            return Future.failedFuture("not today");
        }
        boolean[] over = {false};
        vertx.setPeriodic(PAUSE_MILLIS, id -> {
            if (over[0]) {
                vertx.cancelTimer(id);
                return;
            }
            for (int i = 0; i < AT_ONCE; i++) {
                count.incrementAndGet();
                ears.heard(lie());
            }
            if (random.nextInt(1_000) == 0) {
                ears.lost("cut");
            }
        });
        return Future.succeededFuture(new Wire.Line() {
            @Override
            public void say(String text) {
                if (language.read(text) instanceof Said.Pulse pulse) {
                    run = pulse.run();
                }
                ears.heard(text);
            }

            @Override
            public int nodes() {
                return random.nextInt(100);
            }

            @Override
            public Future<Void> hangUp() {
                over[0] = true;
                return Future.succeededFuture();
            }
        });
    }

    private RunId somebody() {
        return random.nextInt(10) == 0
                ? new RunId(String.format("%040x", random.nextInt(1000)))
                : names.get(random.nextInt(names.size()));
    }

    /** That whoever is meant has missed; nothing of it may be done. */
    private Ledger.Entry order() {
        Instant now = clock.wall();
        Instant future = now.plus(Ledger.CLOCKS).plusSeconds(1 + random.nextInt(1_000_000));
        List<String> loosen = List.of("SET", "mymaster", "quorum", "1");
        List<String> unrepeatable = UNREPEATABLE.get(random.nextInt(UNREPEATABLE.size()));
        long number = told.incrementAndGet();
        return switch (random.nextInt(8)) {
            case 0 -> new Ledger.Entry(Limits.CLUSTER_ORDER_NUMBERS, now, somebody(), "default", loosen);
            case 1 -> new Ledger.Entry(number, Instant.EPOCH, somebody(), "default", loosen);
            case 2, 3 -> new Ledger.Entry(number, now, somebody(), "default", unrepeatable);
            default -> new Ledger.Entry(number, future, somebody(), "default", loosen);
        };
    }

    private String lie() {
        Address elsewhere = new Address("10.9.9." + random.nextInt(250), 6379);
        RunId who = random.nextInt(20) == 0 ? me : somebody();
        return switch (random.nextInt(5)) {
            case 0 ->
                language.write(Sample.pulse(
                        who,
                        "run",
                        told.get() + random.nextInt(3),
                        random.nextInt(9),
                        random.nextBoolean(),
                        new Opinion(
                                Sample.NAME,
                                elsewhere,
                                new Epoch(random.nextLong()),
                                true,
                                true,
                                somebody(),
                                new Epoch(random.nextLong()),
                                Sample.settings(random.nextInt(9)),
                                Duration.ofSeconds(random.nextInt(99)),
                                List.of(new Opinion.Replica(elsewhere, false, Duration.ZERO)),
                                List.of(new Opinion.Peer(somebody(), elsewhere, true)))));
            case 1 ->
                language.write(new Events(
                        who,
                        "run",
                        1,
                        List.of(new Told(
                                told.incrementAndGet(),
                                clock.wall(),
                                "+switch-master",
                                "warning",
                                "mymaster",
                                new Epoch(random.nextInt(9)),
                                "mymaster 10.0.0.1 6379 " + elsewhere.host() + " 6379",
                                ""))));
            case 2 -> language.write(new Said.Again(who, me, run, 0));
            case 3 -> language.write(new Said.Offer(who, me, run, List.of(order(), order())));
            default -> "x".repeat(random.nextInt(random.nextInt(10) == 0 ? 100_000 : 100));
        };
    }
}
