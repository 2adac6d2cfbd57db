package dev.vedette.sim.storm;

import dev.vedette.platform.SeededChance;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntBiFunction;
import java.util.stream.Collectors;

/**
 * The knobs of one world, drawn by its seed: how large it is, how it is configured, and what may go wrong in it.
 *
 * <p>Every world has some of its faults switched off altogether. With all of them on, the loud ones drown the rare
 * ones: in a world in which every third blow kills somebody, nobody lives long enough to meet a half-open connection.
 *
 * @param sentinels how many, stock ones among them
 * @param stock how many of them are stock sentinels
 * @param sets how many masters they watch
 * @param replicas of each master
 * @param crashDetection whether Vedettes call an evident crash by its name
 * @param everyLoop whether clients are served by all loops of a Vedette, as if there were very many
 * @param persistent whether servers have their data on disk, or come back empty
 * @param blows how often something is broken
 * @param slowestPacket how long a packet takes at most
 * @param slowestWrite how long a disk takes at most for one step
 * @param writersWait whether applications ask for one replica that has each write
 * @param writersPace how long they pause between two writes at most
 * @param piecesPermille how many of a thousand writes arrive in pieces
 */
record Storm(
        int sentinels,
        int stock,
        int quorum,
        int sets,
        int replicas,
        Duration downAfter,
        Duration failoverTimeout,
        int parallelSyncs,
        boolean crashDetection,
        boolean everyLoop,
        boolean persistent,
        int blows,
        Duration slowestPacket,
        Duration slowestWrite,
        int piecesPermille,
        boolean writersWait,
        Duration writersPace,
        Set<Fault> faults) {

    private static final int PERCENT = 100;
    /** How often a fault is switched on. */
    private static final int FAULT_ON = 35;

    static Storm of(long seed) {
        return draw(seed, stock(seed, draw(seed, 0).sentinels()));
    }

    /** The same without stock sentinels: what a Vedette does wrong shows most where there are most of them. */
    static Storm ofVedettes(long seed) {
        return draw(seed, 0);
    }

    /**
     * The same but for what is wished, as in {@code sentinels 5, quorum 1, faults partition kill}: what takes a certain
     * world to be seen is not looked for in all.
     */
    Storm like(String wish) {
        Map<String, String> wishes = new TreeMap<>();
        for (String word : wish.isBlank() ? new String[0] : wish.split(", ")) {
            wishes.put(word.substring(0, word.indexOf(' ')), word.substring(word.indexOf(' ') + 1));
        }
        ToIntBiFunction<String, Integer> number = (name, drawn) -> {
            String wished = wishes.remove(name);
            return wished == null ? drawn : Integer.parseInt(wished);
        };
        String wishedFaults = wishes.remove("faults");
        Storm storm = new Storm(
                number.applyAsInt("sentinels", sentinels),
                stock,
                number.applyAsInt("quorum", quorum),
                number.applyAsInt("masters", sets),
                number.applyAsInt("replicas", replicas),
                Duration.ofMillis(number.applyAsInt("down-after", (int) downAfter.toMillis())),
                Duration.ofMillis(number.applyAsInt("failover-timeout", (int) failoverTimeout.toMillis())),
                number.applyAsInt("parallel-syncs", parallelSyncs),
                number.applyAsInt("crash-detection", crashDetection ? 1 : 0) == 1,
                everyLoop,
                persistent,
                number.applyAsInt("blows", blows),
                Duration.ofMillis(number.applyAsInt("slowest-packet", (int) slowestPacket.toMillis())),
                slowestWrite,
                piecesPermille,
                writersWait,
                writersPace,
                wishedFaults == null
                        ? faults
                        : Arrays.stream(wishedFaults.split(" "))
                                .map(name -> Fault.valueOf(name.toUpperCase(Locale.ROOT)))
                                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class))));
        if (!wishes.isEmpty()) {
            throw new IllegalArgumentException("worlds have no " + wishes.keySet());
        }
        return storm;
    }

    private static Storm draw(long seed, int stock) {
        SeededChance chance = new SeededChance(seed, "storm");
        int sentinels = pick(chance, 3, 3, 3, 3, 3, 3, 5, 5, 4, 2);
        int majority = sentinels / 2 + 1;
        int quorum = pick(chance, 1, 1, 1, 0) == 1 ? majority : chance.between(1, sentinels);
        return new Storm(
                sentinels,
                stock,
                quorum,
                pick(chance, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3),
                pick(chance, 2, 2, 2, 2, 1, 3),
                Duration.ofMillis(pick(chance, 1_000, 1_000, 300, 500, 2_000, 5_000)),
                Duration.ofMillis(pick(chance, 5_000, 5_000, 2_000, 10_000, 20_000)),
                pick(chance, 1, 1, 2),
                new SeededChance(seed, "crash-detection").between(1, 3) == 1,
                new SeededChance(seed, "every-loop").between(1, 3) == 1,
                chance.between(0, 2) > 0,
                chance.between(5, 30),
                chance.upTo(Duration.ofMillis(400).dividedBy(chance.between(1, PERCENT))),
                chance.upTo(Duration.ofMillis(300).dividedBy(chance.between(1, PERCENT))),
                pick(chance, 0, 0, 20, 500),
                chance.between(0, 1) == 1,
                Duration.ofMillis(pick(chance, 200, 1_000, 2_000)),
                faults(chance));
    }

    /** Enough for a test that only wants the usual deployment, and no harm. */
    static Storm quiet() {
        return new Storm(
                3,
                0,
                2,
                1,
                2,
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                1,
                false,
                false,
                true,
                0,
                Duration.ofMillis(2),
                Duration.ofMillis(5),
                0,
                false,
                Duration.ofSeconds(1),
                EnumSet.noneOf(Fault.class));
    }

    /** In one line, for people. */
    String describe() {
        String names = faults.stream()
                .map(fault -> fault.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return sentinels + " sentinels (" + stock + " stock), quorum " + quorum + ", " + sets + " masters with "
                + replicas + " replicas each, down-after " + downAfter.toMillis() + ", failover-timeout "
                + failoverTimeout.toMillis() + ", parallel-syncs " + parallelSyncs
                + (crashDetection ? ", crash-detection" : "")
                + (everyLoop ? ", clients on every loop" : "") + ", " + blows + " blows of " + names;
    }

    /** By a chance of its own: two worlds in three have none, and are what they would be if there were none at all. */
    private static int stock(long seed, int sentinels) {
        SeededChance chance = new SeededChance(seed, "stock");
        return chance.between(1, 3) == 1 ? chance.between(1, sentinels - 1) : 0;
    }

    private static Set<Fault> faults(SeededChance chance) {
        Set<Fault> on = EnumSet.noneOf(Fault.class);
        for (Fault fault : Fault.values()) {
            if (chance.between(1, PERCENT) <= FAULT_ON) {
                on.add(fault);
            }
        }
        if (on.isEmpty()) {
            on.add(Fault.KILL);
        }
        return on;
    }

    private static int pick(SeededChance chance, int... from) {
        return from[chance.between(0, from.length - 1)];
    }
}
