package dev.vedette.config;

import dev.vedette.model.TlsSettings;
import dev.vedette.model.TlsSettings.ClientAuth;
import dev.vedette.model.TlsSettings.KeyFiles;
import dev.vedette.model.TlsSettings.Offer;
import dev.vedette.tls.Ciphers;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What a configuration says about encryption, while it is being read. Both kinds of file fill it in. */
final class TlsDraft {
    static final Map<String, ClientAuth> CLIENTS =
            new TreeMap<>(Map.of("yes", ClientAuth.REQUIRED, "optional", ClientAuth.OPTIONAL, "no", ClientAuth.NONE));
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1");

    int port;
    boolean outgoing;
    String certFile = "";
    String keyFile = "";
    String keyPassword = "";
    String clientCertFile = "";
    String clientKeyFile = "";
    String clientKeyPassword = "";
    String caFile = "";
    String caFolder = "";
    ClientAuth clients = ClientAuth.REQUIRED;
    List<String> protocols = Offer.DEFAULT.protocols();
    List<String> ciphers = List.of();
    List<String> suites = List.of();
    boolean ownOrder;
    int cacheSize = TlsSettings.DEFAULT_CACHE_SIZE;
    Duration timeout = TlsSettings.DEFAULT_TIMEOUT;

    /**
     * @param base where relative paths start
     * @param feed whether the feed is encrypted
     */
    TlsSettings settings(Path base, boolean feed) {
        UnaryOperator<String> absolute =
                path -> path.isEmpty() ? path : base.resolve(path).normalize().toString();
        List<String> offered = new ArrayList<>();
        if (!ciphers.isEmpty() || !suites.isEmpty()) {
            offered.addAll(suites.isEmpty() ? Ciphers.modern() : suites);
            offered.addAll(ciphers.isEmpty() ? Ciphers.older() : ciphers);
        }
        return new TlsSettings(
                port,
                outgoing,
                feed,
                new KeyFiles(absolute.apply(certFile), absolute.apply(keyFile), keyPassword),
                new KeyFiles(absolute.apply(clientCertFile), absolute.apply(clientKeyFile), clientKeyPassword),
                absolute.apply(caFile),
                absolute.apply(caFolder),
                clients,
                new Offer(protocols, offered, ownOrder),
                cacheSize,
                timeout);
    }

    void clients(String text) throws Fault {
        ClientAuth found = CLIENTS.get(text.toLowerCase(Locale.ROOT));
        if (found == null) {
            throw new Fault("argument(s) must be one of the following: no, yes, optional", "one of these words");
        }
        clients = found;
    }

    /** Empty for the usual ones. Java's configuration may have taken old ones out; then they are refused here. */
    void protocols(List<String> names) throws Fault {
        List<String> chosen = new ArrayList<>();
        for (String name : names) {
            String known = PROTOCOLS.stream()
                    .filter(name::equalsIgnoreCase)
                    .findFirst()
                    .orElseThrow(() -> new Fault(
                            "Invalid tls-protocols specified. Use a combination of 'TLSv1', 'TLSv1.1', 'TLSv1.2' and"
                                    + " 'TLSv1.3'.",
                            "for example \"TLSv1.2 TLSv1.3\""));
            if (isSwitchedOff(known)) {
                throw new Fault(
                        known + " is switched off in this Java (jdk.tls.disabledAlgorithms)",
                        "TLSv1.2 and TLSv1.3, or a Java that is configured otherwise");
            }
            chosen.add(known);
        }
        protocols = chosen.isEmpty() ? Offer.DEFAULT.protocols() : chosen;
    }

    private static boolean isSwitchedOff(String protocol) {
        String switchedOff = Security.getProperty("jdk.tls.disabledAlgorithms");
        return switchedOff != null
                && Arrays.stream(switchedOff.split(","))
                        .anyMatch(word -> word.strip().equals(protocol));
    }

    void ciphers(String text) throws Fault {
        try {
            ciphers = text.isBlank() ? List.of() : Ciphers.ofList(text);
        } catch (Ciphers.Unknown e) {
            throw new Fault(String.valueOf(e.getMessage()), Ciphers.valid());
        }
    }

    void suites(String text) throws Fault {
        try {
            suites = text.isBlank() ? List.of() : Ciphers.ofSuites(text);
        } catch (Ciphers.Unknown e) {
            throw new Fault(
                    String.valueOf(e.getMessage()), "names like TLS_AES_128_GCM_SHA256, with colons between them");
        }
    }
}
