package dev.vedette.bench;

import dev.vedette.demo.Await;
import dev.vedette.demo.Deployment;
import dev.vedette.demo.SentinelProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The cluster of a deployment, as a failover is measured beside it: none, a calm one, or one whose packets are dropped
 * from a moment before the fault on. Connections stay open and hear nothing, which is worse for whoever waits for them
 * than a refusal.
 */
enum Cluster {
    NO("", "redis-sentinel"),
    YES("clustered", "in a cluster"),
    BLOCKED("cluster-blocked", "cluster blocked");

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final String file;
    private final String label;

    Cluster(String file, String label) {
        this.file = file;
        this.label = label;
    }

    /** For the name of the file with the figures. */
    String file() {
        return file;
    }

    /** What Vedette alone is compared with. */
    String label() {
        return label;
    }

    void awaitJoined(Deployment deployment) {
        for (SentinelProcess sentinel : deployment.sentinels()) {
            Await.until(
                    PATIENCE,
                    sentinel.name() + " is in the cluster with the others",
                    () -> Files.readString(sentinel.child().log()).matches("(?s).*cluster: (joined, )?3 nodes.*"),
                    deployment::evidence);
        }
    }

    /** From here on nothing that is sent to a port of the cluster, or comes from one, arrives. */
    void begin(Deployment deployment) throws IOException {
        if (this == BLOCKED) {
            for (String port : ports(deployment)) {
                iptables("-A", port);
            }
        }
    }

    void end(Deployment deployment) throws IOException {
        if (this == BLOCKED) {
            for (String port : ports(deployment)) {
                iptables("-D", port);
            }
        }
    }

    private static List<String> ports(Deployment deployment) throws IOException {
        List<String> ports = new ArrayList<>();
        for (SentinelProcess sentinel : deployment.sentinels()) {
            for (String line : Files.readAllLines(sentinel.configuration())) {
                if (line.matches("vedette-cluster-(bus-)?port .*")) {
                    ports.add(line.substring(line.indexOf(' ') + 1));
                }
            }
        }
        return ports;
    }

    private static void iptables(String what, String port) throws IOException {
        for (String side : List.of("--dport", "--sport")) {
            List<String> command =
                    List.of("iptables", "-w", "10", what, "INPUT", "-i", "lo", "-p", "tcp", side, port, "-j", "DROP");
            try {
                if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                    throw new IOException("--cluster blocked needs root: " + String.join(" ", command));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }
}
