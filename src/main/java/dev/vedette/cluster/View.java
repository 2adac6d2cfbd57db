package dev.vedette.cluster;

import dev.vedette.cluster.Sightings.Sighting;
import dev.vedette.cluster.Sightings.Told;
import dev.vedette.model.MasterName;
import dev.vedette.model.Moment;
import dev.vedette.model.RunId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** What is known of the cluster, as REST and the page show it. */
final class View {
    private static final int MOST_EVENTS = 300;

    private View() {}

    static JsonArray nodes(Nodes nodes, RunId me, Moment now) {
        JsonArray list = new JsonArray();
        for (Nodes.Node node : nodes.all()) {
            list.add(new JsonObject()
                    .put("id", node.id().value())
                    .put("me", node.id().equals(me))
                    .put("address", node.pulse().address())
                    .put("version", node.pulse().version())
                    .put("epoch", node.pulse().epoch().toString())
                    .put("tilt", node.pulse().tilt())
                    .put("masters", node.pulse().masters())
                    .put("heard", node.isHeard(now))
                    .put("silentMs", now.since(node.heard()).toMillis())
                    .put("missedEvents", node.missed()));
        }
        return list;
    }

    static JsonArray disagreements(Standing standing) {
        JsonArray list = new JsonArray();
        standing.all()
                .forEach((master, all) ->
                        all.forEach(each -> list.add(disagreement(each).put("master", master.value()))));
        return list;
    }

    private static JsonObject disagreement(Disagreement each) {
        return new JsonObject()
                .put("kind", each.kind())
                .put("subject", each.subject())
                .put("sentence", each.sentence());
    }

    /** One master, and what each node thinks of it, also those that are silent now. */
    static JsonObject master(Nodes nodes, Standing standing, MasterName name, Moment now) {
        JsonArray opinions = new JsonArray();
        for (Nodes.Node node : nodes.all()) {
            Opinion opinion = node.opinion(name);
            if (opinion != null) {
                JsonObject json = Language.written(opinion);
                json.remove("name");
                opinions.add(json.put("node", node.id().value())
                        .put("nodeAddress", node.pulse().address())
                        .put("heard", node.isHeard(now)));
            }
        }
        JsonArray disagreements = new JsonArray();
        standing.of(name).forEach(each -> disagreements.add(disagreement(each)));
        return new JsonObject()
                .put("name", name.value())
                .put("opinions", opinions)
                .put("disagreements", disagreements);
    }

    static JsonObject events(Sightings sightings, long after) {
        JsonArray list = new JsonArray();
        List<Sighting> found = sightings.after(after, MOST_EVENTS);
        found.forEach(each -> list.add(event(each)));
        return new JsonObject().put("events", list).put("last", sightings.changes());
    }

    private static JsonObject event(Sighting sighting) {
        Told first = sighting.first();
        JsonArray witnesses = new JsonArray();
        sighting.witnesses()
                .forEach(witness -> witnesses.add(new JsonObject()
                        .put("node", witness.node().value())
                        .put("seq", witness.told().seq())
                        .put(
                                "at",
                                Instant.ofEpochMilli(witness.told().at().toEpochMilli())
                                        .toString())
                        .put("payload", witness.told().payload())
                        .put("reason", witness.told().reason())));
        JsonObject json = new JsonObject()
                .put("number", sighting.number())
                .put("event", first.event())
                .put("level", first.level())
                .put("payload", first.payload())
                .put("witnesses", witnesses);
        return first.master().isEmpty() ? json : json.put("master", first.master());
    }
}
