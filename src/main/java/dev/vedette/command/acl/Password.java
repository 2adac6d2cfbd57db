package dev.vedette.command.acl;

import dev.vedette.platform.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;

/** Passwords are kept as SHA-256, in hexadecimal, and compared in a time that says nothing about them. */
final class Password {
    private static final int HASH_CHARS = 64;

    private Password() {}

    /** @param text one character per byte */
    static String hash(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.ISO_8859_1));
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
