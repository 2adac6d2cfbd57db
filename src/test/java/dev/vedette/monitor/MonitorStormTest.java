package dev.vedette.monitor;

import static dev.vedette.monitor.Outpost.A;
import static dev.vedette.monitor.Outpost.B;
import static dev.vedette.monitor.Outpost.C;
import static dev.vedette.monitor.Outpost.NAME;
import static dev.vedette.monitor.Outpost.P1;
import static dev.vedette.monitor.Outpost.P2;
import static dev.vedette.monitor.Outpost.masterInfo;
import static dev.vedette.monitor.Outpost.replicaInfo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.brain.Effect;
import dev.vedette.bus.Answer.Outcome;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Channel;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Errand;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.GossipFact;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.MonitorReport;
import dev.vedette.bus.Replied;
import dev.vedette.bus.Reply;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.bus.SettingChange;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.PeerRef;
import dev.vedette.model.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hundreds of inputs that make no sense together, and what must hold all the same: nothing throws, verdicts alternate,
 * the config epoch never goes back and names one address only, and the last topology told is the one reported.
 */
class MonitorStormTest {
    private static final int STEPS = 1500;
    private static final List<Address> NODES = List.of(A, B, C, new Address("::1", 6379), new Address("10.9.9.9", 0));

    private final List<String> trace = new ArrayList<>();
    private final TreeSet<String> down = new TreeSet<>();
    private final List<String> addressOfEpoch = new ArrayList<>();
    private Epoch epoch = new Epoch(5);
    private MasterPicture told = Outpost.manned().report().picture();

    private MonitorStormTest storm(long seed) {
        Random random = new Random(seed);
        Outpost post = Outpost.manned();
        told = post.report().picture();
        post.stage.forget();
        for (int step = 0; step < STEPS; step++) {
            something(post, random);
            check(post, "seed " + seed + ", step " + step);
            post.stage.forget();
        }
        return this;
    }

