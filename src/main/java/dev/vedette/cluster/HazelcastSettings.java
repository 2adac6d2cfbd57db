package dev.vedette.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MultiMapConfig.ValueCollectionType;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.TcpIpConfig;
import dev.vedette.model.ClusterSettings;
import dev.vedette.model.Limits;
import dev.vedette.platform.Passwords;

/**
 * Hazelcast as this program wants it: small, quiet, on one address, and with nobody but the members that are named. In
 * code, because a file could be replaced by one that knows less. Every node is a full member: a cluster of lite members
 * keeps nothing, and who registered where has to be kept by somebody; there is hardly anything of it.
 */
final class HazelcastSettings {
    /** By which the cluster manager of Vert.x finds an instance that it did not make. */
    private static final String NODE_ID = "__vertx.nodeId";

    private static final String LOGGING = "hazelcast.logging.type";
    private static final String SLF4J = "slf4j";
    private static final int NODE_ID_BITS = 128;

    private HazelcastSettings() {}

    static Config of(ClusterSettings settings) {
        Config config = new Config("vedette-" + Passwords.hex(NODE_ID_BITS));
        config.setClusterName(settings.name());
        config.getMemberAttributeConfig().setAttribute(NODE_ID, Passwords.hex(NODE_ID_BITS));
        network(config.getNetworkConfig(), settings);
        config.setProperty("hazelcast.local.localAddress", settings.host());
        config.setProperty("hazelcast.socket.bind.any", "false");
        config.setProperty("hazelcast.socket.connect.timeout.seconds", seconds(2));
        config.setProperty("hazelcast.wait.seconds.before.join", "0");
        config.setProperty("hazelcast.max.join.seconds", seconds(Limits.CLUSTER_JOIN.toSeconds()));
        config.setProperty("hazelcast.operation.call.timeout.millis", millis(Limits.CLUSTER_CALL.toMillis()));
        // A node that hung is out after 15 s; two halves that see each other again become one within as long.
        config.setProperty("hazelcast.heartbeat.interval.seconds", seconds(2));
        config.setProperty("hazelcast.max.no.heartbeat.seconds", seconds(15));
        config.setProperty("hazelcast.merge.first.run.delay.seconds", seconds(15));
        config.setProperty("hazelcast.merge.next.run.delay.seconds", seconds(15));
        slim(config);
        quiet(config);
        config.getMultiMapConfig("__vertx.subs").setBackupCount(1).setValueCollectionType(ValueCollectionType.SET);
        config.getMapConfig("__vertx.nodeInfo").setBackupCount(1);
        config.getSerializationConfig().setJavaSerializationFilterConfig(onlyOwnClasses());
        return config;
    }

    private static void network(NetworkConfig network, ClusterSettings settings) {
        network.setPort(settings.port()).setPortAutoIncrement(false).setReuseAddress(true);
        network.getInterfaces().setEnabled(true).addInterface(settings.host());
        JoinConfig join = network.getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        TcpIpConfig members = join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(2);
        settings.members().forEach(member -> members.addMember(member.toString()));
    }

    private static void slim(Config config) {
        config.setProperty("hazelcast.partition.count", "11");
        config.setProperty("hazelcast.operation.thread.count", "1");
        config.setProperty("hazelcast.operation.generic.thread.count", "2");
        config.setProperty("hazelcast.operation.response.thread.count", "1");
        config.setProperty("hazelcast.event.thread.count", "1");
        config.setProperty("hazelcast.io.thread.count", "1");
        config.setProperty("hazelcast.clientengine.thread.count", "1");
        config.setProperty("hazelcast.clientengine.query.thread.count", "1");
        config.setProperty("hazelcast.clientengine.blocking.thread.count", "1");
        config.getMetricsConfig().setEnabled(false);
        config.getJetConfig().setEnabled(false);
    }

    private static void quiet(Config config) {
        config.setProperty(LOGGING, SLF4J);
        // Its first words are said before it has read this.
        System.setProperty(LOGGING, SLF4J);
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.setProperty("hazelcast.health.monitoring.level", "OFF");
        config.setProperty("hazelcast.slow.operation.detector.enabled", "false");
    }

    /** What strangers send is made into objects of these packages or not at all. */
    private static JavaSerializationFilterConfig onlyOwnClasses() {
        JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig();
        filter.getWhitelist()
                .addPrefixes("com.hazelcast.", "io.vertx.spi.cluster.hazelcast.", "java.lang.", "java.util.", "[");
        return filter;
    }

    private static String seconds(long value) {
        return Long.toString(value);
    }

    private static String millis(long value) {
        return Long.toString(value);
    }
}
