package dev.vedette.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.brain.Effect;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Candidate;
import dev.vedette.bus.Candidates;
import dev.vedette.bus.Channel;
import dev.vedette.bus.Errand;
import dev.vedette.bus.GossipFact;
import dev.vedette.bus.LinkOrder;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.NameFact;
import dev.vedette.model.Address;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Epoch;
import dev.vedette.model.LinkId;
import dev.vedette.model.NamePolicy;
import dev.vedette.model.PeerRef;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DiallingTest {
    private static final Address NAMED = new Address("redis-0", 6379);
    private static final Address OTHER = new Address("redis-1", 6379);
    private static final LinkId MASTER = Outpost.node(NAMED);
    private static final String OLD = "10.0.0.1";
    private static final String NEW = "10.0.0.9";

    private final AddressBook book = new AddressBook(new NamePolicy(true, false));
    private Outpost post = Outpost.named(book, NAMED);

    private void start(Address... replicas) {
        post = Outpost.named(book, NAMED, replicas);
        post.at(NAMED).info = Outpost.masterInfo('a');
        for (Address replica : replicas) {
            post.at(replica).info = Outpost.replicaInfo('b', NAMED);
        }
        post.stage.begin();
    }

    private void answer(String host, @Nullable String ip) {
        post.stage.take(new NameFact.Answered(host, ip));
    }

    private long lookUps() {
        return post.stage.all(Effect.LookUp.class).size();
    }

    private List<String> dialled() {
        return post.stage.ordered(MASTER, LinkOrder.Open.class).stream()
                .map(open -> open.channel() + " " + open.address())
                .toList();
    }

    @Test
    void aNameIsLookedUpBeforeItIsConnectedTo() {
        start();
        assertEquals(List.of(), dialled());
        assertTrue(lookUps() > 0);
        answer("REDIS-0", OLD);
        assertEquals(List.of("COMMAND 10.0.0.1:6379", "PUBSUB 10.0.0.1:6379"), dialled());
    }

    @Test
    void aNameThatIsNotFoundIsTriedAgainAndTheInstanceIsDown() {
        start();
        for (int i = 0; i < 8; i++) {
            answer("redis-0", null);
            post.seconds(1);
        }
        assertEquals(List.of(), dialled());
        assertTrue(post.masterIsDown());
        assertTrue(post.stage.lines().contains("+sdown master mymaster redis-0 6379"));
        answer("redis-0", OLD);
        post.millis(100);
        assertFalse(post.masterIsDown());
    }

    @Test
    void everyConnectionIsOpenedToWhatTheNameStandsForNow() {
        start();
        answer("redis-0", OLD);
        post.millis(100);
        post.stage.forget();
        post.broken(MASTER, Channel.COMMAND);
        post.millis(60);
        answer("redis-0", NEW);
        assertTrue(dialled().contains("COMMAND 10.0.0.9:6379"));
    }

    @Test
    void withoutAnAnswerTheLastAddressCountsUntilOneComes() {
        start();
        answer("redis-0", OLD);
        post.millis(100);
        post.stage.forget();
        post.broken(MASTER, Channel.COMMAND);
        post.millis(60);
        answer("redis-0", null);
        assertEquals(List.of("COMMAND 10.0.0.1:6379"), dialled());
        post.millis(100);
        post.stage.forget();
        // It works, but a stranger may listen there by now.
        answer("redis-0", NEW);
        answer("redis-0", NEW);
        assertTrue(dialled().contains("COMMAND 10.0.0.9:6379"));
    }

    @Test
    void aConnectionThatWorksStaysWhateverALookUpSays() {
        start();
        answer("redis-0", OLD);
        post.secondsWithHellos(20);
        post.stage.forget();
        answer("redis-0", NEW);
        post.secondsWithHellos(5);
        assertEquals(List.of(), dialled());
        assertEquals(0, lookUps());
    }

    @Test
    void silenceMakesUsLookAgainOnceASecondAndLeaveWhenItHasMoved() {
        start();
        answer("redis-0", OLD);
        post.secondsWithHellos(3);
        post.at(NAMED).hangs = true;
        post.stage.forget();
        for (int i = 0; i < 4; i++) {
            post.secondsWithHellos(1);
            answer("redis-0", OLD);
        }
        assertTrue(lookUps() >= 2 && lookUps() <= 4, "looked up " + lookUps() + " times");
        assertEquals(List.of(), dialled());
        post.seconds(1);
        answer("redis-0", NEW);
        answer("redis-0", NEW);
        assertEquals(List.of("COMMAND 10.0.0.9:6379", "PUBSUB 10.0.0.9:6379"), dialled());
    }

    @Test
    void aReplicaThatIsKnownByItsNameIsNotFoundAgainByItsAddress() {
        start(OTHER);
        answer("redis-0", OLD);
        answer("redis-1", "10.0.0.2");
        post.at(NAMED).info = Outpost.masterInfo('a', new Address("10.0.0.2", 6379));
        post.seconds(11);
        assertEquals(1, post.report().replicas().size());
    }

    /** Who is told to hand over to a replica by another name does not know whom we mean. */
    @Test
    void aCandidateIsCalledWhatItsMasterCallsIt() {
        start(OTHER);
        answer("redis-0", OLD);
        answer("redis-1", "10.0.0.2");
        assertNull(candidate().listed(), "the master has not spoken of it");
        Address listed = new Address("10.0.0.2", 6379);
        post.at(NAMED).info = Outpost.masterInfo('a', new Address("10.0.0.2", 7777), listed);
        post.seconds(11);
        assertEquals(listed, candidate().listed());
    }

    private Candidate candidate() {
        return post.stage.ask(new Ask.CandidatesOf(Outpost.NAME), Candidates.class).replicas().stream()
                .filter(candidate -> candidate.address().equals(OTHER))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anAliasIsForgottenWhenItTurnsOutToBeOne() {
        start(OTHER);
        answer("redis-0", OLD);
        post.at(NAMED).info = Outpost.masterInfo('a', new Address("10.0.0.2", 6379));
        post.seconds(11);
        assertEquals(2, post.report().replicas().size());
        answer("redis-1", "10.0.0.2");
        assertEquals(
                List.of(OTHER),
                post.report().replicas().stream()
                        .map(replica -> replica.address())
                        .toList());
        assertFalse(post.stage.told(MonitorFact.Topology.class).isEmpty());
    }

    @Test
    void aReplicaWithAnUnknownNameWaitsForTheLookUp() {
        start();
        answer("redis-0", OLD);
        post.at(NAMED).info = Outpost.masterInfo('a', OTHER);
        post.seconds(11);
        assertEquals(0, post.report().replicas().size());
        answer("redis-1", "10.0.0.2");
        assertTrue(post.stage.lines().contains("+slave slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379"));
    }

    @Test
    void whoFollowsTheMasterByItsAddressFollowsIt() {
        start(OTHER);
        answer("redis-0", OLD);
        answer("redis-1", "10.0.0.2");
        post.at(OTHER).info = Outpost.replicaInfo('b', new Address(OLD, 6379));
        post.seconds(11);
        List<MonitorFact.ReplicaReported> reports = post.stage.told(MonitorFact.ReplicaReported.class);
        assertTrue(reports.get(reports.size() - 1).info().follows(NAMED));
    }

    @Test
    void aConfigurationThatNamesOurMasterInOtherWordsIsNoSwitch() {
        start(OTHER);
        answer("redis-0", OLD);
        answer("redis-1", "10.0.0.2");
        PeerRef peer = new PeerRef(Outpost.P1, new Address("10.0.1.1", 26379));
        post.stage.take(new GossipFact.ConfigurationHeard(Outpost.NAME, new Address(OLD, 6379), new Epoch(6), peer));
        assertEquals(NAMED, post.report().picture().address());
        assertFalse(post.stage.names().contains("+switch-master"));
        post.stage.take(
                new GossipFact.ConfigurationHeard(Outpost.NAME, new Address("10.0.0.2", 6379), new Epoch(7), peer));
        assertEquals(OTHER, post.report().picture().address());
        assertTrue(post.stage.lines().contains("+switch-master mymaster 10.0.0.1 6379 10.0.0.2 6379"));
    }

    @Test
    void nobodyIsToldToFollowItself() {
        Address alias = new Address("redis-0.other", 6379);
        start(alias);
        answer("redis-0", OLD);
        answer("redis-0.other", OLD);
        post.at(alias).info = Outpost.masterInfo('a');
        post.secondsWithHellos(60);
        assertEquals(List.of(), post.stage.said(Outpost.node(alias), Errand.Reconfigure.class));
    }
}
