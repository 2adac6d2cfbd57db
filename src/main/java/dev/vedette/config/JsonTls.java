package dev.vedette.config;

import dev.vedette.model.Address;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The {@code tls} object of sentinel.json: what {@link TlsDirectives} reads, in the words of JSON. */
final class JsonTls {
    static final List<String> KEYS = List.of(
            "port",
            "outgoing",
            "certFile",
            "keyFile",
            "keyPassword",
            "clientCertFile",
            "clientKeyFile",
            "clientKeyPassword",
            "caCertFile",
            "caCertDir",
            "authClients",
            "protocols",
            "ciphers",
            "cipherSuites",
            "preferServerCiphers",
            "sessionCacheSize",
            "sessionCacheTimeout");

    private JsonTls() {}

    static void read(JsonAt at, TlsDraft tls) {
        JsonAt.Members members = at.members(KEYS);
        members.with("port", v -> v.whole(0, Address.MAX_PORT, "Invalid port number.", port -> tls.port = port));
        members.with("outgoing", v -> v.yesNo(yes -> tls.outgoing = yes));
        text(members, "certFile", path -> tls.certFile = path);
        text(members, "keyFile", path -> tls.keyFile = path);
        text(members, "keyPassword", password -> tls.keyPassword = password);
        text(members, "clientCertFile", path -> tls.clientCertFile = path);
        text(members, "clientKeyFile", path -> tls.clientKeyFile = path);
        text(members, "clientKeyPassword", password -> tls.clientKeyPassword = password);
        text(members, "caCertFile", path -> tls.caFile = path);
        text(members, "caCertDir", path -> tls.caFolder = path);
        members.with("authClients", v -> v.text(tls::clients));
        members.with("protocols", v -> protocols(v, tls));
        members.with("ciphers", v -> v.text(tls::ciphers));
        members.with("cipherSuites", v -> v.text(tls::suites));
        members.with("preferServerCiphers", v -> v.yesNo(yes -> tls.ownOrder = yes));
        members.with(
                "sessionCacheSize",
                v -> v.whole(0, Integer.MAX_VALUE, "Invalid number of sessions.", size -> tls.cacheSize = size));
        members.with("sessionCacheTimeout", v -> v.period(true, time -> sessionTimeout(v, time, tls)));
    }

    private static void sessionTimeout(JsonAt at, Duration time, TlsDraft tls) {
        if (BigInteger.valueOf(time.toSeconds()).bitLength() >= Integer.SIZE) {
            at.problem("Too long.", "at most " + Integer.MAX_VALUE + " seconds");
        } else {
            tls.timeout = time;
        }
    }

    private static void text(JsonAt.Members members, String key, Consumer<String> taker) {
        members.with(
                key,
                at -> at.text(text -> {
                    if (text.isEmpty()) {
                        throw new Fault("Empty.", "some text, or the file without this key");
                    }
                    taker.accept(text);
                }));
    }

    private static void protocols(JsonAt at, TlsDraft tls) {
        List<String> names = new ArrayList<>();
        at.elements().forEach(element -> element.text(names::add));
        try {
            tls.protocols(names);
        } catch (Fault fault) {
            at.problem(fault);
        }
    }
}
