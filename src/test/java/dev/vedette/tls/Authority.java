package dev.vedette.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/**
 * Issues certificates, in no time and without a tool: X.509 is a dozen nested lists. What real servers and clients make
 * of them is seen in the tests that start such.
 */
public final class Authority {
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int BITS = 0x03;
    private static final int OCTETS = 0x04;
    private static final int UTF8 = 0x0c;
    private static final int TIME = 0x18;
    private static final int VERSION = 0xa0;
    private static final int EXTENSIONS = 0xa3;
    private static final byte[] ECDSA_SHA256 = oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2);
    private static final byte[] RSA_SHA256 = oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11);
    private static final byte[] COMMON_NAME = oid(0x55, 4, 3);
    /** It is an authority, and that must be understood. */
    private static final byte[] IS_AUTHORITY =
            der(SEQUENCE, oid(0x55, 0x1d, 0x13), new byte[] {1, 1, (byte) 0xff}, der(OCTETS, der(SEQUENCE, new byte[] {
                1, 1, (byte) 0xff
            })));

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final String name;
    private final KeyPair keys = ec();
    private final Instant now = Instant.now();
    private long serial;

    /** What was issued, as PEM. */
    public record Issued(String certificate, String key, KeyPair keys) {
        /** Writes NAME.crt and NAME.key. */
        public void write(Path folder, String name) throws IOException {
            Files.writeString(folder.resolve(name + ".crt"), certificate);
            Files.writeString(folder.resolve(name + ".key"), key);
        }
    }

    public Authority(String name) {
        this.name = name;
    }

    /** Its own certificate, which others are checked by. */
    public String certificate() {
        return pem("CERTIFICATE", certificate(name, keys.getPublic(), yesterday(), tomorrow(), true));
    }

    public Issued issue(String subject) {
        return issue(subject, ec(), yesterday(), tomorrow());
    }

    public Issued issueExpired(String subject) {
        return issue(subject, ec(), yesterday().minus(Duration.ofDays(1)), yesterday());
    }

    public Issued issue(String subject, KeyPair pair, Instant from, Instant until) {
        byte[] certificate = certificate(subject, pair.getPublic(), from, until, false);
        return new Issued(
                pem("CERTIFICATE", certificate),
                pem("PRIVATE KEY", pair.getPrivate().getEncoded()),
                pair);
    }

    public Instant yesterday() {
        return now.minus(Duration.ofDays(1));
    }

    /** Far enough away that nobody is warned of it. */
    public Instant tomorrow() {
        return now.plus(Duration.ofDays(30));
    }

    public static KeyPair ec() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String pem(String label, byte[] bytes) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + label
                + "-----\n";
    }

    private byte[] certificate(String subject, PublicKey key, Instant from, Instant until, boolean authority) {
        byte[] algorithm = keys.getPrivate().getAlgorithm().equals("EC")
                ? der(SEQUENCE, ECDSA_SHA256)
                : der(SEQUENCE, RSA_SHA256, new byte[] {5, 0});
        serial++;
        byte[] content = der(
                SEQUENCE,
                der(VERSION, new byte[] {2, 1, 2}),
                der(2, BigInteger.valueOf(serial).toByteArray()),
                algorithm,
                name(name),
                der(SEQUENCE, time(from), time(until)),
                name(subject),
                key.getEncoded(),
                authority ? der(EXTENSIONS, der(SEQUENCE, IS_AUTHORITY)) : new byte[0]);
        return der(SEQUENCE, content, algorithm, der(BITS, new byte[1], signature(keys.getPrivate(), content)));
    }

    private static byte[] signature(PrivateKey key, byte[] content) {
        try {
            Signature signer =
                    Signature.getInstance("SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : "RSA"));
            signer.initSign(key);
            signer.update(content);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] name(String text) {
        return der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8, text.getBytes(StandardCharsets.UTF_8)))));
    }

    private static byte[] time(Instant moment) {
        return der(TIME, STAMP.format(moment).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] oid(int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return der(6, content);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> Byte.SIZE);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
