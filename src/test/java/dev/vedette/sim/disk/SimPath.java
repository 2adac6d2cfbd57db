package dev.vedette.sim.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/** A path on a simulated volume. What is a matter of letters alone is left to the machine's own kind of path. */
record SimPath(SimFileSystem files, Path letters) implements Path {
    static SimPath of(Path path) {
        return (SimPath) path;
    }

    private SimPath with(Path other) {
        return new SimPath(files, other);
    }

    private @Nullable Path orNull(@Nullable Path other) {
        return other == null ? null : with(other);
    }

    @Override
    public FileSystem getFileSystem() {
        return files;
    }

    @Override
    public boolean isAbsolute() {
        return letters.isAbsolute();
    }

    @Override
    public @Nullable Path getRoot() {
        return orNull(letters.getRoot());
    }

    @Override
    public @Nullable Path getFileName() {
        return orNull(letters.getFileName());
    }

    @Override
    public @Nullable Path getParent() {
        return orNull(letters.getParent());
    }

    @Override
    public int getNameCount() {
        return letters.getNameCount();
    }

    @Override
    public Path getName(int index) {
        return with(letters.getName(index));
    }

    @Override
    public Path subpath(int from, int to) {
        return with(letters.subpath(from, to));
    }

    @Override
    public boolean startsWith(Path other) {
        return letters.startsWith(of(other).letters);
    }

    @Override
    public boolean endsWith(Path other) {
        return letters.endsWith(of(other).letters);
    }

    @Override
    public Path normalize() {
        return with(letters.normalize());
    }

    @Override
    public Path resolve(Path other) {
        return with(letters.resolve(of(other).letters));
    }

    @Override
    public Path relativize(Path other) {
        return with(letters.relativize(of(other).letters));
    }

    @Override
    public URI toUri() {
        return URI.create("sim:" + letters);
    }

    @Override
    public Path toAbsolutePath() {
        return isAbsolute() ? this : with(Path.of("/").resolve(letters));
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
        Op op = Op.of(Op.Kind.STAT, toString());
        return with(Path.of(files.kernel.call(op, () -> files.volume.realPath(toString()))));
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException("nobody watches simulated folders");
    }

    @Override
    public int compareTo(Path other) {
        return letters.compareTo(of(other).letters);
    }

    @Override
    public String toString() {
        return letters.toString();
    }
}
