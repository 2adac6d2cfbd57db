package dev.vedette.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The private key of a PEM block. Java reads PKCS#8 and nothing else; the older forms of RSA and EC keys are PKCS#8
 * without its envelope, which is put around them here. Keys that are encrypted the old way ({@code Proc-Type}) or with
 * ciphers that Java has not (scrypt, triple DES in PKCS#8) are refused, and how to convert them is said.
 */
final class PrivateKeys {
    static final String CONVERT = "a key that openssl pkcs8 -topk8 -v2 aes-256-cbc wrote, or one that is not encrypted";

    private static final List<String> KINDS = List.of("RSA", "EC", "RSASSA-PSS", "EdDSA", "DSA");
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int NUMBER = 0x02;
    private static final int OBJECT = 0x06;
    private static final int SHORT = 0x80;
    private static final int BYTE = 0xff;
    private static final byte[] VERSION = {NUMBER, 1, 0};
    /** rsaEncryption, with the NULL that belongs to it. */
    private static final byte[] RSA = der(
            SEQUENCE, new byte[] {OBJECT, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0});
    /** id-ecPublicKey; the curve follows it. */
    private static final byte[] EC = {OBJECT, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};
    /** Where an EC key of the older form names its curve. */
    private static final int CURVE = 0xa0;

    private PrivateKeys() {}

    static PrivateKey read(String file, Pem block, String password) throws Unusable {
        try {
            if (block.headers().contains("ENCRYPTED")) {
                throw refused(file, "it is encrypted the old way (Proc-Type), which Java cannot read", CONVERT);
            }
            return switch (block.label()) {
                case "PRIVATE KEY" -> ofPkcs8(block.bytes());
                case "ENCRYPTED PRIVATE KEY" -> ofPkcs8(decrypted(file, block.bytes(), password));
                case "RSA PRIVATE KEY" -> ofPkcs8(der(SEQUENCE, joined(VERSION, RSA, der(OCTETS, block.bytes()))));
                case "EC PRIVATE KEY" ->
                    ofPkcs8(der(
                            SEQUENCE,
                            joined(
                                    VERSION,
                                    der(SEQUENCE, joined(EC, curveOf(block.bytes()))),
                                    der(OCTETS, block.bytes()))));
                default -> throw refused(file, "a " + block.label() + " is of no use here", CONVERT);
            };
        } catch (GeneralSecurityException | IOException | IndexOutOfBoundsException e) {
            throw refused(file, "it is damaged, or of a kind that Java does not have", "an RSA or EC key");
        }
    }

    static Unusable refused(String file, String why, String valid) {
        return new Unusable(file, "Failed to load private key: " + file + ": " + why, valid);
    }

    private static PrivateKey ofPkcs8(byte[] bytes) throws GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(bytes);
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(spec);
            } catch (InvalidKeySpecException | NoSuchAlgorithmException e) {
                // Of another kind, then.
                continue;
            }
        }
        throw new InvalidKeySpecException("of no kind that Java has");
    }

    private static byte[] decrypted(String file, byte[] bytes, String password) throws Unusable, IOException {
        if (password.isEmpty()) {
            throw refused(
                    file, "it is encrypted, and there is no password for it", "tls-key-file-pass with its password");
        }
        EncryptedPrivateKeyInfo info;
        Cipher cipher;
        try {
            info = new EncryptedPrivateKeyInfo(bytes);
            AlgorithmParameters parameters = info.getAlgParameters();
            // The parameters know which of the many it is; the name of the family alone says nothing.
            String name = info.getAlgName().equals("PBES2") ? String.valueOf(parameters) : info.getAlgName();
            PBEKeySpec spec = new PBEKeySpec(password.toCharArray());
            cipher = Cipher.getInstance(name);
            cipher.init(Cipher.DECRYPT_MODE, SecretKeyFactory.getInstance(name).generateSecret(spec), parameters);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw refused(file, "it is encrypted with a cipher that Java cannot use here", CONVERT);
        }
        try {
            return info.getKeySpec(cipher).getEncoded();
        } catch (InvalidKeySpecException e) {
            throw refused(file, "the password does not open it", "its password in tls-key-file-pass");
        }
    }

    /** Skips the version and the number itself, and takes what the tag of the curve holds. */
    private static byte[] curveOf(byte[] key) throws InvalidKeySpecException {
        int at = contentAt(key, 0);
        while (at < key.length) {
            int content = contentAt(key, at);
            int length = lengthAt(key, at);
            if ((key[at] & BYTE) == CURVE) {
                return Arrays.copyOfRange(key, content, content + length);
            }
            at = content + length;
        }
        throw new InvalidKeySpecException("it names no curve");
    }

    private static int lengthAt(byte[] der, int at) {
        int first = der[at + 1] & BYTE;
        if (first < SHORT) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < first - SHORT; i++) {
            length = length << Byte.SIZE | der[at + 2 + i] & BYTE;
        }
        return length;
    }

    private static int contentAt(byte[] der, int at) {
        int first = der[at + 1] & BYTE;
        return at + 2 + (first < SHORT ? 0 : first - SHORT);
    }

    private static byte[] der(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < SHORT) {
            out.write(content.length);
        } else {
            int bytes = content.length > 0xffff ? 3 : content.length > BYTE ? 2 : 1;
            out.write(SHORT + bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(content.length >> i * Byte.SIZE);
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
