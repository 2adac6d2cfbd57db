package dev.vedette.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.demo.Resp;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The image of {@code docker/} as its users run it, a host with an address of its own for each. The engine is driven by
 * its own command line. Images of data nodes are taken where they are or can be pulled; the first is made of this
 * machine.
 */
@Tag("hosts")
class ContainersIT {
    private static final String IMAGE = "vedette-test";
    private static final Duration REPLY = Duration.ofSeconds(4);
    private static final String PREFIX = "vdc" + ProcessHandle.current().pid();

    @BeforeAll
    static void makeTheImage() throws IOException {
        Optional<String> refusal = Optional.empty();
        try {
            Shell.run("docker version >/dev/null");
        } catch (IOException e) {
            refusal = Optional.of("containers need an engine that docker reaches");
        }
        Hosts.skip(refusal);
        Shell.patiently("VEDETTE_BUILD=no docker/build --local " + IMAGE);
    }

    @BeforeEach
    void makeTheNetwork() throws IOException {
        Shell.run("docker network create " + PREFIX);
    }

    @AfterEach
    void removeEverything() throws IOException {
        Shell.run("""
                docker ps -aq --filter name=%1$s | xargs -r docker rm -fv >/dev/null
                docker network rm %1$s
                """.formatted(PREFIX));
    }

    private static void start(String name, String options, String image, String command) throws IOException {
        Shell.run("docker run -d --name %1$s-%2$s --network-alias %2$s --network %1$s %3$s %4$s %5$s"
                .formatted(PREFIX, name, options, image, command));
    }

    private static InetSocketAddress at(String name, int port) throws IOException {
        String ip = inspect(name, "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");
        return new InetSocketAddress(ip, port);
    }

    private static String inspect(String name, String what) throws IOException {
        return Shell.run("docker inspect -f '" + what + "' " + PREFIX + "-" + name)
                .strip();
    }

    private static Object ask(String name, int port, String... words) throws IOException {
        return Resp.ask(at(name, port), REPLY, words);
    }

    private static String master(String sentinel) throws IOException {
        return ask(sentinel, Site.SENTINEL_PORT, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", Site.MASTER)
                        instanceof List<?> address
                ? String.valueOf(address.get(0))
                : "";
    }

    private static String logs() {
        try {
            return Shell.run("for c in $(docker ps -aq --filter name=" + PREFIX
                    + "); do docker inspect -f '---- {{.Name}}' $c; docker logs --tail 40 $c 2>&1; done");
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void await(String what, Await.Condition condition) {
        Await.until(Site.PATIENCE, what, condition, ContainersIT::logs);
    }

    /** A failover, and the old master comes back; read-only, without rights, in 128 MiB. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "vedette-local/redis",
                "redis:6.2",
                "redis:7.2",
                "redis:8",
                "valkey/valkey:7.2",
                "valkey/valkey:8",
                "valkey/valkey:9"
            })
    void theyFailOver(String redis) throws IOException {
        Hosts.skip(available(redis) ? Optional.empty() : Optional.of("no image " + redis + ", and none to pull"));
        String node = redis.startsWith("valkey") ? "valkey-server" : "redis-server";
        for (int i = 1; i <= 3; i++) {
            start(
                    "n" + i,
                    "",
                    redis,
                    node + " --protected-mode no --replica-announce-ip n" + i + (i == 1 ? "" : " --replicaof n1 6379"));
        }
        for (int i = 1; i <= 3; i++) {
            start(
                    "s" + i,
                    "--read-only --cap-drop ALL --security-opt no-new-privileges -m 128m -e VEDETTE_MASTER_HOST=n1"
                            + " -e VEDETTE_DOWN_AFTER=2000 -e VEDETTE_FAILOVER_TIMEOUT=10000"
                            + " -e VEDETTE_ANNOUNCE_HOSTNAMES=yes -e VEDETTE_ANNOUNCE_IP=s" + i,
                    IMAGE,
                    "");
        }
        for (String sentinel : List.of("s1", "s2", "s3")) {
            await(sentinel + " knows everybody", () -> isContent(sentinel));
            await(sentinel + " is healthy", () -> "healthy".equals(inspect(sentinel, "{{.State.Health.Status}}")));
        }
        ask("n1", Site.NODE_PORT, "SET", "key", "value");
        Shell.run("docker kill " + PREFIX + "-n1");
        long died = System.nanoTime();
        await(
                "another master",
                () -> !master("s1").equals("n1")
                        && master("s1").equals(master("s2"))
                        && master("s1").equals(master("s3")));
        Duration took = Duration.ofNanos(System.nanoTime() - died);
        String promoted = master("s1");
        assertEquals("value", ask(promoted, Site.NODE_PORT, "GET", "key"));
        Shell.run("docker start " + PREFIX + "-n1");
        await(
                "the old master follows",
                () -> promoted.equals(Resp.info(ask("n1", Site.NODE_PORT, "INFO", "replication"))
                        .get("master_host")));
        Hosts.report(
                "containers, " + redis,
                "another master after " + took.toMillis() + " ms; memory "
                        + Shell.run("docker stats --no-stream --format '{{.MemUsage}}' " + PREFIX + "-s1")
                                .strip());
    }

    private static boolean isContent(String sentinel) throws IOException {
        var master = Resp.fields(ask(sentinel, Site.SENTINEL_PORT, "SENTINEL", "MASTER", Site.MASTER));
        var info = Resp.info(ask(sentinel, Site.SENTINEL_PORT, "INFO", "sentinel"));
        return List.of("master", "2", "2", "0")
                .equals(List.of(
                        master.get("flags"),
                        master.get("num-slaves"),
                        master.get("num-other-sentinels"),
                        info.get("sentinel_tilt")));
    }

    private static boolean available(String image) {
        try {
            Shell.run("docker image inspect %1$s >/dev/null 2>&1 || timeout 40 docker pull -q %1$s".formatted(image));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Nothing can be renamed over a file that is mounted by itself. */
    @Test
    void aMountedFileIsRefusedAndAMountedFolderIsNot() throws IOException {
        String folder = Shell.run("""
                folder=$(mktemp -d)
                echo "sentinel monitor mymaster 127.0.0.1 6379 1" >$folder/sentinel.conf
                chown -R 999:999 $folder
                echo $folder""").strip();
        try {
            String mount = "-v " + folder + "/sentinel.conf:/etc/sentinel.conf";
            start("s1", mount, IMAGE, "redis-sentinel /etc/sentinel.conf");
            await("it ends", () -> "1".equals(inspect("s1", "{{if not .State.Running}}{{.State.ExitCode}}{{end}}")));
            String said = logs();
            assertTrue(said.contains("Device or resource busy"), said);
            assertTrue(said.contains("mount its folder instead of the file"), said);
            start(
                    "s2",
                    mount,
                    IMAGE,
                    "redis-sentinel /etc/sentinel.conf --sentinel state-config-file /data/sentinel.state.conf");
            start(
                    "s3",
                    "--init -v " + folder + ":/etc/redis",
                    IMAGE,
                    "redis-server /etc/redis/sentinel.conf --sentinel");
            for (String sentinel : List.of("s2", "s3")) {
                await(sentinel + " answers", () -> "PONG".equals(ask(sentinel, Site.SENTINEL_PORT, "PING")));
                Shell.run("docker exec " + PREFIX + "-" + sentinel + " vedette-health");
            }
        } finally {
            Shell.run("rm -rf " + folder);
        }
    }
}
