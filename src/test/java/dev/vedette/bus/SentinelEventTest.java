package dev.vedette.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A payload is cut where Redis Sentinel cuts it: by its bytes on the wire. */
class SentinelEventTest {
    /** The limit is 1023 bytes; a character that would be cut in two is left out. */
    @ParameterizedTest
    @CsvSource({
        "x, 1023, 1023",
        "x, 1024, 1023",
        "\u00fc, 511, 511",
        "\u00fc, 512, 511",
        "\u20ac, 341, 341",
        "\u20ac, 342, 341",
        "\ud83d\ude00, 255, 255",
        "\ud83d\ude00, 256, 255"
    })
    void isCutAtBytes(String character, int given, int left) {
        assertEquals(
                character.repeat(left),
                new SentinelEvent("+set", Level.WARNING, character.repeat(given), null, null).payload());
    }
}
