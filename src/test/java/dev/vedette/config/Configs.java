package dev.vedette.config;

import dev.vedette.bus.Level;
import dev.vedette.bus.ProcessSettings;
import dev.vedette.model.Address;
import dev.vedette.model.Chance;
import dev.vedette.model.Credentials;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.MasterState;
import dev.vedette.model.RunId;
import dev.vedette.model.ScriptPaths;
import dev.vedette.model.SentinelSettings;
import dev.vedette.model.SentinelState;
import dev.vedette.platform.SeededChance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Configurations for tests: loaded from a text, or drawn at random. */
final class Configs {
    static final String ID = "0123456789abcdef0123456789abcdef01234567";
    private static final String NASTY = "ab 'Z\"\\#\n\r\t\u0007\b\u0001\u007f\u00fc\u4e2d$,";

    private Configs() {}

    static Chance chance() {
        return new SeededChance(1, "test");
    }

    static Loading load(Path file, String text, String... options) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ConfigLoader.load(file, List.of(options), chance());
    }

    static Loading.Loaded loaded(Path file, String text, String... options) {
        return good(load(file, text, options));
    }

    static Loading.Loaded good(Loading loading) {
        if (loading instanceof Loading.Refused refused) {
            throw new AssertionError(refused.report("test"));
        }
        return (Loading.Loaded) loading;
    }

    static List<Problem> problems(Loading loading) {
        if (loading instanceof Loading.Refused refused) {
            return refused.problems();
        }
        throw new AssertionError("it was accepted: " + loading);
    }

    static Problem problem(Loading loading) {
        List<Problem> problems = problems(loading);
        if (problems.size() != 1) {
            throw new AssertionError("expected one problem: " + problems);
        }
        return problems.get(0);
    }

    static MasterName name(String name) {
        return new MasterName(name);
    }

    /** A state as a running process could have it, with every kind of odd text that an operator could have set. */
    static SentinelState state(Random random) {
        SortedMap<MasterName, MasterState> masters = new TreeMap<>();
        long highest = 0;
        for (int i = random.nextInt(4); i > 0; i--) {
            long configEpoch = random.nextInt(1_000);
            highest = Math.max(highest, configEpoch);
            SortedSet<Address> replicas = new TreeSet<>();
            for (int r = random.nextInt(4); r > 0; r--) {
                replicas.add(address(random));
            }
            SortedMap<RunId, Address> peers = new TreeMap<>();
            for (int p = random.nextInt(4); p > 0; p--) {
                peers.put(
                        new RunId(random.nextInt(5) == 0 ? text(random) : "peer" + random.nextInt()), address(random));
            }
            masters.put(
                    name(random.nextBoolean() ? "m" + i : text(random) + i),
                    new MasterState(
                            address(random),
                            settings(random),
                            new Epoch(configEpoch),
                            new Epoch(random.nextInt(500)),
                            replicas,
                            peers));
        }
        Epoch current = random.nextInt(10) == 0 ? new Epoch(-1L) : new Epoch(highest + random.nextInt(3));
        return new SentinelState(new RunId(ID), current, masters);
    }

    static SentinelSettings sentinelSettings(Random random) {
        return SentinelSettings.DEFAULTS
                .port(random.nextInt(65_536))
                .bind(random.nextBoolean() ? new String[] {"*", "-::*"} : new String[] {"127.0.0.1", "-::1"})
                .announce(random.nextBoolean() ? null : "10.0.0." + random.nextInt(256), random.nextInt(3))
                .peerCredentials(new Credentials(
                        random.nextBoolean() ? "" : text(random), random.nextBoolean() ? "" : text(random)))
                .maxClients(1 + random.nextInt(20_000))
                .denyScriptsReconfig(random.nextBoolean());
    }

    private static MasterSettings settings(Random random) {
        MasterSettings settings = MasterSettings.withQuorum(1 + random.nextInt(5));
        if (random.nextBoolean()) {
            settings = settings.downAfter(Duration.ofMillis(1 + random.nextInt(100_000)));
        }
        if (random.nextBoolean()) {
            settings = settings.failoverTimeout(Duration.ofMillis(1 + random.nextInt(100_000)));
        }
        if (random.nextBoolean()) {
            settings =
                    settings.parallelSyncs(1 + random.nextInt(5)).rebootDownAfter(Duration.ofMillis(random.nextInt(9)));
        }
        if (random.nextBoolean()) {
            settings = settings.credentials(new Credentials(random.nextBoolean() ? "" : text(random), text(random)));
        }
        if (random.nextBoolean()) {
            settings = settings.scripts(new ScriptPaths(
                    random.nextBoolean() ? "" : "/bin/sh", random.nextBoolean() ? "" : "/bin/../bin/sh"));
        }
        settings = settings.crashDetection(random.nextInt(4) == 0);
        if (random.nextBoolean()) {
            settings = settings.renames(new TreeMap<>(java.util.Map.of("CONFIG", text(random), "EXEC", "x")));
        }
        return settings;
    }

    static Address address(Random random) {
        String host =
                random.nextInt(4) == 0 ? "2001:db8::" + (1 + random.nextInt(99)) : "10.0.0." + random.nextInt(256);
        return new Address(host, random.nextInt(65_536));
    }

    static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            text.append(NASTY.charAt(random.nextInt(NASTY.length())));
        }
        return text.toString();
    }

    /** With the standard log level and periods. */
    static ProcessSettings inForce(SentinelSettings settings) {
        return ProcessSettings.atStart(settings, Level.NOTICE);
    }
}
