package dev.vedette.platform;

import java.security.SecureRandom;

/**
 * The door of secrets: chance that nobody can foretell, and that therefore no seed may drive. Nothing is decided by it.
 */
public final class Passwords {
    private static final int BITS_PER_DIGIT = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Passwords() {}

    /**
     * A fresh secret.
     *
     * @param bits more than 0; rounded up to whole digits
     * @return lower-case hexadecimal digits
     */
    public static String hex(int bits) {
        StringBuilder text = new StringBuilder();
        for (int drawn = 0; drawn < bits; drawn += BITS_PER_DIGIT) {
            text.append(Character.forDigit(RANDOM.nextInt(1 << BITS_PER_DIGIT), 1 << BITS_PER_DIGIT));
        }
        return text.toString();
    }
}
