package dev.vedette.command.resp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Gathers replies as bytes, to be sent in one piece. */
public final class RespWriter {
    private static final int SMALLEST_BUFFER = 256;
    private static final int KEPT_BUFFER = 4096;
    private static final int MOST_DIGITS = 20;

    private byte[] buffer = {};
    private int size;

    public int size() {
        return size;
    }

    /** What was written, as an array of its own; the writer is empty afterwards. */
    public byte[] take() {
        byte[] taken = Arrays.copyOf(buffer, size);
        size = 0;
        if (buffer.length > KEPT_BUFFER) {
            buffer = new byte[0];
        }
        return taken;
    }

    public static byte[] encode(RespValue value, Protocol protocol) {
        RespWriter writer = new RespWriter();
        writer.write(value, protocol);
        return writer.take();
    }

    public void write(RespValue value, Protocol protocol) {
        boolean resp3 = protocol == Protocol.RESP3;
        if (value instanceof RespValue.Bulk bulk) {
            bulk(bulk.bytes());
        } else if (value instanceof RespValue.Many many) {
            all('*', many.items(), protocol);
        } else if (value instanceof RespValue.Status status) {
            line('+', status.text());
        } else if (value instanceof RespValue.Failure failure) {
            line('-', failure.text());
        } else if (value instanceof RespValue.Number number) {
            number(':', number.value());
        } else if (value instanceof RespValue.Pairs pairs) {
            pairs(pairs.keysAndValues(), protocol);
        } else if (value instanceof RespValue.Push push) {
            all(resp3 ? '>' : '*', push.items(), protocol);
        } else if (value instanceof RespValue.Unordered set) {
            all(resp3 ? '~' : '*', set.items(), protocol);
        } else if (value instanceof RespValue.Several several) {
            several.replies().forEach(reply -> write(reply, protocol));
        } else if (value instanceof RespValue.Decimal decimal && resp3) {
            line(',', decimal.text());
        } else if (value instanceof RespValue.Decimal decimal) {
            bulk(decimal.text().getBytes(StandardCharsets.ISO_8859_1));
        } else if (value instanceof RespValue.Verbatim verbatim) {
            verbatim(verbatim.text(), resp3);
        } else if (value == RespValue.Empty.NULL) {
            raw(resp3 ? "_\r\n" : "$-1\r\n");
        } else if (value == RespValue.Empty.NULL_ARRAY) {
            raw(resp3 ? "_\r\n" : "*-1\r\n");
        }
    }

    private void pairs(List<RespValue> keysAndValues, Protocol protocol) {
        if (protocol == Protocol.RESP2) {
            all('*', keysAndValues, protocol);
            return;
        }
        number('%', keysAndValues.size() / 2);
        keysAndValues.forEach(item -> write(item, protocol));
    }

    private void all(char kind, List<RespValue> items, Protocol protocol) {
        number(kind, items.size());
        for (RespValue item : items) {
            write(item, protocol);
        }
    }

    private void verbatim(String text, boolean resp3) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!resp3) {
            bulk(bytes);
            return;
        }
        number('=', bytes.length + 4);
        raw("txt:");
        append(bytes);
        endLine();
    }

    private void bulk(byte[] bytes) {
        number('$', bytes.length);
        append(bytes);
        endLine();
    }

    /** CR and LF would end the reply early, so that a client could forge the next one: they become blanks. */
    private void line(char kind, String text) {
        reserve(text.length() + 1);
        buffer[size++] = (byte) kind;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            buffer[size++] = (byte) (c == '\r' || c == '\n' ? ' ' : c > 0xFF ? '?' : c);
        }
        endLine();
    }

    private void number(char kind, long value) {
        reserve(MOST_DIGITS + 3);
        buffer[size++] = (byte) kind;
        if (value >= 0 && value < 10) {
            buffer[size++] = (byte) ('0' + value);
        } else {
            append(Long.toString(value).getBytes(StandardCharsets.ISO_8859_1));
        }
        endLine();
    }

    private void raw(String ascii) {
        append(ascii.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void append(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
    }

    private void endLine() {
        reserve(2);
        buffer[size++] = '\r';
        buffer[size++] = '\n';
    }

    private void reserve(int more) {
        if (size + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(SMALLEST_BUFFER, Math.max(size + more, buffer.length * 2)));
        }
    }
}
