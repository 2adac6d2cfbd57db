package dev.vedette.model;

import java.time.Duration;
import java.util.List;

/**
 * What the operator asked for about encryption (reference 2.5, 10.2). Paths are absolute; an empty text means that
 * nothing was said.
 *
 * @param port where encrypted commands are served; 0 for nowhere
 * @param outgoing whether we connect to data nodes and peers encrypted ({@code tls-replication})
 * @param feed whether the feed is encrypted
 * @param own what we show to whoever connects to us
 * @param asClient what we show to instances that we connect to; without files it is {@code own}
 * @param caFile certificates that others are checked by
 * @param caFolder a folder of such files
 * @param clients what is asked of whoever connects to us
 * @param offer protocols and ciphers, for both directions
 * @param sessionCacheSize sessions that may be resumed; 0 is without a bound, as in OpenSSL
 * @param sessionTimeout how long a session may be resumed
 */
public record TlsSettings(
        int port,
        boolean outgoing,
        boolean feed,
        KeyFiles own,
        KeyFiles asClient,
        String caFile,
        String caFolder,
        ClientAuth clients,
        Offer offer,
        int sessionCacheSize,
        Duration sessionTimeout) {

    public static final int DEFAULT_CACHE_SIZE = 20 * 1024;
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(300);

    /** Nothing is encrypted. */
    public static final TlsSettings NONE = new TlsSettings(
            0,
            false,
            false,
            KeyFiles.NONE,
            KeyFiles.NONE,
            "",
            "",
            ClientAuth.REQUIRED,
            Offer.DEFAULT,
            DEFAULT_CACHE_SIZE,
            DEFAULT_TIMEOUT);

    /** Whether anything is encrypted, so that files are read at all. */
    public boolean inUse() {
        return port != 0 || outgoing || feed;
    }

    /** Whether certificates of others are looked at, so that there must be some to check them by. */
    public boolean checksOthers() {
        return outgoing || port != 0 && clients != ClientAuth.NONE;
    }

    /** What is asked of a client: a certificate, a good one if it has one, nothing. */
    public enum ClientAuth {
        REQUIRED,
        OPTIONAL,
        NONE
    }

    /**
     * A certificate with what leads to its authority, and the key to it.
     *
     * @param password of the key; empty when it is not encrypted
     */
    public record KeyFiles(String certFile, String keyFile, String password) {
        public static final KeyFiles NONE = new KeyFiles("", "", "");

        public boolean isSet() {
            return !certFile.isEmpty() || !keyFile.isEmpty();
        }

        /** Never shows the password: this text ends up in logs. */
        @Override
        public String toString() {
            return "KeyFiles[" + certFile + ", " + keyFile + (password.isEmpty() ? "]" : ", ******]");
        }
    }

    /**
     * What may be agreed on.
     *
     * @param protocols in the names of Java, which are those of redis.conf
     * @param suites in the names of Java; empty for Java's own choice
     * @param ownOrder whether our order of ciphers counts when a client has another one
     */
    public record Offer(List<String> protocols, List<String> suites, boolean ownOrder) {
        public static final Offer DEFAULT = new Offer(List.of("TLSv1.3", "TLSv1.2"), List.of(), false);

        public Offer {
            protocols = List.copyOf(protocols);
            suites = List.copyOf(suites);
        }
    }
}
