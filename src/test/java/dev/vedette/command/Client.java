package dev.vedette.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A socket that says and hears bytes; one character each. */
final class Client implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;

    Client(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String frame(String... words) {
        StringBuilder frame = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            frame.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return frame.toString();
    }

    Client send(String bytes) {
        try {
            socket.getOutputStream().write(bytes(bytes));
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says a command and hears one whole reply. */
    String ask(String... words) {
        return send(frame(words)).reply();
    }

    /** One whole reply of whatever kind, as it came. */
    String reply() {
        StringBuilder text = new StringBuilder();
        reply(text);
        return text.toString();
    }

    private void reply(StringBuilder text) {
        String line = line();
        text.append(line);
        int count = "*%>~$=".indexOf(line.charAt(0)) < 0 ? 0 : Integer.parseInt(line.substring(1, line.length() - 2));
        switch (line.charAt(0)) {
            case '$', '=' -> text.append(count < 0 ? "" : take(count + 2));
            case '*', '>', '~' -> replies(text, count);
            case '%' -> replies(text, 2 * count);
            default -> {}
        }
    }

    private void replies(StringBuilder text, int count) {
        for (int i = 0; i < count; i++) {
            reply(text);
        }
    }

    String line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b;
        do {
            b = next();
            if (b < 0) {
                throw new AssertionError("closed after '" + line.toString(StandardCharsets.ISO_8859_1) + "'");
            }
            line.write(b);
        } while (b != '\n');
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    String take(int count) {
        try {
            byte[] taken = socket.getInputStream().readNBytes(count);
            return new String(taken, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything up to and with these bytes, or until the server closes. */
    String upTo(String end) {
        StringBuilder seen = new StringBuilder();
        for (int b = next(); b >= 0; b = next()) {
            seen.append((char) b);
            if (b == '\n' && seen.toString().endsWith(end)) {
                break;
            }
        }
        return seen.toString();
    }

    /** Whether something comes in so many milliseconds. Takes nothing. */
    boolean answersWithin(int millis) {
        try {
            long deadline = System.nanoTime() + millis * 1_000_000L;
            // A stream can be waited at only by taking from it.
            while (socket.getInputStream().available() == 0) {
                if (System.nanoTime() > deadline) {
                    return false;
                }
                Thread.onSpinWait();
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything until the server closes. */
    String rest() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        for (int b = next(); b >= 0; b = next()) {
            rest.write(b);
        }
        return rest.toString(StandardCharsets.ISO_8859_1);
    }

    /** The next byte, or -1 when the server has closed; a reset is a close as well. */
    private int next() {
        try {
            return socket.getInputStream().read();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no answer", e);
        } catch (IOException e) {
            return -1;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
