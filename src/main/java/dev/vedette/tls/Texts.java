package dev.vedette.tls;

import java.io.IOException;
import java.util.List;

/** Where the texts of keys and certificates come from: a disk, or what was read from one before. */
public interface Texts {
    /** The text of a file. */
    String read(String path) throws IOException;

    /** Paths of the files in a folder, sorted. */
    List<String> list(String folder) throws IOException;
}
