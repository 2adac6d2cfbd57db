package dev.vedette.sim.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vedette.platform.AtomicFile;
import dev.vedette.platform.Errno;
import dev.vedette.sim.disk.Op.Kind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the production code asks of the system, and what it does when the system says no. */
class AtomicFileTest {
    private static final String PATH = "/etc/s.conf";
    private static final String TEMPORARY = PATH + ".aaaaaa";

    private final Volume volume = new Volume();
    private final Meddler device = new Meddler();

    @BeforeEach
    void somethingIsThere() {
        volume.put(PATH, "old");
    }

    private Path path() {
        return new SimFileSystem(volume, device).getPath(PATH);
    }

    private void replace() throws IOException {
        AtomicFile.at(path(), bound -> 0).replace("newer");
    }

    private String text() throws IOException {
        return AtomicFile.at(new SimFileSystem(volume, Kernel.direct()).getPath(PATH), bound -> 0)
                .read();
    }

    @Test
    void syncsTheFileBeforeTheRenameAndTheFolderBehindIt() throws IOException {
        replace();
        assertEquals(
                List.of(
                        Op.of(Kind.CREATE, TEMPORARY),
                        Op.of(Kind.WRITE, TEMPORARY),
                        Op.of(Kind.FSYNC, TEMPORARY),
                        new Op(Kind.RENAME, TEMPORARY, PATH),
                        Op.of(Kind.FSYNC_FOLDER, "/etc")),
                device.writes);
        assertEquals("newer", text());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4})
    void aFullDiskKeepsTheOldTextAndNothingElse(long room) throws IOException {
        volume.room(room);
        IOException failure = assertThrows(IOException.class, this::replace);
        assertEquals("No space left on device", Errno.text(failure));
        assertEquals("old", text());
        assertEquals(List.of("s.conf"), volume.list("/etc"));
        assertEquals(Kind.DELETE, device.kinds().get(device.kinds().size() - 1));
        volume.room(5);
        replace();
        assertEquals("newer", text());
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"CREATE", "WRITE", "FSYNC", "RENAME"})
    void aFailureBeforeTheNewNameLeavesEverythingAsItWas(Kind kind) throws IOException {
        device.failing(Fault.IO, op -> op.kind() == kind);
        IOException failure = assertThrows(IOException.class, this::replace);
        assertEquals("Input/output error", Errno.text(failure));
        assertEquals("old", text());
        assertEquals(List.of("s.conf"), volume.list("/etc"));
    }

    /** Else no vote could ever be saved on such a file system. */
    @ParameterizedTest
    @ValueSource(strings = {"Invalid argument", "Bad file descriptor"})
    void aFileSystemThatHasNoFsyncOfFoldersIsNoFailure(String text) throws IOException {
        device.failing(text, op -> op.kind() == Kind.FSYNC_FOLDER);
        replace();
        assertEquals("newer", text());
        device.failing(text, op -> op.kind() == Kind.FSYNC);
        assertThrows(IOException.class, this::replace, "the file itself must be on the disk");
    }

    /** Nobody can take the new name back: the file is whole, the answer is no, and the next write says it anew. */
    @Test
    void aFailureBehindTheNewNameLeavesTheNewText() throws IOException {
        device.failing(Fault.IO, op -> op.kind() == Kind.FSYNC_FOLDER);
        assertThrows(IOException.class, this::replace);
        assertEquals("newer", text());
        assertEquals(List.of("s.conf"), volume.list("/etc"));
    }

    @Test
    void aTemporaryFileThatCannotBeRemovedHarmsNobody() throws IOException {
        device.failing(Fault.IO, op -> op.kind() == Kind.WRITE || op.kind() == Kind.DELETE);
        assertThrows(IOException.class, this::replace);
        assertEquals(List.of("s.conf", "s.conf.aaaaaa"), volume.list("/etc"));
        device.failing(Fault.IO, op -> false);
        int[] draws = new int[1];
        AtomicFile.at(path(), bound -> draws[0]++ / 6).replace("third");
        assertEquals("third", text());
        assertEquals(List.of("s.conf", "s.conf.aaaaaa"), volume.list("/etc"));
    }

    @Test
    void whoFindsEveryNameTakenGivesUpAndRemovesNothing() {
        volume.put(TEMPORARY, "somebody's");
        assertThrows(FileAlreadyExistsException.class, this::replace);
        assertEquals(10, device.writes.size());
        assertFalse(device.kinds().contains(Kind.DELETE));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"READ_ONLY", "DENIED"})
    void whoMayNotCreateSaysWhy(Fault fault) {
        device.failing(fault, op -> op.kind() == Kind.CREATE);
        IOException failure = assertThrows(IOException.class, this::replace);
        assertEquals(fault == Fault.DENIED ? "Permission denied" : "Read-only file system", Errno.text(failure));
    }

    @Test
    void aModeThatWasTightenedSurvivesThePowerLossWithTheText() throws IOException {
        java.nio.file.Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-------"));
        replace();
        volume.losePower(new EveryChance());
        assertEquals("rw-------", PosixFilePermissions.toString(java.nio.file.Files.getPosixFilePermissions(path())));
    }

    /** A program in steps makes the same calls as one that runs through, and each step makes one of them. */
    @Test
    void inStepsItIsTheSameProgram() throws IOException {
        replace();
        Meddler stepwise = new Meddler();
        Replay<Boolean> replay = new Replay<>(
                kernel -> {
                    AtomicFile.at(new SimFileSystem(volume, kernel).getPath(PATH), bound -> 0)
                            .replace("third");
                    return true;
                },
                stepwise);
        int steps = 0;
        for (Op next = replay.next(); next != null; next = replay.next()) {
            assertNull(replay.end());
            assertEquals(steps, stepwise.writes.size());
            replay.step();
            assertEquals(next, stepwise.writes.get(steps++));
        }
        assertEquals(device.writes, stepwise.writes);
        assertEquals("third", text());
        assertInstanceOf(Replay.End.class, replay.end());
    }

    @Test
    void whoAsksSomethingElseTheSecondTimeIsFound() {
        int[] draws = new int[1];
        Replay<Boolean> replay = new Replay<>(
                kernel -> {
                    AtomicFile.at(new SimFileSystem(volume, kernel).getPath(PATH), bound -> draws[0]++ % bound)
                            .replace("third");
                    return true;
                },
                device);
        replay.step();
        assertThrows(IllegalStateException.class, replay::step);
    }
}
