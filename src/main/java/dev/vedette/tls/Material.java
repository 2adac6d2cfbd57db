package dev.vedette.tls;

import dev.vedette.model.Limits;
import dev.vedette.model.TlsSettings;
import dev.vedette.model.TlsSettings.KeyFiles;
import dev.vedette.platform.Errno;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the files of the settings hold, once all of it is known to be usable: never half of it. Every problem is found
 * in one reading.
 */
public final class Material {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
    private static final byte[] PROOF = {1, 2, 3, 4};

    final Identity own;
    final Identity asClient;
    final List<X509Certificate> authorities;

    private Material(Identity own, Identity asClient, List<X509Certificate> authorities) {
        this.own = own;
        this.asClient = asClient;
        this.authorities = authorities;
    }

    /** @throws Unusable with every reason, and then nothing of it counts */
    public static Material of(TlsSettings settings, Texts texts, Instant now) throws Unusable {
        return new Reading(texts, now).material(settings);
    }

    /** The first of our certificates to expire does so then. */
    Instant expires() {
        Instant server = own.certificate().getNotAfter().toInstant();
        Instant client = asClient.certificate().getNotAfter().toInstant();
        return client.isBefore(server) ? client : server;
    }

    /** Whom we are, for people. */
    String shown() {
        return own.certificate().getSubjectX500Principal().getName() + ", serial number "
                + own.certificate().getSerialNumber().toString(16) + ", until " + DAY.format(expires());
    }

    private static final class Reading {
        private final Texts texts;
        private final Instant now;
        private final List<Unusable.Reason> reasons = new ArrayList<>();

        private Reading(Texts texts, Instant now) {
            this.texts = texts;
            this.now = now;
        }

        private Material material(TlsSettings settings) throws Unusable {
            if (settings.own().certFile().isEmpty()) {
                setting("No tls-cert-file configured!", "tls-cert-file with our certificate");
            }
            if (settings.own().keyFile().isEmpty()) {
                setting("No tls-key-file configured!", "tls-key-file with the key to it");
            }
            boolean hasAuthority =
                    !settings.caFile().isEmpty() || !settings.caFolder().isEmpty();
            if (settings.checksOthers() && !hasAuthority) {
                setting(
                        "Either tls-ca-cert-file or tls-ca-cert-dir must be specified when tls-cluster, tls-replication"
                                + " or tls-auth-clients are enabled!",
                        "tls-ca-cert-file, or tls-auth-clients no where nothing is checked");
            }
            Identity own = reasons.isEmpty() ? identity(settings.own()) : null;
            Identity asClient = settings.asClient().isSet() ? identity(settings.asClient()) : own;
            List<X509Certificate> authorities = authorities(settings);
            if (!reasons.isEmpty() || own == null || asClient == null) {
                throw new Unusable(reasons);
            }
            return new Material(own, asClient, authorities);
        }

        private void setting(String text, String valid) {
            reasons.add(new Unusable.Reason("", text, valid));
        }

        private @Nullable Identity identity(KeyFiles files) {
            List<X509Certificate> chain = null;
            PrivateKey key = null;
            try {
                chain = certificates(files.certFile(), "Failed to load certificate: " + files.certFile() + ": ");
                checkTime(files.certFile(), chain.get(0));
            } catch (Unusable e) {
                reasons.addAll(e.reasons());
            }
            try {
                key = key(files);
            } catch (Unusable e) {
                reasons.addAll(e.reasons());
            }
            if (chain == null || key == null) {
                return null;
            }
            if (!belongTogether(key, chain.get(0))) {
                reasons.add(PrivateKeys.refused(
                                files.keyFile(),
                                "it is not the key to the certificate in " + files.certFile(),
                                "the key that this certificate was made for")
                        .reasons()
                        .get(0));
                return null;
            }
            return new Identity(key, chain);
        }

