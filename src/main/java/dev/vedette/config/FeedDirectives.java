package dev.vedette.config;

import dev.vedette.config.PlainDirectives.Action;
import java.util.SortedMap;
import java.util.TreeMap;

/** The {@code feed-} lines of sentinel.conf. They are ours: no Redis starts on a file with one of them. */
final class FeedDirectives {
    private final SortedMap<String, Action> rules = new TreeMap<>();

    FeedDirectives(FeedDraft feed) {
        rules.put("feed-port", words -> feed.port = Integer.parseInt(words.get(0)));
        rules.put("feed-bind", words -> feed.bind = PlainDirectives.bindAddresses(words));
        rules.put("feed-tls", words -> feed.encrypted = words.get(0).equalsIgnoreCase("yes"));
        rules.put("feed-origin", words -> feed.origin(words.get(0)));
        rules.put("feed-webhook", words -> {
            String secret = words.size() > 1 ? words.get(1) : "";
            feed.webhook(words.get(0), secret, words.subList(Math.min(2, words.size()), words.size()));
        });
    }

    SortedMap<String, Action> rules() {
        return rules;
    }
}
