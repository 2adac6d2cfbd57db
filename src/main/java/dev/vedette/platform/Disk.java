package dev.vedette.platform;

import io.vertx.core.Future;
import java.util.List;

/** The door of the disk. Never blocks the caller. Calls for one path are made one at a time. */
public interface Disk {
    /** The text of a file as UTF-8; fails with {@link java.nio.file.NoSuchFileException} when there is none. */
    Future<String> read(String path);

    /** Paths of the files in a folder, sorted; fails when it cannot be looked into. */
    Future<List<String>> list(String folder);

    /**
     * Replaces a file as a whole: a temporary file beside it, write, fsync, rename, fsync of the folder. When the
     * future succeeds, the text survives a power loss; when it fails, the file is the old text or, if only the last
     * fsync failed, the new one, and a power loss may still change which.
     */
    Future<Void> replace(String path, String text);
}
