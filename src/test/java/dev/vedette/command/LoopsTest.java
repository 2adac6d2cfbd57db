package dev.vedette.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.Bus;
import dev.vedette.bus.Level;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.SentinelSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients on all loops see one server. Vert.x deals them out in turn, so that of so many some are on each. */
class LoopsTest {
    private static final int CLIENTS = 16;
    private static final String PONG = "+PONG\r\n";
    private static final String[] WHERE = {"SENTINEL", "GET-MASTER-ADDR-BY-NAME", "mymaster"};
    private static final String THERE = "*2\r\n$8\r\n10.0.0.1\r\n$4\r\n6379\r\n";

    private final Server server = new Server();
    private final List<Client> clients = new ArrayList<>();

    LoopsTest() {
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(server.client());
        }
    }

    @AfterEach
    void stop() {
        clients.forEach(Client::close);
        server.close();
    }

    private void all(Consumer<Client> what) {
        clients.forEach(what);
    }

    private void allHear(String reply, String... command) {
        all(client -> assertEquals(reply, client.ask(command)));
    }

    /** From SHUTDOWN on its home loop does nothing else until the latch is opened. */
    private static CountDownLatch busy(Server server) {
        CountDownLatch awake = new CountDownLatch(1);
        server.whenShutDown = () -> {
            try {
                awake.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        return awake;
    }

    @Test
    void whatIsAskedMostNeedsNobodyElsesLoop() throws InterruptedException {
        CountDownLatch awake = busy(server);
        allHear(PONG, "PING");
        clients.get(0).send(Client.frame("SHUTDOWN", "NOSAVE"));
        server.shutdown.await();
        List<Client> others = clients.subList(1, CLIENTS);
        others.forEach(client -> client.send(Client.frame("PING") + Client.frame(WHERE)));
        long answered =
                others.stream().filter(client -> client.answersWithin(200)).count();
        awake.countDown();
        others.forEach(client -> assertEquals(PONG + THERE, client.reply() + client.reply()));
        int home = CLIENTS / Loop.count(server.vertx);
        assertTrue(answered >= others.size() - home, answered + " of " + others.size());
        assertTrue(answered < others.size(), "somebody lives at home");
    }

    /** The loops that help are a verticle more. */
    @Test
    void fewAreServedAtHomeAndManyByAll() throws InterruptedException {
        try (Server small = new Server(SentinelSettings.DEFAULTS, 2)) {
            List<Client> few = new ArrayList<>(List.of(small.client(), small.client()));
            few.forEach(client -> client.ask("PING"));
            assertEquals(1, small.vertx.deploymentIDs().size());
            few.add(small.client());
            few.get(2).ask("PING");
            while (small.vertx.deploymentIDs().size() == 1) {
                few.get(0).ask("PING");
            }
            for (int i = 0; i < CLIENTS; i++) {
                few.add(small.client());
            }
            few.forEach(client -> client.ask("PING"));
            CountDownLatch awake = busy(small);
            few.remove(0).send(Client.frame("SHUTDOWN", "NOSAVE"));
            small.shutdown.await();
            few.forEach(client -> client.send(Client.frame("PING")));
            List<Boolean> answered =
                    few.stream().map(client -> client.answersWithin(200)).toList();
            awake.countDown();
            few.forEach(client -> assertEquals(PONG, client.reply()));
            assertEquals(List.of(false, false), answered.subList(0, 2), "they stay where they are");
            assertTrue(answered.contains(true), "of the others some live elsewhere");
            few.forEach(Client::close);
        }
    }

    @Test
    void repliesComeInTheOrderOfTheCommands() {
        String many = Client.frame("PING")
                + Client.frame("CLIENT", "SETNAME", "me")
                + Client.frame(WHERE)
                + Client.frame("CLIENT", "GETNAME")
                + Client.frame("SUBSCRIBE", "+sdown")
                + Client.frame("PING")
                + Client.frame("UNSUBSCRIBE")
                + Client.frame("PING", "x");
        String replies = PONG + "+OK\r\n" + THERE + "$2\r\nme\r\n"
                + "*3\r\n$9\r\nsubscribe\r\n$6\r\n+sdown\r\n:1\r\n"
                + "*2\r\n$4\r\npong\r\n$0\r\n\r\n"
                + "*3\r\n$11\r\nunsubscribe\r\n$6\r\n+sdown\r\n:0\r\n"
                + "$1\r\nx\r\n";
        all(client -> client.send(many.repeat(50)));
        all(client -> assertEquals(replies.repeat(50), client.take(50 * replies.length())));
    }

    @Test
    void everybodyHearsOfEventsInTheirOrder() {
        all(client -> client.ask("SUBSCRIBE", "+sdown"));
        for (int i = 0; i < 100; i++) {
            server.event("+sdown", Level.WARNING, "event " + i);
        }
        all(client -> {
            for (int i = 0; i < 100; i++) {
                assertTrue(client.reply().contains("event " + i + "\r\n"), "event " + i);
            }
        });
    }

    @Test
    void aNewMasterIsNamedEverywhereBeforeItsEventIsHeard() {
        Client subscriber = clients.remove(0);
        subscriber.ask("SUBSCRIBE", "+switch-master");
        server.publish(Bus.FACT_MONITOR, new MonitorFact.Topology(Reports.picture(Reports.REPLICA)));
        server.event("+switch-master", Level.WARNING, "mymaster 10.0.0.1 6379 10.0.0.2 6379");
        subscriber.reply();
        allHear("*2\r\n$8\r\n10.0.0.2\r\n$4\r\n6379\r\n", WHERE);
        server.publish(Bus.FACT_MONITOR, new MonitorFact.MasterRemoved(Reports.NAME));
        server.event("+switch-master", Level.WARNING, "next");
        subscriber.reply();
        allHear("*-1\r\n", WHERE);
        subscriber.close();
    }

    @Test
    void whatIsTakenFromAUserIsTakenFromItEverywhere() {
        Client operator = clients.remove(0);
        operator.ask("ACL", "SETUSER", "boss", "on", ">pw", "+@all", "&*");
        operator.ask("AUTH", "boss", "pw");
        allHear(PONG, "PING");
        operator.ask("ACL", "SETUSER", "default", "-ping");
        allHear("-NOPERM this user has no permissions to run the 'ping' command\r\n", "PING");
        allHear(THERE, WHERE);
        operator.ask("ACL", "SETUSER", "default", "+@all", ">secret");
        allHear(PONG, "PING");
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(server.client());
        }
        clients.subList(CLIENTS - 1, clients.size())
                .forEach(client -> assertEquals("-NOAUTH Authentication required.\r\n", client.ask("PING")));
        operator.close();
    }

    @Test
    void aPauseHoldsEverybody() {
        Client operator = clients.get(0);
        assertEquals("+OK\r\n", operator.ask("CLIENT", "PAUSE", "300"));
        all(client -> client.send(Client.frame("PING")));
        long answered =
                clients.stream().filter(client -> client.answersWithin(5)).count();
        assertEquals(0, answered);
        all(client -> assertEquals(PONG, client.reply()));
    }

    @Test
    void whoeverIsKilledIsGoneWhereverItLives() {
        Client operator = clients.remove(0);
        allHear(PONG, "PING");
        assertEquals(":" + clients.size() + "\r\n", operator.ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"));
        all(client -> assertEquals("", client.rest()));
        long left;
        do {
            left = operator.ask("CLIENT", "LIST")
                    .lines()
                    .filter(line -> line.startsWith("id="))
                    .count();
        } while (left > 1);
        assertEquals(1, left);
        operator.close();
    }

    @Test
    void everythingIsCounted() {
        all(client -> client.send(Client.frame("PING").repeat(10)));
        all(client -> client.take(10 * PONG.length()));
        all(client -> client.ask("NOPE"));
        long before = 11L * CLIENTS - CLIENTS;
        all(client -> client.ask("CLIENT", "ID"));
        String stats = clients.get(0).ask("INFO", "stats");
        assertTrue(stats.contains("total_commands_processed:" + (before + CLIENTS + 1) + "\r\n"), stats);
        assertTrue(stats.contains("total_error_replies:" + CLIENTS + "\r\n"), stats);
        assertTrue(stats.contains("total_connections_received:" + CLIENTS + "\r\n"), stats);
        String list = clients.get(0).ask("CLIENT", "LIST");
        assertEquals(
                CLIENTS - 1,
                list.lines().filter(line -> line.contains(" cmd=client|id ")).count(),
                list);
    }

    /** As probes do, and scripts that do not care for replies. */
    @Test
    void whoSaysItAndGoesIsObeyed() throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), server.verticle.port())) {
                probe.getOutputStream().write(Client.bytes(Client.frame("PING")));
                probe.shutdownOutput();
                assertEquals(PONG, new String(probe.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            }
            try (Client hasty = server.client()) {
                hasty.send(Client.frame("ACL", "SETUSER", "a" + i) + Client.frame("ACL", "SETUSER", "b" + i));
            }
        }
        String users;
        do {
            users = clients.get(0).ask("ACL", "USERS");
        } while (!users.startsWith("*" + (2 * CLIENTS + 1) + "\r\n"));
        assertTrue(users.contains("b" + (CLIENTS - 1)), users);
    }

    @Test
    void noMoreThanAllowedComeInByAllLoopsTogether() {
        try (Server small = new Server(SentinelSettings.DEFAULTS.maxClients(3))) {
            List<Client> some = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                some.add(small.client());
                assertEquals(PONG, some.get(i).ask("PING"));
            }
            for (int i = 0; i < 5; i++) {
                try (Client more = small.client()) {
                    assertEquals("-ERR max number of clients reached\r\n", more.rest());
                }
            }
            some.forEach(Client::close);
        }
    }
}
