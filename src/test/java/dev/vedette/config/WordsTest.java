package dev.vedette.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of("", List.of()),
                Arguments.of(" \t ", List.of()),
                Arguments.of("port 26379", List.of("port", "26379")),
                Arguments.of("  a\t b  ", List.of("a", "b")),
                Arguments.of("dir \"/tmp/a b\"", List.of("dir", "/tmp/a b")),
                Arguments.of("a 'b \"c\" d'", List.of("a", "b \"c\" d")),
                Arguments.of("'it\\'s' 'a\\nb'", List.of("it's", "a\\nb")),
                Arguments.of("\"\" ''", List.of("", "")),
                Arguments.of("\"\\n\\r\\t\\b\\a\\x41\\\"\\\\\\q\"", List.of("\n\r\t\b\u0007A\"\\q")),
                Arguments.of("\"\\xc3\\xbc\\xC3\\xBC\"", List.of("üü")),
                Arguments.of("\"\\xZZ\"", List.of("xZZ")),
                Arguments.of("a\"b c\" d", List.of("ab c", "d")),
                Arguments.of("back\\slash", List.of("back\\slash")),
                Arguments.of("pass#word # no comment", List.of("pass#word", "#", "no", "comment")),
                Arguments.of("\ud83d\ude00 ü", List.of("\ud83d\ude00", "ü")));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void splitsAsRedisDoes(String line, List<String> words) throws Fault {
        assertEquals(words, Words.split(line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a \"b", "a 'b", "\"a\"b", "'a'b", "a\"", "\"a\\\"", "'a\\'"})
    void refusesQuotesThatDoNotClose(String line) {
        Fault fault = assertThrows(Fault.class, () -> Words.split(line));
        assertEquals("Unbalanced quotes in configuration line", fault.reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\xff\"", "\"\\xc3\"", "a\u0000b"})
    void refusesWhatIsNoText(String line) {
        assertFalse(assertThrows(Fault.class, () -> Words.split(line)).valid().isEmpty());
    }

    @Test
    void everyTextSurvivesItsQuotes() throws Fault {
        Random random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            String one = Configs.text(random);
            String two = random.nextInt(9) == 0 ? "" : Configs.text(random);
            String line = "x " + Words.quoted(one) + " " + Words.quoted(two);
            assertFalse(line.contains("\n"), line);
            assertEquals(List.of("x", one, two), Words.split(ConfLine.trimmed(line)));
        }
    }

    @Test
    void plainWordsStayAsTheyAre() {
        assertEquals("mymaster", Words.quoted("mymaster"));
        assertEquals("\"a b\"", Words.quoted("a b"));
        assertEquals("\"\"", Words.quoted(""));
    }
}
