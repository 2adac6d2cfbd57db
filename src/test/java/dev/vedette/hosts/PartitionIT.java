package dev.vedette.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that come apart: {@code docs/failures} tells what each means to an operator. */
@Tag("hosts")
class PartitionIT {
    private static final Duration LONG = Site.DOWN_AFTER.multipliedBy(3);
    /** Redis counts lag in whole seconds, and looks once a second. */
    private static final Duration ROUNDING = Duration.ofSeconds(2);
    /** A machine that is busy with other things acknowledges and looks later than it would. */
    private static final Duration BUSY = Duration.ofSeconds(2);

    /** The client of one side knows no other master; the other one asks the sentinels of the greater side. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void aMasterIsCutOffWithItsClients(int maxLag) throws IOException {
        Hosts.assumeNamespaces();
        try (Site site = Site.begin(new Site.Plan().withMaxLag(maxLag));
                Client inside = Client.begin("inside", () -> site.host(1).at(Site.NODE_PORT));
                Client outside = Client.begin(
                        "outside", () -> site.named(site.watch(2)).host().fromOutside(Site.NODE_PORT))) {
            site.await("both write", () -> inside.count() > 100 && outside.count() > 100);
            long cut = System.nanoTime();
            site.lan().split(site.host(1));
            Duration switched = Hosts.replaced(site, cut, 2, 3);
            site.await(
                    "clients write there",
                    () -> site.named(site.watch(2)).isMaster()
                            && outside.countAfter(cut + switched.toNanos() + ROUNDING.toNanos()) > 100);
            site.quiet(
                    LONG,
                    "the sentinel of the smaller side promotes nobody",
                    seen -> !seen.heard(site.watch(1), "+elected-leader"));
            assertEquals(site.node(1), site.named(site.watch(1)), "what the smaller side tells its clients");
            Duration open = inside.lastAfter(cut);
            site.lan().heal();
            Site.Node master = site.awaitPeace();
            assertNotEquals(site.node(1), master);
            long healed = System.nanoTime();
            long lost = inside.lostAt(master);
            long after = inside.countAfter(cut) - inside.countAfter(healed);
            long lostOutside = outside.lostAt(master);
            Hosts.report(
                    "a master cut off, min-replicas-max-lag " + maxLag,
                    "another master after "
                            + switched.toMillis() + " ms; the old one took writes for " + open.toMillis()
                            + " ms; lost inside " + lost + " of at most " + after
                            + " acknowledged after the cut, outside "
                            + lostOutside);
            assertTrue(lost <= after + inFlight(), "more is lost than was written behind the cut: " + lost);
            assertTrue(lostOutside <= after + inFlight(), "lost outside: " + lostOutside);
            if (maxLag > 0) {
                Duration most = Duration.ofSeconds(maxLag).plus(ROUNDING).plus(BUSY);
                assertTrue(open.compareTo(most) < 0, "it took writes for " + open);
            } else {
                assertTrue(lost > 0, "nothing was lost: this test has not cut anything");
            }
            Hosts.assertUnbroken(site);
        }
    }

    /** Writes that were on their way when the cut was made, host by host. */
    private static long inFlight() {
        return 200;
    }

    @Test
    void aReplicaAndASentinelAreCutOff() throws IOException {
        Hosts.assumeNamespaces();
        try (Site site = Site.begin(new Site.Plan());
                Client client = Client.begin("w", () -> site.host(1).at(Site.NODE_PORT))) {
            site.lan().split(site.host(3));
            site.await("it thinks that the master is down", () -> site.witness().heard(site.watch(3), "+sdown"));
            site.quiet(LONG, "nobody is promoted", seen -> seen.count("+elected-leader") == 0);
            site.lan().heal();
            assertEquals(site.node(1), site.awaitPeace());
            Hosts.report("a replica cut off", "lost " + client.lostAt(site.node(1)) + " of " + client.count());
            assertEquals(0, client.lostAt(site.node(1)));
            Hosts.assertUnbroken(site);
        }
    }

    @Test
    void nobodyHearsAnybody() throws IOException {
        Hosts.assumeNamespaces();
        try (Site site = Site.begin(new Site.Plan());
                Client client = Client.begin("w", () -> site.host(1).at(Site.NODE_PORT))) {
            site.lan().shatter();
            site.await(
                    "two think that the master is down",
                    () -> site.witness().heard(site.watch(2), "+sdown")
                            && site.witness().heard(site.watch(3), "+sdown"));
            site.quiet(LONG, "nobody is promoted", seen -> seen.count("+elected-leader") == 0);
            site.lan().heal();
            Site.Node master = site.awaitPeace();
            long lost = client.lostAt(master);
            Hosts.report(
                    "all cut off from one another",
                    "lost " + lost + " of " + client.count() + ", master "
                            + (master == site.node(1) ? "kept" : "replaced after the network came back"));
            if (master == site.node(1)) {
                assertEquals(0, lost);
            }
            Hosts.assertUnbroken(site);
        }
    }

