package dev.vedette.platform;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.function.Supplier;

/** Each Vert.x of this process has few threads, and keeps no copies of files. */
public final class SmallVertx {
    private SmallVertx() {}

    /** @param workers of each of the two pools for what blocks */
    public static VertxOptions options(int loops, int workers) {
        return new VertxOptions()
                .setEventLoopPoolSize(loops)
                .setWorkerPoolSize(workers)
                .setInternalBlockingPoolSize(workers)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    /**
     * Makes another one, on a thread of its own: it takes a while, and Vert.x wants nobody to do this on one of its
     * own.
     *
     * @param sentinel on whose context of now the answer comes
     * @param purpose a word for the thread
     */
    public static Future<Vertx> aside(Vertx sentinel, String purpose, Supplier<Vertx> make) {
        Promise<Vertx> made = Promise.promise();
        Context home = sentinel.getOrCreateContext();
        new Thread(
                        () -> {
                            Vertx other = make.get();
                            home.runOnContext(go -> made.complete(other));
                        },
                        "vedette-" + purpose + "-start")
                .start();
        return made.future();
    }
}
