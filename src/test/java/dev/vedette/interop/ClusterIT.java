package dev.vedette.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.demo.Deployment;
import dev.vedette.demo.RedisProcess;
import dev.vedette.demo.Resp;
import dev.vedette.demo.SentinelProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three clustered sentinels: each shows what all of them see, and none of it matters to a failover. */
class ClusterIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** What a cluster in trouble may cost on a machine that has other things to do. */
    private static final Duration ALLOWED = Duration.ofSeconds(5);

    /** A node is heard each second. */
    private static final long FRESH_MILLIS = 3_000;

    private final HttpClient http = HttpClient.newHttpClient();

    private static Deployment start() throws IOException {
        Deployment deployment = Deployment.start(new Deployment.Plan(
                        Machine.redis(),
                        2,
                        Collections.nCopies(3, SentinelFlavour.VEDETTE.make()),
                        2,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        false)
                .withFeed()
                .withCluster());
        deployment.awaitDiscovered();
        return deployment;
    }

    @Test
    void everyNodeShowsWhatAllOfThemSee() throws IOException {
        failOver(2);
    }

    @Test
    @Tag("long")
    void soItIsAfterTenFailoversAndAsManyCrashes() throws IOException {
        failOver(10);
    }

    private void failOver(int times) throws IOException {
        try (Deployment deployment = start()) {
            awaitAllHeard(deployment);
            for (int i = 0; i < times; i++) {
                SentinelProcess victim = deployment.sentinels().get(i % 3);
                int old = victim.masterPort();
                Instant begin = Instant.now();
                victim.child().kill();
                RedisProcess master = deployment.node(old);
                master.child().kill();
                SentinelProcess other = deployment.sentinels().get((i + 1) % 3);
                Await.until(PATIENCE, "a failover", () -> other.masterPort() != old, deployment::evidence);
                int next = other.masterPort();
                victim.start();
                victim.awaitReady();
                master.start();
                deployment.awaitDiscovered(next, PATIENCE);
                awaitAllHeard(deployment);
                awaitOneOpinion(deployment, next);
                awaitWitnesses(deployment, "+switch-master", " " + old + " 127.0.0.1 " + next, begin);
            }
        }
    }

    @Test
    @Tag("long")
    void driftedSettingsAreToldByEveryNode() throws IOException {
        try (Deployment deployment = start()) {
            awaitAllHeard(deployment);
            SentinelProcess odd = deployment.sentinels().get(1);
            odd.ask("SENTINEL", "SET", Deployment.MASTER, "quorum", "3");
            for (SentinelProcess sentinel : deployment.sentinels()) {
                Await.until(
                        PATIENCE,
                        sentinel.name() + " tells that the quorum has drifted",
                        () -> get(sentinel, "").getJsonArray("disagreements").stream()
                                .anyMatch(each ->
                                        ((JsonObject) each).getString("kind").equals("quorum")),
                        deployment::evidence);
                Path log = sentinel.child().log();
                Await.until(PATIENCE, "the log says what to do", () -> Files.readString(log)
                        .contains("SENTINEL SET mymaster quorum"));
            }
            awaitWitnesses(deployment, "+disagreement", "#quorum", Instant.EPOCH);
            assertTrue(text(odd, "/metrics").contains("vedette_cluster_disagreement{kind=\"quorum\""));
            odd.ask("SENTINEL", "SET", Deployment.MASTER, "quorum", "2");
            awaitWitnesses(deployment, "-disagreement", "#quorum", Instant.EPOCH);
        }
    }

    @Test
    void whatIsSaidOnceIsDoneByEveryNode() throws IOException {
        try (Deployment deployment = start()) {
            awaitAllHeard(deployment);
            SentinelProcess first = deployment.sentinels().get(0);
            assertEquals(
                    List.of("done OK", "done OK", "done OK"),
                    ends(first.ask("SENTINEL", "CLUSTER", "SET", Deployment.MASTER, "quorum", "3")));
            for (SentinelProcess sentinel : deployment.sentinels()) {
                assertEquals("3", sentinel.master().get("quorum"), sentinel.name());
            }
            JsonObject overHttp = order(first, "ckquorum", Deployment.MASTER);
            assertTrue(overHttp.getBoolean("ok"), overHttp::encode);
            assertEquals(3, overHttp.getJsonArray("outcomes").size(), overHttp::encode);
            assertTrue(
                    overHttp.getJsonArray("outcomes")
                            .getJsonObject(1)
                            .getString("reply")
                            .startsWith("OK 3 usable"),
                    overHttp::encode);
            assertEquals(
                    List.of("done OK", "done OK", "done OK"),
                    ends(first.ask("SENTINEL", "CLUSTER", "MONITOR", "other", "127.0.0.1", "1", "2")));
            SentinelProcess second = deployment.sentinels().get(1);
            assertEquals("OK", second.ask("SENTINEL", "REMOVE", "other"));
            List<String> partly = ends(first.ask("SENTINEL", "CLUSTER", "REMOVE", "other"));
            assertEquals(2, Collections.frequency(partly, "done OK"), partly::toString);
            assertEquals(
                    1, Collections.frequency(partly, "refused ERR No such master with that name"), partly::toString);
            SentinelProcess frozen = deployment.sentinels().get(2);
            frozen.child().freeze();
            List<String> silent = ends(first.ask("SENTINEL", "CLUSTER", "SET", Deployment.MASTER, "quorum", "2"));
            assertEquals(2, Collections.frequency(silent, "done OK"), silent::toString);
            JsonObject partial = order(first, "ckquorum", Deployment.MASTER);
            assertFalse(partial.getBoolean("ok"), partial::encode);
            assertEquals(
                    1, silent.stream().filter(each -> each.startsWith("silent")).count(), silent::toString);
            frozen.child().thaw();
            Resp.Refused refused = assertThrows(
                    Resp.Refused.class, () -> first.ask("SENTINEL", "CLUSTER", "FAILOVER", Deployment.MASTER));
            assertEquals("ERR SENTINEL CLUSTER takes CKQUORUM, MONITOR, REMOVE, RESET or SET", refused.getMessage());
        }
    }

    @Test
    @Tag("long")
    void whoWasAwayTakesWhatItMissed() throws IOException {
        try (Deployment deployment = start()) {
            awaitAllHeard(deployment);
            SentinelProcess first = deployment.sentinels().get(0);
            SentinelProcess away = deployment.sentinels().get(1);
            first.ask("SENTINEL", "CLUSTER", "MONITOR", "gone", "127.0.0.1", "1", "2");
            Path kept = Path.of(away.configuration() + ".orders.json");
            Await.until(
                    PATIENCE,
                    "it is written down",
                    () -> Files.exists(kept) && Files.readString(kept).contains("\"gone\""),
                    deployment::evidence);
            away.child().kill();
            String port = Integer.toString(first.masterPort());
            first.ask("SENTINEL", "CLUSTER", "SET", Deployment.MASTER, "quorum", "3", "parallel-syncs", "2");
            first.ask("SENTINEL", "CLUSTER", "MONITOR", "other", "127.0.0.1", port, "2");
            first.ask("SENTINEL", "CLUSTER", "SET", "other", "quorum", "1");
            first.ask("SENTINEL", "CLUSTER", "REMOVE", "gone");
            first.ask("SENTINEL", "CLUSTER", "RESET", "other");
            away.start();
            away.awaitReady();
            Await.until(
                    PATIENCE,
                    "it has what it missed",
                    () -> "3".equals(away.master().get("quorum"))
                            && "2".equals(away.master().get("parallel-syncs"))
                            && isWatching(away, "other", "1")
                            && !isWatching(away, "gone", "2"),
                    deployment::evidence);
            for (SentinelProcess sentinel : deployment.sentinels()) {
                awaitEvent(deployment, sentinel, "+order-taken", "#SET mymaster quorum 3 parallel-syncs 2");
                awaitEvent(deployment, sentinel, "+order-taken", "#REMOVE gone");
                awaitEvent(deployment, sentinel, "+order-missed", "#RESET other");
            }
            away.ask("SENTINEL", "SET", Deployment.MASTER, "quorum", "2");
            away.child().kill();
            away.start();
            awaitAllHeard(deployment);
            assertEquals("2", away.master().get("quorum"), "what it was told since is not undone");
        }
    }

    private static boolean isWatching(SentinelProcess sentinel, String name, String quorum) throws IOException {
        try {
            return quorum.equals(
                    Resp.fields(sentinel.ask("SENTINEL", "MASTER", name)).get("quorum"));
        } catch (Resp.Refused e) {
            return false;
        }
    }

    private void awaitEvent(Deployment deployment, SentinelProcess sentinel, String event, String payload) {
        Await.until(
                PATIENCE,
                sentinel.name() + " shows " + event + " " + payload,
                () -> events(sentinel)
                        .anyMatch(each -> each.getString("event").equals(event)
                                && each.getString("payload").endsWith(payload)),
                deployment::evidence);
    }

    /** Outcome and reply of each node, in no order. */
    private static List<String> ends(Object reply) {
        assertTrue(reply instanceof List<?>, () -> String.valueOf(reply));
        return ((List<?>) reply)
                .stream()
                        .map(Resp::fields)
                        .map(fields -> fields.get("outcome") + " " + fields.get("reply"))
                        .toList();
    }

    @Test
    void aFailoverTakesAsLongWhileTheClusterIsUnderAttackAndHangs() throws IOException {
        try (Deployment deployment = start();
                Hiccups hiccups = new Hiccups()) {
            awaitAllHeard(deployment);
            Fault.failover(deployment, PATIENCE);
            Duration calm = Fault.failover(deployment, PATIENCE);
            try (Mob mob = ClusterMob.at(deployment)) {
                long begin = System.nanoTime();
                Duration attacked = Fault.failover(deployment, PATIENCE);
                System.out.println("failover with a calm cluster: " + calm.toMillis() + " ms, attacked: "
                        + attacked.toMillis() + " ms, " + mob.size() + " connections");
                assertTrue(
                        attacked.compareTo(calm.plus(ALLOWED).plus(hiccups.since(begin))) < 0,
                        "calm " + calm.toMillis() + " ms, attacked " + attacked.toMillis() + " ms");
            }
            SentinelProcess frozen = deployment.sentinels().get(2);
            int old = deployment.sentinels().get(0).masterPort();
            frozen.child().freeze();
            deployment.node(old).child().kill();
            long begin = System.nanoTime();
            Await.until(
                    PATIENCE,
                    "a failover while a node of the cluster hangs",
                    () -> deployment.sentinels().get(0).masterPort() != old,
                    deployment::evidence);
            Duration hung = Duration.ofNanos(System.nanoTime() - begin);
            System.out.println("failover while a node hangs: " + hung.toMillis() + " ms");
            assertTrue(
                    hung.compareTo(calm.plus(ALLOWED).plus(hiccups.since(begin))) < 0,
                    "calm " + calm + ", hung " + hung);
            frozen.child().thaw();
            awaitAllHeard(deployment);
            awaitOneOpinion(deployment, deployment.sentinels().get(0).masterPort());
        }
    }

    private void awaitAllHeard(Deployment deployment) {
        Await.until(
                PATIENCE,
                "all nodes hear all nodes",
                () -> {
                    for (SentinelProcess sentinel : deployment.sentinels()) {
                        if (!hearsAll(get(sentinel, ""))) {
                            return false;
                        }
                    }
                    return true;
                },
                deployment::evidence);
    }

    /** "Heard" stays for ten seconds: a node that was killed, or left to join another part, has to be heard anew. */
    private static boolean hearsAll(JsonObject view) {
        return view.getBoolean("joined")
                && view.getJsonArray("nodes").stream()
                                .filter(node -> ((JsonObject) node).getLong("silentMs") < FRESH_MILLIS)
                                .count()
                        == 3;
    }

    private void awaitOneOpinion(Deployment deployment, int port) {
        for (SentinelProcess sentinel : deployment.sentinels()) {
            Await.until(
                    PATIENCE,
                    sentinel.name() + " shows that all three send clients to " + port,
                    () -> {
                        JsonArray opinions =
                                get(sentinel, "/masters/" + Deployment.MASTER).getJsonArray("opinions");
                        return opinions.size() == 3
                                && opinions.stream().allMatch(each -> ((JsonObject) each)
                                        .getString("address")
                                        .equals("127.0.0.1:" + port));
                    },
                    deployment::evidence);
        }
    }

    /** On every node: the event is one thing, seen by two or three; and of each node the events are in its order. */
    private void awaitWitnesses(Deployment deployment, String event, String payload, Instant since) throws IOException {
        for (SentinelProcess sentinel : deployment.sentinels()) {
            Await.until(
                    PATIENCE,
                    sentinel.name() + " shows " + event + payload + " with its witnesses",
                    () -> events(sentinel)
                                    .filter(each -> each.getString("event").equals(event)
                                            && each.getString("payload").contains(payload))
                                    .map(each -> each.getJsonArray("witnesses"))
                                    .filter(seen -> seen.size() > 1
                                            && Instant.parse(seen.getJsonObject(0)
                                                            .getString("at"))
                                                    .isAfter(since))
                                    .count()
                            == 1,
                    () -> events(sentinel).map(JsonObject::encode).toList() + "\n" + deployment.evidence());
            assertOrdered(sentinel);
        }
    }

    private void assertOrdered(SentinelProcess sentinel) {
        Set<String> seen = new HashSet<>();
        List<JsonObject> witnesses = events(sentinel)
                .flatMap(each -> each.getJsonArray("witnesses").stream())
                .map(JsonObject.class::cast)
                .toList();
        witnesses.forEach(each -> assertTrue(
                seen.add(each.getString("node") + each.getLong("seq") + each.getString("at")), "twice: " + each));
    }

    private Stream<JsonObject> events(SentinelProcess sentinel) {
        try {
            return get(sentinel, "/events").getJsonArray("events").stream().map(JsonObject.class::cast);
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private JsonObject get(SentinelProcess sentinel, String path) throws IOException {
        return new JsonObject(text(sentinel, "/api/v1/cluster" + path));
    }

    private JsonObject order(SentinelProcess sentinel, String... words) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + sentinel.feedPort() + "/api/v1/cluster/orders");
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("X-Vedette-Act", "1")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(new JsonObject()
                        .put("words", new JsonArray(List.of(words)))
                        .encode()));
        try {
            return new JsonObject(http.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String text(SentinelProcess sentinel, String path) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + sentinel.feedPort() + path);
        try {
            HttpResponse<String> answer =
                    http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
