package dev.vedette.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.vedette.bus.Bus;
import dev.vedette.bus.Channel;
import dev.vedette.bus.Errand;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.LinkOrder;
import dev.vedette.bus.Replied;
import dev.vedette.bus.Reply;
import dev.vedette.bus.Send;
import dev.vedette.model.Address;
import dev.vedette.model.Credentials;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.RunId;
import dev.vedette.platform.LocalBus;
import dev.vedette.tls.Tls;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** A link verticle of its own on a Vert.x of its own, and both ends of its conversation in queues. */
final class LinkBench implements AutoCloseable {
    static final RunId ME = new RunId("0123456789abcdef0123456789abcdef01234567");
    static final String OUR_HOST = "192.0.2.77";
    /** For servers that never answer: the test has to wait so long. */
    static final Duration SHORT_HANDSHAKE = Duration.ofSeconds(1);
    /** For servers that answer: neither they nor we fail when the machine pauses for a while. */
    private static final Duration LONG_HANDSHAKE = Duration.ofSeconds(10);

    private static final MasterName MASTER = new MasterName("mymaster");
    private static final String ANSWERS = "test.answers";
    private static final long PATIENCE_SECONDS = 20;

    final Vertx vertx = Vertx.vertx();
    final BlockingQueue<LinkFact> facts = new LinkedBlockingQueue<>();
    final BlockingQueue<Replied> replies = new LinkedBlockingQueue<>();
    final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    private final ListAppender<ILoggingEvent> complaints = new ListAppender<>();
    private final LocalBus bus;

    LinkBench() throws Exception {
        this(LONG_HANDSHAKE);
    }

    LinkBench(Duration handshake) throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        complaints.start();
        root.addAppender(complaints);
        vertx.exceptionHandler(uncaught::add);
        LocalBus.install(vertx);
        bus = LocalBus.of(vertx);
        bus.consume(Bus.FACT_LINK, message -> facts.add((LinkFact) message.body()));
        bus.consume(ANSWERS, message -> replies.add((Replied) message.body()));
        vertx.deployVerticle(new LinkVerticle(ME, target -> OUR_HOST, Tls.none(), Duration.ofSeconds(2), handshake))
                .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    static Address at(int port) {
        return new Address("127.0.0.1", port);
    }

    static LinkId node(Address address) {
        return new LinkId.Node(MASTER, address);
    }

    void open(Channel channel, Address address) {
        open(channel, address, Credentials.NONE, Map.of());
    }

    void open(Channel channel, Address address, Credentials credentials) {
        open(channel, address, credentials, Map.of());
    }

    void open(Channel channel, Address address, Credentials credentials, Map<String, String> renames) {
        bus.send(Bus.LINK, new LinkOrder.Open(node(address), channel, address, credentials, new TreeMap<>(renames)));
    }

    void openUp(Channel channel, Address address) throws Exception {
        open(channel, address);
        awaitUp(channel, address);
    }

    void awaitUp(Channel channel, Address address) throws Exception {
        assertEquals(new LinkFact.Up(node(address), channel, OUR_HOST), nextFact());
    }

    String awaitDown(Channel channel, Address address) throws Exception {
        return awaitEnd(channel, address).why();
    }

    LinkFact.Down awaitEnd(Channel channel, Address address) throws Exception {
        LinkFact.Down down = assertInstanceOf(LinkFact.Down.class, nextFact());
        assertEquals(node(address), down.link());
        assertEquals(channel, down.channel());
        return down;
    }

    void close(Channel channel, Address address) {
        bus.send(Bus.LINK, new LinkOrder.Close(node(address), channel));
    }

    void send(Address address, Errand errand) {
        bus.send(Bus.LINK, new Send(node(address), errand, ANSWERS));
    }

    Reply ask(Address address, Errand errand) throws Exception {
        send(address, errand);
        return awaitReply(address, errand);
    }

    Reply awaitReply(Address address, Errand errand) throws Exception {
        Replied replied = replies.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertNotNull(replied, "no reply to " + errand);
        assertEquals(node(address), replied.link());
        assertEquals(errand, replied.errand());
        return replied.reply();
    }

    LinkFact nextFact() throws Exception {
        LinkFact fact = facts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertNotNull(fact, "no fact came");
        return fact;
    }

    /** Everything that was ordered before has been done, and nothing but what was asserted has been heard. */
    void assertNothingElse() throws Exception {
        Address nowhere = new Address("192.0.2.1", 1);
        assertInstanceOf(Reply.Lost.class, ask(nowhere, new Errand.ScriptKill()));
        assertNull(facts.poll(), "an unexpected fact");
        assertNull(replies.poll(), "an unexpected reply");
        assertTrue(uncaught.isEmpty(), () -> "uncaught: " + uncaught);
    }

    /** Whatever a server did, neither an exception nor a line in the log may have come of it. */
    @Override
    public void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(complaints);
        assertTrue(uncaught.isEmpty(), () -> "uncaught: " + uncaught);
        // The fake servers live on the same Vert.x, and may be handed a connection while it closes.
        complaints.list.removeIf(line -> line.getLoggerName().endsWith("ServerBootstrap"));
        // It measures time on the wall, and so it complains of a machine that pauses.
        complaints.list.removeIf(line -> line.getLoggerName().endsWith("BlockedThreadChecker"));
        assertTrue(complaints.list.isEmpty(), () -> "logged: " + complaints.list);
    }
}
