package dev.vedette.sim.disk;

import dev.vedette.sim.disk.Op.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code Files} calls. All that the programs under test do not need says so loudly. */
final class SimProvider extends FileSystemProvider {
    private static final Set<PosixFilePermission> DEFAULT_MODE = PosixFilePermissions.fromString("rw-rw-rw-");

    private static <T> T call(Op op, Path path, Kernel.Work<T> work) throws IOException {
        return SimPath.of(path).files().kernel.call(op, work);
    }

    private static Volume volume(Path path) {
        return SimPath.of(path).files().volume;
    }

    @Override
    public String getScheme() {
        return "sim";
    }

    @Override
    public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... with)
            throws IOException {
        return newFileChannel(path, options, with);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... with)
            throws IOException {
        boolean writes = options.contains(StandardOpenOption.WRITE);
        boolean exclusive = writes && options.contains(StandardOpenOption.CREATE_NEW);
        boolean creates = exclusive || writes && options.contains(StandardOpenOption.CREATE);
        boolean truncates = writes && options.contains(StandardOpenOption.TRUNCATE_EXISTING);
        Op op = Op.of(creates || truncates ? Kind.CREATE : Kind.OPEN, path.toString());
        Inode node = call(op, path, () -> {
            Inode opened = volume(path).open(path.toString(), creates, exclusive, mode(with));
            if (opened instanceof Folder && writes) {
                throw new FileSystemException(path.toString(), null, "Is a directory");
            }
            if (truncates && opened instanceof Regular file) {
                file.truncate(0);
            }
            return opened;
        });
        return new SimFile(SimPath.of(path), node, writes);
    }

    @SuppressWarnings("unchecked")
    private static Set<PosixFilePermission> mode(FileAttribute<?>[] attributes) {
        for (FileAttribute<?> attribute : attributes) {
            if (attribute.name().equals("posix:permissions")) {
                return (Set<PosixFilePermission>) attribute.value();
            }
        }
        return DEFAULT_MODE;
    }

    @Override
    public void createDirectory(Path path, FileAttribute<?>... with) throws IOException {
        call(Op.of(Kind.CREATE, path.toString()), path, () -> {
            volume(path).createFolder(path.toString());
            return true;
        });
    }

    @Override
    public void createSymbolicLink(Path link, Path target, FileAttribute<?>... with) throws IOException {
        call(Op.of(Kind.CREATE, link.toString()), link, () -> {
            volume(link).createLink(link.toString(), target.toString());
            return true;
        });
    }

    @Override
    public void delete(Path path) throws IOException {
        call(Op.of(Kind.DELETE, path.toString()), path, () -> {
            volume(path).delete(path.toString());
            return true;
        });
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
        if (!List.of(options).contains(StandardCopyOption.ATOMIC_MOVE)) {
            throw new UnsupportedOperationException("only atomic moves");
        }
        call(new Op(Kind.RENAME, from.toString(), to.toString()), from, () -> {
            volume(from).rename(from.toString(), to.toString());
            return true;
        });
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        call(Op.of(Kind.STAT, path.toString()), path, () -> volume(path).find(path.toString(), true));
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        boolean follow = !Arrays.asList(options).contains(LinkOption.NOFOLLOW_LINKS);
        return type.cast(call(
                Op.of(Kind.STAT, path.toString()),
                path,
                () -> SimAttributes.of(volume(path).find(path.toString(), follow))));
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return type.cast(new SimModeView(path, this));
    }

    void chmod(Path path, Set<PosixFilePermission> mode) throws IOException {
        call(Op.of(Kind.CHMOD, path.toString()), path, () -> {
            volume(path).find(path.toString(), true).mode(mode);
            return true;
        });
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setAttribute(Path path, String name, Object value, LinkOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void copy(Path from, Path to, CopyOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isSameFile(Path one, Path other) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isHidden(Path path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileStore getFileStore(Path path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException();
    }
}
