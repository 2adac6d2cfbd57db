package dev.vedette.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.HostConfig;
import dev.vedette.demo.Await;
import dev.vedette.demo.Resp;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * The image of {@code docker/} as its users run it, a host with an address of its own for each. Images of data nodes
 * are taken where they are or can be pulled; the first is made of this machine. What watches over containers for
 * Testcontainers is an image that would have to be pulled as well: the build switches it off, and each test removes
 * what it started.
 */
@Tag("hosts")
class ContainersIT {
    private static final String IMAGE = "vedette-test";
    private static final Duration REPLY = Duration.ofSeconds(4);
    private static final long MEMORY = 128L << 20;

    private final Network network = Network.newNetwork();
    private final Map<String, GenericContainer<?>> hosts = new TreeMap<>();

    @BeforeAll
    static void makeTheImage() throws IOException {
        Hosts.skip(
                DockerClientFactory.instance().isDockerAvailable()
                        ? Optional.empty()
                        : Optional.of("containers need an engine that docker reaches"));
        Shell.patiently("VEDETTE_BUILD=no docker/build --local " + IMAGE);
    }

    @AfterEach
    void removeEverything() {
        hosts.values().forEach(GenericContainer::stop);
        network.close();
    }

    /** A host of that name, not started yet. */
    private GenericContainer<?> host(String name, String image, String... command) {
        GenericContainer<?> host = new GenericContainer<>(DockerImageName.parse(image))
                .withNetwork(network)
                .withNetworkAliases(name)
                .withCommand(command)
                .withStartupCheckStrategy(new StartedIsEnough());
        hosts.put(name, host);
        return host;
    }

    /** What comes of it is for the test to say: one of them is to end at once. */
    private static final class StartedIsEnough extends StartupCheckStrategy {
        @Override
        public StartupStatus checkStartupState(DockerClient client, String id) {
            return StartupStatus.SUCCESSFUL;
        }
    }

    private GenericContainer<?> at(String name) {
        return Objects.requireNonNull(hosts.get(name), name);
    }

