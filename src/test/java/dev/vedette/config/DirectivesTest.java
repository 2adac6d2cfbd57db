package dev.vedette.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.config.Directives.Fate;
import dev.vedette.config.Directives.Row;
import dev.vedette.config.Loading.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of directives: every name is exercised, and what it promises is kept. */
class DirectivesTest {
    /** What may stand there; the value of the table where that is one. */
    static String validValue(Row row) {
        return switch (row.name()) {
            case "dir" -> "/";
            case "include" -> "no-such-file-*";
            case "user" -> "default on nopass ~* &* +@all";
            case "loadmodule", "list-max-ziplist-entries", "list-max-ziplist-value" -> "1";
            case "lua-replicate-commands" -> "yes";
            case "rename-command" -> "PING pong";
            case "replicaof", "slaveof" -> "no one";
            case "client-output-buffer-limit" -> "pubsub 32mb 8mb 60";
            case "proc-title-template" -> "\"" + row.quiet() + "\"";
            case "rdma-bind", "feed-bind", "vedette-cluster-host", "vedette-cluster-members" -> "127.0.0.1";
            case "vedette-cluster-name" -> "shop";
            case "vedette-cluster-secret" -> "0123456789abcdef";
            case "feed-origin", "feed-webhook" -> "https://example.org";
            default -> row.quiet().isEmpty() ? filler(row) : row.quiet();
        };
    }

    private static String filler(Row row) {
        for (String value : List.of("\"\"", "0", "1", "no")) {
            try {
                row.arguments().check(List.of(value.equals("\"\"") ? "" : value));
                return value;
            } catch (Fault e) {
                continue;
            }
        }
        throw new AssertionError("no example for " + row.name());
    }

    private @TempDir Path folder;

    private Path file() {
        return folder.resolve("sentinel.conf");
    }

    @Test
    void everyNameIsAcceptedOrRefusedAsTheTableSays() {
        for (Row row : Directives.rows()) {
            String line = row.name() + " " + validValue(row);
            Loading loading = Configs.load(file(), line + "\n");
            if (row.fate() == Fate.REFUSED) {
                assertEquals(
                        row.name() + " is not supported yet.",
                        Configs.problem(loading).message());
            } else {
                Loaded loaded = Configs.good(loading);
                boolean remarked = loaded.remarks().stream().anyMatch(r -> r.contains("no effect"));
                boolean quiet = row.fate() == Fate.USED
                        || validValue(row).replace("\"", "").equals(row.quiet());
                assertEquals(!quiet, remarked, line + loaded.remarks());
            }
        }
    }

    @Test
    void whatIsUsedHasARuleAndNothingElseHas() {
        TreeSet<String> used = new TreeSet<>();
        Directives.rows().stream().filter(row -> row.fate() == Fate.USED).forEach(row -> used.add(row.name()));
        TreeSet<String> ruled = new TreeSet<>(new PlainDirectives(new Draft()).ruled());
        ruled.add("include");
        assertEquals(used, ruled);
    }

    @Test
    void everySentinelDirectiveIsExercised() {
        Draft draft = new Draft();
        for (String name : new SentinelDirectives(draft, new Includes(file(), (f, s) -> null)).names()) {
            Loading loading = Configs.load(file(), "sentinel " + name + "\n");
            assertEquals(
                    SentinelDirectives.UNRECOGNIZED, Configs.problem(loading).message(), name);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "save 1 | Invalid save parameters",
                "save -1 2 | Invalid save parameters",
                "save | wrong number of arguments",
                "oom-score-adj-values 0 200 9000 | Invalid oom-score-adj-values, elements must be between -2000 and 2000.",
                "client-output-buffer-limit foo 0 0 0 | Invalid client class specified in buffer limit configuration.",
                "client-output-buffer-limit normal x 0 0 | Error in hard, soft or soft_seconds setting in buffer limit configuration.",
                "client-output-buffer-limit normal 0 0 | Wrong number of arguments in buffer limit configuration.",
                "activedefrag maybe | argument must be 'yes' or 'no'",
                "maxmemory 1.5gb | argument must be a memory value",
                "maxmemory 99999999999999999999 | argument must be a memory value",
                "repl-backlog-size 0 | argument must be between 1 and 9223372036854775807 inclusive",
                "maxmemory-clients 101% | percentage argument must be less or equal to 100",
                "maxmemory-clients -5 | argument must be a memory or percent value",
                "unixsocketperm 888 | argument couldn't be parsed as an octal number",
                "unixsocketperm 7777 | argument must be between 0 and 777 inclusive",
                "tcp-backlog 05 | argument couldn't be parsed into an integer",
                "tcp-backlog +5 | argument couldn't be parsed into an integer",
                "tcp-backlog -5 | argument must be between 0 and 2147483647 inclusive",
                "replicaof h x | Invalid master port",
                "rename-command ping | Bad directive or wrong number of arguments",
                "user | Bad directive or wrong number of arguments",
                "include a b | Bad directive or wrong number of arguments",
                "some.setting | Module config specified without value",
                "latency-tracking-info-percentiles 101 | latency-tracking-info-percentiles parameters should sit between [0.0,100.0]",
                "shutdown-on-sigint nosave never | argument(s) must be one of the following: default, save, nosave, now, force",
                "dir /no/such/folder | No such file or directory",
                "dir /dev/null | Not a directory",
                "bind-source-addr some.host | Invalid bind-source-addr.",
            })
    void argumentsAreCheckedAsRedisChecksThem(String line, String message) {
        assertEquals(message, Configs.problem(Configs.load(file(), line + "\n")).message());
    }

    @Test
    void pathsStartAtDir() throws IOException {
        Path sub = Files.createDirectory(folder.resolve("sub"));
        Loaded loaded =
                Configs.loaded(file(), "logfile my.log\npidfile p.pid\ndir " + folder + "\ndir sub\ndaemonize yes\n");
        assertEquals(sub, loaded.service().folder());
        assertEquals(sub.resolve("my.log"), loaded.service().logFile());
        assertEquals(sub.resolve("p.pid"), loaded.service().pidFile());
        assertTrue(loaded.service().daemonize());
        assertTrue(Files.exists(sub.resolve("my.log")));
    }

    @Test
    void aLogFileThatCannotBeOpenedIsNamed() {
        Loading loading = Configs.load(file(), "logfile /no/such/folder/x.log\n");
        assertEquals(
                "Can't open the log file: No such file or directory",
                Configs.problem(loading).message());
        String report = ((Loading.Refused) loading).report("X");
        assertTrue(report.startsWith("\n*** FATAL CONFIG FILE ERROR (X) ***\nCan't open the log file"), report);
        assertFalse(report.contains("at line"), report);
    }

    @Test
    void theCommandLineIsTakenAsRedisTakesIt() {
        assertEquals(
                new CommandLine("s.conf", true, List.of("port 1", "sentinel", "save \"\"", "loglevel debug")),
                CommandLine.of(List.of("s.conf", "--port", "1", "--sentinel", "--save", "--loglevel debug", "-")));
        assertEquals(new CommandLine(null, true, List.of()), CommandLine.of(List.of("-")));
        assertEquals(new CommandLine("s.conf", false, List.of("foo")), CommandLine.of(List.of("s.conf", "foo")));
        assertEquals(
                new CommandLine("s.conf", false, List.of("port --foo")),
                CommandLine.of(List.of("s.conf", "--port", "--foo")));
        assertEquals(
                new CommandLine(null, false, List.of("port 7 a.conf")),
                CommandLine.of(List.of("--port", "7", "a.conf")));
    }
}
