package dev.vedette.feed;

import dev.vedette.bus.MonitorReport;
import dev.vedette.model.AddressBook;
import dev.vedette.model.MasterName;
import dev.vedette.model.NamePolicy;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Pictures in JSON, and what has changed since the one before. */
final class Views {
    /** More changes than these are not told one by one: whoever looks is to ask for everything again. */
    private static final int MOST_CHANGES = 50;

    private final Run run;
    private final String version;
    private final AddressBook book;
    private SortedMap<String, String> told = new TreeMap<>();
    private long toldOf;

    Views(Run run, String version, AddressBook book) {
        this.run = run;
        this.version = version;
        this.book = book;
    }

    void learn(String host, @Nullable String ip) {
        book.learn(host, ip);
    }

    void policy(NamePolicy policy) {
        book.policy(policy);
    }

    AddressBook book() {
        return book;
    }

    MasterView view(Picture picture, MonitorReport.Master master) {
        return new MasterView(book, picture, master);
    }

    @Nullable
    MasterView find(Picture picture, String name) {
        return picture.monitor()
                .find(new MasterName(name))
                .map(master -> view(picture, master))
                .orElse(null);
    }

    List<MasterView> all(Picture picture) {
        return picture.monitor().masters().stream()
                .map(master -> view(picture, master))
                .toList();
    }

    JsonObject sentinel(Picture picture) {
        JsonObject json = new JsonObject()
                .put("id", run.node().value())
                .put("run", run.name())
                .put("version", version)
                .put("epoch", picture.election().currentEpoch().toString())
                .put("tilt", picture.monitor().tiltFor() != null)
                .put("tilts", picture.monitor().tilts());
        return json;
    }

    JsonObject state(Picture picture) {
        JsonArray masters = new JsonArray();
        all(picture).forEach(view -> masters.add(view.json()));
        return new JsonObject()
                .put("type", "state")
                .put("picture", picture.number())
                .put("at", Times.text(picture.at()))
                .put("sentinel", sentinel(picture))
                .put("masters", masters);
    }

    /** What listeners are told of a new picture: changed masters and those that are gone, or to look at everything. */
    List<JsonObject> changes(Picture picture) {
        if (picture.number() <= toldOf) {
            return List.of();
        }
        SortedMap<String, String> now = new TreeMap<>();
        List<JsonObject> changes = new ArrayList<>();
        for (MonitorReport.Master master : picture.monitor().masters()) {
            JsonObject view = view(picture, master).json();
            String name = master.picture().name().value();
            String text = view.encode();
            now.put(name, text);
            if (!text.equals(told.get(name))) {
                changes.add(change("master", picture).put("master", view));
            }
        }
        told.keySet().stream()
                .filter(name -> !now.containsKey(name))
                .forEach(name -> changes.add(change("removed", picture).put("name", name)));
        String process = sentinel(picture).encode();
        now.put("", process);
        if (!process.equals(told.get(""))) {
            changes.add(change("sentinel", picture).put("sentinel", sentinel(picture)));
        }
        told = now;
        toldOf = picture.number();
        return changes.size() > MOST_CHANGES ? List.of(change("refresh", picture)) : changes;
    }

    private static JsonObject change(String type, Picture picture) {
        return new JsonObject()
                .put("type", type)
                .put("picture", picture.number())
                .put("at", Times.text(picture.at()));
    }
}
