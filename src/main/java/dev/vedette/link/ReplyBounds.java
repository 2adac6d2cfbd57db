package dev.vedette.link;

import dev.vedette.model.Limits;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads along what an instance sends, and objects before it hurts: to anything that is not RESP2, and to replies that
 * are too long, too wide or too deep.
 *
 * <p>The parser behind it trusts the other side: it reserves memory for as many elements as an array claims to have,
 * collects half a gigabyte of one string, never ends a line that does not end, and throws out of the event loop at a
 * number that is none. A sentinel talks to machines that are in trouble, so somebody has to be suspicious. This reads
 * framing only, keeps no bytes, and gives the same verdict however the bytes are cut into pieces.
 */
final class ReplyBounds {
    private static final int LONGEST_NUMBER = 20;

    private final int replyBytes;
    private final long[] missing = new long[Limits.REPLY_DEPTH];
    private final StringBuilder digits = new StringBuilder(LONGEST_NUMBER);

    private int depth;
    private int bytesOfReply;
    private byte type;
    private int lineBytes;
    private boolean carriageReturn;
    /** Bytes of a bulk string that are still to come, its line end included; 0 outside of one. */
    private int body;

    /** @param replyBytes how long one reply may be, its framing included */
    ReplyBounds(int replyBytes) {
        this.replyBytes = replyBytes;
    }

    /** Reads further bytes; says what is wrong with them, or null. After an objection there is nothing left to read. */
    @Nullable
    String objectionTo(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            String objection = body > 0 ? skipBody(bytes) : next(bytes.get());
            if (objection != null) {
                return objection;
            }
        }
        return null;
    }

    private @Nullable String skipBody(ByteBuffer bytes) {
        int text = Math.max(0, body - 2);
        int skipped = Math.min(text, bytes.remaining());
        bytes.position(bytes.position() + skipped);
        body -= skipped;
        if (body > 2 || !bytes.hasRemaining()) {
            return null;
        }
        byte end = bytes.get();
        if (end != (body == 2 ? '\r' : '\n')) {
            return "it sent a string that is longer than announced";
        }
        body--;
        return body == 0 ? elementDone() : null;
    }

    private @Nullable String next(byte b) {
        if (++bytesOfReply > replyBytes) {
            return tooLong();
        }
        if (type == 0) {
            return begin(b);
        }
        if (carriageReturn) {
            return b == '\n' ? endOfLine() : "it sent a line end that is none";
        }
        if (b == '\r') {
            carriageReturn = true;
            return null;
        }
        if (b == '\n') {
            return "it sent a line end that is none";
        }
        if (++lineBytes > Limits.REPLY_LINE_BYTES) {
            return "it sent a line of more than " + Limits.REPLY_LINE_BYTES + " bytes";
        }
        if (type == '+' || type == '-') {
            return null;
        }
        return number(b);
    }

    private @Nullable String begin(byte b) {
        if (b != '+' && b != '-' && b != ':' && b != '$' && b != '*') {
            return String.format("it does not speak RESP2: a reply begins with byte 0x%02x", b);
        }
        type = b;
        lineBytes = 0;
        digits.setLength(0);
        return null;
    }

    private @Nullable String number(byte b) {
        boolean sign = b == '-' && digits.length() == 0;
        if (!sign && (b < '0' || b > '9') || digits.length() == LONGEST_NUMBER) {
            return "it sent a number that is none";
        }
        digits.append((char) b);
        return null;
    }

    private @Nullable String endOfLine() {
        carriageReturn = false;
        byte ended = type;
        type = 0;
        if (ended == '+' || ended == '-') {
            return elementDone();
        }
        long value;
        try {
            value = Long.parseLong(digits, 0, digits.length(), 10);
        } catch (NumberFormatException e) {
            return "it sent a number that is none";
        }
        if (ended == ':' || value == -1) {
            return elementDone();
        }
        if (value < 0) {
            return "it sent a length below zero";
        }
        return ended == '$' ? beginString(value) : beginArray(value);
    }

    private @Nullable String beginString(long length) {
        if (length > replyBytes - bytesOfReply - 2) {
            return tooLong();
        }
        body = (int) length + 2;
        bytesOfReply += body;
        return null;
    }

    private @Nullable String beginArray(long length) {
        if (length > Limits.REPLY_ELEMENTS) {
            return "it sent an array of more than " + Limits.REPLY_ELEMENTS + " elements";
        }
        if (length == 0) {
            return elementDone();
        }
        if (depth == missing.length) {
            return "it sent arrays nested deeper than " + missing.length;
        }
        missing[depth++] = length;
        return null;
    }

    private @Nullable String elementDone() {
        while (depth > 0 && --missing[depth - 1] == 0) {
            depth--;
        }
        if (depth == 0) {
            bytesOfReply = 0;
        }
        return null;
    }

    private String tooLong() {
        return "it sent a reply of more than " + replyBytes + " bytes";
    }
}
