package dev.vedette.bench;

import dev.vedette.demo.RedisBinary;
import dev.vedette.demo.SentinelProcess.Make;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The makes that are compared on this machine: ours, and the stock one where a redis-server can be had. */
final class Pair {
    private Pair() {}

    static Map<String, Make> makes(Path project, String which) throws IOException {
        Map<String, Make> makes = new LinkedHashMap<>();
        if (!which.equals("stock")) {
            makes.put(Results.OURS, Make.vedette(project));
        }
        if (!which.equals("vedette")) {
            makes.put(Results.STOCK, Make.stock(redis(project)));
        }
        return makes;
    }

    static Path redis(Path project) throws IOException {
        return RedisBinary.find(project.resolve("target/demo-lib"));
    }

    /** Where the figures go. */
    static Path folder(Path project) {
        return project.resolve("target/bench");
    }

    static String machine() {
        return Runtime.getRuntime().availableProcessors() + " cores, JDK "
                + Runtime.version().feature() + ", " + System.getProperty("os.arch");
    }
}
