package dev.vedette.platform;

import dev.vedette.model.Chance;
import dev.vedette.model.RunId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * One stream of draws, fixed by a seed and a name.
 *
 * <p>The name is hashed together with the seed instead of being drawn from a parent stream: so a stream does not depend
 * on how many others were opened before it, and a new name leaves every old seed's story as it was.
 */
public final class SeededChance implements Chance {
    private static final int HEX = 16;

    private final long seed;
    private final SplittableRandom draws;

    public SeededChance(long seed, String name) {
        this.seed = seed;
        this.draws = new SplittableRandom(mix(seed, name));
    }

    /** A seed that nobody can guess. */
    public static long freshSeed() {
        return new SecureRandom().nextLong();
    }

    /** The stream of another name under the same seed. */
    public SeededChance fork(String name) {
        return new SeededChance(seed, name);
    }

    @Override
    public synchronized Duration upTo(Duration bound) {
        return bound.isZero() ? Duration.ZERO : Duration.ofNanos(draws.nextLong(bound.toNanos()));
    }

    @Override
    public synchronized int between(int from, int to) {
        return (int) draws.nextLong(from, to + 1L);
    }

    @Override
    public synchronized RunId runId() {
        StringBuilder text = new StringBuilder(RunId.LENGTH);
        for (int i = 0; i < RunId.LENGTH; i++) {
            text.append(Character.forDigit(draws.nextInt(HEX), HEX));
        }
        return new RunId(text.toString());
    }

    private static long mix(long seed, String name) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(seed).array();
        return ByteBuffer.wrap(Sha256.of(bytes, name.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }
}
