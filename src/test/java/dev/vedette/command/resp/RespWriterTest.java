package dev.vedette.command.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RespWriterTest {

    static Stream<Arguments> forms() {
        RespValue a = RespValue.bulk("a");
        RespValue one = RespValue.number(1);
        return Stream.of(
                arguments(RespValue.OK, "+OK\r\n", "+OK\r\n"),
                arguments(RespValue.failure("ERR no\r\n:1"), "-ERR no  :1\r\n", "-ERR no  :1\r\n"),
                arguments(RespValue.failure("ERR \u00ff\u20ac"), "-ERR \u00ff?\r\n", "-ERR \u00ff?\r\n"),
                arguments(RespValue.bulk("\u00e9\r\n"), "$4\r\n\u00c3\u00a9\r\n\r\n", "$4\r\n\u00c3\u00a9\r\n\r\n"),
                arguments(RespValue.number(Long.MIN_VALUE), ":-9223372036854775808\r\n", ":-9223372036854775808\r\n"),
                arguments(RespValue.number(10), ":10\r\n", ":10\r\n"),
                arguments(RespValue.NULL, "$-1\r\n", "_\r\n"),
                arguments(RespValue.NULL_ARRAY, "*-1\r\n", "_\r\n"),
                arguments(RespValue.NOTHING, "", ""),
                arguments(RespValue.many(a, one), "*2\r\n$1\r\na\r\n:1\r\n", "*2\r\n$1\r\na\r\n:1\r\n"),
                arguments(RespValue.many(), "*0\r\n", "*0\r\n"),
                arguments(new RespValue.Unordered(List.of(a)), "*1\r\n$1\r\na\r\n", "~1\r\n$1\r\na\r\n"),
                arguments(new RespValue.Pairs(List.of(a, one)), "*2\r\n$1\r\na\r\n:1\r\n", "%1\r\n$1\r\na\r\n:1\r\n"),
                arguments(new RespValue.Push(List.of(a)), "*1\r\n$1\r\na\r\n", ">1\r\n$1\r\na\r\n"),
                arguments(new RespValue.Verbatim("hi"), "$2\r\nhi\r\n", "=6\r\ntxt:hi\r\n"),
                arguments(new RespValue.Several(List.of(one, RespValue.OK)), ":1\r\n+OK\r\n", ":1\r\n+OK\r\n"));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void saysItInBothDialects(RespValue value, String resp2, String resp3) {
        assertEquals(resp2, encode(value, Protocol.RESP2));
        assertEquals(resp3, encode(value, Protocol.RESP3));
    }

    @Test
    void gathersAndStartsAnew() {
        RespWriter writer = new RespWriter();
        String big = "x".repeat(10_000);
        writer.write(RespValue.OK, Protocol.RESP2);
        writer.write(RespValue.bulk(big), Protocol.RESP2);
        assertEquals("+OK\r\n$10000\r\n" + big + "\r\n", latin(writer.take()));
        assertEquals(0, writer.size());
        writer.write(RespValue.OK, Protocol.RESP2);
        assertEquals("+OK\r\n", latin(writer.take()));
    }

    private static String encode(RespValue value, Protocol protocol) {
        return latin(RespWriter.encode(value, protocol));
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
