package dev.vedette.interop;

import dev.vedette.demo.SentinelProcess.Make;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Which program a sentinel is. Whatever a test expects of Vedette the stock sentinel can be put in its place for, which
 * shows that the expectation is about Redis Sentinel and not about our idea of it.
 */
enum SentinelFlavour {
    VEDETTE {
        @Override
        Make make() {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            String classpath = Path.of("target/classes").toAbsolutePath() + ":" + libraries();
            return configuration -> List.of(
                    java,
                    "-XX:+UseSerialGC",
                    "-Xmx96m",
                    "-Xshare:auto",
                    "-cp",
                    classpath,
                    "dev.vedette.Vedette",
                    configuration.toString());
        }
    },
    STOCK {
        @Override
        Make make() {
            return Make.stock(Machine.redis());
        }
    };

    abstract Make make();

    /** What the build writes down as the classpath of the program, without anything that only tests need. */
    private static String libraries() {
        try {
            return Files.readString(Path.of("target/runtime-classpath.txt")).trim();
        } catch (IOException e) {
            throw new UncheckedIOException("the build has not come to process-classes yet", e);
        }
    }
}
