package dev.vedette.sim.disk;

import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

/** What was to be said of a file at one moment. Nobody here owns files, and no file has an age. */
record SimAttributes(Set<PosixFilePermission> permissions, long size, boolean regular, boolean folder, boolean link)
        implements PosixFileAttributes {
    private static final FileTime SOME_TIME = FileTime.fromMillis(0);

    static SimAttributes of(Inode node) {
        return new SimAttributes(
                EnumSet.copyOf(node.mode()),
                node.size(),
                node instanceof Regular,
                node instanceof Folder,
                node instanceof Link);
    }

    @Override
    public boolean isRegularFile() {
        return regular;
    }

    @Override
    public boolean isDirectory() {
        return folder;
    }

    @Override
    public boolean isSymbolicLink() {
        return link;
    }

    @Override
    public boolean isOther() {
        return false;
    }

    @Override
    public Object fileKey() {
        throw new UnsupportedOperationException();
    }

    @Override
    public UserPrincipal owner() {
        throw new UnsupportedOperationException();
    }

    @Override
    public GroupPrincipal group() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileTime lastModifiedTime() {
        return SOME_TIME;
    }

    @Override
    public FileTime lastAccessTime() {
        return SOME_TIME;
    }

    @Override
    public FileTime creationTime() {
        return SOME_TIME;
    }
}
