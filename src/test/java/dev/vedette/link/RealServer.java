package dev.vedette.link;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Ports;
import dev.vedette.model.Address;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A redis-server or redis-sentinel of the machine on a port of its own, with a plain connection to look into it. */
final class RealServer implements AutoCloseable {
    private static final int ATTEMPTS = 800;
    private static final long PAUSE_MILLIS = 25;

    final Address address;
    private final Process process;
    private final Path folder;
    private final List<String> login;

    private RealServer(Process process, Address address, Path folder, List<String> login) {
        this.process = process;
        this.address = address;
        this.folder = folder;
        this.login = login;
    }

    static RealServer redis(String... lines) throws Exception {
        return start("redis-server", List.of(), lines);
    }

    /** @param login what our looking glass says first, for servers that let nobody in */
    static RealServer guardedRedis(List<String> login, String... lines) throws Exception {
        return start("redis-server", login, lines);
    }

    static RealServer sentinel(String... lines) throws Exception {
        return start("redis-sentinel", List.of(), lines);
    }

    private static RealServer start(String program, List<String> login, String... lines) throws Exception {
        Path folder = Files.createTempDirectory("vedette-link");
        int port = Ports.free();
        List<String> config = new ArrayList<>(List.of("port " + port, "bind 127.0.0.1 ::1", "dir " + folder));
        config.addAll(List.of(lines));
        if (program.equals("redis-server")) {
            config.add("save \"\"");
        }
        Path file = Files.write(folder.resolve("server.conf"), config);
        Process process = new ProcessBuilder(program, file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        RealServer server = new RealServer(process, new Address("127.0.0.1", port), folder, login);
        server.await("it answers", () -> server.tell("PING").startsWith("+PONG"));
        return server;
    }

    /** The raw reply to one command, or an error. */
    String tell(String... words) throws IOException {
        try (Socket socket = new Socket(address.host(), address.port())) {
            socket.setSoTimeout(10_000);
            if (!login.isEmpty()) {
                say(socket.getOutputStream(), login);
                reply(socket.getInputStream());
            }
            say(socket.getOutputStream(), List.of(words));
            return reply(socket.getInputStream());
        }
    }

    private static void say(OutputStream out, List<String> words) throws IOException {
        StringBuilder bytes = new StringBuilder("*" + words.size() + "\r\n");
        for (String word : words) {
            bytes.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        out.write(bytes.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static String reply(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.append((char) b);
        }
        if (line.length() > 1 && line.charAt(0) == '$' && line.charAt(1) != '-') {
            int length = Integer.parseInt(line.substring(1).trim());
            return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        }
        return line.toString().trim();
    }

    /** The names of the connections that it serves, those without one left out. */
    List<String> clientNames() throws IOException {
        return Stream.of(tell("CLIENT", "LIST").split("\n"))
                .map(line -> line.replaceAll(".* name=(\\S*).*", "$1").trim())
                .filter(Predicate.not(String::isEmpty))
                .sorted()
                .toList();
    }

    /** How many connections of ours to it exist, whatever it makes of them. */
    long ours() throws Exception {
        Process ss =
                new ProcessBuilder("ss", "-Htn", "state", "established", "dport", "=", ":" + address.port()).start();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(ss.getInputStream()))) {
            return lines.lines().filter(line -> !line.isBlank()).count();
        }
    }

    void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertTrue(kill.waitFor(10, TimeUnit.SECONDS) && kill.exitValue() == 0, "kill -" + name);
    }

    interface Check {
        boolean holds() throws Exception;
    }

    /** Asks again and again: there is no event to wait for in another process. */
    void await(String what, Check check) throws Exception {
        Exception last = null;
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                if (check.holds()) {
                    return;
                }
            } catch (IOException e) {
                last = e;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        throw new AssertionError("never: " + what + "\n" + Files.readString(folder.resolve("log")), last);
    }

    @Override
    public void close() throws Exception {
        process.destroyForcibly();
        assertTrue(process.waitFor(10, TimeUnit.SECONDS), "it does not die");
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        }
    }
}
