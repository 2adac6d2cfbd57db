package dev.vedette.platform;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.FileSystem;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * The file that stands for a socket of this machine. One that a killed process left behind is taken away, as Redis does
 * it; anything else in its place is not.
 */
public final class SocketFile {
    private static final int BITS = 9;

    private final FileSystem files;
    private final String path;

    public SocketFile(Vertx vertx, String path) {
        this.files = vertx.fileSystem();
        this.path = path;
    }

    /** Makes room; fails when there is something that is no socket. */
    public Future<Void> clear() {
        return files.exists(path)
                .compose(there -> there
                        ? files.lprops(path).compose(found -> {
                            return found.isOther()
                                    ? files.delete(path)
                                    : Future.failedFuture(path + " exists and is no socket");
                        })
                        : Future.succeededFuture());
    }

    /** @param mode as in {@code chmod}, 0 for what the umask made of it */
    public Future<Void> protect(int mode) {
        return mode == 0 ? Future.succeededFuture() : files.chmod(path, PosixFilePermissions.toString(bits(mode)));
    }

    /** Whether or not it is there. */
    public Future<Void> remove() {
        return files.delete(path).otherwiseEmpty();
    }

    private static Set<PosixFilePermission> bits(int mode) {
        Set<PosixFilePermission> bits = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int i = 0; i < BITS; i++) {
            if ((mode & (1 << (BITS - 1 - i))) != 0) {
                bits.add(all[i]);
            }
        }
        return bits;
    }
}
