package dev.vedette.command.resp;

import dev.vedette.model.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in, requests out, however the network cut them.
 *
 * <p>What has been understood is kept and what has been searched is not searched again, so that a client that sends one
 * byte at a time costs as much as one that does not. The verdict depends on the bytes alone and never on where they
 * were cut; hence a bound refuses a line by its length even when its end has arrived. Memory grows with what arrived
 * and not with what was announced.
 *
 * <p>Both forms of the protocol are read: arrays of bulk strings, and plain lines for people with a terminal.
 */
public final class RequestReader {
    private static final byte[] NOTHING = {};
    private static final int SMALLEST_BUFFER = 512;
    private static final int NOT_YET = -1;
    private static final int TOO_LONG = -2;
    private static final int UNKNOWN = -1;

    private byte[] buffer = NOTHING;
    private int start;
    private int end;
    /** How many bytes from {@code start} are known to hold no end of line. */
    private int searched;

    private List<byte[]> words = new ArrayList<>();
    private long wordsLeft;
    private int wordLength = UNKNOWN;
    private long charged;
    private boolean fromStranger;
    private Parsed.@Nullable Refused refused;

    public void feed(byte[] bytes) {
        feed(bytes, 0, bytes.length);
    }

    public void feed(byte[] bytes, int from, int length) {
        makeRoom(length);
        System.arraycopy(bytes, from, buffer, end, length);
        end += length;
    }

    /** Bytes that arrived and are not yet part of a request. */
    public int buffered() {
        return end - start;
    }

    /** The next whole request, if there is one. */
    public Parsed next() {
        return next(false);
    }

    /** @param stranger whether the client has to log in first: until then it has little to say */
    public Parsed next(boolean stranger) {
        fromStranger = stranger;
        while (refused == null) {
            Parsed found = wordsLeft > 0 ? words() : first();
            if (found != null) {
                return found;
            }
        }
        return refused;
    }

    /** Reads the start of a request; null means that there is more to try. */
    private @Nullable Parsed first() {
        if (start == end) {
            release();
            return Parsed.Incomplete.MORE;
        }
        return buffer[start] == '*' ? count() : line();
    }

    private @Nullable Parsed line() {
        int newline = find((byte) '\n');
        if (newline == NOT_YET) {
            return Parsed.Incomplete.MORE;
        }
        if (newline == TOO_LONG) {
            return refuse("too big inline request");
        }
        int lineEnd = newline > start && buffer[newline - 1] == '\r' ? newline - 1 : newline;
        List<byte[]> typed = InlineWords.split(buffer, start, lineEnd);
        consume(newline + 1);
        if (typed == null) {
            return refuse("unbalanced quotes in request");
        }
        return typed.isEmpty() ? null : new Parsed.Complete(new Request(typed));
    }

    private @Nullable Parsed count() {
        int cr = findLineOf("too big mbulk count string");
        if (cr < 0) {
            return pendingOrRefused();
        }
        OptionalLong count = Numbers.parse(buffer, start + 1, cr);
        if (count.isEmpty() || count.getAsLong() > Limits.REQUEST_WORDS) {
            return refuse("invalid multibulk length");
        }
        if (fromStranger && count.getAsLong() > Limits.STRANGERS_WORDS) {
            return refuse("unauthenticated multibulk length");
        }
        consume(cr + 2);
        wordsLeft = Math.max(0, count.getAsLong());
        words = new ArrayList<>();
        charged = 0;
        return null;
    }

    private @Nullable Parsed words() {
        while (wordsLeft > 0) {
            Parsed stop = wordLength == UNKNOWN ? length() : null;
            if (stop != null) {
                return stop;
            }
            if (buffered() < wordLength + 2) {
                return Parsed.Incomplete.MORE;
            }
            words.add(Arrays.copyOfRange(buffer, start, start + wordLength));
            consume(start + wordLength + 2);
            wordLength = UNKNOWN;
            wordsLeft--;
        }
        Request request = new Request(words);
        words = new ArrayList<>();
        return new Parsed.Complete(request);
    }

    private @Nullable Parsed length() {
        int cr = findLineOf("too big bulk count string");
        if (cr < 0) {
            return pendingOrRefused();
        }
        if (buffer[start] != '$') {
            return refuse("expected '$', got '" + (char) (buffer[start] & 0xFF) + "'");
        }
        OptionalLong length = Numbers.parse(buffer, start + 1, cr);
        if (length.isEmpty() || length.getAsLong() < 0 || length.getAsLong() > Limits.REQUEST_BYTES) {
            return refuse("invalid bulk length");
        }
        if (fromStranger && length.getAsLong() > Limits.STRANGERS_WORD_BYTES) {
            return refuse("unauthenticated bulk length");
        }
        charged += length.getAsLong() + Limits.REQUEST_WORD_CHARGE;
        if (charged > Limits.REQUEST_BYTES) {
            return refuse("invalid bulk length");
        }
        wordLength = (int) length.getAsLong();
        consume(cr + 2);
        return null;
    }

    /** Where the CR of a whole line is, or negative. Redis takes any byte for the LF after it, and so do we. */
    private int findLineOf(String tooLong) {
        int cr = find((byte) '\r');
        if (cr == TOO_LONG) {
            refuse(tooLong);
        }
        return cr >= 0 && cr + 1 >= end ? NOT_YET : cr;
    }

    private Parsed pendingOrRefused() {
        return refused != null ? refused : Parsed.Incomplete.MORE;
    }

    private int find(byte wanted) {
        int limit = Math.min(end, start + Limits.REQUEST_LINE_BYTES + 1);
        int at = start + searched;
        while (at < limit && buffer[at] != wanted) {
            at++;
        }
        searched = at - start;
        if (at < limit) {
            return at;
        }
        return searched > Limits.REQUEST_LINE_BYTES ? TOO_LONG : NOT_YET;
    }

    private Parsed refuse(String what) {
        refused = new Parsed.Refused("ERR Protocol error: " + what);
        buffer = NOTHING;
        start = 0;
        end = 0;
        searched = 0;
        words = List.of();
        return refused;
    }

    private void consume(int upTo) {
        start = upTo;
        searched = 0;
    }

    private void release() {
        start = 0;
        end = 0;
        if (buffer.length > SMALLEST_BUFFER) {
            buffer = NOTHING;
        }
    }

    private void makeRoom(int length) {
        if (end + length <= buffer.length) {
            return;
        }
        int kept = buffered();
        int needed = kept + length;
        byte[] target = buffer;
        if (needed > buffer.length) {
            target = new byte[Math.max(SMALLEST_BUFFER, Math.max(needed, kept * 2))];
        }
        System.arraycopy(buffer, start, target, 0, kept);
        buffer = target;
        start = 0;
        end = kept;
    }
}
