package dev.vedette.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.TlsSettings;
import dev.vedette.model.TlsSettings.ClientAuth;
import dev.vedette.model.TlsSettings.KeyFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which files may be wrong, and every form in which they may be right. */
class MaterialTest {
    private final Authority authority = new Authority("the authority");
    private final Map<String, String> disk = new TreeMap<>();
    private KeyFiles own = new KeyFiles("/own.crt", "/own.key", "");
    private KeyFiles asClient = KeyFiles.NONE;
    private String caFile = "/ca.crt";
    private String caFolder = "";
    private ClientAuth clients = ClientAuth.REQUIRED;
    private boolean outgoing = true;

    @BeforeEach
    void write() {
        disk.put("/ca.crt", authority.certificate());
        put("/own", authority.issue("sentinel"));
    }

    private void put(String name, Authority.Issued issued) {
        disk.put(name + ".crt", issued.certificate());
        disk.put(name + ".key", issued.key());
    }

    private Material read() throws Unusable {
        return Material.of(settings(), new Memory(disk), Instant.now());
    }

    private TlsSettings settings() {
        return new TlsSettings(
                26_380,
                outgoing,
                false,
                own,
                asClient,
                caFile,
                caFolder,
                clients,
                TlsSettings.Offer.DEFAULT,
                TlsSettings.DEFAULT_CACHE_SIZE,
                TlsSettings.DEFAULT_TIMEOUT);
    }

    private List<String> reasons() {
        return assertThrows(Unusable.class, this::read).reasons().stream()
                .map(Unusable.Reason::text)
                .toList();
    }

    @Test
    void takesWhatBelongsTogether() throws Unusable {
        Material material = read();
        assertTrue(material.shown().startsWith("CN=sentinel, serial number 2, until "), material.shown());
        assertEquals(1, material.authorities.size());
    }

    /** All of them were written by openssl 3.0, of one key. */
    @ParameterizedTest
    @ValueSource(strings = {"ec-sec1", "ec-pkcs8", "ec-aes256", "ec-aes128-sha512", "ec-pbe-sha1-3des"})
    void readsEveryFormThatJavaCanRead(String form) throws Exception {
        useKey(form);
        own = new KeyFiles("/own.crt", "/own.key", "secret");
        assertEquals("EC", read().own.getPrivateKey("own").getAlgorithm());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec-des3", "ec-scrypt", "ec-proc-type"})
    void saysHowToConvertWhatItCannotRead(String form) throws Exception {
        useKey(form);
        own = new KeyFiles("/own.crt", "/own.key", "secret");
        Unusable.Reason reason =
                assertThrows(Unusable.class, this::read).reasons().get(0);
        assertTrue(reason.text().startsWith("Failed to load private key: /own.key: it is encrypted "), reason.text());
        assertTrue(reason.valid().contains("openssl pkcs8 -topk8 -v2 aes-256-cbc"), reason.valid());
    }

    @Test
    void readsRsaKeysOfTheOlderFormToo() throws Unusable {
        KeyPair keys = Authority.rsa();
        put("/own", authority.issue("sentinel", keys, authority.yesterday(), authority.tomorrow()));
        byte[] encoded = keys.getPrivate().getEncoded();
        int envelope = 26;
        disk.put("/own.key", Authority.pem("RSA PRIVATE KEY", Arrays.copyOfRange(encoded, envelope, encoded.length)));
        assertEquals("RSA", read().own.getPrivateKey("own").getAlgorithm());
    }

    @Test
    void opensAKeyOnlyWithItsPassword() throws Exception {
        useKey("ec-aes256");
        assertEquals(
                List.of("Failed to load private key: /own.key: it is encrypted, and there is no password for it"),
                reasons());
        own = new KeyFiles("/own.crt", "/own.key", "wrong");
        assertEquals(List.of("Failed to load private key: /own.key: the password does not open it"), reasons());
    }

    private void useKey(String form) throws Exception {
        byte[] publicKey = Pem.all(text("ec-public")).get(0).bytes();
        KeyPair keys = new KeyPair(
                KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(publicKey)),
                Authority.ec().getPrivate());
        put("/own", authority.issue("sentinel", keys, authority.yesterday(), authority.tomorrow()));
        disk.put("/own.key", "Bag Attributes: none\n" + text(form));
    }

