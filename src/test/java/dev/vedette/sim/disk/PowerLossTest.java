package dev.vedette.sim.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.platform.AtomicFile;
import dev.vedette.platform.SeededChance;
import dev.vedette.sim.disk.Op.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The power goes before every call of a replace, and of all that was not synced every combination survives: the file is
 * always whole. And the test can tell: each sync that is left out is found.
 */
class PowerLossTest {
    private static final String PATH = "/etc/s.conf";
    private static final String OLD = "old";
    private static final String NEW = "newer";

    /** Writes {@link #NEW} somehow. */
    private interface Way {
        void write(Path path) throws IOException;
    }

    private static void production(Path path) throws IOException {
        AtomicFile.at(path, bound -> 0).replace(NEW);
    }

    /** What AtomicFile is there to avoid. */
    private static void inPlace(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap(NEW.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        try (FileChannel folder = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static Volume volume(boolean withOld) {
        Volume volume = new Volume();
        volume.put("/etc/other", "");
        if (withOld) {
            volume.put(PATH, OLD);
        }
        return volume;
    }

    private static String text(Volume volume) throws IOException {
        return volume.list("/etc").contains("s.conf")
                ? Files.readString(new SimFileSystem(volume, Kernel.direct()).getPath(PATH))
                : "nothing";
    }

    /** Every way in which the file can be wrong after a power loss. */
    private static Set<String> wrongs(Way way, boolean withOld, Supplier<Kernel> device) throws IOException {
        Set<String> wrongs = new LinkedHashSet<>();
        String before = withOld ? OLD : "nothing";
        boolean ended = false;
        for (int steps = 0; !ended; steps++) {
            EveryChance chance = new EveryChance();
            do {
                Volume volume = volume(withOld);
                Replay<Boolean> replay = new Replay<>(
                        kernel -> {
                            way.write(new SimFileSystem(volume, kernel).getPath(PATH));
                            return true;
                        },
                        device.get());
                for (int i = 0; i < steps; i++) {
                    replay.step();
                }
                Op next = replay.next();
                ended = next == null;
                volume.losePower(chance);
                String text = text(volume);
                if (!text.equals(NEW) && (ended || !text.equals(before))) {
                    wrongs.add((next == null ? "done" : next.kind()) + ": " + text.replace('\0', '0'));
                }
            } while (chance.turn());
        }
        return wrongs;
    }

    private static Set<String> wrongsWithout(Kind... left) throws IOException {
        return wrongs(PowerLossTest::production, true, () -> new Meddler().ignoring(left));
    }

    @Test
    void theFileIsTheOldOneOrTheNewOne() throws IOException {
        assertEquals(Set.of(), wrongs(PowerLossTest::production, true, Kernel::direct));
        assertEquals(Set.of(), wrongs(PowerLossTest::production, false, Kernel::direct));
    }

    @Test
    void withoutTheSyncOfTheFileItsNewNameMayBeOfNothing() throws IOException {
        Set<String> wrongs = wrongsWithout(Kind.FSYNC);
        assertTrue(wrongs.contains("done: "), wrongs::toString);
        assertTrue(wrongs.contains("done: new"), wrongs::toString);
        assertTrue(wrongs.contains("FSYNC_FOLDER: ne000"), wrongs::toString);
    }

    @Test
    void withoutTheSyncOfTheFolderThePromiseIsBroken() throws IOException {
        assertEquals(Set.of("done: " + OLD), wrongsWithout(Kind.FSYNC_FOLDER));
    }

    @Test
    void aDiskThatLiesBreaksBoth() throws IOException {
        Set<String> wrongs = wrongsWithout(Kind.FSYNC, Kind.FSYNC_FOLDER);
        assertTrue(wrongs.containsAll(List.of("done: " + OLD, "done: ")), wrongs::toString);
    }

    @Test
    void withoutTheRenameTheOldTextIsLostFirst() throws IOException {
        Set<String> wrongs = wrongs(PowerLossTest::inPlace, true, Kernel::direct);
        assertTrue(wrongs.containsAll(List.of("WRITE: ", "FSYNC: ne")), wrongs::toString);
    }

    /** A call fails, the program cleans up, and then the power goes. */
    @ParameterizedTest
    @EnumSource(Fault.class)
    void aFailedCallHarmsNothing(Fault fault) throws IOException {
        for (Kind kind : Kind.values()) {
            Supplier<Kernel> device = () -> new Meddler().failing(fault, op -> op.kind() == kind);
            Set<String> wrongs = wrongs(PowerLossTest::production, true, device);
            wrongs.removeIf(wrong -> wrong.equals("done: " + OLD));
            assertEquals(Set.of(), wrongs, kind::toString);
        }
    }

    /**
     * A long life by seed: writes that end, fail anywhere, or are cut off by a kill or a power loss. What a program
     * finds is always whole, and at least as new as the last write that was answered with success.
     */
    @Test
    void overManyLivesNoTextIsTornAndNoPromiseIsForgotten() throws IOException {
        for (long seed = 0; seed < 3_000; seed++) {
            SeededChance chance = new SeededChance(seed, "lives");
            Volume volume = volume(true);
            List<String> possible = new ArrayList<>(List.of(OLD));
            for (int life = 1; life <= 12; life++) {
                live(volume, "text " + seed + " " + life, chance, possible);
                String found = text(volume);
                assertTrue(possible.contains(found), found + " is none of " + possible + ", seed " + seed);
            }
        }
    }

    private static void live(Volume volume, String text, SeededChance chance, List<String> possible) {
        Meddler device = new Meddler();
        if (chance.between(0, 2) == 0) {
            Fault fault = Fault.values()[chance.between(0, Fault.values().length - 1)];
            device.failing(fault, op -> chance.between(0, 5) == 0);
        }
        String name = chance.runId().value();
        Replay<Boolean> replay = new Replay<>(
                kernel -> {
                    int[] letters = new int[1];
                    AtomicFile.at(
                                    new SimFileSystem(volume, kernel).getPath(PATH),
                                    bound -> name.charAt(letters[0]++ % name.length()) % bound)
                            .replace(text);
                    return true;
                },
                device);
        possible.add(text);
        int steps = chance.between(0, 9);
        for (int i = 0; i < steps && replay.end() == null; i++) {
            replay.step();
        }
        Replay.End<Boolean> end = replay.end();
        if (end != null && end.failure() == null) {
            possible.clear();
            possible.add(text);
        }
        if (chance.between(0, 1) == 0) {
            volume.losePower(chance);
        }
    }
}
