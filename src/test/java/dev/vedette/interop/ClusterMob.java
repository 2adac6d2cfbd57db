package dev.vedette.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.demo.Deployment;
import dev.vedette.demo.SentinelProcess;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Garbage, halves of headers and silence at both ports of every node of a cluster. */
final class ClusterMob extends Mob {
    private static final int SILENT = 50;

    private ClusterMob(List<Integer> ports) {
        super(ports);
    }

    static ClusterMob at(Deployment deployment) throws IOException {
        List<Integer> ports = new ArrayList<>();
        for (SentinelProcess sentinel : deployment.sentinels()) {
            for (String line : Files.readAllLines(sentinel.configuration())) {
                if (line.matches("vedette-cluster-(bus-)?port .*")) {
                    ports.add(Integer.parseInt(line.substring(line.indexOf(' ') + 1)));
                }
            }
        }
        assertEquals(6, ports.size());
        ClusterMob mob = new ClusterMob(ports);
        mob.gather(SILENT);
        return mob;
    }

    @Override
    void strike(Socket socket, byte[] garbage, Random random) throws IOException {
        // Hazelcast's greeting and a length that promises little, so that something is parsed.
        garbage[0] = 'H';
        garbage[1] = 'Z';
        garbage[2] = 'C';
        socket.getOutputStream().write(garbage, size() % 2 == 0 ? 0 : 3, 1 + random.nextInt(5_000));
    }
}