    private static String text(String name) throws IOException {
        try (InputStream in = MaterialTest.class.getResourceAsStream("/keys/" + name + ".pem")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void namesEveryProblemAtOnce() {
        put("/own", authority.issueExpired("sentinel"));
        disk.put("/own.key", "no key at all");
        disk.put("/ca.crt", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        List<String> reasons = reasons();
        assertEquals(3, reasons.size(), reasons::toString);
        assertTrue(reasons.get(0).startsWith("Failed to load certificate: /own.crt: it expired on "), reasons.get(0));
        assertEquals("Failed to load private key: /own.key: there is no private key in it", reasons.get(1));
        assertEquals(
                "Failed to configure CA certificate(s) file/directory: /ca.crt: a certificate in it is damaged",
                reasons.get(2));
    }

    @Test
    void namesFilesThatAreNotThere() {
        disk.clear();
        assertEquals(
                List.of(
                        "Failed to load certificate: /own.crt: No such file or directory",
                        "Failed to load private key: /own.key: No such file or directory",
                        "Failed to configure CA certificate(s) file/directory: /ca.crt: No such file or directory"),
                reasons());
    }

    @Test
    void refusesAKeyToAnotherCertificate() {
        disk.put("/own.key", authority.issue("somebody else").key());
        assertEquals(
                List.of("Failed to load private key: /own.key: it is not the key to the certificate in /own.crt"),
                reasons());
    }

    @Test
    void refusesACertificateOfTheFuture() {
        Instant next = Instant.now().plus(Duration.ofDays(1));
        put("/own", authority.issue("sentinel", Authority.ec(), next, next.plus(Duration.ofDays(1))));
        assertTrue(reasons().get(0).startsWith("Failed to load certificate: /own.crt: it is not valid before "));
    }

    @Test
    void asksForWhatIsMissingInRedissWords() {
        own = KeyFiles.NONE;
        caFile = "";
        assertEquals(
                List.of(
                        "No tls-cert-file configured!",
                        "No tls-key-file configured!",
                        "Either tls-ca-cert-file or tls-ca-cert-dir must be specified when tls-cluster,"
                                + " tls-replication or tls-auth-clients are enabled!"),
                reasons());
    }

    @Test
    void needsNoAuthorityWhereNobodyIsChecked() throws Unusable {
        caFile = "";
        clients = ClientAuth.NONE;
        outgoing = false;
        assertEquals(List.of(), read().authorities);
    }

    @Test
    void takesAuthoritiesOfAFolderAndPassesOverTheRest() throws Unusable {
        caFile = "";
        caFolder = "/ca.d";
        disk.put("/ca.d/README", "nothing here");
        assertEquals(
                List.of("Failed to configure CA certificate(s) file/directory: /ca.d: there is no certificate in any"
                        + " of its files"),
                reasons());
        disk.put("/ca.d/12345678.0", authority.certificate());
        disk.put("/ca.d/other.pem", new Authority("other").certificate());
        assertEquals(2, read().authorities.size());
    }

    @Test
    void showsInstancesAnotherCertificateWhereOneIsConfigured() throws Unusable {
        asClient = new KeyFiles("/client.crt", "/client.key", "");
        put("/client", authority.issue("a client"));
        Material material = read();
        assertEquals(
                "CN=sentinel",
                material.own.certificate().getSubjectX500Principal().getName());
        assertEquals(
                "CN=a client",
                material.asClient.certificate().getSubjectX500Principal().getName());
    }

    private record Memory(Map<String, String> disk) implements Texts {
        @Override
        public String read(String path) throws IOException {
            String text = disk.get(path);
            if (text == null) {
                throw new NoSuchFileException(path);
            }
            return text;
        }

        @Override
        public List<String> list(String folder) {
            return disk.keySet().stream()
                    .filter(path -> path.startsWith(folder + "/"))
                    .toList();
        }
    }
}
