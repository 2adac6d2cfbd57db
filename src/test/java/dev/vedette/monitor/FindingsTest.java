package dev.vedette.monitor;

import static dev.vedette.monitor.Outpost.A;
import static dev.vedette.monitor.Outpost.B;
import static dev.vedette.monitor.Outpost.MASTER;
import static dev.vedette.monitor.Outpost.NAME;
import static dev.vedette.monitor.Outpost.REPLICA;
import static dev.vedette.monitor.Outpost.masterInfo;
import static dev.vedette.monitor.Outpost.replicaInfo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.brain.Effect;
import dev.vedette.bus.Errand;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.LinkOrder;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.MonitorReport;
import dev.vedette.bus.Replied;
import dev.vedette.bus.Reply;
import dev.vedette.bus.Slice;
import dev.vedette.model.Address;
import dev.vedette.model.Limits;
import dev.vedette.model.LinkId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What INFO tells: reference 3.5 to 3.7. */
class FindingsTest {
    private static final String B_OF_A = "slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379";
    private static final Address NEW = new Address("::7", 6379);

    private static void info(Outpost post, LinkId link, Reply reply) {
        post.stage.take(new Replied(link, new Errand.Info(), reply));
    }

    @Test
    void anUnknownReplicaIsWatchedAnnouncedAndSaved() {
        Outpost post = Outpost.manned();
        info(post, MASTER, masterInfo('a', B, NEW, NEW, A));
        assertEquals(List.of("+slave slave [::7]:6379 ::7 6379 @ mymaster 10.0.0.1 6379"), post.stage.lines());
        assertEquals(
                2, post.stage.ordered(Outpost.node(NEW), LinkOrder.Open.class).size());
        Slice.Master saved =
                (Slice.Master) post.stage.all(Effect.Save.class).get(0).slice();
        assertTrue(saved.picture().replicas().contains(NEW));
        assertEquals(
                post.report().picture(),
                post.stage.told(MonitorFact.Topology.class).get(0).master());
        post.stage.forget();
        info(post, MASTER, masterInfo('a', B, NEW));
        assertEquals(List.of(), post.stage.events(), "known now");
        assertEquals(List.of(), post.stage.all(Effect.Save.class));
    }

    @Test
    void onlyTheConfiguredMasterIsAskedWhoFollowsIt() {
        Outpost post = Outpost.manned();
        info(post, REPLICA, masterInfo('b', NEW));
        assertFalse(post.stage.names().contains("+slave"), "a replica that calls itself a master is not believed");
        info(post, MASTER, new Reply.Text("role:slave\r\nmaster_host:10.9.9.9\r\nslave0:ip=::7,port=6379\r\n"));
        assertTrue(post.stage.names().contains("+slave"), "the configured one is, whatever it calls itself");
    }

    /** Only a replica says its priority; what was 0 must not become 100 because somebody made it a master. */
    @Test
    void aReplicaThatTurnsMasterKeepsItsPriority() {
        Outpost post = Outpost.manned();
        info(
                post,
                REPLICA,
                new Reply.Text("role:slave\r\nmaster_host:10.0.0.1\r\nmaster_port:6379\r\nslave_priority:0\r\n"
                        + "slave_repl_offset:7\r\nreplica_announced:0\r\n"));
        info(post, REPLICA, new Reply.Text("role:master\r\n"));
        MonitorReport.Replica replica = post.report().replicas().get(0);
        assertEquals(0, replica.priority());
        assertEquals(7, replica.offset());
        assertFalse(replica.announced());
    }

    @Test
    void replicasAreBounded() {
        Outpost post = Outpost.manned();
        Address[] many = new Address[Limits.REPLICAS_PER_MASTER + 5];
        for (int i = 0; i < many.length; i++) {
            many[i] = new Address("10.1." + i / 250 + "." + i % 250, 6379);
        }
        info(post, MASTER, masterInfo('a', many));
        assertEquals(Limits.REPLICAS_PER_MASTER, post.report().replicas().size());
        assertEquals(1, post.stage.remarks().size(), "one line says so");
        assertTrue(post.stage.remarks().get(0).contains("SENTINEL RESET"));
    }

    @Test
    void aChangedRunIdIsARestart() {
        Outpost post = Outpost.manned();
        info(post, MASTER, masterInfo('z'));
        info(post, REPLICA, replicaInfo('y', A));
        info(post, REPLICA, replicaInfo('y', A));
        assertEquals(List.of("+reboot master mymaster 10.0.0.1 6379", "+reboot " + B_OF_A), post.stage.lines());
    }

    @Test
    void changedRolesAreEventsInBothDirections() {
        Outpost post = Outpost.manned();
        info(post, REPLICA, masterInfo('b'));
        info(post, REPLICA, replicaInfo('b', A));
        info(post, MASTER, replicaInfo('a', B));
        info(post, MASTER, masterInfo('a'));
        assertEquals(
                List.of(
                        "-role-change " + B_OF_A + " new reported role is master",
                        "+failover-detected master mymaster 10.0.0.1 6379",
                        "+role-change " + B_OF_A + " new reported role is slave",
                        "-role-change master mymaster 10.0.0.1 6379 new reported role is slave",
                        "+role-change master mymaster 10.0.0.1 6379 new reported role is master"),
                post.stage.lines());
    }

    @Test
    void aFailoverIsOnlyDetectedWhereAReplicaWasSeen() {
        Outpost post = Outpost.unmanned(settings -> settings, Outpost.set(B), Outpost.peers());
        post.at(B).info = masterInfo('b');
        post.stage.begin();
        post.seconds(2);
        assertEquals(List.of("+monitor", "-role-change"), post.stage.names(), "at first sight it may be anything");
    }

    @Test
    void aFailoverOfOursIsNotDetected() {
        Outpost post = Outpost.manned();
        post.stage.take(new FailoverFact.Reconfiguring(NAME, B));
        post.stage.forget();
        info(post, REPLICA, masterInfo('b'));
        assertEquals(List.of("-role-change"), post.stage.names());
    }

    @Test
    void whatAReplicaReportsIsAFact() {
        Outpost post = Outpost.manned();
        info(post, REPLICA, replicaInfo('b', A));
        MonitorFact.ReplicaReported told =
                post.stage.told(MonitorFact.ReplicaReported.class).get(0);
        assertEquals(B, told.replica());
        assertTrue(told.info().follows(A));
    }

    @Test
    void whileADecisionHangsOnItInfoFollowsInfo() {
        Outpost post = Outpost.manned();
        post.stage.take(new FailoverFact.Reconfiguring(NAME, B));
        post.millis(100);
        int urgent = post.stage.said(REPLICA, Errand.Info.class).size();
        assertTrue(urgent >= 7 && urgent <= 11, () -> urgent + " INFO in the first 100 ms");
        post.stage.take(new FailoverFact.Settled(NAME, B));
        post.seconds(1);
        post.stage.forget();
        post.secondsWithHellos(20);
        assertEquals(2, post.stage.said(REPLICA, Errand.Info.class).size(), 1);
    }

    @Test
    void aRoleThatNobodyKnowsIsNotTheConfiguredOne() {
        Outpost post = Outpost.manned();
        info(post, REPLICA, new Reply.Text("role:sentinel\r\n"));
        assertEquals(List.of("-role-change " + B_OF_A + " new reported role is slave"), post.stage.lines());
    }
}
