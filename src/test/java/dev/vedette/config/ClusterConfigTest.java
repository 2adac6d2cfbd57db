package dev.vedette.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.Address;
import dev.vedette.model.ClusterSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What both kinds of configuration say about the cluster. */
class ClusterConfigTest {
    private static final String SECRET = "0123456789abcdef";

    @TempDir
    private Path folder;

    private ClusterSettings conf(String lines) {
        return Configs.loaded(folder.resolve("s.conf"), lines).cluster();
    }

    @Test
    void isOffUnlessSomebodyWantsIt() {
        assertEquals(ClusterSettings.OFF, conf(""));
        ClusterSettings on = conf("vedette-cluster-enabled yes\n");
        assertTrue(on.enabled());
        assertTrue(on.isPrivate(), "only this machine, unless it is said");
        assertEquals(5801, on.busPort());
        assertFalse(conf("vedette-cluster-host 10.0.0.1\n").isPrivate());
    }

    @Test
    void bothKindsOfFileSayTheSame() {
        ClusterSettings conf = conf("""
                vedette-cluster-enabled yes
                vedette-cluster-name shop
                vedette-cluster-members 10.0.0.2 10.0.0.3:5702 [2001:db8::0:2]:5703 node-4.example.org
                vedette-cluster-host 10.0.0.1
                vedette-cluster-port 6000
                vedette-cluster-bus-port 6001
                vedette-cluster-secret 0123456789abcdef
                """);
        ClusterSettings json = Configs.loaded(folder.resolve("s.json"), """
                {"cluster": {"enabled": true, "name": "shop", "host": "10.0.0.1", "port": 6000, "busPort": 6001,
                  "members": ["10.0.0.2", "10.0.0.3:5702", "[2001:db8::2]:5703", "node-4.example.org"],
                  "secret": "0123456789abcdef"}}
                """).cluster();
        assertEquals(conf, json);
        assertEquals(
                List.of(
                        new Address("10.0.0.2", 6000),
                        new Address("10.0.0.3", 5702),
                        new Address("2001:db8::2", 5703),
                        new Address("node-4.example.org", 6000)),
                conf.members());
        assertFalse(conf.toString().contains(SECRET), conf.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port 26379|vedette-cluster-enabled maybe|argument must be 'yes' or 'no'",
                "port 26379|vedette-cluster-name two words|wrong number of arguments",
                "port 26379|vedette-cluster-name a/b|Invalid name of a cluster.",
                "port 26379|vedette-cluster-host 0.0.0.0|Invalid address of a node.",
                "port 26379|vedette-cluster-host example.org|Invalid address of a node.",
                "port 26379|vedette-cluster-port 0|argument must be between 1 and 65535 inclusive",
                "port 26379|vedette-cluster-members 10.0.0.2:99999|Invalid member of a cluster: 10.0.0.2:99999",
                "port 26379|vedette-cluster-members 10.0.0.2 10.0.0:1|Invalid member of a cluster: 10.0.0:1",
                "port 26379|vedette-cluster-members 2001:db8::2:5701x|Invalid member of a cluster: 2001:db8::2:5701x",
            })
    void refusesInWords(String before, String line, String message) {
        Problem problem = Configs.problem(Configs.load(folder.resolve("s.conf"), before + "\n" + line + "\n"));
        assertEquals(message, problem.message());
        assertEquals(2, problem.line());
    }

    @Test
    void saysInJsonWhereItIsWrong() {
        Problem member = Configs.problem(
                Configs.load(folder.resolve("s.json"), "{\"cluster\": {\"members\": [\"10.0.0.2\", \"10.0.0.3:x\"]}}"));
        assertTrue(member.text().contains("/cluster/members/1"), member.text());
        assertTrue(member.text().contains("10.0.0.2:5701"), member.text());
        Problem key = Configs.problem(Configs.load(folder.resolve("s.json"), "{\"cluster\": {\"ports\": 1}}"));
        assertTrue(key.text().contains("/cluster/ports"), key.text());
    }

    @Test
    void portsMustNotCollide() {
        String same = "vedette-cluster-enabled yes\nvedette-cluster-port 6000\nvedette-cluster-bus-port 6000\n";
        Problem problem = Configs.problem(Configs.load(folder.resolve("s.conf"), same));
        assertTrue(problem.message().contains("cannot listen on port 6000"), problem.text());
        Problem high = Configs.problem(
                Configs.load(folder.resolve("s.conf"), "vedette-cluster-enabled yes\nvedette-cluster-port 65500\n"));
        assertTrue(high.message().contains("65600"), high.text());
    }

    @Test
    void aSecretIsNotShownInAComplaint() {
        Problem conf = Configs.problem(Configs.load(folder.resolve("s.conf"), "vedette-cluster-secret hidden\n"));
        assertEquals("Invalid secret of a cluster.", conf.message());
        assertEquals("vedette-cluster-secret ******", conf.value());
        Problem json =
                Configs.problem(Configs.load(folder.resolve("s.json"), "{\"cluster\": {\"secret\": \"hidden\"}}"));
        assertEquals("******", json.value());
    }
}