    /** Which way is cut between the master's host and the others. */
    enum OneWay {
        NOBODY_HEARS_THE_MASTER {
            @Override
            void cut(Site site) throws IOException {
                site.host(2).deafTo(site.host(1));
                site.host(3).deafTo(site.host(1));
            }
        },
        THE_MASTER_HEARS_NOBODY {
            @Override
            void cut(Site site) throws IOException {
                site.host(1).deafTo(site.host(2));
                site.host(1).deafTo(site.host(3));
            }
        };

        abstract void cut(Site site) throws IOException;
    }

    @ParameterizedTest
    @EnumSource(OneWay.class)
    void oneDirectionIsCut(OneWay way) throws IOException {
        Hosts.assumeNamespaces();
        try (Site site = Site.begin(new Site.Plan());
                Client inside = Client.begin("inside", () -> site.host(1).at(Site.NODE_PORT))) {
            site.await("it writes", () -> inside.count() > 100);
            long cut = System.nanoTime();
            way.cut(site);
            Duration switched = Hosts.replaced(site, cut, 2, 3);
            site.quiet(
                    LONG,
                    "the sentinel beside the old master promotes nobody",
                    seen -> !seen.heard(site.watch(1), "+elected-leader"));
            site.lan().heal();
            Site.Node master = site.awaitPeace();
            assertNotEquals(site.node(1), master);
            long after = inside.countAfter(cut);
            long lost = inside.lostAt(master);
            Hosts.report(
                    "one-way cut, " + way,
                    "another master after " + switched.toMillis() + " ms; lost " + lost + " of at most " + after
                            + " acknowledged after the cut");
            assertTrue(lost <= after + inFlight(), "lost " + lost + " of " + after);
            Hosts.assertUnbroken(site);
        }
    }

    /** One sentinel and one replica do not hear the master; everybody else hears everybody. */
    @Test
    void oneLinkIsCut() throws IOException {
        Hosts.assumeNamespaces();
        try (Site site = Site.begin(new Site.Plan());
                Client client = Client.begin("w", () -> site.host(1).at(Site.NODE_PORT))) {
            site.host(2).deafTo(site.host(1));
            site.await("it thinks that the master is down", () -> site.witness().heard(site.watch(2), "+sdown"));
            site.quiet(
                    LONG,
                    "one alone promotes nobody",
                    seen -> seen.count("+elected-leader") == 0 && seen.count("+odown") == 0);
            site.lan().heal();
            assertEquals(site.node(1), site.awaitPeace());
            long lost = client.lostAt(site.node(1));
            Hosts.report("one link cut", "lost " + lost + " of " + client.count());
            assertEquals(0, lost);
            Hosts.assertUnbroken(site);
        }
    }

    /** Shorter than down-after nobody notices; longer, some failovers, each of them whole. */
    @ParameterizedTest
    @ValueSource(longs = {500, 4000})
    void theMastersLinkFlaps(long cutMillis) throws IOException {
        Hosts.assumeNamespaces();
        int times = cutMillis < Site.DOWN_AFTER.toMillis() ? 8 : 3;
        try (Site site = Site.begin(new Site.Plan());
                Client client =
                        Client.begin("w", () -> site.named(site.watch(2)).host().fromOutside(Site.NODE_PORT))) {
            site.await("it writes", () -> client.count() > 100);
            long began = System.nanoTime();
            for (int i = 0; i < times; i++) {
                site.lan().split(site.host(1));
                site.quiet(Duration.ofMillis(cutMillis), "cut", seen -> true);
                site.lan().heal();
                site.quiet(Duration.ofMillis(1000), "healed", seen -> true);
            }
            Site.Node master = site.awaitPeace();
            long switches = site.witness().count("+elected-leader");
            long all = client.countAfter(began);
            long lost = client.lostAt(master);
            Hosts.report(
                    "the master's link flaps, cut for " + cutMillis + " ms " + times + " times",
                    "failovers " + switches + ", lost " + lost + " of " + all);
            if (cutMillis < Site.DOWN_AFTER.toMillis()) {
                assertEquals(List.of(0L, 0L), List.of(switches, lost));
                assertEquals(site.node(1), master);
            }
            Hosts.assertUnbroken(site);
        }
    }
}
