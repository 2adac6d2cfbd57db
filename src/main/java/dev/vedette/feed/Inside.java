package dev.vedette.feed;

import dev.vedette.bus.BusMessage;
import dev.vedette.platform.Disk;
import dev.vedette.platform.LocalBus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * The serving hatch between the two Vert.x: questions go in, answers come out, each on its own side's thread. Only
 * questions: nothing that the feed says in there makes anybody decide, except the commands of people who may.
 */
final class Inside {
    private final Context home;
    private final LocalBus bus;
    private final Disk disk;

    /** To be made on the sentinel's own context. */
    Inside(Vertx sentinel, Disk disk) {
        this.home = sentinel.getOrCreateContext();
        this.bus = LocalBus.of(sentinel);
        this.disk = disk;
    }

    <T> Future<T> ask(String address, BusMessage question, Class<T> answer) {
        return cross(() -> bus.ask(address, question, answer));
    }

    void send(String address, BusMessage message) {
        home.runOnContext(go -> bus.send(address, message));
    }

    void publish(String address, BusMessage message) {
        home.runOnContext(go -> bus.publish(address, message));
    }

    Future<String> read(String path) {
        return cross(() -> disk.read(path));
    }

    Future<Void> replace(String path, String text) {
        return cross(() -> disk.replace(path, text));
    }

    <T> Future<T> cross(Supplier<Future<T>> work) {
        Context caller = Vertx.currentContext();
        Promise<T> answered = Promise.promise();
        home.runOnContext(go -> work.get()
                .onComplete(result -> caller.runOnContext(back -> {
                    if (result.succeeded()) {
                        answered.complete(result.result());
                    } else {
                        answered.fail(result.cause());
                    }
                })));
        return answered.future();
    }
}
