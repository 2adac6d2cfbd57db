package dev.vedette.command.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 10, 42, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 1})
    void readsWhatJavaWrites(long number) {
        assertEquals(OptionalLong.of(number), parse(Long.toString(number)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+1",
                "01",
                "-0",
                " 1",
                "1 ",
                "1x",
                "0x1",
                "9223372036854775808",
                "-9223372036854775809",
                "99999999999999999999",
                "184467440737095516160"
            })
    void refusesWhatRedisRefuses(String text) {
        assertEquals(OptionalLong.empty(), parse(text));
    }

    private static OptionalLong parse(String text) {
        return Numbers.parse(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
