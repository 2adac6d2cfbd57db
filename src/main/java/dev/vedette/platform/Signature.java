package dev.vedette.platform;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256, which every JDK has: who has written a text knows the secret. */
public final class Signature {
    /** Hexadecimal digits of one. */
    public static final int LENGTH = 64;

    private static final String HMAC = "HmacSHA256";

    private Signature() {}

    /** In lower-case hexadecimal digits. */
    public static String of(String secret, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }

    /** In a time that does not tell how much of it is right. */
    public static boolean isOf(String secret, String text, String signature) {
        return MessageDigest.isEqual(
                of(secret, text).getBytes(StandardCharsets.US_ASCII), signature.getBytes(StandardCharsets.UTF_8));
    }
}
