package dev.vedette.cluster;

import dev.vedette.cluster.Ledger.Entry;
import dev.vedette.cluster.Reading.Unreadable;
import dev.vedette.cluster.Said.Again;
import dev.vedette.cluster.Said.Done;
import dev.vedette.cluster.Said.Events;
import dev.vedette.cluster.Said.Offer;
import dev.vedette.cluster.Said.Order;
import dev.vedette.cluster.Said.Pulse;
import dev.vedette.cluster.Sightings.Told;
import dev.vedette.model.Address;
import dev.vedette.model.Limits;
import dev.vedette.model.MasterName;
import dev.vedette.model.RunId;
import dev.vedette.platform.Signature;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What nodes say, as text: JSON of version 1, and in front of it a signature where there is a secret. With a secret
 * nothing is read that is not signed; without one, nothing that is.
 */
final class Language {
    private static final long VERSION = 1;
    private static final int RUN = 64;
    private static final int TEXT = 1023;
    private static final String NODE = "node";
    private static final String ADDRESS = "address";

    private final String secret;

    Language(String secret) {
        this.secret = secret;
    }

    String write(Said said) {
        JsonObject json =
                new JsonObject().put("v", VERSION).put(NODE, said.node().value());
        if (said instanceof Pulse pulse) {
            write(json.put("kind", "pulse"), pulse);
        } else if (said instanceof Events events) {
            JsonArray list = new JsonArray();
            events.events().forEach(event -> list.add(written(event)));
            json.put("kind", "events")
                    .put("run", events.run())
                    .put("oldest", events.oldest())
                    .put("events", list);
        } else if (said instanceof Again again) {
            json.put("kind", "again")
                    .put("of", again.of().value())
                    .put("run", again.run())
                    .put("after", again.after());
        } else if (said instanceof Order order) {
            JsonArray to = new JsonArray();
            order.to()
                    .forEach((id, run) ->
                            to.add(new JsonObject().put(NODE, id.value()).put("run", run)));
            json.put("kind", "order")
                    .put("run", order.run())
                    .put("number", order.number())
                    .put("to", to)
                    .put("entry", order.entry())
                    .put("at", order.at().toEpochMilli())
                    .put("user", order.user())
                    .put("words", new JsonArray(order.words()));
        } else if (said instanceof Offer offer) {
            JsonArray list = new JsonArray();
            offer.entries().forEach(entry -> list.add(written(entry)));
            json.put("kind", "offer")
                    .put("of", offer.of().value())
                    .put("run", offer.run())
                    .put("orders", list);
        } else if (said instanceof Done done) {
            json.put("kind", "done")
                    .put("of", done.of().value())
                    .put("run", done.run())
                    .put("number", done.number())
                    .put("refused", done.refused())
                    .put("text", done.text());
        }
        String text = json.encode();
        return secret.isEmpty() ? text : Signature.of(secret, text) + text;
    }

    /** @throws Unreadable in words, when it is anything else than what a node of ours would say */
    Said read(String text) {
        String body = text;
        if (!secret.isEmpty()) {
            if (text.length() < Signature.LENGTH) {
                throw new Unreadable("not signed");
            }
            body = text.substring(Signature.LENGTH);
            if (!Signature.isOf(secret, body, text.substring(0, Signature.LENGTH))) {
                throw new Unreadable("not signed with our secret");
            }
        }
        JsonObject json;
        try {
            json = new JsonObject(body);
        } catch (DecodeException e) {
            throw new Unreadable("no JSON, or signed while we have no secret");
        }
        Reading reading = new Reading(json);
        reading.whole("v", VERSION, VERSION);
        return switch (reading.name("kind")) {
            case "pulse" -> pulse(reading);
            case "events" ->
                new Events(
                        reading.id(NODE),
                        reading.text("run", RUN),
                        reading.whole("oldest", 0, Long.MAX_VALUE),
                        reading.list("events", Limits.CLUSTER_EVENTS_PER_MESSAGE, Language::told));
            case "again" ->
                new Again(
                        reading.id(NODE),
                        reading.id("of"),
                        reading.text("run", RUN),
                        reading.whole("after", 0, Long.MAX_VALUE));
            case "order" -> order(reading);
            case "offer" ->
                new Offer(
                        reading.id(NODE),
                        reading.id("of"),
                        reading.text("run", RUN),
                        reading.list("orders", Limits.CLUSTER_LEDGER_OFFERED, Language::entry));
            case "done" ->
                new Done(
                        reading.id(NODE),
                        reading.id("of"),
                        reading.text("run", RUN),
                        reading.whole("number", 1, Long.MAX_VALUE),
                        reading.yes("refused"),
                        reading.text("text", TEXT));
            default -> throw new Unreadable("kind");
        };
    }

    private static Order order(Reading reading) {
        SortedMap<RunId, String> to = new TreeMap<>();
        reading.list("to", Limits.CLUSTER_NODES, each -> to.put(each.id(NODE), each.text("run", RUN)));
        return new Order(
                reading.id(NODE),
                reading.text("run", RUN),
                reading.whole("number", 1, Long.MAX_VALUE),
                to,
                reading.whole("entry", 0, Limits.CLUSTER_ORDER_NUMBERS),
                reading.at("at"),
                reading.text("user", TEXT),
                words(reading));
    }

