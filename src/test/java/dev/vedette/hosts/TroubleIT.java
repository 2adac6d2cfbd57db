package dev.vedette.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts in trouble other than a cut network; {@code docs/failures} tells what each means to an operator. */
@Tag("hosts")
class TroubleIT {
    private static final Duration LONG = Site.DOWN_AFTER.multipliedBy(3);

    /** The first master crashes, and these two sentinels name another one; how long the failover took. */
    private static Duration crash(Site site, int one, int other) {
        site.node(1).kill();
        return Hosts.replaced(site, System.nanoTime(), one, other);
    }

    /** Frames take 100 ms on the way, more or less, some get lost, some come twice, some overtake others. */
    @Test
    void theNetworkIsSlowAndBad() throws IOException {
        Hosts.assumeCables();
        try (Site site = Site.begin(new Site.Plan().withFarCables());
                Client client =
                        Client.begin("w", () -> site.named(site.watch(2)).host().at(Site.NODE_PORT))) {
            for (Host host : site.lan().hosts()) {
                host.cable().disturb(50, 25, 2, 2);
            }
            site.quiet(LONG, "nobody is taken for dead", seen -> seen.count("+odown") == 0);
            site.await("it writes", () -> client.count() > 20);
            Duration switched = crash(site, 2, 3);
            site.node(1).start();
            Site.Node master = site.awaitPeace();
            assertNotEquals(site.node(1), master);
            Hosts.report(
                    "a slow and bad network, and the master crashes",
                    "another master after " + switched.toMillis() + " ms; lost " + client.lostAt(master) + " of "
                            + client.count());
            Hosts.assertUnbroken(site);
        }
    }

    /** With one disk full the others do it; with two there is no majority of those that can remember a vote. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void disksOfSentinelsAreFull(int full) throws IOException {
        Hosts.assumeNamespaces();
        Site.Prepare smallDisks = (lan, folder) -> Shell.run("""
                for n in 1 2 3; do
                  mkdir -p %1$s/s$n/disk
                  mount -t tmpfs -o size=128k vedette-test %1$s/s$n/disk
                done
                """.formatted(folder));
        try (Site site = Site.begin(new Site.Plan(), smallDisks)) {
            for (int i = 1; i <= full; i++) {
                Shell.run("dd if=/dev/zero of=" + disk(site, i) + "/filler bs=4k 2>/dev/null || true");
            }
            site.node(1).kill();
            long died = System.nanoTime();
            Duration switched = null;
            if (full == 1) {
                switched = Hosts.replaced(site, died, 2, 3);
            } else {
                site.await("they know that it is down", () -> site.witness().count("+odown") > 0);
                site.quiet(LONG, "nobody is promoted", seen -> seen.count("+elected-leader") == 0);
            }
            long freed = System.nanoTime();
            for (int i = 1; i <= full; i++) {
                Shell.run("rm " + disk(site, i) + "/filler");
            }
            site.await(
                    "another master for everybody",
                    () -> site.master() != site.node(1)
                            && site.watches().stream().allMatch(watch -> site.named(watch) == site.master()));
            if (full == 2) {
                switched = site.awaitEvent(freed, "+switch-master");
            }
            site.node(1).start();
            assertNotEquals(site.node(1), site.awaitPeace());
            Hosts.report(
                    "disks of " + full + " of 3 sentinels full, and the master crashes",
                    "another master " + (full == 1 ? "" : "when there was room again, ") + "after "
                            + switched.toMillis() + " ms");
            Hosts.assertUnbroken(site);
        }
    }

    private static Path disk(Site site, int number) {
        return site.watch(number).configuration().getParent();
    }

    /** Connections stay; whoever has to look up a name waits, and nobody else. */
    @Test
    void theNameServerIsSilent() throws IOException {
        Hosts.assumeNamespaces();
        List<NameServer> servers = new ArrayList<>();
        try (Site site = Site.begin(new Site.Plan().withNames(), (lan, folder) -> servers.add(named(lan)))) {
            servers.get(0).silent(true);
            site.quiet(LONG, "nobody is taken for dead", seen -> seen.count("+sdown") == 0);
            Duration switched = crash(site, 2, 3);
            servers.get(0).silent(false);
            site.node(1).start();
            assertNotEquals(site.node(1), site.awaitPeace());
            Hosts.report(
                    "the name server is silent, and the master crashes",
                    "another master after " + switched.toMillis() + " ms");
            Hosts.assertUnbroken(site);
        } finally {
            servers.forEach(NameServer::close);
        }
    }