    private static <T> T any(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static LinkId link(Random random) {
        return random.nextInt(4) == 0
                ? new LinkId.Peer(random.nextBoolean() ? P1 : P2)
                : Outpost.node(any(random, NODES));
    }

    private static Epoch epoch(Random random, Outpost post) {
        return new Epoch(post.report().picture().configEpoch().value() + random.nextInt(4) - 1);
    }

    private static void something(Outpost post, Random random) {
        Address node = any(random, NODES);
        PeerRef peer = new PeerRef(random.nextBoolean() ? P1 : P2, new Address("10.0.1." + random.nextInt(3), 26379));
        switch (random.nextInt(24)) {
            case 0, 1, 2 -> post.millis(random.nextInt(900));
            case 3 -> post.seconds(random.nextInt(12));
            case 4 -> post.crash(link(random));
            case 5, 6 -> post.at(link(random)).reachable = true;
            case 7 -> post.at(link(random)).hangs = random.nextBoolean();
            case 8 -> post.at(node).info = random.nextBoolean() ? masterInfo('a', node, B) : replicaInfo('b', node);
            case 9 -> post.stage.take(new Replied(link(random), new Errand.Info(), noise(random)));
            case 10 -> post.stage.take(new Replied(link(random), new Errand.Ping(), noise(random)));
            case 11 -> post.broken(Outpost.node(node), Channel.PUBSUB);
            case 12 ->
                post.stage.take(new LinkFact.Up(Outpost.node(node), any(random, List.of(Channel.values())), "::1"));
            case 13 -> SuccessionTest.hear(post, node, epoch(random, post).value());
            case 14 -> post.stage.take(new ElectionFact.CampaignStarted(NAME, epoch(random, post), false));
            case 15 -> post.stage.take(new FailoverFact.PromotionSeen(NAME, node, epoch(random, post)));
            case 16 -> {
                Address promoted = post.report().picture().promoted();
                post.stage.take(new FailoverFact.ReadyToSwitch(
                        NAME,
                        promoted == null ? node : promoted,
                        post.report().picture().configEpoch()));
            }
            case 17 -> post.stage.take(new FailoverFact.Aborted(NAME, epoch(random, post), Reason.PROMOTION_NOT_SEEN));
            case 18 -> post.stage.take(new GossipFact.PeerKnown(NAME, peer));
            case 19 -> post.stage.take(new GossipFact.PeerForgotten(NAME, peer.id()));
            case 20 ->
                post.stage.take(
                        random.nextBoolean()
                                ? new ElectionFact.ObjectivelyDown(NAME)
                                : new ElectionFact.ObjectivelyUp(NAME));
            case 21 -> {
                if (random.nextInt(5) == 0) {
                    post.stage.ask(new Ask.Reset(List.of(NAME)), Outcome.class);
                }
            }
            case 22 -> {
                int millis = 1 + random.nextInt(5000);
                post.stage.ask(
                        new Ask.Change(
                                NAME,
                                List.of(new SettingChange(
                                        "down-after", set -> set.downAfter(Duration.ofMillis(millis))))),
                        Outcome.class);
            }
            default -> {
                if (random.nextInt(6) == 0) {
                    post.stage.sleep(Duration.ofMillis(random.nextInt(4000)));
                }
            }
        }
    }

    private static Reply noise(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        return switch (random.nextInt(4)) {
            case 0 -> new Reply.Text("role:slave\r\nslave0:ip=" + text + "\r\n" + text);
            case 1 -> new Reply.Refused(text);
            case 2 -> new Reply.Done(text);
            default -> new Reply.Lost(text);
        };
    }

    private void check(Outpost post, String where) {
        MonitorReport.Master report = post.report();
        for (Effect effect : post.stage.effects()) {
            trace.add(effect.toString());
            if (effect instanceof Effect.Announce announce) {
                alternate(announce.event(), where);
            } else if (effect instanceof Effect.Tell tell && tell.fact() instanceof MonitorFact.Topology topology) {
                topology(topology.master(), where);
            } else if (effect instanceof Effect.Tell tell && tell.fact() instanceof MonitorFact.Switched) {
                down.removeIf(instance -> !instance.startsWith("sentinel"));
            } else if (effect instanceof Effect.Tell tell && tell.fact() instanceof MonitorFact.MasterReset) {
                down.clear();
            }
        }
        assertEquals(report.picture(), told, where);
        assertFalse(report.picture().replicas().contains(report.picture().address()), where);
        assertEquals(
                report.picture().replicas(),
                new TreeSet<>(report.replicas().stream()
                        .map(MonitorReport.Replica::address)
                        .toList()),
                where);
        // A peer that is forgotten takes its verdict with it.
        down.removeIf(instance -> instance.startsWith("sentinel")
                && report.peers().stream()
                        .noneMatch(peer -> instance.endsWith(peer.ref().id().value())));
        for (MonitorReport.Peer peer : report.peers()) {
            assertEquals(
                    peer.health().downFor() != null,
                    down.contains("sentinel " + peer.ref().id()),
                    where);
        }
        assertEquals(report.health().downFor() != null, down.contains("master " + NAME), where);
    }

    /** Kind and name stand first in the payload, and name an instance. */
    private void alternate(SentinelEvent event, String where) {
        String[] words = event.payload().split(" ", 3);
        String instance = words[0] + " " + (words.length > 1 ? words[1] : "");
        if (event.name().equals("+sdown")) {
            assertTrue(down.add(instance), where + ": twice down: " + instance);
        } else if (event.name().equals("-sdown")) {
            assertTrue(down.remove(instance), where + ": up without having been down: " + instance);
        }
    }

    private void topology(MasterPicture next, String where) {
        assertFalse(epoch.isAfter(next.configEpoch()), where + ": the config epoch went back");
        if (next.configEpoch().equals(epoch)) {
            assertTrue(
                    next.advertised().equals(told.advertised()),
                    where + ": one epoch, two addresses: " + addressOfEpoch);
        }
        addressOfEpoch.add(next.configEpoch() + "=" + next.advertised());
        epoch = next.configEpoch();
        told = next;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whatMustAlwaysHold(long seed) {
        storm(seed);
        assertTrue(trace.stream().anyMatch(line -> line.contains("+sdown")), "the storm was one");
        assertTrue(trace.stream().anyMatch(line -> line.contains("+switch-master")));
        assertTrue(trace.stream().anyMatch(line -> line.contains("+tilt")));
    }

    @Test
    void theSameSeedIsTheSameStory() {
        assertEquals(new MonitorStormTest().storm(99).trace, new MonitorStormTest().storm(99).trace);
        assertNotEquals(new MonitorStormTest().storm(99).trace, new MonitorStormTest().storm(98).trace);
    }
}
