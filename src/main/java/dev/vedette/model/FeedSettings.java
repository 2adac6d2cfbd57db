package dev.vedette.model;

import java.util.List;

/**
 * What the operator asked for about the feed: the page, its streams and what it posts to others.
 *
 * @param port where it is served; 0 for nowhere, and then nothing of it exists
 * @param bind addresses to listen on; never empty. By default only this machine
 * @param encrypted whether it is HTTPS, with the certificate that clients of the Redis port are shown
 * @param origins where else a page may come from that acts here, behind a proxy for example
 * @param webhooks who is sent events
 */
public record FeedSettings(
        int port, List<String> bind, boolean encrypted, List<String> origins, List<Webhook> webhooks) {
    /** Nothing is served. */
    public static final FeedSettings OFF =
            new FeedSettings(0, List.of("127.0.0.1", "-::1"), false, List.of(), List.of());

    public FeedSettings {
        bind = List.copyOf(bind);
        origins = List.copyOf(origins);
        webhooks = List.copyOf(webhooks);
    }

    public boolean isOn() {
        return port != 0;
    }

    /** Whether nobody but this machine can connect. */
    public boolean isPrivate() {
        return bind.stream().map(BindAddress::of).allMatch(BindAddress::isLoopback);
    }

    /**
     * Somebody who is sent events.
     *
     * @param url http or https
     * @param secret signs what is sent; empty for no signature
     * @param events patterns of event names, as PSUBSCRIBE has them; never empty
     */
    public record Webhook(String url, String secret, List<String> events) {
        public Webhook {
            events = List.copyOf(events);
        }

        /** Never shows a secret: this text may end up in logs. An URL may hold one, too. */
        @Override
        public String toString() {
            return "Webhook" + events;
        }
    }
}
