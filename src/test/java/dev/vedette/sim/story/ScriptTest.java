package dev.vedette.sim.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scripts say what they mean or are refused, and what they expect is held against what happens. */
class ScriptTest {
    private static final String CAST = "sentinels s1 s2 s3\nmymaster: r1 with r2 r3, quorum 2\n";

    private static Script script(String text) {
        return Script.parse(List.of((CAST + text).split("\n")));
    }

    @Test
    void whatNobodyUnderstandsIsRefusedByItsLine() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> script("\nkill r1"));
        assertTrue(refused.getMessage().startsWith("line 4 of the script: 'kill r1' is none of"), refused::getMessage);
    }

    @Test
    void oneLineMayHappenSeveralTimes() {
        assertEquals(
                List.of(
                        new Script.At(Duration.ZERO, "heal"),
                        new Script.At(Duration.ofMillis(1_500), "heal"),
                        new Script.At(Duration.ofMinutes(2), "heal")),
                script("at 0s, 1.5s, 2m heal").deeds);
    }

    @Test
    void unknownDeedsAndNamesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Performance.of(script("at 0s tickle r1")));
        assertThrows(IllegalArgumentException.class, () -> Performance.of(script("at 0s kill r9\nend at 1s")));
    }

    @Test
    void expectationsThatAreNotMetFail() {
        assertFails("not by 1 000 ms: all name r2", "expect by 1s: all name r2");
        assertFails("at 10 ms it does not hold: r3 is a master", "expect at 10ms: r3 is a master");
        assertFails("+sdown was said 0 times and not 1", "expect 1 +sdown\nend at 1s");
        assertFails("+sdown by s2 was said 1 times and not 0", "at 0s kill r2\nexpect no +sdown by s2\nend at 2s");
    }

    private static void assertFails(String message, String script) {
        AssertionError failure = assertThrows(AssertionError.class, () -> Performance.of(script(script)));
        assertTrue(failure.getMessage().startsWith(message), failure::getMessage);
    }

    @Test
    void aTalkIsReadAsItIsWritten() {
        String text = "Title\n\nProse.\n\n---- script\nseed 1\n\nend at 1s\n---- conversation\none\n\ntwo\n";
        Talk talk = Talk.parse(text);
        assertEquals(text, talk.text());
        assertEquals(List.of("one", "", "two"), talk.conversation());
        assertEquals(text.replace("one\n\ntwo\n", ""), talk.saying(List.of()).text());
    }

    @Test
    void aDifferenceIsShownWithWhatIsAround() {
        assertEquals(
                "  ...\n  3\n  4\n- 5\n+ five\n+ 5a\n  6\n  7\n  ...\n",
                LineDiff.between(
                        List.of("1", "2", "3", "4", "5", "6", "7", "8"),
                        List.of("1", "2", "3", "4", "five", "5a", "6", "7", "8")));
    }
}
