package dev.vedette.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.demo.Await;
import dev.vedette.interop.Twin.Said;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** A Vedette and a redis-sentinel to which the same is done, and who are to say the same about it. */
final class Twins implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final List<Twin> twins = new ArrayList<>();
    private final Set<String> onlyOurs;
    /** What each of them said last, in its order. */
    private final List<List<Said>> latest = new ArrayList<>();

    /** Does the same to either. */
    @FunctionalInterface
    interface Deed {
        void to(Twin twin) throws IOException;
    }

    /**
     * @param lines of the configuration of either
     * @param onlyOurs events that are not compared
     */
    Twins(List<String> lines, Set<String> onlyOurs) throws IOException {
        this.onlyOurs = onlyOurs;
        try {
            twins.add(new Twin(SentinelFlavour.VEDETTE, lines));
            twins.add(new Twin(SentinelFlavour.STOCK, lines));
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    Twin ours() {
        return twins.get(0);
    }

    Twin theirs() {
        return twins.get(1);
    }

    void both(Deed deed) throws IOException {
        for (Twin twin : twins) {
            deed.to(twin);
        }
    }

    /** Does it to both, and waits until both have said the same, with all of {@code events} in it. */
    void same(Set<String> events, Deed deed) throws IOException {
        same(events, said -> false, deed);
    }

    /** @param apart what may be said by one alone */
    void same(Set<String> events, Predicate<Said> apart, Deed deed) throws IOException {
        both(deed);
        try {
            Await.until(
                    PATIENCE,
                    "both say the same, " + events + " among it",
                    () -> {
                        hear();
                        List<Said> ours = compared(latest.get(0), apart);
                        return events.stream().allMatch(event -> isAmong(ours, event))
                                && sorted(ours).equals(sorted(compared(latest.get(1), apart)));
                    },
                    this::told);
        } finally {
            // What has come since then was not compared, and is new next time.
            for (int i = 0; i < latest.size(); i++) {
                twins.get(i).mark(latest.get(i).size());
            }
        }
    }

    private void hear() {
        latest.clear();
        for (Twin twin : twins) {
            latest.add(twin.said());
        }
    }

    void markHere() {
        for (Twin twin : twins) {
            twin.mark(twin.said().size());
        }
    }

    /** @param beginning an event and, where it matters, how its payload begins */
    private static boolean isAmong(List<Said> said, String beginning) {
        return said.stream().anyMatch(one -> one.toString().startsWith(beginning + " "));
    }

    private List<Said> compared(List<Said> all, Predicate<Said> apart) {
        return all.stream()
                .filter(said -> !onlyOurs.contains(said.event()) && !apart.test(said))
                .toList();
    }

    private static List<String> sorted(List<Said> said) {
        return said.stream().map(Said::toString).sorted().toList();
    }

    private String told() {
        StringBuilder text = new StringBuilder();
        for (Twin twin : twins) {
            text.append(twin.flavour).append(":\n");
            twin.said().forEach(said -> text.append("  ").append(said).append('\n'));
        }
        return text.toString();
    }

    /** Of what is said about the failover of a master, in this order; later its address may be told to be down. */
    void assertOrder(List<String> events) {
        for (List<Said> said : latest) {
            List<String> order = said.stream()
                    .map(Said::event)
                    .filter(events::contains)
                    .distinct()
                    .toList();
            assertEquals(events, order);
        }
    }

    @Override
    public void close() throws IOException {
        for (Twin twin : twins) {
            twin.close();
        }
    }
}
