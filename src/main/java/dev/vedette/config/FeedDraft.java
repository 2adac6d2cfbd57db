package dev.vedette.config;

import dev.vedette.model.FeedSettings;
import dev.vedette.model.FeedSettings.Webhook;
import dev.vedette.model.Limits;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a configuration says about the feed, while it is being read. Both kinds of file fill it in. */
final class FeedDraft {
    private static final String ORIGIN = "a scheme and a host, for example https://sentinel.example.org";

    int port;
    List<String> bind = FeedSettings.OFF.bind();
    boolean encrypted;
    private final List<String> origins = new ArrayList<>();
    private final List<Webhook> webhooks = new ArrayList<>();

    FeedSettings settings() {
        return new FeedSettings(port, bind, encrypted, origins, webhooks);
    }

    void origin(String text) throws Fault {
        URI uri = url(text, "Invalid origin.", ORIGIN);
        boolean more = uri.getRawPath() != null && !uri.getRawPath().isEmpty() || uri.getRawQuery() != null;
        if (more || uri.getRawUserInfo() != null) {
            throw new Fault("Invalid origin.", ORIGIN);
        }
        if (origins.size() >= Limits.FEED_ORIGINS) {
            throw new Fault("Too many origins.", "at most " + Limits.FEED_ORIGINS);
        }
        origins.add(text.toLowerCase(Locale.ROOT));
    }

    /** @param patterns empty for all events */
    void webhook(String url, String secret, List<String> patterns) throws Fault {
        url(url, "Invalid address of a webhook.", "http://… or https://…, without a user in it");
        if (webhooks.size() >= Limits.WEBHOOKS) {
            throw new Fault("Too many webhooks.", "at most " + Limits.WEBHOOKS);
        }
        webhooks.add(new Webhook(url, secret, patterns.isEmpty() ? List.of("*") : patterns));
    }

    private static URI url(String text, String reason, String valid) throws Fault {
        try {
            URI uri = new URI(text);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new Fault(reason, valid);
        }
        throw new Fault(reason, valid);
    }
}
