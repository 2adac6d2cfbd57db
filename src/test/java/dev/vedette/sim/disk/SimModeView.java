package dev.vedette.sim.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/** The door through which {@code Files} changes permissions, and nothing else. */
record SimModeView(Path path, SimProvider provider) implements PosixFileAttributeView {
    @Override
    public String name() {
        return "posix";
    }

    @Override
    public PosixFileAttributes readAttributes() throws IOException {
        return provider.readAttributes(path, PosixFileAttributes.class);
    }

    @Override
    public void setPermissions(Set<PosixFilePermission> mode) throws IOException {
        provider.chmod(path, mode);
    }

    @Override
    public void setTimes(FileTime modified, FileTime accessed, FileTime created) {
        throw new UnsupportedOperationException();
    }

    @Override
    public UserPrincipal getOwner() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setOwner(UserPrincipal owner) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setGroup(GroupPrincipal group) {
        throw new UnsupportedOperationException();
    }
}
