package dev.vedette.config;

import dev.vedette.config.PlainDirectives.ValueAction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The {@code tls-} lines of sentinel.conf (reference 10.2), and which of them Java has no counterpart for. */
final class TlsDirectives {
    private final Draft draft;
    private final SortedMap<String, ValueAction> rules = new TreeMap<>();

    TlsDirectives(Draft draft) {
        this.draft = draft;
        TlsDraft tls = draft.tls;
        rules.put("tls-port", v -> tls.port = Integer.parseInt(v));
        yesNo("tls-replication", yes -> tls.outgoing = yes);
        rules.put("tls-cert-file", v -> tls.certFile = v);
        rules.put("tls-key-file", v -> tls.keyFile = v);
        rules.put("tls-key-file-pass", v -> tls.keyPassword = v);
        rules.put("tls-client-cert-file", v -> tls.clientCertFile = v);
        rules.put("tls-client-key-file", v -> tls.clientKeyFile = v);
        rules.put("tls-client-key-file-pass", v -> tls.clientKeyPassword = v);
        rules.put("tls-ca-cert-file", v -> tls.caFile = v);
        rules.put("tls-ca-cert-dir", v -> tls.caFolder = v);
        rules.put("tls-auth-clients", tls::clients);
        rules.put(
                "tls-protocols",
                v -> tls.protocols(v.isBlank() ? List.of() : List.of(v.strip().split("[ ,]+"))));
        rules.put("tls-ciphers", tls::ciphers);
        rules.put("tls-ciphersuites", tls::suites);
        yesNo("tls-prefer-server-ciphers", yes -> tls.ownOrder = yes);
        yesNo("tls-session-caching", yes -> {
            if (!yes) {
                remark(
                        "tls-session-caching no",
                        "Java resumes sessions; tls-session-cache-timeout bounds for how long");
            }
        });
        rules.put("tls-session-cache-size", v -> tls.cacheSize = Integer.parseInt(v));
        rules.put("tls-session-cache-timeout", v -> tls.timeout = Duration.ofSeconds(Integer.parseInt(v)));
        rules.put("tls-dh-params-file", v -> {
            if (!v.isEmpty()) {
                remark("tls-dh-params-file", "Java has groups of its own, see jdk.tls.ephemeralDHKeySize");
            }
        });
        yesNo("tls-cluster", yes -> {
            if (yes) {
                remark("tls-cluster yes", "a sentinel is no node of a cluster");
            }
        });
    }

    Map<String, ValueAction> rules() {
        return rules;
    }

    private void remark(String what, String why) {
        draft.remarks.add(what + " has no effect here: " + why);
    }

    private void yesNo(String directive, Consumer<Boolean> taker) {
        rules.put(directive, v -> taker.accept(v.equalsIgnoreCase("yes")));
    }
}
