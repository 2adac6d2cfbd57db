package dev.vedette.sim.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The simulated file system does what the machine's does, and fails in its words. */
class ContractTest {
    private static final StandardCopyOption ATOMIC = StandardCopyOption.ATOMIC_MOVE;
    private static final StandardOpenOption READ = StandardOpenOption.READ;
    private static final StandardOpenOption WRITE = StandardOpenOption.WRITE;

    private interface Deed {
        Object on(Path folder) throws IOException;
    }

    private final Map<String, Deed> deeds = new LinkedHashMap<>();

    private @TempDir Path machine;

    /** In a folder with a file, a folder that is not empty, and links to both, to nothing, and round in a circle. */
    private static Path furnished(Path folder) throws IOException {
        Files.writeString(folder.resolve("file"), "text");
        Files.createDirectory(folder.resolve("sub"));
        Files.writeString(folder.resolve("sub/inner"), "inner");
        link(folder, "toFile", "file");
        link(folder, "toSub", "sub");
        link(folder, "toNothing", "none");
        link(folder, "circle", "circle");
        return folder;
    }

    private static void link(Path folder, String name, String target) throws IOException {
        Files.createSymbolicLink(folder.resolve(name), folder.getFileSystem().getPath(target));
    }

    private static String outcome(Deed deed, Path folder) {
        String text;
        try {
            text = "" + deed.on(folder);
        } catch (IOException | RuntimeException e) {
            text = e.getClass().getName() + ": " + e.getMessage();
        }
        return text.replace(folder.toString(), "HERE");
    }

    @TestFactory
    Stream<DynamicTest> bothDoTheSame() {
        creating();
        writing();
        reading();
        moving();
        asking();
        return deeds.entrySet().stream()
                .map(deed -> DynamicTest.dynamicTest(deed.getKey(), () -> compare(deed.getKey(), deed.getValue())));
    }

    private void compare(String name, Deed deed) throws IOException {
        Volume volume = new Volume();
        Path simulated = new SimFileSystem(volume, Kernel.direct()).getPath("/here");
        Files.createDirectory(simulated);
        Path real = Files.createDirectory(machine.resolve(name.replaceAll("\\W", "-")));
        String expected = outcome(deed, furnished(real));
        assertEquals(expected, outcome(deed, furnished(simulated)));
        try (Stream<Path> left = Files.list(real)) {
            assertEquals(
                    left.map(file -> file.getFileName().toString()).sorted().toList(), volume.list("/here"));
        }
    }

