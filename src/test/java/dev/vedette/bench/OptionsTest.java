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
        assertEquals("stop", options.word("--fault", "kill", "stop"));
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
