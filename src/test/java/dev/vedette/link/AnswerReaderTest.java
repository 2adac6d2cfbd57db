package dev.vedette.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.Limits;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerReaderTest {
    private static final int BOUND = 100;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+PONG\r\n",
                "+\r\n",
                "-ERR no\r\n",
                ":-12\r\n",
                ":9223372036854775807\r\n",
                "$0\r\n\r\n",
                "$-1\r\n",
                "$5\r\na\r\nbc\r\n",
                "*0\r\n",
                "*-1\r\n",
                "*3\r\n:1\r\n$1\r\n*\r\n:0\r\n+OK\r\n",
                "*2\r\n*2\r\n+a\r\n*1\r\n$-1\r\n*0\r\n:1\r\n",
                "*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n:2\r\n"
            })
    void hasNothingAgainstReplies(String bytes) {
        assertVerdict(null, bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "\u0015\u0003\u0003\u0000\u0002\u0002\u0050",
                "\r\n",
                "%1\r\n+a\r\n+b\r\n",
                ">1\r\n+a\r\n",
                "_\r\n",
                "+OK\n",
                "+O\rK\r\n",
                ":\r\n",
                ":-\r\n",
                ":12a\r\n",
                ":--1\r\n",
                ":9223372036854775808\r\n",
                ":123456789012345678901\r\n",
                "$\r\n",
                "$-2\r\n",
                "*-2\r\n",
                "*2147483647\r\n",
                "*1025\r\n",
                "$536870912\r\n",
                "$9223372036854775807\r\n",
                "$100\r\n",
                "$2\r\nabc\r\n",
                "$2\r\nab\rc",
                "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n",
                "*2\r\n$50\r\n01234567890123456789012345678901234567890123456789\r\n$50\r\n"
            })
    void objectsToWhatIsNoReply(String bytes) {
        assertNotNull(verdict(bytes, bytes.length()), "no objection");
        assertVerdict(verdict(bytes, bytes.length()), bytes);
    }

    @Test
    void boundsALine() {
        AnswerReader reader = reader(Limits.REPLY_BYTES);
        assertNull(feed(reader, "+" + "x".repeat(Limits.REPLY_LINE_BYTES)));
        assertEquals("it sent a line of more than 16384 bytes", feed(reader, "x"));
    }

    @Test
    void boundsAReplyAndStartsAgainWithTheNext() {
        AnswerReader reader = reader(BOUND);
        for (int i = 0; i < BOUND; i++) {
            assertNull(feed(reader, "*2\r\n+0123456789\r\n$20\r\n01234567890123456789\r\n"));
        }
        assertEquals("it sent a reply of more than 100 bytes", feed(reader, "*50\r\n" + "+0123456789\r\n".repeat(8)));
    }

    @Test
    void letsALongInfoThrough() {
        AnswerReader reader = reader(Limits.REPLY_BYTES);
        String info = "$" + Limits.INFO_BYTES + "\r\n" + "x".repeat(Limits.INFO_BYTES) + "\r\n";
        assertNull(feed(reader, info + info));
        assertNotNull(feed(reader, "$" + Limits.REPLY_BYTES + "\r\n"));
    }

    @Test
    void neverFailsOnNoise() {
        Random noise = new Random(20_250_101);
        String[] alphabet = "+ - : $ * 1 2 5 9 a b \0 +a~ :1~ $1~a~ *1~ *2~ $-1~ ~ ~"
                .replace("~", "\r\n")
                .split(" ");
        int objections = 0;
        int answers = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int words = noise.nextInt(12); words > 0; words--) {
                text.append(alphabet[noise.nextInt(alphabet.length)]);
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
            List<Answer> atOnce = new ArrayList<>();
            String whole = new AnswerReader(BOUND, atOnce::add).read(Unpooled.wrappedBuffer(bytes));
            int cut = bytes.length == 0 ? 0 : noise.nextInt(bytes.length);
            List<Answer> inTwo = new ArrayList<>();
            AnswerReader reader = new AnswerReader(BOUND, inTwo::add);
            String first = reader.read(Unpooled.wrappedBuffer(bytes, 0, cut));
            String both = first != null ? first : reader.read(Unpooled.wrappedBuffer(bytes, cut, bytes.length - cut));
            assertEquals(whole, both);
            assertEquals(atOnce, inTwo);
            answers += atOnce.size();
            objections += whole == null ? 0 : 1;
        }
        assertTrue(objections > 1000 && answers > 1000, "too tame or too wild: " + objections + ", " + answers);
    }

    @Test
    void readsEveryKindHoweverItIsCut() {
        String bytes =
                "+PONG\r\n-ERR no\r\n:-12\r\n$0\r\n\r\n$12\r\nrole:m\u00c3\u00a1ster\r\n$5\r\na\r\nbc\r\n$-1\r\n*-1\r\n*0\r\n"
                        + "*3\r\n:1\r\n*1\r\n$1\r\n*\r\n*0\r\n+OK\r\n";
        List<Answer> expected = List.of(
                new Answer.Status("PONG"),
                new Answer.Failure("ERR no"),
                new Answer.Number(-12),
                new Answer.Text(""),
                new Answer.Text("role:m\u00e1ster"),
                new Answer.Text("a\r\nbc"),
                Answer.Nil.NIL,
                Answer.Nil.NIL,
                new Answer.Many(List.of()),
                new Answer.Many(List.of(
                        new Answer.Number(1),
                        new Answer.Many(List.of(new Answer.Text("*"))),
                        new Answer.Many(List.of()))),
                new Answer.Status("OK"));
        for (int size = 1; size <= bytes.length(); size++) {
            List<Answer> heard = new ArrayList<>();
            AnswerReader reader = new AnswerReader(BOUND, heard::add);
            for (int at = 0; at < bytes.length(); at += size) {
                assertNull(feed(reader, bytes.substring(at, Math.min(at + size, bytes.length()))));
            }
            assertEquals(expected, heard, "in pieces of " + size);
        }
    }

    private static AnswerReader reader(int bound) {
        return new AnswerReader(bound, answer -> {});
    }

    private static void assertVerdict(@Nullable String expected, String bytes) {
        for (int cut = 0; cut <= bytes.length(); cut++) {
            assertEquals(expected, verdict(bytes, cut), "cut at " + cut);
        }
        AnswerReader reader = reader(BOUND);
        String objection = null;
        for (int i = 0; i < bytes.length() && objection == null; i++) {
            objection = feed(reader, bytes.substring(i, i + 1));
        }
        assertEquals(expected, objection, "one byte at a time");
    }

    private static @Nullable String verdict(String bytes, int cut) {
        AnswerReader reader = reader(BOUND);
        String first = feed(reader, bytes.substring(0, cut));
        return first != null ? first : feed(reader, bytes.substring(cut));
    }

    private static @Nullable String feed(AnswerReader reader, String bytes) {
        return reader.read(Unpooled.wrappedBuffer(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
