package dev.vedette.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void guessesWhatWasMeant() {
        List<String> known = List.of("port", "bind", "masters", "downAfter");
        assertEquals("did you mean port?", Nearest.hint("prot", known));
        assertEquals("did you mean masters?", Nearest.hint("master", known));
        assertEquals("did you mean downAfter?", Nearest.hint("downafter", known));
        assertEquals("one of port, bind, masters, downAfter", Nearest.hint("sentinel", known));
        assertEquals("one of port, bind, masters, downAfter", Nearest.hint("x".repeat(100_000), known));
    }

    @Test
    void countsTypos() {
        assertEquals(0, Nearest.distance("a", "A"));
        assertEquals(1, Nearest.distance("qourum", "quorum"));
        assertEquals(3, Nearest.distance("kitten", "sitting"));
        assertEquals(4, Nearest.distance("", "port"));
    }
}