    /** As a container that is made anew: the same name, another address. */
    @Test
    void aHostTakesAnotherAddress() throws IOException {
        Hosts.assumeNamespaces();
        List<NameServer> servers = new ArrayList<>();
        try (Site site = Site.begin(new Site.Plan().withNames(), (lan, folder) -> servers.add(named(lan)))) {
            String address = site.lan().freeAddress();
            site.host(2).moveTo(address);
            long moved = System.nanoTime();
            servers.get(0).name("n2.hosts.test", address);
            servers.get(0).name("s2.hosts.test", address);
            for (int i : List.of(1, 3)) {
                site.await(site.watch(i).name() + " follows", () -> Files.readString(
                                site.watch(i).child().log())
                        .contains("hostname 's2.hosts.test' is now " + address));
            }
            // Milliseconds later it has a new one: only its log still knows.
            site.await(
                    "the replica gives its old connection up",
                    () -> site.node(2).log().contains("Connection with master lost."));
            assertEquals(site.node(1), site.awaitPeace());
            Duration found = Duration.ofNanos(System.nanoTime() - moved);
            Hosts.report(
                    "a host with a replica and a sentinel takes another address",
                    "everybody content after " + found.toMillis() + " ms, failovers "
                            + site.witness().count("+elected-leader"));
            assertEquals(0, site.witness().count("+elected-leader"), site::evidence);
            Hosts.assertUnbroken(site);
        } finally {
            servers.forEach(NameServer::close);
        }
    }

    private static NameServer named(Lan lan) throws IOException {
        NameServer server = new NameServer(lan.observer());
        for (int i = 1; i <= lan.hosts().size(); i++) {
            server.name("n" + i + ".hosts.test", lan.hosts().get(i - 1).ip());
            server.name("s" + i + ".hosts.test", lan.hosts().get(i - 1).ip());
        }
        return server;
    }

    /** Whose clock was set trusts nothing that it saw, as Redis has it; the others are enough. */
    @Test
    void aClockIsSet() throws IOException {
        Hosts.assumeNamespaces();
        Optional<Path> library = Hosts.fakeTime();
        Hosts.skip(library.isPresent() ? Optional.empty() : Optional.of("setting one clock needs libfaketime"));
        Path clock = Files.createTempFile("vedette-clock", "");
        Files.writeString(clock, "+0\n");
        Site.Start faked = (number, command) -> {
            List<String> words = new ArrayList<>(List.of(
                    "env",
                    "LD_PRELOAD=" + library.orElseThrow(),
                    "FAKETIME_TIMESTAMP_FILE=" + clock,
                    "FAKETIME_DONT_FAKE_MONOTONIC=1",
                    "FAKETIME_NO_CACHE=1"));
            words.addAll(command);
            return number == 2 ? words : command;
        };
        try (Site site = Site.begin(new Site.Plan().startedBy(faked))) {
            Files.writeString(clock, "+400d\n");
            site.await("it sees that its clock was set", () -> site.witness().heard(site.watch(2), "+tilt"));
            Duration switched = crash(site, 1, 3);
            Hosts.report(
                    "a clock is set 400 days forward, and the master crashes",
                    "another master after " + switched.toMillis() + " ms");
            assertFalse(site.witness().heard(site.watch(2), "+elected-leader"), site::evidence);
            site.node(1).start();
            assertNotEquals(site.node(1), site.awaitPeace());
            site.await("it trusts its clock again", () -> site.witness().heard(site.watch(2), "-tilt"));
            Hosts.assertUnbroken(site);
        } finally {
            Files.delete(clock);
        }
    }

    /** The kernel kills it; whoever supervises it starts it again on what it left behind. */
    @Test
    void aSentinelHasNoMemoryLeft() throws IOException {
        Hosts.assumeNamespaces();
        try (Site site = Site.begin(new Site.Plan());
                MemoryLimit limit = MemoryLimit.make()) {
            Watch victim = site.watch(3);
            String id = String.valueOf(victim.ask("SENTINEL", "MYID"));
            limit.starve(victim.child().pid());
            site.await("the kernel kills it", () -> {
                boolean dead = !victim.child().isAlive();
                if (!dead) {
                    victim.ask("SENTINEL", "MASTERS");
                }
                return dead;
            });
            Duration switched = crash(site, 1, 2);
            victim.start();
            site.node(1).start();
            assertNotEquals(site.node(1), site.awaitPeace());
            assertEquals(id, victim.ask("SENTINEL", "MYID"));
            Hosts.report(
                    "a sentinel is killed for want of memory, and the master crashes",
                    "another master after " + switched.toMillis() + " ms");
            Hosts.assertUnbroken(site);
        }
    }
}