    private void creating() {
        deeds.put("create", at -> name(create(at.resolve("new"))));
        deeds.put("create what is there", at -> create(at.resolve("file")));
        deeds.put("create where a link is", at -> create(at.resolve("toNothing")));
        deeds.put("create in no folder", at -> create(at.resolve("none/new")));
        deeds.put("create in a file", at -> create(at.resolve("file/new")));
        deeds.put("create through a link", at -> name(create(at.resolve("toSub/new"))));
        deeds.put("mode of what is created", at -> {
            create(at.resolve("new"));
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(at.resolve("new")));
        });
        deeds.put("change the mode", at -> {
            Files.setPosixFilePermissions(at.resolve("file"), PosixFilePermissions.fromString("rwx-w----"));
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(at.resolve("toFile")));
        });
        deeds.put(
                "change the mode of nothing",
                at -> Files.setPosixFilePermissions(at.resolve("none"), PosixFilePermissions.fromString("rwx------")));
        deeds.put("mode of nothing", at -> Files.getPosixFilePermissions(at.resolve("none")));
    }

    private static Path create(Path path) throws IOException {
        return Files.createFile(
                path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private void writing() {
        deeds.put("write over the beginning", at -> {
            try (FileChannel channel = FileChannel.open(at.resolve("file"), WRITE)) {
                int written = channel.write(bytes("TE")) + channel.write(bytes("X"));
                channel.force(true);
                return written + " " + channel.size() + " " + Files.readString(at.resolve("file"));
            }
        });
        deeds.put("write what was renamed meanwhile", at -> {
            try (FileChannel channel = FileChannel.open(at.resolve("file"), WRITE)) {
                Files.move(at.resolve("file"), at.resolve("moved"), ATOMIC);
                channel.write(bytes("12345"));
                return Files.readString(at.resolve("moved"));
            }
        });
        deeds.put("write what was deleted meanwhile", at -> {
            try (FileChannel channel = FileChannel.open(at.resolve("file"), WRITE)) {
                Files.delete(at.resolve("file"));
                return channel.write(bytes("12345"));
            }
        });
        deeds.put("write nothing", at -> FileChannel.open(at.resolve("none"), WRITE));
        deeds.put("write a folder", at -> FileChannel.open(at.resolve("sub"), WRITE));
        deeds.put("write what is open for reading", at -> {
            try (FileChannel channel = FileChannel.open(at.resolve("file"), READ)) {
                return channel.write(bytes("x"));
            }
        });
        deeds.put("write what is closed", at -> {
            FileChannel channel = FileChannel.open(at.resolve("file"), WRITE);
            channel.close();
            return channel.write(bytes("x"));
        });
        deeds.put("sync what is closed", at -> {
            FileChannel channel = FileChannel.open(at.resolve("file"), WRITE);
            channel.close();
            channel.force(true);
            return "synced";
        });
        deeds.put("sync a folder", at -> {
            try (FileChannel channel = FileChannel.open(at, READ)) {
                channel.force(true);
                return "synced";
            }
        });
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private void reading() {
        deeds.put("read", at -> Files.readString(at.resolve("file")));
        deeds.put("read in pieces", at -> {
            try (FileChannel channel = FileChannel.open(at.resolve("file"), READ)) {
                ByteBuffer two = ByteBuffer.allocate(3);
                return channel.read(two) + " " + channel.read(two.clear()) + " " + channel.read(two.clear());
            }
        });
        deeds.put("read what is open for writing", at -> {
            try (FileChannel channel = FileChannel.open(at.resolve("file"), WRITE)) {
                return channel.read(ByteBuffer.allocate(1));
            }
        });
        deeds.put("read nothing", at -> Files.readAllBytes(at.resolve("none")));
        deeds.put("read a folder", at -> Files.readAllBytes(at.resolve("sub")));
        deeds.put("read a circle", at -> Files.readAllBytes(at.resolve("circle")));
        deeds.put(
                "read through two links",
                at -> Files.readString(at.resolve("toSub/../toFile").normalize()));
        deeds.put("size", at -> Files.size(at.resolve("toFile")));
        deeds.put("size of nothing", at -> Files.size(at.resolve("none")));
    }

    private void moving() {
        deeds.put("move over a file", at -> {
            Files.move(at.resolve("sub/inner"), at.resolve("sub/inner2"), ATOMIC);
            Files.writeString(at.resolve("new"), "new");
            Files.move(at.resolve("new"), at.resolve("file"), ATOMIC);
            return Files.readString(at.resolve("toFile"));
        });
        deeds.put("move over a link", at -> {
            Files.move(at.resolve("file"), at.resolve("toFile"), ATOMIC);
            return Files.isSymbolicLink(at.resolve("toFile"));
        });
        deeds.put("move onto itself", at -> name(Files.move(at.resolve("file"), at.resolve("file"), ATOMIC)));
        deeds.put("move nothing", at -> Files.move(at.resolve("none"), at.resolve("new"), ATOMIC));
        deeds.put("move over a folder", at -> Files.move(at.resolve("file"), at.resolve("sub"), ATOMIC));
        deeds.put("move into no folder", at -> Files.move(at.resolve("file"), at.resolve("none/new"), ATOMIC));
        deeds.put("move a folder over a file", at -> Files.move(at.resolve("sub"), at.resolve("file"), ATOMIC));
        deeds.put("delete", at -> Files.deleteIfExists(at.resolve("file")));
        deeds.put("delete a link", at -> Files.deleteIfExists(at.resolve("toFile")));
        deeds.put("delete nothing if it is there", at -> Files.deleteIfExists(at.resolve("none")));
        deeds.put("delete nothing", at -> {
            Files.delete(at.resolve("none"));
            return "deleted";
        });
        deeds.put("delete a full folder", at -> Files.deleteIfExists(at.resolve("sub")));
        deeds.put("delete in a file", at -> Files.deleteIfExists(at.resolve("file/none")));
    }

    private void asking() {
        for (String name :
                List.of("file", "sub", "toFile", "toSub", "toNothing", "circle", "none", "file/x", "none/x")) {
            deeds.put("exists " + name, at -> Files.exists(at.resolve(name)));
            deeds.put("exists itself " + name, at -> Files.exists(at.resolve(name), LinkOption.NOFOLLOW_LINKS));
            deeds.put("is a link " + name, at -> Files.isSymbolicLink(at.resolve(name)));
            deeds.put("is a folder " + name, at -> Files.isDirectory(at.resolve(name)));
            deeds.put("real path of " + name, at -> at.toRealPath()
                    .relativize(at.resolve(name).toRealPath()));
        }
    }

    /** What needs a device that is really full, or that cannot be synced. */
    @Test
    void failuresOfDevicesHaveNoName() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full), "no such device here");
        try (FileChannel channel = FileChannel.open(full, WRITE)) {
            IOException real = assertThrows(IOException.class, () -> channel.write(bytes("x")));
            IOException simulated = Fault.NO_SPACE.on(Op.of(Op.Kind.WRITE, "/x"));
            assertEquals(real.toString(), simulated.toString());
            IOException unsynced = assertThrows(IOException.class, () -> channel.force(true));
            assertEquals("java.io.IOException: Invalid argument", unsynced.toString());
        }
    }
}
