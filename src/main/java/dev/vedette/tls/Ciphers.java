package dev.vedette.tls;

import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Cipher lists as OpenSSL writes them, translated into what this Java has. {@code tls-ciphers} is a small language:
 * names and classes, joined by {@code +}, taken away by {@code -} and {@code !}, moved to the end by {@code +}. What is
 * spoken in practice is understood: {@code ECDHE-RSA-AES128-GCM-SHA256}, {@code DEFAULT:!MEDIUM}, {@code ECDHE+AESGCM}.
 *
 * <p>Unlike OpenSSL, which skips words that it does not know, this refuses them: a misspelt name would silently leave
 * fewer or other ciphers than were meant.
 */
public final class Ciphers {
    static final String VALID =
            "names like ECDHE-RSA-AES128-GCM-SHA256 or TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, classes"
                    + " like DEFAULT, HIGH, ECDHE, AESGCM, CHACHA20, and !class to take one away";

    private static final String MODERN = "TLS_(AES|CHACHA20)_.*";
    /** Classes that no suite of this Java belongs to: to exclude them is granted. */
    private static final Set<String> ABSENT = Set.of(
            "ANULL",
            "ENULL",
            "NULL",
            "EXPORT",
            "EXP",
            "LOW",
            "MEDIUM",
            "MD5",
            "RC2",
            "RC4",
            "DES",
            "3DES",
            "IDEA",
            "SEED",
            "CAMELLIA",
            "CAMELLIA128",
            "CAMELLIA256",
            "ARIA",
            "ARIA128",
            "ARIA256",
            "ARIAGCM",
            "AESCCM",
            "AESCCM8",
            "PSK",
            "KPSK",
            "APSK",
            "SRP",
            "KSRP",
            "ASRP",
            "ADH",
            "AECDH",
            "GOST",
            "KGOST",
            "AGOST",
            "DH",
            "KRB5",
            "SSLV2",
            "SSLV3",
            "COMPLEMENTOFDEFAULT",
            "COMPLEMENTOFALL");

    private final List<String> chosen = new ArrayList<>();
    private final Set<String> banned = new LinkedHashSet<>();

    private Ciphers() {}

    /** A list that cannot be understood. */
    public static final class Unknown extends Exception {
        private static final long serialVersionUID = 1L;

        Unknown(String message) {
            super(message, null, false, false);
        }
    }

    public static String valid() {
        return VALID;
    }

    /** @return names in Java's words, for protocols up to TLS 1.2; never empty */
    public static List<String> ofList(String text) throws Unknown {
        Ciphers ciphers = new Ciphers();
        for (String word : text.split("[:, ]+")) {
            if (!word.isEmpty()) {
                ciphers.apply(word);
            }
        }
        if (ciphers.chosen.isEmpty()) {
            throw new Unknown("No cipher of this Java is left by '" + text + "'.");
        }
        return List.copyOf(ciphers.chosen);
    }

    /** @return names for TLS 1.3, where OpenSSL and Java have the same ones; never empty */
    public static List<String> ofSuites(String text) throws Unknown {
        List<String> known = modern();
        List<String> suites = new ArrayList<>();
        for (String name : text.split("[:, ]+")) {
            if (!known.contains(name)) {
                throw new Unknown(
                        "Unknown TLS 1.3 cipher suite '" + name + "'; this Java has " + String.join(", ", known) + ".");
            }
            suites.add(name);
        }
        return List.copyOf(suites);
    }

    /** What Java offers by itself for TLS 1.3. */
    public static List<String> modern() {
        return all().stream().filter(suite -> suite.matches(MODERN)).toList();
    }

    /** What Java offers by itself up to TLS 1.2. */
    public static List<String> older() {
        return all().stream()
                .filter(suite -> !suite.matches(MODERN) && !suite.endsWith("SCSV"))
                .toList();
    }

