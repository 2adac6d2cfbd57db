package dev.vedette.command;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vedette.demo.Ports;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real redis-sentinel that watches a master which is not there: nothing that is compared needs a live one. */
final class StockSentinel {
    private static final String PROGRAM = "redis-sentinel";
    private static final int PATIENCE_SECONDS = 10;
    /** The master must not become down in the middle of a comparison, however long the machine takes for it. */
    private static final int NEVER_DOWN_MILLIS = 3_600_000;

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
        int port = Ports.free();
        Path file = folder.resolve("sentinel.conf");
        Files.writeString(
                file, """
                port %d
                bind 127.0.0.1
                dir %s
                sentinel monitor mymaster 127.0.0.1 %d 2
                sentinel down-after-milliseconds mymaster %d
                %s
                """.formatted(port, folder, Ports.free(), NEVER_DOWN_MILLIS, String.join("\n", moreLines)));
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
            } catch (RuntimeException | AssertionError notYet) {
                if (++tries > PATIENCE_SECONDS * 1000) {
                    throw notYet;
                }
                // Nothing else tells when another process listens: ask again a little later.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }
}
