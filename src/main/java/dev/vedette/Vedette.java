package dev.vedette;

import dev.vedette.bus.Level;
import dev.vedette.config.ConfigLoader;
import dev.vedette.config.Loading;
import dev.vedette.config.Loading.Loaded;
import dev.vedette.journal.Journal;
import dev.vedette.model.SentinelSettings;
import dev.vedette.platform.SeededChance;
import dev.vedette.platform.SystemPlatform;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The command line: reads the configuration, starts one sentinel, and ends with a status that says how it went. */
public final class Vedette {
    static final String VERSION = version();
    static final String TITLE = "Vedette " + VERSION;

    private static final String USAGE = """
            Usage: vedette FILE [--option value ...]

              FILE            a sentinel.conf (read, and rewritten in place with its state) or a .json (only read;
                              the state goes to a file beside it)
              --option value  counts after the file, as a line of it: --port 26380
              -v, --version   print the version
              -h, --help      print this

            The sentinel is ready when its port answers PING. docs/configuration.md has every option.
            """;

    /** Two loops: one for connections of clients at full load, and one for the rest. */
    private static final int EVENT_LOOPS = 2;

    private static final int WORKERS = 2;
    private static final long SECONDS_TO_CLOSE = 5;
    private static final AtomicInteger STATUS = new AtomicInteger();

    private Vedette() {}

    public static void main(String[] args) {
        if (args.length == 0) {
            refuse("Sentinel needs config file on disk to save state. Exiting...\n\n" + USAGE);
            return;
        }
        switch (args[0]) {
            case "-v", "--version" -> System.out.println(TITLE);
            case "-h", "--help" -> System.out.print(USAGE);
            default -> start(Path.of(args[0]), List.of(args).subList(1, args.length));
        }
    }

    private static void start(Path file, List<String> options) {
        if (!options.isEmpty() && !options.get(0).startsWith("--")) {
            refuse("'" + options.get(0) + "' is not an option: options begin with --, like --port 26380\n");
            return;
        }
        Loading loading = ConfigLoader.load(
                file, ConfigLoader.optionLines(options), new SeededChance(SeededChance.freshSeed(), "identity"));
        if (loading instanceof Loading.Refused refused) {
            refuse(refused.report(TITLE));
            return;
        }
        run((Loaded) loading);
    }

    private static void run(Loaded loaded) {
        Journal.show(loaded.logLevel());
        Vertx vertx = Vertx.vertx(options());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(vertx), "vedette-end"));
        vertx.deployVerticle(new SentinelVerticle(loaded, new SystemPlatform(vertx), Vedette::exit))
                .onFailure(failure -> {
                    explain(loaded.settings(), failure);
                    exit(1);
                });
    }

    static VertxOptions options() {
        return new VertxOptions()
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setWorkerPoolSize(WORKERS)
                .setInternalBlockingPoolSize(WORKERS)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    private static void explain(SentinelSettings settings, Throwable failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (message.contains("Address already in use")) {
            boolean encrypted = settings.tls().port() != 0
                    && message.contains(":" + settings.tls().port() + ":");
            int port = encrypted ? settings.tls().port() : settings.port();
            Journal.write(
                    Level.WARNING,
                    "Warning: Could not create server TCP listening socket *:" + port
                            + ": bind: Address already in use");
            Journal.write(
                    Level.WARNING,
                    "Failed listening on port " + port + " (" + (encrypted ? "TLS" : "TCP") + "), aborting.");
        } else {
            Journal.write(Level.WARNING, "The sentinel cannot start: " + message);
        }
    }

    private static void refuse(String why) {
        PrintStream err = System.err;
        err.print(why);
        err.flush();
        exit(1);
    }

    /** Ends the process, from any thread, without waiting for it. */
    static void exit(int status) {
        STATUS.set(status);
        new Thread(() -> System.exit(status), "vedette-exit").start();
    }

    /** Runs when the process ends, for whatever reason: a signal is an orderly end, with status 0. */
    private static void end(Vertx vertx) {
        if (STATUS.get() == 0) {
            Journal.write(Level.WARNING, "User requested shutdown...");
        }
        CountDownLatch closed = new CountDownLatch(1);
        vertx.close().onComplete(done -> closed.countDown());
        try {
            closed.await(SECONDS_TO_CLOSE, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Journal.write(Level.WARNING, "Sentinel is now ready to exit, bye bye...");
        Journal.flush();
        Runtime.getRuntime().halt(STATUS.get());
    }

    private static String version() {
        String version = Vedette.class.getPackage().getImplementationVersion();
        return version == null ? "0.1.0-SNAPSHOT" : version;
    }
}
