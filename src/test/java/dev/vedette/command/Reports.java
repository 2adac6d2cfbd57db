package dev.vedette.command;

import dev.vedette.bus.ElectionReport;
import dev.vedette.bus.FailoverReport;
import dev.vedette.bus.MonitorReport;
import dev.vedette.bus.MonitorReport.DataNode;
import dev.vedette.bus.MonitorReport.Health;
import dev.vedette.bus.PeersReport;
import dev.vedette.bus.ScriptReport;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.PeerRef;
import dev.vedette.model.Role;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Canned reports of one healthy master with a shown replica, a hidden one, and a peer. */
final class Reports {
    private Reports() {}

    static final RunId MY_ID = new RunId("a".repeat(40));
    static final RunId PEER_ID = new RunId("b".repeat(40));
    static final RunId MASTER_RUN = new RunId("c".repeat(40));
    static final MasterName NAME = new MasterName("mymaster");
    static final Address MASTER = new Address("10.0.0.1", 6379);
    static final Address REPLICA = new Address("10.0.0.2", 6379);
    static final Address HIDDEN = new Address("::1", 6380);
    static final PeerRef PEER = new PeerRef(PEER_ID, new Address("10.0.0.9", 26379));

    static final MasterPicture PICTURE = picture(null);
    static final Health HEALTHY = health(null, false);

    static final MonitorReport MONITOR = monitor(null, master(HEALTHY, HEALTHY));
    static final PeersReport PEERS =
            new PeersReport(map(NAME, List.of(new PeersReport.Entry(PEER, Duration.ofMillis(321)))));
    static final ElectionReport ELECTION = new ElectionReport(MY_ID, new Epoch(7), new TreeMap<>());
    static final ScriptReport SCRIPTS = new ScriptReport(List.of(
            new ScriptReport.Job(List.of("/n.sh", "+sdown", "master m"), true, 4712, Duration.ofMillis(17), 1),
            new ScriptReport.Job(List.of("/n.sh", "+odown", "master m"), false, 0, Duration.ofSeconds(30), 2)));
    static final FailoverReport FAILOVER = new FailoverReport(new TreeMap<>());

    static MasterPicture picture(Address promoted) {
        return new MasterPicture(
                NAME,
                MASTER,
                promoted,
                new Epoch(5),
                MasterSettings.withQuorum(2),
                new TreeSet<>(List.of(REPLICA, HIDDEN)));
    }

    static Health health(Duration downFor, boolean disconnected) {
        return new Health(
                disconnected, 1, 1, Duration.ZERO, Duration.ofMillis(100), Duration.ofMillis(90), downFor, false);
    }

    static MonitorReport monitor(Duration tilt, MonitorReport.Master master) {
        return new MonitorReport(tilt, tilt == null ? 0 : 3, List.of(master));
    }

    static MonitorReport.Master master(Health health, Health peerHealth) {
        DataNode node =
                new DataNode(MASTER_RUN, Duration.ofMillis(1234), "# Server\r\n", Role.MASTER, Duration.ofMillis(5678));
        return new MonitorReport.Master(
                PICTURE,
                health,
                node,
                false,
                List.of(replica(REPLICA, health(null, false), true), replica(HIDDEN, HEALTHY, false)),
                List.of(new MonitorReport.Peer(PEER, peerHealth)));
    }

    static MonitorReport.Replica replica(Address address, Health health, boolean announced) {
        DataNode node = new DataNode(null, null, null, Role.NONE, Duration.ofMillis(77));
        return new MonitorReport.Replica(
                address, health, node, Duration.ZERO, true, "10.0.0.1", 6379, 100, 4242, announced);
    }

    static <V> SortedMap<MasterName, V> map(MasterName name, V value) {
        SortedMap<MasterName, V> map = new TreeMap<>();
        map.put(name, value);
        return map;
    }
}