    private static List<String> all() {
        try {
            return List.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private void apply(String word) throws Unknown {
        if (word.startsWith("@")) {
            sort(word);
            return;
        }
        boolean ban = word.startsWith("!");
        boolean remove = ban || word.startsWith("-");
        boolean toTheEnd = word.startsWith("+");
        String term = remove || toTheEnd ? word.substring(1) : word;
        List<String> meant = meant(term, remove || toTheEnd);
        if (remove) {
            chosen.removeAll(meant);
            banned.addAll(ban ? meant : List.of());
        } else if (toTheEnd) {
            List<String> moved = meant.stream().filter(chosen::contains).toList();
            chosen.removeAll(moved);
            chosen.addAll(moved);
        } else {
            meant.stream()
                    .filter(suite -> !chosen.contains(suite) && !banned.contains(suite))
                    .forEach(chosen::add);
        }
    }

    private void sort(String word) throws Unknown {
        if (!word.equals("@STRENGTH")) {
            throw new Unknown("'" + word + "' has no counterpart in Java, whose jdk.tls.disabledAlgorithms does that.");
        }
        List<String> sorted = chosen.stream()
                .sorted((a, b) -> Boolean.compare(a.contains("AES_128"), b.contains("AES_128")))
                .toList();
        chosen.clear();
        chosen.addAll(sorted);
    }

    private static List<String> meant(String term, boolean absentIsFine) throws Unknown {
        List<String> meant = older();
        Map<String, String> byName = byName();
        String named = byName.get(term);
        if (named != null) {
            return List.of(named);
        }
        for (String part : term.split("\\+")) {
            String kind = part.toUpperCase(Locale.ROOT);
            Predicate<String> belongs = classOf(kind);
            if (belongs == null && ABSENT.contains(kind) && (absentIsFine || term.contains("+"))) {
                return List.of();
            }
            if (belongs == null) {
                throw new Unknown("Unknown cipher '" + term + "', or one that this Java does not have.");
            }
            meant = meant.stream().filter(belongs).toList();
        }
        return meant;
    }

    /** Both names of each. */
    private static Map<String, String> byName() {
        Map<String, String> names = new LinkedHashMap<>();
        older().forEach(suite -> {
            names.put(suite, suite);
            names.put(inOpenSsl(suite), suite);
        });
        return names;
    }

    /** {@code TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA} is {@code ECDHE-RSA-AES128-SHA} there. */
    static String inOpenSsl(String suite) {
        return suite.replaceFirst("^TLS_", "")
                .replaceFirst("^RSA_WITH_", "")
                .replace("_WITH_", "_")
                .replaceAll("AES_(128|256)", "AES$1")
                .replace("_CBC_", "_")
                .replaceFirst("(POLY1305)_SHA256$", "$1")
                .replace('_', '-');
    }

    private static @Nullable Predicate<String> classOf(String kind) {
        return switch (kind) {
            case "DEFAULT", "ALL", "HIGH", "TLSV1", "TLSV1.0" -> suite -> true;
            case "TLSV1.2" -> suite -> !suite.endsWith("_SHA");
            case "ECDHE", "EECDH", "KECDHE", "KEECDH" -> suite -> suite.startsWith("TLS_ECDHE_");
            case "DHE", "EDH", "KDHE", "KEDH" -> suite -> suite.startsWith("TLS_DHE_");
            case "RSA" -> suite -> suite.contains("RSA_WITH");
            case "KRSA" -> suite -> suite.startsWith("TLS_RSA_");
            case "ARSA" -> suite -> suite.contains("_RSA_");
            case "ECDSA", "AECDSA" -> suite -> suite.contains("_ECDSA_");
            case "DSS", "ADSS" -> suite -> suite.contains("_DSS_");
            case "AES" -> suite -> suite.contains("_AES_");
            case "AES128" -> suite -> suite.contains("_AES_128_");
            case "AES256" -> suite -> suite.contains("_AES_256_");
            case "AESGCM" -> suite -> suite.contains("_GCM_");
            case "CHACHA20" -> suite -> suite.contains("_CHACHA20_");
            case "SHA", "SHA1" -> suite -> suite.endsWith("_SHA");
            case "SHA256" -> suite -> suite.endsWith("CBC_SHA256");
            case "SHA384" -> suite -> suite.endsWith("CBC_SHA384");
            default -> null;
        };
    }

    /** For people: the ciphers of a list, in OpenSSL's names. */
    static String shown(List<String> suites) {
        return suites.stream().map(Ciphers::inOpenSsl).collect(Collectors.joining(":"));
    }
}
