package dev.vedette.cluster;

import static dev.vedette.cluster.Sample.A;
import static dev.vedette.cluster.Sample.B;
import static dev.vedette.cluster.Sample.opinion;
import static dev.vedette.cluster.Sample.pulse;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.cluster.Reading.Unreadable;
import dev.vedette.cluster.Sightings.Told;
import dev.vedette.model.Epoch;
import dev.vedette.model.Limits;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What nodes say is understood, and nothing else is. */
class LanguageTest {
    private static final String SECRET = "0123456789abcdef";
    private static final Told TOLD = new Told(
            3,
            Instant.ofEpochMilli(1_700_000_000_123L),
            "+sdown",
            "warning",
            "mymaster",
            new Epoch(7),
            "master m 1 2",
            "why");

    private final Language plain = new Language("");
    private final Language signed = new Language(SECRET);

    static Stream<Said> sentences() {
        return Stream.of(
                pulse(A, "run", 7, 3, true, opinion(A), opinion(B)),
                pulse(A, "run", 0, 1, false),
                new Said.Events(A, "run", 1, List.of(TOLD)),
                new Said.Again(A, B, "run", 17),
                new Said.Order(
                        A, "run", 1, new TreeMap<>(Map.of(B, "r")), 7, TOLD.at(), "alice", List.of("remove", "m")),
                new Said.Offer(
                        A, B, "run", List.of(new Ledger.Entry(7, TOLD.at(), B, "alice", List.of("remove", "m")))),
                new Said.Done(B, A, "run", 1, true, "ERR No such master with that name"));
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void isUnderstood(Said said) {
        assertEquals(said, plain.read(plain.write(said)));
        assertEquals(said, signed.read(signed.write(said)));
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void whatIsNotSignedWithOurSecretIsNotRead(Said said) {
        Language stranger = new Language("another secret of ours");
        for (String text : List.of(plain.write(said), stranger.write(said))) {
            assertThrows(Unreadable.class, () -> signed.read(text));
        }
        assertThrows(Unreadable.class, () -> plain.read(signed.write(said)), "we cannot check it");
        String text = signed.write(said);
        assertThrows(Unreadable.class, () -> signed.read(text.replace("\"v\":1", "\"v\": 1")), "changed on its way");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"v\":1|\"v\":2",
                "\"kind\":\"pulse\"|\"kind\":\"vote\"",
                "\"node\":\"aaaa|\"node\":\"AAAA",
                "\"address\":\"10.0.0.1:6379\"|\"address\":\"10.0.0.1:99999\"",
                "\"address\":\"10.0.0.1:6379\"|\"address\":\"10.0.0:6379\"",
                "\"address\":\"10.0.0.1:6379\"|\"address\":6379",
                "\"configEpoch\":\"5\"|\"configEpoch\":5",
                "\"configEpoch\":\"5\"|\"configEpoch\":\"99999999999999999999\"",
                "\"sdown\":false|\"sdown\":\"no\"",
                "\"quorum\":2|\"quorum\":-1",
                "\"quorum\":2|\"quorum\":2.5",
                "\"quorum\":2|\"quorum\":99999999999",
                "\"downAfterMs\":30000|\"downAfterMs\":9223372036854775807",
                "\"name\":\"mymaster\"|\"name\":\"my master\"",
                "\"name\":\"mymaster\"|\"name\":\"\"",
                "\"replicas\":[|\"replicas\":{}, \"x\":[",
                "\"masters\":[|\"masters\":[7,",
            })
    void whatIsWrongAnywhereIsNotRead(String right, String wrong) {
        String text = plain.write(pulse(A, "run", 7, 3, true, opinion(A)));
        assertTrue(text.contains(right), text);
        assertThrows(Unreadable.class, () -> plain.read(text.replace(right, wrong)));
    }

    @Test
    void whatIsTooMuchIsNotRead() {
        Opinion[] many = Collections.nCopies(Limits.CLUSTER_MASTERS_PER_MESSAGE + 1, opinion(A))
                .toArray(Opinion[]::new);
        assertThrows(Unreadable.class, () -> plain.read(plain.write(pulse(A, "run", 7, 3, true, many))));
        String deep = "{\"v\":" + "[".repeat(60_000);
        assertThrows(Unreadable.class, () -> plain.read(deep));
    }

    @Test
    void theLongestPulseOfOursFits() {
        Opinion o = opinion(A);
        Opinion full = Sample.seeing(
                o,
                Collections.nCopies(
                        Limits.CLUSTER_INSTANCES,
                        new Opinion.Replica(
                                new dev.vedette.model.Address("2001:db8:1111:2222:3333:4444:5555:6666", 65535),
                                true,
                                java.time.Duration.ofDays(1))),
                Collections.nCopies(Limits.CLUSTER_INSTANCES, Sample.peer(B, true)));
        Opinion[] many =
                Collections.nCopies(Limits.CLUSTER_MASTERS_PER_MESSAGE, full).toArray(Opinion[]::new);
        assertTrue(signed.write(pulse(A, "run", 7, 3, true, many)).length() < Limits.CLUSTER_MESSAGE);
    }

    /** A fixed seed: bytes turned over in what is right must be read or refused, and nothing else. */
    @Test
    void mutilatedTextsAreReadOrRefused() {
        Random random = new Random(7);
        String right = plain.write(pulse(A, "run", 7, 3, true, opinion(A)));
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(right);
            for (int k = random.nextInt(4); k >= 0; k--) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(128));
            }
            try {
                plain.read(text.toString());
            } catch (Unreadable e) {
                refused++;
            }
        }
        assertTrue(refused > 10_000, "refused " + refused);
    }
}
