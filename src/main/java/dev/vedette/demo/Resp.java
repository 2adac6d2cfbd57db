package dev.vedette.demo;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A blocking client of the Redis protocol, of just the size that a demonstration and the tests need. It is not the code
 * that the program itself uses, so that a mistake in one is seen by the other.
 */
public final class Resp implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    private Resp(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects to a server of this machine; {@code timeout} holds for the connection and for each reply. */
    public static Resp connect(int port, Duration timeout) throws IOException {
        return connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeout);
    }

    /** The same to any server. */
    public static Resp connect(InetSocketAddress server, Duration timeout) throws IOException {
        int millis = Math.toIntExact(timeout.toMillis());
        Socket socket = new Socket();
        try {
            socket.connect(server, millis);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(millis);
            return new Resp(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** One question on a connection of its own. */
    public static @Nullable Object ask(int port, Duration timeout, String... words) throws IOException {
        try (Resp resp = connect(port, timeout)) {
            return resp.call(words);
        }
    }

    /** The same to any server. */
    public static @Nullable Object ask(InetSocketAddress server, Duration timeout, String... words) throws IOException {
        try (Resp resp = connect(server, timeout)) {
            return resp.call(words);
        }
    }

    /** A String, a Long, a List of those, or null; an error reply is thrown as {@link Refused}. */
    public @Nullable Object call(String... words) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes("*" + words.length + "\r\n"));
        for (String word : words) {
            byte[] body = bytes(word);
            out.writeBytes(bytes("$" + body.length + "\r\n"));
            out.writeBytes(body);
            out.writeBytes(bytes("\r\n"));
        }
        socket.getOutputStream().write(out.toByteArray());
        return next();
    }

    /** The next reply, or the next message of a subscription. */
    public @Nullable Object next() throws IOException {
        String line = line();
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> rest;
            case '-' -> throw new Refused(rest);
            case ':' -> Long.valueOf(rest);
            case '$' -> bulk(Integer.parseInt(rest));
            case '*' -> array(Integer.parseInt(rest));
            default -> throw new IOException("not the Redis protocol: " + line);
        };
    }

    /** From now on waits for messages as long as it takes. */
    public Resp patient() throws IOException {
        socket.setSoTimeout(0);
        return this;
    }

    /** A flat array of names and values, as {@code SENTINEL MASTER} and {@code CONFIG GET} answer. */
    public static Map<String, String> fields(@Nullable Object reply) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (reply instanceof List<?> flat) {
            for (int i = 0; i + 1 < flat.size(); i += 2) {
                fields.put(String.valueOf(flat.get(i)), String.valueOf(flat.get(i + 1)));
            }
        }
        return fields;
    }

    /** The fields of an INFO reply. */
    public static Map<String, String> info(@Nullable Object reply) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : String.valueOf(reply).split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1));
            }
        }
        return fields;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private @Nullable String bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the connection ended inside a reply");
        }
        line();
        return new String(body, StandardCharsets.UTF_8);
    }

    private @Nullable List<@Nullable Object> array(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            elements.add(next());
        }
        return elements;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection was closed");
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        if (line.size() == 0) {
            return " ";
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** An error reply. */
    public static final class Refused extends IOException {
        @Serial
        private static final long serialVersionUID = 1;

        Refused(String error) {
            super(error);
        }
    }
}
