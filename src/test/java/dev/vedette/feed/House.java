package dev.vedette.feed;

import dev.vedette.bus.Answer;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Bus;
import dev.vedette.bus.BusMessage;
import dev.vedette.bus.ElectionReport;
import dev.vedette.bus.FailoverReport;
import dev.vedette.bus.Level;
import dev.vedette.bus.MonitorReport;
import dev.vedette.bus.MonitorReport.DataNode;
import dev.vedette.bus.MonitorReport.Health;
import dev.vedette.bus.PeersReport;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.command.CommandSetup;
import dev.vedette.command.CommandVerticle;
import dev.vedette.demo.Await;
import dev.vedette.demo.Ports;
import dev.vedette.model.AccessSettings;
import dev.vedette.model.Address;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Epoch;
import dev.vedette.model.FeedSettings;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.NamePolicy;
import dev.vedette.model.PeerRef;
import dev.vedette.model.Role;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelSettings;
import dev.vedette.platform.LocalBus;
import dev.vedette.platform.ProcessFacts;
import dev.vedette.platform.SystemPlatform;
import dev.vedette.tls.Tls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A feed and the room of the commands on a real Vert.x, with canned owners behind them. */
final class House implements AutoCloseable {
    static final RunId MY_ID = new RunId("a".repeat(40));
    static final MasterName NAME = new MasterName("mymaster");
    static final Address MASTER = new Address("10.0.0.1", 6379);
    static final Address REPLICA = new Address("10.0.0.2", 6379);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final Vertx vertx = Vertx.vertx();
    final int port = Ports.free();
    final Queue<BusMessage> ordered = new ConcurrentLinkedQueue<>();
    volatile MonitorReport monitor = report(null, Duration.ofMillis(100));
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** Anybody may do everything, from this machine. */
    static House open(Path folder) {
        return new House(folder, AccessSettings.OPEN, UnaryOperator.identity());
    }

    House(Path folder, AccessSettings access, UnaryOperator<FeedSettings> settings) {
        LocalBus.install(vertx);
        LocalBus bus = LocalBus.of(vertx);
        for (String address : List.of(Bus.ASK_MONITOR, Bus.ASK_GOSSIP, Bus.ASK_ELECTION, Bus.ASK_FAILOVER)) {
            bus.consume(address, question -> LocalBus.reply(question, answer(question.body())));
        }
        SystemPlatform doors = new SystemPlatform(vertx);
        AddressBook book = new AddressBook(NamePolicy.DEFAULT);
        CommandVerticle commands = new CommandVerticle(
                vertx,
                new CommandSetup(
                        SentinelSettings.DEFAULTS.port(0).bind("127.0.0.1").access(access),
                        MY_ID,
                        new RunId("d".repeat(40)),
                        List.of(picture()),
                        book,
                        doors.clock(),
                        ProcessFacts.simulated(4711),
                        doors.processes(null),
                        Tls.none(),
                        doors.disk(),
                        null,
                        true,
                        () -> {}));
        FeedSettings feed = settings.apply(new FeedSettings(port, List.of("127.0.0.1"), false, List.of(), List.of()));
        FeedVerticle verticle = new FeedVerticle(new FeedSetup(
                feed,
                MY_ID,
                "test",
                book.copy(),
                doors.clock(),
                doors.disk(),
                Tls.none(),
                folder.resolve("s.conf").toString()));
        await(vertx.deployVerticle(commands).compose(id -> vertx.deployVerticle(verticle)));
        Await.until(PATIENCE, "the feed answers", () -> get("/health/live").statusCode() == 200);
    }

    private BusMessage answer(BusMessage question) {
        if (question instanceof Ask.Instances) {
            return monitor;
        }
        if (question instanceof Ask.Votes) {
            return new ElectionReport(MY_ID, new Epoch(7), new TreeMap<>());
        }
        if (question instanceof Ask.Failovers) {
            return new FailoverReport(new TreeMap<>());
        }
        if (question instanceof Ask.Peers) {
            return new PeersReport(new TreeMap<>());
        }
        ordered.add(question);
        return Answer.Outcome.DONE;
    }

    static MasterPicture picture() {
        return new MasterPicture(
                NAME, MASTER, null, new Epoch(5), MasterSettings.withQuorum(2), new TreeSet<>(List.of(REPLICA)));
    }

    /**
     * @param downFor of the master, or null
     * @param infoAge of everything, or null when nothing has answered yet
     */
    static MonitorReport report(Duration downFor, Duration infoAge) {
        Health up = new Health(false, 0, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO, null, false);
        Health master = new Health(false, 0, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO, downFor, false);
        String info = "redis_version:7.0.15\r\nmaster_repl_offset:1000\r\n"
                + "slave0:ip=10.0.0.2,port=6379,state=online,offset=900,lag=1\r\n";
        return new MonitorReport(
                null,
                0,
                List.of(new MonitorReport.Master(
                        picture(),
                        master,
                        new DataNode(null, infoAge, info, Role.MASTER, Duration.ZERO),
                        false,
                        List.of(new MonitorReport.Replica(
                                REPLICA,
                                up,
                                new DataNode(null, infoAge, null, Role.REPLICA, Duration.ZERO),
                                Duration.ZERO,
                                true,
                                "10.0.0.1",
                                6379,
                                100,
                                900,
                                true)),
                        List.of(
                                new MonitorReport.Peer(
                                        new PeerRef(new RunId("b".repeat(40)), new Address("10.0.0.8", 26379)), up),
                                new MonitorReport.Peer(
                                        new PeerRef(new RunId("c".repeat(40)), new Address("10.0.0.9", 26379)), up)))));
    }

    void happens(String name, String payload) {
        LocalBus.of(vertx).publish(Bus.EVENT, new SentinelEvent(name, Level.WARNING, payload, NAME, null));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException {
        return send(HttpRequest.newBuilder(uri(path)), headers);
    }

    HttpResponse<String> post(String path, String body, String... headers) throws IOException {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .POST(BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json"),
                headers);
    }

    HttpResponse<String> send(HttpRequest.Builder request, String... headers) throws IOException {
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonObject json(String path, String... headers) throws IOException {
        HttpResponse<String> response = get(path, headers);
        if (response.statusCode() != 200) {
            throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
        }
        return new JsonObject(response.body());
    }

    /** What a connection says, up to and with {@code end} or its own end. */
    static String readUntil(InputStream stream, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] bytes = new byte[1024];
        while (text.indexOf(end) < 0) {
            int read = stream.read(bytes);
            if (read < 0) {
                break;
            }
            text.append(new String(bytes, 0, read, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
