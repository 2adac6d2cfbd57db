package dev.vedette.platform;

import dev.vedette.model.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/**
 * One file that is only ever replaced as a whole. At every moment the path names either all of the old text or all of
 * the new one: the new text is complete and synced under another name before it takes the path.
 *
 * <p>A symbolic link stays a link: the file that it points to is replaced. Blocks; for threads that may.
 */
public final class AtomicFile {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final Set<String> WITHOUT_FSYNC_OF_FOLDERS = Set.of("Invalid argument", "Bad file descriptor");
    private static final int SUFFIX = 6;
    private static final int TRIES = 10;
    /** What a new file may have at most; the kernel takes the umask off. */
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r--r--");

    private final Path path;
    private final IntUnaryOperator below;

    private AtomicFile(Path path, IntUnaryOperator below) {
        this.path = path;
        this.below = below;
    }

    public static AtomicFile at(String path) {
        return at(Path.of(path));
    }

    public static AtomicFile at(Path path) {
        return at(path, bound -> ThreadLocalRandom.current().nextInt(bound));
    }

    /** @param below draws a number from zero up to its argument, which is excluded; for the temporary names */
    public static AtomicFile at(Path path, IntUnaryOperator below) {
        return new AtomicFile(path.toAbsolutePath(), below);
    }

    /** The whole text; fails when it is not UTF-8, rather than to change what an operator wrote. */
    public String read() throws IOException {
        long size = Files.size(path);
        if (size > Limits.CONFIG_BYTES) {
            throw new FileSystemException(path.toString(), null, "File too large");
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                .toString();
    }

    /** Paths of the files in a folder, links to files included, sorted. */
    public static List<String> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Whatever is there now survives a power loss. Whoever wrote it may have died between the rename and the fsync of
     * the folder: then programs read the new text, and after a power loss the old one.
     */
    public void sync() throws IOException {
        Path target = target();
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.READ)) {
            channel.force(true);
        }
        syncFolder(target);
    }

    private Path target() throws IOException {
        return Files.isSymbolicLink(path) ? path.toRealPath() : path;
    }

    public void replace(String text) throws IOException {
        Path target = target();
        Path fresh = null;
        try {
            fresh = createBeside(target);
            keepTighterMode(target, fresh);
            write(fresh, text);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            fresh = null;
            syncFolder(target);
        } finally {
            if (fresh != null) {
                Files.deleteIfExists(fresh);
            }
        }
    }

    private Path createBeside(Path target) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Path candidate = target.resolveSibling(target.getFileName() + "." + suffix());
            try {
                return Files.createFile(candidate, PosixFilePermissions.asFileAttribute(MODE));
            } catch (FileAlreadyExistsException e) {
                if (attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    private String suffix() {
        StringBuilder text = new StringBuilder(SUFFIX);
        for (int i = 0; i < SUFFIX; i++) {
            text.append(LETTERS.charAt(below.applyAsInt(LETTERS.length())));
        }
        return text.toString();
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** The file holds passwords: who closed it to others must not find it open again. */
    private static void keepTighterMode(Path old, Path fresh) throws IOException {
        if (!Files.exists(old)) {
            return;
        }
        Set<PosixFilePermission> mode = EnumSet.copyOf(Files.getPosixFilePermissions(fresh));
        if (mode.retainAll(Files.getPosixFilePermissions(old))) {
            mode.add(PosixFilePermission.OWNER_READ);
            mode.add(PosixFilePermission.OWNER_WRITE);
            Files.setPosixFilePermissions(fresh, mode);
        }
    }

    /**
     * The new name itself must survive a power loss. A file system that has no fsync of folders says "Invalid argument"
     * or "Bad file descriptor". Going on is safe: the text is on disk under one name or the other and the rename is as
     * durable as this file system makes any, which no further try would change; to fail would mean that no vote is ever
     * given here. Redis goes on, too. Every other answer, such as an input or output error, is a failure.
     */
    private static void syncFolder(Path target) throws IOException {
        Path folder = target.getParent();
        if (folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            if (!WITHOUT_FSYNC_OF_FOLDERS.contains(Errno.text(e))) {
                throw e;
            }
        }
    }
}