    private static void write(JsonObject json, Pulse pulse) {
        json.put("run", pulse.run())
                .put(ADDRESS, pulse.address())
                .put("version", pulse.version())
                .put("epoch", pulse.epoch().toString())
                .put("tilt", pulse.tilt())
                .put("events", pulse.events())
                .put("ordered", pulse.ordered())
                .put("watching", pulse.masters())
                .put("round", pulse.round())
                .put("last", pulse.last());
        JsonArray masters = new JsonArray();
        pulse.opinions().forEach(opinion -> masters.add(written(opinion)));
        json.put("masters", masters);
    }

    private static Pulse pulse(Reading reading) {
        return new Pulse(
                reading.id(NODE),
                reading.text("run", RUN),
                reading.text(ADDRESS, RUN),
                reading.text("version", RUN),
                reading.epoch("epoch"),
                reading.yes("tilt"),
                reading.whole("events", 0, Long.MAX_VALUE),
                reading.whole("ordered", 0, Limits.CLUSTER_ORDER_NUMBERS),
                (int) reading.whole("watching", 0, Limits.MASTERS),
                reading.whole("round", 0, Long.MAX_VALUE),
                reading.yes("last"),
                reading.list("masters", Limits.CLUSTER_MASTERS_PER_MESSAGE, Language::opinion));
    }

    private static JsonObject written(Told told) {
        return new JsonObject()
                .put("seq", told.seq())
                .put("at", told.at().toEpochMilli())
                .put("event", told.event())
                .put("level", told.level())
                .put("master", told.master())
                .put("epoch", told.epoch().toString())
                .put("payload", told.payload())
                .put("reason", told.reason());
    }

    private static Told told(Reading reading) {
        return new Told(
                reading.whole("seq", 1, Long.MAX_VALUE),
                reading.at("at"),
                reading.name("event"),
                reading.name("level"),
                reading.text("master", TEXT),
                reading.epoch("epoch"),
                reading.text("payload", TEXT),
                reading.text("reason", TEXT));
    }

    /** As REST shows it, too. */
    static JsonObject written(Opinion opinion) {
        JsonObject json = new JsonObject()
                .put("name", opinion.name().value())
                .put(ADDRESS, opinion.address().toString())
                .put("configEpoch", opinion.epoch().toString())
                .put("sdown", opinion.sdown())
                .put("odown", opinion.odown())
                .put("leaderEpoch", opinion.leaderEpoch().toString())
                .put("silentMs", millis(opinion.silent()))
                .put("settings", written(opinion.settings()))
                .put("replicas", array(opinion.replicas(), replica -> instance(replica.address(), replica.up())
                        .put("silentMs", millis(replica.silent()))))
                .put("sentinels", array(opinion.peers(), peer -> instance(peer.address(), peer.up())
                        .put("id", peer.id().value())));
        if (opinion.leader() != null) {
            json.put("votedFor", opinion.leader().value());
        }
        return json;
    }

    private static long millis(Duration time) {
        return Math.max(0, Math.min(time.toMillis(), Limits.LONGEST_PERIOD.toMillis()));
    }

    private static JsonObject instance(Address address, boolean up) {
        return new JsonObject().put(ADDRESS, address.toString()).put("up", up);
    }

    private static <T> JsonArray array(List<T> items, Function<T, JsonObject> write) {
        JsonArray array = new JsonArray();
        items.forEach(item -> array.add(write.apply(item)));
        return array;
    }

    private static Opinion opinion(Reading reading) {
        return new Opinion(
                new MasterName(reading.name("name")),
                reading.address(ADDRESS),
                reading.epoch("configEpoch"),
                reading.yes("sdown"),
                reading.yes("odown"),
                reading.idOrNone("votedFor"),
                reading.epoch("leaderEpoch"),
                settings(reading.object("settings")),
                reading.millis("silentMs"),
                reading.list(
                        "replicas",
                        Limits.CLUSTER_INSTANCES,
                        each -> new Opinion.Replica(each.address(ADDRESS), each.yes("up"), each.millis("silentMs"))),
                reading.list(
                        "sentinels",
                        Limits.CLUSTER_INSTANCES,
                        each -> new Opinion.Peer(each.id("id"), each.address(ADDRESS), each.yes("up"))));
    }

    static JsonObject written(Opinion.Settings settings) {
        return new JsonObject()
                .put("quorum", settings.quorum())
                .put("downAfterMs", millis(settings.downAfter()))
                .put("failoverTimeoutMs", millis(settings.failoverTimeout()))
                .put("parallelSyncs", settings.parallelSyncs());
    }

    static Opinion.Settings settings(Reading reading) {
        return new Opinion.Settings(
                (int) reading.whole("quorum", 0, Integer.MAX_VALUE),
                reading.millis("downAfterMs"),
                reading.millis("failoverTimeoutMs"),
                (int) reading.whole("parallelSyncs", 0, Integer.MAX_VALUE));
    }

    private static JsonObject written(Entry entry) {
        return new JsonObject()
                .put("number", entry.number())
                .put("at", entry.at().toEpochMilli())
                .put("giver", entry.giver().value())
                .put("user", entry.user())
                .put("words", new JsonArray(entry.words()));
    }

    private static Entry entry(Reading reading) {
        return new Entry(
                reading.whole("number", 1, Limits.CLUSTER_ORDER_NUMBERS),
                reading.at("at"),
                reading.id("giver"),
                reading.text("user", TEXT),
                words(reading));
    }

    private static List<String> words(Reading reading) {
        List<String> words = reading.texts("words", Limits.CLUSTER_ORDER_WORDS, Limits.CLUSTER_ORDER_WORD);
        if (words.isEmpty()) {
            throw new Unreadable("words");
        }
        return words;
    }
}
