package dev.vedette.link;

import dev.vedette.model.Limits;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an instance sends, and objects before it hurts: to anything that is not RESP2, and to replies that are too
 * long, too wide or too deep.
 *
 * <p>A sentinel talks to machines that are in trouble, so nothing is believed before it is there: an array may say how
 * many elements it has, a string how long it is, and memory is taken for what has arrived. The bytes may come cut into
 * any pieces; what is read, and what is objected to, is the same. What was whole before the objection has been handed
 * on by then. Rejected: a parser that trusts, with a second reader before it that does not (ADR 2): every byte was read
 * twice, in the part of the program that a thousand masters keep busiest.
 */
final class AnswerReader {
    private static final int LONGEST_NUMBER = 20;
    private static final int SMALLEST_PART = 64;
    private static final int LINE_END = 2;

    private final int answerBytes;
    private final Consumer<Answer> whole;
    private final Level[] levels = new Level[Limits.REPLY_DEPTH];

    private int depth;
    private int bytesOfAnswer;
    private byte type;
    private boolean carriageReturn;
    /** Bytes of a bulk string that are still to come, its line end included; 0 outside of one. */
    private int body;
    /** What has come of a line, or of a string that comes in several pieces. */
    private byte[] part = new byte[SMALLEST_PART];

    private int partSize;

    /** An array that is being read. */
    private record Level(int size, List<Answer> items) {}

    /**
     * @param answerBytes how long one answer may be, its framing included
     * @param whole gets each answer, while the bytes after it are still unread
     */
    AnswerReader(int answerBytes, Consumer<Answer> whole) {
        this.answerBytes = answerBytes;
        this.whole = whole;
    }

    /** Reads further bytes; says what is wrong with them, or null. After an objection there is nothing left to read. */
    @Nullable
    String read(ByteBuf bytes) {
        while (bytes.isReadable()) {
            String objection = body > 0 ? readBody(bytes) : next(bytes.readByte());
            if (objection != null) {
                return objection;
            }
        }
        return null;
    }

    private @Nullable String readBody(ByteBuf bytes) {
        int text = body - LINE_END;
        if (partSize == 0 && text >= 0 && bytes.readableBytes() >= body) {
            String all = bytes.readCharSequence(text, StandardCharsets.UTF_8).toString();
            body = 0;
            return bytes.readByte() == '\r' && bytes.readByte() == '\n' ? done(new Answer.Text(all)) : tooLongText();
        }
        int piece = Math.min(Math.max(0, text), bytes.readableBytes());
        makeRoom(piece);
        bytes.readBytes(part, partSize, piece);
        partSize += piece;
        body -= piece;
        if (body > LINE_END || !bytes.isReadable()) {
            return null;
        }
        if (bytes.readByte() != (body == LINE_END ? '\r' : '\n')) {
            return tooLongText();
        }
        body--;
        return body == 0 ? done(new Answer.Text(takePart())) : null;
    }

    private static String tooLongText() {
        return "it sent a string that is longer than announced";
    }

    private @Nullable String next(byte b) {
        if (++bytesOfAnswer > answerBytes) {
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
        if (partSize == Limits.REPLY_LINE_BYTES) {
            return "it sent a line of more than " + Limits.REPLY_LINE_BYTES + " bytes";
        }
        if (type != '+' && type != '-' && !belongsToNumber(b)) {
            return "it sent a number that is none";
        }
        makeRoom(1);
        part[partSize++] = b;
        return null;
    }

    private @Nullable String begin(byte b) {
        if (b != '+' && b != '-' && b != ':' && b != '$' && b != '*') {
            return String.format("it does not speak RESP2: a reply begins with byte 0x%02x", b);
        }
        type = b;
        return null;
    }

    private boolean belongsToNumber(byte b) {
        boolean sign = b == '-' && partSize == 0;
        return (sign || b >= '0' && b <= '9') && partSize < LONGEST_NUMBER;
    }

    private @Nullable String endOfLine() {
        byte ended = type;
        carriageReturn = false;
        type = 0;
        String line = takePart();
        if (ended == '+') {
            return done(new Answer.Status(line));
        }
        if (ended == '-') {
            return done(new Answer.Failure(line));
        }
        long value;
        try {
            value = Long.parseLong(line);
        } catch (NumberFormatException e) {
            return "it sent a number that is none";
        }
        if (ended == ':') {
            return done(new Answer.Number(value));
        }
        if (value == -1) {
            return done(Answer.Nil.NIL);
        }
        if (value < 0) {
            return "it sent a length below zero";
        }
        return ended == '$' ? beginText(value) : beginMany(value);
    }

    private @Nullable String beginText(long length) {
        if (length > answerBytes - bytesOfAnswer - LINE_END) {
            return tooLong();
        }
        body = (int) length + LINE_END;
        bytesOfAnswer += body;
        return null;
    }

    private @Nullable String beginMany(long length) {
        if (length > Limits.REPLY_ELEMENTS) {
            return "it sent an array of more than " + Limits.REPLY_ELEMENTS + " elements";
        }
        if (length == 0) {
            return done(new Answer.Many(List.of()));
        }
        if (depth == levels.length) {
            return "it sent arrays nested deeper than " + levels.length;
        }
        levels[depth++] = new Level((int) length, new ArrayList<>());
        return null;
    }

    private @Nullable String done(Answer answer) {
        Answer element = answer;
        while (depth > 0) {
            Level level = levels[depth - 1];
            level.items.add(element);
            if (level.items.size() < level.size) {
                return null;
            }
            element = new Answer.Many(level.items);
            depth--;
        }
        bytesOfAnswer = 0;
        whole.accept(element);
        return null;
    }

    private void makeRoom(int more) {
        if (part.length - partSize < more) {
            part = Arrays.copyOf(part, Math.max(2 * part.length, partSize + more));
        }
    }

    /** What long texts needed is given back: there are thousands of these readers. */
    private String takePart() {
        String text = new String(part, 0, partSize, StandardCharsets.UTF_8);
        partSize = 0;
        if (part.length > SMALLEST_PART) {
            part = new byte[SMALLEST_PART];
        }
        return text;
    }

    private String tooLong() {
        return "it sent a reply of more than " + answerBytes + " bytes";
    }
}
