package dev.vedette.sim.disk;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Another name for something. Synced when its folder is. */
final class Link extends Inode {
    private static final Set<PosixFilePermission> ALL = EnumSet.allOf(PosixFilePermission.class);

    final String target;

    Link(String target) {
        super(ALL);
        this.target = target;
    }

    @Override
    long size() {
        return target.length();
    }
}
