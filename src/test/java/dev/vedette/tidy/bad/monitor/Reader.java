package dev.vedette.tidy.bad.monitor;

import io.vertx.core.Vertx;
import java.io.File;

/** A brain that looks at the disk, and keeps a Vert.x about it. */
public record Reader(Vertx vertx) {
    public boolean sees(String path) {
        return new File(path).exists();
    }
}
