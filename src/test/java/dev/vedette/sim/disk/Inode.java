package dev.vedette.sim.disk;

import dev.vedette.model.Chance;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Something on a volume, whatever its names are. Programs see what is in the page cache; a power loss goes back to what
 * was synced, and decides about the rest by chance.
 */
abstract sealed class Inode permits Folder, Regular, Link {
    private Set<PosixFilePermission> mode;
    private Set<PosixFilePermission> durableMode;

    Inode(Set<PosixFilePermission> mode) {
        this.mode = mode;
        this.durableMode = mode;
    }

    Set<PosixFilePermission> mode() {
        return mode;
    }

    void mode(Set<PosixFilePermission> wanted) {
        mode = EnumSet.copyOf(wanted);
    }

    abstract long size();

    void force() {
        durableMode = mode;
    }

    void losePower(String path, Chance chance, List<Loss> losses) {
        mode = durableMode;
    }
}
