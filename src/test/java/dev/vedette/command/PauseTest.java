package dev.vedette.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.Bus;
import dev.vedette.bus.ConfigAsk;
import dev.vedette.bus.VisitorAnswer;
import dev.vedette.bus.VisitorAsk;
import dev.vedette.platform.LocalBus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CLIENT PAUSE: what waits, for how long, and what it finds afterwards. */
class PauseTest {
    private static final String HOUR = "3600000";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Server server;
    private Client operator;
    private Client peer;

    @BeforeEach
    void start() {
        server = new Server();
        operator = server.client();
        peer = server.client();
    }

    @AfterEach
    void stop() {
        peer.close();
        operator.close();
        server.close();
    }

    private void hello() {
        peer.send(Client.frame("PUBLISH", "__sentinel__:hello", "x"));
    }

    private void awaitHeld(int count) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String clients;
        do {
            clients = operator.ask("INFO", "clients");
            if (clients.contains("blocked_clients:" + count + "\r\n")) {
                return;
            }
        } while (System.nanoTime() < deadline);
        throw new AssertionError("not " + count + " are held back: " + clients);
    }

    @Test
    void everythingWaitsForTheEnd() {
        long begun = System.nanoTime();
        assertEquals("+OK\r\n", operator.ask("CLIENT", "PAUSE", "50"));
        assertEquals("+PONG\r\n", peer.ask("PING"));
        assertTrue(System.nanoTime() - begun >= Duration.ofMillis(50).toNanos());
    }

    @Test
    void faultsAreToldAtOnce() {
        operator.ask("CLIENT", "PAUSE", HOUR);
        assertTrue(peer.ask("nope").startsWith("-ERR unknown command"));
        assertEquals("-ERR wrong number of arguments for 'role' command\r\n", peer.ask("ROLE", "x"));
    }

    @Test
    void onlyHellosWaitWhenWritesDo() {
        operator.ask("CLIENT", "PAUSE", HOUR, "WRITE");
        hello();
        awaitHeld(1);
        String id = operator.ask("CLIENT", "LIST").replaceFirst("(?s).*?id=(\\d+)[^\\n]*flags=b .*", "$1");
        assertEquals(":0\r\n", operator.ask("CLIENT", "UNBLOCK", id, "ERROR"), "a pause is not to be evaded");
        assertEquals("+PONG\r\n", operator.ask("PING"));
        assertEquals("+OK\r\n", operator.ask("CLIENT", "UNPAUSE"));
        assertEquals(":1\r\n", peer.reply());
        awaitHeld(0);
    }

    @Test
    void theLaterEndAndTheStricterScopeHold() {
        operator.ask("CLIENT", "PAUSE", HOUR, "WRITE");
        operator.ask("CLIENT", "PAUSE", "1", "WRITE");
        hello();
        long soon = System.nanoTime() + Duration.ofMillis(30).toNanos();
        while (System.nanoTime() < soon) {
            awaitHeld(1);
        }
        operator.ask("CLIENT", "UNPAUSE");
        assertEquals(":1\r\n", peer.reply());

        long begun = System.nanoTime();
        operator.ask("CLIENT", "PAUSE", "60", "WRITE");
        operator.ask("CLIENT", "PAUSE", "1", "ALL");
        assertEquals("+PONG\r\n", operator.ask("PING"));
        assertTrue(System.nanoTime() - begun >= Duration.ofMillis(60).toNanos());
    }

    @Test
    void rightsAreLookedAtAgain() {
        operator.ask("ACL", "SETUSER", "bob", "on", ">x", "+publish", "allchannels");
        peer.ask("AUTH", "bob", "x");
        operator.ask("CLIENT", "PAUSE", HOUR, "WRITE");
        hello();
        awaitHeld(1);
        operator.ask("ACL", "SETUSER", "bob", "-publish");
        operator.ask("CLIENT", "UNPAUSE");
        assertEquals("-NOPERM this user has no permissions to run the 'publish' command\r\n", peer.reply());
    }

    @Test
    void whoLeavesIsForgotten() {
        operator.ask("CLIENT", "PAUSE", HOUR, "WRITE");
        hello();
        awaitHeld(1);
        peer.close();
        awaitHeld(0);
    }

    @Test
    void whoLeavesByTheOtherDoorIsForgotten() {
        LocalBus bus = LocalBus.of(server.vertx);
        long visitor = Server.await(
                        bus.ask(Bus.COMMAND, new VisitorAsk.Enter(null, "1.2.3.4:5"), VisitorAnswer.Badge.class))
                .visitor();
        operator.ask("CLIENT", "PAUSE", "300", "ALL");
        bus.ask(Bus.COMMAND, new VisitorAsk.Run(visitor, List.of("sentinel", "flushconfig")), VisitorAnswer.class);
        Server.await(bus.ask(Bus.COMMAND, new VisitorAsk.Leave(visitor), VisitorAnswer.class));
        assertEquals("+OK\r\n", operator.ask("SENTINEL", "FLUSHCONFIG"), "when the pause is over");
        assertEquals(
                1,
                server.owners.asked.stream()
                        .filter(ConfigAsk.Flush.class::isInstance)
                        .count(),
                "what the visitor asked for is not done behind its back");
    }

    @Test
    void whatFollowsWaitsAsWell() {
        operator.ask("CLIENT", "PAUSE", HOUR, "WRITE");
        hello();
        peer.send(Client.frame("PING", "after"));
        awaitHeld(1);
        operator.ask("CLIENT", "UNPAUSE");
        assertEquals(":1\r\n$5\r\nafter\r\n", peer.reply() + peer.reply());
    }
}
