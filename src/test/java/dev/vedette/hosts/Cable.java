package dev.vedette.hosts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A cable that can be made slow and bad in both directions. A program carries the frames, because many kernels of small
 * machines come without {@code netem}; the same one everywhere, so that a test means the same everywhere.
 */
final class Cable implements AutoCloseable {
    private final Process carrier;
    private final Writer orders;

    private Cable(Process carrier) {
        this.carrier = carrier;
        this.orders = carrier.outputWriter(StandardCharsets.US_ASCII);
    }

    /** Why this machine has no such cables; empty when it has. */
    static Optional<String> refusal() {
        try {
            Shell.run("type python3 >/dev/null; [[ -c /dev/net/tun ]]");
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("slow cables need python3 and /dev/net/tun");
        }
    }

    static Cable between(String one, String other) throws IOException {
        String program =
                Path.of("src/test/resources/hosts/cable.py").toAbsolutePath().toString();
        Process carrier = new ProcessBuilder("python3", program, one, other)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(carrier.getInputStream(), StandardCharsets.US_ASCII));
        if (!"ready".equals(said.readLine())) {
            carrier.destroyForcibly();
            throw new IOException("no cable");
        }
        return new Cable(carrier);
    }

    /**
     * From now on, each way.
     *
     * @param delay milliseconds until a frame arrives
     * @param jitter how much more or less than that it may be, which also changes the order of frames
     * @param loss percent of frames that never arrive
     * @param doubled percent of frames that arrive twice
     */
    void disturb(int delay, int jitter, int loss, int doubled) throws IOException {
        orders.write(delay + " " + jitter + " " + loss + " " + doubled + "\n");
        orders.flush();
    }

    @Override
    public void close() {
        carrier.destroyForcibly();
    }
}
