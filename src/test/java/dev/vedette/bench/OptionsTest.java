package dev.vedette.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    private static Options options(String words) {
        return new Options("[--rounds N] [--fault kill|stop]", words.isEmpty() ? List.of() : List.of(words.split(" ")));
    }

    @Test
    void whatIsNotSaidHasADefault() {
        assertEquals(5, options("").number("--rounds", 5));
        assertEquals("kill", options("").word("--fault", "kill", "stop"));
    }

    @Test
    void whatIsSaidCounts() {
        Options options = options("--fault stop --rounds 7");
        assertEquals(7, options.number("--rounds", 5));
        assertEquals(List.of(7), options.numbers("--rounds", 5));
        assertEquals(List.of(5), options("").numbers("--rounds", 5));
        assertEquals(List.of(1, 10, 100), options("--rounds 1,10,100").numbers("--rounds", 5));
        assertEquals("stop", options.word("--fault", "kill", "stop"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rounds 1,", "--rounds ,1", "--rounds 1,0", "--rounds 1,x"})
    void nonsenseInAListIsRefused(String words) {
        assertThrows(IllegalArgumentException.class, () -> options(words).numbers("--rounds", 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rounds", "--rounds 0", "--rounds many", "--fault burn", "--round 3", "rounds 3", "N 3"})
    void nonsenseIsRefusedWithEverythingThatThereIs(String words) {
        IllegalArgumentException wrong = assertThrows(IllegalArgumentException.class, () -> {
            Options options = options(words);
            options.number("--rounds", 5);
            options.word("--fault", "kill", "stop");
        });
        assertEquals(words.split(" ")[0] + ": options: [--rounds N] [--fault kill|stop]", wrong.getMessage());
    }
}
