package dev.vedette.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.Level;
import dev.vedette.config.Loading.Loaded;
import dev.vedette.model.Address;
import dev.vedette.model.Credentials;
import dev.vedette.model.MasterState;
import dev.vedette.model.ScriptPaths;
import dev.vedette.model.SentinelSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonConfigTest {
    private static final String FULL = """
      {
        /* comments are fine */
        "$schema": "./sentinel.schema.json",
        "port": 26380, "bind": ["127.0.0.1", "-::1"], "announce": {"ip": "10.0.0.9", "port": 7},
        "maxClients": 50, "denyScriptsReconfig": false, "logLevel": "debug", "stateFile": "state/s.conf",
        "peerAuth": {"user": "su", "password": "sp"},
        "masters": {
          "mm": {
            "address": "[2001:DB8::0:1]:6379", "quorum": 2, "downAfter": "5s", "failoverTimeout": 60000,
            "parallelSyncs": 3, "auth": {"user": "me", "password": "it's"}, "renamedCommands": {"config": "c g"},
            "rebootDownAfter": "7 ms", "crashDetection": true,
            "notificationScript": "my script", "clientReconfigScript": "/bin/sh"
          },
          "other one": {"address": "127.0.0.1:6379", "quorum": 1}
        }
      }
      """;
    private @TempDir Path folder;

    private Path file() {
        return folder.resolve("sentinel.json");
    }

    private static String master(String members) {
        return "{\"masters\": {\"mm\": {" + members + "}}}";
    }

    @Test
    void readsEverythingThatItKnows() throws java.io.IOException {
        java.nio.file.Files.createDirectory(folder.resolve("state"));
        java.nio.file.Files.copy(Path.of("/bin/sh"), folder.resolve("my script"));
        Loaded loaded = Configs.loaded(file(), FULL);
        assertEquals(
                SentinelSettings.DEFAULTS
                        .port(26380)
                        .bind("127.0.0.1", "-::1")
                        .announce("10.0.0.9", 7)
                        .peerCredentials(new Credentials("su", "sp"))
                        .maxClients(50)
                        .denyScriptsReconfig(false),
                loaded.settings());
        assertEquals(Level.DEBUG, loaded.logLevel());
        assertEquals(folder.resolve("state/s.conf").toString(), loaded.store().path());
        assertFalse(loaded.store().inPlace());
        assertTrue(loaded.idIsNew());
        assertFalse(loaded.onDisk());
        MasterState mm = loaded.state().masters().get(Configs.name("mm"));
        assertEquals(new Address("2001:db8::1", 6379), mm.address());
        assertEquals(2, mm.settings().quorum());
        assertEquals(Duration.ofSeconds(5), mm.settings().downAfter());
        assertEquals(Duration.ofMinutes(1), mm.settings().failoverTimeout());
        assertEquals(3, mm.settings().parallelSyncs());
        assertEquals(new Credentials("me", "it's"), mm.settings().credentials());
        assertEquals(new TreeMap<>(Map.of("CONFIG", "c g")), mm.settings().renames());
        assertEquals(Duration.ofMillis(7), mm.settings().rebootDownAfter());
        assertTrue(mm.settings().crashDetection());
        assertEquals(
                new ScriptPaths(folder.resolve("my script").toString(), "/bin/sh"),
                mm.settings().scripts());
        assertEquals(
                new Address("127.0.0.1", 6379),
                loaded.state().masters().get(Configs.name("other one")).address());
    }

    @Test
    void saysTheSameAsTheOtherFrontDoor() {
        Loaded json = Configs.loaded(file(), "{\"masters\":{\"mm\":{\"address\":\"10.0.0.1:6379\",\"quorum\":2}}}");
        Loaded conf = Configs.loaded(folder.resolve("s.conf"), "sentinel monitor mm 10.0.0.1 6379 2\n");
        assertEquals(conf.settings(), json.settings());
        assertEquals(conf.state(), json.state());
        assertEquals(conf.logLevel(), json.logLevel());
    }

    @Test
    void theStateOfEachConfigurationHasAFileOfItsOwn() {
        assertEquals(
                folder.resolve("sentinel.state.conf").toString(),
                Configs.loaded(file(), "{}").store().path());
        assertEquals(
                folder.resolve("s2.state.conf").toString(),
                Configs.loaded(folder.resolve("s2.json"), "{}").store().path());
    }

    @Test
    void optionsCountAfterTheFile() {
        Loaded loaded = Configs.loaded(file(), "{\"port\": 1}", "port 26380", "sentinel monitor mm 10.0.0.1 6379 2");
        assertEquals(26380, loaded.settings().port());
        assertEquals(1, loaded.state().masters().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"prot\": 1} | /prot | 1 | Unknown key. | did you mean port?",
                "{\"port\": 70000} | /port | 70000 | Invalid port number. | a whole number from 0 to 65535",
                "{\"port\": \"26379\"} | /port | \"26379\" | Not a whole number. | a whole number from 0 to 65535",
                "{\"port\": 1.5} | /port | 1.5 | Not a whole number. | a whole number from 0 to 65535",
                "{\"port\": null} | /port | null | Not a whole number. | a whole number from 0 to 65535",
                "{\"maxClients\": 0} | /maxClients | 0 | Invalid number of clients. | a whole number from 1 to 2147483647",
                "{\"bind\": [\"*\", \"host\"]} | /bind/1 | \"host\" | Invalid bind address. | *",
                "{\"bind\": []} | /bind | […] | Nothing to listen on. | *",
                "{\"announce\": {\"ip\": \"host\"}} | /announce/ip | \"host\" | Invalid address to announce. | *",
                "{\"announce\": \"host\"} | /announce | \"host\" | Not an object. | {…}",
                "{\"logLevel\": \"loud\"} | /logLevel | \"loud\" | Unknown log level. | *",
                "{\"denyScriptsReconfig\": \"no\"} | /denyScriptsReconfig | \"no\" | Neither true nor false. | true or false",
                "{\"stateFile\": \"\"} | /stateFile | \"\" | Empty. | *",
                "{\"peerAuth\": {\"user\": \"x\"}} | /peerAuth | {…} | A user without a password logs nobody in. | *",
                "{\"peerAuth\": {\"pasword\": \"x\"}} | /peerAuth/pasword | \"x\" | Unknown key. | did you mean password?",
                "{\"peerAuth\": {\"password\": 7}} | /peerAuth/password | ****** | Not a text. | *",
                "{\"masters\": []} | /masters | […] | Not an object. | {…}",
                "[] | / | […] | Not an object. | {…}",
            })
    void saysWhatIsWrongWhere(String json, String pointer, String value, String message, String valid) {
        check(Configs.problem(Configs.load(file(), json)), pointer, value, message, valid);
    }

    private void check(Problem problem, String pointer, String value, String message, String valid) {
        assertEquals(pointer, problem.pointer());
        assertEquals(value, problem.value());
        assertEquals(message, problem.message());
        assertEquals(file().toString(), problem.source());
        if (!valid.equals("*")) {
            assertEquals(valid, problem.valid());
        }
        assertFalse(problem.valid().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"quorum\": 0 | /quorum | 0 | Quorum must be 1 or greater.",
                "\"downAfter\": \"5 minutes\" | /downAfter | \"5 minutes\" | Not a period.",
                "\"downAfter\": 0 | /downAfter | 0 | negative or zero time parameter.",
                "\"downAfter\": -7 | /downAfter | -7 | negative or zero time parameter.",
                "\"downAfter\": \"999999999999999h\" | /downAfter | \"999999999999999h\" | negative or zero time parameter.",
                "\"failoverTimeout\": true | /failoverTimeout | true | Not a period.",
                "\"rebootDownAfter\": -1 | /rebootDownAfter | -1 | negative time parameter.",
                "\"parallelSyncs\": 0 | /parallelSyncs | 0 | Invalid number of replicas.",
                "\"auth\": {\"user\": 1, \"password\": \"p\"} | /auth/user | 1 | Not a text.",
                "\"renamedCommands\": {\"config\": \"a\", \"CONFIG\": \"b\"} | /renamedCommands/CONFIG | \"b\" | Same command renamed multiple times.",
                "\"address\": \"redis:6379\" | /address | \"redis:6379\" | Can't resolve instance hostname.",
                "\"address\": \"10.0.0.1\" | /address | \"10.0.0.1\" | Not an address.",
                "\"address\": \"::1:6379\" | /address | \"::1:6379\" | Not an address.",
                "\"address\": \"10.0.0.1:x\" | /address | \"10.0.0.1:x\" | Invalid port number.",
            })
    void saysWhatIsWrongWithAMaster(String member, String pointer, String value, String message) {
        String key = member.substring(1, member.indexOf('"', 1));
        String members = (key.equals("quorum") ? "" : "\"quorum\": 2, ")
                + (key.equals("address") ? "" : "\"address\": \"10.0.0.1:6379\", ")
                + member;
        check(Configs.problem(Configs.load(file(), master(members))), "/masters/mm" + pointer, value, message, "*");
    }

    @Test
    void showsEveryProblemAtOnce() {
        List<Problem> problems = Configs.problems(Configs.load(file(), """
        {"prot": 1, "masters": {"a/b~c": {"quorum": 0, "qourum": 2}, "m2": {}}}
        """, "port x"));
        assertEquals(
                List.of(
                        "/prot",
                        "/masters/a~1b~0c/qourum",
                        "/masters/a~1b~0c",
                        "/masters/a~1b~0c/quorum",
                        "/masters/m2",
                        "/masters/m2",
                        ""),
                problems.stream().map(Problem::pointer).toList());
        assertEquals("address is missing.", problems.get(2).message());
        assertTrue(
                problems.get(3)
                        .text()
                        .endsWith(
                                ", at /masters/a~1b~0c/quorum\n>>> 0\nQuorum must be 1 or greater.\nValid: a whole number from 1 to 2147483647"));
    }

    @Test
    void neverShowsASecret() {
        String json = master(
                "\"address\": \"10.0.0.1:1\", \"quorum\": 1, \"auth\": {\"user\": 1, \"password\": [\"hunter2\"]}");
        for (Problem problem : Configs.problems(Configs.load(file(), json))) {
            assertFalse(problem.text().contains("hunter2"), problem.text());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | The file is empty.",
                "`   ` | The file is empty.",
                "{\"port\": 1} {} | There is more after the JSON object.",
                "{\"port\": 1, \"port\": 2} | Not valid JSON at line 1",
                "{\"port\": 1 | Not valid JSON at line 1",
                "{port: 1} | Not valid JSON at line 1",
            })
    void refusesWhatIsNoJson(String text, String message) {
        Problem problem = Configs.problem(Configs.load(file(), text));
        assertTrue(problem.message().startsWith(file() + ": " + message), problem.message());
    }

    @Test
    void noTextThrows() throws java.io.IOException {
        java.nio.file.Files.copy(Path.of("/bin/sh"), folder.resolve("my script"));
        Random random = new Random(17);
        int refused = 0;
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder(FULL.replace("state/s.conf", "s.conf"));
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.setCharAt(at, (char) (' ' + random.nextInt(95)));
                    default -> text.insert(at, "{}[]\",:0-e".charAt(random.nextInt(10)));
                }
            }
            Loading loading = ConfigLoader.loadJson(file(), text.toString(), List.of(), Configs.chance());
            refused += loading instanceof Loading.Refused ? 1 : 0;
        }
        String deep = "[".repeat(100_000);
        assertFalse(Configs.problems(ConfigLoader.loadJson(file(), deep, List.of(), Configs.chance()))
                .isEmpty());
        assertTrue(refused > 500 && refused < 2_000, "refused " + refused);
    }
}
