package dev.vedette.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.TlsSettings;
import dev.vedette.model.TlsSettings.ClientAuth;
import dev.vedette.tls.Authority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What both kinds of configuration say about encryption, and that nothing starts on files that cannot be used. */
class TlsConfigTest {
    @TempDir
    private Path folder;

    private final Authority authority = new Authority("ca");

    @BeforeEach
    void issue() throws IOException {
        authority.issue("sentinel").write(folder, "own");
        authority.issue("client").write(folder, "client");
        Files.writeString(folder.resolve("ca.crt"), authority.certificate());
    }

    @Test
    void bothKindsOfFileSayTheSame() {
        Loading.Loaded conf = Configs.loaded(folder.resolve("s.conf"), """
                port 0
                dir "%s"
                tls-port 26380
                tls-replication yes
                tls-cert-file own.crt
                tls-key-file own.key
                tls-client-cert-file client.crt
                tls-client-key-file client.key
                tls-ca-cert-file ca.crt
                tls-ca-cert-dir "%s"
                tls-auth-clients optional
                tls-protocols "TLSv1.2"
                tls-ciphers ECDHE-RSA-AES128-GCM-SHA256
                tls-ciphersuites TLS_AES_128_GCM_SHA256
                tls-prefer-server-ciphers yes
                tls-session-caching yes
                tls-session-cache-size 5
                tls-session-cache-timeout 60
                sentinel monitor m 127.0.0.1 6379 2
                """.formatted(folder, folder));
        Loading.Loaded json = Configs.loaded(folder.resolve("s.json"), """
                {"port": 0, "masters": {"m": {"address": "127.0.0.1:6379", "quorum": 2}}, "tls": {
                  "port": 26380, "outgoing": true, "certFile": "own.crt", "keyFile": "own.key",
                  "clientCertFile": "client.crt", "clientKeyFile": "client.key",
                  "caCertFile": "ca.crt", "caCertDir": ".", "authClients": "optional", "protocols": ["TLSv1.2"],
                  "ciphers": "ECDHE-RSA-AES128-GCM-SHA256", "cipherSuites": "TLS_AES_128_GCM_SHA256",
                  "preferServerCiphers": true, "sessionCacheSize": 5, "sessionCacheTimeout": "1m"}}
                """);
        assertEquals(conf.settings().tls(), json.settings().tls());
        TlsSettings tls = conf.settings().tls();
        assertEquals(folder.resolve("own.crt").toString(), tls.own().certFile());
        assertEquals(ClientAuth.OPTIONAL, tls.clients());
        assertEquals(
                List.of("TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
                tls.offer().suites());
        assertEquals(Duration.ofMinutes(1), tls.sessionTimeout());
        assertFalse(conf.settings().servesPlain());
        assertEquals(26_380, conf.settings().portToAnnounce());
        assertEquals(List.of(), conf.remarks());
    }

    @Test
    void peersAreToldThePortThatTheyCanUse() {
        String files = """
                dir "%s"
                tls-port 26380
                tls-cert-file own.crt
                tls-key-file own.key
                tls-ca-cert-file ca.crt
                sentinel monitor m 127.0.0.1 6379 2
                """.formatted(folder);
        Path file = folder.resolve("s.conf");
        assertEquals(26_379, Configs.loaded(file, files).settings().portToAnnounce());
        assertEquals(
                26_380,
                Configs.loaded(file, files + "tls-replication yes\n").settings().portToAnnounce());
        assertEquals(
                7,
                Configs.loaded(file, files + "tls-replication yes\nsentinel announce-port 7\n")
                        .settings()
                        .portToAnnounce());
    }

    @Test
    void everyFileThatCannotBeUsedIsNamedBesideWhatElseIsWrong() {
        Loading.Refused refused = (Loading.Refused) Configs.load(folder.resolve("s.conf"), """
                tls-port 26380
                tls-cert-file %1$s/missing.crt
                tls-key-file %1$s/own.crt
                tls-ca-cert-file %1$s/own.key
                maxclients none
                sentinel monitor m 127.0.0.1 6379 2
                """.formatted(folder));
        String report = refused.report("Vedette");
        assertEquals(4, refused.problems().size(), report);
        assertTrue(
                report.contains("Failed to load certificate: " + folder + "/missing.crt: No such file or directory"),
                report);
        assertTrue(report.contains("own.crt: there is no private key in it"), report);
        assertTrue(report.contains("own.key: there is no certificate in it"), report);
        assertTrue(report.contains("maxclients none"), report);
    }

    @Test
    void aPasswordIsNotShown() {
        Loading.Refused refused =
                (Loading.Refused) Configs.load(folder.resolve("s.json"), "{\"tls\": {\"keyPassword\": 31415926535}}");
        assertFalse(refused.report("Vedette").contains("31415926535"), refused.report("Vedette"));
    }

    @Test
    void whatJavaHasNoSwitchForIsRemarkedOn() {
        Loading.Loaded loaded = Configs.loaded(folder.resolve("s.conf"), """
                tls-session-caching no
                tls-dh-params-file some.dh
                tls-cluster yes
                sentinel monitor m 127.0.0.1 6379 2
                """);
        assertEquals(3, loaded.remarks().size(), loaded.remarks()::toString);
    }
}