        private List<X509Certificate> certificates(String file, String failed) throws Unusable {
            String text = read(file, failed);
            List<X509Certificate> found = new ArrayList<>();
            try {
                CertificateFactory factory = CertificateFactory.getInstance("X.509");
                for (Pem block : Pem.all(text)) {
                    if (block.isCertificate()) {
                        found.add(
                                (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
                    }
                }
            } catch (CertificateException | IllegalArgumentException e) {
                throw new Unusable(file, failed + "a certificate in it is damaged", "PEM as openssl writes it");
            }
            if (found.isEmpty()) {
                throw new Unusable(
                        file, failed + "there is no certificate in it", "PEM that begins with -----BEGIN CERTIFICATE");
            }
            return found;
        }

        private PrivateKey key(KeyFiles files) throws Unusable {
            String failed = "Failed to load private key: " + files.keyFile() + ": ";
            String text = read(files.keyFile(), failed);
            try {
                for (Pem block : Pem.all(text)) {
                    if (block.isKey()) {
                        return PrivateKeys.read(files.keyFile(), block, files.password());
                    }
                }
            } catch (IllegalArgumentException e) {
                throw new Unusable(files.keyFile(), failed + "it is damaged", "PEM as openssl writes it");
            }
            throw new Unusable(files.keyFile(), failed + "there is no private key in it", PrivateKeys.CONVERT);
        }

        private String read(String file, String failed) throws Unusable {
            try {
                String text = texts.read(file);
                if (text.length() > Limits.PEM_CHARACTERS) {
                    throw new FileSystemException(file, null, "File too large");
                }
                return text;
            } catch (IOException e) {
                throw new Unusable(file, failed + Errno.text(e), "a file that this user can read");
            }
        }

        private void checkTime(String file, X509Certificate certificate) throws Unusable {
            Instant from = certificate.getNotBefore().toInstant();
            Instant until = certificate.getNotAfter().toInstant();
            if (now.isAfter(until)) {
                throw new Unusable(
                        file,
                        "Failed to load certificate: " + file + ": it expired on " + DAY.format(until),
                        "a certificate that is valid today");
            }
            if (now.isBefore(from)) {
                throw new Unusable(
                        file,
                        "Failed to load certificate: " + file + ": it is not valid before " + DAY.format(from),
                        "a certificate that is valid today, and a clock that is right");
            }
        }

        /** What the one signs, the other must recognise: true for every kind of key, whatever its numbers are. */
        private static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
            String name =
                    switch (key.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        case "DSA" -> "SHA256withDSA";
                        default -> key.getAlgorithm();
                    };
            try {
                Signature signer = Signature.getInstance(name);
                signer.initSign(key);
                signer.update(PROOF);
                byte[] signature = signer.sign();
                signer.initVerify(certificate.getPublicKey());
                signer.update(PROOF);
                return signer.verify(signature);
            } catch (GeneralSecurityException e) {
                return false;
            }
        }

        private List<X509Certificate> authorities(TlsSettings settings) {
            Set<X509Certificate> all = new LinkedHashSet<>();
            String failed = "Failed to configure CA certificate(s) file/directory: ";
            if (!settings.caFile().isEmpty()) {
                try {
                    all.addAll(certificates(settings.caFile(), failed + settings.caFile() + ": "));
                } catch (Unusable e) {
                    reasons.addAll(e.reasons());
                }
            }
            if (!settings.caFolder().isEmpty()) {
                try {
                    all.addAll(folder(settings.caFolder(), failed + settings.caFolder() + ": "));
                } catch (Unusable e) {
                    reasons.addAll(e.reasons());
                }
            }
            return List.copyOf(all);
        }

        /** Such a folder may hold anything; what is no certificate is passed over. */
        private Set<X509Certificate> folder(String folder, String failed) throws Unusable {
            List<String> files;
            try {
                files = texts.list(folder);
            } catch (IOException e) {
                throw new Unusable(folder, failed + Errno.text(e), "a folder that this user can read");
            }
            if (files.size() > Limits.CA_FILES) {
                throw new Unusable(folder, failed + "more than " + Limits.CA_FILES + " files", "fewer, or one file");
            }
            Set<X509Certificate> found = new LinkedHashSet<>();
            for (String file : files) {
                try {
                    found.addAll(certificates(file, failed));
                } catch (Unusable e) {
                    continue;
                }
            }
            if (found.isEmpty()) {
                throw new Unusable(folder, failed + "there is no certificate in any of its files", "PEM files");
            }
            return found;
        }
    }
}
