package dev.vedette.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every kept input, and some thousand mutilations of each target's: the same on every machine. What looks for new
 * inputs guided by coverage, for as long as one likes, is {@code scripts/fuzz}.
 */
class FuzzTest {
    private static final int MUTILATIONS = 3_000;
    private static final int LARGEST = 4_096;

    @ParameterizedTest
    @EnumSource(Target.class)
    void holdsForEveryInput(Target target) throws IOException {
        List<byte[]> kept = kept(target);
        assertFalse(kept.isEmpty(), "no seeds in " + target.folder());
        kept.forEach(input -> feed(target, input));
        Random random = new Random(20_241_117);
        for (int i = 0; i < MUTILATIONS; i++) {
            feed(target, mutilated(kept, random));
        }
    }

    private static List<byte[]> kept(Target target) throws IOException {
        List<byte[]> inputs = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(target.folder()))) {
            for (Path file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
        }
        return inputs;
    }

    private static void feed(Target target, byte[] input) {
        try {
            target.feed(input);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(target + " fails with " + HexFormat.of().formatHex(input), e);
        }
    }

    private static byte[] mutilated(List<byte[]> kept, Random random) {
        byte[] bytes = kept.get(random.nextInt(kept.size())).clone();
        for (int times = 1 + random.nextInt(4); times > 0 && bytes.length > 0; times--) {
            bytes = cut(once(bytes, kept, random));
        }
        return bytes;
    }

    private static byte[] cut(byte[] bytes) {
        return bytes.length > LARGEST ? Arrays.copyOf(bytes, LARGEST) : bytes;
    }

    private static byte[] once(byte[] bytes, List<byte[]> kept, Random random) {
        int at = random.nextInt(bytes.length);
        byte[] changed = bytes.clone();
        switch (random.nextInt(5)) {
            case 0 -> changed[at] = (byte) random.nextInt(256);
            case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> changed = Arrays.copyOf(bytes, at);
            case 3 -> changed = joined(bytes, at, kept.get(random.nextInt(kept.size())), random);
            default -> changed[at] = (byte) "\r\n*$+-:,\"'\\# 0919".charAt(random.nextInt(17));
        }
        return changed.length == 0 ? bytes : changed;
    }

    private static byte[] joined(byte[] head, int at, byte[] other, Random random) {
        int from = other.length == 0 ? 0 : random.nextInt(other.length);
        byte[] joined = Arrays.copyOf(head, at + other.length - from);
        System.arraycopy(other, from, joined, at, other.length - from);
        return joined;
    }
}
