package dev.vedette.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.Channel;
import dev.vedette.bus.Errand;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.Reply;
import dev.vedette.model.Address;
import dev.vedette.model.Credentials;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.RunId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The link room against redis-server and redis-sentinel themselves. */
@Timeout(120)
final class LinkIT {
    private static final Errand PING = new Errand.Ping();
    private static final Errand PROMOTE = new Errand.Reconfigure(null);
    private static final MasterName MASTER = new MasterName("mymaster");
    private static final String HELLO = "192.0.2.1,26379,id,0,mymaster,192.0.2.2,6379,0";
    private static final List<String> ROOT = List.of("AUTH", "root", "root");
    private static final String ROOT_USER = "user root on >root ~* &* +@all";

    private LinkBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new LinkBench();
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void carriesEveryErrand() throws Exception {
        try (RealServer redis = RealServer.redis()) {
            bench.openUp(Channel.COMMAND, redis.address);
            bench.openUp(Channel.PUBSUB, redis.address);
            assertEquals(List.of("sentinel-01234567-cmd", "sentinel-01234567-pubsub"), redis.clientNames());
            assertEquals(new Reply.Done("PONG"), bench.ask(redis.address, PING));
            Reply.Text info = assertInstanceOf(Reply.Text.class, bench.ask(redis.address, new Errand.Info()));
            assertTrue(info.text().contains("role:master\r\n"), info.text());
            assertEquals(new Reply.Done("1"), bench.ask(redis.address, new Errand.Hello(MASTER, HELLO)));
            assertEquals(new LinkFact.HelloHeard(LinkBench.node(redis.address), HELLO), bench.nextFact());
            Reply.Refused idle =
                    assertInstanceOf(Reply.Refused.class, bench.ask(redis.address, new Errand.ScriptKill()));
            assertTrue(idle.error().startsWith("NOTBUSY"), idle.error());
            bench.assertNothingElse();
        }
    }

    @Test
    void opensTheWordsOfRedisSentinelAndNoGreeting() throws Exception {
        try (RealServer redis = RealServer.redis()) {
            bench.openUp(Channel.COMMAND, redis.address);
            bench.openUp(Channel.PUBSUB, redis.address);
            String statistics = redis.tell("INFO", "everything");
            assertTrue(statistics.contains("cmdstat_client|setname:calls=2"), statistics);
            assertTrue(!statistics.contains("cmdstat_hello") && !statistics.contains("errorstat"), statistics);
        }
    }

    @Test
    void reachesAnIpv6Address() throws Exception {
        try (RealServer redis = RealServer.redis()) {
            Address address = new Address("::1", redis.address.port());
            bench.openUp(Channel.COMMAND, address);
            assertEquals(new Reply.Done("PONG"), bench.ask(address, PING));
        }
    }

    @Test
    void demotesAndPromotesAndCutsEverybodyElse() throws Exception {
        try (RealServer master = RealServer.redis();
                RealServer replica = RealServer.redis()) {
            bench.openUp(Channel.COMMAND, replica.address);
            bench.openUp(Channel.PUBSUB, replica.address);
            assertEquals(new Reply.Done("OK"), bench.ask(replica.address, new Errand.Reconfigure(master.address)));
            assertEquals("it closed the connection", bench.awaitDown(Channel.PUBSUB, replica.address));
            assertTrue(replica.tell("ROLE").startsWith("*5"), "still a master");
            assertEquals(List.of("sentinel-01234567-cmd"), replica.clientNames());
            assertEquals(
                    new Reply.Done("OK Already connected to specified master"),
                    bench.ask(replica.address, new Errand.Reconfigure(master.address)));
            bench.send(replica.address, PROMOTE);
            bench.send(replica.address, new Errand.Info());
            assertEquals(new Reply.Done("OK"), bench.awaitReply(replica.address, PROMOTE));
            Reply.Text info = assertInstanceOf(Reply.Text.class, bench.awaitReply(replica.address, new Errand.Info()));
            assertTrue(info.text().contains("role:master"), info.text());
            bench.assertNothingElse();
        }
    }

