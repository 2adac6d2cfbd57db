package dev.vedette.config;

import dev.vedette.model.Address;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The {@code tls-} lines of sentinel.conf (reference 10.2), and which of them Java has no counterpart for. */
final class TlsDirectives {
    private static final String PREFIX = "tls-";

    private final Draft draft;
    private final SortedMap<String, Rule> rules = new TreeMap<>();

    TlsDirectives(Draft draft) {
        this.draft = draft;
        TlsDraft tls = draft.tls;
        rules.put("tls-port", v -> tls.port = number(v, Address.MAX_PORT));
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
        rules.put("tls-session-cache-size", v -> tls.cacheSize = number(v, Integer.MAX_VALUE));
        rules.put("tls-session-cache-timeout", v -> tls.timeout = Duration.ofSeconds(number(v, Integer.MAX_VALUE)));
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

    static boolean isOne(String directive) {
        return directive.startsWith(PREFIX);
    }

    Collection<String> names() {
        return rules.keySet();
    }

    void apply(String directive, List<String> arguments) throws Fault {
        Rule rule = rules.get(directive);
        if (rule == null) {
            throw new Fault("Bad directive or wrong number of arguments", Nearest.hint(directive, rules.keySet()));
        }
        if (arguments.size() != 1) {
            throw new Fault("wrong number of arguments", directive + " <value>");
        }
        rule.apply(arguments.get(0));
    }

    private void remark(String what, String why) {
        draft.remarks.add(what + " has no effect here: " + why);
    }

    private void yesNo(String directive, Consumer<Boolean> taker) {
        rules.put(directive, v -> {
            String value = v.toLowerCase(Locale.ROOT);
            if (!value.equals("yes") && !value.equals("no")) {
                throw new Fault("argument must be 'yes' or 'no'", "yes or no");
            }
            taker.accept(value.equals("yes"));
        });
    }

    private static int number(String text, int to) throws Fault {
        return PlainDirectives.number(text, 0, to);
    }

    private interface Rule {
        void apply(String value) throws Fault;
    }
}
