package dev.vedette.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HappeningTest {
    private final Scene scene = new Scene();

    @Test
    void isOneJsonForEveryTransport() {
        Happening sdown = scene.event("+sdown", "slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379", "gone");
        assertEquals(
                "{\"type\":\"event\",\"id\":\"5f0c1a2b3c4d-1\",\"seq\":1,\"at\":\"2026-11-24T10:00:00.001Z\",\"node\":\""
                        + "a".repeat(40) + "\",\"event\":\"+sdown\",\"level\":\"warning\",\"master\":\"mymaster\","
                        + "\"instance\":{\"kind\":\"replica\",\"name\":\"10.0.0.2:6379\",\"address\":\"10.0.0.2:6379\"},"
                        + "\"payload\":\"slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379\",\"reason\":\"gone\"}",
                sdown.json(Scene.RUN).encode());
        assertTrue(Frame.of(sdown.json(Scene.RUN))
                .sse()
                .toString()
                .startsWith("id: 5f0c1a2b3c4d-1\nevent: event\ndata: {\"type\":\"event\""));
    }

    @ParameterizedTest
    @CsvSource({
        "master mymaster 10.0.0.1 6379, master, 10.0.0.1:6379",
        "master mymaster ::1 6379 #quorum 2/2, master, [::1]:6379",
        "sentinel abc 10.0.0.9 26379 @ mymaster 10.0.0.1 6379, sentinel, 10.0.0.9:26379",
        "7, ,",
        "mymaster 10.0.0.1 6379 10.0.0.2 6379, ,",
        "master mymaster 10.0.0.1 99999, ,",
        "master mymaster 10.0.0.1 x, ,",
        "#tilt mode entered, ,",
    })
    void findsWhomItIsAbout(String payload, String kind, String address) {
        Happening.Subject subject = scene.event("+e", payload).subject();
        if (kind == null) {
            assertNull(subject);
        } else {
            assertEquals(kind, subject.kind());
            assertEquals(address, subject.address().toString());
        }
    }

    @Test
    void idsOfAnotherRunAreNoNumbers() {
        assertEquals(OptionalLong.of(17), Scene.RUN.seq("5f0c1a2b3c4d-17"));
        for (String id :
                new String[] {"", "17", "-17", "other-17", "5f0c1a2b3c4d-", "5f0c1a2b3c4d-x", "5f0c1a2b3c4d--1"}) {
            assertEquals(OptionalLong.empty(), Scene.RUN.seq(id), id);
        }
    }
}
