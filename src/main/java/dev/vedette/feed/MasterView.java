package dev.vedette.feed;

import dev.vedette.bus.ElectionReport;
import dev.vedette.bus.ElectionReport.PeerVote;
import dev.vedette.bus.FailoverReport.Progress;
import dev.vedette.bus.FailoverReport.Running;
import dev.vedette.bus.MonitorReport;
import dev.vedette.bus.MonitorReport.Health;
import dev.vedette.bus.PeersReport;
import dev.vedette.model.Address;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One master of a picture, as REST and the page show it. Equal texts mean that nothing worth showing has changed, so
 * ages that only tick are rounded away.
 */
final class MasterView {
    /** Silence below this is the ordinary pause between two replies. */
    private static final long QUIET_MILLIS = 2_000;

    private static final long SECOND_MILLIS = 1_000;
    private static final long MINUTE_MILLIS = 60_000;

    private final AddressBook book;
    private final MonitorReport.Master master;
    private final ElectionReport.@Nullable Master votes;
    private final @Nullable Running running;
    private final List<PeersReport.Entry> hellos;
    private final InfoFields info;

    MasterView(AddressBook book, Picture picture, MonitorReport.Master master) {
        MasterName name = master.picture().name();
        this.book = book;
        this.master = master;
        this.votes = picture.election().masters().get(name);
        this.running = picture.failovers().running().get(name);
        this.hellos = picture.peers().peers().getOrDefault(name, List.of());
        this.info = new InfoFields(master.node().infoText());
    }

    String name() {
        return master.picture().name().value();
    }

    /** Whether we know what it is: it answered INFO, or we know that it is down. */
    boolean isKnown() {
        return master.node().infoAge() != null || master.health().downFor() != null;
    }

    boolean isOdown() {
        return votes != null && votes.objectivelyDownFor() != null;
    }

    boolean isFailingOver() {
        return running != null || votes != null && votes.busy();
    }

    /** One word for the whole, the worst that is true. */
    String status() {
        if (isFailingOver()) {
            return "failover";
        }
        if (isOdown()) {
            return "odown";
        }
        if (master.health().downFor() != null) {
            return "sdown";
        }
        if (!isKnown()) {
            return "unknown";
        }
        return problems().isEmpty() ? "ok" : "degraded";
    }

    /** Sentinels that see it down, this one included. */
    long agreeing() {
        long peers = votes == null
                ? 0
                : votes.peers().values().stream().filter(PeerVote::saysDown).count();
        return peers + (master.health().downFor() != null ? 1 : 0);
    }

    boolean canFailOver() {
        return master.quorumIsUsable() && master.majorityIsUsable();
    }

