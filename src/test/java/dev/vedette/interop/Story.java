package dev.vedette.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.demo.Deployment;
import dev.vedette.demo.EventLog;
import dev.vedette.demo.RedisProcess;
import dev.vedette.demo.SentinelProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** The story of one failover, told in steps that every test of it shares. */
final class Story implements AutoCloseable {
    /** With one second, as long as between two pings, a busy machine is enough for a second failover. */
    private static final Duration DOWN_AFTER = Duration.ofSeconds(2);

    private static final Duration FAILOVER_TIMEOUT = Duration.ofSeconds(10);
    /** An election that fails takes ten seconds, and the next one begins twice failover-timeout after it. */
    private static final Duration FAILOVER = Duration.ofSeconds(40);
    /** A returned master is asked for INFO every ten seconds, and left alone for eight more. */
    private static final Duration RETURN = Duration.ofSeconds(60);

    private final Deployment deployment;
    private final EventLog events = new EventLog();
    private final int oldMaster;
    private int newMaster;

    private Story(Deployment deployment) {
        this.deployment = deployment;
        this.oldMaster = deployment.nodes().get(0).port();
    }

    /** A master, two replicas and these sentinels with quorum 2, all of which know each other. */
    static Story begin(List<SentinelFlavour> flavours) throws IOException {
        Deployment deployment = Deployment.start(new Deployment.Plan(
                Machine.redis(),
                2,
                flavours.stream().map(SentinelFlavour::make).toList(),
                2,
                DOWN_AFTER,
                FAILOVER_TIMEOUT,
                false));
        Story story = new Story(deployment);
        try {
            deployment.awaitDiscovered();
            for (SentinelProcess sentinel : deployment.sentinels()) {
                story.events.follow(sentinel);
            }
            return story;
        } catch (IOException | RuntimeException | Error e) {
            story.close();
            throw e;
        }
    }

    static Story begin(SentinelFlavour flavour) throws IOException {
        return begin(Collections.nCopies(3, flavour));
    }

    Deployment deployment() {
        return deployment;
    }

    EventLog events() {
        return events;
    }

    RedisProcess oldMaster() {
        return deployment.node(oldMaster);
    }

    RedisProcess newMaster() {
        return deployment.node(newMaster);
    }

    /** Strikes the master and waits until every sentinel sends clients to another one. */
    void strike(Fault fault) throws IOException {
        fault.strike(oldMaster());
        newMaster = deployment.awaitOtherMaster(oldMaster, FAILOVER);
        assertTrue(newMaster().isMaster(), "clients are sent to a node that says it is a replica");
    }

    /** Heals the old master and waits until it follows the new one, and everybody is content. */
    void heal(Fault fault) throws IOException {
        fault.heal(oldMaster());
        await(RETURN, "the old master follows the new one", () -> oldMaster().follows(newMaster));
        deployment.awaitDiscovered(newMaster, RETURN);
    }

    /** Each sentinel said once that the master is another one now, all mean the same one, and one of them did it. */
    void assertOneSwitch() throws IOException {
        String expected = Deployment.MASTER + " 127.0.0.1 " + oldMaster + " 127.0.0.1 " + newMaster;
        for (SentinelProcess sentinel : deployment.sentinels()) {
            await(FAILOVER, sentinel.name() + " says +switch-master", () -> !switches(sentinel)
                    .isEmpty());
        }
        String epoch = deployment.sentinels().get(0).master().get("config-epoch");
        for (SentinelProcess sentinel : deployment.sentinels()) {
            assertEquals(List.of(expected), switches(sentinel), () -> sentinel.name() + "\n" + deployment.evidence());
            assertEquals(epoch, sentinel.master().get("config-epoch"), "config-epoch of " + sentinel.name());
        }
        assertEquals(1, count("+elected-leader"), () -> "leaders\n" + deployment.evidence());
        assertEquals(1, count("+promoted-slave"), () -> "promotions\n" + deployment.evidence());
        assertEquals(1, count("+failover-end"), () -> "ends\n" + deployment.evidence());
    }

    void await(Duration timeout, String what, Await.Condition condition) {
        Await.until(timeout, what, condition, deployment::evidence);
    }

    /** Until the new master itself returns what a client wrote. */
    void assertWritten(String key, String value) throws IOException {
        assertEquals(value, newMaster().ask("GET", key), "what the client wrote is not on the new master");
    }

    private List<String> switches(SentinelProcess sentinel) {
        return events.messages(sentinel.name(), "+switch-master");
    }

    private long count(String event) {
        return events.entries().stream()
                .filter(entry -> entry.event().equals(event))
                .count();
    }

    @Override
    public void close() throws IOException {
        deployment.close();
        events.close();
    }
}
