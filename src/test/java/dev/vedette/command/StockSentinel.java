package dev.vedette.command;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real redis-sentinel that watches a master which is not there: nothing that is compared needs a live one. */
final class StockSentinel {
    private static final String PROGRAM = "redis-sentinel";
    private static final int PATIENCE_SECONDS = 10;

    private final Process process;
    private final int port;

    private StockSentinel(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Skips the test where redis-sentinel is not installed. */
    static StockSentinel start(Path folder, String... moreLines) throws IOException {
        boolean installed = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, PROGRAM)));
        assumeTrue(installed, PROGRAM + " is not on the path");
        int port = freePort();
        Path file = folder.resolve("sentinel.conf");
        Files.writeString(
                file,
                "port " + port + "\nbind 127.0.0.1\ndir " + folder + "\nsentinel monitor mymaster 127.0.0.1 "
                        + freePort() + " 2\n" + String.join("\n", moreLines) + "\n");
        Process process = new ProcessBuilder(PROGRAM, file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        StockSentinel stock = new StockSentinel(process, port);
        stock.await();
        return stock;
    }

    int port() {
        return port;
    }

    void close() throws InterruptedException {
        process.destroy();
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
    }

    private void await() {
        long tries = 0;
        while (true) {
            try (Client client = new Client(port)) {
                client.ask("PING");
                return;
            } catch (RuntimeException notYet) {
                if (++tries > PATIENCE_SECONDS * 1000) {
                    throw notYet;
                }
                // Nothing else tells when another process listens: ask again a little later.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
