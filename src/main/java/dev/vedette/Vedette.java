package dev.vedette;

import dev.vedette.bus.Level;
import dev.vedette.config.CommandLine;
import dev.vedette.config.ConfigLoader;
import dev.vedette.config.Loading;
import dev.vedette.config.Loading.Loaded;
import dev.vedette.journal.Journal;
import dev.vedette.model.SentinelSettings;
import dev.vedette.platform.SeededChance;
import dev.vedette.platform.SmallVertx;
import dev.vedette.platform.SystemPlatform;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
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
            Usage: vedette FILE [--option value ...] [-]

              FILE            a sentinel.conf (read, and rewritten in place with its state) or a .json (only read;
                              the state goes to a file beside it)
              --option value  counts after the file, as a line of it: --port 26380
              -               further lines come from the standard input
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
        switch (args.length == 0 ? "" : args[0]) {
            case "-v", "--version" -> System.out.println(TITLE);
            case "-h", "--help" -> System.out.print(USAGE);
            default -> start(args);
        }
    }

    private static void start(String... args) {
        CommandLine line = CommandLine.of(List.of(args));
        if (line.file() == null) {
            refuse(List.of("Sentinel needs config file on disk to save state. Exiting..."), "\n" + USAGE);
            return;
        }
        String more = "";
        if (line.stdin()) {
            Journal.write(Level.WARNING, "Reading config from stdin");
            more = StandardInput.text();
        }
        Loading loading = ConfigLoader.load(
                Path.of(line.file()), more, line.options(), new SeededChance(SeededChance.freshSeed(), "identity"));
        if (loading instanceof Loading.Refused refused) {
            refuse(refused.logLines(), refused.report(TITLE));
            return;
        }
        Loaded loaded = (Loaded) loading;
        Journal.show(loaded.logLevel());
        Journal.to(loaded.service().logFile());
        Service service = new Service(loaded.service());
        if (service.goesToTheBackground()) {
            int status = service.background(List.of(args), more);
            Journal.flush();
            exit(status);
        } else if (loaded.settings().port() == 0) {
            refuse(List.of("Configured to not listen anywhere, exiting."), "");
        } else {
            run(loaded, service);
        }
    }

    private static void run(Loaded loaded, Service service) {
        Vertx vertx = Vertx.vertx(options());
        Promise<String> begun = Promise.promise();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(vertx, begun.future(), service), "vedette-end"));
        vertx.deployVerticle(new SentinelVerticle(loaded, new SystemPlatform(vertx), Vedette::exit))
                .onComplete(begun)
                .onSuccess(started -> service.ready())
                .onFailure(failure -> {
                    explain(loaded.settings(), failure);
                    exit(1);
                });
    }

    static VertxOptions options() {
        return SmallVertx.options(EVENT_LOOPS, WORKERS);
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

    /** Says on the log and on the standard error what Redis says there. */
    private static void refuse(List<String> log, String why) {
        log.forEach(line -> Journal.write(Level.WARNING, line));
        Journal.flush();
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
    private static void end(Vertx vertx, Future<String> begun, Service service) {
        if (STATUS.get() == 0) {
            Journal.write(Level.WARNING, "User requested shutdown...");
        }
        CountDownLatch closed = new CountDownLatch(1);
        // What is half up cannot be taken down in good order.
        begun.eventually(vertx::close).onComplete(done -> closed.countDown());
        try {
            closed.await(SECONDS_TO_CLOSE, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        service.ended();
        Journal.write(Level.WARNING, "Sentinel is now ready to exit, bye bye...");
        Journal.flush();
        Runtime.getRuntime().halt(STATUS.get());
    }

    private static String version() {
        String version = Vedette.class.getPackage().getImplementationVersion();
        return version == null ? "0.1.0-SNAPSHOT" : version;
    }
}
