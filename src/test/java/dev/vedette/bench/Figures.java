package dev.vedette.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What redis-benchmark says of one load. */
record Figures(double perSecond, double p99Millis) {
    private static final int PER_SECOND = 1;
    private static final int P99 = 6;
    private static final int COLUMNS = 8;

    static Figures measure(int port, int connections, int pipeline, int requests, List<String> command)
            throws IOException {
        List<String> line = new ArrayList<>(List.of(
                "redis-benchmark",
                "-p",
                String.valueOf(port),
                "-c",
                String.valueOf(connections),
                "-P",
                String.valueOf(pipeline),
                "-n",
                String.valueOf(requests),
                "--csv"));
        line.addAll(command);
        Process process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return read(output);
    }

    /** The last line; those before it are a heading, and what it thinks of a server without CONFIG. */
    static Figures read(String output) {
        String[] lines = output.strip().split("\n");
        String[] cells = lines[lines.length - 1].replace("\"", "").split(",");
        int shift = cells.length - COLUMNS;
        if (shift < 0) {
            throw new IllegalStateException("redis-benchmark said: " + output);
        }
        return new Figures(Double.parseDouble(cells[shift + PER_SECOND]), Double.parseDouble(cells[shift + P99]));
    }
}
