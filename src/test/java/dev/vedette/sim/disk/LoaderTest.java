package dev.vedette.sim.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.config.ConfigLoader;
import dev.vedette.config.Loading;
import dev.vedette.platform.AtomicFile;
import dev.vedette.platform.SeededChance;
import dev.vedette.sim.disk.Op.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the process before left half done is made whole before anybody acts on it. */
class LoaderTest {
    private static final String PATH = "/etc/sentinel.conf";

    private final Volume volume = new Volume();

    private static String conf(int epoch) {
        return "port 26379\nsentinel myid " + "a".repeat(40) + "\nsentinel monitor mymaster 10.0.0.1 6379 2\n"
                + "sentinel current-epoch " + epoch + "\n";
    }

    @BeforeEach
    void somethingIsThere() {
        volume.put(PATH, conf(1));
    }

    private Loading.Loaded load(Kernel kernel) {
        Path path = new SimFileSystem(volume, kernel).getPath(PATH);
        return assertInstanceOf(
                Loading.Loaded.class, ConfigLoader.load(path, List.of(), new SeededChance(1, "identity")));
    }

    private void saveButNotTheName() throws IOException {
        Kernel dying = new Meddler().ignoring(Kind.FSYNC_FOLDER);
        AtomicFile.at(new SimFileSystem(volume, dying).getPath(PATH), bound -> 0)
                .replace(conf(9));
    }

    @Test
    void whatWasLoadedIsNotLostWithThePower() throws IOException {
        EveryChance chance = new EveryChance();
        do {
            saveButNotTheName();
            Meddler device = new Meddler();
            Loading.Loaded loaded = load(device);
            assertEquals(9, loaded.state().currentEpoch().value());
            assertTrue(loaded.onDisk());
            assertEquals(List.of(Kind.FSYNC, Kind.FSYNC_FOLDER), device.kinds());
            volume.losePower(chance);
            assertEquals(9, load(Kernel.direct()).state().currentEpoch().value());
            volume.put(PATH, conf(1));
        } while (chance.turn());
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"FSYNC", "FSYNC_FOLDER", "CREATE"})
    void whatCannotBeMadeDurableIsWrittenAnew(Kind fails) throws IOException {
        saveButNotTheName();
        Loading.Loaded loaded = load(new Meddler().failing(Fault.IO, op -> op.kind() == fails));
        assertEquals(fails == Kind.CREATE, loaded.onDisk());
    }
}
