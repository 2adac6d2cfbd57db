package dev.vedette.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.vedette.model.Limits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplyBoundsTest {
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
    void objectsToWhatTheParserTrips(String bytes) {
        assertNotNull(verdict(bytes, bytes.length()), "no objection");
        assertVerdict(verdict(bytes, bytes.length()), bytes);
    }

    @Test
    void boundsALine() {
        ReplyBounds bounds = new ReplyBounds(Limits.REPLY_BYTES);
        assertNull(feed(bounds, "+" + "x".repeat(Limits.REPLY_LINE_BYTES)));
        assertEquals("it sent a line of more than 16384 bytes", feed(bounds, "x"));
    }

    @Test
    void boundsAReplyAndStartsAgainWithTheNext() {
        ReplyBounds bounds = new ReplyBounds(BOUND);
        for (int i = 0; i < BOUND; i++) {
            assertNull(feed(bounds, "*2\r\n+0123456789\r\n$20\r\n01234567890123456789\r\n"));
        }
        assertEquals("it sent a reply of more than 100 bytes", feed(bounds, "*50\r\n" + "+0123456789\r\n".repeat(8)));
    }

    @Test
    void letsALongInfoThrough() {
        ReplyBounds bounds = new ReplyBounds(Limits.REPLY_BYTES);
        String info = "$" + Limits.INFO_BYTES + "\r\n" + "x".repeat(Limits.INFO_BYTES) + "\r\n";
        assertNull(feed(bounds, info + info));
        assertNotNull(feed(bounds, "$" + Limits.REPLY_BYTES + "\r\n"));
    }

    @Test
    void neverFailsOnNoise() {
        Random noise = new Random(20_250_101);
        byte[] alphabet = "+-:$*0123456789\r\n\r\n\r\nab\0".getBytes(StandardCharsets.US_ASCII);
        int objections = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[noise.nextInt(60)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = alphabet[noise.nextInt(alphabet.length)];
            }
            String whole = new ReplyBounds(BOUND).objectionTo(ByteBuffer.wrap(bytes));
            int cut = bytes.length == 0 ? 0 : noise.nextInt(bytes.length);
            ReplyBounds bounds = new ReplyBounds(BOUND);
            String first = bounds.objectionTo(ByteBuffer.wrap(bytes, 0, cut));
            String both = first != null ? first : bounds.objectionTo(ByteBuffer.wrap(bytes, cut, bytes.length - cut));
            assertEquals(whole, both);
            objections += whole == null ? 0 : 1;
        }
        assertEquals(true, objections > 1000, "the noise is too tame");
    }

    private static void assertVerdict(@Nullable String expected, String bytes) {
        for (int cut = 0; cut <= bytes.length(); cut++) {
            assertEquals(expected, verdict(bytes, cut), "cut at " + cut);
        }
        ReplyBounds bounds = new ReplyBounds(BOUND);
        String objection = null;
        for (int i = 0; i < bytes.length() && objection == null; i++) {
            objection = feed(bounds, bytes.substring(i, i + 1));
        }
        assertEquals(expected, objection, "one byte at a time");
    }

    private static @Nullable String verdict(String bytes, int cut) {
        ReplyBounds bounds = new ReplyBounds(BOUND);
        String first = feed(bounds, bytes.substring(0, cut));
        return first != null ? first : feed(bounds, bytes.substring(cut));
    }

    private static @Nullable String feed(ReplyBounds bounds, String bytes) {
        return bounds.objectionTo(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
