package dev.vedette.command;

import dev.vedette.command.acl.AclFault;
import dev.vedette.command.acl.User;
import dev.vedette.platform.Disk;
import dev.vedette.platform.Errno;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Users in a file of their own. A file with one wrong line changes nobody. */
final class AclFile {
    private static final Logger LOG = LoggerFactory.getLogger(AclFile.class);

    private final String path;
    private final Access access;
    private final Disk disk;

    /**
     * @param path empty where there is no such file
     * @param access asked for its users each time: they are others once the commands are known
     */
    AclFile(String path, Access access, Disk disk) {
        this.path = path;
        this.access = access;
        this.disk = disk;
    }

    boolean isNamed() {
        return !path.isEmpty();
    }

    /** Replaces all users by those of the file; fails, with a sentence for people, where that cannot be. */
    Future<List<User>> read() {
        return disk.read(path)
                .recover(e -> Future.failedFuture("Error loading ACLs, opening file '" + path + "': " + Errno.text(e)))
                .compose(text -> {
                    try {
                        return Future.succeededFuture(access.users().load(path, bytes(text)));
                    } catch (AclFault fault) {
                        return Future.failedFuture(fault.getMessage());
                    }
                });
    }

    Future<Void> write() {
        return disk.replace(path, AclCommands.utf8(access.users().text()))
                .onFailure(e -> LOG.warn("cannot save the users to {}: {}", path, Errno.text(e)));
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