    @Test
    void aTransactionSentBeforeAnOrderToCloseIsDone() throws Exception {
        try (RealServer replica = RealServer.redis("replicaof 127.0.0.1 1")) {
            bench.openUp(Channel.COMMAND, replica.address);
            bench.send(replica.address, PROMOTE);
            bench.close(Channel.COMMAND, replica.address);
            assertInstanceOf(Reply.Lost.class, bench.awaitReply(replica.address, PROMOTE));
            replica.await("it was promoted", () -> replica.tell("ROLE").startsWith("*3"));
            replica.await("we are gone", () -> replica.clientNames().isEmpty());
        }
    }

    @Test
    void theMinimalUserOfTheReferenceIsEnough() throws Exception {
        String minimal = "user sentinel on >secret -@all resetchannels &__sentinel__:hello +multi +exec +slaveof +ping"
                + " +info +subscribe +publish +config|rewrite +client|setname +client|kill +script|kill";
        try (RealServer redis =
                RealServer.guardedRedis(ROOT, "user default off", ROOT_USER, minimal, "replicaof 127.0.0.1 1")) {
            Credentials login = new Credentials("sentinel", "secret");
            bench.open(Channel.PUBSUB, redis.address, login);
            bench.awaitUp(Channel.PUBSUB, redis.address);
            bench.open(Channel.COMMAND, redis.address, login);
            bench.awaitUp(Channel.COMMAND, redis.address);
            assertEquals(new Reply.Done("PONG"), bench.ask(redis.address, PING));
            assertInstanceOf(Reply.Text.class, bench.ask(redis.address, new Errand.Info()));
            assertEquals(new Reply.Done("1"), bench.ask(redis.address, new Errand.Hello(MASTER, HELLO)));
            assertInstanceOf(LinkFact.HelloHeard.class, bench.nextFact());
            assertEquals(new Reply.Done("OK"), bench.ask(redis.address, PROMOTE));
            bench.awaitDown(Channel.PUBSUB, redis.address);
            assertTrue(redis.tell("ROLE").startsWith("*3"), "still a replica");
            assertEquals("*0", redis.tell("ACL", "LOG"));
        }
    }