    private InetSocketAddress address(String name, int port) throws IOException {
        String ip = at(name).getCurrentContainerInfo().getNetworkSettings().getNetworks().values().stream()
                .map(ContainerNetwork::getIpAddress)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new IOException(name + " has no address"));
        return new InetSocketAddress(ip, port);
    }

    private Object ask(String name, int port, String... words) throws IOException {
        return Resp.ask(address(name, port), REPLY, words);
    }

    private String master(String sentinel) throws IOException {
        return ask(sentinel, Site.SENTINEL_PORT, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", Site.MASTER)
                        instanceof List<?> address
                ? String.valueOf(address.get(0))
                : "";
    }

    private String logs() {
        StringBuilder all = new StringBuilder();
        hosts.forEach(
                (name, host) -> all.append("---- ").append(name).append('\n').append(host.getLogs()));
        return all.toString();
    }

    private void await(String what, Await.Condition condition) {
        Await.until(Site.PATIENCE, what, condition, this::logs);
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
            List<String> words =
                    new ArrayList<>(List.of(node, "--protected-mode", "no", "--replica-announce-ip", "n" + i));
            if (i > 1) {
                words.addAll(List.of("--replicaof", "n1 6379"));
            }
            host("n" + i, redis, words.toArray(String[]::new)).start();
        }
        for (int i = 1; i <= 3; i++) {
            host("s" + i, IMAGE)
                    .withEnv("VEDETTE_MASTER_HOST", "n1")
                    .withEnv("VEDETTE_DOWN_AFTER", "2000")
                    .withEnv("VEDETTE_FAILOVER_TIMEOUT", "10000")
                    .withEnv("VEDETTE_ANNOUNCE_HOSTNAMES", "yes")
                    .withEnv("VEDETTE_ANNOUNCE_IP", "s" + i)
                    .withCreateContainerCmdModifier(create -> settings(create)
                            .withReadonlyRootfs(true)
                            .withCapDrop(Capability.ALL)
                            .withSecurityOpts(List.of("no-new-privileges"))
                            .withMemory(MEMORY))
                    .start();
        }
        for (String sentinel : List.of("s1", "s2", "s3")) {
            await(sentinel + " knows everybody", () -> isContent(sentinel));
            await(sentinel + " is healthy", () -> at(sentinel).isHealthy());
        }
        ask("n1", Site.NODE_PORT, "SET", "key", "value");
        DockerClientFactory.lazyClient()
                .killContainerCmd(at("n1").getContainerId())
                .exec();
        long died = System.nanoTime();
        await(
                "another master",
                () -> !master("s1").equals("n1")
                        && master("s1").equals(master("s2"))
                        && master("s1").equals(master("s3")));
        Duration took = Duration.ofNanos(System.nanoTime() - died);
        String promoted = master("s1");
        assertEquals("value", ask(promoted, Site.NODE_PORT, "GET", "key"));
        DockerClientFactory.lazyClient()
                .startContainerCmd(at("n1").getContainerId())
                .exec();
        await(
                "the old master follows",
                () -> promoted.equals(Resp.info(ask("n1", Site.NODE_PORT, "INFO", "replication"))
                        .get("master_host")));
        Hosts.report(
                "containers, " + redis,
                "another master after " + took.toMillis() + " ms; memory "
                        + Shell.run("docker stats --no-stream --format '{{.MemUsage}}' " + at("s1").getContainerId())
                                .strip());
    }

    private boolean isContent(String sentinel) throws IOException {
        var master = Resp.fields(ask(sentinel, Site.SENTINEL_PORT, "SENTINEL", "MASTER", Site.MASTER));
        var info = Resp.info(ask(sentinel, Site.SENTINEL_PORT, "INFO", "sentinel"));
        return List.of("master", "2", "2", "0")
                .equals(Arrays.asList(
                        master.get("flags"),
                        master.get("num-slaves"),
                        master.get("num-other-sentinels"),
                        info.get("sentinel_tilt")));
    }

    private static HostConfig settings(CreateContainerCmd create) {
        return Objects.requireNonNull(create.getHostConfig());
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
    void aMountedFileIsRefusedAndAMountedFolderIsNot() throws IOException, InterruptedException {
        String folder = Shell.run("""
                folder=$(mktemp -d)
                echo "sentinel monitor mymaster 127.0.0.1 6379 1" >$folder/sentinel.conf
                chown -R 999:999 $folder
                echo $folder""").strip();
        try {
            Bind file = Bind.parse(folder + "/sentinel.conf:/etc/sentinel.conf");
            host("s1", IMAGE, "redis-sentinel", "/etc/sentinel.conf")
                    .withCreateContainerCmdModifier(create -> settings(create).withBinds(file))
                    .start();
            await(
                    "it ends",
                    () -> !at("s1").isRunning()
                            && Objects.equals(
                                    1L,
                                    at("s1").getCurrentContainerInfo()
                                            .getState()
                                            .getExitCodeLong()));
            String said = logs();
            assertTrue(said.contains("Device or resource busy"), said);
            assertTrue(said.contains("mount its folder instead of the file"), said);
            host(
                            "s2",
                            IMAGE,
                            "redis-sentinel",
                            "/etc/sentinel.conf",
                            "--sentinel",
                            "state-config-file",
                            "/data/sentinel.state.conf")
                    .withCreateContainerCmdModifier(create -> settings(create).withBinds(file))
                    .start();
            host("s3", IMAGE, "redis-server", "/etc/redis/sentinel.conf", "--sentinel")
                    .withCreateContainerCmdModifier(
                            create -> settings(create).withInit(true).withBinds(Bind.parse(folder + ":/etc/redis")))
                    .start();
            for (String sentinel : List.of("s2", "s3")) {
                await(sentinel + " answers", () -> "PONG".equals(ask(sentinel, Site.SENTINEL_PORT, "PING")));
                assertEquals(0, at(sentinel).execInContainer("vedette-health").getExitCode());
            }
        } finally {
            Shell.run("rm -rf " + folder);
        }
    }
}
