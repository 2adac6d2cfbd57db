package dev.vedette.command.acl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/** Passwords are kept as SHA-256, in hexadecimal, and compared in a time that says nothing about them. */
final class Password {
    private static final int HASH_CHARS = 64;

    private Password() {}

    /** @param text one character per byte */
    static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static boolean isHash(String text) {
        return text.length() == HASH_CHARS && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }

    /** Looks at every hash, whichever it is. */
    static boolean isAmong(Collection<String> hashes, String text) {
        byte[] asked = hash(text).getBytes(StandardCharsets.ISO_8859_1);
        boolean found = false;
        for (String hash : hashes) {
            found |= MessageDigest.isEqual(hash.getBytes(StandardCharsets.ISO_8859_1), asked);
        }
        return found;
    }
}
