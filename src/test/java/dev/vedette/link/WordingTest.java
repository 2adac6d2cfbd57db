package dev.vedette.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.bus.Channel;
import dev.vedette.bus.Errand;
import dev.vedette.model.Address;
import dev.vedette.model.Credentials;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class WordingTest {
    private static final MasterName MASTER = new MasterName("mymaster");
    private static final Address MASTER_AT = new Address("10.0.0.1", 6379);
    private static final RunId ME = new RunId("0123456789abcdef0123456789abcdef01234567");

    private final Wording wording = new Wording(new TreeMap<>());

    @ParameterizedTest
    @MethodSource("errands")
    void saysEachErrandInTheWordsOfRedisSentinel(Errand errand, List<List<String>> words) {
        assertEquals(words, wording.of(errand));
    }

    static Stream<Arguments> errands() {
        return Stream.of(
                Arguments.of(new Errand.Ping(), List.of(List.of("PING"))),
                Arguments.of(new Errand.Info(), List.of(List.of("INFO"))),
                Arguments.of(new Errand.ScriptKill(), List.of(List.of("SCRIPT", "KILL"))),
                Arguments.of(
                        new Errand.Hello(MASTER, "1.2.3.4,26379,id,0,mymaster,10.0.0.1,6379,0"),
                        List.of(List.of(
                                "PUBLISH", "__sentinel__:hello", "1.2.3.4,26379,id,0,mymaster,10.0.0.1,6379,0"))),
                Arguments.of(
                        new Errand.IsMasterDown(MASTER, MASTER_AT, new Epoch(-1), null),
                        List.of(List.of(
                                "SENTINEL",
                                "is-master-down-by-addr",
                                "10.0.0.1",
                                "6379",
                                "18446744073709551615",
                                "*"))),
                Arguments.of(
                        new Errand.IsMasterDown(MASTER, new Address("::1", 6379), new Epoch(7), ME),
                        List.of(List.of("SENTINEL", "is-master-down-by-addr", "::1", "6379", "7", ME.value()))),
                Arguments.of(
                        new Errand.HandOver(MASTER_AT, new Address("replica-1", 6380), Duration.ofSeconds(7)),
                        List.of(
                                List.of("MULTI"),
                                List.of("CLIENT", "PAUSE", "7000", "WRITE"),
                                List.of("FAILOVER", "TO", "replica-1", "6380", "TIMEOUT", "7000"),
                                List.of("EXEC"))),
                Arguments.of(new Errand.Reconfigure(null), transaction(List.of("SLAVEOF", "NO", "ONE"))),
                Arguments.of(new Errand.Reconfigure(MASTER_AT), transaction(List.of("SLAVEOF", "10.0.0.1", "6379"))));
    }

    private static List<List<String>> transaction(List<String> role) {
        return List.of(
                List.of("MULTI"),
                role,
                List.of("CONFIG", "REWRITE"),
                List.of("CLIENT", "KILL", "TYPE", "normal"),
                List.of("CLIENT", "KILL", "TYPE", "pubsub"),
                List.of("EXEC"));
    }

    @Test
    void introducesItselfByTheBeginningOfItsId() {
        assertEquals(List.of("CLIENT", "SETNAME", "sentinel-01234567-cmd"), wording.introduce(ME, Channel.COMMAND));
        assertEquals(List.of("CLIENT", "SETNAME", "sentinel-01234567-pubsub"), wording.introduce(ME, Channel.PUBSUB));
        assertEquals(
                List.of("CLIENT", "SETNAME", "sentinel-ab-cmd"), wording.introduce(new RunId("ab"), Channel.COMMAND));
    }

    @Test
    void logsInWithOrWithoutAUser() {
        assertEquals(List.of("AUTH", "pass"), wording.auth(new Credentials("", "pass")));
        assertEquals(List.of("AUTH", "joe", "pass"), wording.auth(new Credentials("joe", "pass")));
    }

    @Test
    void renamesTheFirstWordOfEveryCommandAndNoOther() {
        Map<String, String> renames = new TreeMap<>();
        for (String command : List.of(
                "AUTH",
                "CLIENT",
                "PING",
                "INFO",
                "PUBLISH",
                "SUBSCRIBE",
                "SCRIPT",
                "MULTI",
                "SLAVEOF",
                "CONFIG",
                "EXEC",
                "FAILOVER",
                "SENTINEL")) {
            renames.put(command, "x-" + command);
        }
        Wording renamed = new Wording(new TreeMap<>(renames));
        for (Arguments errand : errands().toList()) {
            Errand what = (Errand) errand.get()[0];
            List<List<String>> plain = wording.of(what);
            List<List<String>> changed = renamed.of(what);
            for (int i = 0; i < plain.size(); i++) {
                assertRenamed(plain.get(i), changed.get(i));
            }
        }
        Credentials login = new Credentials("CLIENT", "AUTH");
        assertRenamed(wording.auth(login), renamed.auth(login));
        assertRenamed(wording.introduce(ME, Channel.COMMAND), renamed.introduce(ME, Channel.COMMAND));
        assertRenamed(wording.subscribe(), renamed.subscribe());
    }

    private static void assertRenamed(List<String> plain, List<String> changed) {
        assertEquals("x-" + plain.get(0), changed.get(0));
        assertEquals(plain.subList(1, plain.size()), changed.subList(1, changed.size()));
    }
}
