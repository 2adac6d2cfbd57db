package dev.vedette.command;

import static dev.vedette.command.Reports.ELECTION;
import static dev.vedette.command.Reports.FAILOVER;
import static dev.vedette.command.Reports.HEALTHY;
import static dev.vedette.command.Reports.MASTER_RUN;
import static dev.vedette.command.Reports.NAME;
import static dev.vedette.command.Reports.PEERS;
import static dev.vedette.command.Reports.PEER_ID;
import static dev.vedette.command.Reports.REPLICA;
import static dev.vedette.command.Reports.health;
import static dev.vedette.command.Reports.map;
import static dev.vedette.command.Reports.master;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.ElectionReport;
import dev.vedette.bus.FailoverReport;
import dev.vedette.bus.FailoverReport.Progress;
import dev.vedette.bus.MonitorReport;
import dev.vedette.bus.MonitorReport.Health;
import dev.vedette.command.resp.RespValue;
import dev.vedette.model.Address;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.NamePolicy;
import dev.vedette.model.RunId;
import dev.vedette.model.ScriptPaths;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldMapsTest {
    private static final AddressBook BOOK = new AddressBook(NamePolicy.DEFAULT);

    private static final MonitorReport.Master HEALTHY_MASTER = master(HEALTHY, HEALTHY);
    private static final RunId LEADER = new RunId("e".repeat(40));

    @Test
    void aHealthyMaster() {
        assertEquals(
                "name=mymaster ip=10.0.0.1 port=6379 runid=" + MASTER_RUN + " flags=master"
                        + " link-pending-commands=1 link-refcount=1 last-ping-sent=0 last-ok-ping-reply=100 last-ping-reply=90"
                        + " down-after-milliseconds=30000 info-refresh=1234 role-reported=master role-reported-time=5678"
                        + " config-epoch=5 num-slaves=2 num-other-sentinels=1 quorum=2 failover-timeout=180000 parallel-syncs=1",
                text(FieldMaps.master(BOOK, HEALTHY_MASTER, ELECTION, FAILOVER)));
    }

    @Test
    void aMasterWithScripts() {
        MasterPicture bare = HEALTHY_MASTER.picture();
        MasterPicture picture = new MasterPicture(
                bare.name(),
                bare.address(),
                null,
                bare.configEpoch(),
                bare.settings().scripts(new ScriptPaths("/n", "/c")),
                bare.replicas());
        MonitorReport.Master master = new MonitorReport.Master(
                picture,
                HEALTHY_MASTER.health(),
                HEALTHY_MASTER.node(),
                false,
                HEALTHY_MASTER.replicas(),
                HEALTHY_MASTER.peers());
        String text = text(FieldMaps.master(BOOK, master, ELECTION, FAILOVER));
        assertTrue(text.endsWith(" parallel-syncs=1 notification-script=/n client-reconfig-script=/c"), text);
    }

    /** Tools take the number of peers from here without looking at the key. */
    @Test
    void theNumberOfPeersStandsWhereToolsLook() {
        RespValue.Pairs fields = (RespValue.Pairs) FieldMaps.master(BOOK, HEALTHY_MASTER, ELECTION, FAILOVER);
        assertEquals("num-other-sentinels", bulk(fields.keysAndValues().get(32)));
        assertEquals("1", bulk(fields.keysAndValues().get(33)));
    }

    @Test
    void aMasterInTrouble() {
        Health down = new Health(
                true,
                3,
                1,
                Duration.ofMillis(5),
                Duration.ofMillis(6),
                Duration.ofMillis(7),
                Duration.ofMillis(8),
                true);
        MonitorReport.Master plain = master(down, HEALTHY);
        MonitorReport.Master rebooting = new MonitorReport.Master(
                plain.picture(), plain.health(), plain.node(), true, plain.replicas(), plain.peers());
        Map<String, String> fields =
                fields(FieldMaps.master(BOOK, rebooting, election(true, true, true, Duration.ofMillis(4)), FAILOVER));
        assertEquals(
                "s_down,o_down,master,disconnected,failover_in_progress,force_failover,script_kill_sent,"
                        + "master_reboot",
                fields.get("flags"));
        assertEquals("wait_start", fields.get("failover-state"));
        assertEquals("8", fields.get("s-down-time"));
        assertEquals("4", fields.get("o-down-time"));
        assertEquals(
                "name ip port runid flags link-pending-commands link-refcount failover-state last-ping-sent"
                        + " last-ok-ping-reply last-ping-reply s-down-time o-down-time down-after-milliseconds info-refresh",
                fields.keySet().stream().limit(15).collect(Collectors.joining(" ")));
    }

    @Test
    void aReplicaThatNeverAnswered() {
        assertEquals(
                "name=10.0.0.2:6379 ip=10.0.0.2 port=6379 runid= flags=slave link-pending-commands=1"
                        + " link-refcount=1 last-ping-sent=0 last-ok-ping-reply=100 last-ping-reply=90"
                        + " down-after-milliseconds=30000 info-refresh=0 role-reported=slave role-reported-time=77"
                        + " master-link-down-time=0 master-link-status=ok master-host=10.0.0.1 master-port=6379"
                        + " slave-priority=100 slave-repl-offset=4242 replica-announced=1",
                text(FieldMaps.replica(
                        BOOK, HEALTHY_MASTER, HEALTHY_MASTER.replicas().get(0), FAILOVER)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "NONE; slave",
                "SENT; slave,reconf_sent",
                "IN_PROGRESS; slave,reconf_inprog",
                "DONE; slave,reconf_done"
            })
    void aReplicaOnItsWay(Progress progress, String flags) {
        FailoverReport report = running("reconf_slaves", new Address("10.0.0.3", 6379), progress);
        assertEquals(
                flags,
                fields(FieldMaps.replica(
                                BOOK, HEALTHY_MASTER, HEALTHY_MASTER.replicas().get(0), report))
                        .get("flags"));
    }

    @Test
    void thePromotedReplica() {
        FailoverReport report = running("wait_promotion", REPLICA, Progress.NONE);
        assertEquals(
                "slave,promoted",
                fields(FieldMaps.replica(
                                BOOK, HEALTHY_MASTER, HEALTHY_MASTER.replicas().get(0), report))
                        .get("flags"));
        Map<String, String> master =
                fields(FieldMaps.master(BOOK, HEALTHY_MASTER, election(false, true, false, null), report));
        assertEquals("wait_promotion", master.get("failover-state"));
        assertEquals("master,failover_in_progress", master.get("flags"));
    }

    @Test
    void aPeer() {
        assertEquals(
                "name=" + PEER_ID + " ip=10.0.0.9 port=26379 runid=" + PEER_ID + " flags=sentinel"
                        + " link-pending-commands=1 link-refcount=1 last-ping-sent=0 last-ok-ping-reply=100 last-ping-reply=90"
                        + " down-after-milliseconds=30000 last-hello-message=321 voted-leader=? voted-leader-epoch=0",
                text(FieldMaps.peer(BOOK, HEALTHY_MASTER, HEALTHY_MASTER.peers().get(0), PEERS, ELECTION)));
    }

    @Test
    void aPeerThatVoted() {
        MonitorReport.Master master = master(HEALTHY, health(Duration.ofMillis(9), true));
        Map<String, String> fields =
                fields(FieldMaps.peer(BOOK, master, master.peers().get(0), PEERS, election(false, false, false, null)));
        assertEquals("s_down,sentinel,disconnected,master_down", fields.get("flags"));
        assertEquals("9", fields.get("s-down-time"));
        assertEquals(LEADER.value(), fields.get("voted-leader"));
        assertEquals("18446744073709551615", fields.get("voted-leader-epoch"));
    }

    private static ElectionReport election(boolean campaigning, boolean busy, boolean forced, Duration downFor) {
        SortedMap<RunId, ElectionReport.PeerVote> votes = new TreeMap<>();
        votes.put(PEER_ID, new ElectionReport.PeerVote(true, LEADER, new Epoch(-1)));
        return new ElectionReport(
                Reports.MY_ID,
                new Epoch(7),
                map(
                        NAME,
                        new ElectionReport.Master(downFor, campaigning, busy, forced, false, null, Epoch.ZERO, votes)));
    }

    private static FailoverReport running(String state, Address promoted, Progress progress) {
        SortedMap<Address, Progress> replicas = new TreeMap<>();
        replicas.put(REPLICA, progress);
        return new FailoverReport(map(NAME, new FailoverReport.Running(state, promoted, replicas)));
    }

    private static String text(RespValue map) {
        return fields(map).entrySet().stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    private static Map<String, String> fields(RespValue map) {
        Map<String, String> fields = new LinkedHashMap<>();
        List<RespValue> items = ((RespValue.Pairs) map).keysAndValues();
        for (int i = 0; i < items.size(); i += 2) {
            fields.put(bulk(items.get(i)), bulk(items.get(i + 1)));
        }
        return fields;
    }

    private static String bulk(RespValue value) {
        return new String(((RespValue.Bulk) value).bytes(), StandardCharsets.UTF_8);
    }
}
