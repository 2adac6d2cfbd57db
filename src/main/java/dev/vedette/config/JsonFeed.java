package dev.vedette.config;

import dev.vedette.model.Address;
import java.util.ArrayList;
import java.util.List;

/** The {@code feed} object of sentinel.json: what {@link FeedDirectives} reads, in the words of JSON. */
final class JsonFeed {
    static final List<String> KEYS = List.of("port", "bind", "tls", "origins", "webhooks");
    static final List<String> WEBHOOK = List.of("url", "secret", "events");

    private JsonFeed() {}

    static void read(JsonAt at, FeedDraft feed) {
        JsonAt.Members members = at.members(KEYS);
        members.with("port", v -> v.whole(0, Address.MAX_PORT, "Invalid port number.", port -> feed.port = port));
        members.with("bind", v -> JsonConfig.bind(v, addresses -> feed.bind = addresses));
        members.with("tls", v -> v.yesNo(yes -> feed.encrypted = yes));
        members.with("origins", v -> v.elements().forEach(each -> each.text(feed::origin)));
        members.with("webhooks", v -> v.elements().forEach(each -> webhook(each, feed)));
    }

    private static void webhook(JsonAt at, FeedDraft feed) {
        JsonAt.Members members = at.members(WEBHOOK);
        List<String> url = new ArrayList<>();
        List<String> secret = new ArrayList<>(List.of(""));
        List<String> events = new ArrayList<>();
        members.with("url", v -> v.text(url::add));
        members.with("secret", v -> v.text(text -> secret.set(0, text)));
        members.with("events", v -> v.elements().forEach(each -> each.text(events::add)));
        if (url.isEmpty()) {
            at.problem("A webhook without an address.", "{\"url\": \"https://…\"}");
            return;
        }
        try {
            feed.webhook(url.get(0), secret.get(0), events);
        } catch (Fault fault) {
            at.problem(fault);
        }
    }
}
