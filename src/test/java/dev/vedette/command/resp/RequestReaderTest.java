package dev.vedette.command.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.vedette.model.Limits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestReaderTest {

    static Stream<String> corpus() {
        return Stream.of(
                "PING\r\n",
                "PING\r\n\n",
                "\r\n\n\r\nPING\n",
                "  set   a \"b c\\n\\x41\\q\" 'it\\'s \\n' \r\n",
                "*1\r\n$4\r\nPING\r\n",
                "*2\r\n$4\r\nPING\r\n$3\r\na\r\n\r\n*1\r\n$4\r\nPING\r\nINFO server\r\n",
                "*3\r\n$0\r\n\r\n$1\r\n\n\r\n$2\r\n\r\n\r\n",
                "*0\r\n*-1\r\nPING\r\n",
                "*01\r\n",
                "*+1\r\n",
                "*1048577\r\n",
                "*99999999999999999999999\r\n",
                "*1\r\n:4\r\nPING\r\n",
                "*1\r\n\u00ff4\r\n",
                "*1\r\n$-1\r\n",
                "*1\r\n$x\r\n",
                "*1\r\n$1048577\r\n",
                "PING \"unbalanced\r\n",
                "PING \"a\"b\r\n",
                "\r\r\n",
                "PING\r\n*1\r\n$abc\r\nPING\r\n");
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void twoPiecesAreOne(String frame) {
        byte[] bytes = latin(frame);
        List<String> whole = parse(bytes, bytes.length);
        for (int cut = 0; cut <= bytes.length; cut++) {
            RequestReader reader = new RequestReader();
            List<String> seen = new ArrayList<>();
            reader.feed(bytes, 0, cut);
            drain(reader, seen);
            reader.feed(bytes, cut, bytes.length - cut);
            drain(reader, seen);
            assertEquals(whole, seen, "cut at " + cut);
        }
        assertEquals(whole, parse(bytes, 1), "byte by byte");
    }

    static Stream<Arguments> readings() {
        return Stream.of(
                arguments("PING\r\n", "[PING]"),
                arguments("\r\nPING\n\n", "[PING]"),
                arguments("a  b\tc\r\n", "[a, b, c]"),
                arguments("a \"b c\\x41\\n\" 'd\\'\\e'\r\n", "[a, b cA\n, d'\\e]"),
                arguments("*2\r\n$1\r\na\r\n$0\r\n\r\n", "[a, ]"),
                arguments("*0\r\nb\r\n", "[b]"),
                arguments("*1x\r\n", "ERR Protocol error: invalid multibulk length"),
                arguments("*1048577\r\n", "ERR Protocol error: invalid multibulk length"),
                arguments("*1\r\n$-1\r\n", "ERR Protocol error: invalid bulk length"),
                arguments("*1\r\n$1048576\r\n", "ERR Protocol error: invalid bulk length"),
                arguments("*1\r\nPING\r\n", "ERR Protocol error: expected '$', got 'P'"),
                arguments("a \"b\r\n", "ERR Protocol error: unbalanced quotes in request"),
                arguments("a 'b'c\r\n", "ERR Protocol error: unbalanced quotes in request"));
    }

    @ParameterizedTest
    @MethodSource("readings")
    void readsAsRedisDoes(String frame, String expected) {
        byte[] bytes = latin(frame);
        assertEquals(List.of(expected), parse(bytes, bytes.length));
    }

    @Test
    void linesHaveABound() {
        String longest = "x".repeat(Limits.REQUEST_LINE_BYTES - 1);
        assertEquals(List.of("[" + longest + "]"), parse(latin(longest + "\n"), 1000));
        String tooLong = "x".repeat(Limits.REQUEST_LINE_BYTES + 1);
        List<String> refused = List.of("ERR Protocol error: too big inline request");
        assertEquals(refused, parse(latin(tooLong), 1000));
        assertEquals(refused, parse(latin(tooLong + "\n"), tooLong.length() + 1));
        assertEquals(List.of("ERR Protocol error: too big mbulk count string"), parse(latin("*" + tooLong), 1000));
        assertEquals(List.of("ERR Protocol error: too big bulk count string"), parse(latin("*1\r\n$" + tooLong), 1000));
    }

    @Test
    void aRequestHasABoundThatItsWordsShare() {
        String half = "x".repeat(Limits.REQUEST_BYTES / 2 - Limits.REQUEST_WORD_CHARGE);
        String two = "*2\r\n" + bulk(half) + bulk(half);
        assertEquals(1, parse(latin(two), 10_000).size());
        assertTrue(parse(latin(two), 10_000).get(0).startsWith("[xxx"));
        assertEquals(3, parse(latin(two + two + two), 10_000).size(), "each request has its own");
        assertEquals(
                List.of("ERR Protocol error: invalid bulk length"),
                parse(latin("*2\r\n" + bulk(half) + bulk(half + "x")), 10_000));

        int empties = Limits.REQUEST_BYTES / Limits.REQUEST_WORD_CHARGE + 1;
        assertEquals(
                List.of("ERR Protocol error: invalid bulk length"),
                parse(latin("*" + empties + "\r\n" + bulk("").repeat(empties)), 10_000));
    }

    @Test
    void anAnnouncementCostsNothing() {
        RequestReader reader = new RequestReader();
        reader.feed(latin("*1048576\r\n$1000000\r\nabc"));
        assertEquals(Parsed.Incomplete.MORE, reader.next());
        assertEquals(3, reader.buffered());
    }

    @Test
    void afterARefusalNothingIsRead() {
        RequestReader reader = new RequestReader();
        reader.feed(latin("*x\r\nPING\r\n"));
        Parsed refused = reader.next();
        reader.feed(latin("PING\r\n"));
        assertEquals(new Parsed.Refused("ERR Protocol error: invalid multibulk length"), refused);
        assertEquals(refused, reader.next());
    }

    /** Bytes that look a little like the protocol get further than noise. */
    @Test
    void anyBytesAreReadOrRefused() {
        Random random = new Random(4711);
        String letters = "*$\r\n\r\n0123456789-\"'\\xPING \u0000\u00ff";
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random.nextInt(8) == 0
                        ? (byte) random.nextInt(256)
                        : (byte) letters.charAt(random.nextInt(letters.length()));
            }
            List<String> whole = parse(bytes, Math.max(1, bytes.length));
            assertEquals(whole, parse(bytes, 1 + random.nextInt(7)), () -> "for " + new String(bytes));
            assertTrue(whole.size() <= bytes.length);
        }
    }

    private static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    private static List<String> parse(byte[] bytes, int piece) {
        RequestReader reader = new RequestReader();
        List<String> seen = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += piece) {
            reader.feed(bytes, from, Math.min(piece, bytes.length - from));
            drain(reader, seen);
        }
        return seen;
    }

    private static void drain(RequestReader reader, List<String> seen) {
        while (true) {
            Parsed parsed = reader.next();
            assertTrue(reader.buffered() >= 0, "read past the end");
            if (parsed instanceof Parsed.Complete complete) {
                List<String> words = new ArrayList<>();
                for (int i = 0; i < complete.request().size(); i++) {
                    words.add(complete.request().bytes(i));
                }
                seen.add(words.toString());
                continue;
            }
            if (parsed instanceof Parsed.Refused refused && !seen.contains(refused.error())) {
                seen.add(refused.error());
            }
            return;
        }
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
