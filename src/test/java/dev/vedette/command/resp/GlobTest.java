package dev.vedette.command.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "*, '', true",
        "'', '', true",
        "'', a, false",
        "*, anything, true",
        "a*, abc, true",
        "a*c, abcbc, true",
        "a*d, abc, false",
        "?, '', false",
        "?b, ab, true",
        "h[ae]llo, hello, true",
        "h[ae]llo, hillo, false",
        "h[^e]llo, hello, false",
        "h[^e]llo, hallo, true",
        "h[a-c]llo, hbllo, true",
        "h[c-a]llo, hbllo, true",
        "h[a-c]llo, hdllo, false",
        "\\*, *, true",
        "\\*, a, false",
        "[\\]], ], true",
        "[a, a, true",
        "[^a, b, true",
        "my*, MYmaster, false",
        "*ab*ab*, xabyabz, true",
        "+sdown, +sdown, true",
        "**a, a, true"
    })
    void matchesAsRedisDoes(String pattern, String text, boolean expected) {
        assertEquals(expected, Glob.matches(pattern, text));
    }

    @Test
    void noPatternTakesForEver() {
        String pattern = "a*".repeat(200) + "b";
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertFalse(Glob.matches(pattern, "a".repeat(10_000))));
    }
}