    /** What a person should look at, in sentences. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!canFailOver()) {
            problems.add("only " + master.usable() + " of " + master.voters()
                    + " sentinels can be reached: no failover is possible");
        }
        if (master.replicas().isEmpty()) {
            problems.add("it has no replica");
        }
        for (MonitorReport.Replica replica : master.replicas()) {
            String fault = fault(replica);
            if (fault != null) {
                problems.add("replica " + book.shown(replica.address()) + " " + fault);
            }
        }
        for (MonitorReport.Peer peer : master.peers()) {
            if (peer.health().downFor() != null) {
                problems.add("sentinel " + book.shown(peer.ref().address()) + " is down");
            }
        }
        return problems;
    }

    private @Nullable String fault(MonitorReport.Replica replica) {
        if (replica.health().downFor() != null) {
            return "is down";
        }
        if (replica.node().infoAge() == null) {
            return null;
        }
        if (replica.node().roleReported() == Role.MASTER) {
            return running == null ? "says that it is a master" : null;
        }
        return replica.masterLinkUp() ? null : "is not connected to its master";
    }

    JsonObject json() {
        MasterName name = master.picture().name();
        JsonObject json = new JsonObject()
                .put("name", name.value())
                .put("address", book.shown(master.picture().advertised()).toString())
                .put("status", status())
                .put("problems", new JsonArray(problems()))
                .put("sdown", master.health().downFor() != null)
                .put("odown", isOdown())
                .put("configEpoch", master.picture().configEpoch().toString())
                .put("settings", settings())
                .put("quorum", quorum())
                .put("node", node());
        if (running != null || isFailingOver()) {
            json.put("failover", failover());
        }
        JsonArray replicas = new JsonArray();
        master.replicas().forEach(replica -> replicas.add(replica(replica)));
        JsonArray sentinels = new JsonArray();
        master.peers().forEach(peer -> sentinels.add(sentinel(peer)));
        return json.put("replicas", replicas).put("sentinels", sentinels);
    }

    private JsonObject settings() {
        return new JsonObject()
                .put("quorum", master.picture().settings().quorum())
                .put("downAfterMs", master.picture().settings().downAfter().toMillis())
                .put(
                        "failoverTimeoutMs",
                        master.picture().settings().failoverTimeout().toMillis())
                .put("parallelSyncs", master.picture().settings().parallelSyncs());
    }

    private JsonObject quorum() {
        return new JsonObject()
                .put("needed", master.picture().settings().quorum())
                .put("majority", master.majority())
                .put("known", master.voters())
                .put("usable", master.usable())
                .put("agreeing", agreeing())
                .put("canFailOver", canFailOver());
    }

    private JsonObject node() {
        JsonObject json = health(master.health())
                .put("address", book.shown(master.picture().address()).toString())
                .put("roleReported", role(master.node()))
                .put("version", info.text("redis_version"));
        info.number("master_repl_offset").ifPresent(offset -> json.put("offset", offset));
        return json;
    }

    private JsonObject failover() {
        JsonObject json = new JsonObject()
                .put("state", running == null ? "wait_start" : running.state())
                .put("forced", votes != null && votes.forced())
                .put("coordinated", votes != null && votes.coordinated());
        if (running != null && running.promoted() != null) {
            json.put("promoted", book.shown(running.promoted()).toString());
        }
        return json;
    }

    private JsonObject replica(MonitorReport.Replica replica) {
        JsonObject json = health(replica.health())
                .put("address", book.shown(replica.address()).toString())
                .put("roleReported", role(replica.node()))
                .put("linkUp", replica.masterLinkUp())
                .put("priority", replica.priority())
                .put("offset", replica.offset())
                .put("announced", replica.announced());
        if (!replica.masterLinkUp()) {
            json.put("linkDownMs", rounded(replica.masterLinkDown()));
        }
        OptionalLong bytes = lagBytes(replica.address());
        bytes.ifPresent(lag -> json.put("lagBytes", lag));
        info.lagSeconds(replica.address()).ifPresent(lag -> json.put("lagSeconds", lag));
        Progress progress =
                running == null ? Progress.NONE : running.replicas().getOrDefault(replica.address(), Progress.NONE);
        if (running != null && replica.address().equals(running.promoted())) {
            json.put("promoted", true);
        }
        if (progress != Progress.NONE) {
            json.put("progress", progress.name().toLowerCase(Locale.ROOT));
        }
        String fault = fault(replica);
        if (fault != null) {
            json.put("problem", fault);
        }
        return json;
    }

    /**
     * The name by which the master lists a replica may be an address that it does not announce; then nothing is known.
     */
    OptionalLong lagBytes(Address replica) {
        OptionalLong plain = info.lagBytes(replica);
        return plain.isPresent() ? plain : info.lagBytes(book.dialled(replica));
    }

    private JsonObject sentinel(MonitorReport.Peer peer) {
        PeerVote vote = votes == null ? null : votes.peers().get(peer.ref().id());
        JsonObject json = health(peer.health())
                .put("id", peer.ref().id().value())
                .put("address", book.shown(peer.ref().address()).toString())
                .put("saysDown", vote != null && vote.saysDown());
        if (vote != null && vote.leader() != null && !vote.epoch().equals(Epoch.ZERO)) {
            json.put("votedFor", vote.leader().value())
                    .put("votedIn", vote.epoch().toString());
        }
        hellos.stream()
                .filter(entry -> entry.peer().id().equals(peer.ref().id()))
                .findFirst()
                .ifPresent(entry -> json.put("silentMs", quiet(entry.sinceHello(), QUIET_MILLIS * 2)));
        return json;
    }

    private static String role(MonitorReport.DataNode node) {
        if (node.infoAge() == null) {
            return "unknown";
        }
        return node.roleReported() == Role.MASTER ? "master" : "replica";
    }

    private static JsonObject health(Health health) {
        String status = health.downFor() != null ? "down" : health.disconnected() ? "disconnected" : "up";
        JsonObject json = new JsonObject().put("status", status);
        json.put("silentMs", quiet(health.lastValidPing(), QUIET_MILLIS));
        if (health.downFor() != null) {
            json.put("downMs", rounded(health.downFor()));
        }
        return json;
    }

    private static long quiet(Duration age, long below) {
        return age.toMillis() < below ? 0 : rounded(age);
    }

    private static long rounded(Duration age) {
        long unit = age.toMillis() < MINUTE_MILLIS ? SECOND_MILLIS : MINUTE_MILLIS;
        return age.toMillis() / unit * unit;
    }
}