    @Test
    void aMissingPermissionForWhatIsNotEssentialIsLeftOut() throws Exception {
        String limited = "user sentinel on >secret -@all +multi +exec +slaveof +ping +client";
        try (RealServer redis =
                RealServer.guardedRedis(ROOT, "user default off", ROOT_USER, limited, "replicaof 127.0.0.1 1")) {
            Credentials login = new Credentials("sentinel", "secret");
            bench.open(Channel.COMMAND, redis.address, login);
            bench.awaitUp(Channel.COMMAND, redis.address);
            assertInstanceOf(Reply.Done.class, bench.ask(redis.address, PROMOTE), "CONFIG REWRITE is left out");
            assertTrue(redis.tell("ROLE").startsWith("*3"), "not promoted");
            bench.open(Channel.PUBSUB, redis.address, login);
            String why = bench.awaitDown(Channel.PUBSUB, redis.address);
            assertTrue(why.startsWith("NOPERM"), why);
            assertEquals(new Reply.Done("PONG"), bench.ask(redis.address, PING));
        }
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void passwords(Channel channel) throws Exception {
        try (RealServer redis = RealServer.guardedRedis(List.of("AUTH", "secret"), "requirepass secret")) {
            bench.open(channel, redis.address, new Credentials("", "secret"));
            bench.awaitUp(channel, redis.address);
            bench.open(channel, redis.address, new Credentials("default", "secret"));
            bench.awaitUp(channel, redis.address);
            bench.open(channel, redis.address, new Credentials("", "wrong"));
            String why = bench.awaitDown(channel, redis.address);
            assertTrue(why.startsWith("WRONGPASS"), why);
            redis.await("nothing is left", () -> redis.ours() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void passwordsThatAServerWithoutOneRefuses(Channel channel) throws Exception {
        try (RealServer redis = RealServer.redis()) {
            for (Credentials needless :
                    List.of(new Credentials("", "needless"), new Credentials("nobody", "needless"))) {
                bench.open(channel, redis.address, needless);
                bench.awaitUp(channel, redis.address);
                bench.close(channel, redis.address);
            }
        }
    }

    @Test
    void commandsThatGoByAnotherName() throws Exception {
        try (RealServer redis = RealServer.redis(
                "rename-command CONFIG guarded-config", "rename-command SUBSCRIBE listen", "replicaof 127.0.0.1 1")) {
            bench.openUp(Channel.COMMAND, redis.address);
            assertInstanceOf(Reply.Done.class, bench.ask(redis.address, PROMOTE), "CONFIG REWRITE is left out");
            assertTrue(redis.tell("ROLE").startsWith("*3"), "not promoted");
            bench.open(Channel.PUBSUB, redis.address);
            assertTrue(bench.awaitDown(Channel.PUBSUB, redis.address).startsWith("ERR unknown command"));
            Map<String, String> renames = Map.of("CONFIG", "guarded-config", "SUBSCRIBE", "listen");
            bench.open(Channel.PUBSUB, redis.address, Credentials.NONE, renames);
            bench.awaitUp(Channel.PUBSUB, redis.address);
            bench.open(Channel.COMMAND, redis.address, Credentials.NONE, renames);
            bench.awaitUp(Channel.COMMAND, redis.address);
            bench.ask(redis.address, new Errand.Hello(MASTER, HELLO));
            assertEquals(new LinkFact.HelloHeard(LinkBench.node(redis.address), HELLO), bench.nextFact());
            assertEquals(new Reply.Done("OK"), bench.ask(redis.address, PROMOTE));
        }
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void aFrozenServerIsGivenUpAndLeavesNoSocketBehind(Channel channel) throws Exception {
        bench.close();
        bench = new LinkBench(LinkBench.SHORT_HANDSHAKE);
        try (RealServer redis = RealServer.redis()) {
            bench.openUp(channel, redis.address);
            redis.signal("STOP");
            bench.open(channel, redis.address);
            assertEquals(
                    "it accepted the connection and did not answer for 1000 ms",
                    bench.awaitDown(channel, redis.address));
            redis.await("both are closed", () -> redis.ours() == 0);
            redis.signal("CONT");
            redis.await("it forgets us", () -> redis.clientNames().isEmpty());
            bench.openUp(channel, redis.address);
            bench.assertNothingElse();
        }
    }

    /** The client's own close waits until everything is written: to a frozen server that is never. */
    @Test
    void aFrozenServerIsClosedEvenWhenItsBuffersAreFull() throws Exception {
        try (RealServer redis = RealServer.redis()) {
            bench.openUp(Channel.COMMAND, redis.address);
            redis.signal("STOP");
            Errand bulky = new Errand.Hello(MASTER, "x".repeat(1024 * 1024));
            for (int i = 0; i < 50; i++) {
                bench.send(redis.address, bulky);
            }
            assertEquals(1, redis.ours());
            bench.close(Channel.COMMAND, redis.address);
            for (int i = 0; i < 50; i++) {
                assertInstanceOf(Reply.Lost.class, bench.awaitReply(redis.address, bulky));
            }
            redis.await("it is closed", () -> redis.ours() == 0);
            bench.assertNothingElse();
            redis.signal("CONT");
        }
    }

    @Test
    void whatWaitsOnAServerThatDiesIsLost() throws Exception {
        RealServer redis = RealServer.redis();
        try (redis) {
            bench.openUp(Channel.COMMAND, redis.address);
            redis.signal("STOP");
            bench.send(redis.address, PING);
            bench.send(redis.address, PROMOTE);
        }
        bench.awaitDown(Channel.COMMAND, redis.address);
        assertInstanceOf(Reply.Lost.class, bench.awaitReply(redis.address, PING));
        assertInstanceOf(Reply.Lost.class, bench.awaitReply(redis.address, PROMOTE));
        bench.open(Channel.COMMAND, redis.address);
        assertTrue(bench.awaitDown(Channel.COMMAND, redis.address).startsWith("Connection refused"));
        bench.assertNothingElse();
    }

    @Test
    void aLoadingServerIsConnectedAndSaysSo() throws Exception {
        // Two thousand keys of five milliseconds each: it loads for longer than the test takes.
        RealServer redis = RealServer.redis(
                "enable-debug-command yes", "key-load-delay 5000", "loading-process-events-interval-bytes 1024");
        Thread reload = new Thread(() -> {
            try {
                redis.tell("DEBUG", "RELOAD");
            } catch (IOException killed) {
                // The test is over.
            }
        });
        try (redis) {
            assertEquals("+OK", redis.tell("DEBUG", "POPULATE", "2000", "key", "500"));
            bench.openUp(Channel.COMMAND, redis.address);
            reload.start();
            redis.await("it loads", () -> redis.tell("PING").startsWith("-LOADING"));
            bench.openUp(Channel.PUBSUB, redis.address);
            bench.openUp(Channel.COMMAND, redis.address);
            Reply.Refused loading = assertInstanceOf(Reply.Refused.class, bench.ask(redis.address, PING));
            assertTrue(loading.error().startsWith("LOADING"), loading.error());
        }
        reload.join();
    }

    @Test
    void asksAPeer() throws Exception {
        try (RealServer redis = RealServer.redis();
                RealServer sentinel =
                        RealServer.sentinel("sentinel monitor mymaster 127.0.0.1 " + redis.address.port() + " 1")) {
            bench.openUp(Channel.COMMAND, sentinel.address);
            assertEquals(new Reply.Done("PONG"), bench.ask(sentinel.address, PING));
            assertEquals(
                    new Reply.Opinion(false, null, Epoch.ZERO),
                    bench.ask(sentinel.address, new Errand.IsMasterDown(MASTER, redis.address, Epoch.ZERO, null)));
            RunId candidate = new RunId("f".repeat(RunId.LENGTH));
            assertEquals(
                    new Reply.Opinion(false, candidate, new Epoch(3)),
                    bench.ask(
                            sentinel.address, new Errand.IsMasterDown(MASTER, redis.address, new Epoch(3), candidate)));
            String id = "e".repeat(RunId.LENGTH);
            String hello = "127.0.0.1,1," + id + ",0,mymaster,127.0.0.1," + redis.address.port() + ",0";
            assertEquals(new Reply.Done("1"), bench.ask(sentinel.address, new Errand.Hello(MASTER, hello)));
            sentinel.await("it heard our hello", () -> sentinel.tell("SENTINEL", "SENTINELS", "mymaster")
                    .startsWith("*1"));
            assertEquals(List.of("sentinel-01234567-cmd"), sentinel.clientNames());
            bench.assertNothingElse();
        }
    }

    @Test
    void asksAPeerThatGivesItsPeersTheLeast() throws Exception {
        String minimal = "user peer on >secret -@all resetchannels &__sentinel__:hello +ping +client|setname +publish"
                + " +sentinel|is-master-down-by-addr";
        try (RealServer sentinel = RealServer.sentinel(minimal)) {
            bench.open(Channel.COMMAND, sentinel.address, new Credentials("peer", "secret"));
            bench.awaitUp(Channel.COMMAND, sentinel.address);
            assertEquals(new Reply.Done("PONG"), bench.ask(sentinel.address, PING));
            assertEquals(
                    new Reply.Opinion(false, null, Epoch.ZERO),
                    bench.ask(sentinel.address, new Errand.IsMasterDown(MASTER, LinkBench.at(1), Epoch.ZERO, null)));
            assertEquals(new Reply.Done("1"), bench.ask(sentinel.address, new Errand.Hello(MASTER, "nonsense")));
        }
    }

    @Test
    void opensAndClosesAThousandTimesAndLeavesNothing() throws Exception {
        try (RealServer redis = RealServer.redis()) {
            for (int i = 0; i < 500; i++) {
                bench.openUp(Channel.COMMAND, redis.address);
                bench.openUp(Channel.PUBSUB, redis.address);
                bench.close(Channel.COMMAND, redis.address);
                bench.close(Channel.PUBSUB, redis.address);
            }
            redis.await("nothing is left", () -> redis.ours() == 0);
            assertNull(bench.facts.poll());
        }
    }
}
